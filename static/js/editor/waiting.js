// Runs something once nothing has asked for it for a while, and the browser has nothing to do.
const whenIdle = window.requestIdleCallback ?? ((run) => setTimeout(run));

export function afterPause(milliseconds, run) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => whenIdle(run, { timeout: milliseconds }), milliseconds);
  };
}
