//! From what a lesson says of an exercise to the exercise itself.

use super::about;
use super::spec::{Solution, Spec, SpecKind};
use crate::changes;
use crate::draw::Draw;
use crate::exercise::{Given, Kind};
use crate::kinds::fill_in::{fill_in_about, what_of, what_to_look_into};
use crate::kinds::find_fault::find_the_fault;
use crate::kinds::make::make_it_happen;
use crate::kinds::next::{what_happens_after, what_happens_next};
use crate::kinds::order::put_in_order;
use crate::kinds::point::point_at;
use crate::kinds::work_out::work_out;
use crate::kinds::write::write_to_reach;
use crate::{Choice, Exercise, Material, Told};
use trace::{Dissection, Inspected, Scenario};

impl Spec {
    /// Takes what reaches the goals. To mend something takes so many changes, where nothing else is said.
    pub fn solve(&mut self, start: Option<&Scenario>, solution: Scenario) {
        if self.kind == SpecKind::Mend && self.fewest.is_none() {
            self.fewest = start.map(|start| changes(start, &solution));
        }
        self.solution = Some(Solution(solution));
    }

    /// The exercise. Those about an exchange need its material, and those about a field the decoder.
    /// `None` where that is not there, or has nothing to ask for.
    pub fn exercise(
        &self,
        material: Option<&Material>,
        inspect: impl FnOnce(Inspected) -> Option<Dissection>,
    ) -> Option<Exercise> {
        match self.kind {
            SpecKind::Next => match self.about.parse() {
                Ok(n_steps) => what_happens_after(material?, n_steps, self.seed),
                Err(_) => what_happens_next(material?, self.seed),
            },
            SpecKind::Point => point_at(material?, self.place_in(&about::POINT), self.seed),
            SpecKind::FillIn => {
                let what = self.what_to_look_into(material?)?;
                fill_in_about(what, &inspect(what)?, self.field(), self.seed)
            }
            SpecKind::Order => put_in_order(material?, self.seed),
            SpecKind::HowMuch => work_out(material?, self.place_in(&about::HOW_MUCH), self.seed),
            SpecKind::FindFault => find_the_fault(material?, self.seed),
            SpecKind::Make => {
                let start = Scenario::with_requests(Vec::new());
                Some(make_it_happen(&start, self.goals.clone(), self.fewest))
            }
            SpecKind::Mend => {
                let start = &material?.trace().scenario;
                Some(make_it_happen(start, self.goals.clone(), self.fewest))
            }
            SpecKind::Write => Some(write_to_reach(self.goals.clone())),
            SpecKind::Quiz => Some(self.quiz()),
        }
    }

    /// What to look into for the field that is asked for. `None` where nothing such was sent.
    pub fn what_to_look_into(&self, material: &Material) -> Option<Inspected> {
        match self.about.split_whitespace().next() {
            None => what_to_look_into(material, self.seed),
            Some(class) => what_of(material, class, self.seed),
        }
    }

    /// The name of the field that is asked for, where one is.
    pub(crate) fn field(&self) -> &str {
        self.about.split_once(char::is_whitespace).map_or("", |(_, field)| field.trim())
    }

    /// Which of these it is about, where it is said.
    fn place_in(&self, names: &[&str]) -> Option<usize> {
        names.iter().position(|name| *name == self.about)
    }

    fn quiz(&self) -> Exercise {
        let choice = |option: &super::spec::QuizOption| Choice {
            words: Told::from(&*option.text),
            is_right: option.is_right,
            feedback: Told::from(&*option.feedback),
        };
        let mut choices: Vec<Choice> = self.options.iter().map(choice).collect();
        Draw::new(self.seed, "quiz").shuffle(&mut choices);
        Exercise {
            question: Told::from(&*self.question),
            given: Given::Nothing,
            kind: Kind::Choose(choices),
        }
    }
}
