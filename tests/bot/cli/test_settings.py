"""A setting that is wrong is named before anything is done, with exit status 2."""

from __future__ import annotations

import socket

import pytest

from adapters.local.settings import LocalSettings
from bot.settings import Settings
from tests.bot.cli.house import House

BAD_USAGE = 2
A_KEY = "0" * 43 + "="
WRONG = {
    "KOKO_FOLDER": ["/dev/null/koko", "/dev/null"],
    "KOKO_DATABASE_URL": [
        "nonsense",
        "mysql://koko:sesame-open@127.0.0.1/koko",
        "sqlite:////nowhere/koko.db",
        "postgresql://koko:sesame-open@127.0.0.1:1/koko",
    ],
    "KOKO_SECRET_KEY": ["sesame-open", f"{A_KEY},sesame-open"],
    "KOKO_ADAPTERS": [",", "telegraph", "local,telegraph", "local,local", "my.own", "..", "os.path"],
    "KOKO_QUESTIONS": ["/nowhere"],
    "KOKO_MODEL_URL": [
        "nonsense",
        "ftp://models.example",
        "http://models.example/v1",
        "https://koko:sesame-open@models.example/v1",
        "https://models.example/v1?key=sesame-open",
    ],
    "KOKO_MODEL_NAME": ["nameless"],
    "KOKO_MODEL_KEY": ["sesame-open"],
    "KOKO_MODEL_PLAIN_HTTP": ["perhaps"],
    "KOKO_MODEL_CALLS_PER_DAY": ["many", "-1", "1000001"],
    "KOKO_HTTP_HOST": ["no such host", "192.0.2.1"],
    "KOKO_HTTP_PORT": ["http", "-1", "65536"],
    "KOKO_CATCH_UP_HOURS": ["six", "-1", "24"],
    "KOKO_TICK_SECONDS": ["often", "0", "601"],
    "KOKO_LOG_LEVEL": ["LOUD"],
    "KOKO_LOG_FORMAT": ["xml"],
    "KOKO_LOCAL_FILE": ["../local.db", "a/b.db"],
    "KOKO_LOCAL_TOKEN": ["sesame-open"],
    "KOKO_LOCAL_WELCOME": ["perhaps"],
}


def test_there_is_a_wrong_value_for_every_setting() -> None:
    known = [
        f"{model.model_config['env_prefix']}{name}".upper()
        for model in (Settings, LocalSettings)
        for name in model.model_fields
    ]

    assert list(WRONG) == known


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_setting_is_named(house: House, name: str, value: str) -> None:
    guarded = {"KOKO_LOCAL_TOKEN": "0123456789abcdef"}  # without, no other address can be bound to

    run = house.koko("run", **guarded | {name: value})

    assert run.returncode == BAD_USAGE
    assert run.stdout == ""
    [said] = run.stderr.splitlines()
    assert said.startswith("koko: ")
    assert name in said
    assert "sesame-open" not in said


@pytest.mark.slow
def test_a_folder_that_can_not_be_made_is_named_before_anybody_chats(house: House) -> None:
    run = house.koko("chat", KOKO_FOLDER="/dev/null/koko")

    assert run.returncode == BAD_USAGE
    assert run.stderr == "koko: KOKO_FOLDER: /dev/null/koko can't be made: Not a directory\n"


def test_an_empty_setting_is_none(house: House) -> None:
    with house.running(KOKO_LOG_LEVEL="", KOKO_ADAPTERS="") as koko:
        assert koko.said.startswith("koko is ready: local; ")


def test_a_page_for_other_machines_needs_a_token(house: House) -> None:
    house.anew = True

    run = house.koko("run", KOKO_HTTP_HOST="0.0.0.0")

    assert run.returncode == BAD_USAGE
    assert "KOKO_LOCAL_TOKEN: needed" in run.stderr


def test_a_taken_port_is_named(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        run = house.koko("run", KOKO_HTTP_PORT=port)

    assert run.returncode == BAD_USAGE
    assert "KOKO_HTTP_PORT" in run.stderr
    assert f"can't listen on 127.0.0.1:{port}" in run.stderr


@pytest.mark.parametrize("name", ["KOKO_LOG_LEVEL", "KOKO_LOCAL_WELCOME"])
def test_a_file_holds_settings_and_the_environment_wins(house: House, name: str) -> None:
    (house.folder / ".env").write_text(f"{name}=nonsense\nKOKO_TICK_SECONDS=often\n")
    house.settings.pop(name, None)

    run = house.koko("run", KOKO_TICK_SECONDS="20")

    assert run.returncode == BAD_USAGE
    assert name in run.stderr
    assert "KOKO_TICK_SECONDS" not in run.stderr
