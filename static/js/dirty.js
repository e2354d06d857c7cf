// A form with data-dirty warns before the page is left with changes that were not sent.
// A script that saves on its own reports it with the event "bp:saved" on the form.
(() => {
  "use strict";
  const changed = new Set();
  const mark = (event) => {
    const form = event.target.form || event.target.closest("form");
    if (form && form.hasAttribute("data-dirty")) changed.add(form);
  };
  document.addEventListener("input", mark);
  document.addEventListener("change", mark);
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("bp:saved", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
})();
