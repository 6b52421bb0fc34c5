"""Uploads: the few forms that may carry a file are let in with more bytes, and their files are let go of at once."""

from contextlib import suppress
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_request import FileField
from multidict import MultiDictProxy

from console.visit import VISIT

ROUTES = frozenset({"add_file", "reply"})
LARGEST = 11_000_000
"""Bytes of such a form: one file of 10 MB, and words."""


@web.middleware
async def take_files(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost, so that whoever looks at the form sees the same one."""
    if request.match_info.route.name not in ROUTES:
        return await handler(request)
    larger = request.clone(client_max_size=LARGEST)
    try:
        return await handler(larger)
    finally:
        if is_a_member(larger):
            with suppress(web.HTTPException):  # what was too long to be read has been told
                close_files(await larger.post())


def is_a_member(request: web.Request) -> bool:
    """Of a stranger, who was turned away, nothing was read; nothing shall be."""
    visit = request.get(VISIT)
    return visit is not None and visit.session is not None


def close_files(form: MultiDictProxy[Any]) -> None:
    """While a form is read its files lie in nameless temporary ones."""
    for field in form.values():
        if isinstance(field, FileField):
            field.file.close()
