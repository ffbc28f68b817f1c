"""What goes over the wire is kept byte for byte, for each download its own, and never lost in silence."""

import gzip
import json
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread

import brotli
import pytest
from command_line import environment
from raw_site import http, raw_site
from scripted_site import Answer, serving

BODY = "<html><body><h1>خبر من المدينة</h1></body></html>".encode()

DOWNLOADS = """
import asyncio, json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from newsbot.signals import exchange_recorded

wanted, settings, is_broken = json.loads(sys.argv[1])


class Downloads(Spider):
    name = "downloads"

    async def start(self):
        tell = self.crawler.signals
        tell.connect(self.keep, exchange_recorded)
        # Connections that are kept alive are used again only one after the other.
        for url in wanted:
            meta = dict(url[1], handle_httpstatus_all=True) if isinstance(url, list) else {"handle_httpstatus_all": True}
            address = url[0] if isinstance(url, list) else url
            yield Request(address, meta=meta, dont_filter=True, errback=self.failed)

    def keep(self, exchange, request):
        if is_broken:
            raise ZeroDivisionError("a listener broke")
        told = {"url": exchange.url, "sent": exchange.sent.hex(), "received": exchange.received.hex()}
        print(json.dumps(told | {"address": exchange.address, "status": exchange.status}), flush=True)

    def parse(self, response):
        print(json.dumps({"response": response.url, "status": response.status, "body": response.body.hex()}), flush=True)

    def failed(self, failure):
        print(json.dumps({"failed": failure.request.url, "as": type(failure.value).__name__}), flush=True)


handler = "newsbot.middlewares.recording.RecordingHandler"
process = AsyncCrawlerProcess({
    "DOWNLOAD_HANDLERS": {"http": handler, "https": handler}, "RETRY_ENABLED": False, "REDIRECT_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "ERROR", "DOWNLOAD_TIMEOUT": 10,
    "DOWNLOAD_MAXSIZE": 1 << 20,
} | settings)
process.crawl(Downloads)
process.start()
"""


def download(*urls, is_broken=False, **settings):
    """Download in a process of its own; return what was recorded, what came as a response and what failed."""
    told = json.dumps([urls, settings, is_broken])
    command = [sys.executable, "-c", DOWNLOADS, told]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment())
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines, result.stderr
    recorded = {line["url"]: line for line in lines if "url" in line}
    answered = {line["response"]: line for line in lines if "response" in line}
    failed = {line["failed"]: line["as"] for line in lines if "failed" in line}
    return recorded, answered, failed


def chunks(body, size=7):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


CHUNKED = {"Content_Length": None, "Transfer_Encoding": "chunked"}
ANSWERS = {
    "/plain": http(BODY),
    "/chunked": http(chunks(BODY), **CHUNKED),
    "/gzip": http(gzip.compress(BODY), Content_Encoding="gzip"),
    "/brotli": http(brotli.compress(BODY), Content_Encoding="br"),
    "/gzip-chunked": http(chunks(gzip.compress(BODY)), Content_Encoding="gzip", **CHUNKED),
    "/until-close": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY,
    "/line-feeds": b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\nConnection: close\n\n" % len(BODY)
    + BODY,
    "/no-reason": http(BODY).replace(b"200 OK", b"200"),
    "/other-reason": http(BODY).replace(b"200 OK", "200 حسنا".encode()),
    "/odd-line": http(BODY).replace(b"Connection", b"no colon here\r\nX-Spaces:   two  \r\nConnection"),
    "/fold": http(BODY).replace(b"Connection", b"X-Long: one,\r\n\ttwo\r\nConnection"),
    "/empty": http(b""),
    "/204": http(b"", "204 No Content", Content_Length=None),
    "/304": http(b"", "304 Not Modified", Content_Length=None, ETag='"1"'),
    "/redirect": http(b"over there", "302 Found", Location="/plain"),
    "/404": http(b"gone", "404 Not Found"),
}


@pytest.fixture(scope="module")
def taken():
    script = {path: [answer] for path, answer in ANSWERS.items()}
    script |= {
        "/interim": [b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n", 0.05, http(BODY)],
        "/behind": [http(BODY) + b"HTTP/1.1 200 OK\r\n\r\nnot asked for"],
        "/behind-chunks": [http(chunks(BODY), **CHUNKED) + b"rubbish"],
        "/slowly": [http(BODY)[:30], 0.1, http(BODY)[30:90], 0.1, http(BODY)[90:]],
        "/cut": [http(BODY, Content_Length=str(len(BODY) + 10))],
        "/cut-chunks": [http(chunks(BODY)[:-12], **CHUNKED)],
        "/cut-head": [b"HTTP/1.1 200 OK\r\nContent-"],
        "/too-large": [http(b"x" * 10, Content_Length=str(1 << 30))],
        "/too-large-chunks": [http(chunks(b"x" * (1 << 21), 1 << 16), **CHUNKED)],
        "/endless-head": [b"HTTP/1.1 200 OK\r\n", *[b"X-More: %s\r\n" % (b"y" * 10_000) * 50] * 40],
        "/خبر/١".encode().decode(): [http(BODY)],
        "/%D8%AE%D8%A8%D8%B1/%D9%A1": [http(BODY)],
    }
    with raw_site(script) as (url, _):
        started = datetime.now(UTC)
        result = download(*(url[:-1] + path for path in script))
        assert datetime.now(UTC) - started < timedelta(seconds=30)
    return url[:-1], result


@pytest.mark.parametrize("path", ANSWERS)
def test_answers_are_kept_as_they_were_sent(taken, path):
    site, (recorded, answered, _) = taken
    exchange = recorded[site + path]
    assert bytes.fromhex(exchange["received"]) == ANSWERS[path]
    assert exchange["status"] == answered[site + path]["status"]
    assert exchange["address"] == "127.0.0.1"
    assert bytes.fromhex(exchange["sent"]).startswith(b"GET %s HTTP/1.1\r\n" % path.encode())
    assert bytes.fromhex(exchange["sent"]).endswith(b"\r\n\r\n")


def test_an_interim_answer_is_kept_before_the_final_one(taken):
    site, (recorded, answered, _) = taken
    assert recorded[site + "/interim"]["status"] == answered[site + "/interim"]["status"] == 200
    assert bytes.fromhex(recorded[site + "/interim"]["received"]).endswith(http(BODY))


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/behind", http(BODY)), ("/behind-chunks", http(chunks(BODY), **CHUNKED)), ("/slowly", http(BODY))],
)
def test_what_comes_behind_an_answer_is_no_part_of_it(taken, path, answer):
    site, (recorded, _, _) = taken
    assert bytes.fromhex(recorded[site + path]["received"]) == answer


@pytest.mark.parametrize(
    "path", ["/cut", "/cut-chunks", "/cut-head", "/too-large", "/too-large-chunks", "/endless-head"]
)
def test_answers_that_are_not_whole_fail_and_are_not_recorded(taken, path):
    site, (recorded, answered, failed) = taken
    assert site + path in failed
    assert site + path not in recorded | answered


def test_an_address_is_kept_as_it_was_requested(taken):
    site, (recorded, answered, _) = taken
    assert site + "/%D8%AE%D8%A8%D8%B1/%D9%A1" in recorded.keys() & answered.keys()


def test_two_downloads_of_one_address_at_once_are_told_apart():
    script = {"/": [Answer("first " * 50, seconds=0.5), Answer("second " * 50)]}
    with serving(script) as site:
        command = [site.url, site.url]
        told = json.dumps([command, {"CONCURRENT_REQUESTS_PER_DOMAIN": 4}, False])
        out = subprocess.run(
            [sys.executable, "-c", DOWNLOADS, told],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env=environment(),
        ).stdout
    lines = [json.loads(line) for line in out.splitlines()]
    bodies = [bytes.fromhex(line["received"]).partition(b"\r\n\r\n")[2] for line in lines if "url" in line]
    assert sorted(bodies) == [b"first " * 50, b"second " * 50]


@contextmanager
def listening(serve, times=3):
    """Run *serve(connection, number)* for each connection."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)

    def run():
        for number in range(times):
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                serve(connection, number)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()
        thread.join(timeout=10)


def request_of(connection):
    data = b""
    while b"\r\n\r\n" not in data and (part := connection.recv(65536)):
        data += part
    return data


def test_a_request_that_is_sent_again_over_a_new_connection_is_kept_once():
    def serve(connection, number):
        request_of(connection)
        connection.sendall(http(b"first" if number == 0 else b"again", Connection=None))
        if number == 0:
            request_of(connection)  # and hang up: the client finds its kept connection closed

    with listening(serve, times=2) as url:
        recorded, _, failed = download(f"{url}/1", f"{url}/2", CONCURRENT_REQUESTS=1, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert not failed
    exchange = recorded[f"{url}/2"]
    assert bytes.fromhex(exchange["received"]) == http(b"again", Connection=None)
    assert bytes.fromhex(exchange["sent"]).count(b"GET ") == 1


def test_a_proxy_hides_the_servers_address_and_gets_the_whole_one():
    with raw_site({"http://example.org/a": [http(BODY)]}) as (proxy, asked):
        recorded, _, failed = download(["http://example.org/a", {"proxy": proxy[:-1]}])
    assert not failed
    assert asked == ["http://example.org/a"]
    exchange = recorded["http://example.org/a"]
    assert exchange["address"] is None
    assert bytes.fromhex(exchange["sent"]).startswith(b"GET http://example.org/a HTTP/1.1\r\n")


def test_in_a_tunnel_only_the_inner_exchange_is_kept(tmp_path):
    pem = certificate(tmp_path)

    def serve(connection, _):
        assert request_of(connection).startswith(b"CONNECT example.org:443 ")
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        with context.wrap_socket(connection, server_side=True) as inner:
            request_of(inner)
            inner.sendall(http(BODY))

    with listening(serve, times=1) as proxy:
        recorded, _, failed = download(["https://example.org/a", {"proxy": proxy}])
    assert not failed
    exchange = recorded["https://example.org/a"]
    assert exchange["address"] is None
    assert bytes.fromhex(exchange["sent"]).startswith(b"GET /a HTTP/1.1\r\n")
    assert bytes.fromhex(exchange["received"]) == http(BODY)


def certificate(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "example.org")]), datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    path = folder / "example.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def test_over_version_6_the_address_is_kept_too():
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError as error:
        pytest.skip(f"no IPv6 here: {error}")
    with server:
        url = f"http://[::1]:{server.getsockname()[1]}/"

        def serve():
            connection, _ = server.accept()
            with connection:
                request_of(connection)
                connection.sendall(http(BODY))

        Thread(target=serve, daemon=True).start()
        recorded, _, failed = download(url, DNS_RESOLVER="scrapy.resolver.CachingHostnameResolver")
    assert not failed
    assert recorded[url]["address"] == "::1"


def test_a_page_does_not_count_as_fetched_when_keeping_it_broke():
    with raw_site({"/": [http(BODY)]}) as (url, _):
        recorded, answered, failed = download(url, is_broken=True)
    assert (recorded, answered) == ({}, {})
    assert failed == {url: "UnrecordedError"}
