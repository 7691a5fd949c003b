/**
 * A search box over a long list of check boxes: only the labels that hold its words stay.
 *   data-narrows="<id>"   on an <input type="search">; ticked boxes always stay
 */
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.narrows ?? "");
  if (!list) return;
  const words = event.target.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const label of list.querySelectorAll("[role=group] label")) {
    const text = label.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word));
    label.closest("div").hidden = !fits && !label.querySelector("input").checked;
  }
});

/* Enter looks for something; it does not send the form around the list. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset?.narrows) event.preventDefault();
});
