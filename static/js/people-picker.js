/**
 * <people-picker> around a <select multiple data-people>: type a name or its pinyin initials, press
 * Enter. Each option carries data-initials. Without us it is a plain list; we only hide it.
 * Typing “@” in the form's text brings the hand here, choosing someone brings it back.
 */
class PeoplePicker extends HTMLElement {
  connectedCallback() {
    if (this.box) return;
    this.select = this.querySelector("select");
    this.select.hidden = true;
    this.box = this.newBox();
    this.list = element("ul", { class: "people__list", id: `${this.select.id}_list`, hidden: "" });
    this.list.setAttribute("role", "listbox");
    this.chosen = element("p", { class: "people__chosen" });
    this.append(this.chosen, this.box, this.list);
    this.listen();
    this.showChosen();
  }

  newBox() {
    const box = element("input", { type: "text", class: "input people__box", role: "combobox" });
    box.autocomplete = "off";
    box.id = `${this.select.id}_box`;
    box.setAttribute("aria-controls", `${this.select.id}_list`);
    box.setAttribute("aria-expanded", "false");
    const label = this.closest(".field")?.querySelector("label");
    if (label) label.htmlFor = box.id;
    box.placeholder = this.dataset.hint ?? "";
    return box;
  }

  listen() {
    this.box.addEventListener("input", () => this.propose());
    this.box.addEventListener("focus", () => this.propose());
    this.box.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("mousedown", (event) => this.picked(event));
    this.text?.addEventListener("input", (event) => {
      if (event.data === "@") this.box.focus();
    });
  }

  get text() {
    return this.closest("form")?.querySelector("textarea");
  }

  /* --- proposing --- */

  propose() {
    const typed = this.box.value.replace(/^@/, "").trim().toLowerCase();
    const found = matching([...this.select.options], typed);
    this.list.replaceChildren(...found.map((option) => this.proposal(option)));
    this.list.hidden = !found.length;
    this.box.setAttribute("aria-expanded", String(found.length > 0));
    this.highlight(0);
  }

  proposal(option) {
    const item = element("li", { role: "option", class: "people__item" });
    item.id = `${this.select.id}_${option.value}`;
    item.dataset.value = option.value;
    item.textContent = option.textContent;
    return item;
  }

  highlight(at) {
    const items = [...this.list.children];
    this.at = Math.max(0, Math.min(items.length - 1, at));
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
    const current = items[this.at];
    if (current) this.box.setAttribute("aria-activedescendant", current.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }

  pressed(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.highlight(this.at + steps[event.key]);
    else if (event.key === "Enter") this.choose(this.list.children[this.at]?.dataset.value);
    else if (event.key === "Backspace" && !this.box.value) return this.dropLast();
    else if (event.key === "Escape" && !this.list.hidden) this.hide();
    else return;
    event.preventDefault();
  }

  picked(event) {
    const item = event.target.closest("[data-value]");
    if (!item) return;
    event.preventDefault();
    this.choose(item.dataset.value);
  }

  /* --- chosen people --- */

  choose(value) {
    const option = [...this.select.options].find((one) => one.value === value);
    if (!option || this.list.hidden) return;
    option.selected = true;
    this.box.value = "";
    this.hide();
    this.showChosen();
    this.completeText(option);
  }

  /** “@” at the end of the text becomes the whole name. */
  completeText(option) {
    const { text } = this;
    if (!text?.value.endsWith("@")) return;
    text.value += `${option.textContent.split("（")[0]} `;
    text.focus();
  }

  dropLast() {
    const last = [...this.select.selectedOptions].pop();
    if (last) last.selected = false;
    this.showChosen();
  }

  showChosen() {
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((one) => this.chip(one)));
    this.chosen.hidden = !this.select.selectedOptions.length;
  }

  chip(option) {
    const chip = element("button", { type: "button", class: "button button--small" });
    chip.textContent = `@${option.textContent.split("（")[0]} ×`;
    chip.addEventListener("click", () => {
      option.selected = false;
      this.showChosen();
      this.box.focus();
    });
    return chip;
  }
}

const MOST_PROPOSED = 8;

/** The options not chosen yet whose name or initials hold the typed text. */
export function matching(options, typed) {
  return options
    .filter((option) => !option.selected)
    .filter(
      ({ textContent, dataset }) =>
        !typed ||
        textContent.toLowerCase().includes(typed) ||
        (dataset.initials ?? "").includes(typed),
    )
    .slice(0, MOST_PROPOSED);
}

function element(tag, attributes) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

customElements.define("people-picker", PeoplePicker);
