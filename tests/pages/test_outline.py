"""What the outline of a page holds, element by element."""

import pytest
from lxml.etree import HTMLParser, fromstring

from newsbot.pages.outline import outline


def blocks(html):
    return [block.text for block in outline(fromstring(f"<body>{html}</body>", HTMLParser())).blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>قال<!-- --> المتحدث<!-- -->.</p>", ["قال المتحدث."]),
        ("<p>أول</p><!-- x -->ثان<p>ثالث</p>", ["أول", "ثان", "ثالث"]),
        ("<p>ا<b>لمز</b>يد</p>", ["المزيد"]),
        ("سطر<br>سطر آخر<br/><br/>ثالث", ["سطر", "سطر آخر", "ثالث"]),
        ("<p>نص<script>x</script> بعده<style>y</style></p>", ["نص بعده"]),
        ("<p style='display:none'>لا</p><p hidden>لا</p><p>نعم</p>", ["نعم"]),
        ("<div>قبل<p>داخل</p>بعد</div>", ["قبل", "داخل", "بعد"]),
        ("<a href=/1><h3>عنوان</h3><p>نص</p></a>", ["عنوان", "نص"]),
    ],
)
def test_blocks(html, expected):
    assert blocks(html) == expected
