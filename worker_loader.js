// Starts the engine in its worker, and tells the page how much of it has come (percent), or why it
// does not come.
// Decoded octets of the module; `cargo xtask dist` writes them here.
const N_OCTETS = 0;

// The page notices when this worker ends without a word: it holds a lock as long as it lives. There
// are none where the page was not loaded safely; then a second worker, which ends with this one and
// has nothing else to do, gives a sign of life now and then. whole.js has this function too.
function beat() {
  const { port1, port2 } = new MessageChannel();
  const script = "onmessage = ({ data }) => setInterval(() => data.postMessage(null), 150)";
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const createScriptURL = (asked) => (asked === url ? url : null);
  try {
    const own = self.trustedTypes?.createPolicy("default", { createScriptURL });
    self.pulse = new Worker(own?.createScriptURL(url) ?? url);
    self.pulse.postMessage(port2, [port2]);
    postMessage({ pulse: port1 }, [port1]);
  } catch {
    // Where no second worker may be, the reader cancels.
  }
}
try {
  await navigator.locks.query();
  await new Promise((go, fail) => {
    const hold = () => {
      postMessage({ alive: true });
      go();
      return new Promise(() => {});
    };
    navigator.locks.request(name, hold).catch(fail);
  });
} catch {
  beat();
}
let isMissing = false;
const build = new URL(import.meta.url).search;
try {
  const [{ default: init }, answer] = await Promise.all([
    // Of the build that the page asks for, where the service worker has more than one.
    import(`./worker.js${build}`),
    fetch(new URL(`./worker_bg.wasm${build}`, import.meta.url)),
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
