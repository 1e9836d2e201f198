"""A form in a terminal: one input after the other, and again what was not right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.local.answers import Json
from adapters.local.terminal_client import Refusal
from adapters.local.terminal_prompt import Prompt, unblocked
from adapters.local.terminal_view import Screen

Submit = Callable[[dict[str, str]], Awaitable[object]]
"""Takes the values by input. Raises Refusal with what is wrong with them."""


async def fill(form: Json, prompt: Prompt, screen: Screen, submit: Submit) -> None:
    """What was typed is there again when it is asked for again. Raises what `submit` raises else."""
    screen.heading(form["title"], form["text"])
    values = {each["id"]: _initial(each) for each in form["inputs"]}
    asked = form["inputs"]
    while asked:
        for each in asked:
            ask = _choose if each["kind"] == "select" else _write
            values[each["id"]] = await ask(each, values[each["id"]], prompt, screen)
        try:
            await submit(values)
        except Refusal as refusal:
            if not refusal.problems:
                raise
            asked = [each for each in form["inputs"] if each["id"] in refusal.problems]
            for problem in refusal.problems.values():
                screen.problem(problem)
        else:
            return


def _initial(entry: Json) -> str:
    initial = entry["initial"]
    return initial if isinstance(initial, str) else ",".join(initial)


async def _write(entry: Json, value: str, prompt: Prompt, screen: Screen) -> str:
    screen.note(" · ".join(part for part in (_label(entry), entry["placeholder"]) if part))
    return unblocked(await prompt.fill(value, multiline=entry["multiline"]))


async def _choose(entry: Json, value: str, prompt: Prompt, screen: Screen) -> str:
    """By numbers or labels. Where one is chosen, what is typed takes the place of the first choice; of
    several, which commas separate, the line is there to be changed."""
    screen.note(_label(entry))
    values: dict[str, str] = {}
    for number, option in enumerate(entry["options"], 1):
        screen.option(number, option["label"], option["about"])
        values |= {str(number): option["value"], option["label"].casefold(): option["value"]}
    numbers = [n for n, option in enumerate(entry["options"], 1) if option["value"] in value.split(",")]
    several, kept = entry["multiple"], ", ".join(map(str, numbers))
    if kept and not several:
        screen.note(f"Enter keeps {kept}.")
    typed = kept
    while True:
        typed = await prompt.fill(typed if several else "", multiline=False)
        if not several and not typed.strip():
            typed = kept
        chosen = [part.strip().casefold() for part in typed.split(",") if part.strip()]
        if typed.strip().casefold() in values:
            chosen = [typed.strip().casefold()]
        if unknown := [part for part in chosen if part not in values]:
            how = "type a number, or several with commas between" if several else "type a number"
            screen.problem(f"There is no {unknown[0]}: {how}.")
        else:
            return ",".join(values[part] for part in chosen)


def _label(entry: Json) -> str:
    return entry["label"] if entry["required"] else f"{entry['label']} (optional)"
