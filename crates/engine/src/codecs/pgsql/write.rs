//! Messages become octets: pgwire's work.

use super::{Backend, Column, Frontend, INT8, TransactionStatus};
use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use pgwire::messages::data::{DataRow, FORMAT_CODE_TEXT, FieldDescription, NoData, RowDescription};
use pgwire::messages::extendedquery::{
    Bind, BindComplete, Describe, Execute, Parse, ParseComplete, Sync, TARGET_TYPE_BYTE_PORTAL,
};
use pgwire::messages::response::{
    CommandComplete, EmptyQueryResponse, ErrorResponse, ReadyForQuery,
    TransactionStatus as WireStatus,
};
use pgwire::messages::startup::{
    Authentication, BackendKeyData, ParameterStatus, SecretKey, Startup,
};
use pgwire::messages::{Message, terminate::Terminate};

/// As many rows as there are.
const ALL_ROWS: i32 = 0;

pub(super) fn frontend(message: &Frontend, octets: &mut Vec<u8>) {
    match message {
        Frontend::Startup { parameters } => {
            let mut startup = Startup::new();
            startup.parameters = parameters.iter().cloned().collect();
            put(&startup, octets);
        }
        Frontend::Parse { text, type_oids } => {
            put(&Parse::new(None, text.clone(), type_oids.clone()), octets);
        }
        Frontend::Bind { values } => {
            let value = |value: &Option<String>| {
                value.as_ref().map(|text| Bytes::copy_from_slice(text.as_bytes()))
            };
            let values = values.iter().map(value).collect();
            put(&Bind::new(None, None, Vec::new(), values, Vec::new()), octets);
        }
        Frontend::Describe => put(&Describe::new(TARGET_TYPE_BYTE_PORTAL, None), octets),
        Frontend::Execute => put(&Execute::new(None, ALL_ROWS), octets),
        Frontend::Sync => put(&Sync::new(), octets),
        Frontend::Terminate => put(&Terminate::new(), octets),
        Frontend::Other => panic!("nobody writes what is not spoken here"),
    }
}

pub(super) fn backend(message: &Backend, octets: &mut Vec<u8>) {
    match message {
        Backend::AuthenticationOk => put(&Authentication::Ok, octets),
        Backend::ParameterStatus { name, value } => {
            put(&ParameterStatus::new(name.clone(), value.clone()), octets);
        }
        Backend::BackendKeyData { process_id, secret_key } => {
            put(&BackendKeyData::new(*process_id, SecretKey::I32(*secret_key)), octets);
        }
        Backend::ReadyForQuery(status) => {
            let status = match status {
                TransactionStatus::Idle => WireStatus::Idle,
                TransactionStatus::Within => WireStatus::Transaction,
                TransactionStatus::Failed => WireStatus::Error,
            };
            put(&ReadyForQuery::new(status), octets);
        }
        Backend::ParseComplete => put(&ParseComplete::new(), octets),
        Backend::BindComplete => put(&BindComplete::new(), octets),
        Backend::NoData => put(&NoData::new(), octets),
        Backend::RowDescription(columns) => {
            put(&RowDescription::new(columns.iter().map(field).collect()), octets);
        }
        Backend::DataRow(values) => put(&data_row(values), octets),
        Backend::CommandComplete { tag } => put(&CommandComplete::new(tag.clone()), octets),
        Backend::EmptyQueryResponse => put(&EmptyQueryResponse::new(), octets),
        Backend::ErrorResponse { sqlstate, reason } => {
            // S and V: severity, as shown and as never translated. C: SQLSTATE. M: message.
            let fields = [(b'S', "ERROR"), (b'V', "ERROR"), (b'C', sqlstate), (b'M', reason)];
            let fields = fields.map(|(code, text)| (code, text.to_owned()));
            put(&ErrorResponse::new(fields.into()), octets);
        }
        Backend::Other => panic!("nobody writes what is not spoken here"),
    }
}

fn put(message: &impl Message, octets: &mut Vec<u8>) {
    let mut buffer = BytesMut::new();
    let written = message.encode(&mut buffer);
    assert!(written.is_ok(), "messages here are shorter than the protocol's bounds");
    octets.extend_from_slice(buffer.chunk());
}

fn field(column: &Column) -> FieldDescription {
    let type_len = if column.type_oid == INT8 { 8 } else { -1 };
    let name = column.name.clone();
    FieldDescription::new(name, 0, 0, column.type_oid, type_len, -1, FORMAT_CODE_TEXT)
}

fn data_row(values: &[Option<String>]) -> DataRow {
    let mut data = BytesMut::new();
    for value in values {
        match value {
            Some(text) => {
                data.put_i32(text.len() as i32);
                data.put_slice(text.as_bytes());
            }
            None => data.put_i32(-1),
        }
    }
    DataRow::new(data, values.len() as i16)
}
