"""Learns the weights by which `bot/grading/rubric/talk.py` tells talk from answers, and prints them:
`python -m tests.grading.talk.learn > bot/grading/rubric/talk.tsv`.

A second regression weighs how a sentence and those around it sound to the first. What it learns from must not
be what the first knows by heart, so each writer's texts sound as they do to one who has read the others'
(stacked generalisation, Wolpert 1992). The answers that attempts were put into are by writers that both know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bot.bank.files import Bank
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.rubric.judge import prepared
from bot.grading.rubric.reading import reading_of
from bot.grading.rubric.talk import ALONE, BOUND, NEAR, Sentence, near, observed
from bot.grading.rubric.text import read
from tests.grading.answers import bank
from tests.grading.talk.texts import Said, learned_from

SURE = 0.5
"""Log odds from which a sentence is talk."""
_COMMON = 12
"""In so many sentences something must stand to be weighed."""
_SCALE = 100
"""What a weight is multiplied by before it is rounded."""
_OWN = "(own)"


@dataclass(frozen=True, slots=True)
class Labelled:
    """The sentences of one text, and which of them are talk."""

    writer: str
    sentences: list[Sentence]
    talk: list[bool]


def labelled(said: Said, questions: Bank) -> Labelled:
    """A sentence is talk if more than half of its words are."""
    question = questions.by_id[said.question_id]
    assert isinstance(question, OpenQuestion | BehaviouralQuestion)
    rubric, text = prepared(question), read(said.text)
    told = {
        at for first, last in said.talk for at, token in enumerate(text.tokens) if first <= token.start < last
    }
    sentences = observed(rubric, reading_of(rubric, text), text)
    return Labelled(
        said.writer,
        sentences,
        [2 * len(told.intersection(range(s.start, s.end))) > s.end - s.start for s in sentences],
    )


def learn(texts: Sequence[Labelled]) -> dict[str, int]:
    """What each row of `talk.tsv` weighs, by its name."""
    said = [sentence for text in texts for sentence in text.sentences]
    talk = np.array([talk for text in texts for talk in text.talk])
    writers = [text.writer for text in texts for _ in text.sentences]
    words = CountVectorizer(analyzer=lambda sentence: sentence.holds - {""}, min_df=_COMMON)
    held = words.fit_transform(said)
    model = LogisticRegression(C=0.5, max_iter=1_000)
    sound = cross_val_predict(model, held, talk, groups=writers, cv=GroupKFold(6), method="decision_function")
    model.fit(held, talk)

    places, labels, first = [], [], 0
    for text in texts:
        heard = sound[first : first + len(text.sentences)]
        for at, sentence in enumerate(text.sentences):
            if sentence.points:
                places.append(_place(text.sentences, at, heard))
                labels.append(text.talk[at])
        first += len(text.sentences)
    names = DictVectorizer()
    both = LogisticRegression(max_iter=1_000).fit(names.fit_transform(places), labels)
    weigh = dict(zip(names.get_feature_names_out(), both.coef_[0], strict=True))
    own = weigh.pop(_OWN)
    weights = {NEAR: 100 * weigh.pop(NEAR) / own, BOUND: _SCALE * (SURE - both.intercept_[0])}
    weights |= {name: _SCALE * weight for name, weight in weigh.items()}
    weights[""] = _SCALE * own * model.intercept_[0]
    for name, weight in zip(words.get_feature_names_out(), model.coef_[0], strict=True):
        weights[name] = _SCALE * own * weight
    return {
        name: round(weight)
        for name, weight in sorted(weights.items())
        if round(weight) or name in (NEAR, ALONE, BOUND)
    }


def _place(sentences: Sequence[Sentence], at: int, heard: Sequence[float]) -> dict[str, float]:
    around = [heard[other] for other in near(sentences, at)]
    beside = {NEAR: float(np.mean(around))} if around else {ALONE: 1.0}
    return {_OWN: heard[at], sentences[at].setting: 1.0, **beside}


if __name__ == "__main__":
    questions = bank()
    for name, weight in learn([labelled(said, questions) for said in learned_from()]).items():
        print(f"{name}\t{weight}")
