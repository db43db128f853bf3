//! The guard against an unmounted share: it must not empty the dataset.

use super::Options;
use super::error::RunError;
use crate::corpus::{self, name};
use crate::dataset::Summary;
use crate::dataset::changes::{self, Previous};

/// Refuses when more known files are gone than may go unasked: an unmounted share must not empty the dataset.
/// Only files under the inputs of this run count. A single file among several may always go.
pub(super) fn check(options: &Options, previous: &Previous, now: &[Summary]) -> Result<(), RunError> {
    if options.allow_removals {
        return Ok(());
    }
    let roots: Vec<String> = options.inputs.iter().map(|input| name::shown(&corpus::tidy(input))).collect();
    let asked = |path: &str| {
        roots.iter().any(|root| {
            let rest = path.strip_prefix(root.as_str());
            root.is_empty()
                || rest.is_some_and(|rest| rest.is_empty() || root.ends_with('/') || rest.starts_with(['/', '!']))
        })
    };
    let known: Previous =
        previous.iter().filter(|(path, _)| asked(path)).map(|(path, known)| (path.clone(), known.clone())).collect();
    let (gone, all) = changes::vanished(&known, now);
    let share = gone.len() * 100 > all * options.removal_percent as usize;
    match gone.first() {
        Some(example) if share && (gone.len() > 1 || all == 1) => Err(RunError::Vanished {
            gone: gone.len(),
            known: all,
            example: example.clone(),
            percent: options.removal_percent,
        }),
        _ => Ok(()),
    }
}
