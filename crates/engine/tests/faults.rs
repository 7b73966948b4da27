//! Named faults as printed traces: each is met where it happens.

use engine::simulate;
use trace::{Fault, FaultV1, HttpUrl, Request, Scenario};

#[track_caller]
fn lines(fault: &str, url: &str) -> String {
    let request = Request::parse("GET", "http://api.example.com/", &[], Vec::new());
    let url = HttpUrl::parse(url).expect("a good URL");
    let request = Request { url, ..request.expect("a good request") };
    let mut scenario = Scenario::with_requests(vec![request]);
    FaultV1::parse(fault).expect("a fault").apply_to(&mut scenario.world);
    let printed = simulate(&scenario).to_string();
    let lines = printed.lines().skip_while(|line| !line.contains("user-agent → origin"));
    let lines: Vec<&str> = lines.filter(|line| !line.contains("database")).collect();
    format!("\n{}\n", if lines.is_empty() { printed } else { lines.join("\n") })
}

const HTTP: &str = "http://api.example.com/users";
const HTTPS: &str = "https://api.example.com/users/42";

#[test]
fn nothing_listens() {
    insta::assert_snapshot!(lines("connection-refused", HTTP), @"

    54.600  user-agent → origin    TCP SYN
    74.608  origin → user-agent    TCP RST, ACK
    94.615  user-agent             connection refused on port 80
    94.615  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 111] Connection refused
    ");
}

#[test]
fn nothing_gets_through() {
    insta::assert_snapshot!(lines("connect-timeout", HTTP), @"

        54.600  user-agent → origin    TCP SYN lost
     1 054.600  user-agent → origin    TCP SYN (retransmission) lost
     3 054.600  user-agent → origin    TCP SYN (retransmission) lost
     7 054.600  user-agent → origin    TCP SYN (retransmission) lost
    15 054.600  user-agent → origin    TCP SYN (retransmission) lost
    30 054.600  user-agent             connecting timed out
    30 054.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectTimeout: Connection to api.example.com timed out. (connect timeout=30)
    ");
}

#[test]
fn the_server_resets_within_its_response() {
    insta::assert_snapshot!(lines("reset-mid-response", HTTP), @r#"

     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    GET /users HTTP/1.1
     94.617  user-agent → origin    TCP PSH, ACK, 46 octets
    114.637  origin                 parse, 0.400 ms
    115.037  origin                 route /users, 0.200 ms
    115.237  origin                 handle list users, 2.500 ms
    117.737  origin                 serialize application/json, 0.600 ms
    118.337  origin → user-agent    HTTP/1.1 200 OK  [{"id": 1, "name"
    118.337  origin → user-agent    TCP PSH, ACK, 126 octets
    119.337  origin → user-agent    TCP RST, ACK
    139.343  user-agent             connection reset
    139.343  user-agent             exchange 1 ends: no answer: requests.exceptions.ChunkedEncodingError: Connection broken: ConnectionResetError(104, 'Connection reset by peer')
    "#);
}

#[test]
fn the_server_stays_silent() {
    insta::assert_snapshot!(lines("server-silent", HTTP), @"

        54.600  user-agent → origin    TCP SYN
        74.608  origin → user-agent    TCP SYN, ACK
        94.617  user-agent → origin    TCP ACK
        94.617  user-agent → origin    GET /users HTTP/1.1
        94.617  user-agent → origin    TCP PSH, ACK, 46 octets
       124.636  origin → user-agent    TCP ACK
    30 094.617  user-agent             no complete response in time
    30 094.617  user-agent             exchange 1 ends: no answer: requests.exceptions.ReadTimeout: HTTPConnectionPool(host='api.example.com', port=80): Read timed out. (read timeout=30)
    30 094.617  user-agent → origin    TCP FIN, ACK
    30 114.623  origin → user-agent    TCP ACK
    30 114.623  origin → user-agent    TCP FIN, ACK
    30 134.636  user-agent → origin    TCP ACK
    ");
}

#[test]
fn the_client_refuses_bad_certificates() {
    insta::assert_snapshot!(lines("certificate-expired", HTTPS), @"
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1009 octets
    134.835  user-agent             the certificate of api.example.com has expired
    134.835  user-agent             exchange 1 ends: no answer: requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired
    134.835  user-agent → origin    TLS ChangeCipherSpec, Alert certificate_expired
    134.835  user-agent → origin    TCP FIN, ACK, 30 octets
    154.846  origin → user-agent    TCP FIN, ACK
    174.852  user-agent → origin    TCP ACK
    ");
    insta::assert_snapshot!(lines("certificate-wrong-name", HTTPS), @"
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1013 octets
    134.835  user-agent             the certificate does not name api.example.com
    134.835  user-agent             exchange 1 ends: no answer: requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'api.example.com'.
    134.835  user-agent → origin    TLS ChangeCipherSpec, Alert bad_certificate
    134.835  user-agent → origin    TCP FIN, ACK, 30 octets
    154.846  origin → user-agent    TCP FIN, ACK
    174.853  user-agent → origin    TCP ACK
    ");
    insta::assert_snapshot!(lines("certificate-unknown-issuer", HTTPS), @"
     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1009 octets
    134.835  user-agent             the certificate of api.example.com comes from an unknown issuer
    134.835  user-agent             exchange 1 ends: no answer: requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate
    134.835  user-agent → origin    TLS ChangeCipherSpec, Alert unknown_ca
    134.835  user-agent → origin    TCP FIN, ACK, 30 octets
    154.846  origin → user-agent    TCP FIN, ACK
    174.852  user-agent → origin    TCP ACK
    ");
}

#[test]
fn a_reset_within_tls_is_no_end() {
    insta::assert_snapshot!(lines("reset-mid-response", HTTPS), @"

     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1009 octets
    134.835  user-agent → origin    TLS ChangeCipherSpec, Finished
    134.835  user-agent → origin    GET /users/42 HTTP/1.1
    134.835  user-agent → origin    TCP PSH, ACK, 135 octets
    154.863  origin                 parse, 0.400 ms
    154.863  origin → user-agent    TLS NewSessionTicket
    154.863  origin → user-agent    TCP PSH, ACK, 103 octets
    155.263  origin                 route /users/{id}, 0.200 ms
    155.463  origin                 handle read a user, 2.500 ms
    157.963  origin                 serialize application/json, 0.600 ms
    158.563  origin → user-agent    TCP PSH, ACK, 89 octets
    159.563  origin → user-agent    TCP RST, ACK
    179.569  user-agent             connection reset
    179.569  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))
    ");
}

#[test]
fn every_fault_is_met_where_it_happens() {
    let met = |fault: Fault| {
        let url = match fault {
            Fault::CertificateExpired
            | Fault::CertificateWrongName
            | Fault::CertificateUnknownIssuer => HTTPS,
            _ => HTTP,
        };
        let printed = lines(fault.name(), url);
        let last = printed.lines().rfind(|line| line.contains("exchange 1 ends"));
        last.is_some_and(|line| line.contains("ends: no answer"))
    };
    for fault in Fault::ALL {
        // IPv4 helps out where IPv6 leads nowhere.
        assert!(met(fault) || fault == Fault::BrokenIpv6, "{fault}");
    }
}

#[test]
fn a_slow_reader_closes_its_window_until_it_has_read() {
    let zero_window = trace::built_in().into_iter().find(|example| example.name == "zero-window");
    let printed = simulate(&zero_window.expect("there is one of this name").scenario).to_string();
    let lines = printed.lines().skip_while(|line| !line.contains("user-agent → origin    TCP SYN"));
    let lines = lines.take_while(|line| !line.contains("parse"));
    insta::assert_snapshot!(format!("\n{}\n", lines.collect::<Vec<_>>().join("\n")), @"
       54.600  user-agent → origin    TCP SYN
       74.608  origin → user-agent    TCP SYN, ACK
       94.617  user-agent → origin    TCP ACK
       94.617  user-agent → origin    POST /users HTTP/1.1  20014 octets
       94.617  user-agent → origin    TCP ACK, 1460 octets
       94.617  user-agent → origin    TCP ACK, 588 octets
      114.964  origin → user-agent    TCP ACK
      134.970  user-agent → origin    TCP ACK, 1460 octets
      134.970  user-agent → origin    TCP ACK, 1460 octets
      134.970  user-agent → origin    TCP ACK, 588 octets
      155.450  origin → user-agent    TCP ACK
      165.550  origin → user-agent    TCP ACK
      175.456  user-agent → origin    TCP ACK, 1460 octets
      175.456  user-agent → origin    TCP ACK, 1460 octets
      175.456  user-agent → origin    TCP ACK, 1176 octets
      195.936  origin → user-agent    TCP ACK
      206.130  origin → user-agent    TCP ACK (zero window)
    1 226.136  user-agent → origin    TCP ACK, 1 octets
    1 246.143  origin → user-agent    TCP ACK (zero window)
    1 614.863  origin → user-agent    TCP ACK
    1 634.869  user-agent → origin    TCP ACK, 1460 octets
    1 634.869  user-agent → origin    TCP ACK, 1460 octets
    1 634.869  user-agent → origin    TCP ACK, 1460 octets
    1 634.869  user-agent → origin    TCP ACK, 1460 octets
    1 634.869  user-agent → origin    TCP ACK, 892 octets
    1 655.349  origin → user-agent    TCP ACK
    1 655.829  origin → user-agent    TCP ACK
    1 665.978  origin → user-agent    TCP ACK (zero window)
    2 685.984  user-agent → origin    TCP ACK, 1 octets
    2 705.991  origin → user-agent    TCP ACK (zero window)
    3 114.863  origin → user-agent    TCP ACK
    3 134.869  user-agent → origin    TCP ACK, 1460 octets
    3 134.869  user-agent → origin    TCP ACK, 1460 octets
    3 134.869  user-agent → origin    TCP PSH, ACK, 838 octets
    3 155.349  origin → user-agent    TCP ACK
    3 165.489  origin → user-agent    TCP ACK
    ");
}

#[test]
fn a_client_that_has_said_all_still_reads_the_answer() {
    insta::assert_snapshot!(lines("half-close", HTTP), @"

     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    GET /users HTTP/1.1
     94.617  user-agent → origin    TCP PSH, ACK, 46 octets
     94.717  user-agent → origin    TCP FIN, ACK
    114.637  origin                 parse, 0.400 ms
    115.037  origin                 route /users, 0.200 ms
    115.237  origin                 handle list users, 2.500 ms
    117.737  origin                 serialize application/json, 0.600 ms
    118.337  origin → user-agent    HTTP/1.1 200 OK  143 octets
    118.337  origin → user-agent    TCP FIN, ACK, 252 octets
    138.384  user-agent             use response application/json, 0.800 ms
    139.184  user-agent             exchange 1 ends: 200
    148.383  user-agent → origin    TCP ACK
    ");
    insta::assert_snapshot!(lines("half-close", HTTPS), @r#"

     54.600  user-agent → origin    TCP SYN
     74.608  origin → user-agent    TCP SYN, ACK
     94.617  user-agent → origin    TCP ACK
     94.617  user-agent → origin    TLS ClientHello
     94.617  user-agent → origin    TCP PSH, ACK, 233 octets
    114.667  origin → user-agent    TLS ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate, CertificateVerify, Finished
    114.667  origin → user-agent    TCP PSH, ACK, 1009 octets
    134.835  user-agent → origin    TLS ChangeCipherSpec, Finished
    134.835  user-agent → origin    GET /users/42 HTTP/1.1
    134.835  user-agent → origin    TCP PSH, ACK, 135 octets
    134.935  user-agent → origin    TLS Alert close_notify
    134.935  user-agent → origin    TCP FIN, ACK, 24 octets
    154.863  origin                 parse, 0.400 ms
    154.863  origin → user-agent    TLS NewSessionTicket
    154.863  origin → user-agent    TCP PSH, ACK, 103 octets
    155.263  origin                 route /users/{id}, 0.200 ms
    155.463  origin                 handle read a user, 2.500 ms
    157.963  origin                 serialize application/json, 0.600 ms
    158.563  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    158.563  origin → user-agent    TLS Alert close_notify
    158.563  origin → user-agent    TCP FIN, ACK, 181 octets
    178.598  user-agent             use response application/json, 0.800 ms
    179.398  user-agent             exchange 1 ends: 200
    184.885  user-agent → origin    TCP ACK
    "#);
}
