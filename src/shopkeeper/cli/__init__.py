"""The command line: parses, calls `flow` through `bootstrap`, and shows."""

from __future__ import annotations

import os
import sys

from cyclopts import App, CycloptsError, Parameter


app = App(
    name="shopkeeper",
    help="Customer personalisation with the person at the centre.",
    version_flags=["--version"],
    # Markdown in help would load a parser of it: a quarter of the time of --help.
    help_format="plaintext",
    # A switch is given or not; nobody needs --no-json.
    default_parameter=Parameter(negative=()),
)
plan_app = App(name="plan", help="Check, sign, start, approve and stop plans.")
channel_app = App(name="channel", help="Let a channel reach people, or shut it.")
messages_app = App(name="messages", help="Hand messages over to another tool.")
suppression_app = App(name="suppression", help="Take in who must not be written to.")
promise_app = App(
    name="promise", help="Say what became of a promise of ours: kept, or not yet."
)
loop_app = App(
    name="loop", help="Say how far the answer to a question, idea or complaint is."
)
keys_app = App(name="keys", help="Make, list and take back keys for HTTP.")
staff_app = App(name="staff", help="Say who of the staff can log in.")
audit_app = App(name="audit", help="See who did what, and where the chain stands.")
quarantine_app = App(
    name="quarantine", help="See what could not be read, and try it again."
)
people_app = App(name="people", help="Look at who is whom, settle it, undo a join.")

# Commands are named as text, so that --help imports none of them: here is what each
# does, in the order in which a newcomer meets them.
for _name, _module, _help in (
    ("demo", "demo:demo", "Walk through a made-up town, or through your own file."),
    (
        "init",
        "init:init",
        "Make a shop out of a folder, and guess what its files mean.",
    ),
    ("run", "shop:run", "Take in what arrived, and decide for everyone."),
    ("status", "shop:status", "Say where things stand."),
    ("send", "shop:send", "Send what is due, to where the channels point."),
    ("serve", "web.command:serve", "Take in events over HTTP, and work rounds."),
    ("stop", "shop:stop", "Stop everything, at once."),
    ("doctor", "doctor:doctor", "Look the shop over, and say what to do."),
    ("person", "person:person", "Say what is known of one person, and why."),
    ("why", "person:why", "Say why a message was written: claims, evidence, decision."),
    (
        "preview",
        "preview:preview",
        "Show what a content would say to somebody, and what stands behind it.",
    ),
    (
        "rephrase",
        "rephrase:rephrase",
        "Ask a model for other words for a content; a human reads the draft.",
    ),
    ("reflect", "reflect:reflect", "Draft what was understood, to say back to her."),
    ("confirm", "answer:confirm", "She says that what we know is right."),
    ("correct", "answer:correct", "She says how it is; her word outranks all."),
    (
        "preferences",
        "preferences:preferences",
        "Show or change how she wants to be written to.",
    ),
    ("link", "link:link", "Make a link to somebody's own page."),
    ("note", "note:note", "Write down what she said; two taps after a call."),
    (
        "desk",
        "desk:desk",
        "Show what waits for a human; take it, return it, finish it.",
    ),
    (
        "mirror",
        "mirror:mirror",
        "Look at ourselves: promises, open questions, what only one of us knows.",
    ),
    ("export", "forget:export", "Give one person everything that is kept of her."),
    ("forget", "forget:forget", "Forget one person, everywhere, with a receipt."),
    ("backup", "backup:backup", "Keep a copy of the shop's books and papers."),
    ("restore", "backup:restore", "Bring a copy back; who was forgotten stays so."),
    ("recognise", "recognise:recognise", "Say which rows of tables are one person."),
    ("listen", "listen:listen", "Hear promises, wishes to be left alone, and facts."),
    ("remember", "remember:remember", "Say what people buy, and who is still there."),
    ("say", "say:say", "Put a content into words, with the facts that carry it."),
    (
        "check",
        "check:check",
        "Look whether letters are kind and leave nothing out; at the words.",
    ),
):
    _place = _module if _module.startswith("web.") else f"cli.{_module}"
    app.command(f"shopkeeper.{_place}", name=_name, help=_help)
for _name in ("check", "sign", "start", "approve", "stop"):
    plan_app.command(f"shopkeeper.cli.plan:{_name}", name=_name)
for _name in ("doubts", "settle", "undo"):
    people_app.command(f"shopkeeper.cli.people:{_name}", name=_name)
for _name in ("kept", "until", "repaired", "broken"):
    promise_app.command(f"shopkeeper.cli.promise:{_name}", name=_name)
for _name, _function in (
    ("acted", "acted"),
    ("told-back", "told_back"),
    ("settled", "settled"),
    ("again", "again"),
):
    loop_app.command(f"shopkeeper.cli.promise:{_function}", name=_name)
for _name, _function in (("new", "new"), ("list", "listed"), ("revoke", "revoke")):
    keys_app.command(f"shopkeeper.cli.keys:{_function}", name=_name)
for _name, _function in (("add", "add"), ("list", "listed"), ("remove", "remove")):
    staff_app.command(f"shopkeeper.cli.staff:{_function}", name=_name)
for _name in ("show", "head"):
    audit_app.command(f"shopkeeper.cli.audit:{_name}", name=_name)
for _name in ("show", "replay"):
    quarantine_app.command(f"shopkeeper.cli.quarantine:{_name}", name=_name)
app.command(keys_app)
app.command(staff_app)
app.command(audit_app)
app.command(quarantine_app)
channel_app.command("shopkeeper.cli.channel:open_", name="open")
channel_app.command("shopkeeper.cli.channel:shut", name="shut")
messages_app.command("shopkeeper.cli.messages:export", name="export")
suppression_app.command("shopkeeper.cli.messages:import_", name="import")
app.command(plan_app)
app.command(channel_app)
app.command(messages_app)
app.command(suppression_app)
app.command(people_app)
app.command(promise_app)
app.command(loop_app)


def main() -> None:
    """Run the command line; every error of ours is one sentence and an exit code."""
    # Our matrices are small: more threads than one only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 before numpy
    try:
        app(exit_on_error=False, print_error=False)
    except CycloptsError as error:
        says = " ".join(str(error).split()).removesuffix(".")
        says = says.replace("requires an argument", "is missing")
        print(f"shopkeeper: {says}; --help says what there is.", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: nothing is wrong.
        raise SystemExit(0) from None
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        says = f"{named}{error.strerror or error}: check the path and its permissions."
        print(f"shopkeeper: {says}", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        # Every batch was kept as it was done; the same command goes on from there.
        print("shopkeeper: stopped; run it again to go on.", file=sys.stderr)  # noqa: T201
        raise SystemExit(130) from None
    except Exception as error:
        # Loaded only now: the vocabulary would be a tenth of the time of --help.
        from shopkeeper.vocabulary.errors import ShopkeeperError

        if not isinstance(error, ShopkeeperError):
            raise
        print(f"shopkeeper: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from None
    finally:
        _flush()


def _flush() -> None:
    """Let nobody see a traceback because the reader of a pipe went away."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
