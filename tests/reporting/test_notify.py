"""Other ears: a webhook and phones hear of a run as mail does, from real servers' point of view."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.reporting import webhook
from engine.reporting.outboxes import Outboxes
from engine.reporting.webhook import signature
from tests.factories import item
from tests.practice import Practice
from tests.servers.http import HttpServer, http_server

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # some of Apprise's hundred plugins import what is outdated
SECRET = "unterschrift-5e1"


@pytest.fixture
def receiver() -> Iterator[HttpServer]:
    with http_server() as server:
        yield server


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1", name="Erika Mustermann"), item("RE-2"))
    return practice


def listen(practice: Practice, settings: str, on: str = '["failure", "success"]') -> None:
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(f"\n[notify]\non = {on}\n{settings}\n")
    secrets = practice.folder / "secrets.toml"
    secrets.write_text(f'[notify]\nsecret = "{SECRET}"\n')
    secrets.chmod(0o600)


def told(receiver: HttpServer) -> list[dict[str, Any]]:
    return [json.loads(call.body) for call in receiver.calls]


def put_off(practice: Practice) -> int:
    return sum(len(box.letters) for box in Outboxes(practice.data).load().values())


def an_hour_later(practice: Practice) -> None:
    """What was put off because of a refusal may be tried again."""
    from engine.common.checked_file import write_checked

    boxes = Outboxes(practice.data).read()
    earlier = datetime.now(UTC) - timedelta(seconds=1)
    write_checked(
        practice.data.outboxes,
        {
            name: msgspec.structs.replace(box, not_before=earlier if box.not_before else None)
            for name, box in boxes.items()
        },
    )


def test_the_webhook_gets_the_figures_signed_and_nobodys_name(
    practice: Practice, receiver: HttpServer
) -> None:
    listen(practice, f'webhook = "{receiver.url}"')
    practice.put_list("RE-2 40,00")
    done = practice.run()
    assert done.code == 0
    [call] = receiver.calls
    sent_at, signed = call.headers["X-Opos-Timestamp"], call.headers["X-Opos-Signature"]
    assert signed == f"sha256={signature(SECRET, sent_at, call.body)}"
    assert abs(int(sent_at) - datetime.now(UTC).timestamp()) < 60
    [body] = told(receiver)
    assert (body["interface"], body["outcome"], body["exit_code"]) == ("datev", "imported", 0)
    assert (body["paid"], body["part_paid"], body["settled_amount"]) == (1, 1, "160.00")
    assert call.headers["X-Opos-Delivery"] == f"{body['run']}.import"
    text = call.body.decode()
    for private in ("Mustermann", "RE-1", "cause", "params", "OPOS_Debitoren"):
        assert private not in text
    assert "geheim" not in done.out + done.err
    assert SECRET not in done.out + practice.opos("config", "show").out


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_a_webhook_puts_off_comes_with_the_next_run(
    status: int, practice: Practice, receiver: HttpServer
) -> None:
    listen(practice, f'webhook = "{receiver.url}"')
    receiver.status = status
    practice.put_list("RE-2 40,00")
    assert practice.run().code == 13
    assert put_off(practice) == 1
    receiver.status = 200
    practice.run()
    first, again = told(receiver)
    assert first["run"] == again["run"]
    assert first["settled_amount"] == again["settled_amount"] == "160.00"
    assert put_off(practice) == 0


def test_a_webhook_that_hangs_holds_nobody_up(
    practice: Practice, receiver: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_SECONDS", 0.2)
    listen(practice, f'webhook = "{receiver.url}"')
    receiver.hangs = True
    practice.put_list("RE-2 40,00")
    assert practice.run().code == 13
    assert practice.items["RE-1"].open == 0
    assert put_off(practice) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_one_that_leads_into_our_net_is_not_followed(
    status: int, practice: Practice, receiver: HttpServer
) -> None:
    with http_server() as inside:
        listen(practice, f'webhook = "{receiver.url}"')
        receiver.status, receiver.location = status, inside.url
        practice.put_list("RE-2 40,00")
        done = practice.run()
        assert done.code == 13
        assert inside.calls == []
        [failed] = done.events("report_failed")
        assert failed["code"] == "webhook_refused"
        assert "geheim" not in failed["cause"]
        practice.run()
        assert len(receiver.calls) == 1, "a refusal is not tried again within the hour"
        receiver.status, receiver.location = 200, ""
        an_hour_later(practice)
        practice.run()
        assert len(receiver.calls) == 2


def test_only_the_outcomes_that_were_asked_for(practice: Practice, receiver: HttpServer) -> None:
    listen(practice, f'webhook = "{receiver.url}"', on='["failure"]')
    practice.put_list("RE-2 40,00")
    practice.run()
    assert receiver.calls == []
    practice.put("OPOS_broken.csv", "this is no list\n")
    practice.run()
    practice.run()
    [body] = told(receiver)
    assert (body["outcome"], body["occasion"]) == ("refused", "trouble")
    (practice.uploads / "OPOS_broken.csv").unlink()
    practice.run()
    assert [body["occasion"] for body in told(receiver)] == ["trouble", "works_again"]


def test_phones_hear_of_it_through_apprise(practice: Practice, receiver: HttpServer) -> None:
    url = f"json://127.0.0.1:{receiver.port}/telefon-geheim"
    listen(practice, f'apprise = ["{url}", "nothing://x"]')
    practice.put_list("RE-2 40,00")
    done = practice.run()
    assert done.code == 13
    [body] = told(receiver)
    assert body["title"] == "[opos] Open items from DATEV: imported"
    assert "1 paid, 1 part paid" in body["message"]
    assert [event["to"] for event in done.events("report_sent")] == ["json 1"]
    [failed] = done.events("report_failed")
    assert (failed["to"], failed["code"]) == ("nothing 2", "no_phone")
    shown = practice.opos("config", "show").out
    assert "telefon-geheim" not in done.out + done.err + shown
    assert "json://…" in shown


def test_a_phone_that_does_not_answer_is_told_with_the_next_run(
    practice: Practice, receiver: HttpServer
) -> None:
    listen(practice, f'apprise = "json://127.0.0.1:{receiver.port}"')
    receiver.status = 500
    practice.put_list("RE-2 40,00")
    assert practice.run().code == 13
    receiver.status = 200
    practice.run()
    assert len(receiver.calls) == 2
    assert put_off(practice) == 0


def test_without_apprise_it_says_what_to_install(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "apprise":
            raise ImportError(name)
        return imports(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    listen(practice, 'apprise = "ntfy://opos"')
    practice.put_list("RE-2 40,00")
    [failed] = practice.run().events("report_failed")
    assert failed["code"] == "no_apprise"


def test_the_doctor_tests_them_when_asked(practice: Practice, receiver: HttpServer) -> None:
    listen(
        practice,
        f'webhook = "{receiver.url}"\napprise = "json://127.0.0.1:{receiver.port}/telefon"',
    )
    lines = practice.opos("check", "--json").lines
    assert [line["state"] for line in lines if line["check"] == "notify"] == ["ok"]
    assert receiver.calls == []
    lines = practice.opos("check", "--json", "--notify").lines
    assert [line["state"] for line in lines if line["check"] == "notify"] == ["ok"] * 3
    assert [call.path for call in receiver.calls] == ["/geheim", "/telefon"]
    receiver.status = 404
    lines = practice.opos("check", "--json", "--notify").lines
    assert [line["exit_code"] for line in lines if line["check"] == "notify"] == [0, 13, 13]


def test_nothing_to_test_is_a_warning(practice: Practice) -> None:
    lines = practice.opos("check", "--json", "--notify").lines
    assert [line["state"] for line in lines if line["check"] == "notify"] == ["warning"]
    assert not [
        line for line in practice.opos("check", "--json").lines if line["check"] == "notify"
    ]
