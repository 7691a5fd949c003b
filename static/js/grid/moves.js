/** The commands that move the hand: over cells, ranges, gaps and found texts. */

import { isPending } from "./filters.js";

/** Every method named in the key table returns false where the browser should act instead. */
export class Moves {
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

  go(change) {
    change(this.selection);
    this.grid.moved();
  }

  /** Widen the range; its moving end is what must stay in sight. */
  widen(change) {
    change(this.selection);
    this.grid.moved({ reveal: this.selection.head });
  }

  /** Choose whole rows or columns: nothing needs to scroll. */
  choose(change) {
    change(this.selection);
    this.grid.moved({ reveal: null });
  }

  move(rows, columns) {
    this.go((selection) => selection.move(rows, columns));
  }

  extend(rows, columns) {
    this.widen((selection) => selection.move(rows, columns, { extend: true }));
  }

  jump(rows, columns) {
    this.go((selection) => selection.jump(rows, columns));
  }

  extendJump(rows, columns) {
    this.widen((selection) => selection.jump(rows, columns, { extend: true }));
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
    this.widen((selection) => selection.toRowEdge(side, { extend: true }));
  }

  corner(side) {
    this.go((selection) => selection.toCorner(side));
  }

  extendCorner(side) {
    this.widen((selection) => selection.toCorner(side, { extend: true }));
  }

  collapse() {
    this.go((selection) => selection.goTo(selection.focus.row, selection.focus.column));
  }

  selectRow() {
    this.choose((selection) => selection.selectRow(selection.focus.row));
  }

  selectColumn() {
    this.choose((selection) => selection.selectColumn(selection.focus.column));
  }

  selectAll() {
    this.choose((selection) => selection.selectAll());
  }

  /** Tab walks the cells that may be filled; behind the last one it leaves the grid. */
  tab(step) {
    if (!this.selection.tab(step)) return false;
    this.grid.moved();
    return true;
  }

  nextGap() {
    this.editor.finish({ keep: true });
    const isThere = (row) => this.sheet.gapsOf(row).length;
    const nothing = this.sheet.rows.some((row) => this.isProblem(row)) ? "only_problems" : "no_gaps";
    this.goToNext((from) => this.sheet.nextGap(from), isThere, nothing);
  }

  isProblem(row) {
    return this.sheet.hasErrors(row) || (!row.locked && isPending(row));
  }

  /** The next cell that is wrong or waits to be confirmed. */
  nextProblem() {
    this.editor.finish({ keep: true });
    const isThere = (row) => this.isProblem(row);
    this.goToNext((from) => this.sheet.nextProblem(from), isThere, "no_problems");
  }

  /** Go there; where a filter hides such rows, show all rows first; else say that there is none. */
  goToNext(find, isThere, nothing) {
    let place = find(this.selection.focus);
    if (!place && this.sheet.rows.some(isThere)) {
      this.grid.shown.clear();
      place = find(this.selection.focus);
    }
    if (place) this.go((selection) => selection.goTo(place.row, place.column));
    else this.grid.announce(this.say(nothing));
  }

  find() {
    this.editor.finish({ keep: true });
    this.grid.toolbar.focusFind();
  }

  /** The next cell with the text that is looked for; without one, ask for it. */
  nextMatch(step) {
    this.editor.finish({ keep: true });
    if (!this.grid.shown.search) return this.find();
    this.grid.shown.goToMatch(step);
    return this.grid.moved();
  }

  showFirst(cells) {
    const at = cells.length ? this.sheet.view.indexOf(cells[0].id) : -1;
    if (at < 0) return;
    const column = this.sheet.columns.findIndex(({ key }) => key === cells[0].field);
    this.go((selection) => selection.goTo(at, column));
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
