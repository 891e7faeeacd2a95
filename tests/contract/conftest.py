"""The adapters every contract is run on."""

import pytest

from shopkeeper.vocabulary import PlanState
from tests.builders import utc
from tests.builders.ledger import books_in_memory, books_in_sqlite, books_on_a_server
from tests.builders.postgres import server


@pytest.fixture(name="postgres", scope="session")
def _postgres():
    with server() as running:
        yield running


@pytest.fixture(name="books", params=["memory", "sqlite", "postgresql"])
def _books(request, tmp_path):
    if request.param == "memory":
        books = books_in_memory()
        _start(books)
        yield books
    elif request.param == "sqlite":
        with books_in_sqlite(tmp_path) as books:
            _start(books)
            yield books
    else:
        with books_on_a_server(request.getfixturevalue("postgres").url()) as books:
            _start(books)
            yield books


def _start(books):
    """Start the plan of `a_touch`: nothing leaves without one."""
    books.plans.note("tea", PlanState.STARTED, by="mo", at=utc("2026-03-01 09:00"))
