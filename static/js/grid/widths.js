/** How wide the columns are: as the sheet says, or as this person last drew them. */

const DEFAULTS = { integer: 104, choice: 120, multi: 150, text: 140 };
const STEP = 24;
export const NARROWEST = 56;
export const WIDEST = 640;

export class Widths {
  /** @param storage looks like localStorage, or is null; `slot` is where the widths are kept */
  constructor({ columns, storage = null, slot = "" }) {
    Object.assign(this, { columns, storage, slot });
    const drawn = this.read();
    this.list = columns.map((column) => drawn[column.key] ?? this.initial(column));
  }

  initial({ width, kind }) {
    return width ?? DEFAULTS[kind] ?? DEFAULTS.text;
  }

  /** Set one width, in pixels; says whether it changed. */
  set(at, width) {
    const next = Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)));
    if (next === this.list[at]) return false;
    this.list[at] = next;
    this.write();
    return true;
  }

  step(at, direction) {
    return this.set(at, this.list[at] + direction * STEP);
  }

  reset(at) {
    return this.set(at, this.initial(this.columns[at]));
  }

  read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.slot)) ?? {};
      const isWidth = (width) => Number.isFinite(width) && width >= NARROWEST && width <= WIDEST;
      return Object.fromEntries(Object.entries(kept).filter(([, width]) => isWidth(width)));
    } catch {
      return {};
    }
  }

  /** Only what differs is kept: a default that changes later reaches everybody else's columns. */
  write() {
    const drawn = this.columns
      .map((column, at) => [column.key, this.list[at], this.initial(column)])
      .filter(([, width, initial]) => width !== initial)
      .map(([key, width]) => [key, width]);
    try {
      this.storage.setItem(this.slot, JSON.stringify(Object.fromEntries(drawn)));
    } catch {
      // Without storage the widths last as long as the page.
    }
  }
}
