"""Numbers and decisions from a form and from prose."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.grade import Verdict
from bot.domain.question import NumericQuestion
from bot.grading.exact import expected, parameters_for, shown
from bot.grading.numeric import judge_numeric


def met(question: NumericQuestion, text: str) -> list[str]:
    return [j.criterion for j in judge_numeric(question, text, "") if j.verdict is Verdict.MET]


@pytest.mark.parametrize(
    "text",
    [
        "trained = 65536\nshare = 0.39\nsmall = yes",
        "Trained parameters: 65,536\nShare of full fine-tuning (%): 0.39 %\nBelow one per cent?: Yes, it is",
        "trained = 65.5k\nshare = 0.0039\nsmall = yes",
        "r(d+k) = 8 × (4096 + 4096) = 65,536 parameters, about 0.4 %, so yes",
        "It trains 65 536 of 16 777 216, or 0,39 %, which is below one per cent.",
        "65,536, 0.39 %, yes",
        "d*r + r*k = 32768 + 32768 = 65536, 65536 / 16777216 = 0.00390625: yes",
        "trained: 65,536; 0.39 %; no problem: yes, it is",
        "- **65,536** parameters\n- **0.39 %**\n- yes",
    ],
)
def test_a_right_answer_counts_in_a_form_and_in_prose(lora: NumericQuestion, text: str) -> None:
    assert met(lora, text) == ["trained", "share", "small"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", []),
        ("no idea", []),
        ("134M, 50 %, no", []),
        ("trained = 65536\nshare = 39 %\nsmall = no", ["trained"]),
        ("share = 65536\ntrained = 0.39\nsmall = yes", []),
        ("Yes, it is below one per cent.", []),
        ("65,536 or 32,768", []),
        ("not 65,536 but 131,072 parameters", []),
        ("trained = 65,536 32,768 131,072", []),
        ("1, 2, 65536, 4, 5, 0.39 %", ["share"]),
        ("16,384 and 32,768 and 65,536 and 131,072", []),
        ("maybe 16,384, maybe 32,768, maybe 65,536, maybe 131,072", []),
        ("a) 16,384 b) 32,768 c) 65,536 d) 131,072", []),
        ("first 32,768, second 65,536, third 131,072, fourth 262,144", []),
        ("16,384? 32,768? 65,536? 131,072?", []),
        (" ".join(f"it is {n}." for n in range(65_500, 65_600)), []),
        ("It is not below one per cent", []),
        ("Yes or no", []),
    ],
)
def test_a_wrong_answer_or_a_guess_does_not(lora: NumericQuestion, text: str, right: list[str]) -> None:
    assert met(lora, text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("15.77 with 3 degrees of freedom, above 11.34, so strong drift", ["statistic", "df", "drift"]),
        ("df = 4 - 1 = 3; chi-square: 15.8; large", ["statistic", "df", "drift"]),
        ("chi-square is 3, df is 15.77", []),
        ("15.77, no problem, strong drift", ["statistic", "drift"]),
        ("15.77 statistic 3 df", ["statistic", "df"]),
        ("15.77 chi-square 3 degrees of freedom strong", ["statistic", "df", "drift"]),
        ("3 chi-square 15.77 df", []),
        ("chi-square 15.77 df 3", ["statistic", "df"]),
        ("15.77 df 3", ["statistic", "df"]),
        ("400/170 + 4/110 + 4/90 + 400/30 = 15.77", ["statistic"]),
        (
            "Below 7.81 there is no drift, up to 11.34 some drift. This is 15.77: strong drift.",
            ["statistic", "drift"],
        ),
        ("no drift, some drift, strong drift", []),
        ("It is not strong drift", []),
    ],
)
def test_each_number_counts_for_what_it_was_called(
    drift: NumericQuestion, text: str, right: list[str]
) -> None:
    assert met(drift, text) == right


@pytest.mark.parametrize(
    "text",
    [
        "0.39 % and 65536, so yes",
        "share: 0.39%; trained parameters: 65536; yes",
        "(a) 65536 (b) 0.39% (c) yes",
        "1) 65536 2) 0.39% 3) yes",
        "1. 65,536\n2. 0.39 %\n3. yes",
        "| trained | share | small |\n|---|---|---|\n| 65,536 | 0.39 % | yes |",
        "parameters = 65.5k, share .39%, yes",
        "65.5k / .39% / yes",
        "Trained: 65 536 · Share: 0,39 % · yes",
        "B 32,768 + A 32,768 = 65,536; 65,536/16,777,216 = 1/256: yes",
        "32,768... sorry, twice that: 65,536, 0.39 %, yes",
        "~~0.78 %~~ 0.39 %, 65,536, yes",
        "65,536, 0.39 %. Is it below one per cent? Yes.",
        "65,536 and 0.39 %. No, wait: yes.",
        "65,536, 0.39 %, yep",
    ],
)
def test_several_values_count_in_any_order_and_layout(lora: NumericQuestion, text: str) -> None:
    assert met(lora, text) == ["trained", "share", "small"]


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("yes", True),
        ("Yes, it is.", True),
        ("no", False),
        ("no, sorry, yes", True),
        ("yes, no wait, no", False),
        ("yes and no", False),
        ("Yes. No.", False),
        ("maybe yes, maybe no", False),
        ("it might be below one per cent", False),
        ("if it is below one per cent I'd be surprised", False),
        ("is it below one per cent?", False),
        ("it is below one per cent", True),
        ("it's not below one per cent", False),
        ("it isnt below one per cent", False),
        ("At rank 800 it would not be below one per cent. So here: yes", True),
        ("I can't say whether it is below one per cent", False),
    ],
)
def test_a_decision_is_one_and_said(lora: NumericQuestion, text: str, decided: bool) -> None:
    assert ("small" in met(lora, f"65,536, 0.39 %. {text}")) is decided


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("at most 65,536, at least 0.39 %", ["trained", "share"]),
        ("No more than 65,536, that is ≥ 0.39 %", ["trained", "share"]),
        ("up to 65,536 and 0.39 %", ["trained", "share"]),
        ("at most 32,768 and up to 0.39 %", ["share"]),
        ("below 65,536 and more than 0.39 %", []),
    ],
)
def test_a_limit_is_the_answer_where_one_is_asked_for(
    lora: NumericQuestion, text: str, right: list[str]
) -> None:
    assert met(lora.model_copy(update={"prompt": "What is the upper bound?"}), text) == right


def test_a_limit_is_no_answer_where_none_is_asked_for(lora: NumericQuestion) -> None:
    assert met(lora, "at most 65,536, up to 0.39 %") == []


def test_the_evidence_is_what_was_read(lora: NumericQuestion) -> None:
    text = "so 65,536 parameters, 2 %"
    judgements = judge_numeric(lora, text, "")
    assert [[e.text for e in j.evidence] for j in judgements] == [["65,536 parameters"], ["2 %"], []]
    assert all(text[e.start : e.end] == e.text for j in judgements for e in j.evidence)


def test_weights_are_shares_of_the_score(lora: NumericQuestion) -> None:
    assert [j.weight for j in judge_numeric(lora, "1", "")] == [0.25, 0.25, 0.5]


def test_nothing_gives_away_what_is_right(lora: NumericQuestion) -> None:
    said = " ".join(f"{j.statement} {j.note}" for j in judge_numeric(lora, "7 and 12 %", ""))
    assert "65" not in said
    assert "0.39" not in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.text(min_size=1, max_size=20))
def test_every_members_own_key_is_accepted(lora: NumericQuestion, seed: str) -> None:
    right = expected(lora, parameters_for(lora, seed))
    lines = [f"{value.id} = {shown(right.values[value.id], value.unit)}" for value in lora.values]
    judgements = judge_numeric(lora, "\n".join([*lines, f"small = {right.decision}"]), seed)
    assert {j.verdict for j in judgements} == {Verdict.MET}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="0123456789.,=:%()*- \nabtrainedshare yesno", max_size=120))
def test_any_text_is_graded(lora: NumericQuestion, text: str) -> None:
    assert len(judge_numeric(lora, text, "")) == 3
