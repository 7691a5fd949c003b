/** Paints the cells; the only module that touches them in the page. */

import { textWidth } from "./browser.js";
import { assign, make } from "./dom.js";
import { isPending } from "./filters.js";
import { alignOf, Header } from "./header.js";
import { Places } from "./places.js";

const OVERSCAN = 6;
const HEADER_ROWS = 2;
const CELL_PADDING = 20;

export class Painter extends Places {
  /**
   * @param widths how wide the columns are
   * @param isHit says whether a cell, by row id and column, is one that is looked for
   */
  constructor({ sheet, selection, widths, groups = [], say, id, isHit }) {
    super();
    Object.assign(this, { sheet, selection, widths, say, id, isHit });
    this.painted = new Map();
    this.header = new Header({ painter: this, sheet, groups, say });
    this.build();
  }

  /* --- structure --- */

  build() {
    this.body = make("div", { class: "fg-body", role: "rowgroup" });
    this.grid = make("div", { class: "fg-grid", role: "grid", id: `${this.id}-grid` });
    this.grid.append(this.header.element, this.body);
    this.scroller = make("div", { class: "fg-scroller" }, this.grid);
    this.grid.setAttribute("aria-label", this.say("grid_name"));
    this.grid.setAttribute("aria-colcount", this.sheet.columns.length + 1);
    this.grid.setAttribute("aria-multiselectable", "true");
    if (this.sheet.readonly) this.grid.setAttribute("aria-readonly", "true");
    this.scroller.addEventListener("scroll", () => this.schedule(), { passive: true });
  }

  /** Lay out again: the window, the font or a column has another size. */
  layout() {
    this.measure();
    this.header.paint();
    this.headerHeight = this.header.element.offsetHeight;
    this.reset();
  }

  freeze(cell, at) {
    cell.classList.add("fg-frozen");
    if (at === this.frozen - 1) cell.classList.add("fg-frozen-last");
    cell.style.left = `${this.leftOf(at)}px`;
  }

  /** The width in which every shown text of a column stands on one line. */
  fittingWidth(at) {
    const column = this.sheet.columns[at];
    const measure = textWidth(getComputedStyle(this.body));
    const texts = new Set(this.sheet.view.map((id) => this.sheet.shown(id, column)));
    const head = measure(`${column.label}*`, { bold: true });
    return CELL_PADDING + Math.max(head, ...[...texts].map((text) => measure(text)));
  }

  /* --- rows --- */

  /** Forget what was painted: rows were filtered or columns changed. */
  reset() {
    this.painted.clear();
    this.body.replaceChildren();
    this.body.style.height = `${this.sheet.view.length * this.rowHeight}px`;
    this.grid.setAttribute("aria-rowcount", this.sheet.view.length + HEADER_ROWS);
    this.paint();
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
    });
  }

  seen() {
    const { scrollTop, scrollLeft, clientHeight } = this.scroller;
    this.scrolled = scrollLeft;
    const first = Math.floor(scrollTop / this.rowHeight) - OVERSCAN;
    const last = Math.ceil((scrollTop + clientHeight) / this.rowHeight) + OVERSCAN;
    return { first: Math.max(0, first), last: Math.min(this.sheet.view.length - 1, last) };
  }

  /** Fill what came into sight, with the elements of rows that left it. */
  paint() {
    const { first, last } = this.seen();
    const spare = [];
    for (const [index, element] of this.painted) {
      if (index >= first && index <= last) continue;
      this.painted.delete(index);
      spare.push(element);
    }
    for (let index = last; index >= first; index -= 1) {
      if (!this.painted.has(index)) this.place(spare.pop() ?? this.newRow(), index);
    }
    spare.forEach((element) => element.remove());
    this.onPaint?.();
  }

  newRow() {
    const row = make("div", { class: "fg-row", role: "row" });
    const cells = this.sheet.columns.map((column, at) => this.newCell(column, at));
    row.append(this.newNumber(), ...cells);
    return row;
  }

  newNumber() {
    return make(
      "div",
      { class: "fg-number", role: "rowheader", "aria-colindex": 1 },
      make("span", { class: "fg-figure" }),
      make("button", { type: "button", class: "fg-more", tabindex: -1 }, "⋯"),
    );
  }

  newCell(column, at) {
    const cell = make("div", { class: "fg-cell", role: "gridcell", "aria-colindex": at + 2 });
    cell.dataset.column = at;
    cell.dataset.field = column.key;
    assign(cell, "data-align", alignOf(column));
    cell.append(make("span", { class: "fg-text" }));
    if (at < this.frozen) this.freeze(cell, at);
    return cell;
  }

  /** Rows stand in the page in their order, for those who read it rather than see it. */
  place(element, index) {
    this.painted.set(index, element);
    this.body.insertBefore(element, this.painted.get(index + 1) ?? null);
    element.style.top = `${index * this.rowHeight}px`;
    element.dataset.row = index;
    element.setAttribute("aria-rowindex", index + 1 + HEADER_ROWS);
    this.fillRow(element, index);
  }

  fillRow(element, index) {
    const row = this.sheet.rowAt(index);
    assign(element, "data-locked", row.locked ? "" : null);
    assign(element, "data-odd", index % 2 ? "" : null);
    this.fillNumber(element.firstChild, row, index);
    this.sheet.columns.forEach((column, at) => {
      this.fillCell(element.childNodes[at + 1], { row, column, index, at });
    });
  }

  fillNumber(cell, row, index) {
    const [figure, more] = cell.childNodes;
    const mark = this.rowMark(row);
    const number = this.sheet.numberOf.get(row.id);
    figure.textContent = number;
    this.fillTalk(figure, row);
    if (mark) figure.append(this.flag(mark, row));
    assign(cell, "data-mark", mark);
    more.setAttribute("aria-label", this.say("row_menu", { row: number }));
    assign(cell, "aria-selected", this.inRange(index) ? "true" : null);
  }

  /** A row others wrote about bears how much of it is new to this person. */
  fillTalk(figure, row) {
    const { unread } = this.sheet.marks.threadOf(row);
    if (!unread) return;
    const label = this.say("unread", { count: unread });
    figure.append(make("span", { class: "fg-talk", role: "img", "aria-label": label }, unread));
  }

  /** What came back also says what is wrong with it, to whoever points at it. */
  flag(mark, row) {
    const more = mark === "returned" ? { title: row.return_reason } : {};
    return make("span", { class: "fg-flag", ...more }, this.say(`row_${mark}`));
  }

  rowMark(row) {
    if (row.return_reason && !row.locked) return "returned";
    if (row.locked) return this.sheet.hasErrors(row) ? "error" : "locked";
    const handing = this.sheet.marks.handingOf(row);
    if (handing?.open) return "out";
    if (this.sheet.hasErrors(row)) return "error";
    if (isPending(row)) return "pending";
    if (handing) return "back";
    return row.complete ? "complete" : null;
  }

  inRange(index) {
    const { top, bottom } = this.selection.range;
    return index >= top && index <= bottom;
  }

  fillCell(cell, { row, column, index, at }) {
    const text = this.sheet.shown(row.id, column);
    const state = this.sheet.stateOf(row, column.key);
    const editable = this.sheet.isEditable(row, column);
    const inner = cell.firstChild;
    if (inner.textContent !== text) inner.textContent = text;
    assign(cell, "data-state", state);
    assign(cell, "data-hit", this.isHit(row.id, column) ? "" : null);
    this.fillOrigin(inner, row, column);
    assign(cell, "aria-readonly", editable ? null : "true");
    assign(cell, "aria-invalid", ["invalid", "refused"].includes(state) ? "true" : null);
    this.markCell(cell, index, at);
  }

  /** A cell that took over another unit's answer bears a word, framed until it is confirmed. */
  fillOrigin(text, row, column) {
    const origin = this.sheet.originOf(row, column.key);
    assign(text, "data-origin", origin ? this.say("origin_tag") : null);
    assign(text, "data-open", origin?.unconfirmed ? "" : null);
  }

  markCell(cell, index, at) {
    const { focus } = this.selection;
    const focused = focus.row === index && focus.column === at;
    assign(cell, "aria-selected", this.selection.contains(index, at) ? "true" : "false");
    assign(cell, "data-focus", focused ? "" : null);
  }

  /** Show the selection again; what the cells hold did not change. */
  paintSelection() {
    for (const [index, element] of this.painted) {
      assign(element.firstChild, "aria-selected", this.inRange(index) ? "true" : null);
      for (let at = 0; at < this.sheet.columns.length; at += 1) {
        this.markCell(element.childNodes[at + 1], index, at);
      }
    }
  }

  /** Fill the rows in sight again; with `ids` only those. */
  refresh(ids = null) {
    for (const [index, element] of this.painted) {
      if (!ids || ids.has(this.sheet.view[index])) this.fillRow(element, index);
    }
  }
}
