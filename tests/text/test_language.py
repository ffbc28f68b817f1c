"""The letters tell the languages of the Arabic script, fastText's model tells the others."""

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
        ("La mairie a annoncé que les travaux du pont seront terminés à la fin de la semaine.", "fr"),
        ("Belediye, köprü çalışmalarının hafta sonuna kadar biteceğini açıkladı.", "tr"),
        ("Городской совет сообщил о завершении работ на мосту.", "ru"),
        ("Şaredariyê ragihand ku karê pirê wê di dawiya hefteyê de biqede û rê vebe.", "ku"),
        ("Encûmena bajêr li ser rêya nû civiya û biryar da", "ku"),
        ("شەھەرلىك ھۆكۈمەت كۆۋرۈكنىڭ ھەپتە ئاخىرىدا پۈتىدىغانلىقىنى ئېلان قىلدى", "ug"),
        ("12345 - 2020", None),
        ("", None),
        ("و", None),
    ],
)
def test_language_of(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("افتتاح الجسر الجديد", "ar"),
        ("باريس: قمة للمناخ", "ar"),
        ("كابل تستضيف مؤتمرا", "ar"),
        ("بارش باران در تهران", "fa"),
        ("پل تازه گشایش یافت", "fa"),
        ("نیا پل کھول دیا گیا", "ur"),
        ("پردی نوێ کرایەوە", "ckb"),
        ("نوی پل پرانیستل شو او خلک پرې تېرېږي", "ps"),
        ("The new bridge is open", "en"),
        ("Breaking news", None),
        ("CNN", None),
    ],
)
def test_headlines_alone_are_told_apart(headline, language):
    assert language_of(headline) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال المتحدث باسم شركة Advanced Bridge Engineering International إن العمل في الجسر مستمر", "ar"),
        ("The mayor, سامي الحداد, said that the bridge would open before the end of the week.", "en"),
        ("وزیر گفت: «الجسر الجديد» پیش از پایان هفته گشایش می\u200cیابد و کارها ادامه دارد", "fa"),
        ("وقال الوزير الباكستاني إن قناة «جیو نیوز» ستبث الافتتاح، وإن حلقة «ہم عوام» ستعاد مساء في جميع المدن", "ar"),
    ],
)
def test_words_of_another_language_change_nothing(text, language):
    assert language_of(text) == language


def test_line_breaks_and_lone_marks_do_no_harm():
    assert language_of("The council said\nthat work on the bridge\r\nwill go on.") == "en"
    assert language_of("\u200f\u064b\u0640") is None
