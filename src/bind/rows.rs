//! Tables whose rows have labels (proactive, requests, statistics sheet): lines aligned with the rows of
//! each edition, and the edition that explains the table best.

use super::align::align;
use super::columns::is_blank;
use super::label::Label;
use super::line::{Line, is_of_several, is_unit};
use super::prepared::{Likeness, Prepared, PreparedTable, best};
use crate::document::Cell;
use crate::figure::TableKind;
use crate::form::forms;
use crate::number;
use crate::script::enumerator;

/// A table of a form recognised in a run of lines.
#[derive(Debug)]
pub struct Match<'p, 'f> {
    /// The table.
    pub table: &'p PreparedTable<'f>,
    /// First and one past the last line of the run.
    pub lines: std::ops::Range<usize>,
    /// For each line of the run, the row that it is.
    pub rows: Vec<Option<usize>>,
    /// For each block of the table, the lines (in the document's numbering) that carry its column labels.
    pub headers: Vec<Vec<usize>>,
    /// How well its labels explain the run. Rows that the run lacks cost nothing: they cost every edition the same.
    pub score: f32,
    /// How well the numbers of cells fit.
    pub fits: f32,
    /// Rows recognised by their label.
    pub recognised: usize,
}

impl Match<'_, '_> {
    /// For each row of the table its line, counted from the first of the run.
    pub fn places(&self) -> Vec<Option<usize>> {
        let mut places = vec![None; self.table.rows.len()];
        for (at, row) in self.rows.iter().enumerate().rev() {
            if let Some(row) = row {
                places[*row] = Some(at);
            }
        }
        places
    }

    /// Whether any of its rows has figures: a form that nobody has filled in has none.
    fn is_filled(&self, lines: &[Line<'_>]) -> bool {
        self.rows.iter().zip(&lines[self.lines.clone()]).any(|(row, line)| row.is_some() && line.has_values())
    }
}

/// What each cell of a line looks like to the forms.
pub struct Looks {
    /// Likeness of the innermost label.
    pub label: Likeness,
    /// Likeness of every cell, only for lines without values (headers).
    pub cells: Vec<Likeness>,
    /// It prints the names of columns: its innermost label is that of no row.
    pub header: bool,
}

/// Compares all lines with the forms' wordings, each printed label once.
pub fn looks(prepared: &Prepared<'_>, lines: &mut [Line<'_>]) -> Vec<Looks> {
    lines
        .iter_mut()
        .map(|line| {
            if let Some(stub) = remarked(prepared, line) {
                line.cut(stub);
            }
            if is_of_several(line) {
                line.label = Label::default();
                return Looks { label: Likeness::default(), header: false, cells: Vec::new() };
            }
            let mut label = prepared.likeness(&line.label);
            if is_of_two(prepared, line, &label) {
                line.label = Label::default();
                label = Likeness::default();
            }
            if label.is_empty()
                && let Some(bare) = without_instruction(line)
            {
                let other = prepared.likeness(&Label::new(bare));
                if names_a_row(prepared, &other) {
                    label = other;
                }
            }
            if label.is_empty() && line.stub > 1 {
                // A text in a value cell passes for a label; the form knows better.
                for stub in (1..line.stub).rev() {
                    if !line.cells[stub - 1].has_text() {
                        continue;
                    }
                    let other = prepared.likeness(&Label::new(&line.cells[stub - 1].text));
                    if names_a_row(prepared, &other) && (mostly_values(&line.cells[stub..]) || is_joined(line, stub)) {
                        line.cut(stub);
                        label = other;
                        break;
                    }
                }
            }
            let header = line.values().is_empty() || !line.has_values();
            let cells = if header {
                line.cells.iter().map(|cell| prepared.likeness(&Label::new(&cell.text))).collect()
            } else {
                Vec::new()
            };
            let header = prepared.is_header(&cells) || (header && names_a_column(prepared, line, &label));
            Looks { label, header, cells }
        })
        .collect()
}

/// Figures are shorter, in bytes.
const LONGEST_FIGURE: usize = 24;

/// How many cells of a line are labels if words stand behind its figures: those up to the first figure that stands right
/// behind the name of a row, or behind the unit behind it. The words are a remark if they are not the name of another row.
fn remarked(prepared: &Prepared<'_>, line: &Line<'_>) -> Option<usize> {
    let labels = &line.cells[..line.stub];
    let (last, before) = labels.split_last().filter(|(last, before)| before.len() > 1 && !is_unit(&last.text))?;
    // Most labels are longer than any figure.
    let short = |cell: &Cell| cell.text.len() <= LONGEST_FIGURE && !is_unit(&cell.text);
    let is_figure = |cell: &Cell| short(cell) && !is_blank(cell) && number::is_value(&cell.text);
    let names = |cell: &Cell| names_a_row(prepared, &prepared.likeness(&Label::new(&cell.text)));
    let behind_name = |at: usize| {
        let name = at.checked_sub(if is_unit(&before[at - 1].text) { 2 } else { 1 });
        name.is_some_and(|name| names(before[name]))
    };
    let figure = (1..before.len()).find(|&at| is_figure(before[at]) && behind_name(at))?;
    (!names(last)).then_some(figure)
}

/// The innermost label without what brackets behind it say of who fills the row in: a name of two characters drowns in it.
fn without_instruction<'a>(line: &Line<'a>) -> Option<&'a str> {
    let text = line.cells.get(line.stub.checked_sub(1)?)?.text.trim();
    let (name, _) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    Some(name).filter(|name| !line.values().is_empty() && !name.trim().is_empty())
}

/// Whether the innermost label of a line without values is the name of a column, printed without the number that a row
/// of that name has (3.其他).
fn names_a_column(prepared: &Prepared<'_>, line: &Line<'_>, label: &Likeness) -> bool {
    let printed = line.stub.checked_sub(1).and_then(|at| line.cells.get(at)).map_or("", |cell| cell.text.as_str());
    let mut columns = prepared.tables.iter().flat_map(|table| table.columns.iter().flatten());
    !label.is_empty() && enumerator(printed.trim()).is_none() && columns.any(|wordings| best(label, wordings) >= NAMED)
}

/// Whether the label that a text's lines were put together to is that of one row and then of another: whose the values are
/// is not known.
fn is_of_two(prepared: &Prepared<'_>, line: &Line<'_>, whole: &Likeness) -> bool {
    // A ruled cell has the text of one row, but where the line between two labels is missing.
    let several = |cell: &&Cell| !line.grid.ruled || cell.row_span > 1;
    let Some(cell) = line.stub.checked_sub(1).map(|at| line.cells[at]).filter(several) else {
        return false;
    };
    let names = |text: &str| {
        let likeness = prepared.likeness(&Label::new(text));
        likeness.iter().any(|(_, like)| *like >= 1.0) && names_a_row(prepared, &likeness)
    };
    let mut cuts = cell.text.match_indices('\n');
    !whole.iter().any(|(_, like)| *like >= 1.0)
        && cuts.any(|(at, _)| names(&cell.text[..at]) && names(&cell.text[at + 1..]))
}

/// Puts rows together that a page break cut inside their label: neither half is a row of the forms, both together
/// are, and the values stand in one of them. The other half's cells are the rest of the same cells, not blanks.
pub fn join_torn(prepared: &Prepared<'_>, lines: &mut Vec<Line<'_>>) {
    let mut at = 1;
    while at < lines.len() {
        let (upper, lower) = (&lines[at - 1], &lines[at]);
        let broken = upper.block == lower.block
            && upper.ends_page_before(lower)
            && upper.values().len() == lower.values().len()
            && !(upper.has_values() && lower.has_values());
        let torn = (broken && !upper.label.is_empty() && !lower.label.is_empty())
            .then(|| Label::new(&format!("{}{}", upper.label.core, lower.label.core)))
            .filter(|whole| names_a_row(prepared, &prepared.likeness(whole)))
            .filter(|_| !names_a_row(prepared, &prepared.likeness(&upper.label)));
        let Some(label) = torn else {
            at += 1;
            continue;
        };
        let rest = if lower.has_values() { lines.remove(at - 1) } else { lines.remove(at) };
        let line = &mut lines[at - 1];
        line.label = label;
        line.path.extend(rest.path.last());
    }
}

/// Whether at least two cells follow and most of them could be values.
fn mostly_values(cells: &[&Cell]) -> bool {
    let values = cells.iter().filter(|cell| number::is_value(&cell.text)).count();
    cells.len() > 1 && values * 2 >= cells.len()
}

/// Whether all behind the labels of a row of a text is one cell with several figures, whose columns the reader did not know.
fn is_joined(line: &Line<'_>, stub: usize) -> bool {
    let [only] = &line.cells[stub..] else { return false };
    let mut words = only.text.split_whitespace();
    !line.grid.ruled && only.text.trim().contains(' ') && words.all(number::is_value)
}

/// Whether a printed label is plainly that of a row of figures (a group's heading may stand before a torn label).
pub(super) fn names_a_row(prepared: &Prepared<'_>, likeness: &Likeness) -> bool {
    let mut rows =
        prepared.tables.iter().flat_map(|table| table.rows_like(likeness).into_iter().map(move |row| (table, row)));
    rows.any(|(table, (row, like))| like >= 0.95 && !table.rows[row].is_heading())
}

/// The best match of each kind of table among all lines, with how many others came near it.
///
/// Labels and headers choose the edition. Where they leave a tie, the reporting year does, then the edition of the other
/// table, then how many cells the rows have.
pub fn recognise<'p, 'f>(
    prepared: &'p Prepared<'f>,
    lines: &[Line<'_>],
    looks: &[Looks],
    year: Option<u16>,
) -> Vec<(Match<'p, 'f>, usize)> {
    let due = year.and_then(|year| forms().for_year(year)).map(|form| form.id);
    let mut kinds: Vec<Vec<Match<'p, 'f>>> = Vec::new();
    for kind in [TableKind::Proactive, TableKind::Requests, TableKind::Sheet] {
        let tables = prepared.tables.iter().filter(|table| table.kind == kind);
        let found = tables.flat_map(|table| {
            let like: Vec<RowsLike> = looks.iter().map(|look| rows_like(table, look)).collect();
            // Most tables are those of other editions, of which too few rows are there.
            let known = like.iter().filter(|like| like.iter().any(|(row, like)| is_known(table, *row, *like))).count();
            let runs = if known < least(table) { Vec::new() } else { runs(table, lines, &like) };
            let matches = runs.into_iter().map(|run| match_run(prepared, table, lines, (looks, &like), run));
            matches.filter(|candidate| accept(candidate, looks)).collect::<Vec<_>>()
        });
        kinds.push(found.collect());
    }
    // Tables that their own labels decide come first: the others may follow them.
    let mut decided = None;
    for matches in &kinds {
        if let [only] = contenders(matches, lines)[..] {
            decided = decided.or(Some(matches[only].table.form));
        }
    }
    let mut found = Vec::new();
    for mut matches in kinds {
        let best = contenders(&matches, lines).into_iter().max_by(|&a, &b| {
            let (a, b) = (&matches[a], &matches[b]);
            let preferred = |form| (Some(form) == due, Some(form) == decided);
            let form = preferred(a.table.form).cmp(&preferred(b.table.form));
            form.then(a.fits.total_cmp(&b.fits)).then(a.table.form.cmp(&b.table.form))
        });
        let Some(best) = best.map(|at| matches.swap_remove(at)) else { continue };
        let rivals = matches
            .iter()
            .filter(|other| other.table.form == best.table.form && other.score > RIVALS * best.score)
            .filter(|other| other.lines.start >= best.lines.end || other.lines.end <= best.lines.start)
            .count();
        found.push((best, rivals));
    }
    found
}

/// A cell names a column that is at least so much like one of its wordings.
const NAMED: f32 = 0.85;
/// A label is that of a row for certain.
const NAMES: f32 = 0.95;
/// A match that has so much of another's score may be the same table.
const RIVALS: f32 = 0.7;
/// Scores that differ by less are a tie.
const TIE: f32 = 0.05;

/// The best match of each edition, of those editions whose labels explain the table best.
fn contenders(matches: &[Match<'_, '_>], lines: &[Line<'_>]) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    for (at, candidate) in matches.iter().enumerate() {
        match best.iter_mut().find(|known| matches[**known].table.form == candidate.table.form) {
            Some(known) => {
                let own = &matches[*known];
                // A blank form beside the one that was filled in is none. The first of equals stands first.
                let better = match (candidate.is_filled(lines), own.is_filled(lines)) {
                    (true, false) => candidate.score > RIVALS * own.score,
                    (false, true) if own.score > RIVALS * candidate.score => false,
                    _ => candidate.score + candidate.fits > own.score + own.fits,
                };
                if better {
                    *known = at;
                }
            }
            None => best.push(at),
        }
    }
    let top = best.iter().map(|&at| matches[at].score).fold(f32::MIN, f32::max);
    best.retain(|&at| matches[at].score + TIE > top);
    best
}

/// Rows of a table that a line's label resembles.
type RowsLike = Vec<(usize, f32)>;

/// Those of a line that is no header.
fn rows_like(table: &PreparedTable<'_>, look: &Looks) -> RowsLike {
    if look.header { Vec::new() } else { table.rows_like(&look.label) }
}

/// Cuts the lines where a table starts over: a row near the top after one much further down.
fn runs(table: &PreparedTable<'_>, lines: &[Line<'_>], like: &[RowsLike]) -> Vec<std::ops::Range<usize>> {
    let count = table.rows.len();
    let mut runs = Vec::new();
    let (mut start, mut deepest) = (0, None::<usize>);
    let mut last = 0;
    for (at, like) in like.iter().enumerate() {
        if lines[at].values().is_empty() {
            continue;
        }
        let Some(row) = like.iter().find(|(_, like)| *like >= 0.95).map(|(row, _)| *row) else { continue };
        if deepest.is_some_and(|deepest| row + count.div_ceil(2) <= deepest) {
            // The names of its columns are above it.
            let cut = (last + 1..at).find(|&above| lines[above].block == lines[at].block).unwrap_or(at);
            runs.push(start..cut);
            (start, deepest) = (cut, None);
        }
        last = at;
        deepest = Some(deepest.map_or(row, |deepest| deepest.max(row)));
    }
    runs.push(start..like.len());
    runs
}

fn match_run<'p, 'f>(
    prepared: &Prepared<'f>,
    table: &'p PreparedTable<'f>,
    lines: &[Line<'_>],
    (looks, like): (&[Looks], &[RowsLike]),
    run: std::ops::Range<usize>,
) -> Match<'p, 'f> {
    let columns = |row: usize| table.columns[table.rows[row].block].len();
    // Only lines that could be a row take part: the tables of a long document are mostly others.
    let mut taking: Vec<usize> = Vec::new();
    let mut gains: Vec<Vec<(usize, f32)>> = Vec::new();
    for at in run.clone() {
        let is_possible = |row: usize| !lines[at].values().is_empty() || table.rows[row].is_heading();
        let like: RowsLike = like[at].iter().copied().filter(|(row, _)| is_possible(*row)).collect();
        if !like.is_empty() {
            taking.push(at);
            gains.push(like);
        }
    }
    let mut paired = align(&gains, table.rows.len());
    let labels: Vec<&Label> = taking.iter().map(|&at| &lines[at].label).collect();
    drop_ambiguous(prepared, table, &labels, &gains, &mut paired);
    let mut rows: Vec<Option<usize>> = vec![None; run.len()];
    let mut recognised = 0;
    let (mut fits, mut score) = (0f32, 0f32);
    for (line, row) in paired.iter().enumerate() {
        let Some(row) = *row else { continue };
        rows[taking[line] - run.start] = Some(row);
        if table.rows[row].is_heading() {
            continue;
        }
        score += gain(&gains[line], row);
        recognised += usize::from(is_known(table, row, gain(&gains[line], row)));
        let values = lines[taking[line]].values();
        let used = values.iter().rposition(|cell| cell.has_text()).map_or(0, |at| at + 1);
        let exact = values.len() == columns(row) || used == columns(row);
        fits += if exact {
            0.3
        } else if used > columns(row) {
            -0.4
        } else {
            0.0
        };
    }
    fill_gaps(prepared, table, lines, &run, &mut rows);
    let last = rows.iter().rposition(Option::is_some).unwrap_or(0);
    let first = rows.iter().position(Option::is_some).unwrap_or(0);
    let headers = headers(table, (lines, looks), &rows, run.start);
    score += headers.iter().enumerate().map(|(block, at)| named_columns(table, block, looks, at)).sum::<f32>();
    let within = rows.iter().zip(&lines[run.clone()]).take(last + 1).skip(first);
    let stray = within.filter(|(row, line)| row.is_none() && line.has_values()).count();
    score -= 0.3 * stray as f32;
    Match { table, lines: run, rows, headers, score, fits, recognised }
}

/// Whether a label that is so much like a row's tells that the row, one of figures, is there.
fn is_known(table: &PreparedTable<'_>, row: usize, like: f32) -> bool {
    like >= 0.7 && !table.rows[row].is_heading()
}

/// How much a line is like a row.
fn gain(like: &[(usize, f32)], row: usize) -> f32 {
    like.iter().find(|(known, _)| *known == row).map_or(0.0, |(_, like)| *like)
}

/// Leaves out lines whose label may be the rest of one row's as well as of another's that is free and stands in the same
/// place: whose values they have is not known. `labels` are those of the lines.
fn drop_ambiguous(
    prepared: &Prepared<'_>,
    table: &PreparedTable<'_>,
    labels: &[&Label],
    gains: &[RowsLike],
    paired: &mut [Option<usize>],
) {
    for line in 0..paired.len() {
        let Some(row) = paired[line] else { continue };
        if gain(&gains[line], row) >= NAMES {
            continue;
        }
        let above = paired[..line].iter().rev().flatten().next().map_or(0, |above| above + 1);
        let below = paired[line + 1..].iter().flatten().next().copied().unwrap_or(table.rows.len());
        let mut others = (above..below).filter(|&other| other != row && !table.rows[other].is_heading());
        if others.any(|other| prepared.is_fragment(labels[line], &table.rows[other].wordings)) {
            paired[line] = None;
        }
    }
}

/// Lines of values whose label is missing or torn, between two recognised rows, when exactly as many rows of the
/// form are missing there: order leaves only one reading. `rows` are those of the lines of the run.
fn fill_gaps(
    prepared: &Prepared<'_>,
    table: &PreparedTable<'_>,
    lines: &[Line<'_>],
    run: &std::ops::Range<usize>,
    rows: &mut [Option<usize>],
) {
    let mut filled = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    for (next_line, next_row) in rows.iter().enumerate().filter_map(|(at, row)| Some((run.start + at, (*row)?))) {
        let Some((line, row)) = before.replace((next_line, next_row)) else { continue };
        if line + 1 == next_line {
            continue;
        }
        let loose: Vec<usize> = (line + 1..next_line).filter(|at| lines[*at].has_values()).collect();
        let missing: Vec<usize> = (row + 1..next_row).filter(|&row| !table.rows[row].is_heading()).collect();
        if loose.is_empty() || loose.len() != missing.len() {
            continue;
        }
        let fits = |at: usize, row: usize| {
            let line = &lines[at];
            line.values().len() >= table.columns[table.rows[row].block].len()
                && (line.label.is_empty() || prepared.is_fragment(&line.label, &table.rows[row].wordings))
        };
        if loose.iter().zip(&missing).all(|(&at, &row)| fits(at, row)) {
            filled.extend(loose.into_iter().zip(missing));
        }
    }
    for (at, row) in filled {
        rows[at - run.start] = Some(row);
    }
}

/// Similarity from which a cell may be meant to name a column.
pub(super) const RESEMBLES: f32 = 0.75;

/// For each block the lines that print its column labels: without values, above its first row. `rows` are those of the lines
/// from `start` on.
fn headers(
    table: &PreparedTable<'_>,
    (lines, looks): (&[Line<'_>], &[Looks]),
    rows: &[Option<usize>],
    start: usize,
) -> Vec<Vec<usize>> {
    (0..table.columns.len())
        .map(|block| {
            let first = rows.iter().position(|row| row.is_some_and(|row| table.rows[row].block == block));
            let Some(first) = first else { return Vec::new() };
            let above = rows[..first].iter().rposition(Option::is_some).map_or(0, |line| line + 1);
            let names = |cell: &Likeness| table.columns[block].iter().any(|wordings| best(cell, wordings) >= RESEMBLES);
            let named = |at: &usize| looks[*at].cells.iter().any(names);
            // The names of another table are above figures of its own.
            let other = |at: usize| {
                let own = |line: &&Line<'_>| line.block == lines[at].block;
                let below = || lines[at..start + first].iter().take_while(own).any(Line::has_values);
                lines[at].grid.ruled && lines[at].block != lines[start + first].block && below()
            };
            (start + above..start + first).filter(named).filter(|at| !other(*at)).collect()
        })
        .collect()
}

/// How well these header lines name the columns of a block.
fn named_columns(table: &PreparedTable<'_>, block: usize, looks: &[Looks], headers: &[usize]) -> f32 {
    let named = |wordings: &Vec<_>| {
        let cells = headers.iter().flat_map(|&at| &looks[at].cells);
        cells.map(|cell| best(cell, wordings)).filter(|like| *like >= NAMED).fold(0.0, f32::max)
    };
    table.columns[block].iter().map(named).sum()
}

/// A few labels in common are no table, but where the columns are named.
fn accept(candidate: &Match<'_, '_>, looks: &[Looks]) -> bool {
    let (table, headers) = (candidate.table, &candidate.headers);
    let alone = match table.kind {
        TableKind::Proactive => candidate.recognised >= 3,
        TableKind::Requests => candidate.recognised >= ALONE,
        _ => true,
    };
    let named = || match table.kind {
        // All of them: the rows of other tables of requests are called the same.
        TableKind::Requests => headers.iter().enumerate().any(|(block, lines)| {
            named_columns(table, block, looks, lines) >= NAMED * table.columns[block].len() as f32
        }),
        _ => headers.iter().any(|lines| !lines.is_empty()),
    };
    candidate.recognised >= least(table) && (alone || named())
}

/// Rows of requests that are the table whether its columns are named or not.
const ALONE: usize = 4;

/// Fewest rows of a table that are one.
fn least(table: &PreparedTable<'_>) -> usize {
    match table.kind {
        TableKind::Requests | TableKind::Proactive => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    #[test]
    fn a_label_that_counts_several_rows_names_none() {
        let table = "| 一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |
            | 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
            | （一）予以公开 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |
            | 2．重复申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | 3．要求提供公开出版物4．无正当理由大量反复申请 | 7 | 0 | 0 | 0 | 0 | 0 | 7 |
            | （七）总计 | 4 | 1 | 0 | 0 | 0 | 0 | 5 |";
        let read = figures(&bind(&document(false, &[table]), Some(2022)), &["req_rej"]);
        assert!(!read.contains('7') && read.contains("req_rej_repeat_np=1"), "{read}");
    }

    #[test]
    fn two_rows_of_requests_are_a_table_where_all_columns_are_named() {
        let rows = "| 一、本年新收政府信息公开申请数量 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |
            | （一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |";
        let names = "| 办理情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n";
        let read =
            |table: &str| figures(&bind(&document(true, &[table]), Some(2022)), &["req_new_np", "req_granted_tot"]);
        assert_eq!(read(&format!("{names}{rows}")), "req_new_np=3 req_granted_tot=3");
        // Of whom the figures are nobody says.
        assert_eq!(read(rows), "");
        assert_eq!(read(&format!("{}{rows}", names.replace("科研机构", "网络").replace("社会公益组织", "信函"))), "");
    }

    #[test]
    fn names_of_columns_of_another_table_and_blank_forms_count_for_nothing() {
        let head = "| 办理情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |";
        let labels = [
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "（二）部分公开",
            "四、结转下年度继续办理",
        ];
        let form =
            |cells: &str| labels.iter().fold(head.to_owned(), |table, label| format!("{table}\n| {label} | {cells} |"));
        let (blank, own) = (form(" | | | | | | "), form("3 | 1 | 0 | 0 | 0 | 0 | 4"));
        let counts = "| 科室 | 新收 | 公开 | 其他 | 总计 |\n| 办公室 | 7 | 7 | 7 | 21 |\n| 法规科 | 8 | 8 | 8 | 24 |";
        for tables in [[counts, &own], [&blank, &own], [&own, &blank]] {
            let read = figures(&bind(&document(true, &tables), Some(2022)), &["req_new_np", "req_new_tot"]);
            assert_eq!(read, "req_new_np=3 req_new_tot=4", "{tables:?}");
        }
    }

    #[test]
    fn a_ruled_cell_with_the_labels_of_two_rows_names_neither() {
        let table = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
            | ^2 规章\\n行政规范性文件 | 70 | 80 | 1 |
            | 7 | 7 | 11 |
            | 信息内容 | >3 本年处理决定数量 |
            | 行政许可 | >3 4 |
            | 行政处罚 | >3 5 |
            | 行政强制 | >3 6 |";
        let read = figures(&bind(&document(true, &[table]), Some(2022)), &["pro_norm_issued", "pro_lic"]);
        assert!(!read.contains("70") && read.contains("pro_lic_decided=4"), "{read}");
    }
}
