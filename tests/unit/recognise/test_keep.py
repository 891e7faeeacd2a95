"""Persons keep their ids."""

from __future__ import annotations

from shopkeeper.recognise.keep import name_persons


def test_a_person_is_called_by_her_smallest_record():
    """In text order."""
    assert name_persons([["b", "a10", "a9"]]) == {"b": "a10", "a10": "a10", "a9": "a10"}


def test_a_new_smaller_record_changes_no_id():
    """She was `b` and stays `b`."""
    assert set(name_persons([["b", "a"]], {"b": "b"}).values()) == {"b"}


def test_two_who_became_one_keep_the_smaller_id():
    """The other is free."""
    found = name_persons([["a", "b", "c"]], {"b": "b", "c": "c"})
    assert set(found.values()) == {"b"}


def test_of_a_person_split_the_side_with_the_named_record_keeps_the_id():
    """The other side gets its own smallest record."""
    previous = {"a": "a", "b": "a", "c": "a"}
    found = name_persons([["a"], ["b", "c"]], previous)
    assert found == {"a": "a", "b": "b", "c": "b"}


def test_no_two_persons_share_an_id():
    """Even where a record is named as somebody else is called."""
    previous = {"b": "a", "c": "a"}
    found = name_persons([["a"], ["b", "c"]], previous)
    assert found["b"] == found["c"] == "a"
    assert found["a"] not in {"a", ""}


def test_ids_in_use_elsewhere_are_left_alone():
    """A person outside these groups is called `a`."""
    assert name_persons([["a", "b"]], elsewhere={"a"})["a"] == "b"
