"""The adapters every contract is run on."""

import pytest

from tests.builders.ledger import books_in_memory, books_in_sqlite


@pytest.fixture(name="books", params=["memory", "sqlite"])
def _books(request, tmp_path):
    if request.param == "memory":
        yield books_in_memory()
    else:
        with books_in_sqlite(tmp_path) as books:
            yield books
