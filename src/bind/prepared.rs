//! The forms' labels, prepared once: every distinct wording has a number, and a printed label is compared with
//! each wording once, whichever forms use it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::figure::{FormId, TableKind};
use crate::form::{FormBlock, FormRow, Forms, RowRole, Table};

use super::label::{Label, PairedLabel};

/// Number of a distinct wording.
pub type Wording = u16;

/// The forms, ready for comparison.
#[derive(Debug)]
pub struct Prepared<'f> {
    /// Tables bound by their rows, newest edition first.
    pub tables: Vec<PreparedTable<'f>>,
    /// Wordings of the blocks of the disputes table, then those of its columns.
    pub disputes: (Vec<Vec<Wording>>, Vec<Vec<Wording>>),
    /// Whether a wording is one of those.
    of_disputes: Vec<bool>,
    /// Wordings of the columns of all tables.
    pub column_wordings: FxHashSet<Wording>,
    wordings: Vec<PairedLabel>,
    exact: FxHashMap<String, Vec<Wording>>,
    /// Wordings that hold a pair of neighbouring characters.
    by_pair: FxHashMap<u64, Vec<Wording>>,
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
    /// Rows that print a wording, by wording.
    rows_of: Vec<Vec<usize>>,
}

impl PreparedTable<'_> {
    /// The rows that a printed label resembles, in order, each with its best similarity.
    pub fn rows_like(&self, likeness: &Likeness) -> Vec<(usize, f32)> {
        let mut rows: Vec<(usize, f32)> = Vec::new();
        for (wording, like) in likeness {
            for &row in self.rows_of.get(usize::from(*wording)).map(Vec::as_slice).unwrap_or_default() {
                match rows.iter_mut().find(|(known, _)| *known == row) {
                    Some((_, known)) => *known = known.max(*like),
                    None => rows.push((row, *like)),
                }
            }
        }
        rows.sort_unstable_by_key(|(row, _)| *row);
        rows
    }
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
        let mut prepared = Self {
            tables: Vec::new(),
            disputes: Default::default(),
            of_disputes: Vec::new(),
            column_wordings: FxHashSet::default(),
            wordings: Vec::new(),
            exact: FxHashMap::default(),
            by_pair: FxHashMap::default(),
        };
        for form in &forms.forms {
            for table in form.tables.iter().filter(|table| table.kind != TableKind::Disputes) {
                let prepared_table = prepared.table(table);
                prepared.tables.push(prepared_table);
            }
        }
        // The disputes table is the same in every edition that has it.
        if let Some(table) = forms.forms.iter().find_map(|form| form.table(TableKind::Disputes)) {
            let blocks = table.blocks.iter().map(|block| prepared.intern(&block.label, &block.aliases)).collect();
            let columns = table.blocks.first().map(|block| prepared.columns(block)).unwrap_or_default();
            prepared.disputes = (blocks, columns);
        }
        prepared.of_disputes = vec![false; prepared.wordings.len()];
        for wording in prepared.disputes.0.iter().chain(&prepared.disputes.1).flatten() {
            prepared.of_disputes[usize::from(*wording)] = true;
        }
        let of_tables = prepared.tables.iter().flat_map(|table| table.columns.iter().flatten().flatten());
        prepared.column_wordings = of_tables.chain(prepared.disputes.1.iter().flatten()).copied().collect();
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
        let mut rows_of = vec![Vec::new(); self.wordings.len()];
        for (at, row) in rows.iter().enumerate() {
            for &wording in &row.wordings {
                rows_of[usize::from(wording)].push(at);
            }
        }
        PreparedTable { kind: table.kind, form: table.form, table, rows, columns, rows_of }
    }

    fn columns(&mut self, block: &FormBlock) -> Vec<Vec<Wording>> {
        block.columns.iter().map(|column| self.intern(&column.label, &column.aliases)).collect()
    }

    fn intern(&mut self, label: &str, aliases: &[String]) -> Vec<Wording> {
        std::iter::once(label)
            .chain(aliases.iter().map(String::as_str))
            .map(|text| {
                let label = Label::new(text);
                if let Some(known) = self.wordings.iter().position(|known| known.label == label) {
                    return known as Wording;
                }
                let wording = self.wordings.len() as Wording;
                self.exact.entry(label.core.clone()).or_default().push(wording);
                let label = PairedLabel::new(label);
                for &pair in &label.pairs {
                    let known = self.by_pair.entry(pair).or_default();
                    if known.last() != Some(&wording) {
                        known.push(wording);
                    }
                }
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
            return same.iter().map(|&at| (at, label.alike(&self.wordings[usize::from(at)].label, 1.0))).collect();
        }
        if label.core.chars().count() > LONGEST {
            return Vec::new();
        }
        let pairs = label.pairs();
        // Only wordings that share a fifth of the pairs can come near.
        let mut shared = vec![0u16; self.wordings.len()];
        let mut sharing: Vec<Wording> = Vec::new();
        for pair in &pairs {
            for &at in self.by_pair.get(pair).map(Vec::as_slice).unwrap_or_default() {
                let shared = &mut shared[usize::from(at)];
                if *shared == 0 {
                    sharing.push(at);
                }
                *shared += 1;
            }
        }
        let near = |at: Wording| {
            let (own, shared) = (self.wordings[usize::from(at)].pairs.len(), usize::from(shared[usize::from(at)]));
            shared * 5 >= pairs.len() + own || shared >= own.min(pairs.len())
        };
        sharing.retain(|at| near(*at));
        if sharing.is_empty() {
            return Vec::new();
        }
        sharing.sort_unstable();
        let label = PairedLabel::new(label.clone());
        let like = |at: Wording| (at, label.similarity(&self.wordings[usize::from(at)]));
        sharing.into_iter().map(like).filter(|(_, like)| *like >= FLOOR).collect()
    }

    /// Whether a printed label resembles a block or column of the disputes table by so much.
    pub fn names_disputes(&self, likeness: &Likeness, least: f32) -> bool {
        likeness.iter().any(|&(at, like)| like >= least && self.of_disputes[usize::from(at)])
    }

    /// Whether the printed label is the end of one of these wordings, whose beginning stands elsewhere.
    pub fn is_beheaded(&self, label: &Label, wordings: &[Wording]) -> bool {
        let begins = |&at: &Wording| self.wordings[usize::from(at)].label.core.starts_with(&label.core);
        self.is_fragment(label, wordings) && !wordings.iter().any(begins)
    }

    /// Whether the printed label is part of one of these wordings (a label torn by a line or page break).
    pub fn is_fragment(&self, label: &Label, wordings: &[Wording]) -> bool {
        !label.is_empty() && wordings.iter().any(|&at| self.wordings[usize::from(at)].label.core.contains(&label.core))
    }
}

/// The best similarity of a printed label with any of these wordings.
pub fn best(likeness: &Likeness, wordings: &[Wording]) -> f32 {
    likeness.iter().filter(|(at, _)| wordings.contains(at)).map(|(_, like)| *like).fold(0.0, f32::max)
}
