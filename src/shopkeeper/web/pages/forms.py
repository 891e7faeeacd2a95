"""What a form sends: fields of text, as a browser writes them without scripts.

Source: URL Standard, section 5.1 (application/x-www-form-urlencoded). How large a body
may be is its route's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from shopkeeper.web.problems import Problem
from shopkeeper.web.ways import Asked


FORM = b"application/x-www-form-urlencoded"
MOST_FORM = 64 * 1024  # bytes; for `Way.most` of a route that takes a form
_MOST_FIELDS = 200
_CANNOT = "This form came in another shape than ours: go back, and send it again."


@dataclass(frozen=True)
class Form:
    """The fields of a form that was sent."""

    fields: Mapping[str, Sequence[str]]

    def get(self, name: str, *, most: int = 10_000) -> str:
        """
        Return one field: of several of one name the last, trimmed; "" without.

        Raises:
            Problem: 400 if it is longer than *most* characters.
        """
        text = self.fields.get(name, ("",))[-1].strip().replace("\r\n", "\n")
        if len(text) > most:
            raise Problem(
                400, f"That was longer than {most:,} characters: say it in fewer."
            )
        return text

    def every(self, name: str) -> list[str]:
        """Return every value of a field, such as of ticked boxes."""
        return [one.strip() for one in self.fields.get(name, ())]

    def __contains__(self, name: str) -> bool:
        return name in self.fields


def read_form(asked: Asked) -> Form:
    """
    Return what a form sent.

    Raises:
        Problem: 415 if it is no form, 400 if it cannot be read.
    """
    media = asked.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media != FORM:
        raise Problem(415, _CANNOT)
    try:
        found = parse_qs(
            asked.body.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError:
        raise Problem(400, _CANNOT) from None
    if any("\0" in value for values in found.values() for value in values):
        raise Problem(400, _CANNOT)
    return Form(found)
