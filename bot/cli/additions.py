"""What adapters add to the command line, from the file `cli.py` of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules


def additions(name: str) -> Iterator[Callable[..., None]]:
    """Each function of this name."""
    for found in iter_modules(import_module("adapters").__path__):
        if find_spec(f"adapters.{found.name}.cli"):
            theirs = import_module(f"adapters.{found.name}.cli")
            if hasattr(theirs, name):
                yield getattr(theirs, name)
