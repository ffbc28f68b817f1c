"""The data package describes its files so that a stranger's validator agrees with every line."""

import hashlib
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbot.errors import StorageError
from newsbot.feeds.datapackage import datapackage, file_digest, table_schema
from newsbot.items import Article

NOW = datetime(2026, 11, 22, 11, 30, tzinfo=timezone(timedelta(hours=3)))
TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEXTS = st.none() | st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=3)
IMAGE = st.fixed_dictionaries({"url": st.just("http://news.example/1.jpg"), "caption": TEXT, "credit": TEXT})
ARTICLES = st.builds(
    Article,
    headline=TEXT,
    article_body=TEXT,
    subheads=TEXTS,
    quotes=st.none() | st.lists(st.fixed_dictionaries({"text": TEXT, "attribution": TEXT}), max_size=2),
    date_published=st.sampled_from([None, "2026-10-31T18:00:00+03:00", "2026-10-31T00:00:00+00:00"]),
    date_published_raw=TEXT,
    authors=TEXTS,
    section=TEXT,
    keywords=TEXTS,
    main_image=st.none() | IMAGE,
    images=st.none() | st.lists(IMAGE, max_size=2),
    views=st.none() | st.integers(0, 10**12),
    sources=st.none() | st.just({"headline": "rules"}),
    revision=st.integers(1, 9),
)


def lines(path, values):
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf-8")
    return path


def described(*files):
    return json.loads(datapackage(files, title="demo, 2026-11-22", created_at=NOW))


def report_of(folder, *files):
    """What frictionless says of a package, and of each of its resources."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    (folder / "datapackage.json").write_text(json.dumps(described(*files)), encoding="utf-8")
    return frictionless.Package(str(folder / "datapackage.json")).validate()


def articles(count, **values):
    return [asdict(Article(id=f"a{number}", outlet="demo", **values)) for number in range(count)]


def test_every_field_of_the_article_is_a_column_with_its_meaning():
    schema = table_schema()
    assert [field["name"] for field in schema["fields"]] == list(Article.__slots__)
    assert all(field["description"] for field in schema["fields"])
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    assert (kinds["views"], kinds["authors"], kinds["main_image"], kinds["date_published"]) == (
        "integer",
        "array",
        "object",
        "string",
    )
    assert schema["primaryKey"] == "id"


def test_the_descriptor_proves_its_files(tmp_path):
    path = lines(tmp_path / "articles.jsonl", articles(2))
    package = described(path)
    assert package["created"] == "2026-11-22T08:30:00Z"
    (resource,) = package["resources"]
    assert (resource["name"], resource["path"]) == ("articles", "articles.jsonl")
    assert resource["bytes"] == path.stat().st_size
    assert resource["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_any_file_name_makes_a_name_that_the_specification_knows(tmp_path):
    for name in ("أخبار اليوم.jsonl", "Demo Feed (1).jsonl", "a.b_c-d.jsonl", "demo.wacz"):
        (tmp_path / name).write_bytes(b"")
        assert re.fullmatch(r"[a-z0-9._-]+", described(tmp_path / name)["resources"][0]["name"])


def test_a_snapshots_files_are_valid(tmp_path):
    (tmp_path / "images").mkdir()
    files = [
        lines(tmp_path / "articles.jsonl", articles(3)),
        lines(
            tmp_path / "skipped.jsonl",
            [
                {"url": "http://a.example/1", "reason": "robots", "depth": 2, "found_on": "http://a.example/"},
                {"url": "http://a.example/2", "reason": "http_404", "depth": None, "found_on": None},
            ],
        ),
        lines(
            tmp_path / "images.jsonl",
            [{"article": "a1", "url": "http://a.example/1.jpg", "path": "images/1.jpg", "checksum": "sha256:00"}],
        ),
        tmp_path / "demo.wacz",
    ]
    files[-1].write_bytes(b"PK\x05\x06" + bytes(18))
    report = report_of(tmp_path, *files)
    assert report.valid, report.flatten(["title", "message"])
    assert [task.type for task in report.tasks] == ["table", "table", "table", "file"]
    assert [task.stats.get("rows") for task in report.tasks] == [3, 2, 1, None]


def test_an_empty_snapshot_is_valid(tmp_path):
    report = report_of(tmp_path, lines(tmp_path / "articles.jsonl", []), lines(tmp_path / "skipped.jsonl", []))
    assert report.valid, report.flatten(["title", "message"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_every_line_that_can_be_published_is_accepted(tmp_path, made):
    rows = [asdict(article) | {"id": f"a{number}", "outlet": "demo"} for number, article in enumerate(made)]
    report = report_of(tmp_path, lines(tmp_path / "articles.jsonl", rows))
    assert report.valid, report.flatten(["title", "message"])
    assert report.tasks[0].stats["rows"] == len(rows)


@pytest.mark.parametrize("damage", ["changed", "twice", "no id", "wrong type", "dangling picture"])
def test_what_is_wrong_is_found(tmp_path, damage):
    rows = articles(2)
    if damage == "twice":
        rows[1]["id"] = "a0"
    if damage == "no id":
        rows[1]["id"] = None
    if damage == "wrong type":
        rows[1]["views"] = "many"
    path = lines(tmp_path / "articles.jsonl", rows)
    files = [path]
    if damage == "dangling picture":
        picture = {"article": "a9", "url": "http://a.example/1.jpg", "path": "images/1.jpg", "checksum": "sha256:00"}
        files.append(lines(tmp_path / "images.jsonl", [picture]))
    if damage == "changed":
        frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
        (tmp_path / "datapackage.json").write_text(json.dumps(described(path)), encoding="utf-8")
        lines(path, articles(3))
        assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid
        return
    assert not report_of(tmp_path, *files).valid


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StorageError, match=r"cannot read .*gone\.jsonl"):
        file_digest(tmp_path / "gone.jsonl")


def test_the_date_of_a_package_is_utc():
    assert (
        json.loads(datapackage([], title="x", created_at=datetime(2026, 1, 1, tzinfo=UTC)))["created"]
        == "2026-01-01T00:00:00Z"
    )
