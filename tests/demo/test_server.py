"""The demo server over real sockets and in a real process: keep-alive, delays, bad input, and its end."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsbot.demo.server import DemoServer


@pytest.fixture(scope="module")
def server():
    with DemoServer("--articles", "60", "--slow", "0.3") as running:
        yield running


@pytest.fixture
def connection(server):
    connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=20)
    yield connection
    connection.close()


def get(connection, target, method="GET"):
    connection.request(method, target)
    response = connection.getresponse()
    return response.status, response.read(), response


def test_many_requests_on_one_connection(connection):
    connection.connect()
    opened = connection.sock
    for number in range(10, 40):
        assert get(connection, f"/article/{number}")[0] == 200
    assert connection.sock is opened


def test_addresses_carry_the_port(server, connection):
    assert f'<link rel="canonical" href="{server.url}article/20">' in get(connection, "/article/20")[1].decode()


def test_head_has_the_length_and_no_body(connection):
    status, body, response = get(connection, "/article/20", "HEAD")
    assert (status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) == len(get(connection, "/article/20")[1])


def test_other_methods_are_refused(connection):
    assert get(connection, "/article/20", "DELETE")[0] == 405


def test_slow_page_takes_its_time(connection):
    started = time.monotonic()
    assert get(connection, "/article/1")[0] == 200
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET /" + b"a" * 70_000])
def test_bad_requests_are_answered_and_closed(server, sent):
    host, port = server.url.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=20) as raw:
        raw.sendall(sent)
        raw.shutdown(socket.SHUT_WR)
        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_hangs_up_harms_nobody(server, connection):
    host, port = server.url.split("/")[2].split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port)), timeout=20) as raw:
            raw.sendall(b"GET /article/1 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert get(connection, "/robots.txt")[0] == 200


def test_control_over_the_wire(server):
    assert server.control("edit", count=2)["numbers"]
    assert server.control("truth", number=20)["url"] == f"{server.url}article/20"
    with pytest.raises(ValueError, match="KeyError"):
        server.control("truth", number=20_000)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends_soon(pid):
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


def test_ends_with_the_block():
    with DemoServer("--articles", "12") as running:
        pid = running.pid
        assert is_running(pid)
    assert not is_running(pid)


def test_ends_when_its_parent_is_killed():
    code = (
        "from newsbot.demo.server import DemoServer\n"
        "import time\n"
        "server = DemoServer('--articles', '12').__enter__()\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as parent:
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
        parent.wait()
        assert ends_soon(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_quietly_even_with_an_open_connection(number, capfd):
    with DemoServer("--articles", "12") as running, socket.create_connection(running.url.split("/")[2].split(":")):
        os.kill(running.pid, number)
        assert ends_soon(running.pid)
    assert capfd.readouterr().err == ""


def test_a_wrong_option_is_said_at_once(capfd):
    with pytest.raises(RuntimeError, match="did not start"), DemoServer("--articles", "3"):
        pass
    assert "3 is too few; accepted: 12 or more" in capfd.readouterr().err
