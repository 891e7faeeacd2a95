"""What every carrier promises. Each adapter runs every test here."""

import msgspec
import pytest

from shopkeeper.adapters.files.carriers import FileCarrier
from shopkeeper.adapters.memory.carriers import MemoryCarrier
from shopkeeper.vocabulary import BadInput, Channel
from tests.contract.test_ledger_books import a_touch


@pytest.fixture(name="carrier", params=["memory", "files"])
def _carrier(request, tmp_path):
    if request.param == "memory":
        yield MemoryCarrier()
    else:
        yield FileCarrier(tmp_path / "out", sender="Shop <hello@shop.example>")


@pytest.mark.parametrize("channel", list(Channel))
def test_a_message_is_carried_and_the_place_is_told(carrier, channel):
    """Whoever asks where it went gets an answer that names the message."""
    touch = msgspec.structs.replace(a_touch(), channel=channel)

    assert "m1" in carrier.carry(touch)


def test_a_subject_that_would_make_headers_is_refused(carrier):
    """A customer's name must not add a Bcc."""
    touch = a_touch()
    message = msgspec.structs.replace(touch.message, subject="A\nBcc: eve@evil.example")

    with pytest.raises(BadInput, match="no header may"):
        carrier.carry(msgspec.structs.replace(touch, message=message))
