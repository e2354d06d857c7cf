// A form with data-autosave says what becomes of what is typed: refusals of the server are shown in its save line (they
// come as 409 and 422, which htmx would drop), and without a connection it waits and saves when the connection is back.
(() => {
  "use strict";
  const form = document.querySelector("[data-autosave]");
  if (!form) return;
  const words = form.querySelector("[data-saving]").dataset;
  let waiting = false;

  function say(state, text) {
    const line = document.getElementById("saved");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = text;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 409 && event.detail.xhr.status !== 422) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.closest("[data-autosave]") === form) say("busy", words.saving);
  });

  document.addEventListener("htmx:sendError", () => {
    waiting = true;
    say("offline", words.offline);
  });

  window.addEventListener("online", () => {
    if (!waiting) return;
    waiting = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
