// Starts the app: the program that the store chose for the page and its reader, or under `trunk serve`,
// where no store has written the page, the one that the store names. What people see when it cannot
// start, and when it has stopped. The app removes #skal when it has drawn itself, so as long as #skal is
// there nothing has started.
const WAIT_MS = 12000;

const reveal = () => {
  const trouble = document.getElementById("fel");
  if (!document.getElementById("skal") || !trouble.hidden) return;
  trouble.hidden = false;
  document.getElementById("vantan").hidden = true;
  document.title = "Tjänsten kunde inte starta – Klartecken";
};

// A program that has trapped answers nothing any more, but the draft is in the browser and the store.
const stop = (why) => {
  const stopped = document.getElementById("avbrott");
  if (document.getElementById("skal") || !(why instanceof WebAssembly.RuntimeError)) return;
  stopped.hidden = false;
  stopped.focus();
};

const chosen = () => {
  const [script, wasm] = ["modulepreload", "preload"].map((rel) => document.querySelector(`link[rel=${rel}][data-program]`));
  return script && { script: script.href, wasm: wasm.href };
};

const asked = async () => {
  const answer = await fetch(`/api/program?sida=${encodeURIComponent(location.pathname)}`);
  const { program } = await answer.json();
  return { script: `/${program}.js`, wasm: `/${program}_bg.wasm` };
};

// What the app reads first is asked for while it is on its way. A line of preload would do so too, and
// have slow browsers warn that it is not used.
globalThis.ahead = new Map(document.body.dataset.ahead.split(" ").map((path) => [path, fetch(path)]));
for (const answer of globalThis.ahead.values()) answer.catch(() => {});

addEventListener("error", (event) => stop(event.error));
addEventListener("unhandledrejection", (event) => stop(event.reason));
setTimeout(reveal, WAIT_MS);
try {
  const { script, wasm } = chosen() ?? (await asked());
  const app = await import(script);
  await app.default({ module_or_path: wasm });
} catch (why) {
  reveal();
  throw why;
}
