// One claim, or one pair, as a card of the filterable pages.
"use strict";

claimcheck.cards = (() => {
  const { el, labels } = claimcheck;
  let meta = null;

  /** Take the names of the data. */
  function use(found) {
    meta = found;
  }

  function verdict(label) {
    return el("span", { class: `verdict v-${label}`, title: labels.means("verdict", label) },
      el("span", { class: "glyph", "aria-hidden": "true" }, labels.GLYPHS[label]),
      labels.name("verdict", label));
  }

  function tag(kind, label, more) {
    return el("span", { class: `tag ${more || ""}`, title: labels.means(kind, label) },
      labels.name(kind, label));
  }

  function tags(claim) {
    return el("p", { class: "tags" },
      tag("strength", claim.strength, `strength s-${claim.strength}`), " ",
      tag("type", claim.type), " ",
      tag("basis", claim.basis), " ",
      claim.polarity === "negated" ? tag("polarity", "negated") : null, " ",
      claim.flags.map((flag) => [tag("flag", flag, `flag f-${flag}`), " "]),
      claim.register && claim.register !== "not_listed"
        ? el("span", { class: "tag register",
          title: `${labels.means("register", claim.register)} ${claim.entry || ""}` },
        `EU register: ${labels.name("register", claim.register)}`) : null);
  }

  /** The runs of a quote; marks over one run lie in one element each, outermost first. */
  function quote(runs) {
    return el("blockquote", { class: "quote", dir: "auto" }, el("p", {}, runs.map((run) => {
      if (typeof run === "string") return run;
      const [text, over] = run;
      return over.split(" ").reverse().reduce((inside, mark) => {
        const [kind, label] = mark.split(":");
        const title = kind === "cue" ? `${labels.name("cue", label)} cue` : null;
        return el("mark", { class: `${kind} ${kind}-${label}`, title }, inside);
      }, text);
    })));
  }

  function where(claim) {
    const doc = meta.docs[claim.doc];
    const under = claim.section[0] === doc.title ? claim.section.slice(1) : claim.section;
    const path = under.length ? ` › ${under.join(" › ")}` : "";
    return el("p", { class: "where" },
      el("a", { href: claim.href }, el("bdi", {}, doc.title)), el("bdi", {}, path),
      claim.similarity === undefined ? null : ` · similarity ${claim.similarity.toFixed(2)}`);
  }

  function said(claim) {
    return [
      claim.context ? el("p", { class: "context" }, "Under “", el("bdi", {}, claim.context), "”") : null,
      quote(claim.quote), where(claim), tags(claim)];
  }

  function side(source, kind, ...content) {
    const slot = Math.max(0, meta.sources.indexOf(source));
    const glyph = el("span", { class: `series series-${slot}`, "aria-hidden": "true" },
      "◆●■▲"[slot] || "");
    return el("section", { class: `side ${kind}` },
      el("h3", {}, glyph, el("bdi", {}, source)), content);
  }

  function matches(record) {
    if (!record.matches.length) {
      return el("p", { class: "nothing" }, "No comparable claim.");
    }
    return [
      record.matches.map((match) => el("div", { class: "match" }, said(match))),
      record.more ? el("p", { class: "note" }, `and ${record.more} more`) : null];
  }

  function sides(record) {
    const source = meta.docs[record.doc].source;
    if (!record.verdict) return el("div", { class: "sides one" }, side(source, "ours", said(record)));
    if (record.verdict === "omitted") {
      const nothing = el("p", { class: "nothing" }, "No counterpart.");
      return el("div", { class: "sides" },
        side(meta.reviewed, "ours", nothing), side(source, "theirs", said(record)));
    }
    return el("div", { class: "sides" },
      side(source, "ours", said(record)), side(meta.reference, "theirs", matches(record)));
  }

  function probabilities(record) {
    return Object.entries(record.probs).map(([field, ranked]) => [
      el("dt", {}, field),
      el("dd", {}, ranked.map(([label, p]) => `${labels.name(field, label)} ${Math.round(100 * p)} %`)
        .join(", "))]);
  }

  function why(record) {
    return el("details", {}, el("summary", {}, "Why these labels"),
      el("dl", {},
        record.reasons.length ? [el("dt", {}, "reasons"),
          el("dd", {}, el("ul", {}, record.reasons.map((reason) => el("li", { dir: "auto" }, reason))))] : null,
        probabilities(record),
        el("dt", {}, "sounds certain"), el("dd", {}, `${record.certainty.toFixed(1)} of 6`),
        record.qualifiers.length ? [el("dt", {}, "limits"),
          el("dd", {}, record.qualifiers.map(([kind, text]) => `${text} (${kind})`).join(", "))] : null));
  }

  function evidence(found) {
    if (!found) return null;
    return el("p", { class: "against" }, tag("evidence", found.verdict, "evidence"), " ",
      found.rationale.map(([id, text]) => [el("q", { dir: "auto" }, text), " ", el("small", {}, id), " "]),
      el("span", { class: "why" }, found.reasons.join(" · ")));
  }

  /** The card of a record; `row` is its number in the data. */
  function card(record, row) {
    const doc = meta.docs[record.doc];
    const outcomes = record.outcomes.map((outcome) => outcome.text).join(", ");
    const made = el("article", {
      class: "pair", tabindex: "-1", "data-claim": record.id, "data-row": row,
      "aria-labelledby": `pair-${row}`,
    },
    el("header", {},
      record.verdict ? verdict(record.verdict) : null,
      el("h2", { id: `pair-${row}` }, el("bdi", {}, record.agent || "(implied)"),
        outcomes ? [el("span", { class: "arrow", "aria-hidden": "true" }, " → "),
          el("span", { class: "visually-hidden" }, " on "), el("bdi", {}, outcomes)] : null)),
    record.why && record.why.length
      ? el("p", { class: "reasons", dir: "auto" }, record.why.join(" · ")) : null,
    sides(record),
    evidence(record.evidence),
    why(record));
    claimcheck.review.attach(made, doc, record);
    return el("li", {}, made);
  }

  return { use, card, verdict };
})();
