"""The first danger sense, on words as people write them.

Known gaps, left to a reader that understands grammar: whose danger it is and when («kata orang», «tahun lalu»), irony,
euphemism without a word of the lexicon («saya diganggu tiap malam»), and spellings far from any entry.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lexicon import load_lexicon
from helpline.danger import sense, topic_of
from helpline.normalise import normalise
from helpline.severity import Severity
from helpline.topics import Topic

LEXICON = load_lexicon()
S0, S1 = Severity.S0, Severity.S1

DANGER = [
    ("saya ingin bunuh diri", S0), ("bundir aja deh", S0), ("b*nuh diri", S0), ("pgn mati rasanya", S0),
    ("mw mati aja", S0), ("mending mati", S0), ("mau lompat dari lantai 12", S0), ("mau gantung diri", S0),
    ("minum baygon aja", S0), ("titip anak saya ya bu", S0), ("capek hidup", S1), ("udh ga kuat", S1),
    ("wis ra kuat aku", S1), ("hayang paeh abdi", S0), ("nak mati je rasanya", S0), ("putus asa saya", S1),
    ("saya dipukul majikan tiap hari", S1), ("d pukul majikan", S1), ("dpukul pake sapu", S1), ("DIPUKUL TERUS", S1),
    ("saya ditampar", S1), ("dijambak sama madam", S1), ("disiram air panas", S0), ("disetrika tangan saya", S0),
    ("leher dicekik", S0), ("disiksa mjkn", S1), ("gak dikasih makan 2 hari", S1), ("makan sehari sekali", S1),
    ("abis dipukul majikan", S0), ("kena pukul boss", S1), ("digebugi terus", S1), ("diperkosa majikan", S0),
    ("sy di perkosa", S0), ("dilecehin bapak majikan", S1), ("dipaksa melayani tamu", S0), ("majikan masuk kamar malam", S1),
    ("dikurung di rumah", S0), ("dikunci dari luar", S0), ("saya disekap", S0), ("gak boleh keluar rumah", S1),
    ("tidak boleh pulang", S1), ("saya mau pulang tapi dilarang", S1), ("hp disita agen", S1), ("ora entuk metu", S1),
    ("tak boleh keluar langsung", S1), ("suruh tebus 30 juta", S0), ("saya dijual ke majikan lain", S0),
    ("kerja di kamboja dipaksa scam", S1), ("di KK Park sekarang", S0), ("disetrum kalau gak target", S0),
    ("kabur dari majikan semalam", S1), ("pengen kabur", S1), ("ditangkap imigrasi", S1), ("kena razia td malam", S1),
    ("ditahan polisi", S1), ("pendarahan banyak", S0), ("sakit parah", S1), ("diancam mau dilaporkan", S1),
    ("mau dibunuh saya", S0), ("TOLONG", S1), ("tolooooong", S1), ("tolong cepat", S0), ("sos", S1),
    ("gak bisa ngomong diawasi", S1), ("terakhir telepon nangis", S0), ("hilang kontak anak saya", S1),
    ("tidak digaji dan dipukul", S1), ("teman saya bilang mau bunuh diri", S0), ("gak mau bunuh diri kok", S1),
]  # fmt: skip

HARMLESS = [
    "mati lampu dari tadi", "hp mati tadi malam", "permit mati bulan depan", "mati gaya aku", "kerja mati-matian",
    "mati ketawa liat videonya", "lapar mau mati", "panas mau mati di sini", "bunuh waktu main hp", "bunuh nyamuk",
    "harga mati", "sakit hati karena gaji telat", "gantung baju di jemuran", "lompat tali sama anak majikan",
    "masuk jam pukul 7", "pukul berapa buka kantor", "dipukul rata gajinya", "potong rambut", "potong sayur",
    "ada potongan harga", "agen pulsa dekat rumah", "pakai baju kurung", "tulisan kabur", "mata kabur kena sabun",
    "lari pagi di taman", "tahan banting", "gak tahan pedas", "ditahan napas", "jual baju", "kontrak rumah di kampung",
    "hilang sinyal", "mohon maaf lahir batin", "pamit kerja dulu", "pulang kampung lebaran", "darah tinggi ibu saya",
    "obat nyamuk habis", "masuk angin", "tugas numpuk mau mati", "saya digigit nyamuk", "harga mencekik",
    "mimpi dipukul", "gak pernah dipukul kok", "saya tidak dipukul", "majikan baik, belum pernah dipukul",
    "kalau dipukul lapor ke mana?", "jika paspor ditahan bagaimana?", "halo", "selamat pagi", "terima kasih banyak",
    "gaji saya berapa ya", "mau tanya soal kontrak", "saya di malaysia", "libur hari minggu", "kirim uang ke kampung",
    "anak saya ulang tahun", "tolong info nomor kbri ya min", "majikan saya baik sekali", "sudah makan tadi",
    "kerja di hong kong", "saya sehat alhamdulillah", "mau belajar bahasa", "ya", "3 bulan", "kangen anak",
]  # fmt: skip


@pytest.mark.parametrize(("text", "severity"), DANGER)
def test_danger_is_sensed(text: str, severity: Severity) -> None:
    alarm = sense(text, LEXICON)
    assert alarm is not None
    assert alarm.severity is severity


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_do_not_alarm(text: str) -> None:
    assert sense(text, LEXICON) is None


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    sense(text, LEXICON)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("gk bs tdr mlm2", ("tidak", "bs", "tdr", "malam")),
        ("Tolooong!!!", ("tolong",)),
        ("gaji2 sy blm dibayar", ("gaji", "saya", "belum", "dibayar")),
        ("\u202eaku\u200b sakit", ("saya", "sakit")),
        ("", ()),
        ("🙂🙂", ()),
    ],
)
def test_words_are_made_comparable(typed: str, words: tuple[str, ...]) -> None:
    assert normalise(typed).words == words


def test_a_category_leads_to_a_topic() -> None:
    assert topic_of("suicide") is Topic.DISTRESS
    assert topic_of("unheard of") is Topic.OTHER
