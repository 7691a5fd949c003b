/** Above the cells: filters with counts, find, the next gap, progress, and whether all is saved. */

import { assign, button, make } from "./dom.js";
import { countStates, countSystems, FILTERS, RARE_FILTERS, SYSTEM } from "./filters.js";
import { Status } from "./sync.js";

const FIND_PAUSE = 150;

export class Toolbar {
  /** @param grid the <fill-grid> element */
  constructor(grid, signInUrl) {
    Object.assign(this, { grid, say: grid.say, signInUrl });
    this.build();
  }

  build() {
    this.filters = new Map(Object.keys(FILTERS).map((name) => [name, this.filterButton(name)]));
    this.saveLine = make("div", { class: "fg-save", role: "status" });
    this.bar = make("progress", { class: "fg-progress", "aria-label": this.say("filter_name") });
    this.progressText = make("span", { class: "fg-progress-text" });
    this.element = make("div", { class: "fg-toolbar" });
    this.more = make("div", { class: "fg-more-buttons" });
    this.chip = button("", () => this.dropChip(), { class: "button button--small fg-chip" });
    this.chip.hidden = true;
    this.element.append(this.filterGroup(), this.chip, ...this.systemBox(), this.findBox());
    this.element.append(...this.buttons(), this.more, this.standing());
  }

  /** A place for what other parts of the page offer beside our own buttons. */
  addButton(element) {
    this.more.append(element);
  }

  /* --- which rows --- */

  filterGroup() {
    const group = make("div", { class: "fg-filters", role: "group" }, ...this.filters.values());
    group.setAttribute("aria-label", this.say("filter_name"));
    return group;
  }

  filterButton(name) {
    const count = make("span", { class: "fg-count" });
    const choose = () => this.grid.shown.choose({ name });
    const element = button("", choose, {
      class: "button button--small fg-filter",
      "data-filter": name,
    });
    element.append(make("span", {}, this.say(name)), count);
    return element;
  }

  systemBox() {
    if (!this.grid.sheet.columnOf.has(SYSTEM)) return [];
    const onchange = () => this.grid.shown.choose({ system: this.system });
    this.systems = make("select", { class: "fg-systems", onchange });
    this.systems.setAttribute("aria-label", this.say("by_system"));
    return [this.systems];
  }

  /** The chosen system: null for all of them, "" for none; options carry a sign before the name. */
  get system() {
    return this.systems.value === "" ? null : this.systems.value.slice(1);
  }

  findBox() {
    this.find = make("input", {
      type: "search",
      class: "fg-find",
      placeholder: this.say("find_hint"),
      "aria-label": this.say("find"),
      oninput: () => this.searchSoon(),
      onkeydown: (event) => this.findKey(event),
    });
    this.match = make("span", { class: "fg-match", role: "status" });
    return make("div", { class: "fg-finder" }, this.find, this.match);
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), FIND_PAUSE);
  }

  search() {
    clearTimeout(this.timer);
    if (this.find.value === this.grid.shown.search) return false;
    this.grid.shown.choose({ search: this.find.value });
    return true;
  }

  /** Enter goes from match to match, ↓ into the cells; Esc forgets the text. */
  findKey(event) {
    if (event.isComposing || !["Enter", "Escape", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") this.find.value = "";
    const isNew = this.search();
    if (event.key !== "Enter") this.grid.moved();
    else if (!isNew) this.step(event.shiftKey ? -1 : 1);
  }

  step(direction) {
    this.grid.shown.goToMatch(direction);
    this.grid.painter.reveal(this.grid.selection.focus);
    this.grid.moved({ focus: false });
  }

  buttons() {
    const actions = () => this.grid.actions();
    const gap = button(this.say("next_gap"), () => actions().nextGap(), { "data-act": "next-gap" });
    if (this.grid.sheet.readonly) return [this.helpButton()];
    return [
      gap,
      button("↶", () => actions().undo(), this.named("undo", "Ctrl+Z")),
      button("↷", () => actions().redo(), this.named("redo", "Ctrl+Y")),
      this.helpButton(),
    ];
  }

  named(label, keys) {
    const name = this.say(label);
    const title = `${name}（${keys}）`;
    return { "aria-label": name, title, class: "button button--small fg-icon", "data-act": label };
  }

  helpButton() {
    return button("?", () => this.grid.actions().help(), this.named("keys", "?"));
  }

  standing() {
    const progress = make("div", { class: "fg-standing" }, this.bar, this.progressText);
    return make("div", { class: "fg-right" }, progress, this.saveLine);
  }

  /* --- showing --- */

  showCounts() {
    const counts = countStates(this.grid.sheet);
    for (const [name, element] of this.filters) {
      element.lastChild.textContent = counts[name];
      assign(element, "aria-pressed", String(name === this.grid.shown.name));
      assign(element, "data-none", counts[name] ? null : "");
      element.hidden =
        RARE_FILTERS.has(name) && !counts[name] && name !== this.grid.shown.name;
    }
    this.showSystems();
    // For what other parts of the page put beside our buttons.
    this.grid.dispatchEvent(new Event("fg-counts"));
  }

  /** The systems as options; an open list is not changed under the hand. */
  showSystems() {
    if (!this.systems) return;
    const systems = countSystems(this.grid.sheet);
    const { system } = this.grid.shown;
    if (system !== null && !systems.some(([name]) => name === system)) systems.push([system, 0]);
    const known = JSON.stringify([systems, system]);
    if (known === this.knownSystems) return;
    this.knownSystems = known;
    const option = ([name, count]) => {
      const label = name || this.say("no_system");
      const selected = name === system;
      return make("option", { value: `=${name}`, selected }, `${label}（${count}）`);
    };
    const all = make("option", { value: "" }, this.say("all_systems"));
    this.systems.replaceChildren(all, ...systems.map(option));
  }

  /** What was chosen elsewhere: by a menu, a key, or the page that led here. */
  showConditions() {
    const { search, only } = this.grid.shown;
    this.find.value = search;
    this.chip.hidden = !only;
    this.showMatch();
  }

  nameChip(label) {
    this.chip.replaceChildren(make("span", {}, label), make("span", { "aria-hidden": "true" }, "×"));
    this.chip.setAttribute("aria-label", this.say("drop_filter", { label }));
  }

  /** All rows again; the chip goes, so the hand returns to the cells. */
  dropChip() {
    this.grid.shown.choose({ only: null });
    this.grid.moved();
  }

  showMatch() {
    const { search, matches, matchAt } = this.grid.shown;
    const facts = { at: matchAt + 1, count: matches.length };
    const said = this.say(matchAt < 0 ? "matches" : "match", facts);
    this.match.textContent = search && matches.length ? said : "";
  }

  showProgress() {
    const { progress } = this.grid.sheet;
    this.bar.parentElement.hidden = !progress?.total;
    if (!progress?.total) return;
    const { done, total } = progress;
    const percent = `${((done / total) * 100).toFixed(1)}%`;
    const text = this.say("progress", { done, total, percent });
    this.bar.max = total;
    this.bar.value = done;
    this.bar.setAttribute("aria-label", text);
    this.progressText.textContent = text;
  }

  /** Say whether everything typed is stored, and what to press where it is not. */
  showStatus(report) {
    this.saveLine.dataset.status = report.status;
    assign(this.saveLine, "data-unsaved", report.count ? "" : null);
    this.saveLine.replaceChildren(make("span", {}, this.sentence(report)), ...this.help(report));
  }

  sentence({ status, count, time, seconds, message }) {
    const left = { count, time, seconds };
    if (status === Status.IDLE) return count ? this.say("unsaved", left) : this.say("all_saved");
    if (status === Status.SAVED) return this.savedSentence(left);
    if (status !== Status.REJECTED) return this.say(status, left);
    return this.say("rejected", { ...left, message: message || this.say("rejected_plain") });
  }

  savedSentence({ count, time }) {
    return count ? this.say("unsaved", { count }) : this.say("saved", { time });
  }

  help({ status }) {
    if (status === Status.SIGNED_OUT) {
      return [this.signInLink()];
    }
    if (![Status.OFFLINE, Status.REJECTED].includes(status)) return [];
    return [button(this.say("retry"), () => this.grid.retry(), { "data-act": "retry" })];
  }

  signInLink() {
    // What is unsaved waits on this machine, so this way of leaving needs no warning.
    const onclick = () => this.grid.leaveQuietly();
    const attributes = { href: this.signInUrl(), class: "fg-sign-in", onclick };
    return make("a", attributes, this.say("sign_in"));
  }

  focusFind() {
    this.find.focus();
    this.find.select();
  }

  focusFirst() {
    this.filters.get(this.grid.shown.name).focus();
  }
}
