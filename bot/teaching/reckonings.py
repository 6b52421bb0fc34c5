"""Reckonings: the pure functions by which the flows of preparation find the next lesson, keep a tick, work out a debt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from bot.engine.flow import Reckoned, Reckoning
from bot.engine.heard import Facts
from bot.teaching import learner, trainer
from content.library import Library
from content.shelf import Shelf
from helpline.checklists import Assessment, ticked, weigh
from helpline.contacts import Situation
from helpline.debts import repay
from helpline.lessons import Subject
from helpline.paths import next_lesson
from helpline.phrases import Phrasebook

Values = Mapping[str, Any]
FAMILY_RIGHTS = "family_rights"
THERE_ALREADY = "1970-01-01"
"""The day of departure of somebody who has arrived: long ago."""


@dataclass(frozen=True)
class Reckonings:
    """Each method is one reckoning: of the answers, the memory and the facts."""

    shelf: Shelf

    @property
    def library(self) -> Library:
        """What is taught at this moment."""
        return self.shelf.library

    def named(self) -> Mapping[str, Reckoning]:
        return {
            "recall_destination": self.recall_destination,
            "keep_destination": self.keep_destination,
            "stay_at_home": self.stay_at_home,
            "find_family_rights": self.find_family_rights,
            "about_money": partial(self.about, Subject.MONEY),
            "about_family": partial(self.about, Subject.FAMILY),
            "about_safety": partial(self.about, Subject.SAFETY),
            "leave_pictures": lambda _answers, _memory, _facts: Reckoned(memory={"no_pictures": True}),
            "take_pictures": lambda _answers, _memory, _facts: Reckoned(memory={"no_pictures": None}),
            "recall_pause": self.recall_pause,
            "recall_plan": self.recall_plan,
            "keep_plan": self.keep_plan,
            "find_lesson": self.find_lesson,
            "judge_lesson": self.judge_lesson,
            "begin_again": self.begin_again,
            "find_phrasebook": self.find_phrasebook,
            "find_phrase": self.find_phrase,
            "rate_phrase": self.rate_phrase,
            "tick": self.tick,
            "weigh_offer": self.weigh_offer,
            "weigh_contract": self.weigh_contract,
            "work_out_debt": self.work_out_debt,
            "take_neighbour": self.take_neighbour,
            "take_one": self.take_one,
        }

    def stay_at_home(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        return Reckoned({} if answers.get("destination") else {"destination": learner.INDONESIA})

    def find_family_rights(self, _answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        return Reckoned({"lesson": FAMILY_RIGHTS})

    def about(self, subject: Subject, _answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        return Reckoned({"subject": subject.value})

    def recall_destination(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        country = facts.country or (learner.INDONESIA if facts.situation == Situation.DOMESTIC else None)
        return Reckoned({"destination": learner.destination(answers, memory, country)})

    def keep_destination(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        return Reckoned(memory={"destination": answers["destination"]} if answers.get("destination") else {})

    def recall_pause(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        """Whether the course was put off for a problem; once that is closed it goes on, and this is forgotten."""
        paused = learner.was_paused(memory) or answers.get("again") == "yes"
        return Reckoned({"was_paused": "yes" if paused else "no"}, {} if facts.open_case or not paused else {"paused": None})

    def recall_plan(self, _answers: Values, memory: Values, _facts: Facts) -> Reckoned:
        return Reckoned({"planned": "yes" if memory.get("planned") else "no"})

    def keep_plan(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        """The job and the day of departure; what was skipped is forgotten."""
        departure = THERE_ALREADY if answers.get("leaving") == "there" else answers.get("departure")
        departure = departure if answers.get("leaving") in ("there", "known") else None
        return Reckoned({"subject": None}, {"planned": True, "job": answers.get("job"), "departure": departure})

    def find_lesson(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        way = learner.way(self.library, answers, memory, facts)
        found = next_lesson(way, learner.done(memory), learner.stage(memory, facts), learner.subject_of(answers))
        return Reckoned({"lesson": found.id if found else None, "found": "yes" if found else "no"})

    def judge_lesson(self, answers: Values, memory: Values, _facts: Facts) -> Reckoned:
        """A wrong answer counts too: the explanation is what is learnt. A lesson that was withdrawn is done with."""
        lesson = self.library.lessons.get(str(answers.get("lesson")))
        right = lesson is not None and str(lesson.right) == answers.get("reply")
        judged = "withdrawn" if lesson is None else "right" if right else "wrong"
        kept = [id for id in learner.done(memory) if id in self.library.lessons and id != answers.get("lesson")]
        return Reckoned({"judged": judged}, {"done": [*kept, answers.get("lesson")]})

    def begin_again(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        """The lessons of the chosen subject, or all of the path, count as not done."""
        subject = learner.subject_of(answers)
        way = {lesson.id for lesson in learner.way(self.library, answers, memory, facts) if subject in (None, lesson.subject)}
        return Reckoned(memory={"done": [id for id in learner.done(memory) if id not in way]})

    def find_phrasebook(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        """The first language of the destination."""
        return Reckoned({"book": self.book_of({"destination": answers.get("destination")}, memory, facts).language})

    def book_of(self, answers: Values, memory: Values, facts: Facts) -> Phrasebook:
        """The chosen phrasebook, or that of the destination's first language."""
        country = learner.destination(answers, memory, facts.country)
        books = self.library.phrasebooks
        return books.get(str(answers.get("book"))) or books[self.library.destination(country).languages[0]]

    def find_phrase(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        """What is due first; else a new phrase, as many a day as somebody can take in."""
        book = self.book_of(answers, memory, facts)
        known = learner.phrases_known(memory, book.language)
        ids = [phrase.id for phrase in book.phrases]
        due = trainer.due_first({id: what for id, what in known.items() if id in ids}, facts.now)
        new = next((id for id in ids if id not in known), None)
        if due is None and learner.new_today(memory, facts.today) >= trainer.NEW_A_DAY:
            new = None
        found = due or new
        return Reckoned({"book": book.language, "phrase": found, "found": "yes" if found else "no"})

    def rate_phrase(self, answers: Values, memory: Values, facts: Facts) -> Reckoned:
        language, phrase = self.book_of(answers, memory, facts).language, str(answers.get("phrase"))
        known = learner.phrases_known(memory, language)
        today = facts.today
        count = learner.new_today(memory, today) + (phrase not in known)
        known[phrase] = trainer.reviewed(known.get(phrase), trainer.Recall(answers["recall"]), facts.now)
        books = memory.get("phrases")
        kept = {**(books if isinstance(books, dict) else {}), language: known}
        return Reckoned(memory={"phrases": kept, "new_phrases": [today.isoformat(), count]})

    def tick(self, answers: Values, memory: Values, _facts: Facts) -> Reckoned:
        checklist = self.library.checklists.get(str(answers.get("checklist")))
        if checklist is None:
            return Reckoned()
        ticks = ticked(learner.ticks(memory, checklist.id), checklist, int(answers["tick"]))
        kept = memory.get("ticked")
        return Reckoned(memory={"ticked": {**(kept if isinstance(kept, dict) else {}), checklist.id: list(ticks)}})

    def weigh_offer(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        assessment = self.library.assessments["offer"]
        return Reckoned({"verdict": str(weigh(assessment, replies(assessment, answers)).verdict)})

    def weigh_contract(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        assessment = self.library.assessments["contract"]
        return Reckoned({"verdict": str(weigh(assessment, replies(assessment, answers)).verdict)})

    def work_out_debt(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        found = repay(int(answers["debt"]), int(answers["monthly"]), int(answers.get("percent") or 0))
        return Reckoned({"repayment": asdict(found)})

    def take_neighbour(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        """The chosen neighbour comes first, and what was shown before becomes a neighbour."""
        place = {"first": 1, "second": 2}.get(str(answers.get("neighbour")), 0)
        return Reckoned({"cards": before_others(answers, place), "neighbour": None})

    def take_one(self, answers: Values, _memory: Values, _facts: Facts) -> Reckoned:
        """The one of the three that it is about comes first; from here on it is as sure as any."""
        place = {"second": 1, "third": 2}.get(str(answers.get("perhaps_about")), 0)
        return Reckoned({"cards": before_others(answers, place), "perhaps_about": None, "unsure": None})


def before_others(answers: Values, place: int) -> str:
    """The cards that were found, the one at this place first."""
    cards = str(answers.get("cards") or "").split(",")
    chosen = cards[place] if place < len(cards) else cards[0]
    return ",".join([chosen, *(card for card in cards if card != chosen)])


def replies(assessment: Assessment, answers: Values) -> dict[str, Any]:
    """The replies, by question; the flow saves each under the assessment's name and the question's."""
    return {question.id: answers.get(f"{assessment.id}_{question.id}") for question in assessment.questions}
