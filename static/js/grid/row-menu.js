/** The menu of a row: history, objection, apply to the same system, fill in one by one. */

import { make } from "./dom.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class RowMenu {
  constructor({ onClose }) {
    this.onClose = onClose;
    this.element = make("div", { class: "fg-menu", role: "menu", hidden: true });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => this.left(event));
  }

  /** @param items {label, href} or {label, act}; @param at the box it opens beside */
  open(title, items, at) {
    this.element.setAttribute("aria-label", title);
    this.element.replaceChildren(...items.map((item) => this.item(item)));
    this.element.hidden = false;
    const top = Math.min(at.bottom, window.innerHeight - this.element.offsetHeight - 4);
    this.element.style.transform = `translate(${at.left}px, ${top}px)`;
    this.element.firstChild.focus();
  }

  item({ label, href, act }) {
    const shared = { role: "menuitem", tabindex: -1 };
    if (href) return make("a", { ...shared, href }, label);
    const choose = () => {
      this.close();
      act();
    };
    return make("button", { ...shared, type: "button", onclick: choose }, label);
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
    const items = [...this.element.children];
    const at = items.indexOf(document.activeElement);
    if (event.key in STEPS) items[(at + STEPS[event.key] + items.length) % items.length].focus();
    else if (["Escape", "Tab"].includes(event.key)) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
