"""Whole rows written through the driver: a model for each would cost more than computing what it says."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Model

ROWS_AT_ONCE = 2000


def put(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[object]], *, unique: Collection[str]
) -> None:
    """Write rows of these fields; one that has the unique fields of a row there takes its place."""
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = {field.name: quote(str(field.column)) for field in fields}
    others = [column for name, column in columns.items() if name not in unique]
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns.values())})"
        f" VALUES ({', '.join(['%s'] * len(columns))})"
        f" ON CONFLICT ({', '.join(columns[name] for name in unique)})"
        f" DO UPDATE SET {', '.join(f'{column} = EXCLUDED.{column}' for column in others)}"
    )
    prepared = [field.get_db_prep_save for field in fields]
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            cursor.executemany(
                statement,
                [
                    [save(value, connection) for save, value in zip(prepared, row, strict=True)]
                    for row in rows[begin : begin + ROWS_AT_ONCE]
                ],
            )
