// The filters beside the list: built once, their numbers kept up to date.
"use strict";

claimcheck.facets = (() => {
  const { el, labels, filtering } = claimcheck;
  const TITLES = {
    verdict: "Verdict", source: "Source", strength: "Strength", type: "Type", basis: "Basis",
    flag: "Flags", polarity: "Polarity", register: "EU register", substance: "Substance",
    outcome: "Outcome", evidence: "Evidence base",
  };
  const BOXES = ["verdict", "source", "strength", "type", "basis", "flag", "polarity", "register", "evidence"];
  const OPEN = ["verdict", "source", "strength", "type"];
  const LISTED = 500;

  function shownName(facet, label) {
    if (facet === "source") return label;
    if (label === "") return facet === "verdict" ? "not compared" : "not verified";
    return labels.name(facet, label);
  }

  /** Build the form. `change(facet, labels)` is called when the user has chosen. */
  function build(form, table, view, change) {
    const { meta } = table;
    const boxes = new Map();
    const search = el("input", { type: "search", name: "q", id: "q", autocomplete: "off" });
    let timer = 0;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => change("q", search.value), 200);
    });
    form.append(el("p", { class: "search" }, el("label", { for: "q" }, "Search"), search));
    const selects = ["substance", "outcome"].map((facet) => {
      const select = el("select", { id: `f-${facet}`, "data-facet": facet });
      select.addEventListener("change", () => change(facet, select.value ? [select.value] : []));
      form.append(el("p", { class: "choose" },
        el("label", { for: `f-${facet}` }, TITLES[facet]), select));
      return select;
    });
    for (const facet of BOXES) {
      if (facet === "verdict" && !meta.reviewed) continue;
      if (facet === "evidence" && !meta.verified) continue;
      form.append(group(facet, meta, view, boxes, change));
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    return { search, selects, boxes };
  }

  function group(facet, meta, view, boxes, change) {
    const rows = [];
    filtering.labels(meta, facet).forEach((label, number) => {
      if (facet === "verdict" && label === "" && view === "contrast") return;
      const box = el("input", { type: "checkbox", name: facet, value: label });
      const count = el("span", { class: "count" });
      const kind = facet === "source" ? "" : labels.means(facet, label);
      const row = el("label", { title: kind || null }, box, " ",
        el("span", {}, shownName(facet, label)), " ", count);
      box.addEventListener("change", () => {
        const chosen = [...boxes.values()].filter((b) => b.facet === facet && b.box.checked);
        change(facet, chosen.map((b) => b.label));
      });
      boxes.set(`${facet}:${label}`, { facet, label, number, box, count, row });
      rows.push(row);
    });
    const body = el("fieldset", {}, el("legend", { class: "visually-hidden" }, TITLES[facet]), rows);
    const roomy = window.matchMedia("(min-width: 60rem)").matches;
    return el("details", { class: "facet", open: roomy && OPEN.includes(facet) },
      el("summary", {}, TITLES[facet]), body);
  }

  /** Show a state and its counts in the form. */
  function update(parts, table, state, counts) {
    if (document.activeElement !== parts.search) parts.search.value = state.q;
    for (const { facet, label, number, box, count, row } of parts.boxes.values()) {
      box.checked = state[facet].includes(label);
      count.textContent = counts[facet][number].toLocaleString("en");
      row.classList.toggle("none", !counts[facet][number] && !box.checked);
    }
    for (const select of parts.selects) {
      fill(select, table.meta, counts[select.dataset.facet], state[select.dataset.facet][0] || "");
    }
  }

  function fill(select, meta, counts, chosen) {
    const names = filtering.labels(meta, select.dataset.facet);
    const ranked = names.map((name, n) => [name, counts[n]]).filter(([, n]) => n)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, LISTED);
    if (chosen && !ranked.some(([name]) => name === chosen)) ranked.unshift([chosen, 0]);
    select.replaceChildren(el("option", { value: "" }, "any"), ...ranked.map(([name, n]) =>
      el("option", { value: name, selected: name === chosen },
        `${name.length > 60 ? `${name.slice(0, 59)}…` : name} (${n.toLocaleString("en")})`)));
    select.value = chosen;
  }

  return { TITLES, build, update, shownName };
})();
