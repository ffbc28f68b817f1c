"""What the outlet's pages leave to scripts in its scripted variants: the scripts, and the data that they ask for."""

import json
from enum import Enum

from newsbot.demo.archive import OUTLET
from newsbot.demo.shell import Shell

HEADLINES_AT_ONCE = 10

SCRIPTS = {
    # Fills an article's page in.
    "app.js": """
const place = document.getElementById("app");
fetch("/data" + location.pathname.replace(/\\/$/, "") + ".json").then(answer => answer.json()).then(data => {
  document.title = data.title;
  document.head.insertAdjacentHTML("beforeend", data.head);
  place.outerHTML = data.main;
});
""",
    # Adds headlines to a list, when its button is clicked or its end is seen.
    "list.js": """
const end = document.querySelector("[data-next]");
let isWaiting = false;
function grow() {
  if (isWaiting || !end.isConnected) return;
  isWaiting = true;
  fetch(end.dataset.next).then(answer => answer.json()).then(data => {
    document.querySelector(".headlines").insertAdjacentHTML("beforeend", data.html);
    isWaiting = false;
    if (!data.next) { end.remove(); return; }
    end.dataset.next = data.next;
    if (end.tagName !== "BUTTON") { watch.unobserve(end); watch.observe(end); }
  });
}
const watch = new IntersectionObserver(seen => { if (seen.some(entry => entry.isIntersecting)) grow(); });
if (end && end.tagName === "BUTTON") end.addEventListener("click", grow); else if (end) watch.observe(end);
""",
}


class Growth(Enum):
    """How a section's list leads to its older headlines."""

    PAGES = "pages"
    """By links to further pages."""
    BUTTON = "button"
    """By a button «المزيد» without an address."""
    SCROLL = "scroll"
    """By being scrolled to its end."""


def list_end(growth: Growth, next_data: str | None) -> str:
    """Return what ends a list of headlines that a script goes on with; nothing where there are no more."""
    if next_data is None:
        return ""
    script = '<script src="/list.js" defer></script>'
    if growth is Growth.BUTTON:
        return f'<button type="button" class="button" data-next="{next_data}">المزيد</button>{script}'
    return f'<div class="infinite-scroll" data-next="{next_data}">جارٍ تحميل المزيد…</div>{script}'


def article_shell(shell: Shell) -> str:
    """Return the page of any article before its script has run."""
    main = '<div id="app"><p>جارٍ تحميل الخبر…</p></div><script src="/app.js" defer></script>'
    return shell.page("الخبر", '<meta charset="utf-8">\n', main, [])


def article_data(headline: str, head: str, main: str) -> str:
    """Return what the script of an article's page asks for."""
    return json.dumps({"title": f"{headline} | {OUTLET}", "head": head, "main": main}, ensure_ascii=False)


def list_data(teasers: str, next_data: str | None) -> str:
    """Return what the script of a list asks for."""
    return json.dumps({"html": teasers, "next": next_data}, ensure_ascii=False)
