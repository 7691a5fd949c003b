/** The rows and columns, what was changed and not yet stored, and how to undo it. */

import { emptyValue, isEmpty, parse, plain, same, shownText, textOf } from "./values.js";

/** A changed cell is waiting, under way, refused by the server, or changed by somebody else too. */
export const Cell = {
  UNSAVED: "unsaved",
  SAVING: "saving",
  REFUSED: "refused",
  CONFLICT: "conflict",
};

export const FILTERS = {
  all: () => true,
  gaps: (sheet, row) => sheet.gapsOf(row).length > 0,
  errors: (sheet, row) => sheet.hasErrors(row),
  pending: (sheet, row) => row.warnings.some((warning) => !warning.settled),
  returned: (sheet, row) => Boolean(row.return_reason),
};

const UNDO_LIMIT = 200;

/** What the server takes for one value; a longer text would hold up every other cell. */
const LONGEST = 4000;

function cellKey({ id, field }) {
  return `${id}:${field}`;
}

export class Sheet {
  constructor({ columns, rows, readonly = false, progress = null }) {
    this.columns = columns;
    this.columnOf = new Map(columns.map((column) => [column.key, column]));
    this.readonly = readonly;
    this.progress = progress;
    this.rows = rows;
    this.rowOf = new Map(rows.map((row) => [row.id, row]));
    this.numberOf = new Map(rows.map((row, at) => [row.id, at + 1]));
    this.view = rows.map((row) => row.id);
    this.changes = new Map();
    this.past = [];
    this.future = [];
  }

  /* --- reading --- */

  rowAt(index) {
    return this.rowOf.get(this.view[index]);
  }

  change(id, field) {
    return this.changes.get(id)?.get(field);
  }

  value(id, field) {
    const change = this.change(id, field);
    return change ? change.now : this.rowOf.get(id).values[field];
  }

  #track(change) {
    const { id, field } = change;
    if (!this.changes.has(id)) this.changes.set(id, new Map());
    this.changes.get(id).set(field, change);
  }

  #forget(id, field) {
    const ofRow = this.changes.get(id);
    ofRow?.delete(field);
    if (!ofRow?.size) this.changes.delete(id);
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
    for (const { state } of this.changes.get(row.id)?.values() ?? []) {
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
    return !row.locked && row.gaps?.includes(field) ? "gap" : "saved";
  }

  counts() {
    const counts = Object.fromEntries(Object.keys(FILTERS).map((name) => [name, 0]));
    for (const row of this.rows) {
      for (const [name, accepts] of Object.entries(FILTERS)) {
        if (accepts(this, row)) counts[name] += 1;
      }
    }
    return counts;
  }

  /** Choose the rows shown; a row that stops matching stays until the next choice. */
  filter(name, search = "") {
    const wanted = plain(search);
    const accepts = FILTERS[name];
    this.view = this.rows
      .filter((row) => accepts(this, row) && (!wanted || this.#mentions(row, wanted)))
      .map((row) => row.id);
  }

  #mentions(row, wanted) {
    return this.columns.some((column) => plain(this.text(row.id, column)).includes(wanted));
  }

  /** Ids of the rows with the same value in `field`, this row included. */
  alike(id, field) {
    const value = this.value(id, field);
    if (isEmpty(value)) return [];
    return this.rows.map((row) => row.id).filter((other) => same(this.value(other, field), value));
  }

  /** The next shown cell that is a gap, after a cell and around the end. */
  nextGap(from) {
    const { length } = this.view;
    for (let step = 0; step <= length; step += 1) {
      const index = (from.row + step) % length;
      const row = this.rowAt(index);
      const gaps = this.gapsOf(row);
      const column = this.columns.findIndex(
        ({ key }, at) => gaps.includes(key) && (step > 0 || at > from.column),
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
      this.#put(id, field, now);
      step.push({ id, field, before, after: now });
    }
    this.#remember(step);
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

  #remember(step) {
    if (!step.length) return;
    this.past.push(step);
    if (this.past.length > UNDO_LIMIT) this.past.shift();
    this.future = [];
  }

  #put(id, field, now) {
    const change = this.change(id, field) ?? this.#begin(id, field);
    change.now = now;
    if (change.state === Cell.CONFLICT) return;
    if (!change.inFlight && same(now, change.was)) this.#forget(id, field);
    else if (String(now).length > LONGEST) change.state = Cell.REFUSED;
    else change.state = Cell.UNSAVED;
    change.message = null;
  }

  #begin(id, field) {
    const change = { id, field, was: this.rowOf.get(id).values[field], state: Cell.UNSAVED };
    this.#track(change);
    return change;
  }

  undo() {
    return this.#replay(this.past, this.future, "after", "before");
  }

  redo() {
    return this.#replay(this.future, this.past, "before", "after");
  }

  /** Put back one step; a cell somebody else changed meanwhile keeps their value. */
  #replay(source, target, expected, wanted) {
    const step = source.pop();
    if (!step) return null;
    const own = step.filter((cell) => same(this.value(cell.id, cell.field), cell[expected]));
    own.forEach((cell) => this.#put(cell.id, cell.field, cell[wanted]));
    if (own.length) target.push(own);
    return { cells: own, skipped: step.length - own.length };
  }

  /* --- saving --- */

  /** Changed cells not yet stored, whatever keeps them. */
  get unsaved() {
    return [...this.changes.values()].flatMap((ofRow) => [...ofRow.values()]);
  }

  get waiting() {
    return this.unsaved.filter((change) => change.state === Cell.UNSAVED && !change.inFlight);
  }

  /** Up to `limit` waiting cells as the server wants them; they count as under way from now on. */
  takeBatch(limit) {
    return this.waiting.slice(0, limit).map((change) => {
      Object.assign(change, { state: Cell.SAVING, inFlight: true, sent: change.now });
      const { id, field, was, now } = change;
      return { id, field, was, now };
    });
  }

  /** The batch did not arrive, or nobody knows: it waits again with what it was based on. */
  release(batch) {
    for (const { id, field } of batch) {
      const change = this.change(id, field);
      change.inFlight = false;
      if (change.state === Cell.SAVING) change.state = Cell.UNSAVED;
    }
  }

  /** Take in the server's answer to a batch; says which rows look different now. */
  settle(batch, { rows = [], refused = [], conflicts = [], progress }) {
    this.mergeRows(rows, progress);
    const refusals = new Map(refused.map((item) => [cellKey(item), item]));
    const clashes = new Map(conflicts.map((item) => [cellKey(item), item]));
    for (const cell of batch) {
      const key = cellKey(cell);
      const change = this.change(cell.id, cell.field);
      change.inFlight = false;
      if (clashes.has(key)) this.#clash(change, clashes.get(key));
      else if (refusals.has(key)) this.#refuse(change, refusals.get(key));
      else this.#accept(change);
    }
    return new Set([...rows.map((row) => row.id), ...batch.map((cell) => cell.id)]);
  }

  mergeRows(rows, progress) {
    for (const row of rows) {
      const known = this.rowOf.get(row.id);
      if (known) Object.assign(known, row);
    }
    if (progress) this.progress = progress;
  }

  #accept(change) {
    const stored = this.rowOf.get(change.id).values[change.field];
    this.#followUndo(change, stored);
    if (same(change.now, change.sent)) this.#forget(change.id, change.field);
    else change.was = stored;
  }

  /** The server may tidy what was typed; undo must still recognise the cell as ours. */
  #followUndo({ id, field, sent }, stored) {
    if (same(sent, stored)) return;
    for (const step of [...this.past, ...this.future]) {
      for (const cell of step) {
        if (cell.id !== id || cell.field !== field) continue;
        if (same(cell.after, sent)) cell.after = stored;
        if (same(cell.before, sent)) cell.before = stored;
      }
    }
  }

  #refuse(change, { message }) {
    if (same(change.now, change.sent)) Object.assign(change, { state: Cell.REFUSED, message });
    else change.state = Cell.UNSAVED;
  }

  #clash(change, { theirs, by, at }) {
    Object.assign(change, { state: Cell.CONFLICT, theirs, by, at });
    this.rowOf.get(change.id).values[change.field] = theirs;
  }

  /** Settle a conflict: send mine on top of theirs, or take theirs. */
  resolve(id, field, { mine }) {
    const change = this.change(id, field);
    if (change?.state !== Cell.CONFLICT) return;
    if (mine && !same(change.now, change.theirs)) {
      Object.assign(change, { was: change.theirs, state: Cell.UNSAVED });
    } else {
      this.#forget(id, field);
    }
  }

  /** Give up what was typed: the stored value is back. */
  discard(id, field) {
    this.#forget(id, field);
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
      else this.#track({ id, field, was, now, state: Cell.UNSAVED });
    }
    return stranded;
  }
}
