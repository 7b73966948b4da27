// Stands in the page that is one file (roundtrip.html), in front of the whole program: unpacks the
// modules that the page holds, for whole.js.
(() => {
  /* UNPACK */
  const octets = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const { unpacker, sizes, packed } = JSON.parse(document.getElementById("packed").textContent);
  const cut = (all) => {
    let at = 0;
    return Object.fromEntries(sizes.map(([name, size]) => [name, all.subarray(at, (at += size))]));
  };
  const module = new Blob([octets(unpacker)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const headers = { "Content-Type": "application/wasm" };
  self.roundtrip.unpacked = unpack.default({ module_or_path: new Response(module, { headers }) })
    .then(() => cut(unpack.unpack(octets(packed))));
})();
