"""What a page in Chromium costs: bytes on the wire by kind, how far it jumps while it comes, when its largest part shows."""

import time

from playwright.sync_api import Page

from tests.servers.site import Site

GUIDE = "platforms/finance/library/budget-preparation-and-control/"
# Addresses after the language. A discussion is read by a member, the rest by a visitor.
LISTS = {"library": "library/", "workshops": "workshops/", "forum": "forum/"}
STILL = {
    "home": "",
    "platform": "platforms/engineering/",
    "guide": GUIDE,
    "workshop": "workshops/9-x/",
    "discussion": "forum/1-x/",
}
# A phone of the cheaper kind on a crowded mobile network.
SLOW_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOW_CPU = 4
# A page without styles, scripts, fonts and drawings: its bare text.
DRESS = ["*.css*", "*.js*", "*.woff2*", "*.svg*"]
# A slow phone on a busy machine is slow twice over.
PATIENCE_SECONDS = 90
# Shifts and paints are told a moment after they happened.
AFTERWARDS_MS = 600
WATCH = """
window.shifted = 0;
window.painted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.painted = one.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""


def collected_site() -> Site:
    """A started demo server whose static files are collected, as in production: compressed, under hashed names."""
    site = Site("demo")
    # As deploy/prepare.py does it: the storage is chosen when settings are read, by this file.
    manifest = site.data_dir / "static" / "staticfiles.json"
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    site.manage("collectstatic", "--noinput", "-v0")
    return site.start()


class Wire:
    """Listens to what one page asks for, with the browser's cache off; `slow` is that phone, `bare` the bare text."""

    def __init__(self, page: Page, *, slow: bool = False, bare: bool = False) -> None:
        self.page = page
        self.asked: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        self._ended: set[str] = set()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.add_init_script(WATCH)
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if slow:
            self._session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
            self._session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
        if bare:
            self._session.send("Network.setBlockedURLs", {"urls": DRESS})
        self._session.on("Network.requestWillBeSent", self._on_asked)
        self._session.on("Network.loadingFinished", self._on_came)
        self._session.on("Network.loadingFailed", lambda told: self._ended.add(told["requestId"]))

    def visit(self, address: str) -> int:
        """Open the page and wait until all that it asked for is there; the status of its answer."""
        answer = self.page.goto(address)
        self.page.evaluate("document.fonts.ready.then(() => null)")
        self.page.wait_for_function("() => window.painted > 0")
        deadline = time.monotonic() + PATIENCE_SECONDS
        self.page.wait_for_timeout(AFTERWARDS_MS)
        while set(self.asked) - self._ended:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address} still waits for {set(self.asked) - self._ended}")
            self.page.wait_for_timeout(50)
        return answer.status

    @property
    def weights(self) -> dict[str, int]:
        """Bytes with headers by kind: Document, Stylesheet, Script, Font and so on."""
        found: dict[str, int] = {}
        for number, size in self.bytes.items():
            kind = self.asked[number]
            found[kind] = found.get(kind, 0) + int(size)
        return found

    @property
    def shift(self) -> float:
        """The sum of all layout shifts, which is never less than the browser's own CLS."""
        return self.page.evaluate("window.shifted")

    @property
    def largest_paint_ms(self) -> float:
        """Milliseconds until the largest part of the page was painted."""
        return self.page.evaluate("window.painted")

    def _on_asked(self, told: dict) -> None:
        self.asked[told["requestId"]] = told.get("type", "Other")

    def _on_came(self, told: dict) -> None:
        self._ended.add(told["requestId"])
        self.bytes[told["requestId"]] = told["encodedDataLength"]
