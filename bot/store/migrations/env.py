"""What Alembic runs to migrate: on the connection that `upgrade` gives it, in that one's transaction."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
