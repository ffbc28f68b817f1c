"""Alerts reach a real webhook and a real mail server, once a change; passwords stand nowhere."""

import email
import logging
import socketserver
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from receivers import MailHandler, Webhook, running

from newsbot.errors import ConfigurationError
from newsbot.health.alerts import Alerts, message
from newsbot.health.judging import tell
from newsbot.store.findings import Finding

pytest.importorskip("apprise", reason="the package apprise, which newsbot[alerts] names, is not installed")

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FEWER = Finding(rule="fewer_articles", message="3 new articles in 24 hours, usually 18 to 40")
DATES = Finding(
    rule="field_coverage", field="date_published", severity="error", message="date_published in 0 of 40 articles"
)
REPORT = "data/reports/marfa/812.json"


@pytest.fixture
def webhook():
    hook = Webhook()
    with running(hook.server):
        yield hook


@pytest.fixture
def marfa(store):
    """Records a run of marfa at an hour, and tells people."""

    def run(alerts, *found, cleared=(), hour=0):
        at = NOW + timedelta(hours=hour)
        store.findings.record("marfa", found, cleared=cleared, run_id=hour, at=at)
        tell(store, "marfa", alerts, REPORT, at)

    return run


def test_a_change_is_told_once_and_its_end_too(marfa, webhook):
    alerts = Alerts.from_urls([webhook.url])
    marfa(alerts, FEWER, DATES)
    marfa(alerts, FEWER, DATES, hour=1)
    (told,) = webhook.posted
    assert told["title"] == "newsbot: marfa: 2 findings"
    assert told["type"] == "failure"
    first, second, *rest = told["message"].splitlines()
    assert first.startswith("error: marfa: date_published in 0 of 40 articles (field_coverage, date_published), since ")
    assert second == (
        "warning: marfa: 3 new articles in 24 hours, usually 18 to 40 (fewer_articles), since 2026-11-01 12:00 UTC"
    )
    assert f"Look at: {REPORT}" in rest
    marfa(alerts, DATES, cleared=[FEWER.key], hour=8)
    marfa(alerts, DATES, cleared=[FEWER.key], hour=9)
    _, over = webhook.posted
    assert over["title"] == "newsbot: marfa: 1 well again"
    assert over["type"] == "success"
    assert over["message"].startswith("well again: marfa: fewer_articles, after 8 h; it was: 3 new articles")


def test_a_warning_that_becomes_an_error_is_told_once_more(marfa, webhook):
    alerts = Alerts.from_urls([webhook.url])
    grave = replace(FEWER, severity="error", message="no article in 24 hours, usually 18 to 40")
    for hour, found in enumerate((FEWER, FEWER, grave, grave, FEWER, grave)):
        marfa(alerts, found, hour=hour)
    warned, risen = webhook.posted
    assert (warned["type"], risen["type"]) == ("warning", "failure")
    assert risen["message"].splitlines()[0] == (
        "error, until now a warning: marfa: no article in 24 hours, usually 18 to 40 (fewer_articles),"
        " since 2026-11-01 12:00 UTC"
    )
    marfa(alerts, cleared=[FEWER.key], hour=20)
    assert [told["type"] for told in webhook.posted] == ["warning", "failure", "success"]


def test_what_did_not_arrive_is_sent_with_the_next_run_to_whom_it_did_not(marfa, webhook, caplog):
    other = Webhook()
    with running(other.server):
        alerts = Alerts.from_urls([webhook.url, other.url])
        webhook.status = 503
        marfa(alerts, FEWER)
        assert (len(webhook.posted), len(other.posted)) == (0, 1)
        (line,) = own_lines(caplog)
        assert line == (
            "An alert did not arrive at number 1 of NEWSBOT_ALERT_URLS (JSON): HTTP 503; it is sent again later"
        )
        webhook.status = 200
        marfa(alerts, FEWER, hour=1)
        assert (len(webhook.posted), len(other.posted)) == (1, 1)
        marfa(alerts, FEWER, hour=2)
        assert (len(webhook.posted), len(other.posted)) == (1, 1)


def test_a_server_that_does_not_answer_holds_up_nothing_for_long(marfa, webhook, caplog):
    webhook.delay_seconds = 3
    begin = datetime.now(UTC)
    marfa(Alerts.from_urls([webhook.url], timeout_seconds=1), FEWER)
    assert datetime.now(UTC) - begin < timedelta(seconds=2.5)
    assert "no answer within 1 s" in caplog.text


def test_a_letter_arrives(marfa):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailHandler)
    server.daemon_threads, server.letters = True, []
    with running(server):
        port = server.server_address[1]
        url = f"mailto://127.0.0.1:{port}/?mode=insecure&from=newsbot@example.org&to=operator@example.org"
        marfa(Alerts.from_urls([url]), FEWER)
    letter = email.message_from_string(server.letters[0], policy=policy.default)
    assert letter["Subject"] == "newsbot: marfa: 1 finding"
    assert "operator@example.org" in letter["To"]
    assert "3 new articles in 24 hours" in letter.get_body().get_content()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("slak://token-a/token-b/hunter2secret", "slak://... (number 1)"),
        ("user:hunter2secret@example.org", "... (number 1)"),
        ("hunter2secret", "... (number 1)"),
        ("user:hunter2secret://example.org", "... (number 1)"),
        ("slack://hunter2secret", "slack://... (number 1)"),
        ("json://", "json://... (number 1)"),
    ],
)
def test_an_address_that_is_none_is_named_without_its_password(url, shown, caplog, capfd):
    with pytest.raises(ConfigurationError) as caught:
        Alerts.from_urls([url])
    assert str(caught.value) == (
        f"NEWSBOT_ALERT_URLS is {shown!r}; accepted: addresses that apprise knows, separated by spaces, such as "
        "mailto://user:password@example.org"
    )
    out, err = capfd.readouterr()
    assert "hunter2secret" not in "".join(own_lines(caplog)) + out + err
    assert not logging.getLogger("apprise").propagate


def test_no_password_stands_in_the_log_or_the_store(marfa, store, webhook, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        alerts = Alerts.from_urls([webhook.url])
        webhook.status = 500
        marfa(alerts, FEWER)
        webhook.status = 200
        marfa(alerts, FEWER, hour=1)
    assert len(webhook.posted) == 1
    out, err = capfd.readouterr()
    assert "hunter2secret" not in "".join(own_lines(caplog)) + out + err
    assert "hunter2secret" not in repr(store.findings.open_findings())


def test_arabic_arrives_as_it_is(marfa, webhook):
    marfa(Alerts.from_urls([webhook.url]), Finding(rule="errors", message="«حلب اليوم» <b>لا تجيب</b> & شكرًا"))
    assert "«حلب اليوم» <b>لا تجيب</b> & شكرًا" in webhook.posted[0]["message"]


def test_without_services_nothing_is_sent(marfa):
    marfa(Alerts(), FEWER)
    assert Alerts.from_urls([]).keys == []


def test_one_message_tells_both(store):
    store.findings.record("marfa", [FEWER, DATES], cleared=[], run_id=1, at=NOW)
    store.findings.record("marfa", [], cleared=[FEWER.key], run_id=2, at=NOW + timedelta(hours=7))
    title, text = message("marfa", store.findings.of_outlet("marfa"), REPORT, NOW)
    assert title == "newsbot: marfa: 1 finding, 1 well again"
    assert text.count("\n") == 4


def own_lines(caplog):
    """What the log would hold: caplog listens to loggers, too, whose lines are kept out of it."""
    return [record.getMessage() for record in caplog.records if not record.name.startswith("apprise")]
