"""Somebody installs Koko with a browser; whoever tries to do it for them is refused."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape

import aiohttp
import pytest
from pydantic import SecretStr
from yarl import URL

from adapters.slack.client import Connection
from adapters.slack.names import CommandNames
from adapters.slack.oauth import COOKIE, Installing, States
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.workspaces import ManyWorkspaces
from bot.http import Server
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.adapters.slack.loopback.faults import Fault, Status
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.fakes import FixedClock

SECONDS = timedelta(seconds=1)


@dataclass(frozen=True)
class Page:
    """What a browser shows."""

    status: int
    text: str
    headers: dict[str, str] = field(repr=False)

    @property
    def link(self) -> URL:
        """Where its one button leads."""
        [found] = re.findall(r'class="button" href="([^"]+)"', self.text)
        return URL(unescape(found))

    @property
    def state(self) -> str:
        return self.link.query["state"]


@dataclass(frozen=True)
class Browser:
    """One with cookies of its own, at Koko's pages."""

    session: aiohttp.ClientSession
    url: str

    async def offer(self) -> Page:
        return await self._get("/slack/install", {})

    async def comes_back(self, **query: str) -> Page:
        """As Slack sends it, with a code and a state or with an error."""
        return await self._get("/slack/oauth_redirect", query)

    async def _get(self, path: str, query: dict[str, str]) -> Page:
        async with self.session.get(self.url + path, params=query) as response:
            return Page(response.status, await response.text(), dict(response.headers))


@dataclass(frozen=True)
class Pages:
    """Koko's pages, served."""

    slack: LoopbackSlack
    workspaces: ManyWorkspaces
    installing: Installing
    url: str
    stack: AsyncExitStack

    async def browser(self) -> Browser:
        # A browser that shows these pages has come over TLS.
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(self.url))
        session = await self.stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        return Browser(session, self.url)


@asynccontextmanager
async def served(
    slack: LoopbackSlack, clock: FixedClock, keys: list[str], secret: str = ""
) -> AsyncIterator[Pages]:
    """As a Koko with these keys serves them."""
    store = SqlStore("sqlite:///:memory:")
    connection, server = Connection(slack.api_url), Server("127.0.0.1", 0)
    await store.create_tables()
    vault = Secrets(store, keys, clock).of("slack")
    client = slack.client_id, SecretStr(secret or slack.client_secret)
    workspaces = ManyWorkspaces(vault, connection.web, *client, clock)
    installing = Installing(
        workspaces=workspaces,
        states=States(vault, client[1], clock),
        client_id=slack.client_id,
        api_url=slack.api_url,
        scopes=BOT_SCOPES,
        names=CommandNames("acme-"),
    )
    installing.mount(server)
    async with connection.opened(), server.serve(), AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        yield Pages(slack, workspaces, installing, f"http://127.0.0.1:{server.address[1]}", stack)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 9, 12, tzinfo=UTC))


@pytest.fixture
async def pages(slack: LoopbackSlack, clock: FixedClock) -> AsyncIterator[Pages]:
    async with served(slack, clock, [new_key()]) as pages:
        yield pages


@pytest.fixture
async def browser(pages: Pages) -> Browser:
    return await pages.browser()


@pytest.fixture
def code(slack: LoopbackSlack) -> str:
    """What Slack sends a browser back with."""
    return slack.installs_app(slack.team)


def exchanges(pages: Pages) -> int:
    return len([call for call in pages.slack.world.calls if call.method == "oauth.v2.access"])


# How it goes


async def test_the_first_page_leads_to_slack_and_says_what_for(pages: Pages, browser: Browser) -> None:
    page = await browser.offer()

    assert page.status == 200
    assert page.link.with_query(None) == URL(pages.slack.api_url).with_path("/oauth/v2/authorize")
    assert page.link.query["client_id"] == pages.slack.client_id
    assert page.link.query["scope"] == ",".join(BOT_SCOPES)
    for scope in BOT_SCOPES:
        assert f"<code>{scope}</code>" in page.text


async def test_a_workspace_is_installed(pages: Pages, browser: Browser, code: str) -> None:
    offer = await browser.offer()
    assert await pages.workspaces.workspaces() == []

    page = await browser.comes_back(code=code, state=offer.state)

    assert page.status == 200
    assert "Koko is in Practice" in page.text
    assert page.link.path == "/app_redirect"
    assert page.link.query == {"app": "A0KOKO", "team": "T1"}
    assert "/invite @Koko" in page.text
    assert "/acme-koko setup" in page.text
    assert "/acme-quiz" in page.text
    assert await pages.workspaces.workspaces() == ["T1"]
    assert await pages.workspaces.token("T1") in pages.slack.world.tokens


async def test_installed_again_the_new_token_counts(
    pages: Pages, browser: Browser, slack: LoopbackSlack
) -> None:
    tokens = []
    for _ in range(2):
        offer = await browser.offer()
        await browser.comes_back(code=slack.installs_app(slack.team), state=offer.state)
        tokens.append(await pages.workspaces.token("T1"))

    assert tokens == list(slack.world.tokens)[-2:]


async def test_two_tabs_of_a_browser_do_not_disturb_each_other(
    browser: Browser, slack: LoopbackSlack
) -> None:
    first, second = await browser.offer(), await browser.offer()

    for offer in (second, first):
        page = await browser.comes_back(code=slack.installs_app(slack.team), state=offer.state)
        assert page.status == 200


async def test_pages_are_nobody_elses(browser: Browser, code: str) -> None:
    offer = await browser.offer()
    done = await browser.comes_back(code=code, state=offer.state)

    for page in (offer, done):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    cookie = offer.headers["Set-Cookie"]
    assert COOKIE in cookie
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"} <= set(cookie.split("; "))


# How it does not go


async def refused(pages: Pages, page: Page, why: str, status: int = 400) -> None:
    """Nothing was installed, and the page says why and where to begin again."""
    assert page.status == status
    assert "Koko was not installed" in page.text
    assert why in unescape(page.text)
    assert page.link == URL("/slack/install")
    assert await pages.workspaces.workspaces() == []


@pytest.mark.parametrize(
    "forge",
    [
        lambda state: "",
        lambda state: "x",
        lambda state: "1.2.3",
        lambda state: f"9{state}",
        lambda state: state[:-1],
        lambda state: f"{state}é",
        lambda state: state.rpartition(".")[0] + ".",
    ],
)
async def test_a_state_that_koko_did_not_issue(
    pages: Pages, browser: Browser, code: str, forge: Callable[[str], str]
) -> None:
    offer = await browser.offer()

    page = await browser.comes_back(code=code, state=forge(offer.state))

    await refused(pages, page, "not begun here")
    assert exchanges(pages) == 0


async def test_a_state_of_another_app(pages: Pages, browser: Browser, code: str, clock: FixedClock) -> None:
    await browser.offer()
    cookie = next(cookie.value for cookie in browser.session.cookie_jar if cookie.key == COOKIE)
    forged = States(pages.installing.states.vault, SecretStr("guessed"), clock).issue(cookie)

    await refused(pages, await browser.comes_back(code=code, state=forged), "not begun here")


async def test_a_state_of_another_browser(pages: Pages, browser: Browser, code: str) -> None:
    """As when somebody is lured into a workspace that is not theirs."""
    attacker, newcomer = await pages.browser(), await pages.browser()
    offer = await attacker.offer()
    await browser.offer()

    for victim in (browser, newcomer):
        page = await victim.comes_back(code=code, state=offer.state)
        await refused(pages, page, "not begun here, in this browser")
    assert exchanges(pages) == 0


async def test_a_state_is_good_once(pages: Pages, browser: Browser, slack: LoopbackSlack) -> None:
    offer = await browser.offer()
    await browser.comes_back(code="guessed", state=offer.state)

    page = await browser.comes_back(code=slack.installs_app(slack.team), state=offer.state)

    await refused(pages, page, "opened before")
    assert exchanges(pages) == 1


async def test_a_state_is_good_for_ten_minutes(
    pages: Pages, browser: Browser, code: str, clock: FixedClock
) -> None:
    late, timely = await browser.offer(), await browser.offer()
    clock.move(600 * SECONDS)
    await refused(pages, await browser.comes_back(code=code, state=late.state), "more than ten minutes")

    clock.move(-SECONDS)
    assert (await browser.comes_back(code=code, state=timely.state)).status == 200


async def test_a_code_that_slack_does_not_know(pages: Pages, browser: Browser) -> None:
    offer = await browser.offer()

    page = await browser.comes_back(code="guessed", state=offer.state)

    await refused(pages, page, "start it again")


async def test_somebody_who_thinks_better_of_it(pages: Pages, browser: Browser) -> None:
    offer = await browser.offer()

    page = await browser.comes_back(error="access_denied", state=offer.state)

    await refused(pages, page, "nothing has changed", 200)


@pytest.mark.parametrize(
    ("error", "said"),
    [("invalid_scope", "invalid_scope"), ("<script>alert(1)</script>", "an error"), ("x" * 100, "an error")],
)
async def test_another_error_of_slacks(pages: Pages, browser: Browser, error: str, said: str) -> None:
    page = await browser.comes_back(error=error)

    await refused(pages, page, f"Slack answered {said}.")
    assert "<script" not in page.text


async def test_a_slack_that_does_not_answer(pages: Pages, browser: Browser, code: str) -> None:
    pages.slack.faults.add(Fault("oauth.v2.access", Status(503), count=10))
    offer = await browser.offer()

    page = await browser.comes_back(code=code, state=offer.state)

    await refused(pages, page, "Slack answered 503", 503)


async def test_a_wrong_client_secret(slack: LoopbackSlack, clock: FixedClock, code: str) -> None:
    async with served(slack, clock, [new_key()], "wrong") as pages:
        browser = await pages.browser()
        offer = await browser.offer()
        page = await browser.comes_back(code=code, state=offer.state)

        await refused(pages, page, "client id or secret (bad_client_secret)", 503)


async def test_a_koko_without_a_key(slack: LoopbackSlack, clock: FixedClock, code: str) -> None:
    async with served(slack, clock, []) as pages:
        browser = await pages.browser()
        offer = await browser.offer()
        page = await browser.comes_back(code=code, state=offer.state)

    assert page.status == 500
    assert "its log says what is missing" in page.text


async def test_a_workspace_with_a_hostile_name(browser: Browser, slack: LoopbackSlack, code: str) -> None:
    slack.team.name = "<img src=x onerror=alert(1)>"
    offer = await browser.offer()

    page = await browser.comes_back(code=code, state=offer.state)

    assert "<img" not in page.text
    assert "Koko is in <img" in unescape(page.text)


async def test_no_secret_is_shown_or_logged(
    pages: Pages,
    browser: Browser,
    code: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    pages.slack.world.token_life = 43_200
    offer = await browser.offer()
    pages.slack.faults.add(Fault("auth.test", Status(503), count=10))
    failed = await browser.comes_back(code=code, state=offer.state)
    pages.slack.faults.clear()
    again = await browser.offer()
    done = await browser.comes_back(code=pages.slack.installs_app(pages.slack.team), state=again.state)
    assert (failed.status, done.status) == (503, 200)

    written = failed.text + done.text + caplog.text + "".join(capsys.readouterr())
    assert "workspace_not_installed" in written
    secrets = [pages.slack.client_secret, offer.state, again.state, *pages.slack.world.codes]
    secrets += [
        value for token in pages.slack.world.tokens.values() for value in (token.value, token.refresh_token)
    ]
    assert [secret for secret in secrets if secret and secret in written] == []
