"""``newsbot extract``: pages in, JSON lines out, nothing kept."""

import gzip
import json

import pytest
from command_line import newsbot
from scripted_site import Answer, article_page, news_site, serving

pytestmark = pytest.mark.crawl

PAGE = article_page(7, 3).body


def lines(run):
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_files_in_any_encoding_packed_or_not(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_bytes(PAGE.encode("windows-1256"))
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    run = newsbot("extract", "a.html", "b.html", "c.html.gz", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert [item["encoding"] for item in lines(run)] == ["utf-8", "windows-1256", "utf-8"]
    assert {item["headline"] for item in lines(run)} == {"عنوان الخبر رقم 7"}
    assert {path.name for path in tmp_path.iterdir()} == {"a.html", "b.html", "c.html.gz"}, "the store stays untouched"


def test_a_file_takes_its_address_and_its_outlets_rules(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    run = newsbot("extract", "a.html", "--url", "http://anapress.net/a/7", cwd=tmp_path)
    (item,) = lines(run)
    assert (item["url"], item["outlet"]) == ("http://anapress.net/a/7", "anapress")
    assert lines(newsbot("extract", "a.html", "--outlet", "demo", cwd=tmp_path))[0]["outlet"] == "demo"


def test_a_manifest_is_read_relative_to_itself_and_its_keys_come_first(tmp_path):
    (tmp_path / "set/pages").mkdir(parents=True)
    (tmp_path / "set/pages/a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "set/pages/b.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    rows = [
        {"key": "ب", "file": "pages/b.html.gz", "url": "http://example.org/b", "lang": "ar"},
        {"key": 1, "file": "pages/a.html", "url": "http://example.org/a"},
        {"key": "gone", "file": "pages/gone.html", "url": "http://example.org/gone"},
    ]
    manifest = tmp_path / "set/manifest.jsonl"
    manifest.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    run = newsbot("extract", "--batch", manifest, cwd=tmp_path)
    assert run.returncode == 1
    assert [(next(iter(item)), item["key"], item["url"]) for item in lines(run)] == [
        ("key", "ب", "http://example.org/b"),
        ("key", "1", "http://example.org/a"),
    ]
    assert len(run.stderr.splitlines()) == 1
    assert "gone.html" in run.stderr


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n" + bytes(99), b"<html", b"<p>" * 5000, b"\0" * 1000])
def test_odd_files_give_a_line_and_no_traceback(tmp_path, body):
    (tmp_path / "odd.html").write_bytes(body)
    run = newsbot("extract", "odd.html", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert len(lines(run)) == 1


def test_a_broken_gzip_and_a_folder_cost_one_line_each(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    run = newsbot("extract", "a.gz", ".", "b.html", cwd=tmp_path)
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 2
    assert len(lines(run)) == 1


@pytest.mark.parametrize("row", ["{", "[]", '{"key": 1}', '{"file": "a"}'])
def test_a_wrong_manifest_line_is_named(tmp_path, row):
    (tmp_path / "m.jsonl").write_text(row + "\n", encoding="utf-8")
    run = newsbot("extract", "--batch", "m.jsonl", cwd=tmp_path)
    assert run.returncode == 7
    assert "m.jsonl, line 1" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_addresses_are_fetched_politely_and_failures_do_not_stop_the_rest(tmp_path):
    script = news_site(2) | {"/robots.txt": [Answer("User-agent: *\nDisallow: /article/2\n")]}
    with serving(script) as site:
        urls = [f"{site.url}{path}" for path in ("article/1", "article/2", "missing")]
        settings = ("-s", "NEWSBOT_LOOPBACK_ALLOWED=1", "-s", "DOWNLOAD_DELAY=0")
        run = newsbot("extract", *urls, *settings, cwd=tmp_path)
    assert run.returncode == 1
    assert [item["headline"] for item in lines(run)] == ["عنوان الخبر رقم 1"]
    problems = [line for line in run.stderr.splitlines() if line.startswith("newsbot: ")]
    assert len(problems) == 2
    assert "Traceback" not in run.stderr
    assert "/article/2" not in site.paths()
    assert not list(tmp_path.iterdir())
