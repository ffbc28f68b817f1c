import errno
import logging
import socket
from threading import Event

import pytest

from newsbot.browse.pipe import Pipe
from newsbot.browse.serving import listening_socket, log_to_stderr
from newsbot.errors import ConfigurationError


def test_a_port_that_is_taken_is_told():
    with listening_socket("127.0.0.1", 0) as opened, pytest.raises(ConfigurationError) as told:
        listening_socket("127.0.0.1", opened.getsockname()[1])
    assert told.value.setting == "--port"


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 300])
def test_an_address_that_is_not_this_machines_is_told(host, monkeypatch):
    def unknown(asked, *_given, **_more):
        if asked == "192.0.2.1":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (asked, 0))]
        raise socket.gaierror(errno.ENOENT, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ConfigurationError) as told:
        listening_socket(host, 0)
    assert told.value.setting == "--host"


def test_a_fault_is_logged_on_one_line(capsys):
    known, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        log_to_stderr(with_requests=False)
        try:
            int("two\nlines")
        except ValueError:
            logging.getLogger("x").exception("it broke")
    finally:
        logging.getLogger().handlers[:] = known
        logging.getLogger().setLevel(level)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "it broke ValueError: invalid literal" in said


def test_a_pipe_gives_what_was_written_and_then_ends():
    ended = Event()

    def write(put):
        for _ in range(5):
            put(b"x" * 50_000)

    pipe = Pipe(write, ended.set)
    pipe.start()
    pieces = list(iter(pipe.get, None))
    assert b"".join(pieces) == b"x" * 250_000
    assert ended.wait(5)


def test_a_pipe_raises_what_ended_its_writer():
    def write(put):
        put(b"x" * 100_000)
        raise OSError("no more")

    ended = Event()
    pipe = Pipe(write, ended.set)
    pipe.start()
    assert pipe.get()
    with pytest.raises(OSError, match="no more"):
        pipe.get()
    assert ended.wait(5)


def test_a_pipe_that_nobody_reads_ends_its_writer():
    ended, is_full = Event(), Event()

    def write(put):
        for number in range(1000):
            put(b"x" * 100_000)
            if number == 5:
                is_full.set()

    pipe = Pipe(write, ended.set)
    pipe.start()
    assert is_full.wait(5)
    assert not ended.wait(0.1)
    pipe.close()
    assert ended.wait(5)
