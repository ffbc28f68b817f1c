"""Articles and whole runs by the hour, the same from both databases."""

from datetime import UTC, datetime, timedelta

from made_articles import keep, values

from newsbot.store.arrivals import first_run_at, hour_of, hourly_articles, last_article_at, watched_hours

NOW = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)


def test_articles_are_counted_by_the_hour_in_which_they_were_first_seen(store):
    moments = [NOW, NOW + timedelta(minutes=29, seconds=59), NOW + timedelta(minutes=30), NOW - timedelta(days=3)]
    keep(store, *(values(number, first_seen=moment.isoformat()) for number, moment in enumerate(moments, 1)))
    (outlet,) = {values(1)["outlet"]}
    found = hourly_articles(store.database, outlet, NOW - timedelta(days=1))
    assert found == {hour_of(NOW): 2, hour_of(NOW) + 1: 1}
    assert last_article_at(store.database, outlet) == NOW + timedelta(minutes=30)
    assert hourly_articles(store.database, "other", NOW) == {}
    assert last_article_at(store.database, "other") is None


def test_runs_that_went_through_all_there_was_are_watched_hours(store):
    for number, reason in enumerate(["finished", "shutdown", "finished", None]):
        at = NOW + timedelta(hours=number)
        run = store.runs.start("marfa", at=at, pid=1, host="h")
        if reason:
            store.runs.end(run, reason, {}, at + timedelta(minutes=2))
    assert watched_hours(store.database, "marfa", NOW) == {hour_of(NOW), hour_of(NOW) + 2}
    assert watched_hours(store.database, "marfa", NOW + timedelta(hours=1)) == {hour_of(NOW) + 2}
    assert first_run_at(store.database, "marfa") == NOW
    assert first_run_at(store.database, "other") is None
