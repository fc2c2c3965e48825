"""Names asked from a language model: against a small server on this machine, and never unasked."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.errors import SettingsError, ThemeError
from corpus.settings import Naming, read_settings
from corpus.store.store import Store
from corpus.study import Study, new_study
from flows import naming as calls
from flows import pipeline
from flows.cli import app
from flows.naming import LARGEST_ANSWER, Outcome, Request, ask, ask_names
from flows.naming_requests import before
from flows.theme_command import ThemeCommand, run
from flows.theme_rows import proposal_rows
from flows.theming import made_from
from models.themes.desk import ThemeDesk
from models.themes.proposing import FittedGroup, fitted
from models.themes.register import Register

SECRET = "k3y-that-nobody-may-see"
ASKED = [{"role": "user", "content": "Keywords: lamp"}]
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Service:
    """A server that answers with `replies` in turn, the last one again and again."""

    address: str
    replies: list[Reply] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


def status(code: int, content: bytes = b"", **headers: str) -> Reply:
    """An answer of that status."""

    def reply(to: BaseHTTPRequestHandler) -> None:
        to.send_response(code)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(content)

    return reply


def says(text: str | None, **more: object) -> Reply:
    """An answer as services send it."""
    message = {"role": "assistant", "content": text, **more}
    return status(200, json.dumps({"choices": [{"message": message}]}).encode())


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            found.seen.append((self.path, dict(self.headers), json.loads(content)))
            reply = found.replies[min(len(found.seen), len(found.replies)) - 1]
            try:
                reply(self)
            except OSError:  # they have hung up, as they should
                self.close_connection = True

        def do_GET(self) -> None:  # where a redirect would lead
            found.seen.append((self.path, {}, None))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield found
    found.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


def at(service: Service, **more: Any) -> Naming:
    return Naming(address=service.address, model="small", **more)


# --- one request ------------------------------------------------------------------------------


def test_what_is_asked_and_where(service: Service) -> None:
    service.replies = [says("Lamps")]
    assert b"Lamps" in ask(at(service), SECRET, ASKED)
    ((path, headers, body),) = service.seen
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert body == {"model": "small", "messages": ASKED}
    assert b"Lamps" in ask(Naming(address=service.address + "/", model="small"), "", ASKED)
    assert service.seen[1][0] == path
    assert "Authorization" not in service.seen[1][1]


@pytest.mark.parametrize(
    ("code", "says_", "times"),
    [
        (301, r"leads elsewhere \(301\), which is not followed", 1),
        (307, "leads elsewhere", 1),
        (400, "did not accept the request", 1),
        (401, "wants a key", 1),
        (403, "wants a key", 1),
        (404, "no such address or model", 1),
        (429, "asked too often", 2),
        (500, "out of order", 2),
        (503, "out of order", 2),
        (204, "did not accept", 1),
    ],
)
def test_each_failure_has_its_sentence(service: Service, code: int, says_: str, times: int) -> None:
    echo = f"Incorrect API key provided: {SECRET}".encode()
    content = echo if code != 204 else b""
    there = f"{service.address}/other"
    service.replies = [status(code, content, Retry_After="0", Location=there)]
    with pytest.raises(ThemeError, match=says_) as told:
        ask(at(service), SECRET, ASKED)
    assert [path for path, *_ in service.seen] == ["/v1/chat/completions"] * times
    assert SECRET not in str(told.value)


def test_a_wrong_key_is_told_by_the_name_of_its_variable(service: Service) -> None:
    service.replies = [status(401)]
    with pytest.raises(ThemeError, match="check LAMP_KEY in the environment"):
        ask(at(service, key_variable="LAMP_KEY"), SECRET, ASKED)


def test_a_second_try_after_429(service: Service) -> None:
    service.replies = [status(429, Retry_After="0"), says("Lamps")]
    assert b"Lamps" in ask(at(service), "", ASKED)
    assert len(service.seen) == 2


def test_who_wants_to_be_left_alone_for_long_is(service: Service) -> None:
    service.replies = [status(429, Retry_After="3600")]
    with pytest.raises(ThemeError, match="asked too often"):
        ask(at(service), "", ASKED)
    assert len(service.seen) == 1


def _silent(service: Service) -> Reply:
    return lambda _: service.ended.wait(20) and None


def _dripping(service: Service) -> Reply:
    def reply(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "100000")
        to.end_headers()
        while not service.ended.wait(0.05):
            to.wfile.write(b" ")

    return reply


@pytest.mark.parametrize("slow", [_silent, _dripping])
def test_a_service_that_takes_too_long(service: Service, slow: Callable[[Service], Reply]) -> None:
    service.replies = [slow(service)]
    begun = time.monotonic()
    with pytest.raises(ThemeError, match=r"no answer within 0\.5 s"):
        ask(at(service, timeout=0.5), "", ASKED)
    assert time.monotonic() - begun < 10
    assert len(service.seen) == 1


def test_a_huge_answer_is_not_read_to_its_end(service: Service) -> None:
    written = 0

    def endless(to: BaseHTTPRequestHandler) -> None:
        nonlocal written
        to.send_response(200)
        to.end_headers()
        while not service.ended.is_set():
            written += to.wfile.write(b" " * 65536)

    service.replies = [endless]
    with pytest.raises(ThemeError, match="larger than 1,000 kB"):
        ask(at(service), "", ASKED)
    assert written < 50 * LARGEST_ANSWER


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ThemeError, match="cannot be reached"):
        ask(Naming(address=f"http://127.0.0.1:{port}", model="small"), "", ASKED)


def test_a_connection_that_breaks_off(service: Service) -> None:
    def torn(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "100")
        to.end_headers()
        to.wfile.write(b"{")
        to.close_connection = True

    service.replies = [torn]
    with pytest.raises(ThemeError, match="broke off"):
        ask(at(service), "", ASKED)


def test_a_service_without_a_certificate_that_is_trusted(service: Service) -> None:
    address = service.address.replace("http:", "https:")
    with pytest.raises(ThemeError, match=r"cannot be reached|broke off"):
        ask(Naming(address=address, model="small"), SECRET, ASKED)
    assert not service.seen


@pytest.mark.parametrize("wanted", [False, True])
def test_no_proxy_stands_between_here_and_here(
    service: Service, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    service.replies = [says("Lamps")]
    assert ask(at(service, environment_proxy=wanted), "", ASKED)


@pytest.mark.parametrize("wanted", [False, True])
def test_a_proxy_of_the_environment_is_used_only_if_wanted(
    service: Service, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    """The service plays the proxy; the name behind it is one that never resolves."""
    monkeypatch.setenv("HTTP_PROXY", service.address.removesuffix("/v1"))
    monkeypatch.setenv("http_proxy", service.address.removesuffix("/v1"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    service.replies = [says("Lamps")]
    far = Naming(
        address="http://llm.invalid/v1", model="small", insecure=True, environment_proxy=wanted
    )
    if wanted:
        assert ask(far, "", ASKED)
        assert service.seen[0][0] == "http://llm.invalid/v1/chat/completions"
    else:
        with pytest.raises(ThemeError, match="cannot be reached"):
            ask(far, "", ASKED)
        assert not service.seen


def test_neither_key_nor_quotes_are_logged(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.replies = [says("Lamps")]
    with caplog.at_level(logging.DEBUG):
        ask(at(service), SECRET, [{"role": "user", "content": "a quote of somebody"}])
    assert SECRET not in caplog.text
    assert "a quote of" not in caplog.text


# --- several themes ---------------------------------------------------------------------------


def asked_for(*themes: str) -> list[Request]:
    return [Request(theme, theme.title(), 1, ASKED) for theme in themes]


def outcomes(naming: Naming, *themes: str, **taken: str) -> dict[str, str]:
    """What came of each theme: its name, or why there is none."""
    found: list[Outcome] = []
    ask_names(naming, asked_for(*themes), taken, found.append)
    return {o.request.theme_id: o.name or o.why_not for o in found}


def test_an_answer_that_is_no_name_costs_that_theme_only(service: Service) -> None:
    service.replies = [
        says("I'm sorry, I can't help with that."), says("x" * 61), says(""),
        says(None, refusal="No."), says("Lamps"), says("lamps"), says("Streets"),
    ]  # fmt: skip
    came = outcomes(at(service), *"abcdefg", streets="h")
    assert came == {
        "a": "the model refused to answer",
        "b": "the answer has 61 characters, more than 60",
        "c": "the answer is empty",
        "d": "the model refused to answer",
        "e": "Lamps",
        "f": "“lamps” stands for e already",
        "g": "“Streets” stands for h already",
    }


@pytest.mark.parametrize("failure", [status(401), status(200, b"<html>"), status(302)])
def test_a_service_that_fails_is_not_asked_for_the_rest(service: Service, failure: Reply) -> None:
    service.replies = [says("Lamps"), failure]
    came = outcomes(at(service), *"abcd")
    assert list(came) == ["a", "b"]
    assert came["a"] == "Lamps"
    assert came["b"].endswith("the themes after it were not asked for")
    assert len(service.seen) == 2


def test_a_service_that_fails_at_once_is_an_error(service: Service) -> None:
    service.replies = [status(200, b"<html>")]
    with pytest.raises(ThemeError, match="no answer of an OpenAI-compatible service"):
        outcomes(at(service), "a", "b")


@pytest.mark.parametrize("value", ["", "  ", "two words", "schlüssel", "line\nline"])
def test_a_key_that_is_none_is_told_before_anything_is_sent(
    service: Service, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("LAMP_KEY", value)
    with pytest.raises(ThemeError, match="environment variable LAMP_KEY") as told:
        outcomes(at(service, key_variable="LAMP_KEY"), "a")
    assert not value.strip() or value not in str(told.value)
    assert not service.seen


# --- settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('address = "http://llm.example.org/v1"\nmodel = "m"', "neither https nor"),
        ('address = "ftp://localhost/v1"\nmodel = "m"', "looks like https"),
        ('address = "localhost:11434"\nmodel = "m"', "looks like https"),
        ('address = "https://[::1/v1"\nmodel = "m"', "looks like https"),
        ('address = "https://host:port/v1"\nmodel = "m"', "looks like https"),
        ('address = "https://me:pass@host/v1"\nmodel = "m"', "no user, password"),
        ('address = "https://host/v1?key=pass"\nmodel = "m"', "no user, password"),
        ('address = "https://host/v1/chat/completions"\nmodel = "m"', "leave /chat/completions"),
        ('address = "https://host/v1"', "no model"),
        ('key_variable = "sk-pass"', "the key itself must not stand in this file"),
        ('key_variable = "gsk_pass"', "the key itself must not stand in this file"),
        ('key = "pass"', "unknown key 'themes.naming.key'.*key_variable"),
        ("timeout = 0", "themes.naming.timeout"),
    ],
)
def test_settings_that_are_refused(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "study.toml"
    path.write_text(f"[themes.naming]\n{lines}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as told:
        read_settings(path)
    assert "pass" not in str(told.value).replace("no user, password", "")


@pytest.mark.parametrize(
    ("address", "insecure", "local"),
    [
        ("http://localhost:11434/v1", False, True),
        ("http://127.0.0.1:8000", False, True),
        ("http://[::1]:8000/v1", False, True),
        ("https://llm.example.org/v1", False, False),
        ("http://192.168.0.7/v1", True, False),
    ],
)
def test_addresses_that_are_taken(address: str, insecure: bool, local: bool) -> None:
    assert Naming(address=address, model="m", insecure=insecure).local is local


def test_the_explained_settings_stay_toml_with_the_example_taken_in(tmp_path: Path) -> None:
    path = new_study(tmp_path / "s").root / "study.toml"
    plain = read_settings(path)
    assert plain.themes.naming == Naming()
    text = path.read_text(encoding="utf-8")
    start = text.index("# [[themes.expected]]")
    end = text.index("\n\n", start)
    example = "\n".join(line.removeprefix("# ") for line in text[start:end].splitlines())
    path.write_text(text[:start] + example + text[end:], encoding="utf-8")
    assert [t.name for t in read_settings(path).themes.expected] == ["Procurement"]
    path.write_text(text + "\n" + example, encoding="utf-8")
    assert [t.name for t in read_settings(path).themes.expected] == ["Procurement"]


# --- the command ------------------------------------------------------------------------------

SAID = (
    "The lamps in our street went out in winter, and it took the city four months to send anybody. "
    "We called the hotline every week and heard that the contract had run out, so nobody felt "
    "responsible, and people stopped walking there after dark because Quentin Marsh fell twice."
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Three interviews of four passages each in two themes, without vectors: names need none."""
    study = new_study(tmp_path / "study")
    for i in range(3):
        turns = [
            f"Interviewer: And number {n} of {i}?\n\nQuentin Marsh: {SAID} Number {n} of {i}."
            for n in range(4)
        ]
        name = f"secret-file-{i}.txt"
        (study.transcripts / name).write_text("\n\n".join(turns), encoding="utf-8")
    study, store = pipeline.opened(str(study.root))
    for item in pipeline.files_to_read(study, store):
        assert not pipeline.read_transcript(study, store, item)
    ids = [p.passage_id for p in store.passages(store.interviews())]
    assert len(ids) == 12
    groups = [
        FittedGroup(tuple(ids[:8]), "Lamps, street", ("lamps", "street"), 0.9),
        FittedGroup(tuple(ids[8:]), "Contract", ("contract",), 0.9),
    ]
    payload = fitted([], Register(), groups, ids, accepted=True)
    store.add_theme_event("fitted", "qualflow", "2026-01-01T00:00:00+00:00", payload)
    yield study
    pipeline.forget(str(study.root))


def set_up(study: Study, service: Service, more: str = "") -> tuple[Study, Store]:
    """The study with the service in its study.toml."""
    path = study.root / "study.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('address = ""', f'address = "{service.address}"')
    text = text.replace('model = ""', f'model = "small"\n{more}')
    path.write_text(text, encoding="utf-8")
    pipeline.forget(str(study.root))
    return pipeline.opened(str(study.root))


def kinds(store: Store) -> list[str]:
    return [event.kind for event in store.theme_events()]


def test_without_send_it_is_told_what_would_go_where(study: Study, service: Service) -> None:
    study, store = set_up(study, service)
    record, lines = run(study, store, "name", [], "ana")
    told = "\n".join(lines)
    assert service.address in told and "small" in told and "on this machine" in told
    assert "theme-001  Lamps, street: its keywords and 6 quotes" in told
    assert "9 quotes of 2 themes would go to the model small" in told
    assert "quoted most: 3 of its 4 passages (75%)" in told
    assert "qualflow themes STUDY name send" in told
    assert not record["sent"] and not service.seen and kinds(store) == ["fitted"]
    service.replies = [says("Dark streets")]
    run(study, store, "name", ["send"], "ana")
    sent = [body["messages"] for *_, body in service.seen]
    assert [theme["messages"] for theme in record["themes"]] == sent


def test_another_machine_that_is_not_encrypted_is_told() -> None:
    far = Naming(address="http://llm.invalid/v1", model="small", insecure=True)
    assert "on another machine, NOT encrypted" in "\n".join(before(far, asked_for("a"), []))
    sealed = Naming(address="https://llm.invalid/v1", model="small")
    assert "NOT encrypted" not in "\n".join(before(sealed, asked_for("a"), []))
    assert before(sealed, [], []) == ["there is no theme to ask a name for."]


def test_names_come_as_proposals_of_a_machine(study: Study, service: Service) -> None:
    study, store = set_up(study, service)
    service.replies = [says("Dark streets"), says("Who is responsible")]
    record, lines = run(study, store, "name", ["send"], "ana")
    assert [theme["name"] for theme in record["themes"]] == ["Dark streets", "Who is responsible"]
    assert "theme-001  Lamps, street: proposed “Dark streets”" in lines
    assert kinds(store) == ["fitted", "suggested", "suggested"]
    assert store.theme_events()[1].payload["asked_by"] == "ana"
    told = "\n".join(run(study, store, "diff", [], "ana")[1])
    reason = f"proposed by small at {service.address} (a machine)"
    assert f"name-2  name: call theme-001 “Dark streets” ({reason})" in told
    assert "2 proposals wait" in "\n".join(run(study, store, "list", [], "ana")[1])
    run(study, store, "accept", ["name-2"], "ana")
    run(study, store, "reject", ["name-3"], "ana")
    themes = ThemeDesk(store, "ana").register().themes
    assert [themes[t].shown for t in sorted(themes)] == ["Dark streets", "Contract"]
    run(study, store, "undo", ["4"], "ana")
    assert ThemeDesk(store, "ana").register().themes["theme-001"].shown == "Lamps, street"


def test_history_and_report_tell_of_a_machines_name(study: Study, service: Service) -> None:
    study, store = set_up(study, service)
    service.replies = [says("Dark streets"), status(401)]
    run(study, store, "name", ["send"], "ana")
    told = f"the model small at {service.address} proposed “Dark streets” for theme-001"
    assert told in "\n".join(run(study, store, "history", [], "ana")[1])
    assert told in "\n".join(run(study, store, "show", ["theme-001"], "ana")[1])
    (row,) = proposal_rows(ThemeDesk(store, "ana").register(), frozenset())
    assert row.waiting
    assert row.told == (
        "theme-001 “Lamps, street” named “Dark streets”: "
        f"proposed by small at {service.address} (a machine)"
    )


def test_where_to_ask_is_no_setting_that_changes_a_result(study: Study, service: Service) -> None:
    before = study.settings.digest()
    assert set_up(study, service)[0].settings.digest() == before


def test_only_keywords_and_quotes_are_sent(study: Study, service: Service) -> None:
    study, store = set_up(study, service)
    service.replies = [says("Dark streets"), says("Who is responsible")]
    run(study, store, "name", ["send"], "ana")
    sent = json.dumps([body for *_, body in service.seen], ensure_ascii=False)
    assert "lamps" in sent and "went out in winter" in sent and "[name] fell twice" in sent
    for private in ("Quentin", "Marsh", "secret-file", "And number", "Interviewer"):
        assert private not in sent
    for i in range(3):
        quoted = [n for n in range(4) if f"Number {n} of {i}." in sent]
        assert len(quoted) == 3, "one passage of each interview is never sent"
    assert all(body["messages"][1]["content"].count("\n") <= 2 + 8 for *_, body in service.seen)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["theme-001"], "people have named it already: “Mine”"),
        (["theme-009"], "is no theme in use"),
        (["sned"], "is no theme in use"),
    ],
)
def test_themes_that_people_have_named_are_not_asked_for(
    study: Study, service: Service, words: list[str], said: str
) -> None:
    study, store = set_up(study, service)
    run(study, store, "rename", ["theme-001", "Mine"], "ana")
    with pytest.raises(ThemeError, match=said):
        run(study, store, "name", [*words, "send"], "ana")
    service.replies = [says("Who is responsible")]
    record, _ = run(study, store, "name", ["send"], "ana")
    assert [theme["theme_id"] for theme in record["themes"]] == ["theme-002"]


def test_what_came_before_a_failure_stays(study: Study, service: Service) -> None:
    study, store = set_up(study, service)
    service.replies = [says("Dark streets"), status(401)]
    _, lines = run(study, store, "name", ["send"], "ana")
    assert "theme-002  Contract: no name; wants a key (401)" in "\n".join(lines)
    assert kinds(store) == ["fitted", "suggested"]


def test_the_command_line_prints_no_key(
    study: Study, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMP_KEY", SECRET)
    text = (study.root / "study.toml").read_text(encoding="utf-8")
    text = text.replace('key_variable = ""', 'key_variable = "LAMP_KEY"')
    (study.root / "study.toml").write_text(text, encoding="utf-8")
    set_up(study, service)
    service.replies = [says("Dark streets"), status(401, SECRET.encode())]
    done = CliRunner().invoke(app, ["themes", str(study.root), "name", "send", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["themes"][0]["name"] == "Dark streets"
    assert service.seen[0][1]["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in done.output
    assert SECRET.encode() not in (study.root / "study.db").read_bytes()


def test_where_to_ask_changes_no_theme(study: Study, service: Service) -> None:
    before = made_from(study)
    assert made_from(set_up(study, service)[0]) == before


# --- off --------------------------------------------------------------------------------------


def test_by_default_no_connection_is_made(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(calls, "_exchange", refuse)
    store = pipeline.opened(str(study.root))[1]
    for words in ([], ["send"], ["theme-001", "send"]):
        with pytest.raises(ThemeError, match="gives no address, so no model is asked"):
            run(study, store, "name", words, "ana")
    for action in ("list", "diff", "history", "saturation"):
        assert run(study, store, action, [], "ana")[1]
    assert ThemeCommand(study, store, "ana").show("theme-001")
    assert kinds(store) == ["fitted"]
