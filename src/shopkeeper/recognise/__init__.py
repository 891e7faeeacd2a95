"""Are these records the same person, and how sure are we?"""

from __future__ import annotations

from shopkeeper.recognise.decisions import named, persons, standing
from shopkeeper.recognise.index import Index, build_index
from shopkeeper.recognise.junk import junk_because
from shopkeeper.recognise.matches import Match
from shopkeeper.recognise.names import Name, name_of
from shopkeeper.recognise.nodes import Node, keys_of, signature_of
from shopkeeper.recognise.normalise import identifiers_in, normalise
from shopkeeper.recognise.resolve import Resolution, resolve
from shopkeeper.recognise.rows import RowReader, reader_of
from shopkeeper.recognise.shared import MOST_PEOPLE, Reach, Shared
from shopkeeper.recognise.tell_apart import Face, told_apart_by


__all__ = [
    "MOST_PEOPLE",
    "Face",
    "Index",
    "Match",
    "Name",
    "Node",
    "Reach",
    "Resolution",
    "RowReader",
    "Shared",
    "build_index",
    "identifiers_in",
    "junk_because",
    "keys_of",
    "name_of",
    "named",
    "normalise",
    "persons",
    "reader_of",
    "resolve",
    "signature_of",
    "standing",
    "told_apart_by",
]
