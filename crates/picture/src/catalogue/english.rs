//! The English catalogue.
//!
//! For beginners: short sentences, the reader is "you", standard terms behind underlined words.

use super::Key;

/// The template for a key.
pub(super) fn template(key: Key) -> &'static str {
    match key {
        // Headings of acts.
        Key::ActResolve => "Find the address",
        Key::ActConnect => "Open a connection",
        Key::ActSecure => "Encrypt",
        Key::ActRequest => "Ask",
        Key::ActWork => "Server works",
        Key::ActRespond => "Answer",
        Key::ActHandle => "Use the answer",
        Key::ActClose => "Close the connection",
        // Headings of lanes, and hosts within a sentence.
        Key::LaneClient => "Client",
        Key::LaneResolver => "DNS",
        Key::LaneRoot => "Root",
        Key::LaneTopLevel => "Top level",
        Key::LaneAuthoritative => "Zone",
        Key::LaneServer => "Web server",
        Key::LaneDatabase => "Database",
        Key::LaneResolverDetail => "address book",
        Key::LaneRootDetail => "knows com, net, …",
        Key::LaneTopLevelDetail => "knows example.com, …",
        Key::LaneAuthoritativeDetail => "knows the addresses",
        Key::LaneDatabaseDetail => "tables",
        Key::HostClient => "client",
        Key::HostResolver => "DNS",
        Key::HostRoot => "root server",
        Key::HostTopLevel => "top-level server",
        Key::HostAuthoritative => "zone's server",
        Key::HostServer => "web server",
        Key::HostDatabase => "database",
        Key::TheClient => "the client",
        Key::TheResolver => "DNS",
        Key::TheRoot => "the root server",
        Key::TheTopLevel => "the top-level server",
        Key::TheAuthoritative => "the zone's server",
        Key::TheServer => "the web server",
        Key::TheDatabase => "the database",
        // Kinds of client.
        Key::ClientBrowser => "Browser",
        Key::ClientPython => "Python",
        Key::ClientMobileApp => "Mobile app",
        Key::ClientCurl => "curl",
        Key::ClientServer => "Another server",
        // Labels of arrows.
        Key::LabelQuery => "Resolve {name}",
        Key::LabelQueryOther => "{kind} of {name}",
        Key::LabelNoSuchName => "No such name",
        Key::LabelNoAddress => "No address",
        Key::LabelResolverFailed => "Cannot tell: {code}",
        Key::LabelReferral => "Ask the servers of {zone}",
        Key::AndMore => "{values} and {count} more",
        Key::LabelTruncated => "Too long: ask over TCP",
        Key::LabelResponse => "{code} {reason}",
        Key::LabelResponseTyped => "{code} {reason} · {type}",
        Key::LabelNoRows => "no row",
        Key::LabelOneRow => "1 row",
        Key::LabelRows => "{count} rows",
        Key::LabelNoneChanged => "nothing changed",
        Key::LabelOneChanged => "1 row changed",
        Key::LabelChanged => "{count} rows changed",
        Key::LabelSqlFailed => "Failed: {reason}",
        Key::LabelContinued => "…continued",
        Key::LabelUdp => "UDP",
        Key::LabelProtocol => "IP protocol {number}",
        Key::LabelAgain => "{label} (again)",
        Key::LabelLost => "{label} (lost)",
        Key::LabelSamePacket => "{label} (same packet)",
        Key::LabelWithFin => "{label}, FIN",
        Key::LabelZeroWindow => "{label}, zero window",
        Key::LabelWindowUpdate => "{label}, window update",
        Key::LabelWindowProbe => "{label}, window probe",
        Key::RowClosed => "▸ {what}, folded",
        Key::RowOpen => "▾ {what}",
        Key::RowRoundTrip => "{what}, 1 round trip",
        Key::RowRoundTrips => "{what}, {count} round trips",
        Key::FoldedOne => "1 message ({protocol})",
        Key::FoldedMany => "{count} messages ({protocol})",
        Key::FoldedDnsHostsOne => "1 message between DNS servers",
        Key::FoldedDnsHostsMany => "{count} messages between DNS servers",
        Key::FoldedWithOne => "1 message with {protocol}",
        Key::FoldedWithMany => "{count} messages with {protocol}",
        // Pieces of notes; the first letter of a note becomes a capital.
        Key::NoteAnswerCached => "remembered: {found}",
        Key::NoteUpgradeToHttps => "remembered: https only",
        Key::NoteParse => "parse",
        Key::NoteParseRefused => "cannot parse it",
        Key::NoteRoute => "find handler",
        Key::NoteRouteRefused => "no handler for it",
        Key::NoteAuthenticate => "find out who asks",
        Key::NoteAuthenticateRefused => "nobody it knows asks",
        Key::NoteAuthorize => "check permission",
        Key::NoteAuthorizeRefused => "no permission",
        Key::NoteValidate => "check the body",
        Key::NoteValidateRefused => "refuse the body",
        Key::NoteHandle => "handle",
        Key::NoteSerializeRow => "turn row into JSON",
        Key::NoteSerializeRows => "turn rows into JSON",
        Key::NoteSerializeJson => "write JSON",
        Key::NoteSerializeError => "write the error as JSON",
        Key::NoteSerialize => "write the answer",
        Key::NoteUseJson => "parse JSON · show it",
        Key::NoteUseText => "show it",
        Key::NoteUseNothing => "nothing to read · done",
        Key::NoteUseStored => "go on with the copy",
        Key::NoteUseRedirect => "read the new address",
        Key::NoteUseError => "show the error",
        Key::NoteUseBroken => "cannot read the answer",
        // Notes and aliases as course diagrams word them.
        Key::MermaidClientBrowser => "Browser",
        Key::MermaidClientPython => "Python Client",
        Key::MermaidClientMobileApp => "Mobile App",
        Key::MermaidClientCurl => "curl",
        Key::MermaidClientServer => "Another Server",
        Key::MermaidResolver => "DNS Server",
        Key::MermaidRoot => "Root Server",
        Key::MermaidTopLevel => "Top-Level Server",
        Key::MermaidAuthoritative => "Authoritative Server",
        Key::MermaidServer => "Web Server",
        Key::MermaidDatabase => "Database",
        Key::MermaidRow => "Row data",
        Key::MermaidAnswerCached => "Answer from the cache",
        Key::MermaidUpgradeToHttps => "Remembered: https only",
        Key::MermaidParse => "Parse request",
        Key::MermaidParseRefused => "Cannot parse request",
        Key::MermaidRoute => "Route to handler",
        Key::MermaidRouteRefused => "No handler for it",
        Key::MermaidAuthenticate => "Authenticate",
        Key::MermaidAuthenticateRefused => "Not authenticated",
        Key::MermaidAuthorize => "Check permission",
        Key::MermaidAuthorizeRefused => "No permission",
        Key::MermaidValidate => "Validate body",
        Key::MermaidValidateRefused => "Refuse body",
        Key::MermaidHandle => "Handle",
        Key::MermaidSerializeJson => "Serialize to JSON",
        Key::MermaidSerialize => "Write the answer",
        Key::MermaidUsePython => "response.json()\nparse JSON to dict",
        Key::MermaidUsePythonArray => "response.json()\nparse JSON to list",
        Key::MermaidUsePythonScalar => "response.json()\nparse JSON to value",
        Key::MermaidUseBrowser => "response.json()\nparse JSON to object",
        Key::MermaidUseBrowserArray => "response.json()\nparse JSON to array",
        Key::MermaidUseBrowserScalar => "response.json()\nparse JSON to value",
        Key::MermaidUseMobileApp => "decode JSON\nupdate the screen",
        Key::MermaidUseCurl => "print the body",
        Key::MermaidUseServer => "parse JSON\ngo on with it",
        Key::MermaidUseText => "use the body",
        Key::MermaidUseNothing => "done, nothing to read",
        Key::MermaidUseStored => "use the stored copy",
        Key::MermaidUseRedirect => "read the new address",
        Key::MermaidUseErrorPython => "response.raise_for_status()\nraises HTTPError",
        Key::MermaidUseError => "show the error",
        Key::MermaidUseBroken => "cannot read the answer",
        Key::MermaidMore => "{count} more steps are left out",
        // What a DNS message says.
        Key::Query => {
            "The [client] asks [DNS|dns], the address book of the internet: which [IP address|ip-address] belongs to *{name}*?"
        }
        Key::QueryIpv6 => {
            "The [client] asks [DNS|dns] for the longer kind of address as well: which *IPv6* [address|ip-address] belongs to *{name}*?"
        }
        Key::QueryAgain => "No answer has come so far, so it asks the same again.",
        Key::QueryLost => "The question never arrives.",
        Key::Address => {
            "[DNS|dns] answers: *{name}* is at *{addresses}*. The client may [remember this for|ttl] {ttl}."
        }
        Key::NoSuchName => {
            "[DNS|dns] answers that the name *{name}* does not exist. So there is no address to send a request to."
        }
        Key::NoAddress => {
            "[DNS|dns] answers that the name *{name}* exists but has no *{version}* [address|ip-address]."
        }
        Key::ResolverFailed => "[DNS|dns] answers that it cannot tell: `{code}`.",
        Key::DnsAnswerLost => "[DNS|dns] answers. The answer never arrives.",
        Key::QueryRoot => {
            "[DNS|dns] does not know *{name}*, so it starts at the top and asks a root server."
        }
        Key::QueryTopLevel => "[DNS|dns] passes the question for *{name}* on, one level down.",
        Key::QueryAuthoritative => {
            "[DNS|dns] asks the server that looks after this zone: what is known of *{name}*?"
        }
        Key::Referral => {
            "{From} does not know the answer, and knows who does: the servers of *{zone}*, at *{addresses}*."
        }
        Key::AuthoritativeAddress => {
            "{From} looks after this zone, and answers: *{name}* is at *{addresses}*. DNS may [remember this for|ttl] {ttl}."
        }
        Key::AuthoritativeNoSuchName => {
            "{From} looks after this zone, and answers that the name *{name}* does not exist."
        }
        Key::AuthoritativeNoAddress => {
            "{From} looks after this zone, and answers that *{name}* exists but has no *{version}* [address|ip-address]."
        }
        Key::AuthoritativeFailed => "{From} answers that it cannot tell: `{code}`.",
        Key::Alias => "{From} answers that *{name}* is another name for *{alias}*.",
        Key::Truncated => {
            "{From} has more to say than fits into one [packet] of UDP. The same question can be asked again over [TCP|tcp]."
        }
        // What a request says, by its method.
        Key::RequestGet => {
            "Your [request] travels to the server. Its first line says what you want: *GET* (read) the [resource] *{target}*."
        }
        Key::RequestGetHttp2 => {
            "Your [request] travels to the server. Its first fields say what you want: `:method` is *GET* (read), and `:path` names the [resource] *{target}*."
        }
        Key::RequestHead => {
            "Your [request] travels to the server. *HEAD* asks for the [headers|header] of the [resource] *{target}*, without its [body]."
        }
        Key::RequestPost => {
            "Your [request] travels to the server. *POST* hands a new thing to *{target}*; what it is stands in the [body]."
        }
        Key::RequestPostEmpty => {
            "Your [request] travels to the server. *POST* hands a new thing to *{target}*; what it is would stand in the [body], and this request has none."
        }
        Key::RequestPut => {
            "Your [request] travels to the server. *PUT* asks to store the [body] as the [resource] *{target}*, in place of what is there."
        }
        Key::RequestPatch => {
            "Your [request] travels to the server. *PATCH* asks to change a part of the [resource] *{target}*; the [body] says which."
        }
        Key::RequestDelete => {
            "Your [request] travels to the server. *DELETE* asks to remove the [resource] *{target}*."
        }
        Key::RequestOptions => {
            "Your [request] travels to the server. *OPTIONS* asks which [methods|method] the [resource] *{target}* understands."
        }
        Key::RequestOther => {
            "Your [request] travels to the server. Its first line names a [method], *{method}*, and the [resource] *{target}*."
        }
        Key::RequestOtherHttp2 => {
            "Your [request] travels to the server. Its field `:method` names a [method], *{method}*, and `:path` the [resource] *{target}*."
        }
        Key::RequestLost => "It never arrives as a whole.",
        // What a response says, by its status code.
        Key::ResponseInformational => {
            "The server tells something on the way: *{status}*. The answer itself is still to come."
        }
        Key::ResponseEarlyHints => {
            "This is not yet the answer: *{status}*. While the server works on it, it tells ahead what will be needed."
        }
        Key::ResponseLink => "The Link [header] names it: *{link}*.",
        Key::ResponseChunked => {
            "Its length was not known when it began, so the [body] comes in [chunks|header-transfer-encoding], each with its size; an empty one is the last."
        }
        Key::ResponseFramed => {
            "Its length was not known when it began: no `content-length` is told, and the last frame ends it."
        }
        Key::ResponseTrailers => {
            "Behind the [body] come trailers, fields that were known only then: *{names}*."
        }
        Key::ResponseOk => {
            "The [response] travels back. *{status}*: it worked. The result is in the [body]{type}."
        }
        Key::ResponseOkEmpty => {
            "The [response] travels back. *{status}*: it worked. It has [headers|header] and no [body]."
        }
        Key::ResponseCreated => {
            "The [response] travels back. *{status}*: a new [resource] was made."
        }
        Key::ResponseNoContent => {
            "The [response] travels back. *{status}*: it is done, and there is nothing to send back."
        }
        Key::ResponseRedirect => {
            "The [response] travels back. *{status}*: the [resource] is elsewhere."
        }
        Key::ResponseNotModified => {
            "The [response] travels back. *{status}*: nothing has changed; use the copy that you have."
        }
        Key::ResponseBadRequest => {
            "An error answer travels back. *{status}*: the server cannot use this request. The [body] says what is wrong with it."
        }
        Key::ResponseUnauthorized => {
            "An error answer travels back. *{status}*: the server wants to know who asks. The request needs an Authorization [header]."
        }
        Key::ResponseForbidden => {
            "An error answer travels back. *{status}*: the server knows who asks, and does not permit it. Asking again does not help."
        }
        Key::ResponseNotFound => {
            "An error answer travels back. *{status}*: the server was reached, and has no such [resource]."
        }
        Key::ResponseMethodNotAllowed => {
            "An error answer travels back. *{status}*: the [resource] is there, but not for this [method]."
        }
        Key::ResponseConflict => {
            "An error answer travels back. *{status}*: the request contradicts what the server holds. The [body] says how."
        }
        Key::ResponseTooLarge => {
            "An error answer travels back. *{status}*: the [body] of the request is longer than this server takes."
        }
        Key::ResponseUnsupported => {
            "An error answer travels back. *{status}*: the server does not take a [body] of this [kind|header-content-type]."
        }
        Key::ResponseTooMany => "An error answer travels back. *{status}*: you ask too often.",
        Key::ResponseRetryAfter => {
            "The Retry-After [header] says how many seconds to wait: *{retry-after}*."
        }
        Key::ResponseClientError => {
            "An error answer travels back. *{status}*: the request was wrong; a [status code|status-code] that starts with 4 means your error."
        }
        Key::ResponseServerError => {
            "An error answer travels back. *{status}*: the request may be good, and the server failed; a [status code|status-code] that starts with 5 means its error."
        }
        Key::ResponseNotImplemented => {
            "An error answer travels back. *{status}*: the server does not know this [method] at all."
        }
        Key::ResponseUnavailable => {
            "An error answer travels back. *{status}*: the request is good, and the server cannot do it now. Later it may."
        }
        Key::ResponseLocation => "The Location [header] says where it is: *{location}*.",
        Key::ResponseAllow => {
            "The Allow [header] lists the [methods|method] that work here: *{allow}*."
        }
        Key::ResponseUnknown => {
            "The [response] travels back with the [status code|status-code] *{status}*, which is of no family that HTTP knows."
        }
        Key::ResponseHttp2 => {
            "[HTTP/2|http2] sends only the number, in the field `:status`; the words beside it are added here."
        }
        Key::ResponseAsJson => ", as JSON",
        Key::ResponseAsType => ", as {type}",
        Key::ResponseLost => "It never arrives as a whole.",
        // What an SQL message says.
        Key::SqlSelect => {
            "The server asks its [database] to read. In [SQL|sql] that is `SELECT`: which columns, from which table, which rows."
        }
        Key::SqlInsert => {
            "The server asks its [database] to add a row. In [SQL|sql] that is `INSERT`."
        }
        Key::SqlUpdate => {
            "The server asks its [database] to change what a row holds. In [SQL|sql] that is `UPDATE`."
        }
        Key::SqlDelete => {
            "The server asks its [database] to remove a row. In [SQL|sql] that is `DELETE`."
        }
        Key::SqlOther => "The server sends its [database] a command in [SQL|sql].",
        Key::SqlNoRows => "The [database] found *no row* that fits.",
        Key::SqlOneRow => "The [database] answers with *1 row*: {values}.",
        Key::SqlRows => "The [database] answers with *{count} rows*.",
        Key::SqlNoneChanged => "The [database] found no row to change.",
        Key::SqlOneChanged => "The [database] did it: *1 row* changed.",
        Key::SqlChanged => "The [database] did it: *{count} rows* changed.",
        Key::SqlFailed => "The [database] refuses: {reason}.",
        Key::TlsClientHello => {
            "The client wants to talk in secret ([TLS|tls]) and says with whom: *{name}*. It sends its half of a fresh key. Anyone on the way can still read this message."
        }
        Key::TlsClientHelloUnnamed => {
            "The client wants to talk in secret ([TLS|tls]) and sends its half of a fresh key. Anyone on the way can still read this message."
        }
        Key::TlsServerHello => {
            "The server sends its half of the key: from here on everything is encrypted. Its [certificate] proves who it is."
        }
        Key::TlsServerHelloResumed => {
            "The server sends its half of the key: from here on everything is encrypted. It takes the ticket that the client showed, so it need not prove again with a [certificate] who it is."
        }
        Key::TlsServerHelloAlone => {
            "The server sends its half of the key: from here on everything is encrypted."
        }
        Key::TlsFinished => {
            "The client has checked the server's proof, and confirms that nobody changed a word of what was said."
        }
        Key::TlsTicket => {
            "The server hands out a ticket: with it the next connection skips the [certificate]."
        }
        Key::TlsCloseNotify => {
            "{From} says with `close_notify` that it sends nothing more over [TLS|tls]: so nobody on the way can cut the end off unnoticed."
        }
        Key::TlsAlert => "{From} breaks the handshake off, and says why: *{name}*.",
        Key::TlsChangeCipherSpec => {
            "{From} sends `ChangeCipherSpec`. In TLS 1.3 it means nothing; old machines on the way expect to see it."
        }
        Key::TlsOther => "Messages of [TLS|tls]: {name}.",
        Key::TlsLost => "It never arrives.",
        Key::Http2Preface => {
            "From here on the two speak HTTP/2: many requests share one [connection], cut into frames. The client starts with its settings."
        }
        Key::Http2Settings => "{From} says how it wants to use the [connection]: its settings.",
        Key::Http2SettingsBoth => {
            "{From} says how it wants to use the [connection]: its settings. It has also taken note of those of {to}."
        }
        Key::Http2SettingsAck => "{From} has taken note of the settings of {to}.",
        Key::Http2WindowUpdate => "{From} has room again: so many more bytes may be sent to it.",
        Key::Http2ResetStream => {
            "{From} breaks the request on stream {stream} off and says why: *{code}*. The [connection] stays."
        }
        Key::Http2GoAway => {
            "{From} says with `GOAWAY` that it is about to close this [connection]: nothing new is to be started on it."
        }
        Key::Http2GoAwayError => "{From} gives the [connection] up and says why: *{code}*.",
        Key::Http2Other => "A frame that runs the [connection]: {name}.",
        Key::Http2Lost => "It never arrives.",
        Key::SqlLost => "It never arrives.",
        // What a packet does.
        Key::PacketSyn => {
            "{From} knocks: *SYN* asks to open a [TCP|tcp] [connection] to [port] {port}."
        }
        Key::PacketIpv6 => "It goes to the server's *IPv6* address.",
        Key::PacketHappyEyeballs => {
            "The IPv6 address has not answered within a quarter of a second, so the IPv4 address is tried, too (“Happy Eyeballs”)."
        }
        Key::PacketSynAck => {
            "{From} answers the knock: *SYN, ACK* says that it heard, and asks back."
        }
        Key::PacketHandshakeAck => {
            "{From} confirms with *ACK*. Three messages went by, and the [connection] is open."
        }
        Key::PacketFin => "{From} says with *FIN* that it has nothing more to send.",
        Key::PacketFinAck => {
            "{From} confirms the *FIN* of {to} with [ACK|ack]: it knows that nothing more comes from there."
        }
        Key::PacketHalfClose => {
            "{From} says with *FIN* that it has nothing more to send, and still listens: the [connection] is half-closed."
        }
        Key::PacketZeroWindow => {
            "{From} has no room left: *zero window*. It takes nothing more until it has read what waits."
        }
        Key::PacketWindowUpdate => {
            "{From} has room again and says so with a *window update*: more may come."
        }
        Key::PacketWindowProbe => {
            "{From} asks with a *window probe*, one byte of what is next, whether there is room again."
        }
        Key::PacketRefused => {
            "Nothing listens on [port] {port}: {from} refuses the [connection] with *RST*."
        }
        Key::PacketReset => "{From} breaks the [connection] off with *RST*, at once.",
        Key::PacketAck => "{From} confirms with [ACK|ack] that everything up to here has arrived.",
        Key::PacketWhole => "One [packet] of {octets} carries it all.",
        Key::PacketStart => "This [packet] carries the first {octets} of it.",
        Key::PacketMore => "This [packet] carries the next {octets} of: `{label}`.",
        Key::PacketEnd => "This [packet] of {octets} brings the end of: `{label}`.",
        Key::PacketCarriesToo => "The same [packet] also carries: `{labels}`.",
        Key::PacketFinToo => "With *FIN* {from} says, too, that it has nothing more to send.",
        Key::InSamePacket => "It travels in the same [packet] as `{label}`.",
        Key::StartsInSamePacket => {
            "It starts in the same [packet] as `{label}`; the rest follows in the next."
        }
        Key::PacketCarries => "This [packet] carries {octets}.",
        Key::PacketAgain => {
            "No receipt came in time, so {from} sends it [again|retransmission]: {what}."
        }
        Key::PacketAgainAtOnce => {
            "Receipt after receipt asks for the same byte, so {from} sends it [again|retransmission] at once (fast retransmit): {what}."
        }
        Key::PacketAgainBehind => {
            "{From} goes on from the gap, so what followed it is sent [again|retransmission], too, arrived or not: {what}."
        }
        Key::PacketLost => "This one is lost on its way.",
        Key::PacketUnderWay => "It was still under way when the run ended.",
        Key::PacketUdp => "A [packet] of {octets} without a [connection] (UDP).",
        Key::PacketOther => "A [packet] of another protocol (number {number}).",
        // What is done inside a host.
        Key::StageAnswerCached => {
            "{From} still [remembers|ttl] the answer: {found}. So nobody has to be asked."
        }
        Key::StageUpgradeToHttps => {
            "{From} remembers that this [server] wants https only (HSTS), and asks for {found} instead. Nothing is sent for that."
        }
        Key::StageParse => {
            "The [server] reads the [method], the path and the [headers|header] out of the bytes that arrived."
        }
        Key::StageParseRefused => {
            "The [server] cannot read the bytes that arrived as a [request]: {why}."
        }
        Key::StageRoute => "It looks up which [handler] belongs to this [method] and path.",
        Key::StageRouteDetailed => {
            "It looks up which [handler] belongs to this [method] and path: `{route}`."
        }
        Key::StageRouteRefused => "It finds no [handler] for this [method] and path: {why}.",
        Key::StageAuthenticate => {
            "It finds out who asks: the token in the Authorization [header] belongs to *{who}*."
        }
        Key::StageAuthenticateRefused => {
            "It wants to know who asks, and finds no proof of it: {why}."
        }
        Key::StageAuthorize => "It checks whether *{who}* may do this: yes.",
        Key::StageAuthorizeRefused => "It knows who asks, and does not permit it: {why}.",
        Key::StageValidate => "It checks the [body]: can it be read, and is everything there?",
        Key::StageValidateRefused => "It checks the [body] and refuses it: {why}.",
        Key::StageHandle => "The [handler] does its work.",
        Key::StageHandleRefused => "The [handler] cannot do its work: {why}.",
        Key::StageSerializeRow => {
            "The server turns the row into [JSON|json], text that any program can read."
        }
        Key::StageSerializeJson => {
            "The server writes its answer as [JSON|json], text that any program can read."
        }
        Key::StageSerializeError => {
            "The server writes down what is wrong as [JSON|json], so that a program can read that too."
        }
        Key::StageSerialize => "The server writes its answer.",
        Key::StageSerializeRefused => "The server cannot write its answer: {why}.",
        Key::StageUseJson => {
            "The [client] sees *{status}*, reads the [JSON|json] into values of its own language, and shows them."
        }
        Key::StageUseText => "The [client] sees *{status}* and shows the [body].",
        Key::StageUseNothing => {
            "The [client] sees *{status}*. There is nothing to read, and it is done."
        }
        Key::StageUseStored => {
            "The [client] sees *{status}*: the copy that it has is still good, and nothing had to be sent again."
        }
        Key::StageUseRedirect => {
            "The [client] sees *{status}* and finds the new [URL|url] in the Location [header]. It stops here, for you to look; a real browser goes on to the new place by itself."
        }
        Key::StageUseError => {
            "The [client] sees *{status}*: an error answer is an answer too, and has to be told to the reader."
        }
        Key::StageUseBroken => "The [client] sees *{status}*, but cannot use what it got: {why}.",
        // What each kind of client does in its own words.
        Key::UsePython => "In Python: `response.json()` makes a dict of it.",
        Key::UsePythonArray => "In Python: `response.json()` makes a list of it.",
        Key::UsePythonScalar => {
            "In Python: `response.json()` makes one value of it: text, a number, True, False or None."
        }
        Key::UseBrowser => "In a browser: `await response.json()` makes an object of it.",
        Key::UseBrowserArray => "In a browser: `await response.json()` makes an array of it.",
        Key::UseBrowserScalar => {
            "In a browser: `await response.json()` makes one value of it: text, a number, true, false or null."
        }
        Key::UseMobileApp => "The app decodes it and updates the screen.",
        Key::UseCurl => "curl prints it as it is.",
        Key::UseServer => "The other server decodes it and goes on with it.",
        Key::UseErrorPython => "In Python: `response.raise_for_status()` raises HTTPError.",
        Key::UseErrorBrowser => {
            "In a browser: `response.ok` is false; `fetch` does not fail by itself."
        }
        Key::UseErrorMobileApp => "The app shows a message that the reader can act on.",
        Key::UseErrorCurl => {
            "curl prints the body all the same; with `--fail` it ends with an error."
        }
        Key::UseErrorServer => "The other server has to decide: try again, or pass the error on.",
        // Failures: a title, what happened, what to do.
        Key::FailNameNotFound => "No such name: nothing reached the server",
        Key::FailNameNotFoundSay => {
            "*{name}* does not exist, says [DNS|dns]. No request was sent, and no answer came."
        }
        Key::FailNameNotFoundDo => "Check the spelling of the host in the [URL|url].",
        Key::FailNoAddress => "No address: nothing reached the server",
        Key::FailNoAddressSay => {
            "The name *{name}* exists, and has no [IP address|ip-address] that the client can use. No request was sent, and no answer came."
        }
        Key::FailNoAddressDo => {
            "Use a name that has an address, e.g. one with www or api in front."
        }
        Key::FailResolver => "DNS cannot tell: nothing reached the server",
        Key::FailResolverSay => {
            "[DNS|dns] answered `{code}` instead of an address. No request was sent, and no answer came."
        }
        Key::FailResolverDo => "Try again later; the name itself may be fine.",
        Key::FailResolveTimedOut => "No answer from DNS: nothing reached the server",
        Key::FailResolveTimedOutSay => {
            "[DNS|dns] was asked again and again and no answer came, so the address is not known."
        }
        Key::FailResolveTimedOutDo => "Look for loss on the way to DNS, or try again.",
        Key::FailNoRoute => "No path: nothing reached the server",
        Key::FailNoRouteSay => {
            "No path leads to the address *{address}*. No request was sent, and no answer came."
        }
        Key::FailNoRouteDo => {
            "Use a host that exists in this world, e.g. api.example.com. Your own machine is not in it: switch to “Real” for that."
        }
        Key::FailRefused => "Connection refused: nothing listens there",
        Key::FailRefusedSay => {
            "The machine was reached, and nothing listens on its [port] *{port}*. No request was sent, and no answer came."
        }
        Key::FailRefusedDo => "Check the port in the [URL|url]; without one, http means port 80.",
        Key::FailConnectTimedOut => "No connection: nobody answered the knock",
        Key::FailConnectTimedOutSay => {
            "The client knocked again and again and nobody answered. No request was sent, and no answer came."
        }
        Key::FailConnectTimedOutDo => "Look for loss on the way, or check the address.",
        Key::FailCertificateExpired => "Certificate expired: no request was sent",
        Key::FailCertificateExpiredSay => {
            "The [certificate] of *{name}* is not valid any more. The client broke off, because it cannot know who is at the other end. No request was sent."
        }
        Key::FailCertificateExpiredDo => {
            "The owner of the server has to renew it. Never tell a client to look away."
        }
        Key::FailCertificateName => "Wrong name in the certificate: no request was sent",
        Key::FailCertificateNameSay => {
            "The [certificate] is good, and names another host than *{name}*. The client broke off. No request was sent."
        }
        Key::FailCertificateNameDo => {
            "Check the host in the [URL|url]; the server needs a certificate with this name."
        }
        Key::FailCertificateIssuer => "Certificate of an unknown issuer: no request was sent",
        Key::FailCertificateIssuerSay => {
            "Somebody signed the [certificate] of *{name}* whom the client does not trust. The client broke off. No request was sent."
        }
        Key::FailCertificateIssuerDo => {
            "The server needs a certificate of an authority that clients know."
        }
        Key::FailProtocol => "No common protocol: no request was sent",
        Key::FailProtocolSay => {
            "Client and server can both encrypt, and speak no version of [HTTP|http] that the other knows."
        }
        Key::FailProtocolDo => "Let both speak HTTP/1.1.",
        Key::FailHandshake => "No encryption: no request was sent",
        Key::FailHandshakeSay => "Client and server could not agree on how to encrypt: {reason}.",
        Key::FailHandshakeDo => "Check that the port in the [URL|url] speaks https.",
        Key::FailReset => "Connection broken off: no complete answer came",
        Key::FailResetSay => {
            "The [connection] was reset before the [response] was complete. Whether the server did the work is not known."
        }
        Key::FailStreamReset => "Request broken off: no complete answer came",
        Key::FailStreamResetSay => {
            "The server broke this one request off, and says why: *{code}*. The [connection] stays open for others."
        }
        Key::FailStreamResetDo => {
            "Look at the request: a `Content-Length` that is not the length of the body is one reason."
        }
        Key::FailImpossible => "The request cannot be sent",
        Key::FailImpossibleSay => "It cannot be put into the form that HTTP/2 has: {reason}.",
        Key::FailImpossibleDo => "Shorten the [URL|url], or ask with HTTP/1.1.",
        Key::FailResetDo => {
            "A GET can simply be repeated; before you repeat a POST, look whether it took effect."
        }
        Key::FailCut => "Answer cut: the connection was closed too early",
        Key::FailCutSay => "The server closed the [connection] before the [response] was complete.",
        Key::FailCutDo => {
            "A GET can simply be repeated; before you repeat a POST, look whether it took effect."
        }
        Key::FailResponseTimedOut => "No answer in time",
        Key::FailResponseTimedOutSay => {
            "The [request] was sent, and no complete [response] came in time. Whether the server did the work is not known."
        }
        Key::FailResponseTimedOutDo => {
            "A GET can simply be repeated; before you repeat a POST, look whether it took effect."
        }
        Key::FailMalformed => "Not an HTTP answer",
        Key::FailMalformedSay => "Something arrived that is no [HTTP|http] [response]: {reason}.",
        Key::FailMalformedDo => "Check that host and port in the [URL|url] belong to a web server.",
        // Bounds of a run.
        Key::LimitPackets => "The run ends here: {count} packets were sent",
        Key::LimitOctets => "The run ends here: {count} bytes were sent",
        Key::LimitTime => "The run ends here: it goes no further than {count} seconds",
        Key::LimitSteps => "The run ends here: {count} steps were computed",
        Key::LimitSay => {
            "A run has bounds, so that it always ends. What would have come later is not known."
        }
        Key::LimitDo => "Send less, or break less.",
        // Where a step stands.
        Key::HeadingArrow => "Step {step} of {count} · {from} → {to} · {span}",
        Key::HeadingNote => "Step {step} of {count} · {from} · {span}",
        Key::Span => "{start} to {end} ms",
        Key::Moment => "{start} ms",
        Key::SpanLost => "{start} ms, does not arrive",
        // Where something comes from.
        Key::RealBytes => "computed, not drawn",
        Key::Modelled => "chosen delay",
        Key::Measured => "measured",
        Key::Hidden => "hidden by the browser",
        Key::OriginRealBytes => {
            "Computed, not drawn: these bytes were made by a real implementation of the protocol, on a virtual clock."
        }
        Key::OriginModelled => {
            "Chosen delay: what the message says was really computed; how long the hop takes was chosen, and no packet crosses it."
        }
        Key::OriginMeasured => "Measured by the browser.",
        Key::OriginHidden => "The browser knows this, and does not tell.",
        Key::OriginWork => {
            "Computed, not drawn: the work was really done. Chosen delay: how long it takes was chosen."
        }
        Key::OriginFailure => "Computed, not drawn: the client really came to this end.",
        Key::OriginLimit => "A bound of this program, not of a network.",
        // Parts of messages.
        Key::PartFirstLine => "first line",
        Key::PartPseudoHeaders => "pseudo-headers",
        Key::PartHeaders => "headers",
        Key::PartBlankLine => "blank line",
        Key::PartBody => "body",
        Key::PartEnd => "end",
        Key::PartTrailers => "trailers",
        Key::PartPlain => "readable",
        Key::PartFrames => "frames",
        Key::PartFrame => "frame",
        Key::PartEncrypted => "encrypted",
        Key::PartQuestion => "question",
        Key::PartAnswer => "answer",
        Key::PartAuthority => "who is asked",
        Key::PartAdditional => "addresses",
        Key::PartStatement => "statement",
        Key::PartParameters => "parameters",
        Key::PartColumns => "columns",
        Key::PartRows => "rows",
        Key::PartChanged => "result",
        Key::PartControl => "control bits",
        Key::PartSeq => "first byte",
        Key::PartAck => "received",
        Key::PartWindow => "room left",
        Key::PartLength => "content",
        Key::PartPorts => "ports",
        Key::PartAgain => "repeats",
        Key::PartStage => "work",
        Key::PartFound => "found",
        Key::PartAdvice => "what to do",
        Key::BlankLine => "↵",
        Key::FramesWithBody => "HEADERS: all of the above, in a short form\nDATA: the body",
        Key::FramesWithoutBody => "HEADERS: all of the above, in a short form",
        Key::EndOfChunks => "a chunk of size 0: the body is complete",
        Key::EndOfFrames => "another HEADERS frame: the body is complete",
        Key::NoHeaders => "none",
        Key::NoBodyGet => "none: GET only reads",
        Key::NoBodyHead => "none: HEAD only reads",
        Key::NoBodyDelete => "none: DELETE needs none",
        Key::NoBodyOptions => "none: OPTIONS only asks",
        Key::NoBodyOther => "none",
        Key::NoBodyHeadAnswer => "none: HEAD asked for the headers only",
        Key::NoBodyStatus => "none: a {code} has none",
        Key::BodyNoText => "{count} that are no text",
        Key::BodyClipped => "… {count} in all",
        Key::NoParameters => "none",
        Key::NoRowsFound => "none",
        Key::RowsClipped => "… {count} rows in all",
        Key::AnswerLine => "{name} is at {value}, remember for {ttl}",
        Key::AnswerOther => "{name} {kind} {value}, remember for {ttl}",
        Key::QuestionLine => "{name}: which address?",
        Key::QuestionOther => "{name}: which {kind}?",
        Key::SeqLine => "number {seq}: where these bytes stand among those that this side sends",
        Key::AckLine => "everything before number {ack} has arrived",
        Key::AckNone => "nothing is confirmed yet",
        Key::WindowLine => {
            "the other side may send {count} before the next receipt (before scaling)"
        }
        Key::LengthNone => "none: it only serves the connection",
        Key::PortsLine => "{source} → {destination}",
        Key::AgainLine => "the packet of {start} ms",
        // The Response card.
        Key::CardArrives => "Arrives at step {step}.",
        Key::CardEnds => "Step {step} shows what came of it.",
        Key::CardUnfinished => "No answer yet: the run ended first.",
        Key::FamilyInformational => "still to come",
        Key::FamilySuccess => "success",
        Key::FamilyRedirect => "look elsewhere",
        Key::FamilyClientError => "error answer: your error",
        Key::FamilyServerError => "error answer: the server's error",
        Key::FamilyUnknown => "unknown family",
        Key::RowsUnchanged => "The [database] holds what it held before.",
        Key::RowAdded => "In the [database] a row was added to {table}: {row}.",
        Key::RowChanged => "In the [database] a row of {table} was changed: {before} is now {row}.",
        Key::RowRemoved => "In the [database] a row was removed from {table}: {row}.",
        Key::RowsMore => "And {count} more.",
        // Counts and spans.
        Key::OneOctet => "1 byte",
        Key::Octets => "{count} bytes",
        Key::Seconds => "{count} s",
        Key::Minutes => "{count} min",
        Key::Hours => "{count} h",
        // Texts for readers of the picture.
        Key::Title => "{request}: {count} steps",
        Key::PictureTitle => "Sequence diagram of {title}",
        Key::TranscriptLineTwo => "{from} → {to}, {span}: {label}. {what}",
        Key::TranscriptLineOne => "{from}, {span}: {label}. {what}",
    }
}
