"""The short way of joining gives what the standard library gives."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from newsbot.text.urls import _joined

BASES = ("http://x.org/a/b?c#d", "https://h:80", "http://x.org?q")


@given(st.text("/ab1.-_?=&:;,%20@#ا", max_size=12), st.sampled_from(BASES))
def test_joined_as_the_standard_library_does(rest, base):
    assert _joined(base, f"/{rest}") == urljoin(base, f"/{rest}")
