// Keys: one letter goes where the mouse could. They can be turned off, and are never the only way.

const OFF = "upton-keys-off";
const dialog = document.getElementById("keys");
const toggle = document.getElementById("keys-off");
let going = 0;

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") && !target.matches("[type=checkbox], [type=radio]");
const off = () => localStorage.getItem(OFF) === "yes";

if (toggle) {
  toggle.checked = off();
  toggle.addEventListener("change", () => (toggle.checked ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF)));
}
document.querySelectorAll("[data-open-keys]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => dialog?.showModal());
});

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
    dialog?.showModal();
    return Boolean(dialog);
  }
  const named = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
  if (!named) return false;
  if (named.matches("input, textarea, select")) named.focus();
  else named.click();
  return true;
}

function move(event) {
  const list = event.target.closest("[data-arrows]");
  if (!list) return;
  const links = [...list.querySelectorAll("tr, li")].map((line) => line.querySelector("a[href]")).filter(Boolean);
  const line = event.target.closest("tr, li");
  const at = links.findIndex((link) => line?.contains(link));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (!links[to]) return;
  event.preventDefault();
  links[to].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!(event.target instanceof Element) || typing(event.target) || dialog?.open) return;
  if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) move(event);
  else if (["ArrowLeft", "ArrowRight"].includes(event.key)) {
    // What scrolls sideways keeps its arrows.
    if (!event.shiftKey && !event.target.closest(".u-scroll") && !off() && act(event.key)) event.preventDefault();
  }
  else if (event.key.length === 1 && !off() && act(event.key)) event.preventDefault();
});
