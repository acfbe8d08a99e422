// Long lists that stand folded on a telephone, open everywhere else and where there is no script.

const narrow = window.matchMedia("(max-width: 40rem)");

function fold() {
  document.querySelectorAll("details[data-fold-narrow]").forEach((one) => {
    one.open = !narrow.matches;
  });
}

fold();
narrow.addEventListener("change", fold);
