"""Records of one person share a key, strangers seldom do."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from shopkeeper.recognise.linking.keys import Keys
from shopkeeper.recognise.linking.records import Records, Texts
from tests.unit.recognise.linking.made import crowd, read


def kept(keys: Keys, records: Records) -> list[dict[str, set[int]]]:
    """Return the keys of each record by their kind."""
    found: list[dict[str, set[int]]] = [{} for _ in range(len(records))]
    for key in keys.of(records):
        for value, row in zip(key.values.tolist(), key.rows.tolist(), strict=True):
            found[row].setdefault(key.kind.name, set()).add(value)
    return found


def shared_by(one: dict[str, str], other: dict[str, str]) -> set[str]:
    """Return the kinds of keys that two rows share."""
    both = dict.fromkeys([*one, *other], "")
    records, texts = read(both | one, both | other)
    mine, hers = kept(Keys(records, texts), records)
    return {kind for kind in mine if mine[kind] & hers.get(kind, set())}


ANN = {"first": "Ann", "last": "Oak", "born": "1980-04-03", "postcode": "LS1 4AB"}


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"first": "Oak", "last": "Ann"}, "names"),
        ({"first": "Anne", "last": "Oake", "postcode": ""}, "sounds and day"),
        ({"first": "A.", "postcode": "", "last": "Oakes"}, "birth date and initial"),
        ({"last": "Elm", "born": ""}, "given name and postcode"),
        ({"last": "Elm", "postcode": ""}, "given name and birth date"),
        ({"first": "", "last": "", "postcode": "LS1 4AB"}, "birth date and postcode"),
        ({"born": "1980-11-27", "first": "Kim", "last": ""}, "postcode and year"),
        ({"born": "", "postcode": "LS1 9ZZ", "first": "Kim"}, "sound and district"),
    ],
)
def test_one_person_is_found_by_what_two_records_still_share(other, kind):
    """Married, moved, crossed, misspelt, cut to an initial."""
    assert kind in shared_by(ANN, ANN | other)


def test_strangers_share_no_key():
    """Not even where both say nothing."""
    tom = {"first": "Tom", "last": "Fir", "born": "1951-10-27", "postcode": "M1 9ZZ"}
    assert shared_by(ANN, tom) == set()
    assert shared_by({"first": ""}, {"first": ""}) == set()


def test_an_initial_is_no_name_and_new_year_no_birthday():
    """Too many share them."""
    assert "names" not in shared_by({"first": "A.", "last": "Oak"}, ANN)
    new_year = ANN | {"born": "1980-01-01"}
    assert "sounds and year" in shared_by(new_year, new_year)
    assert "sounds and day" not in shared_by(new_year, new_year)


@pytest.mark.parametrize("column", ["email", "phone"])
def test_her_second_mailbox_may_be_anothers_first(column):
    """Whichever of them came first."""
    value = {"email": "{}@oak.example", "phone": "0712036{}"}[column]
    one, two, three = (value.format(n) for n in (4417, 4528, 4639))
    kind = {"email": "e-mail", "phone": "phone"}[column]
    assert shared_by({column: f"{one};{two}"}, {column: two}) == {kind}
    assert shared_by({column: f"{one};{two}"}, {column: f"{three};{one}"}) == {kind}
    assert shared_by({column: f"{one};{two}"}, {column: three}) == set()


def test_an_identifier_and_a_telling_trait_are_keys():
    """A trait with few values, or one that most have, tells nobody."""
    rows = [
        {"first": "Ann", "last": f"Oak{chr(97 + n % 26)}{chr(97 + n // 26)}",
         "number": f"C{881 + n}", "gender": "fm"[n % 2],
         "birth_place": f"Town {n % 40}"}
        for n in range(120)
    ]  # fmt: skip
    records, texts = read(*rows)
    kinds = {kind.name for kind in Keys(records, texts).kinds}
    assert {"customer_number", "sound and birth_place"} <= kinds
    assert not any("gender" in kind for kind in kinds)


def test_two_kinds_of_key_are_never_one_key():
    """A mailbox and a phone of the same code."""
    records, texts = read({"email": "ann@oak.example", "phone": "07120361140"})
    (found,) = kept(Keys(records, texts), records)
    assert len(set().union(*found.values())) == len(found) == 2


@pytest.mark.parametrize("trouble", [0.0, 3.0])
def test_one_records_keys_are_its_keys_in_the_table(trouble):
    """A record that comes alone finds those it would have been beside."""
    records, texts, _ = crowd(150, trouble=trouble)
    check_each(records, texts)


def test_one_records_keys_are_its_keys_with_identifiers_and_traits_too():
    """Numbers of a source, two mailboxes, a column that nobody understood."""
    rows = [
        {"first": "Ann", "last": f"Oak {n}", "number": f"C{881 + n}" if n % 3 else "",
         "birth_place": f"Town {n % 40}" if n % 5 else "", "gender": "f",
         "email": f"an{n % 7}n@oak.example;kim{n % 9}m@elm.example" if n % 4 else "",
         "born": f"19{40 + n % 50}"}
        for n in range(120)
    ]  # fmt: skip
    check_each(*read(*rows))


def check_each(records: Records, texts: Texts) -> None:
    """Compare the keys of each record alone with those it has in the table."""
    keys = Keys(records, texts)
    together = kept(keys, records)
    for row in range(len(records)):
        alone = keys.of_one(records.take(np.array([row])))
        assert len(alone) == len(keys.kinds)
        assert set(alone.tolist()) - {0} == set().union(*together[row].values())


def test_rows_of_a_key_ascend():
    """So that the smaller row of a pair is on the left."""
    records, texts, _ = crowd(150)
    for key in Keys(records, texts).of(records):
        assert np.all(np.diff(key.rows) >= 0)
        assert np.all(key.values > 0)


def test_most_pairs_of_one_person_share_a_key():
    """What shares none can never be joined."""
    records, texts, whose = crowd(800, each=2.5)
    mine: dict[int, list[set[int]]] = {}
    for one, person in zip(
        kept(Keys(records, texts), records), whose.tolist(), strict=True
    ):
        mine.setdefault(person, []).append(set().union(*one.values()))
    pairs = [pair for own in mine.values() for pair in combinations(own, 2)]
    found = sum(bool(left & right) for left, right in pairs)
    assert found > 0.8 * len(pairs)
