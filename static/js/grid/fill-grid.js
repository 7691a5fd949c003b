/**
 * <fill-grid data-save-url data-confirm-url data-source="id of the json_script"
 *            data-history-url="…/{id}/…" data-objection-url="…/{id}/…" data-login-url>
 * The grid in which a unit fills in its rows; it builds itself from the JSON and wires the parts.
 */

import { Actions } from "./actions.js";
import { blockOfHtml, localStore, postJson } from "./browser.js";
import { parseBlock } from "./clipboard.js";
import { commandFor } from "./commands.js";
import { Editor } from "./editor.js";
import { GridDialogs } from "./grid-dialogs.js";
import { speaker } from "./labels.js";
import { isFixed, Painter } from "./painter.js";
import { Panel } from "./panel.js";
import { Pointer } from "./pointer.js";
import { RowCard } from "./row-card.js";
import { RowMenu } from "./row-menu.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { readAnswer, Status, Sync } from "./sync.js";
import { Toolbar } from "./toolbar.js";
import { isEmpty } from "./values.js";

const BOTTOM_GAP = 8;

class FillGrid extends HTMLElement {
  connectedCallback() {
    if (this.sheet) return;
    const data = JSON.parse(document.getElementById(this.dataset.source).textContent);
    this.say = speaker(data.labels);
    this.partId = this.id || this.dataset.source;
    this.sheet = new Sheet(data);
    this.selection = new Selection(this.bounds());
    this.build(data);
    this.listen();
    this.start(data);
  }

  disconnectedCallback() {
    this.listening?.abort();
    this.resizing?.disconnect();
  }

  bounds() {
    const { sheet } = this;
    const at = (row, column) => [sheet.rowAt(row), sheet.columns[column]];
    return {
      get rows() {
        return sheet.view.length;
      },
      columns: sheet.columns.length,
      isFilled(row, column) {
        const [item, { key }] = at(row, column);
        return !isEmpty(sheet.value(item.id, key));
      },
      isEditable: (row, column) => sheet.isEditable(...at(row, column)),
    };
  }

  /* --- building --- */

  build(data) {
    const { sheet, selection, say, partId: id } = this;
    this.painter = new Painter({ sheet, selection, say, id, groups: data.groups });
    this.editor = this.newEditor();
    this.panel = new Panel({ grid: this, id });
    this.toolbar = new Toolbar(this, () => this.signInUrl());
    this.dialogs = new GridDialogs({ host: this, say, onClose: () => this.resume() });
    this.menu = new RowMenu({ onClose: () => this.moved() });
    this.card = new RowCard({ sheet, say, id, onWrite: (...what) => this.writeField(...what) });
    this.commands = new Actions(this);
    this.pointer = new Pointer(this);
    this.empty = document.createElement("p");
    this.empty.className = "fg-empty";
    this.painter.scroller.append(this.editor.input);
    this.append(this.toolbar.element, this.painter.scroller, this.empty, this.panel.element);
    this.append(this.editor.list.element, this.menu.element);
    this.sync = this.newSync(data);
  }

  newEditor() {
    const { painter, say, partId: id } = this;
    return new Editor({
      painter,
      say,
      id,
      onBegin: () => this.mayWrite(),
      onCommit: (...written) => this.commands.store(...written),
      onPick: () => this.commands.commit(1, 0),
      current: () => this.currentValue(),
      propose: (column, typed) => this.propose(column, typed),
    });
  }

  newSync(data) {
    return new Sync({
      sheet: this.sheet,
      url: this.dataset.saveUrl,
      post: postJson,
      storage: localStore(),
      storageKey: data.storage_key,
      later: (act, milliseconds) => setTimeout(act, milliseconds),
      cancelLater: (timer) => clearTimeout(timer),
      onStatus: (report) => this.toolbar.showStatus(report),
      onRows: (ids) => this.rowsChanged(ids),
      onStorageLost: () => this.announce(this.say("storage_full")),
    });
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
    for (const name of ["copy", "cut", "paste"]) {
      input.addEventListener(name, (event) => this[name](event), { signal });
      input.addEventListener(`before${name}`, (event) => this.allow(event), { signal });
    }
    input.addEventListener("focus", () => this.classList.add("fg-active"), { signal });
    input.addEventListener("blur", () => this.left(), { signal });
    window.addEventListener("beforeunload", (event) => this.leaving(event), { signal });
    window.addEventListener("pagehide", () => this.editor.finish({ keep: true }), { signal });
    window.addEventListener("online", () => this.sync.wake(), { signal });
    window.addEventListener("focus", () => this.sync.wake(), { signal });
    this.painter.onPaint = () => this.editor.place();
  }

  start() {
    this.fit();
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(document.documentElement);
    const first = this.sheet.columns.findIndex((column) => !isFixed(column));
    this.selection.goTo(0, Math.max(0, first));
    this.showAll();
    if (first > 0) this.painter.lead(first);
    this.sync.say(Status.IDLE);
    const { restored, stranded } = this.sync.restore();
    if (restored) this.announce(this.say("restored", { count: restored }));
    if (stranded.length) this.dialogs.showStranded(stranded, this.sheet);
    this.moved({ focus: false });
    if (!restored) this.announce(this.say("grid_hint"));
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
    this.editor.place();
  }

  pressed(event) {
    const inCells = event.target === this.editor.input;
    if (!inCells && event.target.closest("dialog, [role=menu]")) return;
    const command = commandFor(event, inCells ? this.editor.mode : "outside");
    if (!command) return;
    if (!this.sheet.view.length && inCells && !["find", "leave"].includes(command.name)) return;
    if (this.commands[command.name](...command.args) !== false) event.preventDefault();
  }

  /** Without selected text a browser copies nothing unless told that there is something. */
  allow(event) {
    if (!this.editor.isWriting) event.preventDefault();
  }

  copy(event) {
    if (this.editor.isWriting || !this.sheet.view.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.commands.copy());
  }

  cut(event) {
    if (this.editor.isWriting) return;
    this.copy(event);
    this.commands.clear();
  }

  paste(event) {
    if (this.editor.isWriting || !this.sheet.view.length) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const block = blockOfHtml(event.clipboardData.getData("text/html")) ?? parseBlock(text);
    this.commands.paste(block);
  }

  left() {
    this.editor.finish({ keep: true });
    this.classList.remove("fg-active");
  }

  leaving(event) {
    this.editor.finish({ keep: true });
    if (this.sync.hasUnsaved && !this.signingIn) event.preventDefault();
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
  moved({ focus = true } = {}) {
    this.editor.finish({ keep: true });
    const { row: at, column: across } = this.selection.focus;
    if (!this.sheet.view.length) return this.showNothing(focus);
    if (focus) this.painter.reveal(this.selection.focus);
    this.painter.paintSelection();
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
    this.showCurrent();
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

  /** Choose rows by state and by text; the cell in hand stays in hand where it is still shown. */
  filter({ name = this.toolbar.filterName, search = this.toolbar.find.value }) {
    this.editor.finish({ keep: true });
    const held = this.currentRow()?.id;
    this.toolbar.filterName = name;
    this.toolbar.find.value = search;
    this.sheet.filter(name, search);
    const at = this.sheet.view.indexOf(held);
    this.selection.goTo(Math.max(0, at), this.selection.focus.column);
    this.showAll();
    this.moved({ focus: false });
  }

  showAll() {
    const { view, rows } = this.sheet;
    this.painter.reset();
    this.toolbar.showCounts();
    this.toolbar.showProgress();
    this.toggleAttribute("data-empty", !view.length);
    this.empty.textContent = view.length ? "" : this.whyEmpty();
    if (view.length) this.painter.reveal(this.selection.focus);
    const shown = this.say("shown", { shown: view.length, total: rows.length });
    this.announce(view.length < rows.length ? shown : "");
  }

  whyEmpty() {
    if (!this.sheet.rows.length) return this.say("no_rows");
    return `${this.say("nothing_shown")}${this.say("nothing_shown_help")}`;
  }

  retry() {
    this.sync.flush();
    this.moved();
  }

  resolve(id, field, choice) {
    this.sheet.resolve(id, field, choice);
    this.wrote();
    this.moved();
  }

  discard(id, field) {
    this.sheet.discard(id, field);
    this.wrote();
    this.moved();
  }

  /** Confirm a warning of a row, or explain it with a note. */
  async settle(id, code, note) {
    try {
      const answer = await readAnswer(
        await postJson(this.dataset.confirmUrl, note ? { id, code, note } : { id, code }),
      );
      this.sheet.mergeRows(answer.rows, answer.progress);
      this.moved();
      this.rowsChanged(new Set(answer.rows.map((row) => row.id)));
    } catch (failure) {
      const message = failure.message || this.say("rejected_plain");
      this.announce(this.say("confirm_failed", { message }));
    }
  }

  async propose(column, typed) {
    try {
      const response = await fetch(`${column.suggest}?q=${encodeURIComponent(typed)}`);
      return (await readAnswer(response)).results;
    } catch {
      // Proposals are a convenience: without them the text is simply typed.
      return [];
    }
  }

  /** The address that leads back here after signing in; what is unsaved waits meanwhile. */
  signInUrl() {
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    return `${this.dataset.loginUrl ?? "/login/"}?next=${here}`;
  }

  leaveQuietly() {
    this.signingIn = true;
  }

  /* --- one row --- */

  openMenu(index) {
    this.selection.goTo(index, this.selection.focus.column);
    this.moved();
    const row = this.currentRow();
    const box = this.painter.painted.get(index).querySelector(".fg-more").getBoundingClientRect();
    const title = this.say("row_menu", { row: this.sheet.numberOf.get(row.id) });
    this.menu.open(title, this.menuItems(row, index), box);
  }

  menuItems(row, index) {
    const { historyUrl, objectionUrl } = this.dataset;
    const history = () =>
      this.dialogs.showFragment(this.say("history"), historyUrl.replace("{id}", row.id));
    return [
      { label: this.say("edit_row"), act: () => this.openCard(index) },
      this.sameSystemItem(row),
      historyUrl && { label: this.say("history"), act: history },
      objectionUrl && { label: this.say("objection"), href: objectionUrl.replace("{id}", row.id) },
    ].filter(Boolean);
  }

  sameSystemItem(row) {
    const column = this.currentColumn();
    const count = this.sheet.alike(row.id, "system_name").length;
    const fits = this.sheet.isEditable(row, column) && column.key !== "system_name";
    if (count < 2 || !fits) return null;
    const label = this.say("apply_same", { column: column.label, count });
    return { label, act: () => this.commands.applyToSameSystem() };
  }

  openCard(index) {
    const row = this.sheet.rowAt(index);
    if (!row) return;
    this.selection.goTo(index, this.selection.focus.column);
    const onStep = (step) => {
      this.querySelector("dialog").close();
      this.openCard(Math.max(0, Math.min(this.sheet.view.length - 1, index + step)));
    };
    const title = this.sheet.text(row.id, this.sheet.columns[0]);
    this.dialogs.open(title, this.card.content(row, { onStep }));
  }

  writeField(id, field, { text }) {
    this.sheet.writeTexts([{ id, field, text }]);
    this.wrote();
  }
}

customElements.define("fill-grid", FillGrid);
