// Keeps what is written in an editor: in this browser within a moment, at the site within seconds.
// Elsewhere, as in the list of drafts, it only sends what pages that broke down have left.

import { Keeper } from "./autosave/keeper.js";
import { gather, hold, own, show } from "./autosave/leftovers.js";
import { Page } from "./autosave/page.js";
import { Status } from "./autosave/status.js";

const form = document.querySelector("form.editor");
const element = document.querySelector("[data-autosave]");

function attend(page, keeper) {
  page.form.addEventListener("input", () => keeper.changed());
  page.form.addEventListener("change", () => keeper.changed());
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target === page.form) keeper.hand(page.form);
    else if ("discard" in event.target.dataset && event.target.elements.sequence) keeper.discard(event.target);
  });
  addEventListener("pagehide", () => keeper.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keeper.leave();
    else keeper.resume();
  });
  for (const back of ["pageshow", "online", "focus"]) addEventListener(back, () => keeper.resume());
  addEventListener("beforeunload", (event) => {
    if (keeper.atRisk) event.preventDefault();
  });
}

// Somebody wants to see what is saved; the next time the page is opened it is as always.
function wantedEmpty() {
  if (new URLSearchParams(location.search).get("autosave") !== "none") return false;
  history.replaceState(history.state, "", location.pathname);
  return true;
}

async function takeUp(page) {
  const { known, held, putIn, answered, writtenBefore } = element.dataset;
  const empty = wantedEmpty();
  const found = await gather(page.user, page, { known, held });
  for (const record of found.stuck) show(record, page);
  // Who has just saved sees what was saved, and that it was: what else there is, is offered later.
  const saved = document.querySelector("[data-forget]") !== null;
  if (empty || saved || page.touched || putIn !== undefined || answered !== undefined) return;
  const mine = own(found, page, { writtenBefore: writtenBefore !== undefined });
  if (mine) location.replace(mine.editor);
  else if (found.arrived.some((record) => record.url === page.url)) location.reload();
}

async function write() {
  const page = new Page(form, element);
  const keeper = new Keeper(page, new Status(element));
  hold(page.key);
  attend(page, keeper);
  // Typed before this script was there, or put back by the browser, or refused by the site.
  if (page.touched || element.dataset.answered !== undefined) keeper.changed();
  await takeUp(page);
}

async function tidy() {
  const { arrived } = await gather(element.dataset.user, null, element.dataset);
  if (arrived.length) location.reload();
}

if (element) await (form ? write() : tidy());
