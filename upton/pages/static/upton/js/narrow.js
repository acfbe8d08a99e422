// A box that narrows the lines of a list while one types: two letters are enough, Enter takes the first line.

const FEWEST = 2;
const SETTLE = 400;
const announcement = document.getElementById("announcement");
let speaking = 0;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => text.replace(/['’‘.]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function fits(line, typed) {
  const own = line.dataset.words.split(" ");
  const begins = (words) => {
    const left = [...own];
    const taken = (one) => left.findIndex((word) => word.startsWith(one));
    return words.length > 0 && words.every((one) => taken(one) >= 0 && left.splice(taken(one), 1));
  };
  return begins(wordsOf(plain(typed))) || begins(wordsOf(typed.toLowerCase()));
}

function narrows(form) {
  const box = form.querySelector("input[type=search]");
  const place = document.getElementById(form.dataset.narrow)?.parentElement;
  if (!box || !place) return;
  // A box without a name is sent nowhere: it stands only where this script runs, and Enter without a line does nothing.
  form.hidden = false;
  const opened = new Set();
  const said = form.querySelector("[data-narrowed]");
  let first = null;

  function apply() {
    const typed = box.value.trim();
    const wanted = typed.length >= FEWEST;
    const lines = [...document.querySelectorAll(`#${form.dataset.narrow} [data-words]`)];
    const found = wanted ? lines.filter((line) => fits(line, typed)) : lines;
    const narrowed = wanted && found.length > 0;
    first?.classList.remove("u-floor__line--first");
    first = narrowed ? found[0] : null;
    lines.forEach((line) => (line.hidden = narrowed && !found.includes(line)));
    first?.classList.add("u-floor__line--first");
    unfold(narrowed ? found : []);
    // What is read out is seen as well, where no line can show it.
    if (said) said.hidden = !wanted || narrowed;
    return wanted ? say(found) : undefined;
  }

  // What was folded is opened for a line that fits, and folded again afterwards.
  function unfold(found) {
    const wanted = new Set(found.map((line) => line.closest("details")?.id).filter(Boolean));
    document.querySelectorAll(`#${form.dataset.narrow} details[id]`).forEach((one) => {
      if (wanted.has(one.id) && !one.open) {
        one.open = true;
        opened.add(one.id);
      } else if (opened.has(one.id) && !wanted.has(one.id)) {
        one.open = false;
        opened.delete(one.id);
      }
    });
  }

  function say(found) {
    clearTimeout(speaking);
    const name = first?.querySelector("button")?.getAttribute("aria-label") ?? "";
    const words = found.length ? `${found.length} expected. Enter: ${name}.` : "Nobody expected fits. Enter looks further.";
    speaking = setTimeout(() => announcement && (announcement.textContent = words), SETTLE);
  }

  box.addEventListener("input", apply);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.querySelector("a[href], button")?.focus();
    } else if (event.key === "Escape" && !box.value) box.blur();
    else if (event.key === "Escape") {
      box.value = "";
      apply();
    }
  });
  form.addEventListener("submit", (event) => {
    const line = first?.isConnected ? first.querySelector("form") : null;
    if (line || !box.name) event.preventDefault();
    line?.requestSubmit();
  });
  // The list is exchanged while one types whenever something happens on the floor.
  new MutationObserver((changes) => changes.some((one) => one.addedNodes.length) && apply()).observe(place, { childList: true });
  apply();
}

document.querySelectorAll("form[data-narrow]").forEach(narrows);
