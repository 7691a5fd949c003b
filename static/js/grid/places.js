/** Where rows and columns lie: in the scrolled content, in the window, under the mouse. */

const NUMBER_WIDTH = 68;

/** The painter's sense of place; it scrolls its `scroller` over rows of `sheet`, as wide as `widths`. */
export class Places {
  /** Sizes that depend on the page: row height, room, which columns may stay in sight. */
  measure() {
    const style = getComputedStyle(this.scroller);
    this.rowHeight = parseFloat(style.getPropertyValue("--fg-row-height")) * this.rem() || 44;
    this.frozen = this.frozenCount();
    this.lefts = this.widths.list.map((_, at) => this.leftOf(at));
    const tracks = [NUMBER_WIDTH, ...this.widths.list].map((width) => `${width}px`).join(" ");
    this.scroller.style.setProperty("--fg-tracks", tracks);
    this.scroller.style.setProperty("--fg-width", `${this.leftOf(this.widths.list.length)}px`);
    this.scroller.style.setProperty("--fg-frozen-width", `${this.leftOf(this.frozen)}px`);
  }

  rem() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  leftOf(column) {
    return this.widths.list.slice(0, column).reduce((sum, width) => sum + width, NUMBER_WIDTH);
  }

  /** Frozen columns are let go where they would leave too little room for the others. */
  frozenCount() {
    const wanted = this.sheet.columns.findIndex((column) => !column.frozen);
    const count = wanted < 0 ? 0 : wanted;
    return this.leftOf(count) <= this.scroller.clientWidth * 0.5 ? count : 0;
  }

  cellFrom(target) {
    const cell = target.closest?.("[data-column]");
    const row = target.closest?.(".fg-body .fg-row");
    if (!row) return null;
    return { row: Number(row.dataset.row), column: cell ? Number(cell.dataset.column) : -1 };
  }

  /** The nearest cell to a point of the window, for dragging beyond the edge. */
  cellAt(x, y) {
    const box = this.scroller.getBoundingClientRect();
    const across = Math.max(0, Math.min(x - box.left, this.scroller.clientWidth - 1));
    const inFrozen = across < this.leftOf(this.frozen);
    const left = across + (inFrozen ? 0 : this.scroller.scrollLeft);
    const top = y - box.top - this.headerHeight + this.scroller.scrollTop;
    const next = this.lefts.findIndex((start) => start > left);
    const column = next < 0 ? this.lefts.length - 1 : Math.max(0, next - 1);
    return { row: Math.floor(top / this.rowHeight), column };
  }

  /** The part of the window in which cells scroll: without the header and the fixed columns. */
  area({ withFrozen }) {
    const box = this.scroller.getBoundingClientRect();
    return {
      left: box.left + (withFrozen ? 0 : this.leftOf(this.frozen)),
      right: box.left + this.scroller.clientWidth,
      top: box.top + this.headerHeight,
      bottom: box.top + this.scroller.clientHeight,
    };
  }

  /** Where a cell lies in the scrolled content; runs on scrolling, so it measures nothing. */
  rect({ row, column }) {
    const frozen = column < this.frozen;
    return {
      left: this.leftOf(column) + (frozen ? this.scrolled : 0),
      top: this.headerHeight + row * this.rowHeight,
      width: this.widths.list[column] ?? 0,
      height: this.rowHeight,
      frozen,
    };
  }

  get pageRows() {
    const room = this.scroller.clientHeight - this.headerHeight;
    return Math.max(1, Math.floor(room / this.rowHeight) - 1);
  }

  /** Scroll as little as needed to see a cell whole. */
  reveal({ row, column }) {
    const { scroller } = this;
    const top = row * this.rowHeight;
    const room = scroller.clientHeight - this.headerHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.rowHeight > scroller.scrollTop + room) {
      scroller.scrollTop = top + this.rowHeight - room;
    }
    if (column >= this.frozen) this.revealColumn(column);
    this.paint();
  }

  /** Bring `column` next to the frozen ones: what is to be filled in fills the view. */
  lead(column) {
    if (!this.frozen) return;
    this.scroller.scrollLeft = this.leftOf(column) - this.leftOf(this.frozen);
    this.paint();
  }

  revealColumn(column) {
    const { scroller } = this;
    const left = this.leftOf(column);
    const covered = this.leftOf(this.frozen);
    if (left - covered < scroller.scrollLeft) scroller.scrollLeft = left - covered;
    else if (left + this.widths.list[column] > scroller.scrollLeft + scroller.clientWidth) {
      scroller.scrollLeft = left + this.widths.list[column] - scroller.clientWidth;
    }
  }
}
