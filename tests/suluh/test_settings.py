"""Settings: each bad one stops the start with one sentence that names it and never shows it."""

import re
from pathlib import Path

import pytest

from helpline.severity import Severity
from helpline.targets import Target, Targets, Unit
from suluh.settings import BadSettings, Settings, load

README = Path(__file__).parent.parent.parent / "README.md"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://root:geheim@host/x"),
        ("PUBLIC_URL", "suluh.example.org"),
        ("TELEGRAM_BOT_TOKEN", "geheim"),
        ("TELEGRAM_WEBHOOK_SECRET", "geheim"),
        ("TELEGRAM_API_BASE", "ftp://geheim"),
        ("TARGET_S0", "geheim"),
        ("TARGET_S0", "0m"),
        ("TARGET_S1", "1d"),
        ("TARGET_S2", "1 week"),
        ("TARGET_S3", "-3d"),
        ("CALLS_S0", "geheim"),
        ("CALLS_S0", "0,15"),
        ("CALLS_S1", "0,120,30"),
        ("CALLS_S1", "0,5,20000"),
        ("TELEGRAM_DESK_ROLES", "geheim"),
        ("TELEGRAM_DESK_ROLES", "counsellor, manager"),
        ("LOG_LEVEL", "geheim"),
    ],
)
def test_a_bad_setting_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load()
    said = refused.value.sentence
    assert said.startswith(f"{name} is wrong: ")
    assert said.endswith(".")
    assert "geheim" not in said


def test_a_webhook_without_a_secret_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://suluh.example.org")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:geheim")
    with pytest.raises(BadSettings, match="TELEGRAM_WEBHOOK_SECRET must be set"):
        load()


def test_a_graver_case_never_waits_longer_than_a_calmer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGET_S0", "3h")
    with pytest.raises(BadSettings, match=r"^TARGET_S0 to TARGET_S3 must not become shorter from one to the next\.$"):
        load()


def test_targets_and_calls_are_what_the_helpline_has_unless_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().targets == Targets()
    for name, value in (("TARGET_S1", "90m"), ("TARGET_S3", "5d"), ("CALLS_S0", "0, 2, 4, 8")):
        monkeypatch.setenv(name, value)
    targets = load().targets
    assert targets.answers[Severity.S1] == Target(90, Unit.MINUTE)
    assert targets.answers[Severity.S3] == Target(5, Unit.DAY)
    assert [step.total_seconds() / 60 for step in targets.calls[Severity.S0]] == [0, 2, 4, 8]


def test_without_any_setting_it_starts_on_an_embedded_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = load()
    assert settings.database.startswith("sqlite:///")
    assert settings.database.endswith("var/suluh.db")
    assert settings.key_file == Path("var/suluh.key")
    assert not settings.secure


def test_secrets_are_not_shown() -> None:
    settings = Settings(telegram_bot_token="123456:geheim", telegram_webhook_secret="geheim-geheim-geheim")  # type: ignore[arg-type]
    assert "geheim" not in repr(settings) + str(settings.model_dump())


def test_the_readme_documents_every_setting_as_it_is() -> None:
    rows = dict(re.findall(r"^\| `([A-Z0-9_]+)` \|[^|]*\| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {name.upper(): field.description for name, field in Settings.model_fields.items()}
