// After a refused post the error summary takes the focus, and each of its lines leads into its field.
(() => {
  "use strict";
  const summary = document.querySelector("[data-errors]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea");
    target.scrollIntoView({ block: "center" });
    (field || target).focus({ preventScroll: true });
  });
})();
