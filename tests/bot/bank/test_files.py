"""Reading the question files: what a good file gives, and what a bad one is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bank.files import MAX_BYTES, Bank, load_bank
from bot.domain.question import OpenQuestion, question_hash

GOOD = """\
---
title: LoRA
kind: open
difficulty: medium
minutes: 4
tags: [fine-tuning]
hint: What is frozen?
sources: ["Hu et al. 2021, arXiv:2106.09685"]
criteria:
  - id: frozen-base
    weight: 0.6
    statement: The weights stay frozen.
    any:
      - [[no, frozen], [base]]
    examples: {met: [The base is frozen.], unmet: [It is cheap.]}
  - id: low-rank
    weight: 0.4
    statement: Two small matrices are learnt.
    any: [[[low rank]]]
    examples: {met: [A low rank update.], unmet: [It is cheap.]}
---
Explain **LoRA**.

## Answer
The base is frozen.

It learns a low-rank update.
"""


KINDS = "open, behavioural, choice, numeric, code"
SLUGS = "Use lower-case letters, digits and single hyphens, such as frozen-base."
NO_YAML = "This is not YAML: "
COLON = "mapping values are not allowed in this context."
LOOK = "Look at quotes, brackets and indentation."
STATEMENT = "    statement: The weights stay frozen.\n"
IDS = "Use the ids of this file's criteria."
QUOTE = "Leave it out, or quote the text."
BELOW = "It stands below the front matter: take this line out."
STAR = '"low*rank": "*" may only end a word and "~" only begin one.'
SEE = "docs/writing-questions.md shows what can be written."
HYPHENS = "a line of three hyphens"
HEADING = "Put one under a line that says: ## Answer"


def write(folder: Path, text: str | bytes, name: str = "fine-tuning/lora.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(folder: Path) -> list[str]:
    """As they are shown, without the folder's own path."""
    _, found = load_bank(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in found]


def test_a_good_file_is_a_question(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    bank, found = load_bank(tmp_path)
    assert found == []
    question = bank.get("fine-tuning/lora")
    assert isinstance(question, OpenQuestion)
    assert question.prompt == "Explain **LoRA**."
    assert question.answer == "The base is frozen.\n\nIt learns a low-rank update."
    assert question.criteria[0].any == ([["no", "frozen"], ["base"]],)


def test_the_bank_finds_questions_by_id_hash_and_topic(tmp_path: Path) -> None:
    for name in ("rlhf/ppo", "fine-tuning/lora", "fine-tuning/sft"):
        write(tmp_path, GOOD, f"{name}.md")
    bank, _ = load_bank(tmp_path)
    assert [question.id for question in bank.questions] == ["fine-tuning/lora", "fine-tuning/sft", "rlhf/ppo"]
    assert bank.topics == ("fine-tuning", "rlhf")
    assert bank.get("rlhf/dpo") is None
    assert bank.by_hash[bank.hash_of("rlhf/ppo")].id == "rlhf/ppo"
    assert bank.hash_of("rlhf/ppo") == question_hash(bank.questions[2])


@pytest.mark.parametrize(
    ("typed", "topic"),
    [("rlfh", "rlhf"), ("Fine tuning", "fine-tuning"), ("finetuning", "fine-tuning"), ("cooking", None)],
)
def test_a_topic_is_known_by_a_near_name(tmp_path: Path, typed: str, topic: str | None) -> None:
    for name in ("rlhf/ppo", "fine-tuning/lora"):
        write(tmp_path, GOOD, f"{name}.md")
    assert load_bank(tmp_path)[0].nearest_topic(typed) == topic


def test_the_version_changes_with_any_question(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    before = load_bank(tmp_path)[0]
    assert before.version == load_bank(tmp_path)[0].version
    path.write_text(GOOD.replace("A low rank update.", "Its rank is low."))
    after = load_bank(tmp_path)[0]
    assert before.version != after.version
    assert before.hash_of("fine-tuning/lora") != after.hash_of("fine-tuning/lora")


def test_a_bad_file_is_left_out_and_the_others_serve(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "not a question", "rlhf/ppo.md")
    bank, found = load_bank(tmp_path)
    assert [question.id for question in bank.questions] == ["fine-tuning/lora"]
    assert len(found) == 1


def test_a_folder_that_is_not_there_is_an_empty_bank_and_a_problem(tmp_path: Path) -> None:
    bank, (problem,) = load_bank(tmp_path / "nowhere")
    assert bank == Bank()
    assert str(problem).endswith("nowhere: There is no such folder. Set KOKO_QUESTIONS to one.")


def test_files_that_are_no_questions_are_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", "tracks/week-one.md", ".drafts/x.md", "rlhf/.swap.md", "rlhf/notes.txt"):
        write(tmp_path, "…", name)
    assert load_bank(tmp_path) == (Bank(), [])


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong", "remedy"),
    [
        ("title: LoRA\n", "", 1, "`title` is missing.", "Write `title: LoRA`."),
        ("title: LoRA", "title: 7", 2, "`title` must be text, not 7.", 'Put it in quotes: "7".'),
        ("title: LoRA", "title: " + "x" * 81, 2, "`title` has 81 characters.", "Make it 80 at most."),
        ("title: LoRA", "title: x\ntitle: y", 3, "`title` is here twice.", "Keep one of the two."),
        ("kind: open\n", "", 1, "`kind` is missing.", f"Write `kind:` and one of {KINDS}."),
        ("kind: open", "kind: opn", 3, "There is no kind 'opn'.", f"Write one of {KINDS}."),
        ("medium", "medum", 4, "`difficulty` can't be 'medum'.", "Write one of easy, medium or hard."),
        (
            "minutes: 4",
            "minutes: four",
            5,
            "`minutes` must be a number, not 'four'.",
            "Write it in digits: 3.",
        ),
        ("minutes: 4", "minutes: 90", 5, "`minutes` can't be 90.", "It must be less than or equal to 60."),
        ("[fine-tuning]", "[Fine Tuning]", 6, "`Fine Tuning` can't be used as tags.", SLUGS),
        ("[fine-tuning]", "peft", 6, "`tags` must be a list.", "Write it in brackets: [one, two]."),
        ("hint: What", "hints: x\nhint: What", 7, "`hints` is no field here.", "Did you mean `hint`?"),
        ("hint: What", "zebra: x\nhint: What", 7, "`zebra` is no field here.", "Leave it out."),
        ("hint: What", "hint: LoRA: what", 7, NO_YAML + COLON, "Put a text with a colon in quotes."),
        ('sources: ["', 'sources: "', 8, NO_YAML + "did not find expected key.", LOOK),
        ("weight: 0.4", "weight: 0.3", 9, "The weights sum to 0.9.", "Change the weights so that they do."),
        ("weight: 0.4", "weight: 1.4", 17, "`weight` can't be 1.4.", "It must be less than or equal to 1."),
        (
            "low-rank\n",
            "frozen-base\n",
            9,
            "Two criteria have one id.",
            "Give each criterion an id of its own.",
        ),
        (
            STATEMENT,
            "",
            10,
            "`statement` is missing.",
            "Write `statement: The pre-trained weights stay frozen.`.",
        ),
        ("cheap.]}\n---", "x]}\nprobes: {a: x}\n---", 21, "Probes names no criterion: a.", IDS),
        (
            "unmet: [It is cheap.]}\n---",
            "unmet: []}\n---",
            20,
            "`unmet` has 0 entries.",
            "Give it at least 1.",
        ),
        ("[[low rank]]]", "[" * 20 + "]" * 21, 19, "This is nested too deeply.", "Take some brackets out."),
        ("[low rank]", "['low*rank']", 19, STAR, SEE),
        ("title: LoRA", "title: !!python/name:x y", 2, "The tag !!python/name:x is not read here.", QUOTE),
        ("title: LoRA", "title: &a x\nx: *a", 2, "Anchors and aliases (& and *) are not read here.", QUOTE),
        (
            "title: LoRA",
            "title: *a",
            2,
            NO_YAML + "found undefined alias.",
            "Put a text that begins with * in quotes.",
        ),
        (
            "title: LoRA",
            "id: a/b",
            2,
            "`id` does not belong here.",
            "The path is the id: take this line out.",
        ),
        ("title: LoRA", "answer: x", 2, "`answer` does not belong here.", BELOW),
        (
            "title: LoRA",
            "[x]: y",
            2,
            "A field's name must be a word.",
            "Quote a text that begins with [ or {.",
        ),
        ("---\ntitle", "title", 1, "The file does not begin with front matter.", f"Begin it with {HYPHENS}."),
        ("\n---\nExp", "\nExp", 1, "The front matter does not end.", f"Close it with {HYPHENS}."),
        ("Explain **LoRA**.", "", 22, "`prompt` is empty.", "Write a sentence."),
        ("Explain **LoRA**.", "x" * 1501, 22, "`prompt` has 1,501 characters.", "Make it 1,500 at most."),
        ("## Answer", "# Answer", 28, "There is no model answer.", HEADING),
        ("## Answer", "## Answer\nx\n## Answer", 26, "There are two model answers.", HEADING),
    ],
)
def test_each_fault_is_told_with_its_line_and_its_remedy(
    tmp_path: Path, old: str, new: str, line: int, wrong: str, remedy: str
) -> None:
    assert GOOD.count(old) == 1
    write(tmp_path, GOOD.replace(old, new))
    assert problems(tmp_path) == [f"fine-tuning/lora.md:{line}: {wrong} {remedy}"]


def test_every_fault_of_a_file_is_told_in_the_order_of_the_lines(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("title:", "titles:").replace("medium", "medum").replace("0.4", "0"))
    assert [line.split(" ")[0] for line in problems(tmp_path)] == [
        f"fine-tuning/lora.md:{n}:" for n in (1, 2, 4, 17)
    ]


def test_a_long_text_in_the_wrong_place_is_not_told_whole(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("tags: [fine-tuning]", f"tags: [{'x y ' * 1000}]"))
    (problem,) = problems(tmp_path)
    assert len(problem) < 400


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rlhf/PPO.md", GOOD, ": rlhf/PPO can't be an id. Name folder and file in lower case with hyphens."),
        ("a/b/c.md", GOOD, ": A question can't stand so deep. Move it to <topic>/<slug>.md."),
        ("a/b.md", b"---\ntitle: \xff\n", ":2: This line is not UTF-8. Save the file in UTF-8."),
        ("a/b.md", "x" * (MAX_BYTES + 1), ": The file is too large. Keep it under 200,000 bytes."),
        ("a/b.md", "", f":1: The file does not begin with front matter. Begin it with {HYPHENS}."),
        ("a/b.md", "---\n---\n", ":2: There are no fields here. Write one a line: title: LoRA"),
        ("a/b.md", f"---\n{'[' * 5000}\n---\n", f":2: {NO_YAML}exceeded maximum nesting depth. {LOOK}"),
    ],
)
def test_a_file_that_can_t_be_one_is_told_so(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    write(tmp_path, content, name)
    assert problems(tmp_path) == [name + said]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    bank, found = load_bank(tmp_path)
    assert found == []
    assert bank.questions[0].answer == "The base is frozen.\n\nIt learns a low-rank update."


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, GOOD, "outside/secret.md")
    (tmp_path / "bank/rlhf").mkdir(parents=True)
    (tmp_path / "bank/rlhf/ppo.md").symlink_to(secret)
    bank, (problem,) = load_bank(tmp_path / "bank")
    assert bank == Bank()
    assert problem.wrong == "This link leads out of the folder."


def test_a_bomb_of_aliases_is_refused_unopened(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 30)]
    write(tmp_path, "\n".join(["---", *lines, "---", "Well?", "## Answer", "Well."]))
    (problem,) = problems(tmp_path)
    assert "aliases" in problem


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="---\n:[]{}&*!|>'\"#, abtitle0.5\t\x00é\u2028", max_size=300), st.integers(0, len(GOOD))
)
def test_no_file_does_more_than_be_refused(tmp_path: Path, text: str, at: int) -> None:
    write(tmp_path, (GOOD[:at] + text + GOOD[at:]).encode(errors="replace"))
    bank, found = load_bank(tmp_path)
    assert len(bank.questions) == 1 or all(problem.wrong and problem.remedy for problem in found)
    assert bank.questions or found
