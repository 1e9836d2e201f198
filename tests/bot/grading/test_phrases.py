"""Phrases said and denied."""

from __future__ import annotations

import pytest

from bot.grading.phrases import find_phrases

OPTIONS = {"drift": ["drift", "significant"], "none": ["no drift"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There is drift.", [("drift", False)]),
        ("There is NO-DRIFT here", [("none", False)]),
        ("It drifted", [("drift", False)]),
        ("It is not significant", [("drift", True)]),
        ("it isn't very significant", [("drift", True)]),
        ("Not at all sure, but it is significant", [("drift", False)]),
        ("No, it is significant", [("drift", False)]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_a_phrase_is_found_whatever_its_form(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(phrase.key, phrase.denied) for phrase in find_phrases(text, OPTIONS)] == found


def test_it_stands_where_it_says() -> None:
    text = "I see no drift."
    (phrase,) = find_phrases(text, OPTIONS)
    assert text[phrase.start : phrase.end] == "no drift"
