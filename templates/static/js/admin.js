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

// The preview says how clear its text is; the panel of checks shows it while one writes.
function showClarity(preview) {
  const panel = document.querySelector("[data-clarity]");
  const told = preview.contentDocument?.getElementById("clarity");
  if (!panel || !told) return;
  const { score, said, enough, marks, target } = JSON.parse(told.textContent);
  panel.classList.toggle("clarity-now--enough", enough);
  panel.querySelector("[data-clarity-score]").textContent = score;
  panel.querySelector("[data-clarity-said]").textContent = said;
  const scale = panel.querySelector("[data-clarity-scale]");
  scale.hidden = Number.isNaN(Number(score));
  scale.high = target;
  scale.value = scale.hidden ? 0 : Number(score);
  // Where the marks are shown in place of the page, there is no page to be checked.
  const elsewhere = preview.contentDocument.querySelector("[data-clarity-marks-only]");
  panel.querySelector("[data-clarity-elsewhere]").hidden = !elsewhere;
  panel.querySelector("[data-clarity-marks]").replaceChildren(
    ...marks.map((mark) => {
      const line = document.createElement("li");
      line.textContent = mark;
      return line;
    }),
  );
}

// "load" doesn't bubble: it is caught on its way down.
document.addEventListener("load", (event) => {
  if (event.target instanceof HTMLIFrameElement) showClarity(event.target);
}, true);

// Wagtail drops a change of the preview's mode while the preview is being made: the list then says one thing and the
// page beside it shows another. The change is made again once the preview is there.
let isPreviewing = false;
let isModeDue = false;
document.addEventListener("w-preview:update", () => { isPreviewing = true; });
document.addEventListener("w-preview:updated", () => {
  isPreviewing = false;
  if (!isModeDue) return;
  isModeDue = false;
  document.querySelector('[data-w-preview-target="mode"]')?.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.('[data-w-preview-target="mode"]')) isModeDue = isPreviewing;
}, true);

// Wagtail takes a form that it refused for changed, and watches it no more: once the draft is saved, what is typed
// from then on would neither be saved by itself nor shown in the preview. It is watched until Wagtail does it again.
const WATCHED_EVERY_MS = 500;

function written(form) {
  return JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

function watchRefused(form) {
  let before = written(form);
  const watch = setInterval(() => {
    const now = written(form);
    if (now === before) return;
    before = now;
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  }, WATCHED_EVERY_MS);
  form.addEventListener("w-unsaved:clear", () => {
    clearInterval(watch);
    // Wagtail begins to watch when it is told another interval.
    form.setAttribute("data-w-unsaved-check-interval-value", WATCHED_EVERY_MS + 1);
  }, { once: true });
}

for (const form of document.querySelectorAll('form[data-w-unsaved-force-value="true"]')) watchRefused(form);

// The editorial calendar: what is dragged to another day is moved there by the form that moves without a mouse too.
const plan = document.querySelector("[data-plan]");
if (plan) {
  const form = document.getElementById("plan-move");
  const dayOf = (event) => event.target.closest("[data-day]");
  const mark = (day) => {
    for (const each of plan.querySelectorAll("[data-day]")) each.classList.toggle("plan__day--over", each === day);
  };
  // What goes on for some days is moved by as many days as it was dragged, whichever of its days was taken.
  const begins = (entry, to) => {
    const from = entry.closest("[data-day]")?.dataset.day ?? entry.dataset.first;
    const moved = Date.parse(entry.dataset.first) + Date.parse(to) - Date.parse(from);
    return new Date(moved).toISOString().slice(0, 10);
  };
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-key]") ?? null;
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.key);
  });
  plan.addEventListener("dragover", (event) => {
    if (!dragged || !dayOf(event)) return;
    event.preventDefault();
    mark(dayOf(event));
  });
  plan.addEventListener("drop", (event) => {
    const day = dayOf(event);
    if (!dragged || !day) return;
    event.preventDefault();
    form.elements.key.value = dragged.dataset.key;
    form.elements.day.value = begins(dragged, day.dataset.day);
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
}
