"""Reviewing: the summary of the answers, from which one goes on or changes one of them."""

from bot.engine import buttons
from bot.engine.buttons import CHANGE, SEND
from bot.engine.flow import Review
from bot.engine.happenings import Said
from bot.engine.run import Run
from bot.engine.session import Visited
from bot.engine.text import _

WHICH_ANSWER = _("Which answer do you want to change?")
CHANGED_KEY = "_change:"


def review(run: Run, step: Review, value: str) -> None:
    """Send the summary on, list the answers to change, or go to the one that is to be changed."""
    if value == SEND:
        run.change(reviewing=False)
        run.answer(None, None, step.then)
    elif value == CHANGE:
        list_answers(run)
    else:
        answer_again(run, value.removeprefix(CHANGED_KEY))


def list_answers(run: Run) -> None:
    """Offer each answer of the summary as a button."""
    frame = run.thread.frames[-1]
    offered = [(f"{CHANGED_KEY}{key}", label, None) for key, label, _visited in run.answered()]
    if not offered:
        run.ask()
        return
    run.change(reviewing=True)
    run.happenings.append(Said(WHICH_ANSWER, buttons=buttons.rows(frame, [*offered], 1, back=False)))


def answer_again(run: Run, key: str) -> None:
    """Ask one question of the summary again; its answer leads back to the summary."""
    visited = next((v for k, _label, v in run.answered() if k == key), None)
    if visited is None:
        run.ask()
        return
    history = (*run.thread.history, Visited(run.thread.frames, "_review"))
    run.change(frames=visited.frames, history=history, reviewing=True)
    run.ask()
