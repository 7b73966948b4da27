// Starts the viewer. Which files that is, this script's own address says.
const { roundtrip } = self;
const { searchParams } = new URL(import.meta.url);
const beside = (name) => new URL(name, import.meta.url).href;
const [js, wasm] = ["js", "wasm"].map((part) => beside(searchParams.get(part)));
// What leads to the steps is asked for when so much of the first part has come, so that the line does
// not rest while the question travels.
const ASKED_AT = 0.75 * searchParams.get("octets");
const steps = searchParams.getAll("steps");
const askForSteps = () => {
  for (const name of steps.splice(0)) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "", href: beside(name) });
    document.head.append(link);
  }
};
const counted = (module) => {
  let nOctets = 0;
  const count = (octets, out) => {
    nOctets += octets.length;
    if (nOctets >= ASKED_AT) askForSteps();
    out.enqueue(octets);
  };
  return new Response(module.body.pipeThrough(new TransformStream({ transform: count })), module);
};
// Where modules are forbidden, shell.js has the whole program come in one script instead.
if (!roundtrip?.isOpaque && !roundtrip?.isStopped) {
  let file = js;
  try {
    const { default: init } = await import(js);
    file = wasm;
    const module = await fetch(wasm);
    await init({ module_or_path: module.ok && steps.length ? counted(module) : module });
    document.getElementById("shell")?.remove();
  } catch (error) {
    roundtrip?.fail(error, error instanceof TypeError && file);
    throw error;
  }
}
