"""Whole rows written through the driver: a model for each would cost more than computing what it says."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField, JSONField, Model

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
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            columns_of = zip(*rows[begin : begin + ROWS_AT_ONCE], strict=True)
            prepared = [_prepared(field, column) for field, column in zip(fields, columns_of, strict=True)]
            cursor.executemany(statement, list(zip(*prepared, strict=True)))


def _prepared(field: Any, column: Sequence[object]) -> Sequence[object]:  # Any: a field of any kind
    """A column as the driver takes it; texts, numbers and truths it takes as they are."""
    if isinstance(field, DateField):  # few moments in many rows
        moments = {value: field.get_db_prep_save(value, connection) for value in set(column)}
        return [moments[value] for value in column]
    if isinstance(field, JSONField):
        adapt = connection.ops.adapt_json_value
        return [None if value is None else adapt(value, field.encoder) for value in column]
    return column
