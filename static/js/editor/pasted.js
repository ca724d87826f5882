// HTML from a clipboard, made as plain as its meaning: word processors say it with styles.
const HEAVY = /font-weight:\s*(?:bold|[6-9]00)/i;
const SLANTED = /font-style:\s*italic/i;
const STRUCK = /text-decoration[^;]*line-through/i;

// The policy of our pages is against styles, and would complain of each: they go by another name.
const withoutStyles = (html) =>
  html
    .replace(/<style\b[^]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));

// Nothing in such a document runs or is fetched.
export function tidied(html) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  for (const one of body.querySelectorAll("script, meta, link, o\\:p")) one.remove();
  // Google Docs puts a «b» around everything that says it is not bold.
  for (const one of body.querySelectorAll("b[data-style*='font-weight:normal']")) unwrap(one);
  for (const one of body.querySelectorAll("span[data-style]")) sayByElements(one);
  makeLists(body);
  for (const one of body.querySelectorAll("li > p:only-child, a > p:only-child")) unwrap(one);
  return body;
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function sayByElements(span) {
  const style = span.dataset.style;
  const said = [HEAVY.test(style) && "strong", SLANTED.test(style) && "em", STRUCK.test(style) && "del"];
  for (const name of said.filter(Boolean)) {
    if (span.closest(name) || span.closest("h1, h2, h3, h4, h5, h6")) continue;
    const wrapper = span.ownerDocument.createElement(name);
    wrapper.append(...span.childNodes);
    span.append(wrapper);
  }
}

// Word's lists are paragraphs with a drawn bullet.
function makeLists(body) {
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list'], p[class^='MsoListParagraph']")) {
    const mark = paragraph.querySelector("[data-style*='mso-list:Ignore' i]");
    if (!mark) continue;
    const kind = /^\s*\(?[\da-z]{1,3}[.)]/i.test(mark.textContent) ? "ol" : "ul";
    mark.remove();
    const before = paragraph.previousElementSibling;
    const list = before?.matches(`${kind}[data-made]`) ? before : body.ownerDocument.createElement(kind);
    list.dataset.made = "";
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    if (list === before) paragraph.remove();
    else paragraph.replaceWith(list);
  }
}
