"""The bytes decide how a page is read; what is declared is only a hint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.text.encodings import known_name, page_encoding

ARABIC = (
    "افتتح وزير الثقافة أمس معرض الكتاب في المدينة القديمة، وقال إن الدورة الحالية تضم أكثر من مئتي دار نشر من خمس "
    "عشرة دولة. وأضاف أن المعرض يستقبل الزوار حتى نهاية الأسبوع المقبل. "
)
PERSIAN = "وزير فرهنگ گفت که نمايشگاه کتاب امسال با حضور ناشران چند کشور برگزار مي شود و تا پايان هفته ادامه دارد. "
FRENCH = "Le ministère a annoncé mardi que la bibliothèque, fermée depuis l'été, rouvrirait à Noël. "
GERMAN = "Die Bürger müssen für größere Städte höhere Gebühren zahlen, hieß es. "
RUSSIAN = "Министр культуры открыл книжную ярмарку в старом городе и поблагодарил участников. "


def page(text, times=40, head=""):
    return f"<html><head>{head}<title>صفحة</title></head><body><p>{text * times}</p></body></html>"


@pytest.mark.parametrize("header", [None, "utf-8", "iso-8859-1", "windows-1256", "utf-7", "base64", "no-such"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16le", "utf-16be"])
def test_arabic_is_found_whatever_the_header_says(encoding, header):
    assert page_encoding(page(ARABIC).encode(encoding), header=header) == (encoding, False)


def test_iso_8859_6_is_told_from_windows_1256():
    body = page(ARABIC.replace("،", ",")).encode("iso-8859-6")
    assert page_encoding(body, header="windows-1256") == ("iso-8859-6", False)


def test_a_meta_tag_does_not_win_over_the_bytes():
    head = '<meta charset="iso-8859-1">'
    assert page_encoding(page(ARABIC, head=head).encode("windows-1256")).name == "windows-1256"
    assert page_encoding(page(ARABIC, head=head).encode("utf-8")).name == "utf-8"


def test_a_few_bad_bytes_leave_utf_8():
    body = bytearray(page(ARABIC).encode())
    for position in (400, 3000, 6000):
        body[position] = 0xFF
    assert page_encoding(bytes(body), header="iso-8859-1") == ("utf-8", False)


def test_arabic_behind_a_long_ascii_head_is_found():
    script = f"<script>{'var x = 1;' * 20_000}</script>"
    assert page_encoding(page(ARABIC, head=script).encode("windows-1256"), header="utf-8").name == "windows-1256"


def test_a_letter_cut_by_the_sample_is_no_damage():
    for shift in range(4):
        assert page_encoding(("x" * shift + page(ARABIC, 200)).encode()) == ("utf-8", False)


def test_persian_in_windows_1256():
    assert page_encoding(page(PERSIAN).encode("windows-1256")).name == "windows-1256"


@pytest.mark.parametrize(
    ("text", "encoding"), [(FRENCH, "windows-1252"), (GERMAN, "windows-1252"), (RUSSIAN, "windows-1251")]
)
def test_other_languages_keep_what_they_declare(text, encoding):
    body = f"<p>{text * 40}</p>".encode(encoding)
    assert page_encoding(body, header=encoding).name == encoding
    assert page_encoding(f'<meta charset="{encoding}">'.encode() + body).name == encoding


def test_an_outlet_that_declares_wins():
    assert page_encoding(page(ARABIC).encode(), outlet="windows-1256") == ("windows-1256", True)
    assert page_encoding(page(ARABIC).encode("cp1256"), outlet="cp1256") == ("windows-1256", False)


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "cp1256"])
def test_text_that_was_encoded_twice_is_suspect(wrong):
    assert page_encoding(page(ARABIC).encode().decode(wrong, "replace").encode()) == ("utf-8", True)


@pytest.mark.parametrize("body", [b"", b"plain", b"\0" * 50, b"\xff\xfe", b"\xef\xbb\xbf", bytes(range(256)) * 9])
def test_odd_bytes_give_something(body):
    body.decode(page_encoding(body).name, "replace")


def test_a_byte_order_mark_settles_it():
    assert page_encoding(b"\xef\xbb\xbf" + page(ARABIC).encode(), header="windows-1256").name == "utf-8"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"),
        (" cp1256 ", "windows-1256"),
        ("latin1", "windows-1252"),
        ("rot13", None),
        ("idna", None),
        ("عربي", None),
        ("", None),
        (None, None),
    ],
)
def test_known_names(label, name):
    assert known_name(label) == name


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)), st.one_of(st.none(), st.text(max_size=12)))
def test_never_raises_and_always_decodes(body, outlet, header):
    body.decode(page_encoding(body, outlet=outlet, header=header).name, "replace")


def test_a_declaration_decides_where_a_text_is_too_short_to_tell():
    body = "<title>عاجل</title><p>زلزال</p>".encode("iso-8859-6")
    assert page_encoding(body, header="iso-8859-6").name == "iso-8859-6"
    assert page_encoding(body).name == "windows-1256"
