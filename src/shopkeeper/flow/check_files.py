"""`check` by itself: letters with what is true around them; findings, letter by letter.

Source: contracts.md, section 4, `check`.
"""

from __future__ import annotations

import tomllib

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from shopkeeper.listen import tongue_of
from shopkeeper.say.tone import (
    Context,
    Findings,
    HouseRules,
    Rulebook,
    check_letter,
    not_checked,
    rulebook_of,
)
from shopkeeper.vocabulary import BadInput


Row = Mapping[str, object]
_MAIL = {"email": "mail", "post": "letter"}
_CHANNELS = ("mail", "letter", "chat", "sms")
_FRONT = "+++"
_FIELDS = tuple(one for one in Context.__struct_fields__ if one != "not_told")
_READ = "en"


class LetterRow(msgspec.Struct, frozen=True, kw_only=True):
    """
    A letter to look at.

    Attributes:
        id: Its own.
        text: The letter.
        context: What is true around it.
        place: Where it stands: path of a draft, path and id of a line.
        above: So many lines of the file stand before its first.
        extra: What else its line says; passed through.
    """

    id: str
    text: str
    context: Context
    place: str = ""
    above: int = 0
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)


def letters_of(name: str, rows: Sequence[tuple[int, Row]]) -> list[LetterRow]:
    """
    Read letters from JSON lines.

    Args:
        name: Of the file, for errors.
        rows: Line numbers and objects: id, text, optional context.

    Raises:
        BadInput: Naming line and field.
    """
    found: dict[str, LetterRow] = {}
    for number, row in rows:
        place = f"{name}, line {number}"
        key, text = row.get("id"), row.get("text")
        if not isinstance(key, str | int) or isinstance(key, bool):
            msg = f'{place}: `id` is missing: give each letter one, such as "id": "D01"'
            raise BadInput(msg)
        if not isinstance(text, str):
            msg = f"{place}: `text` is missing: it is the letter itself"
            raise BadInput(msg)
        if str(key) in found:
            msg = f"{place}: the id {key} stands twice; each letter has its own"
            raise BadInput(msg)
        extra = {
            field: value
            for field, value in row.items()
            if field not in {"id", "text", "context", *_FOUND}
        }
        context = context_of(row.get("context"), place)
        found[str(key)] = LetterRow(
            id=str(key), text=text, context=context, extra=extra,
            place=f"{name}, {key}",
        )  # fmt: skip
    return list(found.values())


# A labelled letter has the truth under these names: it is not passed through.
_FOUND = ("checks", "spans", "five_h", "advice", "not_checked")


def draft_of(key: str, text: str, place: str) -> LetterRow:
    """
    Read a draft: plain text, which may begin with what is true around it.

    Args:
        key: Becomes its id.
        text: The letter; TOML between two lines `+++` may stand before it.
        place: Of the file, for errors.

    Raises:
        BadInput: If what stands between the lines is no context.
    """
    plain = text.replace("\r\n", "\n")
    if not plain.startswith(f"{_FRONT}\n"):
        return LetterRow(
            id=key, text=plain.strip("\n"), context=context_of(None, place),
            place=place, above=_blank_lines(plain),
        )  # fmt: skip
    front, found, body = plain[len(_FRONT) + 1 :].partition(f"\n{_FRONT}\n")
    if not found:
        msg = f"{place}: the context has no end: write a second line {_FRONT}"
        raise BadInput(msg)
    try:
        data = tomllib.loads(front)
    except tomllib.TOMLDecodeError as problem:
        msg = f"{place}: what stands between the lines {_FRONT} is no TOML: {problem}"
        raise BadInput(msg) from None
    above = plain[: len(plain) - len(body)].count("\n") + _blank_lines(body)
    return LetterRow(
        id=key, text=body.strip("\n"), context=context_of(data, place), place=place,
        above=above,
    )  # fmt: skip


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def context_of(given: object, place: str) -> Context:
    """
    Read what is true around a letter; a field that is not given is not known.

    Raises:
        BadInput: Naming the field.
    """
    if given is None:
        return Context(not_told=frozenset(_FIELDS))
    if not isinstance(given, dict):
        msg = f"{place}: `context` is an object such as {{…}}"
        raise BadInput(msg)
    for key in given:
        if key not in _FIELDS:
            near = get_close_matches(str(key), _FIELDS, n=1, cutoff=0.0)[0]
            msg = f"{place}: `context` knows no `{key}`: did you mean `{near}`?"
            raise BadInput(msg)
    data = {key: value for key, value in given.items() if value is not None}
    data["not_told"] = [one for one in _FIELDS if one not in given]
    channel = data.get("channel", "mail")
    data["channel"] = _MAIL.get(str(channel), channel)
    if data["channel"] not in _CHANNELS:
        known = ", ".join(_CHANNELS)
        msg = f"{place}: `context.channel` is one of {known}, not {channel!r}"
        raise BadInput(msg)
    if data.get("register") not in {None, "informal", "formal"}:
        msg = f"{place}: `context.register` is informal, formal or null"
        raise BadInput(msg)
    terms = data.get("terms")
    if isinstance(terms, dict):
        data["terms"] = {key: str(one) for key, one in terms.items() if one is not None}
    try:
        return msgspec.convert(data, Context)
    except msgspec.ValidationError as problem:
        msg = f"{place}: `context` cannot be read: {problem}"
        raise BadInput(msg) from None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """
    A letter and what was found in it.

    Attributes:
        letter: The letter.
        found: What the checks answer.
        because: Why it was not looked at; empty where it was.
    """

    letter: LetterRow
    found: Findings
    because: str = ""

    def row(self) -> dict[str, object]:
        """Return the findings as contracts.md, section 4, writes them."""
        checks = self.found.checks
        return {
            **self.letter.extra,
            "id": self.letter.id,
            **({"not_checked": self.because} if self.because else {}),
            "checks": {name: one.answer.value for name, one in checks.items()},
            "spans": {name: checks[name].spans for name in self.found.failed},
            "five_h": dict(self.found.five_h),
            "advice": [
                {
                    "check": one.check,
                    "start": one.start,
                    "end": one.end,
                    "says": one.says,
                }
                for one in self.found.advice
            ],
        }


def check_files(letters: Sequence[LetterRow], house: HouseRules) -> Iterator[Checked]:
    """Look at letters, one after the other, by the rules of a house."""
    rules: Rulebook | None = rulebook_of(house) if house.rules or house.off else None
    for one in letters:
        because = _why_not(one)
        if because:
            yield Checked(letter=one, found=not_checked(), because=because)
            continue
        found = check_letter(one.text, one.context, rules=rules)
        yield Checked(letter=one, found=found)


def _why_not(letter: LetterRow) -> str:
    """Say why nobody can look at a letter; empty where it can be looked at."""
    if not letter.text.strip():
        return "it is empty"
    # What somebody stated is not guessed.
    language = letter.context.language
    if "language" in letter.context.not_told:
        language = tongue_of(letter.text)
    if language.partition("-")[0] == _READ:
        return ""
    return f"language {language}: the check reads English only"


def summary_of(checked: Sequence[Checked]) -> str:
    """Say in one line how many letters have faults, and which."""
    counts = Counter(name for one in checked for name in one.found.failed)
    faulty = sum(bool(one.found.failed) for one in checked)
    told = ", ".join(f"{name} {number}" for name, number in counts.most_common())
    most = f" ({told})" if told else ""
    letters = "letter" if len(checked) == 1 else "letters"
    left = sum(bool(one.because) for one in checked)
    rest = f", {left} not checked" if left else ""
    told = f"{faulty} with something to look at{most}{rest}"
    return f"check: {len(checked)} {letters}, {told}"
