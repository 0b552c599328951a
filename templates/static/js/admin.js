// Wagtail leaves it to the server to say that a field is missing; by then the file that was chosen is lost.
// Where an image is sent, what it shows is asked for first. At the click already: Wagtail's button takes itself for
// pressed from then on.
function ask(event) {
  const form = event.target.closest("form");
  const sends = event.type === "submit" || event.target.closest('button:not([type="button"]), input[type="submit"]');
  if (!form || !sends) return;
  const asks = form.querySelector('[name$="description"][required]');
  if (!asks || !form.querySelector('input[type="file"]') || form.checkValidity()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.reportValidity();
}

for (const moment of ["click", "submit"]) document.addEventListener(moment, ask, true);
