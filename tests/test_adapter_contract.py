from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from inspect import signature
from pathlib import Path
from typing import Any, cast

import pytest

from bot.chat.adapter import Adapter, Host
from bot.errors import PlaceGone
from tests.adapter_contract import WholeContract
from tests.contract.platform import Platform, ScriptedApp
from tests.fakes import NoVault
from tests.wire import WirePlatform

Connect = Callable[[int], Adapter]
PAGE = Path(__file__).parent.parent / "docs" / "adapters.md"
SOURCE = "\n\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE))


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Connect]:
    """Makes a package of an adapter's source, and starts it with the setting it reads."""

    def loaded(source: str) -> Connect:
        (tmp_path / "wire.py").write_text(source)
        spec = spec_from_file_location("wire_example", tmp_path / "wire.py")
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        spec.loader.exec_module(module)

        def connect(port: int) -> Adapter:
            monkeypatch.setenv("KOKO_WIRE_PORT", str(port))
            host = Host(NoRoutes(), tmp_path, lambda: datetime.now(UTC), NoVault())
            return cast(Adapter, module.create(host))

        return connect

    return loaded


class NoRoutes:
    """Wire is connected to; it mounts no paths."""

    address = ("127.0.0.1", 0)

    def add(self, method: str, path: str, handler: Callable[[Any], Awaitable[Any]]) -> None:
        raise AssertionError(path)


class TestWire(WholeContract):
    """The adapter in docs/adapters.md keeps every rule."""

    @pytest.fixture(autouse=True)
    def _example(self, load: Callable[[str], Connect]) -> None:
        self.connect = load(SOURCE)

    @asynccontextmanager
    async def platform_for(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with WirePlatform(app, self.connect) as platform:
            yield platform


# A rule, the lines of the adapter that keep it and what breaks it, and the complaint that follows.
BREACHES: list[tuple[str, list[tuple[str, str]], str]] = [
    (
        "test_capabilities_are_those_that_are_tested",
        [("Capabilities()", "Capabilities(threads=False)")],
        "claims threads, or hides it",
    ),
    (
        "test_a_command_arrives_with_its_options",
        [("options=options", "options={}")],
        "options are lost",
    ),
    (
        "test_a_button_arrives_with_its_value",
        [("value=value, message=ref(frame)", "value='', message=ref(frame)")],
        "a button's value is changed",
    ),
    (
        "test_nothing_is_acknowledged_before_it_is_written_down",
        [
            (
                "reply = await app.accept(event)",
                'await self._call("ack", event=frame["id"]); reply = await app.accept(event)',
            )
        ],
        "acknowledged before the bot had written it down",
    ),
    (
        "test_all_but_forms_is_acknowledged_before_it_is_answered",
        [
            (
                "if reply is not Reply.FORM:",
                "response = await app.respond(event)\n        if reply is not Reply.FORM:",
            )
        ],
        "never acknowledged",
    ),
    (
        "test_everything_is_acknowledged_once",
        [("if event and reply:", "await self._call('ack', event=frame['id'])\n        if event and reply:")],
        "acknowledged more than once",
    ),
    (
        "test_where_nobody_listens_nothing_is_said",
        [("if event and reply:", "if event:")],
        "answers what the bot does not listen to",
    ),
    (
        "test_what_is_delivered_twice_is_one_event",
        [('"id": frame["id"]', '"id": str(datetime.now())')],
        "an event that is delivered again has another id",
    ),
    (
        "test_two_acts_are_two_events",
        [('"id": frame["id"]', '"id": frame["event"]')],
        "two events have one id",
    ),
    (
        "test_one_slow_answer_holds_up_nobody",
        [
            ("Frame = dict[str, Any]", "Frame = dict[str, Any]\nTURN = asyncio.Lock()"),
            ("await self._answer(app, frame)", "async with TURN: await self._answer(app, frame)"),
        ],
        "never acknowledged",
    ),
    (
        "test_a_public_answer_is_seen_by_everybody",
        [("only = None if reply is Reply.PUBLIC else", "only =")],
        "a public answer is hidden from others",
    ),
    (
        "test_an_update_replaces_the_message",
        [("reply is Reply.UPDATE and", "False and")],
        "an update does not replace the message",
    ),
    (
        "test_it_says_that_it_is_connected",
        [("Health(True) if self._writer else", "")],
        "connected, and doesn't say so",
    ),
    (
        "test_places_and_messages_are_read_back",
        [('Place("wire", "main"', 'Place("wired", "main"')],
        "a place has another adapter's name",
    ),
    (
        "test_a_direct_place_is_the_persons_alone",
        [('(await self._call("direct", who=person.user))["where"]', '"general"')],
        "a direct message is seen by others",
    ),
    (
        "test_every_block_is_shown",
        [("isinstance(block, File | Image)", "isinstance(block, File)")],
        "files or pictures are not handed over",
    ),
    (
        "test_the_largest_card_is_taken",
        [("plain(card, buttons=False)", "plain(card, buttons=False)[:3000]")],
        "a large card is cut",
    ),
    (
        "test_what_people_wrote_stays_words",
        [("plain(card, buttons=False)", "plain(card, buttons=False).replace('@', '(at)')")],
        "does not show just what was written",
    ),
    ("test_what_people_wrote_stays_words", [('"quiet": True', '"quiet": False')], "calls people"),
    ("test_mentions_are_off", [('"quiet": True', '"quiet": False')], "calls people"),
    (
        "test_what_was_sent_is_found_by_its_key_after_a_restart",
        [
            ("posted = await", "posted = self.__dict__.setdefault('sent', {})[key] = await"),
            (
                '(await self._call("find", where=where(place), key=key))',
                "self.__dict__.get('sent', {}).get(key, {'message': None})",
            ),
        ],
        "what was sent is not found",
    ),
    (
        "test_a_reaction_can_be_repeated_and_replaced",
        [("reaction=reaction", "reaction=Reaction.SEEN")],
        "reactions look the same",
    ),
    ("test_admins_are_known", [("return bool((", "return True or bool((")], "anybody is an admin"),
    (
        "test_the_platforms_errors_are_told_apart",
        [("raise PlaceGone", "raise NotAllowed")],
        "is not PlaceGone",
    ),
    (
        "test_a_private_answer_is_seen_by_one",
        [('else frame["who"]', "else None")],
        "a private answer is seen by others",
    ),
    (
        "test_a_private_answer_is_updated_in_place",
        [("reply is Reply.UPDATE and", "False and")],
        "a private update does not replace",
    ),
    (
        "test_a_message_has_one_thread",
        [
            (
                '(await self._call("thread", message=message.id, title=title))["where"]',
                'f"general/{next(self._numbers)}"',
            )
        ],
        "a message has two threads",
    ),
    (
        "test_what_is_sent_to_a_thread_is_read_there",
        [("where=where(place), key=key, **", "where=place.channel, key=key, **")],
        "not seen in its thread",
    ),
    (
        "test_a_message_arrives_as_it_was_typed",
        [('text = frame["text"]', 'text = frame["text"].replace("&", "&amp;")')],
        "a text is changed on the way",
    ),
    (
        "test_who_is_spoken_to_is_noticed",
        [('addressed=text.startswith("@")', "addressed=False")],
        "a mention at the start is not noticed",
    ),
    (
        "test_edits_and_deletions_arrive",
        [('events.MessageSent if what == "said" else events.MessageEdited', "events.MessageSent")],
        "no MessageEdited arrived",
    ),
    (
        "test_what_is_said_to_the_bot_alone_arrives",
        [('or place.channel.startswith("@")', "")],
        "no MessageSent arrived",
    ),
    (
        "test_only_people_in_threads_are_listened_to",
        [('if private and not frame["bot"]', "if private")],
        "Another bot's words",
    ),
    (
        "test_only_people_in_threads_are_listened_to",
        [('if private and not frame["bot"]', 'if not frame["bot"]')],
        "Just talk",
    ),
    (
        "test_a_form_is_acknowledged_when_it_is_there",
        [("if reply is not Reply.FORM:", "if True:")],
        "acknowledged before the form is there",
    ),
    (
        "test_a_form_is_shown_and_comes_back",
        [('values=frame["values"]', "values={}")],
        "values are changed",
    ),
    (
        "test_a_form_with_problems_keeps_what_was_typed",
        [("problems=dict(problems)", "")],
        "does not say what is wrong with a form",
    ),
    (
        "test_a_form_replaces_the_message_it_was_opened_from",
        [
            (
                'reply is Reply.UPDATE and frame["message"]',
                'reply is Reply.UPDATE and frame["event"] == "pressed"',
            )
        ],
        "a form does not update its message",
    ),
    (
        "test_where_no_form_comes_the_reason_is_private",
        [("if reply is Reply.FORM:", "if reply is Reply.FORM and (response := None) is None:")],
        "does not say why there is no form",
    ),
    (
        "test_the_largest_form_is_taken",
        [('values=frame["values"]', 'values={k: v[:2000] for k, v in frame["values"].items()}')],
        "a large form is cut",
    ),
]
TRIED_WITH = {"words": "@everyone", "kind": PlaceGone}


@pytest.mark.parametrize(("rule", "changes", "complaint"), BREACHES)
async def test_a_broken_adapter_is_told_which_rule_it_breaks(
    rule: str, changes: list[tuple[str, str]], complaint: str, load: Callable[[str], Connect]
) -> None:
    source = SOURCE
    for line, broken in changes:
        assert line in source
        source = source.replace(line, broken)
    contract, app = WholeContract(), ScriptedApp()
    contract.patience = 0.5
    test = getattr(contract, rule)

    async with WirePlatform(app, load(source)) as platform:
        given = {"app": app, "platform": platform, **TRIED_WITH}
        with pytest.raises(AssertionError, match=re.escape(complaint)):
            await test(**{name: given[name] for name in signature(test).parameters})


def test_every_rule_is_seen_to_bite() -> None:
    rules = {name for name in dir(WholeContract) if name.startswith("test_")}

    assert rules == {rule for rule, _, _ in BREACHES}
