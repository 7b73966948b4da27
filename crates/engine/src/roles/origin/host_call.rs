//! What the application asks of its host while it answers a request: its futures may run on any
//! executor, so the two talk through a channel.

use crate::roles::database::client::Executed;
use application::{BoxFuture, Database, Observer, Statement};
use core::time::Duration;
use futures_channel::{mpsc, oneshot};
use trace::{StageKind, StageOutcome};

/// The application's side of what it may ask of its host.
pub struct HostCalls(pub mpsc::UnboundedSender<HostCall>);

/// What the application asks of its host; those with a sender wait for the host's answer.
pub enum HostCall {
    /// To note that a stage begins.
    Begin(StageKind),
    /// To note that it ends, once it has taken its time.
    End { kind: StageKind, detail: String, outcome: StageOutcome, ended: oneshot::Sender<()> },
    /// To tell the client ahead what it will need.
    Hint { link: &'static str, sent: oneshot::Sender<()> },
    /// To let this time pass.
    Work { takes: Duration, done: oneshot::Sender<()> },
    /// To execute a statement.
    Execute { statement: Statement, answer: oneshot::Sender<Executed> },
}

impl HostCalls {
    fn send(&self, call: HostCall) {
        self.0.unbounded_send(call).expect("the server listens while the application works");
    }
}

impl Observer for HostCalls {
    fn begin(&self, kind: StageKind) {
        self.send(HostCall::Begin(kind));
    }

    fn end(&self, kind: StageKind, detail: String, outcome: StageOutcome) -> BoxFuture<()> {
        let (ended, wait) = oneshot::channel();
        self.send(HostCall::End { kind, detail, outcome, ended });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }

    fn hint(&self, link: &'static str) -> BoxFuture<()> {
        let (sent, wait) = oneshot::channel();
        self.send(HostCall::Hint { link, sent });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }

    fn work(&self, takes: Duration) -> BoxFuture<()> {
        let (done, wait) = oneshot::channel();
        self.send(HostCall::Work { takes, done });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }
}

impl Database for HostCalls {
    fn execute(&self, statement: Statement) -> BoxFuture<Executed> {
        let (answer, wait) = oneshot::channel();
        self.send(HostCall::Execute { statement, answer });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }
}
