"""The countries that Arabic and Persian outlets are at home in: zone, domain, words that speak of each; only data."""

from dataclasses import dataclass
from re import Pattern
from re import compile as pattern

from newsbot.text.arabic import fold


@dataclass(frozen=True, slots=True)
class Country:
    """One country, as far as a clock depends on it."""

    name: str
    zone: str
    domain: str
    """Its top-level domain."""
    names: Pattern[str]
    """Its own names, in folded Arabic text and in Latin letters."""
    places: Pattern[str]
    """Its names and towns, in folded Arabic text."""

    def begins(self, labels: list[str]) -> bool:
        """Tell whether a label of a host begins with the country's English name: «syriatv»."""
        return any(label.startswith(self.name.lower()) for label in labels)


def _country(name: str, zone: str, domain: str, names: str, towns: str = "") -> Country:
    own = [fold(word) for word in names.split("|")]
    every = [*own, *(fold(word) for word in towns.split("|") if word)]
    return Country(name, zone, domain, _words([*own, fold(name)]), _words(every))


def _words(words: list[str]) -> Pattern[str]:
    """Words with «و», «ب», «ل», «ال» before them and feminine or plural endings behind."""
    return pattern(rf"(?<!\w)(?:[وبلفك]|ال|لل)*(?:{'|'.join(words)})(?:ي|يه|يين|يون)?(?!\w)")


COUNTRIES = (
    _country("Egypt", "Africa/Cairo", "eg", "مصر|egyptian|masr|misr", "القاهرة|الإسكندرية|الجيزة|أسوان|المنصورة"),
    _country("Sudan", "Africa/Khartoum", "sd", "السودان|sudanese", "الخرطوم|أم درمان|بورتسودان|دارفور"),
    _country("Algeria", "Africa/Algiers", "dz", "الجزائر|algerie|dz", "وهران|قسنطينة|تيزي وزو|سطيف"),
    _country("Iraq", "Asia/Baghdad", "iq", "العراق|iraqi", "بغداد|الموصل|البصرة|أربيل|كركوك|النجف"),
    _country("Morocco", "Africa/Casablanca", "ma", "المغرب|maroc", "الرباط|الدار البيضاء|مراكش|طنجة|فاس|أكادير"),
    _country("Saudi Arabia", "Asia/Riyadh", "sa", "السعودية|السعودي|saudi|ksa", "الرياض|جدة|مكة|الدمام|تبوك|أبها"),
    _country("Yemen", "Asia/Aden", "ye", "اليمن|yemeni", "صنعاء|عدن|تعز|الحديدة|مأرب|حضرموت"),
    _country(
        "Syria",
        "Asia/Damascus",
        "sy",
        "سوريا|سورية|السوري|syrian",
        "دمشق|حلب|حمص|حماة|إدلب|اللاذقية|طرطوس|درعا|السويداء|القامشلي|الحسكة|الرقة|دير الزور|تدمر",
    ),
    _country("Tunisia", "Africa/Tunis", "tn", "تونس|tunisie|tunis", "صفاقس|سوسة|القيروان|بنزرت|قابس"),
    _country("Jordan", "Asia/Amman", "jo", "الأردن|jordanian", "إربد|الزرقاء|العقبة|الكرك|مادبا"),
    _country("the Emirates", "Asia/Dubai", "ae", "الإمارات|الإماراتي|emirates|uae", "دبي|أبوظبي|أبو ظبي|الشارقة|عجمان"),
    _country("Libya", "Africa/Tripoli", "ly", "ليبيا|الليبي|libyan", "بنغازي|مصراتة|سبها|طبرق|سرت"),
    _country("Lebanon", "Asia/Beirut", "lb", "لبنان|lebanese|liban", "بيروت|صيدا|زحلة|بعلبك|النبطية"),
    _country("Palestine", "Asia/Gaza", "ps", "فلسطين|palestinian", "غزة|رام الله|نابلس|الخليل|جنين|القدس|رفح"),
    _country("Mauritania", "Africa/Nouakchott", "mr", "موريتانيا|الموريتاني|mauritanie", "نواكشوط|نواذيبو"),
    _country("Oman", "Asia/Muscat", "om", "سلطنة عمان|العماني|omani", "مسقط|صلالة|صحار|نزوى"),
    _country("Kuwait", "Asia/Kuwait", "kw", "الكويت|kuwaiti", "حولي|الجهراء|الفروانية"),
    _country("Qatar", "Asia/Qatar", "qa", "قطر|qatari", "الدوحة|الريان|لوسيل"),
    _country("Bahrain", "Asia/Bahrain", "bh", "البحرين|bahraini", "المنامة|المحرق|سترة"),
    _country("Iran", "Asia/Tehran", "ir", "ایران|إيران|iranian", "تهران|طهران|مشهد|اصفهان|شیراز|تبریز"),
)
"""The most populous first (United Nations estimates of 2024), for zones that only this can tell apart; Iran last."""

ABROAD = (
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Moscow",
    "America/New_York",
    "UTC",
)
"""Clocks of outlets that write from elsewhere: asked only where no zone above fits."""

MONTHS = {
    ("sy", "lb", "jo", "ps", "iq"): "كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين",
    ("dz", "tn"): "جانفي|فيفري|أفريل|جوان|جويلية|أوت",
    ("ma", "mr"): "يوليوز|غشت|شتنبر|نونبر|دجنبر",
    ("ir",): "فروردین|اردیبهشت|خرداد|مرداد|شهریور|آبان|بهمن|اسفند",
}
"""Month names that only some countries print; يناير and its like are read everywhere and tell nothing."""
