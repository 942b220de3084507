/* The page of visits without a line. */
(() => {
  "use strict";
  const { store, carry } = window.HoaNhapAway;
  const main = document.querySelector("[data-away]");
  const words = {};
  for (const one of document.querySelector("template[data-words]").content.querySelectorAll("[data-word]")) {
    words[one.dataset.word] = one.textContent.trim();
  }
  const limits = { hours: Number(main.dataset.hours), tries: Number(main.dataset.tries), digits: Number(main.dataset.digits) };
  const part = (name) => main.querySelector(`[data-part="${name}"]`);
  const form = (name) => main.querySelector(`[data-form="${name}"]`);
  const IDLE = 10 * 60 * 1000;
  let list = null;
  let whom = null;
  let busy = false;
  let idle = 0;

  const say = (text, tone = "info") => {
    const told = main.querySelector("[data-said]");
    told.replaceChildren();
    if (!text) return;
    const notice = document.createElement("p");
    notice.className = `hn-notice hn-notice--${tone}`;
    notice.textContent = text;
    told.append(notice);
  };
  const show = (...names) => {
    for (const one of main.querySelectorAll("[data-part]")) one.hidden = !names.includes(one.dataset.part);
  };
  const line = () => {
    main.querySelector("[data-line-on]").hidden = !navigator.onLine;
    main.querySelector("[data-line-off]").hidden = navigator.onLine;
  };
  const day = (iso) => (iso ? iso.split("-").reverse().join("/") : "");
  const iso = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const aMonthOn = (date) => {
    const next = new Date(date.getFullYear(), date.getMonth() + 1, 1);
    const last = new Date(next.getFullYear(), next.getMonth() + 1, 0).getDate();
    next.setDate(Math.min(date.getDate(), last));
    return next;
  };

  const entry = (title, note, press) => {
    const item = document.createElement("li");
    item.className = "hn-list__item hn-list__item--link";
    const inside = document.createElement("div");
    inside.className = "hn-list__words";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link p-0 text-start hn-list__title";
    button.textContent = title;
    button.addEventListener("click", press);
    const below = document.createElement("div");
    below.className = "hn-list__note";
    below.textContent = note;
    inside.append(button, below);
    item.append(inside);
    return item;
  };

  const draw = async () => {
    const today = iso(new Date());
    const people = main.querySelector("[data-people]");
    people.replaceChildren(...list.people.map((one) => entry(
      `${one.name} · ${one.code}`,
      [one.commune, `${one.due_on < today ? words.late : words.due} ${day(one.due_on)}`,
        one.last_on && `${words.last} ${one.last_kind}, ${day(one.last_on)}`].filter(Boolean).join(" · "),
      () => write(one))));
    const unsent = await store.notes();
    main.querySelector("[data-count]").textContent = String(unsent.length);
    main.querySelector("[data-unsent]").replaceChildren(...unsent.map((one) => {
      const person = list.people.find((other) => other.episode_id === one.episode_id);
      const why = one.why ? `${words.refused} ${one.why}` : one.happened_on;
      return entry(person ? `${person.name} · ${person.code}` : one.happened_on, why, () => write(person || { episode_id: one.episode_id }, one));
    }));
    show("list", "wipe");
  };

  const write = (person, note = null) => {
    whom = person;
    const fields = form("note");
    fields.reset();
    const now = new Date();
    const given = note || {
      kind: "visit", contents: [], happened_on: day(iso(now)), next_on: day(iso(aMonthOn(now))),
      note_id: crypto.randomUUID(), basis: person.basis || "", taken_at: now.toISOString() };
    for (const field of fields.elements) {
      if (!field.name) continue;
      const value = given[field.name];
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = (value || []).includes(field.value);
      else field.value = value ?? "";
    }
    main.querySelector("[data-whom]").textContent = person.name ? `${person.name} · ${person.code}` : "";
    say("");
    show("note");
    part("note").querySelector("h2").scrollIntoView();
  };

  const written = () => {
    const typed = new FormData(form("note"));
    const note = Object.fromEntries([...typed.entries()].filter(([name]) => name !== "contents"));
    return { ...note, contents: typed.getAll("contents"), episode_id: whom.episode_id };
  };

  const explained = (wrong) => {
    if (wrong instanceof carry.SignedOut) say(words["signed-out"], "warn");
    else if (wrong instanceof carry.NoLine) say(words["no-line"]);
    else throw wrong;
  };

  // Send what waits, then take the list anew. Refused notes stay, with the reason.
  const sync = async ({ quiet = false } = {}) => {
    if (busy || (await store.state()) !== "open") return;
    busy = true;
    try {
      const there = await carry.who(main.dataset.send);
      if (there.owner !== list.owner) { say(words.another, "warn"); return; }
      const unsent = await store.notes();
      let [waits, refused] = [false, false];
      await carry.send(main.dataset.send, there.csrf, unsent, async (answer) => {
        if (answer.state === "refused") {
          refused = true;
          await store.keep({ ...unsent.find((one) => one.note_id === answer.note_id), why: answer.why });
        } else {
          waits = waits || answer.state === "waiting";
          await store.drop(answer.note_id);
        }
      });
      list = await carry.take(main.dataset.carry);
      await store.renew(list, limits);
      if (unsent.length && !refused) say(waits ? words.waiting : words.sent, waits ? "warn" : "good");
      else if (refused) say(words.refused, "warn");
      else if (!quiet) say(words.sent, "good");
    } catch (wrong) {
      explained(wrong);
    } finally {
      busy = false;
      if (list && !part("list").hidden) await draw();
    }
  };

  const start = async () => {
    line();
    if (!store.able()) { say(words.unable, "warn"); return; }
    const now = await store.state();
    if (now === "open") await draw();
    else if (now === "locked") { show("unlock", "wipe"); document.getElementById("away_pin").focus(); }
    else show("setup");
  };
  const shut = async () => { store.lock(); list = null; form("note").reset(); main.querySelector("[data-people]").replaceChildren(); main.querySelector("[data-unsent]").replaceChildren(); await start(); };

  form("setup").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [pin, again] = ["away_pin_new", "away_pin_again"].map((id) => document.getElementById(id).value.trim());
    if (!new RegExp(`^\\d{${limits.digits},}$`).test(pin)) { say(words.short, "late"); return; }
    if (pin !== again) { say(words.differ, "late"); return; }
    try {
      list = await carry.take(main.dataset.carry);
      await store.create(pin, list, limits);
      if (navigator.serviceWorker) {
        await navigator.serviceWorker.register(main.dataset.worker, { scope: main.dataset.scope });
        await navigator.serviceWorker.ready;
      }
      event.target.reset();
      await draw();
      say(words.carried, "good");
    } catch (wrong) { explained(wrong); }
  });

  form("unlock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = document.getElementById("away_pin");
    const found = await store.unlock(typed.value.trim());
    typed.value = "";
    if (found.wiped) { await start(); say(words.wiped, "warn"); return; }
    if (!found.list) { say(`${words.wrong} ${found.left}`, "late"); return; }
    list = found.list;
    say("");
    await draw();
    await sync({ quiet: true });
  });

  form("note").addEventListener("submit", async (event) => {
    event.preventDefault();
    const note = written();
    if (!note.kind) { say(words.kind, "late"); return; }
    if (!/^\d{1,2}\/\d{1,2}\/\d{4}$|^\d{8}$/.test(note.happened_on.trim())) { say(words.day, "late"); return; }
    await store.keep(note);
    await draw();
    say(words.kept, "good");
    if (navigator.onLine) await sync();
  });

  main.addEventListener("click", async (event) => {
    switch (event.target.closest("[data-do]")?.dataset.do) {
      case "send": await sync(); break;
      case "lock": await shut(); break;
      case "back": await draw(); break;
      case "wipe":
        if (!window.confirm(words.sure)) return;
        await store.wipe();
        await shut();
        say(words.wiped);
        break;
      default:
    }
  });
  window.addEventListener("online", () => { line(); if (list) sync({ quiet: true }); });
  window.addEventListener("offline", line);
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => { clearTimeout(idle); idle = setTimeout(() => { if (list) shut(); }, IDLE); });
  }
  start();
})();
