"""A small site on loopback that counts what is asked of it, and a spider of a few lines that crawls it for real."""

import json
import re
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

CRAWL = """
import json, os, re, sys
from datetime import UTC, datetime
from pathlib import Path
from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from newsbot.errors import NewsbotError
from newsbot.feeds.jsonl import line
from newsbot.feeds.publishing import Publisher
from newsbot.frontier.requests import mark_gone, page_meta, page_request
from newsbot.frontier.storage import crawler_store
from newsbot.store.records import ArticleRecord, Revision
from newsbot.text.urls import url_key

base, settings = sys.argv[1], json.loads(sys.argv[2])


class Keep:
    @classmethod
    def from_crawler(cls, crawler):
        keep = cls()
        keep.crawler, keep.articles = crawler, crawler_store(crawler).articles
        crawler.signals.connect(keep.closed, signals.spider_closed)
        return keep

    def process_item(self, item):
        now = datetime.now(UTC)
        if self.articles.find_by_address([item["id"]]) is None:
            record = ArticleRecord(id=item["id"], outlet="demo", url=item["url"], first_seen_at=now, seen_at=now)
            text = Revision(
                article_id=item["id"], outlet="demo", revision=1, content_hash=None, item=line(item), stored_at=now
            )
            self.articles.add(record, text, keys=[item["id"]])
        return item

    def closed(self, spider):
        folder = Path(self.crawler.settings["NEWSBOT_DATA_DIR"]) / "feeds"
        try:
            Publisher(crawler_store(self.crawler), folder).publish("demo", datetime.now(UTC))
        except NewsbotError as error:
            self.crawler.stats.set_value("publishing", str(error))


class DemoSpider(Spider):
    name = "demo"

    async def start(self):
        yield page_request(base + "/", "listing")

    def links(self, response):
        depth = page_meta(response)["depth"] + 1
        for href in response.css("a::attr(href)").getall():
            yield page_request(
                response.urljoin(href), "article" if "/a/" in href else "listing", depth=depth, found_on=response.url
            )

    def read_listing(self, response):
        yield from self.links(response)

    def read_article(self, response):
        if b"soft 404" in response.body:
            mark_gone(response, "soft_404")
            return
        if b"broken page" in response.body:
            raise ValueError("broken page")
        yield {"id": url_key(response.url), "url": response.url, "headline": response.css("h1::text").get()}
        yield from self.links(response)


process = AsyncCrawlerProcess(
    {
        "SCHEDULER": "newsbot.frontier.scheduler.FrontierScheduler",
        "SPIDER_MIDDLEWARES": {
            "newsbot.frontier.middleware.FrontierMiddleware": 1,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        },
        "ITEM_PIPELINES": {Keep: 900},
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "RETRY_TIMES": 1,
        **settings,
    }
)
crawler = process.create_crawler(DemoSpider)
failures = []


async def run():
    try:
        await crawler.crawl_async()
    except NewsbotError as error:
        failures.append(error)


task = process.crawl(crawler)
task.add_done_callback(lambda done: failures.append(done.exception())) if hasattr(task, "add_done_callback") else None
process.start()
stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, (int, str))}
print(json.dumps({"stats": stats, "failures": [str(failure) for failure in failures if failure]}))
"""


class Site:
    """Articles /a/1 to /a/N as a tree of three links each, listing pages /list/K, and what a test makes of them."""

    def __init__(self, articles):
        self.articles = articles
        self.asked = Counter()
        self.conditional = Counter()
        self.answers = {}
        self.has_validators = True
        self.front = ()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked[self.path] += 1
                status, headers, body = site.answer(self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, path, headers):
        if path in self.answers:
            return self.answers[path]
        body = self.page(path).encode()
        etag = f'"{hash(body)}"'
        if not self.has_validators:
            return 200, {"Content-Type": "text/html; charset=utf-8"}, body
        if headers.get("If-None-Match") == etag:
            self.conditional[path] += 1
            return 304, {"ETag": etag}, b""
        return 200, {"Content-Type": "text/html; charset=utf-8", "ETag": etag}, body

    def page(self, path):
        if found := re.fullmatch(r"/a/(\d+)", path):
            number = int(found[1])
            related = [n for n in range(number * 3 - 1, number * 3 + 2) if n <= self.articles]
            links = "".join(f'<li><a href="/a/{n}">خبر {n}</a></li>' for n in related)
            return f"<html><body><h1>خبر رقم {number}</h1><p>نص الخبر</p><ul>{links}</ul></body></html>"
        newest = "".join(f'<a href="/a/{n}">خبر {n}</a>' for n in self.front or (1, self.articles))
        return f'<html><body>{newest}<a href="/list/2">الصفحة التالية</a></body></html>'

    def articles_asked(self):
        return Counter({path: count for path, count in self.asked.items() if path.startswith("/a/")})


@pytest.fixture
def make_site():
    sites = []

    def make(articles):
        sites.append(Site(articles))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


class Crawls:
    """Starts the spider in a process of its own, on one data folder."""

    def __init__(self, folder, script):
        self.folder, self.script = folder, script

    def start(self, site, **settings):
        values = {"NEWSBOT_DATA_DIR": str(self.folder), **settings}
        command = [sys.executable, str(self.script), site.url, json.dumps(values)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, site, **settings):
        process = self.start(site, **settings)
        output, errors = process.communicate(timeout=120)
        result = json.loads(output.strip().splitlines()[-1]) if output.strip() else {"stats": {}, "failures": []}
        return {**result, "errors": errors, "code": process.returncode}

    def published(self):
        files = sorted((self.folder / "feeds").rglob("*.jsonl"))
        return [json.loads(line)["id"] for path in files for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def crawls(tmp_path):
    script = tmp_path / "crawl.py"
    script.write_text(CRAWL, encoding="utf-8")
    return Crawls(tmp_path / "data", script)
