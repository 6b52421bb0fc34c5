"""Spelling: how the same letter is drawn and the same word is spelt in messages.

Sources: the SMS forms of the lexicon's compilers and public corpora they name.
"""

import re
import unicodedata

SPELLINGS = {
    "tidak": "gk ga g gak kagak nggak ngga ngak enggak engga tdk tak ndak gag kaga inda nda ngk gaak kgk gx",
    "saya": "sy sya aq ak q gw gue gua ane aku sayaa",
    "belum": "blm blom lom lum blum belom",
    "sudah": "udh udah dah sdh wis wes uda sudh sdah dh",
    "sampai": "smpe smp nyampe sampe sampek smpai",
    "karena": "krn karna krna",
    "dengan": "dgn dg",
    "sama": "sm ama",
    "majikan": "mjkn majkn majikn mjikan mjkan majikane majikanne majikanku majikanya",
    "malam": "mlm malem",
    "sekarang": "skrg skrng skg skrang skr",
    "telepon": "tlp telp tlpn telpon telfon tlpon telpn telefon nelpon nelepon nelfon menelpon",
    "ingin": "pgn pengen pingin kepengen pengin kepingin pengn kepengin pngn pngen pngin pengennya hoyong kepengan",
    "mau": "mw mo mao mauu maw",
    "yang": "yg",
    "lagi": "lg lgi",
    "tolong": "tlg tlong tlng tulong tlongin tolng toling",
    "bunuh": "bnuh bnh bunh bvnuh",
    "orang": "org",
    "banget": "bgt bngt bgtt",
    "kalau": "kalo klo kl klau kalu klw",
    "rumah": "rmh",
    "dikasih": "dikasi dksh dkasih dikash",
    "capek": "cape cpk capai cpek",
    "terus": "trs trus tros teros",
    "dari": "dr dri",
    "di": "d",
    "juga": "jg jga",
    "anak": "ank",
    "pukul": "pkul",
    "boleh": "blh bleh",
    "bisa": "bs bsa",
    "makan": "mkn mkan",
    "kamar": "kmr",
    "keluar": "kluar klr kluarr",
    "pulang": "plg plang plng",
    "paspor": "paspot pspr paspornya pasporku",
    "gaji": "gji gajih",
    "bulan": "bln",
    "tahun": "thn th taun",
    "kerja": "krj krja kerjo",
    "sakit": "skt sakt",
    "hp": "hape handphone ponsel hpku hpe",
    "dia": "dy doi",
    "diri": "dhiri",
    "teman": "tmn tmen temen",
    "kemarin": "kmrn kmren kemaren",
    "takut": "tkut tkt",
    "kami": "kmi",
    "hidup": "idup hdup hdp",
    "mati": "matik",
    "obat": "obt",
    "adik": "adek ade",
    "sehari": "sehri",
    "jangan": "jgn jngn",
    "bapak": "bpk bapake bpak",
    "masuk": "msk masok",
    "cepat": "cepet cpt cpet cepetan",
    "saja": "aja aj ja sja doang",
    "kemana": "kmn kmana kmn2",
    "cuma": "cm cuman cman",
    "pakai": "pake pke pk",
    "semua": "smua smw smuanya",
    "polisi": "polis",
    "dilarang": "dlarang",
}
FORMAL = {short: word for word, shorts in SPELLINGS.items() for short in shorts.split() if short not in SPELLINGS}

LOOKALIKES = {
    pair[0]: pair[1]
    for pair in [
        "аa",
        "вb",
        "еe",
        "ёe",
        "кk",
        "мm",
        "нh",
        "оo",
        "рp",
        "сc",
        "тt",
        "уy",
        "хx",
        "іi",
        "їi",
        "ѕs",
        "јj",
        "ԁd",
        "ԛq",
        "ԝw",
        "иi",
        "пp",
        "лl",
        "дd",
        "ɡg",
        "ɑa",
        "ıi",
        "łl",
        "øo",
        "đd",
        "ħh",
        "ŧt",
        "αa",
        "βb",
        "εe",
        "ηn",
        "ιi",
        "κk",
        "νv",
        "οo",
        "ρp",
        "τt",
        "υu",
        "χx",
        "ʙb",
        "ɪi",
        "ɴn",
        "ʀr",
        "ʟl",
        "ꜱs",
    ]
}
"""Letters of other scripts and of phonetics that are drawn like Latin ones."""
LEET = str.maketrans("0134579@$!", "oieastqasi")
QUOTES = dict.fromkeys("’‘`´ʼʹ′", "'")


def letter(char: str) -> str:
    """One character as comparable text: visible, small, without marks; nothing for what cannot be seen."""
    found = LETTERS.get(char)
    if found is None:
        found = drawn(char)
        if len(LETTERS) < 5_000:
            LETTERS[char] = found
    return found


def drawn(char: str) -> str:
    small = char.casefold()
    if small in LOOKALIKES or small in QUOTES:
        return LOOKALIKES.get(small) or QUOTES[small]
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc"))
    if char in "\n\t":
        return " " if char == "\t" else "\n"
    return "".join(LOOKALIKES.get(c, c) for c in bare.casefold())


LETTERS: dict[str, str] = {}


def shown(text: str) -> tuple[str, list[int] | None]:
    """The text as it is seen, and for each of its letters where it stood; None where nothing moved."""
    if text.isascii() and "\x00" not in text:
        return text.lower(), None
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        seen = letter(char)
        out.append(seen)
        places.extend([place] * len(seen))
    return "".join(out), places


LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
TWICE = re.compile(r"([a-z]{2,})2(an|nya|in|kan|i)?")


def short(word: str) -> str:
    """A word without letters drawn long: «toloooong» is «tolong»."""
    return LONG_DRAWN.sub(r"\1", word)
