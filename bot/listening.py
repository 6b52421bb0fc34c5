"""Listening: who answers what a contact has sent: a counsellor, nobody yet, or the flow. Danger is read before anything else."""

from dataclasses import replace
from datetime import timedelta

from bot import cards, effects, showing, speech
from bot.asking import question_in
from bot.checkins import answering
from bot.engine import buttons
from bot.engine.answers import NotUnderstood
from bot.engine.flow import Choose
from bot.engine.happenings import CardShown, EffectDue, Evidence, HandedOver, Happening, Said, Secret
from bot.engine.heard import Heard, Pressed, SentThing, Words
from bot.engine.resume import interrupt, resume
from bot.engine.text import _
from bot.engine.words import ALWAYS, global_word
from bot.sensing import gentle_flow, must_ask, read_for_danger, wait_for_ears
from bot.speech import Line
from bot.turn import Turn
from helpline.danger import Reading
from helpline.events import Event
from helpline.messages import MEDIA_KINDS, QUICK, Author, Incoming, Kind
from helpline.severity import Severity
from helpline.takeover import Owner
from helpline.topics import Topic
from storage import cases, check_in_plans, contacts, conversations, messages, safe_words, slips, staff
from storage.slips import Slip, SlipKind

WAITING_LINE = _("We have received your message. A counsellor will read it and answer you here. In danger now? Press SOS.")
UNTOLD = "•••"
"""What stands in the conversation in the place of words that nobody is to read."""
WAITING_TOLD_EVERY = timedelta(hours=1)


def listen(turn: Turn, incoming: Incoming, *, new_contact: bool) -> None:
    """Take in one message: keep it, read it for danger, answer it or leave it to a human."""
    if incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
        reachable_again_or_not(turn, incoming)
        return
    turn.heard_contact = True
    if not turn.contact.reachable:
        set_reachable(turn, True)
    if turn.contact.safe_word and incoming.text:
        safe_words.look_through(turn.tx, turn.conversation.id, turn.seq if incoming.kind is Kind.EDIT else turn.seq + 1)
    if incoming.kind is Kind.EDIT and revised(turn, incoming):
        read_for_danger(turn, incoming.text)
        return
    message_id = keep_message(turn, incoming)
    tell_second_desk(turn, turn.seq)
    answering.heard(turn)
    if turn.conversation.safe_answer_due:
        conversations.await_safe_answer(turn.tx, turn.conversation.id, None)
    alarm = read_for_danger(turn, incoming.text)
    wait_for_ears(turn, incoming)
    heard = heard_from(incoming, message_id)
    match turn.ownership.owner:
        case Owner.BOT:
            answer(turn, heard, alarm, new_contact=new_contact, quiet=is_further_of_album(turn, incoming))
        case Owner.WAITING:
            wait_with(turn, heard)
        case Owner.COUNSELLOR:
            leave_to_counsellor(turn, heard)


def keep_message(turn: Turn, incoming: Incoming) -> str:
    """Keep what came in as a line of the conversation."""
    extra = dict(incoming.extra)
    if incoming.album:
        extra["album"] = incoming.album
    kind = Kind.TEXT if incoming.kind is Kind.EDIT else incoming.kind
    text = label_of(turn, incoming.button or "") if kind is Kind.BUTTON else incoming.text
    message = turn.keep(Author.CONTACT, kind, text, extra=extra, ref=incoming.ref)
    if incoming.attachment:
        turn.files.append((message.id, incoming.attachment))
    turn.record(Event.MESSAGE_RECEIVED, actor="contact", seq=message.seq, kind=kind)
    return message.id


def label_of(turn: Turn, data: str) -> str:
    """What the pressed button said, as far as it can be told from what it carried."""
    if data.startswith(QUICK):
        return data.removeprefix(QUICK)
    word = data.removeprefix(buttons.GLOBAL)
    found = buttons.parts(data)
    if found and turn.house.book.has(found[0]):
        step = turn.house.book.step(found[0])
        known = [(v, label) for v, label, _style in buttons.offered_by(step)] if isinstance(step, Choose) else []
        known += [(buttons.SKIP, buttons.SKIP_LABEL), (buttons.DONE, buttons.DONE_LABEL)]
        known += [(buttons.SEND, buttons.SEND_LABEL), (buttons.CHANGE, buttons.CHANGE_LABEL)]
        label = next((label for value, label in known if value == found[1]), None)
        return turn.house.wording.say(turn.contact.language, label.msgid) if label else found[1]
    return word.replace("_", " ").upper()


def heard_from(incoming: Incoming, message_id: str) -> Heard:
    """The message as the engine hears it."""
    if incoming.button is not None:
        return Pressed(incoming.button)
    if incoming.kind in MEDIA_KINDS or incoming.kind not in (Kind.TEXT, Kind.EDIT):
        return SentThing(incoming.kind, message_id, incoming.text)
    return Words(incoming.text)


def revised(turn: Turn, incoming: Incoming) -> bool:
    """Give an edited message its new words. False: the message was never seen, so it counts as new."""
    turn.write_messages()
    message = messages.revise(
        turn.tx,
        turn.conversation.id,
        turn.contact.id,
        ref=incoming.ref or "",
        text=incoming.text,
        extra=incoming.extra,
        at=turn.now,
        id=turn.clock.new_id(),
    )
    if message is not None:
        turn.record(Event.MESSAGE_EDITED, actor="contact", seq=message.seq)
        tell_second_desk(turn, message.seq)
    return message is not None


def reachable_again_or_not(turn: Turn, incoming: Incoming) -> None:
    """Blocking the bot may mean that the phone was taken: the counsellor sees it, and an open case waits for a human."""
    keep_message(turn, incoming)
    set_reachable(turn, incoming.kind is Kind.UNBLOCKED)


def set_reachable(turn: Turn, reachable: bool) -> None:
    if contacts.set_reachable(turn.tx, turn.contact.id, reachable):
        turn.record(Event.CONTACT_REACHABLE if reachable else Event.CONTACT_UNREACHABLE)
        if not reachable and turn.case:
            cases.wait(turn.tx, turn.case, turn.now)
        if not reachable:
            check_in_plans.look_now(turn.tx, turn.contact.id, turn.now)


def answer(turn: Turn, heard: Heard, alarm: Reading | None, *, new_contact: bool, quiet: bool) -> None:
    """Let the flow answer. An alarm suspends it for a gentle question, unless somebody in danger is being cared for already."""
    before, book = turn.session, turn.house.book
    if new_contact and not asks_for_help(heard) and alarm is None:
        turn.session, happenings = interrupt(book, before, "welcome", turn.facts)
    elif alarm is None and (asked := question_in(turn, heard)) is not None:
        turn.session, happenings = interrupt(book, before, "asking", turn.facts, asked)
    elif alarm is None or before.thread is not None or asks_for_help(heard):
        turn.session, happenings = resume(book, before, heard, turn.facts)
    else:
        happenings = ()
    turn.changed_session = True
    asks_gently = alarm is not None and must_ask(turn.session, alarm) and not any(isinstance(h, HandedOver) for h in happenings)
    perform(turn, [h for h in happenings if not ((quiet or asks_gently) and isinstance(h, Said))])
    if asks_gently and alarm is not None:
        turn.session, gently = interrupt(book, turn.session, gentle_flow(alarm), turn.facts)
        perform(turn, gently)


def asks_for_help(heard: Heard) -> bool:
    """SOS and the wish for a human are never put off by a welcome or a question."""
    if isinstance(heard, Pressed):
        return heard.data.removeprefix(buttons.GLOBAL) in ALWAYS
    return isinstance(heard, Words) and global_word(heard.text) in ALWAYS


def is_further_of_album(turn: Turn, incoming: Incoming) -> bool:
    """Whether an earlier photo of the same album has been answered already: one answer an album."""
    if not incoming.album:
        return False
    here = [m for m in turn.kept[:-1] if m.extra.get("album") == incoming.album]
    before = messages.latest(turn.tx, turn.conversation.id, turn.contact.id, 12)
    return bool(here) or any(m.extra.get("album") == incoming.album for m in before)


def wait_with(turn: Turn, heard: Heard) -> None:
    """Between handover and take-over: SOS and numbers are answered at once; else one quiet line, at most once an hour."""
    if asks_for_sos(turn, heard):
        return
    if turn.case is None:
        turn.wait_for_human(Topic.ASKED_FOR_HUMAN, Severity.S3)
    else:
        cases.wait(turn.tx, turn.case, turn.now)
    if asks_for_numbers(turn, heard):
        return
    told = turn.conversation.waiting_told_at
    if told is None or turn.now - told >= WAITING_TOLD_EVERY:
        turn.speak([notice(turn, WAITING_LINE.msgid)])
        conversations.told_waiting(turn.tx, turn.conversation.id, turn.now)
        turn.conversation = replace(turn.conversation, waiting_told_at=turn.now)


def leave_to_counsellor(turn: Turn, heard: Heard) -> None:
    """While a counsellor speaks the bot is silent; the case waits for the counsellor's answer."""
    if not asks_for_sos(turn, heard) and turn.case:
        cases.wait(turn.tx, turn.case, turn.now)


def tell_second_desk(turn: Turn, seq: int) -> None:
    """The counsellor who has the conversation hears of it on the phone too, if they have a second desk there."""
    who = turn.ownership.counsellor
    if who is not None:
        news = Slip(turn.clock.new_id(), who, SlipKind.NEWS, turn.conversation.id, seq=seq)
        slips.announce(turn.tx, news, turn.now)


def asks_for_sos(turn: Turn, heard: Heard) -> bool:
    """SOS while a human has the conversation: the numbers come at once as a safety notice, the case is S0, humans are called."""
    pressed = isinstance(heard, Pressed) and heard.data == f"{buttons.GLOBAL}sos"
    if not pressed and not (isinstance(heard, Words) and global_word(heard.text) == "sos"):
        return False
    turn.wait_for_human(Topic.EMERGENCY, Severity.S0)
    turn.speak([Line(showing.card("emergency_numbers", turn.house, reader(turn)), safety=True, notice=True)])
    return True


def asks_for_numbers(turn: Turn, heard: Heard) -> bool:
    """Who waits for a human may still ask whom to call: by the word, or by naming the country that we did not know."""
    words = heard.text if isinstance(heard, Words) else ""
    if turn.contact.country is None and (country := country_in(turn, words)):
        turn.learn(country=country)
    elif global_word(words) != "numbers" and not (isinstance(heard, Pressed) and heard.data == f"{buttons.GLOBAL}numbers"):
        return False
    turn.speak([Line(showing.card("emergency_numbers", turn.house, reader(turn)), safety=True, notice=True)])
    return True


def country_in(turn: Turn, words: str) -> str | None:
    try:
        return str(turn.house.country_name.read(words))
    except NotUnderstood:
        return None


def notice(turn: Turn, msgid: str) -> Line:
    """A line of the service itself, with SOS under it."""
    language, wording = turn.contact.language, turn.house.wording
    rows = speech.offered(wording, language, (buttons.global_row(back=False)[-1:],))
    return Line(wording.say(language, msgid, turn.values), rows, notice=True)


def reader(turn: Turn, shown: CardShown | None = None) -> cards.Reader:
    severity = turn.case.severity if turn.case else None
    plans = check_in_plans.of_contact(turn.tx, turn.contact.id)
    answers, memory = (shown.answers, shown.memory) if shown else ({}, {})
    return cards.Reader(turn.contact, severity, staff.present(turn.tx, turn.now), turn.now, plans, answers, memory)


def perform(turn: Turn, happenings: tuple[Happening, ...] | list[Happening]) -> None:
    """Carry out what the engine brought about, in its order."""
    for happening in happenings:
        match happening:
            case Said():
                turn.speak([spoken(turn, happening)])
            case CardShown():
                text = showing.card(happening.card, turn.house, reader(turn, happening))
                # A safety card is a notice: a counsellor who takes over a second later must not hold the numbers back.
                along = showing.along(happening.card, turn.house, happening.answers, happening.memory)
                turn.speak([Line(text, safety=happening.safety, notice=happening.safety, extra=along)])
            case EffectDue():
                effects.do(turn, happening)
            case HandedOver():
                handed_over(turn, happening)
            case Evidence():
                turn.kept[-1].extra["answers"] = happening.save_as
            case Secret():
                turn.secret = happening.value
                turn.kept[-1] = replace(turn.kept[-1], text=UNTOLD)


def spoken(turn: Turn, said: Said) -> Line:
    thread = turn.session.thread
    numbered = thread is not None and thread.misunderstood >= 2
    return speech.spoken(turn.house.wording, turn.contact.language, said, turn.values, numbered=numbered)


def handed_over(turn: Turn, happening: HandedOver) -> None:
    """The flow asks for a human: the case waits in the queue, and the bot says its last word."""
    case = turn.wait_for_human(happening.topic, happening.severity, answers=effects.described(turn, happening.answers))
    turn.hand_over()
    turn.record(Event.HANDED_OVER, severity=case.severity, topic=case.topic)
    turn.speak([Line(turn.house.wording.say(turn.contact.language, happening.text.msgid, turn.values))])
