// What pages that are no more have left in this browser: sent to the site, and offered.

import * as store from "./store.js";
import { send } from "./site.js";
import { remembered } from "./tab.js";

const LOCK = "autosave ";

// While a page lives, others leave alone what it writes.
export function hold(key) {
  navigator.locks?.request(LOCK + key, () => new Promise(() => {}));
}

async function live() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map((one) => one.name).filter((name) => name.startsWith(LOCK))
    .map((name) => name.slice(LOCK.length)));
}

// Arguments: who looks, the page (none in a list), the keys that the page offers, and the marks of
// what stands in it by another way, as a form that was sent too late does.
// Answers with what has just arrived at the site, what was there, and what cannot get there.
export async function gather(user, page, { known = "", held = "" }) {
  const alive = await live();
  const offered = new Set(known.split(" "));
  const upTo = new Map(held.split(" ").map((mark) => mark.split(":")));
  const found = { arrived: [], there: [], stuck: [] };
  // A browser that keeps nothing has nothing left over.
  for (const record of await store.of(user).catch(() => [])) {
    if (record.key === page?.key || alive.has(record.key)) continue;
    if (record.sequence <= Number(upTo.get(record.key) ?? -1)) continue;
    if (store.unsent(record)) await bring(record, found);
    else if (record.url === page?.url && offered.has(record.key)) found.there.push(record);
    else if (record.url === page?.url) await store.erase(record.key, record.sequence);
  }
  return found;
}

async function bring(record, found) {
  const told = await send(record);
  if (told.state === "kept") {
    await store.noteSent(record.key, record.sequence, told.editor);
    found.arrived.push({ ...record, editor: told.editor });
  } else if (told.state === "closed") {
    await store.erase(record.key, record.sequence);
  } else {
    found.stuck.push(record);
  }
}

// The newest one that belongs into this page without being asked for: of a post that was edited in
// this browser, or of this very tab before it broke down.
export function own(found, page, { writtenBefore }) {
  const last = remembered(page);
  return [...found.arrived, ...found.there]
    .filter((record) => record.url === page.url && record.editor)
    .filter((record) => record.key === last || (writtenBefore && navigator.locks))
    .sort((one, other) => other.sequence - one.sequence)[0];
}

// Shows what the site cannot take, from the page's template.
export function show(record, page) {
  const template = document.querySelector("template[data-left-over]");
  const section = template.content.cloneNode(true).firstElementChild;
  const field = (name) => record.fields.find(([one]) => one === name)?.[1] ?? "";
  section.querySelector("[data-title]").textContent = field("title");
  section.querySelector("[data-words]").textContent = field("content");
  const takeUp = section.querySelector("[data-take-up]");
  const discard = section.querySelector("[data-discard]");
  // Into a text that has been begun nothing is put: it can be copied from here.
  takeUp.hidden = page.touched || record.url !== page.url;
  takeUp.addEventListener("click", () => {
    page.putIn(record);
    section.remove();
  });
  discard.addEventListener("click", async () => {
    await store.erase(record.key);
    section.remove();
  });
  template.after(section);
}
