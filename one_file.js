// Stands in the page that is one file (roundtrip.html): unpacks what the page holds, inserts what of it is
// style, and starts the program, whole.js, which finds its modules there.
(() => {
  /* LZMA */
  // A character is 16 bits, or 15 where these are one of the first SHORT: as one_file.rs writes them.
  const [FIRST, AFTER_GAP, GAP, SHORT] = [0x100, 0xe000, 0x800, 2864];
  const packed = () => {
    const { textContent: text, dataset } = document.getElementById("packed");
    const all = new Uint8Array(Number(dataset.size));
    let [size, bits, left] = [0, 0, 0];
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const value = unit - FIRST - (unit < AFTER_GAP ? 0 : GAP);
      const count = value < SHORT ? 15 : 16;
      bits = (bits << count) | (value < SHORT ? value : value + SHORT);
      for (left += count; left >= 8 && size < all.length; ) {
        left -= 8;
        all[size] = bits >> left;
        size += 1;
      }
      bits &= (1 << left) - 1;
    }
    return all;
  };
  const unpack = () => {
    const octets = unlzma(packed());
    const sizes = JSON.parse(document.getElementById("sizes").textContent);
    let at = 0;
    return Object.fromEntries(sizes.map(([name, size]) => [name, octets.subarray(at, (at += size))]));
  };
  const insert = (tag, text, properties) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.textContent = text;
    document.head.append(element);
  };
  // Once the page stands there.
  self.roundtrip.unpacked = new Promise((resolve) => setTimeout(resolve)).then(unpack);
  self.roundtrip.unpacked.then((files) => {
    const text = (name) => new TextDecoder().decode(files[name]);
    for (const name of Object.keys(files).filter((name) => name.endsWith(".css"))) {
      // As the page's own that is loaded with the rest of the program: of no use until that is there.
      insert("style", text(name), { media: "not all" });
    }
    insert("script", text("whole.js"), { id: "whole" });
  }).catch((error) => self.roundtrip.fail(error));
})();
