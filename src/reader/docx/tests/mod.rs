//! Documents made in memory, and what is read from them.

mod hostile;
mod looks;
mod tables;
mod text;

use crate::document::{Block, Document};
use crate::reader::zip::build;
use crate::reader::{Context, Format, read};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A document part with this body.
fn part(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{W}\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><w:body>{body}</w:body></w:document>"
    )
}

/// The package around a document part, with further parts.
fn package(document: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())];
    parts.extend(others.iter().map(|(name, content)| (*name, content.as_bytes())));
    build::zip(&parts)
}

fn read_docx(bytes: &[u8]) -> (Document, Vec<String>) {
    let mut context = Context::default();
    let document = read(Format::Docx, bytes, &mut context).unwrap();
    let notices = context.notices.iter().map(|notice| notice.code().to_owned()).collect();
    (document, notices)
}

/// A document as lines: `role place: text` for paragraphs, `row,column rows x columns: text` for cells.
fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                lines.push(format!("{:?} {}: {}", paragraph.role, paragraph.location, paragraph.text));
            }
            Block::Picture(picture) => lines.push(format!("Picture {:?}", picture.size)),
            Block::Grid(grid) => {
                lines.push(format!("Grid {}x{} {}", grid.rows, grid.columns, grid.location));
                lines.extend(grid.cells.iter().map(|cell| {
                    let marks = [(cell.header, " header"), (cell.picture, " picture")];
                    let marks: String = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
                    let place = format!("{},{} {}x{}", cell.row, cell.column, cell.row_span, cell.column_span);
                    format!("{place}{marks}: {}", cell.text)
                }));
            }
        }
    }
    lines
}

/// The lines of a body without other parts; no notice is expected.
fn body(body: &str) -> Vec<String> {
    let (document, notices) = read_docx(&package(&part(body), &[]));
    assert_eq!(notices, Vec::<String>::new());
    lines(&document)
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}
