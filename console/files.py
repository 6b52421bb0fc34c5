"""Files: what contacts sent, shown only if it is a picture, a sound or a film, and never with a right to do anything."""

from urllib.parse import quote

from aiohttp import web

from console.headers import SANDBOX
from console.premises import premises
from console.shown import PLAYABLE
from storage import media
from storage.media import Media, MediaState
from storage.transaction import Transaction


def read_file(tx: Transaction, media_id: str) -> tuple[Media, bytes]:
    """A stored file. Raises NoResultFound."""
    item = media.get(tx, media_id)
    return item, media.content(tx, item) if item.state is MediaState.STORED else b""


async def show_file(request: web.Request) -> web.Response:
    """Send the bytes, or the part of them that a player asks for."""
    item, content = await premises(request).database.read(read_file, request.match_info["id"])
    if item.state is not MediaState.STORED:
        raise web.HTTPNotFound
    headers = described(item)
    try:
        part = request.http_range
    except ValueError:
        return out_of_range(content)
    if part.start is None and part.stop is None:
        return web.Response(body=content, headers=headers)
    return partial(content, part, headers)


def described(item: Media) -> dict[str, str]:
    """What the file may be taken for. Everything that is not plainly playable is a download of unknown bytes."""
    headers = {"Content-Security-Policy": SANDBOX, "Accept-Ranges": "bytes"}
    if item.content_type in PLAYABLE:
        return headers | {"Content-Type": str(item.content_type), "Content-Disposition": "inline"}
    name = quote(item.name or item.id, safe="", errors="replace")
    return headers | {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }


PLAIN = "application/octet-stream"


def described_as(name: str, content_type: str) -> dict[str, str]:
    """A download under a name, which may do nothing where it is opened."""
    shown = quote(name, safe="", errors="replace")
    disposition = f"attachment; filename*=UTF-8''{shown}"
    return {"Content-Type": content_type, "Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}


def partial(content: bytes, part: slice, headers: dict[str, str]) -> web.Response:
    """The asked part, both ends named as HTTP wants them."""
    start, stop, _step = part.indices(len(content))
    if start >= stop:
        return out_of_range(content)
    described_part = headers | {"Content-Range": f"bytes {start}-{stop - 1}/{len(content)}"}
    return web.Response(status=206, body=content[start:stop], headers=described_part)


def out_of_range(content: bytes) -> web.Response:
    return web.Response(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
