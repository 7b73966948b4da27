//! The judge of DNS: the response codes and the records that the trace tells are those that tshark
//! reads in the capture.

mod capture;

use trace::{Content, DnsAnswer, Group, Trace, built_in};

const FIELDS: [&str; 16] = [
    "dns.flags.response",
    "dns.flags.rcode",
    "dns.resp.name",
    "dns.resp.type",
    "dns.resp.ttl",
    "dns.a",
    "dns.aaaa",
    "dns.cname",
    "dns.ns",
    "dns.soa.mname",
    "dns.soa.rname",
    "dns.soa.serial_number",
    "dns.soa.refresh_interval",
    "dns.soa.retry_interval",
    "dns.soa.expire_limit",
    "dns.soa.minimum_ttl",
];
/// TYPE of OPT (RFC 6891), which is no record of a zone.
const OPT: &str = "41";

/// One response: what both sides have to agree on.
#[derive(Debug, PartialEq, Eq)]
struct Answered {
    response_code: String,
    /// Owner names and types.
    owners: Vec<String>,
    ttls_s: Vec<String>,
    addresses: Vec<String>,
    addresses_v6: Vec<String>,
    aliases: Vec<String>,
    servers: Vec<String>,
    /// MNAME, RNAME, SERIAL, REFRESH, RETRY, EXPIRE, MINIMUM.
    start_of_authority: Vec<String>,
}

#[test]
fn tshark_reads_the_same_records() {
    let mut n_records = 0;
    for example in built_in().into_iter().filter(|example| example.group == Group::Names) {
        let trace = engine::simulate(&example.scenario);
        let name = format!("records-{}", example.name);
        let rows = capture::columns(&name, &trace::pcapng(&trace), &FIELDS);
        let found: Vec<Answered> = rows.iter().filter_map(|row| read_by_tshark(row)).collect();
        let expected = told(&trace);
        assert_eq!(found, expected, "{}", example.name);
        n_records += found.iter().map(|answered| answered.owners.len()).sum::<usize>();
    }
    assert!(n_records > 200, "{n_records} records were compared");
}

/// `None` where the packet holds no response.
fn read_by_tshark(row: &[String]) -> Option<Answered> {
    let list = |at: usize| -> Vec<String> {
        row[at].split(capture::AGGREGATOR).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    };
    // Wireshark 4.2 and later write flags as words.
    if !matches!(row[0].as_str(), "1" | "True") {
        return None;
    }
    let names = list(2);
    let owners = names.iter().zip(list(3)).filter(|(_, kind)| kind != OPT);
    Some(Answered {
        response_code: row[1].clone(),
        owners: owners.map(|(name, kind)| format!("{name} {kind}")).collect(),
        ttls_s: list(4),
        addresses: list(5),
        addresses_v6: list(6),
        aliases: list(7),
        servers: list(8),
        start_of_authority: (9..FIELDS.len()).flat_map(list).collect(),
    })
}

fn told(trace: &Trace) -> Vec<Answered> {
    let responses = trace.messages.iter().filter_map(|message| match &message.content {
        Content::DnsResponse { response_code, answers, authority, additional, .. } => {
            let records: Vec<&DnsAnswer> =
                answers.iter().chain(authority).chain(additional).collect();
            Some(told_of(response_code, &records))
        }
        _ => None,
    });
    responses.collect()
}

fn told_of(response_code: &str, records: &[&DnsAnswer]) -> Answered {
    let values = |kind: &str| -> Vec<String> {
        let named = records.iter().filter(|record| record.kind == kind);
        named.map(|record| record.value.clone()).collect()
    };
    let owner = |record: &&DnsAnswer| {
        let name = if record.name == "." { "<Root>" } else { &record.name };
        format!("{name} {}", number_of_type(&record.kind))
    };
    let without_dot = |name: &str| name.trim_end_matches('.').to_owned();
    let soa = values("SOA");
    let start_of_authority = soa.iter().flat_map(|value| value.split(' '));
    Answered {
        response_code: number_of_code(response_code).to_owned(),
        owners: records.iter().map(owner).collect(),
        ttls_s: records.iter().map(|record| record.ttl_s.to_string()).collect(),
        addresses: values("A"),
        addresses_v6: values("AAAA"),
        aliases: values("CNAME"),
        servers: values("NS"),
        start_of_authority: start_of_authority.map(without_dot).collect(),
    }
}

/// RFC 1035 §3.2.2, RFC 3596 §2.1.
fn number_of_type(kind: &str) -> &'static str {
    match kind {
        "A" => "1",
        "NS" => "2",
        "CNAME" => "5",
        "SOA" => "6",
        "AAAA" => "28",
        other => panic!("no record of type {other} is sent"),
    }
}

/// RFC 1035 §4.1.1.
fn number_of_code(response_code: &str) -> &'static str {
    match response_code {
        "NOERROR" => "0",
        "SERVFAIL" => "2",
        "NXDOMAIN" => "3",
        "REFUSED" => "5",
        other => panic!("no resolver says {other}"),
    }
}
