// The table of posts: one box that chooses the whole page, and how many are chosen. Without this
// script each box is ticked by itself.
const choose = document.getElementById("choose-page");
const counted = document.getElementById("bulk-count");
const words = choose && choose.closest("[data-choose]");

if (words) {
  const boxes = [...document.querySelectorAll('input[name="post"]')];
  const label = document.createElement("label");
  const master = document.createElement("input");
  const said = document.createElement("span");
  label.className = "choose";
  master.type = "checkbox";
  said.className = "choose-words";
  said.textContent = words.dataset.choose;
  label.append(master, said);
  choose.replaceWith(label);

  const show = () => {
    const number = boxes.filter((box) => box.checked).length;
    master.checked = number === boxes.length;
    master.indeterminate = number > 0 && number < boxes.length;
    counted.textContent = number ? words.dataset.chosen.replace("#", String(number)) : "";
  };
  master.addEventListener("change", () => {
    for (const box of boxes) box.checked = master.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  // What a browser keeps when somebody goes back is there only after this.
  window.addEventListener("pageshow", show);
  show();
}
