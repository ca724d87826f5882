// Pictures that are sent one after the other: each with its progress, several with that of all.
// The eyes see every percent; the ears hear when it begins and how it ends. What was refused stays
// in the list, with the reason, until somebody has read it.
import { send } from "./request.js";

const fill = (words, values) =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), words);

function make(name, words = "", className = "") {
  const element = document.createElement(name);
  element.textContent = words;
  element.className = className;
  return element;
}

// Arguments: an element with the sentences, `tokens` whose value is the token of the page, `arrived`
// which is given each picture with the place it was sent for, and `settled` with those of a batch.
export class Uploads {
  #words;
  #list;
  #said;
  #tokens;
  #arrived;
  #settled;
  #line = Promise.resolve();
  #items = [];
  #whole;

  constructor(element, { tokens, arrived = () => {}, settled = () => {} }) {
    this.#words = element.dataset;
    this.#list = element.querySelector("[data-list]");
    this.#said = element.querySelector("[data-said]");
    this.#tokens = tokens;
    this.#arrived = arrived;
    this.#settled = settled;
  }

  get busy() {
    return this.#items.length > 0;
  }

  take(files, place) {
    const items = [...files].map((file) => this.#enter({ file, place, share: 0 }));
    if (!items.length) return;
    const { one, many } = this.#words;
    this.#say(items.length > 1 ? fill(many, { n: items.length }) : fill(one, { file: items[0].file.name }));
    for (const item of items) this.#line = this.#line.then(() => this.#sendOne(item));
  }

  #enter(item) {
    item.row = make("li");
    item.bar = Object.assign(make("progress"), { max: 1, value: 0 });
    item.bar.setAttribute("aria-label", item.file.name);
    item.percent = make("span", "", "sending-percent");
    item.row.append(make("bdi", item.file.name), item.percent, item.bar);
    this.#list.append(item.row);
    this.#items.push(item);
    this.#showWhole();
    return item;
  }

  async #sendOne(item) {
    const told = await this.#tellOf(item);
    item.picture = told.picture;
    item.done = true;
    if (told.picture) {
      item.row.remove();
      await this.#arrived(told.picture, item.place);
    } else this.#refuse(item, told);
    this.#showWhole();
    if (this.#items.every((one) => one.done)) this.#settle();
  }

  async #tellOf(item) {
    if (item.file.size > Number(this.#words.most)) return { problem: this.#word("tooLarge", item) };
    return send(item.file, this.#words.uploads, this.#tokens, (share) => {
      item.share = item.bar.value = share;
      item.percent.textContent = `${Math.floor(100 * share)} %`;
      this.#showWhole();
    });
  }

  #word(name, { file }) {
    return fill(this.#words[name], { file: file.name });
  }

  #refuse(item, { problem, trouble }) {
    item.problem = problem ?? this.#word(trouble, item);
    const acts = make("span", "", "sending-acts");
    const act = (words, run) => {
      const button = Object.assign(make("button", words, "button plain small"), { type: "button" });
      button.append(make("span", ` ${item.file.name}`, "unseen"));
      button.addEventListener("click", () => {
        item.row.remove();
        run();
      });
      acts.append(button);
    };
    if (trouble) act(this.#words.again, () => this.take([item.file], item.place));
    act(this.#words.dismiss, () => {});
    const sentence = make("p", item.problem, "error");
    sentence.dir = "auto";
    item.row.replaceChildren(sentence, acts);
  }

  #showWhole() {
    const { length } = this.#items;
    if (length > 1 && !this.#whole) {
      this.#whole = make("li", "", "sending-whole");
      this.#whole.append(make("b"), Object.assign(make("progress"), { max: 1 }));
      this.#list.prepend(this.#whole);
    }
    if (!this.#whole) return;
    const done = this.#items.filter((one) => one.done).length;
    const [words, bar] = this.#whole.children;
    words.textContent = fill(this.#words.of, { n: done, all: length });
    bar.setAttribute("aria-label", words.textContent);
    const bytes = (share) => this.#items.reduce((sum, one) => sum + share(one) * (one.file.size || 1), 0);
    bar.value = bytes((one) => (one.done ? 1 : one.share)) / bytes(() => 1);
  }

  #settle() {
    const items = this.#items;
    this.#items = [];
    this.#whole?.remove();
    this.#whole = undefined;
    const pictures = items.map((one) => one.picture).filter(Boolean);
    const problems = items.map((one) => one.problem).filter(Boolean);
    const sent = pictures.length ? [fill(this.#words.sent, { n: pictures.length })] : [];
    this.#say([...sent, ...problems].join(" "));
    this.#settled(pictures, problems);
  }

  #say(words) {
    this.#said.textContent = words;
  }
}

// What a clipboard or a drag brings; a picture copied from a page comes with its address as words.
export const filesIn = (data) => [...(data?.files ?? [])];
export const picturesIn = (data) => filesIn(data).filter((one) => one.type.startsWith("image/"));
export const bringsFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));
