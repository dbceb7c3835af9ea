"""Writing what may stand there already: of two at once one writes it, and the other finds it."""

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def write(row: models.Model) -> bool:
    """Write a row that names its key, or whose key the database gives, unless one like it stands there; whether it did.

    One trip to the database, where `get_or_create` makes four for what is new, as nearly all is that we ask this of.
    """
    meta = row._meta
    fields = [field for field in meta.concrete_fields if field is not meta.auto_field]
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    query.insert_values(fields, [row])
    ((statement, values),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount == 1
