"""Service: one process with the parts it was asked to run: pages and webhooks, the worker's loops, or both."""

import asyncio
import contextlib
import errno
import os
import signal
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from socket import gaierror
from typing import Any

import structlog
from aiohttp import web

import console
from bot.calling import Caller
from bot.channels import Channel, by_key
from bot.chat import telegram_poll, telegram_watch, telegram_webhook, web_routes
from bot.chat.telegram import TelegramChannel
from bot.chat.telegram_watch import Watch
from bot.chat.web import WebChannel
from bot.house import House
from bot.media import MediaFetcher
from bot.outbox import Postman
from bot.schedule import Schedule
from bot.second_desk import Carrier
from bot.teaching.preview import Preview
from bot.turns import Turns
from bot.typing import TypingSign
from console.second_desk import PhoneDesk
from helpline.clock import Clock
from helpline.directory import national_numbers
from helpline.errors import HelplineError
from storage.database import Database
from storage.sealing import Keyring
from suluh import memory, process
from suluh.ballast import Ballast
from suluh.clock import SystemClock
from suluh.full_server import FullServer
from suluh.health import health_routes
from suluh.heartbeat import Heartbeat
from suluh.metrics import metrics_app
from suluh.settings import Settings

LARGEST_BODY = 1_000_000
REQUESTS_END, STOP_WITHIN = 5.0, 8.0
"""Seconds for the requests in hand, and for all of it, to end after a request to stop: whoever waits ten then kills."""

log = structlog.get_logger()


class CannotListen(HelplineError):
    """An address cannot be listened on."""

    def __init__(self, setting: str, host: str, port: int, error: OSError) -> None:
        super().__init__(setting)
        if isinstance(error, gaierror) or error.errno == errno.EADDRNOTAVAIL:
            setting = "HOST" if setting == "PORT" else setting
            why = "this machine has no such address"
        else:
            why = "another process listens there" if error.errno == errno.EADDRINUSE else os.strerror(error.errno or 0).lower()
        self.told = f"{setting} cannot be used: {host}:{port}, {why}."

    @property
    def sentence(self) -> str:
        return self.told


class LoopBroken(HelplineError):
    """A part of this process broke, so all of it has stopped; its last log line names the kind of error."""


@dataclass(frozen=True)
class Role:
    """What a process does."""

    name: str
    web: bool
    worker: bool


RUN, WEB, WORKER = Role("run", True, True), Role("web", True, False), Role("worker", False, True)


class Service:
    """Everything one process holds open. Made by `open`, ended by `close`."""

    def __init__(self, settings: Settings, database: Database, house: House, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.house = house
        self.clock = clock
        self.telegram = (
            TelegramChannel(settings.token, settings.telegram_api_base, settings.telegram_rate) if settings.token else None
        )
        own: list[Channel] = [WebChannel(database)]
        self.channels = by_key(*own, *([self.telegram] if self.telegram else []))
        self.lease = timedelta(minutes=settings.claim_minutes)
        self.phone_desk = PhoneDesk(clock, house.wording, settings.desk_roles, self.lease)
        self.turns = Turns(database, clock, self.channels, house, self.phone_desk)
        self.schedule = Schedule(database, clock, house)
        self.loops: list[asyncio.Task[None]] = []
        self.runners: list[web.AppRunner] = []
        self.name = process.name()
        self.heart: Heartbeat | None = None

    @classmethod
    async def open(cls, settings: Settings) -> "Service":
        """Open the database and the house. Raises HelplineError with the sentence that names what is wrong."""
        house = House.furnished(targets=settings.targets)
        keys = Keyring.load(settings.key_file, create=False)
        return cls(settings, await Database.open(settings.database, keys), house, SystemClock())

    async def start(self, role: Role) -> None:
        """Raises PortTaken before anything is sent or looked at."""
        if self.settings.metrics_address:
            await self.answer(metrics_app(self.database), *self.settings.metrics_place, "METRICS_ADDRESS")
        if role.web:
            await self.serve()
        if role.worker:
            self.work()
        if self.database.dialect == "sqlite" and self.settings.data_dir.is_dir():
            self.loop(Ballast(self.database, self.clock, self.settings.data_dir).run())
        if self.database.dialect == "postgresql":
            self.loop(FullServer(self.database, self.clock).run())
        self.heart = Heartbeat(self.database, self.clock, self.name, role.name, self.console_url)
        self.loop(self.heart.run())
        self.loop(memory.stay_small())

    async def serve(self) -> None:
        """Answer on the port."""
        await self.answer(self.make_app(), self.settings.host, self.settings.port, "PORT")
        if self.telegram and self.settings.public_url:
            self.loop(self.announce(self.telegram))

    async def answer(self, app: web.Application, host: str, port: int, setting: str) -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=REQUESTS_END, handle_signals=False)
        self.runners.append(runner)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise CannotListen(setting, host, port, error) from None

    @property
    def console_url(self) -> str | None:
        return f"{self.settings.public_url}/console/" if self.settings.public_url else None

    def numbers(self) -> list[str]:
        """What the chat page lets be tapped, as the directory stands now."""
        return national_numbers(self.house.directory)

    def make_app(self) -> web.Application:
        """All routes of the process."""
        app = web.Application(client_max_size=LARGEST_BODY)
        turns, wording = self.turns, self.house.wording
        receive, last_words = turns.receive_in_time, turns.last_words
        app.add_routes(web_routes.routes(receive, last_words, self.database, self.clock, wording, self.numbers))
        app.add_routes(health_routes(self.database, self.clock))
        if self.telegram and self.settings.public_url:
            app.add_routes(telegram_webhook.routes(self.telegram, self.turns.receive_in_time, *self.settings.webhook_secrets))
        public_url = self.settings.public_url or None
        desk = console.make_app(
            self.database,
            self.clock,
            self.house.wording,
            secure=self.settings.secure,
            public_url=public_url,
            lease=self.lease,
            desk_roles=self.settings.desk_roles,
            targets=self.house.targets,
            shelf=self.house.shelf,
            preview=Preview(self.house),
        )
        app.add_subapp("/console", desk)
        app.on_response_prepare.append(say_no_version)
        return app

    def work(self) -> None:
        """Send, fetch, look at the clock, and poll where there is no webhook."""
        postman = Postman(self.database, self.clock, self.channels, self.name, process.is_dead)
        self.turns.rides = postman.riding.ride
        self.loop(postman.run())
        self.loop(Caller(self.database, self.clock, self.channels, self.house, self.console_url, self.phone_desk).run())
        self.loop(Carrier(self.database, self.clock, self.channels, self.phone_desk).run())
        self.loop(TypingSign(self.database, self.clock, self.channels).run())
        self.loop(MediaFetcher(self.database, self.clock, self.channels).run())
        if self.telegram:
            url = f"{self.settings.public_url}{telegram_webhook.PATH}" if self.settings.public_url else ""
            watch = Watch(self.telegram, self.database, self.clock, url)
            self.schedule.every(telegram_watch.EVERY, watch.look, name="watch_telegram")
        self.schedule.start()
        if self.telegram and not self.settings.public_url:
            is_sender = postman.senders[(self.telegram.name, self.telegram.bot)].held.wait
            self.loop(
                telegram_poll.poll(self.telegram, partial(self.turns.receive, fetched=True), self.database, self.clock, is_sender)
            )

    def loop(self, work: Coroutine[Any, Any, None]) -> None:
        self.loops.append(asyncio.create_task(work))

    async def announce(self, telegram: TelegramChannel) -> None:
        """Tell Telegram our address; again until it is taken, since Telegram may be away when we start."""
        while True:
            try:
                await telegram_webhook.announce(telegram, self.settings.public_url, self.settings.webhook_secret)
                return
            except Exception as error:  # the wire's own kinds of trouble are not named outside of bot.chat
                log.warning("webhook_not_announced", error=type(error).__name__)
                await asyncio.sleep(5)

    async def close(self) -> None:
        """Take nothing new, finish what is in hand, then let go. What is cut off was durable, or was never accepted."""
        if self.schedule.heartbeat.running:
            self.schedule.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN):
                await asyncio.gather(self.end_requests(), self.end_loops())
        if self.heart:
            await self.heart.leave()
        if self.telegram:
            await self.telegram.close()
        await self.database.close()

    async def end_requests(self) -> None:
        await asyncio.gather(*(runner.cleanup() for runner in self.runners))
        await self.turns.close()

    async def end_loops(self) -> None:
        for task in self.loops:
            task.cancel()
        await asyncio.gather(*self.loops, return_exceptions=True)

    async def run_until(self, stop: asyncio.Event) -> None:
        """Raises LoopBroken when one of the loops breaks: a half-dead process is worse than none."""
        stopping = asyncio.create_task(stop.wait())
        done, _rest = await asyncio.wait({stopping, *self.loops}, return_when=asyncio.FIRST_COMPLETED)
        while stopping not in done and all(task.exception() is None for task in done if not task.cancelled()):
            self.loops = [task for task in self.loops if not task.done()]
            done, _rest = await asyncio.wait({stopping, *self.loops}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done - {stopping}:
            if task.exception() is not None:
                log.error("loop_broken", error=type(broken(task.exception())).__name__)
                raise LoopBroken


def broken(error: BaseException | None) -> BaseException | None:
    """What went wrong, where several tasks ran as one."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def told_to_stop() -> asyncio.Event:
    """Set at SIGTERM or SIGINT, from now on."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def say_no_version(_request: web.Request, response: web.StreamResponse) -> None:
    """No answer tells which software, and of which version, gave it."""
    response.headers.pop("Server", None)
