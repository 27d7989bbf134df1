// From places on the page to code points of the original. Each leaf of the text names its first
// code point (data-s); where the text shown differs from the original, also the code point after
// its last (data-e) and the original itself (data-raw). A JavaScript string counts UTF-16 units,
// so the code points before a place are counted, never its index.
"use strict";

claimcheck.offsets = (() => {
  function codePoints(text) {
    let count = 0;
    for (const _ of text) count += 1;
    return count;
  }

  function leavesOf(unit) {
    return [...unit.querySelectorAll("[data-s]")];
  }

  /** The original under a leaf. */
  function rawOf(leaf) {
    return leaf.dataset.raw === undefined ? leaf.textContent : leaf.dataset.raw;
  }

  function startOf(leaf) {
    return Number(leaf.dataset.s);
  }

  function endOf(leaf) {
    return leaf.dataset.e === undefined
      ? startOf(leaf) + codePoints(leaf.textContent) : Number(leaf.dataset.e);
  }

  /** The text of a unit as it stands in the original, with its place. */
  function original(unit) {
    const leaves = leavesOf(unit);
    return {
      start: startOf(leaves[0]),
      end: endOf(leaves[leaves.length - 1]),
      text: leaves.map(rawOf).join(""),
      shown: leaves.filter((leaf) => !leaf.hidden).map((leaf) => leaf.textContent).join(""),
    };
  }

  /** The part [start, end) of a unit's original text. */
  function cut(unit, start, end) {
    const whole = original(unit);
    return [...whole.text].slice(start - whole.start, end - whole.start).join("");
  }

  /** How far into a leaf a boundary of a range lies, in UTF-16 units, or null outside it. */
  function within(leaf, node, offset) {
    if (!leaf.contains(node)) return null;
    return node === leaf ? (offset ? leaf.textContent.length : 0) : offset;
  }

  function place(leaf, utf16, edge) {
    if (leaf.dataset.e !== undefined) return edge === "start" ? startOf(leaf) : endOf(leaf);
    return startOf(leaf) + codePoints(leaf.textContent.slice(0, utf16));
  }

  /** The parts of the visible leaves that a range covers: [leaf, from, to] in UTF-16 units. */
  function covered(range, unit) {
    const found = [];
    for (const leaf of leavesOf(unit)) {
      if (leaf.hidden || !range.intersectsNode(leaf)) continue;
      const from = within(leaf, range.startContainer, range.startOffset) ?? 0;
      const to = within(leaf, range.endContainer, range.endOffset) ?? leaf.textContent.length;
      if (to > from) found.push([leaf, from, to]);
    }
    return found;
  }

  function trimmed(parts) {
    const isSpace = ([leaf, from, to]) => !leaf.textContent.slice(from, to).trim();
    while (parts.length && isSpace(parts[0])) parts.shift();
    while (parts.length && isSpace(parts[parts.length - 1])) parts.pop();
    if (!parts.length) return null;
    const [first, from, firstEnd] = parts[0];
    const [last, lastStart, to] = parts[parts.length - 1];
    const lead = first.textContent.slice(from, firstEnd);
    const tail = last.textContent.slice(lastStart, to);
    return {
      start: place(first, from + lead.length - lead.trimStart().length, "start"),
      end: place(last, to - (tail.length - tail.trimEnd().length), "end"),
      shown: parts.map(([leaf, a, b]) => leaf.textContent.slice(a, b)).join("").trim(),
    };
  }

  /**
   * What a selection covers: {unit, start, end, text, shown}, white space at its edges left out;
   * null where it is empty or outside the text, {error} where it reaches over several units. `text`
   * is the original, markup included, `shown` what the page shows of it.
   */
  function ofSelection(selection, text) {
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(text)) return null;
    const units = [...text.querySelectorAll("[data-unit]")].filter(
      (unit) => range.intersectsNode(unit) && covered(range, unit).length);
    const solid = units.filter((unit) => trimmed(covered(range, unit)));
    if (!solid.length) return null;
    if (solid.length > 1) return { error: "Select words of one sentence, heading, item or cell." };
    const span = trimmed(covered(range, solid[0]));
    return { unit: solid[0], ...span, text: cut(solid[0], span.start, span.end) };
  }

  /** Where words stand in a unit, as they are shown; null where they do not. */
  function find(unit, words) {
    const leaves = leavesOf(unit).filter((leaf) => !leaf.hidden);
    const at = leaves.map((leaf) => leaf.textContent).join("").indexOf(words);
    if (at < 0 || !words) return null;
    let before = 0;
    const parts = [];
    for (const leaf of leaves) {
      const length = leaf.textContent.length;
      const from = Math.max(0, at - before);
      const to = Math.min(length, at + words.length - before);
      if (to > from) parts.push([leaf, from, to]);
      before += length;
    }
    const span = trimmed(parts);
    return span && { unit, ...span, text: cut(unit, span.start, span.end) };
  }

  return { codePoints, original, cut, ofSelection, find };
})();
