/**
 * Handing selected rows to a colleague or a division (分办): the button and its dialog.
 *   <form data-hand-rows data-url> in a <dialog>; [data-hand-buttons] holds the toolbar's button
 */

import { postJson } from "./browser.js";
import { readAnswer } from "./sync.js";

export class HandRows {
  /** @param grid the <fill-grid> element, built; @param form the form in the dialog */
  constructor(grid, form, buttons) {
    Object.assign(this, { grid, form, dialog: form.closest("dialog") });
    this.part = (name) => form.querySelector(`[data-${name}]`);
    const opener = buttons.querySelector("[data-hand-open]");
    grid.toolbar.addButton(opener);
    opener.addEventListener("click", () => this.open());
    this.dialog.addEventListener("close", () => this.closed());
    form.addEventListener("submit", (event) => this.go(event));
  }

  /** Back to the cells; what was done is said last, or the cell in hand would talk over it. */
  closed() {
    this.grid.resume();
    if (this.done) this.grid.announce(this.done);
    this.done = "";
  }

  /** What was typed goes first, so that the colleague starts from it. */
  async open() {
    const { grid } = this;
    grid.editor.finish({ keep: true });
    await grid.sync.flush();
    if (grid.sync.hasUnsaved) return grid.announce(this.form.dataset.unsaved);
    const { top, bottom } = grid.selection.range;
    const selected = grid.sheet.view.slice(top, bottom + 1);
    this.rows = handable(grid.sheet, selected);
    this.part("count").textContent = this.rows.length;
    this.part("left").hidden = this.rows.length === selected.length;
    this.part("go").disabled = !this.rows.length;
    this.say("");
    this.dialog.showModal();
    this.form.elements.recipient.focus();
  }

  say(text) {
    this.part("said").textContent = text;
  }

  async go(event) {
    event.preventDefault();
    if (this.going) return;
    this.going = true;
    const { recipient, due_on: dueOn, note } = this.form.elements;
    const sent = { recipient: recipient.value, due_on: dueOn.value, note: note.value };
    try {
      const response = await postJson(this.form.dataset.url, { rows: this.rows, ...sent });
      this.show(await readAnswer(response));
    } catch (failure) {
      const isOurs = failure.message && !/^HTTP|fetch/i.test(failure.message);
      this.say(isOurs ? failure.message : this.form.dataset.failed);
    } finally {
      this.going = false;
    }
  }

  show({ rows, handings, message }) {
    const { sheet } = this.grid;
    sheet.marks.mergeHandings(handings);
    sheet.mergeRows(rows);
    this.grid.rowsChanged(new Set(rows.map((row) => row.id)));
    this.form.reset();
    this.done = message;
    this.dialog.close();
  }
}

/** Of some rows, those that are open and with nobody else. */
export function handable(sheet, ids) {
  return ids.filter((id) => {
    const row = sheet.rowOf.get(id);
    return !row.locked && !sheet.marks.handingOf(row)?.open;
  });
}

/** Wire the page: the grid is built as soon as its element is known. */
export async function start(page = document) {
  const form = page.querySelector("form[data-hand-rows]");
  const grid = page.querySelector("fill-grid");
  if (!form || !grid) return;
  await customElements.whenDefined("fill-grid");
  new HandRows(grid, form, page.querySelector("[data-hand-buttons]"));
}

if (typeof document !== "undefined") start();
