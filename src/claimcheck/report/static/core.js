// The one global name of the report's scripts, the loading of data files, and making elements.
// Classic scripts: a page opened from disk may load neither modules nor JSON.
"use strict";

window.claimcheck = (() => {
  const values = new Map();
  const waiting = new Map();

  /** Called by each data file. */
  function put(kind, number, value) {
    const key = `${kind}-${number}`;
    values.set(key, value);
    const found = waiting.get(key);
    if (found) found.resolve(value);
  }

  /** The value of a data file, loaded once. */
  function load(kind, number) {
    const key = `${kind}-${number}`;
    if (values.has(key)) return Promise.resolve(values.get(key));
    if (!waiting.has(key)) waiting.set(key, request(key));
    return waiting.get(key).promise;
  }

  function request(key) {
    const entry = {};
    entry.promise = new Promise((resolve, reject) => {
      entry.resolve = resolve;
      const script = document.createElement("script");
      script.src = `${document.body.dataset.root}data/${key}.js`;
      script.onload = () => script.remove();
      script.onerror = () => {
        waiting.delete(key);
        script.remove();
        reject(new Error(`data/${key}.js cannot be loaded. Keep the report's folder together.`));
      };
      document.head.append(script);
    });
    return entry;
  }

  /**
   * An element. Attributes that are false or null are left out, `on*` are listeners; children are
   * elements or text, which is never read as HTML.
   */
  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  /** Read a setting that the browser keeps; null where there is none or it keeps nothing. */
  function remember(key) {
    try {
      return localStorage.getItem(`claimcheck:${key}`);
    } catch {
      return null;
    }
  }

  /** Keep a setting. Returns whether the browser did. */
  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(`claimcheck:${key}`);
      else localStorage.setItem(`claimcheck:${key}`, value);
      return true;
    } catch {
      return false;
    }
  }

  const region = { element: null };

  /** Say something to everybody, also to a screen reader. */
  function say(message) {
    if (!region.element) {
      region.element = el("p", { class: "toast", role: "status", "aria-live": "polite" });
      document.body.append(region.element);
    }
    region.element.textContent = message;
    region.element.classList.add("shown");
    clearTimeout(region.timer);
    region.timer = setTimeout(() => region.element.classList.remove("shown"), 4000);
  }

  return { put, load, el, remember, keep, say };
})();
