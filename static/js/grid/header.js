/** The two header rows of the grid: groups of columns, and their names. */

import { make } from "./dom.js";

export function isFixed(column) {
  return Boolean(column?.locked || column?.fixed);
}

export function alignOf({ kind, align }) {
  return kind === "integer" ? "end" : (align ?? null);
}

export class Header {
  /** @param painter knows the widths and which columns are frozen */
  constructor({ painter, sheet, groups, say }) {
    Object.assign(this, { painter, sheet, groups, say });
    this.element = make("div", { class: "fg-header", role: "rowgroup" });
  }

  paint() {
    const groupRow = make("div", { class: "fg-row fg-groups", role: "row", "aria-rowindex": 1 });
    const columnRow = make("div", { class: "fg-row", role: "row", "aria-rowindex": 2 });
    groupRow.append(this.corner(false), ...this.groupCells());
    columnRow.append(this.corner(true), ...this.sheet.columns.map((_, at) => this.headCell(at)));
    this.element.replaceChildren(groupRow, columnRow);
  }

  /** The name cell of a column. */
  head(at) {
    return this.element.querySelector(`.fg-head[data-column="${at}"]`);
  }

  corner(named) {
    return make(
      "div",
      { class: "fg-number fg-head", role: "columnheader", "aria-colindex": 1 },
      make("span", { class: named ? null : "fg-unseen" }, this.say("row_number")),
    );
  }

  /** Groups as runs of columns, cut where the frozen columns end; the wider part bears the name. */
  groupCells() {
    const { frozen } = this.painter;
    const cells = [];
    let start = 0;
    for (const { label, span } of this.groups) {
      const cut = start < frozen && start + span > frozen ? frozen : start;
      if (cut > start) cells.push(this.groupCell("", start, cut));
      cells.push(this.groupCell(label, cut, start + span));
      start += span;
    }
    return cells;
  }

  groupCell(label, start, end) {
    const cell = make("div", {
      class: "fg-head fg-group",
      role: label ? "columnheader" : "gridcell",
      "aria-colindex": start + 2,
      "aria-colspan": end - start,
      title: label || null,
      "data-empty": !label,
      "data-open": !isFixed(this.sheet.columns[start]),
    });
    cell.append(make("span", { class: "fg-group-label" }, label || " "));
    cell.style.gridColumn = `${start + 2} / span ${end - start}`;
    if (end <= this.painter.frozen) this.painter.freeze(cell, start);
    return cell;
  }

  headCell(at) {
    const column = this.sheet.columns[at];
    const cell = make("div", {
      class: "fg-head",
      role: "columnheader",
      "aria-colindex": at + 2,
      "data-column": at,
      "data-locked": isFixed(column),
      "data-align": alignOf(column),
      title: column.help ?? null,
    });
    // The joiner keeps the mark on the line of the last character.
    const marks = column.required ? ["\u2060", this.requiredMark()] : [];
    cell.append(make("span", { class: "fg-head-name" }, column.label, ...marks));
    cell.append(this.menuButton(column, at));
    cell.append(make("span", { class: "fg-resize", "data-resize": at, "aria-hidden": "true" }));
    if (at < this.painter.frozen) this.painter.freeze(cell, at);
    return cell;
  }

  menuButton({ label }, at) {
    return make(
      "button",
      {
        type: "button",
        class: "fg-head-more",
        tabindex: -1,
        "data-menu": at,
        "aria-haspopup": "menu",
        "aria-label": this.say("column_menu", { column: label }),
      },
      "▾",
    );
  }

  requiredMark() {
    return make(
      "span",
      { class: "fg-required", title: this.say("required") },
      "*",
      make("span", { class: "fg-unseen" }, this.say("required")),
    );
  }
}
