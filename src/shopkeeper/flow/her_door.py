"""Who may see her page: links, codes to an address of hers, and browsers let in.

A link tells which page is meant, and opens nothing: mails are forwarded, and scanners
follow what they find. Whoever asks from a browser we do not know gets a code at an
address that was hers before; with it this one browser is let in, for this one link.
Sources: OWASP ASVS 5.0, V6.5 and V7; reliability.md, B3, E7, E8.
"""

from __future__ import annotations

import hashlib
import hmac

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from shopkeeper.vocabulary import hash_of


LINK_LASTS = timedelta(days=90)
LINK_BYTES = 24
"""So many random bytes make a token."""
_SECRET = 32
BY_MESSAGE = "a message"
_IDLE_S = 2 * 3600.0
_LONGEST_S = 24 * 3600.0
_CODE_LASTS_S = 15 * 60.0
_CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 8
_TRIES = 5  # for one code
_CODES = 5  # for one link, within an hour
_CODES_OF_HERS = 10  # over all links to her page
_CODES_OF_A_PLACE = 60
_ASKS_EACH_S = 30.0
_HOUR_S = 3600.0
_MOST_KEPT = 20_000


class PageLink(Struct, frozen=True):
    """
    A link to somebody's page. Nothing in it tells who she is.

    Attributes:
        digest: Of the token, which nobody keeps.
        person: An own person id.
        made: ISO 8601.
        until: After this it leads nowhere. ISO 8601.
        by: Staff id of who had it made, or what made it.
    """

    digest: str
    person: str
    made: str
    until: str
    by: str


class LinkBook(Protocol):
    """The links there are."""

    def put(self, link: PageLink) -> None:
        """Keep a link."""

    def revoke(self, person: str, *, at: str) -> int:
        """Let every link of a person lead nowhere from now on; return how many."""

    def find(self, digest: str) -> PageLink | None:
        """Return a link that was not revoked, or None."""

    def revoked(self, person: str) -> str | None:
        """Return when all links of a person were last ended, or None. ISO 8601."""


class HerSession(Struct):
    """
    A browser that was let in.

    Attributes:
        link: Digest of the link it is for.
        person: Own person id of that link.
        token: Stands in every form: a page of somebody else does not know it.
        began: Seconds of the server's own clock.
        seen: Likewise, of the last request.
    """

    link: str
    person: str
    token: str
    began: float
    seen: float


class _Code(Struct):
    digest: bytes
    until: float
    tries: int = 0


class HerDoor:
    """
    Lets browsers in, and knows which are in. Kept by the process alone.

    Args:
        book: The links.
        random: Draws so many bytes.
    """

    def __init__(self, book: LinkBook, random: Callable[[int], bytes]) -> None:
        self.book = book
        self._random = random
        self._sessions: dict[bytes, HerSession] = {}
        self._codes: dict[str, _Code] = {}
        self._asked: dict[tuple[str, str], list[float]] = {}

    def link(self, token: str, *, now: datetime) -> PageLink | None:
        """Return the link of a token, if it leads anywhere still."""
        found = self.book.find(digest_of(token))
        return None if found is None else self.holds(found, now=now)

    def holds(self, link: PageLink, *, now: datetime) -> PageLink | None:
        """Return a link if its day has not come, nor an end of all of hers since."""
        ended = self.book.revoked(link.person)
        made, until = map(datetime.fromisoformat, (link.made, link.until))
        if until <= now or made > now:
            return None
        if link.by == BY_MESSAGE and ended and datetime.fromisoformat(ended) >= made:
            return None
        return link

    def may_ask(self, link: PageLink, where: str, *, now: float) -> float:
        """
        Note that a code is asked for; return how many seconds to wait, 0: it is sent.

        Args:
            link: For which page.
            where: From which address.
            now: Seconds of a clock that only goes on.
        """
        held = (
            (("link", link.digest), _CODES), (("person", link.person), _CODES_OF_HERS),
            (("place", where), _CODES_OF_A_PLACE),
        )  # fmt: skip
        waits = [0.0]
        for key, most in held:
            times = [one for one in self._asked.get(key, ()) if now - one < _HOUR_S]
            self._asked[key] = times
            if len(times) >= most:
                waits.append(times[0] + _HOUR_S - now)
            elif key[0] == "link" and times:
                waits.append(times[-1] + _ASKS_EACH_S - now)
        if max(waits) <= 0:
            for key, _ in held:
                self._asked[key].append(now)
        while len(self._asked) > _MOST_KEPT:
            self._asked.pop(next(iter(self._asked)))
        return max(waits)

    def new_code(self, link: PageLink, *, now: float) -> str:
        """Make the code for a page; an earlier one holds no more."""
        drawn = self._random(4 * _CODE_LENGTH)
        signs = len(_CODE_SIGNS)
        code = "".join(
            _CODE_SIGNS[int.from_bytes(drawn[at : at + 4], "big") % signs]
            for at in range(0, len(drawn), 4)
        )
        self._codes = {key: one for key, one in self._codes.items() if one.until > now}
        self._codes[link.digest] = _Code(_digest(code), now + _CODE_LASTS_S)
        return code

    def is_asked(self, link: PageLink, *, now: float) -> bool:
        """Say whether a code is out for a page that still opens it."""
        found = self._codes.get(link.digest)
        return found is not None and found.until > now

    def come_in(self, link: PageLink, code: str, *, now: float) -> str | None:
        """Let a browser in by its code; return what goes into its cookie, or None."""
        found = self._codes.get(link.digest)
        if found is None or found.until <= now or found.tries >= _TRIES:
            return None
        found.tries += 1
        plain = "".join(code.lower().split()).replace("-", "")
        if not hmac.compare_digest(_digest(plain), found.digest):
            return None
        del self._codes[link.digest]
        secret = self._random(_SECRET).hex()
        session = HerSession(
            link.digest, link.person, self._random(_SECRET).hex(), now, now
        )
        self._sessions = {
            key: one for key, one in self._sessions.items() if not _is_over(one, now)
        }
        self._sessions[_digest(secret)] = session
        return secret

    def find(self, secret: str, link: PageLink, *, now: float) -> HerSession | None:
        """Return the session of a cookie, if it is for this link and still holds."""
        session = self._sessions.get(_digest(secret))
        if session is None or session.link != link.digest or _is_over(session, now):
            return None
        session.seen = now
        return session

    def leave(self, session: HerSession) -> None:
        """Let a browser out."""
        self._sessions = {
            key: one for key, one in self._sessions.items() if one is not session
        }

    def close(self, person: str, *, at: datetime) -> None:
        """End every link and session of a person who was forgotten."""
        self.book.revoke(person, at=at.isoformat())
        self._sessions = {
            key: one for key, one in self._sessions.items() if one.person != person
        }


def new_link(
    person: str, drawn: bytes, *, by: str, now: datetime, lasts: timedelta = LINK_LASTS
) -> tuple[str, PageLink]:
    """
    Make a link to somebody's page; return its token, and what is kept of it.

    Args:
        person: Own person id.
        drawn: Random, `LINK_BYTES` of them.
        by: Who has it made.
        now: The moment.
        lasts: For how long it leads there.
    """
    token = drawn.hex()
    made, until = now.isoformat(), (now + lasts).isoformat()
    return token, PageLink(digest_of(token), person, made, until, by)


def link_of_message(token: str, person: str, went: datetime) -> PageLink:
    """Return the link that stands in a message, as one that was made when it went."""
    made, until = went.isoformat(), (went + LINK_LASTS).isoformat()
    return PageLink(digest_of(token), person, made, until, BY_MESSAGE)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return _digest(token).hex()


def code_file(person: str) -> str:
    """
    Name the mail with a code, where mails are files of a folder.

    By whom it is for, so that erasing her finds it; a new one takes an old one's place.
    """
    return f"m{hash_of('code for her page', person)}"


def is_of(session: HerSession, token: str) -> bool:
    """Say whether *token* is the one in the forms of the session."""
    return hmac.compare_digest(session.token.encode(), token.encode())


def _is_over(session: HerSession, now: float) -> bool:
    return now - session.seen > _IDLE_S or now - session.began > _LONGEST_S


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
