//! The guard against an unmounted share: it must not empty the dataset.

use std::path::Path;

use super::Options;
use super::error::RunError;
use crate::corpus::{self, name};
use crate::dataset::Summary;
use crate::dataset::changes::{self, Previous};

/// An input of this run, as it was typed and as it is reached from the top.
struct Root {
    typed: String,
    whole: Vec<String>,
}

impl Root {
    fn new(input: &Path) -> Self {
        let whole = std::path::absolute(input).unwrap_or_else(|_| input.to_owned());
        let whole = name::shown(&corpus::tidy(&whole));
        Self { typed: name::shown(&corpus::tidy(input)), whole: parts(&whole).map(str::to_owned).collect() }
    }

    /// Whether a path of the last dataset can lie under this input, however the input was typed then: as now, from the
    /// top, or from a folder on the way to it.
    fn holds(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.typed.as_str());
        let (typed, file) = (&self.typed, path.split("!/").next().unwrap_or(path));
        let is_under = |rest: &str| rest.is_empty() || typed.ends_with('/') || rest.starts_with(['/', '!']);
        if typed.is_empty() || rest.is_some_and(is_under) {
            return true;
        }
        let known: Vec<&str> = parts(file).collect();
        let from = |skipped: usize| {
            let way = &self.whole[skipped..];
            known.len() >= way.len() && way.iter().zip(&known).all(|(one, other)| one == other)
        };
        if path.starts_with('/') { from(0) } else { (0..self.whole.len()).any(from) }
    }
}

/// The names of a path, without those that lead nowhere.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".")
}

/// Refuses when more known files are gone than may go unasked: an unmounted share must not empty the dataset.
/// Only files under the inputs of this run count. A single file among several may always go.
pub(super) fn check(options: &Options, previous: &Previous, now: &[Summary]) -> Result<(), RunError> {
    if options.allow_removals {
        return Ok(());
    }
    let roots: Vec<Root> = options.inputs.iter().map(|input| Root::new(input)).collect();
    let asked = |path: &str| roots.iter().any(|root| root.holds(path));
    let (gone, all) = changes::vanished(previous, now, &asked);
    let share = gone.len() * 100 > all * options.removal_percent as usize;
    match gone.first() {
        Some(example) if share && (gone.len() > 1 || all == 1) => Err(RunError::Vanished {
            gone: gone.len(),
            known: all,
            example: (*example).to_owned(),
            percent: options.removal_percent,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_holds_what_was_under_it_however_it_was_typed() {
        let here = std::env::current_dir().expect("a folder");
        let whole = here.join("reports/a.zip!/1.docx").display().to_string();
        for typed in [Path::new("reports"), Path::new("./reports/"), &here.join("reports")] {
            let root = Root::new(typed);
            for known in ["reports/a.zip!/1.docx", "./reports/b.docx", whole.as_str()] {
                assert!(root.holds(known), "{} {known}", typed.display());
            }
            for other in ["reports2/b.docx", "other/b.docx", "/elsewhere/reports/b.docx"] {
                assert!(!root.holds(other), "{} {other}", typed.display());
            }
        }
        assert!(Root::new(Path::new("a.zip")).holds("a.zip!/1.docx"));
        assert!(Root::new(Path::new(".")).holds("b.docx"));
    }
}
