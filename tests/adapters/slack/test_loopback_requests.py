"""HTTP mode of the loopback Slack: signed requests, and what their answers are taken for."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.requests import signed
from tests.adapters.slack.loopback.samples import BUTTONS, MODAL
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


@dataclass
class Site:
    """The app's own server: notes what comes, and gives the next of `answers`, or 200."""

    url: str = ""
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.requests.append(({k.lower(): v for k, v in request.headers.items()}, await request.text()))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_post("/slack/events", site.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield site
    await runner.cleanup()


@pytest.fixture
async def slack(site: Site) -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack(retries=(0, 0, 0)) as slack:
        slack.delivers_to(site.url)
        yield slack


async def test_an_event_is_json_and_signed(slack: LoopbackSlack, site: Site) -> None:
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    ((headers, body),) = site.requests
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["event"]["text"] == "Well?"


async def test_a_command_is_a_form(slack: LoopbackSlack, site: Site) -> None:
    site.answers = [web.json_response({"text": "Here"})]
    act = await slack.types(slack.member, slack.general, "/quiz lora & co")
    await until(lambda: act.acknowledgements)

    ((headers, body),) = site.requests
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert parse_qs(body)["text"] == ["lora &amp; co"]
    assert [one.text for one in await slack.reads(slack.member, slack.general)] == ["Here"]


async def test_a_button_and_a_form_are_forms_with_json_in_them(slack: LoopbackSlack, site: Site) -> None:
    client = AsyncWebClient(slack.bot_token, slack.api_url)
    await client.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    (message,) = await slack.reads(slack.member, slack.general)
    await until(lambda: site.requests)
    act = await slack.presses(slack.member, message, "Answer")
    await until(lambda: act.acknowledgements)
    pressed = json.loads(parse_qs(site.requests[-1][1])["payload"][0])
    await client.views_open(trigger_id=pressed["trigger_id"], view=MODAL)
    site.answers = [web.json_response({"response_action": "errors", "errors": {"why": "Say more."}})]
    act = await slack.submits(slack.member, {"why": "No."})
    await until(lambda: act.acknowledgements)

    modal = await slack.modal(slack.member)
    assert modal
    assert modal.errors == {"why": "Say more."}
    assert slack.refusals == []


async def test_an_answer_in_plain_words(slack: LoopbackSlack, site: Site) -> None:
    site.answers = [web.Response(text="Here")]
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.acknowledgements)

    assert act.ack_payload == {"text": "Here"}


async def test_an_event_that_was_answered_with_an_error_comes_again(slack: LoopbackSlack, site: Site) -> None:
    site.answers = [web.Response(status=500)]
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.acknowledgements)

    headers = site.requests[1][0]
    assert (headers["x-slack-retry-num"], headers["x-slack-retry-reason"]) == ("1", "http_error")
    assert slack.refusals == ["events_api message: answered 500, not 200"]


async def test_an_app_may_not_want_it_again(slack: LoopbackSlack, site: Site) -> None:
    site.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.failure)

    assert len(site.requests) == 1


async def test_a_command_that_was_answered_with_an_error_fails(slack: LoopbackSlack, site: Site) -> None:
    site.answers = [web.Response(status=404)]
    act = await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: act.failure)

    assert (act.failure, len(site.requests)) == ("dispatch_failed", 1)


async def test_nobody_listens_there(slack: LoopbackSlack, unused_tcp_port: int) -> None:
    slack.delivers_to(f"http://127.0.0.1:{unused_tcp_port}/slack/events")
    act = await slack.says(slack.member, slack.general, "Well?")
    await until(lambda: act.failure)

    assert (act.failure, act.deliveries) == ("given_up", 4)


async def test_an_answer_that_takes_too_long(site: Site) -> None:
    async with LoopbackSlack(ack_within=-1.0, retries=(0,)) as slack:
        slack.delivers_to(site.url)
        act = await slack.says(slack.member, slack.general, "Well?")
        await until(lambda: act.failure)

    assert slack.refusals == ["events_api message: not acknowledged within -1 seconds"] * 2


async def test_an_address_is_asked_whether_it_is_the_apps(slack: LoopbackSlack, site: Site) -> None:
    requests = slack.delivers_to(site.url)
    site.answers = [web.Response(text="c0ffee"), web.Response(text="What?")]

    assert await requests.verify()
    assert not await requests.verify()


def test_a_signature_is_of_one_moment_and_one_body() -> None:
    then, now = signed("secret", b"body", 1_771_234_567), signed("secret", b"body", 1_771_234_568)

    assert then["X-Slack-Request-Timestamp"] == "1771234567"
    assert then["X-Slack-Signature"] != now["X-Slack-Signature"]
    assert signed("secret", b"other", 1_771_234_567) != then
