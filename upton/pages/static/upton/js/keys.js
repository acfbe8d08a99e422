// Keys: one letter goes where the mouse could. They can be turned off, and are never the only way.

const OFF = "upton-keys-off";
const dialog = document.getElementById("keys");
const toggle = document.getElementById("keys-off");
let going = 0;

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") && !target.matches("[type=checkbox], [type=radio]");
const seen = (element) => element.getClientRects().length > 0;
const off = () => localStorage.getItem(OFF) === "yes";

if (toggle) {
  toggle.checked = off();
  toggle.addEventListener("change", () => (toggle.checked ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF)));
}
document.querySelectorAll("[data-open-keys]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", show);
});

// The keys of this page alone stand in the list under what they do.
function show() {
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("dl");
  list.querySelectorAll("[data-here]").forEach((line) => line.remove());
  const told = new Set([...list.querySelectorAll(".u-keys__line")].filter((line) => line.querySelectorAll("kbd").length === 1).map((line) => line.querySelector("kbd").textContent));
  document.querySelectorAll("[data-key]").forEach((element) => {
    const key = element.dataset.key;
    if (key.length > 1 || told.has(key) || !seen(element)) return;
    told.add(key);
    list.append(lineOf(key, element));
  });
  dialog.showModal();
}

function lineOf(key, element) {
  const [line, term, mark, meaning] = ["div", "dt", "kbd", "dd"].map((name) => document.createElement(name));
  line.className = "u-keys__line";
  line.dataset.here = "";
  mark.className = "u-key";
  mark.textContent = key;
  meaning.textContent = element.dataset.keyFor || element.labels?.[0]?.textContent.trim() || [...element.childNodes].filter((node) => node.nodeName === "#text").map((node) => node.textContent).join(" ").trim();
  term.append(mark);
  line.append(term, meaning);
  return line;
}

function act(key) {
  if (Date.now() - going < 1500) {
    going = 0;
    const place = [...document.querySelectorAll("[data-go]")].find((link) => link.dataset.go === key);
    place?.click();
    return Boolean(place);
  }
  if (key === "g") {
    going = Date.now();
    return true;
  }
  if (key === "?") {
    show();
    return Boolean(dialog);
  }
  const named = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
  if (!named) return false;
  if (named.matches("input, textarea, select, [data-focus]")) named.focus();
  else named.click();
  return true;
}

function move(event) {
  const list = event.target.closest("[data-arrows]");
  if (!list) return false;
  const lines = list.querySelector("tr, li");
  const to = lines ? line(list, event) : button(list, event);
  if (!to) return false;
  event.preventDefault();
  to.focus();
  return true;
}

function line(list, event) {
  const links = [...list.querySelectorAll("tr, li")].map((line) => line.querySelector("a[href]")).filter(Boolean);
  const line = event.target.closest("tr, li");
  const at = links.findIndex((link) => line?.contains(link));
  return links[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]];
}

// Rows of buttons: along a row by left and right, to the next row by up and down.
function button(list, event) {
  const row = [...list.querySelectorAll("button")];
  const at = row.indexOf(event.target.closest("button"));
  const along = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: row.length - 1 }[event.key];
  if (along !== undefined) return row[along];
  const rows = [...document.querySelectorAll("[data-arrows]")].map((other) => other.querySelector("button")).filter((first) => first && seen(first));
  return rows[rows.findIndex((first) => list.contains(first)) + (event.key === "ArrowDown" ? 1 : -1)];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!(event.target instanceof Element) || typing(event.target) || dialog?.open) return;
  if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) move(event);
  else if (["ArrowLeft", "ArrowRight"].includes(event.key)) {
    if (!event.shiftKey && move(event)) return;
    // What scrolls sideways keeps its arrows.
    if (!event.shiftKey && !event.target.closest(".u-scroll") && !off() && act(event.key)) event.preventDefault();
  }
  else if (event.key.length === 1 && !off() && act(event.key)) event.preventDefault();
});
