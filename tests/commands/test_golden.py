"""``newsbot golden``: files and addresses in, golden pages out, and expectations renewed."""

import gzip
import json

import pytest
from command_line import newsbot
from scripted_site import article_page, news_site, serving

pytestmark = pytest.mark.crawl

PAGE = article_page(7, 3).body


def article(path):
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["article"]


def test_a_file_becomes_a_golden_page_of_its_outlet(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    run = newsbot("golden", "a.html.gz", "--url", "http://anapress.net/a/7", "--to", "golden", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    page = tmp_path / "golden/anapress/7.html"
    assert run.stdout.startswith(f"{page.relative_to(tmp_path)}: ")
    assert len(run.stdout.splitlines()) == 1
    assert article(page)["outlet"] == "anapress"
    assert "عنوان الخبر رقم 7" not in page.read_text(encoding="utf-8")


def test_without_rules_and_by_name(tmp_path):
    (tmp_path / "825.html").write_text(PAGE, encoding="utf-8")
    assert newsbot("golden", "825.html", "--generic", "--to", "g", cwd=tmp_path).returncode == 0
    assert newsbot("golden", "825.html", "--outlet", "anapress", "--to", "g", cwd=tmp_path).returncode == 0
    assert article(tmp_path / "g/generic/825.html")["outlet"] == "generic"
    assert article(tmp_path / "g/anapress/825.html")["outlet"] == "anapress"


def test_what_fails_costs_one_line_and_the_rest_goes_on(tmp_path):
    (tmp_path / "empty.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    run = newsbot("golden", "gone.html", "empty.html", "b.html", "--generic", "--to", "g", cwd=tmp_path)
    assert run.returncode == 1
    assert [line.split(": ")[1] for line in run.stderr.splitlines()] == ["gone.html", "empty.html"]
    assert len(run.stdout.splitlines()) == 1


def test_addresses_are_fetched(tmp_path):
    with serving(news_site(2)) as site:
        settings = ("-s", "NEWSBOT_LOOPBACK_ALLOWED=1", "-s", "DOWNLOAD_DELAY=0")
        urls = [f"{site.url}article/1", f"{site.url}missing"]
        run = newsbot("golden", *urls, "--generic", "--to", "g", *settings, cwd=tmp_path)
    assert run.returncode == 1
    assert [path.name for path in sorted((tmp_path / "g/generic").iterdir())] == ["1.html", "1.json"]
    assert "Traceback" not in run.stderr


def test_expectations_are_renewed_and_only_what_changed_is_named(tmp_path):
    (tmp_path / "825.html").write_text(PAGE, encoding="utf-8")
    newsbot("golden", "825.html", "--generic", "--to", "g", cwd=tmp_path)
    path = tmp_path / "g/generic/825.json"
    before = path.read_text(encoding="utf-8")
    told = json.loads(before)
    told["article"] |= {"headline": "x", "kicker": "y"}
    path.write_text(json.dumps(told), encoding="utf-8")
    run = newsbot("golden", "--renew", "g", cwd=tmp_path)
    assert run.stdout == "g/generic/825.html: headline, kicker\n"
    assert path.read_text(encoding="utf-8") == before
    assert newsbot("golden", "--renew", "--to", "g", cwd=tmp_path).stdout == "g/generic/825.html: as before\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["a.html", "--outlet", "anapress", "--generic"], 2),
        (["a.html", "b.html", "--url", "http://example.org/"], 2),
        (["a.html", "--outlet", "nobody"], 7),
        (["--renew", "nowhere"], 7),
    ],
)
def test_wrong_arguments_end_in_one_line(tmp_path, words, code):
    run = newsbot("golden", *words, cwd=tmp_path)
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
