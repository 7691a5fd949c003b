/** One row as a plain form in a dialog: for a phone, and for whoever prefers fields to cells. */

import { button, make } from "./dom.js";
import { isEmpty, shownText, textOf } from "./values.js";

export class RowCard {
  /** @param grid the <fill-grid> element */
  constructor({ grid, id }) {
    Object.assign(this, { grid, sheet: grid.sheet, say: grid.say, id });
  }

  /** Open the row that is shown at `index`. */
  open(index) {
    const { grid, sheet } = this;
    const row = sheet.rowAt(index);
    if (!row) return;
    grid.selection.goTo(index, grid.selection.focus.column);
    const onStep = (step) => {
      grid.querySelector("dialog").close();
      this.open(Math.max(0, Math.min(sheet.view.length - 1, index + step)));
    };
    const title = sheet.text(row.id, sheet.columns[0]);
    grid.dialogs.open(title, this.content(row, { onStep }));
  }

  /** The fields of a row; `onStep` goes to the row before or after. */
  content(row, { onStep }) {
    this.row = row;
    const fields = this.sheet.columns.map((column) => this.field(column));
    const steps = make(
      "div",
      { class: "dialog__foot" },
      button(this.say("previous_row"), () => onStep(-1)),
      button(this.say("next_row"), () => onStep(1)),
    );
    return [this.reason(), make("div", { class: "fg-card" }, ...fields), steps].filter(Boolean);
  }

  reason() {
    const reason = this.row.return_reason;
    if (!reason) return null;
    const sentence = this.say("return_reason", { reason });
    return make("p", { class: "fg-note", "data-tone": "warn" }, sentence);
  }

  field(column) {
    const value = this.sheet.value(this.row.id, column.key);
    if (!this.sheet.isEditable(this.row, column)) return this.fact(column, value);
    if (column.kind === "multi") return this.ticks(column, value);
    const control = this.control(column, value);
    const id = `${this.id}-card-${column.key}`;
    control.id = id;
    return make(
      "div",
      { class: "fg-field" },
      this.labelOf(column, id),
      control,
      this.error(column),
    );
  }

  fact(column, value) {
    const text = shownText(column, value) || "—";
    const label = make("span", { class: "fg-fact-label" }, column.label);
    return make("p", { class: "fg-fact" }, label, make("span", {}, text));
  }

  labelOf(column, id) {
    return make("label", { for: id }, column.label);
  }

  control(column, value) {
    if (column.kind === "choice") return this.select(column, value);
    const change = (event) => this.write(column, { text: event.target.value });
    if (column.multiline)
      return make("textarea", { rows: 3, onchange: change }, textOf(column, value));
    const mode = column.kind === "integer" ? "numeric" : null;
    return make("input", { value: textOf(column, value), inputmode: mode, onchange: change });
  }

  select(column, value) {
    const change = (event) => this.write(column, { text: event.target.value });
    const blank = make("option", { value: "" }, this.say("select_none"));
    const options = column.choices.map(([key, label]) =>
      make("option", { value: label, selected: key === value }, label),
    );
    return make("select", { onchange: change }, blank, ...options);
  }

  ticks(column, value) {
    const chosen = Array.isArray(value) ? value : [];
    const boxes = column.choices.map(([key, label]) => {
      const box = make("input", { type: "checkbox", value: label, checked: chosen.includes(key) });
      return make("label", { class: "fg-tick" }, box, label);
    });
    const change = (event) => this.writeTicks(column, event.currentTarget);
    const legend = make("legend", {}, column.label);
    return make("fieldset", { onchange: change }, legend, ...boxes, this.error(column));
  }

  writeTicks(column, fieldset) {
    const labels = [...fieldset.querySelectorAll("input:checked")].map((box) => box.value);
    this.write(column, { text: labels.join("、") });
  }

  write(column, { text }) {
    this.sheet.writeTexts([{ id: this.row.id, field: column.key, text }]);
    this.grid.wrote();
  }

  error(column) {
    const refused = this.sheet.change(this.row.id, column.key)?.message;
    const message = refused ?? this.row.errors?.[column.key];
    return isEmpty(message) ? null : make("p", { class: "fg-field-error" }, message);
  }
}
