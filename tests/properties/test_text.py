"""What holds for every text: nothing raises, cleaning and folding settle at once."""

import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.text.arabic import ARABIC_LETTERS, clean, fold, fold_line
from newsbot.text.dates import parse_date, parse_printed_date
from newsbot.text.fingerprints import fingerprint
from newsbot.text.language import language_of
from newsbot.text.mojibake import mojibake_score
from newsbot.text.numbers import count_in, western_digits
from newsbot.text.traps import trap_reason
from newsbot.text.urls import absolute_url, article_id, is_private_host, site_of, url_key

ZONE = ZoneInfo("Asia/Damascus")
NOW = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)

TROUBLE = st.sampled_from(
    [*'&;#xamp38لابهويمeA \n"«»()0,.:/-', "\N{ARABIC TATWEEL}", "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}",
     "&amp;", "&#38;", "&quot;", "&zwnj;", "\u0654", "\u064b", "\ufef5", "\ufe70", "\ufdfa", "\u06cc", "\u2764", "\ufe0f",
     "\u200f", "\u037e", "\x00", "\x85", "\ud800", "ؤ", "ئ", "ء", "\u0345", "İ"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.lists(TROUBLE, max_size=40).map("".join),
    st.lists(st.one_of(TROUBLE, st.text(max_size=3)), max_size=30).map("".join),
)
PLAIN = st.lists(
    st.sampled_from([chr(code) for code in (*range(0x621, 0x63B), *range(0x641, 0x64B))]), max_size=60
).map("".join)
DATE_PARTS = st.sampled_from(
    [
        "24",
        "نيسان",
        "أبريل",
        "/",
        "-",
        ":",
        "،",
        "2020",
        "10:44",
        "م",
        "ص",
        "مساء",
        "الجمعة",
        "هـ",
        "رمضان",
        "1441",
        "1399",
        "تیر",
        "منذ",
        "3",
        "ساعات",
        "أمس",
        "اليوم",
        "بتوقيت",
        "غرينتش",
        "GMT",
        "+3",
        "T",
        "Z",
        "2020-04-24",
        "24/4/2020",
        "نشر",
        "تحديث",
        "في",
        "كانون",
        "2",
        "ت1",
        "99",
        "0",
        "31",
        "32",
        ".",
        "(",
        ")",
        "13",
        "00",
        "الساعة",
        "+0300",
        "دقيقة",
        "يومين",
        "و",
    ]
)


@given(TEXTS)
def test_clean_settles_at_once(text):
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_fold_does_not_see_cleaning_and_settles_at_once(text):
    assert fold(clean(text)) == fold(text)
    assert fold(fold(text)) == fold(text)
    assert fold_line(clean(text)) == fold_line(text)


@given(TEXTS)
def test_clean_is_one_printable_line_in_nfc(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned)


@given(PLAIN)
def test_clean_keeps_every_letter_of_plain_arabic(text):
    assert clean(text) == text
    assert ARABIC_LETTERS


@given(TEXTS)
def test_nothing_raises(text):
    mojibake_score(text)
    count = count_in(text)
    assert count is None or count >= 0
    western_digits(text)
    assert (language_of(text) or "und").replace("-", "").isalpha()
    assert len(fingerprint(text, text).content_hash) == 32


@given(st.one_of(TEXTS, st.lists(DATE_PARTS, max_size=12).map(" ".join), st.lists(DATE_PARTS, max_size=8).map("".join)))
@settings(max_examples=300)
def test_dates_are_aware_or_absent(text):
    for read in (parse_date(text, ZONE), parse_date(text, ZONE, NOW)):
        assert read is None or (read.tzinfo is not None and 1900 <= read.year < 2101)


@given(
    st.dates(min_value=datetime(1950, 1, 1, tzinfo=UTC).date(), max_value=datetime(2099, 12, 31, tzinfo=UTC).date()),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%A %d %B %Y"]),
)
def test_printed_days_are_read_back(day, form):
    read = parse_printed_date(day.strftime(form), ZONE)
    assert (read.at.date(), read.has_time) == (day, False)


@given(
    st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(2090, 1, 1),  # noqa: DTZ001 - as above
        timezones=st.sampled_from([UTC, ZONE, ZoneInfo("Asia/Riyadh"), ZoneInfo("Africa/Cairo")]),
    )
)
def test_iso_moments_are_read_back(moment):
    moment = moment.replace(microsecond=0)
    assert parse_date(moment.isoformat(), ZONE).timestamp() == moment.timestamp()


URLS = st.one_of(
    TEXTS,
    TEXTS.map("http://x.com/{}".format),
    TEXTS.map("http://{}/a".format),
    TEXTS.map("//x.com/?{}".format),
)


@given(URLS, TEXTS)
def test_addresses_never_raise(url, href):
    key = url_key(url)
    assert isinstance(key, str)
    assert len(article_id(key)) == 16
    joined = absolute_url(url, href)
    assert joined is None or joined.startswith(("http://", "https://"))
    if joined is not None:
        assert joined.isascii()
        assert url_key(joined)
    site_of(url)
    is_private_host(href)
    trap_reason(url, 3)


@given(
    st.lists(
        st.sampled_from([*"abخبر/%?&=;.+#! ", "%D8%AE", "%2F", "%2f", "..", "//", "utm_a=1", "index.php"]), max_size=20
    ).map("".join)
)
def test_a_key_is_the_key_of_its_address(path):
    key = url_key(f"http://x.com/{path}")
    assert url_key(f"https://www.{key}") == key
