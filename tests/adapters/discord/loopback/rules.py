"""What a message must look like: lengths, counts and what goes with what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tests.adapters.discord.loopback.components import check_components, nested
from tests.adapters.discord.loopback.errors import DiscordError, invalid
from tests.adapters.discord.loopback.state import (
    COMPONENTS_V2,
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Json,
)

CONTENT = 2000
EMBEDS = 10
EMBED_CHARACTERS = 6000
FILES = 10
NONCE = 25
CREATE_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
LEGACY = ("content", "embeds", "poll", "stickers", "sticker_ids")


def check_message(
    body: Json, files: Collection[str], *, flags: int = 0, private: bool = False, where: str = ""
) -> None:
    """`flags` are those the message already has; `private`: whether it may be ephemeral."""
    given = body.get("flags") or 0
    if not isinstance(given, int) or given & ~(CREATE_FLAGS | (EPHEMERAL if private else 0)):
        raise invalid(f"{where}flags", "these flags can't be set here")
    content = body.get("content") or ""
    if not isinstance(content, str) or len(content) > CONTENT:
        raise invalid(f"{where}content", f"Must be {CONTENT} or fewer in length.")
    is_v2 = bool((given | flags) & COMPONENTS_V2)
    if is_v2 and (old := [name for name in LEGACY if body.get(name)]):
        raise invalid(f"{where}{old[0]}", f"with the flag IS_COMPONENTS_V2 a message has no {old[0]}")
    _check_nonce(body)
    _check_mentions(body.get("allowed_mentions"))
    _check_embeds(body.get("embeds") or [], where)
    _check_files(body, files, where)
    check_components(body.get("components") or [], is_v2=is_v2, files=_names(body, files), where=where)


def is_empty(content: str, *others: Collection[Any]) -> bool:
    return not content.strip() and not any(others)


def check_not_empty(content: str, *others: Collection[Any]) -> None:
    if is_empty(content, *others):
        raise DiscordError(
            400, 50006, "Cannot send an empty message", "a message has content, embeds, components or files"
        )


def texts(components: list[Json]) -> Iterator[str]:
    """What text displays say, in their order."""
    for one in nested(components):
        if one["type"] == 10:
            yield one["content"]


def _check_nonce(body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is not None and (not isinstance(nonce, str | int) or len(str(nonce)) > NONCE):
        raise invalid("nonce", f"Must be {NONCE} or fewer in length.")
    if body.get("enforce_nonce") and nonce in (None, ""):
        raise invalid("enforce_nonce", "a nonce that is enforced is there")


def _check_mentions(allowed: Json | None) -> None:
    if allowed is None:
        return
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            raise invalid(
                "allowed_mentions", f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            )
    if unknown := set(allowed.get("parse") or []) - {"users", "roles", "everyone"}:
        raise invalid("allowed_mentions.parse", f"there is no {unknown.pop()} to parse")


def _check_embeds(embeds: list[Json], where: str) -> None:
    if len(embeds) > EMBEDS:
        raise invalid(f"{where}embeds", f"Must be {EMBEDS} or fewer in length.")
    total = 0
    for number, embed in enumerate(embeds):
        at = f"{where}embeds.{number}"
        parts = {
            f"{at}.title": (embed.get("title"), 256),
            f"{at}.description": (embed.get("description"), 4096),
            f"{at}.footer.text": ((embed.get("footer") or {}).get("text"), 2048),
            f"{at}.author.name": ((embed.get("author") or {}).get("name"), 256),
        }
        fields = embed.get("fields") or []
        if len(fields) > 25:
            raise invalid(f"{at}.fields", "Must be 25 or fewer in length.")
        for index, field in enumerate(fields):
            if not field.get("name") or not field.get("value"):
                raise invalid(f"{at}.fields.{index}", "This field is required")
            parts[f"{at}.fields.{index}.name"] = (field["name"], 256)
            parts[f"{at}.fields.{index}.value"] = (field["value"], 1024)
        for path, (text, most) in parts.items():
            if text and len(text) > most:
                raise invalid(path, f"Must be {most} or fewer in length.")
            total += len(text or "")
    if total > EMBED_CHARACTERS:
        raise invalid(f"{where}embeds", f"Embed size exceeds maximum size of {EMBED_CHARACTERS}")


def _check_files(body: Json, files: Collection[str], where: str) -> None:
    if len(files) > FILES:
        raise invalid(f"{where}attachments", f"Must be {FILES} or fewer in length.")
    for number, one in enumerate(body.get("attachments") or []):
        id = str(one.get("id", ""))
        if len(id) < 15 and id not in files:
            raise invalid(
                f"{where}attachments.{number}.id", "an attachment is described by the number of its file"
            )
        if len(one.get("description") or "") > 1024:
            raise invalid(f"{where}attachments.{number}.description", "Must be 1024 or fewer in length.")


def _names(body: Json, files: Collection[str]) -> set[str]:
    """What `attachment://` may name: the files by their names."""
    return {str(one["filename"]) for one in body.get("attachments") or [] if one.get("filename")} | set(files)
