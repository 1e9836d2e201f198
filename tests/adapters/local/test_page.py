"""The page as it is drawn."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.chat.adapter import Reaction
from bot.chat.card import Image, Table, card
from bot.chat.refs import MessageRef
from bot.domain.picture import Panel, Picture
from bot.pictures.draw import draw
from tests.adapters.local.house import NOON, PRACTICE, QUESTION, Living, Visitor, living

LOSS = Picture(
    alt="Training loss falls from 2 to 1, validation loss rises from 2 to 3.",
    x="epoch",
    y="loss",
    panels=(Panel(lines={"training": (2, 1), "validation": (2, 3)}),),
)


async def lands(visitor: Visitor) -> str:
    async with visitor.session.get(visitor.url, params={"as": visitor.member}) as response:
        assert response.status == 200
        return response.url.path


async def test_a_visitor_lands_on_the_newest_question(platform: Living, ada: Visitor) -> None:
    await platform.adapter.open_thread(await platform.adapter.send(PRACTICE, QUESTION, "q1"), "Old")
    newest = await platform.adapter.send(PRACTICE, QUESTION, "q2")
    await platform.adapter.open_thread(newest, "New")

    assert await lands(ada) == f"/c/interview-practice/{newest.id}"


async def test_the_first_visitor_waits_for_the_first_question(platform: Living, ada: Visitor) -> None:
    landing = asyncio.create_task(lands(ada))
    question = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    await ada.reads([QUESTION.title])
    await platform.adapter.open_thread(question, "Low rank")

    assert await landing == f"/c/interview-practice/{question.id}"


async def test_where_nobody_asks_one_lands_in_the_channel(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    async with living(tmp_path) as before:
        await Visitor(session, before.url, "ada").say("Nobody has asked yet")

    async with living(tmp_path, now=NOON + timedelta(minutes=1)) as after:
        assert await lands(Visitor(session, after.url, "ada")) == "/c/interview-practice"


async def test_who_one_was_is_remembered(platform: Living, ada: Visitor) -> None:
    await platform.adapter.open_thread(await platform.adapter.send(PRACTICE, QUESTION, "q1"), "Low rank")
    async with ada.session.get(ada.url, params={"as": "ada"}) as response:
        cookies = {"Cookie": f"koko_as={response.cookies['koko_as'].value}"}

    async with ada.session.get(ada.url, headers=cookies) as again:
        assert again.url.query["as"] == "ada"


async def test_the_tour_is_shown_until_it_is_dismissed(platform: Living, ada: Visitor) -> None:
    question = await platform.adapter.send(PRACTICE, QUESTION, "q1")
    page = f"/c/interview-practice/{question.id}"
    assert 'id="tour"' in await ada.page(page)

    async with ada.session.get(ada.url + page, params={"koko_toured": "yes"}) as dismissed:
        assert 'id="tour"' not in await dismissed.text()
        cookies = {"Cookie": f"koko_toured={dismissed.cookies['koko_toured'].value}"}

    async with ada.session.get(ada.url + page, headers=cookies) as later:
        assert 'id="tour"' not in await later.text()


async def test_what_is_new_is_marked_once(ada: Visitor, you: Visitor) -> None:
    await you.say("Before")
    await ada.page("/c/interview-practice")
    await you.say("After")

    first, second = [await ada.page("/c/interview-practice") for _ in range(2)]

    assert first.count('class="message new"') == 1
    assert 'class="message new"' not in second


async def test_a_reaction_is_said_in_words_too(platform: Living, ada: Visitor) -> None:
    said = (await ada.say("It is frozen"))["message"]
    await platform.adapter.react(MessageRef(PRACTICE, str(said["id"])), Reaction.PART)

    assert "Koko: Met something" in await ada.page("/c/interview-practice")


async def test_columns_of_numbers_stand_to_the_right(platform: Living, ada: Visitor) -> None:
    board = card("", Table(("", "member", "points"), (("1", "Ada", "1,250"), ("2", "Grace", "80 %"))))
    await platform.adapter.send(PRACTICE, board, "b1")

    page = await ada.page("/c/interview-practice")

    assert '<td class="figure">1,250</td>' in page
    assert "<td>Ada</td>" in page


async def test_a_figure_and_its_sign_stay_on_one_line_outside_of_code(platform: Living, ada: Visitor) -> None:
    await platform.adapter.send(PRACTICE, card("", "It comes with 63 %, unless `7 % 2` <is> 0."), "q1")

    page = await ada.page("/c/interview-practice")

    assert "It comes with 63&nbsp;%, unless <code>7 % 2</code> &lt;is&gt; 0." in page


async def test_a_picture_is_fetched_and_told_in_words(platform: Living, ada: Visitor) -> None:
    curves = Image(draw(LOSS), LOSS.alt)
    sent = await platform.adapter.send(PRACTICE, card("Look", "What do you see?", curves), "q1")

    page = await ada.page(f"/c/interview-practice/{sent.id}")
    [address] = re.findall(r'<img src="(/files/[^"?]+)', page)
    async with ada.session.get(ada.url + address, params={"as": "ada"}) as fetched:
        assert await fetched.read() == curves.png
        assert fetched.content_type == "image/png"

    assert f'alt="{curves.alt}"' in page
    [message] = await ada.messages()
    assert message["plain"] == f"Look\n\nWhat do you see?\n\n[picture: {curves.alt}]"


async def test_older_messages_are_a_page_away(ada: Visitor) -> None:
    ids = [(await ada.say(f"Message {number}"))["message"]["id"] for number in range(101)]

    page = await ada.page("/c/interview-practice")
    async with ada.session.get(f"{ada.url}/c/interview-practice", params={"before": str(ids[1])}) as older:
        first = await older.text()

    assert f"before={ids[1]}" in page
    assert "Message 0<" not in page
    assert "Message 0<" in first


async def test_a_full_page_leads_to_none_where_nothing_is_older(ada: Visitor) -> None:
    for number in range(100):
        await ada.say(f"Message {number}")

    page = await ada.page("/c/interview-practice")

    assert "Message 0<" in page
    assert "Earlier messages" not in page


@pytest.mark.parametrize("path", ["/c/nowhere", "/c/interview-practice/404"])
async def test_what_is_gone_is_said_with_a_way_back(ada: Visitor, path: str) -> None:
    async with ada.session.get(ada.url + path) as response:
        page = await response.text()

    assert response.status == 410
    assert 'href="/"' in page


async def test_an_archived_channel_can_be_read_and_not_written(ada: Visitor) -> None:
    await ada.say("Kept")
    await ada.delete("/api/channels/interview-practice")

    page = await ada.page("/c/interview-practice")

    assert "Kept" in page
    assert 'id="composer"' not in page
