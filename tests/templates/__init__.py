"""Eight made-up Arabic news sites unlike each other, with what is true of every article; nothing in them is real news.

``SITES[name]("http://127.0.0.1:8600")`` answers in process (``site.answer(url).body``), ``TemplateServer(name)`` serves
on loopback, ``site.truth()`` tells what a perfect reader finds. ``is_mangled`` is a site after a change of its layout.
"""

from templates.breaks import BreaksSite
from templates.containers import ContainersSite
from templates.hashed import HashedSite
from templates.portal import PortalSite
from templates.server import TemplateServer
from templates.shell import ShellSite
from templates.site import NOW, Answer, Site
from templates.tables import TablesSite
from templates.windows import WindowsSite
from templates.wordpress import WordpressSite

SITES: dict[str, type[Site]] = {
    site.name: site
    for site in (
        TablesSite, WindowsSite, BreaksSite, ShellSite, ContainersSite, HashedSite, WordpressSite, PortalSite,
    )
}  # fmt: skip

__all__ = ["NOW", "SITES", "Answer", "Site", "TemplateServer"]
