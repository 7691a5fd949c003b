/** What the commands of the key table do; buttons, menus and the mouse use the same. */

import { emptyBeside } from "./beside.js";
import { Blocks } from "./blocks.js";
import { parse } from "./values.js";

const LISTED_KINDS = ["choice", "multi"];

export class Actions extends Blocks {
  /* --- writing one cell --- */

  edit() {
    const { row, column } = this.focused();
    if (row) this.editor.begin({ value: this.sheet.value(row.id, column.key) });
  }

  /** Enter opens a list, as a drop-down does; elsewhere it goes to the next row. */
  enter(step) {
    const { column, row } = this.focused();
    const lists = LISTED_KINDS.includes(column?.kind) && this.sheet.isEditable(row, column);
    if (lists && step > 0 && this.selection.isSingle) this.edit();
    else this.go((selection) => selection.enter(step));
  }

  commit(rows, columns) {
    this.editor.finish({ keep: true });
    if (rows && !this.selection.isSingle) this.go((selection) => selection.enter(rows));
    else if (rows > 0) this.go((selection) => selection.enter(1));
    else if (rows || columns) this.move(rows, columns);
    else this.grid.moved({ reveal: null });
  }

  commitTab(step) {
    this.editor.finish({ keep: true });
    return this.tab(step);
  }

  commitAll() {
    this.grid.writeAll = true;
    this.editor.finish({ keep: true });
    this.grid.writeAll = false;
    this.grid.moved({ reveal: null });
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

  /** Take in what was written in a cell: {value} or {text}, for it or for the whole selection. */
  store(result, row, column) {
    const now = "value" in result ? result.value : parse(column, result.text);
    const cells = this.grid.writeAll
      ? this.sameColumn(column)
      : [{ id: row.id, field: column.key }];
    const beside = emptyBeside(this.sheet, cells, result.beside);
    this.grid.wrote(this.sheet.write([...cells.map((cell) => ({ ...cell, now })), ...beside]));
  }

  sameColumn(column) {
    return this.selectedCells().filter((cell) => cell.field === column.key);
  }

  /* --- beside the cells --- */

  help() {
    this.grid.dialogs.showKeys();
  }

  menu() {
    this.grid.menus.openCell();
  }

  columnMenu() {
    this.grid.menus.openColumn(this.selection.focus.column);
  }
}
