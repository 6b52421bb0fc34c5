"""Draw: a page and a map for every flow, made from the flows themselves, for people who do not read code."""

from collections.abc import Callable, Iterator

from bot.engine.book import Book
from bot.engine.flow import Ask, Call, Choose, Collect, Decide, Do, Flow, Handover, Reckon, Review, Say, Show, Step
from bot.engine.text import Text

Speak = Callable[[Text], str]
NOTE = "<!-- Made by `suluh flows pages` from bot/flows; do not edit. -->"


def pages(book: Book, speak: Speak) -> dict[str, str]:
    """File name and content of every page, the index with the map of all flows included."""
    made = {f"{flow.name}.md": page(flow, speak) for flow in book.flows.values()}
    return made | {"README.md": index(book, speak)}


def index(book: Book, speak: Speak) -> str:
    rows = [f"| [{flow.name}]({flow.name}.md) | {speak(flow.title)} | {len(flow.steps)} |" for flow in book.flows.values()]
    arrows = sorted(
        {(flow.name, step.flow) for flow in book.flows.values() for step in flow.steps.values() if isinstance(step, Call)}
    )
    lines = ["# Flows", "", NOTE, "", "| Flow | Title | Steps |", "|---|---|---|", *rows, "", "```mermaid", "flowchart LR"]
    lines += [f"  {here} --> {there}" for here, there in arrows]
    return "\n".join([*lines, "```", ""])


def page(flow: Flow, speak: Speak) -> str:
    lines = [f"# {speak(flow.title)} (`{flow.name}`)", "", NOTE, "", "```mermaid", "flowchart TD"]
    lines += [f'  {name}["{label(name, step, speak)}"]' for name, step in flow.steps.items()]
    lines += [f"  {arrow}" for name, step in flow.steps.items() for arrow in arrows(name, step, speak)]
    lines += ["```", ""]
    for name, step in flow.steps.items():
        lines += [f"## {name}", "", *told(step, speak), ""]
    return "\n".join(lines)


def label(name: str, step: Step, speak: Speak) -> str:
    return f"{type(step).__name__}: {name}<br/>{shorten(first_words(step, speak))}"


def first_words(step: Step, speak: Speak) -> str:
    """What a step says or does, in a few words."""
    match step:
        case Say() | Ask() | Choose() | Collect() | Review() | Handover():
            return speak(step.text)
        case Show():
            return step.card
        case Call():
            return step.flow
        case Decide() | Reckon():
            return step.by
        case Do():
            return step.effect


def shorten(words: str) -> str:
    plain = words.replace('"', "'").replace("\n", " ")
    return plain if len(plain) <= 48 else f"{plain[:47]}…"


def arrows(name: str, step: Step, speak: Speak) -> Iterator[str]:
    match step:
        case Choose():
            for choice in step.choices:
                then = choice.then or step.then
                yield f'{name} -->|"{shorten(speak(choice.label))}"| {then or "finish([end])"}'
        case Decide():
            for key, then in step.branches.items():
                yield f'{name} -->|"{key}"| {then or "finish([end])"}'
        case Handover():
            yield f"{name} --> human([a person])"
        case _:
            yield f"{name} --> {step.then or 'finish([end])'}"


def told(step: Step, speak: Speak) -> list[str]:
    """A step in words, with what is said and offered."""
    kind = type(step).__name__
    match step:
        case Choose():
            offered = [f"- [{speak(choice.label)}] → {choice.then or step.then or 'end'}" for choice in step.choices]
            return [f"**{kind}** {speak(step.text)}", "", *offered, *(["- (may be skipped)"] if step.skip else [])]
        case Ask() | Collect():
            return [f"**{kind}** {speak(step.text)}" + (" *(may be skipped)*" if step.skip else "")]
        case Handover():
            what = f"topic {step.topic or 'as answered'}, severity {step.severity or 'as answered'}"
            return [f"**{kind}** {speak(step.text)}", "", f"*{what}*"]
        case _:
            return [f"**{kind}** {first_words(step, speak)}"]
