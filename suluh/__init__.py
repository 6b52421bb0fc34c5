"""Wires the house: settings, command line, serving, demonstration. Imports all; nobody imports it."""

import sys

for ornament in ("httpx._main", "rich.traceback"):
    # A command line and coloured errors, which libraries import where they can: 4 MB that no server of ours needs. `None` says
    # that it is not installed (the language reference, 5.3.1), and each of them is prepared for that.
    sys.modules.setdefault(ornament, None)  # type: ignore[arg-type]
