// Starts the viewer. Which two files that is, this script's own address says.
const { roundtrip } = self;
const { searchParams } = new URL(import.meta.url);
const beside = (part) => new URL(searchParams.get(part), import.meta.url).href;
// What leads to the steps is sent for as soon as the first part is here, while that is still starting.
const sendForSteps = () => {
  for (const name of searchParams.getAll("steps")) {
    const link = document.createElement("link");
    const href = new URL(name, import.meta.url).href;
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "", href });
    document.head.append(link);
  }
};
// Where modules are forbidden, shell.js has the whole program come in one script instead.
if (!roundtrip?.isOpaque && !roundtrip?.isStopped) {
  let part = "js";
  try {
    const { default: init } = await import(beside("js"));
    part = "wasm";
    const module = await fetch(beside("wasm"));
    module.clone().arrayBuffer().then(sendForSteps, () => {});
    await init({ module_or_path: module });
    document.getElementById("shell")?.remove();
  } catch (error) {
    roundtrip?.fail(error, error instanceof TypeError && beside(part));
    throw error;
  }
}
