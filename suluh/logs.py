"""Logs: JSON lines of allowed fields only, so that no text, name, address or token can slip in."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "channel", "bot", "error", "message", "media", "look", "port", "pid", "count",
        "mine", "seconds", "status", "conversation", "case", "path",
    }
)  # fmt: skip


def only_allowed(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every field that is not on the list; what is kept is cut to a short line."""
    return {key: str(value)[:200] for key, value in entry.items() if key in ALLOWED}


def configure(level: str) -> None:
    """Our own lines as JSON on standard error; libraries speak only from WARNING on, and without their arguments."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NameOnly())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class NameOnly(logging.Formatter):
    """A library's line as its logger, level and the kind of error: messages of others may hold addresses or a token."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "-"
        return f'{{"event": "library", "logger": "{record.name}", "level": "{record.levelname}", "error": "{kind}"}}'
