//! Word's paper: paragraphs, tables and notes at their margin, written with docx-rs. Nothing here knows what a filing is.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, Comment, Docx, Footer, LineSpacing, PageMargin, PageNum, Paragraph, Run, RunFonts, Shading, Style,
    StyleType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use crate::view::plain;

/// Twentieths of a point between the margins of an A4 page.
const WIDTH: usize = 11_906 - 2 * MARGIN;
const MARGIN: usize = 1_000;
/// Half points.
const TEXT: usize = 21;
const SMALL: usize = 17;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Plain,
    /// Written about the text, not of it.
    Soft,
    /// What does not hold.
    Bad,
    /// A label.
    Head,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Slot {
    /// Its lines.
    pub lines: Vec<(String, Look)>,
    /// Columns and rows that it covers.
    pub span: (usize, usize),
    /// Colour behind it, six hexadecimal digits.
    pub fill: Option<&'static str>,
    /// It holds a number.
    pub number: bool,
    /// A note at the margin.
    pub note: Option<String>,
}

/// A document while it is written.
pub struct Paper {
    pieces: Vec<Piece>,
    author: &'static str,
    notes: usize,
}

enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// What XML can say (XML 1.0, 2.2), and nothing that turns the order of writing.
fn clean(text: &str) -> String {
    plain(text).replace(['\u{fffe}', '\u{ffff}', '\0'], "\u{fffd}").replace('\n', " ")
}

fn run(text: &str, look: Look, size: usize) -> Run {
    let run = Run::new().add_text(clean(text)).size(size);
    match look {
        Look::Plain => run,
        Look::Soft => run.color("5B6470"),
        Look::Bad => run.color("B3261E").bold(),
        Look::Head => run.bold(),
    }
}

/// An empty document: page, fonts, headings, page numbers.
fn page() -> Docx {
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia("宋体");
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph).name(name).bold().size(size).outline_lvl(level)
    };
    let margin = i32::try_from(MARGIN).unwrap_or(1_000);
    let margins = PageMargin::new().top(margin).bottom(margin).left(margin).right(margin);
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(margins)
        .default_fonts(fonts)
        .default_size(TEXT)
        .add_style(heading("Heading1", "heading 1", 32, 0))
        .add_style(heading("Heading2", "heading 2", 24, 1))
        .footer(Footer::new().add_paragraph(number))
}

impl Paper {
    /// An empty document; `author` signs its notes.
    pub fn new(author: &'static str) -> Self {
        Self { pieces: Vec::new(), author, notes: 0 }
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    /// A heading; level one is the title.
    pub fn heading(&mut self, text: &str, level: usize) {
        let spacing = LineSpacing::new().before(if level == 1 { 0 } else { 280 }).after(100);
        let paragraph = Paragraph::new().style(if level == 1 { "Heading1" } else { "Heading2" }).keep_next(true);
        self.paragraph(paragraph.line_spacing(spacing).add_run(Run::new().add_text(clean(text))));
    }

    /// A paragraph of differently written texts, set in by so many steps.
    pub fn text(&mut self, parts: &[(String, Look)], steps: usize) {
        let indent = i32::try_from(steps * 360).unwrap_or_default();
        let paragraph =
            Paragraph::new().line_spacing(LineSpacing::new().after(60)).indent(Some(indent), None, None, None);
        let paragraph =
            parts.iter().fold(paragraph, |paragraph, (text, look)| paragraph.add_run(run(text, *look, TEXT)));
        self.paragraph(paragraph);
    }

    /// A table, its columns as wide as their shares of the page.
    pub fn table(&mut self, rows: &[Vec<Slot>], shares: &[usize]) {
        let all: usize = shares.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = shares.iter().map(|share| share * WIDTH / all).collect();
        let mut drawn = Vec::new();
        // A small table stays on its page.
        let small = rows.len() <= 8;
        // Rows that a slot above still covers, and how wide it is, by its first column.
        let mut covered: Vec<(usize, usize)> = vec![(0, 1); widths.len()];
        for (number, row) in rows.iter().enumerate() {
            let kept = small && number + 1 < rows.len();
            let mut cells = Vec::new();
            let mut slots = row.iter();
            let mut column = 0;
            while column < widths.len() {
                let (left, across) = covered[column];
                let wide = |across: usize| widths.iter().skip(column).take(across).sum();
                if left > 0 {
                    covered[column].0 -= 1;
                    let cell = TableCell::new().vertical_merge(VMergeType::Continue).add_paragraph(Paragraph::new());
                    cells.push(cell.grid_span(across).width(wide(across), WidthType::Dxa));
                    column += across;
                    continue;
                }
                let Some(slot) = slots.next() else { break };
                let (across, down) = (slot.span.0.max(1), slot.span.1.max(1));
                let mut cell = self.cell(slot, kept).grid_span(across).width(wide(across), WidthType::Dxa);
                if down > 1 {
                    cell = cell.vertical_merge(VMergeType::Restart);
                    covered[column] = (down - 1, across);
                }
                cells.push(cell);
                column += across;
            }
            drawn.push(TableRow::new(cells).cant_split());
        }
        let margins = TableCellMargins::new().margin(20, 50, 20, 50);
        let table = Table::new(drawn).set_grid(widths).layout(TableLayoutType::Fixed).margins(margins);
        self.pieces.push(Piece::Table(Box::new(table)));
        self.paragraph(Paragraph::new().size(8));
    }

    fn cell(&mut self, slot: &Slot, kept: bool) -> TableCell {
        let align = if slot.number { AlignmentType::Right } else { AlignmentType::Left };
        let mut cell = TableCell::new().vertical_align(VAlignType::Center);
        if let Some(fill) = slot.fill {
            cell = cell.shading(Shading::new().fill(fill));
        }
        let mut note = slot.note.as_ref();
        for (text, look) in &slot.lines {
            let mut paragraph = Paragraph::new().align(align).keep_next(kept);
            let written = run(text, *look, SMALL);
            paragraph = match note.take() {
                None => paragraph.add_run(written),
                Some(note) => {
                    self.notes += 1;
                    let said = Paragraph::new().add_run(run(note, Look::Plain, SMALL));
                    let comment = Comment::new(self.notes).author(self.author).add_paragraph(said);
                    paragraph.add_comment_start(comment).add_run(written).add_comment_end(self.notes)
                }
            };
            cell = cell.add_paragraph(paragraph);
        }
        if slot.lines.is_empty() { cell.add_paragraph(Paragraph::new()) } else { cell }
    }

    /// The bytes of the document, which names what made it.
    ///
    /// # Errors
    /// When docx-rs cannot write it.
    pub fn finish(self, mark: &str) -> io::Result<Vec<u8>> {
        let docx = self.pieces.into_iter().fold(page().custom_property("generator", mark), |docx, piece| match piece {
            Piece::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            Piece::Table(table) => docx.add_table(*table),
        });
        let mut bytes = Cursor::new(Vec::new());
        docx.build().pack(&mut bytes).map_err(io::Error::other)?;
        Ok(bytes.into_inner())
    }
}
