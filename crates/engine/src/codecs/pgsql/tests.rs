//! What pgwire writes is read back, by pgwire and here; and nothing makes the reader panic.

use super::*;
use bytes::BytesMut;
use pgwire::messages::{DecodeContext, PgWireBackendMessage, PgWireFrontendMessage};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn word() -> impl Strategy<Value = String> {
    "[^\\x00]{0,12}"
}

fn values() -> impl Strategy<Value = Vec<Option<String>>> {
    vec(option::of("\\PC{0,12}"), 0..5)
}

fn any_frontend() -> impl Strategy<Value = Frontend> {
    prop_oneof![
        (word(), vec(any::<u32>(), 0..4))
            .prop_map(|(text, type_oids)| Frontend::Parse { text, type_oids }),
        values().prop_map(|values| Frontend::Bind { values }),
        Just(Frontend::Describe),
        Just(Frontend::Execute),
        Just(Frontend::Sync),
        Just(Frontend::Terminate),
    ]
}

fn any_backend() -> impl Strategy<Value = Backend> {
    let statuses = [TransactionStatus::Idle, TransactionStatus::Within, TransactionStatus::Failed];
    let column = (word(), any::<u32>()).prop_map(|(name, type_oid)| Column { name, type_oid });
    prop_oneof![
        Just(Backend::AuthenticationOk),
        (word(), word()).prop_map(|(name, value)| Backend::ParameterStatus { name, value }),
        any::<(i32, i32)>().prop_map(|(process_id, secret_key)| Backend::BackendKeyData {
            process_id,
            secret_key
        }),
        prop::sample::select(statuses.to_vec()).prop_map(Backend::ReadyForQuery),
        Just(Backend::ParseComplete),
        Just(Backend::BindComplete),
        Just(Backend::NoData),
        vec(column, 0..5).prop_map(Backend::RowDescription),
        values().prop_map(Backend::DataRow),
        word().prop_map(|tag| Backend::CommandComplete { tag }),
        Just(Backend::EmptyQueryResponse),
        ("[0-9A-Z]{5}", word())
            .prop_map(|(sqlstate, reason)| Backend::ErrorResponse { sqlstate, reason }),
    ]
}

/// The context of a connection that has been set up.
fn set_up() -> DecodeContext {
    let mut context = DecodeContext::default();
    context.protocol_version = pgwire::messages::ProtocolVersion::PROTOCOL3_0;
    context.awaiting_frontend_ssl = false;
    context.awaiting_frontend_startup = false;
    context
}

proptest! {
    #[test]
    fn a_client_is_understood(message in any_frontend()) {
        let mut octets = Vec::new();
        message.write(&mut octets);
        prop_assert_eq!(frontend(&octets), Parsed::Complete(message, octets.len()));
        let mut buffer = BytesMut::from(&octets[..]);
        let theirs = PgWireFrontendMessage::decode(&mut buffer, &set_up());
        prop_assert!(matches!(theirs, Ok(Some(_))) && buffer.is_empty());
    }

    #[test]
    fn a_database_is_understood(message in any_backend()) {
        let mut octets = Vec::new();
        message.write(&mut octets);
        prop_assert_eq!(backend(&octets), Parsed::Complete(message, octets.len()));
        let mut buffer = BytesMut::from(&octets[..]);
        let theirs = PgWireBackendMessage::decode(&mut buffer, &set_up());
        prop_assert!(matches!(theirs, Ok(Some(_))) && buffer.is_empty());
    }

    #[test]
    fn half_a_message_is_waited_for(message in any_backend(), cut in 0usize..1000) {
        let mut octets = Vec::new();
        message.write(&mut octets);
        octets.truncate(cut % octets.len());
        prop_assert_eq!(backend(&octets), Parsed::Incomplete);
    }

    #[test]
    fn no_octets_panic(octets in vec(any::<u8>(), 0..60)) {
        let _ = (startup(&octets), frontend(&octets), backend(&octets));
    }

    #[test]
    fn no_body_panics(kind in any::<u8>(), body in vec(0u8..4, 0..30)) {
        let length = (body.len() as u32 + 4).to_be_bytes();
        let octets = [&[kind][..], &length, &body].concat();
        for parsed_len in [len_of(frontend(&octets)), len_of(backend(&octets))] {
            prop_assert!(parsed_len.is_none_or(|len| len == octets.len()));
        }
        let _ = startup(&octets[1..]);
    }
}

fn len_of<T>(parsed: Parsed<T>) -> Option<usize> {
    match parsed {
        Parsed::Complete(_, len) => Some(len),
        Parsed::Incomplete | Parsed::Malformed => None,
    }
}

#[test]
fn a_start_is_understood() {
    let parameters = [("database", "shop"), ("user", "web")];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let message = Frontend::Startup { parameters: parameters.into() };
    let mut octets = Vec::new();
    message.write(&mut octets);
    assert_eq!(octets, b"\0\0\0\x20\0\x03\0\0database\0shop\0user\0web\0\0");
    assert_eq!(startup(&octets), Parsed::Complete(message, 32));
    assert_eq!(startup(b"\0\0\0\x08\x04\xd2\x16\x2f"), Parsed::Complete(Frontend::Other, 8));
    assert_eq!(startup(b"\0\0\0\x09\0\x02\0\0\0"), Parsed::Malformed);
}

#[test]
fn a_statement_looks_on_the_wire_as_the_manual_has_it() {
    let mut octets = Vec::new();
    let text = "SELECT $1".to_owned();
    let flight = [
        Frontend::Parse { text, type_oids: vec![INT8] },
        Frontend::Bind { values: vec![Some("42".to_owned())] },
        Frontend::Describe,
        Frontend::Execute,
        Frontend::Sync,
    ];
    flight.iter().for_each(|message| message.write(&mut octets));
    let expected = [
        &b"P\0\0\0\x15\0SELECT $1\0\0\x01\0\0\0\x14"[..],
        b"B\0\0\0\x12\0\0\0\0\0\x01\0\0\0\x0242\0\0",
        b"D\0\0\0\x06P\0E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04",
    ];
    assert_eq!(octets, expected.concat());
}

#[test]
fn what_is_not_spoken_here_is_passed_over() {
    #[track_caller]
    fn check(octets: &[u8], expected: Parsed<Frontend>) {
        assert_eq!(frontend(octets), expected);
    }
    check(b"Q\0\0\0\x06;\0", Parsed::Complete(Frontend::Other, 7));
    check(b"D\0\0\0\x06S\0", Parsed::Complete(Frontend::Other, 7));
    check(b"P\0\0\0\x0as\0;\0\0\0", Parsed::Complete(Frontend::Other, 11));
    check(b"S\0\0\0\x05\0", Parsed::Malformed);
    check(b"S\0\0\0\x03", Parsed::Malformed);
    check(b"S\xff\xff\xff\xff", Parsed::Malformed);
    check(b"!\0\0\0\x04", Parsed::Malformed);
}
