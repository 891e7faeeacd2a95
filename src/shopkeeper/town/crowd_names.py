"""Names, streets and towns of a made-up crowd. Any likeness is chance."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


# First names by the year that loved them most (0: any year), the commonest first, some
# with a short form. Here and below, only the order is by frequency.
MALE = {
    1935: """Kenneth/Ken Ronald/Ron Derek Roy Donald/Don Raymond/Ray Dennis Eric Gordon
        Norman Leonard/Len Stanley/Stan Harold Albert/Bert Ernest/Ernie Frederick/Fred
        Arthur Walter/Walt Cyril Reginald/Reg Sidney Leslie/Les Herbert Percy Victor/Vic
        Bernard Gerald/Gerry Maurice Cecil Clifford/Cliff Wilfred Horace Ivor Lionel""",
    1957: """Alan Keith Brian Barry Trevor Graham Colin Roger Malcolm Terence/Terry
        Clive Geoffrey/Geoff Nigel Neil Kevin Ian Howard Glyn Russell/Russ Gary
        Rodney/Rod Bruce Adrian Alistair Dilip Rajesh/Raj Ashok Suresh Tariq Iqbal
        Winston Neville Noel""",
    0: """David/Dave John/Jack James/Jim Michael/Mike Robert/Bob William/Bill Thomas/Tom
        Paul Richard/Dick Andrew/Andy Peter/Pete Daniel/Dan Joseph/Joe George Edward/Ted
        Charles/Charlie Henry/Harry Samuel/Sam Benjamin/Ben Alexander/Alex Mohammed/Mo
        Nicholas/Nick Patrick/Paddy Francis/Frank Simon Timothy/Tim Philip/Phil Adam
        Christopher/Chris Matthew/Matt Stephen/Steve Anthony/Tony Jonathan/Jon Martin
        Julian Edmund Rupert Felix Vincent Dominic Gabriel Omar Ali Hassan José
        André""",
    1974: """Mark Darren Jason Lee Wayne Shaun Craig Dean Carl Stuart/Stu Justin
        Jeremy/Jez Gavin Damian Marcus Glenn Karl Warren Robin Damon Kirk Spencer Guy
        Giles Barnaby Imran Sanjay Sunil Vijay Asif Nadeem Gareth Huw Seán Brendan Niall
        Rohan Piers""",
    1990: """Ryan Liam Luke Scott Aaron Ashley/Ash Jamie Connor Kieran Jordan
        Bradley/Brad Kyle Nathan/Nate Joshua/Josh Ross Elliot Reece Callum/Cal Lewis
        Curtis Shane Brett Joel Gregory/Greg Leon Declan Dale Jake Bilal Usman Hamza
        Kamil Piotr Tomasz""",
    2006: """Oliver/Ollie Alfie Ethan Oscar Archie Noah Jacob Mason Logan Tyler Riley
        Max Leo Theo Finley/Fin Harvey Isaac Lucas Jayden Kai Toby Dylan Zachary/Zac
        Rory Sebastian/Seb Caleb Louie Yusuf Ibrahim Zain Ayaan Hugo Kian Blake Ewan
        Jude""",
}
FEMALE = {
    1935: """Margaret/Maggie Jean Joan Doreen Sheila Joyce Audrey Beryl Dorothy/Dot
        Brenda Betty Kathleen/Kath Edna Doris Vera Ivy Marjorie/Marge Mavis Phyllis
        Hilda Gladys Winifred/Win Elsie Muriel Freda Irene Nora Edith Sylvia Rita Norma
        Thelma Enid""",
    1957: """Susan/Sue Patricia/Pat Christine/Chris Linda/Lin Carol Janet/Jan Maureen
        Lynne Pauline Pamela/Pam Jacqueline/Jackie Judith/Judy Gillian/Gill Valerie/Val
        Lesley Barbara/Barb Sandra Hilary Glenys Wendy Diane Theresa/Tess Denise Shirley
        Heather Sushila Surinder Nasreen Eileen Bridget Lorraine Cheryl Gaynor Moira""",
    0: """Mary Elizabeth/Liz Sarah Anne/Annie Jane Helen Catherine/Cathy Ruth Julia
        Alice Caroline Frances/Fran Rachel Rebecca/Becky Victoria/Vicky Charlotte/Lottie
        Emma Anna Laura Maria Fatima Hannah Lucy Eleanor/Ellie Harriet/Hattie Joanna/Jo
        Clare Angela/Angie Alison Fiona Philippa/Pip Penelope/Penny Siân Zoë Renée Noor
        Naomi""",
    1974: """Nicola/Nicky Karen Tracey Sharon/Shaz Joanne/Jo Michelle/Shell
        Deborah/Debbie Julie Amanda/Mandy Samantha/Sam Lisa Claire Louise/Lou Donna Dawn
        Paula Tina Kerry Andrea Maxine Melanie/Mel Beverley/Bev Jayne Sonia Vanessa
        Natasha/Tash Tanya Rupinder Shazia Meena Sunita Anita Lorna Kirsty Rhian Nerys
        Aoife Gráinne""",
    1990: """Gemma Kelly Stacey Lauren Amy Danielle/Dani Natalie/Nat Stephanie/Steph
        Leanne Jessica/Jess Jennifer/Jenny Katie Hayley Kayleigh Chelsea Jodie Sophie
        Amber Holly Abigail/Abi Bethany/Beth Zara Aisha Saima Priya Katarzyna Agnieszka
        Rosie Jade Ciara Toni Carly Robyn Tamsin Imogen/Immy Kimberley/Kim Sinéad
        Alexandra/Alex""",
    2006: """Olivia/Liv Emily/Em Ruby Grace Chloë Lily Mia Ella Ava Isabella/Bella
        Megan/Meg Freya Poppy Daisy Evie Millie Phoebe Isla Scarlett Summer Maisie Erin
        Molly Lola Layla Maryam Zainab Amelia/Amy Matilda/Tilly Georgia Keira Skye Niamh
        Eliza""",
}
# The commonest; the 50,000 after them are put together from parts.
SURNAMES = _words("""Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel
    Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke
    Khan Hughes Edwards Thomas Lewis Hill Harris Turner Martin Cooper Ward Clark Morris
    Moore Watson King Lee Singh Baker Harrison Morgan Allen Scott Ali James Phillips
    Mitchell Campbell Kelly Fox Hussain Parker Bennett Cook Young Anderson Shaw Davis
    Bailey Ahmed Griffiths Richards Begum Cox Adams Marshall Bell Richardson Murphy
    Carter Gray Collins Murray Ellis Reed Miller Price Stevens Simpson Graham Knight
    Mills Palmer Mason Hunt Robertson Stewart Rogers Butler Russell Lloyd Barker Holmes
    Stevenson Powell Matthews Chapman Rose Hart Hunter Ross Reynolds Walsh Foster Gibson
    Grant Fisher Barnes Webb Pearson Dixon Lawson Henderson Reid Kennedy Fletcher Brooks
    Elliott Burton Harvey Hudson Saunders Howard Perry Rahman Akhtar Spencer O'Brien
    Dean Cole Armstrong Atkinson Jenkins Ford West Wells Ryan O'Connor MacDonald
    McDonald Day Lane Hawkins Carr Gordon Nicholson Andrews Riley Lawrence Payne Duncan
    Cunningham Dunn Hayes Bradley Bird Johnston Berry Watkins Warren Oliver Hamilton
    Newman Francis Ferguson Stone Gardner Pearce Burke Black Sutton Harding Alexander
    Coleman Gill Barrett Byrne Cross Curtis Doyle Freeman Porter Arnold Page Moss Nelson
    Chambers Hopkins Willis Lowe Burns McCarthy Woods Hewitt George Poole Kaur Bates
    Parsons Mann Rees Lynch Frost Goodwin Nicholls Gibbs Jennings Barton Sharma Bishop
    Kirk Slater Shah Austin Douglas Woodward Quinn Wallace Sinclair Norris Perkins Field
    Hooper Brady Boyd Sharp Bryant Marsh Higgins Baxter Cameron Morrison Long Todd
    Mohamed Miah Tucker Hardy Booth Cooke Burgess Hilton Neal Holland Crawford Weston
    Kemp Potter Bond Cartwright Bull Swift Nash Peters Wong Chan Chowdhury Iqbal Malik
    Mistry Desai Nowak Kowalski Müller García Fernández Wójcik Okafor Mensah Adeyemi
    Silva Costa Rossi O'Neill McKenzie Fraser Buchanan Kerr Sloan Doherty Gallagher
    Power Nolan Duffy Flynn Casey Daly Farrell Bowen Pritchard Vaughan Pugh Probert
    Meyer Haines Tyler Blake Randall Yates""")
STARTS = _words("""Ack Ald Amber Ard Ash Bal Bar Beck Bil Birch Blen Bor Brack Brad Brim
    Broom Burl Cald Cam Car Chad Chil Clay Col Cor Crad Cran Cul Dal Dar Den Dray Dun El
    Ever Fair Far Fen Fro Gal Gar Gil Glad God Gran Grim Had Hal Ham Har Haw Hax Hen Hol
    Hux Inch Kel Ken Kil Lam Lang Led Lin Lud Mal Mar Mel Mid Mor Mun Nor Oak Ors Pem
    Pen Pick Pol Rad Raven Red Rom Roth Rush Sal Sel Shel Stan Sten Strat Swin Tad Thorn
    Til Trem Wad Wal""")
MIDDLES = ("", "a", "er", "ing", "o", "les", "wen", "ick")
ENDS = _words("""ton ley ford ham worth by wick den dale wood well more son man shaw
    bourne combe cott croft gate hurst land low mere mond ney nell pole ridge rick sall
    scough set shott stead stoke stone thorpe tree vers wall ward way wright yard bert
    bold burn bury cliffe don dyke fall gill grove head house hill kin kett lace lock
    lyn mouth nock pitt rell rose sey tam tell ville wyn""")
LANDMARKS = _words("""High Station Church Park Victoria Mill Manor School Queens Kings
    London Chapel Abbey Castle Bridge River Orchard Garden Willow Beech Elm Lime Farm
    Canal Market""")
WAYS = _words("""Road Street Lane Close Avenue Drive Gardens Way Court Place Terrace
    Crescent Grove Park Mews Walk Hill Green View Rise Row Square Path Fields Heights
    Bank Springs""")
TOWNS = _words("ton ford bury ham ley mouth chester stead port bridge land worth by")
COMPASS = ["", "North ", "South ", "East ", "West ", "New ", "Port ", "Lake "]
AREAS = _words("""B BA BB BD BH BL BN BR BS CB CF CH CR CT CV CW DE DH DL DN DT DY E EC
    EN EX FY G GU HD HP HU IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OX PE PL PO
    PR RG S SE SK SL SO SR ST SW SY TA TN TQ TS TW W WA WD WN WR WS WV YO""")
HOSTS = ["gmail.com", "outlook.com", "yahoo.co.uk", "hotmail.co.uk", "btinternet.com"]
NO_MAIL = ["none@none.com", "noemail@noemail.com", "na@na.com", "test@test.com"]
NO_PHONE = ["0000000000", "00000000000", "07000000000", "01234567890"]
