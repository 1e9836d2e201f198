"""A platform on which all is well, and which has something to say about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.adapter import Adapter, Host, Note, Problem
from tests.fakes import RecordingAdapter

SAID = "answers come by pigeon: to have them sooner, set KOKO_TALKATIVE_WIRE"


class TalkativeAdapter(RecordingAdapter):
    async def check(self) -> Sequence[Problem | Note]:
        return [Note(SAID)]


def create(host: Host) -> Adapter:
    return TalkativeAdapter("talkative")
