"""Scrapy's settings for newsbot, one block per concern; nothing imports this module, values arrive by ``from_crawler``.

``-s NAME=VALUE`` beats everything here. newsbot's own settings are declared in ``newsbot.options``; each can also come
from an environment variable of its name. They are read raw here and checked by the command line, in one line.
"""

import os

from newsbot import __version__, options

# What belongs to the project ----------------------------------------------------------------------------------------

BOT_NAME = "newsbot"
SPIDER_MODULES = ["newsbot.spiders"]
SPIDER_LOADER_CLASS = "newsbot.outlets.OutletLoader"
NEWSPIDER_MODULE = "newsbot.spiders"
COMMANDS_MODULE = "newsbot.commands"

# Politeness ---------------------------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
# The group that a site's owner would write for us: Scrapy's default would match the whole User-Agent sentence.
ROBOTSTXT_USER_AGENT = "newsbot"
# IdentityMiddleware adds NEWSBOT_CONTACT to it.
USER_AGENT = f"newsbot/{__version__}"
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
# Sessions and consent banners answer differently to a cookie; a reader without one gets the page as printed.
COOKIES_ENABLED = False
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Sites with several languages answer a foreign one to Scrapy's default, "en".
    "Accept-Language": "ar,*;q=0.5",
}

# Safety -------------------------------------------------------------------------------------------------------------

# Both listen on a port by default and run whatever is sent to it.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
# A news page is well under 1 MiB; the default, 1 GiB, is held in memory.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# Failures -----------------------------------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 2
# Asking again within the run; the frontier comes back to what still fails in a later run.
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
# News front pages refresh themselves every minute or so by a meta tag: following it would never end.
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 10

# What runs for every request: only what is used, since each middleware costs a coroutine per request ------------------

DOWNLOADER_MIDDLEWARES = {
    # AddressMiddleware refuses other sites and also private addresses, after redirects too.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "newsbot.middlewares.addresses.AddressMiddleware": 50,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "newsbot.middlewares.politeness.IdentityMiddleware": 500,
    # Nearer to the network than RetryMiddleware (550), which turns a 429 into a request.
    "newsbot.middlewares.politeness.PolitenessMiddleware": 560,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # After HttpCompressionMiddleware (590) has given the page's own bytes.
    "newsbot.middlewares.encoding.EncodingMiddleware": 585,
    # Before PolitenessMiddleware counts refusals; needs the page's text.
    "newsbot.middlewares.challenges.ChallengeMiddleware": 570,
    "newsbot.middlewares.rendering.RenderingMiddleware": 595,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "newsbot.frontier.middleware.FrontierMiddleware": 1,
    # The frontier keeps depth, refuses over-long addresses and writes no Referer.
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    # Marks start requests in their meta, which nobody reads, and wraps the output of every page for it.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "newsbot.extensions.limit.PageLimit": 50,
    "newsbot.extensions.warc.WarcRecording": 60,
    "newsbot.extensions.disk.DiskReserve": 70,
    # Signals are heard in this order: the report tells what was published, the summary where the report is.
    "newsbot.extensions.publishing.FeedPublishing": 100,
    "newsbot.extensions.logcontext.LogContext": 10,
    "newsbot.extensions.report.RunReport": 200,
    # After the report, which numbers the run and tells when its counts are final.
    "newsbot.extensions.health.RunHealth": 210,
    "newsbot.extensions.metrics.RunMetrics": 220,
    # After all that still writes or reads the run's row.
    "newsbot.extensions.retention.RunRetention": 230,
    "newsbot.extensions.progress.Progress": 300,
}
ADDONS = {"newsbot.middlewares.rendering.RenderingAddon": 100}

# Frontier, pipelines and feed ---------------------------------------------------------------------------------------

SCHEDULER = "newsbot.frontier.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
ITEM_PIPELINES = {
    "newsbot.pipelines.validate.ValidatePipeline": 100,
    "newsbot.pipelines.deduplicate.DeduplicatePipeline": 300,
    "newsbot.pipelines.store.StorePipeline": 900,
}
# Scrapy starts this many tasks for every response, used or not: 100, its default, cost 2 ms a page here. One keeps a
# page's items and links in order, and the pipelines never wait for anything that a second could use.
CONCURRENT_ITEMS = 1
# -O FILE stays Scrapy's; unset, Arabic would be written as \u0633...
FEED_EXPORT_ENCODING = "utf-8"

# Log ----------------------------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
LOG_FORMATTER = "newsbot.extensions.log.QuietLogFormatter"
LOG_VERSIONS: list[str] = []
# The run report holds the stats.
STATS_DUMP = False

# newsbot's own: docs/settings.md tells each --------------------------------------------------------------------------

vars().update(options.defaults() | {name: value for name, value in os.environ.items() if name in options.OPTIONS})
