/** The dialogs of the grid: keys, a block too large, kept text without a cell, a row's history. */

import { button, make } from "./dom.js";
import { KEY_LIST } from "./commands.js";
import { textOf } from "./values.js";

export class GridDialogs {
  /** @param onClose puts the focus back into the cells */
  constructor({ host, say, onClose }) {
    Object.assign(this, { host, say, onClose });
  }

  /** Show a dialog; it removes itself when closed, and promises what it was closed with. */
  open(title, content, { buttons = [], wide = false } = {}) {
    const heading = make("h2", {}, title);
    const body = make("div", { class: "dialog__body" }, ...content);
    const dialog = make("dialog", { class: "dialog" }, this.head(heading), body);
    dialog.classList.toggle("dialog--wide", wide);
    dialog.setAttribute("aria-label", title);
    if (buttons.length) body.append(make("div", { class: "dialog__foot" }, ...buttons));
    this.host.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => this.closed(dialog, resolve));
    });
  }

  closed(dialog, resolve) {
    dialog.remove();
    this.onClose();
    resolve(dialog.returnValue);
  }

  head(heading) {
    return make("div", { class: "dialog__head" }, heading, this.closer(this.say("close")));
  }

  closer(label, value = "") {
    return button(label, (event) => event.target.closest("dialog").close(value));
  }

  showKeys() {
    const lists = KEY_LIST.map(([title, keys]) => {
      const list = make("dl", { class: "fg-keys" });
      for (const [pressed, label] of keys) {
        list.append(make("dt", {}, make("kbd", {}, pressed)), make("dd", {}, this.say(label)));
      }
      return make("section", {}, make("h3", {}, this.say(title)), list);
    });
    const columns = make("div", { class: "fg-key-groups" }, ...lists);
    return this.open(this.say("keys"), [columns], { wide: true });
  }

  /** Ask whether only the fitting part of a block shall be pasted. */
  async askPasteFit(size, fit) {
    const facts = { ...size, fit_rows: fit.rows, fit_columns: fit.columns };
    const text = make("p", {}, this.say("paste_large", facts));
    const go = this.closer(this.say("paste_fit"), "fit");
    go.className = "button button--primary";
    go.autofocus = true;
    const buttons = [this.closer(this.say("cancel")), go];
    return (await this.open(this.say("paste_large_title"), [text], { buttons })) === "fit";
  }

  /** Text that was kept here but has no open cell any more: shown, so that it is not lost. */
  showStranded(cells, sheet) {
    const list = make("ul", { class: "fg-stranded" });
    for (const { id, field, now } of cells) {
      const column = sheet.columnOf.get(field) ?? { label: field };
      const row = sheet.rowOf.get(id);
      const name = row ? sheet.text(id, sheet.columns[0]) : `#${id}`;
      list.append(make("li", {}, `${name} · ${column.label}：${textOf(column, now)}`));
    }
    const text = make("p", {}, this.say("stranded"));
    return this.open(this.say("stranded_title"), [text, list]);
  }

  /** What is said about a row, to read and to answer; what was shown is no longer new. */
  async showThread(row) {
    const url = this.host.dataset.threadUrl.replace("{id}", row.id);
    const content = await this.showFragment(this.say("thread"), url);
    content.closest("dialog")?.addEventListener("close", () => {
      this.host.sheet.marks.read(row, content.querySelectorAll("[data-post]").length);
      this.host.rowsChanged(new Set([row.id]));
    });
  }

  /** A page fragment of the server in a dialog, with its forms alive; promises the place it is in. */
  async showFragment(title, url) {
    const place = make("div", { class: "fg-fragment" }, this.say("loading"));
    this.open(title, [place], { wide: true });
    try {
      const response = await fetch(url, { headers: { "HX-Request": "true" } });
      if (!response.ok || response.redirected) throw new Error(`HTTP ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      place.replaceChildren(...page.body.childNodes);
      window.htmx?.process(place);
    } catch {
      place.textContent = this.say("load_failed");
    }
    return place;
  }
}
