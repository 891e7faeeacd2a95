"""What `doctor` judges, judged on figures that no test machine has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.flow.examining import (
    Finding,
    Health,
    SigningKey,
    examine_clock,
    examine_disk,
    examine_dkim,
    examine_postgres,
    examine_sqlite,
    worst,
)


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WELL = {"journal_mode": "wal", "quick_check": "ok"}
SERVER = {
    "server_version": "17.2", "fsync": "on", "full_page_writes": "on",
    "synchronous_commit": "on", "data_checksums": "on",
}  # fmt: skip
GB = 1024**3


def health(found: list[Finding]) -> Health:
    """Return the worst of them."""
    for one in found:
        assert (one.health is Health.OK) == (not one.do), one
    return worst(found)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("3.40.1", "look"), ("3.51.2", "look"), ("3.51.3", "ok"), ("3.54.1", "ok"),
        ("3.50.7", "ok"), ("3.50.6", "look"), ("3.44.6", "ok"), ("3.44.5", "look"),
        ("3.45.9", "look"),
    ],
)  # fmt: skip
def test_the_wal_reset_fault_is_known_by_version(version: str, expected: str) -> None:
    """Repaired in 3.51.3, and in two older lines."""
    assert health(examine_sqlite(version, WELL)) == expected


def test_a_ledger_that_is_damaged_or_has_no_wal_is_broken() -> None:
    """Each by its own line."""
    damaged = {**WELL, "quick_check": "row 3 missing from index"}
    assert health(examine_sqlite("3.54.1", damaged)) is Health.BROKEN
    plain = {**WELL, "journal_mode": "delete"}
    assert health(examine_sqlite("3.54.1", plain)) is Health.BROKEN


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("server_version", "17.2 (Debian)", "ok"), ("server_version", "12.1", "broken"),
        ("fsync", "off", "broken"), ("full_page_writes", "off", "broken"),
        ("synchronous_commit", "off", "broken"), ("data_checksums", "off", "look"),
    ],
)  # fmt: skip
def test_a_server_is_judged_by_its_own_settings(
    name: str, value: str, expected: str
) -> None:
    """What loses data is broken; what hides a bad disk is worth a look."""
    assert health(examine_postgres({**SERVER, name: value})) == expected


@pytest.mark.parametrize(
    ("free", "kind", "seconds", "expected"),
    [
        (50 * GB, "ext4", [0.003] * 9, "ok"),
        (GB, "ext4", [0.003] * 9, "look"),
        (100 * 1024**2, "ext4", [0.003] * 9, "broken"),
        (50 * GB, "ext4", [0.0000003] * 9, "broken"),  # nobody wrote anything
        (50 * GB, "tmpfs", [0.0000003] * 9, "broken"),
        (50 * GB, "ext4", [0.2] * 9, "look"),
        (50 * GB, "nfs4", [0.003] * 9, "broken"),
        (50 * GB, "ext4", [], "broken"),
    ],
)
def test_a_disk_is_judged_by_room_kind_and_time(
    free: int, kind: str, seconds: list[float], expected: str
) -> None:
    """A disk that is done at once has not begun."""
    found = examine_disk(free=free, total=100 * GB, kind=kind, seconds=seconds)
    assert health(found) == expected


def test_a_clock_behind_what_is_written_is_broken() -> None:
    """By the files, or by the audit; a minute of difference is none."""
    late, bit = NOW + timedelta(hours=1), NOW + timedelta(seconds=30)
    assert examine_clock(NOW, bit, last=bit, told_at=False).health == "ok"
    assert examine_clock(NOW, late, last=None, told_at=True).health == "broken"
    assert examine_clock(NOW, None, last=late, told_at=False).health == "broken"
    assert examine_clock(NOW, None, last=None, told_at=True).health == "look"


def test_the_record_of_a_key_is_told_and_a_bad_key_is_broken() -> None:
    """Its name and text are what has to be published."""
    name = "s1._domainkey.shop.example"
    key = SigningKey(name, "rsa", 2048, "v=DKIM1; k=rsa; p=AA")
    said = examine_dkim("email", key)
    assert said.health == "ok"
    assert f'{name} TXT "v=DKIM1; k=rsa; p=AA"' in said.says
    assert examine_dkim("email", None).health == "look"
    short = SigningKey(name, "rsa", 1024, "…")
    assert examine_dkim("email", short).health == "look"
    assert examine_dkim("email", SigningKey(name, "", 0, "gone")).health == "broken"
    shared = SigningKey(name, "rsa", 2048, "…", open_to_others=True)
    assert examine_dkim("email", shared).health == "broken"
