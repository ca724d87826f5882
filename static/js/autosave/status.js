// Whether what is written is safe, for eyes and ears: the eyes see the seconds pass, the ears hear
// only when something becomes otherwise. The sentences are in the element's data attributes.

export class Status {
  #element;
  #shown = document.createElement("span");
  #said = document.createElement("span");
  #savedAt = 0;
  #timer;

  constructor(element) {
    this.#element = element;
    this.#shown.setAttribute("aria-hidden", "true");
    this.#said.className = "unseen";
    element.replaceChildren(this.#shown, this.#said);
  }

  saving() {
    clearInterval(this.#timer);
    this.#show("saving", this.#element.dataset.saving);
  }

  saved() {
    this.#savedAt = performance.now();
    this.#say(this.#element.dataset.saved);
    this.#tick();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  waits(state, sentence) {
    clearInterval(this.#timer);
    const name = state.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase());
    const words = (state === "too-long" && sentence) || this.#element.dataset[name];
    this.#show(state, words);
    this.#say(words);
  }

  #tick() {
    const seconds = Math.round((performance.now() - this.#savedAt) / 1000);
    const { savedSeconds, savedMinutes } = this.#element.dataset;
    const [sentence, n] = seconds < 60 ? [savedSeconds, seconds] : [savedMinutes, Math.floor(seconds / 60)];
    this.#show("saved", sentence.replace("{n}", n));
  }

  #show(state, words) {
    this.#element.dataset.state = state;
    if (this.#shown.textContent !== words) this.#shown.textContent = words;
  }

  #say(words) {
    if (this.#said.textContent !== words) this.#said.textContent = words;
  }
}
