"""The words by which promises are known; data for `promises`.

Source: data/listen/RULES.md, (a).
"""

from __future__ import annotations

import re


def words(text: str) -> str:
    """Return a pattern of alternatives from blank-separated words (`_` is a blank)."""
    return "|".join(
        re.escape(word).replace("_", r"\s+")
        for word in sorted(text.split(), key=len, reverse=True)
    )


HUMAN = re.compile(
    r"\b(?:"
    + words(
        "engineer technician driver courier colleague manager supervisor team fitter"
        " plumber electrician specialist agent adviser advisor representative rep"
        " department warehouse surveyor installer crew tailor jeweller chef doctor"
        " nurse"
        " mechanic partner supplier billing accounts office branch shop store workshop"
        " support staff assessor consultant trainer instructor decorator gardener"
        " locksmith optician dentist vet stylist concierge someone somebody one_of_us"
        " handyman cleaner foreman builder baker florist designer editor director boss"
        " operator inspector adjuster handler coordinator planner bank porter host"
        " reception postman boy lad girl lady man woman people guys finance logistics"
        " dispatch head lead expert lender underwriter solicitor broker"
    )
    + r")s?\b"
)

# Acts that a shop or a customer can owe; first words of a promise.
ACTS = words(
    "send call ring phone email e-mail mail post text write message contact get let"
    " keep"
    " refund replace repair fix mend credit reimburse return bring deliver ship"
    " dispatch"
    " come visit collect pick drop pay transfer settle forward pass escalate raise"
    " order"
    " book rebook arrange schedule reschedule cancel change update confirm check look"
    " review investigate find ask speak talk chase follow reach hear be have make take"
    " give put set add remove delete stop waive reverse adjust correct issue process"
    " prepare provide share upload sign complete fill submit sort resolve handle deal"
    " see hold reserve save swap exchange install measure quote invoice tell inform"
    " notify remind report print pack wrap cover match extend renew upgrade open close"
    " test try decide think discuss meet show supply source finish start begin do drive"
    " apply release activate restore reset clean recheck re-send resend recalculate"
    " cb f/u charge leave answer reply respond register hand fetch cut paint"
)

PREPARING = re.compile(
    r"(?:look(?:ing)? (?:into|at|up|for|out)|review|check|investigat|speak|talk|ask"
    r"|have a (?:look"
    r"|word|chat)|take a look|find out|see (?:what|if|whether)|discuss|consult|examin"
    r"|go through|chase|raise (?:it|this|that) with|get in touch with (?:the|our)|work"
    r" on)"
)

# What happens while they talk, and words that only look like an act.
NO_ACT = re.compile(
    r"(?:see(?:$| what| if| about)|be (?:honest|frank|open|clear|on (?:leave|holiday"
    r"|vacation|annual)|closed|away|out\b|off\b|shut|unavailable|fine|ok|okay|happy"
    r"|glad"
    r"|pleased|delighted|sorry|right back|able to(?! (?:send|call|collect|deliver"
    r"|pick))"
    r"|here(?: for| to|$)|there for|all\b|needing|interested|late|difficult|hard"
    r"|surprised|aware|a (?:few|little|moment|second|bit)|back (?:in the office|on|in"
    r" a)"
    r"|honoured|with you (?:shortly|in a (?:moment|second|minute)|soon))"
    r"|admit|say\b|have to|need|love|like|want|know\b|understand|gladly|always|never"
    r" know"
    r"|remember|miss|appreciate|cost|depend|vary|help (?:us|you if)|find (?:your|the|it"
    r"|that|more|out more|a|an|our|all)|just (?:check|have a look|need)|notice|agree"
    r"|wait|guess|hope|enjoy|hold on|explain|connect you|put you through|transfer you"
    r"|think|believe|consider|probably|be (?:a |my )?pleasure|assist|also need|be asked"
    r"|require|mean|look forward|no longer|not be able|not be possible|be (?:required"
    r"|used"
    r"|subject|based|determined|charged (?!back))|only|try again|take care$|take care!"
    r"|let you go|let you off|stand by|have the option|end up|be welcome|lose|forfeit)"
)
IN_TALK = re.compile(
    r"(?:check|look (?!into)|have a (?:quick )?look|take a (?:quick )?look|see\b|pull"
    r" up"
    r"|find (?:that|it|this|out) (?:for you)?|bring up|open (?:it|that|your)|ask you"
    r"|just|quickly|get (?:that|your details|the details)|confirm (?:that|this|your)"
    r"|need|start by|go ahead and check|verify|help you|assist)"
)

# What she can expect to get.
RECEIVED = re.compile(
    r"(?:get|receive|hear|have (?:it|them|your|our|the|a|an|my|this|that|everything"
    r"|full"
    r"|news)|see (?:the|your|it|a|an|this|that|money)|be (?:contacted|called|rung"
    r"|refunded"
    r"|notified|informed|credited|e-?mailed|reimbursed|sent|given|told|paid|texted"
    r"|messaged|compensated|hearing|getting|receiving|charged|billed|invoiced|met"
    r"|transferred|seen|visited|asked|up and running|back online|able to)|expect|find"
    r" (?:it"
    r"|the (?:credit|refund|money))|not (?:be|hear|get|receive|have|pay)|never"
    r"|start (?:seeing|receiving|getting)|only be|pay nothing|keep (?:your|the))"
)

# What things do that were promised.
HAPPENS = re.compile(
    r"(?:not |never |also |then |now |all |still |soon |automatically )*(?:arrive|come"
    r"|reach"
    r"|show|appear|ship|go|follow|take effect|take|start|begin|land|stay|remain|hold"
    r"|happen"
    r"|clear|be (?:back|there|here|in your|in our|in the|with you|on (?:its|the|your)"
    r"|ready|available|gone|live|up|done|complete|yours|out|free|over|the same|at"
    r" (?:your"
    r"|the)|off your|\w+ed\b|sent|put|paid|made|rung|taken|brought|held|kept|written"
    r"|given"
    r"|dealt|built|fit|cut|shown|reset|set|lifted|(?:re)?sold)|get (?:to|there|\w+ed)"
    r"|leave"
    r"|drop|turn up|hit|post|work|run|last|expire later|continue|be being|finish|end"
    r"|resume|call|ring|contact|be in touch|meet)"
)
NOTICE = re.compile(
    r"(?:renew|expire|lapse|be (?:charged|cancelled|canceled|closed|suspended|deleted"
    r"|billed|deactivated|disconnected|returned|forfeited)|continue|end\b|roll over)"
)

# A rule for everyone, unless it speaks of her own case.
GENERAL = re.compile(
    r"\b(?:normally|usually|typically|generally|as a rule|in most cases|in general"
    r"|polic(?:y|ies)|on average|mostly|as standard)\b"
)
EVERYONE = re.compile(
    r"\b(?:all|any|every|most) (?:of )?(?:our |the )?(?:e-?mails?|orders?|customers?"
    r"|members?|returns?|refunds?|calls?|requests?|items?|parcels?|enquiries|queries"
    r"|deliveries|messages|guests|clients|users|complaints|tickets)\b"
    r"|\b(?:customers|members|guests|our clients|the policy|terms and conditions)\b"
)
HEDGE = re.compile(
    r"\b(?:might|perhaps|hopefully|maybe|possibly|fingers crossed|with (?:any )?luck"
    r"|i hope|we hope|hoping|i guess|i suppose|i'd like to promise|no guarantees?"
    r"|(?:can't|cannot|can not|couldn't|unable to|not able to|won't|don't want to)"
    r" (?:really |yet )?(?:promise|guarantee|say|commit|confirm)"
    r"|may (?:be|take|arrive|come|get|need|have|not)|could (?:be|take|arrive|come)"
    r"|not sure|don't know|would like to|if possible|wouldn't count on|potentially"
    r"|i doubt|you never know|probably)\b"
)
REFUSAL = re.compile(
    r"\b(?:(?:won't|will not|'ll not|shall not|not going to) be (?:able|possible|in a"
    r" position)|not be able|unable to|unfortunately (?:we|i) (?:can't|cannot|will not"
    r"|won't)|(?:can't|cannot) (?:send|refund|offer|give|do|call|replace|accept))\b"
)
COURTESY = re.compile(
    r"\bif (?:there(?:'s| is| was|'re| are)|you(?:'ve| have|'d like| need| want|"
    r" require"
    r"| should have| run into)|i can)\b.{0,20}\b(?:any|anything|something|further|more"
    r"|else"
    r"|questions?|help)\b|\b(?:feel free|happy to|glad to|would be (?:happy|glad"
    r"|pleased)"
    r"|don't hesitate|do not hesitate|shall i|would you like|do you want|let me know if"
    r"|you(?:'re| are) (?:very )?welcome|always (?:be )?(?:here|there)|if you(?:'d)?"
    r" like"
    r"|if you wish|if you want|if you prefer|as promised|as agreed,? here)\b"
    r"|\bwe promise (?:quality|great|the best|freshness|excellence)\b|\bsatisfaction"
    r" guaranteed\b|\bguarantee you(?:'ll| will) (?:love|like|enjoy|be)\b"
)

# Where the words of a promise end.
END = re.compile(
    r"[;:()\[\]\n!?]|,(?=\s)|\s-+\s|\.\s|\s(?:but|so(?! that's)|because|bc|since|when"
    r"|once"
    r"|if|unless|until|till|while|whereas|which|though|although|in case|in order|so"
    r" that"
    r"|as soon as|as i|as we|as you|as it|provided|assuming|after (?:we|you|i|it|they"
    r"|he"
    r"|she|the|your|that)|then|re:?|where|who|subject to)(?=\s)"
    r"|\s(?:shortly|soon|asap|a\.s\.a\.p|in due course|straight ?away|right ?away"
    r"|immediately|instead of|in the (?:summer|spring|autumn|winter|coming|near)|on"
    r" your"
    r" next|on the next|by the next|as promised|as discussed|as agreed|please|thanks"
    r"|thank you|ok|okay|without fail|at some point|in a bit|later|sometime|personally"
    r"|at no (?:extra )?(?:cost|charge)|ahead of|in time|from now on|hopefully"
    r"|automatically"
    r"|at the latest|now|too|as well|either|any time|anytime|for (?:sure|certain|now))"
    r"(?=$|\s|[.,;!])|\s(?:over|in|within|for) (?:the )?(?:next |coming )?(?:few"
    r"|several)"
)
CONDITION = re.compile(
    r"(?:^|[,;]\s*|\s)(?P<word>if|once|as soon as|when(?:ever)?|after|provided(?:"
    r" that)?"
    r"|assuming(?: that)?|subject to|should (?:you|it|the|we|they)|as long as|in case"
    r"|the moment|the minute|upon|on receipt of|following|in the event)\s+"
    r"(?!then|sales|care|effects?|all|noon)(?P<rest>[^,;]{0,200})"
)

# First acts of hers that bind her to us.
HERS = re.compile(
    r"(?:definitely |certainly |also |then |just |gladly |happily |now |personally )*"
    r"(?:pay|send|bring|ring|call(?! my| the| a| it| off)|return|post|decide|confirm"
    r"|let you"
    r"|let u|get back|get (?:it|that|them|the \w+|those|this) (?:to|over|back|across"
    r"|sent"
    r"|signed|paid|done)|come (?:in|by|and|to|back|over|round|down|on)|come$|drop|pick"
    r"|collect"
    r"|transfer|settle|sign|complete|fill|e-?mail|mail you|provide|forward|upload|text"
    r"|write"
    r"|give you|give u|give it|give them|bank|reply|respond|answer|check and|have (?:it"
    r"|the"
    r"|that|them)|be (?:there|in|at|with you|in touch)|hand|deliver|ship|courier|scan"
    r"|photograph|take (?:a (?:photo|picture)|photos|pictures|the|it) |tell you|phone"
    r"|contact you|submit|attach|supply|share|follow up|make (?:the|a|that|my)"
    r" (?:payment|transfer|decision|deposit|appointment)|put (?:it|the|them|that) (?:in"
    r" the"
    r" post|through|back)|pop|swing|stop by|message|order|place|keep you|be (?:bringing"
    r"|sending|paying|coming|returning|dropping)|clear (?:the|my)|cover|fetch|update"
    r" (?:my"
    r"|the|our|you)|prepare|find (?:the|my)|look (?:for|out) (?:the|my)|dig out|wire"
    r"|refund"
    r"|measure|test|try (?:it|the|that|this)|run it|speak|ask (?:my|our|the|him|her))"
)
REPORTING = re.compile(
    r"\b(?:(?:you|you guys|u|they|he|she|someone|somebody|your|the|one of|a|an"
    r"|[a-z]+)\b"
    r"[^,.;]{0,40}?\b(?:said|told (?:me|us)|promised(?: me| us)?|assured (?:me|us)"
    r"|confirmed"
    r"|guaranteed(?: me| us)?|swore|informed (?:me|us)|advised(?: me| us)?|mentioned"
    r"|quoted"
    r"(?: me| us)?|agreed|wrote|say|says|vowed|gave me your word)"
    r"|(?:i|we)(?:'d| had|'ve| have)? ?(?:was|were|been|got)? (?:told|promised|assured"
    r"|informed|advised|quoted|given to understand))\b(?P<that>,? that)?"
)
BEHIND = re.compile(
    r"\b(?:did not|didn't|never|hasn't|haven't|has not|have not|nobody|no one|nothing"
    r"|no show"
    r"|no-show|still (?:no|not|waiting|nothing|hasn't|haven't)|was(?: supposed| meant|"
    r" due)? to"
    r"|were (?:supposed|meant|due)? ?to|should have|last week|failed)\b"
)
KEPT = re.compile(
    r"\b(?:and (?:you|he|she|they|it) (?:did|has|have|arrived|came|kept)|which (?:you"
    r"|he|she"
    r"|they) did|kept (?:your|his|her|their) (?:word|promise)|and (?:so )?(?:it was|you"
    r" were)"
    r"|just as (?:you|he|she) (?:said|promised)|and indeed)\b"
)
SHORT_YES = re.compile(
    r"(?<!that )(?<!it )(?<!this )(?<!you )(?P<what>\bwill do\b|\bleave (?:it|this"
    r"|that)"
    r" (?:all )?(?:to|with) (?:me|us)\b|\bconsider it done\b|(?<=i'm )on it\b"
    r"|(?<=we're )on it\b|(?<=i am )on it\b|^on it\b|\bit's as good as done\b)(?=$"
    r"|[\s,.!])"
)
