"""Which stretches of a message are not her own words: quoted mail, footers.

Source: data/listen/RULES.md, (b) and (c): only what she writes counts.
"""

from __future__ import annotations

import re

from collections.abc import Iterator


# What begins a quoted mail that runs to the end of the message.
_QUOTES_ALL_BELOW = re.compile(
    r"[-_ ]*(?:original message|original appointment|forwarded message"
    r"|urspr.ngliche nachricht|message d'origine|mensaje original)[-_ ]*:?\s*$"
    r"|begin forwarded message:?\s*$"
    r"|_{10,}\s*$"
    r"|(?:from|von|de|da): .{0,200}(?=\n+(?:sent|date|to|gesendet|envoy.|enviado)\b)"
)
_WROTE = re.compile(
    r"(?:on|am|le|el|il|op) .{3,180}"
    r"(?:wrote|schrieb.{0,60}|a .crit|escribi.|ha scritto|schreef.{0,60}) ?:\s*$"
    r"|.{2,100}\b(?:wrote|schrieb|a .crit|escribi.) ?:\s*$"
)
_SIGNATURE = re.compile(r"-- ?$")
_FOOTER = re.compile(
    r"(?:sent|gesendet|envoy.|enviado) (?:from|von|de(?:puis)?|desde) (?:my|meinem|mon"
    r"|mi|mail|outlook|yahoo)\b"
    r"|get outlook for "
    r"|(?:this|the) (?:e-?mail|message|communication)\b.{0,120}\b(?:confidential"
    r"|intended (?:only|solely)|privileged)"
    r"|(?:to|click (?:here )?to|if you (?:no longer|do not|don't) (?:wish"
    r"|want)\b.{0,90})"
    r" ?,?(?:unsubscribe|opt[- ]out|stop receiving|manage your preferences)"
    r"|(?:unsubscribe|manage (?:your )?(?:e-?mail )?preferences|view (?:this"
    r" )?(?:e-?mail )?"
    r"in (?:your )?browser|privacy policy)\b.{0,60}[|\u00b7\u2022]"
    r"|.{0,60}[|\u00b7\u2022] ?(?:unsubscribe|manage preferences|privacy policy)"
    r"|you(?:'re| are) (?:receiving|getting) this (?:e-?mail|message|text|newsletter)"
    r"|you (?:have )?received this (?:e-?mail|message) because"
    r"|(?:reply|text|send|txt) stop (?:to|2)\b.{0,60}$"
    r"|(?:to )?(?:unsubscribe|opt[- ]out)[,:]? (?:click|reply|text|visit|follow|here"
    r"|at)\b"
    r"|click here to (?:unsubscribe|opt[- ]out)"
    r"|please consider the environment"
    r"|(?:abmelden|se d.sabonner|d.sinscription|darse de baja)\b.{0,60}[|:\u00b7]"
)
_NEW_BELOW = re.compile(
    r"\b(?:new|changed|updated|correct) (?:\w+ )?"
    r"(?:address|number|e-?mail|details|phone|mobile|signature)\b.{0,30}\bbelow\b"
    r"|\bbelow\b.{0,40}\bnew (?:address|number|e-?mail|details)\b"
)
_LONGEST_LINE = 400


def quoted_stretches(low: str) -> list[tuple[int, int]]:
    """
    Find quoted earlier mail, footers and signatures in a plain message.

    Returns:
        `(start, end)` in order, not touching each other.
    """
    stretches: list[tuple[int, int]] = []
    lines = list(_lines(low))
    for number, (start, end) in enumerate(lines):
        head = low[start : min(end, start + _LONGEST_LINE)].strip()
        if not head:
            continue
        if _ends_her_words(low, lines, number, head):
            stretches.append((start, len(low)))
            break
        if head[0] == ">" or _WROTE.match(head) or _FOOTER.match(head):
            stretches.append((start, end))
    return _joined(stretches, low)


def _ends_her_words(
    low: str, lines: list[tuple[int, int]], number: int, head: str
) -> bool:
    start = lines[number][0]
    if _QUOTES_ALL_BELOW.match(low[start : start + 600].lstrip()):
        return True
    first_line = low[start : lines[number][1]].rstrip("\n")
    if _QUOTES_ALL_BELOW.match(first_line.strip()):
        return True
    if _SIGNATURE.match(first_line):
        # "Note my new address below" makes the signature her own words.
        return number > 0 and not _NEW_BELOW.search(low, max(0, start - 4000), start)
    if _WROTE.match(head):
        below = [low[s:e].strip() for s, e in lines[number + 1 : number + 4]]
        said = [line for line in below if line]
        # With `>` the quote says itself where it ends; without, it does not end.
        return bool(said) and not any(line.startswith(">") for line in said)
    return False


def _lines(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(low):
        end = low.find("\n", start)
        end = len(low) if end < 0 else end + 1
        yield start, end
        start = end


def _joined(stretches: list[tuple[int, int]], low: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and not low[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(start, start + len(low[start:end].rstrip())) for start, end in joined]


def own_stretches(low: str, quoted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what lies between the quoted stretches: her own words."""
    own, place = [], 0
    for start, end in [*quoted, (len(low), len(low))]:
        if low[place:start].strip():
            own.append((place, start))
        place = end
    return own
