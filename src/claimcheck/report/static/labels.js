// Labels as a reader sees them. The words come with the data (words.py), or from these names on
// pages that load no data.
"use strict";

claimcheck.labels = (() => {
  const CHOICES = {
    type: ["treatment", "function", "mechanism", "harm", "safety", "deficiency"],
    strength: ["insufficient", "correlational", "conditional", "direct"],
    basis: ["none", "unspecified", "authority", "study", "synthesis"],
    polarity: ["affirmed", "negated"],
    cue: ["modal", "epistemic", "attribution", "approximator", "condition", "softener",
      "evidence_gap", "booster", "negation"],
  };
  const NAMES = {
    insufficient: "evidence lacking", correlational: "association", conditional: "hedged",
    direct: "stated as fact", none: "no basis", unspecified: "unnamed evidence", negated: "denied",
    evidence_gap: "evidence gap",
  };
  const GLYPHS = {
    contradicted: "≠", overstated: "▲", omitted: "○", not_found: "?", understated: "▼",
    supported: "=",
  };
  let words = null;

  /** Take the words of the data. */
  function use(found) {
    words = found;
  }

  function name(kind, label) {
    const entry = words && words[kind] && words[kind][label];
    if (entry) return entry[0];
    return (kind !== "cue" && NAMES[label]) || label.replaceAll("_", " ");
  }

  function means(kind, label) {
    const entry = words && words[kind] && words[kind][label];
    return entry ? entry[1] : "";
  }

  return { CHOICES, GLYPHS, use, name, means };
})();
