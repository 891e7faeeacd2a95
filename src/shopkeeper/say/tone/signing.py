"""Is she thanked, by a person with a name, who can be reached?"""

from __future__ import annotations

import re

from shopkeeper.say.tone.context import (
    PASSED,
    Answer,
    Context,
    Finding,
    Span,
    failed,
)
from shopkeeper.say.tone.reading import Letter, Sentence
from shopkeeper.say.tone.rulebook import Rulebook


CHECK = "thanks_and_is_signed"
_DEPARTMENT = frozenset([
    "team", "teams", "department", "dept", "section", "office", "services",
    "service", "support", "desk", "care", "customer", "customers", "relations",
    "management", "accounts", "billing", "ticketing", "repairs", "sales", "returns",
    "complaints", "helpdesk", "board", "committee", "staff", "administration",
    "admin", "reception", "enquiries", "bookings", "membership", "claims",
    "operations", "branch", "centre", "center", "unit", "division", "group", "crew",
    "everyone", "all", "us", "directorate", "authority", "council", "bureau",
    "helpline", "secretariat", "executive", "workshop", "bot", "assistant",
    "chatbot", "virtual", "digital", "automatic", "automated", "helper", "robot",
    "system", "client", "guest", "quality", "assurance", "resolution",
    "resolutions", "success", "experience", "collections", "payments", "logistics",
    "dispatch", "despatch", "the", "your", "our", "from", "at", "of", "and", "with",
    "reservations", "subscriptions", "underwriting", "correspondence", "records",
    "legal", "recoveries", "bureau", "room", "kitchens", "front", "back",
])  # fmt: skip
_CLOSINGS = re.compile(
    r"\b(?:yours|sincerely|faithfully|truly|regards|wishes|best|warmly|kindly|kind|cordially|cheers|thanks|thank|thankfully|respectfully|love|ever|warm|all|with|gratefully|many|very|again|sunny|humbly|as|always"
    r"|ta|tysm|thx|ty|x+|bye|goodbye|take care|so long|see you|toodle-pip|laters|signed|for|on behalf)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|['’.-](?=[^\W_]))*\.?")
_PHONE = re.compile(
    r"(?<![\w£€$])(?:\+?\(?\d{2,5}\)?[ -]?)?\d{3,4}[ -]?\d{3,6}\b|\b\d{3} \d{4}\b|\b(?:ext|extension|tel|phone|telephone)\.? ?\d+",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\b(?:call|ring|phone|telephone|text|write|reply|answer|knock|ask for|come (?:in|by|and|to|round|up)|find me|find us|catch me|reach|shout|"
    r"drop in|stop by|pop in|look in|call in|speak to|speak with|talk to|visit|be found|to be found|i am (?:at|in|on|here|there|behind)|i'm (?:at|in|on|here|there|behind|always|usually|round|by|up)"
    r"|we are (?:at|in|on|here|open)|we're (?:at|in|on|here|open)|open (?:from|until|till|daily|every|mon|tue|wed|thu|fri|sat|sun|\d|seven|eight|nine|ten)|(?:opening|office|shop) hours|weekdays?|(?:any|most|every|all|at any) (?:\w+ )?(?:days?|mornings?|forenoons?|afternoons?|evenings?|nights?|time|hour|weekdays?|week)|(?:from|till|until) (?:five|six|seven|eight|nine|ten|noon|dawn|dusk)|enquire|i (?:sit|stand|live|work)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|counter|desk|stall|shop|office|window|door|bench|workshop|counter|till|reception|booth|pitch|van|road|street|lane|square|yard|market|floor|room|gate|quay|pier|hall|church|surgery|clinic|branch|library|studio|kitchen|bakery|garage|depot|hut|tank|opposite|behind|beside|next to|corner|tower|foyer|guildhouse|house|hill|lane|arcade|square|sign|kiosk|extension|harbour|lodge|station|café|cafe|pub|farm|cottage|stand|post office|box office|\d+(?::\d\d)? (?:to|till|until|-) (?:half )?\w+|(?:seven|eight|nine|ten) (?:to|till|until) (?:half )?\w+)\b",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:reply|answer|text|write)(?: back)?(?: to this| here| any| me| and| on| whenever|\b)|same number|this number",
    re.IGNORECASE,
)
_PAPER = ("letter", "sms")


def thanks_and_is_signed(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for thanks, a named person, and a way to a person."""
    found: list[tuple[Span, str]] = []
    missing: list[str] = []
    thanks = _rule(letter, rules, "thanks.said")
    wrong = _thanked_by_another_name(letter, context, thanks)
    if not thanks:
        missing.append("She is not thanked.")
    elif wrong:
        found.append((wrong, "She is thanked by a name that is not hers."))
    shut = _rule(letter, rules, "thanks.shut")
    found += [
        ((one.start, one.end), "The way back is shut. Give her a way to a person.")
        for one in shut
    ]
    found += _badly_signed(letter, context, rules, missing)
    if context.channel in _PAPER and not shut and not _reachable(letter, context):
        missing.append("On paper and in texts, give a number, a place or hours.")
    if not found:
        return failed(" ".join(missing)) if missing else PASSED
    says = [tells for _, tells in found]
    says[0] = " ".join([says[0], *missing])
    return Finding(Answer.FAIL, tuple(span for span, _ in found), tuple(says))


def _badly_signed(
    letter: Letter, context: Context, rules: Rulebook, missing: list[str]
) -> list[tuple[Span, str]]:
    """Return signatures of departments and machines; add to what is missing."""
    name, signature = signed_by(letter, context)
    if name is None and signature is not None:
        return [(signature, "A department signs. Sign with a name.")]
    if name is None:
        missing.append("Nobody has signed with a name.")
        return []
    last = letter.sentences[-1]
    return [
        ((one.start, one.end), "A machine alone has signed. Name a person, too.")
        for one in _rule(letter, rules, "thanks.machine")
        if name in one.said.text or one is last
    ][-1:] or _bot(last, name)


def _bot(last: Sentence, name: str) -> list[tuple[Span, str]]:
    """Does something like "ParcelBot" sign?"""
    if not re.search(r"[a-z]Bot\b", name):
        return []
    return [((last.start, last.end), "A machine alone has signed. Name a person, too.")]


def _rule(letter: Letter, rules: Rulebook, key: str) -> list[Sentence]:
    return [one for one in letter.sentences if key in rules.keys(one.said.low)]


def _thanked_by_another_name(
    letter: Letter, context: Context, thanks: list[Sentence]
) -> Span | None:
    """`Thank you, Margaret` to one who is called Mags."""
    if not context.preferred_name:
        return None
    hers = {one.casefold() for one in re.findall(r"[^\W_]+", context.preferred_name)}
    record = {
        one.casefold()
        for one in re.findall(r"[^\W\d_]{2,}", context.full_name)
    } - hers  # fmt: skip
    for one in thanks:
        text = one.said.text
        match = re.search(
            r"\b(?:[Tt]hank(?:s| you)(?: (?:so|very) much| again| ever so)?|[Mm]uch obliged|[Cc]heers|[Tt]a),?"
            r" (?:to you,? |dear )?(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)(?=[,.! ]|$)",
            text,
        ) or re.search(
            r", (?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)[.!]$",
            text,
        )
        if match is None:
            continue
        words = [w.casefold() for w in re.findall(r"[^\W_]+", match["name"])]
        title = len(words) > 1 and words[0] in {"mr", "mrs", "ms", "miss", "dr", "mx"}
        strange = [w for w in words if w not in hers]
        if strange and (
            any(w in record for w in strange)
            or (title and words[0] not in hers)
            or any(_akin(w, other) for w in strange for other in hers | record)
        ):
            return one.start + match.start("name"), one.start + match.end("name")
    return None


def _akin(one: str, other: str) -> bool:
    least = 3
    return len(one) > least and len(other) > least and one[:least] == other[:least]


def signed_by(letter: Letter, context: Context) -> tuple[str | None, Span | None]:
    """Return who signed, or the words that stand where a name should."""
    hers = {
        one.casefold()
        for one in re.findall(r"[^\W\d_]+", f"{context.preferred_name or ''}")
    } - _TITLES
    lines = letter.lines[1:] if letter.alone else letter.lines
    stands: Span | None = None
    last = lines[-4:] if letter.alone else lines[-3:]
    for start, end in reversed(last):
        line = letter.text[start:end]
        for begin, finish in reversed(_pieces(line)[-4:]):
            name = _name_in(line[begin:finish], hers) or _name_behind(
                line[begin:finish], hers
            )
            if name:
                return name, None
        begin, finish = _pieces(line)[-1]
        if stands is None and _is_department(line[begin:finish]):
            stands = (start + begin, start + finish)
    written = re.search(
        r"\b(?:[Ii]t is|[Tt]his is|[Ii]t's) ([A-Z][\w'’]+) (?:writing|here|speaking)\b",
        letter.text,
    )
    if written:
        return written[1], None
    introduced = re.search(
        r"\b(?:[Mm]y name is|[Ii] am|I'm|I’m|[Tt]his is|[Aa]sk for|[Hh]ere is|[Ii]t['’]s(?: me)?|[Yy]ours,?|[Ss]ays|[Cc]all me|[Ss]igned,?|[Nn]ame's|[Ff]rom) "
        r"(?!Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|The\b|Jan|Feb|Mar|Apr|May\b|June|July|Aug|Sept|Oct|Nov|Dec)([A-Z][^\W\d_]{1,})(?![\w-]* (?:[Dd]epartment|[Tt]eam|[Dd]esk|[Ss]ervices?|[Ss]upport|[Oo]ffice))",
        letter.text,
    )
    if introduced and introduced[1].casefold() not in hers | _DEPARTMENT:
        return introduced[1], None
    return None, stands


def _pieces(line: str) -> list[Span]:
    """Cut a line where a name could begin: behind stops, dashes and brackets."""
    cuts = [0]
    cuts += [one.end() for one in _CUTS.finditer(line)]
    ends = [*cuts[1:], len(line)]
    found = [
        (begin, begin + len(line[begin:end].rstrip()))
        for begin, end in zip(cuts, ends, strict=True)
        if re.search(r"[^\W\d_]", line[begin:end])
    ]
    return found or [(0, len(line))]


_CUTS = re.compile(
    r"[.!?…)]+[\"']?\s+|\sx{1,3}\s(?=[A-Z])|\s[-–—/|]+\s*|\(|\U0001f300|:\s|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+\s*"
)


def _name_behind(piece: str, hers: set[str]) -> str | None:
    """Find a name that stands behind a comma: "Thanks for the cake, Mags"."""
    parts = [part.strip() for part in piece.split(",")]
    for part in parts[1:]:
        words = part.split()
        if words and all(word[0].isupper() or word[0].isdigit() or word in {"x", "xx"} for word in words[:2]):  # fmt: skip
            name = _name_in(part, hers)
            if name:
                return name
    return None


def _name_in(piece: str, hers: set[str]) -> str | None:
    """Find a person's name at the head of a signature: "Agnes, 555 0218"."""
    text = piece.strip(" \t-–—~*")
    while True:
        closing = re.match(rf"(?:{_CLOSINGS.pattern}[\s,!.]*)+", text, re.IGNORECASE)
        if not closing or closing.end() == 0:
            break
        text = text[closing.end() :]
    head = re.split(
        r"[,;:(|/\n]|\s[-–—]\s|(?<!\b[A-Z])\. |\bthe\b|\bat\b|\bfrom\b|\bon\b|\bof\b|\bin\b|\d",
        text,
        maxsplit=1,
    )[0].strip()
    if _DAY.fullmatch(piece.strip()):
        return piece.strip()
    head = re.sub(r"^[Oo]ur (?=[A-Z]\w+$)", "", head)
    words = _TOKEN.findall(head)
    while len(words) > 1 and words[-1].casefold() in {"x", "xx", "xxx"}:
        words.pop()
    if not words or len(words) > 5 or not _are_a_name(words, hers):
        return None
    # "MEM-DESK/0417" is a reference, "Bobbin and Beck, Hexham" is a house.
    house = re.search(r" (?:and|&) ", head) and re.match(
        r"\s*,\s*[A-Z]", text[len(head) :]
    )
    return None if house or _REFERENCE.search(head) else " ".join(words)


_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_REFERENCE = re.compile(r"[A-Z]{2,}[-/]|[-/][A-Z]{2,}|[A-Z]{3,}-")
_SMALL_WORDS = frozenset([
    "van", "de", "der", "von", "and", "al", "bin", "la", "du", "den", "ní",
])  # fmt: skip


def _are_a_name(words: list[str], hers: set[str]) -> bool:
    """Are these words a person's name, and not hers, a department's, a sentence's?"""
    low = [word.casefold().strip(".") for word in words]
    if any(len(word) >= _LONG and word.endswith(_OFFICE_ENDS) for word in low):
        return False
    if any(word in _DEPARTMENT - {"the", "of", "and"} for word in low):
        return False
    day = low[0].endswith("day") and len(low) > 1
    if (low[0] in _NOT_NAMES and not day) or low[0] in hers:
        return False
    if not words[0][0].isupper() and low[0] not in {"de", "van", "von"}:
        return False
    return not any(word[0].islower() and word not in _SMALL_WORDS for word in words)


_TITLES = frozenset([
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam",
    "lady", "lord", "sister", "brother", "father", "mother", "captain", "reverend",
])  # fmt: skip
_LONG = 8
_OFFICE_ENDS = (
    "ship", "tion", "tions", "ments", "ances", "ities", "eries", "enance", "ations",
)  # fmt: skip
_NOT_NAMES = frozenset([
    "i", "you", "we", "it", "the", "this", "that", "your", "our", "my", "there",
    "here", "ring", "call", "phone", "reply", "questions", "any", "please", "thank",
    "thanks", "if", "when", "come", "see", "write", "ask", "text", "he", "she",
    "they", "a", "an", "yours", "with", "come's", "no", "yes", "tel", "telephone",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "open", "pitch", "in",
    "for", "by", "to", "and", "but", "so", "what", "who", "where", "all", "till",
    "until", "on", "as", "do", "don't", "just", "knock", "shout", "drop", "not",
    "nothing", "it's", "i'm", "i'll", "we're", "we'll", "you'll", "ps", "p.s",
    "sent", "box",
])  # fmt: skip


def _is_department(piece: str) -> bool:
    words = [w.casefold().strip(".") for w in re.findall(r"[^\W\d_]+", piece)]
    return 0 < len(words) <= 9 and any(w in _DEPARTMENT - {"the", "of", "and", "at", "from", "with", "your", "our", "all", "us", "kind"} for w in words)  # fmt: skip


def _reachable(letter: Letter, context: Context) -> bool:
    body = letter.text
    if _PHONE.search(body):
        return True
    if context.channel == "sms" and _HERE.search(body):
        return True
    tail = body[int(len(body) * 0.45) :]
    return bool(_WAY.search(tail))
