"""`make bench-danger`: how much danger is heard, how much is alarmed in vain, on the held-out part of the corpus; and how fast.

Every share stands with its counts. `--errors` prints what was read wrongly: whoever has looked at the errors of the held-out part
and changes the reader by them must write a new one.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence

from content.danger import load_reader
from danger_training import corpus
from danger_training.baselines import naive, tf_idf
from danger_training.corpus import Line
from helpline.danger import Reader
from helpline.severity import Severity

Read = Callable[[str], Severity]
LANGUAGES = {
    "id": "Indonesian and mixed",
    "jv": "Javanese",
    "su": "Sundanese",
    "ms": "Malay",
    "mad": "Madurese",
    "sas": "Sasak",
    "en": "English",
}


def share(lines: Sequence[Line], read: Read, worst: int) -> str:
    """How many of the lines are read as that grave or graver."""
    if not lines:
        return "–"
    hit = sum(read(line.text).rank <= worst for line in lines)
    return f"{100 * hit / len(lines):.1f} % ({hit}/{len(lines)})"


def measures(lines: Sequence[Line]) -> list[tuple[str, list[Line], int]]:
    """Name, lines and the severity counted, in the order of the table."""
    critical = [line for line in lines if line.rank <= 1]
    serious = [line for line in lines if line.rank == 2]
    mild = [line for line in lines if line.rank >= 3]
    talk = [line for line in mild if line.kind == "helpline"]
    alike = [line for line in mild if line.kind == "lookalike"]
    other = [line for line in mild if line.kind == "elsewhere"]
    return [
        ("Danger now, read as S0 or S1", critical, 1),
        ("Danger now, read as S2 or above", critical, 2),
        ("S0, read as S0", [line for line in critical if line.rank == 0], 0),
        ("Serious, read as S2 or above", serious, 2),
        ("Ordinary talk, read as S0 or S1", talk, 1),
        ("Ordinary talk, read as S2 or above", talk, 2),
        ("Look-alikes, read as S0 or S1", alike, 1),
        ("Look-alikes, read as S2 or above", alike, 2),
        ("Not to a helpline, read as S0 or S1", other, 1),
        ("Not to a helpline, read as S2 or above", other, 2),
    ]


def table(rows: Iterable[Sequence[str]]) -> None:
    for i, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if i == 0:
            print("|" + " --- |" * len(row))
    print()


def by_language(lines: Sequence[Line], read: Read) -> Iterable[Sequence[str]]:
    yield "Language", "Danger as S0, S1", "Serious as S2+", "Harmless as S0, S1"
    for code, name in LANGUAGES.items():
        here = [line for line in lines if line.language == code]
        groups = ([x for x in here if x.rank <= 1], [x for x in here if x.rank == 2], [x for x in here if x.rank >= 3])
        yield name, share(groups[0], read, 1), share(groups[1], read, 2), share(groups[2], read, 1)


def topics(lines: Sequence[Line], reader: Reader) -> str:
    """Of the caught lines, how many have their topic first or among those named."""
    caught = [(line, reader.read(line.text)) for line in lines if line.rank <= 2 and line.topics]
    caught = [(line, reading) for line, reading in caught if reading.severity.rank <= 2]
    first = sum(reading.topics[0] in line.topics for line, reading in caught)
    among = sum(bool(set(reading.topics) & set(line.topics)) for line, reading in caught)
    return f"first {100 * first / len(caught):.1f} %, among those named {100 * among / len(caught):.1f} % (of {len(caught)})"


def whose(lines: Sequence[Line], reader: Reader) -> str:
    told = [line for line in lines if line.rank <= 2 and line.whose]
    right = sum(reader.read(line.text).whose == line.whose for line in told)
    return f"{100 * right / len(told):.1f} % (of {len(told)})"


def speed(lines: Sequence[Line], reader: Reader) -> str:
    took = []
    for line in lines:
        begun = time.perf_counter()
        reader.read(line.text)
        took.append(time.perf_counter() - begun)
    took.sort()
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
    return f"{1 / statistics.mean(took):,.0f} messages a second; p50 {1e3 * p50:.2f} ms, p99 {1e3 * p99:.2f} ms"


def main() -> None:
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.danger")
    wanted.add_argument("--errors", action="store_true", help="print what was read wrongly")
    given = wanted.parse_args()
    parts = corpus.held_out_parts()
    lines = [line for part in parts.values() for line in part]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    reader = load_reader()
    reader.read("gimna kbrnya dpkl")  # builds what is built at the first message
    loaded, memory = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    def read(text: str) -> Severity:
        return reader.read(text).severity

    letters = tf_idf(corpus.training())
    for name, part in parts.items():
        rows = [(m, *(share(group, one, worst) for one in (read, naive, letters))) for m, group, worst in measures(part)]
        table([(name, "Suluh", "40 words", "TF-IDF + logistic regression"), *rows])
        print(f"Topic right: {topics(part, reader)}. Whose right: {whose(part, reader)}.\n")
    table(by_language(lines, read))
    print(f"Speed: {speed(lines, reader)}. Loaded in {1e3 * loaded:.0f} ms, {memory / 1024:.0f} MB.")
    if given.errors:
        for line in lines:
            got = read(line.text)
            if (got.rank <= 1) != (line.rank <= 1) and line.rank != 2:
                print(f"{line.severity} read as {got}: {line.text}")


if __name__ == "__main__":
    main()
