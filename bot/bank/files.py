"""Reads `questions/<topic>/<slug>.md` into a bank; a bad file is named and left out.

`docs/writing-questions.md` shows what a file holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from bot.bank.blank import unwritten
from bot.bank.problems import FileProblem, Where, located, nearest, schema_problems
from bot.bank.readable import unreadable
from bot.bank.sheet import SheetError, read_sheet
from bot.bank.tracks import FOLDER as TRACKS
from bot.bank.tracks import load_tracks
from bot.bank.word_lists import WordLists, shared_lists, written_out
from bot.domain.question import QUESTIONS, Question, question_hash
from bot.domain.track import Track

MAX_BYTES = 200_000


@dataclass(frozen=True)
class Bank:
    """All questions, in the order of their ids, the lists of words that their patterns may name, and the
    tracks that channels may follow."""

    questions: tuple[Question, ...] = ()
    word_lists: WordLists = field(default_factory=dict)
    tracks: tuple[Track, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "questions", tuple(sorted(self.questions, key=lambda q: q.id)))
        if len(self.by_id) != len(self.questions):
            raise ValueError("two questions have one id")

    def get(self, id: str) -> Question | None:
        return self.by_id.get(id)

    def track(self, id: str) -> Track | None:
        return next((track for track in self.tracks if track.id == id), None)

    def hash_of(self, id: str) -> str:
        """The version of one question; raises KeyError where there is none of that id."""
        return self._hashes[id]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def by_hash(self) -> Mapping[str, Question]:
        return {self._hashes[question.id]: question for question in self.questions}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({question.topic for question in self.questions}))

    @cached_property
    def version(self) -> str:
        """64 hex digits; another as soon as any question is."""
        return hashlib.sha256("".join(self._hashes.values()).encode()).hexdigest()

    def nearest_topic(self, text: str) -> str | None:
        return nearest(text, self.topics)

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        return {question.id: question_hash(question) for question in self.questions}


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """One file as read: its question, or why there is none; `lines` says where each value stands."""

    path: str
    question: Question | None
    problems: tuple[FileProblem, ...]
    lines: Mapping[Where, int]

    @property
    def id(self) -> str:
        """What the path says, whether or not that can be an id."""
        return _id(Path(self.path))


def load_bank(folder: Path) -> tuple[Bank, list[FileProblem]]:
    """The bank of all good files, and what is wrong with the others; never raises for what they hold."""
    if not folder.is_dir():
        return Bank(), [FileProblem(str(folder), 0, "There is no such folder.", "Set KOKO_QUESTIONS to one.")]
    lists, problems = shared_lists(folder)
    questions: list[Question] = []
    for file in _files(folder, lists):  # one after the other: the lines of all would take as much as the bank
        problems += file.problems
        questions += [file.question] if file.question else []
    tracks, strange = load_tracks(folder, {question.id for question in questions})
    return Bank(tuple(questions), lists, tracks), problems + strange


def question_files(folder: Path) -> Iterator[QuestionFile]:
    """Every file that is meant as a question, in the order of the paths, after the shared lists if those are
    at fault."""
    lists, problems = shared_lists(folder)
    if problems:
        yield QuestionFile(problems[0].file, None, tuple(problems), {})
    yield from _files(folder, lists)


def _files(folder: Path, shared: WordLists) -> Iterator[QuestionFile]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*.md")):
        parts = path.relative_to(folder).parts
        if parts[0] == TRACKS or len(parts) == 1 or any(part.startswith(".") for part in parts):
            continue
        if len(parts) > 2:
            yield _refused(path, 0, "A question can't stand so deep.", "Move it to <topic>/<slug>.md.")
        elif not path.resolve().is_relative_to(root):
            yield _refused(
                path, 0, "This link leads out of the folder.", "Put the file itself where the link is."
            )
        else:
            yield read_file(path, shared)


def read_file(path: Path, shared: WordLists | None = None) -> QuestionFile:
    """The question at `…/<topic>/<slug>.md`; its patterns may name `shared` lists of words."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _refused(path, 0, f"It can't be read: {error.strerror}.", "Look at the file's permissions.")
    if len(content) > MAX_BYTES:
        return _refused(path, 0, "The file is too large.", f"Keep it under {MAX_BYTES:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _refused(path, line, "This line is not UTF-8.", "Save the file in UTF-8.")
    return parse(text, path, shared)


def parse(text: str, path: Path, shared: WordLists | None = None) -> QuestionFile:
    """The question that `text` would be at `path`."""
    id = _id(path)
    if not is_id(id):
        return _refused(path, 0, f"{id} can't be an id.", "Name folder and file in lower case with hyphens.")
    try:
        sheet = read_sheet(text)
    except SheetError as error:
        return _refused(path, error.line, error.wrong, error.remedy)
    question = None
    try:
        sheet, complaints = written_out(sheet, shared or {})
        if not complaints:
            question = QUESTIONS.validate_python({"id": id, **sheet.fields})
            complaints = list(unwritten(question)) or list(unreadable(question))
        problems = located(complaints, str(path), sheet.lines)
    except ValidationError as error:
        problems = schema_problems(error, str(path), sheet.lines)
    return QuestionFile(str(path), None if problems else question, tuple(problems), sheet.lines)


def is_id(text: str) -> bool:
    """Whether a question can have this id: `topic/slug`, in lower case with single hyphens, not too long."""
    return len(text) <= 80 and bool(_ID.fullmatch(text)) and not text.startswith(f"{TRACKS}/")


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")


def _refused(path: Path, line: int, wrong: str, remedy: str) -> QuestionFile:
    return QuestionFile(str(path), None, (FileProblem(str(path), line, wrong, remedy),), {})
