"""What only an admin may do."""

from __future__ import annotations

from tests.bank import OPEN_ONLY
from tests.scenarios.team import Team

REFUSED = "That is for admins of this channel."


async def test_who_is_no_admin_is_refused_until_made_one(team: Team) -> None:
    you, ada, _, _ = team.members
    await team.begins(OPEN_ONLY)

    for verb in ("setup", "ask now", "skip", "pause", "resume"):
        assert REFUSED in await ada.types(f"/koko {verb}")
    assert await ada.reads() == []
    assert "Nothing is scheduled here yet" in await ada.types("/koko preview")

    await you.makes_admin(ada)
    await ada.types("/koko ask now")
    [question] = await ada.reads()
    assert "What is a cache" in question


async def test_a_button_that_was_an_admins_is_refused_too(team: Team) -> None:
    you, ada, _, _ = team.members
    await team.begins(OPEN_ONLY)
    await you.types("/koko ask now")

    assert REFUSED in await ada.presses("Set up")


async def test_a_channel_nobody_has_set_up_goes_on_with_the_defaults_from_tomorrow(team: Team) -> None:
    await team.begins(OPEN_ONLY)

    said = await team.you.types("/koko ask now")

    assert "Monday to Friday at 09:00 (UTC)" in said
    assert "The next one comes Tue 09:00." in said
    await team.later(hours=1, minutes=30)
    assert len(await team.ada.reads()) == 1
    await team.later(hours=24)
    assert len(await team.ada.reads()) == 2
