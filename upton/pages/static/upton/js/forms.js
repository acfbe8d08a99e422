// Forms: what is wrong gets the focus, a second click does nothing, a password can be shown while it is typed.

const RELEASE = 8000;

const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // A form answered by a download leaves its page standing, and must be usable again.
  setTimeout(() => release(form), RELEASE);
});

// The back button shows the page as it was left, locked forms included.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

document.querySelectorAll(".govuk-password-input").forEach((group) => {
  const input = group.querySelector("input");
  const button = group.querySelector("button");
  const words = group.dataset;
  button.hidden = false;
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = words[shown ? "i18n.hidePassword" : "i18n.showPassword"];
    button.setAttribute("aria-label", words[shown ? "i18n.hidePasswordAriaLabel" : "i18n.showPasswordAriaLabel"]);
  };
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
});
