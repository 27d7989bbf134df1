// The forms of the review: labels of a claim, a missed claim or cue, a comment, all corrections.
"use strict";

claimcheck.reviewForms = (() => {
  const { el, labels } = claimcheck;
  const FIELDS = ["type", "strength", "basis", "polarity"];
  const NO_AGENT = "Say what acts: name the agent.";

  /** A modal form. `read(form)` gives the result, or a string that says what is wrong with it. */
  function ask(title, content, read, done, action) {
    const wrong = el("p", { class: "wrong", role: "alert" });
    const form = el("form", {},
      el("h2", { id: "form-title" }, title), content, wrong,
      el("p", { class: "buttons" },
        el("button", { type: "submit", class: "main" }, action || "Save"),
        el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
    const dialog = el("dialog", { class: "form", "aria-labelledby": "form-title" }, form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const result = read(form);
      if (typeof result === "string") {
        wrong.textContent = result;
        return;
      }
      dialog.close();
      done(result);
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  function choice(field, kind, value) {
    return el("p", {}, el("label", { for: `r-${field}` }, field),
      el("select", { id: `r-${field}`, name: field }, labels.CHOICES[kind].map((label) =>
        el("option", { value: label, selected: label === value }, labels.name(kind, label)))));
  }

  function textField(name, label, value, hint) {
    return el("p", {}, el("label", { for: `r-${name}` }, label),
      el("input", { id: `r-${name}`, name, value, autocomplete: "off",
        "aria-describedby": hint ? `h-${name}` : null }),
      hint ? el("small", { id: `h-${name}` }, hint) : null);
  }

  function area(name, label, value, rows) {
    return el("p", {}, el("label", { for: `r-${name}` }, label),
      el("textarea", { id: `r-${name}`, name, rows: rows || 3, dir: "auto" }, value));
  }

  function labelFields(value) {
    return [FIELDS.map((field) => choice(field, field, value[field])),
      textField("agent", "agent", value.agent || "")];
  }

  function readLabels(form, outcomes) {
    const found = {};
    for (const field of FIELDS) found[field] = form.elements[field].value;
    found.agent = form.elements.agent.value.trim();
    found.outcomes = outcomes;
    return found;
  }

  /** Change the labels of a claim. */
  function relabel(claim, before, done) {
    const content = [
      el("blockquote", { class: "quote", dir: "auto" }, claim.text.slice(0, 400)),
      labelFields(before || claim), area("comment", "comment", "", 2)];
    ask("Change the labels", content, (form) => {
      const found = readLabels(form, claim.outcomes);
      return found.agent
        ? { labels: found, comment: form.elements.comment.value.trim() } : NO_AGENT;
    }, done);
  }

  /** Say something about a claim. */
  function comment(claim, before, done) {
    const content = [
      el("blockquote", { class: "quote", dir: "auto" }, claim.text.slice(0, 400)),
      area("comment", "comment", before || "", 4)];
    ask("Comment", content, (form) => {
      const said = form.elements.comment.value.trim();
      return said ? { comment: said } : "Write a comment, or cancel.";
    }, done);
  }

  /** The place of the words of the form in the unit, or what is wrong with them. */
  function placed(found, words) {
    const same = (text) => text.replace(/\r\n?/g, "\n"); // as a text area gives its value back
    if (same(words) === same(found.shown)) return found;
    const place = claimcheck.offsets.find(found.unit, words.trim());
    return place || "These words do not stand in the sentence as written.";
  }

  function outcomesIn(found, written) {
    const made = [];
    for (const words of written.split(";").map((part) => part.trim()).filter(Boolean)) {
      const at = found.text.indexOf(words);
      if (at < 0) return `The outcome “${words}” does not stand in the claim.`;
      const start = found.start + claimcheck.offsets.codePoints(found.text.slice(0, at));
      made.push({ text: words, start, end: start + claimcheck.offsets.codePoints(words) });
    }
    return made;
  }

  /** Add a missed claim or cue at `found` ({unit, start, end, text, shown}) of a page on `topic`. */
  function add(kind, found, topic, done) {
    const words = area("words", kind === "cue" ? "words of the cue" : "words of the claim", found.shown, 3);
    const isCue = kind === "cue";
    const content = isCue
      ? [words, choice("category", "cue", "modal")]
      : [words, labelFields({ type: "function", strength: "direct", basis: "none", polarity: "affirmed",
        agent: topic }),
        textField("outcomes", "outcomes", "", "Words of the claim, separated by ;")];
    content.push(area("comment", "comment", "", 2));
    ask(isCue ? "Add a missed cue" : "Add a missed claim", content, (form) => {
      const place = placed(found, form.elements.words.value);
      if (typeof place === "string") return place;
      const made = { start: place.start, end: place.end, text: place.text,
        comment: form.elements.comment.value.trim() };
      if (isCue) return { ...made, action: "add_cue", category: form.elements.category.value };
      const outcomes = outcomesIn(place, form.elements.outcomes.value);
      if (typeof outcomes === "string") return outcomes;
      const said = readLabels(form, outcomes);
      return said.agent ? { ...made, action: "add_claim", labels: said } : NO_AGENT;
    }, done, "Add");
  }

  return { relabel, comment, add };
})();
