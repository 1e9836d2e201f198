"""A heap of terms is no answer, and a sentence or a note is no heap."""

from __future__ import annotations

import pytest

from bot.domain.grade import Guard
from bot.grading.rubric import judge_prose
from bot.grading.rubric.salad import piled
from bot.grading.rubric.text import read
from tests.bot.grading.rubric.rubrics import LORA, OVERFITTING


@pytest.mark.parametrize(
    "answer",
    [
        "LoRA low rank matrices frozen weights merge inference adapters",
        "frozen base; low rank; two matrices; merged weights; inference latency",
        "weights the of frozen is base the of matrices low rank and of the merged inference to the of",
    ],
)
def test_terms_without_sentences_are_word_salad(answer: str) -> None:
    grade = judge_prose(LORA, answer)
    assert grade.score == 0
    assert grade.guards == (Guard.WORD_SALAD,)


def test_a_heap_of_terms_behind_a_sentence_is_word_salad_too() -> None:
    grade = judge_prose(
        LORA,
        "LoRA is a technique that many teams use these days because it is handy and because it is not hard "
        "to set up. Frozen base weights, low rank matrices, rank r, product, merged weights, inference "
        "latency, adapters.",
    )
    assert grade.score == 0
    assert grade.guards == (Guard.WORD_SALAD,)


def test_a_list_within_a_sentence_counts_for_one_criterion() -> None:
    remedies = (
        "early stopping, dropout, regularization, augmentation, pruning, more data, smaller models, ensembles"
    )
    honest = judge_prose(
        OVERFITTING, f"When the curves part, there are many remedies for overfitting: {remedies}."
    )
    assert honest.score == pytest.approx(0.3)
    everything = (
        "overfitting, gap, noise, underfitting, high bias, first, regularization, second, longer training"
    )
    stuffed = judge_prose(
        OVERFITTING, f"When one looks at the curves for long enough there are many things: {everything}."
    )
    assert stuffed.score == 0
    assert stuffed.guards == (Guard.WORD_SALAD,)


def test_notes_in_haste_are_an_answer() -> None:
    grade = judge_prose(LORA, "base frozen, two small matrices trained, low rank, merged so no latency")
    assert grade.score == 1.0
    assert grade.guards == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "So in LoRA we freeze the base and only learn two small low-rank matrices, which needs less memory.",
        "The gains are concentrated on math, and appear at scale. Limits: cost and latency, error "
        "propagation, and lack of faithfulness of the generated rationale.",
        "Bin by the reference deciles, take the share in each bin for both samples, and sum (current - "
        "reference) * ln(current / reference). Empty bins need a small constant.",
        "They first train one small reward model on human preference pairs and then tune the policy.",
        "People write model answers (SFT) and compare outputs (RLHF/DPO).",
        "You keep all pretrained weights fixed and add trainable low-rank update matrices to each layer.",
        "Seventy billion times two bytes is a hundred and forty gigabytes, so that is hopeless as it stands.",
    ],
)
def test_a_sentence_is_no_list_however_many_terms_it_holds(sentence: str) -> None:
    assert piled(read(sentence).tokens) == (set(), [])


@pytest.mark.parametrize(
    "notes",
    [
        "RAG: non-parametric knowledge, fetched at inference. SFT: parametric, learned from labeled data. "
        "RAG wins for volatile facts, access control, citations. SFT wins for format, style, domain jargon, "
        "lower latency.",
        "INT8/INT4 instead of FP16. 70B: 140 GB -> 35 GB. Faster decode. Some loss of quality, check on your "
        "own task. Calibrated methods (GPTQ/AWQ) lose less.",
        "Lower precision (fp16 -> int8) using affine mapping. Pros: less VRAM, better throughput, lower "
        "cost. Cons: degradation, especially for outlier features and for small models; need to re-evaluate.",
        "RAG = fetch documents at query. RAG: fresh facts, citations. SFT: style, format. Costs: latency.",
        "Floats -> integers (scale + zero point). Smaller + faster. Price: accuracy drop, esp. at 4 bit. "
        "PTQ: after training, easy. QAT: during training, better, costs more.",
        "Fewer parameters to train, less memory, smaller checkpoints. Needs no second copy of the model.",
    ],
)
def test_notes_that_relate_their_terms_are_no_list(notes: str) -> None:
    assert piled(read(notes).tokens) == (set(), [])


@pytest.mark.parametrize(
    "heap",
    [
        "LoRA, rank, frozen, adapters, memory, merge, PEFT",
        "Int8 weights, 8-bit integers, floats, less memory, faster inference, accuracy loss, scale",
        "LoRA. Low rank matrices. Frozen base. Fewer parameters. Adapters. Merge. Latency. Rank. PEFT.",
        "baseline -> data curation -> split -> LoRA -> dropout -> early stopping -> checkpoints -> canary",
        "load_best_model_at_end, early stopping, human-in-the-loop, least-to-most, checkpoints, patience",
        "We use it. Low rank, frozen base, small matrices, less memory, merge, inference latency, adapters.",
        "LoRA: low rank, frozen base, small matrices, merge, inference latency, adapters. Also: PEFT, rank, "
        "product, memory, optimizer, alpha, scaling.",
        "It uses frozen base weights low rank matrices product rank merged weights inference latency",
    ],
)
def test_a_few_small_words_make_no_notes_of_a_heap(heap: str) -> None:
    muted, kept = piled(read(heap).tokens)
    assert muted or kept


@pytest.mark.parametrize(
    "notes",
    [
        "full FT: all weights updated, high mem, full copy per task, best ceiling. PEFT (lora, adapters, "
        "prompt tuning): base frozen, under 1% trained, many adapters on 1 base, quality mostly same",
        "1 pretrained base model\n2 SFT on human demos\n3 sample multiple responses, humans rank\n"
        "4 reward model, trained on pairs\n5 RL with PPO against it",
        "measure 1st (ttft, tpot, p95). prefil=compute, decode=mem bw. vllm: cont batching, paged kv, flash "
        "attn. prefix cache, spec decodng for latency, TP. route easy reqs. recheck quality after",
        "impact? (biz metric, sample, segments). pipeline bug? fix that. prior -> recalib thresholds; "
        "concept -> retrain, new feats. shadow, canary, rollback ready",
        "PSI = sum of (actual - expected) * ln(actual / expected) = (0.5 - 0.7) * ln(0.5 / 0.7) + 0.1",
        "biases: position, lenght, self-pref, style>facts, injectable, noisy. fix: rubric + ref, swap order, "
        "diff family, human-labelled set -> kappa, pin ver, escalte ties",
        "scope+risks; licensd de-id data; expert eval 1st; DAPT+replay; SFT expert QA; DPO expert prefs; "
        "RAG+cites; guardrails, abstain, HITL; red team, pilot, monitr",
        "prefill compute-bound, decode mem-bound; cont batching, KV/prefix cache, quant, FlashAttn, spec "
        "decode, TP, smaller/distilled + routing; tput vs latncy, recheck quality",
        "57 subj, accuracy, chance 25%. broad knowledge+some reasoning. limit: contaminaton, saturated ~90, "
        "label errs, MCQ != open gen / real use",
    ],
)
def test_hurried_notes_that_relate_their_terms_are_no_heap(notes: str) -> None:
    assert piled(read(notes).tokens) == (set(), [])


def test_numbers_before_bare_terms_make_no_steps() -> None:
    tokens = read("1 LoRA\n2 rank\n3 adapters\n4 memory\n5 matrices\n6 gradients\n7 alpha\n8 dropout").tokens
    assert len(piled(tokens)[0]) == len(tokens)


def test_a_sentence_leads_up_to_no_endless_list() -> None:
    led = "It measures accuracy, calibration, robustness, fairness, bias, toxicity, efficiency and speed."
    endless = led.replace(
        "speed", "loss, perplexity, recall, precision, latency, drift, entropy, rank, variance"
    )
    assert piled(read(led).tokens)[0] == set()
    assert piled(read(endless).tokens)[0] != set()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "In practice the team that owns the service also decides when a model is good enough to be shown.",
        "task 1st -> own test set; labels by 3 people, kappa 0.7; then compare with the old one",
        "It depends. Why? Because nobody has measured it so far, and that takes a week or two.",
    ],
)
def test_what_stands_elsewhere_neither_makes_nor_unmakes_a_heap(elsewhere: str) -> None:
    heap = "LoRA, rank, frozen base, adapters, memory, merge, PEFT, inference latency."
    length = len(read(heap).tokens)
    alone, _ = piled(read(heap).tokens)
    behind, _ = piled(read(f"{heap}\n\n{elsewhere}").tokens)
    before = len(read(elsewhere).tokens)
    after, _ = piled(read(f"{elsewhere}\n\n{heap}").tokens)
    assert alone == behind == set(range(length))
    assert after == set(range(before, before + length))


def test_a_note_or_two_among_many_terms_save_none_of_them() -> None:
    heap = "LoRA, rank, adapters, memory, merge, human in the loop, 20 tokens per parameter, PEFT, latency"
    assert len(piled(read(heap).tokens)[0]) == len(read(heap).tokens)


def test_three_notes_in_a_row_end_a_heap() -> None:
    heap = "LoRA, rank, adapters, memory, merge, PEFT"
    notes = "base frozen in training, two matrices per layer, merged for inference, so no latency"
    assert piled(read(f"{heap}. {notes}").tokens)[0] == set(range(len(read(heap).tokens)))
