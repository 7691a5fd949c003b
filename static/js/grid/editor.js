/**
 * The one real input of the grid. It lies, empty and focused, over the selected cell, so that the
 * first key of an input method already belongs to the cell; writing makes it visible.
 */

import { assign, make } from "./dom.js";
import { OptionList } from "./option-list.js";
import { isEmpty, textOf } from "./values.js";

const OPTION_KINDS = ["choice", "multi"];
const LIST_MODES = ["listing", "checking", "suggesting"];
const SUGGEST_PAUSE = 180;

export class Editor {
  /**
   * @param onCommit is told {text} or {value}, row and column when writing ends
   * @param onBegin may refuse to begin by returning false
   * @param onPick is told that the mouse chose an option
   * @param current gives the value of the cell
   * @param propose promises {text, note, beside} proposals for a column and a typed text
   */
  constructor({ painter, say, id, ...wiring }) {
    Object.assign(this, { painter, say }, wiring);
    this.input = make("textarea", {
      class: "fg-input",
      id: `${id}-input`,
      rows: 1,
      spellcheck: "false",
      autocomplete: "off",
      "aria-controls": painter.grid.id,
    });
    this.list = new OptionList({ say, id: `${id}-options`, onPick: () => this.pick() });
    this.mode = "ready";
    this.input.addEventListener("compositionstart", () => this.begin());
    this.input.addEventListener("input", (event) => this.typed(event));
    this.input.addEventListener("compositionend", () => this.suggestLater());
  }

  get isWriting() {
    return this.mode !== "ready";
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** Lie over a cell, waiting. */
  rest({ cell, row, column, name, description, editable }) {
    Object.assign(this, { cell, row, column, editable });
    this.setMode("ready");
    this.input.value = "";
    this.place();
    assign(this.input, "aria-readonly", editable ? null : "true");
    this.describe(name, description);
  }

  /** What the cell is called, and the id of the notes on it. */
  describe(name, notes) {
    this.input.setAttribute("aria-label", name);
    assign(this.input, "aria-describedby", notes);
  }

  place() {
    if (!this.cell) return;
    const { left, top, width, height, frozen } = this.painter.rect(this.cell);
    const { style } = this.input;
    style.transform = `translate(${left}px, ${top}px)`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    assign(this.input, "data-frozen", frozen ? "" : null);
    if (this.list.isOpen) this.list.place(this.input);
  }

  setMode(mode) {
    this.mode = mode;
    this.input.dataset.mode = mode;
    if (!LIST_MODES.includes(mode)) this.list.close();
    const lists = this.list.isOpen;
    assign(this.input, "aria-haspopup", lists ? "listbox" : null);
    assign(this.input, "aria-autocomplete", lists ? "list" : null);
    if (!lists) assign(this.input, "aria-activedescendant", null);
    this.input.setAttribute("aria-controls", lists ? this.list.id : this.painter.grid.id);
  }

  /** Begin by typing over the cell, or with `value` to change what stands there. */
  begin({ value } = {}) {
    if (this.isWriting) return true;
    if (!this.editable || !this.onBegin()) {
      this.input.value = "";
      return false;
    }
    this.original = value;
    if (OPTION_KINDS.includes(this.column.kind)) this.beginList(value);
    else this.beginText(value);
    return true;
  }

  beginText(value) {
    this.setMode(value === undefined ? "typing" : "editing");
    if (value === undefined) return;
    this.input.value = textOf(this.column, value);
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.grow();
  }

  beginList(value) {
    this.list.open(this.column, value ?? this.current());
    this.setMode(this.column.kind === "multi" ? "checking" : "listing");
    this.list.place(this.input);
    this.follow();
  }

  typed(event) {
    if (!this.isWriting && !this.begin()) return;
    if (["listing", "checking"].includes(this.mode)) this.list.narrow(this.input.value);
    else this.grow();
    this.follow();
    if (!event.isComposing) this.suggestLater();
  }

  suggestLater() {
    clearTimeout(this.suggestTimer);
    if (!this.isWriting || !this.column.suggest) return;
    this.suggestTimer = setTimeout(() => this.suggest(this.input.value.trim()), SUGGEST_PAUSE);
  }

  /** Offer what others wrote; an answer that comes after the text changed is dropped. */
  async suggest(typed) {
    const { cell } = this;
    const items = typed ? await this.propose(this.column, typed) : [];
    if (!this.isWriting || cell !== this.cell || typed !== this.input.value.trim()) return;
    if (items.length) this.list.propose(items);
    this.setMode(items.length ? "suggesting" : "editing");
    if (items.length) this.list.place(this.input);
    this.follow();
  }

  /** A long text needs more room than its cell. */
  grow() {
    const { input } = this;
    const { height, width } = this.painter.rect(this.cell);
    input.style.height = `${height}px`;
    const needed = Math.min(input.scrollHeight + 2, height * 4);
    input.style.height = `${Math.max(height, needed)}px`;
    input.style.width = `${width}px`;
  }

  follow() {
    const active = this.list.isOpen ? this.list.activeId : null;
    assign(this.input, "aria-activedescendant", active);
  }

  highlight(step) {
    this.list.move(step);
    this.follow();
  }

  toggle() {
    this.list.toggle();
    this.input.value = "";
    this.list.narrow("");
    this.follow();
  }

  newline() {
    if (!this.column.multiline) return;
    this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
    this.grow();
  }

  /** A mouse chose: one option is an answer, a tick is not yet. */
  pick() {
    if (this.mode === "checking") return this.follow();
    return this.onPick();
  }

  /** What was written: {value} from a list, {text} typed; null where nothing was. */
  result() {
    if (this.mode === "checking") return this.checked();
    if (this.mode === "listing") return this.listed();
    const { active, options } = this.list;
    const chosen = this.mode === "suggesting" && active;
    if (chosen) return { text: chosen.key, beside: chosen.beside };
    const text = this.input.value;
    if (this.original !== undefined && text === textOf(this.column, this.original)) return null;
    const typed = this.mode === "suggesting" && options.find(({ key }) => key === text.trim());
    return { text, beside: typed ? typed.beside : undefined };
  }

  /** The ticks, and what was typed but not yet ticked: nothing written may be lost. */
  checked() {
    const typed = this.input.value.trim();
    const { ticked, active } = this.list;
    if (!typed) return { value: ticked };
    if (!active) return { text: [textOf(this.column, ticked), typed].filter(Boolean).join("、") };
    return { value: ticked.includes(active.key) ? ticked : [...ticked, active.key] };
  }

  /** The option in sight; what matches none stays text for the server to judge. */
  listed() {
    const option = this.list.active;
    if (option) return { value: option.key };
    return isEmpty(this.input.value) ? null : { text: this.input.value };
  }

  /** Writing ends: hand over the result and wait again. */
  finish({ keep }) {
    if (!this.isWriting) return;
    clearTimeout(this.suggestTimer);
    const result = keep ? this.result() : null;
    this.setMode("ready");
    this.input.value = "";
    this.place();
    if (result) this.onCommit(result, this.row, this.column);
  }
}
