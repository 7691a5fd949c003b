/**
 * Taking over answers in the grid: the button beside the filters, the dialog, and confirming.
 *   <form data-take-over data-options-url data-rows-url data-confirm-url> in a <dialog>
 *   [data-take-over-buttons] holds the buttons that move into the toolbar of the <fill-grid>
 * The server plans and writes; here one chooses, sees what would happen, and may undo it.
 */

import { postJson } from "./browser.js";
import { make } from "./dom.js";
import { readAnswer } from "./sync.js";

const PAUSE = 200;

export class TakeOver {
  /** @param grid the <fill-grid> element, built; @param form the form in the dialog */
  constructor(grid, form, buttons) {
    Object.assign(this, { grid, form, dialog: form.closest("dialog") });
    this.part = (name) => form.querySelector(`[data-${name}]`);
    this.opener = buttons.querySelector("[data-take-over-open]");
    this.confirmer = buttons.querySelector("[data-take-over-confirm]");
    for (const element of [this.opener, this.confirmer]) grid.toolbar.addButton(element);
    this.opener.addEventListener("click", () => this.open());
    this.confirmer.addEventListener("click", () => this.confirm());
    this.dialog.addEventListener("close", () => this.closed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("input", () => this.previewSoon());
    form.addEventListener("submit", (event) => this.go(event));
    grid.addEventListener("fg-counts", () => this.count());
    this.asked = 0;
    this.count();
  }

  /** Back to the cells; what was done is said last, or the cell in hand would talk over it. */
  closed() {
    this.grid.resume();
    if (this.done) this.grid.announce(this.done);
    this.done = "";
  }

  /* --- what waits to be confirmed --- */

  count() {
    const waiting = this.grid.sheet.rows.filter((row) => row.unconfirmed && !row.locked).length;
    this.confirmer.hidden = !waiting;
    this.confirmer.querySelector("[data-count]").textContent = waiting;
  }

  async confirm() {
    const { grid } = this;
    if (!(await this.stored())) return grid.announce(this.form.dataset.unsaved);
    try {
      const answer = await this.ask(this.form.dataset.confirmUrl, {});
      grid.sheet.mergeRows(answer.rows, answer.progress);
      grid.rowsChanged(new Set(answer.rows.map((row) => row.id)));
      grid.resume();
      grid.announce(answer.message);
    } catch (failure) {
      grid.announce(this.why(failure));
    }
  }

  /** What was typed goes first: it is the person's own word, and it stays. */
  async stored() {
    this.grid.editor.finish({ keep: true });
    await this.grid.sync.flush();
    return !this.grid.sync.hasUnsaved;
  }

  async ask(url, data) {
    return readAnswer(await postJson(url, data));
  }

  why(failure) {
    return failure.message && !/^HTTP|fetch/i.test(failure.message)
      ? failure.message
      : this.form.dataset.failed;
  }

  /* --- choosing --- */

  async open() {
    if (!(await this.stored())) return this.grid.announce(this.form.dataset.unsaved);
    this.showReach();
    this.dialog.showModal();
    try {
      const response = await fetch(this.form.dataset.optionsUrl, {
        headers: { Accept: "application/json" },
      });
      this.show(await readAnswer(response));
    } catch (failure) {
      this.say(this.why(failure), "danger");
    }
  }

  /** The rows one may mean: those selected, those shown, all. */
  showReach() {
    const { sheet, selection, shown } = this.grid;
    const { top, bottom } = selection.range;
    const ids = (from, to) => sheet.view.slice(from, to);
    this.reach = { selected: ids(top, bottom + 1), shown: ids(0), all: null };
    const sizes = [this.reach.selected.length, sheet.view.length, sheet.rows.length];
    const inputs = [...this.form.querySelectorAll("[name=reach]")];
    inputs.forEach((input, at) => {
      input.parentElement.querySelector("[data-count]").textContent = sizes[at];
    });
    inputs[1].parentElement.hidden = shown.isEverything;
    const several = this.reach.selected.length > 1;
    inputs[several ? 0 : shown.isEverything ? 2 : 1].checked = true;
  }

  show({ sources, districts, contact, phone }) {
    const chosen = this.form.elements.source?.value;
    const first = sources.find(({ key }) => key === chosen) ?? sources.find(({ count }) => count);
    const list = this.part("sources");
    list.replaceChildren(...sources.map((source) => this.sourceLine(source)));
    const key = (first ?? sources[0]).key;
    list.querySelector(`input[value="${key}"]`).checked = true;
    this.showDistricts(districts);
    const { elements } = this.form;
    elements.contact.value ||= contact;
    elements.phone.value ||= phone;
    list.querySelector("input:checked").focus();
    this.changed();
  }

  sourceLine({ key, label, note, count }) {
    const line = this.part("source").content.cloneNode(true);
    line.querySelector("input").value = key;
    line.querySelector("[data-label]").textContent = label;
    if (key === "district") line.querySelector("[data-count]").remove();
    else line.querySelector("[data-count]").textContent = count;
    line.querySelector("[data-note]").textContent = note;
    return line;
  }

  showDistricts(districts) {
    const { district } = this.form.elements;
    const kept = district.value;
    const options = districts.map(({ id, label, count }) =>
      make("option", { value: id }, `${label}（${count}）`),
    );
    district.replaceChildren(district.options[0], ...options);
    district.value = districts.some(({ id }) => String(id) === kept) ? kept : "";
  }

  choice() {
    const { elements } = this.form;
    const ticked = (name) => Boolean(elements[name]?.checked);
    return {
      source: elements.source?.value ?? "",
      district: elements.district.value || null,
      rows: this.reach[elements.reach.value],
      replace: ticked("replace"),
      extras: {
        volume: ticked("volume"),
        scope: ticked("scope"),
        people: ticked("people") ? "one" : "none",
        contact: elements.contact.value,
        phone: elements.phone.value,
      },
    };
  }

  /* --- seeing what would happen --- */

  changed() {
    const { elements } = this.form;
    this.part("district").hidden = elements.source?.value !== "district";
    for (const line of this.part("sources").children) {
      line.querySelector("[data-note]").hidden = !line.querySelector("input").checked;
    }
    for (const name of ["contact", "phone"]) elements[name].disabled = !elements.people.checked;
    this.previewSoon();
  }

  previewSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.preview(), PAUSE);
  }

  async preview() {
    if (!this.dialog.open) return;
    const asked = (this.asked += 1);
    try {
      const answer = await this.ask(this.form.dataset.rowsUrl, { ...this.choice(), preview: true });
      if (asked === this.asked) this.showPreview(answer);
    } catch (failure) {
      if (asked !== this.asked) return;
      this.showPreview({ counts: { taken: 0 }, differing: [], message: this.why(failure) }, "danger");
    }
  }

  showPreview({ counts, differing, message }, tone = "") {
    this.say(message, tone);
    this.part("go").querySelector("[data-count]").textContent = counts.taken;
    this.part("go").disabled = !counts.taken;
    const place = this.part("differing");
    place.hidden = !differing.length;
    place.querySelector("tbody").replaceChildren(...differing.map(differenceLine));
  }

  say(text, tone = "") {
    this.part("outcome").textContent = text;
    this.part("outcome").dataset.tone = tone;
  }

  /* --- doing it --- */

  async go(event) {
    event.preventDefault();
    if (this.going) return;
    this.going = true;
    try {
      const answer = await this.ask(this.form.dataset.rowsUrl, this.choice());
      this.grid.serverStep(answer.rows, answer.cells, answer.progress);
      this.done = answer.message;
      this.dialog.close();
    } catch (failure) {
      this.say(this.why(failure), "danger");
    } finally {
      this.going = false;
    }
  }
}

function differenceLine({ matter, field, yours, theirs, source }) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, matter),
    make("td", {}, `${field}：${yours}`),
    make("td", {}, `${theirs}（${source}）`),
  );
}

/** Wire the page: the grid is built as soon as its element is known. */
export async function start(page = document) {
  const form = page.querySelector("form[data-take-over]");
  const grid = page.querySelector("fill-grid");
  if (!form || !grid) return;
  await customElements.whenDefined("fill-grid");
  new TakeOver(grid, form, page.querySelector("[data-take-over-buttons]"));
}

if (typeof document !== "undefined") start();
