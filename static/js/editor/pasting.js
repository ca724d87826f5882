// What is copied from a page, a document or a spreadsheet arrives as Markdown. Ctrl+Shift+V, and a
// cursor inside a block of code, take the bare words.
import { subscribe } from "../../vendor/paste-markdown/bundle.js";
import TurndownService from "../../vendor/turndown/turndown.browser.es.js";

import { insert } from "./inserting.js";
import { tidied } from "./pasted.js";
import { addTables } from "./tables.js";

const MEANT = [
  "a[href], b, strong, i, em, del, s, strike, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, pre, code",
  "table, hr, [data-style*='mso-list'], [id^='docs-internal-guid']",
].join();
const OPTIONS = {
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "_",
  hr: "---",
};

function makeService() {
  const service = new TurndownService(OPTIONS);
  service.addRule("struck", {
    filter: ["del", "s", "strike"],
    replacement: (words) => (words ? `~~${words}~~` : ""),
  });
  service.addRule("item", { filter: "li", replacement: item });
  // A picture inside the clipboard has no address that the post could keep.
  service.addRule("picture", {
    filter: (node) => node.nodeName === "IMG" && !/^https?:/.test(node.getAttribute("src") ?? ""),
    replacement: (_words, node) => node.getAttribute("alt") ?? "",
  });
  service.remove(["script", "style", "head", "title", "noscript", "template"]);
  addTables(service);
  return service;
}

// One blank after the mark: Turndown's own rule writes three.
function item(words, node) {
  const list = node.parentNode;
  const at = Array.prototype.indexOf.call(list.children, node);
  const first = Number(list.getAttribute("start") ?? 1);
  const mark = list.nodeName === "OL" ? `${first + at}. ` : "- ";
  const lines = words.trim().replace(/\n/gm, `\n${" ".repeat(mark.length)}`);
  return `${mark}${lines.replace(/ +$/gm, "")}${node.nextSibling ? "\n" : ""}`;
}

let service;

export function asMarkdown(html) {
  const body = tidied(html);
  if (!body.querySelector(MEANT)) return "";
  service ??= makeService();
  return service.turndown(body);
}

const isAddress = (words) => /^https?:\/\/\S+$/.test(words.trim());

function insideCode(text) {
  const fences = text.value.slice(0, text.selectionStart).match(/^ {0,3}(```|~~~)/gm);
  return (fences?.length ?? 0) % 2 === 1;
}

export function watchPaste(text) {
  let bare = false;
  text.addEventListener("keydown", (event) => {
    bare = event.shiftKey && event.code === "KeyV";
  });
  text.addEventListener("paste", (event) => {
    const { clipboardData: pasted } = event;
    if (bare || !pasted || insideCode(text)) {
      event.stopImmediatePropagation();
      return;
    }
    const linking = text.selectionStart < text.selectionEnd && isAddress(pasted.getData("text/plain"));
    const markdown = linking ? "" : asMarkdown(pasted.getData("text/html"));
    if (!markdown) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    insert(text, markdown);
  });
  // What is left to it: an address over selected words becomes a link.
  subscribe(text);
}
