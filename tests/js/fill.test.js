import assert from "node:assert/strict";
import { test } from "node:test";
import { copies, grow, growDown } from "../../static/js/grid/fill.js";

const BLOCK = { top: 2, bottom: 3, left: 1, right: 2 };

/** The copies as "row,column<row,column of the source". */
function written(block, target) {
  return copies(block, target).map(
    ({ row, column, from }) => `${row},${column}<${from.row},${from.column}`,
  );
}

test("dragging the corner down or up grows by rows", () => {
  assert.deepEqual(grow(BLOCK, { row: 6, column: 2 }), { ...BLOCK, bottom: 6 });
  assert.deepEqual(grow(BLOCK, { row: 0, column: 1 }), { ...BLOCK, top: 0 });
});

test("dragging further across than down grows by columns", () => {
  assert.deepEqual(grow(BLOCK, { row: 4, column: 5 }), { ...BLOCK, right: 5 });
  assert.deepEqual(grow(BLOCK, { row: 3, column: 0 }), { ...BLOCK, left: 0 });
});

test("a corner that stays inside the block grows nothing", () => {
  assert.deepEqual(grow(BLOCK, { row: 2, column: 1 }), BLOCK);
  assert.deepEqual(copies(BLOCK, BLOCK), []);
});

test("a block repeats downwards in its own order", () => {
  const one = { top: 0, bottom: 1, left: 0, right: 0 };
  assert.deepEqual(written(one, { ...one, bottom: 4 }), ["2,0<0,0", "3,0<1,0", "4,0<0,0"]);
});

test("upwards the block repeats so that it meets itself", () => {
  const one = { top: 3, bottom: 4, left: 0, right: 0 };
  assert.deepEqual(written(one, { ...one, top: 0 }), ["0,0<4,0", "1,0<3,0", "2,0<4,0"]);
});

test("to the right and to the left columns are copied, never continued as a series", () => {
  const one = { top: 0, bottom: 0, left: 1, right: 1 };
  assert.deepEqual(written(one, { ...one, left: 0, right: 3 }), ["0,0<0,1", "0,2<0,1", "0,3<0,1"]);
});

/** Columns drawn as strings, # filled: the bounds of a selection. */
function filled(...columns) {
  return {
    rows: columns[0].length,
    columns: columns.length,
    isFilled: (row, column) => columns[column][row] === "#",
  };
}

test("a double click fills down as far as the left neighbour goes without a gap", () => {
  const block = { top: 0, bottom: 0, left: 1, right: 1 };
  assert.equal(growDown(block, filled("###.#", "#....")).bottom, 2);
});

test("where the left neighbour says nothing, the right one does", () => {
  const block = { top: 0, bottom: 0, left: 1, right: 1 };
  assert.equal(growDown(block, filled("#....", "#....", "####.")).bottom, 3);
  assert.equal(growDown({ ...block, left: 0, right: 0 }, filled("#..", "##.")).bottom, 1);
});

test("without filled neighbours nothing grows", () => {
  const block = { top: 0, bottom: 0, left: 0, right: 0 };
  assert.deepEqual(growDown(block, filled("#..")), block);
});
