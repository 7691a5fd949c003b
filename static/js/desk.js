/**
 * The desk of all rows (<form data-desk data-total>), by mouse and by keys.
 *   data-desk-row         a row; its box is ticked, its first control takes the focus
 *   data-desk-page        ticks every row of the page
 *   data-desk-everything  the box that means all rows that match, on all pages
 *   data-desk-said        says how many are ticked (data-some, data-page: sentences with {n})
 *   data-ordered          a list whose items move by data-earlier and data-later
 * Keys: j/k or the arrows walk, x ticks, a approves, r returns the ticked rows or this one.
 */
const SETTING = "yichuang.singleKeysOff";
const PLACE = "yichuang.desk.place";

const desk = document.querySelector("[data-desk]");
if (desk) {
  desk.addEventListener("change", (event) => selected(event.target));
  document.addEventListener("keydown", pressed);
  // A download leaves the page as it is; every other act is sent once.
  desk.addEventListener("submit", ({ submitter }) => {
    desk.toggleAttribute("data-stays", Boolean(submitter?.matches("[data-desk-export]")));
  });
  tell();
  returnToPlace();
}

function rows() {
  return [...desk.querySelectorAll("[data-desk-row]")];
}

function boxes() {
  return [...desk.querySelectorAll("input[name=row]")];
}

function everything() {
  return desk.querySelector("input[name=all]");
}

function selected(box) {
  if (box.matches("[data-desk-page]")) {
    for (const one of boxes()) one.checked = box.checked;
  }
  if (box === everything() && box.checked) {
    for (const one of boxes()) one.checked = true;
  } else if (box !== everything() && everything()) {
    everything().checked = false;
  }
  tell();
}

function tell() {
  const said = desk.querySelector("[data-desk-said]");
  if (!said) return;
  const all = boxes();
  const ticked = all.filter((box) => box.checked).length;
  const whole = ticked > 0 && ticked === all.length;
  const sentence = whole ? said.dataset.page : said.dataset.some;
  said.textContent = ticked && !everything().checked ? sentence.replace("{n}", ticked) : "";
  const page = desk.querySelector("[data-desk-page]");
  page.checked = whole;
  page.indeterminate = ticked > 0 && !whole;
  const total = Number(desk.dataset.total);
  const more = total > desk.querySelectorAll("[data-desk-row]").length;
  desk.querySelector("[data-desk-everything]").hidden = !(more && (whole || everything().checked));
}

function handle(row) {
  return row.querySelector("input[name=row]") ?? row.querySelector("a");
}

function walk(step) {
  const all = rows();
  const here = all.indexOf(document.activeElement.closest("[data-desk-row]"));
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
  if (!next) return;
  handle(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = document.activeElement.closest("[data-desk-row]")?.querySelector("input[name=row]");
  if (box) box.click();
}

/** What is ticked is meant; with nothing ticked the row one stands on. */
function act(button) {
  if (!button) return;
  const row = document.activeElement.closest("[data-desk-row]");
  const box = row?.querySelector("input[name=row]");
  if (box && !boxes().some((one) => one.checked)) box.checked = true;
  if (row) sessionStorage.setItem(PLACE, String(rows().indexOf(row)));
  desk.requestSubmit(button);
}

const KEYS = {
  j: () => walk(1),
  ArrowDown: () => walk(1),
  k: () => walk(-1),
  ArrowUp: () => walk(-1),
  x: tick,
  a: () => act(desk.querySelector("[data-desk-approve]")),
  r: () => act(desk.querySelector("[data-desk-return]")),
};

function pressed(event) {
  const key = KEYS[event.key];
  const off = localStorage.getItem(SETTING) === "yes" && event.key.length === 1;
  if (!key || off || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
  event.preventDefault();
  key();
}

function isTyping(element) {
  return element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

/** After a row was approved by a key, the next one stands where it stood. */
function returnToPlace() {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  const all = rows();
  if (place !== null && all.length) handle(all[Math.min(Number(place), all.length - 1)]).focus();
}

document.addEventListener("click", (event) => {
  const mover = event.target.closest("[data-earlier], [data-later]");
  if (!mover) return;
  const item = mover.closest("li");
  if ("earlier" in mover.dataset) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  mover.focus();
});
