"""Which of the known events of a life is told: moved, wedding, bereaved and so on.

Source: contracts.md, section 4, `event.<word>`.
"""

from __future__ import annotations

import re


_EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        ("bereaved", (
            r"\b(?:lost (?:my|his|her|our|their) (?!job|card|key)|died|death|passed"
                     r" (?:away|on)|funeral|bereave|widow|buried)")),
        ("new_baby", (
            r"\b(?:baby|pregnant|expecting|gave birth|(?:was|were) born|newborn|twins"
                     r"|maternity|paternity|adopt|christening|grandchild)")),
        ("wedding", r"\b(?:wedding|married|marries|marrying|engaged|honeymoon|fianc)"),
        ("retired", r"\bretir"),
        ("new_job", (
            r"\b(?:new (?:job|role|position|post)|promot(?:ed|ion)|start(?:s|ed|ing)?"
            r" (?:work"
                    r"|at|my own|a new)|joined|apprenticeship|shift|self-employed"
                    r"|freelance)")),
        ("moved", (
            r"\b(?:mov(?:ed|ing)\b|new (?:house|home|flat|place)|relocat|emigrat"
            r"|downsiz|bought"
                  r" (?:a|our|the|my) (?:house|flat|farm))")),
        ("exam", r"\b(?:exams?|finals|a-?levels?|gcses?|dissertation|thesis|graduat)"),
        ("school", r"\b(?:school|uni\b|university|college|nursery)"),
        ("ill", (
            r"\b(?:ill\b|sick|covid|flu\b|hospital|surgery|operation|diagnos|cancer"
            r"|chemo|stroke"
                r"|broke (?:my|his|her)|poorly)")),
        ("journey", (
            r"\b(?:holiday|trip|travel|flying|cruise|off to|pilgrimage|hajj|gap year"
            r"|camino"
                    r"|sabbatical|honeymoon)")),
        ("feast", (
            r"\b(?:birthday|anniversary|christmas|easter|eid|diwali|ramadan|hanukkah"
            r"|bar mitzvah"
                  r"|bat mitzvah|communion|baptism|turn(?:s|ed|ing)? \w+|ninety|eighty"
                  r"|seventy|sixty|fifty"
                  r"|forty|thirty|lunar new year)")),
    )
)  # fmt: skip


def event_word(low: str) -> str | None:
    """
    Return the word of a life event, or None where it is none of the known ones.

    Example:
        >>> event_word("we moved to leith last week")
        'moved'
    """
    return next((word for word, pattern in _EVENTS if pattern.search(low)), None)
