"""``newsbot addoutlet``: a site in, a module and golden pages out, or one line that says why not."""

import json
import os

import pytest
from command_line import newsbot
from scripted_site import Answer, article_page, front_page, serving

from newsbot.demo.archive import Archive
from newsbot.demo.expectation import expected, truth
from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSBOT_LOOPBACK_ALLOWED=true")
ARTICLES, SEED = 80, 7


@pytest.fixture(scope="module")
def demo():
    with DemoServer("--articles", str(ARTICLES), "--seed", str(SEED), "--slow", "0") as site:
        yield site


@pytest.fixture(scope="module")
def added(demo, tmp_path_factory):
    """A run of the command, and where it wrote to."""
    folder = tmp_path_factory.mktemp("added")
    run = newsbot("addoutlet", demo.url, "--name", "marfa", "--to", folder / "to", *FAST, cwd=folder)
    assert run.returncode == 0, run.stderr + run.stdout
    return run, folder / "to"


def add(url, folder, *arguments):
    return newsbot("addoutlet", url, "--name", "marfa", "--to", folder / "to", *FAST, *arguments, cwd=folder)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_module_and_golden_pages_are_written_and_nothing_else(added):
    _, folder = added
    assert files(folder) == [
        "newsbot/spiders/marfa.py",
        *(f"tests/golden/marfa/article-{number}.{kind}" for number in (1, 2, 3) for kind in ("html", "json")),
    ]
    assert files(folder.parent) == [f"to/{path}" for path in files(folder)], "no store, no report, no feed"
    text = (folder / "newsbot/spiders/marfa.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert r'article_pattern = r"^/article/\d+"' in text
    assert 'timezone = "Asia/Damascus"' in text


def test_the_table_tells_rules_declarations_what_is_missing_and_what_to_do(added):
    run, _ = added
    first, *lines = run.stdout.splitlines()
    assert first == "marfa: learnt from 16 articles of 127.0.0.1, checked on 8 others"
    rows = {line.split()[0]: line for line in lines if line and not line.startswith(" ")}
    for field in ("headline", "body", "date_published", "related"):
        # Which pages are kept back hangs on the order of answers. Six of the 80 have a related link, to a print view or
        # out of the site, that the labels do not take for an article's: such a page agrees by 0.86 or 0.93, not by 1.
        least = 0.95 if field == "related" else 1.0
        assert float(rows[field].split()[2]) >= least, rows[field]
        assert rows[field].endswith("8 of 8"), rows[field]
    assert "/rss.xml" in rows["feeds"]
    assert "/sitemap.xml" in rows["sitemaps"]
    assert rows["credit"].split(maxsplit=1)[1] == "no page has it"
    assert "newsbot crawl marfa -a max_pages=20" in run.stdout
    assert "docs/outlets.md" in run.stdout
    assert "Traceback" not in run.stderr


def test_a_crawl_with_the_learnt_module_holds_what_the_pages_say(demo, added, tmp_path):
    _, folder = added
    crawl = newsbot(
        "crawl", "marfa", *FAST, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "SPIDER_MODULES=marfa",
        cwd=tmp_path, PYTHONPATH=str(folder / "newsbot/spiders"),
    )  # fmt: skip
    assert crawl.returncode == 0, crawl.stderr
    (feed,) = (tmp_path / "data/feeds/marfa").glob("*.jsonl")
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    archive, base = Archive(SEED, ARTICLES), demo.url.rstrip("/")
    copies = {int(copy): original for copy, original in expected(archive)["duplicates"].items()}
    found = {int(item["canonical_url"].rsplit("/", 1)[1]): item for item in items}
    assert {copies.get(number, number) for number in found} == set(expected(archive)["published"])
    for field in ("headline", "article_body", "date_published", "section", "keywords", "related", "views", "quotes"):
        wrong = [
            number
            for number, item in found.items()
            if (item[field] or None) != (truth(archive, number, base)[field] or None)
        ]
        assert not wrong, (field, wrong)


def test_a_dry_run_writes_nothing_and_prints_the_module(demo, tmp_path):
    run = add(demo.url, tmp_path, "--dry-run", "--pages", "9")
    assert run.returncode == 0, run.stderr
    assert "class MarfaSpider(NewsSpider):" in run.stdout
    assert not list(tmp_path.iterdir())


def test_json_for_programs(demo, tmp_path):
    run = add(demo.url, tmp_path, "--dry-run", "--json")
    told = json.loads(run.stdout)
    assert (told["outlet"], told["article_pattern"], told["timezone"]) == ("marfa", r"^/article/\d+", "Asia/Damascus")
    assert {"field", "rule", "agreement", "coverage", "verdict"} <= told["rules"][0].keys()
    assert told["module"] is None


def test_a_taken_name_is_kept_unless_it_is_to_be_replaced(demo, tmp_path):
    module = tmp_path / "to/newsbot/spiders/marfa.py"
    module.parent.mkdir(parents=True)
    module.write_text("mine", encoding="utf-8")
    run = add(demo.url, tmp_path)
    assert run.returncode == 7
    assert "--replace" in run.stderr
    assert module.read_text(encoding="utf-8") == "mine"
    run = add(demo.url, tmp_path, "--replace", "--pages", "9")
    assert run.returncode == 0, run.stderr
    assert "MarfaSpider" in module.read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(demo, tmp_path):
    (tmp_path / "to").mkdir(mode=0o500)
    run = add(demo.url, tmp_path, "--pages", "6")
    assert run.returncode == 8, run.stderr
    assert not files(tmp_path)


def test_a_target_that_is_in_the_way_leaves_everything_as_it_was(demo, tmp_path):
    (tmp_path / "to/newsbot").mkdir(parents=True)
    (tmp_path / "to/newsbot/spiders").write_text("a file", encoding="utf-8")
    run = add(demo.url, tmp_path, "--pages", "6")
    assert run.returncode == 8, run.stderr
    assert files(tmp_path) == ["to/newsbot/spiders"]


def test_saved_pages(demo, tmp_path):
    from urllib.request import urlopen

    rows = []
    for key in ("", "section/local", "section/sport", *(f"article/{number}" for number in range(40, 60))):
        name = f"{key.replace('/', '-') or 'front'}.html"
        with urlopen(f"{demo.url}{key}") as answer:  # noqa: S310 - the demo on loopback
            (tmp_path / name).write_bytes(answer.read())
        rows.append({"key": key, "file": name, "url": f"{demo.url}{key}"})
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = newsbot(
        "addoutlet", demo.url, "--name", "marfa", "--dry-run", "--json", "--batch", "pages.jsonl", cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["article_pattern"] == r"^/article/\d+"
    assert told["learnt_from"] + told["checked_on"] == 20


def test_a_site_without_articles(tmp_path):
    with serving({"/": [Answer("<html><body><h1>متجر</h1><a href='/cart'>السلة</a></body></html>")]}) as site:
        run = add(site.url, tmp_path)
    assert run.returncode == 6, run.stderr
    last = run.stderr.splitlines()[-1]
    assert "no article page was found" in last
    assert "newsbot extract" in last
    assert not files(tmp_path)


def test_a_site_with_too_few(tmp_path):
    script = {"/": [front_page(3)], "/robots.txt": [Answer("", 404)]}
    script |= {f"/article/{number}": [article_page(number, 3)] for number in range(1, 4)}
    with serving(script) as site:
        run = add(site.url, tmp_path)
    assert run.returncode == 6, run.stderr
    assert "3 article pages were found, 6 are needed" in run.stderr


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ({"/robots.txt": [Answer("User-agent: *\nDisallow: /\n")], "/": [front_page(9)]}, ["robots"]),
        ({"/": [Answer("no", 403)]}, ["forbidden"]),
        ({}, ["not found"]),
        ({"/": [Answer("", 302, {"Location": "https://elsewhere.example/"})]}, ["offsite"]),
    ],
)
def test_a_site_that_refuses(tmp_path, script, words):
    with serving(script) as site:
        run = add(site.url, tmp_path)
    assert run.returncode == 5, run.stderr
    last = run.stderr.splitlines()[-1]
    assert last.startswith(f"newsbot: {site.url} cannot be sampled: ")
    assert all(word in last for word in words), last
    assert not files(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing"], 7, ["URL", "'nothing'"]),
        (["ftp://example.org/"], 7, ["URL", "http"]),
        (["http://127.0.0.1:1/"], 7, ["--name", "127.0.0.1"]),
        (["https://example.org/", "--name", "Class"], 7, ["--name", "'Class'"]),
        (["https://example.org/", "--name", "../x"], 7, ["--name"]),
        (["https://example.org/", "--name", "generic"], 7, ["--name", "generic"]),
        (["https://anapress.net/"], 7, ["anapress", "--replace"]),
        (["https://example.org/", "--pages", "3"], 7, ["--pages", "from 6"]),
        (["https://example.org/", "--pages", "٩"], 7, ["--pages"]),
        (["https://example.org/", "--to", "x", "--batch", "missing.jsonl"], 7, ["missing.jsonl"]),
    ],
)
def test_one_line_and_a_code(tmp_path, arguments, code, words):
    run = newsbot("addoutlet", *arguments, cwd=tmp_path)
    assert run.returncode == code, run.stderr
    (line,) = run.stderr.splitlines()
    assert all(word in line for word in words), line
    assert not files(tmp_path)


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["https://example.org/", "--bogus"]])
def test_wrong_usage(tmp_path, arguments):
    run = newsbot("addoutlet", *arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_no_outlet_is_called_sampling(tmp_path):
    names = newsbot("list", cwd=tmp_path).stdout.split()
    assert "generic" in names
    assert not [name for name in names if "sampl" in name.lower()]
