/* What a device keeps of a member's own list: encrypted by a key that a PIN makes and that is never stored. */
(() => {
  "use strict";
  const NAME = "hoanhap-away";
  const ROUNDS = 600000;
  const HOUR = 3600 * 1000;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let key = null;

  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("meta");
      asked.result.createObjectStore("notes");
    };
    asked.onsuccess = () => { asked.result.onversionchange = () => asked.result.close(); done(asked.result); };
    asked.onerror = () => failed(asked.error);
  });
  // One act on the store; it is open no longer than that, so that it can be wiped at any moment.
  const act = async (mode, what) => {
    const base = await open();
    try {
      return await new Promise((done, failed) => {
        const turn = base.transaction(["meta", "notes"], mode);
        const asked = what(turn);
        turn.oncomplete = () => done(asked?.result);
        turn.onerror = turn.onabort = () => failed(turn.error);
      });
    } finally { base.close(); }
  };
  const read = (name) => act("readonly", (turn) => turn.objectStore("meta").get(name));

  const keyOf = async (pin, salt, rounds) => {
    const typed = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed,
      { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const sealed = async (told, withKey = key) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, withKey, encoder.encode(JSON.stringify(told)));
    return { iv, data };
  };
  const opened = async (box, withKey = key) => {
    const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, withKey, box.data);
    return JSON.parse(decoder.decode(data));
  };

  const wipe = () => new Promise((done) => {
    key = null;
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = () => done();
  });
  const lock = () => { key = null; };

  // "none", or "locked", or "open". What is too old is forgotten before anybody is asked for a PIN.
  const state = async () => {
    const kept = await read("lock");
    if (!kept) return "none";
    if (Date.now() > kept.until) { await wipe(); return "none"; }
    return key ? "open" : "locked";
  };

  const create = async (pin, list, { hours, tries }) => {
    await wipe();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const made = await keyOf(pin, salt, ROUNDS);
    const box = await sealed(list, made);
    await act("readwrite", (turn) => {
      turn.objectStore("meta").put({ salt, rounds: ROUNDS, left: tries, tries, until: Date.now() + hours * HOUR }, "lock");
      turn.objectStore("meta").put(box, "list");
    });
    key = made;
  };

  // A try is counted before it is made: whoever closes the page in between has used it up.
  const unlock = async (pin) => {
    const kept = await read("lock");
    if (!kept) return { wiped: true };
    const left = kept.left - 1;
    await act("readwrite", (turn) => { turn.objectStore("meta").put({ ...kept, left }, "lock"); });
    const made = await keyOf(pin, kept.salt, kept.rounds);
    try {
      const list = await opened(await read("list"), made);
      await act("readwrite", (turn) => { turn.objectStore("meta").put({ ...kept, left: kept.tries }, "lock"); });
      key = made;
      return { list };
    } catch {
      if (left > 0) return { left };
      await wipe();
      return { wiped: true };
    }
  };

  const renew = async (list, { hours }) => {
    const [kept, box] = [await read("lock"), await sealed(list)];
    await act("readwrite", (turn) => {
      turn.objectStore("meta").put({ ...kept, until: Date.now() + hours * HOUR }, "lock");
      turn.objectStore("meta").put(box, "list");
    });
  };

  const keep = async (note) => {
    const box = await sealed(note);
    await act("readwrite", (turn) => { turn.objectStore("notes").put(box, note.note_id); });
  };
  const drop = (id) => act("readwrite", (turn) => { turn.objectStore("notes").delete(id); });
  const notes = async () => {
    const boxes = await act("readonly", (turn) => turn.objectStore("notes").getAll());
    return Promise.all(boxes.map((box) => opened(box)));
  };

  const able = () => Boolean(window.isSecureContext && window.crypto?.subtle && window.indexedDB);
  window.HoaNhapAway = { store: { able, state, create, unlock, renew, keep, drop, notes, lock, wipe } };
})();
