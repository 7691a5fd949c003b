/** What was changed and is not yet stored, and what the server said to it. */

import { cellKey, same } from "./values.js";

/** A changed cell is waiting, under way, refused by the server, or changed by somebody else too. */
export const Cell = {
  UNSAVED: "unsaved",
  SAVING: "saving",
  REFUSED: "refused",
  CONFLICT: "conflict",
};

/** What the server takes for one value; a longer text would hold up every other cell. */
const LONGEST = 4000;

export class Changes {
  /** @param rowOf the rows by id; their `values` are what is stored */
  constructor(rowOf) {
    this.rowOf = rowOf;
    this.byRow = new Map();
  }

  get(id, field) {
    return this.byRow.get(id)?.get(field);
  }

  of(id) {
    return this.byRow.get(id)?.values() ?? [];
  }

  track(change) {
    const { id, field } = change;
    if (!this.byRow.has(id)) this.byRow.set(id, new Map());
    this.byRow.get(id).set(field, change);
  }

  /** Give up what was typed: the stored value is back. */
  forget(id, field) {
    const ofRow = this.byRow.get(id);
    ofRow?.delete(field);
    if (!ofRow?.size) this.byRow.delete(id);
  }

  put(id, field, now) {
    const change = this.get(id, field) ?? this.#begin(id, field);
    Object.assign(change, { now, isGiven: false });
    if (change.state === Cell.CONFLICT) return;
    if (!change.inFlight && same(now, change.was)) this.forget(id, field);
    else if (String(now).length > LONGEST) change.state = Cell.REFUSED;
    else change.state = Cell.UNSAVED;
    change.message = null;
  }

  #begin(id, field) {
    const change = { id, field, was: this.rowOf.get(id).values[field], state: Cell.UNSAVED };
    this.track(change);
    return change;
  }

  /* --- saving --- */

  /**
   * Changed cells not yet stored, whatever keeps them. Texts that another page brought along as
   * refused are not among them until somebody changes them: they are kept where they came from.
   */
  get unsaved() {
    const all = [...this.byRow.values()].flatMap((ofRow) => [...ofRow.values()]);
    return all.filter((change) => !change.isGiven);
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
      const change = this.get(id, field);
      change.inFlight = false;
      if (change.state === Cell.SAVING) change.state = Cell.UNSAVED;
    }
  }

  /** Take in the answer to a batch; returns what the server tidied as {id, field, sent, stored}. */
  settle(batch, { refused = [], conflicts = [] }) {
    const refusals = new Map(refused.map((item) => [cellKey(item), item]));
    const clashes = new Map(conflicts.map((item) => [cellKey(item), item]));
    const tidied = [];
    for (const cell of batch) {
      const key = cellKey(cell);
      const change = this.get(cell.id, cell.field);
      change.inFlight = false;
      if (clashes.has(key)) this.#clash(change, clashes.get(key));
      else if (refusals.has(key)) this.#refuse(change, refusals.get(key));
      else tidied.push(...this.#accept(change));
    }
    return tidied;
  }

  #accept(change) {
    const { id, field, sent } = change;
    const stored = this.rowOf.get(id).values[field];
    if (same(change.now, sent)) this.forget(id, field);
    else change.was = stored;
    return same(sent, stored) ? [] : [{ id, field, sent, stored }];
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
    const change = this.get(id, field);
    if (change?.state !== Cell.CONFLICT) return;
    if (mine && !same(change.now, change.theirs)) {
      Object.assign(change, { was: change.theirs, state: Cell.UNSAVED });
    } else {
      this.forget(id, field);
    }
  }
}
