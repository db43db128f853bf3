//! Lines of a form with their runs: one row of a table, or the whole of the disputes table.

use std::ops::Range;
use std::sync::Arc;

use super::anchors::{chain, core, ends_with, wordings};
use super::glued::{GluedText, Token, behind_number, may_be_digit};
use super::split::{Cell, Reading, Readings, Shape, readings, with_vanished};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::edit::{Axis, Condition, Linear, Relation, Rule};
use crate::figure::{Status, TableKind};
use crate::finding::Severity;
use crate::form::{Form, FormBlock, FormRow, Forms, RowRole};
use crate::number::read_cell;
use crate::script::years_beside;
use crate::variable::{Unit, Variable};

/// A line of a table with its run.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The variables from left to right.
    pub variables: Vec<Variable>,
    /// Row label as printed; the form's where the line was not found.
    pub label: Arc<str>,
    /// Column labels as the form prints them.
    pub columns: Vec<Arc<str>>,
    /// Where the run stands in the flow; `None` when the label was not found.
    pub run: Option<Range<usize>>,
    /// The run as printed.
    pub raw: String,
    /// The run for splitting: a blank for each unit, without the unit of money at the end.
    digits: String,
    /// Unit of money behind the run, as printed.
    money: String,
    /// The label of a row that was not found stands in the flow without figures.
    bare: bool,
    /// The flow holds the table more than once, with other figures.
    pub several: bool,
    /// The cells as printed, where line ends set them apart.
    apart: Option<Vec<String>>,
    /// They break a sum of the row: where other rows lost cells, or have more, so may this one.
    pub breaks_sum: bool,
    /// The ways to read it.
    pub readings: Vec<Vec<Cell>>,
    /// There may be more readings.
    pub capped: bool,
    /// Where no sum vouches for a reading: all readings, those with vanished blank cells too; empty where there are very
    /// many.
    pub unvouched: Option<Vec<Reading>>,
}

pub(super) fn joined(under: &[String], label: &str) -> Arc<str> {
    under
        .iter()
        .map(String::as_str)
        .chain([label])
        .filter(|label| !label.is_empty())
        .collect::<Vec<_>>()
        .join("/")
        .into()
}

fn columns(block: &FormBlock) -> Vec<Arc<str>> {
    block.columns.iter().map(|column| joined(&column.under, &column.label)).collect()
}

/// The rows of a table in the flow with a score, if enough of them are there.
pub(super) fn rows(flow: &GluedText, form: &Form, kind: TableKind) -> Option<(u32, Vec<Line>)> {
    let table = form.table(kind)?;
    let rows: Vec<_> = table
        .blocks
        .iter()
        .flat_map(|block| block.rows.iter().filter(|row| row.role != RowRole::Heading).map(move |row| (block, row)))
        .collect();
    let labels: Vec<Vec<Vec<char>>> = rows
        .iter()
        .map(|(_, row)| wordings([row.label.as_str()].into_iter().chain(row.aliases.iter().map(String::as_str))))
        .collect();
    let cells: Vec<usize> = rows.iter().map(|(_, row)| row.variables.len()).collect();
    let ends = ends_of_disputes(form);
    let other = |token: &Token| kind != TableKind::Disputes && ends_with(token, &ends).is_some();
    let found = chain(flow, &labels, &cells, |_, token| other(token));
    let anchored = found.iter().flatten().count();
    if anchored * 2 < rows.len() {
        return None;
    }
    let several = is_several(flow, &labels, &cells, &found, other)
        || years_are_beside(flow, &rows, &found)
        || are_above(flow, &labels, &cells, &found);
    let mut score = u32::try_from(anchored * 2).unwrap_or(u32::MAX);
    let mut lines = Vec::with_capacity(rows.len());
    for (place, (block, row)) in rows.iter().enumerate() {
        let mut line = Line::new(row.variables.clone(), joined(&row.under, &row.label), columns(block));
        if let Some((token, start)) = found[place] {
            let token = &flow.tokens[token];
            // Column labels right before the first row of a block tell editions apart.
            if row.id == block.rows[0].id {
                let words: String = token.words.iter().map(|(c, _)| c).collect();
                let labels = block.columns.iter().map(|column| core(&column.label).into_iter().collect::<String>());
                score += u32::try_from(labels.filter(|label| words.contains(label.as_str())).count()).unwrap_or(0);
            }
            line.take(flow, token.run.clone());
            let first = token.words.get(start).map_or(token.run.start, |(_, at)| *at);
            line.label = flow.text(first..token.run.start).trim().into();
        } else {
            line.bare = stands_bare(flow, &labels[place], &found, place);
        }
        line.several = several;
        lines.push(line);
    }
    // In prose the labels may stand before a number too: in a table they stand above each other.
    let filled = lines.iter().filter(|line| !line.raw.is_empty()).count();
    let headed = kind != TableKind::Proactive || score > u32::try_from(anchored * 2).unwrap_or(u32::MAX);
    (filled * 2 >= rows.len() && headed).then_some((score, lines))
}

/// Whether the figures of each row seem to stand above its label, as where labels are lower than figures on a page: a row of figures
/// stands in front of the first label, and behind the last one there is none.
fn are_above(flow: &GluedText, labels: &[Vec<Vec<char>>], cells: &[usize], found: &[Option<(usize, usize)>]) -> bool {
    let (Some(Some((first, _))), Some(None)) = (found.first(), found.last()) else { return false };
    let last = found.len() - 1;
    let Some(before) = first.checked_sub(1) else { return false };
    let run = flow.text(flow.tokens[before].run.clone());
    let figures: Vec<&str> = run.split_whitespace().collect();
    let numbered = || figures.iter().enumerate().all(|(at, figure)| *figure == (at + 1).to_string());
    figures.len() == cells[0] && cells[0] > 1 && !numbered() && stands_bare(flow, &labels[last], found, last)
}

/// How the names of the last columns of the disputes table end: its last one is the label of a row of requests too.
fn ends_of_disputes(form: &Form) -> Vec<Vec<char>> {
    let columns = form.table(TableKind::Disputes).and_then(|table| table.blocks.last()).map(|block| &block.columns[..]);
    let Some([.., before, last]) = columns else { return Vec::new() };
    let names = |label: &str, aliases: &[String]| {
        [label].iter().copied().chain(aliases.iter().map(String::as_str)).map(core).collect::<Vec<_>>()
    };
    let lasts = names(&last.label, &last.aliases);
    names(&before.label, &before.aliases)
        .iter()
        .flat_map(|before| lasts.iter().map(move |last| [&before[..], last].concat()))
        .collect()
}

/// Whether the flow holds the rows a second time with other figures, as filings of several years do: whose year a row tells of
/// is not known.
fn is_several(
    flow: &GluedText,
    labels: &[Vec<Vec<char>>],
    cells: &[usize],
    found: &[Option<(usize, usize)>],
    other: impl Fn(&Token) -> bool,
) -> bool {
    let mut tokens = found.iter().flatten().map(|(token, _)| *token);
    let Some(first) = tokens.next() else { return false };
    let taken = first..=tokens.next_back().unwrap_or(first);
    let again = chain(flow, labels, cells, |at, token| taken.contains(&at) || other(token));
    let digits = |token: usize| flow.text(flow.tokens[token].run.clone()).split_whitespace().collect::<String>();
    let differ = |at: usize| found[at].zip(again[at]).is_some_and(|((one, _), (two, _))| digits(one) != digits(two));
    again.iter().flatten().count() * 2 >= labels.len() && (0..found.len()).any(differ)
}

/// Whether columns are named for two years above the rows.
fn years_are_beside(flow: &GluedText, rows: &[(&FormBlock, &FormRow)], found: &[Option<(usize, usize)>]) -> bool {
    let last = found.iter().rev().flatten().next().map_or(0, |(token, _)| flow.tokens[*token].run.end);
    let is_name = |name: &str| {
        let name = wordings([name].into_iter());
        let columns = rows.iter().flat_map(|(block, _)| &block.columns);
        columns.map(|column| core(&column.label)).any(|label| name.contains(&label))
    };
    years_beside(flow.text(0..last).lines(), is_name)
}

/// Shortest label that is looked for among words, in characters.
const LOOKED_FOR: usize = 5;

/// Whether the label of a row that was not found stands among the words between its neighbours, without figures behind it.
fn stands_bare(flow: &GluedText, wordings: &[Vec<char>], found: &[Option<(usize, usize)>], place: usize) -> bool {
    let Some((before, _)) = found[..place].iter().rev().flatten().next().copied() else { return false };
    let next = found[place..].iter().flatten().next().map(|(token, _)| *token);
    let tokens = flow.tokens.get(before + 1..=next.unwrap_or(before + 1)).unwrap_or_default();
    tokens.iter().any(|token| {
        let words: Vec<char> = token.words.iter().map(|(c, _)| *c).collect();
        let holds = |wording: &Vec<char>| {
            wording.len() >= LOOKED_FOR && words.windows(wording.len()).any(|part| part == &wording[..])
        };
        wordings.iter().any(holds)
    })
}

/// The disputes table: one run of all its cells behind its last column label, or one run for each block.
pub(super) fn disputes(flow: &GluedText, form: &Form) -> Option<Vec<Line>> {
    let blocks = &form.table(TableKind::Disputes)?.blocks;
    let last = blocks.last()?;
    let heads: String = last.columns.iter().map(|column| column.label.as_str()).collect();
    let heads = [core(&heads)];
    let tokens: Vec<_> = flow.tokens.iter().filter(|token| ends_with(token, &heads).is_some()).collect();
    let variables = |block: &FormBlock| block.rows.iter().flat_map(|row| row.variables.clone()).collect::<Vec<_>>();
    let label = |block: &FormBlock| joined(&block.under, &block.label);
    let whole = |run: Range<usize>| {
        let columns = blocks.iter().flat_map(|block| {
            let own = label(block);
            block.columns.iter().map(move |column| format!("{own}/{}", column.label).into())
        });
        let mut line = Line::new(blocks.iter().flat_map(variables).collect(), "".into(), columns.collect());
        line.take(flow, run);
        line
    };
    match tokens.as_slice() {
        [token] => Some(vec![whole(token.run.clone())]),
        tokens if tokens.len() == blocks.len() => {
            let line = |(block, token): (&FormBlock, &&Token)| {
                let mut line = Line::new(variables(block), label(block), columns(block));
                line.take(flow, token.run.clone());
                line
            };
            Some(blocks.iter().zip(tokens).map(line).collect())
        }
        _ => unnamed_disputes(flow, blocks).map(|run| vec![whole(run)]),
    }
}

/// Where the column labels are torn or lost: the only run behind words of reconsideration and litigation that has a
/// number for each cell, set apart, every block of which adds up.
fn unnamed_disputes(flow: &GluedText, blocks: &[FormBlock]) -> Option<Range<usize>> {
    let width = blocks.first()?.columns.len();
    let about = |token: &Token| {
        let words: String = token.words.iter().rev().take(HEADER).rev().map(|(c, _)| c).collect();
        words.contains("复议") && (words.contains("诉讼") || words.contains("起诉"))
    };
    let adds_up = |token: &&Token| {
        let text = flow.text(token.run.clone());
        let numbers: Option<Vec<u64>> = text.split_whitespace().map(|part| part.parse().ok()).collect();
        numbers.filter(|numbers| numbers.len() == width * blocks.len()).is_some_and(|numbers| {
            numbers.chunks(width).all(|block| {
                let (total, parts) = block.split_last().expect("a block has columns");
                parts.iter().sum::<u64>() == *total
            })
        })
    };
    let mut found = flow.tokens.iter().filter(|token| about(token)).filter(adds_up);
    let only = found.next()?;
    found.next().is_none().then(|| only.run.clone())
}

/// Characters of the header of the disputes table, with a heading above it.
const HEADER: usize = 160;

impl Line {
    fn new(variables: Vec<Variable>, label: Arc<str>, columns: Vec<Arc<str>>) -> Self {
        Self {
            variables,
            label,
            columns,
            run: None,
            raw: String::new(),
            digits: String::new(),
            money: String::new(),
            bare: false,
            several: false,
            apart: None,
            breaks_sum: false,
            readings: Vec::new(),
            capped: false,
            unvouched: None,
        }
    }

    fn take(&mut self, flow: &GluedText, run: Range<usize>) {
        self.raw = flow.text(run.clone()).trim().to_owned();
        self.run = Some(run);
        (self.digits, self.money) = without_units(&self.raw);
    }

    /// Finds the readings that satisfy the sums inside the line.
    pub fn split(&mut self, rules: &[&Rule], forms: &Forms) {
        if self.raw.is_empty() || self.raw.contains(may_be_digit) {
            return;
        }
        let units: Vec<Unit> = self.variables.iter().map(|&variable| forms.info(variable).unit).collect();
        if self.raw.contains('\n') || units.len() == 1 {
            self.read_apart(&units);
            self.breaks_sum = row_sums(rules).any(|linear| self.breaks(linear));
            return;
        }
        let signed: Vec<bool> = self.variables.iter().map(|variable| is_signed(rules, *variable)).collect();
        let sums: Vec<(usize, Vec<i64>)> = row_sums(rules).filter_map(|linear| self.coefficients(linear)).collect();
        let amount = units.last().is_some_and(|unit| unit.is_money());
        let shape = Shape { cells: self.variables.len(), signed: &signed, amount, sums: &sums };
        let covered = (0..shape.cells).all(|cell| sums.iter().any(|(_, sum)| sum.get(cell).is_some_and(|f| *f != 0)));
        if !covered {
            // Nothing but the digits themselves to go by.
            let every = with_vanished(&self.digits, &signed, amount).unwrap_or_default();
            let certain = every.len() == 1 && every[0].iter().all(Option::is_some);
            self.unvouched = (!certain && !self.is_separated()).then_some(every);
            let Readings { all, capped } = readings(&self.digits, &Shape { sums: &[], ..shape });
            (self.readings, self.capped) = (all, capped);
            return;
        }
        let Readings { all, capped } = readings(&self.digits, &shape);
        (self.readings, self.capped) = (all, capped);
    }

    /// Line ends set the cells apart: nothing is split, and nothing is read unless there is a line for each cell.
    fn read_apart(&mut self, units: &[Unit]) {
        let raw = self.raw.clone();
        let lines: Vec<&str> = printed_lines(&raw).collect();
        if lines.len() != units.len() {
            return;
        }
        let cell = |(line, unit): (&&str, &Unit)| {
            let reading = read_cell(line, *unit);
            let told = reading.oddities.iter().all(|&oddity| oddity == "CELL-UNIT" && unit.is_money());
            match (reading.status, reading.value) {
                (Status::Reported, Some(value)) if told && !reading.breaks_count(*unit) => {
                    let whole = value.is_integer().then(|| value.to_i64()).flatten().filter(|_| !unit.is_money());
                    Some(whole.map_or(Cell::Amount(value), Cell::Number))
                }
                (Status::NaMark, _) => line.chars().next().map(Cell::Mark),
                _ => None,
            }
        };
        if let Some(cells) = lines.iter().zip(units).map(cell).collect::<Option<Vec<Cell>>>() {
            self.readings = vec![cells];
            self.apart = Some(lines.iter().map(|line| (*line).to_owned()).collect());
        }
    }

    /// Status, value and text of the figure that a reading gives for a cell.
    pub fn figure(&self, reading: &[Cell], column: usize, unit: Unit) -> (Status, Option<Decimal>, String) {
        let (status, value, raw) = reading[column].figure();
        if let Some(apart) = &self.apart {
            // Nothing had run together.
            let whole = status == Status::Decoded && self.raw.contains('\n');
            return (if whole { Status::Reported } else { status }, value, apart[column].clone());
        }
        if !self.money.is_empty() && column + 1 == reading.len() && status == Status::Decoded {
            let raw = format!("{raw}{}", self.money);
            return (status, read_cell(&raw, unit).value, raw);
        }
        (status, value, raw)
    }

    /// The coefficients of a sum over cells of this line, by its last cell.
    fn coefficients(&self, linear: &Linear) -> Option<(usize, Vec<i64>)> {
        let mut factors = vec![0; self.variables.len()];
        let mut last = 0;
        for term in &linear.terms {
            let cell = self.variables.iter().position(|variable| *variable == term.variable)?;
            factors[cell] += i64::from(term.signed());
            last = last.max(cell);
        }
        factors.truncate(last + 1);
        Some((last, factors))
    }

    /// Whether the only reading breaks a sum over its cells.
    fn breaks(&self, linear: &Linear) -> bool {
        let Some((reading, (_, factors))) = self.only_reading().zip(self.coefficients(linear)) else { return false };
        reading.iter().zip(factors).map(|(cell, factor)| cell.number() * factor).sum::<i64>() != 0
    }

    /// How many more figures, on lines of their own, the row has than cells; fewer are less than none.
    fn surplus(&self) -> Option<i64> {
        let count = self.raw.contains('\n').then(|| printed_lines(&self.raw).count())?;
        Some(count as i64 - self.variables.len() as i64)
    }

    /// Fewer digits than cells: some cell was blank and left no trace.
    pub fn lacks_cells(&self) -> bool {
        self.bare
            || self.run.is_some() && self.digits.chars().filter(|c| !c.is_whitespace()).count() < self.variables.len()
    }

    /// Blanks, units or line ends between all cells.
    pub fn is_separated(&self) -> bool {
        self.apart.is_some() || self.digits.split_whitespace().count() == self.variables.len()
    }

    /// The reading, if there is exactly one.
    pub fn only_reading(&self) -> Option<&Vec<Cell>> {
        match self.readings.as_slice() {
            [reading] if !self.capped && self.unvouched.is_none() => Some(reading),
            _ => None,
        }
    }
}

/// Whether a row has more figures, each on a line of its own, than cells.
pub(super) fn has_surplus(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.surplus().is_some_and(|surplus| surplus > 0))
}

/// Whether rows have figures of a column that the form does not have, or of another year: then none can be told by the number
/// of its figures, where blank cells left no trace.
pub(super) fn are_crowded(lines: &[Line]) -> bool {
    // Behind the last row something else may follow.
    let rows = lines.split_last().map_or(&[][..], |(_, rows)| rows);
    let surplus: Vec<i64> = rows
        .iter()
        .filter_map(|line| Some((line.surplus()?, line.variables.len() as i64)))
        .map(|(surplus, cells)| if surplus < cells { surplus.signum() } else { 2 })
        .collect();
    let count = |sign: i64| surplus.iter().filter(|known| **known == sign).count();
    // Rows that lost the figures of another to it, as where a page tears labels off, are few.
    let (beside, twice) = (count(1), count(2));
    beside > 1 || beside > 0 && count(-1) > 1 || twice > 1 && twice * 2 >= surplus.len()
}

/// The lines of a run, but for numbers of pages.
fn printed_lines(run: &str) -> impl Iterator<Item = &str> {
    let page = |line: &&str| line.len() > 1 && line.starts_with(['-', '—']) && line.ends_with(['-', '—']);
    let lines = run.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(move |line| !(page(line) && line.contains(|c: char| c.is_ascii_digit())))
}

/// A run with a blank for each unit, and the unit of money that stands at its end.
pub(super) fn without_units(run: &str) -> (String, String) {
    let chars: Vec<char> = run.chars().collect();
    let mut digits = String::with_capacity(run.len());
    let mut at = 0;
    while at < chars.len() {
        let length = behind_number(&chars, at);
        let unit: String = chars[at..at + length].iter().collect();
        if at + length == chars.len() && unit.ends_with('元') {
            return (digits, unit);
        }
        digits.push(if length > 0 { ' ' } else { chars[at] });
        at += length.max(1);
    }
    (digits.trim_end().to_owned(), String::new())
}

/// The hard sums that run along rows.
fn row_sums<'a>(rules: &'a [&'a Rule]) -> impl Iterator<Item = &'a Linear> {
    rules.iter().filter(|rule| rule.axis == Axis::Row).filter_map(|rule| exact(rule))
}

/// The linear form of a hard equation.
pub(super) fn exact(rule: &Rule) -> Option<&Linear> {
    match &rule.condition {
        Condition::Linear(linear)
            if linear.relation == Relation::Equal
                && rule.severity == Severity::Hard
                && rule.guard.is_none()
                && linear.heading.is_none() =>
        {
            Some(linear)
        }
        _ => None,
    }
}

pub(super) fn is_signed(rules: &[&Rule], variable: Variable) -> bool {
    rules.iter().any(|rule| match &rule.condition {
        Condition::Counts { signed, .. } => signed.contains(&variable),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::decode::decode;
    use crate::document::{Document, Role, SourceLocation};
    use crate::figure::{FormId, TableKind};
    use crate::form::forms;

    #[test]
    fn figures_above_their_labels_are_of_no_row() {
        let table = forms().form(FormId(2021)).and_then(|form| form.table(TableKind::Requests)).expect("it has one");
        let rows = table.blocks.iter().flat_map(|block| &block.rows).filter(|row| !row.variables.is_empty());
        let read = |above: bool| {
            let mut document = Document::default();
            let mut line = |text: &str| document.push_text(text, Role::Body, SourceLocation::default());
            ["申请人情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"]
                .into_iter()
                .for_each(&mut line);
            for (at, row) in rows.clone().enumerate() {
                let figures = if at % 2 == 0 { "2 0 0 0 0 0 2" } else { "1 0 3 0 0 0 4" };
                if !above {
                    line(&row.label);
                }
                figures.split(' ').for_each(&mut line);
                if above {
                    line(&row.label);
                }
            }
            ["四、政府信息公开行政复议、行政诉讼情况", "结果维持", "1"].into_iter().for_each(&mut line);
            let decoded = decode(&document, forms(), &[], None);
            decoded.figures.iter().filter(|figure| figure.value.is_some()).count()
        };
        assert_eq!((read(true), read(false)), (0, 175));
    }
}
