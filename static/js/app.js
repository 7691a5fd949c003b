/** Wires the portal's behaviours; each hangs on data- attributes and survives htmx swaps. */
import "./dialogs.js";
import "./menus.js";
import "./narrow.js";
import "./forms.js";
import "./shortcuts.js";
import "./small.js";
import "./people-picker.js";

// Django wants the token on whatever htmx sends by POST.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") {
    event.detail.headers["X-CSRFToken"] = document.body.dataset.csrf;
  }
});
