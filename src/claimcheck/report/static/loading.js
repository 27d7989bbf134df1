// The data of the filterable pages: columns at once, texts and details when they are asked for.
"use strict";

claimcheck.loading = (() => {
  const { load } = claimcheck;
  const NUMBERS = ["source", "doc", "flags", "unsure", "gap", "start", "verdict", "type",
    "strength", "basis", "polarity", "register", "evidence", "substance"];

  function range(count) {
    return Array.from({ length: count }, (_, n) => n);
  }

  /** Names and columns: `{meta, columns}`. A column is one array over all claims. */
  async function table() {
    const meta = await load("meta", 0);
    const shards = await Promise.all(range(meta.files.index).map((n) => load("index", n)));
    const columns = { outcomes: shards.flatMap((shard) => shard.outcomes) };
    for (const name of NUMBERS) {
      const column = new Int32Array(meta.claims);
      let at = 0;
      for (const shard of shards) {
        column.set(shard[name], at);
        at += shard[name].length;
      }
      columns[name] = column;
    }
    return { meta, columns };
  }

  /** The searchable text of every claim, in lower case. */
  async function texts(meta) {
    const shards = await Promise.all(range(meta.files.text).map((n) => load("text", n)));
    return shards.flat().map((text) => text.toLowerCase());
  }

  /** What the cards of some claims show, in the order of `rows`. */
  async function details(meta, rows) {
    const size = meta.sizes.detail;
    const numbers = [...new Set(Array.from(rows, (row) => Math.floor(row / size)))];
    const shards = new Map();
    await Promise.all(numbers.map(async (n) => shards.set(n, await load("detail", n))));
    return Array.from(rows, (row) => shards.get(Math.floor(row / size))[row % size]);
  }

  return { table, texts, details };
})();
