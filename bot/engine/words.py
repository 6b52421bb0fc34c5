"""The words that work at every step, typed or pressed, in any case and with a slip of the finger."""

from rapidfuzz import fuzz, process

from bot.engine.answers import plain

BACK = "back"
ALWAYS = frozenset({"sos", "talk_to_human"})
"""These win even where the same words would answer the question."""

WORDS: dict[str, tuple[str, ...]] = {
    "sos": ("sos", "darurat", "emergency", "tolong cepat", "gawat darurat"),
    "talk_to_human": (
        "petugas",
        "bicara dengan petugas",
        "bicara petugas",
        "hubungi petugas",
        "konselor",
        "manusia",
        "admin",
        "operator",
        "human",
        "person",
        "counsellor",
        "talk to a human",
        "talk to a counsellor",
    ),
    "menu": ("menu", "start", "mulai", "menu utama"),
    BACK: ("kembali", "back", "balik"),
    "help": ("bantuan", "help", "cara pakai"),
    "numbers": ("nomor", "nomor telepon", "numbers"),
    "report": ("lapor", "laporan", "report"),
    "prepare": ("persiapan", "learn"),
    "language": ("bahasa", "language", "ganti bahasa"),
    "no_pictures": ("tanpa gambar", "no pictures", "jangan pakai gambar"),
    "with_pictures": ("pakai gambar", "dengan gambar", "with pictures"),
    "stop": ("berhenti", "stop", "unsubscribe", "lupakan saya", "hapus data"),
}
BY_PHRASE = {phrase: word for word, phrases in WORDS.items() for phrase in phrases}
LONG = [phrase for phrase in BY_PHRASE if len(phrase) >= 5]
TYPO = 85
"""How alike (0 to 100, Indel similarity) a word of five letters or more must be to count as a slip of the finger."""


def global_word(words: str) -> str | None:
    """The flow (or BACK) that these words ask for, or None. A sentence that merely contains such a word asks for nothing."""
    said = plain(words.removeprefix("/"))
    if said in BY_PHRASE:
        return BY_PHRASE[said]
    if not 5 <= len(said) <= 30:
        return None
    near = process.extractOne(said, LONG, scorer=fuzz.ratio, score_cutoff=TYPO)
    return BY_PHRASE[near[0]] if near else None
