// The page of a document: marks and margin point at each other, layers, the explanation on hover.
"use strict";

claimcheck.document = (() => {
  const { el, keep, remember, keys } = claimcheck;
  const text = document.querySelector("[data-text]");
  const margin = document.querySelector("[data-margin]");
  const data = JSON.parse(document.getElementById("review-data").textContent);
  const tip = el("div", { class: "tip", id: "tip", role: "tooltip", hidden: true });
  document.body.append(tip);

  function fragments(key) {
    return [...text.querySelectorAll("mark.claim")].filter((mark) => mark.dataset.key === key);
  }

  function light(key) {
    for (const mark of text.querySelectorAll("mark.lit")) mark.classList.remove("lit");
    for (const mark of fragments(key)) mark.classList.add("lit");
  }

  /** The marks over a place, innermost first, the hidden layers left out. */
  function over(target) {
    const found = [];
    for (let mark = target.closest("mark"); mark; mark = mark.parentElement.closest("mark")) {
      const layer = mark.classList[0];
      if (text.classList.contains(`show-${layer}`)) found.push(mark);
    }
    return found;
  }

  function explain(marks, at) {
    tip.replaceChildren(...marks.map((mark) => el("p", {}, mark.dataset.title)));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, window.innerWidth - box.width - 8));
    const above = at.top - box.height - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  text.addEventListener("mouseover", (event) => {
    const marks = over(event.target);
    if (marks.length) explain(marks, marks[0].getClientRects()[0] || marks[0].getBoundingClientRect());
    else tip.hidden = true;
  });
  text.addEventListener("mouseleave", () => {
    tip.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });

  text.addEventListener("click", (event) => {
    if (event.target.closest("a") || !window.getSelection().isCollapsed) return;
    const claim = over(event.target).find((mark) => mark.classList.contains("claim"));
    const card = claim && document.getElementById(claim.dataset.key);
    if (card) keys.choose(card);
  });

  document.addEventListener("claimcheck:current", (event) => {
    const card = event.target;
    light(card.id);
    const mark = document.getElementById(`m-${card.id}`);
    if (!mark) return;
    const box = mark.getBoundingClientRect();
    if (box.top < 60 || box.bottom > window.innerHeight - 40) mark.scrollIntoView({ block: "center" });
  });

  margin.addEventListener("mouseover", (event) => {
    const card = event.target.closest("[data-claim]");
    if (card) light(card.id);
  });
  margin.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-claim]");
    if (card) light(card.id);
  });

  function follow() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("[data-claim]")) keys.choose(target);
    else if (target && target.matches("mark")) light(target.dataset.key);
  }
  window.addEventListener("hashchange", follow);

  for (const box of document.querySelectorAll("[data-layers] input")) {
    const kept = remember(`layer:${box.value}`);
    if (kept !== null) box.checked = kept === "on";
    const apply = () => text.classList.toggle(`show-${box.value}`, box.checked);
    apply();
    box.addEventListener("change", () => {
      apply();
      keep(`layer:${box.value}`, box.checked ? "on" : "off");
    });
  }

  function go(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  }

  keys.bind("n", "Moving", "next document", () => go("[data-next]"));
  keys.bind("p", "Moving", "previous document", () => go("[data-previous]"));
  keys.bind("o", "Moving", "open the pair of the claim", () => {
    const link = keys.current() && keys.current().querySelector(".against a");
    if (link) link.click();
  });

  const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
  for (const card of margin.querySelectorAll("[data-claim]")) {
    claimcheck.review.attach(card, data.doc, claims.get(card.dataset.claim));
  }
  follow();
  return { data, text };
})();
