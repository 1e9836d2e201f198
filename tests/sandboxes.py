"""CPython as machine code: it takes seconds to compile, so all tests that run programs share one copy."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def machine_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to link a Koko's `sandbox` to; the first program that runs fills it."""
    return tmp_path_factory.mktemp("sandbox")
