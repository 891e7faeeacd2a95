"""Names that sound alike have one number."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.linking.lexicon import NONE, Lexicon
from shopkeeper.recognise.linking.sounds import Sounds, sound


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("smith", "smyth", True), ("meyer", "maier", True), ("robert", "rupert", True),
        ("thompson", "thomson", False), ("smith", "jones", False),
        ("catherine", "katherine", False), ("ashcroft", "ashcraft", True),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_are_alike(left, right, alike):
    """Vowels do not count, the first letter does."""
    assert (sound(left) == sound(right)) is alike


def test_no_name_has_no_sound():
    """And an initial has its own."""
    assert sound("") == ""
    assert sound("j") == "j"


def looked_up(*names: str) -> tuple[Sounds, np.ndarray, Lexicon]:
    """Return the sounds of a lexicon of names, and their codes."""
    lexicon = Lexicon()
    codes = np.array([lexicon.code(name) for name in names])
    sounds = Sounds(lexicon, Lexicon())
    sounds.refresh()
    return sounds, codes, lexicon


def test_a_short_form_sounds_like_the_name_it_stands_for():
    """Bob is Robert; the sound of Bob is another."""
    sounds, codes, _ = looked_up("bob", "robert")
    assert len(set(sounds.formal(codes).tolist())) == 1
    assert len(set(sounds.sound(codes).tolist())) == 2


def test_no_name_is_no_number():
    """In a lexicon of some, and in one of none."""
    missing = np.array([NONE, NONE])
    for sounds in (looked_up("ann")[0], looked_up()[0]):
        for look in (sounds.sound, sounds.formal, sounds.initial, sounds.length):
            assert look(missing).tolist() == [-1, -1]


def test_names_that_come_later_are_heard_and_may_be_forgotten():
    """What is known already stays as it is."""
    sounds, codes, lexicon = looked_up("ann")
    before = sounds.sound(codes).tolist()
    smith = np.array([lexicon.code("smith")])
    sounds.refresh()
    heard = sounds.sound(smith).tolist()
    lexicon.cut(1)
    sounds.cut(1, 0)
    assert sounds.sound(codes).tolist() == before
    smyth = np.array([lexicon.code("smyth")])
    sounds.refresh()
    assert sounds.sound(smyth).tolist() == heard
    assert sounds.length(smyth).tolist() == [5]


def test_postcodes_of_one_district_are_told():
    """All but the last three letters."""
    postcodes = Lexicon()
    codes = np.array([postcodes.code(one) for one in ("LS14AB", "LS19ZZ", "LS2", "M1")])
    sounds = Sounds(Lexicon(), postcodes)
    sounds.refresh()
    first, second, *others = sounds.district(codes).tolist()
    assert first == second
    assert len({first, *others}) == 3
