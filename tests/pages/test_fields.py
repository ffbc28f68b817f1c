"""Every field of an article but its body, on pages made for one claim each: where it is found, and when it is absent."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "http://example.org/news/12345"
HEADLINE = "حديقة جديدة في الحي الشرقي"
H1 = f"<h1>{HEADLINE}</h1>"
TEXT = "افتتح مجلس المدينة أمس حديقة عامة في الحي الشرقي بعد عامين من العمل فيها وحضر الافتتاح مئات من الأهالي."
BODY = "".join(f"<p>{TEXT} ({number})</p>" for number in range(5))
TITLE = f"<title>{HEADLINE} | مرفأ الصباح</title><meta property='og:site_name' content='مرفأ الصباح'>"


def read(html, url=URL, **outlet):
    return read_page(f"<html>{html}</html>".encode(), url, outlet=Outlet(**outlet), now=NOW)


def script(text):
    return f'<script type="application/ld+json">{text}</script>'


def ld(value):
    return script(json.dumps(value, ensure_ascii=False))


def story(kind="NewsArticle", **values):
    return {"@type": kind, "headline": HEADLINE, "datePublished": "2026-11-20T10:00:00+03:00", **values}


OTHER = {"@type": "NewsArticle", "headline": "سوق قديم يعود إلى الحياة", "datePublished": "2020-01-01T10:00:00+03:00"}
PUBLISHED = "2026-11-20T10:00:00+03:00"


# JSON-LD: its forms


@pytest.mark.parametrize(
    "markup",
    [
        ld(story()),
        ld([{"@type": "WebSite", "name": "مرفأ الصباح"}, story()]),
        ld({"@graph": [{"@type": "Organization", "name": "مرفأ الصباح"}, story()]}),
        ld({"@type": "WebPage", "mainEntity": story()}),
        ld({"@type": "WebPage", "isPartOf": {"@type": "WebSite", "name": "x"}}) + ld(story()),
        ld({"@type": "WebPage", "mainEntity": {"@graph": [story()]}}),
        ld({"@type": "BreadcrumbList", "itemListElement": []}) + ld(story()),
        *(ld(story(kind)) for kind in ("Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting", "Report")),
        *(ld(story(kind)) for kind in ("http://schema.org/NewsArticle", "https://schema.org/NewsArticle/", "schema:NewsArticle", ["Article", "NewsArticle"])),
        ld({"@type": "VideoObject", "name": HEADLINE, "uploadDate": PUBLISHED}),
        ld({"@type": "NewsArticle", "headLine": HEADLINE, "DatePublished": PUBLISHED}),
        '<script type="application/ld+json; charset=utf-8">' + json.dumps(story(), ensure_ascii=False) + "</script>",
    ],
)  # fmt: skip
def test_json_ld_in_all_its_forms(markup):
    article = read(f"{TITLE}{markup}{H1}{BODY}")
    assert (article.date_published, article.sources["date_published"]) == (PUBLISHED, "json-ld")


GOOD = f'"@type": "NewsArticle", "datePublished": "{PUBLISHED}"'


@pytest.mark.parametrize(
    "text",
    [
        f'{{{GOOD}, "headline": "{HEADLINE}",}}',
        f'{{{GOOD}, "description": "سطر\nوسطر\tآخر", "headline": "{HEADLINE}"}}',
        f'/* خبر */ {{{GOOD}, // تاريخ النشر\n "headline": "{HEADLINE}"}}',
        f'<!-- {{{GOOD}, "headline": "{HEADLINE}"}} -->',
        f'//<![CDATA[\n{{{GOOD}, "headline": "{HEADLINE}"}}\n//]]>',
        f'<![CDATA[{{{GOOD}, "headline": "{HEADLINE}"}}]]>',
        f'\N{BYTE ORDER MARK}{{{GOOD}, "headline": "{HEADLINE}"}};',
        f'{{"@type": "WebSite", "name": "مرفأ"}}{{{GOOD}, "headline": "{HEADLINE}"}}',
        f'{{"@type": "WebSite", "name": "مرفأ"}}, {{{GOOD}, "headline": "{HEADLINE}"}}',
        f'{{{GOOD}, "headline": "{HEADLINE}", "description": "قال "نعم" ومضى", "wordCount": }}',
        f'{{"headline": "قال "المدير": "نعم", ومضى", {GOOD}}}',
        f'{{{GOOD}, "headline": "{HEADLINE}", "keywords": ["حديقة" "مدينة"]',
        f'{{{GOOD}, "headline": "{HEADLINE}", "x": undefined, y: 1, "z": "\\\' \\-"}}',
        f'{{{GOOD}, "headline": "{HEADLINE}"}}'.replace('"', "&quot;"),
    ],
)
def test_broken_json_ld_is_read_as_far_as_it_goes(text):
    assert read(f"{TITLE}{script(text)}{H1}{BODY}").date_published == PUBLISHED


def test_a_headline_with_unescaped_quotation_marks_is_whole():
    text = f'{{{GOOD}, "headline": "المدير: "نعم للحديقة", ولا للسور"}}'
    article = read(f"{script(text)}<div id=app></div>")
    assert article.headline == 'المدير: "نعم للحديقة", ولا للسور'


# JSON-LD: whose article it is


@pytest.mark.parametrize(
    "markup",
    [
        ld([OTHER, story()]),
        ld(OTHER) + ld(OTHER | {"headline": "ملعب الحي يستقبل أول مبارياته"}) + ld(story()),
        ld({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}) + ld(story(headline="الحي الشرقي: حديقة للجميع")),
        ld([OTHER | {"url": "http://example.org/news/1"}, {"@type": "NewsArticle", "url": URL, "datePublished": PUBLISHED}]) + f'<link rel=canonical href="{URL}">',
        ld([OTHER, {"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL}, "datePublished": PUBLISHED}]) + f'<meta property="og:url" content="{URL}">',
        ld(story(liveBlogUpdate=[OTHER | {"@type": "BlogPosting"}], kind="LiveBlogPosting")),
        ld(story(isRelatedTo=[OTHER])),
    ],
)  # fmt: skip
def test_the_article_is_the_one_that_fits_the_page(markup):
    assert read(f"{TITLE}{markup}{H1}{BODY}").date_published == PUBLISHED


@pytest.mark.parametrize(
    "markup",
    [
        ld([OTHER, OTHER | {"headline": "ملعب الحي يستقبل أول مبارياته"}]),
        ld({"@type": "ItemList", "itemListElement": [OTHER]}),
        ld(OTHER | {"url": "http://example.org/news/1"}) + f'<link rel=canonical href="{URL}">',
        ld({"@type": "VideoObject", "name": "سوق قديم يعود إلى الحياة", "uploadDate": "2020-01-01T10:00:00+03:00"}),
    ],
)
def test_other_articles_give_nothing(markup):
    assert read(f"{TITLE}{markup}{H1}{BODY}").date_published is None


def test_several_objects_of_one_article_are_put_together():
    blocks = ld({"@type": "NewsArticle", "headline": HEADLINE, "author": {"name": "سلمى الحداد"}}) + ld(
        story(articleSection="محليات")
    )
    article = read(f"{TITLE}{blocks}{H1}{BODY}")
    assert (article.authors, article.section, article.date_published) == (["سلمى الحداد"], "محليات", PUBLISHED)


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("سلمى الحداد", ["سلمى الحداد"]),
        (["سلمى الحداد", {"@type": "Person", "name": "بشر النقاش"}], ["سلمى الحداد", "بشر النقاش"]),
        ({"@type": "Organization", "name": "رويترز"}, ["رويترز"]),
        ([{"@type": "Organization", "name": "رويترز"}, {"@type": "Person", "name": "سلمى الحداد"}], ["سلمى الحداد"]),
        ({"@id": "#salma"}, ["سلمى الحداد"]),
        ([{"@id": "#salma"}], ["سلمى الحداد"]),
        ({"@type": "Person", "name": ["سلمى الحداد"]}, ["سلمى الحداد"]),
        ({"@type": "Organization", "name": "مرفأ الصباح"}, None),
        ({"@type": "Person"}, None),
        ("", None),
    ],
)
def test_authors_in_json_ld(author, authors):
    graph = {"@graph": [story(author=author), {"@type": "Person", "@id": "#salma", "name": "سلمى الحداد"}]}
    assert read(f"{TITLE}{ld(graph)}{H1}{BODY}").authors == authors


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("/i/1.jpg", "http://example.org/i/1.jpg"),
        (["/i/1.jpg", "/i/2.jpg"], "http://example.org/i/1.jpg"),
        ({"@type": "ImageObject", "url": "/i/1.jpg"}, "http://example.org/i/1.jpg"),
        ([{"@type": "ImageObject", "contentUrl": "/i/1.jpg"}], "http://example.org/i/1.jpg"),
        ({"@id": "#image"}, "http://example.org/i/3.jpg"),
    ],
)
def test_pictures_in_json_ld(image, address):
    graph = {"@graph": [story(image=image), {"@type": "ImageObject", "@id": "#image", "url": "/i/3.jpg"}]}
    assert read(f"{ld(graph)}{H1}{BODY}").main_image["url"] == address


# Meta elements, microdata, RDFa


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="article:published_time" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta name="dc.date.issued" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta name="DCTERMS.created" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta name="parsely-pub-date" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta name="sailthru.date" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta itemprop="datePublished" content="2026-11-20T10:00:00+03:00">', "date_published", PUBLISHED),
        ('<meta property="article:author" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta property="article:author" content="https://social.example/salma"><meta name="author" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta name="DC.creator" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta name="parsely-author" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta name="sailthru.author" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta name="twitter:label1" content="كُتب بواسطة"><meta name="twitter:data1" content="سلمى الحداد">', "authors", ["سلمى الحداد"]),
        ('<meta name="twitter:label1" content="وقت القراءة"><meta name="twitter:data1" content="دقيقتان">', "authors", None),
        ('<meta name="twitter:creator" content="@salma">', "authors", None),
        ('<meta property="article:section" content="محليات">', "section", "محليات"),
        ('<meta name="parsely-section" content="محليات">', "section", "محليات"),
        ('<meta property="article:tag" content="حدائق"><meta property="article:tag" content="بيئة">', "keywords", ["حدائق", "بيئة"]),
        ('<meta name="news_keywords" content="حديقة، افتتاح">', "keywords", ["حديقة", "افتتاح"]),
        ('<meta name="dc.description" content="حديقة للحي.">', "description", "حديقة للحي."),
    ],
)  # fmt: skip
def test_meta_elements(head, field, value):
    article = read(f"{head}{H1}{BODY}")
    assert getattr(article, field) == value
    assert article.sources.get(field) == ("opengraph" if value else None)


MICRODATA = f"""<div itemscope itemtype="http://schema.org/ItemList"><div itemscope itemtype="http://schema.org/NewsArticle">
<a itemprop="url" href="/news/1"><span itemprop="headline">سوق قديم يعود إلى الحياة</span></a><time itemprop="datePublished" datetime="2020-01-01">1</time></div></div>
<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{HEADLINE}</h1>
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">سلمى الحداد</b></span>
<span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="مرفأ الصباح"></span>
<time itemprop="datePublished" datetime="{PUBLISHED}">أمس</time><a itemprop="articleSection" href="/c/1">محليات</a>
<div itemprop="articleBody">{BODY}</div></article>"""
RDFA = f"""<div vocab="http://schema.org/" typeof="NewsArticle"><h1 property="headline">{HEADLINE}</h1>
<span property="author" typeof="Person"><span property="name">سلمى الحداد</span></span>
<span property="datePublished" content="{PUBLISHED}">أمس</span><span property="articleSection">محليات</span>{BODY}</div>"""


@pytest.mark.parametrize("html", [MICRODATA, RDFA])
def test_microdata_and_rdfa_are_read_scope_by_scope(html):
    article = read(html)
    assert (article.authors, article.section, article.date_published) == (["سلمى الحداد"], "محليات", PUBLISHED)
    assert {article.sources[name] for name in ("authors", "section", "date_published")} == {"opengraph"}


# Headline


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>{h} - مرفأ الصباح</title>", "", HEADLINE),
        ("<title>مرفأ الصباح » {h}</title>", "", HEADLINE),
        ("<title>{h} : مرفأ الصباح</title>", "", HEADLINE),
        ("<title>{h} – Marfa News</title>", "", HEADLINE),
        ("<title>{h} | example.org</title>", "", HEADLINE),
        ("<title>Example | {h}</title>", "", HEADLINE),
        ("<title>{h} | مرفأ الصباح</title>", "<h1><a href='/'>مرفأ الصباح اليومية</a></h1><h1>{h}</h1>", HEADLINE),
        ("<title>{h} | صحيفة مرفأ الصباح اليومية</title>", "<h1>صحيفة مرفأ الصباح اليومية</h1><h2>{h}</h2>", HEADLINE),
        ("<title>{h} | مرفأ الصباح</title>", "<h2>{h}</h2>", HEADLINE),
        ("<title>{h} | مرفأ الصباح</title>", "<div class=t>{h}</div>", HEADLINE),
        ("<title>{h}</title>", "<h1><span>محليات</span> <span>{h}</span></h1>", HEADLINE),
        ("<title>{h}</title>", "<h1><div>محليات</div><div>{h}</div></h1>", HEADLINE),
        ("<title>{h}</title>", "<h1>{h} <span>249</span></h1>", HEADLINE),
        ("<meta property='og:title' content='حديقة جديدة في الحي...'>", "<h1>مرفأ الصباح</h1><h2>{h}</h2>", HEADLINE),
        ("<title>حديقة النهر تفتح أبوابها</title>", "<h1>حديقة «النهر» تفتح أبوابها</h1>", "حديقة «النهر» تفتح أبوابها"),
        ("<meta property='og:title' content='حديقة &amp;quot;النهر&amp;quot; تفتح أبوابها'>", '<h1>حديقة "النهر" تفتح أبوابها</h1>', 'حديقة "النهر" تفتح أبوابها'),
        ("<title>«النهر»: حديقة تفتح أبوابها | مرفأ الصباح</title>", "<h1>«النهر»: حديقة تفتح أبوابها</h1>", "«النهر»: حديقة تفتح أبوابها"),
        ("<title>{h} | مرفأ الصباح</title><meta property='og:site_name' content='مرفأ الصباح'>", "<h1>{h} - مرفأ الصباح</h1>", HEADLINE),
    ],
)  # fmt: skip
def test_headlines(head, body, headline):
    assert (
        read(f"<head>{head.format(h=HEADLINE)}</head><body>{body.format(h=HEADLINE)}{BODY}</body>").headline == headline
    )


# Authors in what the page shows


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("كتب: سلمى الحداد", ["سلمى الحداد"]),
        ("كتبت - سلمى الحداد", ["سلمى الحداد"]),
        ("كتبت سلمى الحداد", ["سلمى الحداد"]),
        ("بقلم/ سلمى الحداد", ["سلمى الحداد"]),
        ("بقلم سلمى الحداد", ["سلمى الحداد"]),
        ("بقلم: د. سلمى الحداد", ["د. سلمى الحداد"]),
        ("إعداد: سلمى الحداد", ["سلمى الحداد"]),
        ("إعداد وتحرير: سلمى الحداد", ["سلمى الحداد"]),
        ("تحرير: سلمى الحداد", ["سلمى الحداد"]),
        ("ترجمة: سلمى الحداد", ["سلمى الحداد"]),
        ("حاورته: سلمى الحداد", ["سلمى الحداد"]),
        ("حاوره سلمى الحداد", ["سلمى الحداد"]),
        ("أجرت الحوار: سلمى الحداد", ["سلمى الحداد"]),
        ("بواسطة سلمى الحداد", ["سلمى الحداد"]),
        ("بقلم:</p><p>سلمى الحداد", ["سلمى الحداد"]),
        ("<span>بقلم</span> <a href='/w/1'>سلمى الحداد</a>", ["سلمى الحداد"]),
        ("كتب: سلمى الحداد وبشر النقاش", ["سلمى الحداد", "بشر النقاش"]),
        ("كتب: سلمى الحداد، بشر النقاش", ["سلمى الحداد", "بشر النقاش"]),
        ("كتب: سلمى وليد", ["سلمى وليد"]),
        ("كتب: سلمى الحداد</p><p>كتب: بشر النقاش", ["سلمى الحداد", "بشر النقاش"]),
        ("كتب: سلمى الحداد - دمشق", ["سلمى الحداد"]),
        ("دمشق - كتب: سلمى الحداد", ["سلمى الحداد"]),
        ("كتب: سلمى الحداد (رويترز)", ["سلمى الحداد"]),
        ("كتب: سلمى الحداد، مراسلة الصحيفة في بيروت", ["سلمى الحداد"]),
        ("20 تشرين الثاني 2026 | بقلم: سلمى الحداد", ["سلمى الحداد"]),
        ("كتب: سلمى الحداد salma@example.org", ["سلمى الحداد"]),
        ("كتب: سلمى الحداد @salma", ["سلمى الحداد"]),
        ("<a rel=author href='/x/1'>سلمى الحداد</a>", ["سلمى الحداد"]),
        ("<a href='/author/salma'>سلمى الحداد</a>", ["سلمى الحداد"]),
        ("<a href='/كاتب/سلمى'>سلمى الحداد</a>", ["سلمى الحداد"]),
        ("<span class=author-name>سلمى الحداد</span>", ["سلمى الحداد"]),
        ("المصدر: رويترز", ["رويترز"]),
        ("المصدر: وكالة الأنباء الألمانية", ["وكالة الأنباء الألمانية"]),
        ("رويترز", ["رويترز"]),
        ("أ ف ب", ["أ ف ب"]),
        ("الأناضول", ["الأناضول"]),
        ("القاهرة - رويترز", ["رويترز"]),
        ("By Salma Haddad and Bishr Naqqash", ["Salma Haddad", "Bishr Naqqash"]),
        ("نویسنده: سارا احمدی", ["سارا احمدی"]),
        # What is no author
        ("وكالات", None),
        ("المصدر: وكالات", None),
        ("خاص", None),
        ("المصدر: مرفأ الصباح", None),
        ("كتب: المحرر", None),
        ("كتب: محرر الموقع", None),
        ("بقلم: هيئة التحرير", None),
        ("كتب: مرفأ الصباح", None),
        ("كتب: admin", None),
        ("كتب: 20 تشرين الثاني 2026", None),
        ("كتب: دمشق", None),
        ("كتب: info@example.org", None),
        ("كتب: @marfa", None),
        ("مراسل الصحيفة في دمشق", None),
        ("كتب الطلاب رسائل إلى المدينة.", None),
        ("كتب الطلاب رسائلهم", None),
        ("تقرير أممي جديد", None),
        ("إعداد موازنة المدينة للعام المقبل يبدأ اليوم", None),
        ("ترجمة رواية سورية إلى سبع لغات", None),
    ],
)
def test_printed_authors(line, authors):
    article = read(f"{TITLE}{H1}<p>{line}</p>{BODY}")
    assert article.authors == authors
    assert article.sources.get("authors") == ("text" if authors else None)


@pytest.mark.parametrize(
    "lead",
    ["دمشق - سانا", "القاهرة (رويترز) -", "(أ ف ب) -", "بيروت/ الأناضول/", "دمشق، سانا،", "القدس المحتلة - وكالات -"],
)
def test_a_dateline_belongs_to_the_text_and_names_no_author(lead):
    article = read(f"{TITLE}{H1}<p>{lead} {TEXT}</p>{BODY}")
    assert article.authors is None
    assert article.article_body.startswith(lead.split()[0])


def test_a_signature_behind_the_text_names_no_author():
    assert read(f"{TITLE}{H1}{BODY}<p>--(بترا)</p>").authors is None


@pytest.mark.parametrize(
    ("site", "name", "authors"),
    [
        ("مرفأ الصباح", "صحيفة مرفأ الصباح", None),
        ("صحيفة مرفأ الصباح", "مرفأ الصباح", None),
        ("الصباح", "سالم الصباح", ["سالم الصباح"]),
        ("المدينة نيوز", "المدينة", None),
        ("سانا", "سانا", None),
    ],
)
def test_a_site_is_no_author_of_its_own(site, name, authors):
    assert read(f'<meta property="og:site_name" content="{site}">{ld(story(author=name))}{H1}{BODY}').authors == authors


# Section


@pytest.mark.parametrize(
    "html",
    [
        "<nav class=breadcrumb><a href='/'>الرئيسية</a> » <a href='/c/1'>أخبار</a> » <a href='/c/2'>محليات</a></nav>",
        "<ol class='x-breadcrumbs'><li><a href='/'>الرئيسية</a></li><li><a href='/c/2'>محليات</a></li><li>{h}</li></ol>",
        "<div id=breadcrumb><a href='/'>مرفأ الصباح</a> / <a href='/c/2'>محليات</a> / {h}</div>",
        "<div><a href='/'>الرئيسية</a> > <a href='/c/2'>محليات</a></div>",
        "<div>الرئيسية > أخبار > محليات</div>",
        "<div><a href='/c/2'>محليات</a></div>",
        "<div><a href='/category/محليات'>محليات</a></div>",
        ld({"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "الرئيسية"}, {"@type": "ListItem", "position": 2, "item": {"@id": "/c/2", "name": "محليات"}}, {"@type": "ListItem", "position": 3, "name": HEADLINE}]}),
        "<ol itemscope itemtype='https://schema.org/BreadcrumbList'><li itemprop=itemListElement itemscope itemtype='https://schema.org/ListItem'><a itemprop=item href='/'><span itemprop=name>الرئيسية</span></a></li><li itemprop=itemListElement itemscope itemtype='https://schema.org/ListItem'><a itemprop=item href='/c/2'><span itemprop=name>محليات</span></a></li></ol>",
        ld(story(articleSection="محليات")),
        ld(story(articleSection=["محليات", "أخبار"])),
        ld(story(articleSection="أخبار > محليات")),
        ld(story(articleSection="مرفأ الصباح")) + "<meta property='article:section' content='محليات'>",
        ld(story(articleSection="غير مصنف")) + "<div class=breadcrumbs><a href='/'>الرئيسية</a><a href='/c/2'>محليات</a></div>",
    ],
)  # fmt: skip
def test_sections(html):
    assert read(f"{TITLE}{html.replace('{h}', HEADLINE)}{H1}{BODY}").section == "محليات"


@pytest.mark.parametrize(
    "html",
    [
        "<nav class=breadcrumb><a href='/'>الرئيسية</a> » {h}</nav>",
        "<div class=breadcrumb><a href='/'>مرفأ الصباح</a></div>",
        "<ul><li><a href='/c/1'>سياسة</a></li><li><a href='/c/2'>محليات</a></li><li><a href='/c/3'>رياضة</a></li><li><a href='/c/4'>ثقافة</a></li></ul>",
        "<div><a href='/'>الرئيسية</a></div>",
        "<div><a href='http://elsewhere.example/x'>عرض خاص</a></div>",
    ],
)
def test_what_is_no_section(html):
    assert read(f"{TITLE}{html.replace('{h}', HEADLINE)}{H1}{BODY}").section is None


# Keywords


@pytest.mark.parametrize(
    ("head", "tail", "keywords"),
    [
        (ld(story(keywords="حدائق، بيئة, مدينة")), "", ["حدائق", "بيئة", "مدينة"]),
        (ld(story(keywords=["حدائق", "بيئة"])), "", ["حدائق", "بيئة"]),
        (ld(story(keywords=[HEADLINE, "بيئة", "@river", "type_news"])), "", ["بيئة"]),
        ("", "<div>وسوم: <a href='/t/1'>حدائق</a> <a href='/t/2'>بيئة</a></div>", ["حدائق", "بيئة"]),
        ("", "<h4>الوسوم</h4><ul><li><a href='/t/1'>حدائق</a></li><li><a href='/t/2'>بيئة</a></li></ul><h4>اقرأ أيضاً</h4>", ["حدائق", "بيئة"]),
        ("", "<p>الكلمات الدلالية: حدائق، بيئة</p>", ["حدائق", "بيئة"]),
        ("", "<p>كلمات مفتاحية</p><p><a href='/t/1'>#حدائق</a> <a href='/t/2'>#بيئة</a></p><p>شارك الخبر</p>", ["حدائق", "بيئة"]),
        ("", "<p><a rel=tag href='/t/1'>حدائق</a> <a rel=tag href='/t/2'>بيئة</a></p>", ["حدائق", "بيئة"]),
        ("", "<p><a href='/tag/1'>حدائق</a> <a href='/tag/2'>بيئة</a></p>", ["حدائق", "بيئة"]),
        ("<meta name=keywords content='حديقة، الحي الشرقي'>", "", ["حديقة", "الحي الشرقي"]),
        ("<meta name=keywords content='أخبار، سياسة، اقتصاد، رياضة، طقس، أسعار العملات'>", "", None),
        (f"<meta name=keywords content='{HEADLINE.replace(' ', ',')}'>", "", None),
        (f"<meta name=keywords content='{'،'.join(f'خبر {n}' for n in range(60))}'>", "<div>وسوم: <a href='/t/1'>حدائق</a> <a href='/t/2'>بيئة</a></div>", ["حدائق", "بيئة"]),
        (f"<meta name=news_keywords content='{'،'.join(f'مدينة {n}' for n in range(60))}'>", "", None),
    ],
)  # fmt: skip
def test_keywords(head, tail, keywords):
    assert read(f"{head}{H1}{BODY}{tail}").keywords == keywords


# Dates


DAMASCUS = ZoneInfo("Asia/Damascus")


@pytest.mark.parametrize(
    ("html", "url", "published", "modified"),
    [
        ("<p>نُشر في 20 تشرين الثاني 2026 - 10:44</p>", URL, "2026-11-20T10:44:00+03:00", None),
        ("<p>آخر تحديث: 21 تشرين الثاني 2026 - 10:44</p>", URL, None, "2026-11-21T10:44:00+03:00"),
        ("<p><span>آخر تحديث</span> <span>21 تشرين الثاني 2026</span></p>", URL, None, "2026-11-21T00:00:00+03:00"),
        ("<p>نُشر: 20 تشرين الثاني 2026 - آخر تحديث: 21 تشرين الثاني 2026</p>", URL, "2026-11-20T00:00:00+03:00", "2026-11-21T00:00:00+03:00"),
        ("<p>10 جمادى الآخرة 1448 هـ الموافق 20 تشرين الثاني 2026</p>", URL, "2026-11-20T00:00:00+03:00", None),
        ("", "http://example.org/2026/11/20/x", "2026-11-20T00:00:00+03:00", None),
        (ld(story(dateModified="2026-11-21T10:00:00+03:00")), URL, PUBLISHED, "2026-11-21T10:00:00+03:00"),
        (ld(story(dateModified="2026-11-19T10:00:00+03:00")), URL, PUBLISHED, None),
        (ld(story(dateModified="2031-11-19T10:00:00+03:00")), URL, PUBLISHED, None),
        (ld(story(datePublished="1970-01-01T00:00:00Z")) + "<p>20 تشرين الثاني 2026</p>", URL, "2026-11-20T00:00:00+03:00", None),
        (ld(story(datePublished="0000-00-00")), URL, None, None),
        (ld(story(datePublished="2031-01-01")), URL, None, None),
        (ld(story(datePublished="2026-11-19")) + "<p>نُشر في 20 تشرين الثاني 2026 - 01:30</p>", URL, "2026-11-20T01:30:00+03:00", None),
        (ld(story(datePublished="2026-11-19T22:30:00Z")), URL, "2026-11-20T01:30:00+03:00", None),
        (ld(story()) + '<meta property="article:published_time" content="2026-11-20T07:00:00Z">', URL, PUBLISHED, None),
        (ld(story(datePublished="2019-01-01")) + '<meta property="article:published_time" content="2026-11-20T07:00:00Z"><p>20 تشرين الثاني 2026</p>', URL, "2026-11-20T10:00:00+03:00", None),
        (ld(story(datePublished="2019-01-01")) + '<meta property="article:published_time" content="2021-05-05"><p>20 تشرين الثاني 2026</p>', URL, None, None),
        (ld(story(datePublished="2026-11-22T11:59:00Z")) + "<p>نُشر في 3 أيار 2021</p>", URL, "2021-05-03T00:00:00+03:00", None),
        (ld(story(datePublished="2019-01-01")), "http://example.org/2026/11/20/x", None, None),
        (ld(story(datePublished="Fri, 20 Nov 2026 10:00:00 +0300")), URL, PUBLISHED, None),
        (ld({"@type": "WebPage", "name": HEADLINE, "datePublished": PUBLISHED}), URL, PUBLISHED, None),
    ],
)  # fmt: skip
def test_dates(html, url, published, modified):
    article = read(f"{H1}{html}{BODY}", url, timezone=DAMASCUS)
    assert (article.date_published, article.date_modified) == (published, modified)
    assert (article.date_published_raw is None) == (published is None)


@pytest.mark.parametrize(
    "bar",
    [
        "<header><span>الأحد 22 تشرين الثاني 2026</span></header>",
        "<div>اليوم: الأحد 22 تشرين الثاني 2026</div>",
        "<div>الأحد 22 تشرين الثاني 2026</div><ul><li><a href='/c/1'>سياسة</a></li><li><a href='/c/2'>محليات</a></li><li><a href='/c/3'>رياضة</a></li><li><a href='/c/4'>ثقافة</a></li></ul>",
    ],
)
def test_the_day_of_the_download_is_not_the_articles(bar):
    assert read(f"{bar}<main>{H1}{BODY}</main>").date_published is None


def test_a_raw_date_is_what_was_printed():
    article = read(f"{H1}<p>نُشر في 20 تشرين الثاني 2026 - 10:44</p>{BODY}")
    assert article.date_published_raw == "نُشر في 20 تشرين الثاني 2026 - 10:44"
    assert read(f"{H1}<p>10:44</p>{BODY}").date_published_raw == "10:44"
