"""Questions at the desk: what was asked and no card answered, the most often asked first, until somebody has seen to it."""

from aiohttp import web

from console.pages import render
from console.premises import premises
from console.visit import visit_of
from storage import questions


async def show_questions(request: web.Request) -> web.Response:
    return render(request, "questions.html", waiting=await premises(request).database.read(questions.waiting))


async def finish_question(request: web.Request) -> web.Response:
    """Done: a card was written, or none is to be. Asked again, it comes back."""
    house, me = premises(request), visit_of(request).staff.id
    await house.database.write(questions.done, request.match_info["id"], me, house.clock.now())
    return web.Response(status=303, headers={"Location": str(request.app.router["questions"].url_for())})
