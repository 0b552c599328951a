// Opens the explanation of a word right after the text where it stands. Without this file its link leads to the list of
// words at the end of the page, and that list leads back.
"use strict";

let opened = null;

function close() {
  const { note, link } = opened;
  opened = null;
  note.remove();
  link.setAttribute("aria-expanded", "false");
  link.removeAttribute("aria-controls");
  link.focus();
}

function made(link, explained) {
  const note = document.createElement("div");
  note.className = "term-note";
  note.id = "nota";
  note.tabIndex = -1;
  note.setAttribute("role", "note");
  const text = note.appendChild(document.createElement("p"));
  text.className = "term-note__text";
  text.id = "nota-texto";
  note.setAttribute("aria-labelledby", text.id);
  text.appendChild(document.createElement("strong")).textContent = `${explained.querySelector("dt").textContent}: `;
  text.append(explained.querySelector(".terms__definition").textContent);
  const button = note.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "term-note__close";
  button.textContent = explained.closest("[data-close]").dataset.close;
  button.addEventListener("click", close);
  return note;
}

function show(link, explained) {
  const note = made(link, explained);
  const around = link.closest("p, li, td, dd, div");
  if (around.matches("p")) {
    around.after(note);
  } else {
    around.append(note);
  }
  link.setAttribute("aria-expanded", "true");
  link.setAttribute("aria-controls", note.id);
  opened = { note, link };
  note.focus();
}

for (const link of document.querySelectorAll("a.term")) {
  const explained = document.getElementById(link.hash.slice(1));
  if (explained?.querySelector(".terms__definition")) {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const again = opened?.link === link;
      if (opened) {
        close();
      }
      if (!again) {
        show(link, explained);
      }
    });
  }
}

document.addEventListener("keydown", (event) => event.key === "Escape" && opened && close());
