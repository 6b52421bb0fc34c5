"""What a whole conversation tells together."""

from content.danger import load_reader
from helpline.indicators import Gathered, Indicator, Pattern, gather
from helpline.severity import Severity


def told(*messages: str) -> Gathered:
    return gather(messages, load_reader())


def test_the_indicators_gather_over_a_conversation_each_with_its_words() -> None:
    found = told(
        "selamat malam kak",
        "paspor saya ditahan majikan sejak datang",
        "gaji 5 bulan belum dibayar",
        "saya gak boleh keluar rumah",
    )
    assert set(found.indicators) == {Indicator.PAPERS, Indicator.WAGES, Indicator.MOVEMENT}
    (sign, *_more) = found.indicators[Indicator.PAPERS]
    assert sign.message == 1
    assert sign.evidence.words == "paspor saya ditahan"
    assert Pattern.FORCED_LABOUR in found.patterns
    assert found.severity is Severity.S1


def test_held_and_beaten_is_an_emergency() -> None:
    found = told("saya dipukul majikan terus", "saya dikurung di rumah", "gaji saya tidak dibayar 4 bulan")
    assert found.severity is Severity.S0


def test_one_wrong_alone_stays_what_it_is() -> None:
    found = told("gaji saya 3 bulan belum dibayar")
    assert found.severity is Severity.S2
    assert not found.patterns


def test_every_indicator_can_be_told() -> None:
    found = told(
        "umur saya 16 tahun, kerja jadi pembantu", "saya ditipu agen, kerjanya tidak sesuai kontrak", "dikunci dari luar terus",
        "hp disita majikan", "saya dipukul majikan", "saya diancam mau dibunuh", "paspor ditahan agen",
        "gaji belum dibayar 3 bulan",
        "mau keluar harus bayar tebusan 50 juta", "gak dikasih makan 2 hari", "kerja 18 jam tiap hari tanpa istirahat",
    )  # fmt: skip
    assert set(found.indicators) == set(Indicator)


def test_a_scam_compound_is_seen_where_nobody_names_it() -> None:
    found = told("saya kerja di kamboja disuruh nipu orang", "kalau gak dapat target disetrum, gak boleh keluar gedung")
    assert Pattern.TRADED in found.patterns


def test_a_family_that_lost_contact_after_a_cry_is_told_apart() -> None:
    found = told("anak saya sudah 2 bulan tidak bisa dihubungi", "terakhir telepon dia nangis katanya dipukul majikan")
    assert Pattern.LOST_IN_DANGER in found.patterns
    assert Pattern.LOST_IN_DANGER not in told("anak saya sudah 2 minggu tidak bisa dihubungi").patterns


def test_questions_denials_and_news_gather_nothing() -> None:
    found = told("kalau paspor ditahan lapor kemana?", "saya tidak dipukul kok", "tadi nonton berita TKW disekap", "mati lampu")
    assert not found.indicators
    assert found.severity is Severity.S4


def test_an_empty_conversation_shows_nothing() -> None:
    assert told() == Gathered({}, {}, Severity.S4)
