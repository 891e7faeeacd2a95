"""Does a message say that whoever writes to the shop is a child?

Only plain telling counts: "I'm 15", "my 16th birthday", "he is 14, it's his account".
A parent who speaks of a child is no child, and fifteen minutes are no age.
"""

from __future__ import annotations

import re

from shopkeeper.vocabulary import Speaker


_NUMBERS = {
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
}  # fmt: skip
_AGE_OF_A_CLASS = 4  # the youngest in year 9 are thirteen
_YOUNG = 8  # where no age is said: long a child
_CHILD = rf"[89]|1[0-7]|{'|'.join(_NUMBERS)}"
_OLD = r"(?:[- ](?:years?|yrs?)(?:[- ]old|[- ]of[- ]age)?|[- ]?y\.?/?o\b\.?)"
# Behind a bare number: the end of a clause, or what follows an age and no amount.
_ENDS = r"(?=\s*(?:[.,;!?)]|$|(?:and|but|so|now|soon|though|today|yet)\b))"


def _child(name: str) -> str:
    return rf"(?P<{name}>{_CHILD})"


def _age(name: str) -> str:
    return rf"{_child(name)}(?:{_OLD}\b|{_ENDS})"


_ONLY = r"(?:(?:only|just|still|nearly|almost|turning|barely) )?"
_HERS = re.compile(
    rf"\b(?:i am|i['\u2019]m|im) {_ONLY}{_age('a')}"
    rf"|\b(?:i am|i['\u2019]m|im) an? {_child('g')}{_OLD}\b"
    rf"|\bmy age is {_child('b')}\b|\b(?:i am|i['\u2019]m) aged? {_child('c')}\b"
    r"|\bmy (?P<next>9|1[0-8])(?:st|nd|rd|th)? birthday"
    rf"|\bi(?:'ll| will)? (?:turn|turned|be) {_child('d')}{_ENDS}"
    r"|\bwhen i(?:'m| am| turn) (?P<grown>18|eighteen)\b"
    r"|\bi(?:'m| am) (?:in|doing) (?:year|grade) (?P<class>[4-9]|1[01])\b"
    r"|\bi(?:'m| am) (?:a minor|under ?(?:18|age)|not (?:yet )?(?:18|of age))\b"
    rf"|\bich bin (?:erst )?{_child('e')}"
    r"(?: jahre(?: alt)?\b|(?=\s*(?:[.,;!?)]|$)))"
    rf"|\bj'ai {_child('f')} ans\b",
    re.IGNORECASE,
)
# Of whose account or order it is said: by a parent, or by one of ours in a note.
_THEIRS = re.compile(
    rf"\b(?:son|daughter|boy|girl|child|grandson|granddaughter|nephew|niece|he|she|they"
    rf"|customer|caller|user|owner)\b[^.!?]{{0,40}}?(?:\b(?:is|are|was|aged?)|['\u2019]s|,|\()"
    rf" ?{_ONLY}{_age('a')}"
    r"|\b(?:customer|caller|user|account holder) (?:is|may be|seems) "
    r"(?:a minor|a child|under ?(?:18|age))\b",
    re.IGNORECASE,
)
_DID_IT = re.compile(
    r"\b(?:his|her|their)(?: own)? (?:account|card|log-?in|password|subscription)\b"
    r"|\b(?:he|she|they|who)(?: has| have)? (?:signed|subscribed|registered|joined"
    r"|ordered|bought)\b|\b(?:him|her|them)sel(?:f|ves)\b",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(r"\b(?:customer|caller|user|account holder)\b", re.IGNORECASE)
_MAY_HOLD = re.compile(
    rf"\d|minor|underage|under age|{'|'.join(_NUMBERS)}|eighteen", re.IGNORECASE
)


def child_age(text: str, speaker: Speaker) -> int | None:
    """
    Return the age of a customer of whom a message says that she is under 18.

    Args:
        text: What was said.
        speaker: Who said it; what we say has to be about the customer.

    Returns:
        The lowest age that fits; None where it says nothing of the kind.

    Example:
        >>> child_age("Hi, I'm 15 and love it.", Speaker.CUSTOMER)
        15
        >>> child_age("I'm 15 minutes late.", Speaker.CUSTOMER)
        >>> child_age("A gift for my daughter, who is 9.", Speaker.CUSTOMER)
    """
    if not _MAY_HOLD.search(text):
        return None
    found = _HERS.search(text) if speaker is Speaker.CUSTOMER else None
    if found is None:
        found = _THEIRS.search(text)
        if found is None or not _did_it(text, speaker):
            return None
    said = {name: value for name, value in found.groupdict().items() if value}
    if "class" in said:
        return int(said["class"]) + _AGE_OF_A_CLASS
    if "next" in said:
        return int(said["next"]) - 1
    ages = [one for name, one in said.items() if name != "grown"]
    return _as_number(ages[0]) if ages else _YOUNG


def _as_number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _did_it(text: str, speaker: Speaker) -> bool:
    ours = speaker is not Speaker.CUSTOMER
    return _DID_IT.search(text) is not None or (ours and bool(_CUSTOMER.search(text)))
