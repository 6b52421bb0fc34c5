"""Runs migrations over the connection that `storage.migrate` gives."""

from alembic import context

from storage import case_tables, desk_tables, roster_tables, second_desk_tables, staff_tables, tables
from storage.columns import metadata

# Importing the tables is what fills the metadata.
MODULES = (case_tables, desk_tables, roster_tables, second_desk_tables, staff_tables, tables)
assert all(module.metadata is metadata for module in MODULES)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
