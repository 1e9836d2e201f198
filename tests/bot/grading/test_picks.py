"""Options as people name them, and rule them out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.question import ChoiceQuestion
from bot.grading.exact import LETTERS, options_for
from bot.grading.picks import picked

LETTER_OF = {"votes": "A", "robustness": "B", "calibration": "C", "openness": "D", "fairness": "E"}

OF_FIVE = {
    "": "", "b": "B", "B)": "B", "(b)": "B", "b.": "B", "[b]": "B", "**B**": "B", "`b`": "B", "B!": "B",
    "b?": "B", "option b": "B", "Option B.": "B", "letter b": "B", "answer: b": "B", "anwser: B": "B",
    "Answer = B": "B", "my answer is b": "B", "I'd go with B": "B", "I think it's B": "B", "it's b": "B",
    "B imo": "B", "B, because it survives typos": "B", "b - typos": "B", "B (robustness)": "B",
    "B: robustness": "B", "it must be B": "B", "probably B": "B", "definitely b": "B", "B for sure": "B",
    "2": "B", "#2": "B", "option 2": "B", "number 2": "B", "the second one": "B", "second": "B",
    "2nd": "B", "the 2nd option": "B", "the last one": "E", "b and d": "BD", "B, D": "BD", "B & D": "BD",
    "B/D": "BD", "b+d": "BD", "B D": "BD", "bd": "BD", "B;D": "BD", "B,D,E": "BDE", "b, d and e": "BDE",
    "B, D, and E.": "BDE", "(b), (d)": "BD", "b) and d)": "BD", "options b and d": "BD",
    "both B and D": "BD", "answers: B, C, E": "BCE", "BCE": "BCE", "bce": "BCE", "2nd and 4th": "BD",
    "the second and the fourth": "BD", "second, third and fifth": "BCE", "2, 3, 5": "BCE", "2 and 4": "BD",
    "1st, 2nd, 3rd": "ABC", "- B\n- C\n- E": "BCE", "B\nC\nE": "BCE", "robustness": "B", "Robustness": "B",
    "robustness and calibration": "BC", "robustness, fairness": "BE",
    "it looks at calibration and fairness": "CE", "how robust it is and how fair": "BE",
    "robustnes, calibraton and farness": "BCE", "Calibration: does it know what it knows?": "C",
    "does it survive typos, do groups fare alike": "", "robustness, calibration, not openness": "BC",
    "robustness and calibration but not openness": "BC", "not votes, but fairness": "E",
    "calibration, fairness. Not openness and not votes.": "CE", "not a": "", "not A, not D": "BCE",
    "not A or D": "BCE", "neither A nor D": "BCE", "all but a": "BCDE", "all but A and D": "BCE",
    "everything except A and D": "BCE", "everything but votes and openness": "BCE",
    "all except A, D": "BCE", "all of them except D": "ABCE", "all apart from votes": "BCDE",
    "Everything except for openness.": "ABCE", "all minus a": "BCDE", "all of the above": "ABCDE",
    "All of them": "ABCDE", "all": "ABCDE", "everything": "ABCDE", "all five": "ABCDE", "A-E": "ABCDE",
    "A to E": "ABCDE", "A through E": "ABCDE", "none": "", "none of the above": "", "None of them.": "",
    "neither of these": "", "no idea": "", "A, no wait, B": "B", "A... sorry, B and C": "BC",
    "A. Edit: B": "B", "~~A~~ B": "B", "A? No, wait: B.": "B", "A is wrong, so B": "B",
    "A is out. B.": "B", "not A, so B": "B", "A, B and D are wrong, so it's C": "C",
    "It can't be A. I'd say B": "B", "B is right, A is not": "B", "B, not A": "B", "B and not A": "B",
    "B because A is about arenas and D about licences": "B", "A model should survive typos": "",
    "A shift is what both of them are about": "", "f": "", "9": "", "B or C": "BC", "B and F": "",
    "I am D": "D", "The right ones are B, C and E, since they are scored": "BCE",
    "B C E, rest is nonsense": "BCE", "B yes, C yes, E yes, A no, D no": "BCE",
    "A: no, B: yes, C: yes, D: no, E: yes": "BCE", "A no\nB yes\nC yes\nD no\nE yes": "BCE",
    "A ✗ B ✓ C ✓ D ✗ E ✓": "BCE", "just B": "B", "Just B and E.": "BE", "simply b": "B", "only B": "B",
    "A... hmm no, that's an arena. B": "B", "A? hmm no. B": "B", "A... no, B": "B", "A… no. B and C": "BC",
    "B... no idea about C": "B", "A. Correction: B": "B", "A (correction: B)": "B", "A, correction, B": "B",
    "A, correction B": "B", "those other than the free ones: B and E": "BE",
    "B, a correction. A is about arenas.": "B", "B. Correction of typos is what it tests.": "B",
    "anything but A and D": "BCE", "Anything other than A, D.": "BCE", "the ones other than A and D": "BCE",
    "those besides votes and openness": "BCE", "1.5": "", "2 of 10 is 0.2": "",
}  # fmt: skip


def test_options_are_known_however_they_are_named(some_of_five: ChoiceQuestion) -> None:
    assert {text: lettered(picked(some_of_five.options, text)) for text in OF_FIVE} == OF_FIVE


def lettered(ids: Iterable[str]) -> str:
    return "".join(sorted(LETTER_OF[id] for id in ids))


LISTED = {
    "B. Robustness: typos change little\nC. Calibration: it knows what it knows\nE. Fairness": "BCE",
    "B) robustness\nC) calibration\nE) fairness": "BCE", "b) robustness\nc) calibration": "BC",
    "B: robustness\nC: calibration\nE: fairness": "BCE", "(B) robustness\n(E) fairness": "BE",
    "**B.** robustness\n**E.** fairness": "BE", "- B: typos\n- C: measured\n- E: groups": "BCE",
    "1. B. robustness\n2. C. calibration\n3. E. fairness": "BCE", "B (robustness); E (fairness)": "BE",
    "B (robustness), C (calibration) and E (fairness). A is about arenas.": "BCE",
    "A (arenas), C (calibration)": "AC", "B (a measure), a (small) one, a (large) one": "B",
    "B - robustness, C - calibration, E - fairness": "BCE", "b) typos, c) measured, e) groups": "BCE",
    "B because of typos\nE because groups are compared": "BE",
    "B. It is perturbed. C. It is measured. E. Groups are compared.": "BCE",
    "The right ones are:\nB. robustness\nE. fairness": "BE",
    "B. robustness\n\nE. fairness\n\nA is wrong because it is about arenas, and D is no metric.": "BE",
    "B. robustness\nE. fairness\nThe others are wrong:\nA. arenas\nD. licences": "BE",
    "B. robustness\nE. fairness\nNot A: that is an arena.\nNot D: that is a licence.": "BE",
    "B. robustness\nE. fairness\nThese don't belong:\nA. arenas": "BE",
    "B: robustness\nE: fairness\nA: that's what arenas are for, so no\nD: a licence, wrong": "BE",
    "A. no, that's an arena\nB. yes, typos\nC. yes\nD. no, a licence\nE. yes, groups": "BCE",
    "A - false, arenas\nB - true\nC - true, measured\nD - false\nE - true": "BCE",
    "A. no\nB. yes, typos\nC. it is measured\nD. no\nE. yes": "BE",
    "B. robustness\nA – that's the wrong kind": "B", "B and C. A: arenas. D: licences.": "BC",
}  # fmt: skip


def test_a_list_is_all_picked_where_several_may_be_right(some_of_five: ChoiceQuestion) -> None:
    assert {text: lettered(picked(some_of_five.options, text, several=True)) for text in LISTED} == LISTED


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("C: one is evidence, the other a size.\nA: the wrong way round.\nB: PSI alone.", "test-then-size"),
        ("C) evidence against size\nD) ignores binning", "test-then-size"),
        ("A. no\nB. no, PSI alone\nC. evidence, then size\nD. no", "test-then-size"),
        ("A: it's a size, so no\nB: PSI alone, wrong\nC: yes\nD: bins, so no", "test-then-size"),
    ],
)
def test_a_list_explains_the_first_of_it_where_one_is_right(
    one_of_four: ChoiceQuestion, text: str, id: str
) -> None:
    assert picked(one_of_four.options, text) == {id}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("C. A is the wrong way round, B holds for PSI alone, and D ignores binning.", "test-then-size"),
        ("It's option c: one is evidence, the other an effect size. A is wrong.", "test-then-size"),
        ("not A, not B, not D, so it must be C", "test-then-size"),
        ("not a, not b and not d", "test-then-size"),
        ("A... no wait, that's backwards. C.", "test-then-size"),
        ("C prbly, chi = noise, psi = size", "test-then-size"),
        ("The chi-square test asks whether there is a shift", "test-then-size"),
        ("the chi square test asks wether there is a shift; psi says how large it is", "test-then-size"),
        ("A p-value measures how large the shift is", "size"),
        ("Not C. A p-value measures how large the shift is.", "size"),
        ("Both depend on shares", "counts"),
        ("both depend on shares alone", "counts"),
        ("PSI works on continuous features only", "continuous"),
    ],
)
def test_the_one_option_is_known_however_it_is_named(one_of_four: ChoiceQuestion, text: str, id: str) -> None:
    assert picked(one_of_four.options, text) == {id}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.text(min_size=1, max_size=20), bits=st.integers(0, 31))
def test_letters_are_those_of_the_members_own_order(
    some_of_five: ChoiceQuestion, seed: str, bits: int
) -> None:
    options = options_for(some_of_five, seed)
    meant = [(LETTERS[n], option.id) for n, option in enumerate(options) if bits >> n & 1]
    letters = " and ".join(letter for letter, _ in meant)
    assert picked(options, letters) == {id for _, id in meant}
    assert options == options_for(some_of_five, seed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="abcdefgh ABCDEFGH,;.()notallbut12andor\n", max_size=200))
def test_any_text_is_read(some_of_five: ChoiceQuestion, text: str) -> None:
    assert picked(some_of_five.options, text) <= {option.id for option in some_of_five.options}


@pytest.mark.parametrize(
    "filler",
    [
        "a ",
        "a) ",
        "b (",
        "- b: ",
        "a, b - ",
        "not\n",
        "a and ",
        "not a ",
        "the ",
        "all ",
        "(",
        "no wait ",
        "b, not ",
    ],
)
def test_a_long_text_is_read_in_passing(some_of_five: ChoiceQuestion, filler: str) -> None:
    text = (filler * 4000)[:4000]
    assert picked(some_of_five.options, text, several=True) <= {option.id for option in some_of_five.options}
