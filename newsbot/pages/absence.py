"""Tells a soft 404: a page that answers 200 and says that there is nothing here; it judges words, not addresses."""

from re import VERBOSE
from re import compile as pattern

from newsbot.text.arabic import fold

# Longer texts speak of a missing page as their subject.
_WORDS_LIMIT = 80
# Folded text of a headline or title; the page's name may stand beside it.
_ABSENT = pattern(
    r"""
      (?:ال)?(?:صفحه|مقال|مقاله|خبر|ماده|موضوع|محتوي|رابط) \s (?:\S+ \s){0,5}? (?:غير|ليست|لم \s [يت]عد|لا) \s (?:موجود|متوفر|متاح|صحيح|توجد)
    | (?:لم \s (?:يتم \s العثور|نعثر|نجد)|لا \s (?:توجد|يوجد)|تعذر \s العثور) \s (?:علي \s)? (?:هذه \s|هذا \s)? (?:ال)?(?:صفحه|مقال|خبر|محتوي|ماده|موضوع)
    | (?:تم \s حذف|حذفت|ازيلت|تمت \s ازاله) \s (?:هذه \s|هذا \s)? (?:ال)?(?:صفحه|مقال|خبر|محتوي|ماده)
    | (?:خطا|error) \s 404 | ^404$ | \b404 \s (?:not \s found|error|خطا|(?:ال)?صفحه) | page \s (?:was \s|could \s)? not \s (?:be \s)? found | not \s found \s 404 | ^not \s found$
    | صفحه \s (?:مورد \s نظر \s)? (?:شما \s)? (?:یافت|پیدا|يافت|پيدا) \s نشد
    """,
    VERBOSE,
)


def is_soft_404(headline: str | None, title: str | None, words: int) -> bool:
    """Whether a page of *words* words of text, with this headline and title, only says that it is not there."""
    if words > _WORDS_LIMIT:
        return False
    return any(_ABSENT.search(fold(text)) is not None for text in (headline, title) if text)
