// Puts words where the cursor is, as typing does: one Ctrl+Z takes them away again.
export function insert(text, words) {
  text.focus();
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
}
