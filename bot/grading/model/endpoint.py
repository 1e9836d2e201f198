"""One call of a `/chat/completions` endpoint: bounded in size, and trusted in nothing.

The shape is OpenAI's chat completions API, which Ollama, llama.cpp and vLLM speak as well.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from bot.errors import ConfigError

MAX_BYTES = 1_000_000
"""Of a response; six verdicts with their quotes are a few thousand."""
MAX_TOKENS = 1_500
"""That a model may write for one answer."""
CONNECT = 5.0
"""Seconds."""
PATIENCE = 10
"""Seconds that an endpoint may ask us to wait before another try."""


class ModelFailed(Exception):
    """The model gave nothing that can be used. `reason` is ours, never the endpoint's words.

    `remedy` is what an operator may do. `again` says whether another try makes sense, or after how many
    seconds. `said` is what the endpoint said to it, for the operator's eyes and no log.
    """

    def __init__(self, reason: str, remedy: str = "", *, again: bool | float = False, said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy or "see whether KOKO_MODEL_URL is the address of an OpenAI-compatible API"
        self.again = again
        self.said = said


@dataclass
class Endpoint:
    """`url` is the API's base address, such as "http://127.0.0.1:11434/v1"; `name` the model's."""

    url: str
    name: str
    key: str = field(default="", repr=False)
    plain_http: bool = False

    def __post_init__(self) -> None:
        """Raises ConfigError for an address that is none, or that would carry answers in the clear."""
        local = _check(self.url, plain_http=self.plain_http)
        if not self.name:
            raise ConfigError("KOKO_MODEL_NAME: the model has no name; set it to one that the endpoint knows")
        headers = {"Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            self._client = httpx.AsyncClient(
                headers=headers,
                timeout=httpx.Timeout(None, connect=CONNECT),  # who calls bounds the whole
                follow_redirects=False,
                trust_env=not local,  # no proxy stands between us and this machine
            )
        except (UnicodeError, ValueError):
            raise ConfigError("KOKO_MODEL_KEY: a key has no such characters; copy it anew") from None
        self._schema_taken = True

    async def complete(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
        """What the model wrote, at temperature 0. Raises ModelFailed; the caller sets the time limit."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": messages,
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
        }
        if self._schema_taken:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "verdicts", "strict": True, "schema": schema},
            }
        try:
            return _written(await self._post(body))
        except httpx.TimeoutException:
            raise ModelFailed("it could not be reached in time", _UNREACHED, again=True) from None
        except httpx.TransportError as error:
            raise ModelFailed(
                f"the connection failed ({type(error).__name__})", _UNREACHED, again=True
            ) from None

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, body: dict[str, Any]) -> bytes:
        address = f"{self.url.rstrip('/')}/chat/completions"
        async with self._client.stream("POST", address, json=body) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise ModelFailed("the response is compressed, which was not asked for")
            content = await _read(response)
        if response.is_success:
            return content
        raise self._refusal(response, content, had_schema="response_format" in body)

    def _refusal(self, response: httpx.Response, content: bytes, *, had_schema: bool) -> ModelFailed:
        status = response.status_code
        if status in (400, 422):
            # Not every endpoint takes a schema. The prompt asks for the same, and what comes is checked.
            self._schema_taken = not had_schema  # what is refused without one as well has another fault
            if had_schema:
                return ModelFailed(f"it answered with status {status}", again=0.01)
        again = _patience(response) if status == 429 or status >= 500 else False
        what, remedy = f"it answered with status {status}", _REMEDIES.get(status, "")
        return ModelFailed(what, remedy, again=again, said=self._told(content))

    def _told(self, content: bytes) -> str:
        text = content.decode(errors="replace")
        text = " ".join((text.replace(self.key, "…") if self.key else text).split())[:200]
        return "".join(char if char.isprintable() else "\ufffd" for char in text)


_UNREACHED = "see whether it runs at KOKO_MODEL_URL and can be reached from here"
_REMEDIES = {
    400: "see whether the model takes temperature 0 and max_tokens",
    401: "check KOKO_MODEL_KEY",
    402: "see to your account with whoever runs it",
    403: "check KOKO_MODEL_KEY, and that it may use this model",
    404: "check KOKO_MODEL_URL, which ends before /chat/completions, and KOKO_MODEL_NAME",
    429: "its own limit is reached; wait, or raise it with whoever runs it",
}


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


def _written(content: bytes) -> str:
    try:
        return _Completion.model_validate_json(content).choices[0].message.content
    except ValidationError:
        raise ModelFailed("the response is no chat completion") from None


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > MAX_BYTES:
            raise ModelFailed("the response is too long")
    return bytes(content)


def _patience(response: httpx.Response) -> bool | float:
    """Whether to try again, or after as many seconds as the response asks for, unless they are too many."""
    asked = response.headers.get("Retry-After", "")
    if not asked.isascii() or not asked.isdigit():
        return True
    return max(int(asked[:9]), 0.1) if int(asked[:9]) <= PATIENCE else False


def _check(url: str, *, plain_http: bool) -> bool:
    """Whether the address is on this machine."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigError("KOKO_MODEL_URL: not an address; write something like https://host/v1")
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise ConfigError("KOKO_MODEL_URL: only the address belongs here; a key goes into KOKO_MODEL_KEY")
    local = _is_loopback(parsed.host)
    if parsed.scheme == "http" and not local and not plain_http:
        raise ConfigError(
            "KOKO_MODEL_URL: answers would go over the network unencrypted; use https, or set "
            "KOKO_MODEL_PLAIN_HTTP=true where that network is yours"
        )
    return local


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
