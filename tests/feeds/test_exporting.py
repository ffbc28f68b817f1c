"""What lies in a place after an export, after a failed one, and beside it."""

import json

import pytest
from made_articles import keep, values

from newsbot.errors import ConfigurationError, StorageError
from newsbot.feeds import lines
from newsbot.feeds.files import open_part
from newsbot.feeds.places import place
from newsbot.store.slices import Slice
from newsbot.text.search import read_query


def report(folder):
    frictionless = pytest.importorskip("frictionless")
    found = frictionless.Package(str(folder / "datapackage.json")).validate()
    return found.valid, found.flatten(["title", "message"])


# frictionless leaves the gzip file open for the collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_data_package_tells_of_all_exports_of_its_folder(exports):
    exports("all.jsonl", "jsonl")
    exports("all.jsonl.gz", "jsonl.gz")
    exports("all.csv", "csv")
    exports("few.csv", "csv", fields=("id", "headline", "views"))
    exports("few.jsonl", "jsonl", fields=("id", "headline"))
    exports("all.jsonl", "jsonl", replace=True)
    exports("أخبار.atom", "atom")
    told = json.loads((exports.folder / "datapackage.json").read_text("utf-8"))
    assert {entry["path"] for entry in told["resources"]} == {
        path.name for path in exports.folder.iterdir() if path.name != "datapackage.json"
    }
    assert len(told["resources"]) == 6
    assert report(exports.folder) == (True, [])


def test_revisions_have_a_key_of_two(exports):
    keep(exports.store, values(1, revision=2))
    exports("all.jsonl", "jsonl", which=Slice(with_revisions=True), with_revisions=True)
    assert report(exports.folder) == (True, [])


def test_a_changed_file_is_found_out(exports):
    exports("all.jsonl", "jsonl")
    with exports.path("all.jsonl").open("ab") as file:
        file.write(b"{}\n")
    assert report(exports.folder)[0] is False


@pytest.mark.parametrize("foreign", ["{}", "no json", '{"name": "newsbot-articles", "resources": []}'])
def test_a_foreign_package_is_left_alone(exports, foreign):
    exports.folder.mkdir()
    (exports.folder / "datapackage.json").write_text(foreign)
    exports("all.csv", "csv")
    assert (exports.folder / "datapackage.json").read_text() == foreign
    assert json.loads((exports.folder / "all.csv.datapackage.json").read_text("utf-8"))["resources"]


def test_what_is_there_is_not_written_over(exports):
    exports.folder.mkdir()
    exports.path("all.csv").write_text("mine")
    with pytest.raises(ConfigurationError, match="--replace"):
        exports("all.csv", "csv")
    assert exports.path("all.csv").read_text() == "mine"
    exports("all.csv", "csv", replace=True)
    assert exports.path("all.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_a_file_that_comes_meanwhile_is_not_written_over(exports, monkeypatch):
    finish = lines.LinesWriter.finish

    def late(self):
        exports.path("all.jsonl").write_text("mine")
        finish(self)

    monkeypatch.setattr(lines.LinesWriter, "finish", late)
    with pytest.raises(ConfigurationError):
        exports("all.jsonl", "jsonl")
    assert [path.name for path in exports.folder.iterdir()] == ["all.jsonl"]
    assert exports.path("all.jsonl").read_text() == "mine"


FORMS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "rss", "atom", "jsonfeed", "sqlite", "parquet")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("error", [KeyboardInterrupt, StorageError])
def test_a_failed_export_leaves_nothing(exports, monkeypatch, form, error):
    if form == "parquet":
        pytest.importorskip("pyarrow")

    def failing(database, numbers):
        yield ['{"id": "a", "headline": "x"}']
        raise error

    monkeypatch.setattr("newsbot.feeds.exporting.line_groups", failing)
    exports.folder.mkdir()
    exports.path(f"all.{form}").write_text("the one of before")
    with pytest.raises(error):
        exports(f"all.{form}", form, replace=True)
    assert [path.name for path in exports.folder.iterdir()] == [f"all.{form}"]
    assert exports.path(f"all.{form}").read_text() == "the one of before"


def test_a_failed_folder_leaves_nothing_and_a_replaced_one_nothing_old(exports, monkeypatch):
    pytest.importorskip("pyarrow")
    exports("parts", "parquet", is_partitioned=True)
    with pytest.raises(ConfigurationError):
        exports("parts", "parquet", is_partitioned=True)
    exports("parts", "parquet", is_partitioned=True, replace=True, which=Slice(outlet="bare"))
    assert [path.name for path in exports.path("parts").iterdir()] == ["outlet=bare"]
    told = json.loads((exports.folder / "datapackage.json").read_text("utf-8"))
    assert [entry["path"] for entry in told["resources"]] == ["parts"]

    def failing(database, numbers):
        yield ['{"id": "a", "outlet": "x"}']
        raise StorageError("no room")

    monkeypatch.setattr("newsbot.feeds.exporting.line_groups", failing)
    with pytest.raises(StorageError):
        exports("other", "parquet", is_partitioned=True)
    assert {path.name for path in exports.folder.iterdir()} == {"parts", "datapackage.json"}


def test_two_exports_of_one_file_do_not_mix(exports):
    exports.folder.mkdir()
    with open_part(exports.path("all.csv")), pytest.raises(StorageError, match="another export is writing it"):
        exports("all.csv", "csv")
    exports("all.csv", "csv")


def test_what_a_killed_export_left_is_written_over(exports):
    exports.folder.mkdir()
    exports.path("all.jsonl.part").write_text("half")
    assert exports("all.jsonl", "jsonl").articles == 4
    assert not exports.path("all.jsonl.part").exists()


def test_a_disk_that_refuses_is_one_line(exports, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsbot.feeds.localplaces.os.fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        exports("all.csv", "csv")
    assert list(exports.folder.iterdir()) == []


def test_places_that_cannot_be(tmp_path):
    for target, word in (("ftp://x/y", "s3://BUCKET/NAME"), (str(tmp_path), "--partition")):
        with pytest.raises(ConfigurationError, match=word):
            place(target, replace=False, is_folder=False)


def test_a_query_chooses_articles_by_their_last_text(exports):
    def exported(name, text, **which):
        which = Slice(query=read_query(text), **which)
        return exports(name, "jsonl", which=which, with_revisions=which.with_revisions).articles

    assert exported("a.jsonl", "الأولي \u0640الفقرة") == 2
    assert exported("b.jsonl", "«الفقرة الثانية» معرض") == 2
    assert exported("c.jsonl", "«الثانية الفقرة»") == 0
    assert exported("d.jsonl", "رقم ٤") == 1
    assert exported("e.jsonl", "الفقرة", authors=("نجوي العقاد",)) == 2
    keep(exports.store, values(1, revision=2, headline="عنوان جديد"))
    assert exported("f.jsonl", "جديد", with_revisions=True) == 2
    assert exported("g.jsonl", "-جديد افتتاح", with_revisions=True) == 1
