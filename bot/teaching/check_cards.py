"""Cards of lists and sums: a checklist with its ticks, what a check found, how long a debt lasts."""

from collections.abc import Mapping

from bot.cards import Reader, fitting, say
from bot.engine.text import Text, _
from bot.house import House
from bot.teaching import learner
from bot.teaching.country_cards import lines, to_call
from bot.teaching.reckonings import replies
from helpline.checklists import Verdict, weigh
from helpline.debts import months_later, share

TICKED, OPEN = "✅", "⬜"
FIRST = "documents"
"""Shown to who went back beyond the choice of a list."""
HOW_MANY = _("{done} of {of} done")
VERDICTS = {
    Verdict.STOP: _("🛑 Stop for a moment. There are signs of danger here. Do not pay and do not hand over any papers yet."),
    Verdict.ASK: _("⚠️ Not everything is clear yet. Ask first, then decide."),
    Verdict.GOOD: _("🙂 We found no sign of danger in your answers. That is no promise: go on asking, and keep copies."),
}
CONTRACT_VERDICTS = {
    Verdict.STOP: _("🛑 Do not sign yet. Something important is missing or wrong."),
    Verdict.ASK: _("⚠️ Some points are still open. Ask before you sign."),
    Verdict.GOOD: _("🙂 The most important points are there. Keep a copy, and give one to your family."),
}
FOUND = _("What we noticed:")
STILL_OPEN = _("You did not know {count} of the answers. Ask about them before you decide.")
VERIFY = _("Where you can check it:")
OFFICIAL = ("id-kp2mi-online", "id-kp2mi-callcenter", "ngo-migrantcare")
NEVER_FREE = _("At {monthly} a month the debt never ends: the interest is larger than the payment. Talk to a counsellor first.")
FREE_AFTER = _("The debt of {debt} is paid off after {months} months, about {month}.")
PAID_IN_ALL = _("You pay {total} in all; {interest} of it is interest.")
OF_THE_WAGE = _("The instalment takes {share} of every 100 of your wage. {left} is left each month.")
NOTHING_LEFT = _("The instalment is as large as your wage or larger. Nothing is left to live on. Talk to a counsellor first.")


def checklist(house: House, reader: Reader) -> str:
    """The list, numbered, with what is ticked."""
    lists = house.library.checklists
    found = lists.get(str(reader.answers.get("checklist"))) or lists[FIRST]
    ticks = learner.ticks(reader.memory, found.id)
    rows = [f"{TICKED if point.id in ticks else OPEN} {n}. {point.text}" for n, point in enumerate(found.points, 1)]
    count = say(house, reader, HOW_MANY.msgid, done=str(len(ticks)), of=str(len(rows)))
    return "\n".join([f"{found.emoji} {found.title} ({count})", *rows])


def offer_result(house: House, reader: Reader) -> str:
    """What the check of an offer found, and the official places that know more."""
    return result(house, reader, "offer", VERDICTS)


def contract_result(house: House, reader: Reader) -> str:
    return result(house, reader, "contract", CONTRACT_VERDICTS)


def result(house: House, reader: Reader, name: str, verdicts: Mapping[Verdict, Text]) -> str:
    assessment = house.library.assessments[name]
    weighed = weigh(assessment, replies(assessment, reader.answers))
    parts = [say(house, reader, verdicts[weighed.verdict].msgid)]
    found = lines(house, reader, [question.told for question in weighed.found])
    if found:
        parts += [say(house, reader, FOUND.msgid), *found]
    if weighed.open:
        parts.append(say(house, reader, STILL_OPEN.msgid, count=str(len(weighed.open))))
    called = to_call(house, reader, OFFICIAL)[1:]
    return fitting([*parts, say(house, reader, VERIFY.msgid), *called])


def debt_result(house: House, reader: Reader) -> str:
    """How long the debt lasts, what it costs, and what is left of the wage."""
    answers = reader.answers
    found, monthly, wage = answers["repayment"], int(answers["monthly"]), answers.get("wage")
    if found["months"] is None:
        parts = [say(house, reader, NEVER_FREE.msgid, monthly=money(monthly))]
    else:
        month = f"{months_later(reader.now.date(), found['months']):%m-%Y}"
        debt = money(int(answers["debt"]))
        parts = [say(house, reader, FREE_AFTER.msgid, debt=debt, months=str(found["months"]), month=month)]
        parts.append(say(house, reader, PAID_IN_ALL.msgid, total=money(found["total"]), interest=money(found["interest"])))
    if wage:
        part = share(monthly, int(wage))
        short = say(house, reader, NOTHING_LEFT.msgid)
        rest = say(house, reader, OF_THE_WAGE.msgid, share=str(part), left=money(int(wage) - monthly))
        parts.append(short if monthly >= int(wage) else rest)
    return "\n\n".join(["🧮 " + parts[0], *parts[1:]])


def money(amount: int) -> str:
    """An amount as Indonesians write it, in whole rupiah."""
    return "Rp " + f"{amount:,}".replace(",", ".")
