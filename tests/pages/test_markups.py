"""What a reader sees is found in every markup: no class name, no tag and no place is needed."""

import re
from datetime import UTC, datetime

import pytest
from markups import LAYOUTS, STORY, page

from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet

OUTLET = Outlet(
    name="anapress",
    domains=("anapress.net",),
    article_pattern=re.compile(r"^/a/\d+"),
    related_headings=("تابعوا الملف",),
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(params=LAYOUTS)
def article(request):
    return read_page(page(STORY, LAYOUTS[request.param]), STORY.url, outlet=OUTLET, now=NOW)


def test_body_is_the_paragraphs_and_subheads(article):
    assert article.article_body.split("\n\n") == STORY.paragraphs
    assert article.subheads == [text for kind, text in STORY.body if kind == "h"]


def test_related_block_is_found_in_order(article):
    found = [(link["headline"], re.sub(r"^https?://(?:www\.)?[^/]+|\?.*", "", link["url"])) for link in article.related]
    assert found == list(STORY.related)


def test_head_of_the_page(article):
    assert article.headline == STORY.headline
    assert article.views == STORY.views
    assert (article.date_published, article.date_published_raw) == (None, STORY.time)


def test_pull_quotes_are_no_part_of_the_body(article):
    assert [(quote["text"], quote["attribution"]) for quote in article.quotes] == STORY.quotes


def test_caption_belongs_to_the_picture(article):
    assert article.main_image == {"url": "http://anapress.net/i/1.jpg", "caption": STORY.caption, "credit": None}


def test_every_found_field_names_its_source(article):
    assert set(article.sources.values()) <= {"rules", "json-ld", "opengraph", "text", "generic"}
    assert {"headline", "article_body", "related", "views"} <= article.sources.keys()
