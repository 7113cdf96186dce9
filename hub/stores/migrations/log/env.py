"""Runs the migrations of one database on the connection that `hub.stores.migrate` hands over."""

from __future__ import annotations

from alembic import context

from hub.stores.log_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
