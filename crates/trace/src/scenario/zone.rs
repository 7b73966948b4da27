//! What the reader adds to the names of a world.

use super::ScenarioError;
use super::bounds::TTL_S;
use core::fmt;
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The most names that one world may add.
pub const MAX_ZONE_ENTRIES: usize = 100;

/// One resource record of a zone. Records of a name that a world has by itself take the place of
/// those.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneEntry {
    /// The owner name, in lower case, without the final dot, e.g. `shop.example.com`.
    pub name: String,
    /// TYPE and RDATA.
    pub record: ZoneRecord,
    /// How long it may be remembered, in seconds.
    pub ttl_s: u32,
}

/// TYPE and RDATA of a resource record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneRecord {
    /// An IPv4 address (RFC 1035 §3.4.1).
    A(Ipv4Addr),
    /// An IPv6 address (RFC 3596).
    Aaaa(Ipv6Addr),
    /// The name that this one is another name for (RFC 1035 §3.3.1).
    Cname(String),
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneEntryError {
    /// No host can have this name.
    BadName {
        /// What was found.
        found: String,
    },
    /// Not the address that this TYPE has.
    BadAddress {
        /// TYPE.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// Another TYPE than A, AAAA and CNAME.
    UnknownType {
        /// What was found.
        found: String,
    },
    /// A CNAME stands alone (RFC 1034 §3.6.2).
    CnameWithOthers {
        /// Its name.
        name: String,
    },
    /// At the top of a zone stand SOA and NS, so a CNAME cannot.
    CnameAtApex {
        /// Its name.
        name: String,
    },
}

impl ZoneRecord {
    /// Reads TYPE and RDATA in presentation format.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(kind: &str, value: &str) -> Result<Self, ZoneEntryError> {
        let bad = |kind| ZoneEntryError::BadAddress { kind, found: value.to_owned() };
        match kind {
            "A" => value.parse().map(Self::A).map_err(|_| bad("A")),
            "AAAA" => value.parse().map(Self::Aaaa).map_err(|_| bad("AAAA")),
            "CNAME" => parse_name(value).map(Self::Cname),
            _ => Err(ZoneEntryError::UnknownType { found: kind.to_owned() }),
        }
    }

    /// TYPE, e.g. `A`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::A(_) => "A",
            Self::Aaaa(_) => "AAAA",
            Self::Cname(_) => "CNAME",
        }
    }

    /// RDATA in presentation format, without a final dot.
    pub fn value(&self) -> String {
        match self {
            Self::A(address) => address.to_string(),
            Self::Aaaa(address) => address.to_string(),
            Self::Cname(name) => name.clone(),
        }
    }
}

impl ZoneEntry {
    /// Reads one record in presentation format.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(name: &str, kind: &str, value: &str, ttl_s: u32) -> Result<Self, ZoneEntryError> {
        let name = parse_name(name)?;
        Ok(Self { name, record: ZoneRecord::parse(kind, value)?, ttl_s })
    }
}

/// Names as a URL has them, e.g. in lower case.
pub(super) fn parse_name(text: &str) -> Result<String, ZoneEntryError> {
    let bad = || ZoneEntryError::BadName { found: text.to_owned() };
    let Ok(url::Host::Domain(name)) = url::Host::parse(text) else { return Err(bad()) };
    let name = name.strip_suffix('.').unwrap_or(&name);
    // RFC 1035 §2.3.4: 63 octets a label, 255 for all with their lengths.
    let fits = |label: &str| (1..=63).contains(&label.len()) && is_host_label(label);
    let is_good = name.len() <= 253 && name.split('.').all(fits);
    if is_good { Ok(name.to_owned()) } else { Err(bad()) }
}

fn is_host_label(label: &str) -> bool {
    label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
}

/// Checks all records together, even if they come out of octets.
pub(super) fn check(entries: &[ZoneEntry]) -> Result<(), ScenarioError> {
    if entries.len() > MAX_ZONE_ENTRIES {
        return Err(ScenarioError::TooManyZoneEntries { count: entries.len() });
    }
    for (index, entry) in entries.iter().enumerate() {
        let number = index + 1;
        check_entry(entry, entries)
            .map_err(|error| ScenarioError::BadZoneEntry { number, error })?;
        let member = format!("“ttl_s” of zone entry {number}");
        TTL_S.check(&member, u64::from(entry.ttl_s))?;
    }
    Ok(())
}

fn check_entry(entry: &ZoneEntry, entries: &[ZoneEntry]) -> Result<(), ZoneEntryError> {
    let name = || entry.name.clone();
    let parsed = ZoneEntry::parse(&entry.name, entry.record.kind(), &entry.record.value(), 0)?;
    if parsed.name != entry.name {
        return Err(ZoneEntryError::BadName { found: name() });
    }
    let ZoneRecord::Cname(target) = &entry.record else { return Ok(()) };
    if parsed.record != entry.record {
        return Err(ZoneEntryError::BadName { found: target.clone() });
    }
    if entries.iter().filter(|other| other.name == entry.name).count() > 1 {
        return Err(ZoneEntryError::CnameWithOthers { name: name() });
    }
    if entry.name.split('.').count() <= 2 {
        return Err(ZoneEntryError::CnameAtApex { name: name() });
    }
    Ok(())
}

impl fmt::Display for ZoneEntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadName { found } => {
                write!(f, "“{found}” is no name of a host; write one such as shop.example.com")
            }
            Self::BadAddress { kind: "A", found } => {
                write!(f, "“{found}” is no IPv4 address; write one such as 93.184.216.34")
            }
            Self::BadAddress { found, .. } => {
                write!(f, "“{found}” is no IPv6 address; write one such as 2001:db8::34")
            }
            Self::UnknownType { found } => {
                write!(f, "the type “{found}” is not known here; use A, AAAA or CNAME")
            }
            Self::CnameWithOthers { name } => {
                write!(f, "“{name}” has a CNAME and another record; a CNAME stands alone")
            }
            Self::CnameAtApex { name } => write!(
                f,
                "“{name}” is the top of a zone, where no CNAME can stand; use a name below it, e.g. www.{name}"
            ),
        }
    }
}

impl std::error::Error for ZoneEntryError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[track_caller]
    fn check(records: &[(&str, &str, &str)], expected: &str) {
        let entries: Result<Vec<ZoneEntry>, _> = records
            .iter()
            .map(|(name, kind, value)| ZoneEntry::parse(name, kind, value, 60))
            .collect();
        let shown = match entries {
            Err(error) => error.to_string(),
            Ok(entries) => {
                let mut scenario = Scenario::default();
                let names: Vec<&str> = entries.iter().map(|entry| &*entry.name).collect();
                let names = names.join(" ");
                scenario.world.names.zone = entries;
                scenario.check().map_or_else(|error| error.to_string(), |()| names)
            }
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn names_are_kept_as_urls_have_them() {
        check(&[("Shop.Example.com.", "A", "192.0.2.1")], "shop.example.com");
        check(&[("Six.example", "AAAA", "2001:DB8::1")], "six.example");
        check(&[("bücher.example", "A", "192.0.2.1")], "xn--bcher-kva.example");
        check(
            &[("a.example", "A", "192.0.2.1"), ("a.example", "A", "192.0.2.2")],
            "a.example a.example",
        );
        check(&[("a.b.example", "CNAME", "a.b.example")], "a.b.example");
    }

    #[test]
    fn a_slip_in_a_record_is_told() {
        let name = "is no name of a host; write one such as shop.example.com";
        check(&[("a b", "A", "192.0.2.1")], &format!("“a b” {name}"));
        check(&[("", "A", "192.0.2.1")], &format!("“” {name}"));
        check(&[("192.0.2.1", "A", "192.0.2.1")], &format!("“192.0.2.1” {name}"));
        check(&[("a..example", "A", "192.0.2.1")], &format!("“a..example” {name}"));
        let long = format!("{}.example", "a".repeat(64));
        check(&[(&long, "A", "192.0.2.1")], &format!("“{long}” {name}"));
        check(
            &[("a.example", "A", "2001:db8::1")],
            "“2001:db8::1” is no IPv4 address; write one such as 93.184.216.34",
        );
        check(
            &[("a.example", "AAAA", "x")],
            "“x” is no IPv6 address; write one such as 2001:db8::34",
        );
        check(&[("a.example", "MX", "x")], "the type “MX” is not known here; use A, AAAA or CNAME");
    }

    #[test]
    fn a_cname_stands_alone_and_below_the_top() {
        check(
            &[("a.b.example", "CNAME", "b.example"), ("a.b.example", "A", "192.0.2.1")],
            "zone entry 1: “a.b.example” has a CNAME and another record; a CNAME stands alone",
        );
        check(
            &[("b.example", "CNAME", "a.example")],
            "zone entry 1: “b.example” is the top of a zone, where no CNAME can stand; \
             use a name below it, e.g. www.b.example",
        );
    }

    #[test]
    fn records_out_of_octets_are_checked_again() {
        let mut scenario = Scenario::default();
        let entry = ZoneEntry::parse("a.example", "A", "192.0.2.1", 60).expect("a good entry");
        scenario.world.names.zone =
            vec![ZoneEntry { name: "A.example".to_owned(), ..entry.clone() }];
        assert!(scenario.check().is_err());
        scenario.world.names.zone = vec![ZoneEntry { ttl_s: u32::MAX, ..entry.clone() }];
        assert_eq!(
            scenario.check().unwrap_err().to_string(),
            "“ttl_s” of zone entry 1 is 4294967295; it may be 0 to 604800 s"
        );
        scenario.world.names.zone = vec![entry; MAX_ZONE_ENTRIES + 1];
        assert_eq!(
            scenario.check().unwrap_err().to_string(),
            "the world adds 101 records to the zones; up to 100 can be added"
        );
    }
}
