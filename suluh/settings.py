"""Settings: what the environment says. A bad one stops the start with one sentence that names it."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from helpline.delivery import BOT_RATE
from helpline.errors import HelplineError
from helpline.permissions import Action, Role, is_granted
from helpline.severity import Severity
from helpline.targets import Targets, Unit, read_calls, read_target

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,100}")
HOST = re.compile(r"[A-Za-z0-9.:%_-]{1,253}")
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class BadSettings(HelplineError):
    """A setting is wrong."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    @property
    def sentence(self) -> str:
        return self.told


class Settings(BaseSettings):
    """Every setting has a default that works on one machine; the README's table lists them all."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    port: Annotated[int, Field(ge=1, le=65535, description="The port the chat and the console answer on.")] = 8080
    host: Annotated[str, Field(description="The address to listen on; 0.0.0.0 behind a load balancer.")] = "127.0.0.1"
    data_dir: Annotated[Path, Field(description="Where the embedded database and the key file live.")] = Path("var")
    database_url: Annotated[
        str, Field(description="sqlite:///path or postgresql://user:password@host/name; empty: SQLite in DATA_DIR.")
    ] = ""
    suluh_key_file: Annotated[
        Path | None, Field(description="The key file that seals everything; made at the first run, mode 0600. Back it up.")
    ] = None
    public_url: Annotated[
        str, Field(description="The https address at which the world reaches this service; set: Telegram uses webhooks.")
    ] = ""
    telegram_bot_token: Annotated[SecretStr, Field(description="The bot's token from @BotFather; empty: no Telegram.")] = (
        SecretStr("")
    )
    telegram_webhook_secret: Annotated[
        SecretStr, Field(description="What Telegram must send with each webhook; required with PUBLIC_URL.")
    ] = SecretStr("")
    telegram_webhook_secret_old: Annotated[
        SecretStr, Field(description="The secret before it, good beside it while it is changed; empty: only one is good.")
    ] = SecretStr("")
    telegram_api_base: Annotated[str, Field(description="The Bot API server, for one of your own.")] = "https://api.telegram.org"
    telegram_rate: Annotated[
        int, Field(ge=10, le=1000, description="Messages a second the bot may send; more than 30 only where Telegram agreed.")
    ] = BOT_RATE
    claim_minutes: Annotated[
        int, Field(ge=5, le=720, description="Minutes without a sign of its counsellor after which a conversation goes back.")
    ] = 30
    target_s0: Annotated[str, Field(description="When a human is to answer S0, life in danger: minutes (15m) or hours (2h).")] = (
        "15m"
    )
    target_s1: Annotated[str, Field(description="The same for S1, urgent: minutes or hours.")] = "2h"
    target_s2: Annotated[str, Field(description="The same for S2, serious: minutes, hours or working days (1d).")] = "1d"
    target_s3: Annotated[str, Field(description="The same for S3, ordinary: minutes, hours or working days.")] = "3d"
    calls_s0: Annotated[
        str, Field(description="After how many minutes of waiting in S0 the staff are called, wider each time.")
    ] = "0,5,15"
    calls_s1: Annotated[str, Field(description="The same for S1.")] = "0,30,120"
    telegram_desk_roles: Annotated[
        str, Field(description="Roles that may also work from Telegram, if they agree: counsellor, supervisor; empty: nobody.")
    ] = ""
    metrics_address: Annotated[
        str, Field(description="Address and port for Prometheus, such as 127.0.0.1:9464, without content; empty: closed.")
    ] = ""
    log_level: Annotated[str, Field(description="debug, info, warning or error.")] = "info"

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("it must begin with sqlite:/// or postgresql://")
        parts = split(value)
        if value.startswith("sqlite:///"):
            if len(value.removeprefix("sqlite:///")) == 0:
                raise ValueError("after sqlite:/// the path of the file must follow")
        elif value and (not (parts.hostname or "host=" in parts.query) or not parts.path.strip("/")):
            raise ValueError("it must name a host and a database, such as postgresql://user:password@host/name")
        return value

    @field_validator("host")
    @classmethod
    def host_form(cls, value: str) -> str:
        if not HOST.fullmatch(value):
            raise ValueError("it must be an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0")
        return value

    @field_validator("data_dir", "suluh_key_file")
    @classmethod
    def path_form(cls, value: Path | None) -> Path | None:
        if value is not None and "\0" in str(value):
            raise ValueError("it must be a path")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def token_form(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("it must look like 123456:letters-and-digits")
        return value

    @field_validator("telegram_webhook_secret", "telegram_webhook_secret_old")
    @classmethod
    def secret_form(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("it must be 16 to 256 letters, digits, _ or -")
        return value

    @field_validator("public_url", "telegram_api_base")
    @classmethod
    def address_form(cls, value: str) -> str:
        parts = split(value)
        known = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment or parts.username)
        if value and (not known or any(mark.isspace() for mark in value)):
            raise ValueError("it must be an address such as https://suluh.example.org")
        return value.rstrip("/")

    @field_validator("target_s0", "target_s1", "target_s2", "target_s3")
    @classmethod
    def target_form(cls, value: str, about: ValidationInfo) -> str:
        if read_target(value).unit is Unit.DAY and about.field_name in ("target_s0", "target_s1"):
            raise ValueError("a crisis does not wait for a working day; it must be minutes or hours, such as 2h")
        return value

    @field_validator("calls_s0", "calls_s1")
    @classmethod
    def calls_form(cls, value: str) -> str:
        read_calls(value)
        return value

    @field_validator("telegram_desk_roles")
    @classmethod
    def desk_roles_form(cls, value: str) -> str:
        roles = value.replace(",", " ").lower().split()
        if not all(role in set(Role) and is_granted(Role(role), Action.REPLY) for role in roles):
            raise ValueError("it may name counsellor and supervisor, with a comma between them")
        return " ".join(roles)

    @field_validator("metrics_address")
    @classmethod
    def place_form(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isdecimal() and 1 <= int(port) <= 65535):
            raise ValueError("it must be an address and a port, such as 127.0.0.1:9464")
        return value

    @field_validator("log_level")
    @classmethod
    def level_form(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("it must be debug, info, warning or error")
        return value.lower()

    @model_validator(mode="after")
    def webhook_is_guarded(self) -> "Settings":
        if self.telegram_bot_token.get_secret_value() and self.public_url and not self.telegram_webhook_secret.get_secret_value():
            raise ValueError("TELEGRAM_WEBHOOK_SECRET must be set when PUBLIC_URL is")
        return self

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'suluh.db'}"

    @property
    def key_file(self) -> Path:
        return self.suluh_key_file or self.data_dir / "suluh.key"

    @property
    def token(self) -> str:
        return self.telegram_bot_token.get_secret_value()

    @property
    def webhook_secret(self) -> str:
        return self.telegram_webhook_secret.get_secret_value()

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The one that Telegram is told, and the one before it."""
        return tuple(filter(None, (self.webhook_secret, self.telegram_webhook_secret_old.get_secret_value())))

    @model_validator(mode="after")
    def targets_grow(self) -> "Settings":
        lengths = [read_target(given).length for given in (self.target_s0, self.target_s1, self.target_s2, self.target_s3)]
        if lengths != sorted(lengths):
            raise ValueError("TARGET_S0 to TARGET_S3 must not become shorter from one to the next")
        return self

    @property
    def targets(self) -> Targets:
        """Within which times a human is to answer, and when the staff are called."""
        given = (self.target_s0, self.target_s1, self.target_s2, self.target_s3)
        answers = {Severity(f"S{number}"): read_target(text) for number, text in enumerate(given)}
        calls = {Severity.S0: read_calls(self.calls_s0), Severity.S1: read_calls(self.calls_s1)}
        return Targets(answers | {Severity.S4: None}, calls)

    @property
    def metrics_place(self) -> tuple[str, int]:
        host, _, port = self.metrics_address.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def desk_roles(self) -> frozenset[Role]:
        """Who may work from a phone."""
        return frozenset(Role(role) for role in self.telegram_desk_roles.split())

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS."""
        return self.public_url.startswith("https://")


def split(address: str) -> SplitResult:
    """The parts of an address. Raises ValueError with words of ours for one that has no parts."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - asked for, it is read, and may be no number
    except ValueError:
        raise ValueError("it cannot be read as an address") from None
    return parts


def load() -> Settings:
    """The settings of this process. Raises BadSettings with one sentence."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings(sentence_of(error)) from None


def sentence_of(error: ValidationError) -> str:
    """The first fault as one sentence, which names the setting and never shows its value."""
    fault = error.errors(include_input=False, include_url=False)[0]
    said = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return f"{said}."
    return f"{str(fault['loc'][0]).upper()} is wrong: {said[0].lower()}{said[1:]}."
