"""What becomes of each table when somebody is forgotten is said, table by table."""

from __future__ import annotations

from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.erasing import BY_OTHERS, EMPTIED, NOBODYS, OF_HER
from shopkeeper.adapters.sql.forgotten import SqlForgottenBook
from shopkeeper.adapters.sql.migrate import migrate
from shopkeeper.adapters.sql.schema import metadata
from shopkeeper.recognise.prints import print_of
from shopkeeper.vocabulary import IdentifierKind
from tests.builders import utc
from tests.builders.ledger import KEYS


NOW = utc("2026-03-02 09:00")
ANN = print_of((IdentifierKind.EMAIL, "", "ann@lee.example"))
BEA = print_of((IdentifierKind.EMAIL, "", "bea@moss.example"))


def test_every_table_is_either_hers_emptied_found_by_others_or_nobodys():
    """A new table that nobody thought of would keep her for ever."""
    said = [*OF_HER, *EMPTIED, *BY_OTHERS, *NOBODYS]
    assert len(said) == len(set(said))
    left = {table.name for table in metadata.sorted_tables} - {one.name for one in said}
    assert left == set()


def test_a_table_with_a_person_is_not_said_to_be_nobodys():
    """The audit has ids and sealed words, and is kept whole by its chain."""
    for table in NOBODYS:
        has = {"person", "left_person", "body"} & set(table.c.keys())
        assert not has or table.name == "audit", table.name


def test_the_book_of_the_forgotten_knows_only_who_names_her(tmp_path):
    """Keyed hashes: no address can be read out of it, nor asked for without keys."""
    database = open_database("sqlite:///ledger.sqlite3", tmp_path)
    migrate(database)
    book = SqlForgottenBook(database, KEYS)
    assert book.is_empty()
    assert book.knows([ANN]) == [False]
    hashes = book.keep([ANN], at=NOW)
    assert book.knows([ANN, BEA]) == [True, False]
    assert book.hashes() == hashes
    others = KEYS.__class__(
        pepper=b"x" * 32, token=KEYS.token, wrap=KEYS.wrap, audit=KEYS.audit,
        ids=KEYS.ids,
    )  # fmt: skip
    assert SqlForgottenBook(database, others).knows([ANN]) == [False]
    assert book.keep_hashes(hashes, at=NOW) == 0
    assert book.drop([ANN]) == 1
    assert book.is_empty()
    database.close()
    assert b"ann@lee" not in (tmp_path / "ledger.sqlite3").read_bytes()
