// Search and choice over lines that are all on the page (data-narrow): they narrow as one types and save nothing.
// Hidden lines stay part of the form. Without this script the button beside them saves and asks the server.
(() => {
  "use strict";
  const fields = Array.from(document.querySelectorAll("[data-narrow]"));
  if (!fields.length) return;
  const rows = Array.from(document.querySelectorAll("[data-part]"));
  const none = document.querySelector("[data-narrow-none]");
  const go = document.querySelector("[data-narrow-go]");
  const asked = (name) => fields.find((field) => field.name === name).value;

  function written(row) {
    const field = row.querySelector("input:not([type=hidden])");
    return field.type === "checkbox" ? field.checked : field.value.trim() !== "";
  }

  function narrow() {
    const words = asked("q").toLowerCase().split(/\s+/).filter(Boolean);
    const show = asked("show");
    let left = 0;
    for (const row of rows) {
      const found = words.every((word) => row.dataset.words.includes(word));
      const fits = show === "" || written(row) === (show === "on");
      row.hidden = !(found && fits);
      left += row.hidden ? 0 : 1;
    }
    none.hidden = left > 0;
  }

  for (const field of fields) {
    for (const kind of ["input", "change"]) {
      field.addEventListener(kind, (event) => {
        event.stopPropagation();
        narrow();
      });
    }
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
  go.hidden = true;
})();
