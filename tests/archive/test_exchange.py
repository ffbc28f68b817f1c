"""Where a head ends, and what its status is."""

import pytest
from exchanges import exchange


@pytest.mark.parametrize(
    ("raw", "head", "body", "status"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", b"body", 200),
        (b"HTTP/1.1 200 OK\nA: b\n\nbody\n\nmore", b"HTTP/1.1 200 OK\nA: b\n\n", b"body\n\nmore", 200),
        (b"HTTP/1.1 200 OK\r\nA: b\n\r\nbody", b"HTTP/1.1 200 OK\r\nA: b\n\r\n", b"body", 200),
        (b"HTTP/1.1 204\r\n\r\n", b"HTTP/1.1 204\r\n\r\n", b"", 204),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nL: x\r\n\r\nHTTP/1.1 404 No\r\n\r\nx",
            b"HTTP/1.1 404 No\r\n\r\n",
            b"x",
            404,
        ),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n \r\nC: d\r\n\r\nx", b"HTTP/1.1 200 OK\r\nA: b\r\n \r\n", b"C: d\r\n\r\nx", 200),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n", b"", b"", None),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"", b"", None),
        (b"", b"", b"", None),
        (b"SSH-2.0-OpenSSH\r\n\r\n", b"SSH-2.0-OpenSSH\r\n\r\n", b"", None),
        (b"HTTP/1.1 2000 OK\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n", b"", None),
    ],
)
def test_answers_are_split_after_their_head(raw, head, body, status):
    made = exchange(raw=raw)
    assert made.answer() == (head, body)
    assert made.status == status
