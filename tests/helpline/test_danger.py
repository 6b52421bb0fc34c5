"""The danger sense on words as people write them: what is heard, what is let be, and that nothing can break it."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.danger import read_danger
from content.danger import load_reader
from helpline import traces
from helpline.danger import LONGEST, Kind, Reading, When, Whose, topic_of
from helpline.normalise import normalise
from helpline.severity import Severity, is_crisis
from helpline.topics import Topic

S0, S1, S2, S3, S4 = Severity

DANGER = [
    "saya ingin bunuh diri", "bundir aja deh", "b*nuh diri", "pgn mati rasanya", "mw mati aja", "mau lompat dari lantai 12",
    "mau gantung diri", "minum baygon aja", "capek hidup", "wis ra kuat aku", "hayang paeh abdi", "nak mati je rasanya",
    "saya dipukul majikan tiap hari", "d pukul majikan", "dpukul pake sapu", "DIPUKUL TERUS", "saya ditampar",
    "dijambak sama madam", "disiram air panas", "disetrika tangan saya", "leher dicekik", "disiksa mjkn",
    "gak dikasih makan 2 hari", "abis dipukul majikan", "kena pukul boss", "digebugi terus", "diperkosa majikan",
    "sy di perkosa", "dilecehin bapak majikan", "dipaksa melayani tamu", "majikan masuk kamar malam", "dikurung di rumah",
    "dikunci dari luar", "saya disekap", "gak boleh keluar rumah hp disita", "saya mau pulang tapi dilarang", "ora entuk metu",
    "disuruh tebus 30 juta baru boleh pulang", "saya dijual ke majikan lain", "kerja di kamboja dipaksa scam",
    "di KK Park sekarang", "disetrum kalau gak target", "kabur dari majikan semalam", "pendarahan banyak", "mau dibunuh saya",
    "TOLONG", "tolooooong", "tolong cepat", "sos", "terakhir telepon nangis minta tolong terus mati",
    "saya diganggu bapak tiap malam",
    "teman saya bilang mau bunuh diri", "adik saya disiksa majikannya di Jeddah", "abdi digebugan ku dunungan",
    "bula epokol moso jhuragan", "tiang tepantok isiq bos", "my employer locked me inside, no food",
]  # fmt: skip

HARMLESS = [
    "mati lampu dari tadi", "hp mati tadi malam", "mati gaya aku", "kerja mati-matian", "mati ketawa liat videonya",
    "lapar mau mati", "bunuh waktu main hp", "bunuh nyamuk", "harga mati", "gantung baju di jemuran",
    "lompat tali sama anak majikan", "masuk jam pukul 7", "pukul berapa buka kantor", "potong rambut", "potong sayur",
    "ada potongan harga", "pakai baju kurung", "tulisan kabur", "lari pagi di taman", "tahan banting", "gak tahan pedas",
    "jual baju", "kontrak rumah di kampung", "hilang sinyal", "mohon maaf lahir batin", "pamit kerja dulu",
    "pulang kampung lebaran", "darah tinggi ibu saya", "obat nyamuk habis", "masuk angin", "harga mencekik",
    "gak pernah dipukul kok", "saya tidak dipukul", "majikan baik, belum pernah dipukul", "kalau dipukul lapor ke mana?",
    "halo", "selamat pagi", "terima kasih banyak", "mau tanya soal kontrak", "saya di malaysia", "libur hari minggu",
    "kirim uang ke kampung", "anak saya ulang tahun", "tolong info nomor kbri ya min", "majikan saya baik sekali",
    "sudah makan tadi", "kerja di hong kong", "saya sehat alhamdulillah", "mau belajar bahasa", "ya", "3 bulan",
    "berita TKI disiksa majikan di tv tadi", "lagunya lebih baik ku mati tanpamu", "aku ora dikaplok kok",
    "permit mati bulan depan",
]  # fmt: skip

SERIOUS = [
    "gaji saya 3 bulan belum dibayar", "paspor saya ditahan majikan", "sudah bayar 30 juta ke sponsor gak berangkat",
    "gajiku durung dibayar telung sasi", "gaji abdi teu acan dibayar tos tilu sasih", "pasport saya bos pegang",
    "anak saya sudah 2 minggu gak bisa dihubungi", "saya di-PHK mendadak tanpa pesangon",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text: str) -> None:
    assert read_danger(text).is_crisis


def test_an_arrest_is_serious() -> None:
    """A counsellor within a day: nobody's body is in danger by these words alone."""
    assert read_danger("suami saya ditangkap imigrasi").severity is Severity.S2


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_do_not_alarm(text: str) -> None:
    assert not read_danger(text).is_crisis


@pytest.mark.parametrize("text", SERIOUS)
def test_serious_wrongs_want_a_counsellor_within_a_day(text: str) -> None:
    assert read_danger(text).severity.rank <= S2.rank


@pytest.mark.parametrize(
    "masked",
    [
        "saya d1pukul", "saya dip*kul", "saya dipuuuukul", "sayadipukul", "saya d i p u k u l", "saya DIPUKUL",
        "saya di\u200bpu\u200bkul", "saya dірukul", "saya dipu\u0301kul", "saya di pukul", "saya dpukul", "saya ｄｉｐｕｋｕｌ",
        "sy dpkl", "saya dipuklu", "saya dipukul2", "saya 𝐝𝐢𝐩𝐮𝐤𝐮𝐥", "saya dipukul!!!", "saya di-pukul", "saya\ndipukul",
    ],
)  # fmt: skip
def test_a_masked_word_is_still_read(masked: str) -> None:
    assert read_danger(masked).is_crisis
    assert Kind.VIOLENCE in read_danger(masked).topics


GRAVE = (
    "saya dipukul majikan tiap hari",
    "saya dikurung di gudang",
    "saya mau bunuh diri malam ini",
    "tangan saya disetrika majikan",
)


@pytest.mark.parametrize("text", GRAVE)
@pytest.mark.parametrize(
    "changed",
    [
        str.upper, str.title, lambda t: f"  {t}  ", lambda t: f"{t} 😭😭", lambda t: f"🙏 {t}", lambda t: t.replace(" ", "   "),
        lambda t: f"{t}.", lambda t: f"terima kasih infonya kak. {t}", lambda t: f"{t}. makasih ya min",
        lambda t: f"halo kak {t}",
        lambda t: f"oh iya {t}", lambda t: f"{t} kak", lambda t: f"maaf mengganggu pak, {t}", lambda t: f"{t}, tolong pak",
    ],
)  # fmt: skip
def test_courtesy_capitals_and_emoji_do_not_lower_a_danger(text: str, changed) -> None:  # type: ignore[no-untyped-def]
    assert read_danger(changed(text)).is_crisis


@pytest.mark.parametrize("text", GRAVE)
def test_a_danger_at_the_end_of_a_long_message_is_heard(text: str) -> None:
    talk = "hari ini saya masak sayur lalu bersih bersih rumah dan ke pasar beli ikan. "
    assert read_danger(talk * 12 + text).is_crisis
    assert read_danger(talk * 400 + text).is_crisis


def test_the_counsellor_sees_which_words_said_so() -> None:
    text = "Pak, kemarin saya DIPUKULI majikan"
    said = {text[e.start : e.end]: e.concept for e in read_danger(text).evidence}
    assert said["DIPUKULI"] == "HIT"


def test_evidence_points_into_the_text_as_it_was_typed() -> None:
    text = "😭 ｄｉｐｕｋｕｌ trs sm mjkn"
    (first, *_more) = read_danger(text).evidence
    assert text[first.start : first.end] == first.words == "ｄｉｐｕｋｕｌ"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("saya dipukul majikan", Whose.SELF), ("adik saya sering dipukul majikannya di Jeddah", Whose.OTHER),
        ("teman sekamar saya mau bunuh diri", Whose.OTHER), ("majikan nampar saya", Whose.SELF),
    ],
)  # fmt: skip
def test_it_is_told_whose_danger_it_is(text: str, whose: Whose) -> None:
    assert read_danger(text).whose is whose


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("sekarang saya dikurung", When.NOW), ("dulu saya pernah dipukul", When.PAST), ("kalau dipukul lapor ke mana", When.IF),
        ("saya dipukul", When.UNSAID),
    ],
)  # fmt: skip
def test_it_is_told_when_it_happens(text: str, when: When) -> None:
    assert read_danger(text).when is when


def test_a_negated_danger_is_told_and_asked_about_where_it_is_ones_own_life() -> None:
    denied = read_danger("saya tidak mau bunuh diri kok")
    assert denied.negated
    assert denied.unclear or denied.is_crisis
    assert read_danger("saya tidak dipukul").negated


def test_what_was_said_before_lends_its_meaning() -> None:
    alone = read_danger("nanti malam saja")
    told = read_danger("nanti malam saja", recent=["saya capek hidup", "obatnya sudah saya kumpulkan"])
    assert not alone.is_crisis
    assert told.severity.rank <= alone.severity.rank


def test_ordinary_words_after_a_danger_are_ordinary() -> None:
    assert not read_danger("terima kasih", recent=["saya dipukul majikan"]).is_crisis


def test_a_reading_opens_a_case_of_its_topic() -> None:
    assert topic_of(read_danger("saya mau bunuh diri")) is Topic.DISTRESS
    assert topic_of(read_danger("saya diperkosa majikan")) is Topic.SEXUAL_VIOLENCE
    assert topic_of(Reading(S4)) is Topic.OTHER


BAD = [
    "", " ", "\x00", "a" * 100_000, "tolong " * 20_000, "😂" * 5_000, "Z̴̢͈͐a̸͉͝l̷̰̃g̵̨̈́o̴̙͑" * 500, "\u202e" * 1000 + "olah",
    "ال" * 3_000, "aGVsbG8gd29ybGQ=" * 200, "今天天气很好", "Ḭ̶n" * 4_000, "<script>alert(1)</script>", "' OR 1=1 --",
    "((((((((((" * 2_000, "!?" * 10_000, "di " * 5_000, "b*" * 5_000, "d i " * 5_000, "\ud800", "1" * 50_000, "a.b.c." * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=lambda t: repr(t[:8]))
def test_bad_input_is_read_without_a_crash(text: str) -> None:
    assert read_danger(text).severity in Severity


@pytest.mark.parametrize("text", ["a" * 100_000, "😂" * 5_000, "今天天气很好", "aGVsbG8gd29ybGQ=" * 200, "1" * 50_000])
def test_what_says_nothing_does_not_alarm(text: str) -> None:
    assert not read_danger(text).is_crisis


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = read_danger(text)
    assert all(text[e.start : e.end] == e.words for e in reading.evidence)


def test_the_work_grows_no_faster_than_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: traces made for a message, for the same message ten times as long, and for one beyond the bound."""
    made: list[int] = []
    true = traces.traces

    def counted(*given_: object) -> list[traces.Trace]:
        found = true(*given_)  # type: ignore[arg-type]
        made.append(len(found))
        return found

    monkeypatch.setattr("helpline.danger.traces", counted)

    def work(text: str) -> int:
        made.clear()
        load_reader().read(text)
        return sum(made)

    line = "majikan saya suka marah lalu saya dipukul dan disuruh kerja sampai malam. "
    once, tenfold = work(line * 4), work(line * 40)
    assert tenfold <= 14 * once
    assert work(line * 4_000) <= work(line * (LONGEST // len(line))) * 1.3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("gk bs tdr mlm2", ("tidak", "bisa", "tdr", "malam")),
        ("Tolooong!!!", ("tolong",)),
        ("gaji2 sy blm dibayar", ("gaji", "saya", "belum", "dibayar")),
        ("\u202eaku\u200b sakit", ("saya", "sakit")),
        ("", ()),
        ("🙂🙂", ()),
    ],
)
def test_words_are_made_comparable(typed: str, words: tuple[str, ...]) -> None:
    assert normalise(typed).words == words


@given(st.text(alphabet=string.ascii_letters + " .,!*1\u200bé😭", max_size=200))
def test_every_word_knows_where_it_stood(text: str) -> None:
    said = normalise(text, load_reader().senses.concepts.vocabulary)
    assert len(said.spans) == len(said.words)
    assert all(0 <= start < end <= len(text) for start, end in said.spans)


@pytest.mark.parametrize("said", ["saya takut", "takut", "aku takut sekali", "abdi sieun", "aku wedi"])
def test_fear_and_nothing_more_is_asked_about(said: str) -> None:
    assert read_danger(said).unclear


@pytest.mark.parametrize("said", ["jangan takut", "saya tidak takut"])
def test_fear_that_is_denied_is_not(said: str) -> None:
    assert not read_danger(said).unclear


@pytest.mark.parametrize(
    "word", ["selesai", "dia", "kalau", "tiap", "hidup", "luar", "tuan", "minum", "leher", "minum obat", "dia pergi"]
)
def test_one_or_two_words_that_name_nothing_grave_are_an_answer_and_no_cry(word: str) -> None:
    assert read_danger(word).severity is Severity.S4


@pytest.mark.parametrize("word", ["dipukul", "bundir", "diperkosa", "tolong", "dperkosa"])
def test_one_word_that_names_a_harm_is_a_cry(word: str) -> None:
    assert is_crisis(read_danger(word).severity)
