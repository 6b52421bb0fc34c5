"""Learning: `python -m content.learning` learns the wordings anew and writes `content/asking_weights.bin`."""

import sys

from content.countries import load_countries
from content.finder import WEIGHTS, keep_weights, learned
from content.places import Places
from content.wordings import load_wordings


def main() -> None:
    """Learn what stands in the files now."""
    wordings = load_wordings()
    keep_weights(wordings, learned(wordings, Places.of(load_countries())))
    sys.stdout.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
