//! The official forms, as data: one file per edition (`2021.toml`, `2019.toml`, `2014.toml`).
//!
//! A form names its tables, their blocks, rows and columns with labels, aliases, parents and units, and
//! the edit rules over them. The codes of the cells are the contract with researchers: the same code wherever
//! the same question is asked. Adding an edition is one file and one line in `SOURCES`.

mod header;
mod indicator;
mod rules;
mod source;

pub use header::{SheetColumn, SheetHeader, sheet_headers};
pub use indicator::{IndicatorName, Indicators};

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::edit::Rule;
use crate::figure::{FormId, TableKind};
use crate::variable::{Unit, Variable};

/// The data files, newest edition first; then the measures of the prose.
const SOURCES: &[&str] = &[include_str!("2021.toml"), include_str!("2019.toml"), include_str!("2014.toml")];

/// All forms and the registry of variables.
#[derive(Debug)]
pub struct Forms {
    /// Editions, newest first.
    pub forms: Vec<Form>,
    /// The codebook, in the order of the panel's columns.
    pub variables: Vec<VariableInfo>,
    by_code: HashMap<String, Variable>,
}

/// One edition.
#[derive(Debug)]
pub struct Form {
    /// The edition.
    pub id: FormId,
    /// First and last reporting year that it applies to.
    pub years: (u16, u16),
    /// The document that decreed it.
    pub authority: String,
    /// Its tables in printed order.
    pub tables: Vec<Table>,
    /// The edit rules over its variables.
    pub rules: Vec<Rule>,
}

/// One table of a form.
#[derive(Debug)]
pub struct Table {
    /// Which table it is.
    pub kind: TableKind,
    /// Edition that it belongs to.
    pub form: FormId,
    /// Parts with columns of their own.
    pub blocks: Vec<FormBlock>,
}

/// A part of a table with its own columns.
#[derive(Debug)]
pub struct FormBlock {
    /// Label, empty when the table is one block.
    pub label: String,
    /// Other wordings of `label`.
    pub aliases: Vec<String>,
    /// Labels above it, outermost first.
    pub under: Vec<String>,
    /// Columns from left to right.
    pub columns: Vec<FormColumn>,
    /// Rows from top to bottom.
    pub rows: Vec<FormRow>,
}

/// A column of a block.
#[derive(Debug)]
pub struct FormColumn {
    /// Identifier in codes.
    pub id: String,
    /// Label as the official form prints it.
    pub label: String,
    /// Other wordings seen.
    pub aliases: Vec<String>,
    /// Labels above it, outermost first.
    pub under: Vec<String>,
    /// Unit of its figures, unless the row names one.
    pub unit: Option<Unit>,
}

/// A row of a block.
#[derive(Debug)]
pub struct FormRow {
    /// Identifier in codes.
    pub id: String,
    /// Label as the official form prints it.
    pub label: String,
    /// Other wordings seen.
    pub aliases: Vec<String>,
    /// Labels above it, outermost first.
    pub under: Vec<String>,
    /// What it is among the rows.
    pub role: RowRole,
    /// Heading row that it belongs to.
    pub group: Option<String>,
    /// The variable of each column; empty for headings.
    pub variables: Vec<Variable>,
}

/// What a row is among the rows of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowRole {
    /// A row of figures.
    #[default]
    Plain,
    /// A leaf outcome of requests, summed in the total row.
    Outcome,
    /// Prints only the name of the group below it; some organs fill it all the same.
    Heading,
}

/// A variable of the codebook.
#[derive(Debug, Clone)]
pub struct VariableInfo {
    /// Its handle.
    pub variable: Variable,
    /// Stable code.
    pub code: String,
    /// Label path in Chinese.
    pub label_zh: String,
    /// Label in English.
    pub label_en: String,
    /// Unit of its values.
    pub unit: Unit,
    /// What counts as one (measures), in Chinese and English; else empty.
    pub definition: [String; 2],
    /// Editions that ask for it, newest first; empty for measures.
    pub forms: Vec<FormId>,
    /// Table, `None` for measures.
    pub table: Option<TableKind>,
    /// First reporting year for which values compare.
    pub comparable_from: Option<u16>,
    /// Last reporting year for which values compare; `None` while still asked.
    pub comparable_to: Option<u16>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| source::load(SOURCES));

/// The forms that the program knows.
pub fn forms() -> &'static Forms {
    &FORMS
}

impl Forms {
    /// The variable with this code.
    pub fn variable(&self, code: &str) -> Option<Variable> {
        self.by_code.get(code).copied()
    }

    /// What is known about a variable.
    ///
    /// # Panics
    /// If the handle comes from another registry.
    pub fn info(&self, variable: Variable) -> &VariableInfo {
        &self.variables[variable.index()]
    }

    /// Code of a variable.
    pub fn code(&self, variable: Variable) -> &str {
        &self.info(variable).code
    }

    /// The edition with this number.
    pub fn form(&self, id: FormId) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The edition that applies to a reporting year.
    pub fn for_year(&self, year: u16) -> Option<&Form> {
        self.forms.iter().find(|form| (form.years.0..=form.years.1).contains(&year))
    }
}

impl Form {
    /// The table of a kind.
    pub fn table(&self, kind: TableKind) -> Option<&Table> {
        self.tables.iter().find(|table| table.kind == kind)
    }
}

impl Table {
    /// The variables of the table in printed order.
    #[cfg(any(test, feature = "internals"))]
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.blocks.iter().flat_map(|block| block.rows.iter().flat_map(|row| row.variables.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_load() {
        let forms = forms();
        assert_eq!(forms.forms.len(), SOURCES.len());
        let count = |form: u16, table| {
            let form = forms.form(FormId(form)).expect("edition is there");
            form.table(table).map_or(0, |table| table.variables().count())
        };
        // Cells of the official forms, by their decrees.
        assert_eq!(count(2021, TableKind::Proactive), 10);
        assert_eq!(count(2021, TableKind::Requests), 175);
        assert_eq!(count(2021, TableKind::Disputes), 15);
        assert_eq!(count(2019, TableKind::Proactive), 22);
        assert_eq!(count(2019, TableKind::Requests), 161);
        assert_eq!(count(2019, TableKind::Disputes), 15);
        assert_eq!(count(2014, TableKind::Sheet), 58);
    }

    #[test]
    fn codes_survive_stata() {
        for info in &forms().variables {
            assert!(info.code.len() <= 32 && !info.code.is_empty(), "{}", info.code);
            assert!(
                info.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{}",
                info.code
            );
        }
    }
}
