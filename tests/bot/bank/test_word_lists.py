"""Lists of words that patterns name: what they stand for, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import load_bank
from bot.bank.word_lists import MOST
from bot.domain.question import OpenQuestion

QUESTION = """---
title: Draft and check
kind: open
difficulty: easy
minutes: 2
hint: Who writes?
sources: ["A book, section 1"]
{words}criteria:
  - id: draft
    weight: 0.5
    statement: A small model drafts.
    any: [[{group}]]
    examples: {{met: [It drafts.], unmet: [It is fast.]}}
  - id: check
    weight: 0.5
    statement: A large model checks.
    any: [[[large model]]]
    examples: {{met: [The large model checks.], unmet: [It is fast.]}}
---
How?

## Answer
The small model drafts, the large model checks.
"""


def asked(folder: Path, group: str, words: str = "") -> list[str]:
    """The patterns that a group was written out to, or what is wrong with the files."""
    path = folder / "a/b.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(QUESTION.format(group=group, words=words))
    bank, problems = load_bank(folder)
    question = bank.get("a/b")
    if isinstance(question, OpenQuestion) and not problems:
        return list(question.criteria[0].any[0][0])
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_a_name_stands_for_all_of_its_list(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("small model: [drafter, small one]\n")
    assert asked(tmp_path, "[<small model>, helper]") == ["drafter", "small one", "helper"]


def test_in_a_sequence_it_stands_for_one_word_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("small: [tiny, little]\nwrites: [draft*, propos*]\n")
    assert asked(tmp_path, "[the <small> one .. <writes>]") == [
        "the tiny one .. draft*",
        "the tiny one .. propos*",
        "the little one .. draft*",
        "the little one .. propos*",
    ]


def test_a_question_s_own_list_goes_before_the_shared_one(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("small: [tiny]\n")
    assert asked(tmp_path, "[<small>]", "words: {small: [puny]}\n") == ["puny"]


def test_what_an_example_says_is_no_name(tmp_path: Path) -> None:
    asked(tmp_path, "[drafts]")
    path = tmp_path / "a/b.md"
    path.write_text(path.read_text().replace("met: [It drafts.]", "met: ['a < b and it drafts > c']"))
    assert load_bank(tmp_path)[1] == []


def test_no_pattern_is_there_twice(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("small: [tiny, little]\n")
    assert asked(tmp_path, "[little, <small>]") == ["little", "tiny"]


def test_a_list_that_changes_makes_another_version(tmp_path: Path) -> None:
    versions = []
    for text in ("small: [tiny]\n", "small: [tiny, little]\n"):
        (tmp_path / "words.yaml").write_text(text)
        asked(tmp_path, "[<small>]")
        versions.append(load_bank(tmp_path)[0].hash_of("a/b"))
    assert versions[0] != versions[1]


@pytest.mark.parametrize(
    ("group", "words", "said"),
    [
        ("[<smal>]", "", "a/b.md:12: There is no word list 'smal'. Did you mean small? "),
        ("[tiny]", "words: {odd: [x]}\n", "a/b.md:8: No pattern names <odd>. Take the list out."),
        ("[<odd>]", "words: {odd: [<small>]}\n", "a/b.md:8: `odd` must be a list of patterns."),
        ("[<odd>]", "words: {odd: []}\n", "a/b.md:8: `odd` must be a list of patterns."),
        ("[<odd>]", "words: odd\n", "a/b.md:8: `words` must be lists with names."),
        ("[<odd>]", "words: {odd: ['*']}\n", "a/b.md:13: "),
    ],
)
def test_what_is_no_list_is_said_with_its_line(tmp_path: Path, group: str, words: str, said: str) -> None:
    (tmp_path / "words.yaml").write_text("small: [tiny]\n")
    [problem] = asked(tmp_path, group, words)
    assert problem.startswith(said)


def test_two_long_lists_are_better_as_two_groups(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(f"many: [{', '.join(f'w{n}' for n in range(MOST // 4))}]\n")
    [problem] = asked(tmp_path, "[<many> <many>]")
    assert "'<many> <many>' comes to 10,000 patterns. Put the lists into groups of their own." in problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("small [tiny\n", "words.yaml:1: There are no fields here."),
        ("small: tiny\n", "words.yaml:1: `small` must be a list of patterns."),
        ("a: [b]\nBad Name!: [tiny]\n", "words.yaml:2: 'Bad Name!' can't name a word list."),
        ("small: [<large>]\n", "words.yaml:1: `small` must be a list of patterns."),
        ("small: [tiny\n", "words.yaml:"),
    ],
)
def test_a_shared_file_that_can_t_be_read_is_a_problem(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "words.yaml").write_text(content)
    assert asked(tmp_path, "[tiny]")[0].startswith(said)


def test_a_shared_file_that_is_not_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_bytes(b"\xff\xfe")
    assert asked(tmp_path, "[tiny]") == [
        "words.yaml: It can't be read. Save it in UTF-8, where Koko may read it."
    ]
