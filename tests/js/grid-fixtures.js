/** A small sheet, a fake server and a fake clock for the tests of the grid. */

import { Sheet } from "../../static/js/grid/sheet.js";

export const LEVEL = {
  key: "system_level",
  label: "事项所在系统层级",
  kind: "choice",
  required: true,
  choices: [
    ["province_vertical", "省级垂管"],
    ["district_built", "区县（市）自建", ["区县自建"]],
  ],
};

export const DISTRICTS = {
  key: "districts",
  label: "适用区县",
  kind: "multi",
  choices: [
    [1, "上城区"],
    [2, "西湖区"],
    [3, "桐庐县"],
  ],
};

export const COLUMNS = [
  { key: "name", label: "事项名称", kind: "text", fixed: true, locked: true },
  LEVEL,
  { key: "system_name", label: "系统名称", kind: "text" },
  { key: "volume", label: "办件量", kind: "integer" },
  { key: "contact", label: "联系人", kind: "text" },
  { key: "phone", label: "联系方式", kind: "phone" },
  DISTRICTS,
  { key: "remark", label: "备注", kind: "text", multiline: true },
];

export function row(id, values = {}, more = {}) {
  return {
    id,
    locked: false,
    return_reason: "",
    errors: {},
    warnings: [],
    gaps: [],
    complete: false,
    values: {
      name: `事项${id}`,
      system_level: "",
      system_name: "",
      volume: null,
      contact: "",
      phone: "",
      districts: [],
      remark: "",
      ...values,
    },
    ...more,
  };
}

export function sheetOf(...rows) {
  return new Sheet({ columns: COLUMNS, rows });
}

/** Let every promise that can settle settle. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export class Clock {
  constructor() {
    this.timers = new Map();
    this.now = 0;
    this.next = 1;
  }

  later = (act, milliseconds) => {
    this.timers.set(this.next, { act, due: this.now + milliseconds });
    return this.next++;
  };

  cancel = (timer) => this.timers.delete(timer);

  async advance(milliseconds) {
    this.now += milliseconds;
    for (const [timer, { act, due }] of [...this.timers]) {
      if (due > this.now || !this.timers.delete(timer)) continue;
      act();
      await settled();
    }
    await settled();
  }
}

export class Store {
  constructor(content = {}) {
    this.content = { ...content };
  }

  getItem(key) {
    return this.content[key] ?? null;
  }

  setItem(key, text) {
    this.content[key] = text;
  }

  removeItem(key) {
    delete this.content[key];
  }
}

export function answer(data, { status = 200, type = "application/json" } = {}) {
  return {
    status,
    ok: status < 400,
    headers: { get: () => type },
    json: async () => data,
  };
}
