"""The words that golden pages are written with, all of them made here; which stands for which is told elsewhere.

Arabic words grow from roots and patterns, those of the other languages from stems and endings, Latin ones from
syllables. A list of function words is written for itself: what stands between the words of a text is exchanged only
among its like.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

# Sound roots of three different letters, none of them weak: every pattern takes them without a change.
_ROOTS = """
كتب درس علم عمل فتح سمع نظر شكر صبر جلس رسم حمل نقل ركب دخل خرج رجع سكن زرع حصد قطف غرس طبخ شرب لبس نسج صنع رفع نزل
صعد كشف بحث فهم حفظ ذكر نشر طبع سجل بدل جمع قسم طرح حسب عدل حكم ظهر غرب شرق شمل جنب قرب سرع كبر صغر كثر عظم جمل لطف
نعم عذب ملح حمض برد سخن دفع جذب سحب ربط عقد فصل خلط مزج عجن خبز قطع جبر نحت حفر ردم شعر نثر خطب لفظ نطق همس ضحك بسم
فرح هدف حلم نعس رقد سهر نهض قعد ركض سبق لحق تبع صحب رفق سند نصر سلم حرس رصد رقب بصر لمح لمس بسط قبض نفق خزن نضج ثمر
زهر بذر سقط مطر رعد برق ثلج جمد نهر بحر جبل سهل صخر رمل حجر ترب خشب حطب نجم قمر شمس فلك سفر رحل عبر جسر سفن شرع سبح
شبك نصب درع خفق طرق طرف فرش فرز فرع فضل فطر فقر فكر فلح قدر قدم قرض قرع قصد قصر قفل قلب قلع قلم كسب كمل كنز لحن لحم
لعب لغز لقط مدح مدن مرح مرن مسح مسك مشط مضغ ملك منح منع نبت نبض نبع نجح نجر نحل ندب نزه نسب نسق نشد نشط نطح نفخ نفع
نقد نقش نقط نمل نهج هتف هدل هضب حدث حدق حذر حرث حرف حرق حزم حسن حشد حصر حصن حضر حطم حقل حلق حمد حمس حنط حنك خبر ختم
خدم خرز خرط خصب خضر خفض خلد خلف خلق خمس دبس دخن درج درب دفن دفق دلك دمج دهن ذرع ذهب ربح رتب رجح رحب رزق رشد رضع رطب
رغب رقص رقم ركز رمز رمق زحف زلق زمن سبك ستر سجد سرج سرد سطح سطر سعد سقف سكب سلك سمك شبع شجر شخص شرح شفق شمع شهد شهر
صبح صبغ صحف صدف صدق صرف صفح صفق صقل صلح صمد صنف ضبط ضرب ضفر ضمد ضمن طبق طحن طرز طفل طلب طلع طمح عرب عرج عرض عرف عزف
عزم عسل عشب عشق عصر عطر عطف عقل عكس علق عمد عمر عمق عنب عنق غزل غسل غلف غمر غنم
"""
# 1, 2 and 3 stand for the letters of the root. Nouns only: the same one with and without its article.
_PATTERNS = "123 1ا23 12ا3 12ي3 12و3 م123 م12و3 ت12ي3 ت1ا23 م1ا23 أ12ا3 ا1ت2ا3 ان12ا3 است12ا3 م1ت23 مت1ا23 مست123 12لان"
_ENDINGS = ["", "ة", "ات", "ين", "ون", "ان", "ية", "يات", "ي"]
_SHORT = """
يد دم فم حق شك سر ظل طب قط بط جد خط بر سد صف فن ود حظ رف رق زر سن شط عش غد فك قش كف لب لص مد نص هم وز بن تل ثم
جو
"""

_STEMS = {
    "fa": """
کتاب باغ درخت رود کوه دشت خانه پنجره دیوار سنگ چراغ پرنده گل برگ شاخه چشمه پل کوچه میدان بازار دکان نان گندم
برنج چای قند پنیر انگور سیب گلابی پسته گردو پارچه گلیم نقاش آهنگ داستان شعر پیام نامه گفتار اندیشه دانش پژوهش
آموزگار شاگرد دوست همسایه پیشه کارگر کشاورز چوپان قایق دریا ساحل موج ماهی ستاره آسمان ابر باران برف باد آفتاب
مهتاب سپیده پاییز زمستان تابستان شکوفه بلبل کبوتر آهو گوزن خرگوش سنجاب اسب گاو گوسفند بره بز مرغ خروس زنبور عسل
شیر ماست کره روغن نمک فلفل زیره هل دارچین زنجبیل پونه نعنا ریحان کاهو خیار هویج کدو پیاز سیر لوبیا عدس نخود ماش
هلو آلو گیلاس توت انار انجیر خرما لیمو نارنگی پرتقال موز هندوانه خربزه طالبی فندق بادام کنجد آفتابگردان بنفشه
نرگس لاله سوسن یاسمن شقایق سرو کاج صنوبر چنار بید نارون افرا بلوط راش زبان قلم کاغذ دفتر میز صندلی تخته کلید قفل
پرده فرش بالش لحاف سفره بشقاب کاسه لیوان قاشق چاقو دیگ تنور اجاق آتش خاکستر دود سایه روشن رنگ سبز سرخ زرد آبی
بنفش سفید سیاه کبود ارغوان نقره مس آهن سرب چوب خاک شن گچ آجر سفال شیشه چرم پشم پنبه ابریشم کتان نخ سوزن دکمه
جامه کلاه کفش کمربند دستکش چتر عینک آینه شانه صابون حوله شمع فانوس ساز تار سنتور دف چنگ نوا ترانه سرود رقص بازی
توپ تاب بادبادک عروسک افسانه قصه پند سخن واژه نشان تصویر نگاره خط نقطه دایره گوشه کنار میانه بالا پایین دور
نزدیک بلند کوتاه
""",
    "ckb": """
کتێب باخ دار ڕووبار چیا دەشت گوند ماڵ پەنجەرە دیوار بەرد چرا باڵندە گوڵ گەڵا کانی پرد ڕێگا کۆڵان بازاڕ دووکان
نان گەنم برنج چا شەکر پەنیر ترێ سێو هەرمێ گوێز هەنگوین فەرش وێنە گۆرانی چیرۆک هۆنراوە پەیام نامە هاوڕێ دراوسێ
جووتیار شوان دەریا کەنار شەپۆل ماسی ئەستێرە ئاسمان هەور باران بەفر خۆر
""",
    "ur": """
کتاب باغ درخت دریا پہاڑ میدان گاؤں گھر کھڑکی دیوار پتھر چراغ پرندہ پھول پتا شاخ چشمہ پل راستہ گلی بازار دکان
روٹی گندم چاول شکر پنیر انگور سیب اخروٹ قالین تصویر نغمہ کہانی نظم پیغام خط دوست پڑوسی کسان چرواہا ساحل لہر
مچھلی ستارہ آسمان بادل بارش برف ہوا دھوپ چاندنی
""",
    "ps": """
کتاب باغ ونه سیند غر کلی کور کړکۍ دیوال ډبره څراغ مرغۍ ګل پاڼه ښاخ چینه پله لاره کوڅه بازار دوکان ډوډۍ غنم وریجې
چای بوره پنیر انګور مڼه غالۍ انځور سندره کیسه شعر پیغام لیک ملګری ګاونډی بزګر شپون سمندر څپه کب ستوری اسمان وریځ
باران واوره باد لمر سپوږمۍ
""",
}
_STEM_ENDINGS = {
    "fa": " ها های ی ان گاه مند وار ستان چی بان دان زار گری هایی انه یم ید ند م ش شان مان تان تر ترین",
    "ckb": " ەکە ەکان ێک ان ی انە مان تان یان ەوە",
    "ur": " وں یں ے ی گاہ دار مند نا تے",
    "ps": " ونه ان ې ۍ والی تون ګر ته",
}
"""The first is none."""

FUNCTION_WORDS = {
    "ar": """
في من عن لا ما لم لن قد أو كل كي هو هي على هذا هذه ذلك تلك التي الذي الذين كان كانت كما لكن عند عنه عنها منه
منها به بها له لها فيه فيها عليه عليها هناك هنا أيضا حين حيث لدى دون غير بعض نحو ضد سوى إذا إلى بعد قبل بين خلال
حتى منذ وفي ومن وعن ولا وما ولم وقد وهو وهي وعلى وهذا وكان وكانت
""",
    "en": """
the of and to in is was for that with on by are from has have it at as be were will said after not this he she
his her they their we our you your but or an had who which would could been more than when what if so its no
""",
    "fa": """
و در به از که این آن را با است برای تا بر هم نیز ها اما یا هر چه خود بود شد شده کرد می
""",
    "ur": """
نے کی کے کا کو سے میں پر اور کہ یہ وہ ہے ہیں تھا تھی تھے اس ان جو بھی نہیں ایک گا گے گی تک ہی کر
""",
    "ckb": """
لە بۆ بە کە ئەو ئەم لەگەڵ دەکات کرد بوو هەروەها ئەوە بەڵام یان تا
""",
    "ps": """
په له چې او ته یې دی دا هغه کې سره نه هم خو یا تر څخه شوی
""",
}
"""By language; they are exchanged among their like, and nothing else stands for one."""

_ONSETS = "b c d f g h k l m n p r s t v w y z br cr dr gr pl tr st"
_VOWELS, _CODAS = "aeiou", "lmnrst"


@cache
def words_of_length(language: str, length: int) -> tuple[str, ...]:
    """The words of *language* (ar, fa, ckb, ur, ps, la for Latin letters) with *length* letters, in a fixed order."""
    if language == "la":
        return tuple(_latin_words(length))
    words = _arabic_words() if language == "ar" else _stem_words(language)
    return tuple(dict.fromkeys(word for word in words if len(word) == length))


@cache
def _arabic_words() -> list[str]:
    tables = [str.maketrans(dict(zip("123", root, strict=True))) for root in _ROOTS.split()]
    forms = (f"{pattern}{ending}" for ending in _ENDINGS for pattern in _PATTERNS.split())
    return [*_SHORT.split(), *(form.translate(table) for form in forms for table in tables)]


@cache
def _stem_words(language: str) -> list[str]:
    stems, endings = _STEMS[language].split(), _STEM_ENDINGS[language].split(" ")
    simple = [f"{stem}{ending}" for ending in endings for stem in stems]
    return [*simple, *(f"{one}{other}" for one, other in product(stems, simple) if one != other)]


def _latin_words(length: int) -> Iterator[str]:
    """Syllables in a row: «bam», «dorin»; long ones are joined from two of them."""
    if length <= _SYLLABLE:
        syllables = map("".join, product(_ONSETS.split(), _VOWELS, ["", *_CODAS]))
        yield from (word for word in syllables if len(word) == length)
        return
    head = length // 2
    yield from map("".join, product(_sample(head), _sample(length - head)))


_SYLLABLE = 3
_MOST = 250  # words of one half: 62,500 wholes


def _sample(length: int) -> list[str]:
    words = words_of_length("la", length)
    return list(words[:: max(1, len(words) // _MOST)])[:_MOST]
