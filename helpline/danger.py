"""stub"""
from dataclasses import dataclass
@dataclass(frozen=True)
class Cuts:
    s0: float
@dataclass(frozen=True)
class Reader:
    pass
