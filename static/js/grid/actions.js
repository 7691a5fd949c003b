/** What the commands of the key table do; buttons and the mouse use the same. */

import { placeBlock, writeBlock } from "./clipboard.js";
import { parse } from "./values.js";

const LISTED_KINDS = ["choice", "multi"];

/** Every method named in the key table returns false where the browser should act instead. */
export class Actions {
  /** @param grid the <fill-grid> element: its sheet, selection, painter, editor, and dialogs. */
  constructor(grid) {
    Object.assign(this, {
      grid,
      sheet: grid.sheet,
      selection: grid.selection,
      painter: grid.painter,
      editor: grid.editor,
      say: grid.say,
    });
  }

  /* --- moving --- */

  go(change) {
    change(this.selection);
    this.grid.moved();
  }

  move(rows, columns) {
    this.go((selection) => selection.move(rows, columns));
  }

  extend(rows, columns) {
    this.go((selection) => selection.move(rows, columns, { extend: true }));
  }

  jump(rows, columns) {
    this.go((selection) => selection.jump(rows, columns));
  }

  extendJump(rows, columns) {
    this.go((selection) => selection.jump(rows, columns, { extend: true }));
  }

  page(step) {
    this.move(step * this.painter.pageRows, 0);
  }

  extendPage(step) {
    this.extend(step * this.painter.pageRows, 0);
  }

  rowEdge(side) {
    this.go((selection) => selection.toRowEdge(side));
  }

  extendRowEdge(side) {
    this.go((selection) => selection.toRowEdge(side, { extend: true }));
  }

  corner(side) {
    this.go((selection) => selection.toCorner(side));
  }

  extendCorner(side) {
    this.go((selection) => selection.toCorner(side, { extend: true }));
  }

  collapse() {
    this.go((selection) => selection.goTo(selection.focus.row, selection.focus.column));
  }

  selectRow() {
    this.go((selection) => selection.selectRow(selection.focus.row));
  }

  selectColumn() {
    this.go((selection) => selection.selectColumn(selection.focus.column));
  }

  selectAll() {
    this.go((selection) => selection.selectAll());
  }

  /** Tab walks the cells that may be filled; behind the last one it leaves the grid. */
  tab(step) {
    if (!this.selection.tab(step)) return false;
    this.grid.moved();
    return true;
  }

  /** Enter opens a list, as a drop-down does; elsewhere it goes to the next row. */
  enter(step) {
    const { column, row } = this.focused();
    const lists = LISTED_KINDS.includes(column?.kind) && this.sheet.isEditable(row, column);
    if (lists && step > 0 && this.selection.isSingle) this.edit();
    else this.go((selection) => selection.enter(step));
  }

  nextGap() {
    this.editor.finish({ keep: true });
    const gap = this.sheet.view.length ? this.sheet.nextGap(this.selection.focus) : null;
    if (gap) this.go((selection) => selection.goTo(gap.row, gap.column));
    else if (this.sheet.counts().gaps) this.showGaps();
    else this.grid.announce(this.say("no_gaps"));
  }

  /** The gaps are in rows that a filter hides: show all rows, then go there. */
  showGaps() {
    this.grid.filter({ name: "all", search: "" });
    const gap = this.sheet.nextGap(this.selection.focus);
    if (gap) this.go((selection) => selection.goTo(gap.row, gap.column));
  }

  /* --- writing --- */

  focused() {
    const { row, column } = this.selection.focus;
    return { row: this.sheet.rowAt(row), column: this.sheet.columns[column] };
  }

  edit() {
    const { row, column } = this.focused();
    if (row) this.editor.begin({ value: this.sheet.value(row.id, column.key) });
  }

  commit(rows, columns) {
    this.editor.finish({ keep: true });
    if (rows > 0) this.go((selection) => selection.enter(1));
    else if (rows || columns) this.move(rows, columns);
    else this.grid.moved();
  }

  commitTab(step) {
    this.editor.finish({ keep: true });
    return this.tab(step);
  }

  commitAll() {
    this.grid.writeAll = true;
    this.editor.finish({ keep: true });
    this.grid.writeAll = false;
    this.grid.moved();
  }

  cancel() {
    this.editor.finish({ keep: false });
    this.grid.moved();
  }

  newline() {
    this.editor.newline();
  }

  highlight(step) {
    this.editor.highlight(step);
  }

  toggle() {
    this.editor.toggle();
  }

  /** Cells of the selection as the sheet names them. */
  selectedCells() {
    return [...this.selection.cells()].map(({ row, column }) => ({
      id: this.sheet.view[row],
      field: this.sheet.columns[column].key,
    }));
  }

  /** Take in what was written in a cell: {value} or {text}, for it or for the whole selection. */
  store(result, row, column) {
    const now = "value" in result ? result.value : parse(column, result.text);
    const cells = this.grid.writeAll
      ? this.sameColumn(column)
      : [{ id: row.id, field: column.key }];
    this.grid.wrote(this.sheet.write(cells.map((cell) => ({ ...cell, now }))));
  }

  sameColumn(column) {
    return this.selectedCells().filter((cell) => cell.field === column.key);
  }

  clear() {
    this.report("cleared", this.sheet.clear(this.selectedCells()));
  }

  report(label, { written, locked }) {
    this.grid.wrote();
    const key = locked ? `${label}_locked` : label;
    this.grid.announce(this.say(key, { count: written, locked }));
  }

  /** Fill the first selected row down; a single row takes what stands above it. */
  fillDown() {
    const { top, bottom, left, right } = this.selection.range;
    const source = top === bottom ? top - 1 : top;
    if (source < 0) return;
    const cells = [];
    for (let row = source + 1; row <= bottom; row += 1) {
      for (let at = left; at <= right; at += 1) {
        const field = this.sheet.columns[at].key;
        const now = this.sheet.value(this.sheet.view[source], field);
        cells.push({ id: this.sheet.view[row], field, now });
      }
    }
    this.report("filled", this.sheet.write(cells));
  }

  /** Give every row of the same business system the value of this cell. */
  applyToSameSystem() {
    const { row, column } = this.focused();
    const now = this.sheet.value(row.id, column.key);
    const cells = this.sheet.alike(row.id, "system_name");
    this.report("filled", this.sheet.write(cells.map((id) => ({ id, field: column.key, now }))));
  }

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

  showFirst(cells) {
    const at = cells.length ? this.sheet.view.indexOf(cells[0].id) : -1;
    if (at < 0) return;
    const column = this.sheet.columns.findIndex(({ key }) => key === cells[0].field);
    this.go((selection) => selection.goTo(at, column));
  }

  /* --- blocks --- */

  copy() {
    const { top, bottom, left, right } = this.selection.range;
    const columns = this.sheet.columns.slice(left, right + 1);
    const ids = this.sheet.view.slice(top, bottom + 1);
    const rows = ids.map((id) => columns.map((column) => this.sheet.text(id, column)));
    this.grid.announce(this.say("copied", { rows: rows.length, columns: columns.length }));
    return writeBlock(rows);
  }

  /** Put a block over the selection; one that does not fit is asked about first. */
  async paste(block) {
    const limits = { rows: this.sheet.view.length, columns: this.sheet.columns.length };
    const { range } = this.selection;
    const { cells, size, fit } = placeBlock(block, range, limits);
    const tooLarge = fit.rows < size.rows || fit.columns < size.columns;
    if (tooLarge && !(await this.grid.dialogs.askPasteFit(size, fit))) return;
    const written = this.writePasted(cells);
    this.selection.goTo(range.top + fit.rows - 1, range.left + fit.columns - 1);
    this.selection.goTo(range.top, range.left, { extend: true });
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

  /* --- beside the cells --- */

  find() {
    this.editor.finish({ keep: true });
    this.grid.toolbar.focusFind();
  }

  help() {
    this.grid.dialogs.showKeys();
  }

  menu() {
    this.grid.openMenu(this.selection.focus.row);
  }

  /** Leave the cells: to the notes below when they hold something to press, else to the buttons. */
  leave(direction) {
    this.editor.finish({ keep: true });
    const { panel, toolbar } = this.grid;
    if (direction < 0 || !panel.focusFirst()) toolbar.focusFirst();
  }

  backToCells() {
    this.grid.moved();
  }
}
