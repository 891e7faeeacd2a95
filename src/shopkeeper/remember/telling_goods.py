"""Goods from which health, faith, love, politics or a loss can be guessed.

What can be inferred counts as much as what is said (CJEU C-184/20; C-21/23 on orders of
a shop): such a thing is no fact that could be said, and leaves no gap where it was. The
lists are ours, in English, German, French, Spanish and Dutch; a word too many only makes
a letter speak of something else she bought. Source: reliability.md, D10.
"""

# ruff: noqa: E501, FLY002 lists of words are as long as they are

from __future__ import annotations

import re


_HEALTH = (
    r"pregnan\w+|ovulation|fertility|prenatal|maternity|breast ?pumps?|nursing bra|"
    r"contracepti\w+|condoms?|morning[- ]after|menopaus\w+|incontinen\w+|adult diapers?|"
    r"h(?:a|)emorrhoid\w*|thrush|candida|herpes|hiv|std|sti|viagra|sildenafil|erectile|"
    r"insulin|gluco(?:se|meter) (?:test|strips?|monitor)\w*|diabet\w+|chemo\w*|cancer|tumou?r|"
    r"antidepress\w+|depress\w+|anxiety|panic attacks?|bipolar|schizo\w+|adhd|autis\w+|"
    r"dementia|alzheimer\w*|parkinson\w*|epilep\w+|ostomy|stoma|catheter\w*|wheelchair\w*|"
    r"crutch(?:es)?|hearing aids?|nicotine|quit smoking|stop smoking|alcoholi\w+|sobriety|"
    r"addict\w+|rehab\w*|methadone|head lice|lice (?:comb|shampoo)|hair loss|minoxidil|"
    r"psoriasis|eczema|migraine|arthritis|lupus|crohn\w*|coeliac|ibs|eating disorders?|"
    r"weight[- ]loss|slimming|dna (?:test|kit)\w*|ancestry (?:test|kit)\w*|paternity test\w*|"
    r"schwanger\w+|kinderwunsch|verhütung\w*|kondome?|inkontinenz\w*|blutzucker\w*|krebs|"
    r"depression\w*|wechseljahre\w*|hämorrhoid\w*|grossesse|préservatifs?|enceinte|cancer|"
    r"ménopause|embarazo|preservativos?|embarazada|zwangerschap\w*|condooms?"
)
_FAITH = (
    r"bibles?|qur['\u2019]?an|koran|torah|talmud|rosary|rosaries|prayer (?:mats?|rugs?|beads|"
    r"books?)|hijabs?|niqab|burqa|kippah?s?|yarmulke|menorahs?|mezuzah?s?|crucifix(?:es)?|"
    r"first communion|baptism|christening|bar mitzvah|bat mitzvah|halal|kosher|ramadan|eid|"
    r"diwali|hanukkah|passover|buddha|hindu|bhagavad gita|bibel|rosenkranz|gebetbuch|"
    r"kommunion|taufe|chapelet|coran|bautizo|rosario|atheis\w+"
)
_LOVE = (
    r"lubricants?|vibrators?|sex toys?|dildos?|lingerie|erotic\w*|porn\w*|kama sutra|"
    r"pride flags?|rainbow flags?|lgbt\w*|gay|lesbian|bisexual\w*|queer|transgender|"
    r"coming out|chest binders?|kink\w*|bdsm|gleitgel|erotik\w*|lubrifiant"
)
_POLITICS = (
    r"labour party|conservative party|republican party|democratic party|green party|"
    r"communis\w+|socialis\w+|fascis\w+|trade union|union membership|campaign (?:badge|sign)\w*|"
    r"vote (?:for|leave|remain)|protest (?:sign|banner)s?|antifa|gewerkschaft\w*"
)
_LOSS = (
    r"funeral\w*|cremation|urns?|grave(?:stones?| candles?| lights?)?|headstones?|mourning|"
    r"bereave\w+|grief|griev\w+|condolences?|sympathy cards?|in loving memory|memorial|"
    r"miscarriage|stillbirth|widow\w*|divorc\w+|separation agreement|trauer\w*|beileid\w*|"
    r"grablicht\w*|beerdigung\w*|scheidung\w*|deuil|condoléances|funérailles|duelo|luto|rouw\w*"
)
_TROUBLE = (
    r"debt (?:advice|relief|help)|bankrupt\w+|payday|domestic (?:abuse|violence)|"
    r"asylum|immigration (?:form|law|guide)\w*|prison|probation|privatinsolvenz|schulden\w*"
)
_TELLING = re.compile(
    rf"\b(?:{'|'.join((_HEALTH, _FAITH, _LOVE, _POLITICS, _LOSS, _TROUBLE))})\b",
    re.IGNORECASE,
)


def is_telling(name: str) -> bool:
    """
    Tell whether the name of a thing says more of its buyer than what she buys.

    Example:
        >>> is_telling("Pregnancy test, twin pack"), is_telling("Earl Grey, 250 g")
        (True, False)
    """
    return bool(_TELLING.search(name))
