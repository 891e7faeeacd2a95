"""What do the columns of this table mean, judged by their names and values?"""

from __future__ import annotations

from shopkeeper.recognise.columns.bought import names_the_item, not_kept
from shopkeeper.recognise.columns.dates import DateForm, DateStyle
from shopkeeper.recognise.columns.delivery import (
    Delivered,
    delivered,
    is_sent_to,
)
from shopkeeper.recognise.columns.headers import column_names, first_row_is_header
from shopkeeper.recognise.columns.learning import learn_form
from shopkeeper.recognise.columns.meanings import (
    DATES,
    MAIL_COLUMNS,
    NUMBERS,
    PERSON_KEYS,
    ColumnProfile,
    Meaning,
    TableMapping,
)
from shopkeeper.recognise.columns.numerals import (
    NumberForm,
    learn_number_form,
    read_number,
)
from shopkeeper.recognise.columns.parsing import (
    as_texts,
    day_parser,
    number_parser,
    parse_numbers,
    parse_times,
    sample_rows,
    time_parser,
)
from shopkeeper.recognise.columns.profiling import profile
from shopkeeper.recognise.columns.row_keys import key_candidates
from shopkeeper.recognise.columns.showing import describe


__all__ = [
    "DATES",
    "MAIL_COLUMNS",
    "NUMBERS",
    "PERSON_KEYS",
    "ColumnProfile",
    "DateForm",
    "DateStyle",
    "Delivered",
    "Meaning",
    "NumberForm",
    "TableMapping",
    "as_texts",
    "column_names",
    "day_parser",
    "delivered",
    "describe",
    "first_row_is_header",
    "is_sent_to",
    "key_candidates",
    "learn_form",
    "learn_number_form",
    "names_the_item",
    "not_kept",
    "number_parser",
    "parse_numbers",
    "parse_times",
    "profile",
    "read_number",
    "sample_rows",
    "time_parser",
]
