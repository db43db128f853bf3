//! The findings of a filing, in the order in which its stages speak.
//!
//! Stages keep what they found out as values; findings are rendered from them. So a stage can be heard again (in the light
//! of other years), and what it said then takes the place of what it had said.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;

/// Who speaks, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Stage {
    /// The reader of the format, and the binding of its tables.
    Read,
    /// Run-together text.
    Decoded,
    /// Organ, year, sections.
    Identity,
    /// Tables that are missing, or of another year's form.
    Tables,
    /// The edit rules.
    Rules,
    /// Where the errors are.
    Repairs,
    /// The prose.
    Prose,
    /// Other filings.
    Others,
}

/// Findings, grouped by stage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    findings: Vec<Finding>,
    /// How many each stage has, in order; stages that said nothing are not there.
    stages: Vec<(Stage, u32)>,
}

impl Told {
    /// Adds what a stage says.
    pub fn add(&mut self, stage: Stage, said: impl IntoIterator<Item = Finding>) {
        let (group, _, end) = self.place(stage);
        let before = self.findings.len();
        self.findings.splice(end..end, said);
        let count = u32::try_from(self.findings.len() - before).unwrap_or(u32::MAX);
        match self.stages.get_mut(group) {
            Some((known, sum)) if *known == stage => *sum += count,
            _ if count > 0 => self.stages.insert(group, (stage, count)),
            _ => {}
        }
    }

    /// Puts what a stage says in the place of what it had said.
    pub fn replace(&mut self, stage: Stage, said: impl IntoIterator<Item = Finding>) {
        let (group, start, end) = self.place(stage);
        if start < end {
            self.findings.drain(start..end);
            self.stages.remove(group);
        }
        self.add(stage, said);
    }

    /// What a stage said.
    pub fn of(&self, stage: Stage) -> &[Finding] {
        let (_, start, end) = self.place(stage);
        &self.findings[start..end]
    }

    /// The group of a stage, or where it would be, and its findings.
    fn place(&self, stage: Stage) -> (usize, usize, usize) {
        let group = self.stages.partition_point(|(known, _)| *known < stage);
        let start: usize = self.stages[..group].iter().map(|(_, count)| *count as usize).sum();
        let own = self.stages.get(group).filter(|(known, _)| *known == stage).map_or(0, |(_, count)| *count as usize);
        (group, start, start + own)
    }
}

impl Deref for Told {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.findings
    }
}

impl<'a> IntoIterator for &'a Told {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_keep_their_places() {
        let said = |code: &'static str| Finding::new(code);
        let mut told = Told::default();
        told.add(Stage::Prose, [said("e")]);
        told.add(Stage::Rules, [said("b"), said("c")]);
        told.add(Stage::Read, [said("a")]);
        told.add(Stage::Repairs, []);
        told.add(Stage::Rules, [said("d")]);
        let codes = |told: &Told| told.iter().map(|finding| finding.code.clone().into_owned()).collect::<String>();
        assert_eq!(codes(&told), "abcde");
        told.replace(Stage::Rules, [said("x")]);
        assert_eq!(codes(&told), "axe");
        told.replace(Stage::Rules, []);
        told.replace(Stage::Others, [said("z")]);
        told.replace(Stage::Repairs, [said("y")]);
        assert_eq!(codes(&told), "ayez");
    }
}
