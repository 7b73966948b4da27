//! Whatever the octets are: no panic, every octet in a field, and every field within its parent.

use super::reader::Reader;
use super::{dns, http1, http2, ip, pgsql, tcp, tls, udp, x509};
use crate::dissect::tls::{Inside, OpenedRecord};
use language::Language;
use proptest::prelude::*;
use trace::{Field, OctetRange, View};

/// As many as `PROPTEST_CASES` says, but no fewer.
const CASES_MIN: u32 = 10_000;

fn cases() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: default.cases.max(CASES_MIN), ..default }
}

/// Checks a view and gives its octets back.
fn check(view: &View) {
    let whole = OctetRange { start: 0, end: view.octets.len() as u32 };
    let mut end = 0;
    for layer in &view.layers {
        assert_eq!(layer.range.start, end, "layers follow one another");
        end = layer.range.end;
        check_fields(&layer.fields, layer.range);
    }
    assert_eq!(end, whole.end, "each octet belongs to a layer");
}

fn check_fields(fields: &[Field], parent: OctetRange) {
    let mut covered = parent.start;
    for field in fields {
        assert!(field.range.start <= covered, "no octet before {} is left out", field.name);
        assert!(parent.start <= field.range.start && field.range.end <= parent.end);
        assert!(field.range.start <= field.range.end);
        if field.children.is_empty() && field.range.is_empty() {
            assert!(parent.is_empty() || field.bits.is_none(), "{} takes octets", field.name);
        }
        covered = covered.max(field.range.end);
        if !field.children.is_empty() {
            check_fields(&field.children, field.range);
        }
    }
    assert_eq!(covered, parent.end, "each octet belongs to a field");
}

fn view_of(octets: &[u8], read: &mut dyn FnMut(&mut Reader) -> Option<()>) {
    let mut reader = Reader::new(octets, Language::ENGLISH);
    let _ = reader.group("Layer", octets.len(), read);
    check(&reader.finish());
}

/// Reads octets as everything that there is.
fn read_as_anything(octets: &[u8]) {
    let mut packet = Reader::new(octets, Language::ENGLISH);
    let _ = ip::read(&mut packet).and_then(|()| udp::read(&mut packet, octets));
    check(&packet.finish());
    let mut packet = Reader::new(octets, Language::ENGLISH);
    let known = tcp::Known { iss: Some(7), irs: Some(u32::MAX), window_shift: 9 };
    let _ = ip::read(&mut packet).and_then(|()| tcp::read(&mut packet, octets, known));
    check(&packet.finish());
    view_of(octets, &mut |reader| tcp::read(reader, &[], known));
    view_of(octets, &mut |reader| dns::read(reader, false));
    view_of(octets, &mut |reader| dns::read(reader, true));
    view_of(octets, &mut http1::read);
    check(&crate::take_apart(octets, Language::ENGLISH).view);
    view_of(octets, &mut |reader| http2::frame(reader, None));
    view_of(octets, &mut tls::record);
    view_of(octets, &mut x509::certificate);
    for sender in [pgsql::Sender::Frontend, pgsql::Sender::Backend] {
        view_of(octets, &mut |reader| pgsql::read(reader, sender, false));
        view_of(octets, &mut |reader| pgsql::read(reader, sender, true));
        let _ = pgsql::message_len(octets, sender, true);
    }
    if let [content_type, content @ .., last] = octets {
        let inside = Inside { content_type: *content_type, octets: content.to_vec(), n_zeros: 1 };
        let record = OpenedRecord { range: 0..0, is_encrypted: true, inside: Some(inside) };
        let shown = [content, &[*content_type, *last]].concat();
        let mut reader = Reader::new(&shown, Language::ENGLISH);
        let _ = tls::opened(&mut reader, &record, &mut |_| None);
        check(&reader.finish());
    }
}

fn octets(len_max: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..len_max)
}

/// The front of a message of each protocol, so that more than the first check is passed.
fn front() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(vec![
        vec![0x45, 0, 0, 60, 0, 0, 64, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2],
        vec![0x60, 0, 0, 0, 0, 60, 6, 64, 0x20, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16],
        vec![0x12, 0x34, 0x81, 0x80, 0, 1, 0, 2, 0, 1, 0, 1, 1, b'a', 0, 0, 1, 0, 1, 0xc0, 12],
        vec![22, 3, 3, 0, 90, 1, 0, 0, 86, 3, 3],
        vec![22, 3, 3, 0, 40, 11, 0, 0, 36, 0, 0, 0, 32, 0, 0, 9],
        vec![0x30, 90, 0x30, 80, 0xa0, 3, 2, 1, 2, 2, 1, 7, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 0x30],
        vec![0, 0, 40, 1, 0x2c, 0, 0, 0, 1],
        vec![0, 0, 18, 4, 0, 0, 0, 0, 0],
        vec![0, 0, 12, 7, 0, 0, 0, 0, 0],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: a\r\n".to_vec(),
        b"T\0\0\0\x20\0\x01a\0".to_vec(),
        b"B\0\0\0\x20\0\0\0\x01\0\0\0\x01".to_vec(),
        b"E\0\0\0\x10SERROR\0".to_vec(),
    ])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_octets_panic(octets in octets(160)) {
        read_as_anything(&octets);
    }

    #[test]
    fn no_octets_behind_a_good_front_panic(front in front(), octets in octets(160), cut: bool, at: u8) {
        let mut whole = [front, octets].concat();
        if cut {
            let place = usize::from(at) % whole.len();
            whole[place] = whole[place].wrapping_add(at);
        }
        read_as_anything(&whole);
    }
}
