"""Pages: how a template becomes an answer, in the visitor's language."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from markupsafe import Markup

from console import shown
from console.labels import label_of
from console.premises import Premises, premises
from console.visit import LANGUAGES, visit_of
from helpline.permissions import Action, is_granted

TEMPLATES = Path(__file__).parent / "templates"


def make_environment() -> jinja2.Environment:
    """Jinja with escaping always on; a name that is not given is a fault, not an empty place."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["safe_picture"] = shown.PICTURES.__contains__
    environment.tests["playable_sound"] = shown.SOUNDS.__contains__
    environment.tests["playable_film"] = shown.FILMS.__contains__
    return environment


def render(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Answer with a template."""
    house = premises(request)
    text = house.templates.get_template(template).render(about(request, house) | values)
    return web.Response(text=text, status=status, content_type="text/html")


def about(request: web.Request, house: Premises) -> dict[str, Any]:
    """What every template may use."""
    visit = visit_of(request)

    def say(msgid: str, /, **values: Any) -> str:
        return house.wording.say(visit.language, msgid, values)

    def url(route: str, /, **parts: str) -> str:
        return str(request.app.router[route].url_for(**parts))

    def hidden() -> Markup:
        return Markup('<input type="hidden" name="csrf" value="{}">').format(visit.csrf)

    now = house.clock.now()
    return {
        "_": say,
        "url": url,
        "visit": visit,
        "hidden": hidden,
        "languages": {code: name for code, name in house.wording.languages.items() if code in LANGUAGES},
        "label": lambda kind, value: say(label_of(kind, str(value))),
        "country": lambda code: shown.country(code, visit.language),
        "since": lambda at: shown.since(at, now, visit.language),
        "language_name": lambda code: shown.language_name(code, visit.language),
        "count": lambda number: shown.count(number, visit.language),
        "size": lambda number: shown.size(number, visit.language),
        "clock_time": shown.clock_time,
        "here": request.path,
        "may": lambda action: is_granted(visit.role, Action(action)),
        "day_name": lambda day: shown.day_name(day, visit.language),
        "weekday": lambda number: shown.weekday(number, visit.language),
        "hours_long": lambda hours: shown.span(timedelta(hours=int(hours)), visit.language),
        "span": lambda length: shown.span(length, visit.language),
    }
