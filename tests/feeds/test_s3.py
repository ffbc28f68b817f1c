"""S3 through a real server on loopback: uploads are whole or invisible."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from made_articles import keep, values

from newsbot.errors import ConfigurationError, StorageError
from newsbot.feeds.formats import FORMATS
from newsbot.feeds.publishing import Publisher
from newsbot.store.slices import Slice

pytest.importorskip("s3fs", reason="s3fs is not installed")
moto_server = pytest.importorskip("moto.server", reason="moto[server] is not installed")


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    running = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, monkeypatch):
    import boto3
    import s3fs

    for name, value in (
        ("AWS_ACCESS_KEY_ID", "made"),
        ("AWS_SECRET_ACCESS_KEY", "up"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", server),
    ):
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    yield client
    for entry in client.list_objects_v2(Bucket="news").get("Contents", ()):
        client.delete_object(Bucket="news", Key=entry["Key"])
    client.delete_bucket(Bucket="news")


def keys(bucket):
    return sorted(entry["Key"] for entry in bucket.list_objects_v2(Bucket="news").get("Contents", ()))


def body(bucket, key):
    return bucket.get_object(Bucket="news", Key=key)["Body"].read()


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite", "parquet"])
def test_the_object_is_the_file(exports, bucket, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    exports(f"all.{form}", form)
    exports(f"s3://news/2026/all.{form}", form)
    if form != "sqlite":  # it holds a moment's numbers
        assert body(bucket, f"2026/all.{form}") == exports.path(f"all.{form}").read_bytes()
    beside = {"2026/all.metadata.json"} if form == "sqlite" else set()
    assert set(keys(bucket)) == {f"2026/all.{form}", "2026/datapackage.json"} | beside
    told = json.loads(body(bucket, "2026/datapackage.json"))
    assert told["resources"][0]["path"] == f"all.{form}"


def test_more_than_one_part(exports, bucket):
    keep(exports.store, *(values(number, article_body="كلمة " * 500_000) for number in range(10, 19)))
    found = exports("s3://news/big.jsonl", "jsonl")
    assert found.files[0].bytes == len(body(bucket, "big.jsonl")) > 2 * (16 << 20)


def test_what_is_there_is_not_written_over(exports, bucket):
    exports("s3://news/all.csv", "csv")
    with pytest.raises(ConfigurationError, match="--replace"):
        exports("s3://news/all.csv", "csv")
    exports("s3://news/all.csv", "csv", replace=True, which=Slice(outlet="bare"))
    assert body(bucket, "all.csv").count(b"\r\n") == 2


def test_a_failed_upload_leaves_nothing(exports, bucket, monkeypatch):
    def failing(database, numbers):
        yield [f'{{"id": "{"x" * (40 << 20)}"}}']
        raise StorageError("no more")

    monkeypatch.setattr("newsbot.feeds.exporting.line_groups", failing)
    with pytest.raises(StorageError, match="no more"):
        exports("s3://news/all.jsonl", "jsonl")
    assert keys(bucket) == []
    assert not bucket.list_multipart_uploads(Bucket="news").get("Uploads")


def test_a_folder_of_partitions(exports, bucket):
    pytest.importorskip("pyarrow")
    exports("s3://news/parts/", "parquet", is_partitioned=True)
    assert "parts/_SUCCESS" in keys(bucket)
    exports("s3://news/parts/", "parquet", is_partitioned=True, replace=True, which=Slice(outlet="bare"))
    assert [key for key in keys(bucket) if key.startswith("parts/")] == [
        "parts/_SUCCESS",
        "parts/outlet=bare/day=2026-11-01/part-0.parquet",
    ]


def test_a_bucket_that_is_not_there_is_one_line(exports, bucket):
    with pytest.raises(StorageError, match=r"s3://nowhere/all\.csv: "):
        exports("s3://nowhere/all.csv", "csv")


def test_an_address_without_a_name(bucket, exports):
    with pytest.raises(ConfigurationError, match="s3://BUCKET/NAME"):
        exports("s3://news", "csv")


def test_feeds_are_published_once_whatever_happens(exports, bucket, monkeypatch):
    def killed(*_, **__):
        raise SystemExit

    publisher = Publisher(exports.store, "s3://news/feeds", FORMATS["jsonl.gz"])
    with monkeypatch.context() as patch:
        patch.setattr("newsbot.store.batches.Batches.publish", killed)
        with pytest.raises(SystemExit):
            publisher.publish("demo", NOW)
    first = {key: body(bucket, key) for key in keys(bucket)}
    (feed,) = Publisher(exports.store, "s3://news/feeds", FORMATS["jsonl.gz"]).recover("demo", NOW)
    assert feed.path == "s3://news/feeds/demo/20261122T120000Z.jsonl.gz"
    assert {key: body(bucket, key) for key in keys(bucket)} == first
    assert len(gzip.decompress(body(bucket, "feeds/demo/20261122T120000Z.jsonl.gz")).splitlines()) == 2
    told = json.loads(body(bucket, "feeds/_manifests/demo/20261122T120000Z.jsonl.gz.manifest.json"))
    assert (told["articles"], told["bytes"]) == (2, feed.bytes)
    assert Publisher(exports.store, "s3://news/feeds").publish("demo", NOW) is None
    keep(exports.store, values(9))
    again = Publisher(exports.store, "s3://news/feeds", FORMATS["jsonl.gz"]).publish("demo", NOW)
    assert again.path.endswith("20261122T120000Z-2.jsonl.gz")


def test_a_feed_that_s3_refuses_stays_open(exports, bucket, monkeypatch):
    with pytest.raises(StorageError, match="s3://nowhere"):
        Publisher(exports.store, "s3://nowhere/feeds").publish("demo", NOW)
    (feed,) = Publisher(exports.store, "s3://news/feeds").recover("demo", NOW)
    assert feed.lines == 2
