"""Values that stand where a name or a thing should, as forms, exports and jokers leave them.

Written down by hand, by kind. None may be said as it stands. Where one of `DOUBTED`
has a certain clean form, that may be said instead.
"""

# ruff: noqa: E501, RUF001 words of many scripts, as they are found

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    """Values, one a line."""
    return tuple(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))


def _words(text: str) -> tuple[str, ...]:
    """Values between blanks."""
    return tuple(dict.fromkeys(text.split()))


PLACEHOLDERS = _words(
    """
    N/A n/a NA n.a. null NULL Null (null) <null> [null] nil NIL None NONE none nan NaN
    undefined Undefined UNDEFINED unknown Unknown UNKNOWN void empty Empty blank -
    -- --- _ . .. ... … ? ?? ??? ! !!! * ** x X xx XX xxx XXX xxxx XXXX y yy zzz aaa AAA
    aaaa abc ABC abcd asdf ASDF asdfasdf asdfgh qwer qwert qwerty QWERTY qwertz zxcvb
    hjkl test Test TEST tester Tester testing Testname test1 Test2 testtest testuser
    dummy Dummy fake Fake sample Sample example foo bar baz foobar lorem ipsum tbd TBD
    tba TBA tbc todo TODO Unbekannt unbekannt inconnu Inconnue desconocido Desconocida
    sconosciuto onbekend okänd ukjent ukendt tuntematon neznámý nieznany неизвестно
    неизвестный неизвестна άγνωστος bilinmiyor 不明 未知 未設定 名無し 無名 없음 незнаю
    keine keiner kein Keine leer ohne k.A. k.a. o.A. entfällt nenhum ninguno Ninguno
    nessuno geen ingen brak pusty нет нету لايوجد aucun Aucune sans vide rien anonymous
    Anonymous anonym Anonym Anonyme anónimo Anonimo anoniem anonimowy аноним ananoym
    匿名 익명 مجهول guest Guest Gast Gäst Invité invitado Invitado ospite convidado гость
    visitor Visitor Besucher customer Customer CUSTOMER Kunde Kundin Client Cliente
    cliente Klant kund Kund asiakas klient Klient клиент Покупатель 客户 顧客 고객 عميل
    müşteri user User USER Benutzer Nutzer utilisateur usuario Usuario gebruiker bruger
    användare użytkownik пользователь 用户 ユーザー 사용자 مستخدم username Username name Name
    NAME Vorname vorname Nachname Voornaam Achternaam Prénom prénom Nom nombre Nombre
    apellido Apellidos nome Nome cognome Cognome Sobrenome förnamn Förnamn Efternamn
    fornavn Fornavn etunimi imię Imię nazwisko jméno příjmení имя Имя Фамилия όνομα isim
    姓名 名前 이름 الاسم firstname FirstName Firstname first_name FIRST_NAME FNAME fname
    lname surname Surname lastname LastName givenname GivenName displayname nickname
    member Member Mitglied membre socio miembro friend Friend Freund amigo ami buyer Buyer
    shopper Shopper subscriber Subscriber Abonnent recipient Recipient Empfänger contact
    someone Someone somebody nobody Nobody niemand Niemand nadie personne noone anyone
    everybody everyone all you You me Me myself ich moi yo Dear dear Hello hello Hi hi
    Hallo Bonjour Hola Ciao admin Admin ADMIN administrator root system System owner
    Owner manager true True TRUE false False yes no Ja Nein deleted Deleted DELETED
    removed redacted Redacted REDACTED erased anonymized anonymised gelöscht supprimé
    eliminado error Error ERROR #N/A #NAME? #REF! #VALUE! #NULL! #DIV/0! occupant
    Occupier resident Householder tenant Bewohner noname NoName no-name placeholder
    PLACEHOLDER default Default missing [blank] <blank> (blank) (none) <none> {} [] ()
    """
) + _lines(
    """
    no name
    No Name
    not available
    Not Provided
    not known
    not set
    First Name
    first name
    Full Name
    Last Name
    Your Name
    your name here
    My Name
    Customer Name
    Dear Customer
    Dear Sir or Madam
    Dear Friend
    Valued Customer
    New Customer
    Walk-In Customer
    walk in
    Cash Customer
    Guest User
    Guest Checkout
    Test User
    Test Test
    Test Account
    Jenny Test
    Test Jenny
    Mr Test
    Do Not Use
    do not contact
    DO NOT MAIL
    Please Delete
    to be confirmed
    To Whom It May Concern
    Max Mustermann
    Erika Mustermann
    John Doe
    Jane Doe
    Joe Bloggs
    Mario Rossi Test
    Juan Pérez Prueba
    Unbekannter Kunde
    kein Name
    Kein Vorname
    Keine Angabe
    ohne Namen
    Nom inconnu
    Prénom inconnu
    Sans nom
    non renseigné
    Non renseigné
    pas de prénom
    sin nombre
    Sin Nombre
    no disponible
    No aplica
    senza nome
    non disponibile
    sem nome
    não informado
    Não Informado
    geen naam
    niet bekend
    uden navn
    inget namn
    ei tiedossa
    ei nimeä
    brak danych
    bez jména
    без имени
    нет имени
    не указано
    Не указано
    χωρίς όνομα
    isim yok
    名前なし
    이름 없음
    بدون اسم
    lorem ipsum
    a friend
    Account Holder
    The Householder
    The Occupier
    Current Resident
    """
)
TEMPLATES = _lines(
    """
    {{first_name}}
    {{ contact.firstname }}
    {{first_name|default:"there"}}
    {{{firstName}}}
    {first_name}
    {FNAME}
    {$name}
    ${name}
    #{name}
    $name
    $FIRSTNAME
    %FIRSTNAME%
    %%FirstName%%
    %first_name%
    %s
    %d
    %(name)s
    %1$s
    *|FNAME|*
    *|FNAME:There|*
    [[name]]
    [FirstName]
    [First Name]
    [NAME]
    <name>
    <first name>
    <<FirstName>>
    «Vorname»
    « Prénom »
    <%= name %>
    <?= $name ?>
    <?php echo $name ?>
    @Model.Name
    @{name}
    ~name~
    __name__
    __FIRST_NAME__
    -name-
    ##name##
    |name|
    \\name
    ｛｛name｝｝
    &#123;&#123;name&#125;&#125;
    {% if name %}
    {%- endsay -%}
    {# name #}
    =A1
    =CONCAT(A1,B1)
    =VLOOKUP(A2,B:C,2)
    ='Sheet1'!A1
    @SUM(1+1)
    +cmd|' /C calc'!A0
    merge.field
    recipient.name
    """
)
HANDLES = _words(
    """
    GhostRider567 ghostrider567 GhostRider xX_Slayer_Xx xXSlayerXx jenny92 Jenny92
    Jenny_92 j3nny J3nny jenny.smith Jenny.Smith j.smith jsmith1 @jenny @JennyS jenny@
    jenny@mail.example jenny@localhost jenny(at)mail jenny+shop jenny_s _jenny jenny-92
    user4711 User4711 cust-000123 C000123 id:42 4711 0 00000 007 1 12/05/1980 1980-05-12
    +447700900123 07700-900123 SW1A1AA ab12cd XyZzYq JennyLovesBooks BookWorm99 b00kworm
    MrCool CoolGuy99 iLoveTea teaLover TeaLover_ JENNYxoxo ❤Jenny Jenny❤ 🦄 🙂🙂 Jenny🙂
    ★Jenny★ ~*jenny*~ *Jenny* |Jenny| Jenny™ Jenny® J€nny Jenn¥ $$$ Jenny! Jenny!! Jenny?
    jenny.com www.jenny.example jenny.example http://jenny.example https://x.example/j
    facebook.com/jenny fb:jenny t.me/jenny discord#1234 jenny#1234 Jenny² Jenny½ Jennyⅷ
    a1b2c3d4 550e8400-e29b-41d4-a716-446655440000 deadbeef1 0xDEADBEEF SGVsbG8= 1234abcd
    """
)
MAILBOXES = _words(
    """
    info Info INFO info@ sales Sales office Office Büro buero webmaster postmaster
    hostmaster noreply NoReply no-reply No-Reply donotreply do-not-reply support Support
    contact Contact kontakt Kontakt contacto contatto accounts Accounts accounting billing
    Billing rechnung Rechnung buchhaltung Buchhaltung facturas facturation compta
    comptabilité amministrazione administracion administratie boekhouding verwaltung
    sekretariat secretariat secretaria reception Reception empfang accueil help helpdesk
    team Team abuse enquiries Enquiries inquiry mail Mail email e-mail mailbox newsletter
    orders Orders order bestellung Bestellung pedidos commandes service Service
    kundenservice customerservice customercare marketing Marketing invoices payments hr
    HR jobs Jobs careers press Press presse shop Shop purchasing einkauf Einkauf vertrieb
    ventas vendite verkoop logistics warehouse lager dispatch finance Finance it IT
    techsupport security privacy legal Legal datenschutz mailer-daemon root@ all@ staff
    """
)
TITLES = _lines(
    """
    Mr
    MR
    Mr.
    mr
    Mrs
    Mrs.
    Ms
    Miss
    Mx
    Dr
    Dr.
    DR
    Prof
    Prof.
    Prof. Dr.
    Dr. Dr.
    Dr. med.
    Dr. h.c.
    Sir
    Madam
    Sir or Madam
    Sir/Madam
    Sehr geehrte Damen und Herren
    Herr
    Frau
    Herr Dr.
    Herrn
    Fräulein
    M.
    Mme
    Mlle
    Monsieur
    Madame
    M. et Mme
    Sr.
    Sra.
    Señor
    Señora
    Srta.
    Sig.
    Sig.ra
    Signora
    Dott.
    Dhr.
    Mevr.
    Mevrouw
    Pan
    Pani
    Rev.
    Fr.
    Hon.
    Capt.
    Lt. Col.
    Esq.
    PhD
    MD
    BSc
    Dipl.-Ing.
    Ing.
    Mag.
    Lord
    Lady
    Dame
    Господин
    Госпожа
    Κύριος
    Κυρία
    氏
    様
    さん
    先生
    女士
    씨
    님
    """
)
GONE = _lines(
    """
    Jenny (deceased)
    Jenny (Deceased)
    Jenny DECEASED
    Jenny - deceased
    Jenny, deceased
    *Jenny deceased*
    deceased
    Deceased
    (deceased)
    DECEASED Jenny
    Jenny (dec'd)
    Jenny dec'd
    Jenny decd
    Jenny (d. 2019)
    Jenny (died 2020)
    Jenny RIP
    Jenny (RIP)
    R.I.P. Jenny
    The late Jenny
    Late Jenny
    the late Mr Lee
    Estate of Jenny
    Est. of Jenny Lee
    The Estate of Jenny Lee
    Executors of Jenny Lee
    Exors of J Lee
    Jenny †
    † Jenny
    Jenny (†)
    Jenny ✝
    Jenny (verstorben)
    Jenny verstorben
    Nachlass Jenny
    Jenny (décédée)
    feu Jenny
    Jenny (fallecida)
    Jenny (QEPD)
    Jenny Q.E.P.D.
    Jenny (falecida)
    Jenny (deceduta)
    Jenny (overleden)
    wijlen Jenny
    Jenny (avliden)
    Jenny (død)
    Jenny (kuollut)
    Jenny (zmarła)
    Jenny (zemřela)
    Jenny (умерла)
    Jenny (moved away)
    Jenny (do not call)
    Jenny (ex)
    Jenny (old)
    Jenny (duplicate)
    Jenny [duplicate]
    Jenny - DO NOT USE
    Jenny (gone away)
    Jenny (vip)
    Jenny (wife of Tom)
    """
)
COMPANIES = _lines(
    """
    Jenny Ltd
    Jenny Ltd.
    Harbour Books Limited
    ACME GmbH
    Muster GmbH & Co. KG
    Muster AG
    Muster OHG
    Muster KG
    Muster UG
    Muster e.K.
    Verein e.V.
    Acme Inc
    Acme, Inc.
    Acme LLC
    Acme LLP
    Acme Corp
    Acme Corp.
    Acme Corporation
    Jones PLC
    Smith & Sons
    Smith & Co
    Smith and Sons
    Brown Bros
    Rossi S.p.A.
    Rossi S.r.l.
    Dupont SARL
    Dupont S.A.S.
    Dupont et Fils
    Dupont & Cie
    García S.L.
    García e Hijos
    Silva Lda
    Silva Ltda.
    Jansen B.V.
    Jansen BV
    Jansen N.V.
    Svensson AB
    Hansen A/S
    Hansen ApS
    Olsen AS
    Virtanen Oy
    Kowalski Sp. z o.o.
    Novák s.r.o.
    Kovács Kft.
    Horvat d.o.o.
    ООО Ромашка
    ТОВ Весна
    ИП Иванов
    Yılmaz A.Ş.
    株式会社さくら
    さくら(株)
    有限会社田中
    小明有限公司
    주식회사 사과
    Tata Pvt. Ltd.
    Acme Pty Ltd
    Acme Pte. Ltd.
    Acme Sdn Bhd
    The Book Company
    The Tea Shop
    Harbour Books
    Harbour Bakery
    Smith Consulting
    Lee Partners
    City Council
    St Mary's School
    University of Leith
    Praxis Dr. Maier
    Rechtsanwälte Maier
    Kanzlei Schmidt
    Zahnarztpraxis Maier
    Autohaus Maier
    Gasthof Adler
    Hotel Adler
    Restaurant Adler
    Bäckerei Schmidt
    Boulangerie Martin
    Librería Central
    Ristorante Roma
    Accounts Payable
    Customer Services
    IT Department
    Head Office
    Jenny's Salon
    Green Garden Centre
    Acme™
    Acme®
    """
)
TWO_PEOPLE = _lines(
    """
    Jenny & Tom
    Jenny &amp; Tom
    Jenny and Tom
    Jenny AND Tom
    Jenny und Tom
    Jenny u. Tom
    Jenny et Tom
    Jenny y Tom
    Jenny e Tom
    Jenny i Tom
    Jenny og Tom
    Jenny och Tom
    Jenny en Tom
    Jenny ja Tom
    Jenny és Tom
    Jenny ve Tom
    Jenny si Tom
    Jenny și Tom
    Jenny a Tom
    Jenny и Том
    Jenny та Том
    Jenny και Tom
    Дженни и Том
    さくらと太郎
    小明和小红
    小明、小红
    Jenny+Tom
    Jenny + Tom
    Jenny/Tom
    Jenny / Tom
    Jenny, Tom
    Jenny; Tom
    Jenny | Tom
    Jenny or Tom
    Jenny oder Tom
    Jenny ou Tom
    Jenny o Tom
    Jenny - Tom
    Jenny – Tom
    Jenny — Tom
    Jenny with Tom
    Jenny mit Tom
    Jenny plus Tom
    Jenny c/o Tom
    Jenny n Tom
    Jenny 'n' Tom
    Mr & Mrs Lee
    Mr and Mrs Lee
    Mr. & Mrs. Lee
    Mr/Mrs Lee
    Herr und Frau Maier
    Eheleute Maier
    Familie Maier
    Fam. Maier
    The Lee Family
    Lee family
    Famille Martin
    Familia García
    Famiglia Rossi
    Rodina Novákova
    Jenny, Tom and Ann
    Jenny & family
    Jenny + 1
    Jenny & co
    Jenny et al.
    Jenny; Tom; Ann
    The Lees
    Messrs Lee
    Mesdames Lee
    """
)
HIDDEN = (
    "Jen\x00ny", "\x00", "Jenny\x07", "\x1b[31mJenny", "Jen\x7fny", "Jenny\x85", "Jen\x9fny",
    "\u202eynneJ", "Jenny\u202e", "\u202dJenny", "\u2066Jenny\u2069", "\u2067Jenny",
    "Jen\u200eny", "Jen\u200fny", "\u061cJenny", "Jen\u202any", "Jen\u202bny\u202c",
    "Jen\ud800ny", "Jen\udfffny", "Jenny\ufffd", "\ufffd\ufffd", "Jen\u2028ny",
    "Jen\u2029ny", "Jen\nny", "Jenny\nTom", "Jenny\r\nBcc: x@y.example", "Jenny\rTom",
    "Jenny\u000bTom", "Jenny\u000cTom", "Jen\tny", "\u200b", "\ufeff", "\u2060\u200d", "\u00ad",
    "\u3164", "\u2800", "\u115f", "Jen\u00adny", "Jen\u200bny", "Jen\u2060ny", "Jen\ufeffny",
    "J\u0336e\u0336n\u0336n\u0336y\u0336", "J\u0488enny", "\u0338Jenny", "Jen\u034fny",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ealgo",
    "Jenny\U000e0041\U000e0042", "\U000e0001Jenny", "Jen\u180eny", "Jenny\ue000", "\uf8ff",
    "\U000f0000Jenny", "Jenny\ufdd0", "Jenny\uffff", "RenÃ©e", "JosÃ©", "Ã–mer", "MÃ¼ller",
    "Ð˜Ð²Ð°Ð½", "Bj?rn", "J\u00c3\u00bcrgen", "Zo&euml;", "Zo&#235;", "Zo\\u00eb", "Zo%C3%AB",
    "=?UTF-8?Q?Zo=C3=AB?=", "A \U0001f4a9 =?UTF-8?Q?=0A?=Bcc: x@y", "Zo+AOs-",
)  # fmt: skip
MARKUP = _lines(
    """
    <b>Jenny</b>
    <i>Jenny
    <script>alert(1)</script>
    <script>alert('Jenny')</script>
    <img src=x onerror=alert(1)>
    <svg/onload=alert(1)>
    <a href="http://x.example">Jenny</a>
    <!-- Jenny -->
    <br>Jenny
    Jenny</p>
    </title>Jenny
    Jenny<style>
    "><b>Jenny
    '><b>Jenny
    &lt;b&gt;Jenny&lt;/b&gt;
    &nbsp;Jenny
    Jenny&nbsp;
    &#74;enny
    &#x4A;enny
    Jenny &quot;J&quot;
    ＜b＞Jenny＜/b＞
    <Jenny>
    Jenny <jenny@mail.example>
    [Jenny](http://x.example)
    ![Jenny](x.png)
    **Jenny**
    __Jenny__
    `Jenny`
    ~~Jenny~~
    # Jenny
    > Jenny
    [b]Jenny[/b]
    [url=http://x]Jenny[/url]
    javascript:alert(1)
    data:text/html,Jenny
    onclick=alert(1)
    """
)
BROKEN = (
    "x" * 121, "Jenny " * 30, "Jenny " + "y" * 120, "Jenny:", "Name:", "Jenny\uff1a",
    "Name: Jenny", "Jenny, ", ", Jenny", "Jenny, née Lee, of 12 Harbour Road, Leith",
    "Dear Jenny", "Hello Jenny", "Hi Jenny!", "Hallo Jenny", "Liebe Jenny", "Chère Jenny",
    "Jenny.\n\nYou owe us 500", "Jenny. You owe us money. Pay now", "Jenny, your card is blocked",
    "Jenny you have won a prize click here", "please call me Jenny", "call me Jenny",
    "my name is Jenny", "I am Jenny", "Jenny is my name", "it's Jenny", "Jenny please",
    "Jenny who lives next door", "the lady from the shop", "same as above", "see above",
    "see notes", "see below", "as before", "ditto", "idem", "wie oben", "s.o.", "siehe oben",
    "voir ci-dessus", '"', "''", '""', "'", '"Jenny', 'Jenny"', "'Jenny", "Jenny (", "Jenny)",
    ")Jenny(", "Jenny,", ";Jenny", "Jenny;", "-Jenny", "Jenny-", "--Jenny--", ".Jenny", "Jenny..",
    "fuck off", "Fuck You", "Asshole", "Mickey Mouse", "Donald Duck", "Batman", "Darth Vader",
    "None of your business", "none of your business", "Why do you ask", "not telling",
    "I don't want to say", "go away", "spam", "Spam", "blah", "Blah Blah", "bla bla", "haha", "Lol",
    "hhhhh", "sdfsdf", "dfgdfg", "jkljkl", "fghj", "wasd", "Asd", "Qwe", "jjj kkk", "ghjk lkj",
)  # fmt: skip

# Whatever reads well beside its label but is no name; attack with each of these.
HOSTILE_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        PLACEHOLDERS + TEMPLATES + HANDLES + MAILBOXES + TITLES + GONE + COMPANIES
        + TWO_PEOPLE + HIDDEN + MARKUP + BROKEN
    )
)  # fmt: skip

# Strange, and harmless where no name stands: a spreadsheet's formula in a letter is text.
_HARMLESS = frozenset(
    [
        "Bj?rn",
        "Zo+AOs-",
        "-name-",
        "=A1",
        "=CONCAT(A1,B1)",
        "=VLOOKUP(A2,B:C,2)",
        "='Sheet1'!A1",
        "@SUM(1+1)",
        "+cmd|'",
        "merge.field",
        "recipient.name",
    ]
)
HOSTILE_TEXTS: tuple[str, ...] = tuple(
    value
    for value in HIDDEN + MARKUP + TEMPLATES
    if value.partition(" ")[0] not in _HARMLESS
)
