// The preview: asked of the server after each pause in typing, shown beside the text on a wide
// screen, in its place on a narrow one.
import { patch } from "./patching.js";
import { tieScrolling } from "./scrolling.js";

const PAUSE = 150; // milliseconds without a key
const LONGEST_PAUSE = 300;
const AGAIN = 4000;
const KEPT = "blogsite-preview";
const WIDE = window.matchMedia("(min-width: 64rem)");

// A browser that keeps nothing, or is full, shows the preview when it is asked to.
function remember(on) {
  try {
    localStorage.setItem(KEPT, on ? "yes" : "no");
  } catch { /* then not */ }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false;
  }
}

// Asks for one text at a time: what is asked for next makes the last one void.
class Asker {
  #form;
  #asking = new AbortController();
  #took = 0;

  constructor(form) {
    this.#form = form;
  }

  // As long as the last answer took, so that a long text does not keep a server busy all the time.
  get pause() {
    return Math.min(Math.max(PAUSE, this.#took), LONGEST_PAUSE);
  }

  async ask(content) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const body = new FormData();
    body.set("csrf_token", this.#form.elements.csrf_token.value);
    body.set("content", content);
    for (const name of ["language", "direction"]) body.set(name, this.#form.elements[name].value);
    const { signal } = this.#asking;
    const beganAt = performance.now();
    const asked = { method: "POST", body, signal, redirect: "manual" };
    try {
      const answer = await fetch(this.#form.dataset.livePreview, asked);
      return await this.#read(answer);
    } catch {
      return signal.aborted ? {} : { problem: "offline", again: AGAIN };
    } finally {
      if (!signal.aborted) this.#took = performance.now() - beganAt;
    }
  }

  async #read(answer) {
    if (answer.ok) return answer.json();
    if (answer.status === 422) return { problem: "said", said: (await answer.json()).problem };
    if (answer.type === "opaqueredirect" || [400, 401].includes(answer.status)) {
      return { problem: "signed-out" };
    }
    const again = 1000 * Number(answer.headers.get("Retry-After") ?? 0);
    return again ? { problem: "busy", again } : { problem: "other" };
  }
}

function tell(place, { problem, said }) {
  for (const one of place.querySelectorAll("[data-problem]")) {
    one.hidden = one.dataset.problem !== problem;
    if (!one.hidden && said) one.textContent = said;
  }
}

export function offerPreview(form, text) {
  const pane = form.querySelector("[data-preview]");
  const place = pane.querySelector("[data-previewed]");
  const trouble = pane.querySelector("[data-trouble]");
  const button = form.querySelector("[data-show-preview]");
  const write = form.querySelector("[data-write]");
  const asker = new Asker(form);
  form.querySelector(".editor-panes").append(pane); // for the keyboard, the text comes first
  const follow = tieScrolling(form.querySelector(".paper"), pane, text, place);
  let timer, shown;

  const showing = () => form.classList.contains("has-preview");

  async function refresh() {
    const { value } = text;
    if (!showing() || value === shown) return;
    const answer = await asker.ask(value);
    if (answer.html !== undefined) {
      patch(place, answer.html);
      shown = value;
      pane.dataset.shown = String(Math.round(performance.now()));
      follow();
    }
    if (answer.html !== undefined || answer.problem) tell(trouble, answer);
    if (answer.again) later(answer.again);
  }

  function later(pause = asker.pause) {
    clearTimeout(timer);
    timer = setTimeout(refresh, pause);
  }

  function set(on) {
    form.classList.toggle("has-preview", on);
    pane.hidden = !on;
    button.setAttribute("aria-pressed", String(on));
    write.setAttribute("aria-pressed", String(!on));
    remember(on && WIDE.matches);
    if (on) refresh();
  }

  const title = pane.querySelector("[data-preview-title]");
  const nameIt = () => {
    title.textContent = form.elements.title.value;
  };
  form.elements.title.addEventListener("input", nameIt);
  nameIt();
  text.addEventListener("input", () => showing() && later());
  window.addEventListener("online", () => later(0));

  button.type = "button";
  write.hidden = false;
  pane.classList.add("is-live");
  pane.tabIndex = 0;
  button.addEventListener("click", () => {
    set(!showing());
    if (WIDE.matches) return;
    if (showing()) pane.focus();
    else text.focus();
  });
  write.addEventListener("click", () => {
    set(false);
    text.focus();
  });
  set(showing() || (WIDE.matches && remembered()));
}
