"""Reads `questions/tracks/<slug>.yaml`; a bad track is named and left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import ValidationError

from bot.bank.problems import Complaint, FileProblem, located, missing, schema_problems
from bot.bank.sheet import SheetError, read_fields
from bot.domain.track import Track

FOLDER = "tracks"
"""Beside the topics; no topic may have its name."""
MAX_BYTES = 50_000


def load_tracks(folder: Path, known: Collection[str]) -> tuple[tuple[Track, ...], list[FileProblem]]:
    """The tracks of a bank whose questions are `known` by their ids, in the order of their titles."""
    tracks: list[Track] = []
    problems: list[FileProblem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        track, found = _read(path, known)
        problems += found
        tracks += [track] if track else []
    return tuple(sorted(tracks, key=lambda track: (track.title, track.id))), problems


def _read(path: Path, known: Collection[str]) -> tuple[Track | None, list[FileProblem]]:
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig")
        fields, lines = read_fields(text)
    except SheetError as error:
        return None, [FileProblem(str(path), error.line, error.wrong, error.remedy)]
    except (OSError, UnicodeDecodeError):
        return None, [
            FileProblem(str(path), 0, "It can't be read.", "Save it in UTF-8, where Koko may read it.")
        ]
    try:
        track = Track.model_validate({**fields, "id": path.stem})
    except ValidationError as error:
        return None, schema_problems(error, str(path), lines)
    strange = located(_strange(track, known), str(path), lines)
    return (None if strange else track), strange


def _strange(track: Track, known: Collection[str]) -> Iterator[Complaint]:
    for n, id in enumerate(track.questions):
        if id not in known:
            yield ("questions", n), missing("question", id, known), "Name one that is in the bank."
