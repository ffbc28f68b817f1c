"""The letters tell the language."""

import pytest

from newsbot.text.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت البلدية اليوم أن أعمال الصيانة ستنتهي قبل نهاية الأسبوع.", "ar"),
        ("قال المدير في بيان نشرته وكالة BBC إن الجسر مفتوح", "ar"),
        ("خبر عاجل", "ar"),
        ("التقى الوزير نظيره الإيراني پور داود في گرگان صباح اليوم وبحثا ملف الحدود المشتركة بين البلدين", "ar"),
        ("شهرداری اعلام کرد که کارهای تعمیر پل تا پایان هفته تمام می\u200cشود.", "fa"),
        ("رئیس جمهور گفت این طرح سال آینده اجرا خواهد شد", "fa"),
        ("بلدیہ نے اعلان کیا ہے کہ پل کی مرمت کا کام ہفتے کے آخر تک مکمل ہو جائے گا۔", "ur"),
        ("وزیر نے کہا کہ نئی سڑک اگلے سال کھول دی جائے گی", "ur"),
        ("شارەوانی ڕایگەیاند کە کارەکانی چاککردنەوەی پردەکە لە کۆتایی هەفتە تەواو دەبن.", "ckb"),
        ("ښاروالۍ وویل چې د پله د رغولو کار به د اونۍ تر پایه بشپړ شي.", "ps"),
        ("The council said that work on the bridge will be finished by the end of the week.", "en"),
        ("La mairie a annoncé que les travaux du pont seront terminés à la fin de la semaine.", None),
        ("Belediye, köprü çalışmalarının hafta sonuna kadar biteceğini açıkladı.", None),
        ("Городской совет сообщил", None),
        ("12345 - 2020", None),
        ("", None),
        ("و", None),
    ],
)
def test_language_of(text, language):
    assert language_of(text) == language
