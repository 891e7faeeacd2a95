"""Is this a thing she bought, or a line that tills and web shops add?"""

from __future__ import annotations

import re


# "The usual postage?" is an embarrassment, so a toy delivery van that stays
# unsaid is the smaller harm. English, German, French, Spanish and Dutch.
_SOMEWHERE = re.compile(
    r"\b(postage|shipping|surcharge|adjust(ment)?|discount|refund|voucher"
    r"|bank charges?|(amazon|handling|service|delivery) fees?|bad debt"
    r"|porto|versand\w*|rabatt|gutschein|frais de port|livraison|remise"
    r"|gastos de env[ií]o|descuento|verzend\w*|korting)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(p ?& ?p|carriage|manual|delivery|samples?|(this is a )?test( product)?"
    r"|fees?|deposit|tip|anything|unknown|misc(ellaneous)?|none|n/?a|null|\W*|\d{1,3})\.?",
    re.IGNORECASE,
)


def is_a_thing(name: str) -> bool:
    """
    Tell whether *name* can be said as something she bought.

    Example:
        >>> is_a_thing("Earl Grey, 250 g"), is_a_thing("DOTCOM POSTAGE")
        (True, False)
        >>> is_a_thing("Manual"), is_a_thing("Manual coffee grinder")
        (False, True)
    """
    text = name.strip()
    return not _SOMEWHERE.search(text) and not _ALONE.fullmatch(text)
