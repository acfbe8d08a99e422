// The "try again" page: asks whether the service answers, and then sends once what was typed.

const said = document.getElementById("again");
const way = document.querySelector("[data-again]");
const wait = Number(said?.dataset.after ?? 5) * 1000;

async function answers() {
  try {
    const answer = await fetch(location.href, { method: "GET", cache: "no-store", redirect: "manual" });
    return answer.type === "opaqueredirect" || answer.status < 500;
  } catch {
    return false;
  }
}

async function turn() {
  if (!(await answers())) {
    setTimeout(turn, wait);
  } else if (way.dataset.again === "page") {
    location.replace(way.href);
  } else if (way.dataset.again === "whole") {
    said.textContent = said.dataset.sending;
    way.requestSubmit();
  } else {
    // A file or a password could not be carried, so it is for the person to go on.
    said.textContent = said.dataset.answers;
    way.querySelector("button").focus();
  }
}

if (said && way) {
  said.textContent = said.dataset.trying;
  way.addEventListener("submit", (event) => {
    if (way.dataset.sent) event.preventDefault();
    way.dataset.sent = "yes";
  });
  setTimeout(turn, wait);
}
