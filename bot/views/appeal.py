"""An appeal: the member's form, the case as an admin has it, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.card import Block, Button, Buttons, Card, Style, card, clip, escape, place_link
from bot.chat.form import MAX_OPTION, Choice, Form, Input, Select, TextInput
from bot.domain.appeal import MAX_SENTENCE, Appeal, has_criteria
from bot.domain.attempt import Attempt
from bot.domain.grade import Grade, Judgement, Verdict
from bot.domain.question import ChoiceQuestion, Question
from bot.views.verdict import by, outcome, title
from bot.views.words import name

MAX_PROMPT = 400
MAX_ANSWER = 1000
MAX_JUDGED = 800
MAX_REASON = 600
MAX_CLAIMED = 300
MAX_STATEMENT = 110
MAX_QUOTED = 60
MAX_BRIEF = 700
MAX_LISTED = 10  # of either kind
OLDEST = f"The {MAX_LISTED} oldest of a kind; more may wait until these are decided."
TWO_JUDGES = "Two judges disagreed"
FAR_APART = "Rubric and language model were far apart, and the lower score was given."
YES, NO = "yes", "no"

VERDICTS = {"met": Verdict.MET, "half": Verdict.PARTIAL, "opposite": Verdict.CONTRADICTED}
"""Inputs of the form in which an appeal is granted; what is in none of them is missing."""
SCORES = {str(fifths): fifths / 5 for fifths in range(6)}
"""What can be given where no criteria are graded by, as fifths."""

_MARKS = {
    Verdict.MET: "✓",
    Verdict.PARTIAL: "✓ half:",
    Verdict.UNMET: "○",
    Verdict.CONTRADICTED: "✗",
    Verdict.CANNOT_ASSESS: "?",
}
_WHY = "In a sentence, what did I miss?"
_SAMPLE = "May it be kept to test the grading?"


def appeal_form(attempt: Attempt, grade: Grade, question: Question, *, revealed: bool) -> Form:
    """For the author. Before the reveal no criterion is named, for its name would give it away."""
    about = f"{title(grade)} for *{clip(question.title, 80)}*."
    inputs: list[Input] = []
    missing = [j for j in grade.judgements if j.verdict is not Verdict.MET]
    if revealed and has_criteria(question) and missing:
        inputs.append(
            Select(
                id="missed",
                label="What does your answer say after all?",
                options=tuple(Choice(clip(j.statement, MAX_OPTION), j.criterion) for j in missing),
                multiple=True,
                required=False,
            )
        )
    inputs.append(TextInput(id="reason", label=_WHY, multiline=True, max_length=MAX_SENTENCE))
    choices = (Choice("No", NO), Choice("Yes, without my name", YES))
    inputs.append(Select(id="consent", label=_SAMPLE, options=choices, initial=(NO,)))
    return Form(
        action="appeal",
        value=attempt.id,
        title="Appeal",
        text=f"{about} An admin of the channel reads your answer and decides, once for each answer.\n\n"
        "If you agree, your answer may also be put into the question's file, to test the grading with.",
        inputs=tuple(inputs),
        submit="Appeal",
    )


def case(appeal: Appeal, attempt: Attempt, question: Question, *, note: str = "") -> Card:
    """All that an admin needs to decide; `note` stands above."""
    grade = attempt.grade
    yes, no = ("Grant", "Refuse") if appeal.by_member else ("Set the grade", "Leave it")
    decide = Buttons(
        (
            Button(yes, "appeal.grant", attempt.id, Style.PRIMARY),
            Button(no, "appeal.refuse", attempt.id),
        )
    )
    return card(
        "An answer was appealed" if appeal.by_member else TWO_JUDGES,
        note,
        f"{name(appeal.person)} in {place_link(appeal.place)} on *{clip(question.title, 80)}*:\n\n"
        f"{clip(question.prompt, MAX_PROMPT)}",
        f"**The answer**\n\n{_quoted(_answer(attempt, question), MAX_ANSWER)}",
        f"**{title(grade)}**, {by(grade)}\n\n{_judged(grade, question)}" if grade else None,
        _said(appeal) + _claimed(appeal, question),
        decide,
    )


def grant_form(
    appeal: Appeal, attempt: Attempt, grade: Grade, question: Question, value: str, *, revealed: bool
) -> Form:
    """Every criterion's verdict, as it is now and with what the member claims; or a score, where a key or
    tests and no criteria are graded by."""
    return Form(
        action="appeal.grant",
        value=value,
        title="Grant the appeal" if appeal.by_member else "Set the grade",
        text=_brief(appeal, attempt, question, revealed=revealed),
        inputs=(*_verdicts(appeal, grade, question), _sentence()),
        submit="Grant" if appeal.by_member else "Set it",
    )


def refuse_form(appeal: Appeal, attempt: Attempt, question: Question, value: str, *, revealed: bool) -> Form:
    return Form(
        action="appeal.refuse",
        value=value,
        title="Refuse the appeal" if appeal.by_member else "Leave the grade",
        text=_brief(appeal, attempt, question, revealed=revealed),
        inputs=(_sentence(),),
        submit="Refuse" if appeal.by_member else "Leave it",
    )


def decided(appeal: Appeal, attempt: Attempt, question: Question) -> Card:
    """What became of it, for admins."""
    decision = appeal.decision
    granted = decision is not None and decision.granted
    if appeal.by_member:
        what, verb = "appeal", "granted" if granted else "refused"
    else:
        what, verb = "grade", "set" if granted else "left as it is"
    who = f" by {name(decision.by)}" if decision and decision.by else ""
    was = f" It was {title(decision.before)}." if granted and decision and decision.before else ""
    now = f" The grade is {title(attempt.grade)}.{was}" if attempt.grade else ""
    return card(
        "",
        f"The {what} of {name(appeal.person)} on *{clip(question.title, 80)}* was {verb}{who}.{now}",
        clip(escape(decision.sentence), MAX_REASON) if decision and decision.sentence else None,
    )


def told(appeal: Appeal, attempt: Attempt, question: Question) -> Card:
    """The same, for the author."""
    why = Button("See why", "why", f"{attempt.id}:{attempt.within}")
    now = (
        f"Your answer to *{clip(question.title, 80)}* has {title(attempt.grade)}." if attempt.grade else None
    )
    return card("", outcome(appeal, attempt.grade), now, Buttons((why,)))


def waiting(appealed: Sequence[tuple[Appeal, Question]], in_doubt: Sequence[tuple[Appeal, Question]]) -> Card:
    """What is open in a channel, the oldest first: appeals, then where two judges disagreed."""
    second = _listed(in_doubt, len(appealed) + 1)
    footer = OLDEST if max(len(appealed), len(in_doubt)) >= MAX_LISTED else ""
    if not appealed:
        return card(TWO_JUDGES, FAR_APART, *second, footer=footer)
    about = f"**{TWO_JUDGES}**\n\n{FAR_APART}" if in_doubt else None
    return card("Open appeals", *_listed(appealed, 1), about, *second, footer=footer)


def _listed(cases: Sequence[tuple[Appeal, Question]], first: int) -> list[Block | str]:
    """A line and a button for each, counted from `first`; nothing where there are none."""
    if not cases:
        return []
    numbered = list(enumerate(cases, first))
    lines = [f"{n}. {name(a.person)} on *{clip(q.title, 80)}*" for n, (a, q) in numbered]
    buttons = [Button(f"Show {n}", "appeal.show", a.attempt) for n, (a, _) in numbered]
    return ["\n".join(lines), Buttons(tuple(buttons))]


def _verdicts(appeal: Appeal, grade: Grade, question: Question) -> tuple[Input, ...]:
    if not has_criteria(question):
        scores = tuple(Choice(f"{fifths}/5", fifths) for fifths in SCORES)
        return (Select(id="score", label="What is it worth?", options=scores),)
    now = {judgement.criterion: judgement.verdict for judgement in grade.judgements}
    now |= dict.fromkeys(appeal.missed, Verdict.MET)
    offered = tuple(Choice(clip(c.statement, MAX_OPTION), c.id) for c in question.criteria)
    labels = {"met": "The answer says", "half": "It half says", "opposite": "It says the opposite of"}
    return tuple(
        Select(
            id=id,
            label=label,
            options=offered,
            multiple=True,
            required=False,
            initial=tuple(c.id for c in question.criteria if now.get(c.id) is VERDICTS[id]),
        )
        for id, label in labels.items()
    )


def _sentence() -> TextInput:
    return TextInput(
        id="sentence", label="A sentence for the member", multiline=True, max_length=MAX_SENTENCE
    )


def _brief(appeal: Appeal, attempt: Attempt, question: Question, *, revealed: bool) -> str:
    care = "" if revealed else "\n\n*The question is still open: name no point that is missing.*"
    return f"{_quoted(_answer(attempt, question), MAX_BRIEF)}\n\n{_said(appeal)}{care}"


def _said(appeal: Appeal) -> str:
    if not appeal.by_member:
        return f"*{FAR_APART} Nobody has appealed.*"
    return f"**{name(appeal.person)} says**: {clip(escape(appeal.reason), MAX_REASON)}"


def _judged(grade: Grade, question: Question) -> str:
    lines = [_line(judgement) for judgement in grade.judgements]
    lines += [f"*{escape(clip(grade.note, 200))}*"] if grade.note else []
    lines += [f"*{guard.replace('_', ' ')}*" for guard in grade.guards]
    return clip("\n".join(lines) or question.answer, MAX_JUDGED)


def _line(judgement: Judgement) -> str:
    quotes = " … ".join(evidence.text for evidence in judgement.evidence)
    said = f" “{escape(clip(' '.join(quotes.split()), MAX_QUOTED))}”" if quotes.strip() else ""
    return f"{_MARKS[judgement.verdict]} {clip(judgement.statement, MAX_STATEMENT)}{said}  "


def _claimed(appeal: Appeal, question: Question) -> str:
    if not has_criteria(question) or not appeal.missed:
        return ""
    claimed = [clip(c.statement, MAX_STATEMENT) for c in question.criteria if c.id in appeal.missed]
    return "\n\nThey name: " + clip("; ".join(claimed), MAX_CLAIMED)


def _answer(attempt: Attempt, question: Question) -> str:
    """What was answered; of a choice its options, for their ids say little."""
    if not isinstance(question, ChoiceQuestion):
        return attempt.text
    chosen = attempt.text.split(",")
    return "\n".join(option.text for option in question.options if option.id in chosen) or attempt.text


def _quoted(text: str, limit: int) -> str:
    """Somebody's words in so many characters of Markdown; a blank answer says so."""
    return clip(escape(text.strip()), limit).strip() or "*nothing that can be shown*"
