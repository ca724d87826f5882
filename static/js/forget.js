// Erases what was kept in this browser and is saved by now, or belongs to somebody who signed out.

import { erase, eraseAll } from "./autosave/store.js";
import { forget as forgetTab } from "./autosave/tab.js";

const { forget } = document.querySelector("[data-forget]").dataset;

if (forget === "all") {
  forgetTab();
  await eraseAll();
} else {
  for (const mark of forget.split(" ")) {
    const [key, sequence] = mark.split(":");
    await erase(key, Number(sequence));
  }
}
