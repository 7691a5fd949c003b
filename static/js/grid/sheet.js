/** The rows and columns, what stands in each cell, and how cells are written and taken back. */

import { Cell, Changes } from "./changes.js";
import { chooseRows } from "./filters.js";
import { Marks } from "./marks.js";
import { Steps } from "./undo.js";
import { emptyValue, isEmpty, parse, same, shownText, textOf } from "./values.js";

const PROBLEMS = [Cell.REFUSED, Cell.CONFLICT, "invalid", "warning", "inherited"];

export class Sheet {
  constructor({ columns, rows, readonly = false, progress = null, ...beside }) {
    this.columns = columns;
    this.columnOf = new Map(columns.map((column) => [column.key, column]));
    this.readonly = readonly;
    this.progress = progress;
    this.rows = rows;
    this.rowOf = new Map(rows.map((row) => [row.id, row]));
    this.numberOf = new Map(rows.map((row, at) => [row.id, at + 1]));
    this.view = rows.map((row) => row.id);
    this.changes = new Changes(this.rowOf);
    this.steps = new Steps();
    this.marks = new Marks(beside);
  }

  /* --- reading --- */

  rowAt(index) {
    return this.rowOf.get(this.view[index]);
  }

  change(id, field) {
    return this.changes.get(id, field);
  }

  value(id, field) {
    const change = this.change(id, field);
    return change ? change.now : this.rowOf.get(id).values[field];
  }

  text(id, column) {
    return textOf(column, this.value(id, column.key));
  }

  shown(id, column) {
    return shownText(column, this.value(id, column.key));
  }

  isEditable(row, column) {
    return !(this.readonly || row.locked || column.locked || column.fixed);
  }

  whyLocked(row, column) {
    if (column.locked || column.fixed) return "locked_column";
    if (this.readonly) return "read_only";
    return row.locked ? "locked_row" : null;
  }

  /** Fields the server still misses, without those filled in since its last answer. */
  gapsOf(row) {
    if (row.locked) return [];
    return (row.gaps ?? []).filter((field) => isEmpty(this.value(row.id, field)));
  }

  hasErrors(row) {
    for (const { state } of this.changes.of(row.id)) {
      if (state === Cell.REFUSED || state === Cell.CONFLICT) return true;
    }
    return Object.keys(row.errors ?? {}).length > 0;
  }

  /** The one word for a cell: its saving state first, then what the server thinks of it. */
  stateOf(row, field) {
    const change = this.change(row.id, field);
    if (change) return change.state;
    if (row.errors?.[field]) return "invalid";
    if (row.warnings.some((warning) => warning.field === field && !warning.settled))
      return "warning";
    if (this.originOf(row, field)?.unconfirmed) return "inherited";
    return !row.locked && row.gaps?.includes(field) ? "gap" : "saved";
  }

  /** Whose answer a cell took over as {label, unconfirmed}; null where it is one's own. */
  originOf(row, field) {
    if (!row.origin?.fields?.includes(field) || this.change(row.id, field)) return null;
    return { label: row.origin.label, unconfirmed: Boolean(row.unconfirmed) };
  }

  /** Choose the rows shown; a row that stops matching stays until the next choice. */
  filter(conditions) {
    this.view = chooseRows(this, conditions);
  }

  /** Ids of the rows with the same value in `field`, this row included. */
  alike(id, field) {
    const value = this.value(id, field);
    if (isEmpty(value)) return [];
    return this.rows.map((row) => row.id).filter((other) => same(this.value(other, field), value));
  }

  /** Of some rows, those whose cell may be written and would change; `empty` asks for gaps only. */
  openCells(ids, column, { empty = false } = {}) {
    return ids.filter(
      (id) =>
        this.isEditable(this.rowOf.get(id), column) &&
        (!empty || isEmpty(this.value(id, column.key))),
    );
  }

  /** The next shown cell that is a gap, after a cell and around the end. */
  nextGap(from) {
    return this.#next(from, (row) => this.gapsOf(row));
  }

  /** The next shown cell that is wrong or waits to be confirmed. */
  nextProblem(from) {
    return this.#next(from, (row) =>
      this.columns
        .map(({ key }) => key)
        .filter((key) => PROBLEMS.includes(this.stateOf(row, key))),
    );
  }

  /** The next shown cell among those `fieldsOf` names in its row, around the end; null without. */
  #next(from, fieldsOf) {
    const { length } = this.view;
    for (let step = 0; step <= length && length; step += 1) {
      const index = (from.row + step) % length;
      const fields = fieldsOf(this.rowAt(index));
      const column = this.columns.findIndex(
        ({ key }, at) => fields.includes(key) && (step > 0 || at > from.column),
      );
      if (column >= 0) return { row: index, column };
    }
    return null;
  }

  /* --- writing --- */

  /**
   * Write cells {id, field, now} as one step that can be undone.
   * Locked cells are left alone and counted; cells that already hold the value do not count.
   */
  write(cells) {
    const step = [];
    let locked = 0;
    for (const { id, field, now } of cells) {
      if (!this.isEditable(this.rowOf.get(id), this.columnOf.get(field))) {
        locked += 1;
        continue;
      }
      const before = this.value(id, field);
      if (same(before, now) && !this.change(id, field)) continue;
      this.changes.put(id, field, now);
      step.push({ id, field, before, after: now });
    }
    this.steps.remember(step);
    return { written: step.length, locked };
  }

  writeTexts(cells) {
    return this.write(
      cells.map(({ id, field, text }) => ({
        id,
        field,
        now: parse(this.columnOf.get(field), text),
      })),
    );
  }

  clear(cells) {
    return this.write(
      cells.map((cell) => ({ ...cell, now: emptyValue(this.columnOf.get(cell.field)) })),
    );
  }

  undo() {
    return this.#replay(this.steps.past, this.steps.future, "after", "before");
  }

  redo() {
    return this.#replay(this.steps.future, this.steps.past, "before", "after");
  }

  /** Put back one step; a cell somebody else changed meanwhile keeps their value. */
  #replay(source, target, expected, wanted) {
    const step = source.pop();
    if (!step) return null;
    const own = step.filter(({ id, field, ...cell }) => this.#isOwn(id, field, cell[expected]));
    own.forEach((cell) => this.changes.put(cell.id, cell.field, cell[wanted]));
    if (own.length) target.push(own);
    return { cells: own, skipped: step.length - own.length };
  }

  #isOwn(id, field, expected) {
    const [row, column] = [this.rowOf.get(id), this.columnOf.get(field)];
    return this.isEditable(row, column) && same(this.value(id, field), expected);
  }

  /* --- what the server says --- */

  /** Take in the server's answer to a batch; says which rows look different now. */
  settle(batch, { rows = [], progress, ...judged }) {
    this.mergeRows(rows, progress);
    this.steps.follow(this.changes.settle(batch, judged));
    return new Set([...rows.map((row) => row.id), ...batch.map((cell) => cell.id)]);
  }

  mergeRows(rows, progress) {
    for (const row of rows) {
      const known = this.rowOf.get(row.id);
      if (known) Object.assign(known, row);
    }
    if (progress) this.progress = progress;
  }

  /** Something the server did itself: its rows as they are now, and its cells as one step. */
  serverStep(rows, cells, progress) {
    this.mergeRows(rows, progress);
    this.steps.remember(cells.filter(({ id, field }) => this.#knows(id, field)));
  }

  #knows(id, field) {
    return this.rowOf.has(id) && this.columnOf.has(field);
  }

  /** Texts the server refused elsewhere {id, field, text, message} stand refused in their cells. */
  refuse(refused) {
    for (const { id, field, text, message } of refused) {
      if (!this.#knows(id, field)) continue;
      const column = this.columnOf.get(field);
      if (!this.isEditable(this.rowOf.get(id), column)) continue;
      const was = this.rowOf.get(id).values[field];
      const now = parse(column, String(text ?? ""));
      this.changes.track({ id, field, was, now, state: Cell.REFUSED, message, isGiven: true });
    }
  }

  /**
   * Bring back changes kept from an earlier visit; their `was` lets the server see conflicts.
   * Returns those that have no open cell any more, so that their text can be shown.
   */
  restore(kept) {
    const stranded = [];
    for (const { id, field, was, now } of kept) {
      const row = this.rowOf.get(id);
      const column = this.columnOf.get(field);
      if (row && column && same(row.values[field], now)) continue;
      if (!row || !column || !this.isEditable(row, column)) stranded.push({ id, field, now });
      else this.changes.track({ id, field, was, now, state: Cell.UNSAVED });
    }
    return stranded;
  }

  /** Take in what another page brought along, as one step that can be undone; says how many. */
  bring(cells) {
    this.restore(cells);
    const step = cells
      .filter(({ id, field, now }) => this.change(id, field)?.now === now)
      .map(({ id, field, was, now }) => ({ id, field, before: was, after: now }));
    this.steps.remember(step);
    return step.length;
  }

  /** Bring back the steps of an earlier page; after the changes, which they may have made. */
  restoreSteps(kept, last) {
    const valueOf = (id, field) => (this.#knows(id, field) ? this.value(id, field) : undefined);
    this.steps.restore(kept, last, valueOf);
  }
}
