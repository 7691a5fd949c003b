/** A menu beside a cell, a row or a column head: items with their keys, in groups. */

import { make } from "./dom.js";

const MARGIN = 4;
const MOVES = {
  ArrowDown: (at, { length }) => (at + 1) % length,
  ArrowUp: (at, { length }) => (at - 1 + length) % length,
  Home: () => 0,
  End: (at, { length }) => length - 1,
};

export class Menu {
  constructor({ onClose }) {
    this.onClose = onClose;
    this.element = make("div", { class: "fg-menu", role: "menu", hidden: true });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => this.left(event));
    this.element.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  get items() {
    return [...this.element.querySelectorAll("[role=menuitem]")];
  }

  /**
   * @param groups lists of items {label, href} or {label, act}, each with the `keys` that do the same
   * @param at the box it opens beside, in the window
   */
  open(title, groups, at) {
    this.element.setAttribute("aria-label", title);
    const filled = groups.filter((group) => group.length);
    this.element.replaceChildren(...filled.flatMap((group, index) => this.group(group, index)));
    this.element.hidden = false;
    this.place(at);
    this.items[0].focus({ preventScroll: true });
  }

  place({ left, bottom }) {
    const { offsetWidth, offsetHeight, style } = this.element;
    const across = Math.min(left, window.innerWidth - offsetWidth - MARGIN);
    const down = Math.min(bottom, window.innerHeight - offsetHeight - MARGIN);
    style.transform = `translate(${Math.max(0, across)}px, ${Math.max(0, down)}px)`;
  }

  group(items, index) {
    const line = index ? [make("div", { class: "fg-menu-line", role: "separator" })] : [];
    return [...line, ...items.map((item) => this.item(item))];
  }

  item({ label, href, act, keys }) {
    const shared = { role: "menuitem", tabindex: -1, "aria-keyshortcuts": keys ?? null };
    const words = [make("span", {}, label)];
    if (keys) words.push(make("kbd", { class: "fg-menu-keys", "aria-hidden": "true" }, keys));
    if (href) return make("a", { ...shared, href }, ...words);
    const choose = () => {
      this.close();
      act();
    };
    return make("button", { ...shared, type: "button", onclick: choose }, ...words);
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.onClose();
  }

  left(event) {
    if (!this.element.contains(event.relatedTarget)) this.element.hidden = true;
  }

  key(event) {
    const { items } = this;
    if (event.key in MOVES) {
      items[MOVES[event.key](items.indexOf(document.activeElement), items)].focus();
    } else if (["Escape", "Tab"].includes(event.key)) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
