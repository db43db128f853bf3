//! Indicators: ratios that are computed from the figures of one filing. `indicators.toml` comes in.
//!
//! They are no figures: nothing is filled in for them, and where a part is missing there is none.

use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::summary::Summary;
use super::value::RowSink;
use crate::figure::FormId;
use crate::filing::Filing;
use crate::finding::Language;
use crate::form::forms;
use crate::variable::Variable;

/// Decimals of an indicator.
const DECIMALS: u32 = 6;

#[derive(Deserialize)]
struct IndicatorFile {
    indicator: Vec<IndicatorSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorSource {
    code: String,
    zh: String,
    en: String,
    of: Vec<String>,
    to: Vec<String>,
}

/// A ratio of sums of figures; and, first of all, whether a report came in time.
#[derive(Debug)]
pub struct Indicator {
    /// Its code, a column of `indicators`.
    pub code: String,
    /// Short name.
    pub label_zh: String,
    /// Short name.
    pub label_en: String,
    formula: String,
    ratio: Option<Ratio>,
}

#[derive(Debug)]
struct Ratio {
    of: Vec<Variable>,
    to: Vec<Variable>,
}

static INDICATORS: LazyLock<Vec<Indicator>> = LazyLock::new(|| {
    let source: IndicatorFile =
        toml::from_str(include_str!("indicators.toml")).expect("the indicators are valid (test indicators_load)");
    std::iter::once(Indicator {
        code: "ind_on_time".to_owned(),
        label_zh: "按期发布：在条例规定的期限内发布为 1，逾期为 0（平均数即按期率）".to_owned(),
        label_en: "published in time: 1 within the deadline of the Regulations, 0 after it (the mean is the share)"
            .to_owned(),
        formula: "published <= deadline".to_owned(),
        ratio: None,
    })
    .chain(source.indicator.into_iter().map(|source| Indicator {
        formula: format!("({}) / ({})", source.of.join(" + "), source.to.join(" + ")),
        ratio: Some(Ratio { of: variables(&source.of), to: variables(&source.to) }),
        code: source.code,
        label_zh: source.zh,
        label_en: source.en,
    }))
    .collect()
});

/// The variables that the patterns name.
fn variables(patterns: &[String]) -> Vec<Variable> {
    let named = |code: &str| {
        patterns.iter().any(|pattern| match pattern.split_once('*') {
            Some((start, end)) => {
                code.len() > start.len() + end.len() && code.starts_with(start) && code.ends_with(end)
            }
            None => code == pattern,
        })
    };
    forms().variables.iter().filter(|info| named(&info.code)).map(|info| info.variable).collect()
}

/// All indicators, in the order of the columns.
pub fn indicators() -> &'static [Indicator] {
    &INDICATORS
}

impl Indicator {
    /// Name and formula.
    pub fn definition(&self, language: Language) -> String {
        match language {
            Language::Zh => format!("{}。算式：{}", self.label_zh, self.formula),
            Language::En => format!("{}; {}", self.label_en, self.formula),
        }
    }
}

impl Ratio {
    fn value(&self, filing: &Filing, value: &impl Fn(Variable) -> Option<Decimal>) -> Option<Decimal> {
        let sum = |variables: &[Variable]| {
            let asked = variables.iter().filter(|&&variable| is_asked(filing, variable));
            let mut sum = None;
            for &variable in asked {
                sum = Some(sum.unwrap_or(Decimal::ZERO).checked_add(value(variable)?)?);
            }
            sum
        };
        let (of, to) = (sum(&self.of)?, sum(&self.to)?);
        let ratio = of.checked_div(to)?;
        Some(ratio.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointNearestEven))
    }
}

/// Whether the edition that the filing's table follows asks for a variable.
fn is_asked(filing: &Filing, variable: Variable) -> bool {
    let info = forms().info(variable);
    let follows = |kind| filing.tables.iter().find(|(table, _)| *table == kind).map(|(_, form)| *form);
    let form: Option<FormId> = info.table.and_then(follows);
    form.is_none_or(|form| info.forms.contains(&form))
}

/// The row of a canonical filing; `values` are those of its row of the panel, in the order of the codebook.
pub fn row<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, filing: &Filing, values: &[Option<Decimal>]) {
    rows.text(&summary.id).text(&summary.organ_id).text(&summary.organ).text(&summary.division).integer(summary.year);
    let value = |variable: Variable| values.get(variable.index()).copied().flatten();
    for indicator in indicators() {
        rows.number(match &indicator.ratio {
            Some(ratio) => ratio.value(filing, &value),
            None => filing.identity.in_time().map(|in_time| Decimal::from(u8::from(in_time))),
        });
    }
    rows.end();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_load() {
        for indicator in indicators() {
            assert!(indicator.code.starts_with("ind_") && indicator.code.len() <= 32, "{}", indicator.code);
            for variables in indicator.ratio.iter().flat_map(|ratio| [&ratio.of, &ratio.to]) {
                assert!(!variables.is_empty(), "{}", indicator.code);
            }
        }
        let refused = indicators().iter().find(|indicator| indicator.code == "ind_refusal_rate").expect("it is there");
        assert_eq!(refused.ratio.as_ref().expect("a ratio").of.len(), 8, "the eight reasons of refusal");
    }

    #[test]
    fn a_missing_part_leaves_none() {
        let filing = Filing::empty(crate::reader::Format::Text);
        let ratio = |of: Option<i64>, to: Option<i64>| {
            let [of_variable, to_variable] =
                ["req_granted_tot", "req_total_tot"].map(|code| forms().variable(code).expect("known"));
            let ratio = Ratio { of: vec![of_variable], to: vec![to_variable] };
            let value = |variable| if variable == of_variable { of } else { to }.map(Decimal::from);
            ratio.value(&filing, &value).map(|value| value.to_string())
        };
        assert_eq!(ratio(Some(1), Some(3)).as_deref(), Some("0.333333"));
        assert_eq!(ratio(Some(2), Some(3)).as_deref(), Some("0.666667"));
        assert_eq!(ratio(None, Some(3)), None);
        assert_eq!(ratio(Some(0), Some(0)), None);
    }
}
