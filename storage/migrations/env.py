"""Runs migrations over the connection that `storage.migrate` gives."""

from alembic import context

from storage import staff_tables, tables
from storage.columns import metadata

assert tables.contacts.metadata is staff_tables.staff.metadata is metadata  # importing the tables is what fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
