// Pictures that are pasted, dropped or chosen go to the blog one after the other while the writer
// goes on. The text stays free of them until they are there: what is saved meanwhile is what was
// written, and one Ctrl+Z takes a picture away again.
import { bringsFiles, filesIn, picturesIn, Uploads } from "../pictures/uploads.js";
import { insert } from "./inserting.js";
import { Landing, Places } from "./places.js";
import { listUndescribed } from "./undescribed.js";

export function offerPictures(form, text) {
  const button = form.querySelector("[data-choose-pictures]");
  const element = form.querySelector("[data-uploads]");
  if (!button) return;
  const places = new Places(text);
  const landing = new Landing(text);
  const missing = listUndescribed(form, text);
  let touched = false;
  let handing, waved;

  const uploads = new Uploads(element, {
    tokens: { value: form.elements.csrf_token.value },
    arrived: async (picture, place) => {
      await composed(text);
      missing.learn(picture);
      put(text, place, picture, { places, there: !touched && place.at === text.selectionStart });
      touched = true;
    },
    settled: (_pictures, problems) => {
      places.letGo();
      if (handing && !problems.length) {
        waved = true;
        form.requestSubmit(handing);
      } else if (handing) element.querySelector("[data-said]").append(` ${element.dataset.unsaved}`);
      handing = undefined;
      element.querySelector("[data-note]").hidden = true;
    },
  });
  const take = (files, at = text.selectionEnd) => {
    if (!uploads.busy) touched = false;
    uploads.take(files, places.hold(at));
  };

  text.addEventListener("beforeinput", () => (touched = true));
  text.addEventListener("pointerdown", () => (touched = true));
  button.addEventListener("click", (event) => {
    event.preventDefault();
    choose(button.dataset.choosePictures, take);
  });
  // What is saved would lack what is still on its way; whoever asks twice means it.
  form.addEventListener("submit", (event) => {
    if (!uploads.busy || waved || handing) {
      waved = true;
      return;
    }
    event.preventDefault();
    handing = event.submitter;
    element.querySelector("[data-said]").textContent = element.dataset.saving;
    element.querySelector("[data-note]").hidden = false;
  });
  addEventListener("pageshow", () => (waved = false));
  addEventListener("beforeunload", (event) => {
    if (uploads.busy && !waved) event.preventDefault();
  });
  watchPaste(text, take);
  watchDrops(form, text, landing, take);
}

function watchPaste(text, take) {
  text.addEventListener("paste", (event) => {
    const files = picturesIn(event.clipboardData);
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(files);
  });
}

// Beside the text a file would lead the browser away from the page: it lands at its end or cursor.
function watchDrops(form, text, landing, take) {
  let at;
  document.addEventListener("dragover", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    at = landing.at(event.clientY);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || landing.hide());
  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    landing.hide();
    take(filesIn(event.dataTransfer), at ?? landing.at(event.clientY));
    landing.hide();
    at = undefined;
  });
}

function choose(kinds, take) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", multiple: true, accept: kinds });
  input.addEventListener("change", () => take([...input.files]));
  input.click();
}

// While a word is put together, as in Japanese, nothing may come between.
let composing = false;
addEventListener("compositionstart", () => (composing = true));
addEventListener("compositionend", () => (composing = false));

async function composed() {
  while (composing) await new Promise((done) => addEventListener("compositionend", () => setTimeout(done), { once: true }));
}

// On a line of its own, wherever the writer is by now: cursor, focus and scrolling stay with them.
// Is the writer still there, the cursor goes to where it is said what the picture shows.
function put(text, { at }, { address, alt }, { places, there }) {
  const words = alt.replace(/[[\]\\]/g, "\\$&");
  const before = text.value.slice(0, at);
  const after = text.value.slice(at);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") || !after ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const put = `${lead}![${words}](${address})${tail}`;
  const { selectionStart, selectionEnd, selectionDirection } = text;
  const active = document.activeElement;
  keepScrolled(text, () => {
    text.focus({ preventScroll: true });
    text.setSelectionRange(at, at);
    places.moveBy(put.length, at, () => insert(text, put));
    const moved = (place) => (place < at ? place : place + put.length);
    if (there) text.setSelectionRange(at + lead.length + 2, at + lead.length + 2 + words.length);
    else text.setSelectionRange(moved(selectionStart), moved(selectionEnd), selectionDirection);
    if (active !== text && active !== document.body) active.focus({ preventScroll: true });
  });
}

function keepScrolled(text, act) {
  const pane = text.closest(".paper");
  const [x, y, top] = [scrollX, scrollY, pane.scrollTop];
  act();
  scrollTo(x, y);
  pane.scrollTop = top;
}
