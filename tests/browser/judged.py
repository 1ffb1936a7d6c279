"""What is looked at on a screen as it stands: what axe finds, and what sticks out, is broken or too small to press."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "pwa/node_modules/axe-core/axe.min.js"
# What WCAG 2.2 AA asks, and what axe calls good practice.
RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const why = (node) => [...node.any, ...node.all].map((one) => one.message).join("; ");
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${why(node)}`));
}"""
TWICE, A_PHONE = 195, 400
"""How wide a telephone of 390 pixels is at 200 %, and the widest of those that are held in a hand."""
# What sticks out of the screen at the right, and text that is cut off where nothing says that there is more.
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      const { overflowX } = getComputedStyle(up);
      if (overflowX !== "visible" && up.id !== "main" && up !== document.body) return true;
    }
    return false;
  };
  const told = (one) => `${one.tagName}.${one.className}: ${(one.textContent ?? "").trim().slice(0, 50)}`;
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (box.width < 2 || box.height < 2 || style.visibility === "hidden") continue;
    if (one.closest(".only-read-aloud, .nl-skip-link")) continue;
    const out = Math.round(box.right - wide);
    if (out > 1 && box.left < wide && !inside(one)) found.push(`out by ${out}: ${told(one)}`);
    if (one.scrollWidth > one.clientWidth + 1 && style.overflowX === "hidden" && style.textOverflow !== "ellipsis")
      found.push(`cut: ${told(one)}`);
  }
  const main = document.getElementById("main");
  if (main && main.scrollWidth > main.clientWidth) found.push("main scrolls sideways");
  if (document.documentElement.scrollWidth > wide) found.push("the page scrolls sideways");
  return found;
}"""
# What a finger must hit, and is lower or narrower than a finger. Links inside a sentence may be.
TOO_SMALL = """() => [...document.querySelectorAll(
    "button, a.nl-button, .nav__link, select, textarea, .chip, .check-field, input:not([type=checkbox], [type=radio])"
  )].flatMap((one) => {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || one.closest(".only-read-aloud, .nl-skip-link")) return [];
    if (box.height >= 43.5 && box.width >= 43.5) return [];
    const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
    return [`${one.className} ${size}: ${(one.textContent ?? "").trim().slice(0, 30)}`];
  })"""
# With larger letters: words that lie over other words or a drawing, and words of an ordinary length that are broken.
OVER_EACH_OTHER = """() => {
  const LONGEST = 13;
  const found = [], seen = [];
  // As much of it as is to be seen by whoever scrolls the screen, or the sheet in front of it, to its end.
  const scrolls = (one) => one.id === "main" || one.tagName === "DIALOG";
  const shown = (box, from) => {
    let { left, right, top, bottom } = box;
    for (let up = from; up && up !== document.body && !scrolls(up); up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const edge = up.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, right, top, bottom };
  };
  // What stays where it is while the rest goes by, and what lies above all, is looked at apart.
  const layer = (one) => {
    for (let up = one; up; up = up.parentElement)
      if (scrolls(up) || ["sticky", "fixed"].includes(getComputedStyle(up).position)) return up;
    return null;
  };
  const sees = (words, node, box, within, down) => {
    const { left, right, top, bottom } = shown(box, within);
    const one = { words, node, left: left + 1, right: right - 1, top: top + down, bottom: bottom - down };
    if (one.right > one.left && one.bottom > one.top) seen.push({ ...one, layer: layer(node) });
  };
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest("svg, option, script, .only-read-aloud, .nl-skip-link")) continue;
    if (!node.checkVisibility({ visibilityProperty: true })) continue;
    const edge = shown(node.getBoundingClientRect(), node);
    if (edge.right - edge.left < 2 || edge.bottom - edge.top < 2) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    // The lines of a text may touch each other: the middle of each is looked at.
    for (const box of range.getClientRects())
      sees(text.data.trim().slice(0, 40), node, box, node, (box.bottom - box.top) / 4);
    for (const { 0: word, index } of text.data.matchAll(/[^\\s]+/g)) {
      if (word.length > LONGEST || /[-–@/]/.test(word)) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0).map((one) => Math.round(one.top));
      if (new Set(lines).size > 1) found.push(`broken: ${word}`);
    }
  }
  for (const icon of document.querySelectorAll(".icon"))
    if (icon.checkVisibility()) sees("a drawing", icon, icon.getBoundingClientRect(), icon.parentElement, 2);
  seen.sort((one, other) => one.top - other.top);
  seen.forEach((one, place) => {
    for (const other of seen.slice(place + 1)) {
      if (other.top > one.bottom - 1) break;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (one.layer === other.layer && one.node !== other.node && wide > 1)
        found.push(`over each other: ${one.words} | ${other.words}`);
    }
  });
  return found;
}"""
# A word of a button that stands on two lines, or hangs over its edge.
BROKEN = """() => [...document.querySelectorAll('.nl-button, .chip__face, .nav__link')].flatMap((button) => {
  const box = button.getBoundingClientRect();
  const found = [];
  for (const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const text = walker.currentNode.data;
    for (const word of text.matchAll(/[^\\s-]+-?/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const [first, ...more] = [...range.getClientRects()].filter((one) => one.width > 0);
      if (!first) continue;
      const out = first.left < box.left - 1 || first.right > box.right + 1;
      if (more.length > 0 || out) found.push(`${text}: ${word[0]}`);
    }
  }
  return found;
})"""


def found_by_axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN)
    return found


def wrong_at(page: Page, width: int) -> list[str]:
    found: list[str] = page.evaluate(STICKS_OUT)
    # At 195 pixels the longest words of Dutch are longer than a line.
    found += [f"broken: {one}" for one in page.evaluate(BROKEN) if width > TWICE]
    return found + [f"small: {one}" for one in page.evaluate(TOO_SMALL) if width <= A_PHONE]
