"""Short forms that an answer may use for what a pattern spells out, or spell out itself.

Only those whose long form gives no criterion away: that LoRA is a *low-rank adaptation* is what one is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bot.grading.rubric.patterns import Word
from bot.grading.rubric.text import words

ABBREVIATIONS = {
    "acc": "accuracy",
    "act": "activation",
    "acts": "activations",
    "attn": "attention",
    "auc": "area under the curve",
    "avg": "average",
    "bn": "batch normalization",
    "bs": "batch size",
    "calib": "calibration",
    "cat": "category",
    "cats": "categories",
    "ce": "cross entropy",
    "cfg": "configuration",
    "ckpt": "checkpoint",
    "ckpts": "checkpoints",
    "clf": "classifier",
    "cls": "class",
    "cnn": "convolutional neural network",
    "coeff": "coefficient",
    "corr": "correlation",
    "crit": "critical",
    "ctx": "context",
    "cv": "cross validation",
    "deg": "degrees",
    "demos": "demonstrations",
    "desc": "description",
    "dim": "dimension",
    "dims": "dimensions",
    "dist": "distribution",
    "doc": "document",
    "docs": "documents",
    "dpo": "direct preference optimization",
    "eda": "exploratory data analysis",
    "emb": "embedding",
    "embs": "embeddings",
    "eval": "evaluation",
    "evals": "evaluations",
    "exp": "expected",
    "fft": "full fine tuning",
    "fn": "false negative",
    "fp": "false positive",
    "fpr": "false positive rate",
    "freq": "frequency",
    "ft": "fine tuning",
    "fwd": "forward",
    "gbm": "gradient boosting machine",
    "gd": "gradient descent",
    "gen": "generation",
    "grad": "gradient",
    "grads": "gradients",
    "hi": "high",
    "hp": "hyperparameters",
    "hparams": "hyperparameters",
    "impl": "implementation",
    "inf": "inference",
    "instr": "instruction",
    "instrs": "instructions",
    "kd": "knowledge distillation",
    "kl": "kullback leibler",
    "knn": "k nearest neighbors",
    "knowl": "knowledge",
    "lang": "language",
    "llm": "large language model",
    "lm": "language model",
    "lo": "low",
    "lr": "learning rate",
    "mae": "mean absolute error",
    "mats": "matrices",
    "mem": "memory",
    "ml": "machine learning",
    "mse": "mean squared error",
    "mult": "multiple",
    "nlp": "natural language processing",
    "nn": "neural network",
    "obs": "observed",
    "ood": "out of distribution",
    "oom": "out of memory",
    "opt": "optimizer",
    "param": "parameter",
    "params": "parameters",
    "pca": "principal component analysis",
    "pct": "percent",
    "peft": "parameter efficient fine tuning",
    "perf": "performance",
    "ppl": "people",
    "ppo": "proximal policy optimization",
    "pred": "prediction",
    "preds": "predictions",
    "pref": "preference",
    "prefs": "preferences",
    "prob": "probability",
    "probs": "probabilities",
    "psi": "population stability index",
    "ptq": "post training quantization",
    "qat": "quantization aware training",
    "quant": "quantization",
    "rag": "retrieval augmented generation",
    "ref": "reference",
    "reg": "regularization",
    "req": "request",
    "reqs": "requests",
    "resp": "response",
    "resps": "responses",
    "rl": "reinforcement learning",
    "rlhf": "reinforcement learning from human feedback",
    "rm": "reward model",
    "rnn": "recurrent neural network",
    "rwd": "reward",
    "seq": "sequence",
    "seqs": "sequences",
    "sft": "supervised fine tuning",
    "sgd": "stochastic gradient descent",
    "spec": "speculative",
    "std": "standard deviation",
    "temp": "temperature",
    "thresh": "threshold",
    "tn": "true negative",
    "tok": "token",
    "toks": "tokens",
    "tp": "true positive",
    "tpr": "true positive rate",
    "val": "validation",
    "var": "variance",
    "vocab": "vocabulary",
    "wt": "weight",
    "wts": "weights",
}


class Expansions:
    """Short forms and the words they stand for, found by either."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self._long: dict[str, tuple[str, ...]] = {}
        self._short: dict[str, list[str]] = {}
        self._word: dict[str, str] = {}
        self._shorts: dict[str, list[str]] = {}
        for short, long in ((short, tuple(words(long))) for short, long in known):
            if len(long) == 1:
                self._word[short] = long[0]
                self._shorts.setdefault(long[0], []).append(short)
            else:
                self._long[short] = long
                self._short.setdefault(long[0], []).append(short)

    def alike(self, word: Word) -> Iterator[str]:
        """Other words that one word of a pattern is read as: "params" for "parameter", and back."""
        for long in self._begun(word, self._shorts):
            yield from self._shorts[long]
        if long_word := self._word.get(word.text):
            yield from Word(long_word).forms

    def variants(self, pattern: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
        """Other ways to write a pattern, where a short form stands for several words."""
        for index, word in enumerate(pattern):
            before, gap = pattern[:index], word.gap
            if long := self._long.get(word.text):
                spelt = (Word(text, gap=gap * (n == 0)) for n, text in enumerate(long))
                yield (*before, *spelt, *pattern[index + 1 :])
            for short in (short for first in self._begun(word, self._short) for short in self._short[first]):
                run = pattern[index : index + len(self._long[short])]
                if len(run) == len(self._long[short]) and all(
                    w.accepts(text) and not (n and w.gap)
                    for n, (w, text) in enumerate(zip(run, self._long[short], strict=True))
                ):
                    yield (*before, Word(short, gap=gap), *pattern[index + len(run) :])

    @staticmethod
    def _begun(word: Word, known: Mapping[str, object]) -> Iterable[str]:
        return filter(word.accepts, known) if word.prefix else sorted(known.keys() & word.forms)


expansions = lru_cache(maxsize=8)(Expansions)
