/** Filling: which cells a dragged corner covers, and which source cell each of them copies. */

/** How far a place lies beyond the range, in cells: negative above or left of it. */
function beyond(place, first, last) {
  if (place < first) return place - first;
  return place > last ? place - last : 0;
}

/**
 * The range after dragging the corner of `source` to a cell: it grows one way only, by rows or
 * by columns, whichever the hand went further.
 */
export function grow(source, { row, column }) {
  const rows = beyond(row, source.top, source.bottom);
  const columns = beyond(column, source.left, source.right);
  if (Math.abs(rows) >= Math.abs(columns)) {
    return {
      ...source,
      top: Math.min(source.top, source.top + rows),
      bottom: Math.max(source.bottom, source.bottom + rows),
    };
  }
  return {
    ...source,
    left: Math.min(source.left, source.left + columns),
    right: Math.max(source.right, source.right + columns),
  };
}

/** Where `at` falls in a block that starts at `first`, is `size` long and repeats both ways. */
function source(at, first, size) {
  return first + ((((at - first) % size) + size) % size);
}

/** The cells of `target` outside `block`, each with the cell of the block it copies: {row, column, from}. */
export function copies(block, target) {
  const height = block.bottom - block.top + 1;
  const width = block.right - block.left + 1;
  const inside = (row, column) =>
    row >= block.top && row <= block.bottom && column >= block.left && column <= block.right;
  const cells = [];
  for (let row = target.top; row <= target.bottom; row += 1) {
    for (let column = target.left; column <= target.right; column += 1) {
      if (inside(row, column)) continue;
      const from = {
        row: source(row, block.top, height),
        column: source(column, block.left, width),
      };
      cells.push({ row, column, from });
    }
  }
  return cells;
}

/**
 * The range after a double click on the corner: down as far as the neighbouring column is filled
 * without a gap, the left one first, then the right one.
 */
export function growDown(block, bounds) {
  for (const column of [block.left - 1, block.right + 1]) {
    let { bottom } = block;
    const isFilled = (row) => row < bounds.rows && bounds.isFilled(row, column);
    if (column < 0 || column >= bounds.columns) continue;
    while (isFilled(bottom + 1)) bottom += 1;
    if (bottom > block.bottom) return { ...block, bottom };
  }
  return block;
}
