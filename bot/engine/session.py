"""Session: where a contact stands in a flow, as a value that is kept as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Frame(NamedTuple):
    """One flow in progress and the step it stands at."""

    flow: str
    step: str


class Visited(NamedTuple):
    """One answered question: where it stood (the whole stack of frames), and what it saved. Back goes here."""

    frames: tuple[Frame, ...]
    saved: str | None


@dataclass(frozen=True)
class Thread:
    """One run of a flow: the flows called (outermost first), the answers so far, and the way back.

    `misunderstood` counts the answers in a row that were not understood; `reviewing` is set while one answer is changed.
    """

    frames: tuple[Frame, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Visited, ...] = ()
    misunderstood: int = 0
    reviewing: bool = False


@dataclass(frozen=True)
class Session:
    """The thread in progress (None: nothing is being asked) and the suspended ones, the latest last.

    `memory` outlives every thread: lessons done, ticks of a checklist, when a phrase is due. Plain JSON values, kept small.
    """

    thread: Thread | None = None
    suspended: tuple[Thread, ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)


def to_json(session: Session) -> dict[str, Any]:
    """The session as plain JSON values. By hand, since `asdict` copies every answer and took a tenth of an update's time."""

    def frames(stack: tuple[Frame, ...]) -> list[dict[str, str]]:
        return [{"flow": frame.flow, "step": frame.step} for frame in stack]

    def thread(run: Thread) -> dict[str, Any]:
        return {
            "frames": frames(run.frames),
            "answers": dict(run.answers),
            "history": [{"frames": frames(visited.frames), "saved": visited.saved} for visited in run.history],
            "misunderstood": run.misunderstood,
            "reviewing": run.reviewing,
        }

    current = thread(session.thread) if session.thread else None
    return {"thread": current, "suspended": [thread(run) for run in session.suspended], "memory": dict(session.memory)}


def from_json(data: Mapping[str, Any]) -> Session:
    """The session that `to_json` made; unknown keys of a newer version are ignored."""

    def frames(rows: Any) -> tuple[Frame, ...]:
        return tuple(Frame(row["flow"], row["step"]) for row in rows)

    def thread(row: Any) -> Thread:
        return Thread(
            frames=frames(row["frames"]),
            answers=dict(row["answers"]),
            history=tuple(Visited(frames(v["frames"]), v["saved"]) for v in row["history"]),
            misunderstood=row.get("misunderstood", 0),
            reviewing=row.get("reviewing", False),
        )

    current = data.get("thread")
    suspended = tuple(thread(t) for t in data.get("suspended", ()))
    return Session(thread(current) if current else None, suspended, dict(data.get("memory") or {}))
