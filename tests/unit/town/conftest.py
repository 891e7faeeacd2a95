"""One town for all tests of this folder: building it takes half a second."""

from __future__ import annotations

import pytest

from shopkeeper import town


@pytest.fixture(scope="session")
def harbour() -> town.Town:
    """Return the town that the demonstration tells of."""
    return town.build(1)
