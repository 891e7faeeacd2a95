"""A made-up town whose truth is known: what a demonstration is told about."""

from __future__ import annotations

from shopkeeper.town.build import Town, build, files
from shopkeeper.town.judge import KINDS, Finding, Judgement, Sent, judge, reader_of
from shopkeeper.town.merge import mail_merge
from shopkeeper.town.model import (
    NOW,
    Buy,
    Habit,
    Person,
    RecordedError,
    Statement,
    TownFile,
)
from shopkeeper.town.papers import Papers, contents_and_plans
from shopkeeper.town.truth import Joins, Truth


__all__ = [
    "KINDS",
    "NOW",
    "Buy",
    "Finding",
    "Habit",
    "Joins",
    "Judgement",
    "Papers",
    "Person",
    "RecordedError",
    "Sent",
    "Statement",
    "Town",
    "TownFile",
    "Truth",
    "build",
    "contents_and_plans",
    "files",
    "judge",
    "mail_merge",
    "reader_of",
]
