/** Above the cells: filters with counts, find, the next gap, progress, and whether all is saved. */

import { assign, button, make } from "./dom.js";
import { FILTERS } from "./sheet.js";
import { Status } from "./sync.js";

const FIND_PAUSE = 150;

export class Toolbar {
  /** @param grid the <fill-grid> element */
  constructor(grid, signInUrl) {
    Object.assign(this, { grid, say: grid.say, signInUrl });
    this.filterName = "all";
    this.build();
  }

  build() {
    this.filters = new Map(Object.keys(FILTERS).map((name) => [name, this.filterButton(name)]));
    this.saveLine = make("div", { class: "fg-save", role: "status" });
    this.bar = make("progress", { class: "fg-progress", "aria-label": this.say("filter_name") });
    this.progressText = make("span", { class: "fg-progress-text" });
    this.element = make("div", { class: "fg-toolbar" });
    this.element.append(this.filterGroup(), this.findBox(), ...this.buttons(), this.standing());
  }

  filterGroup() {
    const group = make("div", { class: "fg-filters", role: "group" }, ...this.filters.values());
    group.setAttribute("aria-label", this.say("filter_name"));
    return group;
  }

  filterButton(name) {
    const count = make("span", { class: "fg-count" });
    const choose = () => this.grid.filter({ name });
    const element = button("", choose, {
      class: "button button--small fg-filter",
      "data-filter": name,
    });
    element.append(make("span", {}, this.say(name)), count);
    return element;
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
    return this.find;
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.grid.filter({ search: this.find.value }), FIND_PAUSE);
  }

  findKey(event) {
    if (event.isComposing || !["Enter", "Escape", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    clearTimeout(this.timer);
    if (event.key === "Escape") this.find.value = "";
    this.grid.filter({ search: this.find.value });
    this.grid.moved();
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
    const counts = this.grid.sheet.counts();
    for (const [name, element] of this.filters) {
      element.lastChild.textContent = counts[name];
      assign(element, "aria-pressed", String(name === this.filterName));
      assign(element, "data-none", counts[name] ? null : "");
    }
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
    const saved = this.say("saved", { time });
    return count ? `${saved} · ${this.say("unsaved", { count })}` : saved;
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
    this.filters.get(this.filterName).focus();
  }
}
