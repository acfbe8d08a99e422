// Live regions: when one of its topics moves, the page is asked for again and the region swapped, the focus kept.
// Without the live process the page asks every ten seconds. A hidden page is quiet.

const POLL = 10_000;
const RECONNECT = 60_000;
const SETTLE = 150;
// Many machines that show one page, as the screens of a waiting area do, ask within a longer time, not all at once.
const SPREAD = Number(document.querySelector("[data-live-spread]")?.dataset.liveSpread) || SETTLE;

const announcement = document.getElementById("announcement");
const regions = () => [...document.querySelectorAll("[data-live][id]")];
const address = document.body.dataset.liveUrl;
let source = null;
let polling = 0;
let settling = 0;
let asking = false;
let again = false;

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
  // What has a name of its own stays open wherever it moves to; the rest by its place.
  const places = [...region.querySelectorAll("details")];
  const named = new Map(places.filter((one) => one.id).map((one) => [one.id, one.open]));
  const taken = document.adoptNode(fresh);
  taken.querySelectorAll("details").forEach((one, number) => (one.open = one.id ? named.get(one.id) ?? false : places[number]?.open ?? false));
  region.replaceWith(taken);
  focus(taken);
  if (heading(taken) !== before) announcement.textContent = heading(taken);
}

// Whoever shows how old the page is hears of every turn.
function told(fresh, elsewhere = false) {
  document.dispatchEvent(new CustomEvent("upton:asked", { detail: { fresh, elsewhere } }));
}

async function ask() {
  if (document.hidden) return;
  if (asking) {
    // What moved while the page was on its way may not stand on it.
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Upton-Live": "yes" }, cache: "no-store" });
    const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
    if (elsewhere) quiet();
    if (!answer.ok || elsewhere) return told(false, elsewhere);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    regions().forEach((region) => {
      const fresh = page.getElementById(region.id);
      if (fresh) swap(region, fresh);
    });
    told(true);
  } catch {
    // The service is away for a moment; the next turn asks again.
    told(false);
  } finally {
    asking = false;
    if (again) {
      again = false;
      soon();
    }
  }
}

// Waits for the rest of an act and no longer: where something moves all the time the page must not wait for a pause.
function soon() {
  settling ||= setTimeout(() => {
    settling = 0;
    ask();
  }, SETTLE + Math.random() * SPREAD);
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
