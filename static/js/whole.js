// A form that spans entries (data-whole): what is picked or placed is counted while one ticks and types, and against
// the limit; the server's notes on single lines are shown beside them after each save.
(() => {
  "use strict";
  const form = document.querySelector("[data-whole]");
  if (!form) return;
  const foot = form.querySelector("[data-whole-foot]");
  const count = form.querySelector("[data-count]");
  const rows = Array.from(form.querySelectorAll("[data-part]"));

  const field = (row) => row.querySelector("input:not([type=hidden])");
  const written = (row) => {
    const one = field(row);
    return one.type === "checkbox" ? one.checked : one.value.trim() !== "";
  };

  // A list that the server narrowed shows some lines only; then its own count stands.
  const narrowed = new URLSearchParams(location.search).size > 0;

  function show() {
    const number = rows.filter(written).length;
    for (const row of rows) row.classList.toggle("is-picked", field(row).type === "checkbox" && written(row));
    if (narrowed) return;
    count.textContent = count.dataset.count.replace("{n}", String(number));
    foot.classList.toggle("is-over", number > Number(foot.dataset.limit));
  }

  function settle() {
    const state = document.getElementById("form-state");
    const notes = JSON.parse(document.getElementById("form-notes").textContent);
    for (const row of rows) {
      const note = row.querySelector("[data-note]");
      row.classList.toggle("is-doubtful", row.dataset.part in notes);
      if (note) note.textContent = notes[row.dataset.part] || "";
    }
    if (state.dataset.state === "saved") form.dispatchEvent(new CustomEvent("bp:saved", { bubbles: true }));
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  document.addEventListener("htmx:afterSwap", settle);
  show();
})();
