"""The demo outlet's validators, and what its control paths change and count."""

import gzip
import json
from email.utils import parsedate_to_datetime

import pytest

from newsbot.demo import truth
from newsbot.demo.messages import Request
from newsbot.demo.site import Site, SiteOptions

BASE = "http://127.0.0.1:4000"


def ask(site, target, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.answer(Request(target, headers={"host": "127.0.0.1:4000", **named}))


def control(site, action):
    return json.loads(ask(site, f"/_demo/{action}").body)


@pytest.fixture(scope="module")
def shared():
    """A site that tests only read."""
    return Site(SiteOptions(articles=400))


@pytest.fixture
def site():
    return Site(SiteOptions(articles=120, page_bytes=0))


@pytest.mark.parametrize("target", ["/article/50", "/", "/section/tech", "/rss.xml", "/article/51?ref=home"])
def test_validators_and_304(shared, target):
    first = ask(shared, target)
    for headers in ({"if_none_match": first.headers["ETag"]}, {"if_modified_since": first.headers["Last-Modified"]}):
        again = ask(shared, target, **headers)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    old = ask(shared, target, if_none_match='"other"', if_modified_since=first.headers["Last-Modified"])
    assert old.status == 200
    assert ask(shared, target, if_modified_since="yesterday").status == 200


def test_gzip_only_where_asked(shared):
    plain, packed = ask(shared, "/article/60"), ask(shared, "/article/60", accept_encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    off = Site(SiteOptions(articles=20, has_gzip=False))
    assert "Content-Encoding" not in ask(off, "/article/9", accept_encoding="gzip").headers


def test_slow_flaky_and_busy(site):
    assert ask(site, "/article/1").delay_seconds == site.options.slow_seconds
    assert [ask(site, "/article/2").status for _ in range(3)] == [500, 200, 200]
    control(site, "busy?count=2&seconds=3")
    answers = [ask(site, "/article/9") for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "3"


def test_edit_changes_words_date_and_validators(site):
    before = {n: (ask(site, f"/article/{n}"), truth(site.archive, n, BASE)) for n in site.archive.numbers() if n > 2}
    numbers = control(site, "edit?count=4")["numbers"]
    assert len(numbers) == 4
    for number, (old, told) in before.items():
        new, now = ask(site, f"/article/{number}", if_none_match=old.headers["ETag"]), truth(site.archive, number, BASE)
        assert (new.status == 200) == (number in numbers)
        assert (now["article_body"] != told["article_body"]) == (number in numbers)
        assert (now["revision"] == 2) == (number in numbers)
        if number in numbers:
            assert parsedate_to_datetime(new.headers["Last-Modified"]) > parsedate_to_datetime(
                old.headers["Last-Modified"]
            )
    assert not set(control(site, "edit?count=4")["numbers"]) & set(numbers)
    assert control(site, f"edit?number={numbers[0]}")["numbers"] == [numbers[0]]
    assert truth(site.archive, numbers[0], BASE)["revision"] == 3


def test_touch_changes_no_word(site):
    before = truth(site.archive, 119, BASE)
    tag = ask(site, "/article/119").headers["ETag"]
    control(site, "touch?count=5")
    after = truth(site.archive, 119, BASE)
    assert ask(site, "/article/119", if_none_match=tag).status == 200
    assert after["views"] != before["views"]
    assert after["related"] != before["related"]
    unchanged = set(before) - {"views", "related"}
    assert {name: before[name] for name in unchanged} == {name: after[name] for name in unchanged}


def test_remove_and_add(site):
    removed = control(site, "remove?count=3")["numbers"]
    added = control(site, "add?count=2")["numbers"]
    assert [ask(site, f"/article/{n}").status for n in removed] == [410, 410, 410]
    assert [ask(site, f"/article/{n}").status for n in added] == [200, 200]
    front = ask(site, "/").body.decode()
    assert all(f'href="/article/{n}"' in front for n in added)
    listed = control(site, "expected")
    assert listed["removed"] == removed
    assert set(added) <= set(listed["published"])
    assert not set(removed) & set(listed["published"])
    urls = {link["url"] for n in site.archive.numbers() for link in truth(site.archive, n, BASE)["related"]}
    assert not urls & {f"{BASE}/article/{n}" for n in removed}


def test_an_edit_of_a_removed_or_unknown_article_is_refused(site):
    assert ask(site, "/_demo/edit?number=5000").status == 400
    assert ask(site, "/_demo/add?count=-1").status == 400
    assert ask(site, "/_demo/touch?count=1&number=2").status == 400


def test_stats_count_what_was_asked(site):
    ask(site, "/article/50")
    ask(site, "/article/50", if_none_match=ask(site, "/article/50").headers["ETag"])
    ask(site, "/")
    stats = control(site, "stats")
    assert stats["requests"] == 4
    assert stats["kinds"] == {"article": 3, "front": 1}
    assert stats["statuses"] == {"200": 3, "304": 1}
    assert (stats["articles"], stats["not_modified"]) == ({"50": 2}, 1)
    control(site, "reset")
    assert control(site, "stats")["requests"] == 0
