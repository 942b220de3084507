/* Taking the own list along, and sending notes: nothing is given up on the device before the server has answered for it. */
(() => {
  "use strict";
  const PATIENCE = 30000;
  const AT_ONCE = 20;

  class NoLine extends Error {}
  class SignedOut extends Error {}

  const ask = async (address, more = {}) => {
    let answer;
    try {
      answer = await fetch(address, {
        credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });
    } catch { throw new NoLine(); }
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) throw new SignedOut();
    if (!answer.ok) throw new NoLine();
    try { return await answer.json(); } catch { throw new NoLine(); }
  };

  const take = (address) => ask(address);
  const who = (address) => ask(address);

  // Each part is answered for by itself; `told` hears every answer as it comes.
  const send = async (address, csrf, notes, told) => {
    for (let start = 0; start < notes.length; start += AT_ONCE) {
      const some = notes.slice(start, start + AT_ONCE);
      const { answers } = await ask(address, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify({ notes: some }) });
      for (const answer of answers) await told(answer);
    }
  };

  Object.assign(window.HoaNhapAway, { carry: { take, who, send, NoLine, SignedOut } });
})();
