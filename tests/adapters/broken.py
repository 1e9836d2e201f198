"""What breaks one rule of a platform each, tried all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Sent = TypeVar("Sent")


def misjudged(
    broken: Iterable[tuple[Sent, str]], problems: Callable[[Sent], list[str]]
) -> list[tuple[str, list[str]]]:
    """Each rule with what is said of that which breaks it, wherever it is not this rule and no other."""
    said = [(rule, problems(sent)) for sent, rule in broken]
    return [(rule, found) for rule, found in said if [rule in problem for problem in found] != [True]]
