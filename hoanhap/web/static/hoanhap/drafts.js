/* What somebody has begun to write survives a lost line and a closed tab: encrypted under a key that only the server can
   make, for the account that wrote it. The form works without this file. */
(() => {
  "use strict";
  const NAME = "hoanhap-drafts";
  const LONGEST = 72 * 3600 * 1000;
  const PAUSE = 400;
  const NOT_KEPT = ["csrfmiddlewaretoken", "form_token"];
  if (!window.isSecureContext || !window.crypto?.subtle || !window.indexedDB) return;

  const act = (mode, what) => new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts");
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const base = asked.result;
      base.onversionchange = () => base.close();
      const turn = base.transaction("drafts", mode);
      const found = what(turn.objectStore("drafts"));
      turn.oncomplete = () => { base.close(); done(found?.result); };
      turn.onerror = turn.onabort = () => { base.close(); failed(turn.error); };
    };
  });
  const bytes = (hex) => new Uint8Array(hex.match(/../g).map((two) => parseInt(two, 16)));
  const hexOf = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");

  // A note that was taken needs no draft any more; nor does one that is too old.
  const clear = async () => {
    const done = [...document.querySelectorAll("[data-draft-done]")].map((one) => one.dataset.draftDone);
    await act("readwrite", (drafts) => {
      const walk = drafts.openCursor();
      walk.onsuccess = () => {
        const at = walk.result;
        if (!at) return;
        if (done.includes(at.value.note) || Date.now() - at.value.at > LONGEST) at.delete();
        at.continue();
      };
    });
  };

  // What stands in a form, to see whether somebody typed while the store was still being opened.
  const typed = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_KEPT.includes(name)));

  const keep = async (form, first) => {
    const raw = bytes(form.dataset.draftKey);
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const signing = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const name = hexOf(await crypto.subtle.sign("HMAC", signing, new TextEncoder().encode(form.dataset.draft)));
    const found = document.querySelector("[data-draft-found]");
    const held = await act("readonly", (drafts) => drafts.get(name));

    if (held && !("draftBound" in form.dataset) && typed(form) === first) {
      try {
        const told = JSON.parse(new TextDecoder().decode(
          await crypto.subtle.decrypt({ name: "AES-GCM", iv: held.iv }, key, held.data)));
        for (const field of form.elements) {
          if (!field.name || NOT_KEPT.includes(field.name) || !(field.name in told)) continue;
          if (["radio", "checkbox"].includes(field.type)) field.checked = told[field.name].includes(field.value);
          else [field.value] = told[field.name];
        }
        if (found) found.hidden = false;
      } catch { /* Another account's, or of an older key: nobody can read it. */ }
    }
    document.querySelector("[data-draft-drop]")?.addEventListener("click", async () => {
      await act("readwrite", (drafts) => drafts.delete(name));
      window.location.reload();
    });

    const write = async () => {
      const told = {};
      for (const [field, value] of new FormData(form)) {
        if (!NOT_KEPT.includes(field)) (told[field] ||= []).push(value);
      }
      for (const field of form.elements) if (field.name && !NOT_KEPT.includes(field.name)) told[field.name] ||= [];
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(told)));
      await act("readwrite", (drafts) => drafts.put({ iv, data, note: told.note_id?.[0], at: Date.now() }, name));
    };
    let pause = 0;
    const later = () => { clearTimeout(pause); pause = setTimeout(write, PAUSE); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { clearTimeout(pause); write(); });
    if (!held && typed(form) !== first) later();
  };

  const forms = [...document.querySelectorAll("form[data-draft]")].map((form) => [form, typed(form)]);
  (async () => {
    await clear();
    for (const [form, first] of forms) await keep(form, first);
  })();
})();
