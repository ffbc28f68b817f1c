"""Exchanges as a recording gives them, and WARC files read back as a stranger would."""

from datetime import UTC, datetime, timedelta

from warcio.archiveiterator import ArchiveIterator

from newsbot.archive.exchange import Exchange

START = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SITE = "http://news.example"


def exchange(path="/", body=b"<html>", *, status="200 OK", headers=(), seconds=0, raw=None):
    """An exchange; *seconds* after the first one, *raw* in place of the made answer."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    if not any("chunked" in line for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    made = Exchange(SITE + path, START + timedelta(seconds=seconds), "192.0.2.7")
    made.sent += f"GET {path} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: newsbot\r\n\r\n".encode()
    made.received += raw if raw is not None else "\r\n".join([*lines, "", ""]).encode() + body
    return made


def read_records(path):
    """All records of a file, digests checked: (type, address, head, content as sent, record)."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.raw_stream.read()
            yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body, record


def addresses(*paths, kinds=("response", "revisit", "resource")):
    return [url for path in paths for kind, url, *_ in read_records(path) if kind in kinds]
