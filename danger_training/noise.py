"""Noise: the same message as somebody in haste would type it, so that the weights do not cling to spelling."""

import random

VOWELS = "aeiou"
THANKS = ("makasih kak. ", "terima kasih infonya ", "halo min ", "maaf mau tanya ", "assalamualaikum ", "oke siap. ")


def hasty(text: str, chance: random.Random) -> str:
    """Two or three slips: vowels dropped, letters swapped or doubled, spaces lost, no punctuation, capitals."""
    words = text.split()
    for _slip in range(1 + len(words) // 6):
        at = chance.randrange(len(words))
        word = words[at]
        if len(word) < 5:
            continue
        i = chance.randrange(1, len(word) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            words[at] = word[0] + "".join(c for c in word[1:-1] if c not in VOWELS) + word[-1]
        elif kind == 1:
            words[at] = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        elif kind == 2:
            words[at] = word[:i] + word[i] * 3 + word[i:]
        else:
            words[at] = word[:i] + word[i + 1 :]
    written = " ".join(words)
    if chance.random() < 0.15:
        written = written.upper()
    if chance.random() < 0.15:
        written = chance.choice(THANKS) + written
    return written
