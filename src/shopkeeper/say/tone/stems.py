"""What words are about: their stems, and one name for words of one meaning.

`same.toml` lists words that stand for one thing in letters of service ("refund, repay,
money back"). Everything else stands for itself, less its ending.
"""

from __future__ import annotations

import pkgutil
import re
import tomllib

from collections.abc import Iterable
from functools import lru_cache


_IRREGULAR = {
    "sent": "send", "paid": "pay", "gave": "give", "given": "give", "made": "make",
    "went": "go", "gone": "go", "came": "come", "began": "begin", "begun": "begin",
    "brought": "bring", "bought": "buy", "kept": "keep", "took": "take",
    "taken": "take", "found": "find", "lost": "lose", "broke": "break",
    "broken": "break", "woke": "wake", "written": "write", "wrote": "write",
    "drawn": "draw", "drew": "draw", "told": "tell", "said": "say", "held": "hold",
    "laid": "lay", "stood": "stand", "slept": "sleep", "left": "leave",
    "rang": "ring", "rung": "ring", "spoke": "speak", "spoken": "speak",
    "chose": "choose", "chosen": "choose", "sold": "sell", "built": "build",
    "caught": "catch", "felt": "feel", "got": "get", "grown": "grow", "grew": "grow",
    "hung": "hang", "knew": "know", "known": "know", "met": "meet", "ran": "run",
    "sat": "sit", "saw": "see", "seen": "see", "shown": "show", "shut": "shut",
    "swapped": "swap", "taught": "teach", "thrown": "throw", "threw": "throw",
    "wound": "wind", "worn": "wear", "wore": "wear", "won": "win", "sewn": "sew",
    "done": "do", "did": "do", "put": "put", "cut": "cut", "set": "set",
    "fell": "fall", "fallen": "fall", "froze": "freeze", "frozen": "freeze",
    "drove": "drive", "driven": "drive", "rode": "ride", "flew": "fly",
    "flown": "fly", "dug": "dig", "stuck": "stick", "bent": "bend", "lent": "lend",
    "spent": "spend", "meant": "mean", "dealt": "deal", "forgot": "forget",
    "forgotten": "forget", "hidden": "hide", "children": "child", "feet": "foot",
    "teeth": "tooth", "men": "man", "women": "woman", "mice": "mouse",
    "lenses": "lens", "lens": "lens", "shelves": "shelf", "knives": "knife",
    "leaves": "leaf", "loaves": "loaf", "keys": "key", "bus": "bus", "gas": "gas",
    "this": "this", "was": "be", "is": "be", "were": "be", "been": "be",
    "re-sent": "send", "resent": "send", "repaid": "repay", "rebuilt": "build",
    "redone": "redo", "reset": "reset", "relaid": "lay", "withdrawn": "withdraw",
    "withdrew": "withdraw", "overcharged": "overcharge", "lit": "light",
    "stolen": "steal", "stole": "steal", "swept": "sweep", "torn": "tear",
    "tore": "tear", "wet": "wet", "heard": "hear", "read": "read", "led": "lead",
    "fed": "feed", "bled": "bleed", "sped": "speed", "shed": "shed", "bed": "bed",
    "need": "need", "red": "red", "speed": "speed", "seed": "seed", "hundred": "hundred",
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11",
    "twelve": "12", "both": "2", "pair": "2", "couple": "2", "dozen": "12",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "first": "1", "second": "2", "third": "3",
}  # fmt: skip
EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "of",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "for",
        "with",
        "without",
        "as",
        "if",
        "than",
        "then",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "they",
        "them",
        "their",
        "theirs",
        "we",
        "us",
        "our",
        "ours",
        "i",
        "me",
        "my",
        "mine",
        "you",
        "your",
        "yours",
        "who",
        "whom",
        "whose",
        "which",
        "what",
        "when",
        "where",
        "why",
        "how",
        "be",
        "am",
        "are",
        "do",
        "does",
        "have",
        "has",
        "had",
        "having",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "not",
        "no",
        "yes",
        "all",
        "any",
        "each",
        "every",
        "some",
        "most",
        "more",
        "less",
        "few",
        "much",
        "many",
        "other",
        "another",
        "such",
        "own",
        "same",
        "too",
        "very",
        "just",
        "only",
        "also",
        "again",
        "once",
        "here",
        "there",
        "now",
        "still",
        "even",
        "ever",
        "never",
        "up",
        "down",
        "out",
        "off",
        "over",
        "under",
        "into",
        "onto",
        "about",
        "after",
        "before",
        "between",
        "through",
        "during",
        "until",
        "till",
        "while",
        "because",
        "since",
        "both",
        "either",
        "neither",
        "it's",
        "i'm",
        "i've",
        "i'd",
        "i'll",
        "we've",
        "we're",
        "we'd",
        "we'll",
        "you're",
        "you've",
        "you'd",
        "you'll",
        "that's",
        "there's",
        "here's",
        "what's",
        "he's",
        "she's",
        "they're",
        "they've",
        "don't",
        "didn't",
        "doesn't",
        "isn't",
        "wasn't",
        "weren't",
        "won't",
        "wouldn't",
        "can't",
        "couldn't",
        "haven't",
        "hasn't",
        "hadn't",
        "let's",
    ]
)


def stem(word: str) -> str:
    """
    Cut the ending off a word.

    Example:
        >>> [stem(one) for one in ("refunded", "fitting", "copies", "driver's")]
        ['refund', 'fit', 'copy', 'driver']
    """
    word = word.removesuffix("'s").removesuffix("'")
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is", "ies", "ches", "shes", "xes", "sses")):  # fmt: skip
        return stem(word[:-1])
    if word.endswith("ies") and len(word) <= 4:
        return word[:-1]
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            cut = word[: -len(ending)] + instead
            if ending in {"ing", "ed"} and len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz":  # fmt: skip
                cut = cut[:-1]
            return _without_e(cut)
    return _without_e(word)


_ENDINGS = (
    ("iness", "y", 3), ("ies", "y", 2), ("ied", "y", 2), ("sses", "ss", 2), ("ches", "ch", 2),
    ("shes", "sh", 2), ("xes", "x", 2), ("ing", "", 3), ("ed", "", 3), ("ly", "", 4), ("ment", "", 4),
    ("ss", "ss", 1), ("us", "us", 1), ("is", "is", 1), ("s", "", 3),
)  # fmt: skip


def _without_e(word: str) -> str:
    long = 3
    return word[:-1] if len(word) > long and word.endswith("e") else word


@lru_cache(maxsize=16384)
def concept(word: str) -> str | None:
    """Return what a word in small letters is about, or None for an empty word."""
    if word in EMPTY:
        return None
    number = _NUMBERS.get(word)
    if number is not None:
        return number
    cut = stem(word)
    return _groups().get(cut, cut)


def concepts_of(words: Iterable[str]) -> frozenset[str]:
    """Return what words are about."""
    found = set()
    for word in words:
        if "'" in word and word not in EMPTY:
            word = word.partition("'")[0] or word  # noqa: PLW2901
        about = concept(word)
        if about is not None:
            found.add(about)
    return frozenset(found)


def concepts_in(text: str) -> frozenset[str]:
    """Return what a text is about."""
    return concepts_of(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    data = pkgutil.get_data("shopkeeper.say.tone", "same.toml") or b""
    return {
        stem(word): f"={name}"
        for name, words in tomllib.loads(data.decode())["same"].items()
        for word in words.split()
    }
