"""What pages weigh on the wire, how far they jump, and when a cheap phone shows the first page.

The server is one with collected files, as in production. `ours` is the largest paint of the first page in milliseconds
at 400 kbit/s, 150 ms of delay and a fourth of the processor; the reference is the same page on the same server without
its styles, scripts, fonts and drawings: its bare text.

    python -m benchmarks.page_weight [--json] [--pairs 30]
"""

import argparse
import json
import shutil
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.measuring import pairs_of, ratio_of
from tests.browser.people import MEMBER
from tests.browser.wire import LISTS, STILL, Wire, collected_site
from tests.servers.site import Site

PAIRS = 30
LANGUAGES = ("ar", "en")
PHONE = {"width": 360, "height": 780}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    site = collected_site()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            found = _measure(browser, site, asked.pairs)
            browser.close()
    finally:
        site.remove()
    _report(found)
    if asked.json:
        print(json.dumps(found))


def _report(found: dict) -> None:
    kinds = ", ".join(f"{kind} {size}" for kind, size in found["bytes_by_kind"].items())
    print(f"first page: {found['bytes']} bytes in {found['requests']} requests ({kinds})")
    for path, size in found["list_bytes"].items():
        print(f"{path}: {size} bytes of HTML")
    for page, shift in found["shifts"].items():
        print(f"{page}: shifts by {shift}")
    print(
        f"largest paint {found['ours']:.0f} ms beside {found['reference']:.0f} ms of the bare text: "
        f"{found['ratio']:.2f} times"
    )


def _measure(browser: Browser, site: Site, pairs: int) -> dict:
    first = _visit(browser, site, "/ar/")
    lists = {f"/{language}/{path}": 0 for language in LANGUAGES for path in LISTS.values()}
    for path in lists:
        lists[path] = _visit(browser, site, path)["weights"]["Document"]
    shifts = {
        f"{language} {name}": _visit(
            browser, site, f"/{language}/{path}", slow=True, member=name == "discussion"
        )["shift"]
        for language in LANGUAGES
        for name, path in STILL.items()
    }
    taken = pairs_of(_painted(browser, site, bare=False), _painted(browser, site, bare=True), pairs)
    ratio, interval = ratio_of(taken)
    return {
        "name": "page_weight",
        "ours": round(median(ours for ours, _ in taken), 1),
        "reference": round(median(reference for _, reference in taken), 1),
        "ratio": round(ratio, 3),
        "interval": [round(end, 3) for end in interval],
        "unit": "ms to the largest paint of the first page at 400 kbit/s and a fourth of the processor",
        "data": f"demo network, files collected, 360 px, {pairs} pairs, Chromium {browser.version}",
        "bytes": sum(first["weights"].values()),
        "bytes_by_kind": first["weights"],
        "requests": first["requests"],
        "list_bytes": lists,
        "shifts": shifts,
    }


def _painted(browser: Browser, site: Site, *, bare: bool) -> Callable[[], float]:
    return lambda: _visit(browser, site, "/ar/", slow=True, bare=bare)["painted"]


def _visit(
    browser: Browser, site: Site, path: str, *, slow: bool = False, bare: bool = False, member: bool = False
) -> dict:
    """One visit with nothing kept from another one."""
    context = _context(browser, site, path.split("/")[1], member=member)
    try:
        wire = Wire(context.new_page(), slow=slow, bare=bare)
        status = wire.visit(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return {
            "weights": wire.weights,
            "requests": len(wire.asked),
            "shift": round(wire.shift, 4),
            "painted": wire.largest_paint_ms,
        }
    finally:
        context.close()


def _context(browser: Browser, site: Site, language: str, *, member: bool) -> BrowserContext:
    # What a service worker fetches for later is no part of the visit.
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale=language, has_touch=True, service_workers="block"
    )
    cookies = {"language": language}
    if member:
        cookies |= {cookie.name: cookie.value for cookie in site.sign_in(*MEMBER).cookies}
    context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in cookies.items()])
    return context


if __name__ == "__main__":
    main()
