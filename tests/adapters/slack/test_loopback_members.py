"""What people do in the loopback Slack, as it reaches the real client, and what they see of its answers."""

from __future__ import annotations

import aiohttp

from tests.adapters.slack.loopback.listener import Listener, refused
from tests.adapters.slack.loopback.samples import BUTTONS, MODAL
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


async def test_what_is_said_arrives_and_is_acknowledged(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.says(slack.member, slack.general, "a < b & c\n```\nif a & b:\n    pass\n```")
    await until(lambda: act.acknowledgements)

    (event,) = listener.events
    assert event["text"] == "a &lt; b &amp; c\n```if a &amp; b:\n    pass```"
    assert (event["user"], event["channel"], event["channel_type"]) == ("U0BOB", "C0GENERAL", "channel")
    (block,) = event["blocks"]
    assert [part["type"] for part in block["elements"]] == ["rich_text_section", "rich_text_preformatted"]
    assert block["elements"][1]["elements"] == [{"type": "text", "text": "if a & b:\n    pass"}]
    assert slack.refusals == []


async def test_a_command_is_answered_by_its_response_url(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.types(slack.member, slack.elsewhere, "/quiz lora 5")
    await until(lambda: act.acknowledgements)
    (payload,) = listener.payloads
    assert (payload["command"], payload["text"]) == ("/quiz", "lora 5")

    async with (
        aiohttp.ClientSession() as session,
        session.post(payload["response_url"], json={"text": "Here"}) as answer,
    ):
        assert answer.status == 200

    assert [one.text for one in await slack.reads(slack.member, slack.elsewhere)] == ["Here"]
    assert await slack.reads(slack.admin, slack.elsewhere) == []
    assert slack.refusals == []


async def test_a_button_opens_a_form_that_comes_back(slack: LoopbackSlack, listener: Listener) -> None:
    await listener.web.chat_postMessage(channel=slack.general.id, text="Today", blocks=BUTTONS)
    (message,) = await slack.reads(slack.member, slack.general)
    assert message.buttons == ("Answer",)
    await slack.presses(slack.member, message, "Answer")
    await until(lambda: listener.payloads[-1].get("type") == "block_actions")
    pressed = listener.payloads[-1]
    assert pressed["actions"][0]["value"] == "c1"
    assert pressed["message"]["ts"] == message.ts

    await listener.web.views_open(trigger_id=pressed["trigger_id"], view=MODAL)
    modal = await slack.modal(slack.member)
    assert modal
    assert (modal.title, modal.values["why"]["why"]["value"]) == ("Your answer", "Because")
    listener.answers = [{"response_action": "errors", "errors": {"why": "Say more."}}, {}]
    act = await slack.submits(slack.member, {"why": "It is frozen."})
    await until(lambda: act.acknowledgements)
    modal = await slack.modal(slack.member)
    assert modal
    assert modal.errors == {"why": "Say more."}
    assert modal.values["why"]["why"]["value"] == "It is frozen."

    act = await slack.submits(slack.member, {})
    await until(lambda: act.acknowledgements)
    assert await slack.modal(slack.member) is None
    view = listener.payloads[-1]["view"]
    assert (view["callback_id"], view["private_metadata"]) == ("answer", "here")
    assert view["state"]["values"] == {"why": {"why": {"type": "plain_text_input", "value": "It is frozen."}}}
    assert slack.refusals == []


# Writing


async def test_an_event_has_the_shape_of_slacks(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.says(slack.member, slack.general, "Hello")
    await until(lambda: act.acknowledgements)

    (payload,) = listener.payloads
    event = payload.pop("event")
    assert payload == {
        "token": "verification-token",
        "team_id": "T1",
        "context_team_id": "T1",
        "context_enterprise_id": None,
        "api_app_id": "A0KOKO",
        "type": "event_callback",
        "event_id": payload["event_id"],
        "event_time": int(float(act.ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T1",
                "user_id": "U0KOKO",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-message-T1-C0GENERAL",
    }
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}
    assert event == {
        "type": "message",
        "user": "U0BOB",
        "text": "Hello",
        "ts": act.ts,
        "client_msg_id": event["client_msg_id"],
        "team": "T1",
        "blocks": [{"type": "rich_text", "block_id": event["blocks"][0]["block_id"], "elements": [words]}],
        "channel": "C0GENERAL",
        "channel_type": "channel",
        "event_ts": act.ts,
    }


async def test_what_the_app_posts_is_filled_in_by_slack(slack: LoopbackSlack, listener: Listener) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    posted = await listener.web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=blocks)

    (block,) = posted["message"]["blocks"]
    (shown,) = block["elements"]
    assert block["block_id"]
    assert shown["action_id"]
    assert shown["text"] == {"type": "plain_text", "text": "Go", "emoji": True}


async def test_an_edit_a_preview_and_a_deletion(slack: LoopbackSlack, listener: Listener) -> None:
    said = await slack.says(slack.member, slack.general, "First")
    await slack.edits(slack.member, said, "Second")
    await slack.unfurls(said)
    deleted = await slack.deletes(slack.member, said)
    await until(lambda: deleted.acknowledgements)

    _, edited, unfurled, gone = listener.events
    assert [one["subtype"] for one in (edited, unfurled, gone)] == [
        "message_changed",
        "message_changed",
        "message_deleted",
    ]
    assert (edited["message"]["text"], edited["previous_message"]["text"]) == ("Second", "First")
    assert edited["message"]["edited"]["user"] == "U0BOB"
    assert unfurled["message"]["text"] == unfurled["previous_message"]["text"] == "Second"
    assert (gone["deleted_ts"], gone["previous_message"]["text"]) == (said.ts, "Second")
    assert await slack.reads(slack.member, slack.general) == []


async def test_a_parent_leaves_a_tombstone(slack: LoopbackSlack, listener: Listener) -> None:
    posted = await listener.web.chat_postMessage(channel="C0GENERAL", text="Today")
    (parent,) = await slack.reads(slack.member, slack.general)
    await slack.says(slack.member, slack.general, "Because", parent.ts)
    deleted = await slack.deletes(slack.admin, parent)
    await until(lambda: deleted.acknowledgements)

    (tombstone,) = await slack.reads(slack.member, slack.general)
    assert tombstone.text == "This message was deleted."
    assert [one.text for one in await slack.reads(slack.member, slack.general, parent.ts)] == ["Because"]
    event = listener.events[-1]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert event["previous_message"]["bot_id"] == "B0KOKO"
    late = await refused(listener.web.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Closed"))
    assert late["error"] == "cant_update_message"


async def test_an_ephemeral_message_is_dismissed(slack: LoopbackSlack, listener: Listener) -> None:
    await listener.web.chat_postEphemeral(channel="C0GENERAL", user="U0BOB", text="For you")
    (shown,) = await slack.reads(slack.member, slack.general)
    await slack.dismisses(slack.member, shown)

    assert await slack.reads(slack.member, slack.general) == []
    assert listener.events == []


async def test_other_apps_post_too(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.bot_says(slack.general, "Deployed")
    await until(lambda: act.acknowledgements)

    (event,) = listener.events
    assert (event["subtype"], event["bot_id"], "user" in event) == ("bot_message", "B0OTHER", False)


async def test_the_apps_own_words_come_back_to_it(slack: LoopbackSlack, listener: Listener) -> None:
    await listener.web.chat_postMessage(channel="C0GENERAL", text="Today")
    await until(lambda: listener.events)

    assert (listener.events[0]["bot_id"], listener.events[0]["user"]) == ("B0KOKO", "U0KOKO")


async def test_an_answer_may_carry_a_file(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.says(slack.member, slack.general, "See", files={"shot.png": b"\x89PNG"})
    await until(lambda: act.acknowledgements)

    assert (listener.events[0]["subtype"], listener.events[0]["files"][0]["name"]) == (
        "file_share",
        "shot.png",
    )
    (message,) = await slack.reads(slack.admin, slack.general)
    assert message.files == {"shot.png": b"\x89PNG"}


async def test_people_write_to_the_app_alone(slack: LoopbackSlack, listener: Listener) -> None:
    await slack.says(slack.member, slack.direct(slack.member), "Hello")
    await until(lambda: listener.events)
    (event,) = listener.events
    await listener.web.chat_postMessage(channel="U0BOB", text="Hello yourself")

    assert (event["channel_type"], event["channel"][0]) == ("im", "D")
    seen = await slack.reads(slack.member, slack.direct(slack.member))
    assert [one.text for one in seen] == ["Hello", "Hello yourself"]
    assert await slack.reads(slack.admin, slack.direct(slack.member)) == []


async def test_a_stranger_is_from_another_workspace(slack: LoopbackSlack, listener: Listener) -> None:
    await slack.says(slack.stranger, slack.shared, "Hello")
    await until(lambda: listener.events)
    await listener.web.chat_postMessage(channel="C0SHARED", text="Today", blocks=BUTTONS)
    *_, message = await slack.reads(slack.stranger, slack.shared)
    act = await slack.presses(slack.stranger, message, "answer|c1")

    assert (listener.events[0]["user_team"], listener.payloads[0]["is_ext_shared_channel"]) == (
        "T0OTHER",
        True,
    )
    assert listener.payloads[0]["authorizations"][0]["team_id"] == "T1"
    assert (act.payload["user"]["team_id"], act.payload["team"]["id"]) == ("T0OTHER", "T1")


async def test_a_button_in_a_thread_says_so(slack: LoopbackSlack, listener: Listener) -> None:
    parent = (await slack.says(slack.member, slack.general, "Well?")).ts
    await listener.web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS, thread_ts=parent)
    (message,) = await slack.reads(slack.member, slack.general, parent)
    in_thread = await slack.presses(slack.member, message, "Answer")
    await listener.web.chat_postMessage(channel="C0GENERAL", text="Today", blocks=BUTTONS)
    *_, message = await slack.reads(slack.member, slack.general)
    outside = await slack.presses(slack.member, message, "Answer")

    assert in_thread.payload["container"]["thread_ts"] == parent
    assert "thread_ts" not in outside.payload["container"]


# Home


async def test_the_home_tab(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.opens_home(slack.member)
    await until(lambda: act.acknowledgements)
    assert "view" not in listener.events[0]
    assert await slack.home(slack.member) is None

    await listener.web.views_publish(user_id="U0BOB", view={"type": "home", "blocks": BUTTONS})
    home = await slack.home(slack.member)
    assert home
    pressed = await slack.presses(slack.member, home, "Answer")
    await until(lambda: pressed.acknowledgements)
    payload = listener.payloads[-1]
    assert payload["container"] == {"type": "view", "view_id": home.id}
    assert ("channel" in payload, "response_url" in payload) == (False, False)

    blocks = [{"type": "divider"}]
    await listener.web.views_publish(user_id="U0BOB", view={"type": "home", "blocks": blocks})
    home = await slack.home(slack.member)
    assert home
    assert home.buttons == ()
