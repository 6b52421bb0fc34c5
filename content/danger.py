"""The files of the danger sense: concepts, fields, and what `python -m danger_training` learned; read once a process."""

import json
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from content.concepts import load_concepts
from content.fields import load_fields
from content.reading import HERE, BadContent
from helpline.danger import Reader
from helpline.fields import Fields
from helpline.hearing import Net
from helpline.learned import Cuts, Learned
from helpline.weights import Weights
from helpline.words import Senses

WEIGHTS = HERE / "danger_weights.bin"
LAYERS = ("fields", "concepts", "windows", "window_bias", "inner", "inner_bias", "outer", "outer_bias")


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """The reader of danger with the shipped files. Raises BadContent."""
    senses = load_senses()
    reader = Reader(senses, *load_learned(senses.fields))
    reader.judge("halo")  # makes the tables of words, which nobody's first message need wait for
    return reader


def load_senses(common: Path = HERE / "common_words.txt") -> Senses:
    """What words mean. Raises BadContent."""
    return Senses(load_concepts(common=common), load_fields())


def load_learned(fields: Fields, path: Path = WEIGHTS) -> tuple[Learned, Cuts]:
    """What was learned, and where to cut. Raises BadContent."""
    try:
        head, _line, packed = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        rows = memoryview(zlib.decompress(packed))
        weights, rest = weighed(told["weights"], rows)
        about, rest = weighed(told["about"], rest)
        nets = []
        for one in told["nets"]:
            layers, rest = unpacked(one["shapes"], rest)
            nets.append(Net(answers=tuple(one["answers"]), scale=one["scale"], belongs=fields, **layers))
        *grave_nets, about_net = nets
        return Learned(weights, tuple(grave_nets), about, about_net), Cuts(**told["cuts"])
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadContent(f"content/{path.name} cannot be read: {type(error).__name__}.") from None


def weighed(told: dict[str, Any], rows: memoryview) -> tuple[Weights, memoryview]:
    """One table of weights, and what is left."""
    shape = (len(told["answers"]), told["buckets"])
    size = shape[0] * shape[1]
    own = np.frombuffer(rows[:size], np.int8).reshape(shape).copy()  # else it would hold the whole file in memory
    return Weights(tuple(told["answers"]), np.array(told["biases"]), np.array(told["scales"]), own), rows[size:]


def headed(weights: Weights) -> dict[str, Any]:
    numbers = {"biases": weights.biases.tolist(), "scales": weights.scales.tolist()}
    return numbers | {"answers": weights.answers, "buckets": weights.rows.shape[1]}


def unpacked(shapes: dict[str, Sequence[int]], rows: memoryview) -> tuple[dict[str, Any], memoryview]:
    """The layers of one net, and what is left for the next."""
    found: dict[str, Any] = {}
    for name, shape in shapes.items():
        kind = np.dtype(np.int8 if name == "letters" else np.float16)
        size = int(np.prod(shape)) * kind.itemsize
        row = np.frombuffer(rows[:size], dtype=kind).reshape(shape)
        found[name] = row.copy() if name == "letters" else row.astype(np.float32)
        rows = rows[size:]
    return found, rows


def shapes(net: Net) -> dict[str, tuple[int, ...]]:
    return {name: getattr(net, name).shape for name in ("letters", *LAYERS)}


def packed(net: Net) -> Iterator[bytes]:
    yield net.letters.tobytes()
    for name in LAYERS:
        yield getattr(net, name).astype(np.float16).tobytes()


def keep_learned(learned: Learned, cuts: dict[str, float], path: Path = WEIGHTS) -> None:
    """Write the file that `load_learned` reads; the same numbers give the same bytes."""
    nets = (*learned.nets, learned.about_net)
    heads = [{"answers": net.answers, "scale": net.scale, "shapes": shapes(net)} for net in nets]
    told = {"weights": headed(learned.weights), "about": headed(learned.about), "nets": heads, "cuts": cuts}
    parts = [learned.weights.rows.tobytes(), learned.about.rows.tobytes(), *(part for net in nets for part in packed(net))]
    path.write_bytes(json.dumps(told).encode() + b"\n" + zlib.compress(b"".join(parts), 9))
