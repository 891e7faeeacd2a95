"""Names, streets and firms of the made-up town. Any likeness is chance."""

from __future__ import annotations


# A given name and the short forms its bearer may go by.
GIVEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Jennifer", ("Jenny", "Jen")), ("Robert", ("Bob", "Rob")),
    ("Elizabeth", ("Liz", "Beth")), ("William", ("Will", "Bill")),
    ("Margaret", ("Maggie", "Peg")), ("Catriona", ("Cat",)), ("Alasdair", ("Ally",)),
    ("Priya", ()), ("Mohammed", ("Mo",)), ("Isla", ()), ("Fergus", ()),
    ("Katherine", ("Kate", "Kathy")), ("Thomas", ("Tom",)), ("Eilidh", ()),
    ("Andrew", ("Andy", "Drew")), ("Susannah", ("Sue", "Susie")), ("Hamish", ()),
    ("Rebecca", ("Becky", "Bex")), ("Christopher", ("Chris",)), ("Aga", ()),
    ("Nicola", ("Nicky",)), ("Graham", ()), ("Fiona", ("Fi",)), ("Callum", ("Cal",)),
    ("Anneliese", ("Anna",)), ("Rory", ()), ("Shreya", ()), ("Daniel", ("Dan",)),
    ("Victoria", ("Vicky", "Tori")), ("Iain", ()), ("Morag", ()), ("Gregor", ("Greg",)),
    ("Zoë", ()), ("André", ()), ("Siobhan", ()), ("Patrick", ("Paddy", "Pat")),
    ("Deborah", ("Debbie", "Deb")), ("Stuart", ("Stu",)), ("Amina", ()),
    ("Kirsty", ()), ("Lachlan", ("Lachie",)), ("Theresa", ("Tess",)), ("Yusuf", ()),
    ("Jacqueline", ("Jackie",)), ("Duncan", ()), ("Ailsa", ()), ("Oliver", ("Olly",)),
    ("Samantha", ("Sam",)), ("Benjamin", ("Ben",)), ("Mairi", ()), ("Edward", ("Ted",)),
    ("Philippa", ("Pippa", "Pip")), ("Angus", ()), ("Harriet", ("Hattie",)),
    ("Matthew", ("Matt",)), ("Rosalind", ("Ros",)), ("Finlay", ("Fin",)),
    ("Gabriela", ("Gabi",)), ("Leonard", ("Len",)), ("Wei", ()), ("Joséphine", ("Jo",)),
    ("Nathaniel", ("Nat",)), ("Bridget", ("Bridie",)), ("Kwame", ()), ("Sheena", ()),
    ("Frederick", ("Fred",)), ("Isobel", ("Izzy",)), ("Tariq", ()), ("Bettina", ()),
    ("Murdo", ()), ("Charlotte", ("Lottie", "Charlie")), ("Euan", ()), ("Anwen", ()),
    ("Dorothy", ("Dot",)), ("Ravi", ()), ("Cameron", ("Cam",)), ("Lorna", ()),
    ("Michael", ("Mike", "Mick")), ("Ingrid", ()), ("Seumas", ()), ("Ruth", ()),
)  # fmt: skip

FAMILY: tuple[str, ...] = (
    "Bell", "Nair", "Macrae", "Drummond", "Okafor", "Sinclair", "Lindqvist", "Hay",
    "Urquhart", "Petrie", "Khan", "Galbraith", "Moffat", "Wójcik", "Ferrier", "Cairns",
    "Dalgleish", "Rennie", "Begum", "Abernethy", "Kerr", "Traquair", "Nowak", "Lamont",
    "Beaton", "Innes", "Ross", "Pringle", "Chowdhury", "Heriot", "Guthrie", "Yuill",
    "MacAskill", "O'Rourke", "Hughes", "Tulloch", "Brodie", "Ogilvie", "Rae", "Spence",
    "Muir", "Lennox", "Patel", "Garvie", "Baillie", "Cargill", "Doig", "Elphinstone",
    "Fairley", "Gow", "Halcrow", "Imrie", "Jardine", "Kinnear", "Leask", "MacVicar",
    "Naismith", "Orr", "Paterson", "Quayle", "Rutherford", "Swinton", "Tennant", "Udny",
    "Veitch", "Wemyss", "Young", "Zielinski", "Adair", "Balfour", "Crichton", "Dewar",
    "Erskine", "Farquhar", "Gemmell", "Hepburn", "Irvine", "Johnson", "Keith", "Loudon",
    "Mather", "Nisbet", "Oliphant", "Purves", "Rankine", "Sandilands", "Tweed", "Vass",
    "Walkinshaw", "Yorston", "Müller", "García", "Björk", "Achebe", "Rossi", "Tanaka",
    "Haddow", "Meikle", "Laing", "Stobie", "Carnegie", "Dunbar", "Fyfe", "Geddes",
    "Hogg", "Kilgour", "Lockhart", "Melrose", "Peebles", "Ramage", "Shearer", "Thorne",
)  # fmt: skip

# Words for the wrong first name somebody typed: never the bearer's own.
MISHEARD: tuple[str, ...] = (
    "Karen", "Colin", "Sandra", "Trevor", "Janice", "Norman", "Hazel", "Clive",
    "Marion", "Derek", "Pauline", "Keith", "Glenys", "Nigel", "Doreen", "Barry",
)  # fmt: skip

STREETS: tuple[str, ...] = (
    "Ropewalk Lane", "Cooper's Wynd", "Lighthouse Brae", "Fishmarket Row", "Tar Street",
    "Old Granary Road", "Signal Terrace", "Herring Close", "Chandler's Walk",
    "Pilot Street", "Anchor Place", "Compass Gardens", "Bonded Store Lane",
    "Sailmaker Road", "Customs Quay", "Biscuit Row", "Timber Yard", "Kirk Brae East",
)  # fmt: skip

POSTCODES: tuple[str, ...] = (
    "EH6 5", "EH6 6", "EH6 7", "EH6 8", "EH7 4", "EH7 5", "EH5 1", "EH5 3", "EH3 5",
)  # fmt: skip

# Mail providers that cannot exist: `.example` is reserved (RFC 2606, section 2).
MAIL_HOSTS: tuple[str, ...] = (
    "leithpost.example", "tidemail.example", "firthnet.example", "kirkgate.example",
    "penny-post.example",
)  # fmt: skip

FIRMS: tuple[tuple[str, str], ...] = (
    ("Northquay Ltd", "northquay.example"),
    ("Firth Architects", "firth-architects.example"),
    ("Leith Sails Ltd", "leithsails.example"),
    ("Granary Legal LLP", "granarylegal.example"),
    ("Bonnington Dental", "bonningtondental.example"),
    ("Tarbet and Sons", "tarbet.example"),
)

JOBS: tuple[str, ...] = (
    "office manager", "surveyor", "teacher", "solicitor", "nurse", "designer",
    "buyer", "chef", "engineer", "librarian", "joiner", "translator",
)  # fmt: skip

MALE: frozenset[str] = frozenset(
    {
        "Robert", "William", "Alasdair", "Mohammed", "Fergus", "Thomas", "Andrew",
        "Hamish", "Christopher", "Graham", "Callum", "Rory", "Daniel", "Iain", "Gregor",
        "André", "Patrick", "Stuart", "Lachlan", "Yusuf", "Duncan", "Oliver",
        "Benjamin",
        "Edward", "Angus", "Matthew", "Finlay", "Leonard", "Wei", "Nathaniel", "Kwame",
        "Frederick", "Tariq", "Murdo", "Euan", "Ravi", "Cameron", "Michael", "Seumas",
    }
)  # fmt: skip
