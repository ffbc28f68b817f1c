"""Tells a challenge: what a guard before the site shows, instead of a page, to whoever it takes for a program.

It solves none. Guards put their scripts into ordinary pages too, so a name alone says nothing: a challenge is short,
has no article and leads nowhere. In doubt a page is none.
"""

from collections.abc import Callable
from re import IGNORECASE, VERBOSE
from re import compile as pattern
from typing import cast

from lxml.etree import XPath

from newsbot.pages.words import word_count
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold

MOST_LINKS = 5
LONGEST_BYTES = 1 << 16
_MOST_WORDS, _FEW_WORDS = 120, 60

_LEADS_ON = XPath(f"count(//a[@href]) > {MOST_LINKS}")
_HAS_ARTICLE = XPath("boolean(//article | //meta[@property='og:type'][@content='article'])")
_TEXTS = XPath("//text()[not(ancestor::script or ancestor::style)]", smart_strings=False)
_PARTS = XPath("//script/@src | //iframe/@src | //link[@rel='stylesheet']/@href", smart_strings=False)

_HEADERS = {"cf-mitigated": {"challenge"}, "x-amzn-waf-action": {"challenge", "captcha"}}

# Of challenges only: Cloudflare, Imperva, DDoS-Guard, Sucuri, DataDome, Akamai, SiteGround, HUMAN, AWS.
_OF_CHALLENGES = pattern(
    r"""
      \b_cf_chl_opt\b | \bcf-chl- | \bcf_chl_ | challenge-platform/h/\w/orchestrate | \bjschl[-_](?:answer|vc)\b
    | _Incapsula_Resource\?SWUDNSAI | \bIncapsula\ incident\b
    | \bcheck\.ddos-guard\.net\b | /\.well-known/ddos-guard/
    | \bsucuri_cloudproxy_js\b
    | \bcaptcha-delivery\.com\b
    | /_sec/cp_challenge/ | \bsec-if-cpt-container\b | [?&]bm-verify=
    | /\.well-known/sgcaptcha/
    | \bid=["']?px-captcha\b
    | \bawsWafCookieDomainList\b
    """,
    VERBOSE | IGNORECASE,
)
# Of challenges, and of pages with an article or a form.
_OF_GUARDS = pattern(
    r"/cdn-cgi/challenge-platform/|_Incapsula_Resource|ddos-guard|\b(?:g-recaptcha|h-captcha|cf-turnstile)\b",
    IGNORECASE,
)
# Folded text: the reader is to prove to be one.
_PROOF = pattern(
    r"""
      \b(?:verif\w+|prov\w+|confirm\w*|check\w*|sure)\ (?:(?:that|if|whether)\ )?you(?:\ are|['’]re)\ (?:not\ )?(?:a\ )?
      (?:human|robot|bot)\b
    | \bi(?:\ am|['’]m)\ not\ a\ robot\b
    | \bare\ you\ (?:a\ )?(?:human|robot)\b
    | \b(?:ب?انكم?|كونكم?)\ (?:انسان|بشر|لستم?\ (?:\S+\ )?(?:روبوت|الي))
    | \bلست\ (?:\S+\ )?روبوت
    """,
    VERBOSE,
)
# Folded text: the reader is to wait, or to let scripts run.
_WAIT = pattern(
    r"""
      \bjust\ a\ moment\b | \bchecking\ (?:your\ browser|if\ the\ site\ connection)\b | \battention\ required\b
    | \benable\ javascript\ and\ cookies\b | \bddos\ protection\b | \bsecurity\ (?:check|verification)\b
    | \bلحظه\ (?:من\ فضلك|واحده) | \b(?:التحقق\ من|فحص|نتحقق\ من)\ (?:ال)?متصفح
    | \bامان\ (?:ال)?اتصال | \bالتحقق\ الامني\b
    | \b(?:تمكين|تفعيل|تشغيل)\ (?:\S+\ )?(?:javascript|جافا\ ?سكريبت)\ و
    """,
    VERBOSE,
)


def is_challenge(header: Callable[[str], str], source: str, root: Element) -> bool:
    """Whether a page that came with success is a challenge; *root* is the tree of *source*.

    *header* gives a header's value by its name in small letters, empty where there is none.
    """
    if any(header(name).strip().lower() in values for name, values in _HEADERS.items()):
        return True
    if len(source) > LONGEST_BYTES or _LEADS_ON(root) or _has_article(root, source):
        return False
    told = " ".join(" ".join(cast("list[str]", _TEXTS(root))).split())
    words = word_count(told) if told else 0
    if words > _MOST_WORDS:
        return False
    if _OF_CHALLENGES.search(source):
        return True
    folded, has_guard = fold(told), _OF_GUARDS.search(source) is not None
    if _PROOF.search(folded):
        return has_guard or words <= _FEW_WORDS
    return has_guard and (_WAIT.search(folded) is not None or _is_imperva_alone(root, words))


def _has_article(root: Element, source: str) -> bool:
    return bool(_HAS_ARTICLE(root)) or "NewsArticle" in source


def _is_imperva_alone(root: Element, words: int) -> bool:
    """Tell an empty page whose only script is Imperva's."""
    addresses = cast("list[str]", _PARTS(root))
    return not words and bool(addresses) and all("_Incapsula_Resource" in address for address in addresses)
