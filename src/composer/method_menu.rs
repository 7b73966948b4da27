//! The menu of methods.

use crate::composer::state::Composer;
use crate::texts;
use crate::view::erased_view::Erase;
use crate::view::live::{live, part};
use compose::methods::{METHODS, MethodGroup, method_facts};
use language::{fill, say};
use leptos::prelude::*;

/// The methods in their two groups, each with what it does. The closed menu shows the name alone.
#[component]
pub fn MethodMenu(composer: Composer) -> impl IntoView {
    let method = Memo::new(move |_| composer.draft.read().method.clone());
    let option = move |name: String, label: String| {
        let value = name.clone();
        let is_chosen = live(move || *method.get() == name);
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.erased()
    };
    let group = move |group: MethodGroup| {
        let members = METHODS.iter().filter(|facts| facts.group == group);
        let options = members.map(|facts| option(facts.name.to_owned(), facts.line()));
        let options = options.collect::<Vec<_>>();
        view! { <optgroup label=group.words()>{options}</optgroup> }.erased()
    };
    let other = move || {
        let name = method.get();
        let is_other = method_facts(&name).is_none();
        is_other.then(|| option(name.clone(), fill!(texts::NAME_A_METHOD_OF, name)))
    };
    let only_reads = move || {
        method_facts(&method.get()).is_some_and(|facts| facts.group == MethodGroup::OnlyReads)
    };
    view! {
        <span class="method" class:only-reads=live(only_reads)>
            <span aria-hidden="true">{live(move || method.get())}" ▾"</span>
            <select
                aria-label=say(texts::METHOD)
                on:change:target=move |changed| composer.draft.update(|draft| draft.method = changed.target().value())
            >
                {group(MethodGroup::OnlyReads)}
                {group(MethodGroup::ChangesData)}
                {part(other)}
            </select>
        </span>
    }
}
