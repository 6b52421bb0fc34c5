"""Cards of a country: what one must know of it, rights by situation, whom to call; each with its year and source."""

from collections.abc import Iterable, Sequence

from bot.cards import Reader, fitting, say
from bot.directory_cards import FREE, entry_text
from bot.engine.text import _
from bot.house import House
from bot.teaching import learner
from content.library import EVERYWHERE
from helpline.contacts import AT_HOME
from helpline.destinations import Destination, Matter, Part
from helpline.directory import emergency_entries, may_be_shown, with_something_sure
from helpline.statements import Age, Statement, age, shown

PARTS = {
    Part.PERMIT: _("Permit and visa"),
    Part.WAGES: _("Wages and rest"),
    Part.PASSPORT: _("Who holds the passport"),
    Part.FEES: _("What may never be charged"),
    Part.CULTURE: _("Customs and manners"),
    Part.CLIMATE: _("Weather and clothes"),
    Part.FIRST_WEEK: _("The first week"),
    Part.MONEY: _("Sending money home"),
    Part.TROUBLE: _("When something goes wrong"),
}
MATTERS = {
    Matter.WAGES: _("Wages"),
    Matter.REST: _("Rest and days off"),
    Matter.PASSPORT: _("Passport and papers"),
    Matter.ENDING: _("The contract ends"),
    Matter.PREGNANCY: _("Pregnancy"),
    Matter.ILLNESS: _("Illness or accident"),
    Matter.DEATH: _("A death"),
    Matter.DEPORTATION: _("Detention, deportation"),
}
SHARED = (Part.FEES, Part.FIRST_WEEK, Part.MONEY, Part.TROUBLE)
"""Parts where what holds everywhere follows what holds in the country."""
MOST_SHARED = 4

NOT_COVERED = _("We have no page for {country} yet. This is what holds everywhere. Ask a counsellor for more.")
NO_COUNTRY = _("This is what holds in every country.")
ADVICE = _("💡 General advice:")
SOURCES = _("Source: {sources}")
GENERAL_TOO = _("This card has just been taken out to be mended. Ask in other words, or ask for a person.")
LOOK_AGAIN = _("may have changed; ask first")
SHOW_THIS = _("🆘 Show this to people around you ({language}):")
WHOM_TO_CALL = _("Whom to call:")


def destination_part(house: House, reader: Reader) -> str:
    """One part of what is told of a destination."""
    part = Part(reader.answers.get("part") or Part.PERMIT)
    country = destination_of(reader)
    own = house.library.destination(country)
    everywhere = house.library.destination(EVERYWHERE)
    stated = list(own.parts[part])
    if part in SHARED and part not in own.complete and own is not everywhere:
        stated += everywhere.parts[part][:MOST_SHARED]
    title = f"{heading(house, reader, country)}: {say(house, reader, PARTS[part].msgid)}"
    parts = [title, *lines(house, reader, stated)]
    if part is Part.TROUBLE:
        phrases = [] if country == AT_HOME else to_show(house, reader, own)
        parts += [*phrases, *whom_to_call(house, reader)]
    return fitting(parts)


def destination_head(house: House, reader: Reader) -> str:
    """Which country it is about; said plainly where there is no page for it."""
    country = destination_of(reader)
    if house.library.covers(country):
        return heading(house, reader, country)
    if country is None:
        return say(house, reader, NO_COUNTRY.msgid)
    if reader.answers.get("part") or reader.answers.get("situation"):
        return heading(house, reader, country)  # the rest was said before the first part
    return say(house, reader, NOT_COVERED.msgid, country=heading(house, reader, country))


def rights_card(house: House, reader: Reader) -> str:
    """The rights in one situation: what holds in the country, what holds everywhere, and whom to call."""
    situation = Matter(reader.answers.get("situation") or Matter.WAGES)
    country = destination_of(reader)
    own = house.library.rights.get(country or EVERYWHERE)
    stated = list(own.cards.get(situation, ())) if own else []
    if country != AT_HOME:
        stated += [statement for statement in house.library.rights[EVERYWHERE].cards[situation] if statement not in stated]
    title = f"{heading(house, reader, country)}: {say(house, reader, MATTERS[situation].msgid)}"
    return fitting([title, *lines(house, reader, stated), *whom_to_call(house, reader)])


def destination_of(reader: Reader) -> str | None:
    return learner.destination(reader.answers, reader.memory, reader.contact.country)


def heading(house: House, reader: Reader, country: str | None) -> str:
    known = house.countries.get(country or "")
    return known.name(reader.contact.language) if known else say(house, reader, _("Every country").msgid)


def lines(house: House, reader: Reader, stated: Iterable[Statement]) -> list[str]:
    """What was looked up first, with its year; then general advice; then the sources."""
    kept = shown(stated, reader.now.date())
    known = [statement for statement in kept if not statement.advice]
    advice = [statement.text for statement in kept if statement.advice]
    parts = ["\n".join(f"• {statement.text}{dated(house, reader, statement)}" for statement in known)] if known else []
    if advice:
        parts.append("\n".join([say(house, reader, ADVICE.msgid), *(f"• {text}" for text in advice)]))
    sources = list(dict.fromkeys(statement.source for statement in known))
    return [*parts, *([say(house, reader, SOURCES.msgid, sources="; ".join(sources))] if sources else [])]


def dated(house: House, reader: Reader, statement: Statement) -> str:
    """The year of a statement, and a warning where somebody ought to have looked at it again."""
    due = age(statement.review, reader.now.date()) is not Age.FRESH
    marks = [*([statement.year] if statement.year else []), *([say(house, reader, LOOK_AGAIN.msgid)] if due else [])]
    return f" ({', '.join(marks)})" if marks else ""


def to_show(house: House, reader: Reader, own: Destination) -> list[str]:
    """What to show somebody on the street there: the phrases that call for help, in the country's first language."""
    book = house.library.phrasebooks[own.languages[0]]
    shown = [phrase for phrase in book.phrases if phrase.id in book.emergency]
    rows = [f"• {phrase.meaning} → {phrase.words} ({phrase.reading})" for phrase in shown]
    return ["\n".join([say(house, reader, SHOW_THIS.msgid, language=book.name), *rows])]


def whom_to_call(house: House, reader: Reader) -> list[str]:
    """Those whom the country's file names; where there is no file, what the directory knows of the country."""
    country = destination_of(reader)
    if house.library.covers(country):
        return to_call(house, reader, house.library.destination(country).contacts)
    return to_call(house, reader, [entry.id for entry in emergency_entries(house.directory, country, reader.contact.dials_from)])


def to_call(house: House, reader: Reader, ids: Sequence[str]) -> list[str]:
    """Entries of the directory under its own rules: what is unsure or for staff is left out, and something sure stands there."""
    known = {entry.id: entry for entry in house.directory if may_be_shown(entry)}
    chosen = with_something_sure((known[id] for id in ids if id in known), house.directory, reader.contact.dials_from)
    entries = [entry_text(house, reader, entry, brief=True) for entry in chosen]
    return [say(house, reader, WHOM_TO_CALL.msgid), *entries, say(house, reader, FREE.msgid)] if entries else []
