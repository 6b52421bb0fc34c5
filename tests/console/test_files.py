"""Files: pictures, sounds and films are shown; all else is a download that may do nothing."""

import pytest

from console.headers import HEADERS, SANDBOX
from helpline.messages import Attachment, Author, Kind
from storage import conversations, media
from storage.database import Database
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting

pytestmark = pytest.mark.usefixtures("rinas_case")

BYTES = bytes(range(256))


async def a_file(
    database: Database,
    clock: FrozenClock,
    siti: Waiting,
    content_type: str | None,
    kind: Kind = Kind.DOCUMENT,
    name: str | None = None,
) -> str:
    """A file that came and was fetched; its id."""
    media_id = clock.new_id()

    def keep(tx: Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        message = makers.a_message(clock, conversation, conversation.last_seq + 1, "", Author.CONTACT)
        makers.keep(tx, conversation, message)
        attachment = Attachment(kind, "source", name)
        media.add(tx, id=media_id, message_id=message.id, contact_id=siti.contact_id, attachment=attachment, at=clock.now())
        media.store(tx, media.get(tx, media_id), BYTES, content_type)

    await database.write(keep)
    return media_id


@pytest.mark.parametrize(
    ("content_type", "sent", "disposition"),
    [
        ("image/jpeg", "image/jpeg", "inline"),
        ("audio/ogg", "audio/ogg", "inline"),
        ("video/mp4", "video/mp4", "inline"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("text/html", "application/octet-stream", "attachment"),
        ("application/pdf", "application/octet-stream", "attachment"),
        ("image/jpeg; charset=x", "application/octet-stream", "attachment"),
        (None, "application/octet-stream", "attachment"),
    ],
)
async def test_only_what_is_plainly_playable_is_shown(
    content_type: str | None, sent: str, disposition: str, database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    media_id = await a_file(database, clock, siti, content_type)
    answer = await rina.get(f"/media/{media_id}")
    assert (answer.status, await answer.read()) == (200, BYTES)
    assert answer.headers["Content-Type"] == sent
    assert answer.headers["Content-Disposition"].split(";")[0] == disposition
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS | {"Content-Security-Policy": SANDBOX}


async def test_a_file_name_cannot_break_out_of_its_header(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    media_id = await a_file(database, clock, siti, "text/html", name='slip "gaji"\r\nX-Evil: 1 \udc00.html')
    answer = await rina.get(f"/media/{media_id}")
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''slip%20%22gaji%22%0D%0AX-Evil")


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-9", 206, BYTES[:10], "bytes 0-9/256"),
        ("bytes=250-", 206, BYTES[250:], "bytes 250-255/256"),
        ("bytes=-6", 206, BYTES[-6:], "bytes 250-255/256"),
        ("bytes=250-9999", 206, BYTES[250:], "bytes 250-255/256"),
        ("bytes=256-", 416, None, "bytes */256"),
        ("bytes=9-3", 416, None, "bytes */256"),
        ("lines=1-2", 416, None, "bytes */256"),
    ],
)
async def test_a_player_may_ask_for_a_part(
    asked: str, status: int, part: bytes | None, told: str, database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    media_id = await a_file(database, clock, siti, "audio/ogg", Kind.VOICE)
    answer = await rina.get(f"/media/{media_id}", {"Range": asked, "Accept": "*/*"})
    assert (answer.status, answer.headers["Content-Range"]) == (status, told)
    assert part is None or await answer.read() == part


async def test_a_file_that_has_not_come_yet_is_not_there(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    media_id = await a_file(database, clock, siti, "image/png")
    await database.write(media.give_up, media_id, media.MediaState.TOO_BIG)
    assert (await rina.get(f"/media/{media_id}")).status == 404
    assert "The file is too big to be fetched." in await (await rina.get(siti.path)).text()


async def test_the_conversation_shows_pictures_players_and_downloads(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    wanted = {"image/png": '<img class="picture" src="/media/{}"', "audio/ogg": 'src="/media/{}"></audio>'}
    wanted |= {"video/mp4": 'src="/media/{}"></video>', "application/pdf": '<a href="/media/{}" download>Save slip.pdf (1 kB)'}
    ids = {kind: await a_file(database, clock, siti, kind, name="slip.pdf") for kind in wanted}
    text = await (await rina.get(siti.path)).text()
    for kind, shown in wanted.items():
        assert shown.format(ids[kind]) in text
