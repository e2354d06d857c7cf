// The ballot: takes the code out of the address (which then forgets it), fetches a receipt number, counts what is
// rated or chosen.
// Without this script the code is typed and the receipt number stands on the second page.
(() => {
  "use strict";
  const form = document.querySelector("[data-ballot]");
  if (!form) return;
  const find = (name) => form.querySelector(`[${name}]`);
  const field = form.querySelector("[name=code]");

  function takeCode() {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!field || !/^[0-9A-Za-z-]{25,40}$/.test(code)) return;
    field.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    const row = find("data-code-row");
    if (row) row.hidden = true;
    find("data-code-read").hidden = false;
  }

  async function fetchReceipt() {
    const place = find("data-receipt-field");
    if (!form.dataset.nonce || !place || place.value) return;
    try {
      const answer = await fetch(form.dataset.nonce, { cache: "no-store", credentials: "omit" });
      if (!answer.ok) return;
      const made = await answer.json();
      place.value = made.receipt;
      find("data-receipt-text").textContent = made.shown;
      find("data-receipt").hidden = false;
      const button = find("data-submit");
      if (button) button.textContent = button.dataset.submit;
    } catch {
      // offline, or refused: the second page shows the number instead
    }
  }

  function countPicks(place) {
    const done = form.querySelectorAll("[name=picks]:checked").length;
    const most = Number(form.dataset.most);
    const over = done - most;
    const words = over > 0 ? form.dataset.over : form.dataset.picked;
    place.textContent = words.replace("{done}", done).replace("{most}", most).replace("{over}", over);
    place.classList.toggle("is-over", over > 0);
  }

  function count() {
    const place = find("data-progress");
    if (!place) return;
    if (form.dataset.most) {
      countPicks(place);
      return;
    }
    const questions = [...form.querySelectorAll(form.dataset.lines || "fieldset")];
    const all = questions.length;
    const mayWait = (one) => "optional" in one.dataset;
    const isFilled = (input) => (input.type === "radio" ? input.checked : input.value.trim() !== "");
    const rejects = form.querySelector("[data-rejects]:checked") !== null;
    const done = rejects ? all : questions.filter((one) => mayWait(one) || [...one.querySelectorAll("input")].some(isFilled)).length;
    const words = done === all ? form.dataset.all : form.dataset.left;
    place.textContent = words.replace("{done}", done).replace("{left}", all - done);
  }

  // While it is typed, not when the field is left: the press on the button would come as the page moves under it.
  form.addEventListener("input", (event) => {
    const missing = event.target.closest(".is-missing");
    if (missing) {
      missing.classList.remove("is-missing");
      missing.querySelector(".bp-flag").remove();
      for (const one of [missing, ...missing.querySelectorAll("[aria-invalid]")]) {
        one.removeAttribute("aria-describedby");
        one.removeAttribute("aria-invalid");
      }
    }
    count();
  });
  takeCode();
  count();
  fetchReceipt();
})();
