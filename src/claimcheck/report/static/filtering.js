// Which claims a state lets through, how many each filter would, and their order. No page here.
"use strict";

claimcheck.filtering = (() => {
  const SINGLE = ["source", "verdict", "type", "strength", "basis", "polarity", "register",
    "evidence", "substance"];
  const FACETS = [...SINGLE, "flag", "outcome"];

  /** The labels of a facet in the order of their numbers. */
  function labels(meta, facet) {
    if (facet === "source") return meta.sources;
    if (facet === "substance") return meta.substances;
    if (facet === "outcome") return meta.outcomes;
    return meta.labels[facet];
  }

  function numbers(meta, facet, wanted) {
    const all = labels(meta, facet);
    return new Set(wanted.map((label) => all.indexOf(label)).filter((n) => n >= 0));
  }

  /** A test for each facet that is set: does the row pass? A label that is unknown passes none. */
  function tests({ meta, columns }, state) {
    const found = [];
    for (const facet of FACETS) {
      const wanted = state[facet];
      if (!wanted.length) continue;
      const chosen = numbers(meta, facet, wanted);
      if (facet === "flag") {
        let mask = 0;
        for (const n of chosen) mask |= 1 << n;
        found.push([facet, (row) => (columns.flags[row] & mask) !== 0]);
      } else if (facet === "outcome") {
        found.push([facet, (row) => columns.outcomes[row].some((n) => chosen.has(n))]);
      } else {
        const column = columns[facet];
        found.push([facet, (row) => chosen.has(column[row])]);
      }
    }
    return found;
  }

  function count(counts, table, row, only) {
    const { columns } = table;
    for (const facet of only ? [only] : FACETS) {
      const target = counts[facet];
      if (facet === "flag") {
        for (let bits = columns.flags[row], n = 0; bits; bits >>= 1, n += 1) {
          if (bits & 1) target[n] += 1;
        }
      } else if (facet === "outcome") {
        for (const n of columns.outcomes[row]) target[n] += 1;
      } else {
        target[columns[facet][row]] += 1;
      }
    }
  }

  /**
   * `rows` that pass, in their order; `counts[facet][number]`: how many would pass if the facet
   * asked for that label (its other labels aside). `texts` is needed only with a search.
   */
  function select(table, state, view, texts) {
    const { meta, columns } = table;
    const counts = {};
    for (const facet of FACETS) counts[facet] = new Int32Array(labels(meta, facet).length);
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const checks = tests(table, state);
    const rows = [];
    for (let row = 0; row < meta.claims; row += 1) {
      if (view === "contrast" && columns.verdict[row] === 0) continue;
      if (words.length && !words.every((word) => texts[row].includes(word))) continue;
      let failed = null;
      let failures = 0;
      for (const [facet, passes] of checks) {
        if (!passes(row)) {
          failed = facet;
          failures += 1;
          if (failures > 1) break;
        }
      }
      if (!failures) rows.push(row);
      if (failures < 2) count(counts, table, row, failed);
    }
    return { rows: order(table, rows, state.sort), counts };
  }

  function order({ meta, columns }, rows, sort) {
    const by = {
      unsure: (a, b) => columns.unsure[b] - columns.unsure[a],
      gap: (a, b) => columns.gap[b] - columns.gap[a],
      place: (a, b) => columns.doc[a] - columns.doc[b] || columns.start[a] - columns.start[b],
      substance: null,
    };
    if (sort === "substance") {
      const ranked = meta.substances.map((name, n) => [name.toLowerCase(), n]).sort();
      const rank = new Int32Array(ranked.length);
      ranked.forEach(([, n], position) => {
        rank[n] = position;
      });
      by.substance = (a, b) => rank[columns.substance[a]] - rank[columns.substance[b]];
    }
    const compare = by[sort];
    return compare ? rows.sort((a, b) => compare(a, b) || a - b) : rows;
  }

  return { FACETS, labels, select };
})();
