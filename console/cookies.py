"""Cookies: the session's, the form's (for who is not signed in yet), the half sign-in's and the chosen language."""

from datetime import timedelta

from aiohttp import web

from console.premises import premises
from storage.staff_sessions import LONGEST

SESSION = "suluh"
FORM = "suluh-form"
HALF = "suluh-half"
LANGUAGE = "suluh-language"


def full_name(request: web.Request, name: str) -> str:
    """Over https the browser itself holds a `__Host-` cookie to Secure, Path=/ and no other domain."""
    return f"__Host-{name}" if premises(request).secure else name


def read(request: web.Request, name: str) -> str | None:
    return request.cookies.get(full_name(request, name))


def keep(request: web.Request, response: web.StreamResponse, name: str, value: str, lasts: timedelta = LONGEST) -> None:
    response.set_cookie(
        full_name(request, name),
        value,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=premises(request).secure,
        httponly=True,
        samesite="Strict",
    )


def drop(request: web.Request, response: web.StreamResponse, name: str) -> None:
    keep(request, response, name, "", timedelta())
