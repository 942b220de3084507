/* Small comforts. Every page works without this file. */
(() => {
  "use strict";

  // Menus close when something else is chosen, and with Escape.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });

  // A form is sent once, however often its button is pressed. It is free again after a while: an answer may be a
  // file, and then the page stays. (The server knows a form that comes twice by its token.)
  const HELD = 4000;
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.classList.add("is-busy");
    event.submitter?.setAttribute("aria-busy", "true");
    window.setTimeout(release, HELD, form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // Who sent a form with mistakes lands on the list of them.
  const focusOnProblems = (root) => root.querySelector("[data-take-focus]")?.focus();
  document.addEventListener("DOMContentLoaded", () => focusOnProblems(document));
  document.addEventListener("htmx:afterSwap", (event) => focusOnProblems(event.detail.target));

  // A file held above its field says that it may be let go.
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const area = event.target.closest?.("[data-file-drop]");
      if (!area) return;
      if (kind === "dragleave") { area.classList.remove("is-over"); return; }
      event.preventDefault();
      area.classList.toggle("is-over", kind === "dragover");
      const field = area.querySelector("input[type=file]");
      if (kind === "drop" && event.dataTransfer.files.length) {
        field.files = event.dataTransfer.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Who signs out leaves nothing on the device: no list that was taken along, no draft, no page kept for later.
  // (The server's answer asks the browser for the same; not every browser does it.)
  const forget = () => {
    for (const name of ["hoanhap-away", "hoanhap-drafts"]) window.indexedDB?.deleteDatabase(name);
    window.caches?.keys().then((names) => names.forEach((name) => window.caches.delete(name)));
    navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
  };
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-forget]")) forget(); });
  if (document.querySelector("[data-forget-now]")) forget();
})();
