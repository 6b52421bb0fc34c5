"""The packet: a case on paper for one recipient, with what the contact agreed that this recipient may know, and nothing else."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.answers import Answer
from console.marking import N_
from helpline.cases import Case
from helpline.consent import Scope
from storage.case_files import CaseFile

PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-"})
"""Typographic marks that have a plain form."""

if TYPE_CHECKING:
    from fpdf import FPDF

Say = Callable[..., str]


@dataclass(frozen=True)
class Packet:
    """What stands on the paper. What the consent does not allow is None or empty already."""

    case: Case
    recipient: str
    counsellor: str
    made_at: datetime
    topic: str
    country: str
    name: str | None
    reach: str | None
    wishes: str
    answers: Sequence[Answer]
    files: Sequence[CaseFile]
    scopes: frozenset[Scope]


def as_pdf(packet: Packet, say: Say) -> bytes:
    """The packet as a PDF with plain fonts; a character that they lack is named, never left out."""
    from fpdf import FPDF  # here, for it brings 40 MB that no process needs which makes no packet

    page = FPDF(format="A4")
    page.set_title(f"Suluh {packet.case.number}")
    page.set_margins(20, 18)
    page.set_auto_page_break(True, 18)
    page.add_page()
    page.set_font("Helvetica", "B", 16)
    page.multi_cell(0, 9, legible(say(N_("Case {number}"), number=packet.case.number)), new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", "", 10)
    page.multi_cell(0, 5, legible(say(N_("Confidential. For {name} only; please tell nobody else."), name=packet.recipient)))
    page.ln(8)
    for label, value in facts(packet, say):
        row(page, label, value)
    if packet.wishes:
        heading(page, say(N_("What the contact wishes")))
        paragraph(page, packet.wishes)
    if packet.answers:
        heading(page, say(N_("What happened, as they told it")))
        for answer in packet.answers:
            row(page, say(answer.label), say(answer.value))
    if packet.files:
        heading(page, say(N_("Files, with their SHA-256")))
        for file in packet.files:
            row(page, file.name, file.sha256)
    return bytes(page.output())


def facts(packet: Packet, say: Say) -> list[tuple[str, str]]:
    shown = [
        (say(N_("Topic")), packet.topic),
        (say(N_("Country")), packet.country),
        (say(N_("Opened on")), f"{packet.case.opened_at:%Y-%m-%d}"),
    ]
    shown += [(say(N_("Name")), packet.name)] if packet.name else []
    shown += [(say(N_("How to reach them")), packet.reach)] if packet.reach else []
    return [*shown, (say(N_("Counsellor")), packet.counsellor), (say(N_("Made on")), f"{packet.made_at:%Y-%m-%d %H:%M} UTC")]


def heading(page: "FPDF", text: str) -> None:
    page.ln(4)
    page.set_font("Helvetica", "B", 12)
    page.multi_cell(0, 7, legible(text), new_x="LMARGIN", new_y="NEXT")


def paragraph(page: "FPDF", text: str) -> None:
    page.set_font("Helvetica", "", 11)
    page.multi_cell(0, 6, legible(text), new_x="LMARGIN", new_y="NEXT")


def row(page: "FPDF", label: str, value: str) -> None:
    page.set_font("Helvetica", "", 9)
    page.multi_cell(0, 5, legible(label), new_x="LMARGIN", new_y="NEXT")
    paragraph(page, value)
    page.ln(1)


def legible(text: str) -> str:
    """The text in the characters that the plain fonts have (Latin-1); any other by its Unicode name in brackets."""
    text = text.translate(PLAIN)
    return "".join(c if c in "\n\t" or fits(c) else named(c) for c in text)


def fits(character: str) -> bool:
    try:
        character.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return character.isprintable()


def named(character: str) -> str:
    if unicodedata.category(character) in ("Mn", "Cf", "Cc"):
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').capitalize()}]"
