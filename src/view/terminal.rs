//! A filing in the terminal: box drawing, Chinese column widths, colours where wanted and signs always.

use std::fmt::Write as _;

use super::board::{Board, Cell, Part, boards, outcomes, repairs, suspicions, violations};
use super::columns::{left, right, width, wrap};
use super::words::{kind, level, say, severity, verdict};
use super::{Style, label};
use crate::figure::Status;
use crate::filing::{Filing, Verdict};
use crate::finding::{Finding, Language};

/// Sign of a cell that the likeliest repair changes.
const SUSPECT: &str = "!";
/// Sign of a row or column over which an equation fails.
const FAILING: &str = "✗";
/// Narrowest and widest column of row labels.
const STUB: (usize, usize) = (18, 46);

/// ANSI attributes (ECMA-48, 8.3.117).
#[derive(Clone, Copy)]
enum Ink {
    Plain,
    Bold,
    Red,
    Yellow,
    Green,
    Dim,
}

struct Pen {
    color: bool,
    width: usize,
    out: String,
}

impl Pen {
    fn ink(&self, text: &str, ink: Ink) -> String {
        let code = match ink {
            _ if !self.color || text.is_empty() => return text.to_owned(),
            Ink::Plain => return text.to_owned(),
            Ink::Bold => "1",
            Ink::Red => "1;31",
            Ink::Yellow => "33",
            Ink::Green => "32",
            Ink::Dim => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A sentence under a sign, its further lines indented like the first.
    fn item(&mut self, sign: &str, text: &str, ink: Ink) {
        let indent = width(sign) + 3;
        for (index, part) in wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let lead = if index == 0 { format!("  {} ", self.ink(sign, ink)) } else { " ".repeat(indent) };
            self.line(&format!("{lead}{part}"));
        }
    }
}

/// The filing for a terminal, ending in a line break. `name` is what the user calls the file.
pub fn terminal(filing: &Filing, name: &str, language: Language, style: Style) -> String {
    let mut pen = Pen { color: style.color, width: style.width.clamp(40, 240), out: String::new() };
    identity(&mut pen, filing, name, language);
    for board in boards(filing, language) {
        draw(&mut pen, &board, language);
    }
    conclusions(&mut pen, filing, language);
    pen.out
}

fn identity(pen: &mut Pen, filing: &Filing, name: &str, language: Language) {
    let identity = &filing.identity;
    let ink = match filing.verdict {
        Verdict::Reconciled => Ink::Green,
        Verdict::Flagged | Verdict::Unreadable => Ink::Red,
        _ => Ink::Yellow,
    };
    let mut verdict = verdict(filing.verdict, language).to_owned();
    if !filing.reason.is_empty() {
        let _ = write!(verdict, " ({})", filing.reason);
    }
    let unknown = say(language, "机关未定", "organ not decided");
    let organ = identity.organ.as_deref().or(identity.organ_printed.as_deref()).unwrap_or(unknown);
    let year =
        identity.year.map_or_else(|| say(language, "年份未定", "year not decided").to_owned(), |y| y.to_string());
    let line = format!("{}  {year}  {}", pen.ink(organ, Ink::Bold), pen.ink(&verdict, ink));
    pen.line(&line);
    let mut facts = vec![name.to_owned(), filing.format.word().to_owned()];
    facts.extend(filing.encoding.clone());
    facts.extend(identity.division_code.clone());
    facts.extend(identity.level.map(|found| level(found, language).to_owned()));
    facts.extend(identity.kind.map(|found| kind(found, language).to_owned()));
    if let Some(published) = &identity.published {
        facts.push(format!("{} {published}", say(language, "发布于", "published")));
    }
    let line = pen.ink(&facts.join(" · "), Ink::Dim);
    pen.line(&line);
}

fn draw(pen: &mut Pen, board: &Board, language: Language) {
    pen.line("");
    let title = pen.ink(&board.title, Ink::Bold);
    pen.line(&title);
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
    let text = if cell.suspect { format!("{}{SUSPECT}", cell.text) } else { cell.text.clone() };
    let ink = match cell.status {
        _ if cell.suspect => Ink::Red,
        Some(Status::Text) => Ink::Yellow,
        Some(Status::NaMark | Status::NotFound) | None => Ink::Dim,
        _ => Ink::Plain,
    };
    (text, ink)
}

fn draw_part(pen: &mut Pen, part: &Part) {
    let stub_label = |row: &super::board::Row| {
        let indent = "  ".repeat(row.under.len());
        let sign = if row.failing { format!(" {FAILING}") } else { String::new() };
        (indent, format!("{}{sign}", row.label))
    };
    // Columns as wide as their figures need, headers broken to fit; labels get what is left.
    let mut widths: Vec<usize> = (0..part.columns.len())
        .map(|column| {
            let cells = part.rows.iter().filter_map(|row| row.cells.get(column));
            let figures = cells.map(|cell| width(&face(cell).0)).max().unwrap_or(0);
            // Room for the longest word of the header, as far as that goes.
            let words = part.columns[column].0.split(' ').filter(|word| word.is_ascii()).map(str::len);
            figures.max(words.max().unwrap_or(0).min(10)).max(8)
        })
        .collect();
    let wanted = part.rows.iter().map(|row| width(&row.label) + 2 * row.under.len() + 2).max().unwrap_or(0);
    let wanted = wanted.max(width(&part.label)).clamp(STUB.0, STUB.1);
    let frame = 1 + 3 * (widths.len() + 1);
    let stub = wanted.min(pen.width.saturating_sub(frame + widths.iter().sum::<usize>())).max(STUB.0);
    let spare = pen.width.saturating_sub(frame + stub + widths.iter().sum::<usize>());
    for (width_of, (label, _)) in widths.iter_mut().zip(&part.columns) {
        // Few columns: their headers need not be broken.
        *width_of = (*width_of).max(width(label).min(*width_of + spare / part.columns.len()).min(24));
    }
    let rule = |start: &str, cross: &str, end: &str| {
        let mut line = format!("{start}{}", "─".repeat(stub + 2));
        for width in &widths {
            let _ = write!(line, "{cross}{}", "─".repeat(width + 2));
        }
        line + end
    };
    let (top, middle, bottom) = (rule("┌", "┬", "┐"), rule("├", "┼", "┤"), rule("└", "┴", "┘"));
    pen.line(&top);
    let heads: Vec<(Vec<String>, Ink)> = part
        .columns
        .iter()
        .zip(&widths)
        .map(|((label, failing), &width)| {
            let text = if *failing { format!("{label} {FAILING}") } else { label.clone() };
            (wrap(&text, width), if *failing { Ink::Red } else { Ink::Plain })
        })
        .collect();
    let stub_lines = wrap(&part.label, stub);
    row_lines(pen, &stub_lines, Ink::Plain, stub, &heads, &widths);
    pen.line(&middle);
    for row in &part.rows {
        let (indent, text) = stub_label(row);
        let lines: Vec<String> =
            wrap(&text, stub - indent.len()).iter().map(|line| format!("{indent}{line}")).collect();
        let cells: Vec<(Vec<String>, Ink)> = (0..widths.len())
            .map(|column| match row.cells.get(column) {
                Some(cell) => {
                    let (text, ink) = face(cell);
                    (vec![text], ink)
                }
                None => (Vec::new(), Ink::Plain),
            })
            .collect();
        row_lines(pen, &lines, if row.failing { Ink::Red } else { Ink::Plain }, stub, &cells, &widths);
    }
    pen.line(&bottom);
}

fn row_lines(
    pen: &mut Pen,
    stub_lines: &[String],
    stub_ink: Ink,
    stub: usize,
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

fn conclusions(pen: &mut Pen, filing: &Filing, language: Language) {
    let sentence = |finding: &Finding| {
        let text = finding.message(language, &|variable| label(variable, language));
        format!("{}  {text}", finding.code)
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
        if repairs.len() > 1 {
            let more = repairs.len() - 1;
            let text = match language {
                Language::Zh => format!("另有 {more} 种同样小的改法，见 findings.csv 或 JSON 输出。"),
                Language::En => {
                    format!("{more} more repairs are as small; findings.csv and the JSON output list them.")
                }
            };
            pen.item("…", &text, Ink::Dim);
        }
    }
    let soft: Vec<&Finding> = suspicions(filing).collect();
    if !soft.is_empty() {
        pen.line("");
        let title = pen.ink(say(language, "存疑与提示", "Suspicious, or worth knowing"), Ink::Bold);
        pen.line(&title);
        for finding in soft {
            let text = format!("[{}] {}", severity(finding.severity, language), sentence(finding));
            pen.item("-", &text, Ink::Plain);
        }
    }
    if let Some(line) = outcomes(filing, language) {
        pen.line("");
        let line = pen.ink(&line, Ink::Dim);
        pen.line(&line);
    }
    if !filing.tables.is_empty() {
        let legend = say(
            language,
            "图例：空白即原文空白；· 表中没有；? 不能读作数；~ 由连写文字还原；! 疑有误；✗ 该行（列）有关系不成立",
            "Key: empty = blank in the source; · = not there; ? = no number; ~ = recovered from run-together text; ! = suspected; ✗ = an equation over this row or column fails",
        );
        for line in wrap(legend, pen.width) {
            let line = pen.ink(&line, Ink::Dim);
            pen.line(&line);
        }
    }
}
