"""Which touch is right next, and when? Silence and a human are touches too."""

from shopkeeper.decide.asking import CHANCES, Question, WhatIf, worth_asking
from shopkeeper.decide.best_moment import shop_hour
from shopkeeper.decide.cases import (
    HOLDOUT,
    HUMAN,
    SILENCE,
    TREATED,
    Candidate,
    Out,
    PastTouch,
    PersonCase,
    PlanTerms,
    Rules,
    Word,
    candidates_of,
    is_human,
    options_of_step,
    terms_of,
)
from shopkeeper.decide.choosing import Choice, choose, propensities
from shopkeeper.decide.consent import may_contact
from shopkeeper.decide.dice import Queued, arm, lottery, uniform
from shopkeeper.decide.judging import forget_fates
from shopkeeper.decide.masks import MASKS, SENDING, is_eligible, mask, mask_at_sending
from shopkeeper.decide.moments import OpenLoop, StageNow, has_problem, moment
from shopkeeper.decide.quiet import zones_of
from shopkeeper.decide.rounds import (
    NO_CAPACITY,
    decide,
    decide_round,
    epsilon_for,
    options_of,
    queue,
)
from shopkeeper.decide.silence import Quietness, quietness
from shopkeeper.decide.unknowns import why_it_matters
from shopkeeper.decide.whereabouts import zones_for
from shopkeeper.decide.worth import value


__all__ = [
    "CHANCES",
    "HOLDOUT",
    "HUMAN",
    "MASKS",
    "NO_CAPACITY",
    "SENDING",
    "SILENCE",
    "TREATED",
    "Candidate",
    "Choice",
    "OpenLoop",
    "Out",
    "PastTouch",
    "PersonCase",
    "PlanTerms",
    "Question",
    "Queued",
    "Quietness",
    "Rules",
    "StageNow",
    "WhatIf",
    "Word",
    "arm",
    "candidates_of",
    "choose",
    "decide",
    "decide_round",
    "epsilon_for",
    "forget_fates",
    "has_problem",
    "is_eligible",
    "is_human",
    "lottery",
    "mask",
    "mask_at_sending",
    "may_contact",
    "moment",
    "options_of",
    "options_of_step",
    "propensities",
    "queue",
    "quietness",
    "shop_hour",
    "terms_of",
    "uniform",
    "value",
    "why_it_matters",
    "worth_asking",
    "zones_for",
    "zones_of",
]
