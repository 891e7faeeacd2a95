"""Write down what each department knows of a made-up crowd, slips and all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.town.crowd_names import NO_MAIL, NO_PHONE


Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Slips = Callable[[float], Flags]  # the rows to spoil, at a rate that trouble scales

COLUMNS = [
    "first",
    "last",
    "suffix",
    "dob",
    "email",
    "phone",
    "street",
    "city",
    "postcode",
]
SILOS = ["crm", "till", "webshop", "newsletter", "orders"]
# Of 100 records of each silo, how many know each column.
FILL = np.array([
    (100, 100, 70, 75, 50, 60, 85, 85, 85),
    (90, 85, 20, 0, 5, 45, 0, 0, 25),
    (100, 95, 20, 30, 75, 40, 60, 60, 65),
    (85, 35, 0, 0, 95, 2, 0, 0, 10),
    (98, 97, 40, 0, 45, 45, 85, 85, 90),
])  # fmt: skip
MONTHS, SHORTEST = 12, 28
UNIT = 15  # homes in a postcode
LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))  # of the end of a postcode


def join(*parts: Any) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def hit(rng: np.random.Generator, size: int, rate: float) -> Flags:
    return rng.random(size) < rate


def edit(column: pa.Array, rows: Flags, how: Callable[[Any], Any]) -> pa.Array:
    mask = pa.array(rows)
    return pc.replace_with_mask(column, mask, how(column.filter(mask)))


def folded(names: pa.Array) -> pa.Array:
    marked = pc.utf8_normalize(names, form="NFD")
    return pc.replace_substring_regex(marked, r"\p{Mn}", "")


def records_of(
    rng: np.random.Generator,
    folk: pa.RecordBatch,
    world: pa.RecordBatch,
    silo: Ints,
    trouble: float,
) -> pa.RecordBatch:
    """Write one record for each row of *folk*, as its silo would."""
    rows = len(silo)

    def slip(rate: float) -> Flags:
        return hit(rng, rows, rate * trouble)

    email, phone = _contacts(rng, folk, slip)
    columns = [
        *_names(rng, folk, silo, slip), folk["suffix"], _dob(rng, folk, slip),
        email, phone, *_address(rng, folk, world, slip),
    ]  # fmt: skip
    dice = rng.random((rows, len(COLUMNS)))
    dice[:, COLUMNS.index("city")] = dice[:, COLUMNS.index("street")]
    known = (100 * dice < FILL[silo]) & (rng.random(dice.shape) >= 0.04 * trouble)
    for at, column in enumerate(columns):
        known[:, at] &= np.array(column.is_valid())
    # Nobody keeps a record that says nothing: then it is a full name and a postcode.
    tells = [COLUMNS.index(column) for column in ("dob", "email", "phone", "street")]
    bare = ~known[:, tells].any(axis=1)
    for kept in ("first", "last", "postcode"):
        known[bare, COLUMNS.index(kept)] = True
    shown = {"silo": pa.array(SILOS).take(silo)}
    for at, name in enumerate(COLUMNS):
        shown[name] = pc.if_else(pa.array(known[:, at]), columns[at], None)
    return pa.record_batch(shown)


def _names(
    rng: np.random.Generator, folk: pa.RecordBatch, silo: Ints, slip: Slips
) -> tuple[pa.Array, pa.Array]:
    short = pc.coalesce(folk["short"], folk["first"])
    first = pc.if_else(pa.array(slip(0.06)), short, folk["first"])
    last = pc.if_else(pa.array(slip(0.15)), folk["maiden"], folk["last"])
    loud = slip(0.6) & (silo == SILOS.index("till"))
    quiet = slip(0.4) & (silo == SILOS.index("newsletter"))
    plain, pair = slip(0.5), []
    for name in (edit(first, slip(0.05), _initial), last):
        spelt = edit(edit(name, plain, folded), slip(0.03), partial(_misspelt, rng))
        pair.append(edit(edit(spelt, loud, pc.utf8_upper), quiet, pc.utf8_lower))
    crossed = pa.array(slip(0.005))
    return pc.if_else(crossed, *pair[::-1]), pc.if_else(crossed, *pair)


def _initial(names: pa.Array) -> pa.Array:
    return join(pc.utf8_slice_codeunits(names, 0, 1), ".")


def _misspelt(rng: np.random.Generator, names: pa.Array) -> pa.Array:
    """Return each name with one letter too many, too few, wrong, or swapped."""
    rows, size = len(names), np.array(pc.utf8_length(names))
    width = int(size.max(initial=0)) + 1
    text = np.array(names.to_pylist(), dtype=f"U{width}")
    cells, here = text.view(np.uint32).reshape(rows, width), np.arange(width)
    kind = rng.integers(4, size=(rows, 1))
    extra, lost, swap, other = (kind == which for which in range(4))
    at = 1 + (rng.random(rows) * (size - 1)).astype(np.int64)[:, None]
    at = np.where(swap, np.minimum(at, size[:, None] - 2), at)
    source = here - (extra & (here > at)) + (lost & (here >= at))
    source += swap & (here == at)
    source -= swap & (here == at + 1)
    slipped = np.take_along_axis(cells, np.clip(source, 0, width - 1), axis=1)
    letter = rng.integers(ord("a"), ord("z") + 1, (rows, 1))
    twice = extra & hit(rng, rows, 0.5)[:, None]
    letter = np.where(twice, np.take_along_axis(cells, at, axis=1), letter)
    slipped = np.where((extra | other) & (here == at), letter, slipped)
    slipped = np.where(size[:, None] > len("J."), slipped, cells)
    text = slipped.astype(np.uint32).view(text.dtype).ravel()
    return pa.array(text.tolist(), pa.string())


def _dob(rng: np.random.Generator, folk: pa.RecordBatch, slip: Slips) -> pa.Array:
    born = np.array(folk["born"])
    months = born.astype("M8[M]")
    day = (born - months).astype(np.int64) + 1
    year, month = np.divmod(months.astype(np.int64), 12)
    wrong, kind = slip(0.03), rng.integers(3, size=len(day))
    digit = rng.integers(10, size=len(day))  # a third of the slips change nothing
    turned = wrong & (kind == 0) & (day <= MONTHS)
    day, month = np.where(turned, month + 1, day), np.where(turned, day - 1, month)
    year = np.where(wrong & (kind == 1), year - year % 10 + digit, year)
    other = day - day % 10 + digit
    mistaken = wrong & (kind > 1) & (other >= 1) & (other <= SHORTEST)
    first = (MONTHS * year + month).astype("M8[M]").astype("M8[D]")
    return pa.array(first + np.where(mistaken, other, day) - 1).cast("string")


def _contacts(
    rng: np.random.Generator, folk: pa.RecordBatch, slip: Slips
) -> tuple[pa.Array, pa.Array]:
    rows = folk.num_rows
    at_home = pc.if_else(pa.array(hit(rng, rows, 0.4)), folk["landline"], None)
    number = np.array(pc.coalesce(at_home, folk["mobile"]).fill_null(0))
    recycled = np.flatnonzero(slip(0.002))
    number[recycled] = number[recycled - 1]  # somebody else has it now
    text = pa.array(number, mask=number == 0).cast("string")
    style = pa.array(np.searchsorted([0.6, 0.75, 0.86, 0.92, 0.97], rng.random(rows)))
    start = pc.choose(style, "0", "0", "+44 ", "+44", "0044 ", "0044")
    space = pc.choose(style, "", " ", " ", "", " ", "")
    early, late = (pc.utf8_slice_codeunits(text, *cut) for cut in ((0, 4), (4, 10)))
    phone, email = join(start, early, space, late), folk["email"]
    google = np.array(pc.ends_with(email.fill_null(""), "@gmail.com"))
    email = edit(email, google & slip(0.02), _tagged)
    email = edit(email, google & slip(0.05), _dotless)
    no_mail, no_phone = (
        pa.array(fillers).take(rng.integers(len(fillers), size=rows))
        for fillers in (NO_MAIL, NO_PHONE)
    )
    email = pc.if_else(pa.array(slip(0.007)), no_mail, email)
    return email, pc.if_else(pa.array(slip(0.005)), no_phone, phone)


def _tagged(emails: pa.Array) -> pa.Array:
    return pc.replace_substring(emails, "@", "+shop@")


def _dotless(emails: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(emails, r"\.([^.@]*@)", r"\1")


def _address(
    rng: np.random.Generator, folk: pa.RecordBatch, world: pa.RecordBatch, slip: Slips
) -> tuple[pa.Array, pa.Array, pa.Array]:
    late = hit(rng, folk.num_rows, 0.4)  # these have not heard of a move
    home = np.where(late, np.array(folk["old_home"]), np.array(folk["home"]))
    there = world.take(home // UNIT)
    block = np.array(there["block"])
    number = pa.array(home - np.array(there["before"]) + 1).cast("string")
    lettered = (block > 0) & (home % 4 == 0)
    letter = pa.array(np.where(lettered, LETTERS[home % len(LETTERS)], ""))
    kind = pc.choose(there["block"], "", "Flat ", "Studio ")
    comma = pc.if_else(pa.array(block > 0), ", ", " ")
    street = edit(there["street"], slip(0.01), partial(_misspelt, rng))
    street = join(kind, number, letter, comma, street)
    return street, there["city"], there["postcode"]
