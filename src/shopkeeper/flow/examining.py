"""What `doctor` finds: each a judgement over something measured, with what to do."""

from __future__ import annotations

import re

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from msgspec import Struct


class Health(StrEnum):
    """How something is: as it has to be, worth a look, or broken."""

    OK = "ok"
    LOOK = "look"
    BROKEN = "broken"


class Finding(Struct, frozen=True):
    """
    What was found out about one thing.

    Attributes:
        about: What was looked at.
        health: How it is.
        says: What was found.
        do: What to do; empty where all is well.
    """

    about: str
    health: Health
    says: str
    do: str = ""


def ok(about: str, says: str) -> Finding:
    """Say that something is as it has to be."""
    return Finding(about, Health.OK, says)


def look(about: str, says: str, do: str) -> Finding:
    """Say that somebody should look."""
    return Finding(about, Health.LOOK, says, do)


def broken(about: str, says: str, do: str) -> Finding:
    """Say that something is broken."""
    return Finding(about, Health.BROKEN, says, do)


_WAL_RESET = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
_WAL_BORN = (3, 7, 0)
_OLDEST_SERVER = 14
_FASTEST_S = 15e-6  # below any device that keeps what it says it has kept
_SLOW_S = 0.05
_LITTLE = 2 * 1024**3
_NONE_LEFT = 200 * 1024**2
_IN_MEMORY = {"tmpfs", "ramfs"}
_FAR = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "ceph"}
_SKEW = timedelta(minutes=1)
_SHORT_RSA = 2048


def examine_sqlite(version: str, settings: Mapping[str, str]) -> list[Finding]:
    """
    Judge the SQLite that is linked, and how the ledger is kept.

    Args:
        version: As the library says it.
        settings: `journal_mode` and `quick_check`, as the ledger answers.
    """
    number = tuple(int(one) for one in re.findall(r"[0-9]+", version)[:3])
    fixed = number >= _WAL_RESET[0] or any(
        number[:2] == good[:2] and number >= good for good in _WAL_RESET[1:]
    )
    found = []
    if fixed or number < _WAL_BORN:
        found.append(ok("SQLite", f"{version}, without known faults that matter here"))
    else:
        found.append(
            look(
                "SQLite",
                f"{version} has the WAL-reset fault (3.7.0 to 3.51.2): two connections "
                "that write and checkpoint at once can damage the ledger. Here one "
                "connection does both, so it is not met by this program alone",
                "let no other program write to the ledger; a Python with SQLite "
                "3.51.3 or later is free of it",
            )
        )
    mode = settings.get("journal_mode", "")
    if mode != "wal":
        found.append(
            broken(
                "ledger", f"its journal is {mode or 'unknown'} and not WAL: a reader "
                "and the writer get into each other's way",
                "let the shop open it once: shopkeeper run",
            )
        )  # fmt: skip
    whole = settings.get("quick_check", "")
    if whole != "ok":
        found.append(
            broken(
                "ledger", f"SQLite finds it damaged: {whole[:200]}",
                "stop everything and restore the newest backup: shopkeeper restore",
            )
        )  # fmt: skip
    elif mode == "wal":
        found.append(ok("ledger", "whole, and its journal is WAL"))
    return found


def examine_postgres(settings: Mapping[str, str]) -> list[Finding]:
    """Judge a PostgreSQL server by its own settings."""
    version = settings.get("server_version", "unknown")
    major = int((re.match(r"[0-9]+", version) or ["0"])[0])
    found = [
        ok("PostgreSQL", version)
        if major >= _OLDEST_SERVER
        else broken(
            "PostgreSQL", f"{version} gets no repairs any more",
            f"bring the server to {_OLDEST_SERVER} or later",
        )
    ]  # fmt: skip
    found += [
        broken(
            "PostgreSQL", f"{name} is {settings.get(name)}: a power cut loses or "
            "damages what was acknowledged",
            f"set {name} = on in postgresql.conf and restart the server",
        )
        for name in ("fsync", "full_page_writes")
        if settings.get(name) != "on"
    ]  # fmt: skip
    if settings.get("synchronous_commit") == "off":
        found.append(
            broken(
                "PostgreSQL", "synchronous_commit is off even here",
                "let this user set it: the program asks for `on` at each connection",
            )
        )  # fmt: skip
    if settings.get("data_checksums") == "off":
        found.append(
            look(
                "PostgreSQL", "data_checksums is off: a bad disk is not noticed",
                "with the server stopped: pg_checksums --enable",
            )
        )  # fmt: skip
    return found


def examine_disk(
    *, free: int, total: int, kind: str, seconds: Sequence[float]
) -> list[Finding]:
    """
    Judge the disk that holds the ledger.

    Args:
        free: Bytes.
        total: Bytes.
        kind: Of the file system, as the system names it; empty: unknown.
        seconds: What each of several writes took to come back from fsync; none
            where nothing could be written.
    """
    gigabytes = f"{free / 1024**3:,.1f} of {total / 1024**3:,.1f} GB free"
    room = "delete or move what is not needed, or take a larger disk"
    found = [ok("disk", gigabytes)]
    if free < _NONE_LEFT:
        found = [broken("disk", gigabytes, room)]
    elif free < _LITTLE:
        found = [look("disk", gigabytes, room)]
    if kind in _FAR:
        found.append(
            broken(
                "disk", f"{kind}, a file system on another machine: SQLite's locks do "
                "not hold there",
                "keep the shop on a disk of this machine, or the ledger in PostgreSQL",
            )
        )  # fmt: skip
    if not seconds:
        return [*found, broken("fsync", "nothing can be written there",
                               "look at the disk, and at who may write")]  # fmt: skip
    middle, worst = median(seconds), max(seconds)
    took = f"{middle * 1000:.2f} ms in the middle, {worst * 1000:.2f} ms at worst"
    if kind in _IN_MEMORY:
        found.append(
            broken("fsync", f"the shop lies in memory ({kind}): a restart loses it",
                   "move the shop's folder to a disk")
        )  # fmt: skip
    elif middle < _FASTEST_S:
        found.append(
            broken(
                "fsync", f"{took}: so fast that nothing was written; something between "
                "here and the disk only says so",
                "look for libeatmydata, a disk mounted without barriers, or a virtual "
                "disk with cache=unsafe",
            )
        )  # fmt: skip
    elif middle > _SLOW_S:
        found.append(
            look("fsync", f"{took}: every acknowledgement waits for it",
                 "take a faster disk for the ledger, or look what else writes there")
        )  # fmt: skip
    else:
        found.append(ok("fsync", took))
    return found


def examine_clock(
    now: datetime, newest: datetime | None, *, last: datetime | None, told_at: bool
) -> Finding:
    """
    Judge the clock.

    Args:
        now: What it says.
        newest: When the newest of the shop's own files was written.
        last: The moment of the audit's last entry.
        told_at: Is the shop told at a fixed moment?
    """
    if newest is not None and newest > now + _SKEW:
        return broken(
            "clock", f"a file of the shop is of {newest:%Y-%m-%d %H:%M} UTC, and the "
            f"clock says {now:%Y-%m-%d %H:%M}",
            "set the clock, and let it be kept: systemd-timesyncd or chrony",
        )  # fmt: skip
    if told_at:
        says = "`now` in shop.toml is fixed: nothing ever falls due"
        return look("clock", says, "take it out, except in a demonstration")
    if last is not None and last > now + _SKEW:
        return broken(
            "clock", f"the audit's last entry is of {last:%Y-%m-%d %H:%M} UTC, and the "
            f"clock says {now:%Y-%m-%d %H:%M}",
            "set the clock; who works with --now writes such entries, too",
        )  # fmt: skip
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC, later than all that is written")


class SigningKey(Struct, frozen=True):
    """
    The key that signs mails.

    Attributes:
        name: Where its public half is published.
        kind: `rsa`; empty where it cannot be read.
        bits: Length; 0 where it cannot be read.
        record: What has to stand in the DNS, or why there is none.
        open_to_others: May other users of the machine read it?
    """

    name: str
    kind: str
    bits: int
    record: str
    open_to_others: bool = False


def examine_dkim(channel: str, key: SigningKey | None) -> Finding:
    """Judge the key by which mails of a channel are signed."""
    about = f"DKIM of {channel}"
    if key is None:
        return look(
            about, "mails are not signed: many mailboxes refuse them",
            f"make a key and state dkim and dkim_key in [channels.{channel}]",
        )  # fmt: skip
    if not key.kind:
        return broken(about, key.record, "make a key: openssl genrsa -out FILE 2048")
    if key.open_to_others:
        return broken(about, "other users of this machine may read the key",
                      "chmod 600, and make a new one if they may have")  # fmt: skip
    if key.bits < _SHORT_RSA:
        return look(about, f"the key has {key.bits} bits", "make one of 2048")
    return ok(about, f'{key.kind}, {key.bits} bits; {key.name} TXT "{key.record}"')


def worst(findings: Sequence[Finding]) -> Health:
    """Return the worst there is."""
    order = list(Health)
    return max((one.health for one in findings), key=order.index, default=Health.OK)
