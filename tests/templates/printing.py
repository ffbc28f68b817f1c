"""Dates as the newsrooms of several countries print them; it prints only, and reads no clock."""

from datetime import datetime, timedelta

from hijridate import Gregorian

from newsbot.demo.text import count_phrase, load_parts

GULF_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
TUNISIAN_MONTHS = (
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
MOROCCAN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
LEVANTINE_MONTHS: tuple[str, ...] = tuple(load_parts("words")["months"])
HIJRI_MONTHS = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
    "ذو القعدة", "ذو الحجة",
)  # fmt: skip

_ARABIC_INDIC = str.maketrans("0123456789", "".join(chr(0x0660 + digit) for digit in range(10)))
_PERSIAN = str.maketrans("0123456789", "".join(chr(0x06F0 + digit) for digit in range(10)))
_NOON = 12


def arabic_indic(text: object) -> str:
    """Write the digits as ٠١٢٣."""
    return str(text).translate(_ARABIC_INDIC)


def persian(text: object) -> str:
    """Write the digits as ۰۱۲۳."""
    return str(text).translate(_PERSIAN)


def weekday(at: datetime) -> str:
    """The day's name."""
    return str(load_parts("words")["weekdays"][at.weekday()])


def day_month_year(at: datetime, months: tuple[str, ...]) -> str:
    """«31 تشرين الأول 2026»."""
    return f"{at.day} {months[at.month - 1]} {at.year}"


def hijri_and_gregorian(at: datetime) -> str:
    """«السبت 20 جمادى الأولى 1448هـ - 31 أكتوبر 2026م»."""
    hijri = Gregorian(at.year, at.month, at.day).to_hijri()
    lunar = f"{hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year}هـ"
    return f"{weekday(at)} {lunar} - {day_month_year(at, GULF_MONTHS)}م"


def twelve_hours(at: datetime) -> str:
    """«6:05 مساءً»."""
    half = "مساءً" if at.hour >= _NOON else "صباحًا"
    return f"{at.hour % _NOON or _NOON}:{at:%M} {half}"


def ago(at: datetime, now: datetime) -> str:
    """«منذ ساعتين», «منذ 3 أيام», «منذ شهر»: in whole units, as such pages round."""
    past = now - at
    units = (
        (timedelta(days=30), "شهر", "شهرين"),
        (timedelta(days=7), "أسبوع", "أسبوعين"),
        (timedelta(days=1), "يوم", "يومين"),
        (timedelta(hours=1), "ساعة", "ساعتين"),
        (timedelta(minutes=1), "دقيقة", "دقيقتين"),
    )
    for unit, one, two in units:
        count = past // unit
        if count > 0:
            return f"منذ {one if count == 1 else two if count == 2 else count_phrase(count, one)}"
    return "الآن"
