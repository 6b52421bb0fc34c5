"""Runs migrations over the connection that `storage.migrate` gives."""

from alembic import context

from storage import case_tables, desk_tables, staff_tables, tables
from storage.columns import metadata

# Importing the tables is what fills the metadata.
assert {tables.contacts.metadata, staff_tables.staff.metadata, desk_tables.audit.metadata, case_tables.consents.metadata} == {
    metadata
}

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
