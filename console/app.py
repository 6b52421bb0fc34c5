"""The console as an application: mounted by whoever wires the house, closed by default."""

from datetime import timedelta

from aiohttp import web

from console.faults import tell_faults
from console.guard import guard
from console.headers import add_headers
from console.live import NEWS, ending, frame
from console.news import News
from console.pages import make_environment
from console.premises import PREMISES, Premises, Preview, no_preview
from console.routes import actions, add_routes, check_guarded
from console.uploads import take_files
from content.checkins import load_rhythms
from content.countries import load_countries
from content.replies import load_replies
from content.shelf import Shelf
from helpline.clock import Clock
from helpline.permissions import Role
from helpline.takeover import LEASE
from helpline.targets import Targets
from locales.wording import Wording
from storage.database import Database

LARGEST_FORM = 256 * 1024


def make_app(
    database: Database,
    clock: Clock,
    wording: Wording,
    *,
    secure: bool,
    public_url: str | None = None,
    lease: timedelta = LEASE,
    desk_roles: frozenset[Role] = frozenset(),
    targets: Targets | None = None,
    shelf: Shelf | None = None,
    preview: Preview = no_preview,
) -> web.Application:
    """Build the console. `secure`: it is reached over https; `public_url`: the address from outside, for invitations;
    `lease`: how long a claim lives without a sign of its counsellor; `desk_roles`: who may also work from a phone;
    `shelf`: what is taught, shared with the bot of the same process; `preview`: how a contact would read it."""
    app = web.Application(middlewares=[take_files, tell_faults, guard], client_max_size=LARGEST_FORM)
    books = load_replies(), shelf or Shelf(), load_countries(), load_rhythms()
    house = Premises(
        database,
        clock,
        wording,
        make_environment(),
        secure,
        public_url,
        actions(),
        *books,
        preview,
        lease,
        desk_roles,
        targets or Targets(),
    )
    app[PREMISES] = house
    app[NEWS] = News(database, frame)
    add_routes(app)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(ending(house))
    check_guarded(app, actions())
    return app
