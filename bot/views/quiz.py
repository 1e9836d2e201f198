"""A quiz is one card that changes in place: question, verdict, next, result."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.card import Button, Buttons, Card, Style, card, clip
from bot.domain.attempt import Attempt
from bot.domain.question import ChoiceQuestion, NumericQuestion, Question
from bot.domain.quiz import Quiz
from bot.grading.exact import LETTERS, options_for
from bot.views.answer import numbers
from bot.views.challenge import MAX_ALT, body, picture
from bot.views.reveal import model_answer
from bot.views.verdict import by, findings, not_compiled, title, worked
from bot.views.words import about, count

MAX_MODEL = 1300
MAX_BELOW = 2200


def question(
    quiz: Quiz, asked: Question, seed: str, png: bytes | None = None, *, unasked: bool = False
) -> Card:
    """The current question with its picture, if it has one; a single choice is a tap, all else a form.
    `unasked` says that it stands there instead of a quiz that was asked for."""
    at, leave = _at(quiz), _leave(quiz)
    room = MAX_BELOW - (MAX_ALT if asked.picture else 0)
    if isinstance(asked, ChoiceQuestion) and len(asked.correct) == 1:
        options = list(zip(LETTERS, options_for(asked, seed), strict=False))
        listed = "\n".join(f"**{letter}** {option.text}  " for letter, option in options)
        taps = tuple(Button(letter, "quiz.choose", f"{at}:{option.id}") for letter, option in options)
        return card(
            asked.title,
            asked.prompt,
            picture(asked, png),
            clip(listed, room),
            Buttons((*taps, *leave)),
            footer=_footer(quiz, asked, unasked=unasked),
        )
    answer = Button("Answer", "quiz.write", at, Style.PRIMARY)
    return card(
        asked.title,
        *body(asked, seed, png),
        clip(numbers(asked, seed), room) if isinstance(asked, NumericQuestion) else None,
        Buttons((answer, *leave)),
        footer=_footer(quiz, asked, unasked=unasked),
    )


def handed_back(quiz: Quiz, asked: Question, attempt: Attempt) -> Card:
    """A program that does not compile leaves the quiz where it is."""
    again = Button("Try again", "quiz.write", _at(quiz), Style.PRIMARY)
    return card(
        asked.title,
        not_compiled(attempt),
        Buttons((again, *_leave(quiz))),
        footer=_footer(quiz, asked, unasked=False),
    )


def verdict(quiz: Quiz, asked: Question, attempt: Attempt) -> Card:
    """What the answer earned, all of it: nothing here is a secret. `quiz` stands at the next question."""
    grade = attempt.grade
    last = "See the result" if quiz.finished else "Next"
    forward = Buttons(
        (
            Button(last, "quiz.next", f"{quiz.id}:{quiz.position}", Style.PRIMARY),
            Button("Report the question", "report", asked.id),
        )
    )
    if grade is None:
        return card("", "Your answer is kept; I could not grade it just now.", forward)
    return card(
        title(grade),
        *(findings(grade, asked, attempt.text, revealed=True) if attempt.text else ()),
        worked(asked, attempt.seed),
        "**A good answer**\n\n" + clip(model_answer(asked), MAX_MODEL) if (grade.score or 0) < 1 else None,
        forward,
        footer=by(grade) if attempt.text else "",
    )


def result(asked: Sequence[Question], attempts: Sequence[Attempt]) -> Card:
    """How it went, a line a question."""
    by_position = {attempt.number: attempt for attempt in attempts}
    lines = []
    for position, one in enumerate(asked):
        grade = by_position[position].grade if position in by_position else None
        score = f"{grade.fifths}/5" if grade and grade.score is not None else "–"
        lines.append(f"{score}  {one.title}")
    scores = [a.grade.score for a in attempts if a.grade and a.grade.score is not None]
    mean = f"{sum(scores) / len(scores):.0%}".replace("%", " %") if scores else "no score"
    return card(
        "Quiz done",
        f"{count(len(asked), 'question')}, {mean}",
        "\n".join(f"- {text}" for text in lines),
        Buttons((Button("Another quiz", "quiz.again"),)),
        footer="What you missed comes first next time.",
    )


def _at(quiz: Quiz) -> str:
    return f"{quiz.id}:{quiz.position}"


def _leave(quiz: Quiz) -> tuple[Button, Button]:
    return Button("I don't know", "quiz.skip", _at(quiz)), Button("Stop", "quiz.stop", _at(quiz))


def _footer(quiz: Quiz, asked: Question, *, unasked: bool) -> str:
    place = f"{quiz.position + 1} of {len(quiz.questions)} · {about(asked)}"
    return f"{place}\nThis is the quiz you had begun; *Stop* makes room for another." if unasked else place
