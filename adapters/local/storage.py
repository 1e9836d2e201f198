"""The platform's own SQLite file, so that a restart loses nothing.

Every write is one statement, hence atomic without a lock: several coroutines share one connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from adapters.local.model import Channel, Member, Message
from adapters.local.schema import MIGRATIONS
from bot.chat.adapter import Reaction
from bot.chat.card import CARDS, Card
from bot.errors import ConfigError, PlatformDown

_NEXT_SEQ = "(SELECT COALESCE(MAX(seq), 0) + 1 FROM messages)"
_SELECT = """
    SELECT m.*, (
        SELECT COUNT(*) FROM messages r
        WHERE r.channel = m.channel AND r.thread = m.id AND r.private_to IS NULL AND NOT r.deleted
    ) AS replies
    FROM messages m JOIN channels c ON c.id = m.channel
"""
_VISIBLE = "(m.private_to IS NULL OR m.private_to = :member) AND (c.owner IS NULL OR c.owner = :member)"


class Storage:
    """One file; usable inside `open`, and outside of it every call raises PlatformDown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: aiosqlite.Connection | None = None

    @property
    def is_open(self) -> bool:
        return self._db is not None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Raises ConfigError where the file can't be used."""
        async with AsyncExitStack() as stack:
            try:
                db = await stack.enter_async_context(aiosqlite.connect(self._path, isolation_level=None))
                for pragma in (
                    "journal_mode = WAL",
                    "busy_timeout = 5000",
                    "foreign_keys = ON",
                    "secure_delete = ON",
                ):
                    await db.execute(f"PRAGMA {pragma}")
                await self._migrate(db)
            except sqlite3.Error as error:
                raise ConfigError(f"{self._path} can't be used: {error}; move it away.") from error
            db.row_factory = aiosqlite.Row
            self._db = db
            try:
                yield
            finally:
                self._db = None

    async def _migrate(self, db: aiosqlite.Connection) -> None:
        [row] = await db.execute_fetchall("PRAGMA user_version")
        if row[0] > len(MIGRATIONS):
            raise ConfigError(f"{self._path} was written by a newer Koko; upgrade, or move it away.")
        for version, script in enumerate(MIGRATIONS[row[0] :], row[0] + 1):
            await db.executescript(f"BEGIN; {script} PRAGMA user_version = {version}; COMMIT;")

    async def _run(self, sql: str, **values: Any) -> Sequence[sqlite3.Row]:
        if self._db is None:
            raise PlatformDown("The local platform is not running.")
        try:
            return list(await self._db.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise PlatformDown(f"The local platform's file failed: {error}.") from error

    async def start_ids(self, after: int) -> None:
        """Let message ids begin after this one; nothing happens where they have begun."""
        await self._run(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', :seq"
            " WHERE NOT EXISTS (SELECT * FROM sqlite_sequence WHERE name = 'messages')",
            seq=after,
        )

    async def last_id(self) -> int:
        [row] = await self._run("SELECT seq FROM sqlite_sequence WHERE name = 'messages'")
        return int(row["seq"])

    async def add_member(self, member: Member) -> None:
        await self._run(
            "INSERT INTO members (id, name, admin) VALUES (:id, :name, :admin) ON CONFLICT DO NOTHING",
            id=member.id,
            name=member.name,
            admin=member.admin,
        )

    async def set_admin(self, member: str, admin: bool) -> None:
        await self._run("UPDATE members SET admin = :admin WHERE id = :id", id=member, admin=admin)

    async def members(self) -> list[Member]:
        """In the order they joined."""
        rows = await self._run("SELECT * FROM members ORDER BY rowid")
        return [Member(row["id"], row["name"], bool(row["admin"])) for row in rows]

    async def add_channel(self, channel: Channel) -> None:
        await self._run(
            "INSERT INTO channels (id, name, owner) VALUES (:id, :name, :owner) ON CONFLICT DO NOTHING",
            id=channel.id,
            name=channel.name,
            owner=channel.owner,
        )

    async def set_archived(self, channel: str, archived: bool) -> None:
        """Counts a revision, unless it was so before."""
        await self._run(
            "UPDATE channels SET archived = :archived, revision = revision + 1"
            " WHERE id = :id AND archived <> :archived",
            id=channel,
            archived=archived,
        )

    async def channels(self) -> list[Channel]:
        """In the order they were created."""
        rows = await self._run("SELECT * FROM channels ORDER BY rowid")
        return [
            Channel(row["id"], row["name"], row["owner"], bool(row["archived"]), row["revision"])
            for row in rows
        ]

    async def add_message(
        self,
        channel: str,
        thread: int | None,
        *,
        author: str | None = None,
        private_to: str | None = None,
        key: str | None = None,
        text: str = "",
        card: Card | None = None,
        now: datetime,
    ) -> Message:
        """The new message, or the one that has this key already."""
        added = await self._run(
            "INSERT INTO messages (channel, thread, author, private_to, key, text, card, created_at, seq)"
            f" VALUES (:channel, :thread, :author, :private_to, :key, :text, :card, :now, {_NEXT_SEQ})"
            " ON CONFLICT (key) DO NOTHING RETURNING id",
            channel=channel,
            thread=thread,
            author=author,
            private_to=private_to,
            key=key,
            text=text,
            card=_dumped(card),
            now=now.isoformat(),
        )
        [row] = await self._run(
            f"{_SELECT} WHERE m.id = :id OR m.key = :key", id=added[0]["id"] if added else None, key=key
        )
        return _message(row)

    async def change(
        self,
        message: int,
        *,
        text: str | None = None,
        card: Card | None = None,
        title: str | None = None,
        reaction: Reaction | None = None,
    ) -> None:
        """Set what is given; a new text counts a revision."""
        await self._run(
            "UPDATE messages SET text = COALESCE(:text, text), card = COALESCE(:card, card),"
            " title = COALESCE(:title, title), reaction = COALESCE(:reaction, reaction),"
            f" revision = revision + (:text IS NOT NULL), seq = {_NEXT_SEQ} WHERE id = :id AND NOT deleted",
            id=message,
            text=text,
            card=_dumped(card),
            title=title,
            reaction=reaction,
        )

    async def delete(self, message: int) -> None:
        """Only that it was there is kept, for those who still show it."""
        await self._run(
            "UPDATE messages SET deleted = 1, text = '', card = NULL, reaction = NULL,"
            f" seq = {_NEXT_SEQ} WHERE id = :id AND NOT deleted",
            id=message,
        )

    async def delete_earlier(self, message: int) -> None:
        """Of a private card, those in the same place that said the same to the same member."""
        await self._run(
            f"UPDATE messages AS m SET deleted = 1, card = NULL, seq = {_NEXT_SEQ} FROM messages AS n"
            " WHERE n.id = :id AND m.id < n.id AND NOT m.deleted AND m.thread IS n.thread"
            " AND (m.channel, m.private_to, m.card) = (n.channel, n.private_to, n.card)",
            id=message,
        )

    async def message(self, message: int) -> Message | None:
        rows = await self._run(f"{_SELECT} WHERE m.id = :id", id=message)
        return _message(rows[0]) if rows else None

    async def by_key(self, key: str) -> Message | None:
        rows = await self._run(f"{_SELECT} WHERE m.key = :key", key=key)
        return _message(rows[0]) if rows else None

    async def messages(
        self, channel: str, thread: int | None, member: str, *, before: int, limit: int
    ) -> list[Message]:
        """The last ones with an id below `before` that the member may see, oldest first."""
        rows = await self._run(
            f"{_SELECT} WHERE m.channel = :channel AND m.thread IS :thread AND m.id < :before"
            f" AND NOT m.deleted AND {_VISIBLE} ORDER BY m.id DESC LIMIT :limit",
            channel=channel,
            thread=thread,
            member=member,
            before=before,
            limit=limit,
        )
        return [_message(row) for row in reversed(rows)]

    async def newest_thread(self, channel: str) -> int | None:
        """The last message of the bot on which it opened a thread."""
        rows = await self._run(
            "SELECT id FROM messages WHERE channel = :channel AND title <> '' AND author IS NULL"
            " ORDER BY id DESC LIMIT 1",
            channel=channel,
        )
        return int(rows[0]["id"]) if rows else None

    async def changes(self, member: str, since: int, limit: int) -> list[Message]:
        """What the member may see that changed after `since`, deleted messages included, in order."""
        rows = await self._run(
            f"{_SELECT} WHERE m.seq > :since AND {_VISIBLE} ORDER BY m.seq LIMIT :limit",
            member=member,
            since=since,
            limit=limit,
        )
        return [_message(row) for row in rows]

    async def last_seq(self) -> int:
        [row] = await self._run("SELECT COALESCE(MAX(seq), 0) AS seq FROM messages")
        return int(row["seq"])

    async def mark_seen(self, member: str, channel: str) -> None:
        await self._run(
            "INSERT INTO seen SELECT :member, :channel, COALESCE(MAX(id), 0) FROM messages"
            " WHERE channel = :channel ON CONFLICT DO UPDATE SET message = excluded.message",
            member=member,
            channel=channel,
        )

    async def seen(self, member: str, channel: str) -> int:
        """The id of the last message the member saw there."""
        rows = await self._run(
            "SELECT message FROM seen WHERE member = :member AND channel = :channel",
            member=member,
            channel=channel,
        )
        return int(rows[0]["message"]) if rows else 0

    async def unread(self, member: str) -> set[str]:
        """Channels with something new from others."""
        rows = await self._run(
            "SELECT DISTINCT m.channel FROM messages m JOIN channels c ON c.id = m.channel"
            " LEFT JOIN seen s ON s.channel = m.channel AND s.member = :member"
            " WHERE m.id > COALESCE(s.message, 0) AND m.author IS NOT :member AND NOT m.deleted"
            f" AND {_VISIBLE}",
            member=member,
        )
        return {row["channel"] for row in rows}


def _dumped(card: Card | None) -> str | None:
    return None if card is None else CARDS.dump_json(card).decode()


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        channel=row["channel"],
        thread=row["thread"],
        author=row["author"],
        private_to=row["private_to"],
        text=row["text"],
        card=None if row["card"] is None else CARDS.validate_json(row["card"]),
        title=row["title"],
        replies=row["replies"],
        reaction=None if row["reaction"] is None else Reaction(row["reaction"]),
        revision=row["revision"],
        deleted=bool(row["deleted"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        seq=row["seq"],
    )
