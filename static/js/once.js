// A form is posted once: the pressed button turns busy and says what runs (data-busy), a second press is held back.
// Forms whose answer is a file, and which therefore stay on the page, carry data-many.
(() => {
  "use strict";
  const busy = new Map();

  function release(form) {
    const state = busy.get(form);
    busy.delete(form);
    if (!state || !state.button) return;
    state.button.removeAttribute("aria-busy");
    if (state.label) state.button.replaceChildren(...state.label);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-many], [hx-post]")) return;
    if (busy.has(form)) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    const says = button && button.dataset.busy;
    busy.set(form, { button, label: says ? Array.from(button.childNodes) : null });
    if (!button) return;
    // after this turn, so that the button's own name and value are still sent
    setTimeout(() => {
      if (event.defaultPrevented) return release(form);
      button.setAttribute("aria-busy", "true");
      if (says) button.replaceChildren(says);
    });
  });

  // coming back with the browser's back button: the page is shown as it was left
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of Array.from(busy.keys())) release(form);
  });
})();
