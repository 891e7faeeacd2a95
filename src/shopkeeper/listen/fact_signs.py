"""The words by which a fact is meant this way or that; data for `facts`.

Source: data/listen/RULES.md, (c).
"""

from __future__ import annotations

import re

from shopkeeper.listen.promise_words import words


def any_of(text: str, *more: str) -> re.Pattern[str]:
    """Return a pattern of whole words (`_` is a blank) and further patterns."""
    return re.compile(r"\b(?:" + "|".join((words(text), *more)) + r")\b")


RELATIVE = (
    r"(?:husband|wife|partner|son|daughter|mum|mom|mother|dad|father|brother|sister"
    r"|boss"
    r"|colleague|friend|neighbour|neighbor|nan|gran|grandmother|grandma|grandad"
    r"|grandfather"
    r"|uncle|aunt|cousin|niece|nephew|girlfriend|boyfriend|fianc.e?|flatmate|roommate"
    r"|kids?"
    r"|children|child|parents|twins|toddler|assistant|manager|secretary|mate"
    r"|mother-in-law"
    r"|father-in-law|mil|hubby|missus|grandson|granddaughter|grandchildren|stepson"
    r"|guest)"
)

MOOD: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (any_of(text), value)
    for text, value in (
        (
            (
                "steaming fuming furious livid raging hung_up shouted shouting"
                " screaming"
                " swore swearing v_grumpy"
                " very_grumpy v_cross very_cross hostile abusive in_a_rage very_upset"
                " v_upset spitting_feathers"
                " apoplectic really_angry very_angry v_angry in_a_foul_mood slammed"
                " in_tears"
            ),
            -2,
        ),
        (
            (
                "all_smiles over_the_moon beaming delighted_to v_happy very_happy"
                " v_cheerful very_cheerful"
                " in_great_spirits on_top_form radiant bubbly laughing singing sunny"
                " super_friendly v_friendly"
                " very_friendly a_joy lovely_chat so_happy in_stitches v_jolly glowing"
                " ecstatic buzzing"
            ),
            2,
        ),
        (
            (
                "grumpy tired cross curt snappy short_with frosty moody impatient down"
                " flat low subdued stressed"
                " upset annoyed irritated wary cold_on_the_phone not_happy unhappy"
                " quiet"
                " tense gruff tetchy harassed"
                " fed_up miffed distracted rushed weary worn_out sounded_off a_bit_off"
                " not_amused sharp huffy"
                " worried anxious gloomy glum stroppy prickly offish sour terse"
            ),
            -1,
        ),
        (
            (
                "nice cheerful friendly chatty warm polite pleasant jolly good_mood"
                " happy"
                " in_good_spirits upbeat"
                " relaxed smiling calmer laughed jokey joking good_spirits cheery"
                " bright"
                " easygoing easy_going"
                " good_humour sweet charming chirpy pleased lively perky mellow affable"
            ),
            1,
        ),
        ("neutral ok fine calm businesslike brisk matter_of_fact so-so indifferent", 0),
    )
)
MOOD_FRAME = re.compile(
    r"\b(?:seems?|seemed|sounded|sounds|came across|comes across|looked|looks|was|mood"
    r"|in a|tone|v|very"
    r"|bit|a bit|rather|quite|w/ us|with us|with me|w/ me|on phone|on the phone|today"
    r"|but|all|always"
    r"|pretty|so)\b"
)
KEENNESS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (any_of(text), value)
    for text, value in (
        (
            (
                "no_interest zero_interest not_interested not_at_all_interested flat_no"
                " hard_no never_going_to_buy"
                " waste_of_time time_waster dead_lead stone_cold won't_buy tyre_kicker"
                " not_a_chance definite_no"
            ),
            -2,
        ),
        (
            (
                "cool_towards cool_on cool_about lukewarm polite_no not_keen unlikely"
                " lost_interest losing_interest"
                " cooling not_convinced sceptical skeptical unconvinced half-hearted"
                " hesitant doubtful non-committal"
                " wary_of just_browsing window_shopping backing_off not_bothered"
            ),
            -1,
        ),
        (
            (
                "not_sold on_the_fence 50/50 fifty-fifty undecided could_go_either_way"
                " neutral_on in_two_minds"
                " hard_to_read jury's_out sitting_on_the_fence open_to_it either_way"
            ),
            0,
        ),
        (
            (
                "very_keen v_keen super_keen very_interested v_interested"
                " really_interested hot_lead red_hot"
                " ready_to_buy ready_to_sign itching_to wants_to_sign sold_on dead_keen"
                " strong_lead will_sign"
                " eager bites_our_hand desperate_to_buy can't_wait_to_buy"
                " extremely_keen"
                " raring_to_go all_in"
            ),
            2,
        ),
        (
            (
                "keen interested warm_lead warm_to warm_towards warming_to curious"
                " intrigued tempted leaning_towards"
                " liked_the_idea likes_the_idea sounded_interested promising quite_keen"
                " asked_lots wants_to_know_more"
                " good_prospect nibbling leaning_yes open_to"
            ),
            1,
        ),
    )
)
JOB = any_of(
    "company office warehouse contract contracts invoice invoices pallets pallet client"
    " clients staff stall depot"
    " shop_floor boss colleague colleagues shift business firm parish_office forklift"
    " kiln helmets site factory"
    " service_plan purchase_order supplier suppliers observatory employer work workers"
    " crew bakery workshop trade"
    " wholesale meeting conference department head_office branch our_customers"
    " procurement warehouse dept"
    " restaurant_kitchen catering clinic surgery_staff classroom pupils school_office"
    " farm_shop union_rep mkt"
    " merging merger headquarters hq job promotion overtime employees employee budget"
    " tender turnover retail vat"
    " accounts accountant night_shift day_shift foreman apprentice payroll machine"
    " machinery lorry fleet van_fleet"
    " tools batch flyers quote_for_the new_role"
)
SENSITIVE = any_of(
    "deaf blind dialysis pregnant covid cancer chemo chemotherapy diabetes diabetic"
    " asthma arthritis allergic allergy"
    " allergies hospital surgery operation diagnosed diagnosis sober alcoholic rehab"
    " depression depressed anxiety"
    " therapy therapist wheelchair disabled disability dementia alzheimer's stroke"
    " epilepsy epileptic autistic autism"
    " adhd ill illness sick flu migraine migraines hiv miscarriage ivf fertility"
    " menopause pacemaker insulin coeliac"
    " celiac lactose intolerant pain can't_do_stairs hearing_aid hearing"
    " hip_replacement knee_replacement broke_my"
    " broken_leg broken_hip medication prescription symptoms injury injured bad_back"
    " asthmatic poorly heart_attack"
    " heart_condition high_blood_pressure transplant mobility long_covid anorexia"
    " eating_disorder"
    " kosher halal sikh muslim christian jewish jew catholic hindu buddhist church"
    " mosque synagogue temple ramadan eid"
    " lent religious prays prayer baptism christening bar_mitzvah bat_mitzvah hajj imam"
    " vicar priest rabbi quaker mormon"
    " atheist jehovah communion diwali hanukkah parishioner converted"
    " labour_party tory conservative_party lib_dem greens_party green_party votes"
    " voted_for politics political councillor"
    " campaigner brexit republican democrat socialist activist union trade_union"
    " union_rep shop_steward striking"
    " gay lesbian bisexual transgender trans queer same-sex coming_out non-binary"
    " sexual"
    " roma gypsy ethnic ethnicity black asian_heritage mixed_race refugee indigenous"
    " maori aboriginal"
    " leather_strap no_leather no_alcohol no_pork no_wine shared_fryer"
    " vegan_for_religious"
)
HYPOTHETICAL = re.compile(
    r"\b(?:if|maybe|might|perhaps|thinking (?:of|about)|considering|possibly|could be"
    r"|may (?:be|need|want|move)|in case|one day|hoping to|toying"
    r" with|tempted|dreaming of|not decided|undecided|depends|were to|would need|we'd"
    r" need|someday|considers|mulling|unless|wondering about)\b"
)
PAST = re.compile(
    r"\b(?:used to|was on|no longer|any ?more|formerly|previously|back when|years ago"
    r"|once (?:had|was|played|kept)|gave up|given up|stopped (?!work"
    r"|charg|heat)\w+ing|in my youth|as a (?:child|boy|girl|student)|no more|quit"
    r" (?!my)|until last|ex-)\b"
)
NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|isn't|isnt|aren't|wasn't|don't|dont|doesn't"
    r"|doesnt|didn't|won't|haven't|hasn't|can't|cannot|without|hardly"
    r"|nothing)\b"
)
TOLD_US = re.compile(
    r"\b(?:you (?:told us|said|mentioned|wrote|let us know)|(?:i|we) (?:see|know"
    r"|understand|gather"
    r"|remember|have here|note|noticed) (?:that )?(?=you|your)|i remember)\b(?: (?:last"
    r" time|before"
    r"|that|earlier|on the phone|in your (?:last )?(?:mail|email|letter)))*\s*"
)
# What one of us (or she) is going to do is a promise, not how she likes things.
PROMISED = re.compile(
    r"(?:(?:i|we|you|she|he|they|just|have|has|had)\s|i've |we've )*(?:promised?|agreed"
    r"|offered|told (?:her|him|me|us) (?:that )?(?:i|we|you)(?:'d|'ll| would| will)"
    r"|will|shall|going to|said (?:that )?(?:i|we|you)(?:'d|'ll| would| will))\b"
    r"(?! (?:only|always|never|not|rather))|(?:i|we)'ll (?!only|always|never|not)"
)
