"""The words by which facts about her are known; data for `facts`.

Source: data/listen/RULES.md, (c).
"""

from __future__ import annotations

import re

from shopkeeper.listen.promise_words import words


def _any(text: str, *more: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join((words(text), *more)) + r")\b")


RELATIVE = (
    r"(?:husband|wife|partner|son|daughter|mum|mom|mother|dad|father|brother|sister|boss"
    r"|colleague|friend|neighbour|neighbor|nan|gran|grandmother|grandma|grandad|grandfather"
    r"|uncle|aunt|cousin|niece|nephew|girlfriend|boyfriend|fianc.e?|flatmate|roommate|kids?"
    r"|children|child|parents|twins|toddler|assistant|manager|secretary|mate|mother-in-law"
    r"|father-in-law|mil|hubby|missus|grandson|granddaughter|grandchildren|stepson|guest)"
)

CONTACT_CUE = re.compile(
    r"\b(?:new|changed|my|our|her|his|reach|use|update|updated|now|moved to|instead|contact"
    r"|number|mobile|phone|tel|mail|e-?mail|address|postcode|ring|call|text|write to|below)\b"
)
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d ()/-]{5,18}\d(?![\w/])")
ADDRESS = re.compile(
    r"\b(?:address (?:is(?: now)?|has changed to|now|changed to|:)|new address[:,]?|live at(?: now)?"
    r"|living at|send (?:it|them|post|everything|mail) to|moved to(?= \d)|delivery address[:,]?"
    r"|deliver to(?= \d)|now at(?= \d))\s*:?\s*(?P<value>(?:unit |flat |apartment |the |no\.? )?"
    r"[\w'-]+(?:,? [\w'.-]+){0,12})"
)
ADDRESS_SIGN = re.compile(
    r"\d|\b(?:road|street|lane|avenue|drive|close|way|court|house|cottage|farm|terrace|rd|st"
    r"|ave|gardens|place|square|hill|park|crescent|mews|quay)\b"
)
FORM_OF_ADDRESS = re.compile(
    r"\b(?:(?:call|address|refer to|know) (?:me|her|him|them|us) (?:as |by )?(?!back|again|at|on"
    r"|after|before|when|if|to|about|any|asap|tomorrow|today|in\b|for|from|between|by\b|and|or\b"
    r"|first|later|this|next|please|up|out|anything)|(?:please )?use (?:my )?(?:[a-z]+)(?: from now"
    r" on| instead of| not )|(?:i|she|he) goe?s? by|prefers? (?:to be called|being called|to go by"
    r"|dr|mr|mrs|ms|miss|mx|prof|first names?)|(?:it's|it is|that's|its) (?:dr|mr|mrs|ms|miss|mx"
    r"|prof|professor|lady|sir|rev|captain)\b|(?:my|her|his) (?:sur|first |last |given |maiden"
    r" |full |real |proper |married )?name(?:'s| is| was)|known as|(?:dr|mr|mrs|ms|miss|mx),? not"
    r" (?:dr|mr|mrs|ms|miss|mx)|not (?:mr|mrs|miss|ms|dr|sir|madam)\b|pronouns?|first[- ]names?"
    r" (?:is|are|basis|terms|only)|spel(?:t|led|ling)|drop the (?:mr|mrs|miss|ms|dr)|everyone calls"
    r" (?:me|her|him)|goes by|stop calling (?:me|her) (?!at|on|again))\b"
)
THANKS = re.compile(
    r"\b(?:thank(?:s| you| u)?(?! in advance)|thx|cheers (?:for|to)|ta (?:for|v)|grateful|gratitude"
    r"|appreciat\w+|much obliged|kudos|well done|hats off|bravo|compliments to|great (?:job|service"
    r"|work|team|staff|help)|good (?:job|service|work)|top (?:marks|notch|service)|loved? (?:the|your|it"
    r"|how|that|our|every)|you(?:'ve| have)? (?:were|been|are) (?:so |very |really |all |absolutely )?"
    r"(?:great|lovely|kind|brilliant|amazing|wonderful|helpful|fantastic|patient|star|stars|excellent)"
    r"|made (?:my|our|her|his|the|me|my \w+|us) (?:day|week|smile|laugh|happy|dance|evening|year)"
    r"|brilliant|fantastic|excellent|wonderful|superb|amazing|outstanding|marvellous|delicious|tasty"
    r"|perfect|impeccable|saved (?:my|our|the|me|us)|couldn't have been|could not have been|highly"
    r" recommend|can't fault|impressed (?:with|by)|lifesaver|went above|beyond|first[- ]class|five stars"
    r"|5 stars|spot on|praised?|so (?:kind|helpful|friendly|patient)|(?:works?|fits?|looks?|arrived|went)"
    r" (?:perfectly|beautifully|a treat|like a dream|wonderfully|great)|best \w+ (?:ever|yet|in town|i)"
    r"|said (?:ta|thanks|thank you)|pleased with|happy with (?:the|your|how|our)|lovely (?:staff|people"
    r"|service|lady|man|chap|work|job|shop|team|meal)|mended my|a credit to|nothing but praise)\b"
)
EMPTY_THANKS = re.compile(
    r"(?:many |no,? |so |ok |okay |great,? |and |with |but |yes,? )*(?:thanks?(?: you| u)?|thx|ta|cheers"
    r"|kind regards|best wishes)(?: (?:and|very much|so much|a lot|again|all|in advance|for your (?:time"
    r"|reply|message|email|understanding|attention)|anyway|though|kindly|very|much|regards))*"
)
SARCASM = re.compile(
    r"\b(?:great|brilliant|wonderful|lovely|fantastic|thanks? (?:a lot|so much|for nothing)|nice (?:one|job"
    r"|work)|well done|congratulations|bravo|how kind|superb|excellent|perfect|good job|great job|thank you"
    r"|love how|amazing|impressive|charming|terrific|marvellous)\b.{0,80}?\b(?:another|again|third|fourth"
    r"|second time|broken|late|still|cancelled|wrong|nothing|not|never|lost|hours|weeks|missing|didn't"
    r"|doesn't|no (?:reply|answer|one|show)|ruined|damaged|smashed|twice|empty|crash\w*|dead|ignored)\b"
)
FEELING = _any(
    "thrilled delighted embarrassed proud furious angry livid fuming worried anxious upset sad"
    " heartbroken gutted relieved excited nervous scared afraid frightened ashamed lonely chuffed"
    " overjoyed disappointed frustrated annoyed irritated stressed overwhelmed devastated bored"
    " grateful_beyond happy glad cheerful miserable confused shocked stunned terrified jealous"
    " hopeful exhausted_by fed_up over_the_moon cross mad ecstatic tearful hurt desperate"
    " disgusted appalled distressed panicking panicked concerned unhappy homesick touched moved_to_tears"
    " in_tears mortified amused surprised buzzing stoked pleased dreading impatient finally"
    " can't_wait cannot_wait insulted baffled depressed gobsmacked nostalgic content at_peace"
    " worn_out_by sick_with_worry at_my_wits'_end at_the_end_of_my_tether peeved miffed dismayed"
    " apprehensive uneasy bitter smitten giddy elated hate_mondays"
)
FEELING_FRAME = re.compile(
    r"\b(?:i'?m|i am|im|we're|we are|i was|i feel|feeling|felt|feel|makes? me|made me|so|very|really|quite"
    r"|a bit|bit|rather|left me|she's|he's|she is|he is|they're|was|is|were|v|totally|absolutely|pretty"
    r"|honestly|just|not|am|are|be|been|got|getting)\b"
)
MOOD: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (_any(text), value)
    for text, value in (
        (
            ("steaming fuming furious livid raging hung_up shouted shouting screaming swore swearing v_grumpy"
            " very_grumpy v_cross very_cross hostile abusive in_a_rage very_upset v_upset spitting_feathers"
            " apoplectic really_angry very_angry v_angry in_a_foul_mood slammed in_tears"),
            -2,
        ),
        (
            ("all_smiles over_the_moon beaming delighted_to v_happy very_happy v_cheerful very_cheerful"
            " in_great_spirits on_top_form radiant bubbly laughing singing sunny super_friendly v_friendly"
            " very_friendly a_joy lovely_chat so_happy in_stitches v_jolly glowing ecstatic buzzing"),
            2,
        ),
        (
            ("grumpy tired cross curt snappy short_with frosty moody impatient down flat low subdued stressed"
            " upset annoyed irritated wary cold_on_the_phone not_happy unhappy quiet tense gruff tetchy harassed"
            " fed_up miffed distracted rushed weary worn_out sounded_off a_bit_off not_amused sharp huffy"
            " worried anxious gloomy glum stroppy prickly offish sour terse"),
            -1,
        ),
        (
            ("nice cheerful friendly chatty warm polite pleasant jolly good_mood happy in_good_spirits upbeat"
            " relaxed smiling calmer laughed jokey joking good_spirits cheery bright easygoing easy_going"
            " good_humour sweet charming chirpy pleased lively perky mellow affable"),
            1,
        ),
        ("neutral ok fine calm businesslike brisk matter_of_fact so-so indifferent", 0),
    )
)
MOOD_FRAME = re.compile(
    r"\b(?:seems?|seemed|sounded|sounds|came across|comes across|looked|looks|was|mood|in a|tone|v|very"
    r"|bit|a bit|rather|quite|w/ us|with us|with me|w/ me|on phone|on the phone|today|but|all|always"
    r"|pretty|so)\b"
)
KEENNESS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (_any(text), value)
    for text, value in (
        (
            ("no_interest zero_interest not_interested not_at_all_interested flat_no hard_no never_going_to_buy"
            " waste_of_time time_waster dead_lead stone_cold won't_buy tyre_kicker not_a_chance definite_no"),
            -2,
        ),
        (
            ("cool_towards cool_on cool_about lukewarm polite_no not_keen unlikely lost_interest losing_interest"
            " cooling not_convinced sceptical skeptical unconvinced half-hearted hesitant doubtful non-committal"
            " wary_of just_browsing window_shopping backing_off not_bothered"),
            -1,
        ),
        (
            ("not_sold on_the_fence 50/50 fifty-fifty undecided could_go_either_way neutral_on in_two_minds"
            " hard_to_read jury's_out sitting_on_the_fence open_to_it either_way"),
            0,
        ),
        (
            ("very_keen v_keen super_keen very_interested v_interested really_interested hot_lead red_hot"
            " ready_to_buy ready_to_sign itching_to wants_to_sign sold_on dead_keen strong_lead will_sign"
            " eager bites_our_hand desperate_to_buy can't_wait_to_buy extremely_keen raring_to_go all_in"),
            2,
        ),
        (
            ("keen interested warm_lead warm_to warm_towards warming_to curious intrigued tempted leaning_towards"
            " liked_the_idea likes_the_idea sounded_interested promising quite_keen asked_lots wants_to_know_more"
            " good_prospect nibbling leaning_yes open_to"),
            1,
        ),
    )
)
LIFE = re.compile(
    r"\b(?:mov(?:ed|ing) (?:house|home|to|into|in with|out|away|back|flat|office|offices|premises|next)|just moved"
    r"|new (?:house|home|flat|job|baby|school|role|position|puppy|boss|post|premises|owners?|shift|grandchild"
    r"|grandson|granddaughter|arrival|business)|baby|pregnant|expecting (?:a|our|my|her|twins|in|baby|another)"
    r"|gave birth|was born|were born|newborn|twins|engaged|(?:getting|got|just|newly|be|get|gets) married|marr(?:y|ies"
    r"|ying)|wedding|honeymoon|divorc\w+|separated|split up|died|passed away|passed on|death of|(?:lost|buried) (?:my|his"
    r"|her|our|their|a) (?:\w+ )?(?:mum|mom|mother|dad|father|husband|wife|son|daughter|brother|sister|nan|gran|friend"
    r"|dog|cat|partner|grandmother|grandfather|baby|job)|funeral|bereave\w*|widow\w*|retir(?:ed|ing|es|ement|e)"
    r"|redundan\w+|laid off|made redundant|promoted|promotion to|(?:start(?:s|ed|ing)?) (?:uni\b|university|school|college"
    r"|nursery|work|at|a new|my new|her new|his new|my own|her own|his own|training|an apprenticeship)|graduat\w+|exams?"
    r"|finals|a-?levels|gcses?|dissertation|thesis|turn(?:s|ed|ing)? (?:\d\d|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|eighteen|twenty-one|a hundred)|(?:be|am|is) (?:thirty|forty|fifty|sixty|seventy|eighty|ninety|eighteen)"
    r"|\d0th|\d(?:st|nd|rd|th) birthday|birthday|anniversary|(?:on|our|my|family|summer) holiday|off to|"
    r"trip to|travelling to|traveling to|flying to|cruise|sabbatical|pilgrimage|hajj|camino|surgery|operation"
    r"|op\b|diagnos\w+|cancer|covid|flu\b|in hospital|hospital|been ill|fell ill|taken ill|chemo\w*|stroke|broke (?:my|his"
    r"|her) (?:leg|arm|hip|ankle|wrist|foot)|off sick|sick since|poorly|sober|sold (?:the|my|his|her|our|their) (?:shop"
    r"|bakery|business|company|house|farm|flat|boat|caf.|pub|salon|van|restaurant|practice)|opens? (?:a |his |her |2nd"
    r"|second|new|another)|opening (?:a|our|my|another|new)|opened (?:a|our|my|his|her|their|another)|merg(?:ing|ed|er)"
    r"|taken over|took over|took on|bought (?:a|the|our|my) (?:house|flat|farm|boat|company|business|shop)|shift changed"
    r"|now (?:days|nights|part[- ]time|full[- ]time|freelance|self-employed)|christening|baptism|bar mitzvah|bat mitzvah"
    r"|eid|diwali|ramadan|hanukkah|lunar new year|communion|quit (?:my|her|his) job|left (?:my|her|his) (?:job|post|husband"
    r"|wife)|adopt(?:ed|ing)|fostering|emigrat\w+|relocat\w+|going freelance|union rep|elected|became a|become a"
    r"|citizenship|first day|last day at|sells at|downsiz\w+|went bust|into administration|expand\w*|on maternity|maternity"
    r" leave|paternity leave|gap year|joined (?:the|a) (?:army|navy|police|firm|company|union|party)|convert(?:ed|ing) to"
    r"|empty nest\w*|just had (?:a|our|my)|had (?:a|our|her) (?:baby|boy|girl|operation)|easter mkt)\b"
)
COMPLAINT = re.compile(
    r"\b(?:wrong (?:size|item|colour|color|part|order|address|one|batch|book|name|date|parcel|product|amount|price|model"
    r"|shade|table|room|meal|dish|way)|(?:over|double|mis)[- ]?charged|charged (?:me |us )?(?:twice|double|too|again|for)"
    r"|billed (?:me |us )?(?:twice|again|for)|third invoice|rude\w*|unhelpful|useless|terrible|awful|appalling|dreadful"
    r"|disgust\w+|shocking|poor (?:service|quality|show|packaging|communication)|worst|disappoint\w+ (?:with|in|by|at|to"
    r"|that)|disappointing|unacceptable|joke|shambles|shoddy|sloppy|rubbish|atrocious|arriv\w+ (?:damaged|broken|late|with"
    r"|without|cold|smashed|torn|wet|crushed|open|two|three|a week)|came (?:damaged|broken|late|without|cold|with a)"
    r"|turned up (?:late|broken|damaged)|instead of|too (?:slow|expensive|loud|cold|salty|long|noisy|pricey|late|dear|hot"
    r"|small portions)|cold (?:room|food|soup|coffee|tea|meal)|(?:no one|nobody|no-one) (?:answers|answered|replied|replies"
    r"|came|called|told|rang|picks|picked|bothered|helped|responded|knows|cared)|on hold|rip-?off|fed up (?:with|of)|sick of"
    r"|not good enough|let (?:me|us) down|letting (?:me|us) down|misleading|(?:you|they|courier|driver|your \w+) (?:lost"
    r"|broke|forgot|ignored|damaged|missed|left|never|messed|ruined|failed|didn't|cancelled|sent the wrong|hung up)|dirty"
    r"|filthy|stale|never (?:arrived|came|called|replied|showed|turned up|answered|got back|delivered)|no-?show|still"
    r" (?:waiting|not (?:arrived|here|had|received|fixed|refunded)|no (?:reply|refund|answer|sign|parcel|news))|(?:late|missing"
    r"|broken|wrong|cancelled) again|hates? (?:the|your|our|new|it)|hated|waste of (?:money|time)|overpriced|incompetent|lied"
    r"|ignored|(?:hours|days|weeks|months) late|was late|were late|is late|are late|weeks? overdue|unprofessional|not what (?:i"
    r"|we) (?:ordered|paid)|scratched|undercooked|burnt|soggy|tasteless|faulty (?:again|goods|part)|cheap and nasty"
    r"|fell apart|falling apart|not as (?:described|advertised)|false advertising|poorly (?:made|packed)|a disgrace|fobbed off"
    r"|passed from pillar|price (?:hike|rise|has gone up)|gone downhill|second time|third time|yet again|you lot|consistent)\b"
)
PROBLEM = re.compile(
    r"\b(?:broke(?:n)?(?: down)?|leak(?:s|ing|ed|y)?|squeak(?:s|ing|y)?|stick(?:s|ing)|stuck|jam(?:s|med|ming)|won't (?:\w+)"
    r"|wont (?:\w+)|(?:doesn't|does not|doesnt|isn't|isnt|not|don't|dont|didn't) (?:work\w*|start\w*|open|close|fit|load|connect"
    r"|turn|charge|charging|heat\w*|print|sync|respond\w*|show\w* up)|stopped (?:working|charging|heating)|can't (?:get|find|log"
    r"|open|do|use|see|access|pay|reach|make|walk|hear|read|lift|drive|connect|sign|remember|afford|sleep|climb|eat|come|carry"
    r"|figure|work|install|print|download)|can't|cannot|cant|couldn't (?:log|get|find|open|pay)|unable to|lost (?:my|the|his|her"
    r"|our) (?:card|key|keys|password|ticket|receipt|phone|code|wallet|purse|login)|stolen|dead|down (?:\d|for|again|since|two)"
    r"|faulty|errors?|crash(?:es|ed|ing)?|block(?:ed|s)|frozen|froze|freez(?:es|ing)|fail(?:s|ed|ing)|gone (?:again|off|wrong|dead"
    r"|down|missing)|hum(?:s|ming)|nois(?:e|y)|rattl(?:es|ing)|drip(?:s|ping)|worn|torn|crack(?:ed|s)|(?:is|light is|goes) red"
    r"|locked(?: out)?|forg(?:ot|otten) (?:my|the|her|his)|struggl\w+|trouble|difficult(?:y)?|problems? (?:with|is)|issues? with"
    r"|deaf|blind|hard of hearing|wheelchair|bad (?:back|knee|hip|knees|hearing|eyes)|pain|arthritis|dialysis|asthma|migraine\w*"
    r"|diabet\w+|dementia|sore|r[au]n out|run(?:ning)? low|out of (?:ink|stock|order|date)|no (?:post van|signal|water|heating|hot"
    r" water|power|internet|lift|parking|connection|sound|picture|wifi|broadband)|keeps? (?:\w+ing)|too (?:small|big|tight|heavy"
    r"|short|large|narrow|wide|bright|weak|steep|dark|stiff)|flat tyre|puncture|smell(?:s|y)?|rust\w*|mould\w*|flicker\w*|slow"
    r"|overheat\w*|burst|snapped|bent|loose|wobbl\w+|fell off|came off|flood\w*|damp|short-?staffed|in arrears|behind with"
    r"|declined|rejected|double[- ]booked|clash\w*|late for|shrunk|shrank|faded|missed (?:the|my|our)|misplaced|expired|stain\w*"
    r"|bleed\w*|beep(?:s|ing)|peeling|blurr\w+|cut(?:s|ting) out|playing up|on the blink|acting up|conked out|packed up|kaput)\b"
)
PREFERENCE = re.compile(
    r"\b(?:prefers?|preferred|preference|rather (?:have|you|not|than|it|we|be|a|the|collect|come|by)|'d rather|would rather"
    r"|sooner (?:have|you)|likes? (?:the|her|his|my|it|to|a|our|them|their|being|things|lots|extra|no|when)|favou?rite|always"
    r" (?:has|have|takes?|sits?|orders?|wants?|pays?|the|book|asks?|drinks?|on)|only (?:by|on|after|before|in|the|at|with|ever|eats?"
    r"|drinks?|buys?|wears?|pays?|via|takes?|organic|decaf)|vegan|vegetarian|veggie|pescatarian|kosher|halal|gluten[- ]?free|coeliac"
    r"|celiac|lactose|dairy[- ]free|allerg\w+|intoleran\w+|nut[- ]free|decaf|window (?:seat|table)|aisle seat|pays? (?:cash|by|in|w/|with)"
    r"|(?:mornings?|evenings?|afternoons?|weekends?|weekdays|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|after \w+|e-?mail"
    r"|phone|text|post|fax|whatsapp) (?:is|are|suits?|works?|best|only|please|pls|would be|still ok)|(?:best|easiest|better) (?:to|time|by"
    r"|after|on|in|if you|way)|suits? (?:me|us|her|him)|(?:ring|call|phone|text|e-?mail|deliver|write|visit|come|knock|leave"
    r"|contact)(?: (?:me|us|her|him|it|them))? (?:after|before|mon|tue|wed|thu|fri|sat|sun|weds|\d|only|between|at|in the|mornings?"
    r"|evenings?|by|with the|on)|(?:don't|do not|never|please don't|dont) (?:phone|ring|call|knock|text|e-?mail|leave|send|use|write"
    r"|deliver|put|include|add)|please (?:write|leave|ring|text|e-?mail|knock|use|deliver)|only please|(?:sit|seat|put) (?:me|us|him|her)"
    r"|no (?:\w+ ){0,2}(?:strap|wine|fryer|onions?|sugar|nuts?|milk|meat|pork|alcohol|plastic|calls|phone calls|mayo|perfume|garlic|fish"
    r"|dairy|beef|stairs|packaging|ice|lilies|leather|coriander|substitutes?|substitutions|bag|bags|gluten|mushrooms?|peanuts|eggs|visits"
    r"|mornings|weekends|mondays|deliveries|paper|feather|wool|fuss|small talk|smoking|logos?)|\w+ only|large print|paperless|by (?:van|hand"
    r"|train|appointment) |extra (?:hot|strong|large)|hates? (?:\w+ing|phones?|the phone|calls|fuss|surprises|waiting|small talk)|wants"
    r" (?:everything|it all|things) (?:in|by|on))\b"
)
INTEREST = re.compile(
    r"\b(?:(?:i|we|she|he|they|also|still|really|mostly|now|to|and) (?:just |really |also |still |mostly |absolutely )*(?:loves?|enjoys?"
    r"|plays?|collects?|gardens?|bakes?|knits?|runs?(?! (?:out|a|the|my|an|low))|rides?|cycles?|paints?|follows?|supports?|sails?|sings?"
    r"|fish(?:es)?|hikes?|swims?|dances?|reads?|cooks?|climbs?|sews?|crochets?|skis?|surfs?|dives?|brews?|volunteers?|restores?|breeds?|forages?|birdwatch)"
    r"|(?:loves|plays|collects|bakes|knits|rides|cycles|paints|sails|sings|hikes|swims|dances|climbs|sews|skis|surfs|dives|brews|restores"
    r"|breeds|coaches|grows|enjoys) \w+|keeps? (?:bees|hens|chickens|horses|pigeons|goats|fish|sheep|ducks|koi|an allotment|parrots|snakes)"
    r"|fires porcelain|(?:big |huge |massive |great )?fan of|fanatic|hobby|hobbies|passion\w*|mad (?:about|on|keen)|keen (?:on|gardener"
    r"|cyclist|runner|reader|cook|angler|golfer|walker|photographer|baker|sailor|birder|cyclists|rower)|into (?!the|a |an |my |our|it"
    r"|their|her|his|your|this)\w+|interested in|fascinated|obsessed with|crazy about|enthusiast|learning (?:to|\w+)|took up|taken up"
    r"|tak(?:es|ing) up|used to (?:play|run|ride|sail|collect|paint|sing|dance|swim|climb|row|cycle|fish|race|box|ski|knit|bake|garden)"
    r"|curious about|intrigued by|in a (?:choir|band|club|book club|quartet|team)|season ticket holder|amateur|marathons?|triathlons?"
    r"|(?:have|has|own|owns|got) (?:two|three|four|five|six|a few|several|\d) (?:cats?|dogs?|parrots?|horses?|hens|rabbits|guitars|bikes)"
    r"|allotment|beekeep\w+|birdwatching|model (?:trains?|railways?|planes?)|i garden|(?:love|enjoy|adore)s? (?:\w+ing|jazz|opera|chess"
    r"|history|poetry|crime|sci-?fi|football|rugby|cricket|tennis|golf|theatre|cinema|wine|tea|cheese|music|art|books|dogs|cats))\b"
)
NEED = re.compile(
    r"\b(?:needs?|needed|wants?|wanted|wanna|requires?|required|looking (?:for|to)|on the lookout|after (?:a|an|some|two|three) |(?:would"
    r"|'d|should|d) (?:really |also |very much )?(?:like|love|need|appreciate|want)|(?:can|could|would|will) (?:you|u|someone|somebody)"
    r"(?: please| pls| kindly)?|(?:can|could|may) (?:i|we)|please|pls|quote (?:for|on)|asked (?:for|if we)|asks? for|asking (?:for|to)|in search"
    r" of|must have|short of|will want|would want|request\w*|orders? (?:for|of)|order \d|thinking (?:of|about)|considering|might (?:buy|get"
    r"|do|need|order|take|want)|wonder(?:ing)? (?:if|whether) (?:you|i|we)|desperate for|hoping (?:for|to)|i'll take|i'll have|chasing"
    r"|waiting for (?:a|the|his|her|my) (?:quote|invoice|price)|get me|send (?:me|us|her|him)|let me have|would you (?:mind )?|hunting for"
    r"|in need of|could do with|can do with|wants to (?:buy|order|book|return|swap|change|cancel)|book (?:me|us|a|in)|runs? out|low on"
    r"|\d+ (?:x )?(?:lunch |paper |new |more |spare )?(?:boxes|tickets|copies|pairs|seats|tables|rooms|sets|units|bags|bottles|chairs))\b"
)
IMPERATIVE = re.compile(
    r"^(?:please |pls |kindly |just |and |also |so )*(?:send|move|swap|cancel|change|book|refund|replace|fix|repair|give|get|let me|ring"
    r"|call|order|update|add|remove|find|help|check|reserve|deliver|resend|post|quote|price|bring|collect|put|keep|tell|confirm|return"
    r"|exchange|extend|renew|reset|upgrade|correct|amend|arrange|reschedule|hold|ship|issue|provide|forward|explain|stop)\b(?! (?:you|to"
    r" hear))"
)
IDEA = re.compile(
    r"\b(?:you (?:should|could|ought to|might want to|might consider|may want to|really should)|why (?:not|don't you|dont you|can't you)|how"
    r" about|what about (?:\w+ing|a|an|some)|would(?:n't it)? (?:it )?be (?:nice|great|good|better|lovely|handy|helpful|useful|brilliant|wonderful"
    r"|cool|easier|ideal)(?: if| to| for)?|(?:it'd|it would|'d) be (?:nice|great|good|better|lovely|handy|helpful|useful|easier|brilliant) (?:if|to"
    r"|for)|suggest(?:s|ed|ion)?|idea|bring back|(?:i )?wish (?:you|there|your|the)|have you (?:thought|considered|ever thought)|maybe (?:you|add"
    r"|offer|put|try|have|a)|perhaps (?:you|add|offer|put|a)|consider (?:\w+ing|a|an)|if only|could the \w+ (?:\w+ )?(?:come|be|have|open|include"
    r"|show|go|use|get|say|stay)|couldn't you|could you not|might i suggest|feature request|you'd sell|would make (?:her|my|his|our|their|it)|how"
    r" to do better|please consider|room for improvement|would help if|more \w+ (?:please|would)|ought to|there should be|should (?:have|be|offer"
    r"|sell|add|come|stock|let|put|make))\b"
)
IDEA_IMPERATIVE = re.compile(
    r"^(?:answer|open|add|sell|stock|offer|bring back|keep|make|put|hire|train|use|try|get rid of|improve|play|serve|give|turn|lower|label|print"
    r"|reply|install|build|allow|introduce|drop the|fix your|have)\b.*\b(?:faster|earlier|later|more|less|bigger|back|again|longer|clearer|though|too"
    r"|better|quicker|sooner|candles|option|smaller|louder|quieter|cheaper|warmer|music|sign|signs)\b"
)
QUESTION_WORD = re.compile(
    r"\b(?:who|what|when|where|why|which|how|whose|is there|are there|is it|is the|is your|are you|are your|are the|do you|do u|does|do i|do we|did"
    r"|have you|has|can you tell|will it|will the|would it|can it|can the|could it|am i|is this|is that|are these|any chance|any (?:news|idea|update)"
    r"|should i|shall i|will you|was|were|may i ask|can i (?:still|also|use|pay|park|bring|get it|return))\b"
)
REQUEST = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u|someone|somebody|one of you)|(?:can|could|may|might) (?:i|we) (?!ask)|any chance (?:of|you|i)|would it be"
    r" possible|is it possible to|do you mind|would you mind|please)\b"
)
JOB = _any(
    "company office warehouse contract contracts invoice invoices pallets pallet client clients staff stall depot"
    " shop_floor boss colleague colleagues shift business firm parish_office forklift kiln helmets site factory"
    " service_plan purchase_order supplier suppliers observatory employer work workers crew bakery workshop trade"
    " wholesale team meeting conference department head_office branch our_customers procurement warehouse dept"
    " restaurant_kitchen catering clinic surgery_staff classroom pupils school_office farm_shop union_rep mkt"
    " merging merger headquarters hq job promotion overtime employees employee budget tender turnover retail vat"
    " accounts accountant night_shift day_shift foreman apprentice payroll machine machinery lorry fleet van_fleet"
    " tools batch flyers quote_for_the new_role"
)
SENSITIVE = _any(
    "deaf blind dialysis pregnant covid cancer chemo chemotherapy diabetes diabetic asthma arthritis allergic allergy"
    " allergies hospital surgery operation diagnosed diagnosis sober alcoholic rehab depression depressed anxiety"
    " therapy therapist wheelchair disabled disability dementia alzheimer's stroke epilepsy epileptic autistic autism"
    " adhd ill illness sick flu migraine migraines hiv miscarriage ivf fertility menopause pacemaker insulin coeliac"
    " celiac lactose intolerant pain can't_do_stairs hearing_aid hearing hip_replacement knee_replacement broke_my"
    " broken_leg broken_hip medication prescription symptoms injury injured bad_back asthmatic poorly heart_attack"
    " heart_condition high_blood_pressure transplant mobility long_covid anorexia eating_disorder"
    " kosher halal sikh muslim christian jewish jew catholic hindu buddhist church mosque synagogue temple ramadan eid"
    " lent religious prays prayer baptism christening bar_mitzvah bat_mitzvah hajj imam vicar priest rabbi quaker mormon"
    " atheist jehovah communion diwali hanukkah parishioner converted"
    " labour_party tory conservative_party lib_dem greens_party green_party votes voted_for politics political councillor"
    " campaigner brexit republican democrat socialist activist union trade_union union_rep shop_steward striking"
    " gay lesbian bisexual transgender trans queer same-sex coming_out non-binary sexual"
    " roma gypsy ethnic ethnicity black asian_heritage mixed_race refugee indigenous maori aboriginal"
    " leather_strap no_leather no_alcohol no_pork no_wine shared_fryer vegan_for_religious"
)
HYPOTHETICAL = re.compile(
    r"\b(?:if|maybe|might|perhaps|thinking (?:of|about)|considering|possibly|could be|may (?:be|need|want|move)|in case|one day|hoping to|toying"
    r" with|tempted|dreaming of|not decided|undecided|depends|were to|would need|we'd need|someday|considers|mulling|unless|wondering about)\b"
)
PAST = re.compile(
    r"\b(?:used to|was on|no longer|any ?more|formerly|previously|back when|years ago|once (?:had|was|played|kept)|gave up|given up|stopped (?!work"
    r"|charg|heat)\w+ing|in my youth|as a (?:child|boy|girl|student)|no more|quit (?!my)|until last|ex-)\b"
)
NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|isn't|isnt|aren't|wasn't|don't|dont|doesn't|doesnt|didn't|won't|haven't|hasn't|can't|cannot|without|hardly"
    r"|nothing)\b"
)
