"""Other words from any endpoint with OpenAI's chat completions, by HTTP.

One request, one answer: no tools, no redirects, no retries, an end to size and time.
The key is a header of this request and is written nowhere.
"""

from __future__ import annotations

import msgspec
import urllib3

from urllib3.exceptions import HTTPError, LocationParseError

from shopkeeper.vocabulary import BadInput


MOST_SECONDS = 60.0
MOST_BYTES = 64_000
MOST_TOKENS = 600
_OK = 200
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class CompletionsWriter:
    """
    A writer behind an endpoint.

    Args:
        endpoint: Its base address, such as `https://api.example/v1`; HTTPS, except on
            this machine.
        model: As the endpoint calls it.
        key: For its `Authorization` header, or None.

    Raises:
        BadInput: If the address may not be used.
    """

    def __init__(self, endpoint: str, *, model: str, key: str | None) -> None:
        try:
            address = urllib3.util.parse_url(endpoint)
        except LocationParseError:
            msg = f"--at {endpoint}: write an address such as https://api.example/v1"
            raise BadInput(msg) from None
        here = address.host in _LOOPBACK
        if address.host is None or address.scheme not in {"https", "http"}:
            msg = f"--at {endpoint}: write an address such as https://api.example/v1"
            raise BadInput(msg)
        if address.scheme == "http" and not here:
            msg = f"--at {endpoint}: only https, or http on this machine"
            raise BadInput(msg)
        self._address = f"{endpoint.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=MOST_SECONDS), retries=False
        )

    def write(self, *, instructions: str, passage: str) -> str:
        """Return other words for *passage*; see `say.ports.Writer`."""
        asked = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": passage},
            ],
            "max_tokens": MOST_TOKENS,
            "temperature": 0.3,
            "stream": False,
        }
        try:
            answer = self._pool.request(
                "POST", self._address, body=msgspec.json.encode(asked),
                headers=self._headers, redirect=False, preload_content=False,
            )  # fmt: skip
            body = answer.read(MOST_BYTES + 1)
            answer.close()
        except HTTPError as error:
            msg = f"{self._address} cannot be reached: {type(error).__name__}"
            raise BadInput(msg) from None
        if answer.status != _OK or len(body) > MOST_BYTES:
            msg = (
                f"{self._address} answered {answer.status}, {len(body)} bytes: no text"
            )
            raise BadInput(msg)
        try:
            found = msgspec.json.decode(body, type=_Answer)
        except msgspec.MsgspecError:
            msg = f"{self._address} answered no chat completion"
            raise BadInput(msg) from None
        if not found.choices or found.choices[0].message.content is None:
            return ""
        return found.choices[0].message.content
