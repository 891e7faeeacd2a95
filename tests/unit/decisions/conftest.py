"""A shop in a folder, for tests of what a decision record states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.house import House
from shopkeeper.flow.rounds import RoundDone, work_round


NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
HEAD = """\
[shop]
name = "Leaf and Kettle"
time_zone = "Europe/London"
"""


class Shop:
    """A shop whose files and sources a test states."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, str], sources: str) -> None:
        """Write exports, and the `[[sources]]` that read them."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / "shop.toml").write_text(HEAD + sources, encoding="utf-8")
        bootstrap.make_demo_state(self.folder, seed=1)

    def work(self, day: int = 0) -> RoundDone:
        """Work a round, *day* days after the first."""
        with self.open() as house:
            return work_round(
                house,
                lambda source: bootstrap.table_readers(self.folder, source),
                now=NOW + timedelta(days=day),
            )

    @contextmanager
    def open(self) -> Iterator[House]:
        """Own the shop."""
        with bootstrap.shop_at(self.folder) as house:
            yield house


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return a shop without files yet."""
    return Shop(tmp_path)
