//! The examples of RFC 7541, appendix C, and hostile blocks.

use super::*;
use proptest::prelude::*;

/// Octets from hexadecimal digits, as the RFC prints them.
fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let octet = |pair: &[u8]| {
        let pair = core::str::from_utf8(pair).expect("digits");
        u8::from_str_radix(pair, 16).expect("two digits")
    };
    digits.chunks(2).map(octet).collect()
}

#[track_caller]
fn check(decoder: &mut Decoder, hex: &str, expected: &str, table_len: usize) {
    let lines = decoder.decode(&octets(hex)).expect("an example of the RFC");
    let shown: Vec<String> =
        lines.iter().map(|line| format!("{}: {}", line.name, line.value)).collect();
    assert_eq!(shown.join("\n"), expected);
    assert_eq!(decoder.dynamic_len, table_len);
}

/// A table of 256 octets, as in C.5 and C.6.
fn small() -> Decoder {
    Decoder { dynamic_len_max: 256, ..Decoder::default() }
}

#[test]
fn integers_are_read_as_in_c_1() {
    let integer = |hex: &str, prefix_bits| Octets(&octets(hex)).integer(prefix_bits);
    assert_eq!(integer("0a", 5), Ok(10));
    assert_eq!(integer("1f9a0a", 5), Ok(1337));
    assert_eq!(integer("2a", 8), Ok(42));
    assert_eq!(integer("1f", 5), Err(HpackError::Cut));
    assert_eq!(integer("1fffffffffffff", 5), Err(HpackError::BadInteger));
}

#[test]
fn fields_are_read_as_in_c_2() {
    let hex = "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572";
    check(&mut Decoder::default(), hex, "custom-key: custom-header", 55);
    let hex = "040c 2f73 616d 706c 652f 7061 7468";
    check(&mut Decoder::default(), hex, ":path: /sample/path", 0);
    let hex = "1008 7061 7373 776f 7264 0673 6563 7265 74";
    check(&mut Decoder::default(), hex, "password: secret", 0);
    check(&mut Decoder::default(), "82", ":method: GET", 0);
}

#[test]
fn requests_are_read_as_in_c_3_and_c_4() {
    let plain = [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ];
    let coded = [
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ];
    for blocks in [plain, coded] {
        let mut decoder = Decoder::default();
        check(
            &mut decoder,
            blocks[0],
            ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com",
            57,
        );
        check(
            &mut decoder,
            blocks[1],
            ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n\
             cache-control: no-cache",
            110,
        );
        check(
            &mut decoder,
            blocks[2],
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n\
             custom-key: custom-value",
            164,
        );
    }
}

#[test]
fn responses_are_read_as_in_c_5_and_c_6() {
    let plain = [
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 \
         2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 \
         6c65 2e63 6f6d",
        "4803 3330 37c1 c0bf",
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d \
         54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 \
         5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e \
         3d31",
    ];
    let coded = [
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 \
         2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        "4883 640e ffc1 c0bf",
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab \
         77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f \
         9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ];
    for blocks in [plain, coded] {
        let mut decoder = small();
        let rest = "cache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n\
                    location: https://www.example.com";
        check(&mut decoder, blocks[0], &format!(":status: 302\n{rest}"), 222);
        check(&mut decoder, blocks[1], &format!(":status: 307\n{rest}"), 222);
        check(
            &mut decoder,
            blocks[2],
            ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\n\
             location: https://www.example.com\ncontent-encoding: gzip\n\
             set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            215,
        );
    }
}

#[test]
fn hostile_blocks_are_refused() {
    let decode = |hex: &str| Decoder::default().decode(&octets(hex));
    assert_eq!(decode("80"), Err(HpackError::BadIndex));
    assert_eq!(decode("be"), Err(HpackError::BadIndex));
    assert_eq!(decode("4003 61"), Err(HpackError::Cut));
    assert_eq!(decode("0081 00 00"), Err(HpackError::BadHuffman));
    assert_eq!(decode("3fe2 1f"), Err(HpackError::TableTooLarge));
    // One field of 4,000 octets, and then again by one octet a time.
    let mut bomb = octets("4001 61 7f a11e");
    bomb.extend([b'x'; 4000]);
    bomb.extend([0xbe; 300]);
    assert_eq!(Decoder::default().decode(&bomb), Err(HpackError::SectionTooLong));
}

proptest! {
    #[test]
    fn no_octets_panic(blocks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..8)) {
        let mut decoder = Decoder::default();
        for block in blocks {
            let _ = decoder.decode(&block);
            prop_assert!(decoder.dynamic_len <= decoder.dynamic_len_max);
        }
    }
}
