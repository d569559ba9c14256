"""A chain that is checked finds every damage; one that trusts the stored hash does not."""

import random
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.tools.bytes import damages, flips, json_damages, row_damages, unguarded
from tests.tools.seeds import Counts
from tests.tools.toy_journal import append, opened, texts

GUARD = "CREATE TRIGGER guard BEFORE {} ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    connection = opened(tmp_path / "toy.db")
    for number in range(4):
        append(connection, f"entry {number}")
    connection.execute(GUARD.format("UPDATE"))
    connection.close()
    return tmp_path / "toy.db"


def whole(path: Path, number: int) -> bool:
    try:
        return len(texts(path)) == number
    except (ValueError, sqlite3.Error, sqlite3.Warning):
        return False


def trusting(path: Path, number: int) -> bool:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT count(*), count(hash) FROM journal").fetchone()
    return bool(found == (number, number))


def test_every_damaged_row_is_found_and_by_the_naive_check_not(path: Path, counts: Counts) -> None:
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)
    original, met, unseen, unseen_by_the_naive = path.read_bytes(), 0, 0, 0
    for damage in row_damages(engine, "journal"):
        with unguarded(engine) as connection:
            damage.apply(connection)
        met += 1
        unseen += whole(path, 4)
        unseen_by_the_naive += trusting(path, 4)
        path.write_bytes(original)

    assert unseen_by_the_naive > 5
    counts("P0", "toy, rows damaged", met, unseen=unseen)


def test_the_guards_stand_again(path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)

    with unguarded(engine) as connection:
        connection.exec_driver_sql("UPDATE journal SET text = 'x' WHERE seq = 1")

    with pytest.raises(sa.exc.IntegrityError, match="append only"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal SET text = 'y'")


@pytest.mark.postgres
def test_guards_on_postgresql_are_passed_and_stand_again(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE journal (seq integer primary key, text text, hash text)")
        connection.exec_driver_sql("INSERT INTO journal VALUES (1, 'a', 'b'), (2, 'c', 'd')")
        connection.exec_driver_sql(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse()"
        )

    names = []
    for damage in row_damages(engine, "journal"):
        with unguarded(engine) as connection, connection.begin_nested() as attempt:
            damage.apply(connection)
            attempt.rollback()
        names.append(str(damage))

    assert len(names) == 2 * (3 + 2) + 1 + 1
    with pytest.raises(sa.exc.DBAPIError, match="append only"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal SET text = 'y'")


def test_every_flip_and_cut_makes_other_bytes(rng: random.Random) -> None:
    data = rng.randbytes(20_000)

    made = [*flips(data, rng, 100), *damages(data, rng)]

    assert len(made) > 105
    assert all(changed != data for _, changed in made)


def test_every_leaf_and_key_of_a_json_text_is_damaged() -> None:
    text = '{"a":{"b":[1,true]},"c":null,"d":"x"}'

    made = dict(json_damages(text))

    assert {"a.b.0 changed", "a.b.1 dropped", "a renamed", "c changed", "d dropped"} <= made.keys()
    assert text not in made.values()
    assert len(set(made.values())) == len(made)
