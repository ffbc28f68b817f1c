"""Lists, counts and facets, the same on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from made_articles import FIRST, bare, keep, values

from newsbot.store import numbers, selection
from newsbot.store.database import open_store
from newsbot.store.days import OutletDay, OutletTotal, outlet_days, outlet_totals
from newsbot.store.facets import MOST_LOOKED_AT, facets
from newsbot.store.listing import Count, count, lead, listing
from newsbot.store.slices import Slice
from newsbot.text.search import read_query


@pytest.fixture
def filled(store):
    keep(
        store,
        values(1),
        values(2, outlet="other", section="اقتصاد", language="ar-SY", authors=["سامر الاسعد"]),
        bare(3),
        values(4, duplicate_of="a001", section="إقتصاد", authors=[]),
        values(5, language="ku", section="اقتصاد"),
    )
    store.articles.mark_gone("a005", FIRST)
    store.flush()
    return store


def ids(store, limit=30, **which):
    return [article.id for article in listing(store.database, Slice(**which), limit=limit).articles]


def test_the_newest_comes_first_and_undated_articles_stand_where_they_were_seen(filled):
    assert ids(filled) == ["a005", "a004", "a003", "a002", "a001"]
    assert ids(filled, limit=2) == ["a005", "a004"]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ({"outlet": "other"}, ["a002"]),
        ({"outlet": ("other", "bare")}, ["a003", "a002"]),
        ({"outlet": "Other"}, []),
        ({"sections": ("الإقتصاد", "اقتصاد")}, ["a005", "a004", "a002"]),
        ({"authors": ("سامر الأسعد",)}, ["a005", "a002", "a001"]),
        ({"authors": ("سامر",)}, []),
        ({"languages": ("AR",)}, ["a004", "a002", "a001"]),
        ({"languages": ("ar-sy", "ku")}, ["a005", "a002"]),
        ({"languages": ("a",)}, []),
        ({"with_duplicates": False}, ["a005", "a003", "a002", "a001"]),
        ({"with_gone": False}, ["a004", "a003", "a002", "a001"]),
        ({"since": FIRST + timedelta(hours=21), "until": FIRST + timedelta(hours=28)}, ["a003"]),
        ({"since": FIRST + timedelta(hours=21, milliseconds=2)}, ["a005", "a004"]),
        ({"since": FIRST + timedelta(hours=28), "outlet": "demo", "with_gone": False}, ["a004"]),
        ({"query": read_query("معرض"), "sections": ("اقتصاد",), "with_duplicates": False}, ["a005", "a002"]),
        ({"query": read_query("-معرض")}, ["a003"]),
    ],
)
def test_filters(filled, which, expected):
    assert ids(filled, **which) == expected
    assert count(filled.database, Slice(**which)) == Count(len(expected), is_exact=True)


def test_a_list_tells_how_many_copies_each_article_has(filled):
    keep(filled, values(7, outlet="other", duplicate_of="a001"))
    found = {article.id: article.copies for article in listing(filled.database, Slice()).articles}
    assert found == {"a001": 2, "a002": 0, "a003": 0, "a004": 0, "a005": 0, "a007": 0}


def test_what_a_listed_article_tells(filled):
    [second] = listing(filled.database, Slice(outlet="other")).articles
    assert second.headline == "افتتاح المعرض رقم 2"
    assert (second.section, second.language, second.authors) == ("اقتصاد", "ar-SY", ("سامر الاسعد",))
    assert second.date_published == FIRST + timedelta(hours=14)
    assert second.lead == "يعرض المعرض صورًا قديمة."
    assert (second.revision, second.duplicate_of, second.is_gone) == (1, None, False)
    newest, fourth, third, *_ = listing(filled.database, Slice()).articles
    assert newest.is_gone
    assert fourth.duplicate_of == "a001"
    assert (third.date_published, third.first_seen_at) == (None, FIRST + timedelta(hours=21))
    assert (third.authors, third.lead, third.section) == ((), "", None)


def test_a_lead_is_cut_at_a_word():
    text = lead("", "كلمة " * 100)
    assert text.endswith("كلمة…")
    assert 230 < len(text) <= 241
    assert lead(None, None) == ""
    assert len(lead("س" * 500)) == 240


def pages(store, which, limit):
    page = listing(store.database, which, limit=limit)
    yield page
    while page.older is not None:
        page = listing(store.database, which, before=page.older, limit=limit)
        yield page


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("query", [None, "معرض"])
def test_every_article_stands_on_one_page_whichever_way_they_are_turned(store, limit, query):
    same = FIRST.isoformat()
    dates = [same] * 40 + [(FIRST + timedelta(minutes=number)).isoformat() for number in range(10)]
    keep(store, *(values(number, date_published=date) for number, date in enumerate(dates)))
    which = Slice(query=query and read_query(query))
    forth = list(pages(store, which, limit))
    seen = [article.id for page in forth for article in page.articles]
    assert sorted(seen) == sorted(set(seen)) == [f"a{number:03}" for number in range(50)]
    assert seen == ids(store, limit=100, query=which.query)
    assert forth[0].newer is None
    page, back = forth[-1], []
    while page.newer is not None:
        page = listing(store.database, which, after=page.newer, limit=limit)
        back.append([article.id for article in page.articles])
    assert [len(page) for page in back[:-1]] == [limit] * len(back[:-1])
    assert back[::-1] == [[article.id for article in page.articles] for page in forth[: len(back)]] or 50 % limit


def test_cursors_beyond_the_ends(filled):
    empty = listing(filled.database, Slice(), before=-(1 << 62))
    assert (empty.articles, empty.older) == ([], None)
    assert len(listing(filled.database, Slice(), after=empty.newer).articles) == 5
    empty = listing(filled.database, Slice(), after=(1 << 63) - 2)
    assert (empty.articles, empty.newer) == ([], None)
    assert len(listing(filled.database, Slice(), before=empty.older).articles) == 5
    nothing = listing(filled.database, Slice(outlet="none"))
    assert (nothing.articles, nothing.older, nothing.newer) == ([], None, None)


def test_counting_stops(filled):
    assert count(filled.database, Slice(query=read_query("معرض")), most=3) == Count(3, is_exact=False)
    assert count(filled.database, Slice(), most=3) == Count(5, is_exact=True)
    assert count(filled.database, Slice(outlet=("demo", "bare"), with_duplicates=False), most=1) == Count(
        3, is_exact=True
    )


def test_facets_of_everything(filled):
    found = facets(filled.database, Slice())
    assert found.outlets == [("demo", 3), ("bare", 1), ("other", 1)]
    assert found.sections == [("اقتصاد", 3), ("ثقافة", 1)]
    assert found.authors == [("سامر الأسعد", 3), ("نجوى العقاد", 2)]
    assert found.languages == [("ar", 2), ("ar-SY", 1), ("ku", 1)]
    assert found.is_exact


@pytest.mark.parametrize(
    "which",
    [
        {},
        {"outlet": "demo"},
        {"with_duplicates": False},
        {"outlet": ("demo", "other"), "with_duplicates": False},
        {"outlet": "none"},
    ],
)
def test_tallied_facets_are_the_counted_ones(filled, which):
    tallied = facets(filled.database, Slice(**which))
    counted = facets(filled.database, Slice(**which, since=datetime(1, 1, 1, tzinfo=UTC)))
    assert tallied == counted


def test_facets_of_a_selection(filled):
    found = facets(filled.database, Slice(query=read_query("معرض"), sections=("اقتصاد",), with_gone=False))
    assert found.outlets == [("demo", 1), ("other", 1)]
    assert found.sections == [("إقتصاد", 1), ("اقتصاد", 1)] or found.sections[0][1] == 2
    assert found.is_exact


def test_facets_are_bounded_and_say_so(store):
    keep(
        store,
        *(values(number, section=f"قسم {number}", authors=[f"كاتب {number}"]) for number in range(MOST_LOOKED_AT + 1)),
    )
    found = facets(store.database, Slice(query=read_query("معرض")))
    assert not found.is_exact
    [(outlet, looked_at)] = found.outlets
    assert outlet == "demo"
    assert 1500 <= looked_at <= MOST_LOOKED_AT
    assert len(found.sections) == len(found.authors) == 30
    assert facets(store.database, Slice()).outlets == [("demo", MOST_LOOKED_AT + 1)]


def test_tallies_follow_what_changes(filled):
    moved = (FIRST - timedelta(days=3)).isoformat()
    keep(filled, values(4, revision=2, section="ثقافة", date_published=moved, duplicate_of=None, authors=["س"]))
    keep(filled, values(4, revision=3, section="ثقافة", date_published=moved, duplicate_of="a001", authors=["س"]))
    found = facets(filled.database, Slice())
    assert found.sections == [("ثقافة", 2), ("اقتصاد", 2)] or sorted(found.sections) == [("اقتصاد", 2), ("ثقافة", 2)]
    assert ("س", 1) in found.authors
    assert ids(filled)[-1] == "a004"
    assert count(filled.database, Slice(with_duplicates=False)) == Count(4, is_exact=True)
    days = outlet_days(filled.database, FIRST - timedelta(days=9), FIRST + timedelta(days=9), ("demo",))
    assert [(day.day.isoformat(), day.articles, day.copies) for day in days] == [
        ("2026-10-29", 1, 1),
        ("2026-11-01", 1, 0),
        ("2026-11-02", 1, 0),
    ]


def test_days_are_whole_and_of_utc(filled):
    days = outlet_days(filled.database, FIRST + timedelta(hours=14), FIRST + timedelta(hours=15))
    assert days == [OutletDay("demo", FIRST.date(), 1, 0), OutletDay("other", FIRST.date(), 1, 0)]
    after = outlet_days(
        filled.database, datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC), ("demo", "bare")
    )
    assert [(day.outlet, day.articles, day.copies) for day in after] == [("bare", 1, 0), ("demo", 2, 1)]
    assert outlet_days(filled.database, FIRST, FIRST) == outlet_days(filled.database, FIRST, FIRST + timedelta(hours=1))


def test_totals_are_the_sum_of_all_days_until_then(filled):
    whole, far = outlet_totals(filled.database, FIRST + timedelta(days=9)), FIRST + timedelta(days=9)
    days = outlet_days(filled.database, FIRST - timedelta(days=9), far)
    assert whole == [
        OutletTotal(
            outlet=name,
            articles=sum(day.articles for day in days if day.outlet == name),
            newest_day=max(day.day for day in days if day.outlet == name),
        )
        for name in ("bare", "demo", "other")
    ]
    of_the_first_day = outlet_totals(filled.database, datetime(2026, 11, 2, tzinfo=UTC))
    assert of_the_first_day == [OutletTotal("demo", 1, FIRST.date()), OutletTotal("other", 1, FIRST.date())]


def test_articles_of_one_moment_all_have_a_number(store):
    keep(store, *(values(number, date_published=FIRST.isoformat()) for number in range(700)))
    assert len(set(ids(store, limit=1000))) == 700
    assert count(store.database, Slice(since=FIRST, until=FIRST + timedelta(milliseconds=2)), most=1000).articles == 700


def test_numbers_hold_every_time_that_there_is():
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)):
        assert abs(numbers.number(moment, "a1", 3)) < 1 << 63
        assert numbers.day(numbers.first_number(moment)) == moment.date()


def test_two_programs_store_articles_of_one_moment(store_url):
    def store_some(first):
        with open_store(store_url) as store:
            for start in range(first, first + 200, 20):
                keep(store, *(values(number, date_published=FIRST.isoformat()) for number in range(start, start + 20)))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(store_some, (0, 200, 400)))
    with open_store(store_url) as store:
        assert len(set(ids(store, limit=1000))) == 600
        assert count(store.database, Slice()) == Count(600, is_exact=True)
        assert count(store.database, Slice(query=read_query("معرض"))) == Count(600, is_exact=True)


@pytest.mark.parametrize("cursor", [10**30, -(10**30), (1 << 63) - 1, -(1 << 63)])
def test_cursors_that_no_database_holds(filled, cursor):
    down, up = listing(filled.database, Slice(), before=cursor), listing(filled.database, Slice(), after=cursor)
    assert len(down.articles) + len(up.articles) == 5


def test_the_longest_query_and_hundreds_of_outlets(filled):
    long = " ".join(f"والمعرض{letter}ون" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
    query = read_query(f'-"{long}" معرض ' + " ".join(["معرض"] * 40))
    outlets = tuple(f"outlet {number}" for number in range(500))
    assert ids(filled, query=query, outlet=(*outlets, "demo")) == ["a005", "a004", "a001"]
    either = read_query(" OR ".join([*(f"ومكتبة{number}" for number in range(12)), "معرض"]))
    assert len(ids(filled, query=either)) == 4


def test_rare_and_common_words_far_beyond_what_is_looked_through_first(store, monkeypatch):
    monkeypatch.setattr(selection, "_LOOKED_THROUGH", 5)
    monkeypatch.setattr(selection, "_SAMPLED_FROM", 20)
    keep(
        store,
        *(values(number, headline="نادر جدا" if number in {0, 1, 30, 31, 59} else "خبر شائع") for number in range(60)),
    )
    rare, common = Slice(query=read_query('"نادر جدا"')), Slice(query=read_query("شائع"))
    assert [article.id for article in listing(store.database, rare).articles] == [
        "a059",
        "a031",
        "a030",
        "a001",
        "a000",
    ]
    for which in (rare, common):
        forth = [[article.id for article in page.articles] for page in pages(store, which, 2)]
        seen = [*chain.from_iterable(forth)]
        assert seen == sorted(seen, reverse=True)
        assert len(seen) == count(store.database, which).articles
        oldest = listing(store.database, which, after=-1, limit=2)
        assert [article.id for article in oldest.articles] == (["a001", "a000"] if which is rare else ["a003", "a002"])
        assert oldest.newer is not None
    whole = facets(store.database, rare)
    assert (whole.outlets, whole.is_exact) == ([("demo", 5)], True)
    some = facets(store.database, common)
    assert some.is_exact is not store.database.is_server
    assert some.outlets == [("demo", 19 if store.database.is_server else 55)]
    assert facets(store.database, Slice(query=rare.query, since=FIRST + timedelta(hours=7))).outlets == [("demo", 4)]
