// A ranking: up and down change places with the neighbour at once, the button keeps the focus; drag is not needed.
// The list stays in the order in which it was read while one types numbers; only the buttons move lines.
(() => {
  "use strict";
  const form = document.querySelector("[data-whole]");
  if (!form) return;
  const field = (row) => row.querySelector("input:not([type=hidden])");
  const shown = (row, step) => {
    let next = row;
    do next = step < 0 ? next.previousElementSibling : next.nextElementSibling;
    while (next && next.hidden);
    return next;
  };

  function free() {
    const taken = new Set(Array.from(form.querySelectorAll("[data-part]"), (row) => field(row).value.trim()));
    let place = 1;
    while (taken.has(String(place))) place += 1;
    return String(place);
  }

  function move(row, step) {
    const own = field(row);
    if (own.value.trim() === "") {
      own.value = free();
      return;
    }
    const other = shown(row, step);
    if (!other || field(other).value.trim() === "") return;
    [own.value, field(other).value] = [field(other).value, own.value];
    if (step < 0) other.before(row);
    else other.after(row);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-part]");
    move(row, button.value.startsWith("up:") ? -1 : 1);
    button.focus();
    field(row).dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
