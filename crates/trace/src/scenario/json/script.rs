//! Servers with a script, from JSON and to JSON.

use super::node::{Node, Object};
use super::values::{body, body_text, headers, lines_text, quoted};
use crate::scenario::bounds::{Bounds, PAUSE_MS};
use crate::scenario::script::{CUT_AFTER, TIMES};
use crate::scenario::{
    Afterwards, HttpUrl, ScenarioError, ScriptedAnswer, ScriptedCoding, ScriptedServer,
};
use crate::{FieldLine, FieldLines};
use core::time::Duration;

/// The name of the list in a world.
pub const SERVERS: &str = "servers";
const SERVER_MEMBERS: &[&str] = &["origin", "answers"];
const ANSWER_MEMBERS: &[&str] = &[
    "method",
    "target",
    "when",
    "times",
    "delay_ms",
    "interim",
    "status",
    "reason",
    "headers",
    "body",
    "coding",
    "raw",
    "cut_after",
    "then",
];
const STATUS: Bounds = Bounds { min: 100, max: 999, decimals: 0, unit: "" };

/// Reads the list.
pub fn read(node: &Node<'_>) -> Result<Vec<ScriptedServer>, ScenarioError> {
    let nodes = node.list(|number| format!("server {number}"))?;
    nodes.iter().map(server).collect()
}

fn server(node: &Node<'_>) -> Result<ScriptedServer, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(SERVER_MEMBERS)?;
    let called = |name: &str| format!("“{name}” of {}", node.name);
    let origin = object.member("origin", called("origin"));
    let origin = origin.ok_or_else(|| object.missing("origin"))?;
    let bad = |error| ScenarioError::BadValue { member: origin.name.clone(), error };
    let url = HttpUrl::parse(&origin.text()?).map_err(bad)?;
    let answers = match object.member("answers", called("answers")) {
        Some(list) => list.list(|number| format!("answer {number} of {}", node.name))?,
        None => Vec::new(),
    };
    let answers = answers.iter().map(answer).collect::<Result<_, _>>()?;
    Ok(ScriptedServer { origin: url, answers })
}

fn answer(node: &Node<'_>) -> Result<ScriptedAnswer, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(ANSWER_MEMBERS)?;
    let member = |name: &str| object.member(name, format!("“{name}” of {}", node.name));
    let number =
        |name: &str, bounds: &Bounds| member(name).map(|node| node.number(bounds)).transpose();
    let text = |name: &str| member(name).map(|node| node.text()).transpose();
    let octets = |name: &str| member(name).map_or_else(|| Ok(Vec::new()), |node| body(&node));
    let choice = |name: &str, names: &[&str]| match member(name) {
        Some(node) => {
            let found = node.text()?;
            let place = names.iter().position(|known| *known == found);
            place.ok_or_else(|| ScenarioError::OutOfRange {
                member: node.name.clone(),
                found: format!("“{found}”"),
                allowed: names
                    .iter()
                    .map(|name| format!("“{name}”"))
                    .collect::<Vec<_>>()
                    .join(", "),
            })
        }
        None => Ok(0),
    };
    Ok(ScriptedAnswer {
        method: text("method")?,
        target: text("target")?,
        when: member("when").map_or_else(|| Ok(Vec::new()), |node| conditions(&node))?,
        times: number("times", &TIMES)?.map(|times| times as u32),
        delay: Duration::from_micros(number("delay_ms", &PAUSE_MS)?.unwrap_or_default()),
        interim: member("interim").map_or_else(|| Ok(Vec::new()), |node| interim(&node))?,
        status: number("status", &STATUS)?.map_or(200, |status| status as u16),
        reason: text("reason")?,
        field_lines: fields(&object, &node.name)?,
        body: octets("body")?,
        coding: ScriptedCoding::ALL[choice("coding", &ScriptedCoding::NAMES)?],
        raw: octets("raw")?,
        cut_after: number("cut_after", &CUT_AFTER)?.map(|octets| octets as u32),
        afterwards: Afterwards::ALL[choice("then", &Afterwards::NAMES)?],
    })
}

fn fields(object: &Object<'_>, place: &str) -> Result<FieldLines, ScenarioError> {
    let Some(node) = object.member("headers", format!("“headers” of {place}")) else {
        return Ok(FieldLines::new());
    };
    let lines = headers(&node)?;
    Ok(lines.into_iter().map(|(name, value)| FieldLine { name, value }).collect())
}

/// Pairs of a name and a value, or `null` where there may be no such field.
fn conditions(node: &Node<'_>) -> Result<Vec<(String, Option<String>)>, ScenarioError> {
    let pairs = node.list(|number| format!("condition {number} in {}", node.name))?;
    let pair = |pair: &Node<'_>| match pair.list(|_| pair.name.clone())?.as_slice() {
        [name, value] if value.is_null() => Ok((name.text()?, None)),
        [name, value] => Ok((name.text()?, Some(value.text()?))),
        _ => Err(pair.wrong_type("a pair [\"name\", \"value\"] or [\"name\", null]")),
    };
    pairs.iter().map(pair).collect()
}

fn interim(node: &Node<'_>) -> Result<Vec<(u16, FieldLines)>, ScenarioError> {
    let nodes = node.list(|number| format!("interim answer {number} in {}", node.name))?;
    let read = |node: &Node<'_>| {
        let object = node.object()?;
        object.refuse_others(&["status", "headers"])?;
        let status = object.member("status", format!("“status” of {}", node.name));
        let status = status.ok_or_else(|| object.missing("status"))?.number(&STATUS)?;
        Ok((status as u16, fields(&object, &node.name)?))
    };
    nodes.iter().map(read).collect()
}

/// The list as it is written.
pub fn written(servers: &[ScriptedServer]) -> String {
    let servers: Vec<String> = servers.iter().map(server_text).collect();
    format!("\"{SERVERS}\": [\n      {}\n    ]", servers.join(",\n      "))
}

fn server_text(server: &ScriptedServer) -> String {
    let origin = quoted(server.origin_text());
    let answers: Vec<String> = server.answers.iter().map(answer_text).collect();
    match answers.is_empty() {
        true => format!("{{ \"origin\": {origin} }}"),
        false => format!(
            "{{\n        \"origin\": {origin},\n        \"answers\": [\n          {}\n        ]\n      }}",
            answers.join(",\n          ")
        ),
    }
}

fn answer_text(answer: &ScriptedAnswer) -> String {
    let mut members = Vec::new();
    let mut put = |name: &str, value: String| members.push(format!("\"{name}\": {value}"));
    let ScriptedAnswer { method, target, when, times, delay, interim, status, reason, .. } = answer;
    let ScriptedAnswer { field_lines, body, coding, raw, cut_after, afterwards, .. } = answer;
    method.iter().for_each(|method| put("method", quoted(method)));
    target.iter().for_each(|target| put("target", quoted(target)));
    if !when.is_empty() {
        let pair = |(name, value): &(String, Option<String>)| {
            let value = value.as_ref().map_or_else(|| "null".to_owned(), |value| quoted(value));
            format!("[{}, {value}]", quoted(name))
        };
        put("when", format!("[{}]", when.iter().map(pair).collect::<Vec<_>>().join(", ")));
    }
    times.iter().for_each(|times| put("times", times.to_string()));
    if !delay.is_zero() {
        put("delay_ms", PAUSE_MS.shown(u64::try_from(delay.as_micros()).unwrap_or(u64::MAX)));
    }
    if !interim.is_empty() {
        let one = |(status, lines): &(u16, FieldLines)| match lines.is_empty() {
            true => format!("{{ \"status\": {status} }}"),
            false => format!("{{ \"status\": {status}, \"headers\": [{}] }}", lines_text(lines)),
        };
        put("interim", format!("[{}]", interim.iter().map(one).collect::<Vec<_>>().join(", ")));
    }
    if *status != 200 {
        put("status", status.to_string());
    }
    reason.iter().for_each(|reason| put("reason", quoted(reason)));
    if !field_lines.is_empty() {
        put("headers", format!("[{}]", lines_text(field_lines)));
    }
    if !body.is_empty() {
        put("body", body_text(body));
    }
    if *coding != ScriptedCoding::Identity {
        put("coding", quoted(ScriptedCoding::NAMES[*coding as usize]));
    }
    if !raw.is_empty() {
        put("raw", body_text(raw));
    }
    cut_after.iter().for_each(|octets| put("cut_after", octets.to_string()));
    if *afterwards != Afterwards::Stays {
        put("then", quoted(Afterwards::NAMES[*afterwards as usize]));
    }
    if members.is_empty() {
        members.push("\"status\": 200".to_owned());
    }
    format!("{{ {} }}", members.join(", "))
}
