/* Comforts of the window. Without this file the same forms do the same, a page at a time. */
(() => {
  "use strict";

  // A key that is held down presses once.
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && document.querySelector("[data-window]")) event.preventDefault();
  });

  // Keys that are written on the buttons. Function keys: no letter of a name or a card presses anything.
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || !/^F\d+$/.test(event.key)) return;
    const found = document.querySelector(`[data-window] [data-key="${event.key}"]`);
    if (!found) return;
    event.preventDefault();
    found.click();
  });

  // The second half of a double click must not press the button that has just appeared.
  const SETTLES = 500;
  let since = 0;
  const fresh = () => { since = performance.now(); };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-go]") && performance.now() - since < SETTLES) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener("DOMContentLoaded", fresh);
  document.addEventListener("htmx:afterSwap", fresh);

  // A screen that was swapped in has its next button under the Enter key.
  document.addEventListener("htmx:afterSettle", () => document.querySelector("[data-window] [autofocus]")?.focus());

  // While an answer is on its way the button waits; where none comes, the same press is repeated, never another.
  const button = (event) => event.detail.elt.querySelector?.("[data-go]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const pressed = button(event);
    if (!pressed) return;
    if (pressed.getAttribute("aria-busy")) { event.preventDefault(); return; }
    pressed.setAttribute("aria-busy", "true");
    pressed.classList.add("is-busy");
  });
  const free = (event) => {
    const pressed = button(event);
    pressed?.removeAttribute("aria-busy");
    pressed?.classList.remove("is-busy");
  };
  document.addEventListener("htmx:afterRequest", free);
  for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(kind, (event) => {
      free(event);
      const told = document.querySelector("[data-broken]");
      if (told) told.hidden = false;
      button(event)?.focus();
    });
  }

  // A photo is made small before it is sent: a slow line carries 40 kilobytes, not four megabytes.
  document.addEventListener("change", async (event) => {
    const field = event.target;
    const edge = Number(field.dataset?.shrink);
    if (!edge || !field.files?.length || !window.createImageBitmap) return;
    try {
      const picture = await createImageBitmap(field.files[0], { imageOrientation: "from-image" });
      const side = Math.min(picture.width, picture.height);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.min(edge, side);
      canvas.getContext("2d").drawImage(
        picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
      if (!blob) return;
      const files = new DataTransfer();
      files.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      field.files = files.files;
    } catch { /* The photo goes as it is; the server says if it is too large. */ }
  });
})();
