// What a filterable page shows, as the fragment of its address: `#verdict=overstated&page=2`.
"use strict";

claimcheck.state = (() => {
  const LISTS = ["source", "verdict", "type", "strength", "basis", "polarity", "register", "evidence", "flag",
    "substance", "outcome"];
  const SORTS = ["verdict", "unsure", "gap", "substance", "place"];

  function empty() {
    const state = { q: "", sort: "verdict", page: 1, at: null };
    for (const key of LISTS) state[key] = [];
    return state;
  }

  /** From a fragment; what it does not know it passes over. */
  function parse(fragment) {
    const state = empty();
    const found = new URLSearchParams(fragment.replace(/^#/, ""));
    for (const [key, value] of found) {
      if (LISTS.includes(key)) state[key].push(value);
      else if (key === "q") state.q = value;
      else if (key === "sort" && SORTS.includes(value)) state.sort = value;
      else if (key === "page" && /^[1-9]\d{0,6}$/.test(value)) state.page = Number(value);
      else if (key === "at" && /^\d{1,9}$/.test(value)) state.at = Number(value);
    }
    return state;
  }

  /** To a fragment; what is as it comes is left out. */
  function format(state) {
    const found = new URLSearchParams();
    for (const key of LISTS) for (const value of state[key]) found.append(key, value);
    if (state.q) found.set("q", state.q);
    if (state.sort !== "verdict") found.set("sort", state.sort);
    if (state.page > 1) found.set("page", String(state.page));
    if (state.at !== null) found.set("at", String(state.at));
    return found.toString();
  }

  return { LISTS, SORTS, empty, parse, format };
})();
