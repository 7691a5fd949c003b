/** Copy, cut and paste: between the cells and the clipboard of the machine. */

import { blockOfHtml } from "./browser.js";
import { parseBlock } from "./clipboard.js";

export class Exchange {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    this.grid = grid;
    const { input } = grid.editor;
    for (const name of ["copy", "cut", "paste"]) {
      input.addEventListener(name, (event) => this[name](event));
      input.addEventListener(`before${name}`, (event) => this.allow(event));
    }
  }

  get isIdle() {
    return this.grid.editor.isWriting || !this.grid.sheet.view.length;
  }

  /** Without selected text a browser copies nothing unless told that there is something. */
  allow(event) {
    if (!this.grid.editor.isWriting) event.preventDefault();
  }

  copy(event) {
    if (this.isIdle) return;
    event.preventDefault();
    const { text, html } = this.grid.actions().copy();
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
  }

  cut(event) {
    if (this.isIdle) return;
    this.copy(event);
    this.grid.actions().clear();
  }

  paste(event) {
    if (this.isIdle) return;
    event.preventDefault();
    const read = (type) => event.clipboardData.getData(type);
    this.take(read("text/plain"), read("text/html"));
  }

  take(text, html) {
    const block = blockOfHtml(html) ?? parseBlock(text);
    this.grid.actions().paste(block);
  }

  /** Asked for in a menu: the same event as from the keys. */
  ask(name) {
    this.grid.editor.focus();
    document.execCommand(name);
  }

  /** Browsers read the clipboard for a page only where they may; elsewhere the key has to do it. */
  async askPaste() {
    try {
      this.take(await navigator.clipboard.readText(), "");
    } catch {
      this.grid.announce(this.grid.say("paste_by_key"));
    }
  }
}
