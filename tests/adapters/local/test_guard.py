"""Who is let in, and what the page may do."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.errors import ConfigError
from tests.adapters.local.house import PRACTICE, QUESTION, Living, Visitor, living

TOKEN = "correct-horse-battery-staple"
SAID = {"place": str(PRACTICE), "text": "Hello", "nonce": "nonce-guard"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:80", "LOCALHOST:1"])
async def test_this_machine_is_served_under_its_own_names(ada: Visitor, host: str) -> None:
    status, _ = await ada.call("GET", "/api/state", headers={"Host": host})

    assert status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.0.7", "[::2]", "@"],
)
async def test_a_name_that_somebody_else_owns_is_refused(ada: Visitor, host: str) -> None:
    async with ada.session.get(f"{ada.url}/api/state", headers={"Host": host}) as response:
        assert response.status in (400, 403)
        assert "ada" not in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_not_write(ada: Visitor, headers: dict[str, str]) -> None:
    async with ada.session.post(f"{ada.url}/api/messages", json=SAID, headers=headers) as response:
        assert response.status == 403

    assert await ada.messages() == []


async def test_the_page_itself_can_write(ada: Visitor) -> None:
    status, _ = await ada.call(
        "POST", "/api/messages", json=SAID, headers={"Origin": ada.url, "Sec-Fetch-Site": "same-origin"}
    )

    assert status == 200


@pytest.mark.parametrize("path", ["/c/interview-practice", "/api/state", "/static/app.js", "/", "/c/nowhere"])
async def test_every_answer_forbids_what_the_page_does_not_need(
    platform: Living, ada: Visitor, path: str
) -> None:
    await platform.adapter.open_thread(await platform.adapter.send(PRACTICE, QUESTION, "q1"), "Low rank")

    async with ada.session.get(ada.url + path, allow_redirects=False) as response:
        policy = response.headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_the_page_keeps_to_its_policy(platform: Living, ada: Visitor) -> None:
    page = await ada.page("/c/interview-practice")

    assert "style=" not in page
    assert "<style" not in page
    assert " onclick" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/app.js">') == 1


async def test_other_machines_need_a_token(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="KOKO_LOCAL_TOKEN"):
        async with living(tmp_path, host="0.0.0.0"):
            pass


async def test_a_short_token_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_LOCAL_TOKEN", "hunter2")

    with pytest.raises(ConfigError, match="KOKO_LOCAL_TOKEN") as refused:
        async with living(tmp_path):
            pass

    assert "hunter2" not in str(refused.value)


async def test_the_token_opens_the_page_once_and_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOKO_LOCAL_TOKEN", TOKEN)
    jar = aiohttp.CookieJar(unsafe=True)  # which here means that 127.0.0.1 has cookies too
    async with living(tmp_path, host="0.0.0.0") as platform, aiohttp.ClientSession(cookie_jar=jar) as session:
        page = f"{platform.url}/c/interview-practice"

        for wrong in ("", "?token=", "?token=wrong", "?token=%FF"):
            async with session.get(page + wrong, headers={"Host": "koko.example"}) as refused:
                assert refused.status == 403

        async with session.get(f"{page}?as=ada&token={TOKEN}", allow_redirects=False) as let_in:
            assert let_in.status == 303
            assert let_in.headers["Location"] == "/c/interview-practice?as=ada"
            assert {"HttpOnly", "SameSite=Lax"} <= set(let_in.headers["Set-Cookie"].split("; "))
        async with session.get(page, headers={"Host": "koko.example"}) as shown:
            assert shown.status == 200
            assert TOKEN not in await shown.text()


async def test_a_forged_cookie_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: aiohttp.ClientSession
) -> None:
    monkeypatch.setenv("KOKO_LOCAL_TOKEN", TOKEN)
    async with living(tmp_path) as platform:
        for forged in ("", "x", TOKEN[:-1], TOKEN + "x", "é"):
            headers = {"Cookie": f"koko_token={forged}"}
            async with session.get(f"{platform.url}/api/state", headers=headers) as response:
                assert response.status == 403
