/** Where the hand is: one focused cell, one range, and how keys move them. */

function clamp(value, size) {
  return Math.max(0, Math.min(size - 1, value));
}

export class Selection {
  /**
   * @param bounds says how many `rows` and `columns` there are, whether a cell `isFilled`
   *   and whether it `isEditable`.
   */
  constructor(bounds) {
    this.bounds = bounds;
    this.focus = { row: 0, column: 0 };
    this.anchor = { row: 0, column: 0 };
    this.tabStart = null;
  }

  get range() {
    const { focus, anchor } = this;
    return {
      top: Math.min(focus.row, anchor.row),
      bottom: Math.max(focus.row, anchor.row),
      left: Math.min(focus.column, anchor.column),
      right: Math.max(focus.column, anchor.column),
    };
  }

  get isSingle() {
    return this.focus.row === this.anchor.row && this.focus.column === this.anchor.column;
  }

  contains(row, column) {
    const { top, bottom, left, right } = this.range;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  /** Go to a cell; with `extend` the range grows to it. */
  goTo(row, column, { extend = false } = {}) {
    const { rows, columns } = this.bounds;
    this.focus = { row: clamp(row, rows), column: clamp(column, columns) };
    if (!extend) this.anchor = { ...this.focus };
    this.tabStart = null;
  }

  move(rowStep, columnStep, options) {
    this.goTo(this.focus.row + rowStep, this.focus.column + columnStep, options);
  }

  /** Ctrl+arrow: the last filled cell of a run, or the next filled one, or the edge. */
  jump(rowStep, columnStep, options) {
    const { rows, columns } = this.bounds;
    const inside = ({ row, column }) => row >= 0 && row < rows && column >= 0 && column < columns;
    const step = ({ row, column }) => ({ row: row + rowStep, column: column + columnStep });
    const filled = (cell) => this.bounds.isFilled(cell.row, cell.column);
    let cell = this.focus;
    let next = step(cell);
    const inRun = inside(next) && filled(cell) && filled(next);
    while (inside(next) && (inRun ? filled(next) : !filled(cell) || cell === this.focus)) {
      cell = next;
      next = step(cell);
    }
    this.goTo(cell.row, cell.column, options);
  }

  toRowEdge(side, options) {
    const column = side < 0 ? 0 : this.bounds.columns - 1;
    this.goTo(this.focus.row, column, options);
  }

  toCorner(side, options) {
    const { rows, columns } = this.bounds;
    if (side < 0) this.goTo(0, 0, options);
    else this.goTo(rows - 1, columns - 1, options);
  }

  selectRow(row, { extend = false } = {}) {
    this.goTo(row, 0, { extend });
    this.anchor.column = this.bounds.columns - 1;
  }

  selectColumn(column, { extend = false } = {}) {
    this.goTo(0, column, { extend });
    this.anchor.row = this.bounds.rows - 1;
  }

  selectAll() {
    this.goTo(0, 0);
    this.anchor = { row: this.bounds.rows - 1, column: this.bounds.columns - 1 };
  }

  /** Tab: the next cell that may be filled, across row ends; says whether there was one. */
  tab(step) {
    const { rows, columns } = this.bounds;
    const start = this.tabStart ?? this.focus.column;
    let index = this.focus.row * columns + this.focus.column + step;
    while (index >= 0 && index < rows * columns) {
      const row = Math.floor(index / columns);
      if (this.bounds.isEditable(row, index % columns)) {
        this.goTo(row, index % columns);
        this.tabStart = start;
        return true;
      }
      index += step;
    }
    return false;
  }

  /** Enter: one row down, back to the column where a run of Tabs began. */
  enter(step) {
    this.goTo(this.focus.row + step, this.tabStart ?? this.focus.column);
  }

  /** Every cell of the range, row by row. */
  *cells() {
    const { top, bottom, left, right } = this.range;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) yield { row, column };
    }
  }
}
