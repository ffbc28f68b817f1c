"""Paths lead to the node that they were made for, and words cost less than numbers and places."""

import pytest
from lxml.etree import XPath
from lxml.html import document_fromstring

from newsbot.learning.paths import Node, paths
from newsbot.learning.steps import GENERIC_COST, literal, name_cost, steps
from newsbot.learning.ways import Landmark, text_landmarks

PAGE = document_fromstring(
    """<html><body><div id="top"><span class="css-1x2y3z">اليوم</span></div>
    <div class="story wide" id="item-77"><h1>عنوان الخبر</h1><table><tr><th>القسم</th><td>محليات</td></tr>
    <tr><th>الكاتب:</th><td><b>سمر</b></td></tr></table>التاريخ<br>10:44<br><i>249</i> مشاهدة
    <p itemprop="articleBody" data-n="7">نص الخبر</p><p>نص آخر</p><a rel="tag" href="/tags/x">وسم</a></div></body></html>"""
)


def found(path):
    values = XPath(path, smart_strings=False)(PAGE)
    return values if isinstance(values, list) else [values]


def expected(node):
    if node.attribute:
        return node.element.get(node.attribute)
    if node.text:
        texts = [text for text in node.element.xpath("text()") if text.strip()]
        return texts[node.text - 1]
    return node.element


NODES = [
    Node(PAGE.find(".//h1")),
    Node(PAGE.findall(".//td")[1]),
    Node(PAGE.find(".//b")),
    Node(PAGE.findall(".//p")[1]),
    Node(PAGE.find(".//p"), attribute="data-n"),
    Node(PAGE.find(".//div[@id='item-77']"), text=1),
    Node(PAGE.find(".//div[@id='item-77']"), text=2),
    Node(PAGE.find(".//div[@id='item-77']"), text=3),
    Node(PAGE.find(".//a")),
]


@pytest.mark.parametrize("node", NODES)
def test_every_path_leads_to_its_node(node):
    headline = PAGE.find(".//h1")
    made = list(paths(node, [Landmark(next(iter(paths(Node(headline)))), headline)]))
    assert len(made) > 3
    assert len({path.text for path in made}) == len(made)
    for path in made:
        assert expected(node) in found(path.text), path


@pytest.mark.parametrize("node", NODES)
def test_some_path_leads_to_its_node_first(node):
    assert any(found(path.text)[0] == expected(node) for path in paths(node)), list(paths(node))


def test_a_label_beside_a_value_is_a_way_to_it():
    texts = {path.text for path in paths(NODES[1])}
    assert "//th[normalize-space()='الكاتب:']/following-sibling::td[1]" in texts
    assert "//th[starts-with(normalize-space(), 'الكاتب')]/following-sibling::td[1]" in texts


def test_a_text_behind_a_landmark_is_a_way_to_it():
    headline = PAGE.find(".//h1")
    made = {path.text for path in paths(NODES[6], [Landmark(next(iter(paths(Node(headline)))), headline)])}
    assert "//h1/following-sibling::text()[normalize-space()][2]" in made


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("story-body", "css-1x2y3z"),
        ("story-body", "sc-bdVaJa"),
        ("story-body", "col-md-8"),
        ("story-body", "post-12345"),
        ("headline", "mt-4"),
        ("entry-content", "clearfix"),
        ("entry-content", "x1"),
    ],
)
def test_words_cost_less_than_hashes_numbers_and_looks(better, worse):
    assert name_cost(better) < name_cost(worse)


def test_numbers_in_an_id_are_left_out():
    texts = [step.text for step in steps(PAGE.find(".//div[@id='item-77']"))]
    assert texts.index("div[starts-with(@id, 'item-')]") < texts.index("div[@id='item-77']")


def test_what_is_made_for_machines_is_the_cheapest():
    assert steps(PAGE.find(".//p"))[0].text == "p[@itemprop='articleBody']"
    assert steps(PAGE.findall(".//p")[1])[0].cost == GENERIC_COST


def test_literals_hold_any_one_kind_of_quotation_mark():
    assert [literal("a'b"), literal('a"b'), literal("a'b\"c")] == ['"a\'b"', "'a\"b'", None]


@pytest.mark.parametrize("html", ["<p>249 مشاهدة</p>", "<p>«'\"»</p>", "<p></p>", f"<p>{'كلمة ' * 20}</p>"])
def test_figures_and_sentences_are_no_landmarks(html):
    assert list(text_landmarks(document_fromstring(html).find(".//p"))) == []
