from datetime import UTC, datetime, timedelta

from newsbot.store.records import ArticleRecord, Revision
from newsbot.store.urls import Link, Mark

NOW = datetime(2026, 3, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def link(key, rank=1, **values):
    known = {"outlet": "demo", "url": f"https://{key}", "kind": "article", "depth": 1, "dated_at": None}
    more = {"found_on": None, "headline": None, "first_seen_at": NOW}
    return Link(**{**known, **more, "key": key, "rank": rank, **values})


def mark(state="done", **values):
    known = {"status": 200, "reason": None, "etag": None, "last_modified": None, "body_hash": None, "failures": 0}
    more = {"repeats": 0, "article_id": None, "dated_at": None, "fetched_at": NOW, "due_at": None}
    return Mark(**{**known, **more, "state": state, **values})


def queued(store, limit=10):
    return [row.key for row in store.urls.queued("demo", limit)]


def test_the_queue_gives_the_highest_rank_first_then_the_oldest(store):
    for key, rank in (("a", 1), ("b", 3), ("c", 1), ("d", 2)):
        store.urls.add(link(key, rank))
    store.urls.add(link("x", 9, outlet="other"))
    store.flush()
    assert queued(store) == ["b", "d", "a", "c"]
    assert queued(store, 2) == ["b", "d"]


def test_a_known_address_is_not_queued_again(store):
    store.urls.add(link("a", headline="الأول"))
    store.flush()
    store.urls.mark(store.urls.known("demo", ["a"])["a"].id, mark())
    store.urls.add(link("a", headline="الثاني"))
    store.flush()
    assert queued(store) == []
    assert store.urls.find("demo", "a").headline == "الأول"


def test_what_became_of_a_visit_is_kept(store):
    store.urls.add(link("a"))
    store.flush()
    url_id = store.urls.known("demo", ["a"])["a"].id
    given = mark(etag='"x"', last_modified="yesterday", body_hash="b", article_id="a1", dated_at=NOW, due_at=NOW + HOUR)
    store.urls.mark(url_id, given)
    store.flush()
    known = store.urls.known("demo", ["a", "z"])
    assert set(known) == {"a"}
    assert (known["a"].state, known["a"].fetched_at, known["a"].due_at) == ("done", NOW, NOW + HOUR)
    row = store.urls.find("demo", "a")
    assert (row.etag, row.last_modified, row.body_hash, row.article_id) == ('"x"', "yesterday", "b", "a1")


def test_an_address_wakes_when_its_time_has_come(store):
    for key, due_at in (("soon", NOW + HOUR), ("late", NOW + 3 * HOUR), ("never", None)):
        store.urls.add(link(key))
        store.flush()
        store.urls.mark(store.urls.known("demo", [key])[key].id, mark(due_at=due_at))
    store.flush()
    assert store.urls.wake_due("demo", NOW) == 0
    assert store.urls.wake_due("demo", NOW + 2 * HOUR) == 1
    assert queued(store) == ["soon"]
    store.urls.wake(store.urls.known("demo", ["never"])["never"], rank=5, at=NOW)
    store.flush()
    assert queued(store) == ["never", "soon"]


def test_hundreds_of_keys_are_looked_up_at_once(store):
    for number in range(1200):
        store.urls.add(link(f"k{number}"))
    store.flush()
    long_key = "x" * 5000
    store.urls.add(link(long_key))
    store.flush()
    assert len(store.urls.known("demo", [f"k{number}" for number in range(2000)] + [long_key])) == 1201
    assert long_key in store.urls.known("demo", [long_key])


def test_an_article_is_gone_only_when_no_address_of_it_answers(store):
    article = ArticleRecord(id="a1", outlet="demo", url="https://a", first_seen_at=NOW, seen_at=NOW)
    text = Revision(article_id="a1", outlet="demo", revision=1, content_hash=None, item="{}", stored_at=NOW)
    store.articles.add(article, text, keys=["a", "b"])
    store.urls.add(link("a"))
    store.urls.add(link("b"))
    store.flush()
    rows = store.urls.known("demo", ["a", "b"])
    for key in "ab":
        store.urls.mark(rows[key].id, mark(article_id="a1"))
    store.flush()
    for key, state in (("a", "live"), ("b", "gone")):
        store.urls.mark(rows[key].id, mark("gone", article_id="a1"))
        store.articles.mark_gone("a1", NOW)
        store.flush()
        assert store.articles.find("a1").state == state


def test_the_queue_is_read_through_its_index(store):
    if store.database.is_server:
        return
    store.urls.add(link("a"))
    store.flush()
    seen = []
    with store.database.read() as connection:
        for query in (
            "SELECT id FROM urls WHERE outlet = ? AND state = 'queued' ORDER BY rank DESC, id LIMIT 5",
            "SELECT id FROM urls WHERE outlet = ? AND state != 'queued' AND due_at IS NOT NULL AND due_at <= ?",
        ):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("demo", "x")[: query.count("?")]).all()
            seen.append(rows[0][3])
    assert "USING INDEX urls_queue" in seen[0] or "USING COVERING INDEX urls_queue" in seen[0]
    assert "urls_due" in seen[1]
