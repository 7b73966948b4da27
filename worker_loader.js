// Starts the engine in its worker, and tells the page how much of it has come (percent), or why it
// does not come.
// Decoded octets of the module; `cargo xtask dist` writes them here.
const N_OCTETS = 0;

// Held as long as this worker lives, so that the page notices when it ends without a word. There are
// no locks where the page was not loaded safely.
await navigator.locks?.query().then(
  () => new Promise((go) => {
    navigator.locks.request(name, () => {
      postMessage({ alive: true });
      go();
      return new Promise(() => {});
    });
  }),
  () => {},
);
let isMissing = false;
try {
  const [{ default: init }, answer] = await Promise.all([
    import("./worker.js"),
    fetch(new URL("./worker_bg.wasm", import.meta.url)),
  ]);
  isMissing = !answer.ok;
  const isPlain = !answer.headers.get("Content-Encoding");
  const total = N_OCTETS || (isPlain && Number(answer.headers.get("Content-Length")));
  let [read, told] = [0, -1];
  const count = new TransformStream({
    transform(octets, rest) {
      read += octets.length;
      const percent = Math.min(Math.floor((100 * read) / total), 100);
      if (total && percent > told) postMessage((told = percent));
      rest.enqueue(octets);
    },
  });
  const headers = { "Content-Type": "application/wasm" };
  const module = new Response(answer.body.pipeThrough(count), { headers });
  await init({ module_or_path: module });
} catch (error) {
  const isRefused = typeof WebAssembly === "undefined" || error instanceof WebAssembly.CompileError;
  const why = !navigator.onLine ? "offline" : isRefused && !isMissing ? "no-wasm" : "blocked";
  postMessage({ failed: why, error: `${error}` });
}
