"""Records as WARC 1.1 wants them, read back by warcio with every digest checked."""

import gzip
from io import BytesIO

import pytest
from exchanges import SITE, START, exchange
from warcio.archiveiterator import ArchiveIterator

from newsbot.archive.records import (
    info_record,
    payload_digest,
    request_record,
    resource_record,
    response_record,
    revisit_record,
)

BODY = "<html><h1>خبر</h1></html>".encode()
ANSWERS = {
    "plain": exchange("/a", BODY),
    "empty": exchange("/a", b""),
    "no content": exchange("/a", raw=b"HTTP/1.1 204 No Content\r\n\r\n"),
    "chunked": exchange("/a", b"5\r\nhello\r\n0\r\n\r\n", headers=["Transfer-Encoding: chunked"]),
    "gzip": exchange("/a", gzip.compress(BODY), headers=["Content-Encoding: gzip"]),
    "line feeds": exchange("/a", raw=b"HTTP/1.1 200 OK\nServer: old\n\n" + BODY),
    "odd lines": exchange("/a", raw=b"HTTP/1.1 200\r\nno colon\r\nX: a\r\n b\r\nY:\xc7\xe1\r\n\r\n" + BODY),
    "blank fold": exchange("/a", raw=b"HTTP/1.1 200 OK\r\nX: a\r\n  \r\nY: b\r\n\r\n" + BODY),
    "no fields": exchange("/a", raw=b"HTTP/1.1 200 OK\r\n\r\n" + BODY),
}


def read(*members):
    records = []
    for record in ArchiveIterator(BytesIO(b"".join(members)), check_digests="raise"):
        record.content = record.raw_stream.read()
        records.append(record)
    return records


@pytest.mark.parametrize("name", ANSWERS)
def test_a_response_holds_the_very_bytes(name):
    made = ANSWERS[name]
    _, body = made.answer()
    identifier, data = response_record(made, payload_digest(body))
    block = gzip.decompress(data).partition(b"\r\n\r\n")[2]
    assert block == bytes(made.received) + b"\r\n\r\n"
    (record,) = read(data)
    assert record.rec_headers.get_header("WARC-Record-ID") == identifier
    assert record.rec_headers.protocol == "WARC/1.1"
    assert record.rec_headers.get_header("Content-Type") == "application/http; msgtype=response"
    assert record.rec_headers.get_header("WARC-Target-URI") == SITE + "/a"
    assert record.rec_headers.get_header("WARC-Date") == "2026-11-22T08:30:00.000000Z"
    assert record.rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert record.content == body
    if body:
        assert record.digest_checker.passed is True


def test_a_request_tells_which_answer_it_belongs_to():
    (record,) = read(request_record(ANSWERS["plain"], "<urn:uuid:1>"))
    assert record.rec_headers.get_header("WARC-Concurrent-To") == "<urn:uuid:1>"
    assert (record.rec_type, record.http_headers.protocol, record.content) == ("request", "GET", b"")


def test_a_revisit_has_its_own_head_and_no_body():
    digest = payload_digest(BODY)
    _, data = revisit_record(ANSWERS["plain"], digest, SITE + "/first", "2026-11-22T08:00:00.000000Z")
    (record,) = read(data)
    headers = record.rec_headers
    assert headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert headers.get_header("WARC-Refers-To-Target-URI") == SITE + "/first"
    assert headers.get_header("WARC-Refers-To-Date") == "2026-11-22T08:00:00.000000Z"
    assert headers.get_header("WARC-Payload-Digest") == digest
    assert record.http_headers.get_statuscode() == "200"
    assert record.content == b""


def test_a_rendered_page_is_a_resource():
    (record,) = read(resource_record(SITE + "/a", BODY, "text/html; charset=utf-8", START))
    assert record.rec_type == "resource"
    assert record.rec_headers.get_header("Content-Type") == "text/html; charset=utf-8"
    assert record.content == BODY


def test_the_first_record_says_who_wrote_the_file():
    (record,) = read(info_record("demo-00001.warc.gz", {"software": "newsbot", "operator": ""}))
    assert record.rec_headers.get_header("WARC-Filename") == "demo-00001.warc.gz"
    assert record.content == b"software: newsbot\r\n"
