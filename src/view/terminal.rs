//! A filing in the terminal: box drawing, Chinese column widths, colours where wanted and signs always.

use std::fmt::Write as _;

use super::board::{Board, Cell, Panel, boards, outcomes, repairs, suspicions, violations};
use super::brief::verdict_ink;
use super::columns::{left, right, width, wrap};
use super::heaps::heaps;
use super::pen::{Ink, Pen};
use super::plain::one_line;
use super::words::{kind, legend, level, said_why, say, severity, short_head, verdict};
use super::{Style, label};
use crate::figure::Status;
use crate::filing::Filing;
use crate::finding::{Finding, Language};

/// Sign of a cell that the likeliest repair changes.
const SUSPECT: &str = "!";
/// Sign of a row or column over which an equation fails.
const FAILING: &str = "✗";
/// Narrowest and widest column of row labels.
const STUB: (usize, usize) = (18, 46);

/// The filing for a terminal, ending in a line break. `name` is what the user calls the file.
pub fn terminal(filing: &Filing, name: &str, language: Language, style: Style) -> String {
    let mut pen = Pen::new(style);
    identity(&mut pen, filing, name, language);
    for board in boards(filing, language) {
        draw(&mut pen, &board, language);
    }
    conclusions(&mut pen, filing, language, style.full);
    pen.finish()
}

fn identity(pen: &mut Pen, filing: &Filing, name: &str, language: Language) {
    let identity = &filing.identity;
    let ink = verdict_ink(filing.verdict);
    let mut verdict = verdict(filing.verdict, language).to_owned();
    if !filing.reason.is_empty() {
        let _ = write!(verdict, "{}", said_why(filing, language));
    }
    let unknown = say(language, "机关未定", "organ not decided");
    let organ = identity.organ.as_deref().or(identity.organ_printed.as_deref()).unwrap_or(unknown);
    let year =
        identity.year.map_or_else(|| say(language, "年份未定", "year not decided").to_owned(), |y| y.to_string());
    let organ = one_line(organ);
    let (name_line, verdict_line) = (pen.ink(&organ, Ink::Bold), pen.ink(&verdict, ink));
    if width(&organ) + width(&year) + width(&verdict) + 4 > pen.width {
        pen.paragraph(&format!("{organ}  {year}"), Ink::Bold);
        pen.line(&verdict_line);
    } else {
        pen.line(&format!("{name_line}  {year}  {verdict_line}"));
    }
    let mut facts = vec![name.to_owned(), filing.format.word().to_owned()];
    facts.extend(filing.encoding.clone());
    facts.extend(identity.division_code.clone());
    facts.extend(identity.level.map(|found| level(found, language).to_owned()));
    facts.extend(identity.kind.map(|found| kind(found, language).to_owned()));
    if let Some(published) = &identity.published {
        facts.push(format!("{} {published}", say(language, "发布于", "published")));
    }
    pen.paragraph(&one_line(&facts.join(" · ")), Ink::Dim);
}

fn draw(pen: &mut Pen, board: &Board, language: Language) {
    pen.line("");
    pen.paragraph(&board.title, Ink::Bold);
    if !board.found {
        let text = pen.ink(say(language, "  （未见此表）", "  (this table is not there)"), Ink::Yellow);
        pen.line(&text);
    }
    for part in &board.parts {
        draw_part(pen, part);
    }
}

/// A cell as text and ink; the sign stands behind the text.
fn face(cell: &Cell) -> (String, Ink) {
    let text = one_line(&cell.text);
    let text = if cell.suspect { format!("{text}{SUSPECT}") } else { text };
    let ink = match cell.status {
        _ if cell.suspect => Ink::Red,
        Some(Status::Text) => Ink::Yellow,
        Some(Status::NaMark | Status::NotFound) | None => Ink::Dim,
        _ => Ink::Plain,
    };
    (text, ink)
}

/// How a part is laid out: the width of the row labels, and the heads and widths of the columns.
struct Layout {
    stub: usize,
    heads: Vec<String>,
    columns: Vec<usize>,
}

/// Narrowest column of figures, and the widest that a head alone may ask for.
const COLUMN: (usize, usize) = (4, 10);

impl Layout {
    /// Heads whole, or short, or broken inside words, as the screen allows; `None` where the figures do not fit.
    fn of(part: &Panel, screen: usize) -> Option<Self> {
        let head = |(label, failing): &(String, bool), short: bool| {
            let label = if short { short_head(label) } else { label };
            if *failing { format!("{label} {FAILING}") } else { label.to_owned() }
        };
        let figures = |column: usize| {
            let cells = part.rows.iter().filter_map(|row| row.cells.get(column));
            cells.map(|cell| width(&face(cell).0)).max().unwrap_or(0).max(COLUMN.0)
        };
        let word = |head: &str| {
            let words = head.split(' ').filter(|word| word.is_ascii()).map(str::len);
            words.max().unwrap_or(0).min(COLUMN.1)
        };
        let frame = 1 + 3 * (part.columns.len() + 1) + STUB.0;
        let (heads, least) = [(false, true), (true, true), (true, false)].into_iter().find_map(|(short, whole)| {
            let heads: Vec<String> = part.columns.iter().map(|column| head(column, short)).collect();
            let least: Vec<usize> = heads
                .iter()
                .enumerate()
                .map(|(column, head)| figures(column).max(if whole { word(head) } else { 0 }))
                .collect();
            (frame + least.iter().sum::<usize>() <= screen).then_some((heads, least))
        })?;
        let labels = part.rows.iter().map(|row| width(&row.label) + 2 * row.under.len() + 2).max().unwrap_or(0);
        let wanted = labels.max(width(&part.label)).clamp(STUB.0, STUB.1);
        let mut spare = screen - frame - least.iter().sum::<usize>();
        let mut columns = least;
        // Figures are easier to tell apart in columns of eight; labels come next, then whole heads.
        let widen = |columns: &mut [usize], spare: &mut usize, wish: &dyn Fn(usize) -> usize| {
            for (column, to) in columns.iter_mut().enumerate() {
                let more = wish(column).saturating_sub(*to).min(*spare);
                *to += more;
                *spare -= more;
            }
        };
        if 8 * columns.len() <= columns.iter().sum::<usize>() + spare {
            widen(&mut columns, &mut spare, &|_| 8);
        }
        let stub = STUB.0 + spare.min(wanted - STUB.0);
        spare -= stub - STUB.0;
        widen(&mut columns, &mut spare, &|column| width(&heads[column]).min(26));
        Some(Self { stub, heads, columns })
    }
}

/// Part of a table on a screen too narrow for its columns: a line for each cell that says something.
fn draw_stacked(pen: &mut Pen, part: &Panel) {
    if !part.label.is_empty() {
        pen.paragraph(&part.label, Ink::Plain);
    }
    for row in &part.rows {
        let sign = if row.failing { format!(" {FAILING}") } else { String::new() };
        pen.item("▪", &format!("{}{sign}", row.label), if row.failing { Ink::Red } else { Ink::Plain });
        for (cell, (label, failing)) in row.cells.iter().zip(&part.columns) {
            let (text, ink) = face(cell);
            if !text.is_empty() && text != "0" {
                let sign = if *failing { format!(" {FAILING}") } else { String::new() };
                let lines = wrap(&format!("{label}{sign}：{text}"), pen.width.saturating_sub(6));
                for line in lines {
                    let line = pen.ink(&line, ink);
                    pen.line(&format!("      {line}"));
                }
            }
        }
    }
}

fn draw_part(pen: &mut Pen, part: &Panel) {
    let Some(layout) = Layout::of(part, pen.width) else { return draw_stacked(pen, part) };
    let Layout { stub, heads, columns: widths } = layout;
    let rule = |start: &str, cross: &str, end: &str| {
        let mut line = format!("{start}{}", "─".repeat(stub + 2));
        for width in &widths {
            let _ = write!(line, "{cross}{}", "─".repeat(width + 2));
        }
        line + end
    };
    let (top, middle, bottom) = (rule("┌", "┬", "┐"), rule("├", "┼", "┤"), rule("└", "┴", "┘"));
    pen.line(&top);
    let inks = part.columns.iter().map(|(_, failing)| if *failing { Ink::Red } else { Ink::Plain });
    let heads: Vec<(Vec<String>, Ink)> =
        heads.iter().zip(&widths).zip(inks).map(|((head, &width), ink)| (wrap(head, width), ink)).collect();
    let stub_lines = wrap(&part.label, stub);
    row_lines(pen, (&stub_lines, Ink::Plain, stub), &heads, &widths);
    pen.line(&middle);
    for row in &part.rows {
        let indent = "  ".repeat(row.under.len());
        let sign = if row.failing { format!(" {FAILING}") } else { String::new() };
        let label = format!("{}{sign}", one_line(&row.label));
        let lines: Vec<String> =
            wrap(&label, stub.saturating_sub(indent.len())).iter().map(|line| format!("{indent}{line}")).collect();
        let cells: Vec<(Vec<String>, Ink)> = (0..widths.len())
            .map(|column| match row.cells.get(column) {
                Some(cell) => {
                    let (text, ink) = face(cell);
                    (vec![text], ink)
                }
                None => (Vec::new(), Ink::Plain),
            })
            .collect();
        row_lines(pen, (&lines, if row.failing { Ink::Red } else { Ink::Plain }, stub), &cells, &widths);
    }
    pen.line(&bottom);
}

/// One row: its label with colour and width, then its cells.
fn row_lines(
    pen: &mut Pen,
    (stub_lines, stub_ink, stub): (&[String], Ink, usize),
    cells: &[(Vec<String>, Ink)],
    widths: &[usize],
) {
    let height = cells.iter().map(|(lines, _)| lines.len()).chain([stub_lines.len()]).max().unwrap_or(1);
    for number in 0..height {
        let text = stub_lines.get(number).map_or("", String::as_str);
        let mut line = format!("│ {}{} ", pen.ink(text, stub_ink), &left(text, stub)[text.len()..]);
        for ((lines, ink), &to) in cells.iter().zip(widths) {
            let text = lines.get(number).map_or("", String::as_str);
            let padded = right(text, to);
            let _ = write!(line, "│ {}{} ", &padded[..padded.len() - text.len()], pen.ink(text, *ink));
        }
        line.push('│');
        pen.line(&line);
    }
}

/// Longest finding shown whole, in characters.
const FOLDED: usize = 320;

/// The beginning of a long text, and how much of it there is.
fn folded(text: String, language: Language) -> String {
    let count = text.chars().count();
    if count <= FOLDED {
        return text;
    }
    let start: String = text.chars().take(FOLDED - 60).collect();
    match language {
        Language::Zh => format!("{start}……（全文 {count} 字，--full 可见）"),
        Language::En => format!("{start} … ({count} characters; --full shows them)"),
    }
}

fn conclusions(pen: &mut Pen, filing: &Filing, language: Language, full: bool) {
    let sentence = |finding: &Finding| {
        let text = one_line(&finding.message(language, &|variable| label(variable, language)));
        let text = format!("{}  {text}", finding.code);
        if full { text } else { folded(text, language) }
    };
    let hard: Vec<&Finding> = violations(filing).collect();
    if !hard.is_empty() {
        pen.line("");
        let title = pen.ink(say(language, "不成立的关系", "What does not hold"), Ink::Bold);
        pen.line(&title);
        for finding in hard {
            pen.item(FAILING, &sentence(finding), Ink::Red);
        }
    }
    let repairs = repairs(filing, language);
    if let Some(first) = repairs.first() {
        pen.line("");
        let title = pen.ink(say(language, "最可能的错处", "Where the error most likely lies"), Ink::Bold);
        pen.line(&title);
        pen.item(SUSPECT, &first.sentence, Ink::Red);
        if full {
            for other in &repairs[1..] {
                pen.item(SUSPECT, &other.sentence, Ink::Plain);
            }
        } else if repairs.len() > 1 {
            let more = repairs.len() - 1;
            let text = match language {
                Language::Zh => format!("另有 {more} 种同样小的改法，--full 全部列出。"),
                Language::En => {
                    format!("{more} more repairs are as small; --full lists them.")
                }
            };
            pen.item("…", &text, Ink::Dim);
        }
    }
    let soft = heaps(suspicions(filing));
    if !soft.is_empty() {
        pen.line("");
        let title = pen.ink(say(language, "存疑与提示", "Suspicious, or worth knowing"), Ink::Bold);
        pen.line(&title);
        for heap in soft {
            let item = |finding: &Finding, said: &str| format!("[{}] {said}", severity(finding.severity, language));
            if heap.is_folded() && !full {
                let more = say(language, "（--full 逐一列出）", " (--full lists them)");
                let text = format!("{}  {}{more}", heap.findings[0].code, heap.title(language));
                pen.item("-", &item(heap.findings[0], &text), Ink::Plain);
                continue;
            }
            for finding in &heap.findings {
                pen.item("-", &item(finding, &sentence(finding)), Ink::Plain);
            }
        }
    }
    if let Some(line) = outcomes(filing, language) {
        pen.line("");
        pen.paragraph(&line, Ink::Dim);
    }
    if !filing.tables.is_empty() {
        pen.paragraph(legend(language), Ink::Dim);
    }
}
