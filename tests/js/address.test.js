import assert from "node:assert/strict";
import { test } from "node:test";
import { conditionsOf, queryFor } from "../../static/js/grid/address.js";

const chosen = { name: "gaps", system: "社保系统", search: "养老", only: null };

test("what is chosen comes back from the address", () => {
  assert.deepEqual(conditionsOf(`?${queryFor("", chosen)}`), {
    name: "gaps",
    system: "社保系统",
    search: "养老",
  });
});

test("rows without a system are another choice than all systems", () => {
  assert.deepEqual(conditionsOf(queryFor("", { ...chosen, system: "" })).system, "");
  assert.equal("system" in conditionsOf(queryFor("", { ...chosen, system: null })), false);
});

test("what else the address says stays, and all rows need no word", () => {
  const everything = { name: "all", system: null, search: "" };
  assert.equal(queryFor("?lang=en&show=gaps&find=x", everything), "lang=en");
});

test("an address that asks for nonsense shows everything", () => {
  assert.deepEqual(conditionsOf("?show=constructor&find="), {});
});
