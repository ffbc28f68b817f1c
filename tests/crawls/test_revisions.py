"""What an article's later versions become: a revision where its words changed, nothing where only counters did."""

import json
import sqlite3

import pytest
from command_line import crawl_stub, newsbot
from demo_outlet import LONG_AGO, DemoCrawls, number_of
from scripted_site import Answer, article_page, news_site, serving

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl

ARTICLES, EDITED, TOUCHED, REMOVED = 120, 6, 20, 3


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A first run, and one after each kind of change; every article is due each time."""
    told = {}
    with DemoServer("--articles", str(ARTICLES), "--slow", "0.1") as site:
        crawls = DemoCrawls(site, tmp_path_factory.mktemp("revisions"))
        crawls.run()
        for run, (action, count) in enumerate((("edit", EDITED), ("touch", TOUCHED), ("remove", REMOVED)), start=2):
            feeds, numbers = set(crawls.feeds()), site.control(action, count=count)["numbers"]
            crawls.rows("UPDATE urls SET due_at = ? WHERE kind = 'article' AND state = 'done'", LONG_AGO)
            crawls.run()
            new = [json.loads(line) for f in set(crawls.feeds()) - feeds for line in f.read_text("utf-8").splitlines()]
            told[action] = {"numbers": numbers, "published": new, "report": crawls.report(run), "run": run}
    return {"crawls": crawls, "base": site.url, **told}


def test_exactly_the_edited_articles_are_published_again_as_revision_two(history):
    edit = history["edit"]
    assert sorted(map(number_of, edit["published"])) == sorted(edit["numbers"])
    assert {item["revision"] for item in edit["published"]} == {2}
    assert edit["report"]["articles"]["changed"] == EDITED
    assert edit["report"]["articles"]["new"] == 0
    first = {item["id"]: item for item in history["crawls"].items() if item["revision"] == 1}
    assert all(item["first_seen"] == first[item["id"]]["first_seen"] for item in edit["published"])


def test_the_store_keeps_both_texts_and_says_what_changed(history):
    with history["crawls"].store() as store:
        for item in history["edit"]["published"]:
            one, two = store.articles.revisions(item["id"])
            before, after = json.loads(one.item), json.loads(two.item)
            assert two.changed_fields
            assert set(two.changed_fields) & {"headline", "article_body"}
            assert all(before[name] != after[name] for name in two.changed_fields)
            assert not set(two.changed_fields) & {"views", "related", "date_downloaded", "revision"}


def test_the_history_is_readable(history):
    item = history["edit"]["published"][0]
    run = newsbot("show", item["id"], "--revisions", cwd=history["crawls"].folder)
    assert (run.returncode, run.stderr) == (0, "")
    first, *rest = run.stdout.splitlines()
    assert first.startswith("revision 2, ")
    assert first.endswith("article_body") or "headline" in first
    assert any(line.startswith("-") for line in rest)
    assert any(line.startswith("+") for line in rest)
    assert item["headline"] in rest
    by_address = newsbot("show", item["url"], "--revisions", cwd=history["crawls"].folder)
    assert by_address.stdout == run.stdout


def test_views_and_related_links_make_no_revision(history):
    touch = history["touch"]
    assert touch["published"] == []
    articles = touch["report"]["articles"]
    assert (articles["new"], articles["changed"]) == (0, 0)
    assert touch["report"]["pages"]["by_kind_and_status"]["article"]["200"] >= TOUCHED, "they were sent anew and read"


def test_what_was_removed_is_marked_gone_its_text_kept_and_listed(history):
    remove, crawls = history["remove"], history["crawls"]
    assert remove["published"] == []
    assert remove["report"]["articles"]["gone"] == REMOVED
    with crawls.store() as store:
        for number in remove["numbers"]:
            record = store.articles.find_by_address([f"{history['base'].split('//')[1]}article/{number}"])
            assert (record.state, record.gone_at is None) == ("gone", False)
            assert store.articles.current_item(record.id)["article_body"]
    listed = {row["url"]: row["reason"] for row in crawls.skipped(remove["run"])}
    assert {listed.get(f"{history['base']}article/{number}") for number in remove["numbers"]} == {"http_410"}
    shown = newsbot("show", f"{history['base']}article/{remove['numbers'][0]}", cwd=crawls.folder)
    assert "gone since" in shown.stdout
    (status,) = map(json.loads, newsbot("status", "--json", cwd=crawls.folder).stdout.splitlines())
    assert status["gone"] == REMOVED


GONE = [Answer("not here", 410)]
APOLOGY = [
    Answer("<html><head><title>الصفحة غير موجودة</title></head><body><h1>عذرًا، الصفحة غير موجودة</h1></body></html>")
]


@pytest.mark.parametrize(
    ("answer", "reason"), [(GONE, "http_410"), ([Answer("", 404)], "http_404"), (APOLOGY, "soft_404")]
)
def test_an_article_that_goes_and_comes_back(tmp_path, answer, reason):
    script = news_site(3)
    page = script["/article/2"][0]
    page.headers["ETag"] = '"2"'
    with serving(script) as site:
        crawl(site, tmp_path)
        script["/article/2"] = answer
        run = crawl(site, tmp_path)
        assert article(tmp_path, site, 2) == ("gone", 1)
        listed = (tmp_path / "data/reports/stub/2.skipped.jsonl").read_text("utf-8").splitlines()
        assert [(json.loads(row)["url"], json.loads(row)["reason"]) for row in listed] == [
            (f"{site.url}article/2", reason)
        ]
        assert "nothing new" in run.stderr
        assert article(tmp_path, site, 1) == ("live", 1)
        script["/article/2"] = [Answer("", 304)]
        run = crawl(site, tmp_path)
    assert article(tmp_path, site, 2) == ("live", 1), "the server says that the stored page is the current one"
    assert "nothing new" in run.stderr


def test_an_article_that_comes_back_with_other_words_is_a_revision(tmp_path):
    script = news_site(2)
    with serving(script) as site:
        crawl(site, tmp_path)
        script["/article/2"] = GONE
        crawl(site, tmp_path)
        script["/article/2"] = [Answer(article_page(2, 2).body.replace("الأسبوع المقبل", "الشهر المقبل"))]
        run = crawl(site, tmp_path)
    assert "0 new, 1 changed" in run.stderr
    assert article(tmp_path, site, 2) == ("live", 2)


def test_three_versions_are_three_revisions_even_when_the_first_words_return(tmp_path):
    script = news_site(2)
    first = script["/article/2"][0]
    second = Answer(first.body.replace("الأسبوع المقبل", "الشهر المقبل"))
    with serving(script) as site:
        for version in (first, second, first):
            script["/article/2"] = [version]
            crawl(site, tmp_path)
    assert article(tmp_path, site, 2) == ("live", 3)
    lines = [json.loads(line) for feed in sorted((tmp_path / "data/feeds/stub").iterdir())
             for line in feed.read_text("utf-8").splitlines()]  # fmt: skip
    assert [item["revision"] for item in lines if item["url"].endswith("/2")] == [1, 2, 3]
    shown = newsbot("show", f"{site.url}article/2", "--revisions", cwd=tmp_path).stdout
    assert [line.split(",")[0] for line in shown.splitlines() if line.startswith("revision ")] == [
        "revision 2",
        "revision 3",
    ]


def crawl(site, folder):
    """Run a crawl in which every known article is due."""
    path = folder / "data/newsbot.db"
    if path.exists():
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE urls SET due_at = ? WHERE kind = 'article'", (LONG_AGO,))
        connection.close()
    run = crawl_stub(site.url, folder, "-s", "DOWNLOAD_DELAY=0")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    return run


def article(folder, site, number):
    """The state and revision of a stored article."""
    with sqlite3.connect(folder / "data/newsbot.db") as connection:
        (row,) = connection.execute(
            "SELECT state, revision FROM articles WHERE url = ?", (f"{site.url}article/{number}",)
        ).fetchall()
    connection.close()
    return row
