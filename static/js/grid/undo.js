/** The steps that can be undone: lists of cells {id, field, before, after}, newest last. */

import { cellKey, same } from "./values.js";

const MOST_STEPS = 200;

/** What is kept over a reload: enough for the last mistakes, small enough for the browser. */
const KEPT_STEPS = 20;
const KEPT_CELLS = 20000;

function isSameStep(one, other) {
  const likeOther = (cell, at) =>
    cellKey(cell) === cellKey(other[at]) &&
    same(cell.before, other[at].before) &&
    same(cell.after, other[at].after);
  return one.length === other.length && one.every(likeOther);
}

export class Steps {
  constructor() {
    this.past = [];
    this.future = [];
  }

  /** Take in a step that was just done; there is nothing to redo any more. */
  remember(step) {
    if (!step.length) return;
    this.past.push(step);
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future = [];
  }

  /** The server may tidy what was typed; undo must still recognise the cells as ours. */
  follow(tidied) {
    if (!tidied.length) return;
    const storedOf = new Map(tidied.map((cell) => [cellKey(cell), cell]));
    for (const cell of [...this.past, ...this.future].flat()) {
      const found = storedOf.get(cellKey(cell));
      if (found && same(cell.after, found.sent)) cell.after = found.stored;
      if (found && same(cell.before, found.sent)) cell.before = found.stored;
    }
  }

  /** The newest steps, as many as may be kept over a reload. */
  kept() {
    const kept = [];
    let room = KEPT_CELLS;
    for (const step of this.past.slice(-KEPT_STEPS).reverse()) {
      room -= step.length;
      if (room < 0) break;
      kept.unshift(step);
    }
    return kept;
  }

  /**
   * Bring back steps of an earlier page, and the `last` one which the server knows of.
   * Cells that no longer hold what a step wrote are left out: walking back from the newest step,
   * `valueOf(id, field)` is what a cell holds (undefined where there is no such cell).
   */
  restore(kept, last, valueOf) {
    const isKnown = kept.some((step) => isSameStep(step, last));
    const steps = last.length && !isKnown ? [...kept, last] : kept;
    const held = new Map();
    const now = (cell) =>
      held.has(cellKey(cell)) ? held.get(cellKey(cell)) : valueOf(cell.id, cell.field);
    for (const step of [...steps].reverse()) {
      const own = step.filter((cell) => {
        const value = now(cell);
        return value !== undefined && same(value, cell.after);
      });
      own.forEach((cell) => held.set(cellKey(cell), cell.before));
      if (own.length) this.past.unshift(own);
    }
  }
}
