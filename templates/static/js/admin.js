// Wagtail leaves it to the server to say that a field is missing; by then the file that was chosen is lost.
// Where an image is sent, what it shows is asked for first.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const asks = form.querySelector('[name$="description"][required]');
    if (!asks || !form.querySelector('input[type="file"]') || form.checkValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.reportValidity();
  },
  true,
);
