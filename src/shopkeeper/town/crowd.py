"""Make a crowd of ordinary people, as several departments keep them. All made up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from msgspec import Struct

from shopkeeper.town.crowd_names import (
    AREAS,
    COMPASS,
    ENDS,
    FEMALE,
    HOSTS,
    LANDMARKS,
    MALE,
    MIDDLES,
    STARTS,
    SURNAMES,
    TOWNS,
    WAYS,
)
from shopkeeper.town.crowd_records import (
    LETTERS,
    SILOS,
    UNIT,
    Flags,
    Ints,
    folded,
    hit,
    join,
    records_of,
)
from shopkeeper.town.dice import stream
from shopkeeper.vocabulary import BadInput


SHARES = [0.3, 0.15, 0.2, 0.15, 0.2]
RANKS = 50_000  # different surnames
DISTRICT = 1000  # postcodes in a district
MOST = 4  # silos that know one person
ONLY_FIRST, FOR_ALL = 4, 6  # styles of mailboxes
BATCH = 1 << 18  # records made at once, which bounds the memory


class Crowd(Struct, frozen=True, kw_only=True):
    """
    Records of a crowd, and who is behind them.

    Attributes:
        records: record_id, silo, first, last, suffix, dob, email, phone, street, city
            and postcode: strings, null where unknown, in no order.
        truth: record_id and person, a row for each record, in the same order.
    """

    records: pa.Table
    truth: pa.Table


class _Lives(Struct, frozen=True):
    """Who lives with whom: a value for each person, households together."""

    starts: Ints  # the place of the first of each household, (n_homes,)
    house: Ints
    place: Ints  # at home, from 0
    child: Ints  # among the children, from 0; below it, a grown-up
    couple: Flags
    flatmate: Flags
    born: npt.NDArray[np.datetime64]


def make_crowd(
    persons: int, *, seed: int, records_per_person: float = 1.6, trouble: float = 1.0
) -> Crowd:
    """
    Make records of ordinary people whose truth is known. All data are made up.

    Households share surname, home, sometimes a landline or a mailbox; there are twins,
    fathers and sons of one name, and namesakes in one town as often as names are
    common. Names are tied neither to places nor to one another. Even without trouble a
    phone number is written in several ways, and fields are missing as silos differ.

    Args:
        persons: How many people, 1 or more.
        seed: Decides everything: the same seed gives the same bytes.
        records_per_person: On average, from 1 to 4.
        trouble: How much is wrong in the records: 0 for nothing, 1 for the usual.

    Returns:
        The records, in no order, and the person behind each.

    Raises:
        BadInput: If an argument is outside its range.
    """
    good = persons >= 1 and seed >= 0 and 0 <= trouble < np.inf
    if not (good and 1 <= records_per_person <= MOST):
        msg = (
            "A crowd needs at least 1 person, a seed of 0 or more, 1 to "
            f"{MOST} records a person, and a trouble of 0 or more."
        )
        raise BadInput(msg)
    folk, homes = _folk(stream(seed, 101), persons, trouble)
    world = _world(stream(seed, 102), homes)
    who, silo = _known(stream(seed, 103), persons, records_per_person, trouble)
    parts = []
    for batch, start in enumerate(range(0, len(who), BATCH)):
        rows = slice(start, start + BATCH)
        rng, bearers = stream(seed, 1000 + batch), folk.take(who[rows])
        parts.append(records_of(rng, bearers, world, silo[rows], trouble))
    ids = _ids("c", np.arange(len(who)))
    truth = pa.table({"record_id": ids, "person": _ids("p", who)})
    records = pa.Table.from_batches(parts).combine_chunks()
    return Crowd(records=records.add_column(0, "record_id", ids), truth=truth)


def _ids(letter: str, numbers: Ints) -> pa.Array:
    return join(letter, pc.utf8_lpad(pa.array(numbers + 1).cast("string"), 7, "0"))


def _zipf(rng: np.random.Generator, among: int, size: int, flat: float) -> Ints:
    shares = np.cumsum(1 / (np.arange(among) + flat))
    rank: Ints = np.searchsorted(shares, rng.random(size) * shares[-1])
    return rank


def _firsts(rng: np.random.Generator, male: Flags, year: Ints) -> Ints:
    """Give each the name of a time near that of birth; timeless ones any time."""
    first, offset = np.zeros(len(male), np.int64), 0
    for book, sex in ((MALE, male), (FEMALE, ~male)):
        lists = [(peak, len(names.split())) for peak, names in book.items()]
        common = np.concatenate([1 / (np.arange(many) + 4) for _, many in lists])
        peaks = np.repeat(*np.array(lists).T)
        for ten in np.unique(year // 10):
            fashion = np.exp(-(((ten * 10 + 5 - peaks) / 11) ** 2))
            shares = np.cumsum(common * np.where(peaks > 0, fashion, 0.7))
            rows = np.flatnonzero(sex & (year // 10 == ten))
            dice = rng.random(len(rows)) * shares[-1]
            first[rows] = offset + np.searchsorted(shares, dice)
        offset += len(common)
    return first


def _lives(rng: np.random.Generator, persons: int) -> _Lives:
    size = 1 + np.searchsorted([0.3, 0.65, 0.8, 0.93, 0.98], rng.random(persons))
    ends = np.cumsum(size)
    homes = int(np.searchsorted(ends, persons)) + 1
    starts, size = (ends - size)[:homes], size[:homes]
    size[-1] = persons - starts[-1]
    house = np.repeat(np.arange(homes), size)
    place = np.arange(persons) - starts[house]
    flat = hit(rng, homes, 0.06)
    lone = hit(rng, homes, 0.2) & (size <= MOST)
    adults = np.where(flat, size, np.where(lone, 1, 2))
    kids, gap = np.maximum(size - adults, 0), rng.integers(2, 4, homes)
    eldest = rng.integers(1975, 2011, homes) - gap * np.maximum(kids - 1, 0)
    parent = eldest - rng.integers(20, 33, homes)
    childless = rng.integers(1932, 2004, homes)
    child = place - adults[house]
    year = np.where(kids > 0, parent, childless)[house]
    year += np.where(place > 0, rng.integers(-2, 3, persons), 0)
    year = np.where(child < 0, year, eldest[house] + gap[house] * child)
    days = rng.integers(0, 365, persons).astype("m8[D]")
    born = (year - 1970).astype("M8[Y]").astype("M8[D]") + days
    twin = np.flatnonzero((child == 1) & hit(rng, homes, 0.05)[house])
    born[twin] = born[twin - 1]
    couple = (~flat & ~lone & (size > 1))[house] & (child < 0)
    return _Lives(starts, house, place, child, couple, flat[house] & (place > 0), born)


def _first_names(rng: np.random.Generator, lives: _Lives) -> tuple[Flags, Ints, Ints]:
    """Say who is male, everybody's first name, and who is Sr (1) and Jr (2)."""
    persons, place = len(lives.place), lives.place
    year = lives.born.astype("M8[Y]").astype(np.int64) + 1970
    male, suffix = hit(rng, persons, 0.5), np.zeros(persons, np.int64)
    son = np.flatnonzero((lives.child == 0) & hit(rng, persons, 1 / 120))
    father = lives.starts[lives.house[son]]
    male[son] = male[father] = True
    partner = np.flatnonzero(lives.couple & (place == 1))
    male[partner] = ~male[partner - 1]
    first = _firsts(rng, male, year)
    for _ in range(3):  # nobody else has the first name of somebody at home
        same = np.zeros(persons, np.bool_)
        for back in range(1, 6):
            same[back:] |= (place[back:] >= back) & (first[back:] == first[:-back])
        first[same] = _firsts(rng, male[same], year[same])
    first[son] = first[father]
    suffix[father], suffix[son] = 1, 2
    return male, first, suffix


def _folk(
    rng: np.random.Generator, persons: int, trouble: float
) -> tuple[pa.RecordBatch, int]:
    """Make a row for each person, and count the households."""
    lives = _lives(rng, persons)
    house, homes = lives.house, len(lives.starts)
    male, first, suffix = _first_names(rng, lives)
    family = _zipf(rng, RANKS, homes, 11)[house]
    own = _zipf(rng, RANKS, persons, 11)
    one_name = lives.couple & hit(rng, homes, 0.75)[house]
    partner = lives.couple & (lives.place == 1)
    last = np.where(lives.flatmate | (partner & ~one_name), own, family)
    maiden = np.where(one_name & ~male, own, last)
    home = 2 * np.arange(homes) + rng.integers(0, 2, homes)  # half are nobody's we know
    near = np.abs(home + rng.integers(-900, 900, homes)) % (2 * homes)
    far = rng.integers(0, 2 * homes, homes)
    old = np.where(hit(rng, homes, 0.6), near, far)
    old = np.where(hit(rng, homes, 0.08 * trouble), old, home)
    shared = hit(rng, homes, 0.25)[house] & hit(rng, persons, 0.4)
    mobile = 7_000_000_000 + (np.arange(persons) * 618_033_989 + 271_828_183) % 10**9
    landline = 1_000_000_000 + (house * 414_213_563 + 577_215_665) % 10**9
    firsts = [n for b in (MALE, FEMALE) for names in b.values() for n in names.split()]
    lasts = _surnames(rng)
    table = {
        "first": pa.array([n.partition("/")[0] for n in firsts]).take(first),
        "short": pa.array([n.partition("/")[2] or None for n in firsts]).take(first),
        "last": lasts.take(last),
        "maiden": lasts.take(maiden),
        "suffix": pa.array([None, "Sr", "Jr"]).take(suffix),
        "born": pa.array(lives.born),
        "mobile": pa.array(mobile, mask=hit(rng, persons, 0.1)),
        "landline": pa.array(landline, mask=~shared),
        "home": pa.array(home[house]),
        "old_home": pa.array(old[house]),
    }
    table["email"] = _mailboxes(rng, table["first"], table["last"], lives)
    return pa.record_batch(table), homes


def _surnames(rng: np.random.Generator) -> pa.Array:
    made = {s + m + e for s in STARTS for m in MIDDLES for e in ENDS} - set(SURNAMES)
    tail = rng.permutation(sorted(made))[: RANKS - len(SURNAMES)]
    return pa.array([*SURNAMES, *tail.tolist()])


def _mailboxes(
    rng: np.random.Generator, first: pa.Array, last: pa.Array, lives: _Lives
) -> pa.Array:
    """Give most a mailbox of their own, and some households one for all."""
    persons, letters = len(first), []
    for names in (first, last):
        bare = pc.utf8_lower(folded(names))
        letters.append(pc.replace_substring_regex(bare, "[^a-z]", ""))
    given, family = letters
    shared = hit(rng, len(lives.starts), 0.04)[lives.house]
    style = _zipf(rng, FOR_ALL, persons, 1)
    style[shared & (lives.place == 0)] = FOR_ALL
    initial, whole = pc.utf8_slice_codeunits(given, 0, 1), join(family, "family")
    kind = pa.array(style)
    one = pc.choose(kind, given, given, initial, family, given, given, "the")
    two = pc.choose(kind, family, family, family, given, "", family, whole)
    dot = pc.choose(kind, ".", "", "", ".", "", "_", "")
    host = pa.array(HOSTS).take(_zipf(rng, len(HOSTS), persons, 1))
    # Providers ignore dots: a mailbox is its letters. A number tells the next one.
    alike = pc.dictionary_encode(join(one, two, host)).indices.to_numpy()
    order = np.argsort(alike, kind="stable")
    nth = np.empty(persons, np.int64)
    nth[order] = np.arange(persons) - np.searchsorted(alike[order], alike[order])
    plain = (nth == 0) & (rng.random(persons) < np.where(style == ONLY_FIRST, 0.1, 0.7))
    number = 10 + alike.astype(np.int64) * 31 % 80 + nth
    digits = pc.if_else(pa.array(plain), "", pa.array(number).cast("string"))
    mailbox = join(one, dot, two, digits, "@", host)
    mailbox = pc.if_else(pa.array(hit(rng, persons, 0.88)), mailbox, None)
    together = shared & hit(rng, persons, 0.8)
    owner = np.where(together, lives.starts[lives.house], np.arange(persons))
    return mailbox.take(owner)


def _world(rng: np.random.Generator, homes: int) -> pa.RecordBatch:
    """Lay out twice as many homes as needed, along streets: a row for each postcode."""
    units = 2 * homes // UNIT + 1
    towns = int(np.clip(1.3 * np.sqrt(homes), 1, 800))
    sizes = np.cumsum(1 / (np.arange(towns) + 6))
    town = np.searchsorted(sizes / sizes[-1], (np.arange(units) + 0.5) / units)
    fresh = np.diff(town, prepend=-1) != 0
    corner = fresh | (rng.random(units) < 1 / 3)
    street = np.cumsum(corner) - 1
    streets = int(street[-1]) + 1
    called = pa.array([n for n in SURNAMES if n.isascii() and n.isalpha()])
    bases = pa.concat_arrays([pa.array(LANDMARKS), called])
    names = join(
        bases.take(_zipf(rng, len(bases), streets, 9)),
        " ",
        pa.array(WAYS).take(_zipf(rng, len(WAYS), streets, 3)),
    )
    skipped = np.where(hit(rng, streets, 0.2), rng.integers(0, 800, streets), 0)
    before = UNIT * np.flatnonzero(corner) - skipped
    block = np.searchsorted([0.7, 0.9], rng.random(streets))
    cities = join(
        pa.array(COMPASS).take(_zipf(rng, len(COMPASS), towns, 0.3)),
        called.take(rng.integers(0, len(called), towns)),
        pa.array(TOWNS).take(rng.integers(0, len(TOWNS), towns)),
    )
    within = np.arange(units)
    within -= np.maximum.accumulate(np.where(fresh, within, 0))
    district = np.cumsum(within % DISTRICT == 0) - 1
    codes = join(_outward(rng, int(district[-1]) + 1).take(district), " ")
    inner = (3 * within + 1237 * district) % (10 * len(LETTERS) ** 2)
    tens, ones = np.divmod(inner % len(LETTERS) ** 2, len(LETTERS))
    letters, sector = pa.array(LETTERS), pa.array(inner // len(LETTERS) ** 2)
    return pa.record_batch({
        "street": names.take(street),
        "city": cities.take(town),
        "postcode": join(codes, sector.cast("string"), letters.take(tens),
                          letters.take(ones)),
        "before": pa.array(before[street]),
        "block": pa.array(block[street]),
    })  # fmt: skip


def _outward(rng: np.random.Generator, many: int) -> pa.Array:
    """Name *many* postcode districts; neighbours are mostly of one area."""
    numbers = [*map(str, range(1, 30))]
    numbers += [f"{number}{letter}" for number in range(1, 10) for letter in "ABX"]
    names = np.array([area + number for area in AREAS for number in numbers])
    return pa.array(names[np.sort(rng.choice(len(names), many, replace=False))])


def _known(
    rng: np.random.Generator, persons: int, each: float, trouble: float
) -> tuple[Ints, Ints]:
    """Say whom each record is about, and in which silo it lies."""
    many = 1 + rng.binomial(MOST - 1, (each - 1) / (MOST - 1), persons)
    who = np.repeat(np.arange(persons), many)
    nth = np.arange(len(who)) - np.repeat(np.cumsum(many) - many, many)
    liking = rng.gumbel(size=(persons, len(SILOS))) + np.log(SHARES)
    silo = np.argsort(-liking, axis=1)[who, nth]
    twice = np.flatnonzero((nth > 0) & hit(rng, len(who), 0.03 * trouble))
    silo[twice] = silo[twice - 1]  # a silo that knows somebody twice
    order = rng.permutation(len(who))
    return who[order], silo[order]
