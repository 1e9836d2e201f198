"""One question of each kind that has a key."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.question import ChoiceQuestion, CodeQuestion, NumericQuestion

COMMON: dict[str, Any] = {
    "title": "A question",
    "difficulty": "easy",
    "minutes": 3,
    "hint": "Think.",
    "sources": ["A book"],
    "prompt": "Well?",
    "answer": "Well.",
}


@pytest.fixture
def lora() -> NumericQuestion:
    return NumericQuestion.model_validate(
        {
            **COMMON,
            "id": "fine-tuning/lora-parameter-count",
            "kind": "numeric",
            "parameters": {
                "d": {"label": "d, rows of W", "choices": [1024, 2048, 4096], "default": 4096},
                "k": {"label": "k, columns of W", "choices": [1024, 4096, 8192], "default": 4096},
                "r": {"label": "r, rank", "choices": [4, 8, 16], "default": 8},
            },
            "values": [
                {"id": "trained", "label": "Trained parameters", "expression": "r * (d + k)"},
                {
                    "id": "share",
                    "label": "Share of full fine-tuning",
                    "expression": "100 * trained / (d * k)",
                    "unit": "%",
                },
            ],
            "decision": {
                "id": "small",
                "label": "Below one per cent?",
                "options": [
                    {"id": "yes", "text": "Yes, it is", "when": "share < 1", "said": ["below one per cent"]},
                    {"id": "no", "text": "No, it is not", "when": "share >= 1"},
                ],
                "weight": 2,
            },
        }
    )


@pytest.fixture
def drift() -> NumericQuestion:
    return NumericQuestion.model_validate(
        {
            **COMMON,
            "id": "drift/chi-square-computed",
            "kind": "numeric",
            "parameters": {
                "observed": {"label": "O", "choices": [[150, 108, 92, 50]], "default": [150, 108, 92, 50]},
                "expected": {"label": "E", "choices": [[170, 110, 90, 30]], "default": [170, 110, 90, 30]},
            },
            "values": [
                {
                    "id": "statistic",
                    "label": "Chi-square statistic",
                    "expression": "chi_square(observed, expected)",
                },
                {
                    "id": "df",
                    "label": "Degrees of freedom",
                    "expression": "len(observed) - 1",
                    "tolerance": 0,
                },
            ],
            "decision": {
                "id": "drift",
                "label": "How strong is it?",
                "options": [
                    {"id": "none", "text": "No drift", "when": "statistic < 7.81"},
                    {"id": "some", "text": "Some drift", "when": "statistic < 11.34", "said": ["moderate"]},
                    {"id": "strong", "text": "Strong drift", "when": "statistic >= 11.34", "said": ["large"]},
                ],
            },
        }
    )


@pytest.fixture
def one_of_four() -> ChoiceQuestion:
    return ChoiceQuestion.model_validate(
        {
            **COMMON,
            "id": "drift/psi-vs-chi-square",
            "kind": "choice",
            "options": [
                {"id": "size", "text": "A p-value measures how large the shift is.", "why": "It does not."},
                {"id": "counts", "text": "Both depend on shares alone.", "why": "Chi-square needs counts."},
                {
                    "id": "test-then-size",
                    "text": "The chi-square test asks whether there is a shift; PSI says how large it is.",
                    "why": "Evidence and effect.",
                },
                {"id": "continuous", "text": "PSI works on continuous features only.", "why": "Bins do."},
            ],
            "correct": ["test-then-size"],
        }
    )


@pytest.fixture
def some_of_five() -> ChoiceQuestion:
    return ChoiceQuestion.model_validate(
        {
            **COMMON,
            "id": "evaluation/helm-metrics",
            "kind": "choice",
            "options": [
                {"id": "votes", "text": "Preference: what do visitors vote for?", "why": "An arena."},
                {"id": "robustness", "text": "Robustness: does it survive typos?", "why": "Perturbed."},
                {"id": "calibration", "text": "Calibration: does it know what it knows?", "why": "Measured."},
                {"id": "openness", "text": "Openness: are the weights free?", "why": "A licence."},
                {"id": "fairness", "text": "Fairness: do groups fare alike?", "why": "Measured."},
            ],
            "correct": ["robustness", "calibration", "fairness"],
        }
    )


@pytest.fixture
def koko() -> CodeQuestion:
    return CodeQuestion.model_validate(
        {
            **COMMON,
            "id": "coding/koko-eating-bananas",
            "kind": "code",
            "function": "min_eating_speed",
            "signature": "def min_eating_speed(piles: list[int], h: int) -> int:",
            "cases": [
                {"arguments": [[3, 6, 7, 11], 8], "expected": 4, "hidden": False},
                {"arguments": [[30, 11, 23, 4, 20], 5], "expected": 30},
                {"arguments": [[1], 1], "expected": 1},
                {"arguments": [[2, 2], 3], "expected": 2},
            ],
            "reference": "def min_eating_speed(piles, h): ...",
            "wrong": [{"source": "def min_eating_speed(piles, h): return 1"}],
        }
    )
