// Review mode: decisions on cards, by mouse and by keyboard, and the tools at the top.
"use strict";

claimcheck.review = (() => {
  const { el, keep, remember, say, keys, reviewStore: store, reviewForms: forms } = claimcheck;
  const RANKS = ["insufficient", "correlational", "conditional", "direct"];
  const SAID = { accept: "accepted", reject: "rejected", relabel: "relabelled" };
  const targets = new WeakMap();
  const cards = new Set();

  function on() {
    return remember("review") === "on";
  }

  function save(entry) {
    const full = { reviewer: remember("reviewer") || "", time: new Date().toISOString(), ...entry };
    if (!store.save(full)) say("This browser keeps nothing for pages opened from disk: export before you leave.");
  }

  function labelsOf(claim) {
    const { type, strength, basis, polarity, agent, outcomes } = claim;
    return { type, strength, basis, polarity, agent, outcomes };
  }

  function decide(card, action, more) {
    const { doc, claim } = targets.get(card);
    const labels = action === "accept" ? labelsOf(claim) : null;
    save({ action, doc, claim: { id: claim.id }, start: claim.start, end: claim.end, text: claim.text,
      labels, comment: "", ...more });
    say(`${SAID[action] || "noted"}: ${claim.text.slice(0, 80)}`);
  }

  function decision(claim) {
    return store.get(`decision|${claim.id}`);
  }

  function relabel(card) {
    const { claim } = targets.get(card);
    const before = decision(claim);
    forms.relabel(claim, before && before.labels, (made) => decide(card, "relabel", made));
  }

  function strength(card, rank) {
    const { claim } = targets.get(card);
    const before = decision(claim);
    const labels = { ...((before && before.labels) || labelsOf(claim)), strength: RANKS[rank] };
    decide(card, "relabel", { labels });
  }

  function comment(card) {
    const { claim } = targets.get(card);
    const before = store.get(`comment|${claim.id}`);
    forms.comment(claim, before && before.comment, (made) => decide(card, "comment", made));
  }

  function undo(card) {
    const { claim } = targets.get(card);
    store.remove(`decision|${claim.id}`);
    say("Decision taken back");
  }

  /** Make a card reviewable. */
  function attach(card, doc, claim) {
    targets.set(card, { doc, claim });
    cards.add(card);
    draw(card);
  }

  function button(label, key, pressed, act) {
    return el("button", { type: "button", "aria-pressed": pressed === null ? null : String(pressed),
      "aria-keyshortcuts": key, onclick: act }, label, " ", el("kbd", { "aria-hidden": "true" }, key));
  }

  function draw(card) {
    const old = card.querySelector(":scope > .review");
    const focused = old && old.contains(document.activeElement)
      ? [...old.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    if (old) old.remove();
    if (!on()) {
      card.removeAttribute("data-decision");
      return;
    }
    const { claim } = targets.get(card);
    const made = decision(claim);
    const noted = store.get(`comment|${claim.id}`);
    const is = (action) => Boolean(made) && made.action === action;
    if (made) card.dataset.decision = made.action;
    else card.removeAttribute("data-decision");
    card.append(el("div", { class: "review", role: "group", "aria-label": "Review" },
      button("Accept", "a", is("accept"), () => decide(card, "accept")),
      button("Reject", "r", is("reject"), () => decide(card, "reject")),
      button("Relabel", "l", is("relabel"), () => relabel(card)),
      button("Comment", "c", Boolean(noted), () => comment(card)),
      made ? button("Undo", "u", null, () => undo(card)) : null,
      made && made.action === "relabel" ? el("p", { class: "note" }, changes(claim, made.labels)) : null,
      noted ? el("p", { class: "note", dir: "auto" }, `“${noted.comment}”`) : null));
    const buttons = card.querySelectorAll(":scope > .review button");
    if (focused >= 0 && buttons.length) buttons[Math.min(focused, buttons.length - 1)].focus();
  }

  function changes(claim, labels) {
    const changed = ["type", "strength", "basis", "polarity"].filter((f) => labels[f] !== claim[f])
      .map((field) => `${field}: ${claimcheck.labels.name(field, labels[field])}`);
    if (labels.agent !== claim.agent) changed.push(`agent: ${labels.agent}`);
    return changed.length ? `You say: ${changed.join(", ")}` : "You say: the labels stay";
  }

  /** Draw the cards again: that of the claim that changed, or all. */
  function redraw(changed) {
    for (const card of cards) {
      if (!card.isConnected) cards.delete(card);
      else if (!changed || card.dataset.claim === changed) draw(card);
    }
    tools();
  }

  function tools() {
    const place = document.querySelector("[data-tools]");
    const many = store.entries().length;
    const active = document.activeElement && document.activeElement.id;
    place.replaceChildren(
      el("button", { type: "button", id: "t-review", "aria-pressed": String(on()), onclick: toggle }, "Review"),
      ...(on() || many ? [el("button", { type: "button", id: "t-export", onclick: overview },
        `Corrections (${many})`)] : []),
      el("button", { type: "button", id: "t-keys", onclick: keys.help, "aria-label": "Keyboard help" }, "?"));
    const again = active && document.getElementById(active);
    if (again && place.contains(again)) again.focus();
  }

  function toggle() {
    keep("review", on() ? null : "on");
    document.body.classList.toggle("reviewing", on());
    document.dispatchEvent(new CustomEvent("claimcheck:review"));
    say(on() ? "Review mode is on" : "Review mode is off");
  }

  /** All corrections, with export. */
  function overview() {
    const entries = store.entries();
    const name = el("input", { id: "reviewer", value: remember("reviewer") || "", autocomplete: "off" });
    name.addEventListener("change", () => keep("reviewer", name.value.trim() || null));
    const signed = () => store.entries().map((e) => ({ ...e, reviewer: e.reviewer || name.value.trim() }));
    const dialog = el("dialog", { class: "form", "aria-labelledby": "corrections" },
      el("h2", { id: "corrections" }, `Corrections (${entries.length})`),
      el("p", {}, el("label", { for: "reviewer" }, "your name"), name),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "List of corrections" },
        el("ul", {}, entries.slice(0, 500).map((e) => el("li", {}, el("span", { class: "tag" }, e.action.replace("_", " ")), " ",
          el("q", { dir: "auto" }, e.text.slice(0, 120)), " ", el("small", {}, e.doc.path))))),
      el("p", { class: "buttons" },
        el("button", { type: "button", class: "main", disabled: !entries.length,
          onclick: () => claimcheck.reviewExport.download(signed()) }, "Export as JSONL"),
        el("button", { type: "button", disabled: !entries.length, onclick: () => {
          if (window.confirm(`Forget all ${entries.length} corrections? Export them first.`)) {
            store.clear();
            dialog.close();
          }
        } }, "Forget all"),
        el("button", { type: "button", onclick: () => dialog.close() }, "Close")),
      el("p", { class: "note" }, "Bring the file into the training data with “claimcheck annotations merge”."));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  function bind(key, label, act) {
    keys.bind(key, "Reviewing", label, () => {
      const card = keys.current();
      if (!on() || !card || !targets.has(card)) return false;
      act(card);
      return true;
    });
  }

  keys.bind("v", "Reviewing", "review mode on or off", toggle);
  bind("a", "accept the claim", (card) => decide(card, "accept"));
  bind("r", "reject the claim", (card) => decide(card, "reject"));
  RANKS.forEach((rank, n) => bind(String(n + 1), `strength: ${claimcheck.labels.name("strength", rank)}`,
    (card) => strength(card, n)));
  bind("l", "relabel the claim", relabel);
  bind("c", "comment on the claim", comment);
  bind("u", "take the decision back", undo);
  keys.bind("e", "Reviewing", "list and export the corrections", overview);

  document.addEventListener("claimcheck:review", (event) => redraw(event.detail && event.detail.claim));
  document.body.classList.toggle("reviewing", on());
  tools();
  return { attach, on, save, remove: store.remove, entries: store.entries };
})();
