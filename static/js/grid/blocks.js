/** The commands that write many cells at once: fill, apply, clear, copy, paste, undo. */

import { placeBlock, trimToFit, writeBlock, writeTable } from "./clipboard.js";
import { copies, grow, growDown } from "./fill.js";
import { SYSTEM } from "./filters.js";
import { Moves } from "./moves.js";
import { isEmpty, parse } from "./values.js";

export class Blocks extends Moves {
  /** The cell in hand: its row and column. */
  focused() {
    const { row, column } = this.selection.focus;
    return { row: this.sheet.rowAt(row), column: this.sheet.columns[column] };
  }

  /** Cells of the selection as the sheet names them. */
  selectedCells() {
    return [...this.selection.cells()].map(({ row, column }) => ({
      id: this.sheet.view[row],
      field: this.sheet.columns[column].key,
    }));
  }

  clear() {
    this.report("cleared", this.sheet.clear(this.selectedCells()));
  }

  report(label, { written, locked }) {
    this.grid.wrote();
    const key = locked ? `${label}_locked` : label;
    this.grid.announce(this.say(key, { count: written, locked }));
  }

  /* --- filling --- */

  /** Fill the first selected row down; a single row takes what stands above it. */
  fillDown() {
    const { range } = this.selection;
    const first = range.top === range.bottom ? range.top - 1 : range.top;
    if (first >= 0) this.copyInto({ ...range, top: first, bottom: first }, range);
  }

  /** Fill the first selected column to the right; a single column takes what stands left of it. */
  fillRight() {
    const { range } = this.selection;
    const first = range.left === range.right ? range.left - 1 : range.left;
    if (first >= 0) this.copyInto({ ...range, left: first, right: first }, range);
  }

  /** Repeat the block over the target; the copies are one step. */
  copyInto(block, target) {
    const cells = copies(block, target).map(({ row, column, from }) => ({
      id: this.sheet.view[row],
      field: this.sheet.columns[column].key,
      now: this.copied(from, this.sheet.columns[column]),
    }));
    this.report("filled", this.sheet.write(cells));
  }

  /** The value a copy has in its column: another column reads it like typed text. */
  copied(from, target) {
    const column = this.sheet.columns[from.column];
    const id = this.sheet.view[from.row];
    if (column === target) return this.sheet.value(id, column.key);
    return parse(target, this.sheet.text(id, column));
  }

  /** What dragging the corner of the selection to a cell would cover. */
  dragged(cell) {
    return grow(this.selection.range, cell);
  }

  /** The corner was let go: fill what it covers and select it. */
  dragFill(target) {
    const { range } = this.selection;
    this.selection.selectRange(target);
    this.grid.moved({ reveal: null });
    this.copyInto(range, target);
  }

  /** The corner was double-clicked: fill down beside what is filled already. */
  fillToEnd() {
    const { range } = this.selection;
    const target = growDown(range, this.selection.bounds);
    if (target.bottom > range.bottom) this.dragFill(target);
  }

  /* --- applying one value --- */

  /** The other rows shown, and the other rows of the same business system. */
  othersShown() {
    const { row } = this.focused();
    return this.sheet.view.filter((id) => id !== row.id);
  }

  othersAlike() {
    const { row } = this.focused();
    if (!this.sheet.columnOf.has(SYSTEM)) return [];
    return this.sheet.alike(row.id, SYSTEM).filter((id) => id !== row.id);
  }

  /** Whether the cell in hand holds something that other cells of its column may take. */
  get isApplicable() {
    const { row, column } = this.focused();
    return this.sheet.isEditable(row, column) && !isEmpty(this.sheet.value(row.id, column.key));
  }

  /** Give other rows the value of the cell in hand, in its column. */
  applyTo(ids) {
    const { row, column } = this.focused();
    const now = this.sheet.value(row.id, column.key);
    this.report("filled", this.sheet.write(ids.map((id) => ({ id, field: column.key, now }))));
  }

  /* --- undo --- */

  undo() {
    this.replayed(this.sheet.undo(), "undone", "nothing_to_undo");
  }

  redo() {
    this.replayed(this.sheet.redo(), "redone", "nothing_to_redo");
  }

  replayed(step, done, nothing) {
    if (!step) return this.grid.announce(this.say(nothing));
    this.grid.wrote();
    this.showFirst(step.cells);
    const { cells, skipped } = step;
    const label = skipped ? "undone_skipped" : done;
    return this.grid.announce(this.say(label, { count: cells.length, skipped }));
  }

  /* --- copy and paste --- */

  /** The selection as {text, html}: text for our own cells, a table for spreadsheets. */
  copy() {
    const { top, bottom, left, right } = this.selection.range;
    const columns = this.sheet.columns.slice(left, right + 1);
    const ids = this.sheet.view.slice(top, bottom + 1);
    const rows = ids.map((id) => columns.map((column) => this.sheet.text(id, column)));
    const asText = columns.map(({ kind }) => kind !== "integer");
    this.grid.announce(this.say("copied", { rows: rows.length, columns: columns.length }));
    return { text: writeBlock(rows), html: writeTable(rows, asText) };
  }

  /** Put a block over the selection; one that does not fit is asked about first. */
  async paste(pasted) {
    const limits = { rows: this.sheet.view.length, columns: this.sheet.columns.length };
    const { range } = this.selection;
    const block = trimToFit(pasted, limits.rows - range.top);
    const { cells, size, fit } = placeBlock(block, range, limits);
    const tooLarge = fit.rows < size.rows || fit.columns < size.columns;
    if (tooLarge && !(await this.grid.dialogs.askPasteFit(size, fit))) return;
    const written = this.writePasted(cells);
    const bottom = range.top + fit.rows - 1;
    this.selection.selectRange({ ...range, bottom, right: range.left + fit.columns - 1 });
    this.grid.moved();
    this.report("pasted", written);
  }

  writePasted(cells) {
    const texts = cells.map(({ row, column, text }) => ({
      id: this.sheet.view[row],
      field: this.sheet.columns[column].key,
      text,
    }));
    return this.sheet.writeTexts(texts);
  }
}
