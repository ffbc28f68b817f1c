"""Each format is read back by what people read it with, hostile and empty articles included."""

import csv
import gzip
import json
import sqlite3
import warnings
from datetime import UTC, datetime

import pytest
from made_articles import bare, keep, values

from newsbot.errors import ConfigurationError
from newsbot.feeds.flat import columns
from newsbot.feeds.formats import FORMATS, format_of, known_format
from newsbot.feeds.jsonl import FIELDS, line
from newsbot.store.slices import Slice
from newsbot.text.arabic import fold


def whole(item):
    return json.loads(line(item))


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_lines_are_those_of_the_store_word_for_word(exports, items, form):
    exports(f"all.{form}", form)
    data = exports.path(f"all.{form}").read_bytes()
    if form == "jsonl.gz":
        data = gzip.decompress(data)
    elif form == "jsonl.zst":
        data = pytest.importorskip("backports.zstd").decompress(data)
    assert data.decode() == "".join(line(item) + "\n" for item in items)


def test_compressed_lines_are_the_same_bytes_each_time(exports):
    first = exports("a.jsonl.gz", "jsonl.gz").files[0].sha256
    assert exports("b.jsonl.gz", "jsonl.gz").files[0].sha256 == first


def test_pandas_reads_lines_and_chosen_fields(exports):
    pandas = pytest.importorskip("pandas")
    exports("all.jsonl", "jsonl", fields=("views", "id", "authors"))
    frame = pandas.read_json(exports.path("all.jsonl"), lines=True)
    assert list(frame.columns) == ["views", "id", "authors"]
    assert frame["id"].tolist() == ["a001", "a002", "a003", "a004"]


def test_every_line_validates_against_the_schema(exports):
    jsonschema = pytest.importorskip("jsonschema")
    from newsbot.feeds.schema import article_schema

    exports("all.jsonl", "jsonl", which=Slice(outlet=("demo", "other")))
    for text in exports.path("all.jsonl").read_text("utf-8").splitlines():
        jsonschema.Draft202012Validator(article_schema()).validate(json.loads(text))


def spreadsheet(path):
    """The rows as a spreadsheet imports them: by the byte order mark, quotes and commas."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_spreadsheet_gets_arabic_and_no_formula(exports, items):
    exports("all.csv", "csv")
    data = exports.path("all.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = spreadsheet(exports.path("all.csv"))
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    first, empty, bad, _ = rows
    assert (first["authors"], first["main_image_caption"]) == ("نجوى العقاد | سامر الأسعد", "القاعة")
    assert (first["quotes_text"], first["quotes_attribution"]) == ("المكان جميل | نشكركم", " | سلمى الحلبي")
    assert first["article_body"] == items[0]["article_body"]
    assert first["sources"] == "headline=rules | article_body=text"
    assert {name for name, cell in empty.items() if cell} == {"id", "outlet", "headline", "revision", "first_seen"}
    assert bad["section"] == "'@قسم"
    for row in rows:
        for cell in row.values():
            assert cell.lstrip()[:1] not in {"=", "+", "-", "@"}, cell
            assert cell[:1] not in {"\t", "\r", "\n"}
    assert bad["headline"][0] == "'"
    assert "\x00" not in data.decode()


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"],
)
def test_what_begins_like_a_formula_is_text(text):
    from newsbot.feeds.spreadsheet import harmless

    assert harmless(text).startswith("'")


def test_ordinary_cells_stay_as_they_are():
    from newsbot.feeds.spreadsheet import harmless

    assert harmless("درجة الحرارة -5") == "درجة الحرارة -5"
    assert harmless(-5) == -5
    assert harmless(None) is None


def test_pandas_and_duckdb_agree_on_the_csv(exports):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    exports("all.csv", "csv")
    path = str(exports.path("all.csv"))
    frame = pandas.read_csv(path)
    assert list(frame.columns) == [column.name for column in columns(FIELDS)]
    assert frame["views"].tolist()[0] == 10
    found = duckdb.sql(f"SELECT id, views, article_body FROM read_csv('{path}')").fetchall()  # noqa: S608 - a path of the test's
    assert [row[0] for row in found] == frame["id"].tolist()
    assert found[0][2] == frame["article_body"][0]


def test_parquet_is_typed_and_nested(exports, items):
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    exports("all.parquet", "parquet")
    table = pq.read_table(exports.path("all.parquet"))
    assert table.column_names == list(FIELDS)
    assert table.schema.field("date_published").type == pa.timestamp("us", "UTC")
    assert table.schema.field("views").type == pa.int64()
    assert table.schema.field("authors").type == pa.list_(pa.string())
    rows = table.to_pylist()
    for row, item in zip(rows, map(whole, items), strict=True):
        row["sources"] = row["sources"] and dict(row["sources"])
        for name in ("date_published", "date_downloaded", "first_seen", "date_modified"):
            item[name] = datetime.fromisoformat(item[name]) if item[name] else None
        assert row == item


def test_parquet_keeps_the_instant_of_a_printed_offset(exports):
    pq = pytest.importorskip("pyarrow.parquet")
    keep(exports.store, values(9, date_published="2026-10-31T18:00:00+03:00"))
    exports("all.parquet", "parquet", fields=("date_published",))
    (*_, last) = pq.read_table(exports.path("all.parquet")).to_pylist()
    assert last == {"date_published": datetime(2026, 10, 31, 15, tzinfo=UTC)}


def test_partitions_have_names_that_every_reader_understands(exports):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    keep(exports.store, values(8, outlet="حلب 1/2%"))
    found = exports("parts", "parquet", is_partitioned=True)
    [name] = [file.name for file in found.files if "حلب" in file.name]  # Spark takes %D8 for the letter Ø
    assert name.startswith("outlet=حلب%201%2F2%25/day=")
    assert "حلب 1/2%" in set(pandas.read_parquet(exports.path("parts"))["outlet"])
    query = f"SELECT outlet FROM read_parquet('{exports.path('parts')}/**/*.parquet')"  # noqa: S608 - as above
    assert ("حلب 1/2%",) in duckdb.sql(query).fetchall()


def test_duckdb_and_pandas_read_parquet(exports):
    duckdb, pandas = pytest.importorskip("duckdb"), pytest.importorskip("pandas")
    exports("all.parquet", "parquet")
    path = str(exports.path("all.parquet"))
    query = f"SELECT id, len(authors), sources['headline'], main_image.caption FROM '{path}' ORDER BY id"  # noqa: S608 - as above
    assert duckdb.sql(query).fetchall()[0] == ("a001", 2, "rules", "القاعة")
    assert pandas.read_parquet(path)["views"].tolist()[0] == 10


def test_partitions_are_found_by_every_reader(exports):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    found = exports("parts", "parquet", is_partitioned=True)
    names = {file.name for file in found.files}
    assert "outlet=demo/day=2026-11-01/part-0.parquet" in names
    assert {path.name for path in exports.folder.iterdir()} == {"parts", "datapackage.json"}
    frame = pandas.read_parquet(exports.path("parts"))
    assert sorted(zip(frame["id"], frame["outlet"], strict=True)) == [
        ("a001", "demo"),
        ("a002", "bare"),
        ("a003", "demo"),
        ("a004", "other"),
    ]
    query = f"SELECT outlet, day, id FROM read_parquet('{exports.path('parts')}/**/*.parquet') WHERE outlet = 'bare'"  # noqa: S608 - as above
    assert [row[2] for row in duckdb.sql(query).fetchall()] == ["a002"]


def test_partitions_of_chosen_fields(exports):
    pandas = pytest.importorskip("pandas")
    exports("parts", "parquet", is_partitioned=True, fields=("headline", "id"))
    assert set(pandas.read_parquet(exports.path("parts")).columns) == {"headline", "id", "outlet", "day"}


def parsed(path):
    feedparser = pytest.importorskip("feedparser")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(path.read_bytes())


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_readers_understand_the_xml_feeds(exports, items, form, version):
    from lxml import etree

    exports(f"all.{form}", form)
    path = exports.path(f"all.{form}")
    etree.parse(str(path), etree.XMLParser(recover=False))
    feed = parsed(path)
    assert (feed.version, bool(feed.bozo)) == (version, False)
    assert feed.feed.title == "أخبار demo"
    assert feed.feed.language == "ar"
    assert [entry.id.removeprefix("urn:newsbot:") for entry in feed.entries] == ["a004", "a003", "a002", "a001"]
    _, bad, _, good = feed.entries
    assert good.title == items[0]["headline"]
    assert good.link == "https://demo.example/a/1"
    assert good.published_parsed[:5] == (2026, 11, 1, 16, 0)
    assert [author.name for author in good.authors] == ["نجوى العقاد", "سامر الأسعد"]
    assert [tag.term for tag in good.tags] == ["ثقافة", "معارض", "صور"]
    assert "<h2>عنوان فرعي</h2>" in good.content[0].value
    assert "<script" not in bad.content[0].value
    assert bad.link == "https://demo.example/a/3"


def test_rss_says_what_it_must(exports):
    from lxml import etree

    exports("all.rss", "rss")
    (channel,) = etree.parse(str(exports.path("all.rss"))).getroot()
    assert channel.findtext("link") == "https://demo.example/"
    item = channel.findall("item")[-1]
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate") == "Sun, 01 Nov 2026 16:00:00 +0000"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "نجوى العقاد"
    encoded = channel.findall("item")[1].findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert "]]&gt; &lt;script&gt;" in encoded


@pytest.mark.parametrize("form", ["rss", "atom", "jsonfeed", "csv", "sqlite", "parquet", "jsonl", "jsonl.gz"])
def test_an_empty_slice_is_a_whole_file(exports, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    found = exports(f"none.{form}", form, which=Slice(outlet="nobody"))
    assert found.articles == 0
    if form in {"rss", "atom"}:
        assert not parsed(exports.path(f"none.{form}")).bozo
    if form == "jsonfeed":
        check_json_feed(json.loads(exports.path("none.jsonfeed").read_bytes()))


JSON_FEED_TOP = frozenset(
    [
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "user_comment",
        "next_url",
        "icon",
        "favicon",
        "authors",
        "language",
        "expired",
        "hubs",
        "items",
    ]
)
JSON_FEED_TEXTS = frozenset(
    [
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "language",
    ]
)


def check_json_feed(feed):
    """What the 1.1 specification demands, https://www.jsonfeed.org/version/1.1/."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert all(name in JSON_FEED_TOP or name.startswith("_") for name in feed)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert "content_html" in item or "content_text" in item
        for name, value in item.items():
            check_json_feed_value(name, value)


def check_json_feed_value(name, value):
    if name in JSON_FEED_TEXTS:
        assert isinstance(value, str), name
    elif name == "tags":
        assert all(isinstance(tag, str) for tag in value)
    elif name == "authors":
        assert all({"name", "url", "avatar"} & author.keys() for author in value)
    else:
        assert name.startswith("_"), name
        assert isinstance(value, dict)
    if name.startswith("date_"):
        assert datetime.fromisoformat(value).tzinfo
    if name in {"url", "image"}:
        assert value.startswith(("https://", "http://"))


def test_json_feed_is_valid_and_loses_nothing(exports, items):
    exports("all.json", "jsonfeed")
    feed = json.loads(exports.path("all.json").read_bytes())
    check_json_feed(feed)
    assert [item["id"] for item in feed["items"]] == ["a004", "a003", "a002", "a001"]
    assert feed["items"][-1]["_newsbot"]["sources"] == items[0]["sources"]
    assert feed["items"][1]["content_text"].startswith("=HYPERLINK")


def test_revisions_have_ids_of_their_own_in_feeds(exports):
    keep(exports.store, values(1, revision=2))
    exports("all.json", "jsonfeed", which=Slice(with_revisions=True), with_revisions=True)
    check_json_feed(json.loads(exports.path("all.json").read_bytes()))


def test_an_sqlite_file_answers_and_searches(exports, items):
    exports("all.db", "sqlite")
    connection = sqlite3.connect(exports.path("all.db"))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*), max(views) FROM articles").fetchone() == (4, 40)
    names = connection.execute("SELECT value FROM articles, json_each(authors) WHERE articles.id = 'a001'").fetchall()
    assert names == [("نجوى العقاد",), ("سامر الأسعد",)]
    search = "SELECT id FROM articles WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY id"
    assert connection.execute(search, [fold("إفتتاح المَعــرض")]).fetchall() == [("a001",), ("a004",)]
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM articles WHERE content_hash = 'x'").fetchall()
    assert "articles_content_hash" in plan[0][3]
    connection.close()
    told = json.loads(exports.path("all.metadata.json").read_text("utf-8"))
    assert told["databases"]["all"]["tables"]["articles"]["fts_table"] == "search"
    assert {path.name for path in exports.folder.iterdir()} == {"all.db", "all.metadata.json", "datapackage.json"}


def test_an_sqlite_file_with_revisions_and_one_with_few_fields(exports):
    keep(exports.store, values(1, revision=2))
    exports("all.db", "sqlite", which=Slice(with_revisions=True), with_revisions=True)
    exports("few.db", "sqlite", fields=("id", "views"))
    for name, count in (("all.db", 5), ("few.db", 4)):
        connection = sqlite3.connect(exports.path(name))
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (count,)
        connection.close()


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "jsonl.zst"])
def test_a_body_of_ten_megabytes(exports, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    keep(exports.store, values(9, article_body="كلمة " * 1_100_000))
    found = exports(f"big.{form}", form, which=Slice(after=4))
    assert found.articles == 1
    if form == "parquet":
        import pyarrow.parquet as pq

        assert len(pq.read_table(exports.path("big.parquet"))["article_body"][0].as_py()) == 5_500_000


def test_endings_name_formats():
    assert format_of("a/b.JSONL.GZ").name == "jsonl.gz"
    assert format_of("x.jsonl").name == "jsonl"
    assert format_of("x.gz") is None
    assert {format_of(f"x{ending}").name for form in FORMATS.values() for ending in form.endings} == set(FORMATS)


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(ConfigurationError, match="--format is 'xls'; accepted: jsonl, "):
        known_format("xls", "--format")


def test_a_missing_package_is_told(monkeypatch):
    monkeypatch.setattr("newsbot.feeds.formats.find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=r"newsbot\[export\]"):
        known_format("parquet", "--format")


def test_none_of_everything(exports):
    keep(
        exports.store,
        {"id": "z", "outlet": "bare", "headline": None, "revision": 1, "first_seen": bare(1)["first_seen"]},
    )
    for form in FORMATS:
        if form == "parquet":
            pytest.importorskip("pyarrow")
        assert exports(f"z.{form}", form, which=Slice(after=4)).articles == 1
    check_json_feed(json.loads(exports.path("z.jsonfeed").read_bytes()))
    assert not parsed(exports.path("z.atom")).bozo
