"""What an answer earned: a line that gives nothing away in public, the whole receipt for its author."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.adapter import Reaction
from bot.chat.card import Block, Button, Buttons, Card, Style, Text, card, clip, escape
from bot.domain.appeal import BY as APPEAL
from bot.domain.appeal import REVIEWED, Appeal, may_be_appealed
from bot.domain.attempt import TRIES, Attempt, Standing
from bot.domain.challenge import Challenge
from bot.domain.grade import Grade, Guard, Judgement, Verdict
from bot.domain.question import ChoiceQuestion, NumericQuestion, Prose, Question
from bot.grading.estimate import may_have_missed
from bot.grading.exact import explain
from bot.views.quote import quotes
from bot.views.words import count, name

MAX_RECEIPT = 1900
MAX_NOTE = 300
MAX_WORKED = 500
MAX_MODEL = 40
MEND = "Edit your message, and I grade it anew; that uses no try."
MISSED = "I may have missed something in your words. *Appeal* asks a person."

_GUARDS = {
    Guard.EMPTY: "There was nothing in it that I could read.",
    Guard.ECHO: "Most of it repeats the question; I count what you add to it.",
    Guard.WORD_SALAD: "A list of terms is not an answer yet: say in sentences how they hang together.",
    Guard.SPOKEN_TO_GRADER: "I left out what sounded meant for me and not for the question.",
}
_CHOSEN = {
    Verdict.MET: "✓ That is right.",
    Verdict.PARTIAL: "✓ half: Some of it is right.",
    Verdict.UNMET: "○ That is not right.",
    Verdict.CONTRADICTED: "○ That is not right.",
    Verdict.CANNOT_ASSESS: "? I can't tell.",
}
_BY = {
    "key": "by its key",
    "rubric": "by its rubric",
    "tests": "by its tests",
    "model": "by its rubric, with a language model",
    "estimate": "by likeness to the model answer",
    "appeal": "on appeal",
}


def reaction(grade: Grade) -> Reaction:
    if grade.score is None:
        return Reaction.SEEN
    return {0: Reaction.NONE, 5: Reaction.FULL}.get(grade.fifths or 0, Reaction.PART)


def line(attempt: Attempt, streak: int) -> Card:
    """The public verdict. Its button serves whoever presses it, and also when the answer is erased."""
    grade = attempt.grade
    score = "answered" if grade is None or grade.score is None else f"{grade.fifths}/5"
    second = " on the second try" if attempt.number == TRIES else ""
    appealed = f" {_how(grade)}" if grade and grade.by == APPEAL else ""
    who = f"**{name(attempt.person)}** "
    why = Button("See why", "why", f"{attempt.id}:{attempt.within}")
    return card("", f"{who}{score}{second}{appealed} · streak {streak}", Buttons((why,)))


def receipt(
    attempt: Attempt,
    question: Question,
    challenge: Challenge,
    *,
    may_retry: bool,
    revealed: bool,
    appeal: Appeal | None = None,
    here: bool = True,
) -> Card:
    """What was met and by which words; what was missing only once it is revealed. `appeal` is the one
    against this grade, if there is one; without `here` it is shown outside of the workspace that was
    asked, where nobody can answer or take an answer back."""
    grade = attempt.grade
    if grade is None:
        return card("", "I have your answer and am still grading it. *See why* shows the result.")
    if attempt.handed_back:
        again = (Button("Try again", "answer", challenge.id, Style.PRIMARY),) if here else ()
        report = Button("Report the question", "report", question.id)
        return card("Not graded", not_compiled(attempt), Buttons((*again, report)))
    buttons = (
        [Button("Try again", "answer", challenge.id, Style.PRIMARY)]
        if here and may_retry and grade.fifths != 5
        else []
    )
    if here and not revealed and attempt.source and attempt.standing is Standing.COUNTS:
        buttons.append(Button("Not an answer", "withdraw", attempt.id))
    may_appeal = appeal is None and may_be_appealed(grade)
    if may_appeal:
        buttons.append(Button("Appeal", "appeal", attempt.id))
    buttons.append(Button("Report the question", "report", question.id))
    return card(
        title(grade, practice=attempt.standing is Standing.PRACTICE),
        *findings(grade, question, attempt.text, revealed=revealed),
        worked(question, attempt.seed) if revealed else None,
        outcome(appeal, grade) if appeal else None,
        MEND if attempt.source and not grade.compiles and not revealed else None,
        MISSED if may_appeal and may_have_missed(question, attempt.text, grade) else None,
        Buttons(tuple(buttons)),
        footer=origin(attempt.id, grade),
    )


def not_compiled(attempt: Attempt) -> str:
    """Of a program that was handed back."""
    told = _of_tests(attempt.grade)[1] if attempt.grade else ""
    return (
        f"Your program does not compile: {escape(clip(told, MAX_NOTE))}\n\n"
        "That used no try. The form has your program as you wrote it."
    )


def outcome(appeal: Appeal, grade: Grade | None) -> str:
    """Where an appeal stands, in a paragraph for its author; `grade` is the one in force."""
    if not appeal.by_member:
        return _reviewed(appeal, grade)
    if appeal.decision is None:
        return "*You have appealed; an admin of the channel decides.*"
    verb = "granted" if appeal.decision.granted else "refused"
    if not appeal.decision.is_about(grade):
        return (
            f"*Your appeal was {verb}. Then you changed the answer, and this grade is of what it says now.*"
        )
    said = f": {escape(appeal.decision.sentence)}" if appeal.decision.sentence else ""
    return f"**Your appeal was {verb}**{said}"


def _reviewed(appeal: Appeal, grade: Grade | None) -> str:
    """The same where nobody appealed, and two judges disagreed."""
    decision = appeal.decision
    if decision and not decision.is_about(grade):
        what = "set the grade" if decision.granted else "left the grade as it was"
        return f"*An admin had {what}. Then you changed the answer, and this one is of what it says now.*"
    what = "set the grade" if decision and decision.granted else "left the grade as it is"
    said = f": {escape(decision.sentence)}" if decision and decision.sentence else "."
    return f"**Two judges disagreed here. An admin looked at it and {what}**{said}"


def title(grade: Grade, *, practice: bool = False) -> str:
    """ "4/5 · 82 %"."""
    score = "No score" if grade.score is None else f"{grade.fifths}/5 · {grade.score:.0%}".replace("%", " %")
    return f"{score} · practice, no points" if practice else score


def by(grade: Grade) -> str:
    return f"graded {_how(grade)}"


def _how(grade: Grade) -> str:
    return "on review" if grade.note == REVIEWED else _BY.get(grade.by, grade.by)


def origin(attempt: str, grade: Grade) -> str:
    """Who graded it, and the command that does so again."""
    return f"G{by(grade)[1:]}{_version(grade)} · koko regrade {attempt}"


def _version(grade: Grade) -> str:
    """Of "rubric/13", "5" or "model/1:its name"."""
    if grade.by == APPEAL:
        return ""
    number, _, model = grade.version.removeprefix(f"{grade.by}/").partition(":")
    return f", version {number}" + (f" ({escape(clip(model, MAX_MODEL))})" if model else "")


def findings(grade: Grade, question: Question, answer: str, *, revealed: bool) -> list[Block]:
    """The verdicts in words; what is missing is only counted until the reveal."""
    if isinstance(question, ChoiceQuestion):
        return [Text(clip(_chosen(grade), MAX_RECEIPT))]
    prose = answer if isinstance(question, Prose) else ""
    judgements, told = _of_tests(grade) if grade.by == "tests" else (grade.judgements, "")
    met = [_met(j, prose) for j in judgements if j.verdict in (Verdict.MET, Verdict.PARTIAL)]
    rest = [j for j in judgements if j.verdict not in (Verdict.MET, Verdict.PARTIAL)]
    notes = [_GUARDS[guard] for guard in grade.guards if guard in _GUARDS]
    notes += [escape(note) for note in (grade.note, clip(told, MAX_NOTE)) if note]
    missing = _missing(rest, question, prose) if revealed else _counted(rest, grade)
    parts = ["\n\n".join(met), missing, "\n".join(notes)]
    text = "\n\n".join(part for part in parts if part) or "That is everything."
    return [Text(clip(text, MAX_RECEIPT))]


def _chosen(grade: Grade) -> str:
    """Right or not, and what was chosen; that gives nothing away."""
    lines = [f"{_CHOSEN[judgement.verdict]}{_note(judgement)}  " for judgement in grade.judgements]
    return "\n".join([*lines, *([escape(grade.note)] if grade.note else [])]) or "That is everything."


def _of_tests(grade: Grade) -> tuple[list[Judgement], str]:
    """What was met, and apart from it what failed: that stands below how many cases passed."""
    told = " ".join(judgement.note for judgement in grade.judgements if judgement.note)
    return [replace(judgement, note="") for judgement in grade.judgements], told


def _met(judgement: Judgement, answer: str) -> str:
    half = "half: " if judgement.verdict is Verdict.PARTIAL else ""
    quoted = quotes(judgement.evidence, answer)
    said = f"  \n   you said {quoted}" if quoted else ""
    return f"✓ {half}{judgement.statement.strip()}{said}{_note(judgement)}  "


def _counted(rest: list[Judgement], grade: Grade) -> str:
    notes = "".join(_note(judgement) for judgement in rest)
    if grade.score is None or not rest:
        return notes.strip()
    if grade.by == "tests":
        return f"Not all tests pass yet.{notes}"
    if len(rest) == len(grade.judgements) > 1:
        return f"None of the {len(rest)} points yet; the reveal names them.{notes}"
    return f"{count(len(rest), 'point')} still missing; the reveal says which.{notes}"


def _missing(rest: list[Judgement], question: Question, answer: str) -> str:
    probes = question.probes if isinstance(question, Prose) else {}
    lines = []
    for judgement in rest:
        wrong = judgement.verdict is Verdict.CONTRADICTED
        quoted = quotes(judgement.evidence, answer)
        said = f"  \n   but you said {quoted}" if wrong and quoted else ""
        probe = f"  \n   *{probes[judgement.criterion]}*" if judgement.criterion in probes else ""
        lines.append(
            f"{'✗' if wrong else '○'} {judgement.statement.strip()}{said or probe}{_note(judgement)}  "
        )
    return "\n\n".join(lines)


def _note(judgement: Judgement) -> str:
    return f"  \n   {escape(clip(judgement.note, MAX_NOTE))}" if judgement.note else ""


def worked(question: Question, seed: str) -> str | None:
    if not isinstance(question, NumericQuestion):
        return None
    return clip(explain(question, seed), MAX_WORKED)
