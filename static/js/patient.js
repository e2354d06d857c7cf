// A form with data-patient saves itself by htmx while one types. A button pressed meanwhile waits until every save, the
// queued one too, is answered: its post then rests on the revision that the last of them brought. Once it is on its way
// nothing more is saved, or the page that answers it would rest on an older revision than its own last save.
(() => {
  "use strict";
  const form = document.querySelector("[data-patient]");
  if (!form) return;
  const longest = 8000; // an answer that never comes must not hold the button for ever
  let running = 0;
  let pressed = null;
  let timer = 0;
  let leaving = -longest;

  // The answer that was waited for may have replaced the very button that was pressed.
  function standing(button) {
    return button.form === form ? button : form.querySelector(`button[name="${CSS.escape(button.name)}"]`);
  }

  function post() {
    const button = pressed;
    clearTimeout(timer);
    pressed = null;
    if (button) form.requestSubmit(standing(button));
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (performance.now() - leaving < longest) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSend", () => { running += 1; });
  document.addEventListener("htmx:afterRequest", () => {
    running = Math.max(0, running - 1);
    // after this turn, in which htmx sends what was queued behind this answer
    if (!running && pressed) setTimeout(() => { if (!running) post(); });
  });
  form.addEventListener("submit", (event) => {
    if (!running) {
      leaving = performance.now();
      return;
    }
    event.preventDefault();
    pressed = event.submitter;
    clearTimeout(timer);
    timer = setTimeout(() => { running = 0; post(); }, longest);
  });
})();
