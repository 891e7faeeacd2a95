"""Words that claim something about the reader, by language, and what they claim.

A pattern is lower case; a blank in it is any run of blanks. The lists are ours: on the
careful side where a sentence is about us ("we have noticed a fault") or a condition
("if you like").
"""

# ruff: noqa: E501, ISC004 patterns are as long as they are

from __future__ import annotations

from collections.abc import Mapping


KNOWN = "says that we saw or know something about her"
TOLD = "says that she told us something, or asked for it"
BEFORE = "says that this happened before, or that she was here before"
USUAL = "says what she usually does, has or likes"
BOUGHT = "says what she bought, looked at or left behind"
LIFE = "says something about her life"
LOYAL = "says how long or how often she has been coming"
LIKE_HER = "says what people like her do"

_OURS = "(?:we|i)(?:'ve|\u2019ve| have| had| can| could)?(?: just| also| recently)?"
_THAT = "(?: that| how| from)?"
_MOMENT = "(?:last|latest|recent|previous|most recent|past|earlier|first)"
_HER_OWN = (
    "(?:wife|husband|partner|son|daughter|child|children|kids|baby|mother|father|dog|cat|"
    "pregnancy|wedding|divorce|illness|operation|surgery|recovery|bereavement|loss|grief|"
    "retirement|graduation|exam|exams|new (?:home|house|flat|job|baby|arrival|school|car))"
)
_NO_QUESTION = (
    "(?<!if )(?<!when )(?<!whether )(?<!did )(?<!have )(?<!had )(?<!do )(?<!ever )"
)
_CLAUSE = r"(?:^|[.!?;:,\u2013\u2014-] |\band |\bthat |\bbecause |\bsince )"

PATTERNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (
            rf"\b{_OURS} (?:notice[d]?|see[n]?|saw|observe[d]?|remember(?:ed)?|recogni[sz]ed?|"
            rf"realis?z?ed?|hear[d]?|know[n]?|understand|learn(?:ed|t)|found out|gather){_THAT} "
            r"you(?:r|rs|'ve|'re|\u2019ve|\u2019re|'d|\u2019d)?\b",
            KNOWN,
        ),
        (r"\bit (?:looks|seems|appears)(?: like| as if| that)? you(?:r|'ve|'re)?\b", KNOWN),
        (r"\baccording to (?:our|your) (?:records|data|profile|account|files)\b", KNOWN),
        (r"\bour (?:records|data|systems?) (?:show|tell|say|indicate)s?\b", KNOWN),
        (
            r"\b(?:as|like|since|because|what|when)(?: you)(?:'ve|\u2019ve| have| had)?"
            r"(?: once| already| recently| kindly)? (?:told|mentioned|said|asked|requested|"
            r"wrote|written|explained|described|wished|wanted|promised)(?: us| me)?\b",
            TOLD,
        ),
        (
            rf"{_NO_QUESTION}\byou(?:'ve|\u2019ve| have| had)?(?: once| already| recently| kindly| just)? "
            r"(?:told us|mentioned|asked us|asked for|asked about|wrote to us|let us know|"
            r"requested|complained|signed up|subscribed|registered|shared with us)\b",
            TOLD,
        ),
        (r"\bat your request\b|\bas (?:requested|discussed|agreed|promised)\b", TOLD),
        (r"\bthank(?:s| you) for (?:letting us know|telling us|coming back)\b", BEFORE),
        (r"\bthank(?:s| you) for your"
         r"(?: (?:recent|last|latest|order|purchase|visit|message|mail|email|question|"
         r"feedback|complaint|patience|loyalty|reply|support))+\b", BEFORE),
        (r"\bwelcome back\b|\bback (?:with us|in the shop|at ours)\b", BEFORE),
        (
            r"(?<!never )(?<!try )(?<!then )(?<!now and )(?<!time and )(?<!not )(?<!ask )"
            r"(?<!start )(?<!open )(?<!whole )\bagain\b(?! and again)(?! later)",
            BEFORE,
        ),
        (r"\bonce more\b|\bonce again\b|\banother time with us\b", BEFORE),
        (rf"\b(?:since|after|from|on|during) your {_MOMENT}\b", BEFORE),
        (r"\bit(?:'s|\u2019s| has| is) been (?:a while|a long time|too long|ages|some time|"
         r"\w+ (?:days|weeks|months|years))\b", BEFORE),
        (r"\b(?:long time no see|we(?:'ve|\u2019ve| have)? miss(?:ed)? (?:you|seeing you))\b",
         BEFORE),
        (r"\byou haven(?:'|\u2019)t (?:been|visited|ordered|bought|opened|logged|come)\b", BEFORE),
        (r"\byou have not (?:been|visited|ordered|bought|opened|logged|come)\b", BEFORE),
        (r"\b(?:your|the) usual(?: \w+)?\b|\bas (?:usual|always|ever)(?=[,.!]| for you)", USUAL),
        (r"\byour (?:favou?rites?|beloved|regular|preferred|go-to|trusted|weekly|monthly|"
         r"daily|annual|yearly)\b", USUAL),
        (rf"{_CLAUSE}you (?:love|enjoy|prefer|adore|always|often|usually|regularly|"
         r"frequently|tend to|never|hate|dislike|are (?:a fan|fond|interested|keen|into))\b",
         USUAL),
        (r"\b(?:knowing|given|with) your (?:love|taste|tastes|interest|interests|passion|"
         r"habits?|liking|preferences?|history)\b", USUAL),
        (r"\b(?:based on|because of|in view of|inspired by|thanks to) your\b", USUAL),
        (rf"\byour {_MOMENT} (?:order|orders|purchase|purchases|visit|visits|stay|booking|"
         r"search|basket|parcel|delivery|call|message|letter|conversation|trip)\b", BOUGHT),
        (rf"{_NO_QUESTION}\byou(?:'ve|\u2019ve| have| had)?(?: recently| just| once| last)? (?:bought|ordered|"
         r"purchased|viewed|browsed|looked at|visited|clicked|opened|left behind|forgot|"
         r"abandoned|tried|borrowed|read our|came to|stayed)\b", BOUGHT),
        (r"\b(?:in|left in|waiting in) your (?:basket|cart|bag|trolley|wish ?list)\b", BOUGHT),
        (r"\byou left (?:something|an item|items|this|these)\b", BOUGHT),
        (r"\byour (?:basket|cart) (?:is|misses|awaits|still)\b", BOUGHT),
        (r"\b(?:may|might|must|will soon|could|about to) (?:be running|run) (?:low|out)\b", BOUGHT),
        (rf"\byour {_HER_OWN}\b", LIFE),
        (r"\b(?:happy|many happy returns on your|best wishes for your) (?:birthday|anniversary)"
         r"\b|\byour (?:birthday|anniversary|name day)\b", LIFE),
        (r"\bcongratulations\b|\bour condolences\b|\bsorry for your loss\b|\bget well soon\b",
         LIFE),
        (r"\b(?:now that|since|as|because) you(?:'re|\u2019re| are|'ve|\u2019ve| have)? "
         r"(?:moved?|married|retired|expecting|pregnant|a (?:mother|father|parent|student)|"
         r"living|live|work|working)\b", LIFE),
        (r"\b(?:loyal|valued|long-?standing|long-?time|returning|regular|faithful|best|"
         r"oldest|most important) (?:customer|member|reader|guest|client|friend|patron)s?\b",
         LOYAL),
        (r"\byour loyalty\b|\ball these years\b|\bfor (?:many|so many|several|\w+) years you\b",
         LOYAL),
        (r"\b(?:people|customers|readers|guests|others|shoppers|women|men|parents) "
         r"(?:just )?like you\b|\bin your (?:area|neighbou?rhood|street|age group)\b", LIKE_HER),
        (r"\b(?:picked|chosen|chose|selected|made|recommended|tailored)(?: \w+){0,2} "
         r"(?:just |only |especially |specially )?for you\b", KNOWN),
    ),
    "de": (
        (
            r"\bwir (?:haben )?(?:bemerkt|gesehen|festgestellt|gemerkt|gehört|erfahren|wissen|"
            r"sehen|bemerken|erinnern uns)(?:,)? (?:dass|daran, dass|an) (?:sie|du|ihr|dein)",
            KNOWN,
        ),
        (r"\buns ist aufgefallen\b|\blaut unseren (?:daten|unterlagen)\b", KNOWN),
        (r"\bwie (?:sie|du) (?:uns |mir )?(?:\w+ )?(?:gesagt|erzählt|mitgeteilt|geschrieben|"
         r"gewünscht|erwähnt|gebeten|wissen ließen|wissen liessen)\b", TOLD),
        (r"\b(?:auf ihren wunsch|auf deinen wunsch|wie (?:besprochen|gewünscht|vereinbart|"
         r"versprochen))\b", TOLD),
        (r"\b(?:sie|du) (?:haben|hast) (?:uns |mir )(?:\w+ ){0,4}(?:gesagt|erzählt|mitgeteilt|"
         r"geschrieben|gebeten)\b", TOLD),
        (r"\bwillkommen zurück\b|\bschön,? (?:dass (?:sie|du) )?wieder\b|"
         r"\bwieder (?:da|bei uns|hier|zu sehen|begrüßen)\b|\berneut\b|\bnoch einmal\b", BEFORE),
        (r"\b(?:seit|nach|bei) (?:ihrem|ihrer|deinem|deiner) letzten\b", BEFORE),
        (r"\bwir (?:haben|vermissen) (?:sie|dich)(?: vermisst)?\b|\blange nicht (?:gesehen|"
         r"gehört)\b|\bes ist (?:schon )?(?:eine weile|lange) her\b", BEFORE),
        (r"\b(?:ihr|ihre|ihren|ihrem|dein|deine|deinen|deinem) (?:üblich|gewohnt|lieblings|"
         r"bevorzugt|regelmäßig)\w*", USUAL),
        (r"\bwie (?:immer|gewohnt|üblich)\b|\bihr geschmack\b|\bdein geschmack\b", USUAL),
        (r"\b(?:ihr|ihre|ihren|dein|deine|deinen|ihrer|deiner) (?:letzt|jüngst|vorig)\w* "
         r"(?:bestellung|einkauf|besuch|kauf|buchung|anruf)", BOUGHT),
        (r"\b(?:sie|du) (?:haben|hast) (?:\w+ ){0,4}(?:gekauft|bestellt|angesehen|besucht|"
         r"vergessen|liegen gelassen)\b", BOUGHT),
        (r"\bin (?:ihrem|deinem) warenkorb\b", BOUGHT),
        (r"\b(?:zu ihrem|zum|zu deinem) geburtstag\b|\bherzlichen glückwunsch\b|"
         r"\bihr umzug\b|\bihr neues (?:haus|heim|zuhause)\b", LIFE),
        (r"\b(?:treue[rn]?|langjährige[rn]?|geschätzte[rn]?|gute[rn]?) "
         r"(?:kund\w+|gast|gäste|leser\w*)\b|\b(?:ihre|deine) treue\b|\bstammkund\w+", LOYAL),
        (r"\b(?:menschen|kunden|kundinnen|leute) wie (?:sie|du)\b", LIKE_HER),
        (r"\b(?:für sie|für dich) (?:ausgesucht|ausgewählt|zusammengestellt)\b", KNOWN),
    ),
    "fr": (
        (r"\bnous (?:avons|savons|voyons) ?(?:remarqué|vu|constaté|noté|appris|observé)? "
         r"?que (?:vous|tu)\b", KNOWN),
        (r"\bcomme (?:vous|tu) (?:nous )?(?:l['\u2019])?(?:avez|as|aviez) (?:dit|demandé|écrit|"
         r"souhaité|indiqué|raconté|signalé)\b|\bà votre demande\b|\bcomme convenu\b", TOLD),
        (r"\bvous nous avez (?:dit|demandé|écrit|signalé|raconté|manqué)\b", TOLD),
        (r"\bbon retour\b|\b(?:ravis?|heureux|contents?) de (?:vous|te) revoir\b|"
         r"\b(?:de|à) nouveau\b|\bencore une fois\b", BEFORE),
        (r"\bdepuis (?:votre|ta) (?:dernière|dernier)\b", BEFORE),
        (r"\b(?:votre|vos|ton|ta|tes) (?:\w+ )?(?:habituel|favori|préféré)\w*|"
         r"\bcomme (?:d['\u2019]habitude|toujours)\b", USUAL),
        (r"\b(?:votre|ta|ton) (?:dernière commande|dernier achat|dernière visite|panier)\b",
         BOUGHT),
        (r"\bvous avez (?:récemment )?(?:acheté|commandé|consulté|visité|oublié)\b", BOUGHT),
        (r"\b(?:bon|joyeux) anniversaire\b|\bvotre (?:anniversaire|déménagement|mariage|"
         r"grossesse|deuil)\b|\bfélicitations\b", LIFE),
        (r"\b(?:client|cliente)s? (?:fidèles?|réguli\w+)\b|\bvotre fidélité\b", LOYAL),
        (r"\bdes (?:gens|clients|personnes) comme vous\b", LIKE_HER),
    ),
    "es": (
        (r"\b(?:hemos|sabemos|vemos) ?(?:notado|visto|observado|comprobado)? ?que (?:usted|tú|"
         r"te|tu|su)?", KNOWN),
        (r"\bcomo (?:nos |usted )?(?:dij\w+|coment\w+|pid\w+|solicit\w+|escrib\w+|cont\w+)\b",
         TOLD),
        (r"\bnos (?:dijiste|dijo|pediste|pidió|comentaste|escribiste)\b", TOLD),
        (r"\bbienvenid[oa]s? (?:de nuevo|de vuelta|otra vez)\b|\botra vez\b|\bde nuevo\b|"
         r"\bnuevamente\b|\bte (?:echamos de menos|extrañamos)\b", BEFORE),
        (r"\bdesde (?:tu|su) últim[oa]\b", BEFORE),
        (r"\b(?:tus?|sus?) (?:\w+ )?(?:habitual|favorit|preferid)\w*|\bcomo siempre\b", USUAL),
        (r"\b(?:tu|su) últim[oa] (?:pedido|compra|visita)\b|\ben (?:tu|su) (?:cesta|carrito)\b",
         BOUGHT),
        (r"\bfeliz cumpleaños\b|\b(?:tu|su) (?:cumpleaños|mudanza|boda|embarazo)\b|"
         r"\b(?:felicidades|enhorabuena)\b", LIFE),
        (r"\bclientes? (?:fiel|fieles|habitual\w*)\b|\b(?:tu|su) fidelidad\b", LOYAL),
    ),
    "it": (
        (r"\babbiamo (?:notato|visto|saputo) che\b|\bsappiamo che\b", KNOWN),
        (r"\bcome (?:ci )?(?:ha|hai|avete) (?:detto|chiesto|scritto|raccontato)\b|"
         r"\bcome (?:richiesto|concordato)\b", TOLD),
        (r"\bbentornat[oaie]\b|\bdi nuovo\b|\bancora una volta\b|\bci (?:manca|manchi|sei mancat)",
         BEFORE),
        (r"\b(?:il|la|i|le) (?:suo|sua|tuo|tua|tuoi|sue|tue) (?:solit|preferit)\w*|"
         r"\bcome (?:sempre|al solito)\b", USUAL),
        (r"\b(?:suo|sua|tuo|tua) ultim[oa] (?:ordine|acquisto|visita)\b|\bnel (?:tuo|suo) carrello\b",
         BOUGHT),
        (r"\bbuon compleanno\b|\b(?:suo|tuo) (?:compleanno|matrimonio|trasloco)\b", LIFE),
        (r"\bclient[ei] (?:fedel|affezionat|abitual)\w*|\b(?:sua|tua) fedeltà\b", LOYAL),
    ),
    "nl": (
        (r"\bwe (?:hebben )?(?:gezien|gemerkt|gehoord|weten|zien|zagen|merkten) dat (?:u|je|jij)\b",
         KNOWN),
        (r"\bzoals (?:u|je) (?:ons )?(?:vertelde|zei|vroeg|schreef|hebt|heeft|wenste)\b|"
         r"\bop (?:uw|jouw|je) verzoek\b|\bzoals (?:afgesproken|besproken)\b", TOLD),
        (r"\bwelkom terug\b|\bopnieuw\b|\bweer (?:bij ons|terug|hier)\b|\bwe (?:missen|misten) (?:u|je)\b",
         BEFORE),
        (r"\b(?:uw|je|jouw) (?:gebruikelijke|vaste|favoriete|lievelings)\w*|\bzoals (?:altijd|gewoonlijk)\b",
         USUAL),
        (r"\b(?:uw|je|jouw) (?:laatste|vorige|recente) (?:bestelling|aankoop|bezoek)\b|"
         r"\bin (?:uw|je|jouw) winkelwagen\b", BOUGHT),
        (r"\bgefeliciteerd\b|\b(?:uw|je|jouw) (?:verjaardag|verhuizing|huwelijk)\b", LIFE),
        (r"\b(?:trouwe|vaste) klant(?:en)?\b|\b(?:uw|je) trouw\b", LOYAL),
    ),
}  # fmt: skip
