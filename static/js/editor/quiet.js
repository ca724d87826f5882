// A full screen with the text and nothing else; Escape leaves it.
const SCREEN = document.documentElement;

export function offerQuiet(form) {
  const button = form.querySelector("[data-quiet]");
  const around = () => [...form.parentElement.children].filter((one) => one !== form);
  const quiet = () => form.classList.contains("is-quiet");

  function set(on) {
    form.classList.toggle("is-quiet", on);
    SCREEN.classList.toggle("is-quiet", on);
    button.setAttribute("aria-pressed", String(on));
    for (const one of around()) one.inert = on;
    // Where a browser does not give the whole screen, the window has to do.
    if (on) SCREEN.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    set(!quiet());
    form.elements.content.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && quiet() && !event.isComposing) set(false);
  });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && quiet()) set(false);
  });
}
