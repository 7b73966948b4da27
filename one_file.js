// Stands in the page that is one file (roundtrip.html), in front of the whole program: unpacks the
// modules that the page holds, for whole.js, and what is written of style for them.
(() => {
  /* UNPACK */
  // Two characters are 31 bits, as one_file.rs writes them.
  const [FIRST, COUNT] = [0x1000, 46341];
  const octets = (id) => {
    const { textContent: text, dataset } = document.getElementById(id);
    const all = new Uint8Array(Number(dataset.size));
    let [size, bits, left] = [0, 0, 0];
    const add = (value, count) => {
      bits = (bits << count) | value;
      for (left += count; left >= 8 && size < all.length; ) {
        left -= 8;
        all[size++] = bits >> left;
      }
      bits &= (1 << left) - 1;
    };
    for (let at = 0; at < text.length; at += 2) {
      const value = (text.charCodeAt(at) - FIRST) * COUNT + text.charCodeAt(at + 1) - FIRST;
      add(value >> 16, 15);
      add(value & 0xffff, 16);
    }
    return all;
  };
  const sizes = JSON.parse(document.getElementById("sizes").textContent);
  const cut = (all) => {
    let at = 0;
    return Object.fromEntries(sizes.map(([name, size]) => [name, all.subarray(at, (at += size))]));
  };
  const module = new Blob([octets("unpacker")]).stream().pipeThrough(new DecompressionStream("gzip"));
  const headers = { "Content-Type": "application/wasm" };
  // As the page's own that is loaded with the rest of the program: of no use until that is there.
  const insert = (style) => {
    const element = document.createElement("style");
    element.media = "not all";
    element.textContent = new TextDecoder().decode(style);
    document.head.append(element);
  };
  self.roundtrip.unpacked = unpack.default({ module_or_path: new Response(module, { headers }) })
    .then(() => {
      const files = cut(unpack.unpack(octets("packed")));
      Object.keys(files).filter((name) => name.endsWith(".css")).forEach((name) => insert(files[name]));
      return files;
    });
})();
