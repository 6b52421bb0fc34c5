"""Looking: one item that cannot be worked on must not keep the others waiting behind it."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

from storage.database import StoreAway

T = TypeVar("T")
log = structlog.get_logger()


async def each(found: Iterable[T], work: Callable[[T], Awaitable[object]], look: str) -> int:
    """Work on each; what breaks is logged without content and tried again at the next look. How many were found."""
    count = 0
    for item in found:
        count += 1
        try:
            await work(item)
        except StoreAway:
            raise
        except Exception as error:
            log.error("look_broken", look=look, error=type(error).__name__)
    return count
