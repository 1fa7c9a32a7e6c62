"""A person without a mouse: where Tab leads, and whether one sees it."""

import re
from dataclasses import dataclass

# One look at what has the focus: where it stands among all elements, how its frame is drawn, whether something lies
# over all of it. A frame's contrast is taken against the first ground behind it that is not transparent.
LOOK = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = one.parentElement;
  const isClear = (node) => {
    const parts = numbers(getComputedStyle(node).backgroundColor);
    return parts.length > 3 && parts[3] === 0;
  };
  while (behind.parentElement && isClear(behind)) behind = behind.parentElement;
  const style = getComputedStyle(one);
  const [first, second] = [light(style.outlineColor), light(getComputedStyle(behind).backgroundColor)];
  const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
  const isSeen = boxes.some((box) => [0.1, 0.5, 0.9].some((across) => [0.2, 0.5, 0.8].some((down) => {
    const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    return top && (one.contains(top) || top.contains(one) && top.matches("label, tr, td, th, bdi, span"));
  })));
  return {
    place: [...document.querySelectorAll("*")].indexOf(one),
    name: `${one.localName}.${one.className} ${(one.innerText || one.name || "").trim().slice(0, 40)}`,
    frame: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05),
    isSeen,
  };
}
"""
# What Tab should come to: of a group of radio buttons one, and nothing within a closed fold.
STOPS = """
() => {
  const all = [...document.querySelectorAll("*")];
  const groups = new Set();
  const isStop = (one) => {
    if (!one.matches("a[href], button, input, select, textarea, summary, [tabindex]") || one.tabIndex < 0) return false;
    if (one.disabled || one.type === "hidden" || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    const is = one.checked || !document.querySelector(`[name="${one.name}"]:checked`) && !groups.has(one.name);
    groups.add(one.name);
    return is;
  };
  return all.filter(isStop).map((one) => all.indexOf(one));
}
"""
MOST = 400


@dataclass
class Stop:
    place: int
    name: str
    frame: float
    contrast: float
    is_seen: bool

    @property
    def faults(self) -> list[str]:
        """What keeps a person from seeing that the focus is here."""
        found = []
        if self.frame < 2:
            found.append(f"a frame of {self.frame} px: {self.name}")
        elif self.contrast < 3:
            found.append(f"a frame of contrast {self.contrast:.1f}: {self.name}")
        if not self.is_seen:
            found.append(f"out of sight: {self.name}")
        return found


def stop(page) -> Stop | None:
    """What has the focus; None where nothing has it."""
    seen = page.evaluate(LOOK)
    if seen is None:
        return None
    is_seen = seen.pop("isSeen")
    return Stop(is_seen=is_seen, **seen)


def tab_through(page) -> list[Stop]:
    """Every stop from the top of the page to where Tab leaves it; AssertionError where it goes round in a trap."""
    found: list[Stop] = []
    while len(found) < MOST:
        page.keyboard.press("Tab")
        here = stop(page)
        if here is None or (found and here.place == found[0].place):
            return found
        found.append(here)
    raise AssertionError(f"no way out: {[one.name for one in found[-4:]]}")


def tab_to(page, selector: str) -> None:
    """Press Tab until what the selector names has the focus; AssertionError where it never gets it."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("(which) => document.activeElement.matches(which)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def follow(page, selector: str, address: str) -> None:
    """Go to a link by Tab, and along it; `address` is what the new address holds, as a regular expression."""
    tab_to(page, selector)
    with page.expect_navigation(url=re.compile(address)):
        page.keyboard.press("Enter")
