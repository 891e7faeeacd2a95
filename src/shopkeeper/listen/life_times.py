"""Has an event of a life happened, or is it still to come?

Source: contracts.md, sections 2 and 4: an `event.*` may be said to her ("now that
you have moved"), so only what has happened, or is so now, becomes one. Where the
words leave it open it is taken as still to come: to say nothing hurts nobody.
"""

from __future__ import annotations

import re

from shopkeeper.listen.life_events import event_word


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_FEAST = r"(?:christmas|xmas|easter|new year|eid|diwali|ramadan|hanukkah)"
_SEASON = r"(?:spring|summer|autumn|winter)"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|a few|\d{1,3})"
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|going to|gonna|about to|due|soon|upcoming|coming up"
    r"|tomorrow|on the way|before long|looking forward|can't wait|preparing|countdown"
    r"|plan(?:s|ned|ning)?|hop(?:es?|ing)|intend(?:s|ing)?|want(?:s|ing)?|save up"
    r"|saving|am to|is to|are to|later this|days? to go|weeks? to go"
    rf"|(?:next|the coming|the following) (?:week|weekend|month|year|{_SEASON}|{_DAY}"
    rf"|{_MONTH})|(?:in|within) {_COUNT} (?:days?|weeks?|months?|years?))\b|\w'll\b"
)
_TIME = (
    rf"(?:(?:(?:in|on|at|by|from|this|come|for|early|mid|late)[ -])+(?:the )?"
    rf"(?:{_MONTH}|{_FEAST}|{_SEASON}|new year|20\d\d|\d{{1,2}}(?:st|nd|rd|th)?\b)"
    rf"|(?:(?:on|this|by|from) )?{_DAY}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    rf"|{_MONTH} \d{{1,2}}|next \w+|tomorrow|soon)"
)
_DATED = re.compile(rf"\b{_TIME}\b")
_ONLY_A_TIME = re.compile(rf"\W*{_TIME}(?: (?:next year|20\d\d|already))?\W*")
_BEHIND = re.compile(r"\b(?:last|ago|yesterday|since|until|till|today)\b")
# "Getting married" and "be promoted" end in -ed and are not past.
_NOT_YET = re.compile(r"\b(?:get|gets|getting|be|being) \w+|\bneed\b")
_PAST = re.compile(
    r"\b(?:was|were|had|been|did|got|went|became|lost|left|gave|fell|broke|bought|sold"
    r"|took|began|quit|came|made|over|behind (?:me|us)|\w{2,}ed)\b"
)
_UNDER_WAY = re.compile(
    r"\b(?:moving|getting (?:married|engaged|promoted|divorced)|marrying"
    r"|having (?:a|our|my|another|twins)|retiring|relocating|emigrating|downsizing"
    r"|starting|joining|turning|graduating|adopting|opening|going (?:to|into|on|off))\b"
)
_VERB_AHEAD = re.compile(
    r"\b(?:move|moves|moving|marry|marries|retires?|relocates?|emigrates?)\b"
)
# Told before the thing itself: nobody is congratulated on it yet.
_BEFORE_IT: dict[str, re.Pattern[str]] = {
    "new_baby": re.compile(r"\b(?:pregnan\w+|expecting|trying for)\b"),
    "wedding": re.compile(r"\b(?:engaged|engagement|fianc\w+)\b"),
}
_PIECE = re.compile(r"[,;:]\s+|\s-+\s|\b(?:and|then|but|because|so)\b")


def is_still_to_come(word: str, span: str, before: str = "", after: str = "") -> bool:
    """
    Tell whether a life event lies ahead of her who tells it.

    A death told of has happened, whenever the funeral is.

    Args:
        word: Which event, as `event_word` names it.
        span: The words that tell it, lower case.
        before: The words of the sentence in front of them, lower case.
        after: The words behind them, lower case.

    Example:
        >>> is_still_to_come("moved", "we are moving to leith in june")
        True
        >>> is_still_to_come("moved", "we moved to leith in june")
        False
    """
    if word == "bereaved":
        return False
    front = re.split(r"[.!?\n]", before)[-1]
    back = re.split(r"[.!?\n]", after)[0]
    dated = bool(_ONLY_A_TIME.fullmatch(front) or _ONLY_A_TIME.fullmatch(back))
    pieces = _PIECE.split(span)
    told = [
        piece for piece in pieces if event_word(piece) == word or _moves(word, piece)
    ]
    return any(_ahead(word, piece, dated=dated) for piece in told or [span])


def _moves(word: str, piece: str) -> bool:
    """Hear "and move in next month", which is no word of an event by itself."""
    verbs = {"moved": "mov|relocat|emigrat", "wedding": "marr", "retired": "retir"}
    match = _VERB_AHEAD.search(piece)
    return bool(match and re.match(verbs.get(word, "$"), match.group()))


def _ahead(word: str, piece: str, *, dated: bool) -> bool:
    if _AHEAD.search(piece):
        return True
    past = _PAST.search(_NOT_YET.sub(" ", piece)) is not None
    sign = _BEFORE_IT.get(word)
    if sign and sign.search(piece):
        return not re.search(
            r"\b(?:married|wed|born|gave birth|had (?:a|our))\b", piece
        )
    if past:
        return False
    if _UNDER_WAY.search(piece) or _VERB_AHEAD.search(piece):
        return True
    return dated or bool(_DATED.search(piece) and not _BEHIND.search(piece))
