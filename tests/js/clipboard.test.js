import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseBlock,
  placeBlock,
  trimToFit,
  unmerge,
  writeBlock,
  writeTable,
} from "../../static/js/grid/clipboard.js";

const AT_TOP = { top: 0, bottom: 0, left: 0, right: 0 };
const ROOM = { rows: 10, columns: 10 };

test("a block with CRLF and a trailing line end has no extra row", () => {
  assert.deepEqual(parseBlock("x1\ty1\r\nx2\ty2\r\n"), [
    ["x1", "y1"],
    ["x2", "y2"],
  ]);
});

test("lone LF and lone CR also end rows", () => {
  assert.deepEqual(parseBlock("a\nb"), [["a"], ["b"]]);
  assert.deepEqual(parseBlock("a\rb\r"), [["a"], ["b"]]);
});

test("an empty row in the middle or before the end is kept", () => {
  assert.deepEqual(parseBlock("a\r\n\r\nb\r\n"), [["a"], [""], ["b"]]);
  assert.deepEqual(parseBlock("a\r\n\r\n"), [["a"], [""]]);
});

test("a row may end in an empty cell", () => {
  assert.deepEqual(parseBlock("a\t\r\nb\tc"), [
    ["a", ""],
    ["b", "c"],
  ]);
});

test("quoted cells keep line breaks, tabs and doubled quotes", () => {
  assert.deepEqual(parseBlock('"一\r\n二"\t"a\tb"\t"说""好"""\r\n'), [
    ["一\r\n二", "a\tb", '说"好"'],
  ]);
});

test("a quote that does not close before a separator is just a character", () => {
  assert.deepEqual(parseBlock('"甲"乙\t"丙'), [['"甲"乙', '"丙']]);
});

test("a quote in the middle of a cell is just a character", () => {
  assert.deepEqual(parseBlock('3"管\tb'), [['3"管', "b"]]);
});

test("NUL characters are dropped", () => {
  assert.deepEqual(parseBlock("a\0b"), [["ab"]]);
});

test("what is written is read back unchanged", () => {
  const block = [
    ["a\tb", "c\nd"],
    ['"e"', ""],
    ["f\r\ng", "=1+1"],
  ];
  assert.deepEqual(parseBlock(writeBlock(block)), block);
});

test("plain cells are written without quotes and rows with CRLF", () => {
  assert.equal(
    writeBlock([
      ["a", '3"'],
      ["b", "c"],
    ]),
    'a\t3"\r\nb\tc',
  );
});

test("a block starts at the upper left corner of the selection", () => {
  const { cells } = placeBlock([["a", "b"]], { top: 2, bottom: 2, left: 3, right: 3 }, ROOM);
  assert.deepEqual(cells, [
    { row: 2, column: 3, text: "a" },
    { row: 2, column: 4, text: "b" },
  ]);
});

test("one cell fills the whole selection", () => {
  const { cells } = placeBlock([["a"]], { top: 0, bottom: 2, left: 0, right: 1 }, ROOM);
  assert.equal(cells.length, 6);
  assert.ok(cells.every((cell) => cell.text === "a"));
});

test("a block repeats only over a selection it divides evenly", () => {
  const rows = [["a"], ["b"]];
  const even = placeBlock(rows, { top: 0, bottom: 3, left: 0, right: 0 }, ROOM).cells;
  assert.deepEqual(
    even.map((cell) => cell.text),
    ["a", "b", "a", "b"],
  );
  const odd = placeBlock(rows, { top: 0, bottom: 2, left: 0, right: 0 }, ROOM).cells;
  assert.deepEqual(
    odd.map((cell) => cell.text),
    ["a", "b"],
  );
});

test("a block that does not fit is cut and says so", () => {
  const { cells, size, fit } = placeBlock(
    [
      ["a", "b"],
      ["c", "d"],
    ],
    AT_TOP,
    { rows: 1, columns: 1 },
  );
  assert.deepEqual(cells, [{ row: 0, column: 0, text: "a" }]);
  assert.deepEqual(size, { rows: 2, columns: 2 });
  assert.deepEqual(fit, { rows: 1, columns: 1 });
});

test("short rows of a ragged block leave the cells beyond them alone", () => {
  const { cells } = placeBlock([["a", "b"], ["c"]], AT_TOP, ROOM);
  assert.equal(cells.length, 3);
});

test("merged cells repeat their value in every cell they cover", () => {
  const block = unmerge([
    [{ text: "甲", rowSpan: 2 }, { text: "1" }],
    [{ text: "2" }],
    [{ text: "乙", colSpan: 2 }],
  ]);
  assert.deepEqual(block, [
    ["甲", "1"],
    ["甲", "2"],
    ["乙", "乙"],
  ]);
});

test("a merge that claims more rows than there are ends with the table", () => {
  assert.deepEqual(unmerge([[{ text: "甲", rowSpan: 65534 }]]), [["甲"]]);
});

test("spreadsheets are told to keep codes as text, and markup is only text", () => {
  const html = writeTable([["0012345678901234567890", "12000"]], [true, false]);
  assert.match(html, /<td style="mso-number-format:'\\@'">0012345678901234567890<\/td><td>12000<\/td>/);
  assert.match(writeTable([["<b>&\"甲\"\n乙"]], [true]), />&lt;b&gt;&amp;&quot;甲&quot;<br>乙</);
});

test("empty rows beyond the room are no part of a block, others are", () => {
  const block = [["甲"], [""], ["", ""]];
  assert.deepEqual(trimToFit(block, 1), [["甲"]]);
  assert.equal(trimToFit(block, 3), block);
  assert.deepEqual(trimToFit([["甲"], ["乙"], [""]], 1), [["甲"], ["乙"]]);
  assert.deepEqual(trimToFit([[""], [""]], 0), [[""]]);
});

test("a block of two hundred thousand rows is placed without a fault", () => {
  const block = Array.from({ length: 200_000 }, () => ["甲"]);
  assert.equal(placeBlock(block, AT_TOP, ROOM).fit.rows, 10);
});
