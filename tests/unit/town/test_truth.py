"""That the truth knows every row, every error, and what is so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper import town


def someone(harbour: town.Town, trait: str) -> town.Person:
    """Return the first person cast for *trait*."""
    return next(p for p in harbour.people if trait in p.traits)


def test_the_truth_covers_every_row_by_key_and_by_number(harbour: town.Town) -> None:
    """Whoever numbers rows instead of using keys finds the same person."""
    truth = harbour.truth
    for file in harbour.files:
        for place, key in enumerate(file.keys):
            number = str(place + 1)
            if file.sheet:
                number = f"{file.sheet}!{place + 2 + len(file.title)}"
            by_key = truth.person_of(f"{file.name}:{key}")
            assert by_key == truth.person_of(f"{file.name}:{number}")
            assert by_key is None or by_key in truth.people


def test_a_row_that_nobody_wrote_is_an_error(harbour: town.Town) -> None:
    """No silent None for a mistyped id."""
    with pytest.raises(KeyError):
        harbour.truth.person_of("webshop_orders:L999999")


def test_rows_of_one_kind_lead_to_their_own_people(harbour: town.Town) -> None:
    """An independent look: the account's number and the card's number say who."""
    truth = harbour.truth
    by_number = {p.customer_no: p.id for p in harbour.people if p.customer_no}
    by_card = {p.card_no: p.id for p in harbour.people if p.card_no}
    orders, till = harbour.file("webshop_orders"), harbour.file("till_receipts")
    for key, row in zip(orders.keys, orders.rows, strict=True):
        assert truth.person_of(f"webshop_orders:{key}") == by_number[str(row[2])]
    for key, row in zip(till.keys, till.rows, strict=True):
        assert truth.person_of(f"till_receipts:{key}") == by_card.get(str(row[3]))


def test_two_percent_of_all_rows_are_wrong_and_stand_alone(harbour: town.Town) -> None:
    """Even a perfect reader says something false; the truth lists where."""
    truth = harbour.truth
    alone = {e.record_id for e in truth.recorded_errors if not e.contradicted}
    assert len(alone) >= 0.02 * len(truth.record_ids)
    people = {
        e.person
        for e in truth.recorded_errors
        if not e.contradicted and e.about == "person.called"
    }
    assert len(people) >= 0.02 * len(harbour.people)


def test_some_errors_are_contradicted_by_another_row(harbour: town.Town) -> None:
    """Of names and of things bought."""
    seen = {e.about for e in harbour.truth.recorded_errors if e.contradicted}
    assert {"person.called", "usual.last_item"} <= seen


def test_what_is_listed_as_an_error_is_not_true(harbour: town.Town) -> None:
    """And what it says to be really so is."""
    truth = harbour.truth
    for error in truth.recorded_errors:
        if error.about == "person.called":
            assert not truth.called_ok(error.person, error.recorded)
            # Some of them let nobody use their given name.
            assert error.really == truth.people[error.person].given
        if error.about == "usual.item":
            assert not truth.is_true(error.person, "usual.item", error.recorded)


def test_names_in_the_silos_that_are_no_listed_error_are_fine(
    harbour: town.Town,
) -> None:
    """Every first name column was looked at: nothing wrong is unlisted."""
    truth = harbour.truth
    listed = {e.record_id for e in truth.recorded_errors}
    for statement in truth.statements:
        if statement.about != "person.called" or statement.record_id in listed:
            continue
        person = truth.people[statement.person]
        assert truth.called_ok(person.id, statement.value) or person.only_goes_by


def test_she_is_called_as_she_asked_to_be(harbour: town.Town) -> None:
    """Who asked never to be called by her given name is not."""
    person = next(p for p in harbour.people if p.only_goes_by)
    truth = harbour.truth
    assert truth.called_ok(person.id, person.goes_by[0])
    assert truth.called_ok(person.id, f"{person.title} {person.family}")
    assert not truth.called_ok(person.id, person.given)
    assert not truth.called_ok(person.id, "")


def test_an_unsubscribing_is_a_no_from_its_moment_on(harbour: town.Town) -> None:
    """To offers only, and not before she said it."""
    truth, person = harbour.truth, someone(harbour, "unsubscribed")
    said = max(
        c.at
        for c in truth.life.consents
        if c.person == person.id and c.state == "revoked" and c.purpose == "marketing"
    )
    assert truth.said_no(person.id, "marketing", said)
    assert not truth.said_no(person.id, "marketing", said - timedelta(minutes=1))
    assert not truth.said_no(person.id, "service", harbour.now)


def test_a_stop_of_everything_stops_service_too(harbour: town.Town) -> None:
    """Contracts, section 2: suppressed is held, whatever the purpose."""
    truth = harbour.truth
    stop = next(no for no in truth.life.noes if no.scope == "all")
    for purpose in ("service", "relationship", "marketing"):
        assert truth.said_no(stop.person, purpose, stop.at)
        assert not truth.said_no(stop.person, "service", stop.at - timedelta(days=1))


def test_a_stop_of_mail_leaves_the_other_channels(harbour: town.Town) -> None:
    """She asked for no e-mail; a letter may come."""
    truth = harbour.truth
    stop = next(no for no in truth.life.noes if no.scope == "email")
    assert truth.said_no(stop.person, "service", harbour.now, "email")
    assert not truth.said_no(stop.person, "service", harbour.now, "post")


def test_a_habit_is_usual_and_an_ended_one_is_not(harbour: town.Town) -> None:
    """Design, section 3: she buys it again within two of her own intervals."""
    truth = harbour.truth
    lasting = [h for h in truth.habits if h.ends is None]
    held = [truth.is_true(h.person, "usual.item", h.item) for h in lasting]
    assert sum(held) >= 0.98 * len(held)
    ended = [h for h in truth.habits if h.ends is not None]
    assert not any(truth.is_true(h.person, "usual.item", h.item) for h in ended)


def test_late_orders_troubles_and_promises_are_known(harbour: town.Town) -> None:
    """By the words people used, and only for those whose they are."""
    truth = harbour.truth
    late = someone(harbour, "late")
    item = next(b.item for b in truth.bought(late.id) if b.late)
    assert truth.is_true(late.id, "order.late", item)
    assert truth.is_true(late.id, "order.late", item.upper())
    assert not truth.is_true(late.id, "order.late", "The Salt Mine of Nowhere")
    trouble = truth.life.troubles[0]
    assert truth.is_true(trouble.person, "problem.current", trouble.text)
    other = someone(harbour, "wrong_name_alone")
    assert not truth.is_true(other.id, "problem.current", trouble.text)
    owed = next(p for p in truth.life.promises if p.state == "open")
    kept = next(p for p in truth.life.promises if p.state == "kept")
    assert truth.is_true(owed.person, "promise.open", owed.what)
    assert not truth.is_true(kept.person, "promise.open", kept.what)


def test_moves_jobs_and_last_things_are_known(harbour: town.Town) -> None:
    """What a letter might mention beside habits."""
    truth, moved = harbour.truth, someone(harbour, "moved")
    assert truth.is_true(moved.id, "event.moved", "moved")
    assert not truth.is_true(moved.id, "event.retired", "retired")
    works = next(p for p in harbour.people if p.job and p.company)
    assert truth.is_true(works.id, "job.title", str(works.job))
    assert not truth.is_true(works.id, "job.company", "Acme")
    buyer = next(p for p in harbour.people if len(truth.bought(p.id)) > 3)
    last = truth.bought(buyer.id)[-1]
    assert truth.is_true(buyer.id, "usual.last_item", last.item)
    assert not truth.is_true(buyer.id, "usual.due_on", "2020-01-01")
    assert not truth.is_true(buyer.id, "usual.due_on", "soon")


def test_a_wrong_name_that_another_silo_knows_better_is_contradicted(
    harbour: town.Town,
) -> None:
    """And one that stands alone is not."""
    truth = harbour.truth
    met = set()
    for error in truth.recorded_errors:
        if error.about == "person.called":
            (cast,) = (
                trait
                for trait in truth.people[error.person].traits
                if trait.endswith(("_seen", "_alone"))
            )
            met.add(cast)
            assert error.contradicted == cast.endswith("_seen")
    assert met == {
        "wrong_name_seen",
        "wrong_name_alone",
        "swapped_seen",
        "swapped_alone",
        "typo_seen",
    }


def test_each_silo_marks_the_noes_it_heard_itself(harbour: town.Town) -> None:
    """And only those: what the newsletter heard, the webshop never learns."""
    last = {
        (c.person, c.heard_by): c.state
        for c in harbour.truth.life.consents
        if c.purpose == "marketing"
    }
    for name, heard_by in (
        ("webshop_accounts", "webshop"),
        ("loyalty_cards", "loyalty"),
    ):
        file = harbour.file(name)
        for key, row in zip(file.keys, file.rows, strict=True):
            person = harbour.truth.person_of(f"{name}:{key}")
            if person is not None:
                no = last.get((person, heard_by), "granted") != "granted"
                assert row[-1] == ("N" if no else "Y")


def test_joins_are_counted_in_pairs(harbour: town.Town) -> None:
    """All right, all apart, and all in one heap."""
    truth = harbour.truth
    rows = [r for r in truth.record_ids if truth.person_of(r)][:400]
    perfect = truth.judge_joins({r: str(truth.person_of(r)) for r in rows})
    assert (perfect.wrong, perfect.missed) == (0, 0)
    assert perfect.right > 0
    apart = truth.judge_joins({r: r for r in rows})
    assert (apart.right, apart.wrong, apart.missed) == (0, 0, perfect.right)
    heap = truth.judge_joins(dict.fromkeys(rows, "all"))
    counted = sum(1 for r in rows if len(truth.everyone_behind(r)) == 1)
    assert heap.right == perfect.right
    assert heap.right + heap.wrong == counted * (counted - 1) // 2


def test_nobody_reads_a_test_mailbox_and_two_read_a_shared_one(
    harbour: town.Town,
) -> None:
    """Readers are found whatever the case of the address."""
    truth, first = harbour.truth, someone(harbour, "shared_first")
    assert truth.readers("test@test.com") == ()
    assert len(truth.readers(first.emails[0].upper())) >= 2


def test_every_no_can_be_found_by_exact_addresses(harbour: town.Town) -> None:
    """
    The ruler is fair: whoever follows equal e-mails and phones misses no no.

    Each address that a list would write to hangs together with an address that
    the no was said from.
    """
    truth = harbour.truth
    links: dict[str, set[str]] = {}
    for name, email, phone in (
        ("webshop_accounts", "EMail Addr", "Tel."),
        ("loyalty_cards", "E-mail", "Mobile"),
    ):
        file = harbour.file(name)
        mail_at, phone_at = file.columns.index(email), file.columns.index(phone)
        for row in file.rows:
            number = str(row[phone_at]).replace(" ", "").replace("+44", "0")
            links.setdefault(number, set()).add(str(row[mail_at]).casefold())
    for person in harbour.people:
        said = {
            c.heard_by
            for c in truth.life.consents
            if c.person == person.id and c.state != "granted"
        }
        from_addresses = {person.newsletter} if "newsletter" in said else set()
        if said - {"newsletter"} or any(
            no.person == person.id for no in truth.life.noes
        ):
            from_addresses.add(person.emails[0] if person.emails else None)
        if not from_addresses:
            continue
        mine = {str(a).casefold() for a in (*person.emails, person.newsletter) if a}
        found = {str(a).casefold() for a in from_addresses if a}
        for together in links.values():
            if together & found:
                found |= together & mine
        assert mine <= found, person


def test_a_contradicted_name_is_contradicted_at_the_same_address(
    harbour: town.Town,
) -> None:
    """The other witness can be found by nothing but the equal e-mail address."""
    truth, accounts = harbour.truth, harbour.file("webshop_accounts")
    typed = {
        str(row[0]).casefold(): str(row[1])
        for row in harbour.file("newsletter_list").rows
    }
    email_of = dict(zip(accounts.keys, (row[3] for row in accounts.rows), strict=True))
    for error in truth.recorded_errors:
        if error.about == "person.called" and error.contradicted:
            email = str(email_of[error.record_id.partition(":")[2]]).casefold()
            assert truth.called_ok(error.person, typed[email])


def test_each_yes_and_no_stands_in_one_row_of_the_silo_that_heard_it(
    harbour: town.Town,
) -> None:
    """The newsletter's log knows nothing of the register, nor the other way round."""
    truth = harbour.truth
    log, register = harbour.file("newsletter_log"), harbour.file("consent_register")
    logged = sorted(
        (str(truth.person_of(f"newsletter_log:{key}")), str(row[1]))
        for key, row in zip(log.keys, log.rows, strict=True)
    )
    registered = sorted(
        (str(truth.person_of(f"consent_register:{key}")), str(row[5]))
        for key, row in zip(register.keys, register.rows, strict=True)
    )
    by_news, elsewhere = [], []
    for consent in truth.life.consents:
        heard = by_news if consent.heard_by == "newsletter" else elsewhere
        heard.append((consent.person, consent.state))
    assert logged == sorted(by_news)
    assert registered == sorted(elsewhere)
