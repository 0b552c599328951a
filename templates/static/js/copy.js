// Copies the text that a button names, with its italics. Without this file the buttons stay hidden, and the text can
// be selected.
"use strict";

async function copy(element) {
  if (element.value !== undefined) {
    await navigator.clipboard.writeText(element.value);
    return;
  }
  const made = (type, content) => [type, new Blob([content], { type })];
  const forms = [made("text/plain", element.textContent), made("text/html", element.innerHTML)];
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(forms))]);
}

function select(element) {
  if (element.select) {
    element.select();
  } else {
    getSelection().selectAllChildren(element);
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const element = document.getElementById(button.dataset.copy);
  const said = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await copy(element);
      said.textContent = button.dataset.copied;
    } catch {
      select(element);
      said.textContent = button.dataset.failed;
    }
  });
}
