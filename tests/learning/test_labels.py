"""Labels come from all sources but the rules, say where sources disagree, and are corrected by one another."""

from dataclasses import replace

import pytest
from learning.layouts import NOW, OUTLET, SITE, labels, modern, pieces, samples

from newsbot.learning.belief import believed
from newsbot.learning.labels import labelled
from newsbot.pages.rules import Rules
from newsbot.pages.samples import Sample


def test_a_label_is_what_the_page_shows_whatever_the_rules_say():
    piece, sample = pieces(1)[0], samples(modern, 1)[0]
    outlet = replace(OUTLET, rules=Rules(headline="//footer", body="//header"))
    label = labelled(sample, outlet)
    assert label.value("headline") == piece.headline
    assert label.value("body") == piece.body
    assert label.value("date_published")[:10] == piece.published.isoformat()[:10]
    assert "rules" not in label.article.sources.values()


def test_sources_that_disagree_make_a_label_unsure():
    sure, unsure = labels(modern, 1)[0], labels(modern, 1, head='<meta property="og:title" content="لا شيء">')[0]
    assert "headline" not in sure.unsure
    assert "date_published" in sure.unsure  # one source alone
    assert unsure.value("headline") == sure.value("headline")


def test_an_empty_page_has_no_labels():
    label = labelled(Sample("http://zajil.example/news/1", b"", None, "article", NOW), OUTLET)
    assert (label.value("headline"), label.value("body")) == (None, None)
    assert label.unsure == {"headline", "body", "date_published"}


@pytest.fixture
def pages():
    return labels(modern, 6)


def changed(page, **values):
    return replace(page, article=replace(page.article, **values))


def test_what_all_pages_share_is_the_sites(pages):
    pages = [changed(page, authors=[SITE], section="أخبار") for page in pages]
    assert {(page.value("authors"), page.value("section")) for page in believed(pages)} == {(None, None)}


def test_what_a_few_pages_share_may_be_an_articles():
    pages = [changed(page, section="أخبار") for page in labels(modern, 3)]
    assert {page.value("section") for page in believed(pages)} == {"أخبار"}


def test_one_headline_on_many_pages_is_none(pages):
    pages = [*(changed(page, headline=SITE) for page in pages[:3]), *pages[3:]]
    assert [page.value("headline") is None for page in believed(pages)] == [True] * 3 + [False] * 3


def test_notes_that_pages_repeat_count_in_no_body(pages):
    note = "للتواصل مع هيئة التحرير يرجى مراسلتنا على عنواننا البريدي"
    with_note = believed([changed(page, article_body=f"{page.value('body')}\n\n{note}") for page in pages])
    assert all(page.agreement("body", page.value("body").removesuffix(note)) == 1.0 for page in with_note)
    assert with_note[0].agreement("body", with_note[1].value("body")) < 0.6


def test_date_lines_count_in_no_body(pages):
    page = changed(pages[0], article_body=f"22/11/2026 - 10:44 | تقرير\n\n{pages[0].value('body')}")
    assert believed([page])[0].value("body") == pages[0].value("body")
