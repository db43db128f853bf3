//! Edit rules as the form files write them, expanded over rows and columns into [`Rule`]s.
//!
//! A rule names its code, its table and what it demands: `holds`, two sums of variable codes and a
//! relation (`=`, `>=`, `<=`), or `check`, a demand on every cell. `each` expands it: over the `column`s,
//! the `row`s of figures or the `group`s of the table (`among` narrows the first of them), each name
//! standing in braces for its identifier. `sum(…)` adds up a name for every `{outcome}` row, or for every
//! `{member}` of the group. `heading(group,column)` is the number printed in a group's heading row. `totals`
//! are the variables that must be printed: blank, they do not stand for zero. `when` is a guard in the same
//! words, `applies` a sort of organs.

use std::collections::HashMap;

use serde::Deserialize;

use super::{RowRole, Table};
use crate::edit::{Axis, Condition, HeadingKey, Linear, Relation, Rule, Sort, Term};
use crate::figure::TableKind;
use crate::finding::{Severity, entry};
use crate::variable::Variable;

/// A rule as the data file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    code: String,
    table: String,
    #[serde(default)]
    each: Vec<String>,
    #[serde(default)]
    among: Vec<String>,
    holds: Option<String>,
    check: Option<Check>,
    #[serde(default)]
    totals: Vec<String>,
    #[serde(default)]
    signed: Vec<String>,
    when: Option<String>,
    applies: Option<Sort>,
    severity: Option<Severity>,
}

/// A demand on every cell of a table.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Check {
    /// Cells that count are whole numbers, and those of columns not in `signed` not negative.
    Counts,
    /// Cells in ten thousand yuan do not say yuan.
    TenThousandYuan,
}

/// What a rule's names refer to.
pub(super) struct Names<'a> {
    pub tables: &'a [Table],
    pub by_code: &'a HashMap<String, Variable>,
}

/// Names in braces and what stands for them.
type Bindings<'a> = Vec<(&'a str, String)>;

impl RuleSource {
    pub(super) fn compile(&self, names: &Names<'_>) -> Vec<Rule> {
        let kind = TableKind::from_word(&self.table).expect("tables of rules are known (test forms_load)");
        let table = names.tables.iter().find(|table| table.kind == kind);
        let table = table.expect("a rule's table is in its form (test forms_load)");
        let severity = self.severity.or(entry(&self.code).map(|entry| entry.severity)).unwrap_or(Severity::Soft);
        let mut expansions: Vec<Bindings<'_>> = vec![Vec::new()];
        for (place, name) in self.each.iter().enumerate() {
            let ids = identifiers(table, name).into_iter();
            let ids: Vec<String> =
                ids.filter(|id| place > 0 || self.among.is_empty() || self.among.contains(id)).collect();
            expansions = expansions
                .iter()
                .flat_map(|bindings| {
                    ids.iter().map(move |id| bindings.iter().cloned().chain([(name.as_str(), id.clone())]).collect())
                })
                .collect();
        }
        let rule = |bindings: &Bindings<'_>, condition| Rule {
            code: self.code.clone(),
            key: bindings.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>().join("_"),
            table: kind,
            axis: if self.each.iter().any(|name| name == "column") { Axis::Column } else { Axis::Row },
            severity,
            condition,
            guard: self.when.as_deref().map(|when| self.linear(when, bindings, table, names)),
            applies: self.applies,
        };
        expansions
            .iter()
            .map(|bindings| match (&self.holds, self.check) {
                (Some(holds), None) => rule(bindings, Condition::Linear(self.linear(holds, bindings, table, names))),
                (None, Some(check)) => rule(bindings, self.demand(check, table)),
                _ => panic!("rule {} has either `holds` or `check` (test forms_load)", self.code),
            })
            .collect()
    }

    fn demand(&self, check: Check, table: &Table) -> Condition {
        let columns = |wanted: &dyn Fn(&super::FormColumn) -> bool| -> Vec<Variable> {
            let blocks = table.blocks.iter();
            blocks
                .flat_map(|block| block.rows.iter().flat_map(move |row| block.columns.iter().zip(&row.variables)))
                .filter(|(column, _)| wanted(column))
                .map(|(_, &variable)| variable)
                .collect()
        };
        let money = |column: &super::FormColumn| column.unit.is_some_and(|unit| unit.is_money());
        match check {
            Check::Counts => Condition::Counts {
                variables: columns(&|column| !money(column)),
                signed: columns(&|column| self.signed.contains(&column.id)),
            },
            Check::TenThousandYuan => Condition::TenThousandYuan { variables: columns(&money) },
        }
    }

    /// Reads `sum relation sum`.
    fn linear(&self, text: &str, bindings: &Bindings<'_>, table: &Table, names: &Names<'_>) -> Linear {
        let relations = [(">=", Relation::AtLeast), ("<=", Relation::AtMost), ("=", Relation::Equal)].into_iter();
        let (left, right, relation) = relations
            .filter_map(|(sign, relation)| text.split_once(sign).map(|(left, right)| (left, right, relation)))
            .next()
            .unwrap_or_else(|| panic!("rule {} has a relation (test forms_load)", self.code));
        let totals: Vec<Variable> =
            self.totals.iter().map(|name| names.variable(&fill(name, bindings), &self.code)).collect();
        let mut linear = Linear { terms: Vec::new(), constant: 0, relation, heading: None };
        for (side, right) in [(left, false), (right, true)] {
            for (negative, atom) in atoms(side) {
                let sign = if negative { -1 } else { 1 };
                if let Ok(number) = atom.parse::<i32>() {
                    linear.constant += sign * if right { -number } else { number };
                } else if let Some(inside) = call(atom, "heading") {
                    let inside = fill(inside, bindings);
                    let (group, column) = inside.split_once(',').expect("heading(group,column) (test forms_load)");
                    linear.heading = Some(HeadingKey { group: group.trim().into(), column: column.trim().into() });
                } else {
                    let many = call(atom, "sum").map(|inside| sum(inside, bindings, table));
                    for name in many.unwrap_or_else(|| vec![fill(atom, bindings)]) {
                        let variable = names.variable(&name, &self.code);
                        let total = totals.contains(&variable);
                        linear.terms.push(Term { variable, coefficient: sign, right, total });
                    }
                }
            }
        }
        linear
    }
}

impl Names<'_> {
    fn variable(&self, name: &str, rule: &str) -> Variable {
        let found = self.by_code.get(name).copied();
        found.unwrap_or_else(|| panic!("rule {rule} names the unknown variable {name} (test forms_load)"))
    }
}

/// Identifiers that a name in `each` runs over, in printed order.
fn identifiers(table: &Table, name: &str) -> Vec<String> {
    let rows = table.blocks.iter().flat_map(|block| &block.rows);
    let mut ids: Vec<String> = match name {
        "column" => table.blocks.iter().flat_map(|block| &block.columns).map(|column| column.id.clone()).collect(),
        "row" => rows.filter(|row| row.role != RowRole::Heading).map(|row| row.id.clone()).collect(),
        "group" => rows.filter(|row| row.role == RowRole::Heading).map(|row| row.id.clone()).collect(),
        _ => panic!("`each` runs over column, row or group, not {name} (test forms_load)"),
    };
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}

/// Names added up by `sum(…)`.
fn sum(inside: &str, bindings: &Bindings<'_>, table: &Table) -> Vec<String> {
    let group = bindings.iter().find(|(name, _)| *name == "group").map(|(_, id)| id.as_str());
    let rows = table.blocks.iter().flat_map(|block| &block.rows).filter(|row| row.role == RowRole::Outcome);
    let name = if inside.contains("{member}") { "member" } else { "outcome" };
    rows.filter(|row| name == "outcome" || row.group.as_deref() == group)
        .map(|row| {
            let bindings: Bindings<'_> = bindings.iter().cloned().chain([(name, row.id.clone())]).collect();
            fill(inside, &bindings)
        })
        .collect()
}

fn fill(text: &str, bindings: &Bindings<'_>) -> String {
    let filled = |text: String, (name, id): &(&str, String)| text.replace(&format!("{{{name}}}"), id);
    bindings.iter().fold(text.trim().to_owned(), filled)
}

/// The terms of a sum, each with whether it is subtracted.
fn atoms(side: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut negative = false;
    side.split_inclusive(['+', '-']).map(move |piece| {
        let atom = piece.trim_end_matches(['+', '-']).trim();
        let result = (negative, atom);
        negative = piece.ends_with('-');
        result
    })
}

fn call<'a>(atom: &'a str, function: &str) -> Option<&'a str> {
    atom.strip_prefix(function)?.strip_prefix('(')?.strip_suffix(')')
}
