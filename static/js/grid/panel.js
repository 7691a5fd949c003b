/** Below the cells: where the hand is, and in words what is wrong there and what to do. */

import { button, make } from "./dom.js";
import { Cell } from "./changes.js";
import { textOf } from "./values.js";

/** What the cell's state is called. */
const STATE_LABELS = {
  saved: "state_saved",
  gap: "state_gap",
  warning: "state_warning",
  inherited: "state_warning",
  invalid: "state_invalid",
  unsaved: "state_unsaved",
  saving: "state_saving",
  refused: "state_refused",
  conflict: "state_conflict",
};

export class Panel {
  /** @param grid the <fill-grid> element, which resolves conflicts and settles warnings */
  constructor({ grid, id }) {
    Object.assign(this, { grid, sheet: grid.sheet, say: grid.say });
    this.place = make("strong", { class: "fg-place" });
    this.matter = make("span", { class: "fg-matter" });
    this.state = make("span", { class: "fg-state" });
    this.value = make("span", { class: "fg-value" });
    this.help = make("span", { class: "fg-help" });
    this.notes = make("div", { class: "fg-notes", id: `${id}-notes` });
    this.notice = make("p", { class: "fg-notice", role: "status" });
    this.spoken = make("p", { class: "fg-unseen", "aria-live": "polite" });
    const first = make("div", { class: "fg-about" }, ...this.facts());
    this.element = make(
      "section",
      { class: "fg-panel", tabindex: 0 },
      first,
      this.notes,
      this.spoken,
    );
    this.element.setAttribute("aria-label", this.say("grid_name"));
  }

  facts() {
    return [this.place, this.matter, this.state, this.value, this.help, this.notice];
  }

  announce(text) {
    this.notice.textContent = text;
  }

  /** Show one cell; returns the id of its notes where there are any. */
  show(row, column) {
    const where = { row: this.sheet.numberOf.get(row.id), column: column.label };
    const text = this.sheet.text(row.id, column);
    const state = this.sheet.stateOf(row, column.key);
    this.place.textContent = this.say("position", where);
    this.matter.textContent = this.sheet.text(row.id, this.sheet.columns[0]);
    this.value.textContent = text;
    this.help.textContent = column.help ?? "";
    this.showState(row, column, state);
    this.notes.replaceChildren(...this.notesOf(row, column));
    this.speak(column, text);
    return this.notes.childElementCount ? this.notes.id : null;
  }

  showState(row, column, state) {
    const locked = this.sheet.whyLocked(row, column);
    this.state.hidden = Boolean(locked) && state === "saved";
    this.state.textContent = this.say(STATE_LABELS[state]);
    this.state.dataset.state = state;
  }

  /** Screen readers hear the cell, since the focus stays on one input. */
  speak(column, text) {
    const value = text || this.say("empty");
    this.spokenCell = this.say("cell_name", { column: column.label, value });
    this.spoken.textContent = [this.spokenCell, this.state.hidden ? "" : this.state.textContent]
      .concat([...this.notes.children].map((note) => note.firstChild.textContent))
      .filter(Boolean)
      .map((part) => part.replace(/。$/, ""))
      .join("，");
  }

  /** Somebody is writing an explanation here: it must not be replaced under the hand. */
  get isBusy() {
    return this.notes.contains(document.activeElement) && document.activeElement.matches("input");
  }

  clear() {
    this.place.textContent = "";
    this.matter.textContent = "";
    this.state.hidden = true;
    this.value.textContent = "";
    this.help.textContent = "";
    this.notes.replaceChildren();
  }

  notesOf(row, column) {
    const change = this.sheet.change(row.id, column.key);
    return [
      change?.state === Cell.CONFLICT ? this.conflict(row, column, change) : null,
      change?.state === Cell.REFUSED ? this.refused(row, column, change) : null,
      row.errors?.[column.key] ? this.note("danger", row.errors[column.key]) : null,
      ...this.warningsHere(row, column).map((warning) => this.warning(row, warning)),
      this.origin(row, column),
      row.return_reason ? this.returned(row) : null,
      this.handed(row),
      this.talk(row),
      ...this.warningsElsewhere(row, column).map((warning) => this.warning(row, warning)),
      this.locked(row, column),
    ].filter(Boolean);
  }

  note(tone, text, ...acts) {
    const sentence = make("span", {}, text);
    return make("div", { class: "fg-note", "data-tone": tone }, sentence, ...acts);
  }

  warningsHere(row, column) {
    return row.warnings.filter((warning) => warning.field === column.key);
  }

  warningsElsewhere(row, column) {
    return row.warnings.filter((warning) => warning.field !== column.key && !warning.settled);
  }

  /** Whose answer this is, and whether somebody here has looked at it. */
  origin(row, column) {
    const origin = this.sheet.originOf(row, column.key);
    // While it waits, the warning says whose it is and has the button.
    if (!origin || row.warnings.some(({ code }) => code === "taken_over")) return null;
    const { label, unconfirmed } = origin;
    const text = this.say(unconfirmed ? "origin_open" : "origin_settled", { label });
    return this.note(unconfirmed ? "warn" : "ok", text);
  }

  /** Who has the row, or brought it back. */
  handed(row) {
    const handing = this.sheet.marks.handingOf(row);
    if (!handing) return null;
    if (!handing.open) return this.note("ok", this.say("handed_back", handing));
    return this.note("info", this.say(handing.due ? "handed_due" : "handed_out", handing));
  }

  talk(row) {
    const { posts, unread } = this.sheet.marks.threadOf(row);
    if (!posts) return null;
    const text = this.say(unread ? "talk_new" : "talk", { posts, unread });
    const open = () => this.grid.dialogs.showThread(row);
    return this.note("info", text, button(this.say("talk_open"), open, { "data-act": "talk" }));
  }

  returned(row) {
    return this.note("warn", this.say("return_reason", { reason: row.return_reason }));
  }

  locked(row, column) {
    const why = this.sheet.whyLocked(row, column);
    if (why === "locked_row" && row.left_out) return this.note("locked", row.state_label);
    if (!why) return null;
    return this.note("locked", this.say(why), ...(why === "locked_column" ? this.slip(row) : []));
  }

  /** What the library says is not corrected here: there is a slip for it. */
  slip(row) {
    const { slipUrl } = this.grid.dataset;
    if (!slipUrl) return [];
    const link = { class: "button button--small", href: slipUrl.replace("{id}", row.id) };
    return [make("a", link, this.say("slip"))];
  }

  conflict(row, column, change) {
    const shown = (value) => textOf(column, value) || this.say("empty");
    const sentence = this.say("conflict", {
      by: change.by || this.say("conflict_someone"),
      at: change.at?.slice(11, 16) ?? "",
      theirs: shown(change.theirs),
      yours: shown(change.now),
    });
    const choose = (mine) => () => this.grid.resolve(row.id, column.key, { mine });
    return this.note(
      "danger",
      sentence,
      button(this.say("use_mine"), choose(true), { "data-act": "mine" }),
      button(this.say("use_theirs"), choose(false), { "data-act": "theirs" }),
    );
  }

  refused(row, column, change) {
    const discard = () => this.grid.discard(row.id, column.key);
    return this.note(
      "danger",
      change.message ?? this.say("too_long"),
      button(this.say("discard"), discard, { "data-act": "discard" }),
    );
  }

  warning(row, warning) {
    if (warning.settled) return this.note("ok", `${warning.text} ${this.say("settled")}`);
    if (this.sheet.readonly || row.locked) return this.note("warn", warning.text);
    if (warning.needs === "explain") return this.explanation(row, warning);
    const confirm = () => this.grid.server.settle(row.id, warning.code);
    return this.note(
      "warn",
      warning.text,
      button(this.say("confirm"), confirm, { "data-act": "confirm" }),
    );
  }

  explanation(row, warning) {
    const input = make("input", {
      class: "fg-explain",
      "aria-label": this.say("explain_hint"),
      placeholder: this.say("explain_hint"),
      maxlength: 200,
      required: true,
    });
    const send = (event) => {
      event.preventDefault();
      this.grid.server.settle(row.id, warning.code, input.value.trim());
    };
    const submit = make("button", { class: "button button--small" }, this.say("explain"));
    const form = make("form", { class: "fg-explanation", onsubmit: send }, input, submit);
    return this.note("warn", warning.text, form);
  }

  /** Focus the first thing to press; says whether there was one. */
  focusFirst() {
    const first = this.notes.querySelector("a, button, input");
    first?.focus();
    return Boolean(first);
  }
}
