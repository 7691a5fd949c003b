/**
 * Dialogs.
 *   data-opens="<id>"    on a button or link: shows <dialog id>; a link still works without us
 *   data-closes          inside a dialog: closes it
 *   data-confirm="<id>"  on a form: asks in <dialog id> before it is sent; data-accepts says yes
 */
let waiting = null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    open(dialog);
    return;
  }
  if (event.target.closest("[data-closes]")) {
    event.target.closest("dialog").close();
  } else if (event.target.closest("[data-accepts]") && waiting) {
    accept(event.target.closest("dialog"));
  }
});

/** The hand goes to what there is to write: left alone, the browser would take the close button. */
function open(dialog) {
  dialog.showModal();
  dialog.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}

function accept(dialog) {
  const { form, submitter } = waiting;
  form.dataset.confirmed = "";
  dialog.close();
  form.requestSubmit(submitter);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const dialog = document.getElementById(form.dataset.confirm);
    if (!dialog || "confirmed" in form.dataset) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form, submitter: event.submitter };
    dialog.addEventListener("close", () => (waiting = null), { once: true });
    dialog.showModal();
  },
  true,
);
