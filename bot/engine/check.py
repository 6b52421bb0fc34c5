"""Check: faults of declaration, found before anybody chats. Each names the flow, the step and what to mend."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine import buttons
from bot.engine.book import Book
from bot.engine.flow import Ask, Call, Choose, Collect, Decide, Do, Flow, Handover, Reckon, Review, Say, Show, Step
from bot.engine.names import CARDS, EFFECTS
from bot.engine.session import Frame
from bot.engine.text import Text

LONGEST_TEXT = 1000
"""Characters: far below Telegram's 4,096, since a long text is not read on a small phone."""
LONGEST_LABEL = 40
LONGEST_ABOUT = 30
"""Characters of what a button is about: names of lessons and phrases stay within it."""
RESERVED = frozenset(buttons.TYPED)


@dataclass(frozen=True)
class Fault:
    """One fault: where, and what is wrong."""

    flow: str
    step: str
    what: str

    def __str__(self) -> str:
        return f"{self.flow}.{self.step}: {self.what}"


def check(book: Book, languages: tuple[str, ...] = ("id", "en")) -> list[Fault]:
    """All faults of all flows, in a stable order; empty for a sound book."""
    faults = [fault for flow in book.flows.values() for fault in check_flow(book, flow, languages)]
    faults += [
        Fault(name, flow.name, "the name it is listed under differs") for name, flow in book.flows.items() if name != flow.name
    ]
    if not any(isinstance(step, Handover) for step in reachable_from(book, "menu")):
        faults.append(Fault("menu", "start", "no handover can be reached from here"))
    return faults


def check_flow(book: Book, flow: Flow, languages: tuple[str, ...]) -> Iterator[Fault]:
    if flow.start not in flow.steps:
        yield Fault(flow.name, flow.start, "the start is no step")
        return
    seen = reached(flow)
    for name, step in flow.steps.items():
        if name not in seen:
            yield Fault(flow.name, name, "no step leads here")
        for target in targets(step):
            if target not in flow.steps:
                yield Fault(flow.name, name, f"leads to {target}, which is no step")
        for what in (*check_names(book, step), *check_texts(book, flow, name, step, languages)):
            yield Fault(flow.name, name, what)
    for old, new in flow.aliases.items():
        if new not in flow.steps or old in flow.steps:
            yield Fault(flow.name, old, f"is an alias that leads nowhere ({new})")
    if circles(flow):
        yield Fault(flow.name, flow.start, "runs in a circle that asks nothing")


def targets(step: Step) -> list[str]:
    """The steps of the same flow that a step leads to."""
    match step:
        case Choose():
            named = [choice.then or step.then for choice in step.choices] + ([step.then] if step.skip else []) + [step.otherwise]
        case Decide():
            named = list(step.branches.values())
        case Handover():
            named = []
        case _:
            named = [step.then]
    return [target for target in named if target is not None]


def reached(flow: Flow) -> set[str]:
    seen, waiting = set[str](), [flow.start]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in flow.steps:
            continue
        seen.add(name)
        waiting.extend(targets(flow.steps[name]))
    return seen


def circles(flow: Flow) -> bool:
    """Whether steps that ask nothing lead back to themselves."""
    quiet = {name: step for name, step in flow.steps.items() if not isinstance(step, Ask | Choose | Collect | Review)}

    def back_to(start: str, name: str, seen: set[str]) -> bool:
        for target in targets(quiet[name]) if name in quiet else ():
            if target == start or (target not in seen and back_to(start, target, seen | {target})):
                return True
        return False

    return any(back_to(name, name, {name}) for name in quiet)


def reachable_from(book: Book, start: str) -> Iterator[Step]:
    """Every step of the flows that can be reached from one."""
    seen, waiting = set[str](), [start]
    while waiting:
        flow = book.flows.get(waiting.pop())
        if flow is None or flow.name in seen:
            continue
        seen.add(flow.name)
        yield from flow.steps.values()
        waiting.extend(step.flow for step in flow.steps.values() if isinstance(step, Call))


def check_names(book: Book, step: Step) -> Iterator[str]:
    match step:
        case Call() if step.flow not in book.flows:
            yield f"calls {step.flow}, which is no flow"
        case Decide() if step.by not in book.decisions:
            yield f"decides by {step.by}, which is no decision"
        case Reckon() if step.by not in book.reckonings:
            yield f"reckons by {step.by}, which is no reckoning"
        case Do() if step.effect not in EFFECTS:
            yield f"does {step.effect}, which is no effect"
        case Show() if step.card not in CARDS:
            yield f"shows {step.card}, which is no card"
        case Ask() | Choose() if step.card and step.card not in CARDS:
            yield f"shows {step.card}, which is no card"
        case Choose():
            values = [choice.value for choice in step.choices]
            if len(set(values)) != len(values) or not values:
                yield "has no choices, or one value twice"
            if RESERVED & set(values):
                yield "uses a value that the engine keeps for itself"


def texts(step: Step) -> Iterator[tuple[Text, int]]:
    """Every text of a step with its longest length."""
    if isinstance(step, Say | Ask | Choose | Collect | Review | Handover):
        yield step.text, LONGEST_TEXT
    if isinstance(step, Ask) and step.retry:
        yield step.retry, LONGEST_TEXT
    if isinstance(step, Choose):
        for choice in step.choices:
            yield choice.label, LONGEST_LABEL


def check_texts(book: Book, flow: Flow, name: str, step: Step, languages: tuple[str, ...]) -> Iterator[str]:
    for text, longest in texts(step):
        if not text.msgid.strip():
            yield "has an empty text"
        for language in languages:
            if len(book.say(language, text.msgid)) > longest:
                yield f"has a text longer than {longest} characters in {language}: {text.msgid[:40]}"
    if isinstance(step, Choose):
        for choice in step.choices:
            about = "x" * LONGEST_ABOUT if step.about else None
            if len(buttons.data(Frame(flow.name, name), choice.value, about).encode()) > buttons.MAX_DATA:
                yield f"has a button of more than {buttons.MAX_DATA} bytes: {choice.value}"
