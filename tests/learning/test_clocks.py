"""The zone of a site is told from its dates, its address, its name and its places; it is never made up."""

from datetime import UTC, datetime

import pytest

from newsbot.learning.clocks import learnt_clock
from newsbot.pages.reading import GENERIC, PageReader, parsed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORDS = "قال رئيس المجلس إن العمل في الحديقة العامة بدأ هذا الأسبوع، وإن السكان رحبوا به وشاركوا في غرس الأشجار. "


def pages(*dates, site="صحيفة الأيام", place=""):
    """Article pages; each date is (declared, printed), either of them None."""
    reader = PageReader.of(GENERIC)
    made = []
    for number, (declared, printed) in enumerate(dates):
        meta = f'<meta property="article:published_time" content="{declared}">' if declared else ""
        line = f"<p>{printed}</p>" if printed else ""
        text = f"<p>{place} {WORDS * 2}</p>" * 3
        html = f'<html><head><meta property="og:site_name" content="{site}">{meta}</head><body><h1>عنوان الخبر رقم {number} من المدينة</h1>{line}{text}</body></html>'
        made.append(reader.page(parsed(html.encode(), "utf-8"), f"https://example.org/{number}", NOW))
    return made


SUMMER, WINTER = "2026-07-05T12:00:00", "2026-01-05T12:00:00"


def test_offsets_in_summer_and_winter_tell_countries_apart():
    cairo = learnt_clock(
        pages((f"{SUMMER}+03:00", None), (f"{WINTER}+02:00", None), place="وفي القاهرة"), "example.org"
    )
    assert (cairo.zone, cairo.sureness) == ("Africa/Cairo", "likely")
    assert "Egypt" in cairo.why


def test_an_offset_that_only_one_country_has_is_certain():
    clock = learnt_clock(pages((f"{SUMMER}+03:30", None), (f"{WINTER}+03:30", None)), "example.org")
    assert (clock.zone, clock.sureness) == ("Asia/Tehran", "certain")


@pytest.mark.parametrize(
    ("host", "zone"),
    [("example.com.sa", "Asia/Riyadh"), ("example.iq", "Asia/Baghdad"), ("news.example.sy", "Asia/Damascus")],
)
def test_the_domain_decides_among_equal_offsets(host, zone):
    clock = learnt_clock(pages((f"{SUMMER}+03:00", None), (f"{WINTER}+03:00", None)), host)
    assert (clock.zone, clock.sureness) == (zone, "certain")


def test_the_sites_own_name_decides_too():
    clock = learnt_clock(pages((f"{WINTER}+03:00", None), site="صدى الكويت"), "example.org")
    assert (clock.zone, clock.sureness) == ("Asia/Kuwait", "certain")


def test_a_domain_that_the_offsets_contradict_is_passed_over():
    clock = learnt_clock(pages((f"{SUMMER}+01:00", None), (f"{WINTER}+01:00", None)), "example.sy")
    assert clock.zone != "Asia/Damascus"


def test_printed_times_beside_moments_tell_the_offset():
    dates = [(f"2026-02-0{day}T10:00:00Z", f"0{day} فيفري 2026 - 11:00") for day in range(1, 7)]
    clock = learnt_clock(pages(*dates, place="وفي صفاقس"), "example.org")
    assert clock.zone == "Africa/Tunis"
    assert "+01:00" in clock.why


def test_one_printed_time_that_differs_is_an_accident():
    dates = [(f"2026-02-0{day}T10:00:00Z", f"2026-02-0{day} 13:00") for day in range(1, 7)]
    dates.append(("2026-02-08T10:00:00Z", "2026-02-08 17:07"))
    assert "+03:00" in learnt_clock(pages(*dates), "example.org").why


def test_a_named_clock_wins():
    dates = [(f"{WINTER}+03:00", "5 كانون الثاني 2026 12:00 بتوقيت دمشق")] * 3
    clock = learnt_clock(pages(*dates), "example.sa")
    assert (clock.zone, clock.sureness) == ("Asia/Damascus", "certain")


def test_month_names_leave_few_countries():
    dates = [(f"2026-01-0{day}T10:00:00+01:00", f"0{day} جانفي 2026 - 10:00") for day in range(1, 5)]
    clock = learnt_clock(pages(*dates), "example.org")
    assert clock.zone in {"Africa/Algiers", "Africa/Tunis"}


def test_the_largest_country_is_a_guess_and_says_so():
    clock = learnt_clock(pages((f"{SUMMER}+03:00", None), (f"{WINTER}+03:00", None)), "example.org")
    assert (clock.zone, clock.sureness) == ("Asia/Baghdad", "guessed")
    assert "other countries have the same" in clock.why


def test_an_offset_of_no_arab_country():
    clock = learnt_clock(pages((f"{SUMMER}+02:00", None), (f"{WINTER}+01:00", None)), "example.org")
    assert (clock.zone, clock.sureness) in {("Europe/Paris", "guessed"), ("Africa/Casablanca", "guessed")}


@pytest.mark.parametrize("declared", [None, f"{WINTER}Z", f"{WINTER}+00:00", WINTER, "2026-01-05", "x" * 5000])
def test_nothing_tells_the_clock(declared):
    clock = learnt_clock(pages((declared, None)), "example.org")
    assert (clock.zone, clock.sureness) == (None, "unknown")


def test_the_domain_alone_is_likely_and_the_name_alone_a_guess():
    assert learnt_clock(pages((None, None)), "example.ma").sureness == "likely"
    named = learnt_clock(pages((None, None), site="أخبار ليبيا"), "example.org")
    assert (named.zone, named.sureness) == ("Africa/Tripoli", "guessed")


def test_an_offset_of_nowhere_is_not_learnt():
    assert learnt_clock(pages((f"{WINTER}+13:45", None)), "example.org").zone is None


def test_no_pages():
    assert learnt_clock([], "example.eg").zone == "Africa/Cairo"
