"""A setting that can't be right stops the start: its name is told and what would be right, not its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.discord.settings import DiscordSettings, read_settings
from bot.errors import ConfigError

TOKEN = {"KOKO_DISCORD_TOKEN": "MTE.secret-1.secret_2"}


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`."""
    monkeypatch.chdir(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch, *given: dict[str, str]) -> DiscordSettings:
    for name, value in [pair for some in given for pair in some.items()]:
        monkeypatch.setenv(name, value)
    return read_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, *given: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as refused:
        read(monkeypatch, *given)
    assert "secret" not in str(refused.value).lower()
    return str(refused.value)


def test_a_token_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    read_ = read(monkeypatch, TOKEN)

    assert read_.api_url == "https://discord.com/api/v10"
    assert not read_.message_content
    assert read_.shards is None


def test_a_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refusal(monkeypatch)

    assert told.startswith("KOKO_DISCORD_TOKEN:")
    assert "docs/discord.md" in told


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("Bot MTE.secret-1.secret_2", "not part of the token"),
        ("123456789", "an id"),
        ("secret", "no bot token"),
    ],
)
def test_what_is_no_token_is_called_what_it_is(
    token: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said in refusal(monkeypatch, {"KOKO_DISCORD_TOKEN": token})


@pytest.mark.parametrize(
    "given",
    [
        {"KOKO_DISCORD_API_URL": "http://example.com/secret"},
        {"KOKO_DISCORD_GATEWAY_URL": "ws://example.com/secret"},
        {"KOKO_DISCORD_GATEWAY_URL": "https://example.com"},
        {"KOKO_DISCORD_SHARDS": "0"},
        {"KOKO_DISCORD_SHARDS": "many"},
        {"KOKO_DISCORD_MESSAGE_CONTENT": "perhaps"},
    ],
    ids=lambda given: " ".join(given.values()),
)
def test_what_is_wrong_is_named(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert next(iter(given)) in refusal(monkeypatch, TOKEN, given)


def test_addresses_on_this_machine_need_no_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {
        "KOKO_DISCORD_API_URL": "http://127.0.0.1:8000/api/",
        "KOKO_DISCORD_GATEWAY_URL": "ws://localhost:8000/gateway",
    }
    chosen = read(monkeypatch, TOKEN, here)

    assert chosen.api_url == "http://127.0.0.1:8000/api"
    assert chosen.gateway_url == "ws://localhost:8000/gateway"


def test_a_role_is_meant_with_its_sign_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, TOKEN, {"KOKO_DISCORD_ADMIN_ROLE": "@Quizmaster"}).admin_role == "Quizmaster"
