"""Names departments give their columns, by what they mean.

English, German, French, Spanish, Dutch and Italian; the Segment and contract
names among them. Written without blanks, accents and capitals: `naming.key`
makes column names so.
"""

from __future__ import annotations

from shopkeeper.recognise.columns.meanings import Meaning
from shopkeeper.recognise.columns.wordlists import word_set


M = Meaning

NAMES: dict[M, str] = {
    M.PERSON: "person personid personkey who whom contactkey",
    M.EMAIL: """email emailaddress mail mailaddress emailadresse mailadresse
        correo correoelectronico courriel adresseemail adressemail emailadres
        mailadres contactemail customeremail emailprivate emailwork workemail
        privateemail epost posta indirizzoemail from fromaddress fromemail
        recipient recipientemail""",
    M.PHONE: """phone phonenumber telephone telephonenumber tel telnr mobile
        mobilephone mobilenumber cell cellphone cellnumber handy handynummer telefon
        telefonnummer mobil mobilnummer mobiltelefon rufnummer telephoneportable
        portable numerotelephone telefono movil celular numerodetelefono telefoon
        telefoonnummer mobiel mobielnummer gsm msisdn landline homephone workphone
        contactnumber smsnumber whatsapp""",
    M.CUSTOMER_NUMBER: """kaeufer kaeufernummer
        customer customerid customernumber customerno customernr
        customernum customercode customerkey customerref custid custno custnr custnum
        custcode clientid clientnumber clientno clientcode accountid accountnumber
        accountno accountnr memberid membernumber memberno membernr membershipid
        membershipnumber subscriberid buyerid shopperid patronid guestid householdid
        householdkey contactid partyid kunde kundennummer kundennr kundenid kundeid
        kdnr kundenno mitgliedsnummer mitgliedsnr client idclient numeroclient
        nclient numclient codeclient adherent cliente idcliente numerocliente
        codigocliente codcliente numcliente socio klant klantnummer klantnr klantid
        lidnummer debiteurnummer codicecliente playerid patientid donorid""",
    M.CARD_NUMBER: """card cardno cardnr cardnumber cardid loyaltycard
        loyaltycardnumber loyaltynumber loyaltyno loyaltyid bonuscard clubcard
        kartennummer kartennr kundenkarte kundenkartennummer kundenkartennr
        bonuskarte cartefidelite numerocarte numcarte carte tarjeta numerotarjeta
        tarjetafidelidad kaart kaartnummer klantenkaart klantenkaartnummer
        tessera pointscard""",
    M.USER_ID: """userid user uid username userkey login loginname accountname
        benutzer benutzerid benutzername nutzerid utilisateur idutilisateur
        identifiant usuario idusuario nombreusuario gebruiker gebruikersid
        gebruikersnaam externalid distinctid profileid""",
    M.DEVICE: """device deviceid anonymousid anonid visitor visitorid cookie cookieid
        browserid sessioncookie geraet geraeteid idfa gaid advertisingid clientcookie
        fingerprint installid tabletid tillid""",
    M.PREVIOUS_ID: """previousid formerid previoususerid aliasedid""",
    M.NATIONAL_ID: """ssn socsecid socialsecuritynumber socialsecurity nationalid
        nationalinsurancenumber nino nhsnumber taxid steuerid steuernummer
        sozialversicherungsnummer dni nie nif bsn passportnumber personnummer
        codicefiscale numerosecuritesociale""",
    M.FULL_NAME: """name fullname names customername clientname contactname
        contact membername displayname nameofcustomer personname recipientname
        cardholder cardholdername holder firstandsurname firstandlastname
        vollername voller vornamename namevorname kundenname ansprechpartner
        nomcomplet nometprenom nomprenom nombrecompleto nombreyapellidos
        nombreapellidos volledigenaam naam klantnaam nominativo fromname
        subscriber shippingname billingname about member""",
    M.GIVEN_NAME: """firstname first forename forenames givenname givennames given
        fname fnamec1 vorname vornamen rufname prenom nombre primernombre nombres
        voornaam nome christianname fullgivenname""",
    M.MIDDLE_NAME: """middlename middle middleinitial mi middlenames secondname
        secondgivenname fnamec2 zweitername zweitervorname deuxiemeprenom
        segundonombre tweedenaam initials voorletters""",
    M.FAMILY_NAME: """lastname last surname familyname family lname lnamec1 nachname
        familienname zuname nom nomdefamille apellido apellidos primerapellido
        achternaam familienaam cognome maidenname geburtsname lnamec2
        segundoapellido""",
    M.CALLED: """called preferredname preferred nickname nick knownas goesby
        preferredfirstname callme salutationname informalname spitzname surnom
        apodo roepnaam likestobecalled addressas""",
    M.TITLE: """title salutation prefix honorific anrede titel civilite tratamiento
        aanhef nameprefix titulo""",
    M.SUFFIX: """suffix namesuffix generation postnominal namenszusatz suffixe
        sufijo""",
    M.GENDER: "gender sex geschlecht sexe genre sexo genero geslacht sesso",
    M.BIRTH_DATE: """birthdate dateofbirth dob birthday born birth geburtsdatum
        geburtstag gebdatum gebdat datedenaissance naissance fechadenacimiento
        fechanacimiento nacimiento cumpleanos geboortedatum geboren verjaardag
        datadinascita""",
    M.BIRTH_YEAR: "birthyear yearofbirth yob by geburtsjahr anneedenaissance "
    "anonacimiento geboortejaar",
    M.BIRTH_MONTH: "birthmonth monthofbirth bm geburtsmonat",
    M.BIRTH_DAY: "dayofbirth bd birthdayofmonth",
    M.BIRTH_PLACE: """birthplace placeofbirth birthcity birthstate birthcountry
        geburtsort lieudenaissance lugardenacimiento geboorteplaats""",
    M.AGE: "age alter edad leeftijd ageinyears eta",
    M.AGE_GROUP: """agegroup ageband agerange ageclass agecategory agebracket minor
        isminor underage under18 isunder18 isachild ischild altersgruppe altersklasse
        minderjaehrig trancheage mineur leeftijdsgroep minderjarig grupoedad menor""",
    M.LANGUAGE: "language lang locale sprache langue idioma taal lingua",
    M.TIME_ZONE: "timezone tz zeitzone fuseauhoraire zonahoraria tijdzone",
    M.COMPANY: """company companyname organisation organization org employer
        employername firm business businessname firma firmenname unternehmen
        entreprise societe empresa bedrijf bedrijfsnaam azienda""",
    M.JOB_TITLE: """jobtitle job role position occupation profession beruf
        berufsbezeichnung stelle funktion poste fonction metier puesto cargo
        ocupacion functie beroep functietitel""",
    M.OPT_IN: """optin newsletter subscribed marketingoptin emailoptin smsoptin
        acceptsmarketing mailingok contactok einwilligung werbeerlaubnis
        marketingconsent allowsmarketing issubscribed mailing mailings
        lettersok emailok mailok smsok phoneok textsok contactallowed""",
    M.OPT_OUT: """optout unsubscribed donotcontact donotmail donotcall
        donotemail nomail nocontact blocked werbesperre werbewiderspruch
        desabonne bajas baja uitgeschreven suppressed isunsubscribed""",
    M.ADDRESS: """address addr fulladdress postaladdress mailingaddress
        shippingaddress billingaddress address1 addressline1 address2 addressline2
        addressline anschrift adresse adresszeile postanschrift direccion domicilio
        adres postadres indirizzo""",
    M.STREET: """street streetname streetaddress strasse str strassehausnummer
        strasseundhausnummer rue voie calle straat straatnaam via road""",
    M.HOUSE_NUMBER: """housenumber houseno streetnumber housenr hausnummer hausnr
        hnr numerorue numerovoie numerocalle huisnummer huisnr civico""",
    M.UNIT: """unit unitnumber apartment apt flat suite floor wohnung stockwerk
        etage appartement piso apartamento verdieping toevoeging""",
    M.PO_BOX: "pobox postbox postfach boitepostale apartadopostal postbus",
    M.POSTCODE: """postcode postalcode zip zipcode zippostcode plz postleitzahl
        codepostal cp codigopostal pc postcodefake cap""",
    M.CITY: """city town suburb locality place ort stadt wohnort ville commune
        localite ciudad poblacion localidad stad plaats woonplaats citta comune
        village municipality""",
    M.REGION: """region county province stateprovince stateregion bundesland kanton
        departement provincia comunidad provincie regione""",
    M.COUNTRY: """country countrycode land pays pais landcode nation nazione
        paese""",
    M.ROW_KEY: """id recordid rowid rowkey lineid orderlineid uuid guid entryid
        rowno rownr recordno recordnumber recid key lfdnr laufendenummer pk
        ticketid noteid responseid reviewid callid mailid eventid contractid""",
    M.SILO: "silo sourcesystem datasource system origin herkunft",
    M.AT: """at time timestamp datetime date when day saidat createdat created
        createdon receivedat received sentat sent occurredat happenedat eventtime
        eventdate eventat eventtimestamp orderdate ordertime orderedat orderedon
        ordered purchasedate purchasedat purchasedon purchased boughtat boughton
        invoicedate transactiondate transactiontime transactiontimestamp saledate
        soldat soldon visitdate visitedat calldate callat notedate writtenat
        writtenon loggedat recordedat enteredat submittedat
        originaltimestamp datum zeit zeitpunkt uhrzeit bestelldatum bestellt
        bestelltam kaufdatum gekauftam rechnungsdatum erstelltam angelegtam
        heure dateheure datecommande dateachat datefacture creele commandele fecha
        hora fechahora fechapedido fechacompra fechafactura tijd tijdstip
        besteldatum aankoopdatum factuurdatum aangemaaktop data dataora dataordine
        dt ts t""",
    M.EXPIRES: """expires expiresat expiry expirydate expiration validuntil
        validto gueltigbis ablauf ablaufdatum valablejusqua
        caduca vence geldigtot verlooptop endsat""",
    M.OTHER_DATE: """updatedat modifiedat lastmodified lastseen lastlogin lastvisit
        lastorder surveydate signupdate joinedat joined joindate membersince
        registeredat registered registrationdate duedate deliverydate deliveredat
        deathdate dateofdeath shippedat promisedfor dueon deadline deliveryby
        kundeseit geaendertam lieferdatum liefertermin datelivraison fechaentrega
        leverdatum since startdate enddate""",
    M.ITEM: """item itemid itemcode itemno itemnumber product productid productcode
        productno productnumber producttitle sku stockcode article articleid
        articleno articlenumber articlecode isbn ean gtin asin upc plu artikel
        artikelnummer artikelnr artnr produkt produktnummer produktid produit
        idproduit codeproduit refproduit reference referenceproduit producto
        idproducto codigoproducto articulo codigoarticulo artikelcode prodotto book
        propertiessku propertiesproductid propertiesitem propertiesproduct
        lineitemsku""",
    M.ITEM_NAME: """lineitemname lineitemtitle
        itemname itemtitle itemdescription itemdesc productname
        productdescription productdesc stockdescription articlename
        articledescription desc description booktitle artikelname
        artikelbezeichnung bezeichnung produktname beschreibung nomproduit
        libelle designation descriptionproduit nombreproducto descripcion
        productnaam omschrijving descrizione propertiesname
        propertiesproductname""",
    M.CATEGORY: """category itemcategory productcategory productgroup
        productcategoryname commodity commoditydesc subcategory
        genre kind type producttype kategorie warengruppe produktgruppe artikelgruppe
        categorie famille rayon categoria categoriaproducto familia productgroep
        categorienaam propertiescategory""",
    M.BASKET: """basket basketid order orderid orderno ordernr ordernumber
        orderref ordercode invoice invoiceid invoiceno invoicenr invoicenumber
        receipt receiptid receiptno receiptnumber transaction transactionid
        transactionno transid trxid purchaseid saleid cartid bestellnummer
        bestellnr bestellung bestellid auftrag auftragsnummer auftragsnr
        rechnungsnummer rechnungsnr belegnummer belegnr bonnr bonnummer commande
        numerocommande numcommande idcommande facture numerofacture pedido
        numeropedido idpedido factura numerofactura bestelnummer ordernummer
        factuurnummer bon ordine numeroordine propertiesorderid
        checkoutid""",
    M.QUANTITY: """lineitemquantity
        quantity qty count units unitssold amountordered pieces number
        noofitems numberofitems numberofcds itemcount menge anzahl stueck
        stueckzahl quantite qte nombrearticles cantidad unidades cant aantal stuks
        hoeveelheid quantita propertiesquantity""",
    M.PRICE: """lineitemprice
        price unitprice itemprice priceperunit unitcost listprice preis
        einzelpreis stueckpreis preisprostueck prix prixunitaire pu precio
        preciounitario prijs stukprijs eenheidsprijs prezzo propertiesprice""",
    M.AMOUNT: """amount total totalamount totalprice totalvalue linetotal subtotal
        spend spent sales salesvalue revenue turnover dollarvalue ordertotal
        ordervalue invoicetotal paid payment paymentvalue nettotal grosstotal cost
        wages betrag gesamtbetrag gesamtpreis summe umsatz rechnungsbetrag brutto
        netto montant montanttotal prixtotal importe importetotal preciototal
        bedrag totaalbedrag totaal totaalprijs importo totale propertiestotal
        propertiesrevenue basketvalue""",
    M.CURRENCY: "currency currencycode waehrung devise moneda valuta divisa "
    "propertiescurrency",
    M.STATUS: """status orderstatus deliverystatus shipmentstatus bestellstatus
        financialstatus fulfillmentstatus fulfilmentstatus paymentstatus
        lieferstatus statut estado estadopedido bestelstatus""",
    M.TEXT: """text body message content comment comments note notes remark remarks
        feedback review answer transcript utterance verbatim mailtext
        summary details observation observations nachricht notiz notizen
        bemerkung bemerkungen kommentar inhalt gespraechsnotiz texte
        commentaire commentaires remarque remarques avis texto mensaje comentario
        comentarios nota notas observaciones tekst bericht opmerking opmerkingen
        notitie notities testo messaggio propertiesmessage memo freetext wording
        consenttext""",
    M.SUBJECT: """subject betreff objet asunto onderwerp oggetto headline""",
    M.SPEAKER: "speaker sender senderrole direction sprecher",
    M.AUTHOR: """author rep writtenby agent agentname staff staffid employee
        enteredby salesrep salesperson createdby takenby seller mitarbeiter
        verfasser bearbeiter verkaeufer auteur vendeur redacteur autor vendedor
        empleado medewerker verkoper autore""",
    M.THREAD: "thread threadid conversation conversationid ticket ticketnumber "
    "caseid casenumber case inreplyto gespraechsid",
    M.EVENT: "event eventname eventtype action activity ereignis evenement evento "
    "gebeurtenis",
    M.PROPERTY: "properties props payload attributes context traits",
    M.PURPOSE: "purpose zweck finalite proposito finalidad doel scopo consentpurpose",
    M.STATE: """state consent consentstate consentstatus decision consentgiven
        zustimmung consentement consentimiento toestemming consenso""",
    M.TOPIC: "topic thema sujet tema lijst list listname",
    M.CHANNEL: "channel kanal canal kanaal canale medium contactchannel",
    M.VERSION: "version textversion consentversion",
    M.PROOF: "proof nachweis preuve prueba bewijs ipaddress evidence",
    M.OUTCOME: "outcome result ergebnis resultat resultado resultaat conversion",
    M.VALUE: "value outcomevalue wert valeur valor waarde conversionvalue",
    M.MESSAGE_ID: "messageid msgid nachrichtid",
    M.DECISION_ID: "decisionid",
    M.DEPARTMENT: "department team abteilung departamento afdeling reparto",
    M.IMPRESSION: """impression mood interest levelofinterest interestlevel
        sentiment stimmung eindruck rating score stars temperature""",
}

#: One name may stand under several meanings; the values then tell.
ALSO: dict[str, tuple[M, ...]] = {
    "title": (M.JOB_TITLE, M.ITEM_NAME),
    "state": (M.REGION,),
    "estado": (M.REGION, M.STATE),
    "name": (M.ITEM_NAME,),
    "nom": (M.FULL_NAME,),
    "nome": (M.FULL_NAME,),
    "nombre": (M.FULL_NAME,),
    "number": (M.PHONE,),
    "amount": (M.QUANTITY,),
    "type": (M.EVENT, M.OUTCOME),
    "event": (M.OUTCOME,),
    "eventtype": (M.CATEGORY,),
    "description": (M.TEXT,),
    "desc": (M.TEXT,),
    "beschreibung": (M.TEXT,),
    "omschrijving": (M.TEXT,),
    "descripcion": (M.TEXT,),
    "client": (M.FULL_NAME,),
    "cliente": (M.FULL_NAME,),
    "customer": (M.FULL_NAME,),
    "kunde": (M.FULL_NAME,),
    "kaeufer": (M.FULL_NAME, M.EMAIL),
    "klant": (M.FULL_NAME,),
    "contact": (M.EMAIL, M.PHONE),
    "person": (M.FULL_NAME,),
    "who": (M.FULL_NAME, M.EMAIL),
    "user": (M.FULL_NAME, M.EMAIL),
    "username": (M.EMAIL,),
    "login": (M.EMAIL,),
    "userid": (M.EMAIL,),
    "from": (M.FULL_NAME,),
    "sender": (M.EMAIL,),
    "decision": (M.DECISION_ID,),
    "email": (M.OPT_IN,),
    "phone": (M.DEVICE,),
    "adresse": (M.EMAIL,),
    "key": (M.CUSTOMER_NUMBER,),
    "id": (M.CUSTOMER_NUMBER,),
    "reference": (M.BASKET,),
    "genre": (M.GENDER,),
    "born": (M.BIRTH_YEAR,),
    "birth": (M.BIRTH_YEAR,),
    "birthday": (M.BIRTH_DAY,),
    "interest": (M.TEXT,),
    "via": (M.CHANNEL,),
    "source": (M.CHANNEL, M.SILO),
    "list": (M.TOPIC,),
    "date": (M.AT,),
    "medium": (M.CATEGORY,),
    "transaction": (M.AMOUNT,),
    "payment": (M.STATUS,),
    "cp": (M.POSTCODE,),
    "account": (M.CUSTOMER_NUMBER, M.COMPANY),
    "result": (M.STATUS,),
    "data": (M.TEXT,),
    "order": (M.ITEM,),
    "agent": (M.SPEAKER,),
    "value": (M.AMOUNT,),
    "status": (M.OPT_IN,),
    "member": (M.CUSTOMER_NUMBER, M.OPT_IN),
    "cost": (M.PRICE,),
}

#: Words before a name that say it is about somebody else in the same row.
ANOTHERS = word_set("""
    spouse partner husband wife child children son daughter dependent dependant
    parent mother father guardian employer emergency referrer referred beneficiary
    ehepartner kind conjoint enfant conyuge hijo partnerin""")
#: Words that say a column is about her end: no name of a living person's column.
ENDED = word_set("death died deceased burial")
#: Words before a name that add nothing to its meaning.
FILLERS = word_set("""
    customer cust client buyer contact mailing shipping billing delivery home
    user member person patient account primary main current the my properties
    traits context kunden klant order purchase transaction record data reported
    given ship bill invoice address guest subscriber raw full""")
#: Names that say nothing behind a word we do not know: a `store_id` is no row's.
GENERIC = word_set("""
    id key uid number name names type kind value status state reference person user
    order first last date time day at source system""")
