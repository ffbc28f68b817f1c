"""A real Chromium reads what only scripts write, on the demo's scripted variants, and is asked for nothing else."""

import json

import pytest
from demo_outlet import LONG_AGO, DemoCrawls, published_numbers, texts, wanted_texts

from newsbot.demo.archive import Archive
from newsbot.demo.server import DemoServer

ARTICLES = 28


@pytest.fixture
def crawls(tmp_path):
    def started(*arguments):
        site = DemoServer("--articles", str(ARTICLES), "--slow", "0", *arguments)
        servers.append(site)
        return DemoCrawls(site.__enter__(), tmp_path)

    servers = []
    yield started
    for site in servers:
        site.__exit__(None, None, None)


def found(crawls):
    return texts(Archive(7, ARTICLES), published_numbers(crawls.items()))


def fetches(crawls):
    return crawls.site.control("stats")["kinds"]


def test_every_article_of_a_scripted_site_is_found(crawls):
    demo = crawls("--scripted")
    demo.run()
    assert found(demo) == wanted_texts(Archive(7, ARTICLES))
    truth = demo.site.control("truth", number=20)
    (item,) = (item for item in demo.items() if item["canonical_url"] == truth["url"])
    assert item["headline"] == truth["headline"]
    assert item["article_body"] == truth["article_body"]
    asked = fetches(demo)
    # One article is also met by its short address, whose redirect brings the page again.
    pages = demo.site.control("stats")["articles"]
    assert asked["data"] == sum(pages[str(number)] for number in range(1, ARTICLES + 1)) <= ARTICLES + 1
    assert (asked["script"], asked["style"]) == (1, 1)
    assert "image" not in asked


def test_a_mixed_site_is_asked_for_what_it_has_to_be(crawls):
    demo = crawls("--scripted-section", "sport")
    demo.run()
    archive = Archive(7, ARTICLES)
    assert found(demo) == wanted_texts(archive)
    scripted = len(archive.section_numbers("sport"))
    assert 0 < scripted == fetches(demo)["data"]
    demo.rows("UPDATE urls SET due_at = ? WHERE kind = 'article' AND state = 'done'", LONG_AGO)
    demo.run()
    assert fetches(demo)["data"] == 2 * scripted
    assert demo.report(2)["articles"]["changed"] == 0


@pytest.mark.parametrize("variant", ["--more-button", "--infinite"])
def test_lists_that_grow_are_read_to_their_end(crawls, variant):
    demo = crawls(variant)
    demo.run()
    assert found(demo) == wanted_texts(Archive(7, ARTICLES))


def test_never_means_never(crawls):
    demo = crawls("--scripted")
    messages = demo.run("-s", "NEWSBOT_RENDER=never", code=6)
    assert not demo.items()
    assert "data" not in fetches(demo)
    assert "Chromium" not in messages


def test_always_means_every_article_and_plain_sites_start_no_browser(crawls):
    demo = crawls()
    demo.run()
    assert "style" not in fetches(demo)
    some = "SELECT id FROM urls WHERE kind = 'article' AND state = 'done' LIMIT 3"
    demo.rows(f"UPDATE urls SET due_at = ?, etag = NULL, last_modified = NULL WHERE id IN ({some})", LONG_AGO)  # noqa: S608
    demo.rows("UPDATE urls SET body_hash = NULL")
    demo.run("-s", "NEWSBOT_RENDER=always")
    assert fetches(demo)["style"] == 1
    assert demo.report(2)["articles"]["changed"] == 0


def test_without_a_chromium_one_line_says_so_and_the_rest_is_read(crawls, tmp_path):
    demo = crawls("--scripted-section", "sport")
    messages = demo.run(PATH=str(tmp_path), PLAYWRIGHT_BROWSERS_PATH=str(tmp_path))
    (line,) = [line for line in messages.splitlines() if "Chromium" in line]
    assert f"{len(Archive(7, ARTICLES).section_numbers('sport'))} pages" in line
    assert "install Chromium (Debian: chromium)" in line
    assert len(found(demo)) > ARTICLES / 2
    forced = demo.run("-s", "NEWSBOT_RENDER=always", code=7, PATH=str(tmp_path), PLAYWRIGHT_BROWSERS_PATH=str(tmp_path))
    assert len(forced.splitlines()) == 1


def test_a_snapshot_holds_the_made_pages_and_what_they_asked_for(crawls, tmp_path):
    warcio = pytest.importorskip("warcio.archiveiterator")
    demo = crawls("--scripted-section", "sport")
    demo.run("-s", f"NEWSBOT_WARC_DIR={tmp_path / 'warc'}", "-s", f"DOWNLOAD_HANDLERS={json.dumps(RECORDED)}")
    kinds = {}
    for path in (tmp_path / "warc").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in warcio.ArchiveIterator(file):
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                kinds.setdefault(record.rec_type, set()).add(address.removeprefix(demo.site.url))
    numbers = Archive(7, ARTICLES).section_numbers("sport")
    assert kinds["resource"] == {f"article/{number}" for number in numbers}
    assert {"app.js", "style.css", *(f"data/article/{number}.json" for number in numbers)} <= kinds["response"]


RECORDED = dict.fromkeys(("http", "https"), "newsbot.middlewares.recording.RecordingHandler")
