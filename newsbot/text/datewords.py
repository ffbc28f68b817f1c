"""The words of a date line other than month names: weekdays, parts of the day, zones, marks; never reads a date."""

from datetime import UTC, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from newsbot.text.arabic import fold_line
from newsbot.text.calendars import Calendar


class Kind(StrEnum):
    """What a word of a date line is; one letter each, so that a line can be matched as a string."""

    NUMBER = "n"
    MONTH = "M"
    NUMERIC = "N"  # a whole date in digits
    TIME = "t"
    MERIDIEM = "m"
    WEEKDAY = "w"
    ZONE = "z"
    ZONE_MARK = "Z"
    ERA = "e"
    PUBLISHED = "p"
    MODIFIED = "u"
    NOISE = "_"
    REFUSED = "x"
    UNKNOWN = "?"


_WEEKDAYS = (  # Monday first, as date.weekday() counts
    "الاثنين|الإثنين|الأثنين|اثنين|إثنين|دوشنبه|دو شنبه|دووشەممە|پیر|monday|mon|lundi|lun|pazartesi,"
    "الثلاثاء|ثلاثاء|التلات|سه شنبه|سه‌شنبه|سێشەممە|منگل|tuesday|tue|tues|mardi|salı,"
    "الأربعاء|أربعاء|الاربع|چهارشنبه|چهار شنبه|چوارشەممە|بدھ|wednesday|wed|mercredi|mer|çarşamba,"
    "الخميس|خميس|پنجشنبه|پنج شنبه|پێنجشەممە|جمعرات|thursday|thu|thur|thurs|jeudi|jeu|perşembe,"
    "الجمعة|جمعة|جمعه|آدینه|هەینی|جمعہ|friday|fri|vendredi|ven|cuma,"
    "السبت|سبت|شنبه|شەممە|ہفتہ|saturday|sat|samedi|sam|cumartesi,"
    "الأحد|الاحد|یکشنبه|یک شنبه|یەکشەممە|اتوار|sunday|sun|dimanche|dim|pazar"
)

# am and pm count on the twelve-hour clock; noon and night depend on the hour (datelines.py).
_MERIDIEMS = {
    "am": "ص|صباحا|صباحاً|صباح|الصباح|صباحًا|am|a.m|فجرا|فجراً|الفجر|قبل الظهر|ق.ظ|صبح|بامداد|بەیانی|sabah",
    "pm": "مساء|مساءً|مساءا|المساء|pm|p.m|عصرا|عصراً|العصر|بعد الظهر|ب.ظ|عصر|بعدازظهر|بعد از ظهر|ئێوارە|akşam",
    "noon": "ظهرا|ظهراً|الظهر|ظهر",
    "night": "ليلا|ليلاً|الليل|شب|شەو",
}

_ZONES = {
    "UTC": "غرينتش|جرينتش|غرينيتش|جرينيتش|قرينتش|جرينتيش|العالمي|gmt|utc|ut|z",
    "Asia/Damascus": "دمشق|سوريا|سورية",
    "Asia/Riyadh": "مكة|مكة المكرمة|السعودية|الرياض",
    "Africa/Cairo": "القاهرة|مصر",
    "Asia/Beirut": "بيروت|لبنان",
    "Asia/Baghdad": "بغداد|العراق|اربيل",
    "Asia/Amman": "عمان|الأردن",
    "Asia/Gaza": "غزة|فلسطين",
    "Asia/Jerusalem": "القدس|القدس المحتلة",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر",
    "Africa/Casablanca": "الرباط|المغرب|الدار البيضاء",
    "Africa/Tripoli": "طرابلس|ليبيا",
    "Africa/Khartoum": "الخرطوم|السودان",
    "Africa/Nouakchott": "نواكشوط|موريتانيا",
    "Asia/Qatar": "الدوحة|قطر",
    "Asia/Dubai": "دبي|أبوظبي|أبو ظبي|الإمارات",
    "Asia/Kuwait": "الكويت",
    "Asia/Bahrain": "المنامة|البحرين",
    "Asia/Muscat": "مسقط|سلطنة عمان",
    "Asia/Aden": "صنعاء|عدن|اليمن",
    "Asia/Tehran": "طهران|تهران|ايران",
    "Europe/Istanbul": "اسطنبول|إسطنبول|أنقرة|تركيا|انقره",
    "Europe/London": "لندن",
    "Europe/Paris": "باريس",
    "Europe/Berlin": "برلين",
    "Europe/Moscow": "موسكو",
    "America/New_York": "نيويورك|واشنطن",
}
# Zones that may stand without «بتوقيت», in hours. AST, BST, CST and IST mean several: a line with one is refused.
_NAMED_OFFSETS = {"eet": 2, "eest": 3, "cet": 1, "cest": 2, "wet": 0, "msk": 3, "trt": 3, "est": -5, "edt": -4}
_AMBIGUOUS_ZONES = "ast|bst|cst|ist|gst|kst|pst|mst|pdt|cdt|mdt"

_ERAS = {
    Calendar.HIJRI: "هجري|هجرية|هجريا|للهجرة|ه.ق|ق.ه",
    Calendar.GREGORIAN: "ميلادي|ميلادية|للميلاد|a.d|ad|ce",
    Calendar.JALALI: "شمسي|شمسية|خورشيدي|خورشیدی|هجري شمسي|هجری شمسی|ه.ش",
}

_PUBLISHED = (
    "نشر|نشرت|نشره|نشرها|تم نشره|تم النشر|تم نشر|تاريخ النشر|تاريخ نشر|وقت النشر|موعد النشر|النشر|منشور|كتب|كتبت|كتبه|"
    "أضيف|أضيفت|تاريخ الإضافة|تمت الإضافة|الإضافة|انشئ|تاريخ الإنشاء|أنشئت|صدر|تاريخ الخبر|تاريخ المقال|بواسطة|"
    "تاریخ انتشار|انتشار|منتشر شده|زمان انتشار|تاریخ خبر|کد خبر|شائع|تاریخ اشاعت|بڵاوکراوەتەوە|"
    "published|posted|date published|publication|publié|publie|publiée|mis en ligne|created|written|yayınlanma|by"
)
_MODIFIED = (
    "آخر تحديث|أخر تحديث|تحديث|التحديث|محدث|محدّث|تم التحديث|تم تحديثه|تاريخ التحديث|حدث|حدّث|حدثت|عدل|عدلت|تعديل|"
    "آخر تعديل|تم التعديل|تم تعديله|وقت التحديث|بروزرسانی|به روز رسانی|آخرین بروزرسانی|آخرین به روز رسانی|ویرایش|"
    "updated|last updated|update|modified|last modified|mis à jour|mise à jour|modifié|güncelleme|son güncelleme"
)
_NOISE = (
    "في|يوم|بتاريخ|تاريخ|التاريخ|الموافق|موافق|الموافق ل|الموافقة|من|من شهر|شهر|لشهر|عام|لعام|سنة|لسنة|الساعة|"
    "ساعة النشر|بالساعة|عند|عند الساعة|تمام|تمام الساعة|على|على الساعة|ل|ب|و|هذا|ليوم|بيوم|أيام|تم|وقت|الوقت|التوقيت|"
    "بالتوقيت المحلي|التوقيت المحلي|المحلي|محلي|ساعت|در|روز|ماه|سال|زمان|مورخ|برابر با|مطابق|بوقت|وقت الإنشاء|"
    "اليوم|هذا اليوم|أمس|امروز|today|yesterday|"
    "on|at|the|of|in|date|time|local|hour|le|la|à|du|de|et|h|st|nd|rd|th|er|lo"
)
_REFUSED = (
    "منذ|قبل|ago|پیش|بعد|حتى|إلى|الى|لغاية|بين|خلال|ذكرى|الذكرى|مواليد|ولد|ولدت|توفي|توفيت|"
    "حقوق|جميع الحقوق|العدد|عدد|ينتهي|يبدأ|ابتداء|اعتبارا|"
    "until|till|to|between|since|before|after|born|died|copyright|rights|from|تا|از|لمدة|انتهاء|صورة|أرشيفية|ارشيف|أرشيف"
)

Word = tuple[Kind, object]


def _vocabulary() -> dict[str, Word]:
    words: dict[str, Word] = {}

    def add(kind: Kind, value: object, spellings: str) -> None:
        for spelling in spellings.split("|"):
            words[fold_line(spelling).replace(".", "")] = (kind, value)

    add(Kind.NOISE, None, _NOISE)
    for index, spellings in enumerate(_WEEKDAYS.split(",")):
        add(Kind.WEEKDAY, index, spellings)
    for part, spellings in _MERIDIEMS.items():
        add(Kind.MERIDIEM, part, spellings)
    for calendar, spellings in _ERAS.items():
        add(Kind.ERA, calendar, spellings)
    for name, hours in _NAMED_OFFSETS.items():
        add(Kind.ZONE, timezone(timedelta(hours=hours)), name)
    add(Kind.ZONE, UTC, _ZONES["UTC"])
    add(Kind.ZONE_MARK, None, "بتوقيت|توقيت|بالتوقيت|حسب توقيت")
    add(Kind.PUBLISHED, None, _PUBLISHED)
    add(Kind.MODIFIED, None, _MODIFIED)
    add(Kind.REFUSED, None, f"{_REFUSED}|{_AMBIGUOUS_ZONES}")
    return words


WORDS = _vocabulary()
"""Kind and value of each folded phrase of one to three words; a full stop inside an abbreviation is left out."""

_PLACES = {fold_line(spelling): name for name, spellings in _ZONES.items() for spelling in spellings.split("|")}


@cache
def zone_of_place(place: str) -> tzinfo | None:
    """Return the zone that a folded *place* names after «بتوقيت»; elsewhere a place is only a place."""
    name = _PLACES.get(place)
    return None if name is None else UTC if name == "UTC" else ZoneInfo(name)
