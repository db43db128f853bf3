//! Tables that are told: each figure stands behind the name of its column, the figures of a row behind its label
//! (`一、本年新收……：自然人12件，商业企业3件`). A flow in, the figures of such a table out. What is not told is not found.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Decoded;
use super::anchors::{ends_with, wordings};
use super::glued::{GluedText, Token, behind_number};
use super::lines::joined;
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::form::{Form, FormBlock, FormRow, Forms, RowRole, forms};
use crate::number::read_cell;
use crate::script::Letters;
use crate::variable::Unit;

/// Fewest figures of a table that are told: a sentence may name a row and a column too.
const LEAST: usize = 4;
/// Of requests, which prose tells of most.
const LEAST_REQUESTS: usize = 10;

/// What may stand between the name of a column and its figure, and says no more.
const SAID: [&str; 8] = ["申请数量", "申请", "数量", "数", "为", "是", "共", "计"];
/// What may stand before the name of a column inside a row: what the form prints over several of them.
const OVER: [&str; 4] = ["", "其中", "法人或其他组织", "其中法人或其他组织"];

/// A figure as it is told.
type Said = (Status, Option<Decimal>, Range<usize>);

/// A row as it is told: for each column the figure and where it stands.
struct Told {
    label: Arc<str>,
    figures: Vec<Option<Said>>,
}

/// A table as it is told: what each of the form's rows says, if anything.
pub(super) struct ToldTable<'f> {
    rows: Vec<(&'f FormBlock, &'f FormRow, Option<Told>)>,
    figures: usize,
}

/// Wordings of a label.
type Words = Vec<Vec<char>>;

/// The table as the edition tells it most of whose figures are told; of equals the one that is due, then the newest.
fn best<'f>(
    (flow, tokens): (&GluedText, &[Token]),
    forms: &'f Forms,
    due: Option<FormId>,
    kind: TableKind,
) -> Option<(&'f Form, ToldTable<'f>)> {
    let mut best: Option<(&Form, ToldTable<'_>)> = None;
    for form in &forms.forms {
        let Some(told) = table((flow, tokens), form, kind) else { continue };
        let more = |known: &ToldTable<'_>| told.figures > known.figures;
        let as_many = |known: &ToldTable<'_>| told.figures == known.figures && Some(form.id) == due;
        if best.as_ref().is_none_or(|(_, known)| more(known) || as_many(known)) {
            best = Some((form, told));
        }
    }
    best
}

fn words(label: &str, aliases: &[String]) -> Words {
    wordings([label].into_iter().chain(aliases.iter().map(String::as_str)))
}

/// The rows of a table in the flow, if enough figures are told. Cheap where few have the name of a column.
fn table<'f>((flow, tokens): (&GluedText, &[Token]), form: &'f Form, kind: TableKind) -> Option<ToldTable<'f>> {
    let table = form.table(kind)?;
    let of_block =
        |block: &FormBlock| block.columns.iter().map(|column| words(&column.label, &column.aliases)).collect();
    let columns: Vec<Vec<Words>> = table.blocks.iter().map(of_block).collect();
    let least = if kind == TableKind::Requests { LEAST_REQUESTS } else { LEAST };
    let named = |token: &&Token| columns.iter().flatten().any(|names| name_at(token, names).is_some());
    if tokens.iter().filter(named).take(least).count() < least {
        return None;
    }
    let rows = table.blocks.iter().enumerate().flat_map(|(at, block)| {
        let rows = block.rows.iter().filter(|row| row.role != RowRole::Heading);
        rows.map(move |row| (at, block, row))
    });
    let of: Vec<usize> = rows.clone().map(|(at, ..)| at).collect();
    let rows: Vec<(&FormBlock, &FormRow)> = rows.map(|(_, block, row)| (block, row)).collect();
    // A block of one row is called what the block is.
    let label = |(block, row): &(&FormBlock, &FormRow)| match row.label.is_empty() {
        true => words(&block.label, &block.aliases),
        false => words(&row.label, &row.aliases),
    };
    let mut telling = Telling {
        flow,
        labels: rows.iter().map(label).collect(),
        told: rows.iter().map(|_| None).collect(),
        columns,
        of,
        open: None,
        last: None,
    };
    for at in 0..tokens.len() {
        telling.hear(tokens, at, &rows)?;
    }
    let figures = telling.told.iter().flatten().flat_map(|told| told.figures.iter().flatten()).count();
    let rows = rows.into_iter().zip(telling.told).map(|((block, row), told)| (block, row, told)).collect();
    (figures >= least).then_some(ToldTable { rows, figures })
}

/// Words with the number or the mark behind them. Unlike runs that are to be split a number keeps all its digits, and an
/// ordinal in front of words is part of these.
fn tokens(flow: &GluedText) -> Vec<Token> {
    let chars = &flow.chars;
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let (mut tokens, mut words) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit() || matches!(c, '-' | '+' | '−' | '/' | '—' | '–') {
            let mut end = at + 1;
            while digit(end) || matches!(chars.get(end), Some(',' | '.')) && digit(end + 1) {
                end += 1;
            }
            let number = c.is_ascii_digit() || digit(at + 1);
            let mark = || is_behind_name(chars, at) && !chars.get(end).is_some_and(|c| c.is_alphanumeric());
            if if number { !is_ordinal(chars, at, end) } else { mark() } {
                let run = at..end + behind_number(chars, end);
                end = run.end;
                let own = std::mem::take(&mut words);
                tokens.push(Token {
                    letters: Letters::of(own.iter().map(|(c, _): &(char, usize)| *c)),
                    words: own,
                    run,
                });
            }
            at = end;
            continue;
        }
        if c.is_alphanumeric() {
            words.push((c, at));
        }
        at += 1;
    }
    tokens
}

/// Whether a place stands behind words, or behind what parts them from a figure.
fn is_behind_name(chars: &[char], at: usize) -> bool {
    let before = chars[..at].iter().rev().find(|&&c| c == '\n' || !c.is_whitespace());
    before.is_some_and(|&c| c.is_alphabetic() || matches!(c, ':' | '=' | '('))
}

/// Whether digits are the ordinal of the words behind them.
fn is_ordinal(chars: &[char], start: usize, end: usize) -> bool {
    let words = || chars[end + 1..].iter().find(|c| !c.is_whitespace()).is_some_and(|c| c.is_alphabetic());
    matches!(chars.get(end), Some('.' | '、')) && words() && !is_behind_name(chars, start)
}

/// Where the words that name a column start, if a token ends with them: 自然人, 自然人申请.
fn name_at(token: &Token, names: &Words) -> Option<usize> {
    let exact = |end: usize| {
        let words = &token.words[..end];
        let ends = |name: &&Vec<char>| {
            words.len() >= name.len() && words[words.len() - name.len()..].iter().map(|(c, _)| c).eq(*name)
        };
        names.iter().filter(ends).map(|name| words.len() - name.len()).min()
    };
    exact(token.words.len()).or_else(|| said(token).and_then(exact))
}

/// Where what is only said of the figure begins, if the words of a token end with it.
fn said(token: &Token) -> Option<usize> {
    let ends = |said: &&&str| {
        let length = said.chars().count();
        token.words.len() > length && token.words[token.words.len() - length..].iter().map(|(c, _)| *c).eq(said.chars())
    };
    SAID.iter().find(ends).map(|said| token.words.len() - said.chars().count())
}

/// A token as far as some of its words.
fn front(token: &Token, end: usize) -> Token {
    let words = token.words[..end].to_vec();
    Token { letters: Letters::of(words.iter().map(|(c, _)| *c)), words, run: token.run.clone() }
}

struct Telling<'t> {
    flow: &'t GluedText,
    /// Wordings of each row's label, and of the columns of each block.
    labels: Vec<Words>,
    columns: Vec<Vec<Words>>,
    /// The block of each row.
    of: Vec<usize>,
    told: Vec<Option<Told>>,
    /// The row that is being told, and the last one that was.
    open: Option<usize>,
    last: Option<usize>,
}

impl Telling<'_> {
    /// The column of a row that a token names, and where the name starts in its words.
    fn column(&self, token: &Token, row: usize) -> Option<(usize, usize)> {
        let found =
            self.columns[self.of[row]].iter().enumerate().filter_map(|(at, names)| Some((at, name_at(token, names)?)));
        found.min_by_key(|(_, start)| *start)
    }

    /// The column of the row that goes on with a token.
    fn going_on(&self, token: &Token) -> Option<(usize, usize, usize)> {
        let row = self.open?;
        let (column, start) = self.column(token, row)?;
        let front: String = token.words[..start].iter().map(|(c, _)| c).collect();
        OVER.contains(&front.as_str()).then_some((row, column, start))
    }

    /// The row that begins in front of the name of one of its columns, or whose sum stands in front of its parts
    /// (`……49件，其中自然人33件`); with the column, and where its label starts in the words.
    fn beginning(&self, tokens: &[Token], at: usize) -> Option<(usize, usize, usize)> {
        let token = &tokens[at];
        let begins = |row: usize| {
            let (column, start) = self.column(token, row)?;
            let end = OVER.iter().filter(|over| !over.is_empty()).find_map(|over| {
                let length = start.checked_sub(over.chars().count())?;
                token.words[length..start].iter().map(|(c, _)| *c).eq(over.chars()).then_some(length)
            });
            let words = front(token, end.unwrap_or(start));
            let label = ends_with(&words, &self.labels[row])?;
            let same = |wording: &Vec<char>| words.words[label..].iter().map(|(c, _)| c).eq(wording);
            Some((self.labels[row].iter().any(same), (row, column, label)))
        };
        // Labels that are alike tell one row: the one whose label stands there to the letter, or the first of them.
        let mut like = None;
        let same = (0..self.labels.len()).filter_map(begins).find_map(|(same, found)| {
            like = like.or(Some(found));
            same.then_some(found)
        });
        let named = same.or(like);
        named.or_else(|| {
            let next = tokens.get(at + 1)?;
            let parts = next.words.iter().take(2).map(|(c, _)| *c).eq("其中".chars());
            let token = said(token).map_or_else(|| token.clone(), |end| front(token, end));
            let rows = 0..if parts { self.labels.len() } else { 0 };
            rows.into_iter().find_map(|row| {
                let total = self.columns[self.of[row]].len().checked_sub(1).filter(|last| *last > 0)?;
                Some((row, total, ends_with(&token, &self.labels[row])?))
            })
        })
    }

    /// Takes a token for what it tells. `None` where a row is told again: whose year or organ it is of is not known.
    fn hear(&mut self, tokens: &[Token], at: usize, rows: &[(&FormBlock, &FormRow)]) -> Option<()> {
        let token = &tokens[at];
        let goes_on = self.going_on(token);
        let Some((row, column, start)) = goes_on.or_else(|| self.beginning(tokens, at)) else {
            // What stands in brackets behind a figure is said of it, and the sum over several columns is none of the form's.
            let over = token.words.iter().map(|(c, _)| *c).eq(OVER[2].chars());
            if !over && !self.is_aside(token) {
                self.open = None;
            }
            return Some(());
        };
        if goes_on.is_none() {
            if self.last.is_some_and(|last| last >= row) {
                return None;
            }
            let first = token.words.get(start).map_or(token.run.start, |(_, at)| *at);
            let label = self.label(token, first, row);
            self.told[row] = Some(Told { label, figures: vec![None; self.columns[self.of[row]].len()] });
            (self.open, self.last) = (Some(row), Some(row));
        }
        let follows = tokens.get(at + 1).is_some_and(|next| self.going_on(next).is_some());
        let variable = rows[row].1.variables.get(column).copied()?;
        let figure = self.figure(token, forms().info(variable).unit, follows);
        let place = self.told[row].as_mut()?.figures.get_mut(column)?;
        if place.is_some() {
            return None;
        }
        *place = figure;
        Some(())
    }

    /// The label of a row that begins at a place of the flow, as printed.
    fn label(&self, token: &Token, first: usize, row: usize) -> Arc<str> {
        let length = |wording: &Vec<char>| wording.len();
        let most = self.labels[row].iter().map(length).max().unwrap_or(0);
        let end = token.words.iter().filter(|(_, at)| *at >= first).take(most).map(|(_, at)| *at + 1).last();
        let whole = end.unwrap_or(first);
        // Up to the name of the column where that comes first.
        let end = match self.column(token, row).and_then(|(_, start)| token.words.get(start)) {
            Some((_, at)) if (first..whole).contains(at) => *at,
            _ => whole,
        };
        self.flow.label(first..end).trim_end_matches(['：', ':', '（', '(', '，', '=']).into()
    }

    /// Whether a token with its figure stands in brackets: `（上年9件）`.
    fn is_aside(&self, token: &Token) -> bool {
        let chars = &self.flow.chars;
        let opens = token.words.first().is_some_and(|(_, at)| *at > 0 && chars[*at - 1] == '(');
        let mut behind = chars[token.run.end..].iter().skip_while(|c| c.is_alphabetic() || **c == '%');
        opens && behind.next() == Some(&')')
    }

    /// The figure behind a token's words, if it is one for certain; `follows`: the row goes on behind it.
    fn figure(&self, token: &Token, unit: Unit, follows: bool) -> Option<Said> {
        let chars = &self.flow.chars;
        let text = self.flow.text(token.run.clone());
        let next = chars.get(token.run.end);
        // A digit that may be the ordinal of what follows; words that go on from it.
        let ordinal = next == Some(&'.') || next == Some(&'、') && !follows;
        let bare = text.ends_with(|c: char| c.is_ascii_digit());
        let glued = bare && next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '‰' | '/' | '~' | '-' | '—'));
        // More figures behind it: whose they are nobody says.
        let behind = token.run.end + chars[token.run.end..].iter().take_while(|c| c.is_whitespace()).count();
        let digits = chars[behind..].iter().take_while(|c| c.is_ascii_digit()).count();
        let more = digits > 0 && !is_ordinal(chars, behind, behind + digits);
        if ordinal || glued || more {
            return None;
        }
        let reading = read_cell(&text, unit);
        let odd = reading.oddities.iter().any(|&oddity| !(oddity == "CELL-UNIT" && unit.is_money()));
        let part = reading.value.is_some_and(|value| !value.is_integer() && !unit.is_money());
        let told = matches!(reading.status, Status::Reported | Status::NaMark) && !odd && !part;
        told.then(|| (reading.status, reading.value, token.run.clone()))
    }
}

impl Decoded {
    /// Adds the tables that are told, of those `wanted`; `edition` is that of the tables found, or the one that is due.
    pub(super) fn add_told_tables(
        &mut self,
        flow: &GluedText,
        forms: &Forms,
        edition: Option<FormId>,
        wanted: impl Fn(TableKind) -> bool,
    ) {
        let tokens = tokens(flow);
        let mut edition = edition;
        for kind in [TableKind::Requests, TableKind::Disputes, TableKind::Proactive] {
            let told = if wanted(kind) { best((flow, &tokens), forms, edition, kind) } else { None };
            if let Some((form, table)) = told {
                edition = Some(form.id);
                self.add_told(flow, form, kind, table);
            }
        }
    }

    /// Adds the figures of a table that is told.
    fn add_told(&mut self, flow: &GluedText, form: &Form, kind: TableKind, table: ToldTable<'_>) {
        for (at, (block, row, told)) in table.rows.into_iter().enumerate() {
            for (column, &variable) in row.variables.iter().enumerate() {
                let figure = told.as_ref().and_then(|told| told.figures[column].clone());
                let place = |at: usize| if figure.is_some() { u32::try_from(at + 1).unwrap_or(0) } else { 0 };
                let name = &block.columns[column];
                self.figures.push(Figure {
                    variable: Some(variable),
                    value: figure.as_ref().and_then(|(_, value, _)| *value),
                    status: figure.as_ref().map_or(Status::NotFound, |(status, ..)| *status),
                    unit: Some(forms().info(variable).unit),
                    raw: figure.as_ref().map_or(String::new(), |(.., run)| flow.label(run.clone())),
                    row_label: told
                        .as_ref()
                        .map_or_else(|| joined(&row.under, &row.label), |told| Arc::clone(&told.label)),
                    column_label: joined(&name.under, &name.label),
                    form: form.id,
                    table: kind,
                    row: place(at),
                    column: place(column),
                    location: figure.map(|(.., run)| flow.location(run)).unwrap_or_default(),
                    recognition: None,
                });
            }
        }
        self.tables.push((kind, form.id));
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use crate::document::{Document, Role, SourceLocation};
    use crate::form::forms;

    fn read(lines: &[&str]) -> impl Fn(&str) -> Option<String> {
        let mut document = Document::default();
        lines.iter().for_each(|line| document.push_text(line, Role::Body, SourceLocation::default()));
        let figures = decode(&document, forms(), &[], Some(2022)).figures;
        move |code: &str| {
            let found = figures
                .iter()
                .find(|figure| figure.variable.is_some_and(|variable| forms().info(variable).code == code));
            found.and_then(|figure| figure.value).map(|value| value.to_string())
        }
    }

    const TOLD: [&str; 9] = [
        "一、本年新收政府信息公开申请数量：自然人12件，商业企业3件，其他1件，总计16件。",
        "二、上年结转政府信息公开申请数量：。",
        "三、本年度办理结果",
        "（一）予以公开10件，其中自然人8件（上年9件）、法人或其他组织：商业企业为2件。",
        "（三）不予公开",
        "1.属于国家秘密：自然人12、商业企业1、总计13。",
        "2.其他法律行政法规禁止公开：自然人12%，商业企业3 4，总计5余件。",
        "（四）无法提供 1.本机关不掌握相关政府信息（自然人 27、商业企业 7、总计 34）",
        "（七）总计：自然人12件，上年自然人7件，商业企业3件，其他1件，总计16件。",
    ];

    #[test]
    fn figures_behind_the_names_of_their_columns_are_cells() {
        let told = read(&TOLD);
        let cases = [
            ("req_new_biz", Some("3")),
            ("req_new_tot", Some("16")),
            ("req_new_res", None),
            ("req_carin_np", None),
            ("req_granted_tot", Some("10")),
            ("req_granted_np", Some("8")),
            ("req_granted_biz", Some("2")),
            ("req_ref_secret_np", Some("12")),
            ("req_ref_secret_tot", Some("13")),
            ("req_ref_law_np", None),
            ("req_ref_law_biz", None),
            ("req_ref_law_tot", None),
            ("req_una_nohold_np", Some("27")),
            ("req_una_nohold_biz", Some("7")),
            ("req_una_nohold_tot", Some("34")),
            ("req_total_np", Some("12")),
            // Behind another year's figure nobody knows whose the next one is.
            ("req_total_biz", None),
        ];
        for (code, expected) in cases {
            assert_eq!(told(code).as_deref(), expected, "{code}");
        }
        // Told twice: whose figures they are is not known.
        assert_eq!(read(&[TOLD, TOLD].concat())("req_new_biz"), None);
    }

    #[test]
    fn blocks_of_one_row_are_told_by_their_names() {
        let told = read(&[
            "第二十条第（一）项",
            "规章：本年制发数 0，废止数 1，现行有效数 3",
            "行政规范性文件：本年制发件数 12、本年废止件数 2、现行有效件数 30",
            "行政许可：本年处理决定数量 7",
            "行政事业性收费：本年收费金额（单位：万元）3.5",
            "行政复议：结果维持1件，结果纠正0件，其他结果0件，尚未审结2件，总计3件。",
            "行政诉讼（未经复议直接起诉）：结果维持0件，总计0件。",
        ]);
        let cases = [
            ("pro_reg_issued", "0"),
            ("pro_reg_repealed", "1"),
            ("pro_norm_issued", "12"),
            ("pro_norm_inforce", "30"),
            ("pro_lic_decided", "7"),
            ("pro_fee_amount", "3.5"),
            ("rev_upheld", "1"),
            ("rev_total", "3"),
            ("lit1_total", "0"),
        ];
        for (code, expected) in cases {
            assert_eq!(told(code).as_deref(), Some(expected), "{code}");
        }
        assert_eq!(told("lit2_total"), None);
    }

    #[test]
    fn labels_without_figures_take_none_of_the_next() {
        let told = read(&[
            "一、本年新收政府信息公开申请数量：自然人12件，商业企业3件，其他1件，总计16件。",
            "（一）予以公开：自然人12件，商业企业3件，其他1件，总计16件。",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
            "（七）总计",
            "自然人12件，商业企业3件，其他1件，总计16件。",
        ]);
        assert_eq!((told("req_total_np").as_deref(), told("req_oth_nopay_np")), (Some("12"), None));
    }
}
