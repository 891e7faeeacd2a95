"""One of a thing: English nouns from plural to singular, by plain rules."""

from __future__ import annotations


_ODD = {
    "children": "child", "people": "person", "men": "man", "women": "woman",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose",
    "quizzes": "quiz", "knives": "knife", "lives": "life", "wives": "wife",
    "leaves": "leaf", "wolves": "wolf", "shelves": "shelf", "halves": "half",
    "loaves": "loaf", "news": "news", "series": "series", "species": "species",
    "chess": "chess", "darts": "darts", "tennis": "tennis", "bus": "bus", "gas": "gas",
    "glasses": "glasses", "scissors": "scissors", "jeans": "jeans", "shoes": "shoe",
    "movies": "movie", "cookies": "cookie", "pies": "pie", "ties": "tie",
    "always": "always", "christmas": "christmas", "wellness": "wellness",
    "business": "business", "yes": "yes", "less": "less", "gymnastics": "gymnastics",
    "athletics": "athletics", "politics": "politics", "ceramics": "ceramics",
    "paris": "paris", "iris": "iris", "axes": "axe", "sms": "sms",
}  # fmt: skip
_HISSING = ("sses", "shes", "ches", "xes", "zzes")


def singular(word: str) -> str:
    """
    Return *word* as one thing.

    Example:
        >>> singular("surveys"), singular("quizzes"), singular("berries")
        ('survey', 'quiz', 'berry')
    """
    if word in _ODD:
        return _ODD[word]
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(_HISSING):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1] if len(word) > len("gas") else word
    return word
