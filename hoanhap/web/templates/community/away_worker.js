{% comment %}Keeps the page and its files for the time without a line. It never keeps what is about somebody: no answer of carry or send.{% endcomment %}
"use strict";
const KEPT = "hoanhap-away-page";
const PATIENCE = 8000;
const PAGE = "{% url 'visits-away' %}";
const FILES = [
  "{% static 'hoanhap/mark.svg' %}", "{% static 'vendor/bootstrap.min.css' %}", "{% static 'vendor/BeVietnamPro-Regular.ttf' %}",
  "{% static 'vendor/BeVietnamPro-SemiBold.ttf' %}",
  {% for sheet in frame.sheets %}"{% static sheet %}", {% endfor %}
  "{% static 'hoanhap/away/store.js' %}", "{% static 'hoanhap/away/carry.js' %}", "{% static 'hoanhap/away/away.js' %}",
];
self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FILES);
    const page = await fetch(PAGE, { credentials: "same-origin" });
    if (page.ok && !page.redirected) await cache.put(PAGE, page);
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (asked.pathname === PAGE && event.request.mode === "navigate") {
    event.respondWith((async () => {
      try {
        const answer = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE) });
        if (answer.ok && !answer.redirected && answer.type === "basic") {
          await (await caches.open(KEPT)).put(PAGE, answer.clone());
        }
        return answer;
      } catch {
        return (await caches.match(PAGE)) || Response.error();
      }
    })());
  } else if (FILES.includes(asked.pathname)) {
    event.respondWith((async () => (await caches.match(asked.pathname)) || fetch(event.request))());
  }
});
