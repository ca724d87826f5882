// Places in a text that is being written: they stay between the same words while these move.
import { copyOf } from "./scrolling.js";

export class Places {
  #text;
  #held = new Set();
  #known;

  constructor(text) {
    this.#text = text;
    text.addEventListener("input", () => this.#held.size && this.#follow());
  }

  hold(at) {
    if (!this.#held.size) this.#known = this.#text.value;
    const place = { at };
    this.#held.add(place);
    return place;
  }

  letGo() {
    this.#held.clear();
  }

  // Something of ours is put at a place: what waits there too comes after it.
  moveBy(length, at, act) {
    const before = [...this.#held].map((place) => [place, place.at]);
    act();
    for (const [place, was] of before) place.at = was < at ? was : was + length;
  }

  // What was typed lies between the beginning and the end that both have.
  #follow() {
    const [old, now] = [this.#known, this.#text.value];
    const shorter = Math.min(old.length, now.length);
    let head = 0;
    while (head < shorter && old[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
    for (const place of this.#held) {
      if (place.at > old.length - tail) place.at += now.length - old.length;
      else if (place.at > head) place.at = now.length - tail;
    }
    this.#known = now;
  }
}

// Where paragraphs begin, and the end: between these a picture can stand without dividing a line.
function gaps({ value }) {
  const found = [0];
  for (const blank of value.matchAll(/\n[ \t]*\n+/g)) found.push(blank.index + blank[0].length);
  return found.at(-1) === value.length ? found : [...found, value.length];
}

// How far below the top of the text field some places are.
function depths(text, places) {
  const copy = copyOf(text);
  const marks = places.map((at, n) => {
    copy.append(text.value.slice(places[n - 1] ?? 0, at));
    const mark = document.createElement("span");
    mark.textContent = "\u200b";
    copy.append(mark);
    return mark;
  });
  text.after(copy);
  const found = marks.map((mark) => mark.offsetTop);
  copy.remove();
  const { paddingTop } = getComputedStyle(text);
  return found.map((depth) => depth + parseFloat(paddingTop));
}

// Shows between which lines something lands.
export class Landing {
  #text;
  #mark = document.createElement("div");
  #measured;

  constructor(text) {
    this.#text = text;
    this.#mark.className = "landing";
    this.#mark.hidden = true;
    text.parentElement.append(this.#mark);
    text.addEventListener("input", () => (this.#measured = undefined));
    addEventListener("resize", () => (this.#measured = undefined));
  }

  // The place nearest to a height on the screen, where it is shown.
  at(clientY) {
    const text = this.#text;
    if (!this.#measured) {
      const places = gaps(text);
      const below = depths(text, places);
      if (places.length > 1) below.push(below.pop() + parseFloat(getComputedStyle(text).lineHeight));
      this.#measured = { places, below };
    }
    const { places, below } = this.#measured;
    const y = clientY - text.getBoundingClientRect().top + text.scrollTop;
    const near = below.reduce((best, depth, n) => (Math.abs(depth - y) < Math.abs(below[best] - y) ? n : best), 0);
    this.#mark.style.top = `${text.offsetTop + below[near] - text.scrollTop}px`;
    this.#mark.hidden = false;
    return places[near];
  }

  hide() {
    this.#mark.hidden = true;
  }
}
