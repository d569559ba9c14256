"""A second toy, on SQLAlchemy: entries with an idempotency key, rightly in one transaction and naively in two."""

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

tables = sa.MetaData()
entries = sa.Table("entries", tables, sa.Column("seq", sa.Integer, primary_key=True), sa.Column("key", sa.String))
keys = sa.Table("keys", tables, sa.Column("key", sa.String, primary_key=True))


def opened(url: str) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=NullPool)
    tables.create_all(engine)
    return engine


def record(engine: sa.Engine, key: str) -> None:
    """The entry and its key, in one transaction; a key that is there already is answered as before."""
    with engine.begin() as connection:
        if not connection.execute(sa.select(keys).where(keys.c.key == key)).first():
            connection.execute(keys.insert().values(key=key))
            connection.execute(entries.insert().values(key=key))


def record_key_apart(engine: sa.Engine, key: str) -> None:
    """Naive: the entry in one transaction, its key in a second."""
    with engine.begin() as connection:
        if connection.execute(sa.select(keys).where(keys.c.key == key)).first():
            return
        connection.execute(entries.insert().values(key=key))
    with engine.begin() as connection:
        connection.execute(keys.insert().values(key=key))


def record_blindly(engine: sa.Engine, key: str) -> None:
    """Naive: no key is looked at."""
    with engine.begin() as connection:
        connection.execute(entries.insert().values(key=key))


def counted(engine: sa.Engine) -> tuple[int, int]:
    """How many entries, how many keys."""
    with engine.connect() as connection:
        return (
            connection.execute(sa.select(sa.func.count()).select_from(entries)).scalar_one(),
            connection.execute(sa.select(sa.func.count()).select_from(keys)).scalar_one(),
        )
