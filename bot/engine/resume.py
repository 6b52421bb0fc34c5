"""Resume: the engine's door. A session and what was heard give the next session and what happened; nothing else is touched."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.engine import buttons
from bot.engine.answers import INVISIBLE, NotUnderstood
from bot.engine.book import Book
from bot.engine.buttons import CHANGE, DONE, GLOBAL, SEND, SKIP
from bot.engine.days import DayAnswer
from bot.engine.flow import Ask, Choose, Collect, Review
from bot.engine.happenings import Evidence, Happening, Secret
from bot.engine.heard import Facts, Heard, Pressed, SentThing, Words
from bot.engine.reviewing import CHANGED_KEY, review
from bot.engine.run import NONE_YET, RESUMED, Run
from bot.engine.session import Session
from bot.engine.text import Text, _
from bot.engine.words import ALWAYS, BACK, global_word

Result = tuple[Session, tuple[Happening, ...]]

PLEASE_CHOOSE = _("Please press one of the buttons, or type its number.")
PLEASE_CHOOSE_AGAIN = _(
    "Sorry, I did not understand. You can press a button, type its number, or type PETUGAS to talk to a person."
)
PLEASE_ANSWER = _("Sorry, I did not understand. Please try other words.")
OLD_BUTTON = _("That was an earlier question. This is where we are now:")
KEPT = _("Thank you, we have received it. Our counsellors can see it.")
MORE_OR_DONE = _("Received. Send more, or press Done.")
FIRST_QUESTION = _("This is the first question.")
OTHERWISE = "words"
"""What is kept as the answer when free words were given in the place of a button; the message itself keeps the words."""


def resume(book: Book, session: Session, heard: Heard, facts: Facts) -> Result:
    """Go on with what a contact has sent. Never raises for any input; an unknown flow of an old session starts the menu."""
    run = Run(book, facts, known(book, session))
    word = asked_word(run, heard)
    if word == BACK:
        back(run)
    elif word is not None:
        run.begin(word)
    elif run.session.thread is None:
        run.begin("menu")
    else:
        hear(run, heard)
    return run.result()


def takes(book: Book, session: Session, said: str, facts: Facts) -> bool:
    """Whether these words answer what is being asked just now. Where nothing is being asked, they answer nothing."""
    run = Run(book, facts, known(book, session))
    if run.session.thread is None:
        return False
    step = book.step(run.thread.frames[-1])
    return not isinstance(step, Choose) or step.otherwise is not None or chosen(run, step, said) is not None


def interrupt(book: Book, session: Session, flow: str, facts: Facts, answers: Mapping[str, Any] = NONE_YET) -> Result:
    """Suspend what is being asked, run `flow` with what it is to know from its beginning, and go on after it."""
    run = Run(book, facts, known(book, session))
    run.begin(flow, answers)
    return run.result()


def repeat(book: Book, session: Session, facts: Facts) -> Result:
    """Ask the present question again; the menu when nothing is being asked."""
    run = Run(book, facts, known(book, session))
    if run.session.thread is None:
        run.begin("menu")
    else:
        run.ask()
    return run.result()


def go_on(book: Book, session: Session, facts: Facts) -> Result:
    """After a human has spoken: what was being asked is asked again, or what was put off for the human; else nothing."""
    session = known(book, session)
    if session.thread is None and session.suspended:
        session = replace(session, thread=session.suspended[-1], suspended=session.suspended[:-1])
    run = Run(book, facts, session)
    if session.thread is not None:
        run.say(RESUMED)
        run.ask()
    return run.result()


def known(book: Book, session: Session) -> Session:
    """The session without threads of flows that no longer exist."""
    threads = [t for t in (*session.suspended, *([session.thread] if session.thread else [])) if all(map(book.has, t.frames))]
    if session.thread is None or session.thread not in threads:
        return replace(session, thread=None, suspended=tuple(threads))
    return replace(session, thread=threads[-1], suspended=tuple(threads[:-1]))


def asked_word(run: Run, heard: Heard) -> str | None:
    """The word that works at every step, unless it answers the present question."""
    if isinstance(heard, Pressed):
        word = heard.data.removeprefix(GLOBAL) if heard.data.startswith(GLOBAL) else None
        return word if word == BACK or word in run.book.flows else None
    word = global_word(heard.text) if isinstance(heard, Words) else None
    if word is None or word in ALWAYS or run.session.thread is None:
        return word if word == BACK or word in run.book.flows else None
    step = run.book.step(run.thread.frames[-1])
    answers = isinstance(step, Choose) and chosen(run, step, heard.text) is not None if isinstance(heard, Words) else False
    return None if answers else word


def back(run: Run) -> None:
    """One answer back: it is forgotten and asked again."""
    if run.session.thread is None:
        run.begin("menu")
        return
    history = run.thread.history
    if not history:
        run.say(FIRST_QUESTION)
        run.ask()
        return
    if run.thread.reviewing and isinstance(run.book.step(run.thread.frames[-1]), Review):
        run.change(reviewing=False)
        run.ask()
        return
    last = history[-1]
    answers = {key: value for key, value in run.thread.answers.items() if key != last.saved}
    run.change(frames=last.frames, answers=answers, history=history[:-1], misunderstood=0, reviewing=False)
    run.ask()


def hear(run: Run, heard: Heard) -> None:
    """Take what was heard as the answer to the present question."""
    if isinstance(heard, Pressed):
        press(run, heard.data)
        return
    step = run.book.step(run.thread.frames[-1])
    match step:
        case Choose():
            hear_choice(run, step, heard)
        case Ask():
            hear_answer(run, step, heard)
        case Collect():
            hear_evidence(run, step, heard)
        case Review():
            hear_review(run, step, heard.text if isinstance(heard, Words) else "")
        case _:
            run.go()


def press(run: Run, carried: str) -> None:
    """A button: of the present question, or an old one, which gets the present question and no error."""
    found = buttons.parts(carried)
    here = run.thread.frames[-1]
    if found is None or found[0].flow != here.flow or run.book.step(found[0]) is not run.book.step(here):
        run.say(OLD_BUTTON)
        run.ask()
        return
    step, value = run.book.step(here), found[1]
    if isinstance(step, Choose) and step.about:
        value, _at, about = value.partition(buttons.ABOUT)
        if about != str(run.thread.answers.get(step.about, "")):
            run.say(OLD_BUTTON)
            run.ask()
            return
    match step:
        case Choose() if value == SKIP and step.skip:
            run.answer(step.save_as, None, step.then)
        case Choose() if any(choice.value == value for choice in step.choices):
            choose(run, step, value)
        case Ask() if value == SKIP and step.skip:
            run.answer(step.save_as, None, step.then)
        case Collect() if value == DONE:
            done(run, step)
        case Review():
            review(run, step, value)
        case _:
            run.say(OLD_BUTTON)
            run.ask()


def labels(run: Run, step: Choose) -> list[str]:
    return [run.book.say(run.facts.language, choice.label.msgid) for choice in step.choices]


def chosen(run: Run, step: Choose, said: str) -> str | None:
    """The value that typed words choose: a number, a label in the contact's language or in English, or one of its words."""
    offered = buttons.offered_by(step)
    number = buttons.typed_number(said, len(offered)) if step.numbered else None
    if number is not None:
        return offered[number][0]
    if step.skip and buttons.typed_value(said, [SKIP]):
        return SKIP
    english = [choice.label.msgid for choice in step.choices]
    return buttons.typed_choice(said, step.choices, labels(run, step)) or buttons.typed_choice(said, step.choices, english)


def choose(run: Run, step: Choose, value: str) -> None:
    choice = next(choice for choice in step.choices if choice.value == value)
    run.answer(step.save_as, value, choice.then or step.then)


def hear_choice(run: Run, step: Choose, heard: Words | SentThing) -> None:
    if isinstance(heard, SentThing):
        if step.otherwise:
            run.happenings.append(Evidence(step.save_as or OTHERWISE))
            run.answer(step.save_as, OTHERWISE, step.otherwise)
            return
        run.say(KEPT)
        run.ask()
        return
    value = chosen(run, step, heard.text)
    if value == SKIP:
        run.answer(step.save_as, None, step.then)
    elif value is not None:
        choose(run, step, value)
    elif step.otherwise and heard.text.translate(INVISIBLE).strip():
        run.answer(step.save_as, OTHERWISE, step.otherwise)
    else:
        misunderstood(run, PLEASE_CHOOSE if run.thread.misunderstood == 0 else PLEASE_CHOOSE_AGAIN)


def hear_answer(run: Run, step: Ask, heard: Words | SentThing) -> None:
    if isinstance(heard, SentThing):
        hear_thing(run, step, heard)
        return
    if step.skip and buttons.typed_value(heard.text, [SKIP]):
        run.answer(step.save_as, None, step.then)
        return
    try:
        answer = step.answer
        value = answer.read(heard.text, run.facts.today) if isinstance(answer, DayAnswer) else answer.read(heard.text)
    except NotUnderstood:
        misunderstood(run, step.retry or PLEASE_ANSWER)
        return
    if step.secret:
        run.happenings.append(Secret(str(value)))
        run.answer(None, None, step.then)
        return
    run.answer(step.save_as, value, step.then)


def hear_thing(run: Run, step: Ask, heard: SentThing) -> None:
    """A voice note or a place may answer a question for words; where a number is asked, it is kept and asked again."""
    run.say(KEPT)
    if step.answer.name == "free_text":
        run.happenings.append(Evidence(step.save_as))
        run.answer(step.save_as, heard.caption or heard.kind, step.then)
    else:
        run.ask()


def hear_evidence(run: Run, step: Collect, heard: Words | SentThing) -> None:
    if isinstance(heard, Words) and (buttons.typed_value(heard.text, [DONE, SKIP]) or buttons.typed_number(heard.text, 1) == 0):
        done(run, step)
        return
    if isinstance(heard, Words) and not heard.text.translate(INVISIBLE).strip():
        misunderstood(run, MORE_OR_DONE)
        return
    kept = [*(run.thread.answers.get(step.save_as) or []), heard.text if isinstance(heard, Words) else heard.kind]
    run.change(answers=dict(run.thread.answers) | {step.save_as: kept}, misunderstood=0)
    run.happenings.append(Evidence(step.save_as))
    run.say(MORE_OR_DONE)


def done(run: Run, step: Collect) -> None:
    run.answer(step.save_as, run.thread.answers.get(step.save_as), step.then)


def hear_review(run: Run, step: Review, said: str) -> None:
    offered = [CHANGED_KEY + key for key, _label, _visited in run.answered()] if run.thread.reviewing else [SEND, CHANGE]
    number = buttons.typed_number(said, len(offered))
    value = offered[number] if number is not None else buttons.typed_value(said, [SEND, CHANGE])
    if value is None:
        misunderstood(run, PLEASE_CHOOSE)
    else:
        review(run, step, value)


def misunderstood(run: Run, text: Text) -> None:
    """Say kindly that it was not understood, and ask again."""
    run.change(misunderstood=run.thread.misunderstood + 1)
    run.say(text)
    run.ask()
