//! The shapes of plain text and Markdown. A decoded text in, a document out: tables in whatever shape the text keeps
//! them as grids, the rest as paragraphs, lines such as `发布机构：` as metadata.
//!
//! Shapes of tables: one cell to a line ([`cells`]), or to a paragraph ([`apart`]), one row to a line ([`delimited`], [`csv`], [`markdown`]), either
//! with bars ([`bars`]) or what stands for them ([`separators`]), drawn with rules ([`drawn`], [`crossed`]), cells strung with single blanks ([`strung`]), columns and rows numbered ([`numbered`]), columns laid out with blanks ([`layout`]), and pieces of HTML, which
//! another reader is handed for. Text that ran together without any separator stays
//! a paragraph with its characters untouched; taking it apart needs the form, which readers do not know.

mod apart;
mod bars;
mod cells;
mod crossed;
mod csv;
mod delimited;
mod drawn;
mod fenced;
mod folded;
mod layout;
mod lines;
mod markdown;
mod numbered;
mod prose;
mod rows;
mod separators;
mod strung;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::masthead::{self, Masthead};
use crate::document::{Block, Budget, CellGrid, Document, Omission, Role, SourceLocation};
use crate::error::ReadError;
use lines::{Line, Pitch, trimmed};
use rows::{Row, Table};

/// What reads a piece of HTML in a text.
pub(super) type Fragment = fn(&str, &Budget) -> Result<Document, ReadError>;

/// Blocks of a decoded text. Without a reader of `fragments` the tags of HTML in it are text (it is a page that hands it over).
pub(super) fn shape(text: &str, budget: &Budget, fragments: Option<Fragment>) -> Result<Document, ReadError> {
    let text = separators::without_quotes(text);
    let text = separators::without_line_numbers(&text);
    let text = separators::with_bars(&text);
    let mut lines = lines::split(&text);
    csv::free_prose(&text, &mut lines);
    let mut reading = Reading {
        folded: prose::folding_width(&lines),
        pitch: None,
        document: Document::default(),
        masthead: Masthead::default(),
        prose: Vec::new(),
        endless: false,
        unfenced: false,
        flat: usize::MAX,
        none: [usize::MAX; 2],
        budget,
        fragments,
    };
    let mut at = 0;
    while at < lines.len() {
        at += reading.step(&lines[at..])?;
    }
    reading.end_prose();
    reading.document.metadata = reading.masthead.finish();
    Ok(reading.document)
}

struct Reading<'a> {
    folded: Option<usize>,
    /// In what columns its tables are laid out, once one was met.
    pitch: Option<Pitch>,
    document: Document,
    masthead: Masthead,
    /// Lines of running text since the last block.
    prose: Vec<Line<'a>>,
    /// A comment was found that never ends: no other is looked for.
    endless: bool,
    /// A table of markup was met that never ends: no other is looked for.
    unfenced: bool,
    /// How many lines are left, counted from the end, in which a table may start whose cells are folded.
    flat: usize,
    /// How many lines are left, counted from the end, in which a table with bars or with commas may start.
    none: [usize; 2],
    budget: &'a Budget,
    fragments: Option<Fragment>,
}

/// Longest line of a masthead, in characters.
const MASTHEAD: usize = 200;

impl<'a> Reading<'a> {
    /// Takes what starts at the first line; how many lines it took.
    fn step(&mut self, lines: &[Line<'a>]) -> Result<usize, ReadError> {
        let line = lines[0];
        let text = line.trimmed();
        if text.is_empty() && !line.text.starts_with('\t') {
            self.prose.push(line);
            return Ok(1);
        }
        if let Some(read) = self.fragments
            && let Some(used) = self.markup(lines, read)?
        {
            return Ok(used);
        }
        if let Some(used) = self.comment(lines) {
            return Ok(used);
        }
        if let Some(table) = apart::read(lines) {
            self.grid(table.rows, table.ruled)?;
            return Ok(table.used);
        }
        if let Some((grid, used)) = drawn::read(lines) {
            self.end_prose();
            self.push_grid(grid)?;
            return Ok(used);
        }
        if let Some((rows, used)) = cells::read(lines) {
            self.grid(rows, false)?;
            return Ok(used);
        }
        let table = self
            .barred(lines, text)
            .or_else(|| markdown::read(lines, self.fragments))
            .or_else(|| self.separated(lines))
            .or_else(|| delimited::read(lines))
            .or_else(|| strung::read(lines))
            .or_else(|| numbered::read(lines));
        if let Some(table) = table {
            self.grid(table.rows, table.ruled)?;
            return Ok(table.used);
        }
        if layout::starts(lines) {
            let pitch = *self.pitch.get_or_insert_with(|| layout::pitch(lines));
            if let Some((rows, used)) = layout::read(lines, pitch) {
                self.grid(rows, false)?;
                return Ok(used);
            }
        }
        self.line(line, text);
        Ok(1)
    }

    /// A table that markup opens, or whose cells are folded between bars.
    fn barred(&mut self, lines: &[Line<'a>], text: &str) -> Option<Table> {
        if !text.starts_with(['|', '{']) {
            return None;
        }
        if !self.unfenced && fenced::opens(text) {
            let (table, ends) = fenced::read(lines);
            self.unfenced = !ends;
            return table;
        }
        if lines.len() > self.flat {
            return None;
        }
        folded::read(lines).map_err(|looked| self.flat = lines.len() - looked).ok()
    }

    /// A table with separators between its cells. Lines that were found to be none are not looked at again.
    fn separated(&mut self, lines: &[Line<'a>]) -> Option<Table> {
        let shapes = [bars::read, csv::read];
        for (read, left) in shapes.iter().zip(&mut self.none) {
            if lines.len() > *left {
                continue;
            }
            match read(lines) {
                Ok(table) => return Some(table),
                Err(looked) => *left = lines.len() - looked,
            }
        }
        None
    }

    /// A line of no table.
    fn line(&mut self, line: Line<'a>, text: &str) {
        if is_rule(text) {
            self.end_prose();
        } else if text.chars().take(MASTHEAD + 1).count() <= MASTHEAD && self.masthead.line(text) {
            self.end_prose();
            self.document.push_text(text, Role::Navigation, line.location(text));
        } else if let Some(heading) = markdown_heading(text) {
            self.end_prose();
            self.document.push_text(&markdown::unmarked(heading, self.fragments), Role::Heading, line.location(text));
        } else {
            self.prose.push(line);
        }
    }

    fn end_prose(&mut self) {
        for paragraph in prose::unfold(&self.prose, self.folded) {
            let text = markdown::without_comments(&paragraph.text);
            let (text, _) = markdown::unstruck(&text);
            let text = without_bookmarks(&text);
            let role = if masthead::bread_crumb(&text) { Role::Navigation } else { Role::Body };
            self.document.push_text(&text, role, paragraph.location);
        }
        self.prose.clear();
    }

    fn grid(&mut self, rows: Vec<Row>, ruled: bool) -> Result<(), ReadError> {
        self.end_prose();
        for cell in rows.iter().flatten().filter(|cell| !cell.struck.is_empty()) {
            self.document.omissions.add(Omission::Struck, &cell.struck, cell.location);
        }
        if let Some(grid) = rows::grid(rows, ruled) {
            self.push_grid(grid)?;
        }
        Ok(())
    }

    fn push_grid(&mut self, grid: CellGrid) -> Result<(), ReadError> {
        self.budget.cells(grid.cells.len())?;
        if self.masthead.grid(&grid) {
            for row in 0..grid.rows {
                let cells: Vec<&str> = grid.row(row).map(|cell| cell.text.as_str()).collect();
                self.document.push_text(&cells.join(" "), Role::Navigation, grid.location);
            }
        } else if !grid.is_blank() {
            self.document.blocks.push(Block::Grid(grid));
        }
        Ok(())
    }

    /// How many lines a comment takes that begins with the first line and ends with another.
    fn comment(&mut self, lines: &[Line<'a>]) -> Option<usize> {
        if self.fragments.is_none() || self.endless || !lines[0].trimmed().starts_with("<!--") {
            return None;
        }
        let Some(last) = lines.iter().position(|line| line.text.contains("-->")) else {
            self.endless = true;
            return None;
        };
        lines[last].trimmed().ends_with("-->").then_some(last + 1)
    }

    /// An HTML table inside the text.
    fn markup(&mut self, lines: &[Line<'a>], read: Fragment) -> Result<Option<usize>, ReadError> {
        let opens = |line: &Line| line.trimmed().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("<table"));
        if !opens(&lines[0]) {
            return Ok(None);
        }
        let (mut depth, mut used) = (0usize, 0);
        let mut source = String::new();
        for line in lines {
            let lower = line.text.to_ascii_lowercase();
            depth = (depth + lower.matches("<table").count()).saturating_sub(lower.matches("</table").count());
            source.push_str(line.text);
            source.push('\n');
            used += 1;
            if depth == 0 {
                break;
            }
        }
        self.end_prose();
        let page = read(&source, self.budget)?;
        let place = SourceLocation::line(lines[0].number, 0, 0);
        for block in page.blocks {
            match block {
                Block::Grid(grid) => self.push_grid(grid)?,
                Block::Paragraph(paragraph) => self.document.push_text(&paragraph.text, paragraph.role, place),
                Block::Picture(picture) => self.document.blocks.push(Block::Picture(picture)),
            }
        }
        Ok(Some(used))
    }
}

/// A line drawn with characters.
fn is_rule(text: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | '=' | '_' | '*' | '—' | '─' | '━' | '~' | '#');
    let count = text.chars().filter(|&character| drawn(character)).count();
    // A word in the middle of the line still makes a rule of it: `===== 正文 =====`.
    text.starts_with(drawn) && text.ends_with(drawn) && (count >= 10 || count >= 3 && count == text.chars().count())
}

/// The text of `## …`.
fn markdown_heading(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    ((1..=6).contains(&level) && rest.starts_with(' ')).then(|| trimmed(rest))
}

/// `[bookmark: name]` is what converters leave of a bookmark; it is no text.
fn without_bookmarks(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'[' | b'*')) {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(start) = rest.find("[bookmark:") {
        let Some(length) = rest[start..].find(']') else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    kept.push_str(rest);
    Cow::Owned(kept.replace("**", ""))
}
