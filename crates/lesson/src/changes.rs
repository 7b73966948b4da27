//! How much one scenario differs from another one, in things that a person changes.

use trace::{FetchOptions, OptionDescription, Request, Scenario};

/// How many things are different: a method, a URL, each field line, a body, each option of a fetch or
/// of the world, each fault, each request more or less.
pub fn changes(before: &Scenario, after: &Scenario) -> usize {
    let (one, other) = (&before.world, &after.world);
    let options =
        OptionDescription::all().filter(|option| (option.get)(one) != (option.get)(other));
    let requests: usize = before
        .requests
        .iter()
        .zip(&after.requests)
        .map(|(one, other)| of_request(one, other))
        .sum();
    options.count()
        + differing(&one.faults, &other.faults)
        + differing(&one.servers, &other.servers)
        + differing(&one.names.zone, &other.names.zone)
        + requests
        + before.requests.len().abs_diff(after.requests.len())
        + usize::from(before.seed != after.seed)
        + usize::from(before.starts_at_unix_s != after.starts_at_unix_s)
}

fn of_request(one: &Request, other: &Request) -> usize {
    let options =
        FetchOptions::ALL.iter().filter(|option| (option.get)(one) != (option.get)(other));
    options.count()
        + usize::from(one.method != other.method)
        + usize::from(one.url != other.url)
        + usize::from(one.body != other.body)
        + usize::from(one.pause_before != other.pause_before)
        + usize::from(one.at_once != other.at_once)
        + usize::from(one.fetch.page != other.fetch.page)
        + differing(&one.field_lines, &other.field_lines)
}

/// How many entries one list has that the other lacks; one with another value counts once.
fn differing<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    let lacks = |list: &[T], from: &[T]| list.iter().filter(|entry| !from.contains(entry)).count();
    lacks(one, other).max(lacks(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::{Fault, FieldLine};

    #[test]
    fn each_thing_that_is_changed_counts_once() {
        let before = Scenario::default();
        let check = |expected: usize, change: &dyn Fn(&mut Scenario)| {
            let mut after = before.clone();
            change(&mut after);
            assert_eq!(changes(&before, &after), expected, "{after:?}");
            assert_eq!(changes(&after, &before), expected, "{after:?}");
        };
        check(0, &|_| {});
        check(1, &|after| after.requests[0].method = "PUT".to_owned());
        check(1, &|after| after.requests[0].field_lines[0].value = "text/html".to_owned());
        check(1, &|after| after.requests[0].fetch.retries = 2);
        check(1, &|after| after.world.faults.push(Fault::ServerSilent));
        check(1, &|after| after.world.network.loss_ppm = 1);
        check(1, &|after| after.requests.push(before.requests[0].clone()));
        check(3, &|after| {
            let (name, value) = ("Range".to_owned(), "bytes=0-1".to_owned());
            after.requests[0].field_lines.push(FieldLine { name, value });
            after.requests[0].body = vec![1];
            after.world.server.rate_limited = true;
        });
    }
}
