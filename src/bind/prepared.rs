//! The forms' labels, prepared once: every distinct wording has a number, and a printed label is compared with
//! each wording once, whichever forms use it.

use std::collections::HashMap;

use crate::figure::{FormId, TableKind};
use crate::form::{FormBlock, FormRow, Forms, RowRole, Table};

use super::label::Label;

/// Number of a distinct wording.
pub type Wording = u16;

/// The forms, ready for comparison.
#[derive(Debug)]
pub struct Prepared<'f> {
    /// Tables bound by their rows, newest edition first.
    pub tables: Vec<PreparedTable<'f>>,
    wordings: Vec<Label>,
    exact: HashMap<String, Vec<Wording>>,
}

/// A table of a form with its rows in one sequence.
#[derive(Debug)]
pub struct PreparedTable<'f> {
    /// Which table.
    pub kind: TableKind,
    /// Of which edition.
    pub form: FormId,
    /// The form's own description.
    pub table: &'f Table,
    /// Rows of all blocks from top to bottom.
    pub rows: Vec<PreparedRow<'f>>,
    /// Wordings of the columns of each block.
    pub columns: Vec<Vec<Vec<Wording>>>,
}

/// A row of a form.
#[derive(Debug)]
pub struct PreparedRow<'f> {
    /// Block that it belongs to.
    pub block: usize,
    /// The form's own description.
    pub row: &'f FormRow,
    /// Its wordings.
    pub wordings: Vec<Wording>,
}

impl PreparedRow<'_> {
    /// Whether it only names a group.
    pub fn is_heading(&self) -> bool {
        self.row.role == RowRole::Heading
    }
}

/// How like the form's wordings a printed label is: wordings at or above the floor, with their similarity.
pub type Likeness = Vec<(Wording, f32)>;

/// Labels longer than any of the forms by this much are prose.
const LONGEST: usize = 80;
/// Similarity below which a wording is not kept.
const FLOOR: f32 = 0.4;

impl<'f> Prepared<'f> {
    /// Prepares the tables whose rows have labels.
    pub fn new(forms: &'f Forms) -> Self {
        let mut prepared = Self { tables: Vec::new(), wordings: Vec::new(), exact: HashMap::new() };
        for form in &forms.forms {
            for table in form.tables.iter().filter(|table| table.kind != TableKind::Disputes) {
                let prepared_table = prepared.table(table);
                prepared.tables.push(prepared_table);
            }
        }
        prepared
    }

    fn table(&mut self, table: &'f Table) -> PreparedTable<'f> {
        let mut rows = Vec::new();
        let mut columns = Vec::new();
        for (block, content) in table.blocks.iter().enumerate() {
            for row in &content.rows {
                rows.push(PreparedRow { block, row, wordings: self.intern(&row.label, &row.aliases) });
            }
            columns.push(self.columns(content));
        }
        PreparedTable { kind: table.kind, form: table.form, table, rows, columns }
    }

    fn columns(&mut self, block: &FormBlock) -> Vec<Vec<Wording>> {
        block.columns.iter().map(|column| self.intern(&column.label, &column.aliases)).collect()
    }

    fn intern(&mut self, label: &str, aliases: &[String]) -> Vec<Wording> {
        std::iter::once(label)
            .chain(aliases.iter().map(String::as_str))
            .map(|text| {
                let label = Label::new(text);
                if let Some(known) = self.wordings.iter().position(|known| *known == label) {
                    return known as Wording;
                }
                let wording = self.wordings.len() as Wording;
                self.exact.entry(label.core.clone()).or_default().push(wording);
                self.wordings.push(label);
                wording
            })
            .collect()
    }

    /// Compares a printed label with every wording.
    pub fn likeness(&self, label: &Label) -> Likeness {
        if label.is_empty() {
            return Vec::new();
        }
        if let Some(same) = self.exact.get(&label.core) {
            return same.iter().map(|&at| (at, label.similarity(&self.wordings[usize::from(at)]))).collect();
        }
        if label.core.chars().count() > LONGEST {
            return Vec::new();
        }
        let all = self.wordings.iter().enumerate();
        all.map(|(at, wording)| (at as Wording, label.similarity(wording))).filter(|(_, like)| *like >= FLOOR).collect()
    }

    /// Whether the printed label is part of one of these wordings (a label torn by a line or page break).
    pub fn is_fragment(&self, label: &Label, wordings: &[Wording]) -> bool {
        !label.is_empty() && wordings.iter().any(|&at| self.wordings[usize::from(at)].core.contains(&label.core))
    }
}

/// The best similarity of a printed label with any of these wordings.
pub fn best(likeness: &Likeness, wordings: &[Wording]) -> f32 {
    likeness.iter().filter(|(at, _)| wordings.contains(at)).map(|(_, like)| *like).fold(0.0, f32::max)
}
