// Pictures that are still being made small become real on their page, without anybody loading it anew.
const FIRST = 2000; // milliseconds; then ever longer
const LONGEST = 30_000;

const cards = (page) => [...page.querySelectorAll("[data-waiting]")];

export function watchWaiting() {
  let pause = FIRST;
  let timer;

  async function look() {
    timer = undefined;
    if (!cards(document).length) return;
    if (!document.hidden) await fetched().catch(() => {});
    pause = Math.min(pause * 1.5, LONGEST);
    begin();
  }

  function begin() {
    if (!timer && cards(document).length) timer = setTimeout(look, pause);
  }

  begin();
  return () => {
    pause = FIRST;
    clearTimeout(timer);
    timer = undefined;
    begin();
  };
}

async function fetched() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const card of cards(document)) {
    const now = page.getElementById(card.id);
    if (now && !now.matches("[data-waiting]")) become(card, now);
  }
}

// The keyboard stays where it is: only what the link shows is another. A browser would show again
// what it had at this address.
function become(card, now) {
  const image = now.querySelector("img");
  if (image) image.src = `${image.getAttribute("src")}?there`;
  card.removeAttribute("data-waiting");
  card.querySelector("a").replaceChildren(...now.querySelector("a").childNodes);
}
