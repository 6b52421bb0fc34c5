"""Settings: each bad one stops the start with one sentence that names it and never shows it."""

import re
from pathlib import Path

import pytest

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
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|[^|]*\| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {name.upper(): field.description for name, field in Settings.model_fields.items()}
