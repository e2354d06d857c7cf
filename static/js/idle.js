// The server signs out whoever does nothing; two minutes before, this asks whether anybody is there, and saves what was
// typed where the form saves itself. Typing and pressing count as being there, in whichever window of the browser.
(() => {
  "use strict";
  const dialog = document.getElementById("idle");
  if (!dialog || !dialog.showModal) return;
  const form = dialog.querySelector("[data-stay]");
  const limit = Number(dialog.dataset.limit) * 1000;
  const warning = Math.min(Number(dialog.dataset.warning) * 1000, limit / 2);
  const unsent = new Set();
  let end = Date.now() + limit;
  let told = Date.now();
  let active = false;
  let over = false;

  async function ask(method) {
    const request = { method, cache: "no-store", headers: method === "GET" ? { "X-Waiting": "1" } : {} };
    if (method === "POST") request.body = new FormData(form);
    try {
      const answer = await fetch(form.action, request);
      if (answer.ok) end = Date.now() + (await answer.json()).left * 1000;
    } catch {
      // without a connection the time that was known goes on
    }
  }

  async function stay() {
    active = false;
    told = Date.now();
    await ask("POST");
    if (end > Date.now()) dialog.close();
    else finish();
  }

  function warn() {
    const time = { hour: "2-digit", minute: "2-digit", hour12: false };
    dialog.querySelector("[data-time]").textContent = new Date(end).toLocaleTimeString([], time);
    if (dialog.open) return;
    dialog.showModal();
    const typed = document.querySelector("form[data-autosave]");
    if (typed) typed.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function finish() {
    const again = dialog.querySelector("[data-again]");
    over = true;
    if (!unsent.size) return window.location.assign(again.href);
    form.hidden = true;
    dialog.querySelector("[data-ended]").hidden = false;
    dialog.setAttribute("aria-labelledby", "idle-ended");
    if (!dialog.open) dialog.showModal();
    again.focus();
  }

  async function look() {
    if (over) return;
    if (active && !dialog.open && Date.now() - told > Math.min(300000, limit / 6)) {
      active = false;
      told = Date.now();
      await ask("POST");
    }
    if (end - Date.now() <= warning) await ask("GET");
    if (end <= Date.now()) finish();
    else if (end - Date.now() <= warning) warn();
    else if (dialog.open) dialog.close();
  }

  for (const sign of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(sign, () => { active = true; }, { passive: true });
  }
  document.addEventListener("input", (event) => {
    const typed = event.target.closest("form[data-dirty]");
    if (typed && !typed.hasAttribute("data-autosave")) unsent.add(typed);
  });
  document.addEventListener("submit", (event) => unsent.delete(event.target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  dialog.addEventListener("cancel", (event) => {
    if (over) return;
    event.preventDefault();
    stay();
  });
  dialog.querySelector("[data-look]").addEventListener("click", () => dialog.close());
  document.addEventListener("htmx:configRequest", (event) => {
    if (dialog.open) event.detail.headers["X-Waiting"] = "1";
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401 && !over) finish();
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, Math.min(15000, warning / 4));
})();
