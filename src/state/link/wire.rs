//! What a link holds, as JSON. Names stay as they are for good: links live longer than programs.

use super::{LinkError, LinkState, Mode};
use crate::state::body::{Body, BodyKind};
use crate::state::draft::{Draft, HeaderRows};
use crate::state::json::compact;
use crate::state::params::TypedUrl;
use crate::state::rows::Rows;
use picture::Level;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use trace::{ExchangeId, Scenario, scenario_from_json, scenario_to_json};

/// Counted up when older programs could not read it any more.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Wire {
    /// Says that this is ours, and which version.
    roundtrip: u64,
    #[serde(default)]
    draft: WireDraft,
    /// A scenario file, as `docs/scenario.md` describes it.
    #[serde(default)]
    scenario: Option<Box<RawValue>>,
    /// How many requests of the scenario were sent. A scenario file has at least one.
    #[serde(default)]
    sent: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    level: WireLevel,
    #[serde(default, skip_serializing_if = "is_default")]
    exchange: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    step: usize,
    #[serde(default, skip_serializing_if = "is_default")]
    real: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WireDraft {
    method: String,
    url: String,
    /// The parameters that are switched off: index and text.
    #[serde(skip_serializing_if = "is_default")]
    url_off: Vec<(usize, String)>,
    #[serde(skip_serializing_if = "is_default")]
    headers: Vec<(String, String)>,
    /// The indices of the headers that are switched off.
    #[serde(skip_serializing_if = "is_default")]
    headers_off: Vec<usize>,
    #[serde(skip_serializing_if = "is_default")]
    kind: WireKind,
    #[serde(skip_serializing_if = "is_default")]
    body: String,
    /// The rows of a form that are switched off: index and text.
    #[serde(skip_serializing_if = "is_default")]
    form_off: Vec<(usize, String)>,
}

#[derive(Default, PartialEq, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireLevel {
    #[default]
    Story,
    Connection,
    Packets,
}

#[derive(Default, PartialEq, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireKind {
    #[default]
    None,
    Json,
    Form,
    Text,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A state as JSON.
pub fn json(state: &LinkState) -> String {
    let LinkState { draft, scenario, level, exchange, step, mode } = state;
    let sent = scenario.requests.len();
    let mut written = scenario.clone();
    if sent == 0 {
        written.requests = Scenario::default().requests;
    }
    let written = compact(&scenario_to_json(&written)).expect("a written scenario is JSON");
    let wire = Wire {
        roundtrip: VERSION,
        draft: wire_draft(draft),
        scenario: Some(RawValue::from_string(written).expect("a written scenario is JSON")),
        sent,
        level: match level {
            Level::Story => WireLevel::Story,
            Level::Connection => WireLevel::Connection,
            Level::Packets => WireLevel::Packets,
        },
        exchange: exchange.map(|id| id.0),
        step: *step,
        real: *mode == Mode::Real,
    };
    serde_json::to_string(&wire).expect("plain data always encodes")
}

/// The state that a JSON text says.
pub fn state(json: &str) -> Result<LinkState, LinkError> {
    // Whose it is and of which version comes first: the rest of a newer one is not ours to judge.
    #[derive(Deserialize)]
    struct Version {
        roundtrip: u64,
    }
    let version: Version = serde_json::from_str(json).map_err(|_| LinkError::NotOurs)?;
    if version.roundtrip > VERSION {
        return Err(LinkError::Newer);
    }
    let wire: Wire =
        serde_json::from_str(json).map_err(|error| LinkError::BadContent(error.to_string()))?;
    let mut scenario = match &wire.scenario {
        Some(text) => scenario_from_json(text.get()).map_err(LinkError::BadScenario)?,
        None => Scenario::with_requests(Vec::new()),
    };
    scenario.requests.truncate(wire.sent);
    Ok(LinkState {
        draft: draft(wire.draft),
        exchange: wire
            .exchange
            .filter(|id| (*id as usize) < scenario.requests.len())
            .map(ExchangeId),
        scenario,
        level: match wire.level {
            WireLevel::Story => Level::Story,
            WireLevel::Connection => Level::Connection,
            WireLevel::Packets => Level::Packets,
        },
        step: wire.step,
        mode: if wire.real { Mode::Real } else { Mode::Simulated },
    })
}

fn wire_draft(draft: &Draft) -> WireDraft {
    let Draft { method, url, headers, body } = draft;
    let off = |index_and_row: (usize, &crate::state::draft::HeaderRow)| {
        (!index_and_row.1.is_enabled).then_some(index_and_row.0)
    };
    let (kind, form_off) = match body {
        Body::None => (WireKind::None, Vec::new()),
        Body::Json(_) => (WireKind::Json, Vec::new()),
        Body::Form(rows) => (WireKind::Form, disabled(rows)),
        Body::Text(_) => (WireKind::Text, Vec::new()),
    };
    WireDraft {
        method: method.clone(),
        url: url.text().to_owned(),
        url_off: disabled(url.params()),
        headers: headers.iter().map(|row| (row.name.clone(), row.value.clone())).collect(),
        headers_off: headers.iter().enumerate().filter_map(off).collect(),
        kind,
        body: body.content(),
        form_off,
    }
}

fn draft(wire: WireDraft) -> Draft {
    let mut headers = HeaderRows::default();
    for (name, value) in &wire.headers {
        headers.add(name, value);
    }
    for (index, row) in headers.iter_mut().enumerate() {
        row.is_enabled = !wire.headers_off.contains(&index);
    }
    let mut url = TypedUrl::new(wire.url);
    for (index, written) in &wire.url_off {
        url.insert_disabled(*index, written);
    }
    let mut body = Body::Text(wire.body);
    body.set_kind(match wire.kind {
        WireKind::None => BodyKind::None,
        WireKind::Json => BodyKind::Json,
        WireKind::Form => BodyKind::Form,
        WireKind::Text => BodyKind::Text,
    });
    if let Body::Form(rows) = &mut body {
        for (index, written) in &wire.form_off {
            rows.insert_disabled(*index, written);
        }
    }
    Draft { method: wire.method, url, headers, body }
}

fn disabled(rows: &Rows) -> Vec<(usize, String)> {
    let disabled = rows.iter().enumerate().filter(|(_, row)| !row.is_enabled);
    disabled.map(|(index, row)| (index, row.written())).collect()
}
