import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyBeside } from "../../static/js/grid/beside.js";
import { Sheet } from "../../static/js/grid/sheet.js";

function sheet() {
  const row = (id, level) => ({
    id,
    values: { system_level: level, system_name: "" },
    warnings: [],
  });
  return new Sheet({
    columns: [
      { key: "system_level", kind: "choice", choices: [["city_built", "市级自建"]] },
      { key: "system_name", kind: "text" },
    ],
    rows: [row(1, ""), row(2, "province_built")],
  });
}

const NAME = "杭州市社保系统";

test("a proposal fills the level where it is empty and leaves one that was given", () => {
  const cells = [1, 2].map((id) => ({ id, field: "system_name" }));
  assert.deepEqual(emptyBeside(sheet(), cells, { system_level: "city_built" }), [
    { id: 1, field: "system_level", now: "city_built" },
  ]);
});

test("name and level are one step to undo", () => {
  const grid = sheet();
  const cells = [{ id: 1, field: "system_name" }];
  const named = cells.map((cell) => ({ ...cell, now: NAME }));
  grid.write([...named, ...emptyBeside(grid, cells, { system_level: "city_built" })]);
  assert.equal(grid.value(1, "system_level"), "city_built");
  grid.undo();
  assert.equal(grid.value(1, "system_level"), "");
  assert.equal(grid.value(1, "system_name"), "");
});

test("a sheet without that column, or a proposal without a level, fills nothing beside", () => {
  const cells = [{ id: 1, field: "system_name" }];
  assert.deepEqual(emptyBeside(sheet(), cells, { elsewhere: "x" }), []);
  assert.deepEqual(emptyBeside(sheet(), cells), []);
});
