"""The places and currencies that a made-up site writes of, in place of the demo's own; data.

A country has as many towns as the demo has, each a name that does not change with the case, as in the demo's lists.
"""

from dataclasses import dataclass

from newsbot.demo.text import load_parts


@dataclass(frozen=True)
class Country:
    """Eighteen towns, and a currency that can follow «مليون»."""

    towns: tuple[str, ...]
    currency: str

    def names(self) -> dict[str, str]:
        """The demo's words and what takes their place."""
        return {**dict(zip(load_parts("words")["cities"], self.towns, strict=True)), "ليرة": self.currency}


SYRIA = Country(tuple(load_parts("words")["cities"]), "ليرة")
SAUDI_ARABIA = Country(
    (
        "الرياض", "جدة", "الدمام", "تبوك", "أبها", "الطائف", "حائل", "نجران", "جازان", "ينبع", "عرعر", "سكاكا", "بريدة",
        "عنيزة", "الخبر", "القطيف", "بيشة", "الباحة",
    ),
    "ريال",
)  # fmt: skip
TUNISIA = Country(
    (
        "تونس", "صفاقس", "سوسة", "القيروان", "بنزرت", "قابس", "مدنين", "جندوبة", "باجة", "سليانة", "المنستير", "المهدية",
        "زغوان", "نابل", "توزر", "قفصة", "القصرين", "تطاوين",
    ),
    "دينار",
)  # fmt: skip
LEBANON = Country(
    (
        "بيروت", "صيدا", "زحلة", "بعلبك", "النبطية", "جونية", "البترون", "جبيل", "عاليه", "بشري", "إهدن", "راشيا", "جزين",
        "الهرمل", "حلبا", "زغرتا", "مرجعيون", "شتورا",
    ),
    "ليرة",
)  # fmt: skip
IRAQ = Country(
    (
        "بغداد", "الموصل", "البصرة", "أربيل", "كركوك", "النجف", "كربلاء", "الناصرية", "العمارة", "الكوت", "الحلة", "الرمادي",
        "سامراء", "تكريت", "السماوة", "الديوانية", "دهوك", "الفلوجة",
    ),
    "دينار",
)  # fmt: skip
JORDAN = Country(
    (
        "عمّان", "إربد", "الزرقاء", "العقبة", "الكرك", "مادبا", "السلط", "جرش", "عجلون", "معان", "المفرق", "الطفيلة",
        "الرمثا", "الشوبك", "الأزرق", "الفحيص", "ناعور", "سحاب",
    ),
    "دينار",
)  # fmt: skip
MOROCCO = Country(
    (
        "الرباط", "الدار البيضاء", "مراكش", "طنجة", "فاس", "أكادير", "مكناس", "وجدة", "تطوان", "آسفي", "الجديدة", "تازة",
        "الصويرة", "ورزازات", "خنيفرة", "القنيطرة", "الناظور", "بني ملال",
    ),
    "درهم",
)  # fmt: skip
