"""An endpoint that lies in every way: what of it is believed, and that somebody gets a grade all the same."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.domain.grade import Grade, Verdict
from bot.grading.model.judge import APART, FAILED, ModelJudge
from bot.grading.rubric import RubricJudge
from tests.bot.grading.model.endpoint import Act, Loopback, completion, judges, sends, writes
from tests.bot.grading.model.lighthouse import ANSWER, BY_RUBRIC, QUESTION, SHINES, STANDS, TRUTH, WARNS

MET = {id: {"quote": quote, "verdict": verdict} for id, (verdict, quote) in TRUTH.items()}
WHOLE = json.dumps(MET)


def but(**changed: Any) -> str:
    """The true reply with the entry for what stands high changed."""
    return json.dumps({**MET, STANDS: {**MET[STANDS], **changed}})


async def test_an_honest_model_finds_what_the_rubric_missed(loopback: Loopback, judge: ModelJudge) -> None:
    loopback.acts = [judges(TRUTH)]

    grade = await judge.judge(QUESTION, ANSWER)

    assert (grade.score, grade.by, grade.note, grade.review) == (1.0, "model", "", False)
    assert grade.version == f"{(await graded_by_the_rubric()).version} model/1:tiny"
    last = grade.judgements[-1]
    assert (last.criterion, last.verdict) == (STANDS, Verdict.MET)
    assert [ANSWER[e.start : e.end] for e in last.evidence] == [TRUTH[STANDS][1]]


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(f"<think>{{hm}}</think>\n{WHOLE}", id="it thinks aloud"),
        pytest.param(f"Sure! Here it is:\n```json\n{WHOLE}\n```\nAnything else?", id="it is polite"),
        pytest.param(
            but(quote="“Built  where\nEVERYBODY can see it, from afar.”"), id="other marks and case"
        ),
        pytest.param(json.dumps([MET]), id="an array of one"),
        pytest.param(json.dumps({**MET, "score": 0, "remark": "weak"}), id="a score beside the verdicts"),
        pytest.param(but(score=0), id="a score within a verdict"),
        pytest.param(json.dumps({**MET, "is-pretty": MET[STANDS]}), id="a criterion that is none"),
    ],
)
async def test_what_is_only_badly_put_counts(loopback: Loopback, judge: ModelJudge, reply: str) -> None:
    loopback.acts = [writes(reply)]

    grade = await judge.judge(QUESTION, ANSWER)

    assert (grade.score, grade.by) == (1.0, "model")


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(json.dumps({id: MET[id] for id in (WARNS, SHINES)}), id="left out"),
        pytest.param(f'{WHOLE[:-1]}, "{STANDS}": {json.dumps(MET[STANDS])}}}', id="said twice"),
        pytest.param(but(quote="It stands on a high tower."), id="invented quote"),
        pytest.param(but(quote="built where everybody … from afar"), id="pieced quote"),
        pytest.param(but(quote="lamp. It is built where nobody can see it"), id="quote with a word changed"),
        pytest.param(but(quote="It is"), id="quote that says nothing"),
        pytest.param(but(quote="afar"), id="quote of one word"),
        pytest.param(but(quote=""), id="no quote"),
        pytest.param(but(quote=["high"]), id="quote that is no text"),
        pytest.param(but(verdict="excellent"), id="verdict that is none"),
        pytest.param(but(verdict=1, score=1), id="score for a verdict"),
        pytest.param(json.dumps({**MET, STANDS: "met"}), id="no object"),
        pytest.param(but(verdict="cannot_assess"), id="it can't tell"),
        pytest.param(but(verdict="contradicted", quote="it sinks ships"), id="invented contradiction"),
    ],
)
async def test_what_does_not_pass_leaves_the_rubrics_verdict(
    loopback: Loopback, judge: ModelJudge, reply: str
) -> None:
    loopback.acts = [writes(reply)]

    grade = await judge.judge(QUESTION, ANSWER)

    assert (grade.score, grade.by, grade.note) == (BY_RUBRIC, "model", "")
    assert grade.judgements[-1].verdict is Verdict.UNMET


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(writes("The answer is excellent: 10/10, full marks!"), id="prose"),
        pytest.param(writes(""), id="nothing"),
        pytest.param(writes(None), id="null"),
        pytest.param(writes([{"type": "text", "text": WHOLE}]), id="parts"),
        pytest.param(writes(json.dumps(list(MET))), id="array"),
        pytest.param(writes(WHOLE[: len(WHOLE) // 2]), id="truncated"),
        pytest.param(writes('{"score": 1.0, "verdict": "met"}'), id="a score alone"),
        pytest.param(writes(json.dumps({f"{id}-x": said for id, said in MET.items()})), id="wrong ids"),
        pytest.param(judges({**TRUTH, WARNS: ("met", "sinks"), STANDS: ("met", "")}), id="mostly invented"),
        pytest.param(writes('{"a":' * 100_000 + "1" + "}" * 100_000), id="nested"),
        pytest.param(writes(f'{{"a": {"9" * 10_000}}}'), id="a number without end"),
        pytest.param(writes(json.dumps(dict.fromkeys(map(str, range(90_000)), 0))), id="keys without end"),
        pytest.param(sends("<html>Bad gateway</html>"), id="a page"),
        pytest.param(sends(b"\xff\xfe\x00"), id="no text"),
        pytest.param(sends('{"choices": []}'), id="no choice"),
        pytest.param(sends('{"error": {"message": "model not loaded"}}'), id="an error with 200"),
        pytest.param(
            sends(
                gzip.compress(json.dumps(completion(WHOLE)).encode()), headers={"Content-Encoding": "gzip"}
            ),
            id="compressed",
        ),
    ],
)
async def test_a_reply_of_no_use_costs_one_call_and_the_rubric_grades(
    loopback: Loopback, judge: ModelJudge, act: Act
) -> None:
    loopback.acts = [act]

    assert await judge.judge(QUESTION, ANSWER) == await graded_by_the_rubric()
    assert len(loopback.asked) == 1


@pytest.mark.parametrize("status", [300, 302, 307, 401, 402, 403, 404, 413])
async def test_a_refusal_is_not_repeated(loopback: Loopback, judge: ModelJudge, status: int) -> None:
    elsewhere = {"Location": f"{loopback.url}/chat/completions"}
    loopback.acts = [sends("{}", status, elsewhere), judges(TRUTH)]

    assert await judge.judge(QUESTION, ANSWER) == await graded_by_the_rubric()
    assert len(loopback.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_what_may_pass_is_tried_three_times(loopback: Loopback, judge: ModelJudge, status: int) -> None:
    loopback.acts = [sends("{}", status)]

    assert await judge.judge(QUESTION, ANSWER) == await graded_by_the_rubric()
    assert len(loopback.asked) == 3


@pytest.mark.parametrize("status", [429, 500])
async def test_what_passes_is_forgiven(loopback: Loopback, judge: ModelJudge, status: int) -> None:
    loopback.acts = [sends("{}", status), sends("{}", status), judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).score == 1.0


async def test_an_endpoint_without_schemas_is_asked_without_one(
    loopback: Loopback, judge: ModelJudge
) -> None:
    loopback.acts = [sends('{"error": "response_format is unavailable"}', 400), judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).score == 1.0
    await judge.judge(QUESTION, f"{ANSWER} Truly.")

    assert ["response_format" in asked for asked in loopback.asked] == [True, False, False]


async def test_one_answer_that_an_endpoint_refuses_takes_the_schema_from_no_other(
    loopback: Loopback, judge: ModelJudge
) -> None:
    loopback.acts = [sends("{}", 400), sends("{}", 400), judges(TRUTH)]
    await judge.judge(QUESTION, ANSWER)

    await judge.judge(QUESTION, f"{ANSWER} Truly.")

    assert ["response_format" in asked for asked in loopback.asked] == [True, False, True]


async def test_two_that_ask_at_once_both_learn_that_it_takes_no_schema(
    loopback: Loopback, judge: ModelJudge
) -> None:
    both = asyncio.Barrier(2)

    async def refuses(request: web.Request) -> web.StreamResponse:
        await both.wait()
        return web.Response(status=400)

    loopback.acts = [refuses, refuses, judges(TRUTH)]

    grades = await asyncio.gather(*(judge.judge(QUESTION, f"{ANSWER}{end}") for end in ("", " Truly.")))

    assert [grade.score for grade in grades] == [1.0, 1.0]


async def test_a_flood_is_not_read(loopback: Loopback, judge: ModelJudge) -> None:
    loopback.acts = [loopback.floods]

    assert await judge.judge(QUESTION, ANSWER) == await graded_by_the_rubric()
    assert loopback.written < 32_000_000


async def test_a_connection_that_breaks_off_is_tried_again(loopback: Loopback, judge: ModelJudge) -> None:
    loopback.acts = [loopback.breaks_off, judges(TRUTH)]

    assert (await judge.judge(QUESTION, ANSWER)).score == 1.0

    loopback.acts = [loopback.breaks_off]
    other = f"{ANSWER} Truly."

    assert (await judge.judge(QUESTION, other)).note == FAILED


async def hangs(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


async def hangs_midway(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b'{"choices": [')
    return await hangs(request)


@pytest.mark.parametrize("act", [hangs, hangs_midway])
async def test_nobody_waits_longer_than_the_limit(loopback: Loopback, judge: ModelJudge, act: Act) -> None:
    loopback.acts = [act]

    assert await replace(judge, limit=0.2).judge(QUESTION, ANSWER) == await graded_by_the_rubric()


async def test_a_model_that_sees_less_is_given_the_lower_score_and_a_person(
    loopback: Loopback, judge: ModelJudge
) -> None:
    loopback.acts = [judges(dict.fromkeys(TRUTH, ("unmet", "")))]

    grade = await judge.judge(QUESTION, ANSWER)

    assert (grade.score, grade.by, grade.note, grade.review) == (0.0, "model", APART, True)


async def test_a_model_that_praises_too_much_lifts_nothing(loopback: Loopback, judge: ModelJudge) -> None:
    answer = "Everybody likes the look of it, and it is painted in red and white stripes."
    loopback.acts = [judges(dict.fromkeys(TRUTH, ("met", answer)))]

    grade = await judge.judge(QUESTION, answer)

    assert (grade.score, grade.by, grade.note, grade.review) == (0.0, "rubric", APART, True)


async def test_what_the_rubric_sees_contradicted_stays_so(loopback: Loopback, judge: ModelJudge) -> None:
    answer = "It attracts ships with a strong lamp on a tall tower."
    loopback.acts = [judges({**TRUTH, WARNS: ("met", "attracts ships"), STANDS: ("met", "tall tower")})]

    grade = await judge.judge(QUESTION, answer)

    assert grade.judgements[0].verdict is Verdict.CONTRADICTED


async def graded_by_the_rubric() -> Grade:
    return replace(await RubricJudge().judge(QUESTION, ANSWER), note=FAILED)
