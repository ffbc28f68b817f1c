"""Tells from its words whether a short line names who wrote an article, and gives the name; pure text tests."""

from collections.abc import Iterator, Sequence
from re import IGNORECASE
from re import compile as pattern

from newsbot.pages.agencies import is_agency, is_place

LINE_LENGTH = 120
_NAME_WORDS, _FEWEST_WORDS = 7, 2
_ROLES_AR = (
    r"(?:كتب(?:ت|ه|ها|ا)?|بقلم|قلم|(?:من\s+)?إعداد|اعداد|أعد(?:ّ|ت|ه|ها)?(?:\s+(?:التقرير|المادة|الملف))?|تحرير|حرر(?:ه|ها|ته)?"
    r"|ترجمة|ترجم(?:ه|ها|ته|تها)|نقل(?:ه|ته)\s+إلى\s+العربية|حوار|حاور(?:ه|ها|ته|تها|هم|تهم)|أجر(?:ى|ت)\s+(?:الحوار|المقابلة|اللقاء)"
    r"|تقرير|تحقيق|متابعة|مراسلة?|ال(?:كاتب|كاتبة|محرر|محررة|صحفي|صحفية|صحافي|صحافية|مراسل|مراسلة)|كاتبة?(?:\s+المقال)?|المؤلف"
    r"|بواسطة|نشر(?:ه|ها)?\s+بواسطة|نُ?شر\s+بواسطة)(?:\s*(?:و\s*|/\s*)(?:تحرير|تقديم|ترجمة|تصوير|إعداد|حوار|متابعة|تقرير|بحث))*"
)
_ROLES_OTHER = (
    r"نویسنده|نوشته|خبرنگار|گزارش(?:گر)?|مترجم|ترجمه|تحریر|تحریر\s+کردہ|نووسین(?:ی)?|نووسەر|ئامادەکردن(?:ی)?|لیکوال"
    r"|(?:written|posted|published|reported|story|words|report|analysis|opinion|column|commentary|review|photographs?)\s+by|by|author|par|von|por|yazan|текст|автор"
)
_LABELLED = pattern(
    rf"^\W*(?P<label>{_ROLES_AR}|{_ROLES_OTHER})\s*(?P<mark>[:：\-–—/|.]*)\s*(?P<name>[^\s:].*)$", IGNORECASE
)
_LABEL_ALONE = pattern(rf"^\W*(?:{_ROLES_AR}|{_ROLES_OTHER})\s*[:：\-–—/|]*\s*$", IGNORECASE)
_SOURCE = pattern(r"^\W*(?:ال)?(?:مصدر|منبع)\s*[:：\-–—/|]\s*(?P<name>\S.*)$", IGNORECASE)
# These words name the writer wherever they stand; the others also begin sentences and headings, so that without a colon
# or dash behind them the rest of the line must look like a name.
_CERTAIN = pattern(r"^\W*(?:بقلم|بواسطة|(?:[a-z]+\s+)?by|نویسنده)\b", IGNORECASE)
_SENTENCE = pattern(r"[.!?؟؛…]\s*$|[؟؛…]|\s[.]\s")
_INITIAL_END = pattern(r"\b\w\.\s*$")
_COMMON_START = pattern(
    r"^(?:ال\w|في\b|من\b|على\b|إلى\b|عن\b|أن\b|إن\b|ما\b|هذا\b|هذه\b|كل\b|عدد\b|لل|the\b|a\b|an\b|our\b|\d)", IGNORECASE
)
_DIGIT = pattern(r"\d")
_DIVIDED = pattern(r"\s*[-–—|•·/،()]+\s*")
_PIECES = pattern(r"\s*[|•·]\s*|\s+[-–—]\s+")
_AGENCY_LINE = 60


def byline(text: str, *, is_near_headline: bool = True) -> str | None:
    """The name in «كتب: فلان», «بقلم فلان», «إعداد وتحرير: فلان», «حاوره - فلان» or "By X"; None for other lines.

    Without a colon or dash behind the word, one that is common in prose («كتب فلان», «تقرير فلان») counts only in a
    line of at most five words near the headline. A name has at most seven words and no sentence end.
    """
    if len(text) > LINE_LENGTH:
        return None
    match = _LABELLED.match(text)
    if match is None:
        return None
    name, has_mark = match["name"].strip(), bool(match["mark"])
    if _SENTENCE.search(name) and not _INITIAL_END.search(name):
        return None
    is_certain = _CERTAIN.match(text) is not None
    if len(name.split()) > _NAME_WORDS * (2 if is_certain else 1):
        return None
    if has_mark or (is_certain and not _COMMON_START.match(name)):
        return name
    is_name = is_near_headline and _FEWEST_WORDS <= len(name.split()) <= _UNMARKED_WORDS
    is_name = is_name and not _COMMON_START.match(name) and not _DIGIT.search(name)
    return name if is_name and match["label"] in _UNMARKED else None


_UNMARKED_WORDS = 4
_UNMARKED = frozenset(
    {"كتب", "كتبت", "إعداد", "اعداد", "إعداد وتحرير", "تحرير", "ترجمة", "حاوره", "حاورته", "حاورها", "حاورتها"}
)


def is_byline_label(text: str) -> bool:
    """Whether *text* is the word before a name and nothing more: «بقلم», «كتبت:»."""
    return len(text) <= LINE_LENGTH and _LABEL_ALONE.match(text) is not None


def named_source(text: str) -> str | None:
    """The name in «المصدر: رويترز»; None for other lines."""
    match = _SOURCE.match(text) if len(text) <= LINE_LENGTH else None
    name = match["name"].strip() if match else ""
    return name if name and len(name.split()) <= _NAME_WORDS else None


def agency_line(text: str) -> str | None:
    """The agency that a whole line is, alone or with the place it reports from: «القاهرة - رويترز»; None for others."""
    parts = [part for part in _DIVIDED.split(text) if part.strip()] if len(text) <= _AGENCY_LINE else []
    agencies = [part.strip() for part in parts if is_agency(part)]
    is_all = bool(agencies) and all(is_agency(part) or is_place(part) for part in parts)
    return agencies[0] if is_all else None


def bylines(texts: Sequence[str]) -> list[str]:
    """The names in lines, or in pieces of one line, that follow one another; a label and its name may stand apart.

    Lines behind the first byline count while they begin with its very label: «كتب: فلان», «كتب: فلانة».
    """
    for index, text in enumerate(texts):
        name = byline(text)
        if name is not None:
            label = text.removesuffix(name).strip()
            return [name, *_more(texts[index + 1 :], label)]
        if is_byline_label(text) and index + 1 < len(texts):
            follower = texts[index + 1]
            if len(follower.split()) <= _NAME_WORDS and not _SENTENCE.search(follower):
                return [follower]
    return []


def byline_in_pieces(pieces: Sequence[str]) -> list[str]:
    """The names behind a label that stands inside a line: «3 أيار», «|», «بقلم:», «فلان», «و», «فلانة»."""
    for index, piece in enumerate(pieces):
        if is_byline_label(piece) or byline(piece) is not None:
            rest = " ".join(pieces[index:])
            name = byline(rest)
            return [name] if name is not None else bylines(pieces[index : index + 2])
    return []


def byline_behind(text: str) -> list[str]:
    """The name in a line that begins with another thing: «دمشق - كتب: فلان», «3 أيار 2020 | بقلم فلان»."""
    parts = _PIECES.split(text) if len(text) <= LINE_LENGTH else []
    return byline_in_pieces(parts[1:]) if len(parts) > 1 else []


def _more(texts: Sequence[str], label: str) -> Iterator[str]:
    for text in texts:
        name = byline(text)
        if name is None or text.removesuffix(name).strip() != label:
            return
        yield name
