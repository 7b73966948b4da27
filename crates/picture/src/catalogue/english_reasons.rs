//! Why things happen, in English: two or three short sentences, in words for beginners.

use super::Reason;

/// Why a step happens.
pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Query => {
            "Computers reach one another by number, people know names. So before anything can be sent, the name has to be turned into an address. The client does not search by itself: it asks a helper nearby, which does the walking and remembers what it found."
        }
        Reason::QueryBetweenServers => {
            "No single machine knows all names. Each server knows its own part and who to ask next, so the helper walks from the root down, one step at a time. This is how billions of names can be kept up to date by many owners."
        }
        Reason::DnsAnswer => {
            "An answer is a list of records, and each record says for how long it may be remembered. That keeps the asking rare: for the next minutes nobody has to ask again. A shorter time would let changes show sooner, and cost more questions."
        }
        Reason::Alias => {
            "A name may only stand for another name. Its owner then changes the address in one place, and all names that point there follow. The asker has to look up the other name before it has an address."
        }
        Reason::Referral => {
            "This server does not have the address, but it knows who is in charge of that part of the names. It says which servers these are, and gives their addresses along, so that the asker need not look them up first."
        }
        Reason::NoSuchName => {
            "The server is in charge of this part of the names, so it can say for sure: there is none like this. That, too, is an answer and may be remembered, so that a slip of the fingers is not asked again and again."
        }
        Reason::NoData => {
            "The name exists, but no record of the kind that was asked for. A name can have other records, for mail or for newer addresses. The answer is empty on purpose, which is different from a name that does not exist."
        }
        Reason::DnsFailed => {
            "The code in the header says why there is no answer. It is not the same as “no such name”: nobody knows whether the name exists. Asking again later may work."
        }
        Reason::Truncated => {
            "DNS first uses UDP, which sends a single small packet without a connection. An answer that is too long for it is not sent in part: the header says “cut”, and the asker comes back over TCP, where length does not matter."
        }
        Reason::Remembered => {
            "Each record came with a time for which it may be kept. As long as that has not passed, asking again would only cost time. So nothing is sent at all."
        }
        Reason::UpgradeToHttps => {
            "Whoever sits between the two could catch a request without encryption before the server can send it to https, and answer in its place. So an earlier answer asked the browser to come with https from now on, with the header Strict-Transport-Security."
        }
        Reason::Syn => {
            "Packets can be lost or come in the wrong order. To notice that, both sides number every byte, and first they have to agree where the numbers start. This packet tells the sender's first number."
        }
        Reason::SynAck => {
            "The other side confirms the number that it got and tells its own in the same packet. Both directions are numbered on their own. Without this answer the knock would be repeated, and then given up."
        }
        Reason::HandshakeAck => {
            "Now both sides know that the other one hears them and which numbers to expect. Three packets are the fewest that can do this. From here on real data can travel."
        }
        Reason::Fin => {
            "Each direction of a connection ends on its own. This side says that nothing more comes from it, so that the other side knows that it has everything. It may still receive."
        }
        Reason::FinAck => {
            "The end of a direction is confirmed like any byte, or it would be sent again. The other direction can stay open: it may have more to say."
        }
        Reason::Ack => {
            "The sender keeps what it sent until it knows that it arrived. The confirmation names the next byte that is waited for, so one packet can confirm many. It also says how much more may come."
        }
        Reason::HalfClose => {
            "Each direction of a connection ends on its own. The request is complete, and by ending its direction the client says so without any length or end mark. The answer comes over the other direction, which is still open."
        }
        Reason::ZeroWindow => {
            "What arrives waits in a buffer until the program reads it, and each confirmation says how much room is left there. The program reads too slowly, the buffer is full, and the other side has to wait: a fast sender cannot flood a slow receiver."
        }
        Reason::WindowUpdate => {
            "The program has read, so the buffer has room again. There is nothing to confirm, but the other side waits for this word, so it is sent on its own."
        }
        Reason::WindowProbe => {
            "The word that there is room again could get lost, and then both sides would wait for ever. So the sender tries one byte from time to time. The receiver need not keep it, but has to answer with how much room it has."
        }
        Reason::Refused => {
            "No program waits at this port. The machine is there and says so at once, so that the client need not wait in vain. A machine that is not there would stay silent."
        }
        Reason::Reset => {
            "One side ends the connection at once, without the usual farewell. It does so when something comes that fits no open connection, or when its program has gone away. What was under way is lost."
        }
        Reason::Segments => {
            "A packet holds only so many bytes, about 1,460 of content on most networks. So a longer message is cut up and numbered, and the other side puts it together again. The message itself does not know of this."
        }
        Reason::Setup => {
            "When the web server starts, it opens connections to its database and introduces itself. It keeps them open, because opening one for every request would take longer than most questions to the database."
        }
        Reason::Carries => {
            "TCP carries bytes and does not look at them. What they mean is a matter between the two programs. All that counts here are their numbers, so that none is missing and none comes twice."
        }
        Reason::Again => {
            "No confirmation came in time, so the packet or the confirmation was lost. The sender cannot tell which, and sends it once more. It waits longer each time, so that a full network is not made fuller."
        }
        Reason::AgainAtOnce => {
            "Whatever arrives behind a gap is confirmed with the number of the gap, again and again. Packets that only changed places would do that once or twice. After three such confirmations the sender takes the packet for lost, and does not wait for its timer."
        }
        Reason::AgainBehind => {
            "A confirmation names the first byte that is missing. What lies behind the gap can be confirmed too, in an option (selective acknowledgments). This sender makes no use of that: it goes on from the gap, and some of it arrives twice."
        }
        Reason::Datagram => {
            "UDP sends one packet and forgets it: no connection, no confirmation. That is quick, and good for short questions. Whoever asks has to repeat the question if no answer comes."
        }
        Reason::OtherProtocol => {
            "IP carries packets from one machine to another. A number in its header says what is inside, so that the right program gets it."
        }
        Reason::ClientHello => {
            "Two machines that never met agree on a key while everybody listens. The client starts: it says what it can do and sends one half of a secret. The name of the host stands here in plain text, because the server must know which certificate to show."
        }
        Reason::ServerHello => {
            "With the server's half both sides can work out the same key, and nobody else can. Everything behind it is encrypted with that key already: the certificate, the proof that the server owns it, and a checksum of all that was said."
        }
        Reason::ServerHelloResumed => {
            "The ticket stands for a secret from an earlier connection. Only the server that proved its name then can know it, so the certificate and its proof need not travel again. The fresh halves of a key keep even those out who steal the ticket later."
        }
        Reason::TlsFinished => {
            "Someone on the way could have changed the first, readable messages. So each side sends a checksum of all that it saw, made with the new key. If both fit, nobody meddled."
        }
        Reason::Ticket => {
            "The handshake costs time. With this ticket the client can come back later and prove that it was here before, without a certificate being shown again. The server keeps what belongs to it, or has it inside the ticket."
        }
        Reason::CloseNotify => {
            "An attacker could cut a connection to hide the end of a message. So the end is announced inside the encryption. Where this message is missing, the rest is too."
        }
        Reason::TlsAlert => {
            "Something in the handshake cannot be trusted or understood. It is better to stop than to go on in the open, so the sender gives the reason as a number and hangs up."
        }
        Reason::TlsChangeCipherSpec => {
            "Some devices on the way only let through what looks like the TLS they know, where this message starts the encryption. So both sides still send it, in clear, and whoever gets it passes it over."
        }
        Reason::TlsOther => {
            "This belongs to agreeing on a key and to proving who is who. Only when that is done does the first byte of the request travel."
        }
        Reason::Get => {
            "GET only reads. It may be repeated without harm, so browsers and caches do that freely, for instance when the connection broke. What is meant stands in the path, not in a body."
        }
        Reason::Head => {
            "HEAD asks for the same as GET, without the body. That is enough to see whether something exists, how large it is, or whether it changed."
        }
        Reason::Post => {
            "POST hands data to the server, which decides what becomes of it and under which address. Sent twice, it may happen twice: that is why browsers ask before they repeat it."
        }
        Reason::Put => {
            "PUT stores the body under exactly this address, whether something was there or not. Sent twice, the result is the same as after the first time. So it can be repeated safely when no answer came."
        }
        Reason::Delete => {
            "DELETE removes what stands at this address. Repeated, it changes nothing more: what is gone stays gone. The second answer may still be a different one, such as 404."
        }
        Reason::Options => {
            "OPTIONS asks what is possible here, and changes nothing. Browsers send it by themselves before a page of one site may use another site."
        }
        Reason::Patch => {
            "PATCH changes a part and leaves the rest as it is, so less has to be sent than with PUT. Whether it can be repeated depends on the change: “set to 5” can, “add 5” cannot."
        }
        Reason::OtherMethod => {
            "The method is the first word of a request, and servers may know methods of their own. A server that does not know this one has to say so."
        }
        Reason::Continue => {
            "The client announced a body and waits for a go-ahead. If the server would refuse it anyway, the body need not travel at all. That pays for large bodies."
        }
        Reason::EarlyHints => {
            "The answer takes a while, but the server knows already what the page will need. It says so ahead, so that the client can fetch these things in the meantime."
        }
        Reason::Interim => {
            "This is only a word in between: the real answer is still to come. The client goes on waiting."
        }
        Reason::Ok => {
            "The status code tells programs at one glance how it went, and the first digit is enough: 2 means success. For what comes with it, the headers say what kind of data it is and how long."
        }
        Reason::Created => {
            "A new thing was made, and it needs an address of its own. The server chose it, so it has to tell: that is what the Location header is for."
        }
        Reason::NoContent => {
            "It worked, and there is nothing to show. The client stays where it is and keeps what it has on the screen."
        }
        Reason::Success => {
            "The first digit says that the request was received, understood and accepted. The other two say more exactly what came of it."
        }
        Reason::Redirect => {
            "What was asked for is to be found elsewhere, or need not be sent again. The client can follow by itself. That lets addresses change without breaking old links."
        }
        Reason::BadRequest => {
            "The server cannot make sense of the request, and guessing would be dangerous. Sending the same again will not help: the client has to change something."
        }
        Reason::NotFound => {
            "The request was fine, but there is nothing at this address, now. The server does not say whether there ever was or will be. The first digit, 4, says that it is up to the client to ask differently."
        }
        Reason::MethodNotAllowed => {
            "There is something at this address, but not for this method. The Allow header must say which methods there are, so that the client need not guess."
        }
        Reason::Unsupported => {
            "The server understood everything but the kind of data in the body. The Content-Type header says what the body is; this server reads another kind here."
        }
        Reason::ClientError => {
            "The first digit, 4, says that something about the request has to change. The body of the answer usually says what."
        }
        Reason::ServerError => {
            "The first digit, 5, says that the request may have been fine and the server failed. The same request may work later."
        }
        Reason::OtherStatus => {
            "A client need not know every code: the first digit says what kind of answer it is."
        }
        Reason::Http2Preface => {
            "HTTP/2 looks nothing like HTTP/1.1, so the client first makes sure that the server knows it. An old server would see a request with an odd method and hang up."
        }
        Reason::Http2Settings => {
            "Each side says what it can take before the other one sends too much: how many requests at once, how many bytes ahead, how large a piece. No answer is waited for; requests can start right away."
        }
        Reason::Http2SettingsAck => {
            "The other side's limits count from here on. This confirmation tells it so, because until then it has to expect what was sent under the old limits."
        }
        Reason::Http2Window => {
            "Many streams share one connection, and a slow reader must not be flooded. So each side lends a number of bytes and renews it when it has read some."
        }
        Reason::Http2Reset => {
            "One stream is given up, and the others go on. In HTTP/1.1 the whole connection would have to be closed for that."
        }
        Reason::Http2GoAway => {
            "The sender wants to end the connection in an orderly way. It names the last request that it looked at, so the other side knows what can be sent again elsewhere."
        }
        Reason::Http2Other => {
            "In HTTP/2 everything travels in frames: a short header with length, type and stream, then the content. That is how many requests can share one connection at the same time."
        }
        Reason::SqlStatement => {
            "A web server keeps its data in a database, which many servers can share and which survives restarts. The statement and the values travel apart: so a value can never be taken for a command, whatever a stranger types in."
        }
        Reason::SqlRows => {
            "The database first names the columns, then sends the rows one by one. It found them by its own plan: the statement says what is wanted, not how to look for it."
        }
        Reason::SqlChanged => {
            "The change is made completely or not at all, even if the power goes out. Then the database says how many rows it touched, so that the server can tell whether there was one."
        }
        Reason::SqlFailed => {
            "The statement cannot be done, and nothing of it was. The code says what kind of failure it is; the server has to turn that into an answer that its client understands."
        }
        Reason::Parse => {
            "What arrived is only a row of bytes. The server looks for the end of each line and for the blank line behind the headers. It has to be strict here: two readers that disagree on where a request ends are a way in for attackers."
        }
        Reason::ParseHttp2 => {
            "What arrived is only a row of bytes. The server cuts it into frames and unpacks the fields, which are written in a short form. It has to be strict here: two readers that disagree on where a request ends are a way in for attackers."
        }
        Reason::Route => {
            "One program serves many addresses. Method and path together say which piece of it is meant, and the parts of the path become its input."
        }
        Reason::Authenticate => {
            "A server remembers nothing of earlier requests. So each request has to prove anew who asks, e.g. with a token that the server gave out at a login."
        }
        Reason::Authorize => {
            "To know who asks is not to permit everything. What each may do is a rule of the server, and it is checked before any work is done."
        }
        Reason::Validate => {
            "Anything can stand in a body: another format, a missing part, an attack. So it is checked before it is used, and a clear refusal now is better than a strange failure later."
        }
        Reason::Handle => {
            "Here is what this service is for. The protocol says nothing about it: how the answer comes about is the server's own affair."
        }
        Reason::Serialize => {
            "Inside the program there are objects, on the wire only bytes. So the result is written in a format that both sides know, and Content-Type says which. Another client could get the same thing in another format."
        }
        Reason::UseResponse => {
            "The client looks at the status code first, because it says whether the body is the thing or a description of a problem. Then Content-Type says how to read it."
        }
        Reason::FailedName => {
            "Without an address there is nobody to send the request to. So the client stops here, and no server ever heard of it."
        }
        Reason::FailedResolver => {
            "DNS could not find out whether the name exists. This is not the name's fault: a server on the way is broken or does not answer. Trying again later may help."
        }
        Reason::FailedConnect => {
            "A request needs a connection, and there is none. The client tried, waited, and gave up after a while: it cannot know whether the other side is off, too busy, or behind a wall."
        }
        Reason::FailedRoute => {
            "The address is good, but no way leads there. Packets are handed from network to network, and one of them would have to know the next one."
        }
        Reason::FailedCertificate => {
            "Encryption alone does not help if the wrong one holds the other end. The certificate has to prove who that is, and this one does not. So the client hangs up before it has sent anything secret."
        }
        Reason::FailedHandshake => {
            "Both sides have to agree on how to encrypt and what to speak. They found nothing that both of them know or trust, so nothing is sent at all."
        }
        Reason::FailedReset => {
            "The connection broke before the answer was whole. The client cannot know whether the server did what was asked. If repeating adds nothing, it may simply try again."
        }
        Reason::FailedStream => {
            "The server gave up this one request; others on the same connection go on. The code says whether it had already looked at it."
        }
        Reason::FailedRequest => {
            "A request must keep to the form of the protocol, or it could be read in two ways. So a careful client refuses to send this one."
        }
        Reason::FailedCut => {
            "The headers announced more than what came. A part must not pass for the whole, so the client throws it away."
        }
        Reason::FailedTime => {
            "Nobody has to wait for ever, and no protocol says how long is enough. The client chose a limit, and it has passed. The server may still be at work."
        }
        Reason::FailedMalformed => {
            "What came back does not follow the rules of the protocol. Guessing what was meant is how attackers get in, so the client gives up."
        }
        Reason::Limit => {
            "A simulation could go on for ever. So there are bounds to how much it sends and how long it lasts, like every careful program has them."
        }
    }
}
