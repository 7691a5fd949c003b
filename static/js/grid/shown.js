/** The rows that are shown and the texts that are looked for, as the toolbar and the keys ask. */

import { keepInAddress } from "./address.js";
import { findCells, mentions } from "./filters.js";
import { plain } from "./values.js";

const EVERYTHING = { name: "all", search: "", system: null, only: null };

export class Shown {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    Object.assign(this, { grid, sheet: grid.sheet, selection: grid.selection }, EVERYTHING);
    this.matches = [];
  }

  get conditions() {
    const { name, search, system, only } = this;
    return { name, search, system, only };
  }

  get isEverything() {
    return Object.entries(EVERYTHING).every(([key, value]) => this[key] === value);
  }

  clear() {
    this.choose(EVERYTHING);
  }

  /** Change some conditions; the cell in hand stays in hand where its row is still shown. */
  choose(conditions) {
    const { grid, sheet, selection } = this;
    grid.editor.finish({ keep: true });
    const held = grid.currentRow()?.id;
    Object.assign(this, conditions);
    this.wanted = plain(this.search);
    sheet.filter(this.conditions);
    selection.goTo(Math.max(0, sheet.view.indexOf(held)), selection.focus.column);
    this.matches = findCells(sheet, this.search);
    if (this.matches.length && this.matchAt < 0) this.goToMatch(1);
    this.show();
    grid.toolbar.showConditions();
    keepInAddress(this.conditions);
    grid.moved({ focus: false });
  }

  /** Paint the chosen rows, say how many they are, or why there is none. */
  show() {
    const { grid, sheet } = this;
    const { view, rows } = sheet;
    grid.painter.reset();
    grid.toolbar.showCounts();
    grid.toolbar.showProgress();
    grid.toggleAttribute("data-empty", !view.length);
    grid.empty.textContent = view.length ? "" : this.whyEmpty();
    if (view.length) grid.painter.reveal(this.selection.focus);
    const shown = grid.say("shown", { shown: view.length, total: rows.length });
    grid.announce(view.length < rows.length ? shown : "");
  }

  whyEmpty() {
    const { say } = this.grid;
    if (!this.sheet.rows.length) return say("no_rows");
    return `${say("nothing_shown")}${say("nothing_shown_help")}`;
  }

  isHit(id, column) {
    return Boolean(this.wanted) && mentions(this.sheet, id, column, this.wanted);
  }

  /** Which match the cell in hand is, or -1. */
  get matchAt() {
    const { row, column } = this.selection.focus;
    return this.matches.findIndex((match) => match.row === row && match.column === column);
  }

  /** Take the next or the previous match in hand, around the end. */
  goToMatch(step) {
    this.matches = findCells(this.sheet, this.search);
    const next = this.next(step);
    if (next) this.selection.goTo(next.row, next.column);
    this.grid.toolbar.showMatch();
  }

  next(step) {
    const { row, column } = this.selection.focus;
    const order = (match) => match.row - row || match.column - column;
    if (step > 0) return this.matches.find((match) => order(match) > 0) ?? this.matches[0];
    const before = this.matches.filter((match) => order(match) < 0);
    return before.length ? before.pop() : this.matches[this.matches.length - 1];
  }
}
