"""Rules are found that hold on pages not learnt from; what cannot be told from the site's own values is not learnt."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from learning.layouts import NOW, OUTLET, SITE, labels, modern, pieces, plain, samples

from newsbot.learning.agreement import agreements
from newsbot.learning.belief import believed
from newsbot.learning.induction import learnt_rules, verified
from newsbot.learning.labels import labelled
from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet, Rules
from newsbot.pages.samples import Sample

LEARNT, ALL = 12, 18
BENCH = Path(__file__).parents[3] / "shared/bench/arabic"


def read(sample, rules):
    outlet = replace(OUTLET, rules=Rules(**rules))
    return read_page(sample.body, sample.url, header_encoding="utf-8", outlet=outlet, now=NOW)


@pytest.fixture(scope="module", params=[modern, plain])
def learnt(request):
    pages = labels(request.param, LEARNT)
    return learnt_rules(pages, OUTLET), samples(request.param, ALL)[LEARNT:], pieces(ALL)[LEARNT:]


def test_held_out_pages_are_read_as_they_are(learnt):
    rules, held_out, truth = learnt
    for sample, piece in zip(held_out, truth, strict=True):
        article = read(sample, rules)
        assert article.headline == piece.headline
        assert article.article_body == piece.body
        assert datetime.fromisoformat(article.date_published) == piece.published
        assert article.authors == [piece.author]
        assert [(link["headline"], link["url"]) for link in article.related] == list(piece.related)
        fields = ("headline", "article_body", "date_published", "related", "authors")
        assert {article.sources[field] for field in fields} == {"rules"}


def test_rules_name_what_tells_and_not_where_it_stands():
    rules = learnt_rules(labels(modern, LEARNT), OUTLET)
    assert rules["headline"] in {("//h1",), ("//h1[@class='post-title']",)}
    assert rules["date_published"] == ("//time/@datetime",)
    assert "post-text" in rules["body"][0]
    assert rules["authors"] == ("//a[@class='post-author']",)
    assert rules["section"] == ("//meta[@property='article:section']/@content",)
    assert rules["keywords"] == ("//a[@class='tag-link']",) or "/tags/" in rules["keywords"][0]
    assert rules["views"] == ("//span[@class='hits']",)
    assert rules["related"] == ("//aside[@class='more-news']",)
    assert not any("css-" in path or "[1]" in path for rule in rules.values() for path in rule)


def test_a_label_in_a_table_is_an_anchor():
    rules = learnt_rules(labels(plain, LEARNT), OUTLET)
    assert "'التاريخ" in rules["date_published"][0]
    assert "'الكاتب" in rules["authors"][0]
    assert "'المزيد'" in rules["related"][0]


def test_wrong_labels_on_some_pages_have_no_veto():
    pages = labels(modern, 16)
    wrong = [replace(page, article=replace(page.article, headline="شيء آخر تمامًا")) for page in pages[:1]]
    wrong = [replace(page, unsure=frozenset({"headline"})) for page in wrong]
    assert learnt_rules([*wrong, *pages[1:]], OUTLET)["headline"] == learnt_rules(pages, OUTLET)["headline"]


def test_what_contradicts_many_labels_is_not_learnt():
    pages = labels(modern, 12)
    wrong = [replace(page, article=replace(page.article, headline=f"شيء آخر {page.sample.url}")) for page in pages[::2]]
    assert "headline" not in learnt_rules([*wrong, *pages[1::2]], OUTLET)


def test_the_sites_own_values_are_not_learnt():
    head = f'<meta name="author" content="{SITE}"><meta property="article:section" content="أخبار">'
    pages = labels(lambda piece, head: modern(replace(piece, author="", section=""), head), LEARNT, head=head)
    rules = learnt_rules(pages, OUTLET)
    assert not {"authors", "section"} & rules.keys()


def test_a_date_with_an_offset_goes_before_a_printed_day():
    def page(piece, head=""):
        data = {"@type": "NewsArticle", "datePublished": piece.published.isoformat()}
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        return modern(piece, script).replace(f"datetime='{piece.published.isoformat()}'", "")

    assert learnt_rules(labels(page, LEARNT), OUTLET)["date_published"] == ("json-ld:datePublished",)


def test_two_templates_of_one_site_give_two_rules():
    def page(piece, head=""):
        return (modern if piece.number % 2 else plain)(piece)

    rules = learnt_rules(labels(page, 20), OUTLET)
    for sample, piece in list(zip(samples(page, 30), pieces(30), strict=True))[20:]:
        article = read(sample, rules)
        assert (article.headline, article.sources["headline"]) == (piece.headline, "rules")
        assert (article.article_body, article.sources["article_body"]) == (piece.body, "rules")


def test_a_text_in_several_containers_is_joined():
    def page(piece, head=""):
        first, *rest = piece.paragraphs
        whole = modern(replace(piece, paragraphs=tuple(rest)))
        return whole.replace("<div class='post-text", f"<div class='opening'>{first}</div><hr><div class='post-text")

    rules = learnt_rules(labels(page, LEARNT), OUTLET)
    for sample, piece in list(zip(samples(page, ALL), pieces(ALL), strict=True))[LEARNT:]:
        article = read(sample, rules)
        assert (article.article_body, article.sources["article_body"]) == (piece.body, "rules")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_pages_teach_little_and_break_nothing(count):
    rules = learnt_rules(labels(modern, count), OUTLET)
    assert not any("[2]" in path for rule in rules.values() for path in rule)
    assert {"headline", "body"} & rules.keys() or not count


def test_broken_pages_break_nothing():
    bodies = [b"", b"<", b"<html><body>" + b"<div>" * 3000, b"\x00\xff\xfe", b"<p itemprop='a\"b' class=\"x'y\">1</p>"]
    pages = [
        labelled(Sample(f"http://zajil.example/news/{number}", body, None, "article", NOW), OUTLET)
        for number, body in enumerate(bodies)
    ]
    assert learnt_rules(pages, OUTLET) == {}


@pytest.mark.skipif(not BENCH.is_dir(), reason="../shared is not here: no single pages of real sites")
def test_single_real_pages_break_nothing():
    for line in (BENCH / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sample = Sample(row["url"], (BENCH / row["file"]).read_bytes(), None, "article", NOW)
        outlet = Outlet()
        page = labelled(sample, outlet)
        rules = learnt_rules([page], outlet)
        for figure in agreements([page], replace(outlet, rules=Rules(**rules))):
            assert figure.agreement > 0.85, (row["url"], figure)


REMARKS = (
    "<section><h3>التعليقات</h3><div><b>سامر</b><p>خبر جيد، ونتمنى أن نرى نتيجته على أرض الواقع قريبًا في مدينتنا.</p>"
    "</div><div><b>ليلى</b><p>كانت التجربة في مدينتنا مختلفة قليلًا، ويمكن الاستفادة منها في المرة المقبلة.</p></div></section>"
)


def split(piece, head=""):
    """The text in two elements without a common one of their own, readers' remarks behind it."""
    first, *rest = piece.paragraphs
    whole = modern(replace(piece, paragraphs=tuple(rest)))
    whole = whole.replace(
        "<div class='post-text", f"<section class='opening'><p>{first}</p></section><div class='post-text"
    )
    return whole.replace("<div class='post-tags'>", f"{REMARKS}<div class='post-tags'>")


def test_a_union_leaves_out_what_stands_beside_the_text():
    rules = learnt_rules(labels(split, LEARNT), OUTLET)
    assert " | " in rules["body"][0]
    for sample, piece in list(zip(samples(split, ALL), pieces(ALL), strict=True))[LEARNT:]:
        article = read(sample, rules)
        assert (article.article_body, article.sources["article_body"]) == (piece.body, "rules")


def quoting(piece, head=""):
    """A pull quote with its speaker, and a picture with caption, in the text."""
    sentence = " ".join(piece.paragraphs[1].split()[:9])
    quote = f"<blockquote class='highlight'><p>{sentence}</p><cite>سمر الكيال</cite></blockquote>"
    picture = (
        f"<figure class='cover'><img src='/photos/{piece.number}.jpg' width='700'>"
        f"<figcaption>من أرشيف المدينة {piece.number}</figcaption></figure>"
    )
    return modern(piece).replace("col-md-8'>", f"col-md-8'>{picture}", 1).replace("</p><p>", f"</p>{quote}<p>", 1)


def test_quotes_pictures_and_captions_are_no_body():
    rules = learnt_rules(labels(quoting, LEARNT), OUTLET)
    assert rules["quotes"] in {("//blockquote",), ("//blockquote[@class='highlight']",)}
    assert rules["attribution"] == (".//cite",)
    assert rules["caption"] == ("//figcaption",)
    for sample, piece in list(zip(samples(quoting, ALL), pieces(ALL), strict=True))[LEARNT:]:
        article = read(sample, rules)
        assert article.article_body == piece.body
        assert [quote["attribution"] for quote in article.quotes] == ["سمر الكيال"]
        assert article.main_image["url"] == f"http://zajil.example/photos/{piece.number}.jpg"
        assert article.main_image["caption"] == f"من أرشيف المدينة {piece.number}"


def test_rules_that_spoil_another_are_left_out():
    pages = believed(labels(modern, 6))
    rules = {
        "headline": ("//h1[contains(@class, 'post-title')]",),
        "quotes": ("//div[contains(@class, 'post-text')]/p",),
        "body": ("//div[contains(@class, 'post-text')]",),
        "section": ("//footer",),
    }
    assert verified(rules, pages, OUTLET).keys() == {"headline", "body"}


def test_what_no_rule_finds_rightly_is_given_up():
    pages = believed(labels(modern, 6))
    assert verified({"headline": ("//footer",), "body": ("//footer",)}, pages, OUTLET) == {}
