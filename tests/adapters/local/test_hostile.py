"""What people of ill will send."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.local.render import Renderer
from bot.chat.card import Button, Buttons, Code, Fields, File, Image, Table, card
from bot.chat.form import Choice, Form, Select, TextInput
from bot.chat.refs import Person, Place
from tests.adapters.local.house import PRACTICE, QUESTION, Living, Visitor
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp

JSON = {"Content-Type": "application/json"}
EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>&lt;"""


async def test_no_character_of_a_text_becomes_markup(ada: Visitor) -> None:
    await ada.say(f"{EVIL} <b>bold</b> <iframe src=//evil.example> <svg/onload=alert(1)>")

    page = await ada.page("/c/interview-practice")

    for tag in ("<script>", "<img", "<b>bold", "<iframe", "<svg/"):
        assert tag not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "![x](https://evil.example/track.png)",
        "![x](//evil.example/track.png)",
    ],
)
async def test_a_link_leads_to_the_web_or_nowhere(ada: Visitor, link: str) -> None:
    await ada.say(link)

    [drawn] = (await ada.page("/c/interview-practice")).split('<div class="prose"')[1:2]
    shown = drawn.partition("</div>")[0]

    assert "href=" not in shown or 'href="http' in shown
    assert "<img" not in shown


async def test_a_link_says_nothing_of_where_it_was(ada: Visitor) -> None:
    await ada.say("[paper](https://arxiv.org/abs/2106.09685)")

    page = await ada.page("/c/interview-practice")

    assert (
        'href="https://arxiv.org/abs/2106.09685" target="_blank" rel="noopener noreferrer nofollow"' in page
    )


async def test_a_card_is_drawn_as_words(platform: Living, ada: Visitor) -> None:
    evil = card(
        EVIL,
        EVIL,
        Code(EVIL, EVIL),
        Fields(((EVIL, EVIL),)),
        Table((EVIL, "x"), ((EVIL, "1"),)),
        Image(PIXEL, EVIL),
        Buttons((Button(EVIL[:75], "a", EVIL[:80]),)),
        footer=EVIL,
    )
    await platform.adapter.open_thread(await platform.adapter.send(PRACTICE, evil, "q1"), EVIL)

    page = await ada.page("/c/interview-practice")

    assert "<script>" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;") >= 10


def test_a_form_is_drawn_as_words() -> None:
    text = TextInput(id="x", label=EVIL[:45], placeholder=EVIL, initial=EVIL, multiline=True)
    choice = Select(id="y", label=EVIL[:45], options=(Choice(EVIL, EVIL.replace(",", "")),))
    form = Form(action=EVIL[:40], title=EVIL[:24], text=EVIL, inputs=(text, choice), submit=EVIL[:24])

    drawn = Renderer().form(form)

    assert "<script>" not in drawn
    assert "<img src=x" not in drawn


async def test_names_are_visible_words(platform: Living, ada: Visitor) -> None:
    made = await ada.post("/api/members", name='\u202e<i onclick="x">\u200b Eve\u0000')
    eve = Visitor(ada.session, platform.url, made["member"])
    await eve.say("Hello")

    page = await eve.page("/c/interview-practice")

    assert "<bdi>&lt;i onclick=&#34;x&#34;&gt; Eve</bdi>" in page
    assert "<i onclick" not in page


async def test_text_that_turns_around_stays_in_its_box(ada: Visitor) -> None:
    await ada.say("\u202egnp.exe \u200bhidden")

    page = await ada.page("/c/interview-practice")

    assert '<div class="prose" dir="auto"><p>\u202egnp.exe \u200bhidden</p>' in page


async def test_a_long_text_is_given_back_with_its_limit(ada: Visitor) -> None:
    answer = await ada.say("x" * 4001)

    assert answer == {"error": "A message has at most 4,000 characters; this has 4,001."}
    assert await ada.messages() == []


async def test_a_longest_text_is_taken(ada: Visitor) -> None:
    assert len((await ada.say("😀" * 4000))["message"]["text"]) == 4000


async def test_a_megabyte_is_refused(ada: Visitor) -> None:
    body = {"place": str(PRACTICE), "text": "x" * 1_000_000, "nonce": "nonce-large"}

    status, answer = await ada.call("POST", "/api/messages", json=body)

    assert (status, answer) == (413, {"error": "That is too long: 64 kB at most."})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"place": 1, "text": "x", "nonce": "nonce-1234"}',
        b'{"place": "local:home:interview-practice", "text": "x", "nonce": "short"}',
        b'{"place": "local:home:interview-practice", "text": "x", "nonce": "nonce 1234"}',
        b'{"place": "local:home:interview-practice", "text": "\\ud800", "nonce": "nonce-1234"}',
        b'{"place": "local:home:interview-practice", "text": "x", "nonce": "nonce-1234", "author": "you"}',
        b'{"place": "nonsense", "text": "x", "nonce": "nonce-1234"}',
        b"\xff\xfe",
        b"[" * 60_000,
    ],
    ids=lambda body: str(body[:60]),
)
async def test_what_is_malformed_is_refused(ada: Visitor, body: bytes) -> None:
    status, answer = await ada.call("POST", "/api/messages", data=body, headers=JSON)

    assert status == 400
    assert set(answer) == {"error"}
    assert await ada.messages() == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_foreign_form_could_send_is_refused(ada: Visitor, kind: str) -> None:
    body = json.dumps({"place": str(PRACTICE), "text": "x", "nonce": "nonce-form"}).encode()

    status, _ = await ada.call("POST", "/api/messages", data=body, headers={"Content-Type": kind})

    assert status == 415


@pytest.mark.parametrize("forged", ["mallory", "YOU", "you ", "../you", "you' OR '1'='1", "\u0000", "😀"])
async def test_a_member_that_is_none_can_do_nothing(platform: Living, ada: Visitor, forged: str) -> None:
    mallory = Visitor(ada.session, platform.url, forged)

    for path in ("/api/state", f"/api/messages?place={PRACTICE}"):
        assert (await mallory.call("GET", path))[0] == 403
    status, _ = await mallory.call(
        "POST", "/api/messages", json={"place": str(PRACTICE), "text": "x", "nonce": "nonce-forged"}
    )
    assert status == 403
    async with ada.session.get(f"{platform.url}/c/interview-practice", params={"as": forged}) as page:
        assert page.status == 403


async def test_a_forged_cookie_is_nobody(platform: Living) -> None:
    await platform.adapter.open_thread(await platform.adapter.send(PRACTICE, QUESTION, "q1"), "Low rank")
    cookies = {"koko_as": "<script>", "koko_toured": "<script>"}
    async with aiohttp.ClientSession(cookies=cookies) as session, session.get(platform.url) as page:
        assert page.url.query["as"] == "you"
        assert "<script>" not in await page.text()


async def test_what_another_wrote_is_theirs(ada: Visitor, you: Visitor) -> None:
    said = (await ada.say("Mine"))["message"]

    assert (await you.call("POST", f"/api/messages/{said['id']}", json={"text": "Yours"}))[0] == 403
    assert (await you.call("DELETE", f"/api/messages/{said['id']}"))[0] == 403
    assert [message["text"] for message in await ada.messages()] == ["Mine"]


async def test_what_is_another_members_is_not_there(
    platform: Living, app: ScriptedApp, ada: Visitor, you: Visitor
) -> None:
    app.response = card("", "For Ada", Buttons((Button("Open", "open"),)), File("mine.txt", "secret"))
    await ada.say("/koko help")
    room = await platform.adapter.open_direct(Person("local", "home", "ada"))
    in_room = await platform.adapter.send(room, QUESTION, "d1")
    await ada.reads(["For Ada"])
    heard = len(app.arrived)
    private, nonce = (await ada.messages())[0]["id"], "nonce-other"

    def press(place: Place, message: int) -> dict[str, Any]:
        return {"place": str(place), "message": message, "action": "open", "nonce": nonce}

    thread = Place("local", "home", "interview-practice", str(private))
    tries: list[tuple[str, str, dict[str, Any] | None]] = [
        ("POST", "/api/press", press(PRACTICE, private)),
        ("POST", "/api/press", press(room, int(in_room.id))),
        ("POST", "/api/press", press(thread, private)),
        ("POST", "/api/messages", {"place": str(room), "text": "Hello", "nonce": nonce}),
        ("POST", "/api/messages", {"place": str(thread), "text": "Hello", "nonce": nonce}),
        ("POST", "/api/messages", {"place": str(room), "text": "/koko help", "nonce": nonce}),
        ("POST", "/api/seen", {"channel": room.channel}),
        ("DELETE", f"/api/channels/{room.channel}", None),
    ]
    for method, path, body in tries:
        assert (await you.call(method, path, json=body))[0] == 410, (method, path, body)
    for path in ("/api/messages", "/api/complete"):
        assert (await you.call("GET", path, params={"place": str(room)}))[0] == 410
    for path in (f"/files/{private}/2", f"/c/{room.channel}", f"/c/interview-practice/{private}"):
        async with you.session.get(you.url + path, params={"as": "you"}) as response:
            assert response.status == 410, path
    assert len(app.arrived) == heard


async def test_a_file_and_a_picture_are_handed_over_and_nothing_else(platform: Living, ada: Visitor) -> None:
    evil = File("my-data.html", EVIL)
    sent = await platform.adapter.send(PRACTICE, card("", "x", Image(PIXEL, "a dot"), evil), "q1")

    async with ada.session.get(f"{ada.url}/files/{sent.id}/1") as picture:
        assert (picture.content_type, await picture.read()) == ("image/png", PIXEL)
    async with ada.session.get(f"{ada.url}/files/{sent.id}/2") as file:
        assert file.content_type == "text/plain"
        assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''my-data.html"
        assert await file.text() == EVIL
    for other in (f"{sent.id}/0", f"{sent.id}/3", "1/0"):
        async with ada.session.get(f"{ada.url}/files/{other}") as response:
            assert response.status == 410


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00",
        "/c/..%2f..%2fetc",
        "/c/%3Cscript%3E",
        "/c/interview-practice/999999999999999",
        "/c/interview-practice?before=x",
        "/c/interview-practice?before=99999999999999999999",
        "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py",
        "/files/999999999999999/0",
        "/api/messages?place=local:home:%00",
        "/api/messages?place=slack:T1:C1",
        "/api/messages?place=local:home:interview-practice:x",
        "/api/events?since=-1",
        "/api/complete?line=/&place=",
    ],
)
async def test_no_address_breaks_it(platform: Living, session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(platform.url + path) as response:
        assert response.status in (400, 404, 410)
        assert "<script>" not in await response.text()


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
anything = st.recursive(
    scalars,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=4),
    max_leaves=8,
)
places = st.sampled_from(["local:home:interview-practice", "local:home:@you", "local:home:x", "slack:T1:C1"])
fields = st.fixed_dictionaries(
    {},
    optional={
        "place": places | anything,
        "text": st.text(max_size=50) | st.just("/quiz") | anything,
        "nonce": st.just("nonce-fuzz") | anything,
        "message": st.integers(1, 10) | anything,
        "action": st.text(max_size=9) | anything,
        "value": st.text(max_size=9) | anything,
        "values": st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3) | anything,
        "name": st.text(max_size=40) | anything,
        "admin": anything,
        "channel": st.text(max_size=9) | anything,
    },
)
paths = st.sampled_from(
    ["messages", "messages/1", "press", "submit", "channels", "members", "members/you", "seen"]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=paths, body=fields | anything)
async def test_whatever_is_sent_is_answered(ada: Visitor, path: str, body: Any) -> None:
    status, answer = await ada.call("POST", f"/api/{path}", data=json.dumps(body), headers=JSON)

    assert status in (200, 400, 403, 410)
    assert status == 200 or set(answer) == {"error"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60).filter(lambda text: "\n" not in text), nonce=st.uuids())
async def test_whatever_is_said_is_shown_escaped(ada: Visitor, text: str, nonce: UUID) -> None:
    said = {"place": str(PRACTICE), "text": f"<i>{text}</i>", "nonce": str(nonce)}
    await ada.post("/api/messages", **said)

    page = await ada.page("/c/interview-practice")

    assert "<i>" not in page.partition('id="messages"')[2].partition("</ol>")[0]
