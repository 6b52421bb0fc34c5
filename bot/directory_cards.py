"""Cards of the directory: whom to call, by which number from where one is, in which hours, and what to say first."""

from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from bot.cards import Reader, fitting, say, shown_day, shown_zone
from bot.engine.text import _
from bot.house import House
from helpline.contacts import AT_HOME, Situation
from helpline.directory import Entry, emergency_entries, entries_for, works_only_there
from helpline.opening import Opening, Span

NUMBERS_NOW = _("Numbers you can call now:")
NUMBERS = _("People who can help:")
NO_COUNTRY = _("To see the local numbers, write the name of the country.")
CALL_FREE = _("If you cannot talk, send a message here. A person will read it.")
INSIDE_ONLY = _("only inside {country}")
FREE = _("Help from the Indonesian missions is free. Do not send money to anyone who says they are an officer.")
CHECKED = _("Checked in {month}")
HOURS = _("Hours: {hours}")
# Translators: «hours» is such as «Monday–Friday 09.00–17.00», «city» is the city whose clock it is.
HOURS_THERE = _("Hours: {hours}, {city} time")
OPEN_NOW = _("By its hours it is open now, until {hour} ({zone}). On public holidays it may be closed.")
CLOSED_NOW = _("By its hours it is closed now. It opens again on {day} at {hour} ({zone}).")
LANGUAGES = _("Languages: {languages}")
FIRST_WORDS = _("What you can say first: “I am an Indonesian citizen. I need help.” Then say your name and where you are.")
# Translators: «words» is the sentence in the language of the country, «reading» how it is read aloud.
SHOW_THERE = _("To show or to say ({language}): {words} ({reading})")
FIRST_PHRASE = "citizen"


def emergency_numbers(house: House, reader: Reader) -> str:
    """The numbers for this moment, and what to say first; something sure is always among them."""
    contact = reader.contact
    entries = emergency_entries(house.directory, contact.country, contact.dials_from)
    parts = [say(house, reader, NUMBERS_NOW.msgid), *(entry_text(house, reader, entry, brief=True) for entry in entries)]
    if contact.country is None:
        parts.append(say(house, reader, NO_COUNTRY.msgid))
    return fitting([*parts, *first_words(house, reader), say(house, reader, CALL_FREE.msgid)])


def numbers_to_call(house: House, reader: Reader) -> str:
    entries = entries_for(house.directory, reader.contact.country, reader.contact.dials_from)
    shown = [entry_text(house, reader, entry, brief=False) for entry in entries]
    return fitting([say(house, reader, NUMBERS.msgid), say(house, reader, FREE.msgid), *first_words(house, reader), *shown])


def first_words(house: House, reader: Reader) -> list[str]:
    """What to say first, also in the language of the country; in English where we do not have that language.

    Not for who is at home, nor for the family: they are no strangers where they ask for help. Who prepares may learn it.
    """
    country = reader.contact.country
    if country == AT_HOME or (reader.contact.dials_from == AT_HOME and reader.contact.situation is not Situation.PREPARING):
        return []
    book = house.library.phrasebooks[house.library.destination(country).languages[0]]
    found = next((phrase for phrase in book.phrases if phrase.id == FIRST_PHRASE), None)
    lines = [say(house, reader, FIRST_WORDS.msgid)]
    if found:
        values = {"language": book.name, "words": found.words, "reading": found.reading}
        lines.append(say(house, reader, SHOW_THERE.msgid, **values))
    return ["\n".join(lines)]


def entry_text(house: House, reader: Reader, entry: Entry, *, brief: bool) -> str:
    """An entry as a few short lines: name, the numbers that work where the reader is, and what one must know before dialling."""
    lines = [entry.name, *numbers(house, reader, entry, brief=brief)]
    lines += opening_lines(house, reader, entry, brief=brief)
    if entry.hours and not brief:
        lines.append(say(house, reader, HOURS.msgid, hours=entry.hours))
    if entry.languages:
        lines.append(say(house, reader, LANGUAGES.msgid, languages=entry.languages))
    if entry.url and (not brief or len(lines) == 1):
        lines.append(entry.url)
    if entry.checked and not brief:
        lines.append(say(house, reader, CHECKED.msgid, month=entry.checked))
    return "\n".join(lines)


def numbers(house: House, reader: Reader, entry: Entry, *, brief: bool = True) -> list[str]:
    """The numbers to dial, one a line: a national number only where it works, the number from abroad to who is elsewhere.

    That a number works only inside the country is said to who is elsewhere; in a full card to everybody, for it is passed on.
    """
    here = reader.contact.dials_from == entry.country
    inside = f"{entry.phone} ({say(house, reader, INSIDE_ONLY.msgid, country=country_name(house, reader, entry))})"
    found = []
    if entry.phone and (here or not works_only_there(entry)):
        found = [entry.phone if brief or not works_only_there(entry) else inside]
    elif entry.phone and not entry.phone_abroad:
        found = [inside]
    if entry.phone_abroad and (not here or not entry.phone):
        found.append(entry.phone_abroad)
    return [*found, *([f"WhatsApp {entry.whatsapp}"] if entry.whatsapp else [])]


def opening_lines(house: House, reader: Reader, entry: Entry, *, brief: bool) -> list[str]:
    """The office's hours by its own clock, and by the reader's clock whether it is open now. Nothing where no hours are known."""
    opening = entry.opening
    if opening is None:
        return []
    city = opening.zone.key.rpartition("/")[2].replace("_", " ")
    there = say(house, reader, HOURS_THERE.msgid, hours=spans_text(reader, opening), city=city)
    return [*([] if brief else [there]), *now_text(house, reader, opening)]


def spans_text(reader: Reader, opening: Opening) -> str:
    days = get_day_names("wide", locale=reader.contact.language)

    def of(span: Span) -> str:
        named = days[span.first] if span.first == span.last else f"{days[span.first]}–{days[span.last]}"
        return f"{named} {span.begins:%H.%M}–{span.ends:%H.%M}"

    return ", ".join(of(span) for span in opening.spans)


def now_text(house: House, reader: Reader, opening: Opening) -> list[str]:
    zone = house.zone_of(reader.contact)
    until, again = opening.open_until(reader.now), opening.opens_at(reader.now)
    at = until or again
    if at is None:
        return []
    local = at.astimezone(ZoneInfo(zone))
    values = {"hour": f"{local:%H.%M}", "zone": shown_zone(zone)}
    if until:
        return [say(house, reader, OPEN_NOW.msgid, **values)]
    return [say(house, reader, CLOSED_NOW.msgid, day=shown_day(reader, local.date()), **values)]


def country_name(house: House, reader: Reader, entry: Entry) -> str:
    country = house.countries.get(entry.country)
    return country.name(reader.contact.language) if country else entry.country


CARDS = MappingProxyType({"emergency_numbers": emergency_numbers, "numbers_to_call": numbers_to_call})
