/**
 * <fill-grid data-save-url data-confirm-url data-source="id of the json_script"
 *            data-history-url="…/{id}/…" data-objection-url="…/{id}/…" data-login-url>
 * The grid in which a unit fills in its rows; it builds itself from the JSON and wires the parts.
 */

import { Actions } from "./actions.js";
import { conditionsOf } from "./address.js";
import { commandFor } from "./commands.js";
import { Exchange } from "./exchange.js";
import { Frames } from "./frames.js";
import { GridDialogs } from "./grid-dialogs.js";
import { isFixed } from "./header.js";
import { speaker } from "./labels.js";
import { Menus } from "./menus.js";
import { Panel } from "./panel.js";
import { newEditor, newKeptSteps, newPainter, newSelection, newSync } from "./parts.js";
import { Pointer } from "./pointer.js";
import { RowCard } from "./row-card.js";
import { Server } from "./server.js";
import { Sheet } from "./sheet.js";
import { Shown } from "./shown.js";
import { Status } from "./sync.js";
import { Toolbar } from "./toolbar.js";

const BOTTOM_GAP = 8;

class FillGrid extends HTMLElement {
  connectedCallback() {
    if (this.sheet) return;
    const data = JSON.parse(document.getElementById(this.dataset.source).textContent);
    this.say = speaker(data.labels);
    this.partId = this.id || this.dataset.source;
    this.sheet = new Sheet(data);
    this.selection = newSelection(this.sheet);
    this.build(data);
    this.listen();
    this.start(data);
  }

  disconnectedCallback() {
    this.listening?.abort();
    this.resizing?.disconnect();
  }

  /* --- building --- */

  build(data) {
    const { say, partId: id } = this;
    this.server = new Server(this);
    this.shown = new Shown(this);
    this.painter = newPainter(this, data);
    this.frames = new Frames(this);
    this.editor = newEditor(this);
    this.panel = new Panel({ grid: this, id });
    this.toolbar = new Toolbar(this, () => this.server.signInUrl());
    this.dialogs = new GridDialogs({ host: this, say, onClose: () => this.resume() });
    this.menus = new Menus(this);
    this.card = new RowCard({ grid: this, id });
    this.commands = new Actions(this);
    this.exchange = new Exchange(this);
    this.pointer = new Pointer(this);
    this.empty = document.createElement("p");
    this.empty.className = "fg-empty";
    this.painter.scroller.append(this.editor.input, ...this.frames.elements);
    this.append(this.toolbar.element, this.painter.scroller, this.empty, this.panel.element);
    this.append(this.editor.list.element, this.menus.element);
    this.sync = newSync(this, data);
    this.keptSteps = newKeptSteps(this, data);
  }

  actions() {
    return this.commands;
  }

  /* --- listening --- */

  listen() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const { input } = this.editor;
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    input.addEventListener("focus", () => this.classList.add("fg-active"), { signal });
    input.addEventListener("blur", () => this.left(), { signal });
    window.addEventListener("beforeunload", (event) => this.leaving(event), { signal });
    window.addEventListener("pagehide", () => this.leave(), { signal });
    window.addEventListener("online", () => this.sync.wake(), { signal });
    window.addEventListener("focus", () => this.sync.wake(), { signal });
    this.painter.onPaint = () => this.placeOver();
  }

  /** What lies over the cells follows them. */
  placeOver() {
    this.editor.place();
    this.frames.place();
  }

  start(data) {
    this.fit();
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(document.documentElement);
    const first = this.sheet.columns.findIndex((column) => !isFixed(column));
    this.selection.goTo(0, Math.max(0, first));
    this.sheet.refuse(data.focus?.refused ?? []);
    const brought = this.sheet.bring(data.focus?.pending ?? []);
    this.shown.choose(conditionsOf(window.location.search));
    if (first > 0) this.painter.lead(first);
    this.sync.say(Status.IDLE);
    const { restored, stranded } = this.sync.restore();
    this.sheet.restoreSteps(this.keptSteps.read(), data.undo ?? []);
    if (stranded.length) this.dialogs.showStranded(stranded, this.sheet);
    if (brought) this.sync.touch();
    if (data.focus) this.showFocus(data.focus);
    else this.moved({ focus: false });
    this.announce(this.greeting(brought, restored));
  }

  /** What is said first: what another page or an earlier visit brought along, else the hint. */
  greeting(brought, restored) {
    if (brought) return this.say("brought", { count: brought });
    if (restored) return this.say("restored", { count: restored });
    // A narrow screen has no room for keys: what stands at the row comes first.
    return window.matchMedia("(max-width: 40rem)").matches ? "" : this.say("grid_hint");
  }

  /** Another page led here to some rows: only these, and the first refused cell in hand. */
  showFocus({ label, rows, refused = [] }) {
    this.toolbar.nameChip(label);
    this.shown.choose({ only: new Set(rows) });
    const first = refused.find(({ id }) => this.sheet.view.includes(id));
    if (!first) return;
    this.commands.showFirst([first]);
  }

  /** Take the height the window still has; lay out again only where the size changed. */
  fit() {
    const top = this.getBoundingClientRect().top + window.scrollY;
    this.style.setProperty("--fg-top", `${Math.round(top) + BOTTOM_GAP}px`);
    const size = `${this.painter.scroller.clientWidth}/${this.painter.rem()}`;
    if (size !== this.size) {
      this.size = size;
      this.painter.layout();
    } else this.painter.paint();
    this.placeOver();
  }

  /** Draw columns wider or narrower. */
  changeWidths(change) {
    if (!change(this.painter.widths)) return;
    this.painter.layout();
    this.placeOver();
  }

  pressed(event) {
    const inCells = event.target === this.editor.input;
    if (!inCells && event.target.closest("dialog, [role=menu]")) return;
    const around = event.target.matches("input, select, textarea") ? "outside" : "beside";
    const command = commandFor(event, inCells ? this.editor.mode : around);
    if (!command) return;
    if (!this.sheet.view.length && inCells && !["find", "leave"].includes(command.name)) return;
    if (this.commands[command.name](...command.args) !== false) event.preventDefault();
  }

  left() {
    this.editor.finish({ keep: true });
    this.classList.remove("fg-active");
  }

  leaving(event) {
    this.editor.finish({ keep: true });
    if (this.sync.hasUnsaved && !this.signingIn) event.preventDefault();
  }

  leave() {
    this.editor.finish({ keep: true });
    this.keptSteps.keep();
  }

  /* --- what the parts ask for --- */

  currentRow() {
    return this.sheet.rowAt(this.selection.focus.row);
  }

  currentColumn() {
    return this.sheet.columns[this.selection.focus.column];
  }

  currentValue() {
    return this.sheet.value(this.currentRow().id, this.currentColumn().key);
  }

  mayWrite() {
    const row = this.currentRow();
    const why = row && this.sheet.whyLocked(row, this.currentColumn());
    if (why) this.announce(this.say(why));
    return Boolean(row) && !why;
  }

  announce(text) {
    this.panel.announce(text);
  }

  /** The selection is elsewhere: show it, and lay the input over its cell. */
  moved({ focus = true, reveal = this.selection.focus } = {}) {
    this.editor.finish({ keep: true });
    const { row: at, column: across } = this.selection.focus;
    if (!this.sheet.view.length) return this.showNothing(focus);
    if (focus && reveal) this.painter.reveal(reveal);
    this.painter.paintSelection();
    this.frames.place();
    if (this.shown.search) this.toolbar.showMatch();
    this.showSize();
    const [row, column] = [this.currentRow(), this.currentColumn()];
    const notes = this.panel.show(row, column);
    this.editor.rest({
      cell: { row: at, column: across },
      row,
      column,
      name: this.panel.spokenCell,
      description: notes,
      editable: this.sheet.isEditable(row, column),
    });
    if (focus) this.editor.focus();
  }

  /** A dialog closed: the hand is back on the cells, but no keyboard springs up on a phone. */
  resume() {
    this.moved({ focus: !matchMedia("(pointer: coarse)").matches });
  }

  showNothing(focus) {
    this.panel.clear();
    this.editor.cell = null;
    if (focus) this.toolbar.focusFind();
  }

  showSize() {
    const { top, bottom, left, right } = this.selection.range;
    const size = { rows: bottom - top + 1, columns: right - left + 1 };
    this.announce(this.selection.isSingle ? "" : this.say("selected_size", size));
  }

  /** Something was written: paint it, and send it when the hand rests. */
  wrote() {
    this.painter.refresh();
    this.toolbar.showCounts();
    this.sync.touch();
    this.keptSteps.touch();
    this.showCurrent();
  }

  /**
   * The server wrote cells itself (taking over, import): show its rows, and let Ctrl+Z take the
   * cells {id, field, before, after} back in one step.
   */
  serverStep(rows, cells, progress) {
    this.editor.finish({ keep: true });
    this.sheet.serverStep(rows, cells, progress);
    this.keptSteps.touch();
    this.rowsChanged(new Set(rows.map((row) => row.id)));
  }

  rowsChanged(ids) {
    this.painter.refresh(ids);
    this.toolbar.showCounts();
    this.toolbar.showProgress();
    if (this.currentRow() && ids.has(this.currentRow().id)) this.showCurrent();
  }

  /** Say again what is known of the cell in hand, without touching what is being typed. */
  showCurrent() {
    if (!this.currentRow() || this.panel.isBusy) return;
    const notes = this.panel.show(this.currentRow(), this.currentColumn());
    if (!this.editor.isWriting) this.editor.describe(this.panel.spokenCell, notes);
  }

  retry() {
    this.sync.flush();
    this.moved();
  }

  resolve(id, field, choice) {
    this.sheet.changes.resolve(id, field, choice);
    this.wrote();
    this.moved();
  }

  discard(id, field) {
    this.sheet.changes.forget(id, field);
    this.wrote();
    this.moved();
  }

  leaveQuietly() {
    this.signingIn = true;
  }
}

customElements.define("fill-grid", FillGrid);
