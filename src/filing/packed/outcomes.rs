//! Outcomes of rules: which rule is its place among those of the forms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{after, step};
use crate::edit::{Outcome, RuleOutcome};
use crate::form::forms;

/// Code and key of every expanded rule of the forms, each once.
struct Names {
    all: Vec<(&'static str, &'static str)>,
    places: FxHashMap<(&'static str, &'static str), u32>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { all: Vec::new(), places: FxHashMap::default() };
    for rule in forms().forms.iter().flat_map(|form| &form.rules) {
        let name = (rule.code.as_str(), rule.key.as_str());
        names.places.entry(name).or_insert_with(|| {
            names.all.push(name);
            names.all.len() as u32 - 1
        });
    }
    names
});

/// Which rule.
#[derive(Serialize, Deserialize)]
enum Name<T> {
    /// How far behind the one before.
    Step(i32),
    /// None of a form.
    Own(T, T),
}

pub fn serialize<S: Serializer>(outcomes: &[RuleOutcome], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return outcomes.serialize(serializer);
    }
    let mut before = 0;
    let named = |it: &RuleOutcome| NAMES.places.get(&(it.code.as_str(), it.key.as_str())).copied();
    let all = outcomes.iter().map(|it| match named(it) {
        Some(place) => (Name::Step(step(place, std::mem::replace(&mut before, place))), it.outcome),
        None => (Name::Own(it.code.as_str(), it.key.as_str()), it.outcome),
    });
    all.collect::<Vec<(Name<&str>, Outcome)>>().serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RuleOutcome>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    let mut before = 0;
    let outcome = |(name, outcome): (Name<String>, Outcome)| {
        let (code, key) = match name {
            Name::Own(code, key) => (code, key),
            Name::Step(step) => {
                before = after(before, step);
                let name = NAMES.all.get(before as usize).ok_or_else(|| D::Error::custom("a rule of no form"))?;
                (name.0.to_owned(), name.1.to_owned())
            }
        };
        Ok(RuleOutcome { code, key, outcome })
    };
    Vec::deserialize(deserializer)?.into_iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Shelf(#[serde(with = "super")] Vec<RuleOutcome>);

    #[test]
    fn outcomes_come_back_from_bytes_and_from_text() {
        let rules = forms().forms.iter().flat_map(|form| &form.rules);
        let of_rule = rules.map(|rule| (rule.code.clone(), rule.key.clone(), Outcome::Undetermined));
        let own =
            [("X-1".to_owned(), "np".to_owned(), Outcome::Violated), (String::new(), String::new(), Outcome::Violated)];
        let outcomes = of_rule.chain(own).map(|(code, key, outcome)| RuleOutcome { code, key, outcome });
        let shelf = Shelf(outcomes.rev().collect());
        let bytes = postcard::to_stdvec(&shelf).expect("plain data");
        assert_eq!(postcard::from_bytes::<Shelf>(&bytes).expect("it comes back"), shelf);
        let text = serde_json::to_string(&shelf).expect("plain data");
        assert!(text.contains("REQ-BALANCE"));
        assert_eq!(serde_json::from_str::<Shelf>(&text).expect("it comes back"), shelf);
        let far = postcard::to_stdvec(&[(Name::<&str>::Step(i32::MIN), Outcome::Violated)][..]).expect("plain data");
        assert!(postcard::from_bytes::<Shelf>(&far).is_err());
    }
}
