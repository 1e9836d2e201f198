"""Two workspaces install one Koko: each has its own channels and its own end."""

from __future__ import annotations

import re

import aiohttp
import pytest
from yarl import URL

from bot.store.seal import new_key
from tests.adapters.slack.loopback.state import Workspace
from tests.bank import HALF, OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_SLACK
from tests.scenarios.slack_stage import SlackStage, member_of, told
from tests.scenarios.team import Member, Team, standings

pytestmark = pytest.mark.parametrize("where", ON_SLACK)


@pytest.fixture(autouse=True)
def _many_workspaces(stage: SlackStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Koko has no workspace of its own, but is an app that others install."""
    monkeypatch.delenv("KOKO_SLACK_BOT_TOKEN")
    monkeypatch.setenv("KOKO_SLACK_CLIENT_ID", stage.slack.client_id)
    monkeypatch.setenv("KOKO_SLACK_CLIENT_SECRET", stage.slack.client_secret)
    monkeypatch.setenv("KOKO_SECRET_KEY", new_key())


async def test_each_workspace_has_its_own_channel_of_a_name(team: Team, stage: SlackStage) -> None:
    await team.begins(OPEN_ONLY)
    assert "Koko is in Practice" in await installs(team, stage, stage.slack.team)
    rivals = stage.slack.adds_workspace("T2", "Rivals")
    assert "Koko is in Rivals" in await installs(team, stage, rivals)
    admin, bob = await practising(team, stage, rivals)
    await starts(team.you)
    await starts(admin)

    await team.later(hours=1)
    await team.ada.replies(RIGHT)
    await bob.replies(HALF)

    assert await team.grace.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]
    assert await admin.reads_thread() == [HALF, "Bob 2/5 · streak 1\n\n[See why]"]
    assert standings(await team.you.types("/leaderboard all")) == ["1 Ada 100 1 1"]
    assert standings(await bob.types("/leaderboard all")) == ["1 Bob 50 1 1"]


async def test_a_workspace_that_removes_koko_is_paused_and_the_other_goes_on(
    team: Team, stage: SlackStage
) -> None:
    await team.begins(OPEN_ONLY)
    await installs(team, stage, stage.slack.team)
    rivals = stage.slack.adds_workspace("T2", "Rivals")
    await installs(team, stage, rivals)
    admin, bob = await practising(team, stage, rivals)
    await starts(team.you)
    await starts(admin)
    await team.later(hours=1)

    await told(await stage.slack.uninstalls(stage.slack.team))
    await team.settles()
    assert {why.partition(":")[0] for why in stage.slack.refusals} == {"auth.test"}, "it asks once more"
    stage.slack.refusals.clear()
    await team.later(hours=24)
    assert len(await bob.reads()) == 2
    assert len(await team.ada.reads()) == 1

    await installs(team, stage, stage.slack.team)
    await team.you.types("/koko resume")
    await team.later(hours=24)
    assert len(await bob.reads()) == 3
    assert len(await team.ada.reads()) == 2


async def test_tokens_that_end_after_twelve_hours_are_renewed_before(team: Team, stage: SlackStage) -> None:
    world = stage.slack.world
    world.token_life = 12 * 3600
    await team.begins(OPEN_ONLY)
    await installs(team, stage, stage.slack.team)
    await starts(team.you)
    await team.later(hours=1)

    for token in world.tokens.values():
        token.expires_at = token.expires_at and 0.0
    await team.later(hours=24)
    await team.ada.replies(RIGHT)

    assert len(await team.ada.reads()) == 2
    assert await team.grace.reads_thread() == [RIGHT, "Ada 5/5 · streak 1\n\n[See why]"]


async def installs(team: Team, stage: SlackStage, workspace: Workspace) -> str:
    """Somebody installs Koko with their browser; the page that they see at the end."""
    host, port = team.koko.parts.server.address
    url = f"http://{host}:{port}"
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(url))
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{url}/slack/install") as offer:
            [state] = re.findall(r"state=([\w.-]+)", await offer.text())
        allowed = {"code": stage.slack.installs_app(workspace), "state": state}
        async with browser.get(f"{url}/slack/oauth_redirect", params=allowed) as done:
            return await done.text()


async def practising(team: Team, stage: SlackStage, workspace: Workspace) -> tuple[Member, Member]:
    """An admin and another member, in a channel that is called like the team's."""
    channel = await stage.slack.creates_channel(workspace.admin, stage.in_slack.name)
    channel.members += [workspace.member.id, workspace.bot.id]
    return (
        member_of(team, stage, channel, workspace.admin),
        member_of(team, stage, channel, workspace.member),
    )


async def starts(admin: Member) -> None:
    await admin.types("/koko setup")
    await admin.presses("Start")
