"""The written corpus: what people say to shops, labelled by hand.

    python training/listen/corpus.py check FILE…      every finding, with its line
    python training/listen/corpus.py jsonl FILE… > F  the shape of `shopkeeper listen`

A file is one writer's. It holds voices (`# voice: …`), each with blocks:

    = c email B indirect            speaker (c, a, r), channel, said at, construction
    The text, on one line. \\n stands for a line break.
    p us 2026-03-12 - | ring you    owner, deadline or -, c (conditional) or -, words
    s marketing phone               scopes; no such line: none
    f need a j - | words = value    kind, polarity, side, ! (sensitive) or -, words

Polarity: a(sserted) n(egated) h(ypothetical) o(ther person) p(ast). Side: j(ob)
p(rivate). Words that occur twice take `#2` before the bar. Times said at: `SAID_AT`.
A line `# only: stops` (promises, facts): the lines below are labelled for that alone.
"""

from __future__ import annotations

import json
import re
import sys

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


SAID_AT = {
    "A": ("2026-03-10T10:00:00+00:00", "Europe/London"),  # Tuesday
    "B": ("2026-04-24T16:30:00+02:00", "Europe/Berlin"),  # Friday
    "C": ("2026-05-02T11:15:00+01:00", "Europe/London"),  # Saturday
    "D": ("2026-09-30T08:45:00-04:00", "America/New_York"),  # Wednesday
    "E": ("2026-12-21T14:05:00+00:00", "Europe/Dublin"),  # Monday
    "F": ("2027-02-11T19:20:00+11:00", "Australia/Sydney"),  # Thursday
    "-": (None, "UTC"),
}
SPEAKERS = {"c": "customer", "a": "agent", "r": "rep_note"}
POLARITIES = {
    "a": "asserted", "n": "negated", "h": "hypothetical",
    "o": "about_another_person", "p": "past",
}  # fmt: skip
KINDS = {
    "need", "problem", "complaint", "feeling", "interest", "life_event", "preference",
    "thanks", "idea", "question", "contact_detail", "form_of_address",
    "impression_interest", "impression_mood",
}  # fmt: skip
_SCOPE = re.compile(
    r"all|marketing|email|sms|phone|post|push|frequency|erase|topic:[^\W\d_]+"
    r"(-[^\W\d_]+)*|pause:(P\d+[DWMY]|\d{4}-\d\d-\d\d)"
)
_HEAD = re.compile(r"= ([car]) (\w+) ([A-F-]) ([\w-]+)$")
_PROMISE = re.compile(r"p (us|hers) (\S+) ([c-])(?: #(\d+))? \| (.+)$")
_FACT = re.compile(r"f (\w+) ([anhop]) ([jp]) ([!-])(?: (staff))?(?: #(\d+))? \| (.+)$")


class Wrong(Exception):
    """A line that does not follow the format."""


def read(path: Path) -> Iterator[dict]:
    """Yield the labelled lines of a file, in the shape of the truth of `listen`."""
    voice, only, block, count = "", "", None, 0
    for number, written in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = written.rstrip()
        text_is_due = block is not None and block["text"] is None
        ends = not line or line.startswith("= ") or (line[0] == "#" and not text_is_due)
        if ends and block is not None:
            yield _done(block, path, only)
            block = None
        if line.startswith("= ") or (line and block is None and line[0] != "#"):
            count += 1
            block = _begun(line, f"{path.name}:{number}") | {
                "id": f"{path.stem}-{count:04}", "line": number, "voice": voice,
            }  # fmt: skip
        elif block is not None and text_is_due:
            block["text"] = line.replace("\\n", "\n")
        elif block is not None:
            _label(block, line, f"{path.name}:{number}")
        elif line.startswith("# voice:"):
            voice = line[8:].strip()
        elif line.startswith("# only:"):
            only = line[7:].strip()
    if block is not None:
        yield _done(block, path, only)


def _begun(line: str, where: str) -> dict:
    head = _HEAD.match(line)
    if head is None:
        raise Wrong(f"{where}: expected `= c email A tag`: {line}")
    said_at, zone = SAID_AT[head[3]]
    return {
        "speaker": SPEAKERS[head[1]], "channel": head[2], "said_at": said_at,
        "time_zone": zone, "construction": head[4], "text": None,
        "promises": [], "scopes": ["none"], "facts": [],
    }  # fmt: skip


_LABELS = {"promises": "promises", "stops": "scopes", "facts": "facts"}


def _done(block: dict, path: Path, only: str) -> dict:
    if block["text"] is None:
        raise Wrong(f"{path.name}:{block['line']}: a block without text")
    if only:
        for label, field in _LABELS.items():
            if label not in only:
                block.pop(field)
    return block


def _span(block: dict, words: str, nth: str | None, where: str) -> tuple[int, int]:
    words = words.replace("\\n", "\n")
    text, start = block["text"], -1
    times = text.count(words)
    if times == 0:
        raise Wrong(f"{where}: these words are not in the text: {words}")
    for _ in range(int(nth or 1)):
        start = text.find(words, start + 1)
        if start < 0:
            raise Wrong(f"{where}: the words occur {times} times only: {words}")
    if words != words.strip() or words[-1] in ".,;:!?":
        raise Wrong(f"{where}: no blanks or end punctuation around a span: {words}")
    return start, start + len(words)


def _label(block: dict, line: str, where: str) -> None:
    if line.startswith("p ") and (match := _PROMISE.match(line)):
        block["promises"].append(_promise(block, match, where))
    elif line.startswith("s "):
        scopes = line[2:].split()
        for scope in scopes:
            if not _SCOPE.fullmatch(scope):
                raise Wrong(f"{where}: no such scope: {scope}")
        block["scopes"] = scopes
    elif line.startswith("f ") and (match := _FACT.match(line)):
        block["facts"].append(_fact(block, match, where))
    else:
        raise Wrong(f"{where}: not a label: {line}")


def _promise(block: dict, match: re.Match[str], where: str) -> dict:
    owner, deadline, conditional, nth, words = match.groups()
    start, end = _span(block, words.strip(), nth, where)
    if deadline != "-":
        try:
            when = datetime.fromisoformat(deadline)
        except ValueError as error:
            raise Wrong(f"{where}: {error}") from None
        if "T" in deadline and when.utcoffset() is None:
            raise Wrong(f"{where}: a time needs its offset: {deadline}")
    return {
        "what": block["text"][start:end], "start": start, "end": end, "owner": owner,
        "deadline": None if deadline == "-" else deadline,
        "conditional": conditional == "c",
    }  # fmt: skip


def _fact(block: dict, match: re.Match[str], where: str) -> dict:
    kind, polarity, side, sensitive, staff, nth, rest = match.groups()
    if kind not in KINDS:
        raise Wrong(f"{where}: no such kind: {kind}")
    words, sign, value = rest.partition(" = ")
    if not sign:
        raise Wrong(f"{where}: a fact needs ` = value`: {rest}")
    start, end = _span(block, words.strip(), nth, where)
    impression = kind.startswith("impression_")
    if impression and value.strip() not in ("-2", "-1", "0", "1", "2"):
        raise Wrong(f"{where}: an impression is -2..2: {value}")
    return {
        "kind": kind, "span": block["text"][start:end], "start": start, "end": end,
        "polarity": POLARITIES[polarity],
        "value": int(value) if impression else value.strip(),
        "side": "job" if side == "j" else "private",
        "speaker": "staff" if impression or staff else "customer",
        "sensitive": sensitive == "!",
    }  # fmt: skip


def check(paths: list[Path]) -> int:
    """Print what is wrong in each file, and how much of each label there is."""
    wrong = 0
    for path in paths:
        try:
            lines = list(read(path))
        except Wrong as error:
            print(error)
            wrong += 1
            continue
        seen: dict[str, str] = {}
        for one in lines:
            if one["text"] in seen:
                print(
                    f"{path.name}:{one['line']}: the same text as {seen[one['text']]}"
                )
            seen[one["text"]] = one["id"]
        voices = {one["voice"] for one in lines}
        counts = {
            field: sum(len(one.get(field, ())) for one in lines)
            for field in ("promises", "facts")
        }
        wishes = sum(one.get("scopes", ["none"]) != ["none"] for one in lines)
        print(
            f"{path.name}: {len(lines)} lines, {len(voices)} voices,"
            f" {counts['promises']} promises, {wishes} stops, {counts['facts']} facts"
        )
    return bool(wrong)


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[2:]]
    if sys.argv[1] == "check":
        sys.exit(check(paths))
    for path in paths:
        for one in read(path):
            print(json.dumps(one, ensure_ascii=False))
