"""Files of tracks: read, or named with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import load_bank
from bot.bank.tracks import load_tracks
from tests.bank import BANK, write_files

GOOD = """title: A week
about: What is asked first
questions:
  - inference/cache
  - drift/choice
core: [drift/choice]
"""
KNOWN = ["inference/cache", "drift/choice"]


def write(folder: Path, text: str, name: str = "a-week.yaml") -> Path:
    path = folder / "tracks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_track_comes_with_the_bank(tmp_path: Path) -> None:
    write_files(tmp_path, BANK)
    ids = [question.id for question in BANK.questions]
    write(tmp_path, f"title: All\nabout: All\nquestions: [{', '.join(ids)}]\n", "all.yaml")
    bank, problems = load_bank(tmp_path)
    assert problems == []
    track = bank.track("all")
    assert track
    assert list(track.questions) == ids
    assert bank.track("none") is None


def test_tracks_are_in_the_order_of_their_titles(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("A week", "A day"), "z.yaml")
    tracks, problems = load_tracks(tmp_path, KNOWN)
    assert problems == []
    assert [track.id for track in tracks] == ["z", "a-week"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("inference/cache", "inference/cach", "4: There is no question 'inference/cach'. Did you"),
        ("core: [drift/choice]", "core: [drift/chi]", "6: Core names what the track has not"),
        ("  - drift/choice", "  - inference/cache", "3: A question is there twice"),
        ("title: A week", "titel: A week", "1: `title` is missing."),
        ("about: What is asked first", "about: [x]", "2: `about` must be text"),
        ("about: What is asked first", f"about: {'x' * 76}", "2: `about` has 76 characters. Make it 75"),
        ("title: A week", "title: [", "3: This is not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new, 1))
    tracks, problems = load_tracks(tmp_path, KNOWN)
    assert tracks == ()
    assert any(str(problem).startswith(f"{path}:{said}") for problem in problems), problems


def test_a_name_that_can_t_be_an_id_and_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "A Week.yaml")
    (tmp_path / "tracks/b.yaml").write_bytes(b"\xff\xfe")
    tracks, problems = load_tracks(tmp_path, KNOWN)
    assert tracks == ()
    assert len(problems) == 2
