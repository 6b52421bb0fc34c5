"""Views of the queue: mine, nobody's, waiting for an answer; filters that stay in the address; counts that tell the truth."""

import re

import pytest

from helpline.cases import CaseStatus
from helpline.severity import Severity
from storage import cases
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits


async def seen(browser: Browser, query: str = "") -> set[str]:
    """The case numbers that a page of the queue shows."""
    return set(re.findall(r'class="number">([^<]+)<', await (await browser.get(f"/queue{query}")).text()))


async def counted(browser: Browser, query: str = "") -> list[int]:
    return [int(n) for n in re.findall(r'class="count">(\d+)<', await (await browser.get(f"/queue{query}")).text())]


@pytest.fixture
async def budi_s_contact(database: Database, clock: FrozenClock) -> Waiting:
    return await a_contact_who_waits(database, clock, "77002")


async def test_each_view_shows_its_own(
    database: Database, rina: Browser, budi: Browser, siti: Waiting, budi_s_contact: Waiting, clock: FrozenClock
) -> None:
    third = await a_contact_who_waits(database, clock, "77003")
    await rina.post(f"{siti.path}/take-over")
    await budi.post(f"{budi_s_contact.path}/take-over")
    await budi.post(f"{budi_s_contact.path}/pending", case=budi_s_contact.case_id)
    assert await seen(rina) == {siti.number, budi_s_contact.number, third.number}
    assert await seen(rina, "?view=mine") == {siti.number}
    assert await seen(budi, "?view=mine") == {budi_s_contact.number}
    assert await seen(rina, "?view=nobody") == {third.number}
    assert await seen(rina, "?view=pending") == {budi_s_contact.number}
    assert await counted(rina) == [3, 1, 1, 1, 0, 0]


async def test_filters_narrow_every_view_and_its_count(
    database: Database, rina: Browser, siti: Waiting, budi_s_contact: Waiting
) -> None:
    def graver(tx: Transaction) -> None:
        cases.set_severity(tx, cases.get(tx, siti.case_id), Severity.S0)

    await database.write(graver)
    assert await seen(rina, "?severity=S0") == {siti.number}
    assert await seen(rina, "?severity=S0&language=id&topic=wages") == {siti.number}
    assert await counted(rina, "?severity=S0") == [1, 0, 1, 0, 0, 0]
    page = await (await rina.get("/?severity=S0&view=nobody")).text()
    assert 'value="S0" selected' in page
    assert "view=nobody&amp;severity=S0" in page  # live updates ask for the same part again


@pytest.mark.parametrize("query", ["?view=elsewhere", "?severity=", "?view=%00", "?page=9"])
async def test_an_address_of_nowhere_shows_everything(rina: Browser, siti: Waiting, query: str) -> None:
    assert await seen(rina, query) == {siti.number}


async def test_a_filter_that_nothing_passes_says_so_and_what_it_hides(rina: Browser, siti: Waiting) -> None:
    text = await (await rina.get('/?country="><script>alert(1)</script>')).text()
    assert "There is nothing here. 1 cases are in the other views." in text
    assert "<script>alert" not in text
    assert "Show all" in text


async def test_a_case_that_waits_for_an_answer_leaves_nobody_s_list(database: Database, rina: Browser, siti: Waiting) -> None:
    assert await seen(rina, "?view=nobody") == {siti.number}
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/pending", case=siti.case_id)
    assert (await database.read(cases.get, siti.case_id)).status is CaseStatus.PENDING
    assert await seen(rina, "?view=nobody") == set()
