"""Soft 404s are told by their words, and articles about missing pages are not."""

import pytest

from newsbot.pages.absence import is_soft_404


@pytest.mark.parametrize(
    "headline",
    [
        "الصفحة غير موجودة",
        "عذرًا، الصفحة التي تبحث عنها غير موجودة",
        "المقال غير متوفر",
        "هذا الخبر لم يعد متاحًا",
        "لم يتم العثور على الصفحة المطلوبة",
        "لا توجد صفحة بهذا العنوان",
        "تم حذف هذا الخبر",
        "خطأ 404",
        "404 Not Found",
        "Page not found | Site",
        "صفحه مورد نظر یافت نشد",
    ],
)
def test_pages_that_are_not_there(headline):
    assert is_soft_404(headline, None, 20)
    assert is_soft_404(None, headline, 20)


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("الصفحة غير موجودة: كيف تفقد الصحف أرشيفها", 400),
        ("افتتاح سوق جديدة في المدينة", 20),
        ("404 متطوعين يزرعون الأشجار في الريف", 30),
        ("فتح صفحة جديدة بين البلدين", 30),
        (None, 0),
    ],
)
def test_pages_that_are(headline, words):
    assert not is_soft_404(headline, None, words)
