"""Short forms of given names and the names they are short for.

A small table of our own of forms in everyday use in English, German, French,
Spanish, Dutch and the Nordic languages. It only ever keeps two forms from counting
as a conflict; it never makes a form of address.
"""

from __future__ import annotations


_SHORT_FORMS = """
abigail: abby abbie abi gail
adam: ad
albert: al bert bertie albie
alexander: alex al sandy xander sasha lex alec alejandro
alexandra: alex sandra sandy sasha lexi alexa
alfred: alf alfie fred
alice: ali
alison: ali allie
amanda: mandy
andrew: andy drew
andreas: andy andi
angela: angie
ann: annie nan nancy anne anna
anna: ann anne annie anni
anthony: tony ant
antonia: toni
antonio: tony toni
arthur: art artie
barbara: barb babs barbie
benjamin: ben benny benji
bernard: bernie
beverley: bev
bradley: brad
brian: bri
bridget: biddy bridie
caroline: caz carrie caro
carolyn: carrie lyn
catherine: cathy cath kate katie cat kitty kathy
katherine: kathy kath kate katie kat kitty kit
kathleen: kathy kath kate katie
katharina: kathi käthe katja kati
charles: charlie chuck chas chaz carl
charlotte: lottie charlie lotte charly
christian: chris
christina: chris tina christy chrissie
christine: chris tina chrissie
christopher: chris kit topher christoph
clifford: cliff
clive: cli
constance: connie
cynthia: cindy
daniel: dan danny
danielle: dani
david: dave davey davy
deborah: deb debbie debs
dennis: den denny
derek: del
diana: di
dominic: dom nick
donald: don donny
dorothy: dot dottie dolly
douglas: doug dougie
edmund: ed eddie ned ted
edward: ed eddie ned ted teddy
eleanor: ellie nell nora ellen nellie
elizabeth: liz lizzie beth betty betsy eliza elsie libby lisa bess lizzy elisabeth
elisabeth: liz lisa elli else lisbeth sissi
emily: em emmy millie
emma: em
ernest: ernie
eugene: gene
evelyn: eve evie
florence: flo florrie flossie
frances: fran frankie fanny
francis: frank fran frankie
francisco: paco pancho curro
franziska: franzi
frederick: fred freddie freddy
friedrich: fritz fred
gabriel: gabe
gabrielle: gabby gaby
geoffrey: geoff jeff
george: georgie
georgina: georgie gina
gerald: gerry jerry
gerard: gerry
gillian: gill jill
graham: gray
gregory: greg
hannah: han
harold: harry hal
harriet: hattie harry
harry: hal
heather: heath
helen: nell nellie
henry: harry hal hank
herbert: bert herb
hugh: hughie
ian: iain
irene: rene
isabel: izzy bel bella issy
isabella: izzy bella
jacob: jake jakob
jacqueline: jackie jacqui
james: jim jimmy jamie jem
jane: janey jenny
janet: jan
janice: jan
jean: jeanie
jennifer: jen jenny jennie jenn
jeremy: jez jerry
jessica: jess jessie
joan: joanie
joanna: jo
joanne: jo
johannes: hans jo hannes
john: jack johnny jon jonny johnnie
jonathan: jon jonny nathan
jorge: george
josef: sepp
joseph: joe joey jo
jose: pepe
josephine: jo josie
joshua: josh
joyce: joy
judith: judy jude
julia: jule jules
julie: jules
karen: kaz
kenneth: ken kenny
kevin: kev
kimberley: kim
kimberly: kim
laura: laurie
laurence: larry laurie
lawrence: larry laurie
leonard: len lenny leo
leslie: les
lesley: les
lillian: lil lily
linda: lin lindy
louis: lou louie
louise: lou
lucille: lucy
lucy: lu
madeleine: maddie
madeline: maddie
malcolm: mal
manuel: manolo manny
manuela: manu
margaret: maggie meg peggy marge margie peg rita greta daisy madge
maria: mia mimi marie
marjorie: marge margie
mark: marky
marlene: marly
martha: marty
martin: marty
mary: molly polly may mamie
matilda: tilly mattie
matthew: matt
maureen: mo
maurice: mo
maxwell: max
maximilian: max
melanie: mel
melissa: mel lissa
michael: mike mick micky mikey michi
michelle: shell shelly
mildred: millie
miriam: mim
mohammed: mo mohamed muhammad mohammad
mohamed: mo muhammad mohammad
muriel: mu
natalie: nat
natasha: tash
nathan: nat nate
nathaniel: nat nate
neil: neal
nicholas: nick nicky nic klaus
nicola: nicky nic
nicole: nicky nic
nigel: nige
norman: norm
oliver: ollie
olivia: liv livvy
oscar: ossie
pamela: pam
patricia: pat patsy tricia trish paddy
patrick: pat paddy
paul: paulie
pauline: polly
penelope: penny
peter: pete
philip: phil pip
phillip: phil
philippa: pippa pip
phyllis: phyl
rachel: rach
ralph: ralf
raymond: ray
rebecca: becky becca bex
reginald: reg reggie
richard: rick dick ricky rich richie
robert: rob bob bobby robbie bert
roberta: bobbie
robin: rob
rodney: rod
roger: rodge
ronald: ron ronnie
rosemary: rose rosie
russell: russ
ruth: ruthie
samantha: sam sammy
samuel: sam sammy
sandra: sandy
sarah: sally sadie
sebastian: seb bastian basti
sharon: shaz
simon: si
sophia: sophie
sophie: soph
stanley: stan
stephanie: steph steffi
stephen: steve ste stevie
steven: steve
stewart: stu
stuart: stu
susan: sue susie suzy
susanne: susi sanne
suzanne: sue suzie
sylvia: syl
terence: terry tel
teresa: terry tess tessa
theresa: terry tess tessa
theodore: ted theo teddy
thomas: tom tommy
timothy: tim
tobias: tobi
trevor: trev
valerie: val
vanessa: ness nessa
veronica: ronnie vera
victor: vic
victoria: vicky tori vicki vic
vincent: vince vinny
violet: vi
virginia: ginny
vivian: viv
vivienne: viv
walter: wally walt
wayne: way
wendy: wend
wilhelm: willi willy
wilhelmina: mina wilma minnie
william: will bill billy willie liam
winifred: winnie freda
yvonne: von
zachary: zach zac
"""


def _formal_of_short() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _SHORT_FORMS.strip().splitlines():
        formal, _, shorts = line.partition(":")
        for short in shorts.split():
            found.setdefault(short, set()).add(formal)
    return {short: frozenset(formal) for short, formal in found.items()}


FORMAL: dict[str, frozenset[str]] = _formal_of_short()
"""Short form to the names it may stand for, all in lower case."""

KNOWN: frozenset[str] = frozenset(FORMAL) | frozenset().union(*FORMAL.values())
"""Names in the table, so that one is not taken for another with a slip in it."""
