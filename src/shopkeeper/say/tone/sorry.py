"""Are we sorry, as ours, for what she went through?"""

from __future__ import annotations

import re

from shopkeeper.say.tone.context import PASSED, Context, Finding, Span, failed
from shopkeeper.say.tone.reading import Letter, Sentence
from shopkeeper.say.tone.rulebook import Hit, Rulebook
from shopkeeper.say.tone.stems import concepts_in


CHECK = "apologises_for_the_effect"
_SPOILS = ("apology.conditional", "apology.feelings", "apology.elsewhere")
_TAKEN = re.compile(
    r"\b(?:this|that|it|we|i|our|which)(?:'ve| has| have| had)? (?:caused|cost|gave|put|made|brought|did|meant|left|kept|spoilt|spoiled|ruined|took|let|lost|sent|sold|told|charged|broke|forgot|got)"
    r"|put you through|caused you|cost you|gave you|made you|left you|kept you|let you down|brought you|did to (?:you|your)|you (?:had|were|went|got|stood|sat|waited|spent|lost|missed|paid|came|found|have had|drove|walked|slept|ate|took|lived|could|couldn't|opened|wore|carried)"
    r"|you've (?:had|been|lost|missed|spent)|your (?:\w+ )?\w+"
    r"|(?:sorry|apolog\w+|pardon|regret|ashamed|soz|sry)\b.{0,25}\b(?:that you|you|u|ur|those|these|every|each) \w+"
)
# What she went through, told beside a bare "I'm sorry": you, and what came of it.
_HERS = re.compile(
    r"\b(?:you|your|u|ur)\b(?=.*\b(?:\w{2,}ed|had|were|was|got|went|came|lay|sat|stood|lost|found|told|slept|woke|ran|"
    r"paid|left|kept|gave|took|made|did|read|saw|heard|fell|broke|wore|spent|put|let|cut|set|must|could(?:n't)?|didn't|without)\b)"
    r"|\b(?:\w{2,}ed|had|were|was|got|went|came|lay|sat|stood|lost|found|told|took|gave|made|kept|left|broke|sent|put|did|began|cut)\b.*\b(?:you|your|u|ur)\b"
)
_BARE = re.compile(
    r"^\W*(?:and |but |so |oh,? |for (?:this|that|it|all (?:this|that|of (?:it|this)))(?: all)?,? ?)*(?:i|we)?(?:'m| am|'re| are)?(?: \w+)? ?(?:so |very |truly |really |deeply |terribly |heartily |genuinely )*(?:sorry|apologi[sz]e|ashamed|beg your pardon|ask your pardon)(?: (?:for|about) (?:it|that|this|all (?:of )?(?:it|that|this)))?\W*$"
)


_THANKS = re.compile(r"\b(?:thank\w*|th(?:an)?x|cheers|grateful|obliged)\b")


def apologises_for_the_effect(
    letter: Letter, context: Context, rules: Rulebook
) -> Finding:
    """Look for a sorry that is ours and stands with what it did to her."""
    if context.suffered is None:
        raise ValueError
    suffered = concepts_in(context.suffered)
    spoilt: list[tuple[Span, str]] = []
    for number, one in enumerate(letter.sentences[letter.body :], letter.body):
        hits = [h for h in rules.hits(one.said.low) if h.rule.check == CHECK]
        if not any(hit.rule.kind == "good" for hit in hits):
            continue
        fault = next((h for h in hits if h.rule.kind == "fault"), None)
        if fault is not None and not _sorry_besides(one, fault):
            spoilt.append(((one.start, one.end), fault.rule.says))
            continue
        if _names_it(letter, number, suffered):
            return PASSED
        spoilt.append(
            ((one.start, one.end), "Say what it did to her, beside the sorry.")
        )
    if spoilt:
        return failed(spoilt[0][1], *(span for span, _ in spoilt))
    place = _instead(letter, rules)
    return failed("Nobody says sorry for what she went through.", *place)


def _sorry_besides(one: Sentence, fault: Hit) -> bool:
    """Is there another sorry in the sentence, before the spoilt one?"""
    if fault.rule.key != "apology.elsewhere":
        return False
    rest = one.said.low[: fault.start] + " " + one.said.low[fault.end :]
    return bool(re.search(r"\b(?:sorry|apologi[sz]e)\b", rest))


def _names_it(letter: Letter, number: int, suffered: frozenset[str]) -> bool:
    one = letter.sentences[number]
    if one.said.concepts & suffered:
        return True
    if _TAKEN.search(one.said.low):
        return True
    around = [
        letter.sentences[at]
        for at in (number - 2, number - 1, number + 1)
        if letter.body <= at < len(letter.sentences)
    ]
    return any(
        near.said.concepts & suffered
        or _TAKEN.search(near.said.low)
        or (_HERS.search(near.said.low) and not _THANKS.search(near.said.low))
        for near in around
    )


def _instead(letter: Letter, rules: Rulebook) -> list[Span]:
    """Return what stands where a sorry should: understanding, hope, a pity."""
    return [
        (one.start, one.end)
        for one in letter.sentences[letter.body :]
        if "apology.ownerless" in rules.keys(one.said.low)
    ][:1]
