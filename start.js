// Starts the viewer. Which two files that is, this script's own address says.
const { searchParams } = new URL(import.meta.url);
const beside = (part) => new URL(searchParams.get(part), import.meta.url).href;
const { default: init } = await import(beside("js"));
await init({ module_or_path: beside("wasm") });
