/**
 * Small acts.
 *   data-copies="<id>"   copies the text of that element, says data-done for a moment
 *   data-close           takes away the nearest [data-closable]
 *   data-prints          opens the print dialog
 *   data-checks="<id>"   ticks every box inside that element; data-unchecks clears them
 *   data-fills="<user>"  fills the sign-in form with a demo account (data-password)
 *   data-forgets         a form after which this tab forgets the steps Ctrl+Z would take back
 */
document.addEventListener("click", (event) => {
  const actor = event.target.closest(
    "[data-copies], [data-close], [data-prints], [data-fills], [data-checks], [data-unchecks]",
  );
  if (!actor) return;
  if (actor.dataset.copies) copy(actor);
  else if (actor.dataset.checks) tick(actor.dataset.checks, true);
  else if (actor.dataset.unchecks) tick(actor.dataset.unchecks, false);
  else if (actor.dataset.fills) fill(actor);
  else if ("prints" in actor.dataset) window.print();
  else actor.closest("[data-closable]").remove();
});

function tick(id, checked) {
  const boxes = document.querySelectorAll(`#${CSS.escape(id)} input[type="checkbox"]`);
  for (const box of boxes) box.checked = checked;
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  await writeText(source);
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

/* The clipboard API exists only on https; an intranet often has none. */
async function writeText(source) {
  const text = source.value ?? source.innerText;
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  getSelection().selectAllChildren(source);
  document.execCommand("copy");
  getSelection().removeAllRanges();
}

function fill(button) {
  const form = document.querySelector("[data-sign-in]");
  form.elements.username.value = button.dataset.fills;
  form.elements.password.value = button.dataset.password;
  for (const other of document.querySelectorAll("[data-fills]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  form.querySelector("button").focus();
}

/* The page that is left keeps its last steps once more: they are forgotten on the next one. */
const STEPS = "yichuang-grid-steps:";
const FORGET = "yichuang-forget";

function forgetSteps() {
  try {
    if (!sessionStorage.getItem(FORGET)) return;
    for (const slot of Object.keys(sessionStorage)) {
      if (slot.startsWith(STEPS) || slot === FORGET) sessionStorage.removeItem(slot);
    }
  } catch {
    // No storage, nothing to forget.
  }
}

document.addEventListener("submit", (event) => {
  if (!("forgets" in event.target.dataset)) return;
  try {
    sessionStorage.setItem(FORGET, "yes");
  } catch {
    // As above.
  }
});
forgetSteps();
