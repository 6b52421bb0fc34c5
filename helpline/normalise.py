"""Normalise: from words as people type them on a phone to words that can be compared."""

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass

INVISIBLE = re.compile("[\u0000\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MASKED = re.compile(r"(?<=\w)[*#](?=\w)")
LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
WORD_OR_BREAK = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,;:!?\n]|\U0001f198")

# How the same word is spelled in messages. Sources: the SMS forms of the lexicon's compilers and public corpora they name.
SPELLINGS = {
    "tidak": "gk ga g gak kagak nggak ngga ngak enggak engga tdk tak ndak gag kaga inda nda",
    "saya": "sy sya aq ak q gw gue gua ane aku",
    "belum": "blm blom lom lum blum",
    "sudah": "udh udah dah sdh wis wes uda",
    "sampai": "smpe smp nyampe sampe sampek",
    "karena": "krn karna krna",
    "dengan": "dgn dg",
    "sama": "sm ama",
    "majikan": "mjkn majkn majikn mjikan mjkan",
    "malam": "mlm malem",
    "sekarang": "skrg skrng skg skrang",
    "telepon": "tlp telp tlpn telpon telfon tlpon telpn",
    "ingin": "pgn pengen pingin kepengen pengin kepingin pengn kepengin",
    "mau": "mw mo",
    "yang": "yg",
    "lagi": "lg lgi",
    "tolong": "tlg tlong tlng",
    "bunuh": "bnuh bnh bunh",
    "orang": "org",
    "banget": "bgt",
    "kalau": "kalo klo kl klau",
    "rumah": "rmh",
    "dikasih": "dikasi",
    "capek": "cape cpk capai",
    "terus": "trs trus",
    "dari": "dr dri",
    "di": "d",
    "juga": "jg",
    "anak": "ank",
    "pukul": "pkul",
}
FORMAL = {short: word for word, shorts in SPELLINGS.items() for short in shorts.split()}


@dataclass(frozen=True)
class Said:
    """The words of a text, and before which of them a clause begins."""

    words: tuple[str, ...]
    breaks: frozenset[int]


def normalise(text: str, known: Set[str] = frozenset()) -> Said:
    """Comparable words: lower case, visible, usually spelt; words `known` to the lexicon mend split and clipped passives.

    «d pukul», «di pukul» and «dpukul» become «dipukul» when that word is known; «gaji2» and «gaji-gaji» become «gaji».
    """
    shown = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    shown = LONG_DRAWN.sub(r"\1", MASKED.sub("", shown))
    words: list[str] = []
    breaks = {0}
    for piece in WORD_OR_BREAK.findall(shown):
        if piece in ".,;:!?\n":
            breaks.add(len(words))
            continue
        add(words, breaks, usual(piece, known), known)
    return Said(tuple(words), frozenset(breaks))


def usual(word: str, known: Set[str]) -> str:
    """One word in its usual spelling."""
    if len(word) > 3 and word[-1] == "2":
        word = word[:-1]
    if word in known or word in FORMAL:
        return FORMAL.get(word, word)
    if len(word) > 4 and word[0] == "d" and f"di{word[1:]}" in known:
        return f"di{word[1:]}"
    return word


def add(words: list[str], breaks: set[int], word: str, known: Set[str]) -> None:
    """Add a word; a passive split in two is joined, a word said twice in a row is kept once."""
    fresh = len(words) in breaks
    if words and not fresh and words[-1] == "di" and f"di{word}" in known:
        words[-1] = f"di{word}"
    elif words and not fresh and words[-1] == word:
        return
    else:
        words.append(word)
