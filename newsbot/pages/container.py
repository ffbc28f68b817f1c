"""Finds the element that holds an article's prose: the smallest that still has most of the page's; reads no words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from newsbot.pages.outline import Block
from newsbot.pages.zones import Element, Zone, is_certain_noise
from newsbot.text.arabic import fold

# Calibrated on the public article-extraction benchmark and five Arabic pages: shorter unlinked blocks are labels as
# often as they are sentences.
PROSE_WORDS = 8
# An element is left for a child that holds this share of its prose.
DESCENT_SHARE = 0.75
# A named element that holds more of the page's prose than this is a wrapper, whatever its name says.
WRAPPER_SHARE = 0.4
PARAGRAPHS_BESIDE = 3
# A headline's own <article> with fewer words of prose may be only the head of one.
OWN_WORDS = 60
OUTSIDE = Zone.NAVIGATION | Zone.FOOTER | Zone.CONTROL | Zone.CAPTION
_NOISE_WEIGHT = 0.1
# A sentence and its speaker, perhaps with a mark before it.
_QUOTE_LINES = 3
# Three cards make a row; a card is a few elements deep.
TEASERS = 3
TEASER_DEPTH = 4
TEASER_HEADLINE_WORDS = 4
# An element with more of either is a part of the page, and its like beside it are columns.
CARD_WORDS = 200
CARD_HEADLINES = 2
# One long block (a licence, a comment policy) must not outweigh an article's many.
_WORDS_LIMIT = 120
# Pages nested deeper than this are made to hurt.
_CLIMB_LIMIT = 60


def is_prose(block: Block) -> bool:
    """Whether a block is a sentence rather than a label, a link or a caption."""
    return block.words >= PROSE_WORDS and not block.is_linked and not block.zones & OUTSIDE


def noise_elements(blocks: Sequence[Block], headline: Block | None) -> set[Element]:
    """Elements whose names speak against them; wrappers of the article are passed over.

    A wrapper holds the headline, or most of the page's prose under a name that an article's frame may well have
    («content-with-sidebar»); what is called a comment, dialog or footer is none, however long it is. Nor is a frame of
    quotations alone one («social-embed»): it holds a post that the article shows.
    """
    words: dict[Element, int] = {}
    embeds: dict[Element, bool] = {}
    total = 0
    for block in blocks:
        amount = block.words if is_prose(block) else 0
        total += amount
        for element in block.noise:
            words[element] = words.get(element, 0) + amount
            embeds[element] = embeds.get(element, True) and block.zones & Zone.QUOTE > 0
    around_headline = set(headline.noise) if headline is not None else set()
    return {
        element
        for element, amount in words.items()
        if element not in around_headline
        and (is_certain_noise(element) or (amount <= WRAPPER_SHARE * total and not embeds[element]))
    }


def pull_quotes(blocks: Sequence[Block], noise: set[Element]) -> set[Element]:
    """The elements among *noise* that only repeat a sentence of the rest: an <aside> is often a pull quote's frame."""
    inside: dict[Element, list[str]] = {}
    rest: list[str] = []
    for block in blocks:
        frames = noise.intersection(block.noise)
        for frame in frames:
            inside.setdefault(frame, []).append(fold(block.text))
        if not frames and is_prose(block):
            rest.append(fold(block.text))
    return {
        frame
        for frame, texts in inside.items()
        if len(texts) <= _QUOTE_LINES
        and texts[0].count(" ") >= PROSE_WORDS
        and any(texts[0] in other for other in rest)
    }


def own_article(blocks: list[Block], headline: Block | None) -> list[Block]:
    """*blocks* without those of other <article> elements, where the headline's own holds an article's worth of prose.

    Posts of a live page stand inside the headline's <article>, or beside one that holds a headline and little more.
    """
    own = next((node for node in headline.element.iterancestors("article")), None) if headline is not None else None
    if own is None:
        return blocks
    inside = set(own.iter())
    if sum(block.words for block in blocks if block.element in inside and is_prose(block)) < OWN_WORDS:
        return blocks
    around = {own, *own.iterancestors("article")}
    others: set[Element] = set()
    for article in own.getroottree().iter("article"):
        if article not in inside and article not in around and article not in others:
            others.update(article.iter())
    return [block for block in blocks if block.element not in others]


def prose_container(blocks: Sequence[Block], noise: set[Element]) -> Element | None:
    """The smallest element that holds most of the prose of *blocks*; None where there is none."""
    weights, children = _weights(blocks, noise, teasers(blocks))
    if not weights:
        return None
    node = max(weights, key=lambda element: weights[element])
    while (parent := node.getparent()) is not None and parent in weights:
        node = parent
    while below := children.get(node):
        heaviest = max(below, key=weights.__getitem__)
        # Paragraphs beside it are the rest of a text that a box «read more» or an advertisement divides.
        paragraphs = sum(child not in children for child in below if child is not heaviest)
        if weights[heaviest] < DESCENT_SHARE * weights[node] or paragraphs >= PARAGRAPHS_BESIDE:
            break
        node = heaviest
    return node


def teasers(blocks: Sequence[Block]) -> set[int]:
    """The numbers of prose blocks that sum up another article: each stands in a card of a row of equal cards.

    A card holds a linked headline of its own line; its siblings of the same element and class hold one too.
    """
    linked: Counter[Element] = Counter()
    words: Counter[Element] = Counter()
    for block in blocks:
        around = (block.element, *islice(block.element.iterancestors(), TEASER_DEPTH))
        if block.is_linked and block.words >= TEASER_HEADLINE_WORDS:
            linked.update(around)
        elif is_prose(block):
            words.update(dict.fromkeys(around, block.words))
    cards = {node for node, headlines in linked.items() if headlines <= CARD_HEADLINES and words[node] <= CARD_WORDS}
    rows: dict[tuple[Element, object, str | None], bool] = {}
    return {block.index for block in blocks if is_prose(block) and _is_in_card(block.element, cards, rows)}


def _is_in_card(element: Element, cards: set[Element], rows: dict[tuple[Element, object, str | None], bool]) -> bool:
    """Whether *element* stands in one of a row of *cards*; *rows* remembers which parents hold such a row."""
    for node in islice(element.iterancestors(), TEASER_DEPTH):
        parent = node.getparent()
        if node not in cards or parent is None or node.tag in {"body", "html", "main"}:
            continue
        row = (parent, node.tag, node.get("class"))
        if row not in rows:
            alike = [other for other in parent.iterchildren(node.tag) if other.get("class") == row[2]]
            rows[row] = len(alike) >= TEASERS and sum(other in cards for other in alike) * 2 > len(alike)
        if rows[row]:
            return True
    return False


def _weights(
    blocks: Iterable[Block], noise: set[Element], passed_over: set[int]
) -> tuple[dict[Element, float], dict[Element, dict[Element, None]]]:
    """The weight of prose below each element, and the children that bring it, in document order."""
    weights: dict[Element, float] = {}
    children: dict[Element, dict[Element, None]] = {}
    for block in blocks:
        if not is_prose(block) or block.index in passed_over:
            continue
        weight = min(block.words, _WORDS_LIMIT) * (_NOISE_WEIGHT if noise.intersection(block.noise) else 1.0)
        node: Element | None = block.element
        child: Element | None = None
        for _ in range(_CLIMB_LIMIT):
            if node is None:
                break
            weights[node] = weights.get(node, 0.0) + weight
            if child is not None:
                children.setdefault(node, {})[child] = None
            child, node = node, node.getparent()
    return weights, children
