"""Challenges of guards, by their marks and by what they say; ordinary pages that carry the same scripts are none."""

import pytest
from lxml.html import document_fromstring

from newsbot.pages.challenge import is_challenge

PAGE = "<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
JSD = "<script>var s=document.createElement('script');s.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>"
PROSE = "قالت البلدية إن العمل في الحديقة العامة يبدأ الأسبوع المقبل ويستمر شهرين كاملين. " * 12


def challenged(title="", body="", head="", **headers):
    source = PAGE.format(title=title, head=head, body=body)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return is_challenge(lambda name: given.get(name, ""), source, document_fromstring(source))


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("Just a moment...", "<script>window._cf_chl_opt={cType:'managed'}</script>", ""),
        ("لحظة من فضلك…", "<script src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1'></script>", ""),
        ("Just a moment...", "<p>Checking your browser before accessing the site.</p>", JSD),
        (
            "",
            "<iframe id='main-iframe' src='/_Incapsula_Resource?SWUDNSAI=9&xinfo=1'>Request unsuccessful.</iframe>",
            "",
        ),
        ("", "", "<script src='/_Incapsula_Resource?SWJIYLWA=719d34d3'></script>"),
        ("DDoS-Guard", "<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>", ""),
        ("", "<script>sucuri_cloudproxy_js='';eval(r)</script>", ""),
        ("", "<script src='https://ct.captcha-delivery.com/c.js'></script>", ""),
        ("", "<div id='sec-if-cpt-container'></div>", ""),
        ("", "", "<meta http-equiv='refresh' content='0;/.well-known/sgcaptcha/?r=%2F'>"),
        ("تحقق", "<form><h1>أثبت أنك لست روبوتًا</h1><p>حل المسألة للمتابعة إلى الموقع.</p></form>", ""),
        ("التحقق الأمني", "<p>يجري التحقق من أنك إنسان. قد يستغرق هذا بضع ثوانٍ.</p>", ""),
        ("", "<p>الرجاء تأكيد بأنك إنسان</p>", ""),
        ("", "<label>أنا لست برنامج روبوت</label>", ""),
        ("", "<p>نتحقق من متصفحك قبل الدخول</p><div class='cf-turnstile'></div>", ""),
        ("", "<p>يرجى تمكين JavaScript وملفات تعريف الارتباط للمتابعة</p>", JSD),
        ("", "<p>Verify you are human by completing the action below.</p>", ""),
        ("Are you a robot?", "<div class='g-recaptcha'></div>", ""),
    ],
)
def test_it_is_one(title, body, head):
    assert challenged(title, body, head)


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("أخبار", f"<h1>خبر</h1><p>{PROSE}</p>", JSD),
        ("أخبار", f"<h1>كيف تثبت أنك لست روبوتًا؟</h1><p>{PROSE}</p>", ""),
        ("خبر", "<article><h1>أثبت أنك إنسان: حملة جديدة</h1><p>تفاصيل قليلة.</p></article>", JSD),
        ("خبر", "<h1>أنا لست روبوتا</h1>", '<script type=\'application/ld+json\'>{"@type": "NewsArticle"}</script>'),
        ("صحيفة", "<div id='app'></div><script src='/app.js'></script>", JSD),
        (
            "صحيفة",
            "<div id='app'></div>",
            "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script><script src='/a.js'></script>",
        ),
        ("", "", JSD),
        ("", "<p>لحظة من فضلك، يجري التحميل</p>", ""),
        ("اتصل بنا", "<p>اكتب إلينا</p><form><div class='g-recaptcha'></div></form>", ""),
        ("صحيفة", "".join(f"<a href='/{n}'>خبر</a>" for n in range(9)) + "<p>أثبت أنك إنسان</p>", ""),
        ("صفحة", "<p>_cf_chl_opt</p>" + "x" * 70_000, ""),
        ("", "", ""),
    ],
)
def test_it_is_none(title, body, head):
    assert not challenged(title, body, head)


def test_a_header_that_says_so_is_enough():
    assert challenged(body=f"<p>{PROSE}</p>", cf_mitigated="challenge")
    assert challenged(x_amzn_waf_action="captcha")
    assert not challenged(body=f"<p>{PROSE}</p>", cf_mitigated="other", server="ddos-guard")
