// A reviewer's corrections, kept in this browser under the report's own name. Each is one entry
// under its own key, so that two open pages do not overwrite each other.
"use strict";

claimcheck.reviewStore = (() => {
  const { keep, remember } = claimcheck;
  const name = `review:${document.body.dataset.report}:`;
  const prefix = `claimcheck:${name}`;

  /** A decision about a claim replaces the one before; a comment stands beside it. */
  function keyOf(entry) {
    if (entry.action === "comment") return `comment|${entry.claim.id}`;
    if (entry.action === "add_claim" || entry.action === "add_cue") {
      return `${entry.action}|${entry.doc.id}|${entry.start}|${entry.end}`;
    }
    return `decision|${entry.claim.id}`;
  }

  /** Tell the page; `claim` is the one that changed, null where it may be any. */
  function changed(claim) {
    document.dispatchEvent(new CustomEvent("claimcheck:review", { detail: { claim } }));
  }

  /** Keep an entry. Returns whether the browser kept it. */
  function save(entry) {
    const key = keyOf(entry);
    const kept = keep(`${name}${key}`, JSON.stringify({ ...entry, key }));
    changed(entry.claim ? entry.claim.id : null);
    return kept;
  }

  function remove(key) {
    const entry = get(key);
    keep(`${name}${key}`, null);
    changed(entry && entry.claim ? entry.claim.id : null);
  }

  /** A stored entry; null where there is none, or where it is damaged: the others still count. */
  function read(stored) {
    try {
      const entry = JSON.parse(stored);
      return entry && entry.doc && entry.key ? entry : null;
    } catch {
      return null;
    }
  }

  /** All entries, by document, place and kind. */
  function entries() {
    const found = [];
    try {
      for (let n = 0; n < localStorage.length; n += 1) {
        const stored = localStorage.key(n);
        const entry = stored.startsWith(prefix) ? read(localStorage.getItem(stored)) : null;
        if (entry) found.push(entry);
      }
    } catch {
      return [];
    }
    const place = (entry) => [entry.doc.id, entry.start, entry.end, entry.key];
    return found.sort((a, b) => {
      const [x, y] = [place(a), place(b)];
      for (let n = 0; n < x.length; n += 1) {
        if (x[n] !== y[n]) return x[n] < y[n] ? -1 : 1;
      }
      return 0;
    });
  }

  function get(key) {
    return read(remember(`${name}${key}`));
  }

  function clear() {
    for (const entry of entries()) keep(`${name}${entry.key}`, null);
    changed(null);
  }

  window.addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(prefix)) changed(null);
  });

  // A page that "Back" brings out of the browser's memory was told of nothing while it lay there.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) changed(null);
  });

  return { save, remove, entries, get, clear };
})();
