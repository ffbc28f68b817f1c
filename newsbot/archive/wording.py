"""What the report calls things in Arabic: months, languages, reasons, kinds, sizes; it counts and lays out nothing."""

from collections.abc import Mapping
from datetime import datetime

LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
GREGORIAN = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
LANGUAGES = {
    "ar": "العربية", "en": "الإنكليزية", "fr": "الفرنسية", "tr": "التركية", "fa": "الفارسية", "ur": "الأردية",
    "ckb": "الكردية السورانية", "ku": "الكردية الكرمانجية", "ps": "البشتوية", "he": "العبرية", "de": "الألمانية",
    "es": "الإسبانية", "it": "الإيطالية", "ru": "الروسية", "zh": "الصينية", "pt": "البرتغالية", "so": "الصومالية",
    "az": "الأذربيجانية", "ug": "الأويغورية", "sd": "السندية", "hy": "الأرمنية",
}  # fmt: skip
KINDS = {
    "article": "مقالات",
    "listing": "صفحات قوائم",
    "feed": "خلاصات",
    "sitemap": "خرائط الموقع",
    "requisite": "مكوّنات الصفحات: صور وأنماط وخطوط",
}
STATES = {
    "done": "حُفظت",
    "queued": "تنتظر",
    "failed": "أخفقت",
    "gone": "أُزيلت من الموقع",
    "skipped": "تُركت",
}
"""In the order of the report's columns."""
RECORDS = {
    "response": ("ردود الخادم كما وصلت، مع طلباتها", "response"),
    "revisit": ("ردود محتواها مطابق لما حُفظ من قبل، فأُحيل إليه", "revisit"),
    "resource": ("صفحات بعد أن عرضها المتصفح", "resource"),
    "lost": ("إحالات ضاع ما تحيل إليه", "lost"),
}
_A_TRAP = "يبدو العنوان واحدًا من سلسلة لا تنتهي"
REASONS = {
    "no_headline": "لا عنوان في الصفحة، فهي ليست مقالًا أو لم يُفهم تصميمها",
    "no_body": "لا نص في الصفحة: مقطع مصوّر، أو معرض صور، أو صفحة لا تمتلئ إلا في المتصفح",
    "garbled": "تعذّرت قراءة النص بأي من الترميزات التي جُرّبت",
    "unchanged": "النص هو المحفوظ من قبل",
    "same_article": "عنوان آخر لمقال محفوظ، كصفحة الطباعة أو الرابط القصير",
    "same_text": "نص مطابق لنص مقال محفوظ",
    "nearly_same_text": "نص يكاد يطابق نص مقال محفوظ",
    "before_since": "نُشر قبل اليوم الذي حُدّد بداية للّقطة",
    "noindex": "تطلب الصفحة من البرامج ألا تفهرسها",
    "not_html": "وراء الرابط صورة أو مستند أو ملف آخر، لا صفحة",
    "not_an_image": "ليس وراء العنوان صورة",
    "not_a_feed": "ليس وراء العنوان خلاصة أخبار كما كان متوقعًا",
    "not_a_sitemap": "ليس وراء العنوان خريطة موقع كما كان متوقعًا",
    "soft_404": "تقول الصفحة نفسها إن المطلوب غير موجود",
    "challenge": "يطلب الموقع من القارئ إثبات أنه إنسان",
    "http_404": "الصفحة غير موجودة",
    "http_410": "أزال الموقع الصفحة نهائيًا",
    "dns": "لا خادم معروفًا بهذا الاسم",
    "refused": "رفض الخادم الاتصال",
    "timeout": "لم يصل الرد في الوقت المحدد",
    "connection": "انقطع الاتصال",
    "truncated": "انقطع الرد قبل أن يكتمل",
    "bad_compression": "تعذّر فك ضغط الرد",
    "bad_address": "يقود الرد إلى ما ليس عنوانًا صالحًا",
    "too_large": "الرد أكبر من الحد المسموح به",
    "robots": "يمنع الموقع طلبه في ملف robots.txt",
    "offsite": "يقع خارج الموقع",
    "private_address": "يقود إلى شبكة خاصة أو إلى الجهاز نفسه",
    "scheme": "ليس من عناوين الشبكة http أو https",
    "too_many_redirects": "يحيل العنوان إلى غيره مرة بعد مرة بلا نهاية",
    "redirect_refused": "يحيل العنوان إلى حيث لا تُرسل طلبات",
    "depth": "أبعد عن صفحة البداية مما سُمح به",
    "too_long": "العنوان أطول من أن يكون عنوان مقال",
    "session_id": f"{_A_TRAP}: فيه رقم جلسة",
    "repeating_path": f"{_A_TRAP}: أجزاؤه تتكرر",
    "deep_path": f"{_A_TRAP}: أجزاؤه كثيرة",
    "endless_query": f"{_A_TRAP}: مُعامِلاته كثيرة",
    "calendar": f"{_A_TRAP}: تقويم",
    "pipeline_error": "خلل في البرنامج عند معالجة هذه الصفحة",
    "no_answer": "انتهى الطلب من دون رد",
    "ignored": "انتهى الطلب من دون صفحة",
    "not_fetched": "عُثر على العنوان ولم يُطلب بعد",
    "not_archived": "وصل الرد ولم يمكن حفظه في الأرشيف",
    "gone": "لم يعد في الموقع",
    "failed": "تعذّر الحصول عليه",
    "skipped": "تُرك عمدًا",
}
OTHER = "سبب آخر"
_UNITS = ("بايت", "كيلوبايت", "ميغابايت", "غيغابايت", "تيرابايت")
_THOUSAND = 1000


def reason_words(reason: str) -> str:
    """The sentence for a reason, families such as ``http_503`` included."""
    if known := REASONS.get(reason):
        return known
    if reason.startswith("http_"):
        return f"رفض الموقع الطلب بالرمز {reason.removeprefix('http_')}"
    if reason.startswith("image_"):
        return f"صورة مقال لم تُحفظ ملفًا: {reason_words(reason.removeprefix('image_'))}"
    if reason.startswith("callback_"):
        return REASONS["pipeline_error"]
    return OTHER


def number(count: int) -> str:
    """A count with separators: 1,234,567."""
    return f"{count:,}"


def size(count: int) -> str:
    """Bytes in units of a thousand: «3.6 ميغابايت», «200 بايت»."""
    amount, unit = float(count), 0
    # What would be printed as 1000.0 belongs to the next unit.
    while round(amount, 1) >= _THOUSAND and unit < len(_UNITS) - 1:
        amount, unit = amount / _THOUSAND, unit + 1
    return f"{amount:,.1f}".removesuffix(".0") + f" {_UNITS[unit]}"


def month(number_in_year: int) -> str:
    """A month by both its names: «تشرين الثاني (نوفمبر)»."""
    return f"{LEVANTINE[number_in_year - 1]} ({GREGORIAN[number_in_year - 1]})"


def day(moment: datetime) -> str:
    """«22 تشرين الثاني (نوفمبر) 2026», in the moment's own offset."""
    return f"{moment.day} {month(moment.month)} {moment.year}"


def period(first_month: int, months: int) -> str:
    """A bar's name: «تشرين الثاني (نوفمبر) 2026», «2026» or «1990-1999»."""
    year, index = divmod(first_month, 12)
    if months == 1:
        return f"{month(index + 1)} {year}"
    years = months // 12
    return f"{year}" if years == 1 else f"{year}-{year + years - 1}"


def named(words: Mapping[str, str], key: str) -> str:
    """What *words* calls a thing, else its own name."""
    return words.get(key, key)
