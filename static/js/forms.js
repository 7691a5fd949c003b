/**
 * Forms.
 *   every POST form      is sent once, however often one clicks; data-stays exempts a download
 *   data-guard           warns before one leaves with changes that were not sent
 *   data-filters         drops empty fields from the address, applies a <select> at once
 *   data-phrase          a <select> of usual words "class|words": fills the class and the words
 *                        of the data-phrases around it
 *   data-focus           takes the focus when the page opens (the summary of errors)
 */
const RETRY_AFTER = 15000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.matches("[data-filters]")) return dropEmpty(form);
  if (form.method !== "post" || form.matches("[data-stays], [hx-post]")) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  delete form.dataset.changed;
  markSending(form, true);
  setTimeout(() => release(form), RETRY_AFTER);
});

function markSending(form, sending) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.toggleAttribute("aria-busy", sending);
    if (sending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function release(form) {
  delete form.dataset.sent;
  markSending(form, false);
}

// A page that comes back from the back button must be usable again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(release);
});

function dropEmpty(form) {
  for (const field of form.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
  setTimeout(() => {
    for (const field of form.elements) field.disabled = false;
  });
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-filters]")) return;
  for (const [name, value] of [...detail.formData]) {
    if (value === "") detail.formData.delete(name);
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  if (form.matches("[data-guard]")) form.dataset.changed = "";
  if (form.matches("[data-filters]:not([hx-get])") && event.target.matches("select")) {
    form.requestSubmit();
  }
});

document.addEventListener("change", ({ target }) => {
  const around = target.matches("[data-phrase]") && target.closest("[data-phrases]");
  if (!around || !target.value) return;
  const bar = target.value.indexOf("|");
  around.querySelector("select:not([data-phrase])").value = target.value.slice(0, bar);
  around.querySelector("textarea").value = target.value.slice(bar + 1);
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});

document.querySelector("[data-focus]")?.focus();
