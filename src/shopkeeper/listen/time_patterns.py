"""How days, clock times and lengths of time are written, longest first.

Source: data/listen/RULES.md, (a), `deadline`.
"""

from __future__ import annotations

import re

from datetime import date, time, timedelta

from shopkeeper.listen.time_atoms import (
    AMPM,
    DAY,
    HOUR,
    HOUR_WORD,
    MONTH,
    NTH,
    NUMBER,
    YEAR,
    Reader,
    atom,
    bare_month,
    clock,
    dated,
    day_after,
    feast,
    four_digits,
    full_date,
    hour,
    hours,
    iso_date,
    minutes,
    nth,
    numeric_date,
    span,
    spoken_hour,
    spoken_minutes,
    week,
    weekday,
    weekday_and_weeks,
    weekend,
    word_hour,
)
from shopkeeper.listen.workdays import (
    add_months,
    easter,
    end_of_month,
    end_of_quarter,
    next_day_number,
)


_AFTER_DAY = (
    r"(?:(?<=day )|(?<=mon )|(?<=tue )|(?<=ues )|(?<=wed )|(?<=eds )|(?<=thu )"
    r"|(?<=urs )|(?<=hur )|(?<=fri )|(?<=sat )|(?<=sun )|(?<=row )|(?<=mrw )"
    r"|(?<=oro )|(?<=moz )|(?<=tmr ))"
)
_AFTER_NTH = r"(?:(?<=\dth )|(?<=\dst )|(?<=\dnd )|(?<=\drd ))"
_NO_UNIT = (
    r"(?!-)(?!\s(?:of|people|others?|working|business|days?|weeks?|months?|years?"
    r"|hours?|minutes?|mins?|items?|boxes|pieces|units?|more|times?|or|to|and a|per"
    r"|percent|hundred|thousand|pounds|euros|dollars|main|big|small|separate|different"
    r"|sets?|pairs?|new|old|is|was|has)\b)"
)
_BEHIND = (
    r"(?=$|[\s,;)!?.-](?!\s?(?:%|\d|working|business|days?|weeks?|months?|years?|hours?"
    r"|hrs?|minutes?|mins?|units?|of (?:them|these)|more|people|pieces|boxes|items)))"
)

# Longer and more telling patterns first: of two that overlap, the first wins.
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"\b\d{4}-\d\d-\d\d\b", iso_date),
        (
            (rf"\b(?P<day>[0-3]?\d)(?:{NTH})?(?: of)?\s(?P<month>{MONTH})"
            rf"(?:,?\s(?P<year>{YEAR}))?(?!\d)"),
            full_date,
        ),
        (
            (rf"\b(?P<month>{MONTH})\s(?:the )?(?P<day>[0-3]?\d)(?:{NTH})?\b(?![:%])"
            rf"(?:,?\s(?P<year>{YEAR}))?(?!\d)"),
            full_date,
        ),
        (
            rf"\b{DAY}\s(?:the )?(?P<day>\d{{1,2}}){NTH}\b",
            nth,
        ),
        (r"(?<![\d/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>\d{4}|\d\d))?(?![\d/])",
         numeric_date),
        (r"(?<![\d/.])(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<y>\d{4}|\d\d)(?!\d)",
         numeric_date),
        (
            (rf"\b(?:(?P<name>{DAY})\s(?:week|(?P<fortnight>fortnight))\b(?!\w)"
            rf"|(?:(?P<weeks>{NUMBER})\s(?:weeks?|wks?)|a (?P<fortnight2>fortnight))"
            rf"\s(?:on|from|this)\s(?:this |next )?(?P<name2>{DAY}))"),
            weekday_and_weeks,
        ),
        (r"\b(?:a|1|one) week (?:from )?(?:today|now)\b|\btoday week\b",
         dated(lambda d: d + timedelta(days=7))),
        (r"\b(?:(?:a )?fortnight|two weeks) (?:from )?today\b",
         dated(lambda d: d + timedelta(days=14))),
        (r"\b(?:a week tomorrow|tomorrow week)\b",
         dated(lambda d: d + timedelta(days=8))),
        (
            (r"\b(?:the )?(?:next|following) (?:morning|day)\b|\bthe day after\b"
             r"(?! tomorrow)"),
            day_after,
        ),
        (r"\b(?:the )?day after tomorrow\b", dated(lambda d: d + timedelta(days=2))),
        (
            (r"\btomorrow'?s?\b|\bt(?:mrw|mr|mw|moro|omo|omoz|omorro|moz)\b"
             r"|\btom(?:m)?orow\b|\b2mo(?:ro|rrow|z)\b|\b2m(?:rw|orow)\b"),
            dated(lambda d: d + timedelta(days=1)),
        ),
        (
            (r"\b(?:from now on|from here on|henceforth|hereafter|going forward"
             r"|from this (?:moment|point)(?: on)?|from today(?: on)?)\b"),
            dated(lambda d: d),
        ),
        (r"\byesterday\b", dated(lambda d: d - timedelta(days=1))),
        ((r"\b(?:end|close) of (?:the )?(?:business |working |trading )?day\b"
         r"|\bclose of (?:business|play|trading)\b|\bend of (?:business|play)\b"
         r"|\b(?:eod|cob|cop|eob)\b"), clock(17)),
        (r"\b(?:tonight|tonite|2nite|2night)\b", dated(lambda d: d, clock=time(21))),
        (r"\b(?:later )?today\b|\bsame day\b(?! del)", dated(lambda d: d)),
        (
            r"\bthis (?=morning|afternoon|evening|arvo|aft\b|eve\b|pm\b)",
            dated(lambda d: d),
        ),
        (r"\bearly (?:in the )?next (?:week|wk)\b", week(1, 1, inside=False)),
        (r"\b(?:mid(?:dle of)?|midway through)[ -](?:the )?next (?:week|wk)\b",
         week(1, 2, inside=False)),
        (r"\b(?:beginning|start) of (?:the )?next (?:week|wk)\b",
         week(1, 0, inside=False)),
        (r"\b(?:the )?(?:week|wk) after next\b", week(2, 4)),
        ((r"\b(?:(?:the )?(?:end|back end|late|latter part) (?:of |in )?)?(?:the )?"
         r"(?:next|following|coming) (?:working |business"
         r" )?(?:week|wk)\b"), week(1, 4)),
        (r"\b(?:early|mid) (?:in )?this (?:week|wk)\b", week(0, 2, inside=False)),
        ((r"\b(?:end of (?:the|this) (?:working |business )?(?:week|wk)|this (?:week"
          r"|wk)"
         r"|later this (?:week|wk)|week'?s end|eow|(?<=within )the week)\b"),
         week(0, 4)),
        (r"\bnext weekend\b", weekend(1)),
        (r"\b(?:the |this |at the |over the )?weekend\b(?!s)", weekend(0)),
        (r"\bend of (?:the )?next month\b|\bnext month\b",
         dated(lambda d: end_of_month(add_months(d.replace(day=1), 1)), inside=True)),
        ((r"\b(?:end of (?:the|this) month|month[- ]?end|end of month|eom"
         r"|(?:later )?this month)\b"), dated(end_of_month, inside=True)),
        (r"\bmid[- ]month\b|\bmiddle of (?:the|this) month\b",
         dated(lambda d: next_day_number(d, 15))),
        (r"\b(?:the )?(?:start|beginning|first) of (?:the )?next month\b",
         dated(lambda d: add_months(d.replace(day=1), 1))),
        (r"\b(?:end of (?:the )?)?next quarter\b",
         dated(lambda d: end_of_quarter(end_of_quarter(d) + timedelta(days=1)),
                inside=True)),
        (r"\b(?:end of (?:the|this) quarter|quarter[- ]?end|this quarter|eoq)\b",
         dated(end_of_quarter, inside=True)),
        (r"\b(?:end of (?:the )?)?next year\b",
         dated(lambda d: date(d.year + 1, 12, 31), inside=True)),
        (r"\b(?:end of (?:the|this) year|year[- ]?end|(?:later )?this year|eoy)\b",
         dated(lambda d: date(d.year, 12, 31), inside=True)),
        (r"\bchristmas eve\b", feast(lambda y: date(y, 12, 24))),
        (r"\b(?:christmas(?: day)?|xmas)\b", feast(lambda y: date(y, 12, 25))),
        (r"\bboxing day\b", feast(lambda y: date(y, 12, 26))),
        (r"\bnew year'?s eve\b", feast(lambda y: date(y, 12, 31))),
        (r"\b(?:the )?new year(?:'?s(?: day)?)?\b", feast(lambda y: date(y, 1, 1))),
        (r"\bgood friday\b", feast(lambda y: easter(y) - timedelta(days=2))),
        (r"\beaster monday\b", feast(lambda y: easter(y) + timedelta(days=1))),
        (r"\beaster(?: sunday)?\b", feast(easter)),
        (r"\bvalentine'?s(?: day)?\b", feast(lambda y: date(y, 2, 14))),
        (r"\bhalloween\b", feast(lambda y: date(y, 10, 31))),
        (
            (r"\b(?P<how>by|before|in|until|till|til|during|through|end of|mid(?:dle"
             r" of)?"
            r"|early(?: in)?|late(?: in)?|for|next|this|of|beginning|start)[ -]"
            rf"(?P<start_of>of )?(?P<month>{MONTH})(?:\s(?P<year>{YEAR}))?(?!\s?\d)"),
            bare_month,
        ),
        (
            (rf"\b(?:the |(?<=by )|(?<=on )|(?<=for ))(?P<day>\d{{1,2}}){NTH}\b"
            r"(?! (?:floor|time|century|one|item|email|letter|call|edition|anniversary"
            r"|birthday|page|line|person|attempt))"),
            nth,
        ),
        (
            (rf"\b(?:(?P<how>next|last|this(?: coming)?|coming|every|each)\s)?"
            rf"(?P<name>{DAY})(?!-)"),
            weekday,
        ),
        ((r"\b(?:within|in|for) (?:the |half )(?:an )?(?:next )?half[- ](?:an )?hour\b"
         r"|\bhalf an hour\b|\bhalf hour\b"), minutes(30)),
        (
            (rf"(?<![\w.,/])(?:{NUMBER}\s?(?:-|to|or|/)\s?)?(?P<count>{NUMBER})"
            r"(?:\s|-)?(?:or (?:so|two|three) )?(?:full |more |other )?"
            r"(?P<working>(?:working|business|biz|bus\.?|wkg|wking|office|week)[- ]?)?"
            r"(?P<unit>min(?:ute)?s?|hours?|hrs?|h|days?|d|nights?|weeks?|wks?"
            r"|fortnights?|months?|mths?|quarters?|years?|yrs?|bds?|wds?)\b"
            r"(?!['-]?(?:s )?(?:old|ago|before|back\b|notice|guarantee|warranty))"
            r"(?P<half> and a half\b)?"),
            span,
        ),
        (
            (rf"\b(?:between|from|btw)\s(?P<fr>{HOUR}(?:[:.h]\d\d)?){AMPM}?\s?"
            rf"(?:-|and|to|until|till|&)\s?(?P<to>{HOUR}(?:[:.h]\d\d)?)"
            rf"(?P<ap>{AMPM})?{_BEHIND}"),
            hours,
        ),
        (
            (rf"(?<![\d.:/])(?P<fr>{HOUR}(?:[:.]\d\d)?){AMPM}?\s?(?:-|to|until)\s?"
            rf"(?P<to>{HOUR}(?:[:.]\d\d)?)(?P<ap>{AMPM})(?!\w)"),
            hours,
        ),
        (
            (r"(?<![\d.:/])(?P<fr>(?:[01]?\d|2[0-3]):\d\d)\s?(?:-|to|until)\s?"
            r"(?P<to>(?:[01]?\d|2[0-4]):\d\d)(?P<ap>)(?!\d)"),
            hours,
        ),
        (rf"(?<![\d.:/\u00a3$\u20ac])(?P<h>{HOUR}[:.h][0-5]\d)(?P<ap>{AMPM})(?!\w)",
         hour),
        (rf"(?<![\d.:/\u00a3$\u20ac])(?P<h>{HOUR}:[0-5]\d)(?P<ap>)(?![\d:])", hour),
        (r"\b(?:at|by|before|until) (?P<h>(?:1?\d|2[0-3])\.[0-5]\d)(?P<ap>)(?![\d%])",
         hour),
        (rf"(?<![\d.:/\u00a3$\u20ac])(?P<h>{HOUR})(?P<ap>{AMPM})(?!\w)", hour),
        (rf"\b(?P<h>{HOUR})(?P<ap>)\s?o'?clock\b", hour),
        ((rf"\b(?P<part>half(?: past)?|(?:a )?quarter (?:past|to))\s(?P<h>{NUMBER})\b"
         r"(?! (?:hours?|days?|weeks?|years?|months?|an?|the|price))"), spoken_hour),
        ((rf"\b(?:at|by|before|b4|till|until|around|from|after)\s(?P<h>{HOUR})(?P<ap>)"
         rf"{_BEHIND}"), hour),
        (r"\b(?:noon|midday|mid-day|lunch(?:time)?|12 noon)\b",
         lambda m, _: atom(m, "clock", clock=time(12), sure=True)),
        (r"\bmidnight\b", lambda m, _: atom(m, "clock", clock=time(23, 59), sure=True)),
        (r"(?<=within )the hour\b", minutes(60)),
        (
            (rf"\b(?P<part>(?:five|ten|twenty|twenty-five|5|10|20|25|15)"
             rf" (?:past|to))\s(?P<h>{NUMBER})\b"
             r"(?! (?:hours?|days?|weeks?|years?|months?|people|%))"),
            spoken_minutes,
        ),
        (
            (rf"\b(?:between|from|btw)\s(?:{HOUR_WORD})\s(?:and|to|until|till)\s"
             rf"(?P<h>{HOUR_WORD})\b{_NO_UNIT}"),
            word_hour,
        ),
        (
            (rf"\b(?:at|by|before|b4|till|until|around|from)\s(?P<h>{HOUR_WORD})"
             rf"(?:\s(?P<m>fifteen|thirty|forty-five|forty five))?\b{_NO_UNIT}"),
            word_hour,
        ),
        (
            (r"(?<![\d.:/\u00a3$\u20ac])(?P<h>(?:0?\d|1\d|2[0-3])\.[0-5]\d)(?P<ap>)"
             rf"(?=\s(?:on\s)?(?:{DAY}|tomorrow|today|tonight|in the morning))"),
            hour,
        ),
        (
            (rf"(?:{_AFTER_DAY}|{_AFTER_NTH})"
             r"(?P<h>(?:0?\d|1\d|2[0-3])\.[0-5]\d)(?P<ap>)(?![\d%])"),
            hour,
        ),
        (
            (rf"(?:{_AFTER_DAY}|{_AFTER_NTH}|(?<=at ))"
             r"(?P<h>[01]\d[0-5]\d)\b(?!\s?(?:%|\w+s\b))"),
            four_digits,
        ),
        (rf"{_AFTER_DAY}(?:am\b|a\.m\b\.?)", clock(12)),
        (
            r"(?<![\d:.] )(?<!\d)\b(?:pm\b|p\.m\b\.?)(?! (?:system|tool|team))",
            clock(17),
        ),
        (r"\bfirst thing\b", clock(10)),
        (r"\bmornings?\b(?! coffee)", clock(12)),
        (r"\b(?:afternoons?|arvo|aftn|aft)\b", clock(17)),
        (r"\b(?:evenings?|night|nite)\b", clock(21)),
        (rf"(?:{_AFTER_DAY}|(?<=this ))eve\b", clock(21)),
    )
)  # fmt: skip
