"""Words that only hold a sentence together: no topic, and nobody's name."""

from __future__ import annotations

import re


_WORDS = re.compile(
    r"a|about|after|again|all|already|also|always|am|an|and|any|anyone|anything|are|as|at|be"
    r"|because|been|before|being|between|both|but|by|can|cannot|cant|could|did|didnt|do"
    r"|does|doesnt|don|dont|down|during|either|else|enough|ever|every|everything|few|fewer|for"
    r"|from|get|gets|getting|got|had|has|have|he|her|here|him|his|how|i|if|im|in"
    r"|instead|into|is|it|its|just|keep|kindly|less|let|like|many|may|me|might|more"
    r"|most|much|must|my|need|needs|neither|never|no|nor|not|nothing|now|of|off|ok|on"
    r"|once|one|only|or|other|our|out|over|own|per|please|pls|plz|prefer|preferred"
    r"|prefers|quite|rather|really|reply|shall|she|should|since|so|some|soon|still|stop"
    r"|such|than|thank|thanks|that|the|their|them|then|there|these|they|this|those"
    r"|though|till|to|today|tomorrow|too|twice|under|unless|until|up|upon|us|use|using"
    r"|very|via|want|wanted|wants|was|we|were|what|whatever|when|whenever|where|which"
    r"|while|who|whose|why|will|wish|wishes|with|without|wont|would|yes|yet|you|your"
)


def is_function_word(word: str) -> bool:
    """
    Tell whether *word*, in lower case, names nothing.

    Example:
        >>> is_function_word("not"), is_function_word("quiz")
        (True, False)
    """
    return _WORDS.fullmatch(word) is not None
