"""The elements that hold a page's body, its related block or its quotes, told by what their labels say."""

from collections import Counter
from collections.abc import Iterable, Iterator

from newsbot.learning.labels import Labelled
from newsbot.learning.paths import Node
from newsbot.learning.ways import ROOTS
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.urls import absolute_url, url_key

_LINE_WORDS = 4
_WHOLE, _PART = 0.9, 0.08
_WRAPPERS = 3
_NODES = 12


def body_nodes(page: Labelled) -> list[Node]:
    """Elements that hold the labelled body: all of it, the larger parts of it, or one paragraph."""
    lines = _body_lines(page)
    words: Counter[Element] = Counter()
    for element, amount in lines:
        words[element] += amount
        for ancestor in element.iterancestors():
            words[ancestor] += amount
    total = sum(amount for _, amount in lines)
    # Deepest first: an element that holds all of the text, and two around it, where a heading or lead may stand.
    whole = [element for element in _deepest_first(words) if words[element] >= _WHOLE * total]
    parts = [element for element in words if _PART * total <= words[element] < _WHOLE * total]
    parts.sort(key=lambda element: (-words[element], -_depth(element)))
    leads = [element for element, _ in lines[:2]]
    return [Node(element) for element in dict.fromkeys([*whole[:_WRAPPERS], *parts[:_NODES], *leads])]


def bare_elements(page: Labelled) -> list[Element]:
    """Elements that hold half of the labelled body or more as texts of their own, between line breaks."""
    words: Counter[Element] = Counter()
    total = 0
    for element, amount in _body_lines(page):
        total += amount
        words[element] += amount
    return [
        element
        for element, amount in words.items()
        if 2 * amount >= total and 2 * len(" ".join(element.xpath("text()")).split()) >= total  # type: ignore[arg-type] # texts
    ]


def _body_lines(page: Labelled) -> list[tuple[Element, int]]:
    """The page's lines that the label holds, with their words; the headline's is none of them."""
    body = f" {fold(page.article.article_body or '')} "
    headline = fold(page.article.headline or "")
    found = []
    for block in page.page.outline.blocks:
        if block.words >= _LINE_WORDS and not block.is_linked:
            text = fold(block.text)
            if text and text != headline and f" {text} " in body:
                found.append((block.element, block.words))
    return found


def related_nodes(page: Labelled) -> list[Node]:
    """The smallest elements that hold all links of the labelled related block, and two around each."""
    wanted = {url_key(link["url"]) for link in page.article.related or ()}
    if not wanted:
        return []
    held: dict[Element, set[str]] = {}
    anchors: dict[str, list[Element]] = {}
    base = page.page.base_url
    for anchor in page.page.root.iter("a"):
        url = absolute_url(base, anchor.get("href") or "")
        key = url_key(url) if url else None
        if key in wanted:
            anchors.setdefault(key or "", []).append(anchor)
            for node in (anchor, *anchor.iterancestors()):
                held.setdefault(node, set()).add(key or "")
    whole = {element for element, keys in held.items() if keys == wanted and element.tag not in ROOTS}
    smallest = [element for element in whole if not any(child in whole for child in element)]
    found = [node for element in smallest for node in (element, *_wrappers(element))]
    # Links without an element of their own: each by itself.
    found += [anchor for places in list(anchors.values())[:2] for anchor in places[:2]]
    found += [parent for anchor in found[-2:] if (parent := anchor.getparent()) is not None and parent.tag not in ROOTS]
    return [Node(element) for element in dict.fromkeys(found)]


def quote_nodes(page: Labelled) -> list[Node]:
    """The elements that hold one labelled quote each, with its speaker or without."""
    return [Node(element) for element, _ in _quotes(page)]


def speaker_nodes(page: Labelled) -> Iterator[tuple[Element, Element]]:
    """(quote's element, speaker's element inside it)."""
    speakers = {_letters(quote["text"]): _letters(quote["attribution"] or "") for quote in page.article.quotes or ()}
    for element, text in _quotes(page):
        for node in element.iter():
            if node is not element and isinstance(node.tag, str) and _letters(_text(node)) == speakers[text] != "":
                yield element, node


def _quotes(page: Labelled) -> list[tuple[Element, str]]:
    """(element, letters of the quote) of each element whose whole text is a labelled quote, speaker and all.

    Where no element has the speaker too, it is the quote alone.
    """
    alone: dict[str, str] = {}
    complete: dict[str, str] = {}
    for quote in page.article.quotes or ():
        text = _letters(quote["text"])
        alone[text] = complete[text + _letters(quote["attribution"] or "")] = text
    lines = [
        block.element for block in page.page.outline.blocks if any(_letters(block.text) in text for text in complete)
    ]
    frames = dict.fromkeys(node for element in lines for node in (element, *_wrappers(element)))
    texts = [(node, _letters(_text(node))) for node in frames]
    found: list[tuple[Element, str]] = [(node, complete[text]) for node, text in texts if text in complete]
    return found or [(node, alone[text]) for node, text in texts if text in alone]


def _letters(text: str) -> str:
    """*text* without what stands between its letters: elements that follow one another may have no space between."""
    return fold(text).replace(" ", "")


def _wrappers(element: Element) -> list[Element]:
    found: list[Element] = []
    for node in element.iterancestors():
        if node.tag in ROOTS or len(found) == _WRAPPERS - 1:
            break
        found.append(node)
    return found


def _deepest_first(elements: Iterable[Element]) -> list[Element]:
    return sorted(elements, key=_depth, reverse=True)


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))
