// Undoes LZMA (7-Zip's lzma-specification.txt) in the page that is one file: browsers cannot, and what they
// can undo is a third larger. one_file.js holds it.

/** The octets behind a stream with a header (`.lzma`) that says its size, below 4 GiB; throws where it is damaged. */
function unlzma(stream) {
  const [LENGTHS_SHORT, LENGTHS_MIDDLE, LENGTHS_LONG] = [8, 8, 256];
  const [properties] = stream;
  const literalContext = properties % 9;
  const literalMask = (1 << Math.floor(properties / 9) % 5) - 1;
  const placeMask = (1 << Math.floor(properties / 45)) - 1;
  const size = new DataView(stream.buffer, stream.byteOffset).getUint32(5, true);
  const octets = new Uint8Array(size);
  const damaged = () => new Error("The packed program is damaged.");

  // The range coder. Behind the header of 13 octets stands one that is always 0.
  let at = 14;
  let code = 0;
  let range = 0xffffffff;
  const load = () => {
    code = ((code << 8) | stream[at]) >>> 0;
    at += 1;
  };
  while (at < 18) load();
  const bit = (chances, which) => {
    const chance = chances[which];
    const bound = (range >>> 11) * chance;
    const isOne = code >= bound;
    if (isOne) {
      range -= bound;
      code -= bound;
      chances[which] = chance - (chance >>> 5);
    } else {
      range = bound;
      chances[which] = chance + ((2048 - chance) >>> 5);
    }
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      load();
    }
    return isOne ? 1 : 0;
  };
  const evenBits = (count) => {
    let value = 0;
    for (; count > 0; count -= 1) {
      range >>>= 1;
      const isOne = code >= range;
      if (isOne) code -= range;
      value = value * 2 + (isOne ? 1 : 0);
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        load();
      }
    }
    return value;
  };
  const chances = (count) => new Uint16Array(count).fill(1024);
  // From a tree of chances that begins behind `from`: the highest bit first, or the lowest.
  const tree = (chances, from, count) => {
    let node = 1;
    for (let left = count; left > 0; left -= 1) node = node * 2 + bit(chances, from + node);
    return node - (1 << count);
  };
  const reverseTree = (chances, from, count) => {
    let [node, value] = [1, 0];
    for (let place = 0; place < count; place += 1) {
      const next = bit(chances, from + node);
      node = node * 2 + next;
      value += next << place;
    }
    return value;
  };

  const lengthCoder = () => {
    const [choices, short, middle, long] = [2, 16 * LENGTHS_SHORT, 16 * LENGTHS_MIDDLE, LENGTHS_LONG].map(chances);
    return (place) => {
      if (!bit(choices, 0)) return 2 + tree(short, place * LENGTHS_SHORT, 3);
      if (!bit(choices, 1)) return 2 + LENGTHS_SHORT + tree(middle, place * LENGTHS_MIDDLE, 3);
      return 2 + LENGTHS_SHORT + LENGTHS_MIDDLE + tree(long, 0, 8);
    };
  };
  const [matchLength, repeatLength] = [lengthCoder(), lengthCoder()];
  const literals = chances(0x300 << (literalContext + Math.floor(properties / 9) % 5));
  const [isMatch, isRepeat, isOlder, isOldest, isLast, isLong] = [192, 12, 12, 12, 12, 192].map(chances);
  const [slots, near, aligned] = [4 * 64, 128, 16].map(chances);
  const distanceOf = (length) => {
    const slot = tree(slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** count;
    if (slot < 14) return high + reverseTree(near, high - slot, count);
    return high + evenBits(count - 4) * 16 + reverseTree(aligned, 0, 4);
  };

  let state = 0;
  let distances = [0, 0, 0, 0];
  for (let end = 0; end < size; ) {
    const place = end & placeMask;
    if (!bit(isMatch, state * 16 + place)) {
      const before = end > 0 ? octets[end - 1] : 0;
      const from = 0x300 * (((end & literalMask) << literalContext) + (before >> (8 - literalContext)));
      let node = 1;
      if (state >= 7) {
        let known = octets[end - distances[0] - 1];
        while (node < 0x100) {
          const expected = (known >> 7) & 1;
          known <<= 1;
          const next = bit(literals, from + ((1 + expected) << 8) + node);
          node = node * 2 + next;
          if (next !== expected) break;
        }
      }
      while (node < 0x100) node = node * 2 + bit(literals, from + node);
      octets[end] = node;
      end += 1;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length;
    if (!bit(isRepeat, state)) {
      length = matchLength(place);
      distances = [distanceOf(length), ...distances.slice(0, 3)];
      state = state < 7 ? 7 : 10;
    } else {
      let age = 0;
      if (bit(isOlder, state)) age = bit(isOldest, state) ? 2 + bit(isLast, state) : 1;
      const isOne = age === 0 && !bit(isLong, state * 16 + place);
      const [distance] = distances.splice(age, 1);
      distances.unshift(distance);
      length = isOne ? 1 : repeatLength(place);
      if (isOne) state = state < 7 ? 9 : 11;
      else state = state < 7 ? 8 : 11;
    }
    const from = end - distances[0] - 1;
    if (from < 0 || end + length > size) throw damaged();
    for (let copied = 0; copied < length; copied += 1) octets[end + copied] = octets[from + copied];
    end += length;
  }
  if (at > stream.length) throw damaged();
  return octets;
}
