// The corrections as a file of JSON lines, for `claimcheck annotations merge`.
"use strict";

claimcheck.reviewExport = (() => {
  const VERSION = 1;

  /** One correction as the line of the file, its keys in a fixed order. */
  function line(entry) {
    const labels = entry.labels && {
      type: entry.labels.type,
      strength: entry.labels.strength,
      basis: entry.labels.basis,
      polarity: entry.labels.polarity,
      agent: entry.labels.agent,
      outcomes: entry.labels.outcomes,
    };
    return {
      review_version: VERSION,
      action: entry.action,
      doc_id: entry.doc.id,
      path: entry.doc.path,
      source: entry.doc.source,
      sha256: entry.doc.sha256,
      claim_id: entry.claim ? entry.claim.id : null,
      start: entry.start,
      end: entry.end,
      text: entry.text,
      labels: labels || null,
      category: entry.category || null,
      comment: entry.comment || "",
      reviewer: entry.reviewer || "",
      time: entry.time,
    };
  }

  /** The whole file. */
  function jsonl(entries) {
    return entries.map((entry) => `${JSON.stringify(line(entry))}\n`).join("");
  }

  /** Have the browser save the file. */
  function download(entries) {
    const blob = new Blob([jsonl(entries)], { type: "application/x-ndjson" });
    const address = URL.createObjectURL(blob);
    const link = claimcheck.el("a", {
      href: address, download: `review-${document.body.dataset.report}.jsonl`,
    });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  return { line, jsonl, download };
})();
