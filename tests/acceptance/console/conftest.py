"""One console for a module's tests, with everybody on staff logged in."""

import pytest

from tests.builders.console import console_shop, open_console


@pytest.fixture(scope="module", name="console")
def _console(tmp_path_factory):
    shop = console_shop(tmp_path_factory.mktemp("console"))
    with open_console(shop.folder) as (server, staff):
        yield server, staff


@pytest.fixture(name="server")
def _server(console):
    return console[0]


@pytest.fixture(name="tilda")
def _tilda(console):
    return console[1]["tilda"]


@pytest.fixture(name="rosa")
def _rosa(console):
    return console[1]["rosa"]


@pytest.fixture(name="mara")
def _mara(console):
    return console[1]["mara"]


@pytest.fixture(name="anil")
def _anil(console):
    return console[1]["anil"]


@pytest.fixture(name="sam")
def _sam(console):
    return console[1]["sam"]
