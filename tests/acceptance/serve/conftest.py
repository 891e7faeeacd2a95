"""One server for a module's tests, over a shop of its own, with a key of each kind."""

import pytest

from tests.builders.server import new_key, new_served_shop, running


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory):
    folder = new_served_shop(tmp_path_factory.mktemp("served") / "shop")
    kinds = ("write", "browser", "api", "identity")
    keys = {kind: new_key(folder, kind) for kind in kinds}
    keys["app"] = new_key(folder, "write", "app")
    with running(folder, "--no-rounds") as server:
        yield server, keys


@pytest.fixture(name="server")
def _server(served):
    return served[0]


@pytest.fixture(name="keys")
def _keys(served):
    return served[1]
