"""Plain keyword rules, as a shop without `listen` would write them."""

from __future__ import annotations

import re


# The words of the regulator: 47 CFR 64.1200(a)(10).
STOP = re.compile(
    r"\b(?:stop|end|cancel|unsubscribe|quit|opt[- ]?out|revoke)\b", re.IGNORECASE
)
PROMISE = re.compile(r"\b(?:will|promise|going to)\b|['\u2019]ll\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+")


def heard(line: dict) -> dict:
    """Hear a labelled line by keywords: a sentence with one is a promise."""
    text = line["text"]
    owner = "hers" if line.get("speaker") == "customer" else "us"
    promises = [
        {
            "what": found.group(),
            "start": found.start(),
            "end": found.end(),
            "owner": owner,
            "deadline": None,
            "conditional": False,
        }
        for found in map(after_keyword, SENTENCE.finditer(text))
        if found
    ]
    return {
        "id": line["id"],
        "promises": promises,
        "stops": ["all"] if STOP.search(text) else ["none"],
        "facts": [],
    }


def after_keyword(sentence: re.Match[str]) -> re.Match[str] | None:
    """Return what stands behind the keyword: there the promise's words are."""
    found = PROMISE.search(sentence.string, sentence.start(), sentence.end())
    if not found:
        return None
    return re.compile(r"\S.*\S", re.DOTALL).search(
        sentence.string, found.end(), sentence.end()
    )
