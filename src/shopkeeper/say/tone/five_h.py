"""Human, heart, honesty, hospitality, harmony: five scores to compare letters by.

Each score adds up signs that a reader can see: who acts in the sentences, whether what
the situation says is told, what she is asked to do, what is sold, how loud it is. The
weights were learned from pairs of letters in one situation, of which one is better
(`training/say/letters/*_pairs.jsonl`).
"""

from __future__ import annotations

import json
import math
import pkgutil
import re

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from numpy.typing import NDArray

from shopkeeper.say.tone.context import Context
from shopkeeper.say.tone.reading import Letter, said
from shopkeeper.say.tone.stems import concepts_in
from shopkeeper.say.tone.voice import Heard


FIVE_H = ("human", "heart", "honesty", "hospitality", "harmony")

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SIGNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "I act": r"\b(?:i|i've|i'll|i'm|i'd)\b",
        "we act": r"\b(?:we|we've|we'll|we're|our|us)\b",
        "you": r"\b(?:you|your|you're|you've|you'll)\b",
        "office noun": r"\b\w+(?:tion|sion|ment|ity|ance|ence|ability|ancy|ship)s?\b",
        "passive": r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?\w{3,}ed\b",
        "brochure": r"\b(?:thrilled|delighted|excited|amazing|wonderful|awesome|perfect|dream|exclusive|premium|journey|experience|community|passion\w*|world|unique|valued?|special|enjoy|discover|treat|adventure|celebrat\w+|magic\w*|love to|loving|lovingly|beautiful|best|great|fantastic|happy to|proud|exciting|finest|quality|range|every|family|joy)\b",
        "feeling named": r"\b(?:so sorry|truly|deeply|heartfelt|sympath\w+|condolence\w*|understand|feel|hug|strength|heart|hearts|sad to|sorry to hear|thoughts|warm\w*|precious|dear|hope)\b",
        "asks of her": r"\b(?:please|kindly|simply|just click|click|fill|form|confirm|submit|provide|attach|contact|call our|ring our|register|log in|sign up|upload|complete|bring (?:your|proof|id)|reply with|send us|let us know|via|number \d|option|hotline|line|portal|app|must|required|need to|notify|identification|certificate)\b",
        "sells": r"\b(?:offer|sale|discount|half price|% ?off|\d+ ?%|voucher|code|new range|upgrade|deal|save|treat yourself|bundle|subscribe|add|also|spring|season|collection|premium|members|loyalty|points|why not|tempt|keep|stay|before you go|come back|reconsider|sure)\b",
        "no hand": r"\b(?:leave it|needn't|need not|no need|nothing (?:to|you)|whenever|or not|if you like|no hurry|as you like|till you|if not|say so|either way|up to you|free|keep it|no form|don't have to)\b",
        "plain no": r"\b(?:no|not|isn't|don't|doesn't|won't|can't|wouldn't|never|none|neither|nothing)\b",
        "our fault": r"\b(?:my (?:fault|mistake|doing)|our (?:fault|mistake|doing|error)|i was wrong|we were wrong|i forgot|we forgot|i should have|we should have|i got|we got it wrong|i sent|we sent|i lost|we lost|i told|mixed|wrong)\b",
        "not knowing": r"\b(?:don't know|do not know|not sure|can't promise|cannot promise|no idea|can't say|cannot say|not yet|i'm a program|a program|machine|guess)\b",
        "sure": r"\b(?:certain\w*|guarantee\w*|definitely|always|never|nothing standing|rest assured|of course|absolutely|normally|usually|generally|typically|may|might|up to|as (?:soon|always)|in general|virtually|most|fully|completely|trusted?|respected|industry)\b",
        "as told": r"\b(?:as (?:\w+ )?(?:told|said|promised|agreed|wrote)|as (?:i|we) (?:said|promised|told|wrote)|told you|said|promised?|wrote|we said|i said|you were told|the earlier|still (?:holds|stands)|holds|stands|keep (?:our|my|his|her) word|word|take back|instead of|rather than|not what|changed|was wrong|correct|mistake|forget (?:the|that))\b",
        "known": r"\b(?:again|still|your usual|as (?:always|ever|before)|last (?:time|year)|same|welcome back|remember\w*|since|kept|years?|when you|your old|usual)\b",
        "door": r"\b(?:come in|sit|tea|coffee|kettle|door|chair|look round|look around|show you|help yourself|wave|walk|lit|bench|key|bring|next to|beside|ask for|come by|drop in|good luck|all the best|wish|glad)\b",
        "insider": r"\b(?:policy|policies|terms|member|membership|account|user|process\w*|procedure|system|status|standard|requirement|assumed|aware|note that|advised|rules?|eligib\w+|applicable|according|schedule|department|team|service|customer|support|feedback|request|enquiry|product|component|unit|premises|client|guests?)\b",
        "acts": r"\b(?:i've|i'll|i have|i will|we've|i put|i send|i sent|i bring|i keep|i kept|i ask|i hold|i'm keeping|brings?|carries|comes|waits|lies|goes|hangs|is in|is on|posted|fetch\w*|rings?)\b",
        "thanks for contact": r"\b(?:thank you for (?:contacting|your (?:message|feedback|enquiry|question|interest|patience|understanding|letter|request|order))|thanks for (?:reaching|your|getting))\b",
        "concession": r"\b(?:you're right|you are right|poor|of course not|good for you|how good|i'd be|so would i|me too|i too|i know|that's)\b",
    }.items()
}
_NAMES = re.compile(r"(?<=[a-z,;] )[A-Z][a-zà-ÿ]+")
_SIGNED = re.compile(
    r"(?:[.!?]|,|\n)\s*[A-Z][\wà-ÿ'-]+(?: [A-Z][\wà-ÿ'-]+)?(?:, [\w' ]+)?\.?$"
)
_TEAM = re.compile(
    r"\b(?:team|department|desk|service|office|support|care)\b[^.]*$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")


def signs_of_five(letter: Letter, context: Context, heard: Heard) -> dict[str, float]:
    """
    Return what the five qualities are weighed by, each about 0 to 2.

    Args:
        letter: The letter.
        context: Its situation, stage and what was said before.
        heard: What the ears hear in it.
    """
    low = letter.low
    counts = np.sum([_counts(one.said.low) for one in letter.sentences], axis=0)
    totals: list[float] = (
        counts.tolist() if letter.sentences else [0.0] * (len(_SIGNS) + 2)
    )
    many = max(totals[-2], 8)
    found = {
        name: min(2.5, 12 * total / many)
        for name, total in zip(_SIGNS, totals, strict=False)
    }
    found["long words"] = totals[-1] / max(1, totals[-2]) - 4.3
    found["long sentences"] = min(2.0, many / max(1, len(letter.sentences)) / 14)
    found["loud"] = min(2.0, low.count("!") * 0.7)
    found["asks"] = min(2.0, low.count("?") * 0.7)
    found["length"] = math.log(many / 30)
    found["signed"] = float(
        bool(_SIGNED.search(letter.text.strip()))
        and not _TEAM.search(letter.text[-40:])
    )
    found["others named"] = min(2.0, len(_NAMES.findall(letter.text)) * 0.5)
    found["figures"] = min(
        2.0,
        0.5 * sum(len(s.said.amounts) + len(s.said.moments) for s in letter.sentences),
    )
    for name in ("plain", "pressure", "blame", "register-formal"):
        found[f"ear {name}"] = max(
            (_squash(heard.score(n, name)) for n in range(len(letter.sentences))),
            default=0.0,
        )
    found |= _told(letter, context)
    return found


@lru_cache(maxsize=8192)
def _counts(low: str) -> NDArray[np.float64]:
    """Count the signs of one sentence; behind them its words and their letters."""
    words = _WORD.findall(low)
    signs = [len(pattern.findall(low)) for pattern in _SIGNS.values()]
    return np.array([*signs, len(words), sum(map(len, words))], dtype=np.float64)


def _told(letter: Letter, context: Context) -> dict[str, float]:
    """Say how much of the situation and of our earlier word the letter takes up."""
    whole = frozenset().union(*(one.said.concepts for one in letter.sentences)) if letter.sentences else frozenset()  # fmt: skip
    situation = context.situation or ""
    about = concepts_in(situation)
    sentences = [one for one in re.split(r"(?<=[.;:])\s", situation) if one]
    last = concepts_in(sentences[-1]) if sentences else frozenset()
    before = concepts_in(" ".join(context.said_before))
    numbers = set(_NUMBER.findall(situation + " ".join(context.said_before)))
    mine = set(_NUMBER.findall(letter.text))
    spoken = said(situation)
    told = {a.value for one in letter.sentences for a in one.said.amounts}
    return {
        "takes up the situation": 2 * len(about & whole) / max(3, len(about)),
        "takes up its last word": 2 * len(last & whole) / max(2, len(last)),
        "takes up what we said": 2 * len(before & whole) / max(3, len(before)) if before else 0.0,
        "its figures": 1.5 * len(numbers & mine) / max(1, len(numbers)) if numbers else 0.0,
        "its amounts": float(bool({a.value for a in spoken.amounts} & told)),
        "figures of its own": min(1.5, 0.4 * len(mine - numbers)),
    }  # fmt: skip


def _squash(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score + 1.0))))


@lru_cache(maxsize=1)
def shipped_weights() -> dict[str, dict[str, float]]:
    """Return the weights that come with the package, by quality and sign."""
    data = pkgutil.get_data("shopkeeper.say.tone", "weights/five_h.json") or b"{}"
    weights: dict[str, dict[str, float]] = json.loads(data)
    return weights


def score_five(
    letter: Letter,
    context: Context,
    heard: Heard,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, float | None]:
    """
    Score the five qualities of a letter.

    Returns:
        0 to 1 each; None where the context gives nothing to go by.
    """
    signs = signs_of_five(letter, context, heard)
    weigh = shipped_weights() if weights is None else weights
    scores: dict[str, float | None] = {}
    for name in FIVE_H:
        known = weigh.get(name, {})
        total = sum(known.get(sign, 0.0) * value for sign, value in signs.items())
        scores[name] = round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 6)
    if not context.said_before and not context.situation:
        scores["harmony"] = None
    if context.stage is None:
        scores["hospitality"] = None
    return scores
