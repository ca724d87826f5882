// The pictures of the text that say nothing: what somebody types beside one goes between its
// brackets. The page brings the list; while somebody writes it is kept true here.
import { speaker } from "./counting.js";
import { insert } from "./inserting.js";
import { afterPause } from "./waiting.js";

const PAUSE = 500;
const SAYS_NOTHING = /!\[[ \t]*\]\(<?\/media\/([0-9a-f]{24})[/)> \t]/g;

export function listUndescribed(form, text) {
  const section = form.querySelector("[data-undescribed]");
  const list = section.querySelector("[data-list]");
  const title = section.querySelector("h2");
  const counts = speaker(JSON.parse(title.dataset.counts));
  const template = section.querySelector("template");
  const base = form.querySelector("[data-uploads]").dataset.uploads;
  const known = new Map();
  const row = (id) => list.querySelector(`[data-id="${id}"]`);

  function lacking() {
    const ids = new Set([...text.value.matchAll(SAYS_NOTHING)].map((match) => match[1]));
    return [...ids];
  }

  // What the page does not know of, as of a code that was pasted, is asked of the site once.
  async function find(id) {
    known.set(id, {});
    try {
      const answer = await fetch(`${base}/${id}`, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) known.set(id, await answer.json());
    } catch { /* then it is not in the list */ }
    refresh();
  }

  function refresh() {
    const ids = lacking().filter((id) => {
      if (!known.has(id)) find(id);
      const picture = known.get(id);
      return picture?.id && !picture.alt && !picture.decorative;
    });
    for (const item of [...list.children]) if (!ids.includes(item.dataset.id)) leave(item);
    // One that stands where it should is not touched: somebody may be typing there.
    ids.forEach((id, place) => {
      const item = row(id) ?? made(known.get(id));
      const there = list.children[place] ?? null;
      if (item !== there) list.insertBefore(item, there);
    });
    section.hidden = !ids.length;
    const said = counts(ids.length);
    if (title.textContent !== said) title.textContent = said;
  }

  // The keyboard goes on to the next one, or back to the text.
  function leave(item) {
    const here = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (here) (next?.querySelector("input") ?? text).focus();
  }

  function made(picture) {
    const item = template.content.cloneNode(true).firstElementChild;
    item.dataset.id = picture.id;
    item.querySelector("img").src = picture.shown;
    for (const name of item.querySelectorAll("[data-label]")) name.textContent = picture.label;
    const input = item.querySelector("input");
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      describe(picture.id, input);
    });
    input.addEventListener("input", (event) => event.stopPropagation());
    // A picture that arrives takes the keyboard for a moment and gives it back: nobody has left then.
    input.addEventListener("focusout", () => setTimeout(() => input === document.activeElement || describe(picture.id, input)));
    item.querySelector("[data-show]").addEventListener("click", () => show(picture.id));
    item.querySelector("[data-decoration]").addEventListener("click", () => decorate(picture));
    return item;
  }

  function placesOf(id) {
    return [...text.value.matchAll(SAYS_NOTHING)].filter((match) => match[1] === id);
  }

  function show(id) {
    const [place] = placesOf(id);
    if (!place) return;
    text.focus();
    text.setSelectionRange(place.index, place.index + place[0].indexOf("]") + 1);
  }

  function describe(id, input) {
    const said = input.value.trim().replace(/[[\]\\]/g, "\\$&");
    if (!said || input.readOnly) return;
    input.readOnly = true; // that the text gets the cursor for a moment changes nothing here
    const active = document.activeElement;
    for (const place of placesOf(id).reverse()) {
      text.focus({ preventScroll: true });
      text.setSelectionRange(place.index + 2, place.index + place[0].indexOf("]"));
      insert(text, said);
    }
    active?.focus?.({ preventScroll: true });
    refresh();
  }

  async function decorate(picture) {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("decorative", "y");
    const asked = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" };
    try {
      const answer = await fetch(`${base}/${picture.id}/alt`, asked);
      if (!answer.ok) throw new Error("refused");
      picture.decorative = true;
      refresh();
    } catch {
      const item = row(picture.id);
      item.querySelector("[data-problem]").hidden = false;
    }
  }

  list.replaceChildren();
  text.addEventListener("input", afterPause(PAUSE, refresh));
  refresh();
  return {
    learn: (picture) => known.set(picture.id, picture),
  };
}
