"""A setting that can't be right stops the start: its name is told and what would be right, not its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack.settings import Mode, SlackSettings, read_settings, revealed
from bot.errors import ConfigError

BOT = {"KOKO_SLACK_BOT_TOKEN": "xoxb-1-secret"}
APP = {"KOKO_SLACK_APP_TOKEN": "xapp-1-secret"}
SIGNED = {"KOKO_SLACK_SIGNING_SECRET": "0123456789abcdef-secret"}
CLIENT = {"KOKO_SLACK_CLIENT_ID": "1.2", "KOKO_SLACK_CLIENT_SECRET": "secret"}
HTTP = {"KOKO_SLACK_MODE": "http"}


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`."""
    monkeypatch.chdir(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch, *given: dict[str, str]) -> SlackSettings:
    for name, value in [pair for some in given for pair in some.items()]:
        monkeypatch.setenv(name, value)
    return read_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, *given: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as refused:
        read(monkeypatch, *given)
    assert "secret" not in str(refused.value).lower().replace("_secret", "")
    return str(refused.value)


def test_two_tokens_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, BOT, APP).mode is Mode.SOCKET


def test_over_http_the_signing_secret_takes_the_place_of_the_app_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(monkeypatch, HTTP, BOT, SIGNED).mode is Mode.HTTP


def test_what_was_copied_with_spaces_around_it_is_taken_without(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = [{name: f" {value}\r\n" for name, value in given.items()} for given in (BOT, SIGNED)]
    given = read(monkeypatch, HTTP, *copied)

    assert revealed(given.bot_token) == BOT["KOKO_SLACK_BOT_TOKEN"]
    assert revealed(given.signing_secret) == SIGNED["KOKO_SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((APP,), "KOKO_SLACK_BOT_TOKEN"),
        ((BOT,), "KOKO_SLACK_APP_TOKEN"),
        ((BOT, APP, HTTP), "KOKO_SLACK_SIGNING_SECRET"),
        ((APP, {"KOKO_SLACK_CLIENT_ID": "1.2"}), "KOKO_SLACK_CLIENT_SECRET"),
        ((BOT, APP, {"KOKO_SLACK_MODE": "pigeon"}), "KOKO_SLACK_MODE"),
        ((BOT, APP, {"KOKO_SLACK_COMMAND_PREFIX": "Acme "}), "KOKO_SLACK_COMMAND_PREFIX"),
        ((BOT, APP, {"KOKO_SLACK_API_URL": "http://example.com"}), "KOKO_SLACK_API_URL"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    given: tuple[dict[str, str], ...], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert named in refusal(monkeypatch, *given)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("xoxp-1-secret", "a user token"),
        ("xapp-1-secret", "an app-level token"),
        ("xoxe.xoxb-1-secret", "ends after twelve hours"),
        ("Bearer secret", "no token"),
    ],
)
def test_another_kind_of_token_is_called_what_it_is(
    token: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refusal(monkeypatch, APP, {"KOKO_SLACK_BOT_TOKEN": token})

    assert said in told
    assert "xoxb-" in told


def test_a_bot_token_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a bot token, and xapp-" in refusal(monkeypatch, BOT, {"KOKO_SLACK_APP_TOKEN": "xoxb-1-secret"})
