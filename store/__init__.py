"""Opening a database by its address, and keeping there what the core writes. No rule is decided here.

`store.open("vs.db", create=True)` gives a Database; its rooms are the transactions that
the desk works in. Looking loads neither the ORM nor SQLAlchemy on an SQLite file.
"""

from store.database import Database
from store.database import open_database as open  # noqa: A004  read as store.open(...)

__all__ = ["Database", "open"]
