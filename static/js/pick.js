// Ticks in a list: data-pick-all ticks the page, data-bulk appears with the first tick and says how many (data-pick-count).
(() => {
  "use strict";
  for (const scope of document.querySelectorAll("[data-pick-scope]")) {
    const all = scope.querySelector("[data-pick-all]");
    const bulk = scope.querySelector("[data-bulk]");
    const count = scope.querySelector("[data-pick-count]");
    const boxes = () => Array.from(scope.querySelectorAll("[data-pick]"));

    const show = () => {
      const ticked = boxes().filter((box) => box.checked);
      for (const box of boxes()) box.closest("tr").classList.toggle("is-picked", box.checked);
      if (bulk) bulk.hidden = ticked.length === 0;
      if (count) count.textContent = String(ticked.length);
      if (all) {
        all.checked = ticked.length > 0 && ticked.length === boxes().length;
        all.indeterminate = ticked.length > 0 && !all.checked;
      }
    };

    const set = (value) => {
      for (const box of boxes()) box.checked = value;
      show();
    };

    scope.addEventListener("change", (event) => (event.target === all ? set(all.checked) : show()));
    scope.addEventListener("click", (event) => event.target.closest("[data-pick-none]") && set(false));
    show();
  }
})();
