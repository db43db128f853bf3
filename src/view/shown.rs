//! What is shown: a filing, with what is known of it from outside its bytes.

use rust_decimal::Decimal;

use super::label;
use crate::filing::Filing;
use crate::finding::Language;
use crate::form::forms;
use crate::variable::Variable;

/// A filing that is to be shown.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The name that the user calls its file.
    pub name: &'a str,
    /// The filing.
    pub filing: &'a Filing,
    /// SHA-256 of its bytes in hexadecimal digits, where it is known.
    pub sha256: Option<String>,
    /// Other years of the same organ, in their order.
    pub years: Vec<OtherYear>,
}

/// The figures of another year of an organ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherYear {
    /// The reporting year.
    pub year: u16,
    /// Figures with a value, in the order of the codebook.
    pub values: Vec<(Variable, Decimal)>,
}

impl OtherYear {
    /// The figures of a filing; `None` where its year is not known.
    pub fn of(filing: &Filing) -> Option<Self> {
        let figures = filing.figures.iter().filter_map(|figure| Some((figure.variable?, figure.value?)));
        let mut values: Vec<(Variable, Decimal)> = figures.collect();
        values.sort_by_key(|(variable, _)| *variable);
        values.dedup_by_key(|(variable, _)| *variable);
        Some(Self { year: filing.identity.year?, values })
    }

    /// The value of a variable.
    pub fn value(&self, variable: Variable) -> Option<Decimal> {
        let at = self.values.binary_search_by_key(&variable, |(known, _)| *known).ok()?;
        Some(self.values[at].1)
    }
}

impl<'a> Shown<'a> {
    /// A filing of which nothing else is known.
    pub fn new(name: &'a str, filing: &'a Filing) -> Self {
        Self { name, filing, sha256: None, years: Vec::new() }
    }

    /// What other years have of a variable, in their order: `2020 12`, `2022 15`.
    pub fn other_years(&self, variable: Variable) -> Vec<String> {
        let values = self.years.iter().filter_map(|other| Some((other.year, other.value(variable)?)));
        values.map(|(year, value)| format!("{year}: {}", value.normalize())).collect()
    }

    /// Where the filing comes from and what it is read by, one fact each: name and text.
    pub fn sources(&self, language: Language) -> Vec<(&'static str, String)> {
        let say = |zh, en| super::words::say(language, zh, en);
        let mut facts = vec![(say("来源", "Source"), self.name.to_owned())];
        facts.extend(self.filing.identity.url.clone().map(|url| (say("网址", "Address"), url)));
        facts.extend(self.sha256.clone().map(|sha256| ("SHA-256", sha256)));
        let mut authorities: Vec<&str> = Vec::new();
        for form in self.filing.tables.iter().filter_map(|(_, form)| forms().form(*form)) {
            if !authorities.contains(&form.authority.as_str()) {
                authorities.push(&form.authority);
            }
        }
        if !authorities.is_empty() {
            facts.push((say("格式依据", "Form"), authorities.join("、")));
        }
        facts.push((say("程序", "Program"), format!("gouji {} {}", env!("CARGO_PKG_VERSION"), crate::version::BUILD)));
        facts
    }

    /// The sentences of the prose that state a figure of the tables: the figure, its value there, the sentence.
    pub fn stated(&self) -> Vec<(Variable, Decimal, &'a str)> {
        let quantities = self.filing.quantities.iter();
        let stated = quantities.flat_map(|quantity| {
            let evidence = crate::prose::evidence(std::slice::from_ref(quantity));
            evidence.into_iter().map(|(variable, value)| (variable, value, quantity.text.as_str()))
        });
        stated.collect()
    }

    /// The label of a variable, quoted.
    pub fn quoted(variable: Variable, language: Language) -> String {
        format!("“{}”", label(variable, language))
    }
}
