"""The tables of the platform's file, by version (`PRAGMA user_version`)."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE members (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        admin INTEGER NOT NULL
    );
    CREATE TABLE channels (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        owner TEXT REFERENCES members,
        archived INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        channel TEXT NOT NULL REFERENCES channels,
        thread INTEGER REFERENCES messages,
        author TEXT REFERENCES members,
        private_to TEXT REFERENCES members,
        key TEXT UNIQUE,
        text TEXT NOT NULL DEFAULT '',
        card TEXT,
        title TEXT NOT NULL DEFAULT '',
        reaction TEXT,
        revision INTEGER NOT NULL DEFAULT 0,
        deleted INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        seq INTEGER NOT NULL
    );
    CREATE INDEX messages_by_place ON messages (channel, thread, id);
    CREATE INDEX messages_by_seq ON messages (seq);
    -- The message on which a thread hangs shows how many replies it has: it changes with each.
    CREATE TRIGGER reply_added AFTER INSERT ON messages WHEN NEW.thread IS NOT NULL BEGIN
        UPDATE messages SET seq = (SELECT MAX(seq) + 1 FROM messages) WHERE id = NEW.thread;
    END;
    CREATE TRIGGER reply_deleted AFTER UPDATE OF deleted ON messages WHEN NEW.thread IS NOT NULL BEGIN
        UPDATE messages SET seq = (SELECT MAX(seq) + 1 FROM messages) WHERE id = NEW.thread;
    END;
    CREATE TABLE seen (
        member TEXT NOT NULL REFERENCES members,
        channel TEXT NOT NULL REFERENCES channels,
        message INTEGER NOT NULL,
        PRIMARY KEY (member, channel)
    ) WITHOUT ROWID;
    """,
)
