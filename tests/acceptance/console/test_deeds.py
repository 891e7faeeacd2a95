"""What somebody does at the console, each page's main deed, and who may not."""

import re

from tests.builders.console import plain


def test_a_person_is_found_with_letters_wrong_and_told_from_her_namesake(tilda):
    """Typing errors are no reason to find nobody."""
    found = plain(tilda.get("/people?q=jenifer+okafr").text)
    assert found.count("Jennifer Okafor") >= 2
    assert "in Portobello" in found
    assert "Nobody found" in plain(tilda.get("/people?q=zqxxw").text)


def test_a_conflict_stands_side_by_side_until_her_word_settles_it(tilda):
    """Both answers with where they are from; one button for what she says."""
    path = tilda.person("jenny@post.example")
    page = tilda.get(path).text
    assert "Likes to be called Jennifer or Jenny" in plain(page).replace(" ?", "?")
    (form,) = re.findall(
        r'action="(/people/\w+/facts/\w+)">(?:<[^>]+>)*'
        r'<button class="button" name="says" value="confirmed">Jenny<',
        page,
    )
    said = tilda.follow(tilda.post(form, says="confirmed"))
    assert "Kept, as her word" in said
    assert "Likes to be called Jenny , not Jennifer" in said
    assert "Settle it" not in said


def test_every_statement_leads_to_what_it_stands_on(tilda):
    """In one click, to the row or the sentence."""
    path = tilda.person("jenny@post.example")
    links = set(re.findall(rf'href="({path}/facts/\w+)"', tilda.get(path).text))
    assert links
    for link in links:
        found = tilda.get(link)
        assert found.status == 200
        assert "kept by" in plain(found.text)


def test_a_note_is_shown_as_understood_and_kept_once(tilda):
    """Two taps; the second one pressed twice changes nothing more."""
    path = tilda.person("robert@post.example")
    shown = tilda.post(f"{path}/note", text="He moved to Dunbar last week.")
    assert shown.status == 200
    assert "Right?" in plain(shown.text)
    assert "moved to Dunbar" not in plain(tilda.get(path).text)
    at = re.search(r'name="at" value="([^"]+)"', shown.text)[1]
    kept = {"text": "He moved to Dunbar last week.", "at": at, "keep": "yes"}
    assert "Your note is kept" in tilda.follow(tilda.post(f"{path}/note", **kept))
    again = tilda.follow(tilda.post(f"{path}/note", **kept))
    assert "nothing has changed" in again
    assert again.count("He moved to Dunbar last week.") == 1
    assert "Tilda" in again or "tilda" in again


def test_what_waits_on_the_desk_is_taken_and_finished_in_ones_own_name(tilda, rosa):
    """Whoever took it finishes it, in her words; and not somebody else."""
    page = tilda.get("/today").text
    assert "My parcel is broken" in plain(page)
    (item,) = re.findall(
        r'action="(/desk/\w+)"', page[page.index("My parcel is broken") :]
    )[:1]
    assert "It is yours now" in tilda.follow(tilda.post(item, to="take", back="/today"))
    refused = rosa.post(item, to="done", proof="rang her")
    assert refused.status == 403
    done = tilda.post(item, to="done", proof="rang her, sent another", back="/today")
    assert "in your name" in tilda.follow(done)


def test_an_open_question_is_closed_by_who_answered_it(tilda):
    """Heard and not answered, until somebody says how she was told."""
    page = tilda.get("/loops").text
    assert "Do you open on Sundays" in plain(page)
    forms = re.findall(r'action="(/loops/\w+)"', page[page.index("Do you open") :])
    answer = tilda.post(forms[0], because="told her by phone: yes", back="/loops")
    assert "Do you open on Sundays" not in tilda.follow(answer)


def test_why_a_message_was_not_sent_is_found_from_today(tilda):
    """Held back, and why: from the first page to the very message."""
    today = tilda.get("/today").text
    href = re.search(r'href="(/messages\?shelf=held[^"]*not%20agreed[^"]*)"', today)[1]
    shelf = tilda.get(href.replace("&amp;", "&")).text
    message = re.search(r'href="(/messages/\w+)"', shelf)[1]
    assert "She has not agreed to marketing messages" in plain(tilda.get(message).text)


def test_what_we_would_write_is_shown_with_what_carries_it(tilda):
    """A preview for this person, with its evidence, before anything leaves."""
    path = tilda.person("ilse@post.example")
    assert "It would be held" in plain(tilda.get(f"{path}/preview?content=hello").text)
    page = plain(tilda.get(f"{path}/preview?content=unsigned").text)
    assert "Hello Ilse" in page
    assert "What carries each phrase" in page


def test_a_join_is_taken_back_and_stays_so(tilda):
    """Both are two again, for good."""
    path = tilda.person("jenny@post.example")
    joins = tilda.get(f"{path}/joins").text
    number = re.findall(r'name="sequence" value="(\d+)"', joins)[0]
    done = tilda.follow(tilda.post(f"{path}/joins", sequence=number))
    assert "taken back" in done
    assert tilda.post(f"{path}/joins", sequence=number).status == 403


def test_a_doubtful_pair_is_settled_by_a_human(tilda):
    """Two people, said once."""
    page = tilda.get("/doubts").text
    pair = {
        side: re.search(rf'name="{side}" value="(\w+)"', page)[1]
        for side in ("left", "right")
    }
    said = tilda.follow(tilda.post("/doubts", says="apart", **pair))
    assert "They are two people" in said
    assert tilda.post("/doubts", says="apart", **pair).status == 403


def test_a_plan_is_signed_by_each_role_and_started_by_its_owner(
    rosa, mara, anil, tilda
):
    """And by nobody else; anybody may stop it."""
    for one, role in (
        (mara, "sponsor"), (mara, "content"), (mara, "experience"),
        (anil, "analysis"), (anil, "development"),
    ):  # fmt: skip
        assert tilda.post("/plans/unsigned", do="sign", role=role).status == 403
        if role == "development":
            assert rosa.post("/plans/unsigned", do="start").status == 403
        signed = one.post("/plans/unsigned", do="sign", role=role)
        assert "Signed" in one.follow(signed)
    assert mara.post("/plans/unsigned", do="start").status == 403
    assert "It runs." in rosa.follow(rosa.post("/plans/unsigned", do="start"))
    stopped = tilda.follow(tilda.post("/plans/unsigned", do="stop"))
    assert "It does not run" in stopped


def test_everything_is_stopped_by_anybody_and_goes_on_by_few(tilda, anil, rosa):
    """Every page says so until it goes on."""
    assert "Stop everything?" in plain(anil.get("/stop").text)
    assert "Everything is stopped." in anil.follow(anil.post("/stop"))
    for path in ("/today", "/people", "/plans"):
        assert "Everything is stopped." in plain(tilda.get(path).text)
    assert "Rosa Imlach" in plain(tilda.get("/stop").text)
    assert tilda.post("/go-on").status == 403
    assert "It goes on" in rosa.follow(rosa.post("/go-on"))
    assert "Everything is stopped." not in plain(tilda.get("/today").text)


def test_who_looked_at_whom_is_in_the_audit(server, tilda):
    """Every look at a person, by the one who looked."""
    from shopkeeper import bootstrap  # noqa: PLC0415 only here

    path = tilda.person("ilse@post.example")
    tilda.get(path)
    tilda.post("/desk/nothing", to="take")  # what is noted comes before it
    with bootstrap.shop_at(server.folder, writable=False) as house:
        looks = {
            (one.actor, one.subject)
            for one in house.audit.entries()
            if one.action == "looked at"
        }
    assert ("tilda", path.rpartition("/")[2]) in looks


def test_who_is_forgotten_is_found_no_more_and_her_page_is_gone(server, rosa, tilda):
    """At once: nothing of her is left in the memory of those who look."""
    path = tilda.person("j.okafor@marsh.example")
    token = re.search(r'name="csrf" value="(\w+)"', rosa.get("/today").text)[1]
    done = server.ask(
        f"/api{path}", method="DELETE",
        headers={"Cookie": rosa.cookie, "X-CSRF-Token": token},
    )  # fmt: skip
    assert done.status == 200, done.text
    assert tilda.get(path).status == 404
    assert path not in tilda.get("/people?q=jennifer+okafor").text
    assert "Nobody found" in plain(tilda.get("/people?q=j.okafor@marsh.example").text)
    for room in ("/today", "/messages?shelf=held", "/doubts", "/mirror"):
        assert path not in tilda.get(room).text
