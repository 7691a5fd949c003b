/** Where the hand is: one cell in hand, the range around it, and how keys move them. */

function clamp(value, size) {
  return Math.max(0, Math.min(size - 1, value));
}

export class Selection {
  /**
   * The range lies between `anchor` and `head`; typing goes to `focus`, a cell of the range.
   * @param bounds says how many `rows` and `columns` there are, whether a cell `isFilled`
   *   and whether it `isEditable`.
   */
  constructor(bounds) {
    this.bounds = bounds;
    this.#start({ row: 0, column: 0 });
  }

  #start(cell) {
    this.focus = { ...cell };
    this.anchor = { ...cell };
    this.head = { ...cell };
    this.tabStart = null;
  }

  get range() {
    const { head, anchor } = this;
    return {
      top: Math.min(head.row, anchor.row),
      bottom: Math.max(head.row, anchor.row),
      left: Math.min(head.column, anchor.column),
      right: Math.max(head.column, anchor.column),
    };
  }

  get isSingle() {
    return this.head.row === this.anchor.row && this.head.column === this.anchor.column;
  }

  contains(row, column) {
    const { top, bottom, left, right } = this.range;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  /** Go to a cell; with `extend` the range grows to it and the cell in hand stays. */
  goTo(row, column, { extend = false } = {}) {
    const { rows, columns } = this.bounds;
    const cell = { row: clamp(row, rows), column: clamp(column, columns) };
    if (extend) this.head = cell;
    else this.#start(cell);
  }

  #from(options) {
    return options?.extend ? this.head : this.focus;
  }

  move(rowStep, columnStep, options) {
    const from = this.#from(options);
    this.goTo(from.row + rowStep, from.column + columnStep, options);
  }

  /** Ctrl+arrow: the last filled cell of a run, or the next filled one, or the edge. */
  jump(rowStep, columnStep, options) {
    const { rows, columns } = this.bounds;
    const inside = ({ row, column }) => row >= 0 && row < rows && column >= 0 && column < columns;
    const step = ({ row, column }) => ({ row: row + rowStep, column: column + columnStep });
    const filled = (cell) => this.bounds.isFilled(cell.row, cell.column);
    const start = this.#from(options);
    let cell = start;
    let next = step(cell);
    const inRun = inside(next) && filled(cell) && filled(next);
    while (inside(next) && (inRun ? filled(next) : !filled(cell) || cell === start)) {
      cell = next;
      next = step(cell);
    }
    this.goTo(cell.row, cell.column, options);
  }

  toRowEdge(side, options) {
    const column = side < 0 ? 0 : this.bounds.columns - 1;
    this.goTo(this.#from(options).row, column, options);
  }

  toCorner(side, options) {
    const { rows, columns } = this.bounds;
    if (side < 0) this.goTo(0, 0, options);
    else this.goTo(rows - 1, columns - 1, options);
  }

  /** Whole rows; the cell in hand stays in its column. */
  selectRow(row, { extend = false } = {}) {
    const { column } = this.focus;
    if (!extend) this.goTo(row, column);
    this.anchor.column = 0;
    this.head = { row: clamp(row, this.bounds.rows), column: this.bounds.columns - 1 };
  }

  /** Whole columns; the cell in hand stays in its row, so that nothing scrolls away. */
  selectColumn(column, { extend = false } = {}) {
    const { row } = this.focus;
    if (!extend) this.goTo(row, column);
    this.anchor.row = 0;
    this.head = { row: this.bounds.rows - 1, column: clamp(column, this.bounds.columns) };
  }

  selectAll() {
    this.anchor = { row: 0, column: 0 };
    this.head = { row: this.bounds.rows - 1, column: this.bounds.columns - 1 };
  }

  /** Take another cell in hand; inside the range that is kept, elsewhere it ends. */
  hold(row, column) {
    if (this.contains(row, column)) this.focus = { row, column };
    else this.goTo(row, column);
  }

  selectRange({ top, bottom, left, right }) {
    this.goTo(top, left);
    this.goTo(bottom, right, { extend: true });
  }

  /** Tab: the next cell that may be filled, across row ends; says whether there was one. */
  tab(step) {
    if (!this.isSingle) return this.#walk(step, { byRow: true });
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

  /** Enter: one row down, back to the column where a run of Tabs began; in a range around it. */
  enter(step) {
    if (!this.isSingle) this.#walk(step, { byRow: false });
    else this.goTo(this.focus.row + step, this.tabStart ?? this.focus.column);
  }

  /** The next cell of the range that may be filled, around its end, as a spreadsheet does. */
  #walk(step, { byRow }) {
    const { top, bottom, left, right } = this.range;
    const [height, width] = [bottom - top + 1, right - left + 1];
    const size = height * width;
    const [down, across] = [this.focus.row - top, this.focus.column - left];
    let index = byRow ? down * width + across : across * height + down;
    for (let tried = 0; tried < size; tried += 1) {
      index = (index + step + size) % size;
      const row = top + (byRow ? Math.floor(index / width) : index % height);
      const column = left + (byRow ? index % width : Math.floor(index / height));
      if (!this.bounds.isEditable(row, column)) continue;
      this.focus = { row, column };
      return true;
    }
    return true;
  }

  /** Every cell of the range, row by row. */
  *cells() {
    const { top, bottom, left, right } = this.range;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) yield { row, column };
    }
  }
}
