//! The rules between filings, from `rules.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::form::forms;
use crate::variable::Variable;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<RuleSource>,
    scale: Vec<ScaleSource>,
    sum: Vec<SumSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSource {
    code: String,
    each: Vec<String>,
    holds: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleSource {
    code: String,
    variables: Vec<String>,
    factor: u32,
    least: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SumSource {
    code: String,
    variables: Vec<String>,
}

/// A linear equation between this year's figures and last year's.
#[derive(Debug)]
pub(super) struct YearRule {
    pub code: String,
    /// What stands alone on the left.
    pub subject: Variable,
    pub terms: Vec<YearTerm>,
}

/// A term of the right side.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearTerm {
    pub variable: Variable,
    pub before: bool,
    pub negative: bool,
}

/// Figures whose size is held against earlier years.
#[derive(Debug)]
pub(super) struct Scale {
    pub code: String,
    pub variables: Vec<Variable>,
    pub factor: u32,
    pub least: u32,
}

/// Figures that a summary adds up.
#[derive(Debug)]
pub(super) struct Sum {
    pub code: String,
    pub variables: Vec<Variable>,
}

/// All rules.
#[derive(Debug)]
pub(super) struct Rules {
    pub years: Vec<YearRule>,
    pub scales: Vec<Scale>,
    pub sums: Vec<Sum>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let source: RuleFile = toml::from_str(include_str!("rules.toml")).expect("rules.toml is valid (test rules_load)");
    let all = |codes: &[String]| codes.iter().map(|code| variable(code)).collect();
    let scale = |scale: &ScaleSource| Scale {
        code: scale.code.clone(),
        variables: all(&scale.variables),
        factor: scale.factor,
        least: scale.least,
    };
    Rules {
        years: source.rule.iter().flat_map(expand).collect(),
        scales: source.scale.iter().map(scale).collect(),
        sums: source.sum.iter().map(|sum| Sum { code: sum.code.clone(), variables: all(&sum.variables) }).collect(),
    }
});

/// The rules.
pub(super) fn rules() -> &'static Rules {
    &RULES
}

fn variable(code: &str) -> Variable {
    let found = forms().variable(code);
    found.unwrap_or_else(|| panic!("rules.toml names the unknown variable {code} (test rules_load)"))
}

fn expand(source: &RuleSource) -> Vec<YearRule> {
    let one = |id: &String| {
        let holds = source.holds.replace("{each}", id);
        let (left, right) = holds.split_once('=').expect("a rule has an equals sign (test rules_load)");
        let mut negative = false;
        let mut terms = Vec::new();
        for piece in right.split_inclusive(['+', '-']) {
            let name = piece.trim_end_matches(['+', '-']).trim();
            let (name, before) = name.strip_suffix("@before").map_or((name, false), |name| (name, true));
            terms.push(YearTerm { variable: variable(name), before, negative });
            negative = piece.ends_with('-');
        }
        YearRule { code: source.code.clone(), subject: variable(left.trim()), terms }
    };
    source.each.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_load() {
        let rules = rules();
        assert_eq!((rules.years.len(), rules.scales.len(), rules.sums.len()), (14, 2, 1));
        assert_eq!(rules.years[7].terms.iter().map(|term| term.before).collect::<Vec<_>>(), [true, false, false]);
    }
}
