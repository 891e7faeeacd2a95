"""Words that stand where a name should be, and names that are certain.

The lists are ours: short, and on the careful side. A word that is missed prints
a strange greeting; a word too many only makes a greeting vague.
"""

# ruff: noqa: RUF001 words of many scripts, which may look alike

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(
        line.strip() for line in text.casefold().splitlines() if line.strip()
    )


# Folded, blanks single. Source: contracts.md, section 2, rule 5, and the values
# reported in pains.md, numbers 1 and 2.
PLACEHOLDERS: frozenset[str] = _words(
    """
    n/a na n.a. n.a n.n. n.n nn nil null none nan undefined unknown unbekannt inconnu
    inconnue desconocido sconosciuto onbekend test tests tester testing testuser
    test-user test_user customer client kunde kundin client(e) cliente klant user
    username guest gast visitor anonymous anon anonym friend member subscriber buyer
    shopper name vorname nachname prenom prénom nom nombre nome firstname first_name
    first-name fname lastname last_name last-name surname lname fullname full_name
    forename nickname xxx xx xxxx x tbd tba tbc todo asdf asdfg asdfgh asdfasdf qwer
    qwert qwerty qwertz zxcv zxcvb hjkl abc abcd abcde aaa foo bar foobar baz lorem
    ipsum blank empty missing default dummy sample example placeholder fake void
    false true yes no ja nein admin administrator root system owner manager keine
    keiner kein leer ohne someone somebody nobody noone anyone everyone all you me
    dear hi hello hallo greetings delete deleted removed redacted error #n/a #ref!
    #name? #value! #null! (null) (none) [null] <null> noname no-name occupant resident
    householder tenant bewohner occupier recipient

    unbekannte unbekannter entfällt k.a. o.a. gäst besucher besucherin benutzer nutzer
    mitglied freund freundin empfänger abonnent abonnentin abonné niemand nachname
    familienname
    anonyme aucun aucune personne invité invitée utilisateur utilisatrice
    nomdefamille membre ami amie abonnée
    anónimo anonimo anónima desconocida desconhecido desconhecida ninguno ninguna nenhum
    nenhuma nadie invitado invitada convidado convidada usuario usuária usuário apellido
    apellidos sobrenome miembro amigo amiga socio prueba
    sconosciuta nessuno nessuna ospite utente cognome socia
    onbekende geen gebruiker voornaam achternaam anoniem bezoeker vriend klantnaam
    okänd okänt ukjent ukendt gäst gest bruger bruker användare förnamn efternamn
    fornavn efternavn etternavn kund asiakas tuntematon etunimi sukunimi vieras
    nieznany nieznana imię nazwisko klient klientka gość użytkownik brak neznámý neznámá
    jméno příjmení zákazník keresztnév vezetéknév ismeretlen vendég necunoscut prenume
    неизвестно неизвестный неизвестна неизвестен имя фамилия клиент покупатель гость
    аноним пользователь нет невідомо ім'я прізвище клієнт користувач
    άγνωστος άγνωστη όνομα επώνυμο πελάτης επισκέπτης isim soyadı bilinmiyor müşteri
    misafir kullanıcı
    不明 未知 未設定 名無し 無名 匿名 ゲスト 客户 客戶 顧客 お客様 用户 用戶
    ユーザー 会員 姓名 名前 氏名
    名前なし 测试 測試 テスト 없음 익명 고객 사용자 이름 성명 회원 테스트
    لايوجد مجهول عميل مستخدم الاسم زائر ضيف אנונימי לקוח שם

    hola bonjour ciao hej salut спам spam blah bla asshole fuck asd asdasd qwe qweqwe
    batman superman lol haha hahaha sdf sdfsdf dfg dfgdfg jkl jkljkl fghj wasd hjk ditto
    idem
    """
) | _lines(
    """
    not available
    not applicable
    not known
    not given
    not provided
    not specified
    not set
    no name
    no first name
    name unknown
    unknown name
    first name
    last name
    full name
    your name
    customer name
    dear customer
    valued customer
    dear friend
    new customer
    walk in
    walk-in
    walk in customer
    walk-in customer
    cash customer
    guest user
    guest customer
    test test
    test user
    test customer
    test account
    a test
    john doe
    jane doe
    max mustermann
    erika mustermann
    joe bloggs
    to be confirmed
    to be advised
    do not use
    the householder
    the occupier
    the resident
    a friend
    my name
    your name here
    name surname
    first last
    firstname lastname
    vorname nachname
    to whom it may concern
    guest checkout
    please delete
    account holder
    current resident
    unbekannter kunde
    unbekannte kundin
    keine angabe
    keine angaben
    kein name
    ohne namen
    sans nom
    nom inconnu
    prénom inconnu
    non renseigné
    non renseignée
    sin nombre
    no aplica
    no disponible
    senza nome
    non disponibile
    sem nome
    não informado
    geen naam
    niet bekend
    uden navn
    inget namn
    ei nimeä
    ei tiedossa
    brak danych
    bez jména
    без имени
    нет имени
    не указано
    не задано
    χωρίς όνομα
    isim yok
    이름 없음
    بدون اسم
    blah blah
    bla bla
    lorem ipsum
    mickey mouse
    minnie mouse
    donald duck
    darth vader
    fuck you
    same as above
    see above
    see notes
    """
)

# What begins a greeting, before a name, and words of sentences that no name has.
GREETINGS: frozenset[str] = _words(
    """
    dear hello hallo hey hi liebe lieber geehrte geehrter chère estimado estimada
    querido querida kære hej bonjour hola ciao gentile
    """
)
SENTENCE_WORDS: frozenset[str] = _words(
    """
    call called please is am are was who why what where which when you your yours not
    don't dont do does have has had want owe pay now here there this that these it's
    i'm i'll business ask asked told click prize card account blocked about after
    before because only never always lives lived next door above below delete remove
    """
)

# Anywhere but in a name, only these few are surely no value. They are merely not
# said: the contract names placeholders for `person.called` alone.
EMPTY_VALUES: frozenset[str] = _words(
    """
    n/a na n.a. nil null none nan undefined unknown tbd tba tbc #n/a #ref! #value!
    #name?
    #null! (null) (none) (blank) unbekannt inconnu desconocido sconosciuto onbekend
    неизвестно placeholder dummy
    """
) | _lines(
    """
    not available
    not applicable
    not known
    not given
    not provided
    not specified
    not set
    no data
    no name
    keine angabe
    lorem ipsum
    to be confirmed
    """
)

# A name that holds one of these words is none, whatever stands beside it.
TRIAL_WORDS: frozenset[str] = _words(
    "test tests tester testing testname dummy placeholder null undefined n/a prueba"
)

TITLES: frozenset[str] = _words(
    """
    mr mister mrs missus ms miss mx dr doctor prof professor sir dame lady lord madam
    ma'am maam rev revd reverend fr sr jr hon herr frau fraulein fräulein doktor
    professorin monsieur madame mademoiselle m mme mlle mm mmes señor señora señorita
    senor senora senorita sra srta sig sigra signor signora signore dott dottssa
    dhr mevr mevrouw meneer mw hr pan pani ing dipl dipl-ing mag bsc msc mba phd md
    esq captain capt colonel col sgt sergeant lt lieutenant master messrs mesdames
    sensei hrn fam med rer nat jur phil habil hc h.c dear sehr geehrter geehrte
    geehrten lieber liebe herrn dipl.-ing господин госпожа пан пані κύριος κυρία
    κύριε 氏 様 さん 先生 女士 小姐 씨 님 السيد السيدة
    """
)

MAILBOXES: frozenset[str] = _words(
    """
    info sales office webmaster postmaster hostmaster noreply no-reply donotreply
    do-not-reply support contact hello accounts account billing team abuse enquiries
    enquiry inquiries mail email e-mail mailbox newsletter orders order service
    kontakt buchhaltung rechnung verwaltung sekretariat reception help helpdesk
    marketing invoices invoice payments hr jobs press shop büro buero office bestellung
    bestellungen einkauf vertrieb finance legal security privacy logistics warehouse
    purchasing dispatch careers staff compta comptabilité facturation facturacion
    administracion administración ventas pedidos commandes accueil secretariat
    secretariado amministrazione contatto contacto kundenservice datenschutz presse
    empfang lager vendite fatture kantoor verkoop webshop onlineshop customerservice
    """
)

# Whole words. Those of the second list need a neighbour, and to be written so.
COMPANY_WORDS: frozenset[str] = _words(
    """
    ltd limited llc llp plc inc incorporated corp corporation company gmbh ggmbh mbh
    ohg e.k. e.v. ug bv b.v. nv n.v. sarl s.a.r.l. sàrl spa s.p.a. srl s.r.l. s.a.
    s.l. sas pty oy oyj aps a/s ab kft zrt sro s.r.o. doo d.o.o. kk k.k. group
    holding holdings services solutions trust foundation association society club
    school university college bank shop store stores boutique café cafe restaurant
    hotel pub bakery bookshop bookstore consulting consultants partners partnership
    industries international enterprises enterprise studio studios agency council
    department dept ministry church parish library museum hospital clinic surgery
    pharmacy garage systems technologies technology logistics media software verein
    bros brothers foods catering brewery travel tours airlines insurance financial
    ventures labs laboratory institute centre center dental solicitors accountants
    architects designs digital supplies trading transport construction properties
    salon publishing theatre radio network networks charity fund motors builders
    plumbing the
    stiftung schule universität apotheke praxis kanzlei bäckerei buchhandlung verlag
    books payable office lda ltda s.a.s. s.a.s sdn bhd a.ş. aş pvt pte z.o.o. o.o.
    sp.j. d.d. oü uab
    rechtsanwälte rechtsanwalt steuerberater zahnarztpraxis arztpraxis autohaus gasthaus
    gasthof metzgerei werkstatt gemeinde stadtwerke boulangerie pharmacie mairie
    librairie
    restaurante librería libreria farmacia panadería supermercado ayuntamiento
    ristorante
    trattoria pizzeria hijos apotek skola skole kommune kommun bokhandel bibliothek
    ооо оао зао пао ао ип тов фоп еоод
    """
)
COMPANY_MARKS: frozenset[str] = frozenset(
    {"AG", "SA", "AS", "AB", "SE", "KG", "Co", "CO", "Co.", "SL", "Oy", "Cie", "SIA"}
)

BETWEEN_TWO: frozenset[str] = _words(
    "and und et y e og och en i or oder ou o u. & with mit avec con plus ve a n 'n'"
)
# Words of these lists that, alone, are far more often what somebody is called.
ALSO_NAMES: frozenset[str] = _words("phil nat con or mit charity ab")

# The same in small letters alone: with a capital they are names, or parts of them.
BETWEEN_TWO_SMALL: frozenset[str] = _words("ja és si și și и та і και с s mais sekä")

HOUSEHOLDS: frozenset[str] = _words(
    """
    family familie famille familia famiglia família rodina rodzina családja household
    eheleute fam. messrs mesdames ehepaar семья
    """
)

# What may stand before a capital inside a word: McKenna, DeShawn, LaToya, MaryAnn.
BEFORE_CAPITALS: frozenset[str] = _words(
    """
    mc mac fitz o d de del des da di du la le lo li lu van von el al jo ja je ja ka ke
    ki ma mi ra ro sa sha she ta te ti ty tre ne na ni va ve vo be bo ce ch
    mary anna anne ann maria marie rose jean kay billie bobbie bobby
    """
)

GONE: frozenset[str] = _words(
    """
    deceased dec'd decd died dead verstorben décédé décédée fallecido fallecida
    deceduto deceduta overleden estate executor executors exors rip r.i.p. r.i.p late
    nachlass feu wijlen qepd q.e.p.d. q.e.p.d falecido falecida avliden avlidna zmarła
    zmarły zemřela zemřel умер умерла покойный покойная kuollut død est.
    """
)

# A clean form of a name in ALL CAPS or without capitals is certain only for a name
# that is known to be written in one way: no MACKENZIE, no DEANNA, no RENEE.
CERTAIN_NAMES: frozenset[str] = _words(
    """
    aaron abigail adam adrian agnes ahmed aisha alan albert alex alexander alexandra
    alfred alice alison amanda amber amelia amir amy ana andrea andreas andrew angela
    anita ann anna anne annette annika anthony anton antonia antonio arthur asha astrid
    audrey barbara beate beatrice ben benjamin bernard bernd beth bettina betty bianca
    birgit björn boris brenda brian brigitte bruno camilla carl carla carlos carmen
    carol caroline catherine cecilia charles charlotte chris christian christina
    christine christoph christopher claire clara claudia colin craig dagmar daniel
    daniela david deborah denis dennis derek diana diane dieter dirk dominic donald
    donna doris dorothy douglas edith edward eileen elena eleanor elisabeth elizabeth
    ella ellen elsa emil emily emma eric erica erik erika ernst esther eugene eva evelyn
    fatima felix fiona florian frances francesca francis frank franz fred frederick
    gabriel gabriela gareth gary geoffrey george georgia gerald gerhard gillian giovanni
    gisela giulia gordon grace graham greta guido gunther hanna hannah hans harald
    harold harriet harry hassan heather heidi heike heinz helen helena helga henry
    herbert hermann hilary holger holly horst howard hugh hugo ian ibrahim ida ines
    ingrid irene iris irma isabel isabella ivan jack jacob jakob james jan jana jane
    janet janine jasmine jason jeffrey jennifer jenny jeremy jessica jim joan joanna joe
    joel johan johann johanna john jonas jonathan jordan jose josef joseph josephine
    joshua juan judith judy julia julian juliet julius june kai karen karin karl kate
    katharina katherine kathleen kathrin katja keith kelly kenneth kerstin kevin khadija
    kim kirsten klara klaus konrad kurt lara lars laura lauren lea leah lena leo leon
    leonard leonie lewis liam lilian lily linda lisa lorenz lorna louis louisa louise
    luca lucas lucia lucy ludwig luis luisa lukas lydia magdalena maja malcolm manfred
    manuel manuela marc marco marcus margaret maria marianne marie marina mario marion
    mark markus marlene marta martha martin martina mary matilda matthew matthias
    maureen maurice max maya melanie melissa michael michelle miguel miriam mohammed
    mohamed monica monika monique nadia nadine nancy natalie natasha nathan neil
    nicholas nicola nicole nigel nina nora norbert norman oliver olivia omar oscar oskar
    otto pamela patricia patrick paul paula pauline pedro peggy peter petra phil philip
    philipp phyllis pia pierre priya rachel rainer ralf ralph raymond rebecca regina
    reinhard renate richard rita robert robin roger roland rolf ronald rosa rosemary
    ruby rudolf rupert russell ruth sabine sabrina sally sam samantha samuel sandra
    sarah sebastian sergio sharon sheila shirley sibylle sigrid silke silvia simon
    simone sofia sonia sonja sophia sophie stefan stefanie stella stephan stephanie
    stephen steven stuart susan susanne suzanne sven svenja sylvia tanja tanya teresa
    terence thea theodor theresa thomas tilda tim timothy tina tobias tom tony tracy
    trevor udo ulrich ulrike ursula uta uwe valentina valerie vanessa vera verena
    veronica veronika victor victoria viktor vincent viola virginia walter wendy werner
    wilhelm william winifred wolfgang yasmin yusuf yvonne zoe
    """
)
