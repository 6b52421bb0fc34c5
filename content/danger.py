"""The files of the danger sense: concepts, and the weights that `python -m danger_training` learned; read once a process."""

import json
import zlib
from array import array
from functools import lru_cache
from pathlib import Path

from content.concepts import load_concepts
from content.reading import HERE, BadContent
from helpline.danger import Cuts, Reader
from helpline.weights import Weights

WEIGHTS = HERE / "danger_weights.bin"


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """The reader of danger with the shipped files. Raises BadContent."""
    severity, topics, cuts = load_weights()
    return Reader(load_concepts(), severity, topics, cuts)


def load_weights(path: Path = WEIGHTS) -> tuple[Weights, Weights, Cuts]:
    """The weights of severity and of topics, and where to cut. Raises BadContent."""
    try:
        head, _line, packed = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        rows = zlib.decompress(packed)
        made = []
        for table in (told["severity"], told["topics"]):
            buckets, names = table["buckets"], table["answers"]
            taken, rows = rows[: buckets * len(names)], rows[buckets * len(names) :]
            each = tuple(array("b", taken[i * buckets : (i + 1) * buckets]) for i in range(len(names)))
            made.append(Weights(tuple(names), tuple(table["biases"]), tuple(table["scales"]), each))
        return made[0], made[1], Cuts(**told["cuts"])
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadContent(f"content/{path.name} cannot be read: {type(error).__name__}.") from None


def keep_weights(severity: Weights, topics: Weights, cuts: dict[str, float], path: Path = WEIGHTS) -> None:
    """Write the file that `load_weights` reads; the same weights give the same bytes."""
    told = {
        name: {"answers": w.answers, "biases": w.biases, "scales": w.scales, "buckets": len(w.rows[0])}
        for name, w in (("severity", severity), ("topics", topics))
    }
    rows = b"".join(row.tobytes() for w in (severity, topics) for row in w.rows)
    path.write_bytes(json.dumps(told | {"cuts": cuts}, sort_keys=True).encode() + b"\n" + zlib.compress(rows, 9))
