// Keyboard: single keys that can be turned off (WCAG 2.1.4), the card that is current, and help.
"use strict";

claimcheck.keys = (() => {
  const { el, keep, remember } = claimcheck;
  const known = new Map();
  const CARDS = "[data-claim]";
  let dialog = null;

  /** Bind a key; `group` heads it in the help. A handler that returns false leaves the event be. */
  function bind(key, group, label, handler) {
    known.set(key, { group, label, handler });
  }

  function enabled() {
    return remember("keys") !== "off";
  }

  function typing(target) {
    return target.closest && target.closest("input:not([type=checkbox]), textarea, select, dialog");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || !(enabled() || event.key === "?")) return;
    const entry = known.get(event.key);
    if (entry && entry.handler(event) !== false) event.preventDefault();
  });

  /** The card that has the focus or had it last, or null. */
  function current() {
    const focused = document.activeElement && document.activeElement.closest(CARDS);
    return focused || document.querySelector(`${CARDS}.current`);
  }

  /** Make a card the current one and bring it into view. */
  function choose(card) {
    for (const other of document.querySelectorAll(`${CARDS}.current`)) {
      other.classList.remove("current");
    }
    card.classList.add("current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    card.dispatchEvent(new CustomEvent("claimcheck:current", { bubbles: true }));
  }

  function step(by) {
    const cards = [...document.querySelectorAll(CARDS)];
    if (!cards.length) return false;
    const at = cards.indexOf(current());
    const next = at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by;
    if (next >= 0 && next < cards.length) choose(cards[next]);
    return true;
  }

  function help() {
    if (dialog) dialog.remove();
    const groups = new Map();
    for (const [key, { group, label }] of known) {
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, label)));
    }
    const box = el("input", { type: "checkbox", checked: enabled() });
    box.addEventListener("change", () => keep("keys", box.checked ? null : "off"));
    dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" },
      el("h2", { id: "help-title" }, "Keyboard"),
      [...groups].map(([group, rows]) => [el("h3", {}, group), el("dl", {}, rows)]),
      el("label", {}, box, " Single keys work on this computer"),
      el("form", { method: "dialog" }, el("button", {}, "Close")));
    document.body.append(dialog);
    dialog.showModal();
  }

  bind("j", "Moving", "next claim", () => step(1));
  bind("k", "Moving", "previous claim", () => step(-1));
  bind("?", "Moving", "this help", help);

  return { bind, current, choose, help };
})();
