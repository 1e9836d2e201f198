"""Where what somebody types comes from: a keyboard with a prompt, or the lines of a pipe."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.styles import Style

from adapters.local.completion import Suggestion

BLOCK, FENCE = '"""', "```"
STYLE = Style.from_dict({"bottom-toolbar": "noreverse"})

Suggest = Callable[[str], Awaitable[Sequence[Suggestion]]]
"""Takes the text that is being typed."""


class Keyboard:
    """That of somebody who sees what comes; what they typed can be brought back, and is kept nowhere.

    Reads raise KeyboardInterrupt when they think better of it, and EOFError when they leave.
    """

    def __init__(self, suggest: Suggest, below: Callable[[int], str]) -> None:
        """`below` is the line under the prompt, for so many columns."""
        history = InMemoryHistory()
        self._talk: PromptSession[str] = PromptSession(
            history=history,
            multiline=True,
            key_bindings=merge_key_bindings([_cancelling(), _sending()]),
            completer=_Suggestions(suggest),
            complete_while_typing=Condition(self._may_complete),
            reserve_space_for_menu=6,
            bottom_toolbar=lambda: below(self._talk.output.get_size().columns),
            refresh_interval=0.5,  # seconds; the line below changes by itself
            erase_when_done=True,  # a message comes back as everybody sees it
            style=STYLE,
        )
        self._line, self._box = (
            PromptSession[str](
                history=history,
                multiline=multiline,
                key_bindings=_cancelling(),
                bottom_toolbar=f"{keys} · Ctrl-C: cancel",
                style=STYLE,
            )
            for multiline, keys in ((False, "Enter: next"), (True, "Esc Enter: send"))
        )

    async def talk(self, who: str, draft: str) -> str:
        """A message or a command; `draft` is what could not be sent before."""
        return await self._talk.prompt_async(f"\n{who} › ", default=draft)

    async def fill(self, draft: str, *, multiline: bool) -> str:
        """An input of a form; `draft` is what it holds."""
        return await (self._box if multiline else self._line).prompt_async("  › ", default=draft)

    def _may_complete(self) -> bool:
        text = self._talk.default_buffer.text
        return text.startswith(("/", ":")) or "@" in text


class Pipe:
    """Lines from a program or a file; an empty one leaves an input as it is. EOFError is their end."""

    def __init__(self, stream: TextIO, silence: float = 1.0) -> None:
        """A line is read when nothing new has been shown for that many seconds."""
        self._stream = stream
        self.silence = silence

    async def talk(self, who: str, draft: str) -> str:
        return await self._read()

    async def fill(self, draft: str, *, multiline: bool) -> str:
        return await self._read() or draft

    async def _read(self) -> str:
        text = await self._line()
        while is_open(text):
            text += f"\n{await self._line()}"
        return text

    async def _line(self) -> str:
        line = await asyncio.to_thread(self._stream.readline)
        if not line:
            raise EOFError
        return line.rstrip("\r\n")


Prompt = Keyboard | Pipe


def is_open(text: str) -> bool:
    """Whether a block of several lines has begun and not ended."""
    if text.startswith(BLOCK):
        return text.rpartition("\n")[2] != BLOCK or "\n" not in text
    return text.count(FENCE) % 2 == 1


def unblocked(text: str) -> str:
    """What stands between the lines that make it a block."""
    return text.removeprefix(BLOCK).removesuffix(BLOCK).strip("\n") if text.startswith(BLOCK) else text


class _Suggestions(Completer):
    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []  # prompt-toolkit calls the other one

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        if document.is_cursor_at_the_end:
            for each in await self._suggest(document.text):
                yield Completion(
                    each.line, -len(document.text), display=each.label, display_meta=each.description
                )


def _cancelling() -> KeyBindings:
    """What is given up can be brought back too."""
    keys = KeyBindings()

    @keys.add("c-c")
    def cancel(event: KeyPressEvent) -> None:
        event.current_buffer.append_to_history()
        event.app.exit(exception=KeyboardInterrupt())

    return keys


def _sending() -> KeyBindings:
    """Enter sends, unless a block is open; Escape and Enter begin a new line."""
    keys = KeyBindings()

    @keys.add("enter")
    def send(event: KeyPressEvent) -> None:
        if is_open(event.current_buffer.text):
            event.current_buffer.newline()
        else:
            event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    return keys
