/** What lies over the cells for the mouse: the corner to fill from, and the range it would cover. */

import { make } from "./dom.js";

export class Frames {
  constructor({ sheet, selection, painter }) {
    Object.assign(this, { sheet, selection, painter });
    this.handle = make("div", { class: "fg-handle", "aria-hidden": "true", hidden: true });
    this.target = make("div", { class: "fg-target", "aria-hidden": "true", hidden: true });
  }

  get elements() {
    return [this.target, this.handle];
  }

  /** The corner of the selection, where it holds something that may be filled. */
  place() {
    const { range } = this.selection;
    this.handle.hidden = !this.isFillable(range);
    if (this.handle.hidden) return;
    const box = this.painter.rect({ row: range.bottom, column: range.right });
    this.handle.toggleAttribute("data-frozen", box.frozen);
    const [x, y] = [box.left + box.width, box.top + box.height];
    this.handle.style.transform = `translate(${x}px, ${y}px)`;
  }

  isFillable({ left, right }) {
    if (this.sheet.readonly || !this.sheet.view.length) return false;
    return this.sheet.columns.slice(left, right + 1).some(({ locked, fixed }) => !locked && !fixed);
  }

  /** The range a drag would fill, or null for none. */
  outline(range) {
    this.target.hidden = !range;
    if (!range) return;
    const first = this.painter.rect({ row: range.top, column: range.left });
    const last = this.painter.rect({ row: range.bottom, column: range.right });
    const { style } = this.target;
    style.transform = `translate(${first.left}px, ${first.top}px)`;
    style.width = `${last.left + last.width - first.left}px`;
    style.height = `${last.top + last.height - first.top}px`;
  }
}
