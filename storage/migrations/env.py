"""Runs migrations over the connection that `storage.migrate` gives."""

from alembic import context

from storage import (
    asked_tables,
    campaign_tables,
    case_tables,
    checkin_tables,
    desk_tables,
    edition_tables,
    operation_tables,
    roster_tables,
    second_desk_tables,
    staff_tables,
    tables,
)
from storage.columns import metadata

MODULES = (
    asked_tables,
    campaign_tables,
    edition_tables,
    operation_tables,
    case_tables,
    checkin_tables,
    desk_tables,
    roster_tables,
    second_desk_tables,
    staff_tables,
    tables,
)
assert all(module.metadata is metadata for module in MODULES)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
