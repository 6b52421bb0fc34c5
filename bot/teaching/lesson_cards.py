"""Cards of lessons and phrases: the lesson with its question, the explanation, a phrase asked and shown."""

from bot.cards import Reader, say
from bot.engine.heard import Facts
from bot.engine.text import _
from bot.house import House
from bot.teaching import learner, trainer
from bot.teaching.country_cards import SOURCES, destination_of
from helpline.lessons import Lesson
from helpline.paths import progress
from helpline.phrases import Phrase, Phrasebook

WITHDRAWN = _("This lesson has just been taken out to be mended. That is not your fault. Here is what comes next.")
GONE = _("This lesson has just been taken out to be mended. Press any number, and the next one comes.")
RIGHT = _("✅ Right!")
NOT_QUITE = _("🔸 Not quite. The right answer is: {answer}")
GENERAL = _("💡 This is general advice.")
SO_FAR = _("Done so far: {done} of {of} lessons.")
PATH_DONE = _("🎉 You have done all the lessons here. Come back any time; new ones are added.")
SAY_IT = _("How do you say this in {language}?")
DONE_TODAY = _("🎉 That is all for now. The next phrase waits from {day}. A little every day is best.")
NATIVE = _("The reading aid is rough. Listen to how people say it.")
NUMBERS = ("1️⃣", "2️⃣", "3️⃣")


def lesson(house: House, reader: Reader) -> str:
    """The text and the question with its three answers."""
    found = house.library.lessons.get(str(reader.answers.get("lesson")))
    if found is None:
        return say(house, reader, GONE.msgid)
    choices = [f"{number} {choice}" for number, choice in zip(NUMBERS, found.choices, strict=True)]
    return "\n\n".join([f"{found.emoji} {found.title}", found.text, f"❓ {found.question}", "\n".join(choices)])


def lesson_read(house: House, reader: Reader) -> str:
    """A lesson to read, without its question."""
    found = house.library.lessons.get(str(reader.answers.get("lesson")))
    if found is None:
        return say(house, reader, WITHDRAWN.msgid)
    return "\n\n".join([f"{found.emoji} {found.title}", found.text, found.explanation, ground(house, reader, found)])


def lesson_explained(house: House, reader: Reader) -> str:
    """Right or not, the explanation at once, the source, and how far one is."""
    found = house.library.lessons.get(str(reader.answers.get("lesson")))
    told = explanation(house, reader, found) if found else say(house, reader, WITHDRAWN.msgid)
    return f"{told}\n\n{so_far(house, reader)}"


def explanation(house: House, reader: Reader, found: Lesson) -> str:
    answer = found.choices[found.right - 1]
    judged = RIGHT.msgid if reader.answers.get("judged") == "right" else NOT_QUITE.msgid
    return "\n\n".join([say(house, reader, judged, answer=answer), found.explanation, ground(house, reader, found)])


def ground(house: House, reader: Reader, found: Lesson) -> str:
    """On what a lesson rests: advice, or its source with the year."""
    year = f" ({found.as_of[:4]})" if found.as_of else ""
    return say(house, reader, GENERAL.msgid) if found.advice else say(house, reader, SOURCES.msgid, sources=found.source + year)


def path_done(house: House, reader: Reader) -> str:
    return f"{say(house, reader, PATH_DONE.msgid)}\n\n{so_far(house, reader)}"


def so_far(house: House, reader: Reader) -> str:
    contact = reader.contact
    facts = Facts(contact.language, contact.situation, contact.country, today=reader.now.date(), now=reader.now)
    way = learner.way(house.library, reader.answers, reader.memory, facts)
    gone = progress(way, learner.done(reader.memory))
    return say(house, reader, SO_FAR.msgid, done=str(gone.done), of=str(gone.of))


def phrase_asked(house: House, reader: Reader) -> str:
    book, phrase = phrase_of(house, reader)
    return f"🗣 {say(house, reader, SAY_IT.msgid, language=book.name)}\n\n{phrase.meaning}"


def phrase_shown(house: House, reader: Reader) -> str:
    _book, phrase = phrase_of(house, reader)
    return f"{phrase.meaning}\n\n{phrase.words}\n🔊 {phrase.reading}\n\n{say(house, reader, NATIVE.msgid)}"


def phrases_done(house: House, reader: Reader) -> str:
    """That is all for now, and the day on which the next phrase is due; tomorrow at the latest where new ones are left."""
    book, _phrase = phrase_of(house, reader)
    known = learner.phrases_known(reader.memory, book.language)
    due = trainer.next_due(known, reader.now)
    left = any(phrase.id not in known for phrase in book.phrases)
    tomorrow = trainer.moment(trainer.minute(reader.now) + 24 * 60)
    day = min([*([due] if due else []), *([tomorrow] if left or not due else [])])
    return say(house, reader, DONE_TODAY.msgid, day=f"{max(day, reader.now):%d-%m-%Y}")


def phrase_of(house: House, reader: Reader) -> tuple[Phrasebook, Phrase]:
    """The phrase that is asked; the first of the book where it stands there no longer."""
    books = house.library.phrasebooks
    book = books.get(str(reader.answers.get("book"))) or books[house.library.destination(destination_of(reader)).languages[0]]
    return book, next((phrase for phrase in book.phrases if phrase.id == reader.answers.get("phrase")), book.phrases[0])
