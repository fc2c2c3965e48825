"""Names of themes asked from a language model at the address that study.toml gives.

Without an address nothing here opens a connection. What is sent is made in `naming_requests`.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import ThemeError
from corpus.settings import Naming
from models.themes.naming import NotAnAnswerError, UnusableNameError, name_of

if TYPE_CHECKING:
    from httpx import Response

LARGEST_ANSWER = 1_000_000  # bytes
LONGEST_PAUSE = 10.0  # seconds before the second try
_USUAL_PAUSE = 1.0
_OTHERS = "; the themes after it were not asked for"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent for one theme."""

    theme_id: str
    shown: str
    quotes: int
    messages: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: a name, or why there is none."""

    request: Request
    name: str = ""
    why_not: str = ""


def ask_names(
    naming: Naming,
    asked: Sequence[Request],
    taken: Mapping[str, str],
    got: Callable[[Outcome], None],
) -> None:
    """Asks for a name for each theme, one after the other, and hands on what comes at once.

    Where the service itself fails, the themes after that one are not asked for: they would fare
    no better. What came before stays.

    Args:
        naming: where, and how.
        asked: what to send.
        taken: which theme has which name, in lower case.
        got: is told of each outcome.

    Raises:
        ThemeError: the key is not in the environment, or the service failed at the first theme.
    """
    key, names = _key(naming), dict(taken)
    for number, request in enumerate(asked):
        try:
            name = _name(naming, key, request)
            if name.casefold() in names:
                raise UnusableNameError(f"“{name}” stands for {names[name.casefold()]} already")
        except UnusableNameError as error:
            got(Outcome(request, why_not=str(error)))
        except ThemeError as error:
            if not number:
                raise
            got(Outcome(request, why_not=error.reason + _OTHERS * (number + 1 < len(asked))))
            return
        else:
            names[name.casefold()] = request.theme_id
            got(Outcome(request, name))


def _name(naming: Naming, key: str, request: Request) -> str:
    try:
        return name_of(ask(naming, key, request.messages))
    except NotAnAnswerError:
        found = "what came is no answer of an OpenAI-compatible service"
        raise ThemeError(naming.address, found, "check the address") from None


def ask(naming: Naming, key: str, asked: Sequence[Mapping[str, str]]) -> bytes:
    """What the service answers; after 429 or 5xx it is asked a second time.

    Raises:
        ThemeError: no answer that could be read.
    """
    status, pause, content = _exchange(naming, key, asked)
    if (status == 429 or status >= 500) and pause <= LONGEST_PAUSE:
        time.sleep(pause)
        status, _, content = _exchange(naming, key, asked)
    if status != 200:
        raise ThemeError(naming.address, *_refusal(naming, status))
    return content


def _exchange(
    naming: Naming, key: str, asked: Sequence[Mapping[str, str]]
) -> tuple[int, float, bytes]:
    """One request: status, seconds to wait before another, content.

    Messages of the libraries are not passed on: they may hold the key.
    """
    import httpx  # here: it takes a while, and most commands do without

    try:
        return asyncio.run(_post(naming, key, asked))
    except (TimeoutError, httpx.TimeoutException):
        found, remedy = f"no answer within {naming.timeout:g} s", "try later, or raise timeout"
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            found, remedy = "its certificate is not trusted", "ask those who run it"
        else:
            found, remedy = "cannot be reached", "check the address, and that the service runs"
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
        found, remedy = "the connection broke off", "check the address, or try later"
    raise ThemeError(naming.address, found, remedy) from None


async def _post(
    naming: Naming, key: str, asked: Sequence[Mapping[str, str]]
) -> tuple[int, float, bytes]:
    import httpx

    # No temperature and no limit on the answer: services differ in what they accept there.
    body: dict[str, Any] = {"model": naming.model, "messages": list(asked)}
    # as it is, for packed content could unfold to any size
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    client = httpx.AsyncClient(
        timeout=naming.timeout,
        follow_redirects=False,
        # what is for this machine never goes by way of another
        trust_env=naming.environment_proxy and not naming.local,
        verify=httpx.create_ssl_context(),  # knows SSL_CERT_FILE, for certificates of one's own
    )
    url = f"{naming.address.rstrip('/')}/chat/completions"
    # httpx counts each read by itself; a service that drips would never end
    async with (
        asyncio.timeout(naming.timeout),
        client,
        client.stream("POST", url, json=body, headers=headers) as response,
    ):
        if response.status_code != 200:
            return response.status_code, _pause(response), b""
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > LARGEST_ANSWER:
                raise ThemeError(
                    naming.address, f"the answer is larger than {LARGEST_ANSWER // 1000:,} kB",
                    "check address and model",
                )  # fmt: skip
        return 200, 0.0, bytes(content)


def _pause(response: Response) -> float:
    """Seconds that the service wants to be left alone."""
    wanted = response.headers.get("Retry-After", "").strip()
    return float(wanted) if wanted.isascii() and wanted.isdigit() else _USUAL_PAUSE


def _refusal(naming: Naming, status: int) -> tuple[str, str]:
    """What a status that is not 200 means, and what to do."""
    if 300 <= status < 400:
        return f"leads elsewhere ({status}), which is not followed", "write the final address"
    if status in (401, 403):
        if naming.key_variable:
            return f"refuses the key ({status})", f"check {naming.key_variable} in the environment"
        return f"wants a key ({status})", "name its variable as key_variable in study.toml"
    if status == 404:
        return "knows no such address or model (404)", "check both; addresses mostly end in /v1"
    if status == 429:
        return "asked too often, or the quota is used up (429)", "try again later"
    if status >= 500:
        return f"is out of order ({status})", "try again later"
    return f"did not accept the request ({status})", "check address and model in study.toml"


def _key(naming: Naming) -> str:
    """The key, "" where none is needed. It is never printed."""
    variable = naming.key_variable
    if not variable:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        found = "holds no key" if not key else "holds what cannot be a key"
        raise ThemeError(f"environment variable {variable}", found, "set it, and run this again")
    return key
