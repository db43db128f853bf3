//! Tables laid out with blanks, as converters print the pages of a PDF: lines in, one row for every
//! line with figures out, its label put together from the lines that belong to it. Headers are rows of
//! their own. Columns are display columns, where an ideograph counts two.
//!
//! What the layout does not decide stays apart: a piece that belongs to no row for certain is a row of
//! its own, figures whose columns are not certain share one cell.

mod columns;
mod extent;
mod labels;
mod pitch;

use super::lines::{Line, Opening, Piece, Pitch, is_figure, is_misread, is_unit, is_value, opening};
use super::rows::{Row, Text};
use crate::script::{digit, place};

pub(super) use extent::starts;
pub(super) use pitch::pitch;

/// A line of the region.
#[derive(Debug)]
struct Laid<'a> {
    line: Line<'a>,
    /// Place in the region, blank lines counted.
    at: usize,
    pieces: Vec<Piece<'a>>,
    /// Pieces before this one are labels, from it on figures; as many as pieces where there are none.
    figures: usize,
    /// Several pieces, or a label with several figures behind it.
    columns: bool,
}

impl<'a> Laid<'a> {
    fn new(line: Line<'a>, at: usize, pitch: Pitch) -> Self {
        let mut whole = line.pieces(pitch);
        join_numeral(&mut whole, line);
        if extent::is_rule(&line) {
            return Self { line, at, figures: whole.len(), pieces: whole, columns: true };
        }
        let mut pieces: Vec<Piece> = Vec::with_capacity(whole.len());
        whole.iter().for_each(|piece| piece.split_figures(&mut pieces));
        let columns = whole.len() >= 2 || are_columns(&pieces);
        // Labels that hold blanks keep them, unless there are figures or marks after them.
        let ends = pieces.len() - remark(&pieces);
        let barred = || line.trimmed().starts_with('|') || line.text.matches('|').nth(STROKES).is_some();
        let misread = |text: &str| is_misread(text) && !(text.contains('|') && barred());
        let is_value = |piece: &&Piece| is_value(piece.text) || misread(piece.text);
        let tail = pieces[..ends].iter().rev().take_while(is_value).count();
        let mut figures = ends - tail;
        let marked = tail > 0 && figures > 0;
        if !marked && !pieces[figures..ends].iter().any(|piece| is_figure(piece.text)) {
            pieces = whole;
            figures = pieces.len();
        } else if let Some(mut own) = figures.checked_sub(1) {
            if let Some((label, unit)) = pieces[own].split_unit() {
                pieces.splice(own..=own, [label, unit]);
                figures += 1;
                own += 1;
            }
            if own > 0 && is_unit(pieces[own].text) {
                // A column of units is none of labels.
                (figures, own) = (own, own - 1);
            }
            let labels = pieces[own].split_labels();
            figures += labels.len() - 1;
            pieces.splice(own..=own, labels);
        }
        Self { line, at, pieces, figures, columns }
    }

    /// It has figures.
    fn is_row(&self) -> bool {
        self.figures < self.pieces.len()
    }

    fn labels(&self) -> &[Piece<'a>] {
        &self.pieces[..self.figures]
    }

    fn values(&self) -> &[Piece<'a>] {
        &self.pieces[self.figures..]
    }

    fn opening(&self) -> Opening {
        self.pieces.first().map_or(Opening::None, |piece| opening(piece.text))
    }

    fn text(&self, piece: &Piece) -> Text {
        Text::new(piece.text, self.line.location(piece.text))
    }
}

/// Puts a numeral behind the label in front of it, whose bracket opens there and closes on a later line: `（……只计这　一`.
fn join_numeral<'a>(pieces: &mut Vec<Piece<'a>>, line: Line<'a>) {
    let Some([label, last]) = pieces.last_chunk() else { return };
    let open = |text: &str| text.rfind(['(', '（']).is_some_and(|at| !text[at..].contains([')', '）']));
    if !last.text.chars().all(|c| digit(c).is_some() || place(c).is_some()) || !open(label.text) {
        return;
    }
    let place = |text: &str| text.as_ptr() as usize - line.text.as_ptr() as usize;
    let text = &line.text[place(label.text)..place(last.text) + last.text.len()];
    let joined = Piece { text, right: last.right, ..*label };
    pieces.truncate(pieces.len() - 2);
    pieces.push(joined);
}

/// Whether the parts of a piece are a label and several figures.
fn are_columns(parts: &[Piece]) -> bool {
    parts.len() >= 3 && parts.iter().rev().take(2).all(|part| is_figure(part.text))
}

/// Most upright strokes of a line that a recogniser may have read for 1: more are bars between cells.
const STROKES: usize = 2;
/// Figures behind each other before a remark stands behind them.
const BEFORE_REMARK: usize = 3;

/// How many pieces at the end of a line are a remark behind the figures of its row: one, or none.
fn remark(pieces: &[Piece]) -> usize {
    let Some((last, before)) = pieces.split_last().filter(|(_, before)| before.len() > BEFORE_REMARK) else { return 0 };
    let figures = || before.iter().rev().take(BEFORE_REMARK).all(|piece| is_figure(piece.text));
    usize::from(!is_value(last.text) && figures())
}

/// A row being put together.
#[derive(Debug)]
struct Built<'a> {
    kind: RowKind,
    /// One past the last display column of its labels.
    labels: usize,
    /// A line without a label, right above or below, has a figure where the row has none.
    torn: bool,
    /// Labels that stand in front of several rows, outermost first.
    outer: Row,
    /// The row's own label.
    label: Row,
    /// Figures; the pieces of a header.
    values: Vec<(Piece<'a>, Text)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// With figures.
    Figures,
    /// Column headers.
    Header,
    /// Strokes that rule each column.
    Rule,
    /// A piece of label that found no row.
    Loose,
}

/// The rows of the region that starts at the first line, and how many lines it takes.
pub(super) fn read(lines: &[Line], pitch: Pitch) -> Option<(Vec<Row>, usize)> {
    let (laid, used) = extent::measure(lines, pitch)?;
    if !laid.iter().any(Laid::is_row) {
        return None;
    }
    let mut rows = labels::assemble(&laid);
    let mut start = 0;
    while start < rows.len() {
        let is_head = |row: &&Built| matches!(row.kind, RowKind::Header | RowKind::Rule);
        let heads = rows[start..].iter().take_while(is_head).count();
        let length = rows[start + heads..].iter().take_while(|row| !is_head(row)).count();
        let (heads, rows) = rows[start..start + heads + length].split_at_mut(heads);
        columns::align(rows, heads);
        start += heads.len() + length;
    }
    let rows = rows.into_iter().filter(|row| row.kind != RowKind::Rule).map(|row| {
        row.outer.into_iter().chain(row.label).chain(row.values.into_iter().map(|(_, text)| text)).collect()
    });
    Some((rows.collect(), used))
}
