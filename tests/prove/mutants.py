"""The planted bugs: each a small change of the core, and the quick procedure that must go red when it is made."""

from dataclasses import dataclass

POSTMAN, OUTBOX, SENDERS = "tests/turns/test_postman.py", "tests/storage/test_outbox.py", "tests/storage/test_senders.py"
RULES, TURNS, TELEGRAM = "tests/helpline/test_rules.py", "tests/turns/test_turns.py", "tests/chat/test_telegram.py"
SMOKE = "tests/prove/test_smoke.py::test_the_smoke_of_a_promise"


@dataclass(frozen=True)
class Mutant:
    """In `file`, `old` becomes `new`; `judge` names the tests that must then fail."""

    name: str
    file: str
    old: str
    new: str
    judge: str


def m(name: str, file: str, old: str, new: str, judge: str) -> Mutant:
    return Mutant(name, file, old, new, judge)


MUTANTS = (
    m(
        "acknowledge before commit",
        "bot/turns.py",
        "            await done\n",
        "            pass\n",
        "tests/turns/test_in_time.py",
    ),
    m("no unique key of updates", "storage/inbox.py", "if (u.channel, u.bot, u.update_id) in new]", "]", f"{SMOKE}[R12]"),
    m(
        "a poison update harms its batch",
        "bot/turns.py",
        "                await self.one(update)\n",
        "                pass\n",
        f"{SMOKE}[R13]",
    ),
    m(
        "quarantine without a task",
        "storage/inbox.py",
        "    tx.connection.execute(insert(tasks)",
        "    (insert(tasks)",
        f"{SMOKE}[R13]",
    ),
    m(
        "an endless number breaks the webhook",
        "bot/chat/telegram_read.py",
        ", AttributeError, OverflowError)",
        ", AttributeError)",
        f"{SMOKE}[R13]",
    ),
    m("lease of a claim off by one", "helpline/takeover.py", "now.lease_until > at", "now.lease_until >= at", RULES),
    m("two may take over", "helpline/takeover.py", "        raise AlreadyTaken\n", "        pass\n", RULES),
    m("anybody may speak", "helpline/takeover.py", "        raise NotYours\n", "        pass\n", RULES),
    m(
        "owner's version not compared",
        "storage/conversations.py",
        ", conversations.c.owner_version == before.version)",
        ")",
        "tests/storage/test_ownership.py",
    ),
    m(
        "a row's place not sealed in",
        "storage/sealing.py",
        'f"{table}|{column}|{row}"',
        'f"{table}|{column}"',
        "tests/prove/test_seals.py",
    ),
    m(
        "a column's place not sealed in",
        "storage/sealing.py",
        'f"{table}|{column}|{row}"',
        'f"{table}|{row}"',
        "tests/prove/test_seals.py",
    ),
    m(
        "nobody asks for the right",
        "console/guard.py",
        "    await admit(request, visit, action)\n",
        "",
        "tests/console/test_admission.py",
    ),
    m("forms from anywhere", "console/guard.py", "        raise ForeignForm\n", "        pass\n", "tests/console/test_forms.py"),
    m(
        "owner not asked at sending",
        "bot/outbox.py",
        "        if of_bot and not bot_may_speak(",
        "        if False and not bot_may_speak(",
        POSTMAN,
    ),
    m(
        "a dead sender's line called dropped",
        "helpline/delivery.py",
        "Delivery.UNCERTAIN if uncertain else Delivery.DROPPED",
        "Delivery.DROPPED",
        POSTMAN,
    ),
    m(
        "a counsellor's words said twice",
        "bot/outbox.py",
        "        if outgoing.uncertain and not of_bot",
        "        if False and not of_bot",
        POSTMAN,
    ),
    m(
        "courtesies sent again after silence",
        "helpline/delivery.py",
        "if safety and attempts < MAX_ATTEMPTS",
        "if attempts < MAX_ATTEMPTS",
        POSTMAN,
    ),
    m("a wait holds one chat only", "bot/outbox.py", "        if attempt and attempt.whole_bot:", "        if False:", POSTMAN),
    m(
        "who blocked us is not marked",
        "bot/outbox.py",
        "            unreachable(tx, outgoing, now)",
        "            pass",
        f"{SMOKE}[R11]",
    ),
    m("order within a chat", "storage/claiming.py", "EARLIER.c.seq < outbox.c.seq", "EARLIER.c.seq < 0", OUTBOX),
    m(
        "danger does not go first",
        "storage/claiming.py",
        ".order_by(outbox.c.lane, outbox.c.due_at)\n            .limit(",
        ".order_by(outbox.c.due_at)\n            .limit(",
        f"{OUTBOX} {POSTMAN}",
    ),
    m(
        "an answer overtakes what waits in its chat",
        "storage/outbox.py",
        'EARLIER.c.seq < given["seq"]',
        "EARLIER.c.seq < 0",
        OUTBOX,
    ),
    m("no pace within a chat", "storage/claiming.py", "now + CHAT_PACE", "now", OUTBOX),
    m(
        "fence not asked at claiming",
        "storage/claiming.py",
        "    if pace.fence != fence:",
        "    if False:",
        f"{OUTBOX} {POSTMAN}",
    ),
    m(
        "fence not asked at settling",
        "storage/settling.py",
        'paces.c.fence == bindparam("of_fence")',
        'paces.c.fence != bindparam("of_fence") + 1_000_000',
        f"{OUTBOX} {POSTMAN}",
    ),
    m(
        "who was only late loses what it has sent",
        "storage/senders.py",
        "fence += 0 if row.holder == me else 1",
        "fence += 0 if held and row.holder == me else 1",
        f"{SENDERS} tests/turns/test_postman.py",
    ),
    m(
        "what was claimed when we stopped stays claimed",
        "bot/outbox.py",
        "await self.put_back((await claiming)[0])",
        "await claiming",
        "tests/turns/test_stopping.py",
    ),
    m(
        "an old line is said after a hand-back",
        "helpline/takeover.py",
        "return written_at_version >= now.version\n",
        "return True\n",
        "tests/helpline/test_rules.py",
    ),
    m(
        "fence never grows",
        "storage/senders.py",
        "fence += 0 if row.holder == me else 1",
        "fence += 0",
        f"{SENDERS} {OUTBOX}",
    ),
    m(
        "claim not asked at settling",
        "storage/settling.py",
        'outbox.c.claim == bindparam("of_claim")',
        'outbox.c.claim != bindparam("of_claim") + "x"',
        f"{OUTBOX} {POSTMAN}",
    ),
    m(
        "bot's lines live on after a take-over",
        "storage/outbox.py",
        '    messages_store.set_delivery(tx, ids, Delivery.DROPPED, reason="taken_over")\n',
        "",
        "tests/console/test_desk.py",
    ),
    m(
        "any webhook is believed",
        "bot/chat/telegram_webhook.py",
        "    return any(found) and len(given) == 1",
        "    return True",
        TELEGRAM,
    ),
    m(
        "acknowledged while the database is away",
        "bot/chat/telegram_webhook.py",
        "        except StoreAway:\n            return web.Response(status=503",
        "        except StoreAway:\n            return web.Response(status=200",
        TELEGRAM,
    ),
    m(
        "a restarting server poisons updates",
        "storage/away.py",
        'PASSING = ("08", "53", "57P", "58", "25006", "25P03", ',
        "PASSING = (",
        "tests/storage/test_away.py",
    ),
    m(
        "a stream tells the last fact again",
        "storage/events.py",
        "events.c.number > number",
        "events.c.number >= number",
        "tests/console/test_live.py",
    ),
    m(
        "silence reaches nobody",
        "bot/checkins/firing.py",
        '            silence.reached(turn, watch, self.severity(turn, watch), why="silence")\n',
        "",
        f"{SMOKE}[R19]",
    ),
    m(
        "a question however late",
        "bot/checkins/firing.py",
        "        if may_ask is None:\n",
        "        if False:\n",
        "tests/turns/test_check_ins.py",
    ),
    m(
        "a counsellor's double click",
        "console/replying.py",
        "    if is_repeated(tx,",
        "    if False and is_repeated(tx,",
        "tests/console/test_replying.py tests/console/test_desk.py",
    ),
    m(
        "danger waits in the line",
        "bot/waiting_line.py",
        "urgent = self.length >= CROWD and self.is_urgent(item[0])",
        "urgent = False",
        "tests/turns/test_waiting_line.py",
    ),
    m(
        "the line has no end",
        "bot/waiting_line.py",
        "if noisy or ",
        "if False and ",
        "tests/turns/test_waiting_line.py",
    ),
    m(
        "what came of a sending is kept where nobody looks any more",
        "bot/flight.py",
        "            tried = await attempt\n            self.done.append(tried)",
        "            self.done.append(await attempt)",
        "tests/turns/test_flight.py",
    ),
    m(
        "a stopped process keeps its locks",
        "storage/postgresql.py",
        'connect_args={"server_settings": ASLEEP}',
        "connect_args={}",
        "tests/storage/test_away.py",
    ),
    m(
        "of two waits that Telegram asks for, the last counts",
        "storage/senders.py",
        "max(known, until) if known else until",
        "until",
        "tests/storage/test_outbox.py",
    ),
    m(
        "answers go beyond what a bot may send",
        "storage/claiming.py",
        "rows[: min(room.all, max(crisis, room.others))]",
        "rows[: room.all]",
        "tests/storage/test_outbox.py",
    ),
    m(
        "the crisis lane waits for the bot's rate",
        "storage/claiming.py",
        "rows[: min(room.all, max(crisis, room.others))]",
        "rows[: room.others]",
        "tests/storage/test_outbox.py",
    ),
    m(
        "a crisis line waits behind its own chat's answers",
        "storage/outbox.py",
        "for p in postings if p.lane is Lane.CRISIS}",
        "for p in postings if False}",
        "tests/storage/test_outbox.py",
    ),
    m(
        "what stood behind dropped lines goes as late as behind them",
        "storage/outbox.py",
        "values(due_at=outbox.c.created_at)",
        "values(due_at=outbox.c.due_at)",
        "tests/storage/test_outbox.py",
    ),
    m(
        "the postman ends with the first of its tasks",
        "bot/outbox.py",
        "                group.create_task(sender.keep())\n                group.create_task(self.serve(sender))",
        "                await asyncio.gather(sender.keep(), self.serve(sender))",
        "tests/turns/test_stopping.py",
    ),
    m(
        "of a contact who was waited for is known what was known before",
        "storage/conversations.py",
        "of=(conversations, contacts)",
        "of=conversations",
        "tests/turns/test_races.py",
    ),
    m(
        "an answer rides though another sends for the bot by now",
        "storage/senders.py",
        "paces.c.fence == fence, speaks)",
        "speaks)",
        "tests/storage/test_outbox.py",
    ),
    m(
        "two claim the same room",
        "bot/flight.py",
        " - len(self.done) - self.promised.all",
        " - len(self.done)",
        "tests/turns/test_riding.py",
    ),
    m(
        "answers still go when nobody notes them any more",
        "bot/riding.py",
        "            if flight.is_open:",
        "            if True:",
        "tests/turns/test_riding.py",
    ),
    m(
        "a hint passes for something that has come down",
        "bot/flight.py",
        "        if self.bell.was_hinted():\n            self.look_at = 0.0",
        "        self.bell.was_hinted()",
        "tests/turns/test_riding.py",
    ),
    m(
        "one chat's messages are worked on by two at once",
        "bot/waiting_line.py",
        "        self.held.update(had)\n",
        "",
        "tests/turns/test_waiting_line.py",
    ),
    m(
        "one noisy chat fills a transaction",
        "bot/waiting_line.py",
        "is not None and had[chat] < SHARE",
        "is not None and had[chat] < most",
        "tests/turns/test_waiting_line.py",
    ),
    m(
        "a connection that the server closed is used again",
        "storage/postgresql.py",
        "            if not kept[1].is_closed():\n",
        "            if kept:\n",
        "tests/storage/test_away.py",
    ),
)
