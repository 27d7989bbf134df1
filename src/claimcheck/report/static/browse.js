// The filterable page: state to rows, rows to cards, a page of them at a time.
"use strict";

claimcheck.browse = (() => {
  const { el, state: states, loading, filtering, facets, cards, keys } = claimcheck;
  const PER_PAGE = 25;
  const SORTS = {
    verdict: "worst verdict first", unsure: "unsure first", gap: "largest difference in strength",
    substance: "by substance", place: "as in the documents",
  };
  const frame = document.querySelector("[data-browse]");
  const view = frame.dataset.browse;
  const part = (name) => frame.querySelector(`[data-${name}]`);
  let state = states.parse(location.hash);
  let table = null;
  let texts = null;
  let form = null;
  let turn = 0;

  function set(changes, focus) {
    state = { ...state, at: null, page: 1, ...changes };
    const fragment = states.format(state);
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname);
    return show(focus);
  }

  async function show(focus) {
    turn += 1;
    const mine = turn;
    if (state.q && !texts) {
      part("count").textContent = "Searching …";
      texts = await loading.texts(table.meta);
      if (mine !== turn) return;
    }
    const { rows, counts } = filtering.select(table, state, view, texts);
    facets.update(form, table, state, counts);
    const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
    if (state.at !== null && rows.includes(state.at)) {
      state.page = Math.floor(rows.indexOf(state.at) / PER_PAGE) + 1;
    }
    const page = Math.min(state.page, pages);
    const shown = rows.slice((page - 1) * PER_PAGE, page * PER_PAGE);
    const records = await loading.details(table.meta, shown);
    if (mine !== turn) return;
    count(rows.length, page, pages);
    chips();
    part("cards").start = (page - 1) * PER_PAGE + 1;
    part("cards").replaceChildren(...records.map((record, n) => cards.card(record, shown[n])));
    if (!records.length) {
      part("cards").append(el("li", { class: "nothing" }, "No claim passes these filters."));
    }
    pager(page, pages);
    frame.dataset.ready = String(mine);
    if (state.at !== null) {
      const found = frame.querySelector(`[data-row="${state.at}"]`);
      if (found) keys.choose(found);
    } else if (focus) {
      part("cards").scrollIntoView({ block: "start" });
      const first = frame.querySelector("[data-claim]");
      if (first) keys.choose(first);
    }
  }

  function count(total, page, pages) {
    const what = view === "contrast" ? "pair" : "claim";
    const number = total.toLocaleString("en");
    part("count").textContent =
      `${number} ${what}${total === 1 ? "" : "s"}${pages > 1 ? `, page ${page} of ${pages.toLocaleString("en")}` : ""}`;
  }

  function chips() {
    const made = [];
    for (const key of states.LISTS) {
      for (const value of state[key]) {
        const name = `${facets.TITLES[key]}: ${["substance", "outcome"].includes(key) ? value : facets.shownName(key, value)}`;
        made.push(el("button", {
          type: "button", class: "chip", "aria-label": `Remove the filter ${name}`,
          onclick: () => set({ [key]: state[key].filter((other) => other !== value) }),
        }, el("bdi", {}, name.length > 80 ? `${name.slice(0, 79)}…` : name), el("span", { "aria-hidden": "true" }, " ×")));
      }
    }
    if (made.length || state.q) {
      made.push(el("button", {
        type: "button", class: "chip clear",
        onclick: () => {
          form.search.value = "";
          set({ ...states.empty(), sort: state.sort });
        },
      }, "Clear all"));
    }
    part("chips").replaceChildren(...made);
  }

  function pager(page, pages) {
    const wanted = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, pages])]
      .filter((n) => n >= 1 && n <= pages);
    const links = wanted.map((n) => el("a", {
      href: `#${states.format({ ...state, at: null, page: n })}`,
      "aria-current": n === page ? "page" : null, "aria-label": `Page ${n}`,
      onclick: (event) => {
        event.preventDefault();
        set({ page: n }, true);
      },
    }, n.toLocaleString("en")));
    part("pages").replaceChildren(...(pages > 1 ? links.flatMap((link) => [link, " "]) : []));
    part("pages").hidden = pages < 2;
    frame.dataset.page = String(page);
    frame.dataset.pages = String(pages);
  }

  function turnPage(by) {
    const to = Number(frame.dataset.page) + by;
    if (to >= 1 && to <= Number(frame.dataset.pages)) set({ page: to }, true);
  }

  /** On a small screen the filters come after what they filter: closed until wanted. */
  function fold() {
    const small = matchMedia("(max-width: 60rem)");
    const follow = () => { part("narrowing").open = !small.matches; };
    small.addEventListener("change", follow);
    follow();
  }

  async function start() {
    fold();
    try {
      table = await loading.table();
    } catch (error) {
      part("count").textContent = error.message;
      return;
    }
    claimcheck.labels.use(table.meta.words);
    cards.use(table.meta);
    form = facets.build(part("filters"), table, view, (key, value) => set({ [key]: value }));
    const sort = el("select", { id: "sort" }, Object.entries(SORTS).map(([value, name]) =>
      el("option", { value, selected: value === state.sort }, name)));
    sort.addEventListener("change", () => set({ sort: sort.value }));
    part("sorting").append(el("label", { for: "sort" }, "Order "), sort);
    window.addEventListener("hashchange", () => {
      state = states.parse(location.hash);
      sort.value = state.sort;
      show();
    });
    await show();
  }

  keys.bind("/", "Moving", "search", () => {
    part("narrowing").open = true;
    form.search.focus();
  });
  keys.bind("n", "Moving", "next page", () => turnPage(1));
  keys.bind("p", "Moving", "previous page", () => turnPage(-1));
  keys.bind("o", "Moving", "open the claim in its document", () => {
    const link = keys.current() && keys.current().querySelector(".where a");
    if (link) link.click();
  });
  start();
  return {};
})();
