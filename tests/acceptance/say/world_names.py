"""Names that people of the whole world are called by, odd ones among them.

Written down by hand, by region; each is safe to greet with as it stands. What is
said must come out letter by letter.
"""

# ruff: noqa: E501, RUF001 words of many scripts, as they are found

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    """Names between commas and line ends."""
    names = [one.strip() for one in text.replace("\n", ",").split(",")]
    return tuple(dict.fromkeys(name for name in names if name))


BRITISH_AND_IRISH = _lines(
    """
    Jenny, Tom, Hope, Will, May, June, April, Summer, Faith, Grace, Joy, Ivy, Olive,
    O'Brien, O\u2019Neill, McDonald, MacLeod, McKenna, Mac, FitzGerald, Siobhán, Saoirse,
    Caoimhe, Tadhg, Niamh, Aoife, Eoghan, Seán, Ruairí, Pádraig, Órla, Dáithí, Rhys,
    Llewellyn, Angharad, Siân, Owain, Myfanwy, Catrin, Eilidh, Hamish, Iain, Mhairi,
    Fergus, Tamsin, Jago, Kerensa, Piran, Jean-Paul, Mary Jane, Mary-Jane, Sarah Jane,
    Jo Ann, Billy Bob, Anne-Marie, Rose-Marie, John Paul, Peter John, Tom Jr., Harry,
    Hen, Bo, Jo, Al, Ed, Cy, Ty, Vi, Di, Flo, Bea, Dot, Kit, Pip, Nell, Wilf, Alf, Stan,
    Art, Rob, Bob, Bill, Nick, Chuck, Pat, Sandy, Robin, Lee, Kim, Sky, River, Rain,
    Storm, Wolf, Fox, Bear, Jay, Wren, Lark, Heather, Fern, Holly, Hazel, Basil, Sage,
    Ginger, Pepper, Clementine, Apple, Peaches, Berry, Cherry, Amber, Ruby, Pearl, Jade,
    Opal, Jasper, Flint, Cliff, Dale, Glen, Heath, Brook, Ford, Lane, Dean, Earl, Duke,
    Prince, King, Baron, Judge, Bishop, Deacon, Major, Page, Parker, Hunter, Mason,
    Carter, Taylor, Tyler, Cooper, Chandler, Fisher, Archer, Miller, Baker, Gardner
    """
)
AMERICAN = _lines(
    """
    DeShawn, LaToya, LeBron, LaKeisha, JaMarcus, D'Angelo, D\u2019Andre, Ta-Nehisi, Tyrese,
    Beyoncé, Keanu, Kawika, Leilani, Ka\u02bbiulani, Makoa, Sequoyah, Winona, Chayton,
    Mary Kate, Billie Jean, Jim Bob, Sue Ellen, J. R., J.R., JR, TJ, CJ, AJ, DJ, KJ, JD,
    R.J., T. J., A. J., B.J., Cody, Austin, Dallas, Houston, Paris, London, Brooklyn,
    Chelsea, Sierra, Savannah, Phoenix, Israel, Jesus, Moses, Messiah, Royal, Legend,
    Maverick, Ace, Blaze, Chance, Chase, Cash, Dash, Gunner, Rowdy, Sonny, Buddy, Junior,
    Trey, Ike, Abe, Zeke, Jed, Jeb, Zac, Zach, Zack, Mack, Rex, Roy, Ray, Guy, Gus, Mo
    """
)
FRENCH = _lines(
    """
    Xavier-Louis, Jean-Luc, Jean-Baptiste, Marie-Ève, Anne-Sophie, Zoë, Zoé, Chloé,
    Éloïse, Loïc, Noël, Maëlle, Anaïs, François, Françoise, Benoît, Jérôme, Hélène,
    Thérèse, Gaël, Gaëlle, Océane, Aurélie, Émile, Étienne, Ève, Côme, Élie, Raphaël,
    Joséphine, Jean Marie, Marie Claire, Guy, Guillaume, Yves, Yann, Erwan, Maël
    """
)
IBERIAN_AND_LATIN = _lines(
    """
    María José, José María, José, María del Carmen, Ángel, Jesús, Concepción, Dolores,
    Soledad, Consuelo, Iñaki, Iñigo, Begoña, Ainhoa, Nekane, Jordi, Núria, Montserrat,
    Meritxell, Xoán, Uxía, João, Inês, Conceição, Gonçalo, Luís, Tomé, Antônio, Thaís,
    Guadalupe, Xóchitl, Citlali, Cuauhtémoc, Itzel, Ximena, Xiadani, Yamileth, Juan Pablo,
    Ana Lucía, Luz, Paz, Sol, Mar, Pilar, Rocío, Amparo, Nieves, Lluís, Martí, Òscar
    """
)
GERMAN_AND_DUTCH = _lines(
    """
    Jürgen, Jörg, Günther, Käthe, Björn, Sönke, Gönül, Anna-Lena, Karl-Heinz, Hans-Peter,
    Eva-Maria, Lieselotte, Heinz, Uwe, Uli, Ute, Jens, Knut, Traudl, Sepp, Vroni, Resi,
    van der Berg, van Dyke, de la Cruz, von Trapp, Joost, Sjoerd, Fleur, Roos, Thijs,
    Tjitske, Wytze, Fenna, Pien, Noor, Daan, Bas, Bram, Gijs, Jip, Loes, Anouk, Guusje,
    Marie-Louise, Jan-Willem, Klaas-Jan, Ot, Ab, Ko, Wim, Sint, Reto, Urs, Beat, Ueli
    """
)
NORDIC_AND_BALTIC = _lines(
    """
    Søren, Åse, Øystein, Håkon, Bjørn, Jørn, Kåre, Åke, Göran, Märta, Björk, Þór, Þóra,
    Guðrún, Sigurður, Ægir, Æsa, Matthías, Päivi, Väinö, Jyrki, Yrjö, Aino, Eero, Tõnu,
    Õie, Ülle, Jüri, Mārtiņš, Jānis, Ilze, Žydrūnas, Rūta, Jūratė, Šarūnas, Nils, Odd,
    Even, Bent, Bård, Liv, Siv, Gro, Pål, Tor, Ulf, Ylva, Astrid, Frøydis, Anne Lise
    """
)
SLAVIC_AND_NEAR = _lines(
    """
    Łukasz, Małgorzata, Stanisław, Żaneta, Święcisława, Jiří, Řehoř, Šárka, Zdeněk, Čeněk,
    Ľudmila, Ľubomír, Đorđe, Željko, Živa, Črt, Đurđica, Svetlana, Oleksandr, Иван,
    Олена, Дмитро, Ґалина, Їржи, Ёлка, Милош, Ђорђе, Љиљана, Ивайло, Айгүл, Оюунчимэг,
    Νίκος, Ελένη, Σωκράτης, Ἑλένη, Ștefan, Ştefan, Țuțuianu, Ion, Ioana, Árpád, Győző,
    Zsófia, Örs, Ágnes, Ilir, Shpëtim, Gëzim, Ömer, Çağlar, Şule, Ğ, İbrahim, Işıl, Ayşe
    """
)
MIDDLE_EASTERN_AND_AFRICAN = _lines(
    """
    محمد, فاطمة, عبد الله, علی‌رضا, زهرا, יוסף, שרה, מרים, Abd al-Rahman, Abdul-Aziz, Nour,
    Aïcha, Yacine, Ra\u2019ed, Ma'mun, Sa\u02bcid, Ḥasan, Layla, Noor ul-Ain, El Hadji,
    Ọlájídé, Chukwuemeka, Ngozi, Ng\u2019ang\u2019a, Ng'ang'a, Nkrumah, Mbali, Nomvula, Thandiwe,
    Kwame, Kofi, Yaw, Abena, Ama, Adwoa, Efua, Oluwaseun, Ìyábọ̀, Bọ́lá, Amina, Hauwa,
    Mwangi, Wanjirũ, Achieng', Selam, Tsegaye, ሰላም, አበበ, Naledi, Tshepo, Zanele
    """
)
ASIAN_AND_PACIFIC = _lines(
    """
    王小明, 李, 美咲, さくら, たろう, ケン, 김민준, 이, 서연, Ng, Nguyễn, Đặng, Thị Hoa, Bảo, Ánh,
    Ōno, Yūki, Jun'ichi, Shin'ya, Kaori, Xi, Xu, Yu, Li, Lu, Ye, He, Wu, Hu, Bo, Qi, E,
    Xiao-Ming, Xiaoming, Mei Ling, Mei-Ling, Ah Kow, Siu-Ming, Tze Wei, Soo-jin, Min-jun,
    Ji-woo, Hyun Bin, Bùi, Trần, Ưng, Priya, Śrī, Lakṣmī, Kṛṣṇa, प्रिया, राम, অনিতা, ਗੁਰਪ੍ਰੀਤ,
    தமிழ், ప్రియ, ಪ್ರಿಯಾ, മീര, සිරි, สมชาย, ลำไย, မောင်, សុខា, ລາວ, ནོར་བུ, Tenzin, Dawa,
    A-Xin, Wai-Lam, Putri, Sukarno, I Gede, Ni Made, Ketut, Nur Aini, Siti, Ai, Io, Ua,
    Hēni, Māui, Tāne, Wiremu, Tūhoe, Sione, Lāla, \u02bbAna, Losa, Fa'afafine, Anh, My, An
    """
)
# One letter, an initial, a title before a name, a word that is often no name at all.
ODD = _lines(
    """
    J, Q, J., O., Y., Ø, 李, M. C., Mrs Novak, Dr Watson, Mr. Bean, Frau Müller,
    Herr Maier, Mme Dupont, Señora Ruiz, Sir Ian, Rev. Green, Prof. Lee, Dr. A. Shah,
    Sr. García, Doña Inés, Don Quijote, Lady Ada, Madam Koroma, Auntie Bea, Nana,
    Papa, Pa, Con, Nat, Phil, Mit, Charity, Miss Ellie, Captain Ann, Christian, Christina,
    Tess, Testa, Testino, Contessa, Data, Nulla, Nola, Nonie, Nona, Anon-Li, Sample-Jones,
    Usher, Guestrin, Adminah, Rooth, Systema, Infanta, Salesia, Kontos, Mailin, Maile,
    Teamu, Office-Nkosi, Hellin, Shoppe, Jobst, Jobina, Presley, Orderic, Bookerson, Ltduk
    """
)
SAFE_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        BRITISH_AND_IRISH + AMERICAN + FRENCH + IBERIAN_AND_LATIN + GERMAN_AND_DUTCH
        + NORDIC_AND_BALTIC + SLAVIC_AND_NEAR + MIDDLE_EASTERN_AND_AFRICAN
        + ASIAN_AND_PACIFIC + ODD
    )
)  # fmt: skip
