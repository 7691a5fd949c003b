/** What the menus of a cell, a row and a column offer; everything in them has a key or a way. */

import { SYSTEM } from "./filters.js";
import { Menu } from "./menu.js";

export class Menus {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    Object.assign(this, { grid, sheet: grid.sheet, say: grid.say });
    this.menu = new Menu({ onClose: () => grid.moved({ reveal: null }) });
    this.element = this.menu.element;
  }

  get actions() {
    return this.grid.actions();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /* --- opening --- */

  /** The menu of the cell in hand; `at` is where the mouse asked for it. */
  openCell(at = null) {
    const { grid } = this;
    const row = grid.currentRow();
    if (!row) return;
    const where = { row: this.sheet.numberOf.get(row.id), column: grid.currentColumn().label };
    const groups = [this.exchange(), this.fills(), this.applies(), this.finds(), this.rowItems(row)];
    this.menu.open(this.say("position", where), groups, at ?? this.boxOfHand());
  }

  boxOfHand() {
    this.grid.painter.reveal(this.grid.selection.focus);
    return this.grid.editor.input.getBoundingClientRect();
  }

  openRow(index) {
    const { grid } = this;
    grid.selection.goTo(index, grid.selection.focus.column);
    grid.moved({ reveal: null });
    const row = grid.currentRow();
    const opener = grid.painter.painted.get(index).querySelector(".fg-more");
    const title = this.say("row_menu", { row: this.sheet.numberOf.get(row.id) });
    const groups = [this.rowItems(row), this.appliesAlike(), this.finds()];
    this.menu.open(title, groups, opener.getBoundingClientRect());
  }

  openColumn(at) {
    const { grid } = this;
    if (!grid.currentRow()) return;
    grid.selection.goTo(grid.selection.focus.row, at);
    grid.moved();
    const { label } = grid.currentColumn();
    const head = grid.painter.header.head(at).getBoundingClientRect();
    const groups = [this.columnItems(), this.applies(), this.widthItems(at)];
    this.menu.open(this.say("column_menu", { column: label }), groups, head);
  }

  /* --- what they offer --- */

  exchange() {
    const { exchange } = this.grid;
    const copy = { label: this.say("copy"), keys: "Ctrl+C", act: () => exchange.ask("copy") };
    if (this.sheet.readonly) return [copy];
    // A block may begin at a locked cell: what lies under locked ones is skipped and counted.
    const paste = { label: this.say("paste"), keys: "Ctrl+V", act: () => exchange.askPaste() };
    if (this.isLocked) return [copy, paste];
    return [{ label: this.say("cut"), keys: "Ctrl+X", act: () => exchange.ask("cut") }, copy, paste];
  }

  /** Nothing that is selected may be written. */
  get isLocked() {
    const { top, bottom, left, right } = this.grid.selection.range;
    const columns = this.sheet.columns.slice(left, right + 1);
    const rows = this.sheet.view.slice(top, bottom + 1).map((id) => this.sheet.rowOf.get(id));
    return !rows.some((row) => columns.some((column) => this.sheet.isEditable(row, column)));
  }

  fills() {
    if (this.isLocked) return [];
    const { actions } = this;
    return [
      { label: this.say("fill_down"), keys: "Ctrl+D", act: () => actions.fillDown() },
      { label: this.say("fill_right"), keys: "Ctrl+R", act: () => actions.fillRight() },
      { label: this.say("clear"), keys: "Delete", act: () => actions.clear() },
    ];
  }

  /** The value of the cell in hand for the whole column, or for the rows of the same system. */
  applies() {
    if (!this.actions.isApplicable) return [];
    const column = this.applyItems(this.actions.othersShown(), "apply_column");
    return [...column, ...this.appliesAlike()];
  }

  appliesAlike() {
    const isName = this.grid.currentColumn().key === SYSTEM;
    if (isName || !this.actions.isApplicable) return [];
    return this.applyItems(this.actions.othersAlike(), "apply_same");
  }

  /** Over all of some rows, and over those of them whose cell is still empty. */
  applyItems(ids, label) {
    const column = this.grid.currentColumn();
    const all = this.sheet.openCells(ids, column);
    const gaps = this.sheet.openCells(ids, column, { empty: true });
    const item = (chosen, key) => ({
      label: this.say(key, { column: column.label, count: chosen.length }),
      act: () => this.actions.applyTo(chosen),
    });
    return [
      all.length && item(all, label),
      gaps.length && gaps.length < all.length && item(gaps, `${label}_gaps`),
    ].filter(Boolean);
  }

  finds() {
    const row = this.grid.currentRow();
    const system = this.sheet.columnOf.has(SYSTEM) ? this.sheet.value(row.id, SYSTEM) : null;
    const { shown } = this.grid;
    const items = [];
    if (system) {
      const count = this.sheet.alike(row.id, SYSTEM).length;
      const label = this.say("filter_same", { count });
      items.push({ label, act: () => shown.choose({ system }) });
    }
    if (!shown.isEverything) {
      items.push({ label: this.say("show_all"), act: () => shown.clear() });
    }
    return items;
  }

  rowItems(row) {
    const { historyUrl, objectionUrl, slipUrl, threadUrl } = this.grid.dataset;
    const { dialogs } = this.grid;
    const at = this.sheet.view.indexOf(row.id);
    const history = () =>
      dialogs.showFragment(this.say("history"), historyUrl.replace("{id}", row.id));
    return [
      { label: this.say("edit_row"), act: () => this.grid.card.open(at) },
      historyUrl && { label: this.say("history"), act: history },
      threadUrl && { label: this.say("thread"), act: () => dialogs.showThread(row) },
      objectionUrl && { label: this.say("objection"), href: objectionUrl.replace("{id}", row.id) },
      slipUrl && { label: this.say("slip"), href: slipUrl.replace("{id}", row.id) },
    ].filter(Boolean);
  }

  columnItems() {
    const act = () => this.actions.selectColumn();
    return [{ label: this.say("key_column"), keys: "Ctrl+Space", act }];
  }

  widthItems(at) {
    const { painter } = this.grid;
    const item = (key, change) => ({
      label: this.say(key),
      act: () => this.grid.changeWidths(change),
    });
    return [
      item("wider", (widths) => widths.step(at, 1)),
      item("narrower", (widths) => widths.step(at, -1)),
      item("fit_width", (widths) => widths.set(at, painter.fittingWidth(at))),
      item("reset_width", (widths) => widths.reset(at)),
    ];
  }
}
