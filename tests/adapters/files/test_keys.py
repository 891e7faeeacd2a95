"""The shop's secrets: readable by their owner alone, and never replaced."""

from __future__ import annotations

import json
import os
import stat

import pytest

from shopkeeper.adapters.files.keys import (
    keys_from_seed,
    new_keys,
    read_keys,
    write_keys,
)
from shopkeeper.vocabulary import BadInput


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_keys_are_for_their_owner_alone(tmp_path, mask):
    """0600, whatever the habits of the machine."""
    before = os.umask(mask)
    try:
        write_keys(tmp_path / "keys", new_keys())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_keys_read_back_as_they_were_written(tmp_path):
    """Each by its name."""
    keys = new_keys()
    write_keys(tmp_path / "keys", keys)
    assert read_keys(tmp_path / "keys") == keys
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_keys_that_are_there_are_never_replaced(tmp_path):
    """With others, everybody who said no would be a stranger."""
    keys = new_keys()
    write_keys(tmp_path / "keys", keys)
    with pytest.raises(FileExistsError):
        write_keys(tmp_path / "keys", new_keys())
    assert read_keys(tmp_path / "keys") == keys
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_new_keys_are_new_and_all_different():
    """Drawn, not derived."""
    one, two = new_keys(), new_keys()
    names = ("pepper", "token", "wrap", "audit", "ids")
    values = [getattr(each, name) for each in (one, two) for name in names]
    assert len(set(values)) == len(values)
    assert {len(value) for value in values} == {32}


def test_keys_of_a_demonstration_follow_from_its_seed():
    """Same seed, same bytes; another seed, others."""
    assert keys_from_seed(1) == keys_from_seed(1)
    assert keys_from_seed(1) != keys_from_seed(2)


def test_missing_keys_say_what_to_do(tmp_path):
    """They are somewhere in a backup."""
    with pytest.raises(BadInput, match=r"is missing: restore the shop's keys"):
        read_keys(tmp_path / "keys")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"pepper": "00"}', "7", "\udcff", "pepper = 1"],
    ids=ascii,
)
def test_damaged_keys_are_refused(tmp_path, text):
    """With what to do, and never used half."""
    path = tmp_path / "keys"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match="is damaged"):
        read_keys(path)


@pytest.mark.parametrize("value", ["00", "zz" * 32, "", None, 7, "00" * 31])
def test_a_key_that_is_too_short_or_no_key_is_refused(tmp_path, value):
    """A short pepper would make every hash guessable."""
    path = tmp_path / "keys"
    write_keys(path, new_keys())
    raw = json.loads(path.read_text())
    path.write_text(json.dumps(raw | {"pepper": value}))
    with pytest.raises(BadInput, match="is damaged"):
        read_keys(path)
