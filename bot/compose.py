"""Puts the parts together: the only place that knows them all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING

import stamina

from bot.bank.files import Bank, load_bank
from bot.chat.adapter import Adapter, Host
from bot.chat.messenger import Messenger
from bot.chat.outbox import Outbox
from bot.clock import Clock
from bot.errors import ChatError, ConfigError
from bot.features.answering import Answering
from bot.features.appealing import Appealing
from bot.features.calendar import Calendar
from bot.features.daily import Daily
from bot.features.delivery import Delivery
from bot.features.explaining import Explaining
from bot.features.help import Help
from bot.features.home import Home
from bot.features.leaderboard import Leaderboard
from bot.features.marking import Marking
from bot.features.pool import Pool
from bot.features.privacy import Privacy
from bot.features.profile import Profile
from bot.features.quiz import Quizzing
from bot.features.reporting import Reporting
from bot.features.reveal import Reveal
from bot.features.setup import Setup
from bot.features.welcome import Welcome
from bot.grading.grader import Grader
from bot.grading.ports import CodeRunner, Judge
from bot.grading.rubric import RubricJudge
from bot.grading.sandbox import WasmRunner
from bot.http import Server
from bot.logs import get_logger
from bot.pictures.album import Album
from bot.router import Router
from bot.routes import Features, routes
from bot.settings import Settings
from bot.store.ledger import StoredLedger
from bot.store.port import Store
from bot.store.sql import SqlStore
from bot.store.upgrade import is_older, migrate, require_newest, version
from bot.store.vault import Secrets

if TYPE_CHECKING:
    from bot.grading.model.endpoint import Endpoint

log = get_logger(__name__)

IN_FLIGHT = 8.0  # seconds for what is being handled; the whole way out takes ten at most
RECONNECT = 60.0  # seconds at most between two tries to connect a platform


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the bot is built from; `catch_up` is how late a question may still be posted, and `seconds` go by
    whatever the clock is set to."""

    store: Store
    bank: Bank
    judge: Judge
    runner: CodeRunner
    adapters: Sequence[Adapter]
    server: Server
    now: Callable[[], datetime]
    catch_up: timedelta
    tick_seconds: float
    seconds: Callable[[], float] = monotonic


@dataclass(frozen=True, slots=True)
class Koko:
    """The assembled bot."""

    parts: Parts
    router: Router
    clock: Clock
    messenger: Messenger
    pool: Pool

    def problems(self) -> list[str]:
        """What keeps the bot from working now, in sentences."""
        health = [(adapter.name, adapter.health()) for adapter in self.parts.adapters]
        offline = [
            f"{name} is not connected: {state.reason}" for name, state in health if not state.connected
        ]
        stopped = self.clock.problem()
        return offline + ([stopped] if stopped else [])

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Work until `stop` is set, then leave cleanly: no new events, what is in flight is finished.

        `ready` is called once, when every platform is connected and the clock has ticked.
        """
        await self._take_over()
        async with self.parts.server.serve():
            listening = [
                asyncio.create_task(self._keep_connected(adapter)) for adapter in self.parts.adapters
            ]
            working = [
                asyncio.create_task(self.messenger.run(self.clock.every)),
                asyncio.create_task(self.clock.run()),
            ]
            beginning = [
                asyncio.create_task(self._announce(ready)),
                asyncio.create_task(self._try_sandbox()),
                asyncio.create_task(self.draw_pictures()),
            ]
            stopping = asyncio.create_task(stop.wait())
            try:
                tasks = [stopping, *listening, *working]
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done - {stopping}:
                    task.result()
            finally:
                await asyncio.gather(_cancel(listening), self.router.finish(IN_FLIGHT))
                await _cancel([stopping, *working, *beginning])
                log.info("stopped")

    async def _take_over(self) -> None:
        """Nobody else works on a store that is ours alone, so what is unfinished there is left by a crash."""
        if not self.parts.store.is_shared:
            async with self.parts.store.begin() as tx:
                await tx.inbox.release()
                await tx.outbox.release()

    async def draw_pictures(self) -> None:
        """Until they are drawn, and where they can't be, questions with a picture are left out."""
        if reason := await self.pool.album.draw(self.parts.bank.questions):
            log.warning("picture_questions_left_out", reason=reason)

    async def _keep_connected(self, adapter: Adapter) -> None:
        retries = stamina.retry_context(on=ChatError, attempts=None, timeout=None, wait_max=RECONNECT)
        async for attempt in retries:
            with attempt:
                try:
                    await adapter.run(self.router)
                except ChatError as error:
                    log.warning("not_connected", adapter=adapter.name, reason=str(error))
                    raise

    async def _try_sandbox(self) -> None:
        """Leave code questions out of the draw where their programs could not be run."""
        if reason := await self.parts.runner.check():
            self.pool.leave_out_code()
            log.warning("code_questions_left_out", reason=reason)

    async def _announce(self, ready: Callable[[], None]) -> None:
        while self.problems():
            await asyncio.sleep(0.02)
        ready()


@asynccontextmanager
async def assemble(
    settings: Settings,
    now: Callable[[], datetime] = utc_now,
    through: Callable[[Outbox], Outbox] = lambda outbox: outbox,
) -> AsyncIterator[Koko]:
    """The bot on a migrated store; raises ConfigError for what can't start.

    `through` may put something between the outbox and the messenger, to watch what is sent.
    """
    settings.make_folder()
    if settings.uses_sqlite:
        await migrate(settings.database, now())
    await require_newest(settings.database)
    if not settings.questions.is_dir():
        raise ConfigError(f"KOKO_QUESTIONS: there is no folder {settings.questions}")
    bank, faults = load_bank(settings.questions)
    for fault in faults:
        log.warning("question_left_out", problem=str(fault))
    model = open_model(settings)
    store = SqlStore(settings.database)
    runner = WasmRunner(settings.folder / "sandbox")
    try:
        server = Server(settings.http_host, settings.http_port)
        secrets = Secrets(store, settings.secret_keys, now)
        await secrets.reseal()
        parts = Parts(
            store=store,
            bank=bank,
            judge=judge_of(model, store, settings, now),
            runner=runner,
            adapters=[
                load_adapter(name, Host(server, settings.folder, now, secrets.of(name)))
                for name in settings.adapters
            ],
            server=server,
            now=now,
            catch_up=settings.catch_up,
            tick_seconds=settings.tick_seconds,
        )
        yield build(parts, through)
    finally:
        await runner.close()
        await store.close()
        if model:
            await model.close()


def open_model(settings: Settings) -> Endpoint | None:
    """The language model's endpoint, None where none is set; raises ConfigError for one that can't be."""
    key = settings.model_key.get_secret_value()
    if not settings.model_url:
        for name, value in (("KOKO_MODEL_NAME", settings.model_name), ("KOKO_MODEL_KEY", key)):
            if value:
                raise ConfigError(
                    f"{name}: there is no KOKO_MODEL_URL that it belongs to; set both or neither"
                )
        return None
    from bot.grading.model.endpoint import Endpoint  # httpx, which few need

    return Endpoint(settings.model_url, settings.model_name, key, settings.model_plain_http)


def judge_of(model: Endpoint | None, store: Store, settings: Settings, now: Callable[[], datetime]) -> Judge:
    """Who judges prose: the rubric, with a model beside it where there is one."""
    if model is None:
        return RubricJudge()
    from bot.grading.model.breaker import Breaker
    from bot.grading.model.judge import ModelJudge

    ledger = StoredLedger(store, settings.model_calls_per_day, now)
    return ModelJudge(RubricJudge(), model, ledger, Breaker(now))


@asynccontextmanager
async def open_judge(settings: Settings) -> AsyncIterator[Judge]:
    """Who judges prose in the bot, for a command beside it. What a model says is remembered, and its calls
    are counted, where the database is up to date; raises ConfigError for a model that can't be."""
    model = open_model(settings)
    if model is None:
        yield RubricJudge()
        return
    try:
        async with _open_or_stand_in(settings) as store:
            yield judge_of(model, store, settings, utc_now)
    finally:
        await model.close()


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """What Koko has kept, for a command beside the bot; raises ConfigError where it is not up to date."""
    await require_newest(settings.database)
    store = SqlStore(settings.database)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def open_secrets(settings: Settings) -> AsyncIterator[Secrets]:
    """What adapters keep, for a command beside the bot; none while the database is not up to date."""
    async with _open_or_stand_in(settings) as store:
        yield Secrets(store, settings.secret_keys, utc_now)


@asynccontextmanager
async def _open_or_stand_in(settings: Settings) -> AsyncIterator[Store]:
    """What Koko has kept, or an empty store in memory while the database is not up to date."""
    try:
        is_current = not is_older(await version(settings.database))
    except ConfigError:
        is_current = False
    store = SqlStore(settings.database if is_current else "sqlite:///:memory:")
    try:
        if not is_current:
            await store.create_tables()
        yield store
    finally:
        await store.close()


def build(parts: Parts, through: Callable[[Outbox], Outbox] = lambda outbox: outbox) -> Koko:
    """The bot from its parts; `through` as for `assemble`."""
    store, bank, now = parts.store, parts.bank, parts.now
    delivery = Delivery(store, now)
    messenger = Messenger({adapter.name: adapter for adapter in parts.adapters}, through(delivery), now)
    pool = Pool(bank, Album())
    marking = Marking(store, bank, Grader(parts.judge, parts.runner), now, parts.seconds)
    daily = Daily(store, pool, messenger.adapters, messenger.capabilities, parts.catch_up, now)
    leaderboard = Leaderboard(store, messenger.adapters, parts.catch_up, now)
    about = Help(pool, messenger.capabilities)
    features = Features(
        answering=Answering(store, bank, marking, messenger.capabilities, now),
        appealing=Appealing(store, bank, marking, messenger.is_admin, messenger.capabilities, now),
        calendar=Calendar(store, now),
        daily=daily,
        explaining=Explaining(store, bank, messenger.capabilities, now),
        help=about,
        home=Home(store, bank, now),
        leaderboard=leaderboard,
        privacy=Privacy(store, now),
        profile=Profile(store, bank, now),
        quiz=Quizzing(store, pool, marking, now),
        reporting=Reporting(store, bank, now),
        setup=Setup(store, pool, messenger.capabilities, now),
        welcome=Welcome(store, now),
    )
    router = Router(
        routes(features), store, messenger.is_admin, about.complete, messenger.wake, now, parts.seconds
    )
    jobs = (
        ("ask", daily.open_due),  # first, so that no backlog ever delays a question
        ("recover", router.recover),
        ("grade", marking.mark_left),
        ("reveal", Reveal(store, bank, pool.album, marking, now).post_due),
        ("leaderboard", leaderboard.post_due),
        ("sweep", delivery.sweep),
        ("send", messenger.wake_soon),
    )
    koko = Koko(parts, router, Clock(jobs, parts.tick_seconds), messenger, pool)
    parts.server.report(koko.problems)
    return koko


def load_adapter(name: str, host: Host) -> Adapter:
    """`adapters.<name>`, or a package of somebody's own when the name has a dot."""
    package = name if "." in name else f"adapters.{name}"
    try:
        module = import_module(package)
        if not hasattr(module, "create"):
            raise ConfigError(f"KOKO_ADAPTERS: {name!r} is no adapter: it has no `create`")
        adapter: Adapter = module.create(host)
    except ModuleNotFoundError as error:
        if error.name is None or not package.startswith(error.name):
            extra = f"koko[{name}]" if "." not in name else name
            raise ConfigError(f"KOKO_ADAPTERS: {name} needs {error.name}; install {extra}") from None
        raise ConfigError(f"KOKO_ADAPTERS: there is no adapter {name!r}") from None
    return adapter


async def _cancel(tasks: Sequence[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
