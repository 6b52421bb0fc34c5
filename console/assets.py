"""Assets: our own styles, scripts and icon, read once at start. Nothing comes from elsewhere."""

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ASSETS = {path.name: (path.read_bytes(), TYPES[path.suffix]) for path in sorted(STATIC.iterdir()) if path.suffix in TYPES}


async def show_asset(request: web.Request) -> web.Response:
    """One of the files that were here at start; no path is ever looked up."""
    found = ASSETS.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return web.Response(body=found[0], content_type=found[1], charset="utf-8")
