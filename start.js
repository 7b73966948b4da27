// Starts the viewer. Which two files that is, this script's own address says.
const { roundtrip } = self;
const { searchParams } = new URL(import.meta.url);
const beside = (part) => new URL(searchParams.get(part), import.meta.url).href;
// Where modules are forbidden, shell.js has the whole program come in one script instead.
if (!roundtrip?.isOpaque && !roundtrip?.isStopped) {
  try {
    const { default: init } = await import(beside("js"));
    await init({ module_or_path: beside("wasm") });
    document.getElementById("shell")?.remove();
  } catch (error) {
    roundtrip?.fail(error, error instanceof TypeError && beside("wasm"));
    throw error;
  }
}
