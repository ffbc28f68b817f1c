"""The words that head a related block or end an article, in their folded form; data, and the patterns made of it."""

from collections.abc import Iterable
from re import Pattern
from re import compile as pattern

from newsbot.text.arabic import fold

MAIN_HEADINGS = frozenset(fold(text) for text in ("المزيد", "المزيد من الأخبار", "مزيد من الأخبار"))
"""Headings that newsbot's outlets use for the block that leads from page to page."""

RELATED_HEADINGS = MAIN_HEADINGS | frozenset(
    fold(text)
    for text in (
        "اقرأ أيضاً", "إقرأ أيضاً", "اقرأوا أيضاً", "اقرأ كذلك", "طالع أيضاً", "طالع أيضا", "شاهد أيضاً", "انظر أيضاً",
        "وقد يهمك أيضاً", "قد يهمك أيضاً", "قد يهمك", "قد يعجبك أيضاً", "ربما يعجبك أيضاً", "ربما يهمك", "يمكنك قراءة",
        "ذات صلة", "مواضيع ذات صلة", "موضوعات ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "مواد ذات صلة",
        "تقارير ذات صلة", "قصص ذات صلة", "روابط ذات صلة", "محتوى ذو صلة", "الأخبار ذات الصلة", "المقالات ذات الصلة",
        "المواضيع ذات الصلة", "مواضيع ذات علاقة", "أخبار ذات علاقة", "مقالات ذات علاقة", "مواضيع متعلقة",
        "موضوعات متعلقة", "أخبار متعلقة", "مقالات متعلقة", "مواضيع مرتبطة", "أخبار مرتبطة", "مقالات مرتبطة",
        "مواضيع مشابهة", "أخبار مشابهة", "مقالات مشابهة", "مواضيع أخرى", "أخبار أخرى", "المزيد من المقالات",
        "المزيد من المواضيع", "المزيد حول", "المزيد في هذا القسم", "المزيد من هذا القسم", "تابع أيضاً", "اخترنا لك",
        "مطالب مرتبط", "اخبار مرتبط", "related", "related articles", "related stories", "related news", "read also",
        "see also", "also read", "read more", "more stories",
    )
)  # fmt: skip

INLINE_HEADINGS = frozenset(
    fold(text) for text in ("اقرأ أيضاً", "إقرأ أيضاً", "اقرأ كذلك", "شاهد أيضاً", "طالع أيضاً", "قد يهمك أيضاً", "انظر أيضاً", "read also", "read more")
)  # fmt: skip
"""Headings that often stand over a single link in the middle of an article."""

# A heading may name what there is more of: «المزيد من تقارير», «المزيد عن إدلب», but not a sentence.
_MORE_OF = pattern(r"المزيد (?:من|في|حول|عن) \S+(?: \S+){0,2}")

# Marks of all kinds may stand between the letters of a heading, and the letters have variants that fold alike.
_MARKS = r"[\u064b-\u065f\u0670\u0640\u200b-\u200f]*"
_VARIANTS = {"ا": "[اأإآٱ]", "ي": "[يىئی]", "ه": "[هة]", "و": "[وؤ]", "ك": "[كک]"}
# Whole words in presentation forms are found by their block; the exact test comes after.
_PRESENTATION = r"[\ufb50-\ufdfb\ufe70-\ufefc]{3}"


def is_related_heading(folded: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether *folded*, a whole line of text, heads a related block."""
    return folded in RELATED_HEADINGS or folded in own or _MORE_OF.fullmatch(folded) is not None


def heading_stems(headings: Iterable[str]) -> Pattern[str]:
    """A quick first test for text that may hold one of *headings* (folded), in any spelling."""
    stems = {heading.split()[-1].removeprefix("ال") for heading in headings if heading}
    return pattern("|".join([*sorted(map(_loose, stems)), _PRESENTATION]))


def _loose(word: str) -> str:
    return _MARKS.join(_VARIANTS.get(letter, letter) for letter in word)


COMMON_STEMS = heading_stems({*RELATED_HEADINGS, fold("المزيد")})
