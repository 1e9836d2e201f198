"""Texts in which it is known what is talk to the grader, by people who saw the question alone.

`honest/` holds answers without any: practice answers of many kinds, and such as are easily accused. `pairs/`
holds weak answers with and without an attempt to talk the grader into more, `attempts/` such attempts alone,
each for a place in somebody's answer. One file is one writer; `LAST` wrote when all was learned, and is only
measured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from tests.grading.answers import Answer, answers, pairs
from tests.grading.attacks.carried import EVERY, Attack, Carrier, attacks, honest

FOLDER = Path(__file__).parent
LAST = "last"
_HOSTS = ("excellent", "paraphrase", "half", "one_point", "vague", "wrong")


@dataclass(frozen=True, slots=True)
class Said:
    """A text and what of it is an answer: `plain` is the same without talk."""

    id: str
    writer: str
    question_id: str
    plain: str
    text: str

    @property
    def talk(self) -> list[tuple[int, int]]:
        """Characters from and up to which the text says what the plain answer does not."""
        if self.plain == self.text:
            return []
        before, after = (list(re.finditer(r"\S+", text)) for text in (self.plain, self.text))
        matcher = SequenceMatcher(None, [m[0] for m in before], [m[0] for m in after], autojunk=False)
        edits = [(first, last) for kind, _, _, first, last in matcher.get_opcodes() if kind != "equal"]
        return [(after[first].start(), after[last - 1].end()) for first, last in edits if last > first]


def written(kind: str) -> Iterator[Said]:
    """The texts of `honest/` or `pairs/`, writer by writer."""
    for file in sorted((FOLDER / kind).glob("*.jsonl")):
        for row in _rows(file):
            plain = row.get("plain", row["text"])
            yield Said(row["id"], f"{kind}-{file.stem}", row["question_id"], plain, row["text"])


def learned_from() -> list[Said]:
    """All that the weights are made of: these texts but for the last writers', thrice the attack suite, and
    the seen half of the blind answers."""
    blind = answers()
    seen = [answer for answer in blind if answer.seen]
    found = [said for said in written("pairs") if not said.writer.endswith(LAST)]
    found += [_laid_out(said) for said in written("honest") if not said.writer.endswith(LAST)]
    found += [
        Said(answer.id, f"blind-{answer.writer}", answer.question_id, answer.text, answer.text)
        for answer in seen
        if answer.kind not in ("injection", "stuffed", "copy")
    ]
    found += [
        Said(talk.id, "blind-pairs", talk.question_id, plain.text, talk.text)
        for talk, plain in pairs(blind, "injection", "injection_plain")
        if talk.seen and plain.seen
    ]
    found += [
        Said(f"honest-{number}", "suite-honest", answer.question_id, answer.text, answer.text)
        for number, answer in enumerate(honest() * 3, 1)
    ]
    return found + list(_carried(seen))


def _laid_out(said: Said) -> Said:
    """One in ten with each sentence in a paragraph of its own, since attempts mostly stand in theirs, and of
    four in ten the first sentence alone."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])", said.text)
    chance = _chance(said.id)[0] % 10
    text = "\n\n".join(parts) if chance == 0 else parts[0] if chance < 5 else said.text
    return replace(said, plain=text, text=text)


def _carried(seen: list[Answer]) -> Iterator[Said]:
    """Attempts, each in an answer to its question, or in answers to two others; one in eight
    alone as well."""
    hosts: dict[str, list[Answer]] = {}
    for answer in seen:
        if answer.kind in _HOSTS and re.search(r"[.!?]\s", answer.text):
            hosts.setdefault(answer.question_id, []).append(answer)
    told = [("suite", attack) for attack in attacks()] * 3
    for file in sorted((FOLDER / "attempts").glob("*.jsonl")):
        told += [(f"attempts-{file.stem}", Attack(family="", **row)) for row in _rows(file)]
    for at, (writer, attack) in enumerate(told):
        every = sorted(hosts, key=lambda id: _chance(f"{at} {id}"))
        for question_id in every[:2] if attack.question_id == EVERY else [attack.question_id]:
            if _chance(f"{at} {question_id}")[0] % 8 == 0:
                yield Said(attack.id, writer, question_id, "", attack.text)
            host = min(hosts[question_id], key=lambda answer: _chance(f"{at} {answer.id}"))
            text = Carrier(question_id, host.kind, host.text).with_(attack)
            yield Said(attack.id, writer, question_id, host.text, text)


def _chance(seed: str) -> bytes:
    return sha256(seed.encode()).digest()


def _rows(file: Path) -> Iterator[dict[str, str]]:
    return (json.loads(row) for row in file.read_text(encoding="utf-8").split("\n") if row)
