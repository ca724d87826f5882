// Keeps what one open editor holds: in the browser at once, at the site when its writer pauses.

import * as store from "./store.js";
import { send, sendLeaving } from "./site.js";
import { remember } from "./tab.js";

const HERE = 80; // milliseconds from a key to the browser's disk, and what that takes
const PAUSE = 1000; // without a key, then it goes to the site
const LONGEST = 5000; // while the keys never pause
const AGAIN = [2000, 4000, 8000, 15000, 30000, 60000];
const STAY = new Set(["refused", "too-long"]); // asking again would not help: only other words do

export class Keeper {
  #page;
  #status;
  #latest = null; // the record of the last change
  #sent = 0; // the mark that the site has
  #sending = false;
  #failures = 0;
  #since = 0; // of the first change that the site does not have
  #hereTimer;
  #siteTimer;
  #writing = false;
  #here = true; // whether this browser keeps anything
  #silent = false; // saved or discarded at this moment

  constructor(page, status) {
    this.#page = page;
    this.#status = status;
  }

  changed() {
    this.#silent = false;
    this.#since ||= Date.now();
    this.#hereTimer ??= setTimeout(() => this.keepHere(), HERE);
    if (this.#failures === 0) {
      this.#later(Math.min(PAUSE, Math.max(0, this.#since + LONGEST - Date.now())));
    }
  }

  get unsent() {
    return this.#hereTimer !== undefined || (this.#latest?.sequence ?? 0) > this.#sent;
  }

  // Whether closing the page now would lose words.
  get atRisk() {
    return this.unsent && !this.#here && !this.#silent;
  }

  async keepHere() {
    clearTimeout(this.#hereTimer);
    this.#hereTimer = undefined;
    if (!this.#latest) remember(this.#page);
    this.#latest = this.#page.record();
    if (this.#writing) return;
    this.#writing = true;
    try {
      for (let kept = null; kept !== this.#latest;) {
        kept = this.#latest;
        await store.put(kept);
      }
      this.#here = true;
    } catch {
      this.#here = false;
    } finally {
      this.#writing = false;
    }
  }

  // The page is hidden, or leaves: nobody knows whether it comes back.
  leave() {
    if (this.#silent || !this.unsent) return;
    this.keepHere();
    sendLeaving(this.#latest);
  }

  // The form itself goes to the site, and takes with it what was kept up to this moment.
  hand(form) {
    if (this.unsent) this.keepHere();
    clearTimeout(this.#siteTimer);
    if (this.#latest) this.#page.mark(form);
    this.#silent = true;
  }

  discard(form) {
    this.hand(form);
    store.erase(this.#page.key).catch(() => {});
  }

  resume() {
    this.#silent = false;
    if (this.unsent) this.#later(0);
  }

  #later(wait) {
    clearTimeout(this.#siteTimer);
    this.#siteTimer = setTimeout(() => this.#toSite(), wait);
  }

  async #toSite() {
    if (this.#sending || this.#silent) return;
    if (this.#hereTimer !== undefined || !this.#latest) this.keepHere();
    const record = this.#latest;
    this.#sending = true;
    this.#since = 0;
    this.#status.saving();
    const told = await send(record);
    this.#sending = false;
    if (told.state === "kept" || told.state === "closed") this.#arrived(record, told);
    else this.#failed(told);
  }

  #arrived(record, told) {
    this.#failures = 0;
    this.#sent = record.sequence;
    this.#status.saved();
    this.#replaced(record);
    const noted = told.state === "kept"
      ? store.noteSent(record.key, record.sequence, told.editor)
      : store.erase(record.key, record.sequence);
    noted.catch(() => {});
    // What the form has taken with it is not to come after it.
    if (this.unsent && !this.#silent) this.changed();
  }

  // What had been taken up in this page stands in it, and has gone from the site.
  #replaced(record) {
    const field = this.#page.form.elements.grown_from;
    const [, grown] = record.fields.find(([name]) => name === "grown_from");
    if (grown && field.value === grown) field.value = "";
    for (const mark of grown.split(" ").filter(Boolean)) {
      const [key, sequence] = mark.split(":");
      store.erase(key, Number(sequence)).catch(() => {});
    }
  }

  #failed(told) {
    const state = this.#here ? told.state : "nowhere";
    this.#status.waits(state, told.sentence);
    if (STAY.has(told.state)) {
      this.#failures = 0;
      return;
    }
    const wait = told.after || AGAIN[Math.min(this.#failures, AGAIN.length - 1)];
    this.#failures += 1;
    this.#later(wait * (0.9 + 0.2 * Math.random()));
  }
}
