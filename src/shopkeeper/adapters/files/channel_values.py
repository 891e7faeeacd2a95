"""Values of `[channels.…]` and `[sending]` in `shop.toml`."""

from __future__ import annotations

import re

from datetime import timedelta

from shopkeeper.adapters.files.toml_values import duration, text


# What is signed into a return path takes 48 characters of its local part, which may
# have 64 (RFC 5321, 4.5.3.1.1), and a plus.
_LONGEST_BEFORE_THE_PLUS = 15
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def sending_address(value: object) -> str:
    """Read where a channel sends."""
    address = text(value)
    if not re.fullmatch(r"(file|print):.+|[a-z][a-z0-9+.-]*://.+", address):
        msg = f'must be "file:<folder>" or an address with ://, not {value!r}'
        raise ValueError(msg)
    if re.match(r"[a-z0-9+.-]+://[^/@]*:[^/@]*@", address):
        msg = "holds a password: put it into a file of its own, and name that in secret"
        raise ValueError(msg)
    return address


def header_text(value: object) -> str:
    """Read what becomes a line of a header."""
    line = text(value)
    if _CONTROL.search(line):
        msg = f"must be one line without control characters, not {value!r}"
        raise ValueError(msg)
    return line


def return_path(value: object) -> str:
    """Read where bounces go; a signed part is put in front of the @."""
    address = text(value)
    found = re.fullmatch(r"([a-z0-9._-]+)@([a-z0-9-]+(\.[a-z0-9-]+)+)", address)
    if not found or len(found[1]) > _LONGEST_BEFORE_THE_PLUS:
        msg = (
            'must be a plain address in small letters such as "bounces@shop.example", '
            f"with at most {_LONGEST_BEFORE_THE_PLUS} characters before the @, "
            f"not {value!r}"
        )
        raise ValueError(msg)
    return address


def https_address(value: object) -> str:
    """Read an address that people's mail programs call."""
    address = text(value)
    if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?/[!-~]*", address):
        msg = f'must be an address such as "https://shop.example/u/", not {value!r}'
        raise ValueError(msg)
    return address


def dkim_name(value: object) -> str:
    """Read under which name the public key is published."""
    name = text(value)
    if not re.fullmatch(r"[a-z0-9-]+\._domainkey(\.[a-z0-9-]+)+", name):
        msg = f'must be a name such as "s1._domainkey.shop.example", not {value!r}'
        raise ValueError(msg)
    return name


def letter_form(value: object) -> str:
    """Read which form of letter, by the window of its envelope."""
    # Imported here: most shops print nothing.
    from shopkeeper.say.letter_forms import FORMS  # noqa: PLC0415

    name = text(value)
    if name not in FORMS:
        msg = f"must be one of {', '.join(FORMS)}, not {value!r}"
        raise ValueError(msg)
    return name


def sides(value: object) -> int:
    """Read on how many sides of a sheet letters are printed."""
    if value not in (1, 2) or isinstance(value, bool):
        msg = f"must be 1 or 2, not {value!r}"
        raise ValueError(msg)
    return int(str(value))


def not_negative(value: object) -> int:
    """Read a whole number from 0 on."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        msg = f"must be a whole number from 0, not {value!r}"
        raise ValueError(msg)
    return value


def second_person(value: object) -> timedelta | None:
    """Read whether one person alone may say so twice: `always`, or `after 24 hours`."""
    words = text(value)
    if words == "always":
        return None
    if not words.startswith("after "):
        msg = f'must be "always" or such as "after 24 hours", not {value!r}'
        raise ValueError(msg)
    after = duration(words.removeprefix("after "))
    if after < timedelta(hours=24):
        msg = f"must leave at least 24 hours to think it over, not {value!r}"
        raise ValueError(msg)
    return after
