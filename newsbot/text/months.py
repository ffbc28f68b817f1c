"""The month names that Arabic, Persian, Kurdish, Urdu, French and English pages print; never reads a date."""

from newsbot.text.arabic import fold_line
from newsbot.text.calendars import Calendar

# One line a region, twelve names in order, spellings of one name parted by a bar. Names are matched folded, so hamza,
# alef forms, diacritics and Persian letters need no spelling of their own.
_GREGORIAN = (
    # Levant and Iraq
    (
        "كانون الثاني|كانون ثاني|كانون ثان,شباط|اشباط,آذار,نيسان,أيار|ايّار|مايس,حزيران,تموز,آب|أغسطوس,أيلول,"
        "تشرين الأول|تشرين أول|تشرين الاوّل,تشرين الثاني|تشرين ثاني|تشرين ثان,كانون الأول|كانون أول"
    ),
    # Egypt, Sudan, the Gulf
    (
        "يناير|ينابر,فبراير|فبرابر,مارس|مارش,أبريل|إبريل|آبريل|نيسان,مايو|مايوا|ماية,يونيو|يونيه|يونية,"
        "يوليو|يوليه|يولية,أغسطس|اغسطوس|أوغسطس,سبتمبر|سيبتمبر,أكتوبر|أوكتوبر|اكتوبار,نوفمبر|نوفنبر,ديسمبر|دسمبر|ديسيمبر"
    ),
    # Tunisia and Algeria
    "جانفي|جانفيي,فيفري|فيفريي,مارس,أفريل|افريل,ماي,جوان,جويلية|جويليه|جويلي,أوت|اوت,سبتمبر,أكتوبر,نوفمبر,ديسمبر",
    # Morocco and Mauritania
    "يناير,فبراير,مارس,أبريل|إبريل,ماي|مايو,يونيو,يوليوز|يوليو,غشت|أغشت,شتنبر|شتمبر,أكتوبر,نونبر|نوفمبر,دجنبر|دجمبر",
    # The Gregorian months as Persian writes them
    "ژانویه,فوریه,مارس,آوریل,مه|می,ژوئن,ژوئیه|جولای,اوت|آگوست,سپتامبر,اکتبر,نوامبر,دسامبر",
    # Kurdish of Sulaymaniyah and Erbil
    (
        "کانوونی دووەم,شوبات,ئازار,نیسان|نیسانی,ئایار|مایس,حوزەیران,تەممووز|تەمموز|تەمووز,ئاب,ئەیلوول|ئەیلول,"
        "تشرینی یەکەم,تشرینی دووەم,کانوونی یەکەم|کانونی یەکەم"
    ),
    # Urdu
    "جنوری,فروری,مارچ,اپریل,مئی,جون,جولائی,اگست,ستمبر,اکتوبر,نومبر,دسمبر",
    (
        "january|jan,february|feb,march|mar,april|apr,may,june|jun,july|jul,august|aug,september|sep|sept,october|oct,"
        "november|nov,december|dec"
    ),
    (
        "janvier|janv,février|fevrier|févr|fevr|fév,mars,avril|avr,mai,juin,juillet|juil,août|aout,septembre,octobre,"
        "novembre,décembre|decembre|déc"
    ),
    "ocak,şubat,mart,nisan,mayıs,haziran,temmuz,ağustos,eylül,ekim,kasım,aralık",
)
_HIJRI = (
    (
        "محرم|المحرم|محرم الحرام,صفر|صفر الخير,ربيع الأول|ربيع أول,ربيع الآخر|ربيع الثاني|ربيع ثاني,"
        "جمادى الأولى|جمادى الأول|جمادي الاول,جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادى الثاني,رجب|رجب الفرد,شعبان,"
        "رمضان|رمضان المبارك,شوال|شوّال,ذو القعدة|ذي القعدة|ذوالقعدة|ذا القعدة|ذيقعدة,"
        "ذو الحجة|ذي الحجة|ذوالحجة|ذا الحجة|ذيحجة"
    ),
)
_JALALI = (
    "فروردین,اردیبهشت,خرداد,تیر,مرداد|امرداد,شهریور,مهر,آبان,آذر,دی,بهمن,اسفند",
    "حمل,ثور,جوزا,سرطان,اسد,سنبله,میزان,عقرب,قوس,جدی,دلو,حوت",  # Afghanistan
    # Kurdish
    "خاکەلێوە,گوڵان,جۆزەردان,پووشپەڕ,گەلاوێژ,خەرمانان,ڕەزبەر,گەڵاڕێزان,سەرماوەز,بەفرانبار,ڕێبەندان,ڕەشەمە",
)


def _named() -> dict[str, tuple[Calendar, int]]:
    months: dict[str, tuple[Calendar, int]] = {}
    for calendar, regions in ((Calendar.GREGORIAN, _GREGORIAN), (Calendar.HIJRI, _HIJRI), (Calendar.JALALI, _JALALI)):
        for region in regions:
            for number, spellings in enumerate(region.split(","), start=1):
                for spelling in spellings.split("|"):
                    months[fold_line(spelling)] = (calendar, number)
    return months


MONTHS = _named()
"""The calendar and number of each month by its folded name, of one or two words."""

NUMBERED_MONTHS = {"كانون": (12, 1), "ك": (12, 1), "تشرين": (10, 11), "ت": (10, 11)}
"""Months that are told apart by 1 and 2: «كانون2» is January, «ت1» is October."""
