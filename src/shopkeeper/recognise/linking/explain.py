"""Why two records are one person, or why they are not, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from msgspec import Struct

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.compare import Compared
from shopkeeper.recognise.linking.groups import DOUBT_AT, JOIN_AT
from shopkeeper.recognise.linking.link import Linked
from shopkeeper.recognise.linking.records import SUFFIXES, Records, Texts
from shopkeeper.recognise.linking.weigh import (
    OF_NO_FIELD,
    Weighed,
    probability,
)


HELD = "held for a human: her other records speak against it"
_DIGITS = 6
_AUDIBLE = 0.5  # bits against, below which nobody needs to hear of it
_WORDS = 4  # parts of what decided a pair that are named
_SAID = 0.05  # and what weighs less is not


class Part(Struct, frozen=True):
    """One thing that speaks for (above 0) or against; `a` and `b` as compared."""

    field: str
    a: str
    b: str
    weight: float


class Why(Struct, frozen=True, kw_only=True):
    """
    The answer to `--why A B`; contracts.md, section 4, recognise.

    Attributes:
        same: Are they one person?
        confidence: Probability that they are.
        score: Log to base 2 of the odds; prior and weights add up to it.
        prior: Before anything was looked at.
        for_: What speaks for it.
        against: What speaks against it, and what was looked at and weighs nothing.
        path: Rows from one to the other, each joined to the next; empty if they are
            two.
        says: The same in plain words.
    """

    same: bool
    confidence: float
    score: float
    prior: float
    for_: tuple[Part, ...]
    against: tuple[Part, ...]
    path: tuple[int, ...]
    says: str


def because(linked: Linked, left: Array, right: Array) -> list[str]:
    """Say in one line each what decided pairs of rows."""
    if not len(left):
        return []
    compared, weighed = linked.weigher.explain(left, right)
    return [line_of(compared, weighed, place) for place in range(len(left))]


def why(linked: Linked, left: int, right: int, *, apart: bool = False) -> Why:
    """
    Explain what was made of two rows.

    Args:
        linked: What was made of all.
        left: One row.
        right: Another; the same where both records say the very same.
        apart: They say the same and are two all the same.

    Returns:
        The evidence. Two that are one person only by way of others, or two people
        although they look alike, have that as a part of its own.
    """
    records, texts = linked.weigher.records, linked.weigher.texts
    compared, weighed = linked.weigher.explain(np.array([left]), np.array([right]))
    pair = records.take(np.array([left, right]))
    parts = [
        Part(_named(field), *_shown(field, pair, texts), float(weight[0]))
        for field, weight in weighed.parts.items()
        if _was_looked_at(field, compared, weight)
    ]
    label = linked.groups.label
    same = bool(label[left] == label[right]) and not apart
    score = float(weighed.score[0])
    path = widest_path(linked, left, right) if same and left != right else (left,)
    if same and score <= JOIN_AT and len(path) > 2:  # noqa: PLR2004
        weakest = _weakest(linked, path)
        ways = len(path) - 2
        field = f"by way of {ways} other record" + ("s" if ways > 1 else "")
        parts.append(Part(field, "", "", weakest - score))
    elif same and score <= JOIN_AT < linked.groups.best[left]:
        parts.append(Part("her other records", "", "", JOIN_AT - score))
    elif not same and score > JOIN_AT:
        parts.append(Part(HELD, "", "", JOIN_AT - 1.0 - score))
    rounded = [Part(p.field, p.a, p.b, round(p.weight, _DIGITS)) for p in parts]
    prior = round(float(weighed.prior[0]), _DIGITS)
    total = round(prior + sum(part.weight for part in rounded), _DIGITS)
    return Why(
        same=same,
        confidence=float(probability(np.array(total))),
        score=total,
        prior=prior,
        for_=tuple(part for part in rounded if part.weight > 0),
        against=tuple(part for part in rounded if part.weight <= 0),
        path=path if same else (),
        says=_in_words(rounded, total, same=same),
    )


def widest_path(linked: Linked, left: int, right: int) -> tuple[int, ...]:
    """Return rows of one person from one to the other, over her surest pairs."""
    members = np.flatnonzero(linked.groups.label == linked.groups.label[left])
    one, other = np.triu_indices(len(members), 1)
    scores, _ = linked.weigher(members[one], members[other])
    came = {left: left}
    while right not in came:
        best = None
        for a, b, score in zip(members[one], members[other], scores, strict=True):
            if (int(a) in came) != (int(b) in came) and (
                best is None or score > best[0]
            ):
                best = (score, int(a), int(b))
        if best is None:
            return (left, right)
        _, a_row, b_row = best
        here, there = (a_row, b_row) if a_row in came else (b_row, a_row)
        came[there] = here
    path = [right]
    while path[-1] != left:
        path.append(came[path[-1]])
    return tuple(path[::-1])


def _weakest(linked: Linked, path: Sequence[int]) -> float:
    rows = np.array(path)
    scores, _ = linked.weigher(rows[:-1], rows[1:])
    return float(scores.min())


def _was_looked_at(field: str, compared: Compared, weight: Array) -> bool:
    levels = compared.levels.get(field)
    return bool(weight[0]) or (levels is not None and int(levels[0]) >= 0)


def line_of(compared: Compared, weighed: Weighed, place: int) -> str:
    """Say in one line what decided one of several weighed pairs."""
    weights = {
        field: float(weight[place])
        for field, weight in weighed.parts.items()
        if abs(weight[place]) >= _SAID
    }
    surest = sorted(weights, key=lambda field: -abs(weights[field]))
    speaks = [field for field in surest if weights[field] > 0][:_WORDS]
    against = [field for field in surest if weights[field] < 0][: _WORDS // 2]
    words = [_compared(field, compared, place, "like") for field in speaks]
    said = ", ".join(words) or "nothing in common"
    words = [_compared(field, compared, place, "other") for field in against]
    return f"{said}; but {', '.join(words)}" if words else said


def _compared(field: str, compared: Compared, place: int, unlike: str) -> str:
    levels = compared.levels.get(field)
    if levels is None:
        return field
    same = levels[place] == fields.prior_of(field).top
    return f"{'same' if same else unlike} {_named(field)}"


def _word(field: str, weight: float) -> str:
    if field in OF_NO_FIELD | {HELD}:
        return field
    return f"{'same' if weight > 0 else 'other'} {field}"


def _apart(score: float) -> str:
    if score < DOUBT_AT:
        return "Two people, as far as we can tell"
    return "Cannot tell; rather one person" if score > 0 else "Cannot tell; rather two"


def _in_words(parts: Sequence[Part], score: float, *, same: bool) -> str:
    """Say it as one would to a colleague."""
    strong = sorted(parts, key=lambda part: -abs(part.weight))
    speaks = [_with_values(part) for part in strong if part.weight > 0][:4]
    against = [_with_values(part) for part in strong if part.weight <= -_AUDIBLE][:3]
    begins = "One person" if same else _apart(score)
    said = f"{begins}: {', '.join(speaks) or 'nothing speaks for it'}"
    return said + (f"; against it: {', '.join(against)}." if against else ".")


def _with_values(part: Part) -> str:
    word = _word(part.field, part.weight)
    if not part.a or not part.b:
        return word
    if part.a == part.b:
        return f"{word} ({part.a})"
    return f"{word.replace('same', 'like', 1)} ({part.a} / {part.b})"


def _named(field: str) -> str:
    return field if field in OF_NO_FIELD else fields.in_words(field)


def _shown(field: str, pair: Records, texts: Texts) -> tuple[str, str]:
    """Return the values of a field in both records, as they were compared."""
    if field in SHOWN:
        return SHOWN[field](pair, texts, 0), SHOWN[field](pair, texts, 1)
    coded = {fields.mark(*key): (texts.mark(key), c) for key, c in pair.marks.items()}
    coded |= {fields.trait(n): (texts.trait(n), c) for n, c in pair.traits.items()}
    if field not in coded:
        return "", ""
    lexicon, codes = coded[field]
    return lexicon.text(codes[0]), lexicon.text(codes[1])


def _given(pair: Records, texts: Texts, row: int) -> str:
    return texts.names.text(pair.given[row, 0])


def _second(pair: Records, texts: Texts, row: int) -> str:
    codes = pair.given[row, 1:]
    return " ".join(texts.names.texts(codes[codes >= 0]))


def _family(pair: Records, texts: Texts, row: int) -> str:
    return texts.names.text(pair.family[row])


def _suffix(pair: Records, texts: Texts, row: int) -> str:
    del texts
    return SUFFIXES[pair.suffix[row]]


def _born(pair: Records, texts: Texts, row: int) -> str:
    del texts
    born = int(pair.born[row])
    if not born:
        return ""
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    return f"{year:04}-{month:02}-{day:02}" if month else f"{year:04}"


def _email(pair: Records, texts: Texts, row: int) -> str:
    return texts.emails.text(pair.emails[row, 0])


def _phone(pair: Records, texts: Texts, row: int) -> str:
    return texts.phones.text(pair.phones[row, 0])


def _place(pair: Records, texts: Texts, row: int) -> str:
    words = (
        texts.units.text(pair.unit[row]),
        texts.houses.text(pair.house[row]),
        texts.streets.text(pair.street[row]),
        texts.postcodes.text(pair.postcode[row]),
        texts.cities.text(pair.city[row]),
    )
    return " ".join(word for word in words if word)


SHOWN: dict[str, Callable[[Records, Texts, int], str]] = {
    fields.GIVEN: _given,
    fields.SECOND: _second,
    fields.FAMILY: _family,
    fields.SUFFIX: _suffix,
    fields.BORN: _born,
    fields.PLACE: _place,
    fields.EMAIL: _email,
    fields.PHONE: _phone,
}
"""Field to what shows it of one row: the value that is compared first."""
