"""«جريدة الينبوع»: windows-1256 bytes whose header says UTF-8 or nothing; Hijri and Gregorian dates."""

from html import escape
from typing import ClassVar
from zoneinfo import ZoneInfo

from templates.countries import SAUDI_ARABIA
from templates.edition import Report
from templates.printing import GULF_MONTHS, hijri_and_gregorian, twelve_hours
from templates.site import Site


class WindowsSite(Site):
    """A content system of the years after 2000: XHTML, floats, telling class names, no metadata."""

    name = "windows"
    title = "جريدة الينبوع"
    zone = ZoneInfo("Asia/Riyadh")
    country = SAUDI_ARABIA
    sections: ClassVar[dict[str, str]] = {"local": "local", "economy": "economy", "sport": "sport", "health": "health"}
    months = GULF_MONTHS
    related_heading = "أخبار متعلقة"
    encoding = "windows-1256"
    has_tags = False

    def address(self, report: Report) -> str:
        return f"/{report.published:%Y/%m/%d}/article{310500 + report.number}.html"

    def listing_address(self, section: str, page: int) -> str:
        return f"/{section}.html" if page == 1 else f"/{section}.html?page={page}"

    def content_type(self, number: int) -> str:
        return "text/html; charset=utf-8" if number % 2 else "text/html"

    def article_page(self, report: Report) -> str:
        date = (
            f'<span class="newsDate">{hijri_and_gregorian(report.published)} - {twelve_hours(report.published)}</span>'
        )
        text = "".join(self._block(block.kind, block.text, block.attribution) for block in report.blocks)
        section = self.section_link(report)
        main = (
            f'<div class="path"><a href="/">الرئيسية</a> &raquo; <a href="{section.address}">{section.headline}</a></div>'
            f'<div id="newsDetails"><h3 class="newsTitle">{escape(report.headline)}</h3>'
            f'<div class="newsInfo">{"" if self.is_mangled else date}{self._byline(report)}</div>'
            f'<div class="newsTools"><a href="#" onclick="zoom(1)">تكبير الخط</a> <a href="#" onclick="zoom(-1)">تصغير الخط</a> '
            f'<a href="/print/{report.number}">طباعة</a> <span>القراءات: {report.views}</span></div>'
            f'{self._picture(report)}<div class="newsText">{text}</div>{self._tweet(report)}{self._gallery(report)}'
            f"{f'<div>{date}</div>' if self.is_mangled else ''}</div>{self._related(report)}{self._comments(report)}"
        )
        return self._page(report.headline, main, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<div class="listItem"><a class="listTitle" href="{self.address(report)}">{escape(report.headline)}</a>'
            f'<span class="listDate">{report.published:%Y/%m/%d}</span><div>{escape(report.lead[:90])}...</div></div>'
            for report in reports
        )
        more = f'<div class="pager"><a href="{following}">التالي</a></div>' if following else ""
        return self._page(title, f'<h2 class="catTitle">{title}</h2>{items}{more}', None)

    def _byline(self, report: Report) -> str:
        if not report.authors:
            return ""
        names = " و".join(f'<span class="writerName">{name}</span>' for name in report.authors)
        return f' | <span class="newsWriter">تقرير: {names}</span>'

    def _block(self, kind: str, text: str, attribution: str | None) -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f'<div class="subTitle">{text}</div>\n'
        if kind == "quote":
            return f'<div class="pullQuote"><div>{text}</div><div class="quoteBy">{attribution}</div></div>\n'
        return f"<div>{text}</div>\n"

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        return (
            f'<div class="newsPic"><img src="{self.picture_address(report.picture.number)}" width="300" height="190" alt="" />'
            f'<div class="picText">{escape(report.picture.caption)}</div></div>'
        )

    def _gallery(self, report: Report) -> str:
        items = "".join(
            f'<li><img src="{self.picture_address(picture.number)}" width="90" height="60" alt="" /><span>{picture.caption}</span></li>'
            for picture in report.gallery
        )
        return f'<div class="album"><h4>صور من الحدث</h4><ul>{items}</ul></div>' if items else ""

    def _tweet(self, report: Report) -> str:
        if report.tweet is None:
            return ""
        who, what = report.tweet
        return f'<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">{what}</p>&mdash; {who} (@reader) <a href="https://twitter.example/reader/1">11 نوفمبر</a></blockquote>'

    def _related(self, report: Report) -> str:
        items = "".join(
            f'<li><a href="{link.address}">{escape(link.headline)}</a></li>' for link in self.related(report)
        )
        return (
            f'<div class="box relatedBox"><div class="boxTitle">{self.related_heading}</div><ul>{items}</ul></div>'
            if items
            else ""
        )

    def _comments(self, report: Report) -> str:
        items = "".join(
            f'<div class="comment"><b>{place} - {who}</b><p>{what}</p></div>'
            for place, (who, what) in enumerate(self.comments(report), 1)
        )
        return (
            f'<div class="box commentsBox"><div class="boxTitle">التعليقات</div>{items}'
            "<p>التعليقات لا تعبر عن رأي الجريدة، وتحتفظ إدارة التحرير بحق حذف ما يخالف شروط النشر.</p></div>"
        )

    def _page(self, title: str, main: str, report: Report | None) -> str:
        menu = "".join(f'<li><a href="{link.address}">{link.headline}</a></li>' for link in self.menu())
        read = "".join(
            f'<li><a href="{link.address}">{escape(link.headline)}</a></li>' for link in self.most_read(report)
        )
        ticker = "".join(f'<a href="{link.address}">{escape(link.headline)}</a> | ' for link in self.latest(report))
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            f'<html xmlns="http://www.w3.org/1999/xhtml" dir="rtl"><head><title>{escape(title)} : {self.title}</title>'
            "<style>body{font:15px Tahoma;direction:rtl;width:960px;margin:auto}#main{float:right;width:640px}"
            "#side{float:left;width:280px}.newsPic{float:left;width:300px}</style></head>\n<body>"
            f'<div id="top"><span class="todayDate">{hijri_and_gregorian(self.today)}</span><a href="/"><img src="/images/logo.png" alt="{self.title}" /></a></div>'
            f'<ul id="menu"><li><a href="/">الرئيسية</a></li>{menu}</ul><div id="ticker"><b>عاجل</b> {ticker}</div>\n'
            f'<div id="main">{main}</div>\n<div id="side"><div class="box"><div class="boxTitle">الأكثر قراءة</div><ol>{read}</ol></div>'
            '<div class="box"><div class="boxTitle">استطلاع الرأي</div><p>هل تتابع الأخبار من الهاتف؟</p><label>نعم</label><label>لا</label></div></div>'
            f'<div id="footer">حقوق النشر محفوظة لدى {self.title}</div></body></html>\n'
        )
