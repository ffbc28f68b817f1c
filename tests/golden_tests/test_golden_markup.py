import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.golden.markup import Kind, attributes, pieces

PAGES = [
    "<!DOCTYPE html><p class=a>x<br>y</p>",
    "<script>if (a < b) '</p>'</script><b>x</b>",
    "<SCRIPT>x</script ><b>",
    "<title>a <b> c</title>x",
    "<!--><p>-->",
    "<!-- a -- > b --!>c",
    "<a href='a>b' title=\"x>y\" z>t</a>",
    "a < b <3 </ p> <?xml?> <!x>",
    "<svg/><script/>x",
]


@pytest.mark.parametrize("source", PAGES)
def test_pieces_are_the_page(source):
    assert "".join(piece.source for piece in pieces(source)) == source


@given(st.text(alphabet="<>/!-?='\" apbdscript\n", max_size=60))
def test_any_text_is_cut_without_loss_up_to_what_never_ends(source):
    found = "".join(piece.source for piece in pieces(source))
    assert source.startswith(found)
    assert found == source or source[len(found)] == "<"


@given(st.text(alphabet="<>/='\" abc\n", max_size=60))
def test_tags_are_their_attributes(source):
    for piece in pieces(source):
        if piece.kind in {Kind.START, Kind.END}:
            begin, found, end = attributes(piece.source)
            assert begin + "".join(attribute.source for attribute in found) + end == piece.source


def test_kinds():
    source = "<!DOCTYPE html><style>p{}</style><p>x<!-- y --></p>"
    assert [(piece.kind.value, piece.name) for piece in pieces(source)] == [
        ("declaration", ""),
        ("start", "style"),
        ("raw", "style"),
        ("end", "style"),
        ("start", "p"),
        ("text", ""),
        ("comment", ""),
        ("end", "p"),
    ]


def test_attribute_values_are_escaped_as_their_quotes_ask():
    _, found, _ = attributes("""<a b="1" c='2' d=3 e>""")
    assert [attribute.valued("'\"").source for attribute in found[:2]] == [""" b="'&quot;\"""", """ c='&#39;"'"""]
