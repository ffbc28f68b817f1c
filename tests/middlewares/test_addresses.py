"""Requests that leave the site or lead into a private network are not made, after redirects either."""

import json
import socket
from types import SimpleNamespace

import pytest
from command_line import crawl_stub
from scrapy.http import Request
from scripted_site import Answer, news_site, serving

from newsbot.middlewares import addresses
from newsbot.middlewares.addresses import AddressMiddleware, RefusedRequest, is_loopback
from newsbot.text.urls import is_private_host


def middleware(domains=(), *, is_loopback_allowed=False):
    spider = SimpleNamespace(allowed_domains=list(domains))
    return AddressMiddleware(SimpleNamespace(spider=spider), is_loopback_allowed=is_loopback_allowed)


async def resolved(self, host):
    return False


def judged(made, url, monkeypatch, **meta):
    """Ask as Scrapy does, without a resolver; None for a request that is made."""
    monkeypatch.setattr(AddressMiddleware, "_resolves_to_private", resolved)
    try:
        waiting = made.process_request(Request(url, meta=meta))
        if waiting is not None:
            waiting.send(None)
    except StopIteration:
        return None
    except RefusedRequest as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/a/1", None),
        ("https://www.example.org/a/1", None),
        ("http://example.org.evil.net/", "offsite"),
        ("http://notexample.org/", "offsite"),
        ("http://127.0.0.1/", "private_address"),
        ("http://localhost:8080/", "private_address"),
        ("http://10.1.2.3/", "private_address"),
        ("http://169.254.169.254/latest/meta-data", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
    ],
)
def test_addresses(url, reason, monkeypatch):
    made = middleware(["example.org"])
    assert judged(made, url, monkeypatch) == reason
    assert judged(made, url, monkeypatch) == reason, "the second request to a host is judged from memory"


def test_loopback_can_be_allowed_and_other_private_networks_cannot(monkeypatch):
    made = middleware(["127.0.0.1", "10.0.0.1"], is_loopback_allowed=True)
    assert judged(made, "http://127.0.0.1:8000/", monkeypatch) is None
    assert judged(made, "http://10.0.0.1/", monkeypatch) == "private_address"


def test_a_request_may_be_allowed_to_leave_the_site_but_not_into_a_private_network(monkeypatch):
    made = middleware(["example.org"])
    assert judged(made, "http://cdn.example.net/", monkeypatch, allow_offsite=True) is None
    assert judged(made, "http://10.0.0.1/", monkeypatch, allow_offsite=True) == "private_address"


def test_the_rules_of_another_site_may_be_asked_for_and_nothing_else(monkeypatch):
    made = middleware(["example.org"])
    assert judged(made, "http://cdn.example.net/robots.txt", monkeypatch, dont_obey_robotstxt=True) is None
    assert judged(made, "http://cdn.example.net/a", monkeypatch, dont_obey_robotstxt=True) == "offsite"
    assert judged(made, "http://cdn.example.net/robots.txt", monkeypatch) == "offsite"


def test_a_proxy_resolves_names_itself(monkeypatch):
    asked = []

    async def resolving(self, host):
        asked.append(host)
        return True

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    made = middleware(["example.org"])
    monkeypatch.setattr(addresses.AddressMiddleware, "_resolves_to_private", resolving)
    with pytest.raises(StopIteration):
        made.process_request(Request("http://example.org/")).send(None)
    assert asked == []
    with pytest.raises(RefusedRequest):
        made.process_request(Request("https://example.org/")).send(None)
    assert asked == ["example.org"]


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.8.9.1", True), ("[::1]", True), ("a.localhost", True), ("8.8.8.8", False), ("example.org", False)],
)
def test_loopback(host, answer):
    assert is_loopback(host) is answer


@pytest.mark.crawl
def test_a_redirect_into_a_private_network_or_off_the_site_is_not_followed(tmp_path):
    script = news_site(3)
    script["/article/1"] = [Answer("", 302, {"Location": "http://10.0.0.1/admin"})]
    script["/article/2"] = [Answer("", 301, {"Location": "http://example.org/"})]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
    assert run.returncode == 0, run.stderr
    lines = (tmp_path / "data/reports/stub/1.skipped.jsonl").read_text(encoding="utf-8").splitlines()
    assert {(line["url"], line["reason"]) for line in map(json.loads, lines)} == {
        (f"{site.url}article/1", "private_address"),
        (f"{site.url}article/2", "offsite"),
    }


@pytest.mark.crawl
@pytest.mark.parametrize("host", ["localhost", socket.gethostname()])
def test_a_name_of_a_private_address_is_refused(tmp_path, host):
    if host != "localhost" and not is_private_host(resolved_name(host)):
        pytest.skip(f"the name of this machine, {host}, is not resolved to a private address")
    with serving(news_site(1)) as site:
        url = site.url.replace("127.0.0.1", host)
        run = crawl_stub(url, tmp_path, "-s", "NEWSBOT_LOOPBACK_ALLOWED=false", domain=host)
    assert run.returncode == 5, run.stderr
    assert "private address" in run.stderr
    assert site.asked == []


def resolved_name(host):
    try:
        return socket.gethostbyname(host)
    except OSError:
        return "unknown"
