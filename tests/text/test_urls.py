"""One page, one key; and what must never be asked for."""

import socket

import pytest

from newsbot.text.urls import absolute_url, article_id, is_private_host, site_of, url_key

SAME = [
    "http://anapress.net/a/1",
    "https://www.anapress.net/a/1/",
    "https://anapress.net:443/a/1",
    "http://anapress.net:80/a/1",
    "http://user:pass@anapress.net/a/1",
    "HTTP://WWW.ANAPRESS.NET/a/1",
    "http://anapress.net./a/1",
    "http://anapress.net//a///1",
    "http://anapress.net/x/../a/./1",
    "http://anapress.net/a/1#comments",
    "http://anapress.net/a/1?",
    "http://anapress.net/a/1?utm_source=x&utm_medium=y",
    "http://anapress.net/a/1?fbclid=abc&gclid=d&igshid=e&_ga=f&ref=home",
    "http://anapress.net/a/1;jsessionid=00FF",
    "http://anapress.net/a/1/index.html",
    "http://anapress.net/a/1/index.php",
    "  http://anapress.net/a/1\n",
    "//anapress.net/a/1",
    "http://anapress.net/%61/1",
]


@pytest.mark.parametrize("url", SAME)
def test_one_page_has_one_key(url):
    assert url_key(url) == "anapress.net/a/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://x.com/خبر", "http://x.com/%D8%AE%D8%A8%D8%B1"),
        ("http://x.com/خبر", "http://x.com/%d8%ae%d8%a8%d8%b1"),
        ("http://x.com/آخر", "http://x.com/ا\u0653خر"),
        ("http://x.com/?ق=خبر", "http://x.com/?%D9%82=%D8%AE%D8%A8%D8%B1"),
        ("http://x.com/?b=2&a=1", "http://x.com/?a=1&b=2"),
        ("http://x.com/?q=a+b", "http://x.com/?q=a%20b"),
        ("http://x.com/a b", "http://x.com/a%20b"),
        ("http://x.com/%c7%e1", "http://x.com/%C7%E1"),
        ("http://موقع.com/a", "http://xn--4gbrim.com/a"),
        ("http://x.com/index.php?id=5", "http://x.com/?id=5"),
    ],
)
def test_spellings_of_one_address_meet(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://x.com/a/1", "http://x.com/a/2"),
        ("http://x.com/a?id=1", "http://x.com/a?id=2"),
        ("http://x.com/a?sid=1", "http://x.com/a?sid=2"),
        ("http://x.com/a?page=1", "http://x.com/a"),
        ("http://x.com/A", "http://x.com/a"),
        ("http://x.com/a%2Fb", "http://x.com/a/b"),
        ("http://x.com/?q=a%26b=c", "http://x.com/?q=a&b=c"),
        ("http://x.com:8080/", "http://x.com/"),
        ("http://x.com/#!/a", "http://x.com/#!/b"),
        ("http://m.x.com/a", "http://x.com/a"),
        ("http://www.com/a", "http://com/a"),
    ],
)
def test_other_pages_have_other_keys(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "text", ["", "garbage", "http://[::1", "http://x.com:99999/", "mailto:a@b.c", "http://", "javascript:void(0)"]
)
def test_what_is_no_address_is_its_own_key(text):
    assert url_key(f" {text}\n") == text


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a b\n", "https://x.com/a%20b"),
        (" \u200f/a/1 ", "https://x.com/a/1"),
        ("/a/\n1", "https://x.com/a/1"),
        ("../n", "https://x.com/n"),
        ("?page=2", "https://x.com/s/p.html?page=2"),
        ("//y.com/a", "https://y.com/a"),
        ("http://y.com/a?b=1&c=2", "http://y.com/a?b=1&c=2"),
        ("خبر", "https://x.com/s/%D8%AE%D8%A8%D8%B1"),
        ("/%D8%AE%D8%A8%D8%B1", "https://x.com/%D8%AE%D8%A8%D8%B1"),
        ("http://موقع.com/", "http://xn--4gbrim.com/"),
        ("HTTPS://y.com/a", "https://y.com/a"),
        ("", None),
        ("#top", None),
        ("javascript:void(0)", None),
        (" JavaScript:x", None),
        ("java\nscript:x", None),
        ("mailto:a@b.c", None),
        ("tel:+963", None),
        ("data:text/html,x", None),
        ("whatsapp://send", None),
        ("ftp://x.com/", None),
        ("http://[::1", None),
        ("http://a b.com/", None),
        ("http:///a", None),
        ("http://x.com:port/", None),
        ("http://x.com:40745/a", "http://x.com:40745/a"),
        ("http://x.com:65535/a", "http://x.com:65535/a"),
        ("http://x.com:65536/a", None),
    ],
)
def test_absolute_url(href, url):
    assert absolute_url("https://x.com/s/p.html", href) == url


def test_a_base_that_is_none():
    assert absolute_url("", "/a") is None
    assert absolute_url("mailto:x", "a") is None
    assert absolute_url("", "http://x.com/a") == "http://x.com/a"


def test_article_ids_are_short_and_stable():
    assert article_id("anapress.net/a/1") == article_id("anapress.net/a/1")
    assert article_id("a") == "5mp4s6n5gttrnyzf"
    assert article_id("a") != article_id("b")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.example.com.eg/a", "example.com.eg"),
        ("https://anapress.net", "anapress.net"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("http://[::1", ""),
        ("garbage", ""),
    ],
)
def test_site_of(url, site, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    assert site_of(url) == site


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "router",
        "printer.local",
        "db.internal",
        "metadata.google.internal",
        "127.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",  # noqa: S104 - asked about, not bound
        "0x7f000001",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "256.256.256.256",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "127%2e0.0.1",
        "[::1]",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
    ],
)
def test_private_hosts(host):
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "example.com",
        "anapress.net",
        "8.8.8.8",
        "1.1.1.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "xn--4gbrim.com",
        "موقع.com",
        "10.example.com",
    ],
)
def test_public_hosts(host):
    assert not is_private_host(host)


def test_an_empty_host_is_not_trusted():
    assert is_private_host("")
