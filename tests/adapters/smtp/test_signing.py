"""Our name is under every header that matters, and the server can check it."""

from __future__ import annotations

import dkim
import pytest

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from shopkeeper.adapters.smtp.signing import signer
from shopkeeper.say.mail import as_mail
from shopkeeper.vocabulary import BadInput
from tests.adapters.smtp.test_mail import NAME, NOW, PAGE, PAPER
from tests.contract.test_ledger_books import a_touch


@pytest.fixture(name="pair", scope="module")
def _pair(tmp_path_factory):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    import base64  # noqa: PLC0415

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    return path, record


def verified(mail: bytes, record: bytes) -> bool:
    """Check it as a receiving server does."""

    def published(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        assert name == b"s1._domainkey.corner.example."
        return record

    return bool(dkim.verify(mail, dnsfunc=published))


def test_both_headers_of_the_link_are_inside_the_signature(pair):
    """RFC 8058, section 4; reliability.md, C9."""
    sign = signer("s1._domainkey.corner.example", pair[0])
    for number in range(20):
        name = f"m{number:026}"
        mail = sign(as_mail(a_touch(name), PAPER, now=NOW, page=PAGE).data)
        assert verified(mail, pair[1])
        head = mail.split(b"\r\n\r\n")[0].replace(b"\r\n ", b"").lower()
        signed = head.partition(b"h=")[2].partition(b";")[0].replace(b" ", b"")
        names = signed.split(b":")
        assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(names)
        assert names.count(b"from") == 2


@pytest.mark.parametrize(
    "change",
    [
        (b"Subject: Tea", b"Subject: Free tea"),
        (b"Hello Jenny", b"Hello Jonny"),
        (b"List-Unsubscribe: <", b"List-Unsubscribe: <x"),
        (b"To: ", b"Subject: another\r\nTo: "),
        (b"To: ", b"From: boss@corner.example\r\nTo: "),
    ],
)
def test_what_was_changed_on_the_way_is_found(pair, change):
    """A header more, or a word other."""
    sign = signer("s1._domainkey.corner.example", pair[0])
    mail = sign(as_mail(a_touch(NAME), PAPER, now=NOW, page=PAGE).data)
    head, _, rest = mail.partition(b"From:")
    changed = head + b"From:" + rest.replace(*change, 1)
    assert changed != mail
    assert not verified(changed, pair[1])


def test_a_key_that_is_none_is_refused_before_anything_is_sent(tmp_path):
    """With what to do."""
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(BadInput, match="no private key"):
        signer("s1._domainkey.corner.example", tmp_path / "key.pem")
    with pytest.raises(BadInput, match="cannot be read"):
        signer("s1._domainkey.corner.example", tmp_path / "nowhere.pem")
