// Starts the viewer. Which two files that is, this script's own address says.
const { roundtrip } = self;
const { searchParams } = new URL(import.meta.url);
const beside = (part) => new URL(searchParams.get(part), import.meta.url).href;
// The later part is sent for as soon as the first is here, while that is still starting.
const later = searchParams.get("later");
const sendForLater = () => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "", href: beside("later") });
  document.head.append(link);
};
// Where modules are forbidden, shell.js has the whole program come in one script instead.
if (!roundtrip?.isOpaque && !roundtrip?.isStopped) {
  let part = "js";
  try {
    const { default: init } = await import(beside("js"));
    part = "wasm";
    const module = await fetch(beside("wasm"));
    if (later) module.clone().arrayBuffer().then(sendForLater, () => {});
    await init({ module_or_path: module });
    document.getElementById("shell")?.remove();
  } catch (error) {
    roundtrip?.fail(error, error instanceof TypeError && beside(part));
    throw error;
  }
}
