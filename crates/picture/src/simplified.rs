//! What is simpler here than outside, as far as a reader may meet it. "What is simplified" in
//! ARCHITECTURE.md is the whole list.

use crate::Language;

/// One sentence or two for each thing that is simpler, in the order of the lanes.
pub fn simplified(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => ENGLISH,
    }
}

const ENGLISH: &[&str] = &[
    "Client and web server use IPv6 only where you choose it, and DNS and the database never do.",
    "The client follows no redirect by itself and stores no answer: you send the next request.",
    "One machine stands for all root servers of DNS, one for all top-level domains and one for all zones below them. DNSSEC is left out.",
    "Links carry IP packets, with nothing like Ethernet or Wi-Fi below them. A packet gets lost by chance, never because a queue is full.",
    "TCP is a real implementation (smoltcp). After a loss it sends everything behind the gap again.",
    "Certificates are issued here, by an authority that every client of this page trusts.",
    "What a host does is done by real code. How long it takes, a millisecond or two, was chosen.",
    "The database speaks PostgreSQL's protocol and is SQLite inside. It asks nobody for a password.",
];
