"""Notes as people keep them, turned into drafts that can be read as questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import parse
from bot.bank.notes import MAX_ANSWER, Bare, Draft, drafts
from bot.domain.question import OpenQuestion

SEED = Path(__file__).parents[4] / "shared/seed"
"""The notes that the bank began with; they are not part of the repository."""

NOTES = """\
# Fine Tuning

1. SFT?
   - training on labelled examples

1. what are the steps
   a. collect
   b. rank

1. Mitigation

   1. Data level
      - more data
   1. Training level
      - early stopping

1. Measure
   1. cosine similarity
   1. statistical test
      - MMD

# Workflow
1. Log
1. Retrain

# Odds and ends
1. Only a title
1. Shadow mode: log what differs
1. With notes
   - some
"""


def question(draft: Draft) -> OpenQuestion:
    file = parse(draft.text, Path(f"{draft.id}.md"))
    assert file.problems == ()
    assert isinstance(file.question, OpenQuestion)
    return file.question


def by_id(notes: str) -> dict[str, OpenQuestion]:
    return {draft.id: question(draft) for draft in drafts(notes)[0]}


def test_a_numbered_line_is_a_question_and_what_is_below_it_the_answer() -> None:
    sft = by_id(NOTES)["fine-tuning/sft"]
    assert (sft.title, sft.prompt, sft.answer) == (
        "SFT?",
        "Fine Tuning: SFT?",
        "- training on labelled examples",
    )
    assert not sft.criteria
    assert not sft.sources


def test_letters_are_no_list_to_markdown_and_still_belong_to_the_answer() -> None:
    assert by_id(NOTES)["fine-tuning/what-are-the-steps"].answer == "- a. collect\n- b. rank"


def test_numbered_lines_with_notes_of_their_own_are_questions_themselves() -> None:
    made = by_id(NOTES)
    assert made["fine-tuning/mitigation-data-level"].answer == "- more data"
    assert made["fine-tuning/mitigation-training-level"].title == "Mitigation: Training level"
    assert "fine-tuning/mitigation" not in made


def test_one_such_line_alone_stays_in_the_answer_around_it() -> None:
    assert by_id(NOTES)["fine-tuning/measure"].answer == (
        "1. cosine similarity\n1. statistical test\n   - MMD"
    )


def test_steps_below_a_heading_answer_it() -> None:
    assert by_id(NOTES)["workflow/workflow"].answer == "1. Log\n1. Retrain"


def test_what_stands_behind_a_colon_is_an_answer_too() -> None:
    assert by_id(NOTES)["odds-and-ends/shadow-mode"].answer == "- log what differs"


def test_a_line_with_nothing_below_it_is_named_and_left_out() -> None:
    assert drafts(NOTES)[1] == [Bare("Only a title", 27)]


def test_each_draft_knows_its_line() -> None:
    assert [draft.line for draft in drafts(NOTES)[0]] == [3, 6, 12, 14, 17, 23, 28, 29]


def test_the_same_title_twice_makes_two_files() -> None:
    notes = "# A\n1. Same\n   - one\n1. Same\n   - two\n"
    assert {id: q.answer for id, q in by_id(notes).items()} == {"a/same": "- one", "a/same-2": "- two"}


@pytest.mark.parametrize(
    "notes",
    [
        "1. `code` & <b>: \"quoted\" 'title' # no comment\n   - {a: b}\n",
        "# ../../etc\n1. ../passwd\n   - x\n",
        f"# {'long ' * 100}\n1. {'longer ' * 100}\n   - {'longest ' * 1000}\n",
        "# 题\n1. 什么\n   - 答\n",
        "1. yes\n   - no\n1. 12:30\n   - null\n",
        "1. title: with colon\n   - |\n     > x\n",
        "no list and no heading",
    ],
)
def test_whatever_is_typed_makes_a_file_that_can_be_read(notes: str) -> None:
    made, bare = drafts(notes)
    assert made
    assert not bare
    for draft in made:
        assert len(question(draft).answer) <= MAX_ANSWER
        assert ".." not in draft.id


@pytest.mark.parametrize("notes", ["", "\n\n", "# Only\n\n## Headings\n"])
def test_notes_without_content_make_nothing(notes: str) -> None:
    assert drafts(notes) == ([], [])


if SEED.exists():

    def test_the_notes_that_the_bank_began_with_become_drafts() -> None:
        (notes,) = SEED.glob("*.txt")
        made, bare = drafts(notes.read_text())
        assert len({draft.id for draft in made}) == len(made) == 50
        assert [line.title for line in bare] == ["Change in vector representation of inputs or outputs"]
        assert question(made[0]).title == "Difference btw pre-training and post-training"
