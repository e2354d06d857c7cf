// A score sheet (data-sheet): slider, number and anchors show the same score; sum and gaps are counted while typing.
// Lines without a slider hold a figure, a count or an answer to choose: of them only the gaps are counted. Where the last
// answer rejects the sheet as a whole, the others are set aside: nothing of them is asked, and nothing of them is lost.
// Saving is the form's own htmx post; answers with a refusal are shown in place, and what was typed stays.
(() => {
  "use strict";
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const crits = Array.from(form.querySelectorAll("[data-crit]"));
  const plain = (text) => text.normalize("NFKC").trim();
  const score = (text) => (/^[0-9]{1,3}(\.[0-9]{1,2})?$/.test(plain(text)) ? Number(plain(text)) : null);

  function written(crit) {
    const field = crit.querySelector("[data-number]");
    return field ? plain(field.value) !== "" : crit.querySelector("input:checked") !== null;
  }

  const rejects = () => form.querySelector("[data-rejects]:checked") !== null;

  function setAside() {
    const aside = rejects();
    form.classList.toggle("is-set-aside", aside);
    for (const one of form.querySelectorAll("[data-agreed]")) one.hidden = aside;
    for (const one of form.querySelectorAll("[data-rejected]")) one.hidden = !aside;
  }

  function show(crit) {
    const field = crit.querySelector("[data-number]");
    const slider = crit.querySelector("[data-slider]");
    crit.classList.toggle("is-missing", !written(crit) && !rejects());
    if (!slider) return;
    const value = score(field.value);
    const empty = field.value.trim() === "";
    slider.value = value === null ? 0 : value;
    slider.setAttribute("aria-valuetext", empty ? "—" : field.value);
    let says = empty ? crit.querySelector("[data-say]").dataset.empty : "";
    for (const anchor of crit.querySelectorAll("[data-low]")) {
      const on = value !== null && value >= Number(anchor.dataset.low) && value <= Number(anchor.dataset.high);
      anchor.classList.toggle("is-on", on);
      if (on) says = anchor.dataset.says;
    }
    crit.querySelector("[data-say]").textContent = says;
  }

  function sum() {
    const points = crits.filter((crit) => crit.querySelector("[data-slider]"));
    const values = points.map((crit) => score(crit.querySelector("[data-number]").value));
    const total = values.reduce((all, value) => all + Math.round((value || 0) * 100), 0) / 100;
    const others = crits.filter((crit) => !points.includes(crit) && !written(crit));
    const gaps = others.length + values.filter((value) => value === null).length;
    const missing = form.querySelector("[data-missing]");
    const place = form.querySelector("[data-total]");
    if (place) place.textContent = String(total);
    if (rejects()) missing.textContent = missing.dataset.rejectedSays;
    else missing.textContent = gaps ? missing.dataset.some.replace("{n}", gaps) : missing.dataset.none;
  }

  for (const crit of crits) {
    const field = crit.querySelector("[data-number]");
    const slider = crit.querySelector("[data-slider]");
    const isWhole = crit.querySelector("[data-rejects]") !== null;
    crit.addEventListener("input", () => {
      if (isWhole) setAside();
      for (const one of isWhole ? crits : [crit]) show(one);
      sum();
    });
    show(crit);
    if (!slider) continue;
    slider.hidden = false;
    slider.addEventListener("input", () => { field.value = slider.value; });
  }

  // What the server made of it (full-width digits become plain ones) replaces what was typed, except where one types.
  function settle() {
    const stored = document.getElementById("sheet-values");
    if (!stored) return;
    for (const [key, value] of Object.entries(JSON.parse(stored.textContent))) {
      const field = form.elements.namedItem(key);
      if (field instanceof HTMLInputElement && field !== document.activeElement && same(field.value, value)) field.value = value;
    }
    form.dispatchEvent(new CustomEvent("bp:saved", { bubbles: true }));
  }

  // A figure is longer than a score can be; digits that say the same number are the same.
  function same(typed, stored) {
    return typed.trim() !== "" && stored !== "" && Number(plain(typed)) === Number(stored);
  }

  const word = (name) => {
    const place = form.querySelector(".bp-saved");
    if (place && place.dataset[name]) place.textContent = place.dataset[name];
  };
  document.addEventListener("htmx:beforeRequest", () => word("saving"));
  document.addEventListener("htmx:sendError", () => word("offline"));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSwap", settle);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
