"""Which addresses an endpoint may have, and what it tells of a refusal."""

from __future__ import annotations

import pytest

from bot.errors import ConfigError
from bot.grading.model.endpoint import Endpoint, ModelFailed
from bot.grading.model.probe import probe
from tests.bot.grading.model.endpoint import Act, Loopback, judges, sends, writes

KEY = "key-of-the-model"
PROBED = {"measures-temperature": ("met", "measures temperature"), "made-of-glass": ("unmet", "")}


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/v1", "http://localhost/v1/", "http://[::1]:8080", "https://models.example/v1"],
)
async def test_answers_go_encrypted_or_stay_on_this_machine(url: str) -> None:
    await Endpoint(url, "tiny").close()


async def test_another_machine_may_be_trusted_by_name() -> None:
    await Endpoint("http://ollama:11434/v1", "tiny", plain_http=True).close()


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("http://ollama:11434/v1", "unencrypted; use https, or set KOKO_MODEL_PLAIN_HTTP"),
        ("http://127.0.0.1.example/v1", "unencrypted"),
        ("http://192.168.0.7/v1", "unencrypted"),
        ("models.example/v1", "not an address"),
        ("ftp://models.example", "not an address"),
        ("https://", "not an address"),
        ("http://[::1", "not an address"),
        ("https://me:sesame@models.example/v1", "KOKO_MODEL_KEY"),
        ("https://models.example/v1?key=sesame", "KOKO_MODEL_KEY"),
    ],
)
async def test_an_address_that_will_not_do_is_refused_without_its_secrets(url: str, wrong: str) -> None:
    with pytest.raises(ConfigError, match=f"^KOKO_MODEL_URL: .*{wrong}") as refused:
        Endpoint(url, "tiny")
    assert "sesame" not in str(refused.value)


async def test_a_model_has_a_name_and_a_key_that_can_be_sent() -> None:
    with pytest.raises(ConfigError, match=r"^KOKO_MODEL_NAME: .*set it"):
        Endpoint("https://models.example/v1", "")
    with pytest.raises(ConfigError, match=r"^KOKO_MODEL_KEY: .*copy it anew") as refused:
        Endpoint("https://models.example/v1", "tiny", "sésame")
    assert "sésame" not in str(refused.value)


def test_its_key_is_not_printed(endpoint: Endpoint) -> None:
    assert KEY not in repr(endpoint)


async def test_a_refusal_tells_the_operator_what_was_said_without_the_key(
    loopback: Loopback, endpoint: Endpoint
) -> None:
    loopback.acts = [sends(f'{{"error":\n "Bad \x1b[31mkey {KEY}, get another. {"Long. " * 100}"}}', 401)]

    with pytest.raises(ModelFailed) as failed:
        await probe(endpoint)

    assert failed.value.reason == "it answered with status 401"
    assert failed.value.remedy == "check KOKO_MODEL_KEY"
    assert failed.value.said.startswith('{"error": "Bad \ufffd[31mkey …, get another. Long.')
    assert len(failed.value.said) <= 200
    assert KEY not in f"{failed.value} {failed.value.reason}"


@pytest.mark.parametrize(
    ("asked", "again"),
    [("3", 3), ("0", 0.1), ("10", 10), ("11", False), ("9" * 5000, False), ("soon", True), ("٣", True)],
)
async def test_it_waits_as_long_as_it_is_asked_to_if_a_member_can(
    loopback: Loopback, endpoint: Endpoint, asked: str, again: bool | float
) -> None:
    loopback.acts = [sends("{}", 429, {"Retry-After": asked})]

    with pytest.raises(ModelFailed) as failed:
        await endpoint.complete([], {})

    assert failed.value.again == again


async def test_an_endpoint_that_is_not_there_may_come(loopback: Loopback) -> None:
    nowhere = Endpoint("http://127.0.0.1:1/v1", "tiny")

    with pytest.raises(ModelFailed, match="the connection failed") as failed:
        await nowhere.complete([], {})
    await nowhere.close()

    assert failed.value.again
    assert "KOKO_MODEL_URL" in failed.value.remedy


async def test_a_probe_is_judged_like_an_answer(loopback: Loopback, endpoint: Endpoint) -> None:
    loopback.acts = [judges(PROBED)]

    assert await probe(endpoint) > 0
    assert "thermometer" in loopback.said


async def test_a_probe_finds_nothing_wrong_with_an_endpoint_that_takes_no_schema(
    loopback: Loopback, endpoint: Endpoint
) -> None:
    loopback.acts = [sends("{}", 400), judges(PROBED)]

    assert await probe(endpoint) > 0


@pytest.mark.parametrize(
    "act", [writes("It is a good answer."), judges({"measures-temperature": ("met", "hot")})]
)
async def test_a_probe_of_a_model_that_does_not_keep_to_it_says_so(
    loopback: Loopback, endpoint: Endpoint, act: Act
) -> None:
    loopback.acts = [act]

    with pytest.raises(ModelFailed) as failed:
        await probe(endpoint)

    assert "choose a model" in failed.value.remedy
