// Live regions: when one of its topics moves, the page is asked for again and the region swapped, the focus kept.
// Without the live process the page asks every ten seconds. A hidden page is quiet.

const POLL = 10_000;
const RECONNECT = 60_000;
const SETTLE = 150;

const announcement = document.getElementById("announcement");
const regions = () => [...document.querySelectorAll("[data-live][id]")];
const address = document.body.dataset.liveUrl;
let source = null;
let polling = 0;
let settling = 0;
let asking = false;

function edited(region) {
  const field = document.activeElement;
  if (region.contains(field) && field.matches("input, textarea, select")) return true;
  return [...region.querySelectorAll("input, textarea")].some((one) => one.type !== "hidden" && one.value !== one.defaultValue);
}

function place(region) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  if (!focused) return () => {};
  const same = focused.id
    ? (fresh) => fresh.querySelector(`#${CSS.escape(focused.id)}`)
    : (fresh) => [...fresh.querySelectorAll(focused.tagName)].find((one) => (one.href ?? one.form?.action) === (focused.href ?? focused.form?.action) && one.textContent === focused.textContent);
  return (fresh) => (same(fresh) ?? fresh.querySelector("a[href], button"))?.focus({ preventScroll: true });
}

function swap(region, fresh) {
  const plain = (one) => one.innerHTML.replace(/name="(key|csrfmiddlewaretoken)" value="[^"]*"/g, "").replace(/why-[0-9a-f]{8}/g, "");
  if (plain(region) === plain(fresh) || edited(region)) return;
  const heading = (one) => one.querySelector(`#${CSS.escape(one.getAttribute("aria-labelledby") ?? "-")}`)?.textContent.trim() ?? "";
  const before = heading(region);
  const focus = place(region);
  const open = [...region.querySelectorAll("details")].map((one) => one.open);
  const taken = document.adoptNode(fresh);
  taken.querySelectorAll("details").forEach((one, number) => (one.open = open[number] ?? false));
  region.replaceWith(taken);
  focus(taken);
  if (heading(taken) !== before) announcement.textContent = heading(taken);
}

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Upton-Live": "yes" }, cache: "no-store" });
    const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
    if (elsewhere) quiet();
    if (!answer.ok || elsewhere) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    regions().forEach((region) => {
      const fresh = page.getElementById(region.id);
      if (fresh) swap(region, fresh);
    });
  } catch {
    // The service is away for a moment; the next turn asks again.
  } finally {
    asking = false;
  }
}

function soon() {
  clearTimeout(settling);
  settling = setTimeout(ask, SETTLE + Math.random() * SETTLE);
}

function poll(every) {
  clearInterval(polling);
  polling = setInterval(ask, every);
}

function quiet() {
  clearInterval(polling);
  source?.close();
  source = null;
}

function listen() {
  quiet();
  poll(POLL);
  if (!address) return;
  const where = new URL(address, location.href);
  where.searchParams.set("topics", [...new Set(regions().flatMap((region) => region.dataset.live.split(" ")))].join(","));
  source = new EventSource(where, { withCredentials: where.origin !== location.origin });
  // Waits and ages grow although nobody does anything, so the page is asked for now and then all the same.
  source.onopen = () => poll(RECONNECT);
  source.onmessage = soon;
  source.onerror = () => {
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => document.hidden || listen(), RECONNECT);
    poll(POLL);
  };
}

if (regions().length) {
  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return quiet();
    ask();
    return listen();
  });
}
