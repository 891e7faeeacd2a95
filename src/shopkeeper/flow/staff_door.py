"""People who log in: accounts, sessions, and patience with wrong passwords.

Source: reliability.md, E7 and E8. A password is the only thing here that somebody
could guess, so guessing gets slow: for an account from one address, for an address
whatever it asks for, and for an account from all addresses it never came in from.
"""

from __future__ import annotations

import hashlib
import hmac

from collections.abc import Callable
from typing import Any, Protocol

from msgspec import Struct

from shopkeeper.vocabulary import BadInput


SHORTEST = 12  # characters of a password
LONGEST = 200
_IDLE_S = 3600.0
_LONGEST_S = 12 * 3600.0
_TOKEN = 32  # bytes
_MOST_KNOWN = 20_000  # places that are remembered
_FREE_OF_PAIR = 5
_FREE_OF_PLACE = 20
_FREE_OF_ACCOUNT = 50
_MOST_WAIT_S = 900.0
_MOST_WAIT_OF_ACCOUNT_S = 2.0


class StaffAccount(Struct, frozen=True):
    """
    How somebody on staff logs in.

    Attributes:
        id: Hers, as `[[people]]` in shop.toml has it; her roles stand there.
        hash: Of her password: argon2id, with its salt and cost.
        at: When it was set. ISO 8601.
    """

    id: str
    hash: str
    at: str


class StaffBook(Protocol):
    """The accounts of a shop."""

    def put(self, account: StaffAccount) -> None:
        """Keep an account in the place of an earlier one."""

    def remove(self, staff_id: str, *, at: str) -> None:
        """Let somebody log in no more, and end her sessions."""

    def all(self) -> list[StaffAccount]:
        """Return every account there is."""

    def find(self, staff_id: str) -> StaffAccount | None:
        """Return an account, or None."""


class Passwords(Protocol):
    """Makes and checks hashes of passwords; slow on purpose."""

    def hash(self, password: str) -> str:
        """Hash a password."""

    def verify(self, password: str, hashed: str | None) -> bool:
        """Check a password; as slow where there is no hash."""


class Session(Struct):
    """
    Somebody who is logged in.

    Attributes:
        staff: Her id.
        token: She sends it with whatever changes something: another page, which has
            her cookie too, does not know it.
        mark: Of her account when she logged in: another password ends it.
        began: Seconds of the server's own clock.
        seen: Likewise, of her last request.
    """

    staff: str
    token: str
    mark: str
    began: float
    seen: float


class _Tries(Struct):
    count: int = 0
    until: float = 0.0


class Door:
    """
    Lets people in who know their password, and knows who is in.

    Sessions are kept by the process alone: when it starts anew, everybody logs in.

    Args:
        book: The accounts.
        random: Draws so many bytes.
    """

    def __init__(self, book: StaffBook, random: Callable[[int], bytes]) -> None:
        self.book = book
        self._random = random
        self._sessions: dict[bytes, Session] = {}
        self._tries: dict[tuple[str, str], _Tries] = {}
        self._known: dict[tuple[str, str], None] = {}

    def wait_s(self, who: str, where: str, *, now: float) -> float:
        """
        Return how many seconds *who* has to wait at *where*; 0: she may try.

        Args:
            who: As she names herself.
            where: The address she asks from.
            now: Seconds of a clock that only goes on.
        """
        held = [(who, where), ("", where)]
        if (who, where) not in self._known:
            held.append((who, ""))
        untils = [self._tries[key].until for key in held if key in self._tries]
        return max(0.0, max(untils, default=0.0) - now)

    def tries(self, who: str, where: str, *, now: float) -> None:
        """
        Note that a password is tried, before it is looked at.

        Many tries at once would else all be looked at; `begin` takes a right one back.
        """
        self._slow((who, where), _FREE_OF_PAIR, _MOST_WAIT_S, now)
        self._slow(("", where), _FREE_OF_PLACE, _MOST_WAIT_S, now)
        self._slow((who, ""), _FREE_OF_ACCOUNT, _MOST_WAIT_OF_ACCOUNT_S, now)

    def begin(
        self, account: StaffAccount, where: str, *, now: float
    ) -> tuple[str, Session]:
        """Begin a session; return what goes into her cookie, and the session."""
        self._tries.pop((account.id, where), None)
        for key in (("", where), (account.id, "")):
            if key in self._tries:
                self._tries[key].count -= 1
                self._tries[key].until = now
        self._known[account.id, where] = None
        _forget_oldest(self._known)
        secret, token = self._random(_TOKEN).hex(), self._random(_TOKEN).hex()
        session = Session(account.id, token, account.hash, now, now)
        self._sweep(now)
        self._sessions[_digest(secret)] = session
        return secret, session

    def find(self, secret: str, *, now: float) -> Session | None:
        """Return the session of a cookie, if it still holds."""
        key = _digest(secret)
        session = self._sessions.get(key)
        if session is None:
            return None
        account = self.book.find(session.staff)
        if account is None or account.hash != session.mark or _is_over(session, now):
            self._sessions.pop(key, None)
            return None
        session.seen = now
        return session

    def end(self, session: Session) -> None:
        """End a session."""
        self._sessions = {
            key: one for key, one in self._sessions.items() if one is not session
        }

    def _slow(self, key: tuple[str, str], free: int, most: float, now: float) -> None:
        # The newest stand last: what is forgotten first was not tried for long.
        tries = self._tries.pop(key, None) or _Tries()
        if tries.count and now - tries.until > _MOST_WAIT_S:
            tries.count = 0
        tries.count += 1
        over = tries.count - free
        tries.until = now + (0.0 if over < 0 else min(most, 2.0 ** min(over, 20)))
        self._tries[key] = tries
        _forget_oldest(self._tries)

    def _sweep(self, now: float) -> None:
        self._sessions = {
            key: one for key, one in self._sessions.items() if not _is_over(one, now)
        }


def is_hers(session: Session, token: str) -> bool:
    """Say whether *token* is the one of the session."""
    return hmac.compare_digest(session.token.encode(), token.encode())


def demand_password(password: str, *, who: str) -> None:
    """
    Refuse a password that is guessed soon.

    Raises:
        BadInput: With what is wrong with it.
    """
    low = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        msg = f"A password has {SHORTEST} to {LONGEST} characters: make it longer."
        raise BadInput(msg)
    if len(set(low)) < SHORTEST // 2 or who.casefold() in low:
        msg = "This password is guessed soon: take several words, or let one be made."
        raise BadInput(msg)


def _is_over(session: Session, now: float) -> bool:
    return now - session.seen > _IDLE_S or now - session.began > _LONGEST_S


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _forget_oldest(known: dict[tuple[str, str], Any]) -> None:
    while len(known) > _MOST_KNOWN:
        known.pop(next(iter(known)))
