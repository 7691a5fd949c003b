/** Keeps the last steps over a reload of the page, so that Ctrl+Z still takes them back. */

const PAUSE = 1000;

export class KeptSteps {
  /**
   * @param storage looks like sessionStorage, or is null where there is none
   * @param later, cancelLater look like setTimeout and clearTimeout
   */
  constructor({ steps, storage, storageKey, later, cancelLater }) {
    Object.assign(this, { steps, storage, later, cancelLater });
    this.slot = `yichuang-grid-steps:${storageKey}`;
  }

  /** A step was done or undone: keep the steps when the hand rests. */
  touch() {
    this.cancelLater(this.timer);
    this.timer = this.later(() => this.keep(), PAUSE);
  }

  keep() {
    this.cancelLater(this.timer);
    const kept = this.steps.kept();
    try {
      if (kept.length) this.storage.setItem(this.slot, JSON.stringify(kept));
      else this.storage.removeItem(this.slot);
    } catch {
      // Full or forbidden: undo then reaches back to the last reload only.
    }
  }

  read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.slot));
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }
}
