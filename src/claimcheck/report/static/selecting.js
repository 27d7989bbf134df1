// Adding what was missed: select words of the text, or take a sentence by keyboard.
"use strict";

claimcheck.selecting = (() => {
  const { el, keys, offsets, review, reviewForms: forms } = claimcheck;
  const { data, text } = claimcheck.document;
  let chosen = null;

  const bar = el("div", { class: "selecting", role: "toolbar", "aria-label": "Selected words", hidden: true },
    el("button", { type: "button", onclick: () => add("claim") }, "Add claim"),
    el("button", { type: "button", onclick: () => add("cue") }, "Add cue"));
  document.body.append(bar);

  function selected() {
    return offsets.ofSelection(window.getSelection(), text);
  }

  document.addEventListener("selectionchange", () => {
    const found = review.on() && selected();
    bar.hidden = !found || Boolean(found.error);
    if (bar.hidden) return;
    chosen = found;
    const box = window.getSelection().getRangeAt(0).getBoundingClientRect();
    bar.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 200))}px`;
    bar.style.top = `${Math.min(box.bottom + 8, window.innerHeight - 48)}px`;
  });

  /** The words to add: the selection, or else the sentence taken by keyboard. */
  function target() {
    const found = selected();
    if (found) return found;
    if (!bar.hidden) return chosen;
    const unit = text.querySelector(".unit.taken");
    return unit && { unit, ...offsets.original(unit) };
  }

  function add(kind) {
    if (!review.on()) return false;
    const found = target();
    if (!found || found.error) {
      claimcheck.say(found ? found.error : "Select words in the text first, or take a sentence with s.");
      return true;
    }
    bar.hidden = true;
    forms.add(kind, found, data.topic, (made) => {
      review.save({ ...made, doc: data.doc });
      window.getSelection().removeAllRanges();
      draw();
    });
    return true;
  }

  function take(by) {
    const units = [...text.querySelectorAll("[data-unit]")];
    const at = units.findIndex((unit) => unit.classList.contains("taken"));
    const next = units[at < 0 ? (by > 0 ? 0 : units.length - 1) : at + by];
    if (!next) return true;
    if (at >= 0) units[at].classList.remove("taken");
    next.classList.add("taken");
    next.scrollIntoView({ block: "nearest" });
    claimcheck.say(offsets.original(next).text.slice(0, 200));
    return true;
  }

  /** The list of what was added on this page. */
  function draw() {
    const margin = document.querySelector("[data-margin]");
    const old = margin.querySelector(".added");
    if (old) old.remove();
    const mine = review.entries().filter((entry) => entry.doc.id === data.doc.id && entry.action.startsWith("add_"));
    if (!mine.length || !review.on()) return;
    const heading = margin.querySelector("h2");
    heading.after(el("section", { class: "added", "aria-label": "Added by you" },
      el("h3", {}, "Added by you"),
      el("ul", {}, mine.map((entry) => el("li", {},
        el("span", { class: "tag" }, entry.action === "add_cue" ? `cue: ${entry.category}` : "claim"), " ",
        el("q", { dir: "auto" }, entry.text), " ",
        el("button", { type: "button", class: "quiet", "aria-label": `Remove ${entry.text}`,
          onclick: () => review.remove(entry.key) }, "Remove"))))));
  }

  keys.bind("m", "Reviewing", "add a missed claim", () => add("claim"));
  keys.bind("q", "Reviewing", "add a missed cue", () => add("cue"));
  keys.bind("s", "Reviewing", "take the next sentence", () => review.on() && take(1));
  keys.bind("w", "Reviewing", "take the sentence before", () => review.on() && take(-1));
  document.addEventListener("claimcheck:review", draw);
  draw();
  return {};
})();
