"""The made-up sites are whole: what they link to answers, what is said to be true of a page stands on it."""

import json
import re
from html import unescape
from urllib.parse import quote, unquote, urljoin

import pytest

from newsbot.pages.reading import parsed
from templates import SITES, TemplateServer

ARTICLES_AT_LEAST = 40


@pytest.fixture(params=SITES)
def site(request):
    return SITES[request.param]()


def text_of(site, url):
    return unescape(site.answer(url).body.decode(site.encoding)).replace('\\"', '"')


def test_every_page_answers_the_same_in_every_process(site):
    urls = [*site.article_urls(), *site.listing_urls()]
    again = type(site)()
    assert len(site.article_urls()) >= ARTICLES_AT_LEAST
    assert all(site.answer(url).status == 200 for url in urls)
    assert all(site.answer(url) == again.answer(url) for url in urls)


def test_articles_are_all_within_reach_of_the_front_page(site):
    seen, queue = set(), [f"{site.base}/"]
    while queue:
        url = queue.pop()
        if url in seen or site.answer(url).status != 200:
            continue
        seen.add(url)
        hrefs = parsed(site.answer(url).body, site.encoding).xpath("//a/@href")
        queue += [quote(unquote(urljoin(url, href)), safe=":/?=&-_.") for href in hrefs if href.startswith("/")]
    assert seen >= {*site.article_urls(), *site.listing_urls()}


def test_what_is_true_stands_on_the_page(site):
    for url, truth in site.truth().items():
        text = text_of(site, url)
        captions = [truth["main_image"]["caption"]] if truth["main_image"] else []
        names = [*(truth["authors"] or []), *(truth["keywords"] or []), truth["section"], truth["headline"]]
        parts = [*truth["article_body"], *names, *captions, *(link["headline"] for link in truth["related"] or [])]
        missing = [part for part in parts if part and part not in text]
        assert not missing, url
        assert all(site.answer(link["url"]).status == 200 for link in truth["related"] or [])


def test_pages_vary_as_real_ones_do(site):
    truths = site.truth().values()
    assert {len(truth["authors"] or []) for truth in truths} == {0, 1, 2}
    assert {truth["main_image"] is None for truth in truths} == {True, False}
    assert {truth["related"] is None for truth in truths} == {True, False}
    assert any('"' in truth["headline"] for truth in truths)
    assert min(len(truth["article_body"]) for truth in truths) == 2
    assert len({truth["section"] for truth in truths}) >= 3


def test_no_two_sites_share_their_markup():
    def names(site):
        return set(re.findall(r'class="([^"]+)"', site.answer(site.article_urls()[0]).body.decode(site.encoding)))

    found = {name: names(site()) for name, site in SITES.items()}
    assert not found["tables"]
    shared = {
        (one, other): found[one] & found[other] - {"twitter-tweet"} for one in found for other in found if one < other
    }
    assert not [names for names in shared.values() if len(names) > 1]


def test_a_mangled_site_says_the_same_in_other_markup(site):
    mangled = type(site)(is_mangled=True)
    for url, truth in list(site.truth().items())[:5]:
        before, after = site.answer(url).body.decode(site.encoding), mangled.answer(url).body.decode(site.encoding)
        assert before != after
        assert all(part in unescape(after).replace('\\"', '"') for part in truth["article_body"])


def test_the_header_of_the_old_encoding_is_wrong_or_silent():
    site = SITES["windows"]()
    answers = [site.answer(url) for url in site.article_urls()]
    assert {answer.charset for answer in answers} == {"utf-8", None}
    assert not any(b"charset" in answer.body for answer in answers)


def test_the_server_answers_as_the_site_does():
    from http.client import HTTPConnection

    with TemplateServer("windows") as server:
        connection = HTTPConnection(server.url.split("/")[2])
        for url in server.site.article_urls()[:2]:
            connection.request("GET", url.removeprefix(server.url.rstrip("/")))
            response = connection.getresponse()
            assert response.getheader("Content-Type") == server.site.answer(url).content_type
            assert response.read() == server.site.answer(url).body
        connection.close()


def test_the_shell_holds_its_article_in_json_only():
    site = SITES["shell"]()
    url = site.article_urls()[0]
    page = site.answer(url).body.decode()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])
    assert data["@graph"][1]["headline"] == site.truth()[url]["headline"]
    assert site.truth()[url]["article_body"][0] not in page.replace(json.dumps(data, ensure_ascii=False), "")
