import pytest

from newsbot.text.printing import cut, link, printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("خبر\u202eعاجل", "خبرعاجل"),
        ("خبر\u2028عاجل", "خبر عاجل"),
        ("خبر\x85عاجل\x0cالآن", "خبر عاجل الآن"),
        ("a\x00b\x1bc", "abc"),
        ("سطر\nآخر\tهنا", "سطر\nآخر\tهنا"),
        ("نصف\ud83d حرف", "نصف\N{REPLACEMENT CHARACTER} حرف"),
        ("مي\N{ZERO WIDTH NON-JOINER}خواهم", "مي\N{ZERO WIDTH NON-JOINER}خواهم"),
    ],
)
def test_what_could_disturb_its_surroundings_goes(text, printed):
    assert printable(text) == printed


def test_what_is_no_text_stays():
    assert printable(7) == 7
    assert printable(None) is None


def test_a_long_line_is_cut_and_says_so():
    assert cut("كلمة " * 100, 10) == "كلمة كلمة…"
    assert cut("قصير\n جدًا", 10) == "قصير جدًا"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[", "خبر"])
def test_only_web_addresses_are_links(url):
    assert link(url) is None


def test_an_address_is_ascii():
    assert link("https://example.org/خبر") == "https://example.org/%D8%AE%D8%A8%D8%B1"
