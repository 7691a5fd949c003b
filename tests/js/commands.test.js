import assert from "node:assert/strict";
import { test } from "node:test";
import { Actions } from "../../static/js/grid/actions.js";
import { commandFor, commandNames, KEY_LIST, keyName } from "../../static/js/grid/commands.js";
import { LABELS, fill, speaker } from "../../static/js/grid/labels.js";

const press = (key, held = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const ctrl = { ctrlKey: true };
const shift = { shiftKey: true };

test("every command of the key table is implemented", () => {
  for (const name of commandNames()) {
    assert.equal(typeof Actions.prototype[name], "function", name);
  }
});

test("every key in the list for people has its words", () => {
  for (const [title, keys] of KEY_LIST) {
    for (const label of [title, ...keys.map(([, name]) => name)]) assert.ok(LABELS[label], label);
  }
});

test("keys are spelled with what is held down", () => {
  assert.equal(keyName(press("Z", { ctrlKey: true, shiftKey: true })), "mod+shift+z");
  assert.equal(keyName(press("z", { metaKey: true })), "mod+z");
  assert.equal(keyName(press("?", shift)), "?");
  assert.equal(keyName(press("A", shift)), "a");
});

test("a letter over a selected cell belongs to the input", () => {
  assert.equal(commandFor(press("a"), "ready"), null);
  assert.equal(commandFor(press("A", shift), "ready"), null);
});

test("keys of an input method are never commands", () => {
  assert.equal(commandFor({ ...press("Enter"), isComposing: true }, "listing"), null);
  assert.equal(commandFor({ ...press("Process"), keyCode: 229 }, "ready"), null);
  assert.equal(commandFor({ ...press("ArrowDown"), keyCode: 229 }, "ready"), null);
});

test("arrows move a selected cell, extend it with Shift, leap with Ctrl", () => {
  assert.deepEqual(commandFor(press("ArrowDown"), "ready"), { name: "move", args: [1, 0] });
  assert.deepEqual(commandFor(press("ArrowDown", shift), "ready"), {
    name: "extend",
    args: [1, 0],
  });
  assert.deepEqual(commandFor(press("ArrowDown", ctrl), "ready"), { name: "jump", args: [1, 0] });
});

test("arrows inside a text belong to the text, after typing over they move on", () => {
  assert.equal(commandFor(press("ArrowDown"), "editing"), null);
  assert.deepEqual(commandFor(press("ArrowDown"), "typing"), { name: "commit", args: [1, 0] });
  assert.equal(commandFor(press("ArrowLeft"), "typing"), null);
});

test("Ctrl+Z in a text undoes typing, on a cell the last step", () => {
  assert.equal(commandFor(press("z", ctrl), "editing"), null);
  assert.equal(commandFor(press("z", ctrl), "ready").name, "undo");
});

test("a space ticks in a list of several and types in a text", () => {
  assert.equal(commandFor(press(" "), "checking").name, "toggle");
  assert.equal(commandFor(press(" "), "editing"), null);
  assert.equal(commandFor(press(" "), "ready"), null);
});

test("finding and leaving work in every mode", () => {
  for (const mode of ["ready", "editing", "typing", "listing", "checking", "suggesting"]) {
    assert.equal(commandFor(press("f", ctrl), mode).name, "find");
    assert.equal(commandFor(press("F6"), mode).name, "leave");
  }
});

test("labels take their values by name and leave unknown places alone", () => {
  assert.equal(fill("%(a)s/%(b)s", { a: 0 }), "0/%(b)s");
});

test("a label the server does not translate stays Chinese", () => {
  const say = speaker({ undo: "Undo" });
  assert.equal(say("undo"), "Undo");
  assert.equal(say("redo"), "重做");
});

test("filling, the menus and the next match have their keys", () => {
  const alt = { altKey: true, shiftKey: true };
  assert.equal(commandFor(press("r", ctrl), "ready").name, "fillRight");
  assert.equal(commandFor(press("F10", shift), "ready").name, "menu");
  assert.equal(commandFor(press("ArrowDown", alt), "ready").name, "columnMenu");
  assert.deepEqual(commandFor(press("F3", shift), "outside"), { name: "nextMatch", args: [-1] });
  assert.equal(commandFor(press("F8", shift), "typing").name, "nextProblem");
  assert.equal(commandFor(press("r", ctrl), "editing"), null);
  assert.equal(commandFor(press("z", ctrl), "beside").name, "undo");
  assert.equal(commandFor(press("F8"), "beside").name, "nextGap");
  assert.equal(commandFor(press("z", ctrl), "outside"), null);
});
