"""Names that are hard to show: nothing overflows, nothing is cut off, and what stands beside them stays in its place."""

import json
from collections.abc import Iterator

import pytest

from tests.servers.site import Site

DIRECTION = {"ar": "rtl", "en": "ltr"}
PLANT = "from tests.browser.strange import plant; plant()"
# What holds a page together: from one name to another only its height may change.
FRAME = [
    ".site__bar", ".ways ul", "main", ".page-head", ".platform-head", ".tabs", ".split__side", ".split__main",
    ".reading__side", ".reading__text", ".reading__tools", ".rows", ".row", ".row__body", ".timeline__item", ".posts",
    ".post", ".post__body", ".post__foot", ".composer", ".facts", ".month", ".month td", ".table-wrap",
    ".box", ".card", ".foot .wrap",
]  # fmt: skip
LOOK = """
(frame) => {
  const hidden = (one) => one.closest(".visually-hidden, .skip, [hidden], details:not([open]) > :not(summary)");
  const seen = (one) => one.checkVisibility() && !hidden(one) && one.getClientRects().length > 0;
  const named = (one) => one.tagName.toLowerCase() + [...one.classList].map((name) => "." + name).join("");
  const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
  const inScroller = (one) => { for (let up = one.parentElement; up; up = up.parentElement) if (scrolls(up)) return true; return false; };
  const all = [...document.body.querySelectorAll("*")].filter((one) => !(one instanceof SVGElement) && seen(one));
  const width = document.documentElement.clientWidth;
  const faults = [];
  const sideways = document.documentElement.scrollWidth - width;
  if (sideways > 0) faults.push(`the page is ${sideways} px too wide`);
  for (const one of all) {
    const { left, right } = one.getBoundingClientRect(), style = getComputedStyle(one);
    if ((right > width + 1 || left < -1) && !inScroller(one)) faults.push(`outside: ${named(one)} ${Math.round(left)}–${Math.round(right)}`);
    const clamps = style.webkitLineClamp !== "none", cuts = ["hidden", "clip"].includes(style.overflowX);
    if (cuts && !clamps && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && one.matches(":not(select, input)")) faults.push(`cut off: ${named(one)}`);
    if (["flex", "inline-flex", "grid"].includes(style.display) && !one.matches(".menu *, .month *")) {
      const boxes = [...one.children].filter((child) => seen(child) && getComputedStyle(child).position === "static").map((child) => [named(child), child.getBoundingClientRect()]);
      boxes.forEach(([a, first], at) => boxes.slice(at + 1).forEach(([b, other]) => {
        const across = Math.min(first.right, other.right) - Math.max(first.left, other.left);
        const down = Math.min(first.bottom, other.bottom) - Math.max(first.top, other.top);
        if (across > 1 && down > 1) faults.push(`in ${named(one)}: ${a} on ${b}`);
      }));
    }
    // A word that is broken must not leave its column: the text itself, not only its box.
    if (inScroller(one) || scrolls(one)) continue;
    const room = (one.closest("main > *, .row, td, th, .card, .box, .post, .menu, .foot, nav, header") ?? document.body).getBoundingClientRect();
    for (const child of one.childNodes) if (child.nodeType === 3 && child.data.trim()) {
      const range = document.createRange(); range.selectNodeContents(child);
      const text = range.getBoundingClientRect();
      if (text.right > room.right + 2 || text.left < room.left - 2) faults.push(`text leaves its place: ${named(one)}`);
    }
  }
  for (const one of document.querySelectorAll(".icon, .avatar, .sign__mark, .day"))
    if (seen(one) && one.getBoundingClientRect().width < 12) faults.push(`squeezed: ${named(one)}`);
  const edges = {};
  for (const selector of frame) {
    const kinds = new Set();
    for (const one of document.querySelectorAll(selector)) if (seen(one)) {
      const { left, right } = one.getBoundingClientRect();
      kinds.add(`${Math.round(left)}–${Math.round(right)}`);
    }
    edges[selector] = [...kinds].sort();
  }
  return { faults: [...new Set(faults)].slice(0, 12), edges, bar: document.querySelector(".site__bar").getBoundingClientRect().height, dir: document.documentElement.dir };
}
"""


@pytest.fixture(scope="module")
def strange() -> Iterator[tuple[Site, dict]]:
    """A site with both networks, and what stands where."""
    site = Site("empty")
    try:
        planted = json.loads(site.shell(PLANT))
        yield site.start(), planted
    finally:
        site.remove()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", DIRECTION)
@pytest.mark.parametrize("part", ["visitor", "coordinator"])
def test_no_name_moves_what_stands_beside_it(open_page, screenshot, strange, part, language, width):
    site, planted = strange
    seen = {}
    for slug in ("plain", "strange"):
        who = planted[slug]["who"] if part == "coordinator" else None
        page = open_page(language, width, url=site.url, sign_in=who)
        page.emulate_media(reduced_motion="reduce")
        for name, path in planted[slug][part].items():
            assert page.goto(f"/{language}/{path}").status == 200, path
            page.evaluate("document.fonts.ready.then(() => null)")
            seen[slug, name] = page.evaluate(LOOK, FRAME)
            if slug == "strange":
                screenshot(page, f"strange-{part}-{name}")
    faults = {name: seen["strange", name]["faults"] for name in planted["strange"][part]}
    for name in planted["strange"][part]:
        plain, odd = seen["plain", name], seen["strange", name]
        assert (odd["dir"], plain["dir"]) == (DIRECTION[language],) * 2
        faults[name] += [
            f"moved: {selector} {plain['edges'][selector]} → {edges}"
            for selector, edges in odd["edges"].items()
            if edges != plain["edges"][selector]
        ]
        if odd["bar"] > plain["bar"] + 1:
            faults[name].append(f"the head grew from {plain['bar']} to {odd['bar']} px")
    assert {name: seen for name, seen in faults.items() if seen} == {}
