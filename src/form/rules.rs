//! Edit rules as the form files write them, expanded over rows and columns into [`Rule`]s.

use std::collections::HashMap;

use serde::Deserialize;

use super::Table;
use crate::edit::Rule;
use crate::variable::Variable;

/// A rule as the data file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    code: String,
}

/// What a rule's names refer to.
pub(super) struct Names<'a> {
    pub tables: &'a [Table],
    pub by_code: &'a HashMap<String, Variable>,
}

impl RuleSource {
    pub(super) fn compile(&self, names: &Names<'_>) -> Vec<Rule> {
        let _ = (&self.code, names.tables, names.by_code);
        Vec::new()
    }
}
