"""Watching Telegram's side of the webhook: whether it still points to us, and whether what is written there arrives."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from telegram.error import TelegramError

from bot.alarming import set_alarm
from bot.chat.telegram import TelegramChannel
from helpline.alarms import Alarm
from helpline.clock import Clock
from storage.database import Database
from storage.transaction import Transaction

EVERY = timedelta(seconds=60)
PATIENCE = 10.0
MOST_PENDING = 50
LATELY = timedelta(minutes=2)
IN_A_ROW = {Alarm.WEBHOOK_ELSEWHERE: 1, Alarm.UPDATES_PENDING: 2, Alarm.WEBHOOK_FAILING: 2, Alarm.WATCH_BLIND: 3}
"""How many looks in a row must find it before it is called an alarm: a deploy or a crowded minute is none."""

log = structlog.get_logger()


class Watch:
    """Looks once a minute. `url`: where our webhook is, empty while we poll."""

    def __init__(self, telegram: TelegramChannel, database: Database, clock: Clock, url: str) -> None:
        self.telegram = telegram
        self.database = database
        self.clock = clock
        self.url = url
        self.seen = dict.fromkeys(IN_A_ROW, 0)

    async def look(self) -> int:
        """Look, and set the alarms; how many stand. Whatever Telegram answers, the next look comes."""
        wrong = await self.signs()
        for alarm in IN_A_ROW:
            self.seen[alarm] = self.seen[alarm] + 1 if alarm in wrong else 0
        standing = {alarm for alarm, least in IN_A_ROW.items() if self.seen[alarm] >= least}
        if Alarm.WATCH_BLIND in wrong:  # what cannot be seen is neither begun nor ended
            await self.database.write(self.keep, {Alarm.WATCH_BLIND: Alarm.WATCH_BLIND in standing})
        else:
            await self.database.write(self.keep, {alarm: alarm in standing for alarm in IN_A_ROW})
        return len(standing)

    async def signs(self) -> set[Alarm]:
        try:
            answer = await self.telegram.request.raw(f"{self.telegram.methods}/getWebhookInfo", {}, PATIENCE)
            return signs_of(orjson.loads(answer)["result"], self.url, self.clock.now())
        except (TelegramError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("watch_blind", channel=self.telegram.name, bot=self.telegram.bot, error=type(error).__name__)
            return {Alarm.WATCH_BLIND}

    def keep(self, tx: Transaction, wanted: dict[Alarm, bool]) -> None:
        for alarm, wrong in wanted.items():
            set_alarm(tx, self.clock, alarm, wrong)


def signs_of(told: dict[str, Any], url: str, now: datetime) -> set[Alarm]:
    """What Telegram's word on the webhook means. Raises ValueError, TypeError or AttributeError for what is no such word."""
    where, pending, failed = told.get("url"), told.get("pending_update_count", 0), told.get("last_error_date", 0)
    if not isinstance(where, str) or not isinstance(pending, int) or not isinstance(failed, int):
        raise ValueError("no word on a webhook")
    wrong = set()
    if where != url:
        wrong.add(Alarm.WEBHOOK_ELSEWHERE)
    if pending > MOST_PENDING:
        wrong.add(Alarm.UPDATES_PENDING)
    if url and failed > (now - LATELY).timestamp():
        wrong.add(Alarm.WEBHOOK_FAILING)
    return wrong
