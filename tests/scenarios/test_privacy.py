"""What a member may ask to have erased is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import MetaData

from bot.bank.files import Bank
from bot.store.database import engine_of, url_of
from tests.bank import CACHE, HALF, STORY
from tests.scenarios.conftest import ON_LOCAL
from tests.scenarios.team import Member, Team, standings

FIRST = "A cache keeps copies of zugzwang results near the sitzfleisch program."
SECOND = "A cache keeps copies of results, so that they need not be computed again: schadenfreude."
THIRD = "At my last job we quarrelled over weltschmerz, and I proposed a trial."
REPORT = "It should say fingerspitzengefuehl."
REASON = "It says torschlusspanik."
TRACES = {
    *("zugzwang", "sitzfleisch", "schadenfreude", "weltschmerz", "fingerspitzengefuehl"),
    *("torschlusspanik", "Ada", "Linus"),
}


async def test_nothing_is_left_of_a_member_who_wants_to_be_forgotten(team: Team) -> None:
    you, ada, grace, linus = team.members
    await team.begins(Bank((CACHE, STORY)))
    await you.types("/koko setup")
    await you.fills(await you.opens("Topics"), topics="systems")
    await team.later(hours=1)
    await says_all_there_is_to_say(ada)
    await linus.replies(FIRST)
    await grace.answers(HALF)
    assert "[file: koko-my-data.json]" in await ada.types("/koko my data")
    assert traces(await database(team)) == TRACES

    assert "erases your answers" in await ada.types("/koko forget me")
    assert "Erased." in await ada.presses("Erase everything about me")
    await linus.types("/koko forget me")
    await linus.presses("Erase everything about me")
    assert traces(await database(team)) == set()
    assert HALF.encode() in await database(team)

    await team.later(hours=23)
    revealed = (await grace.reads_thread())[-1]
    assert "1 of 1 said: It keeps copies of results." in revealed
    assert standings(await grace.types("/leaderboard all")) == ["1 Grace 50 1 1"]

    await team.stops()
    assert traces(read(team.folder, "koko.db*")) == set()


@pytest.mark.parametrize("where", ON_LOCAL)
async def test_what_members_delete_is_not_in_the_platforms_file_either(team: Team) -> None:
    await team.begins(Bank((CACHE,)))
    await team.you.types("/koko ask now")
    message = await team.ada.replies(FIRST)
    assert "zugzwang" in traces(read(team.folder, "local.db*"))

    await team.ada.deletes(message)

    await team.stops()
    assert "zugzwang" not in traces(read(team.folder, "local.db*"))


async def says_all_there_is_to_say(member: Member) -> None:
    """Two answers to the question, an appeal, a quiz and a report."""
    await member.answers(FIRST)
    await member.fills(await member.opens("Appeal"), reason=REASON)
    await member.presses("Hint (−10 %)")
    await member.fills(await member.opens("Try again"), answer=SECOND)
    await member.types("/quiz topic=behavioural count=1")
    await member.fills(await member.opens("Answer", on=STORY.prompt), answer=THIRD)
    await member.fills(await member.opens("Report the question"), text=REPORT)


async def database(team: Team) -> bytes:
    """Every row of every table, in words."""
    engine, tables = engine_of(url_of(team.database_url)), MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(tables.reflect)
        rows = [
            tuple(row) for table in tables.sorted_tables for row in await connection.execute(table.select())
        ]
    await engine.dispose()
    return "\n".join(map(str, rows)).encode()


def read(folder: Path, files: str) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(files))


def traces(content: bytes) -> set[str]:
    """Which of the members' words and names are in it."""
    return {word for word in TRACES if word.encode() in content}
