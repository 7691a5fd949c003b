/** The list under a cell: one choice, or several with ticks. */

import { assign, make } from "./dom.js";
import { isEmpty, matchingChoices } from "./values.js";

const GAP = 2;

export class OptionList {
  constructor({ say, id, onPick }) {
    Object.assign(this, { say, id, onPick });
    this.element = make("div", {
      class: "fg-options",
      id,
      role: "listbox",
      tabindex: 0,
      hidden: true,
    });
    this.element.setAttribute("aria-label", say("choose"));
    this.element.addEventListener("mousedown", (event) => this.clicked(event));
    this.isOpen = false;
    this.ticked = [];
  }

  open(column, value) {
    this.column = column;
    this.isMulti = column.kind === "multi";
    this.ticked = Array.isArray(value) ? [...value] : [];
    this.value = value;
    this.isOpen = true;
    this.element.hidden = false;
    assign(this.element, "aria-multiselectable", this.isMulti ? "true" : null);
    this.narrow("");
  }

  /** Proposals while a text is typed; none is chosen until a key or the mouse does. */
  propose(items) {
    this.column = { choices: [] };
    this.isMulti = false;
    this.value = null;
    this.isOpen = true;
    this.element.hidden = false;
    this.options = items.map(({ text, ...more }) => ({ key: text, label: text, ...more }));
    this.at = -1;
    assign(this.element, "aria-multiselectable", null);
    this.paint();
  }

  close() {
    this.isOpen = false;
    this.element.hidden = true;
  }

  /** Show the options that match what was typed. */
  narrow(typed) {
    const options = matchingChoices(this.column, typed).map(([key, label]) => ({ key, label }));
    this.options = typed ? options : [...this.standing(), ...options];
    this.at = this.firstAt(typed);
    this.paint();
  }

  /** The option before all others: tick everything, or leave the cell empty. */
  standing() {
    if (this.isMulti) return [{ all: true, label: this.say("choose_all") }];
    return this.column.required && isEmpty(this.value)
      ? []
      : [{ key: "", label: this.say("select_none") }];
  }

  firstAt(typed) {
    if (typed || this.isMulti) return 0;
    const current = this.options.findIndex(({ key }) => key === this.value);
    const first = this.options.findIndex(({ key }) => key !== "");
    return isEmpty(this.value) || current < 0 ? first : current;
  }

  paint() {
    const items = this.options.map((option, at) => this.item(option, at));
    if (!items.length) items.push(make("p", { class: "fg-options-none" }, this.say("no_match")));
    this.element.replaceChildren(...items);
    this.element.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }

  item(option, at) {
    const chosen = this.isMulti ? this.isTicked(option) : option.key === this.value;
    return make(
      "div",
      {
        class: "fg-option",
        role: "option",
        id: `${this.id}-${at}`,
        "data-at": at,
        "data-multi": this.isMulti,
        "data-active": at === this.at,
        "aria-selected": chosen ? "true" : "false",
      },
      option.label,
      option.note ? make("span", { class: "fg-option-note" }, option.note) : null,
    );
  }

  get all() {
    return this.column.choices.map(([key]) => key);
  }

  isTicked({ all, key }) {
    return all ? this.ticked.length === this.all.length : this.ticked.includes(key);
  }

  get active() {
    return this.options?.[this.at];
  }

  get activeId() {
    return this.active ? `${this.id}-${this.at}` : null;
  }

  move(step) {
    const last = this.options.length - 1;
    this.at = Math.max(0, Math.min(last, this.at + step));
    this.paint();
  }

  /** Tick or untick the option in sight; the ticks keep the order of the vocabulary. */
  toggle() {
    const option = this.active;
    if (!option) return;
    const ticked = this.isTicked(option);
    const keys = option.all ? this.all : [option.key];
    const others = this.ticked.filter((key) => !keys.includes(key));
    const next = new Set(ticked ? others : [...others, ...keys]);
    this.ticked = this.all.filter((key) => next.has(key));
    this.paint();
  }

  /** The hand stays on the input: a press in the list must not take the focus. */
  clicked(event) {
    event.preventDefault();
    const item = event.target.closest("[data-at]");
    if (!item) return;
    this.at = Number(item.dataset.at);
    if (this.isMulti) this.toggle();
    this.onPick();
  }

  /** Under the cell, or above it where there is no room below. */
  place(input) {
    const box = input.getBoundingClientRect();
    const { style } = this.element;
    // What an earlier, shorter list was cut to says nothing about this one.
    style.maxHeight = "";
    style.minWidth = `${box.width}px`;
    const room = window.innerHeight - box.bottom - GAP;
    const above = room < this.element.offsetHeight && box.top > room;
    style.maxHeight = `${Math.min(320, (above ? box.top : room) - 2 * GAP)}px`;
    const top = above ? box.top - this.element.offsetHeight - GAP : box.bottom + GAP;
    const left = Math.min(box.left, window.innerWidth - this.element.offsetWidth - GAP);
    style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }
}
