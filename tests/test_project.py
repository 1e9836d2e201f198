from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from tests.postgres import VERSION

ROOT = Path(__file__).parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
PROCESSES = {
    name: shlex.split(command)
    for name, command in (line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
}


def names(requirements: list[str]) -> list[str]:
    return [re.split(r"[^\w.-]", requirement)[0] for requirement in requirements]


RUN = names(PYPROJECT["project"]["dependencies"])
EXTRAS = [name for extra in PYPROJECT["project"]["optional-dependencies"].values() for name in names(extra)]
NODE = [ROOT / "tests/adapters/slack/second_opinion", ROOT / "tests/adapters/discord/schemas"]
ON_NODE = [
    name for folder in NODE for name in json.loads((folder / "package.json").read_text())["dependencies"]
]
GROUPS = [name for group in PYPROJECT["dependency-groups"].values() for name in names(group)]


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/dependencies.md").read_text()
    rows = re.findall(r"^\| ([\w.-]+) \|", page, re.MULTILINE)

    assert sorted(set(rows) - {"Package"}) == sorted({*RUN, *EXTRAS, *GROUPS, *ON_NODE})


def test_every_dependency_is_pinned() -> None:
    run, dev = pinned("run.txt"), pinned("dev.txt")

    assert {name.replace(".", "-") for name in [*RUN, *EXTRAS]} - run == set()
    assert set(GROUPS) - run - dev == set()


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_a_lock_names_no_place(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text()
    lines = [line for line in text.splitlines() if not re.match(r"#|[\w.-]+==|    --hash=sha256:", line)]

    assert lines == []


@pytest.mark.parametrize("folder", NODE, ids=lambda folder: folder.parent.name)
def test_what_runs_on_node_is_pinned_without_a_place(folder: Path) -> None:
    lock: dict[str, Any] = json.loads((folder / "package-lock.json").read_text())
    packages = {path: package for path, package in lock["packages"].items() if path}

    wanted = json.loads((folder / "package.json").read_text())["dependencies"]
    assert packages.keys() >= {f"node_modules/{name}" for name in wanted}
    assert [path for path, package in packages.items() if "integrity" not in package] == []
    assert [path for path, package in packages.items() if "resolved" in package] == []


def test_the_wheel_carries_all_that_the_packages_have(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True
    )
    wheel = ZipFile(next(tmp_path.glob("*.whl")))
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert files - set(wheel.namelist()) == set()


def test_the_image_is_made_of_what_the_repository_has() -> None:
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    copied = {name for source in sources for name in source.split()}
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_runs_the_bot_as_an_ordinary_user() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.findall(r"^USER (.+)$", last_stage, re.MULTILINE) == ["koko"]
    assert yaml.safe_load(last_stage.rpartition("\nCMD ")[2]) == PROCESSES["bot"]


def test_compose_does_what_the_procfile_says_on_the_postgres_that_is_tested() -> None:
    services = COMPOSE["services"]

    assert services["release"]["command"] == PROCESSES["release"]
    assert services["koko"]["depends_on"]["release"] == {"condition": "service_completed_successfully"}
    assert services["postgres"]["image"] == f"postgres:{VERSION}"
