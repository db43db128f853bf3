//! Word documents, written with docx-rs: real merges (`gridSpan`, `vMerge`), runs cut in the middle of numbers,
//! tables inside layout tables.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, LineSpacingType, Paragraph, Run, RunFonts, Table, TableCell,
    TableLayoutType, TableRow, VMergeType, WidthType,
};

use crate::archive::{self, Member};
use crate::layout::Sheet;
use crate::report::{Block, Report};

/// The templates.
#[derive(Clone, Copy, PartialEq)]
pub enum Template {
    /// As the official template is built.
    Official,
    /// Runs end in the middle of words and numbers.
    CutRuns,
    /// Every table stands inside a layout table of one cell.
    Framed,
}

/// The document's bytes.
pub fn write(report: &Report, template: Template) -> Vec<u8> {
    let mut document = Docx::new();
    for block in &report.blocks {
        document = match block {
            Block::Title(text) => document.add_paragraph(Paragraph::new().add_run(run().add_text(text).bold())),
            Block::Heading(text) | Block::Text(text) => document.add_paragraph(paragraph(text, template)),
            Block::Table(sheet) if template == Template::Framed => {
                let inner = TableCell::new().add_table(table(sheet, template)).add_paragraph(Paragraph::new());
                document.add_table(Table::new(vec![TableRow::new(vec![inner])]))
            }
            Block::Table(sheet) => document.add_table(table(sheet, template)).add_paragraph(Paragraph::new()),
        };
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).expect("a document is written to memory");
    deflated(&bytes.into_inner())
}

/// The package with its parts compressed, as word processors write it; docx-rs stores them.
fn deflated(package: &[u8]) -> Vec<u8> {
    let archive = rawzip::ZipArchive::from_slice(package).expect("docx-rs writes a zip");
    let mut members = Vec::new();
    for entry in archive.entries() {
        let entry = entry.expect("docx-rs writes a whole directory");
        if entry.is_dir() {
            continue;
        }
        let part = archive.get_entry(entry.wayfinder()).expect("every part is there");
        members.push(Member { name: entry.file_path().as_ref().to_vec(), bytes: part.data().to_vec(), deflate: true });
    }
    archive::write(&members, 0)
}

/// A run with the properties that word processors repeat on every run.
fn run() -> Run {
    Run::new()
        .fonts(RunFonts::new().ascii("仿宋_GB2312").east_asia("仿宋_GB2312").hi_ansi("仿宋_GB2312"))
        .size(21)
        .color("000000")
        .character_spacing(0)
}

fn paragraph(text: &str, template: Template) -> Paragraph {
    // As repeated in every cell by word processors, so that the part is as large as theirs.
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(360).before(0).after(0);
    let mut paragraph =
        Paragraph::new().align(AlignmentType::Left).line_spacing(spacing).indent(Some(0), None, None, None);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            paragraph = paragraph.add_run(run().add_break(BreakType::TextWrapping));
        }
        if template == Template::CutRuns {
            let chars: Vec<char> = line.chars().collect();
            // An odd length, so that numbers of two digits and more are cut somewhere.
            for piece in chars.chunks(if chars.len() > 6 { 5 } else { 1 }) {
                paragraph = paragraph.add_run(run().add_text(piece.iter().collect::<String>()));
            }
        } else if !line.is_empty() {
            paragraph = paragraph.add_run(run().add_text(line));
        }
    }
    paragraph
}

fn table(sheet: &Sheet, template: Template) -> Table {
    // Twentieths of a point over the type area of an A4 page.
    let widths: Vec<usize> = sheet.widths().iter().map(|share| share * 85 / 10).collect();
    let rows = sheet.slots().into_iter().enumerate().map(|(number, slots)| {
        let mut cells = Vec::new();
        let mut seen = None;
        for (column, (row, index, _)) in slots.into_iter().enumerate() {
            if seen == Some((row, index)) {
                continue;
            }
            seen = Some((row, index));
            let source = &sheet.rows[row][index];
            let wide: usize = widths[column..column + source.across].iter().sum();
            let mut cell = TableCell::new().width(wide, WidthType::Dxa);
            if source.across > 1 {
                cell = cell.grid_span(source.across);
            }
            if source.down > 1 {
                let merge = if row == number { VMergeType::Restart } else { VMergeType::Continue };
                cell = cell.vertical_merge(merge);
            }
            // Narrow labels: each character is a paragraph, as in hand-made tables.
            let text = if row == number { source.text.as_str() } else { "" };
            for line in text.split('\n') {
                cell = cell.add_paragraph(paragraph(line, template));
            }
            cells.push(cell);
        }
        TableRow::new(cells)
    });
    Table::new(rows.collect()).set_grid(widths.clone()).layout(TableLayoutType::Fixed)
}
