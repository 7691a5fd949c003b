/** What each key does: one table for the keyboard, and the list of keys for people. */

/** Keys while a cell is selected. `mod` is Ctrl, or the command key on a Mac. */
const READY = {
  ArrowUp: ["move", -1, 0],
  ArrowDown: ["move", 1, 0],
  ArrowLeft: ["move", 0, -1],
  ArrowRight: ["move", 0, 1],
  "shift+ArrowUp": ["extend", -1, 0],
  "shift+ArrowDown": ["extend", 1, 0],
  "shift+ArrowLeft": ["extend", 0, -1],
  "shift+ArrowRight": ["extend", 0, 1],
  "mod+ArrowUp": ["jump", -1, 0],
  "mod+ArrowDown": ["jump", 1, 0],
  "mod+ArrowLeft": ["jump", 0, -1],
  "mod+ArrowRight": ["jump", 0, 1],
  "mod+shift+ArrowUp": ["extendJump", -1, 0],
  "mod+shift+ArrowDown": ["extendJump", 1, 0],
  "mod+shift+ArrowLeft": ["extendJump", 0, -1],
  "mod+shift+ArrowRight": ["extendJump", 0, 1],
  PageUp: ["page", -1],
  PageDown: ["page", 1],
  "shift+PageUp": ["extendPage", -1],
  "shift+PageDown": ["extendPage", 1],
  Home: ["rowEdge", -1],
  End: ["rowEdge", 1],
  "shift+Home": ["extendRowEdge", -1],
  "shift+End": ["extendRowEdge", 1],
  "mod+Home": ["corner", -1],
  "mod+End": ["corner", 1],
  "mod+shift+Home": ["extendCorner", -1],
  "mod+shift+End": ["extendCorner", 1],
  Tab: ["tab", 1],
  "shift+Tab": ["tab", -1],
  Enter: ["enter", 1],
  "shift+Enter": ["enter", -1],
  F2: ["edit"],
  "alt+ArrowDown": ["edit"],
  Delete: ["clear"],
  Backspace: ["clear"],
  Escape: ["collapse"],
  "shift+ ": ["selectRow"],
  "mod+ ": ["selectColumn"],
  "mod+a": ["selectAll"],
  "mod+d": ["fillDown"],
  "mod+r": ["fillRight"],
  "mod+z": ["undo"],
  "mod+y": ["redo"],
  "mod+shift+z": ["redo"],
  "shift+F10": ["menu"],
  ContextMenu: ["menu"],
  "alt+shift+ArrowDown": ["columnMenu"],
  "?": ["help"],
};

/** Keys while a cell is being written. */
const EDITING = {
  Enter: ["commit", 1, 0],
  "shift+Enter": ["commit", -1, 0],
  Tab: ["commitTab", 1],
  "shift+Tab": ["commitTab", -1],
  "mod+Enter": ["commitAll"],
  "alt+Enter": ["newline"],
  Escape: ["cancel"],
};

/** Keys of an open list of options; all others fall through to EDITING. */
const LISTING = {
  ArrowUp: ["highlight", -1],
  ArrowDown: ["highlight", 1],
  PageUp: ["highlight", -8],
  PageDown: ["highlight", 8],
  "alt+ArrowUp": ["commit", 0, 0],
};

const CHECKING = { " ": ["toggle"] };

/** Keys that move on when the writing began by typing over a cell, as in Excel. */
const TYPED_OVER = {
  ArrowUp: ["commit", -1, 0],
  ArrowDown: ["commit", 1, 0],
};

/** Keys that do the same whether a cell is selected or being written. */
const ALWAYS = {
  "mod+f": ["find"],
  F3: ["nextMatch", 1],
  "shift+F3": ["nextMatch", -1],
  F1: ["help"],
  F8: ["nextGap"],
  "shift+F8": ["nextProblem"],
  F6: ["leave", 1],
  "shift+F6": ["leave", -1],
};

/** Keys pressed beside the cells: in the buttons above or the notes below. */
const OUTSIDE = {
  "mod+f": ["find"],
  F3: ["nextMatch", 1],
  "shift+F3": ["nextMatch", -1],
  F8: ["nextGap"],
  "shift+F8": ["nextProblem"],
  F6: ["backToCells"],
  "shift+F6": ["backToCells"],
};

/** On a button of the grid: a step just pressed there is taken back there; a text has its own undo. */
const BESIDE = {
  "mod+z": ["undo"],
  "mod+y": ["redo"],
  "mod+shift+z": ["redo"],
};

const MODES = {
  ready: [READY, ALWAYS],
  editing: [EDITING, ALWAYS],
  typing: [TYPED_OVER, EDITING, ALWAYS],
  suggesting: [LISTING, EDITING, ALWAYS],
  listing: [LISTING, EDITING, ALWAYS],
  checking: [CHECKING, LISTING, EDITING, ALWAYS],
  outside: [OUTSIDE],
  beside: [BESIDE, OUTSIDE],
};

/** The name of a pressed key as the tables spell it; printed signs carry no shift. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  const showsShift = shiftKey && (key.length > 1 || key === " " || ctrlKey || metaKey);
  const held = [(ctrlKey || metaKey) && "mod", altKey && "alt", showsShift && "shift"];
  return [...held.filter(Boolean), name].join("+");
}

/** What a key press means in a mode: {name, args}, or null where the browser decides. */
export function commandFor(event, mode) {
  if (event.isComposing || event.keyCode === 229) return null;
  const name = keyName(event);
  const table = MODES[mode].find((candidate) => candidate[name]);
  if (!table) return null;
  const [command, ...args] = table[name];
  return { name: command, args };
}

/** The keys as people read them: group, then [keys, label]. */
export const KEY_LIST = [
  [
    "keys_move",
    [
      ["↑ ↓ ← →", "key_arrows"],
      ["Ctrl + ↑ ↓ ← →", "key_jump"],
      ["Tab / Shift + Tab", "key_tab"],
      ["Enter / Shift + Enter", "key_enter"],
      ["Home / End", "key_home"],
      ["Ctrl + Home / End", "key_corner"],
      ["Page Up / Page Down", "key_page"],
    ],
  ],
  [
    "keys_edit",
    [
      ["A … 中", "key_type"],
      ["F2", "key_edit"],
      ["F2 / Alt + ↓", "key_open"],
      ["Esc", "key_escape"],
      ["Delete", "key_clear"],
      ["Ctrl + Enter", "key_fill_all"],
    ],
  ],
  [
    "keys_block",
    [
      ["Shift + ↑ ↓ ← →", "key_extend"],
      ["Ctrl + Shift + ↑ ↓ ← →", "key_extend_jump"],
      ["Ctrl + A", "key_all"],
      ["Shift + Space", "key_row"],
      ["Ctrl + Space", "key_column"],
      ["Ctrl + C / X / V", "key_copy"],
      ["Ctrl + D / R", "key_fill"],
      ["Ctrl + Z / Y", "key_undo"],
    ],
  ],
  [
    "keys_page",
    [
      ["Ctrl + F", "key_find"],
      ["F3 / Shift + F3", "key_match"],
      ["F8", "key_gap"],
      ["Shift + F8", "key_problem"],
      ["Shift + F10", "key_menu"],
      ["Alt + Shift + ↓", "key_column_menu"],
      ["F6", "key_leave"],
      ["? / F1", "key_help"],
    ],
  ],
];

/** Every command the tables name, for checking that each one is implemented. */
export function commandNames() {
  const tables = Object.values(MODES).flat();
  return new Set(tables.flatMap((table) => Object.values(table).map(([name]) => name)));
}
