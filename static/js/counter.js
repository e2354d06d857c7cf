// Counts what is typed in a field with data-count-limit="300" and says how much of the suggested length is used.
// Counted as office programs do and as the server does: a Chinese character or mark is one, so is a run of ASCII;
// an overrun is shown and never cut.
(() => {
  "use strict";
  const words = document.getElementById("bp-words");
  if (!words) return;

  const size = (text) => (text.normalize("NFC").match(/[!-~]+|\S/gu) || []).length;
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const thin = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });

  function place(field) {
    const id = `${field.id}_count`;
    const found = document.getElementById(id);
    if (found) return found;
    const box = document.createElement("div");
    box.className = "bp-count";
    box.id = id;
    box.append(document.createElement("span"), document.createElement("span"));
    field.after(box);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
    return box;
  }

  function show(field, box) {
    const limit = Number(field.dataset.countLimit);
    const count = size(field.value);
    const over = count - limit;
    const values = { n: thin.format(count), limit: thin.format(limit), left: thin.format(-over), over: thin.format(over) };
    box.firstChild.textContent = fill(words.dataset.count, values);
    box.lastChild.textContent = fill(over > 0 ? words.dataset.countOver : words.dataset.countLeft, values);
    box.lastChild.classList.toggle("bp-count-over", over > 0);
  }

  function start(root) {
    for (const field of root.querySelectorAll("[data-count-limit]:not([data-counting])")) {
      const box = place(field);
      field.dataset.counting = "";
      field.addEventListener("input", () => show(field, box));
      show(field, box);
    }
  }

  start(document);
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
