// Words and minutes, counted as the server counts them (blogsite/lib/markdown): each ideograph is a
// word of its own, and what only marks up is none.
import { afterPause } from "./waiting.js";

const WORDS_A_MINUTE = 230;
const IDEOGRAPHS_A_MINUTE = 400;
const PAUSE = 250;

const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/gu;
const WORD = /[\p{L}\p{N}_’'-]+/gu;
const MARKS = [
  [/^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[^]*?\n)?? {0,3}\1[^\n]*$/gm, ""], // blocks of code
  [/<!--[^]*?(?:-->|$(?![^]))|<\/?[a-z][^<>]*>/gi, ""],
  [/^ {0,3}\[(?!\^)[^\]\n]+\]:.*$/gm, ""], // where links of the text lead
  [/!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()\n]*)?\)/g, "$1"],
  [/\[\^[^\]\s]+\]:?|\[![A-Z]+\]/g, ""], // notes and callouts
  [/^[\t >]*(?:[-*+]|\d{1,9}[.)])[\t ]+(?:\[[ xX]\] )?/gm, ""], // lists
  [/^[\t >|:=*_-]+$/gm, ""], // rules, underlined headings, lines of tables
];

export function count(source) {
  const said = MARKS.reduce((left, [mark, instead]) => left.replace(mark, instead), source);
  const ideographs = said.match(IDEOGRAPH)?.length ?? 0;
  const words = said.replace(IDEOGRAPH, " ").match(WORD)?.length ?? 0;
  const minutes = Math.ceil(words / WORDS_A_MINUTE + ideographs / IDEOGRAPHS_A_MINUTE);
  return { words: words + ideographs, minutes };
}

// The server gives the sentence for a few numbers; one of them has the grammar of any other.
export function speaker(samples) {
  const language = document.documentElement.lang || "en";
  const rules = new Intl.PluralRules(language);
  const kinds = Object.entries(samples).map(([n, sentence]) => [rules.select(Number(n)), sentence]);
  const sentences = new Map(kinds);
  // In the digits that the server writes.
  const number = new Intl.NumberFormat(language, { numberingSystem: "latn" });
  return (n) => (sentences.get(rules.select(n)) ?? kinds.at(-1)[1]).replace("#", number.format(n));
}

export function watchCount(place, text) {
  const words = speaker(JSON.parse(place.dataset.words));
  const minutes = speaker(JSON.parse(place.dataset.minutes));
  const show = () => {
    const counted = count(text.value);
    place.textContent = counted.words ? `${words(counted.words)} · ${minutes(counted.minutes)}` : "";
  };
  text.addEventListener("input", afterPause(PAUSE, show));
  show();
}
