"""Wrong readings are told from written text, and the right reading is preferred."""

import pytest

from newsbot.text.mojibake import looks_garbled, mojibake_score

ARABIC = "أعلنت البلدية اليوم أن أعمال الصيانة في شارع الجسر ستنتهي قبل نهاية الأسبوع، وقال المدير «لا نتوقع تأخيراً»."
PERSIAN = "شهرداری اعلام کرد که کارهای تعمیر پل تا پایان هفته تمام می\u200cشود و گذر خودروها از سر گرفته خواهد شد."

READINGS = [
    (wrote, read)
    for wrote, wrong in {
        "utf-8": (
            "cp1256",
            "cp1252",
            "latin-1",
            "cp1250",
            "iso8859-2",
            "mac_latin2",
            "mac_roman",
            "cp1254",
            "cp1251",
            "iso8859-6",
        ),
        "cp1256": ("utf-8", "cp1252", "latin-1", "cp1250", "iso8859-2", "mac_latin2", "mac_roman", "cp1254"),
        "iso8859-6": ("utf-8", "cp1252", "latin-1", "mac_latin2", "cp1254"),
    }.items()
    for read in wrong
]


@pytest.mark.parametrize(("wrote", "read"), READINGS)
@pytest.mark.parametrize("text", [ARABIC, PERSIAN])
def test_wrong_readings_are_garbled(text, wrote, read):
    garbled = text.encode(wrote, "ignore").decode(read, "replace")
    assert looks_garbled(garbled)
    assert looks_garbled(f"<html><body class='article'>{'<div id=x>' * 500}{garbled}")


@pytest.mark.parametrize("text", ["Ø§Ù„Ù…Ø²ÙŠØ¯", "ÇáãÒíÏ", "ط§ظ„ظ…ط²ظٹط¯", "\ufffd\ufffd\ufffd", "lâ€™Ã©tÃ©"])
def test_short_garbled_texts(text):
    assert looks_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        PERSIAN,
        "قال: «حفظ»، ثم «فقط»؛ «وسط»… غلط؟",
        "تبث الـBBC وMTV وبـFacebook مباشرة",
        "اتحاد الكرة ٢-١ (٩٠') ½ 5€",
        "L’été à l’Élysée : « déjà », où ? NOËL, ÎLE, ÊTRE… MAIS OÙ…",
        "Bakanlık, köprünün yıl sonuna kadar açılacağını söyledi. ÜÇÜNCÜ KÖPRÜ İÇİN ÇÖZÜM ÜŞÜŞTÜ",
        "Příští týden začne rekonstrukce mostu přes řeku",
        "Þórður sagði að ný brú yrði byggð á næsta ári",
        "It’s a “quote” — café",
        "São Paulo não é à toa",
        "Chính phủ Việt Nam",
        "Кто это сказал",
        "• • • ——— «…» ©",
        "ئەنجوومەنی شار ڕایگەیاند",
        "plain",
        "",
    ],
)
def test_written_texts_are_not_garbled(text):
    assert not looks_garbled(text)


def test_a_few_bad_bytes_do_not_make_a_page_garbled():
    assert not looks_garbled(ARABIC + "\ufffd" * 3)
    assert 0 < mojibake_score(ARABIC + "\ufffd" * 3) < 0.1
