from datetime import UTC, datetime, timedelta

from newsbot.store.overview import outlet_overviews, unpublished
from newsbot.store.records import ArticleRecord, Revision
from newsbot.store.slices import Slice, item_lines

NOW = datetime(2026, 3, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def add_article(store, name, outlet="demo", **values):
    known = {"url": f"https://{name}", "first_seen_at": NOW, "seen_at": NOW, **values}
    text = Revision(article_id=name, outlet=outlet, revision=1, content_hash=None, item=f'"{name}"', stored_at=NOW)
    store.articles.add(ArticleRecord(id=name, outlet=outlet, **known), text, keys=[name])


def test_a_run_is_there_from_its_first_second_and_a_killed_one_has_no_end(store):
    first = store.runs.start("demo", at=NOW, pid=11, host="one")
    store.runs.update(first, {"new": 3}, NOW + HOUR)
    killed = store.runs.latest("demo")
    assert (killed.id, killed.ended_at, killed.reason, killed.counts) == (first, None, None, {"new": 3})
    second = store.runs.start("demo", at=NOW + 2 * HOUR, pid=12, host="one")
    store.runs.end(second, "finished", {"new": 4}, NOW + 3 * HOUR)
    assert second > first
    last = store.runs.latest("demo")
    assert (last.reason, last.ended_at, last.counts, last.pid) == ("finished", NOW + 3 * HOUR, {"new": 4}, 12)
    assert [run.id for run in store.runs.recent("demo")] == [second, first]
    assert store.runs.latest("other") is None


def test_the_overview_tells_how_each_outlet_stands(store):
    store.runs.start("demo", at=NOW, pid=1, host="one")
    store.runs.start("demo", at=NOW + HOUR, pid=2, host="one")
    store.runs.start("quiet", at=NOW, pid=3, host="one")
    add_article(store, "a1")
    add_article(store, "a2", first_seen_at=NOW + HOUR)
    store.flush()
    store.articles.mark_gone("a1", NOW)
    store.flush()
    with store.outlet_lock("demo"):
        demo, quiet = outlet_overviews(store)
    assert (demo.outlet, demo.last_run.pid, demo.is_running) == ("demo", 2, True)
    assert (demo.articles, demo.gone, demo.last_article_at) == (2, 1, NOW + HOUR)
    assert unpublished(store) == {"demo": 2}
    assert (quiet.outlet, quiet.articles, quiet.is_running, quiet.last_article_at) == ("quiet", 0, False, None)


def test_a_slice_holds_what_was_asked_for(store):
    add_article(store, "old", date_published=NOW - 5 * HOUR)
    add_article(store, "new", date_published=NOW + HOUR)
    add_article(store, "undated")
    add_article(store, "copy", duplicate_of="new", date_published=NOW + HOUR)
    add_article(store, "far", outlet="other")
    store.flush()

    def lines(**values):
        return [line.strip('"') for line in item_lines(store.database, Slice(**values))]

    assert lines(outlet="demo") == ["old", "new", "undated", "copy"]
    assert lines(since=NOW, outlet="demo", with_duplicates=False) == ["new", "undated"]
    assert lines(until=NOW) == ["old"]
    assert lines(outlet="none") == []


def test_a_slice_may_be_larger_than_one_read(store):
    for number in range(450):
        add_article(store, f"a{number}")
    store.flush()
    assert len(list(item_lines(store.database, Slice()))) == 450


def test_runs_of_all_outlets_page_by_page(store):
    numbers = [store.runs.start(outlet, at=NOW, pid=1, host="here") for outlet in ("a", "b", "a", "c")]
    newest = numbers[::-1]
    assert [run.id for run in store.runs.all_recent(10)] == newest
    assert [run.id for run in store.runs.all_recent(2)] == newest[:2]
    assert [run.id for run in store.runs.all_recent(2, before=newest[1])] == newest[2:]
    assert [run.outlet for run in store.runs.all_recent(10, outlet="a")] == ["a", "a"]
    assert store.runs.find(numbers[1]).outlet == "b"
    assert store.runs.find(10**6) is None
