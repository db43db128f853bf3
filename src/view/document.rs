//! A document as its reader saw it, before any form is bound to it: blocks in order with their places, tables with their
//! spans. As plain text, Markdown, an HTML page, or JSON.

use std::fmt::Write as _;

use maud::{Markup, html};
use serde_json::{Value, json};

use super::html::document as page;
use super::words::say;
use crate::document::{Block, Cell, CellGrid, Document, Role};
use crate::finding::{Finding, Language};

/// Cells of a grid by row, those that a span covers left out.
fn rows(grid: &CellGrid) -> Vec<Vec<&Cell>> {
    let mut rows: Vec<Vec<&Cell>> = vec![Vec::new(); grid.rows];
    for cell in &grid.cells {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(cell);
        }
    }
    for row in &mut rows {
        row.sort_by_key(|cell| cell.column);
    }
    rows
}

/// Plain text: a paragraph a line, the cells of a row between tabs.
pub fn text(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => out.push_str(&paragraph.text),
            Block::Grid(grid) => {
                let line = |row: &Vec<&Cell>| {
                    row.iter().map(|cell| cell.text.replace(['\n', '\t'], " ")).collect::<Vec<_>>().join("\t")
                };
                out.push_str(&rows(grid).iter().map(line).collect::<Vec<_>>().join("\n"));
            }
            Block::Picture(_) => out.push_str("[picture]"),
        }
        out.push('\n');
    }
    super::plain(&out).into_owned()
}

/// Markdown: headings, paragraphs, pipe tables in which a span repeats nothing.
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mark = if paragraph.role == Role::Heading { "## " } else { "" };
                let _ = writeln!(out, "{mark}{}\n", escaped(&paragraph.text));
            }
            Block::Grid(grid) => {
                let mut table = vec![vec![String::new(); grid.columns]; grid.rows];
                for cell in &grid.cells {
                    if let Some(slot) = table.get_mut(cell.row).and_then(|row| row.get_mut(cell.column)) {
                        *slot = escaped(&cell.text).replace('\n', "<br>");
                    }
                }
                for (number, row) in table.iter().enumerate() {
                    let _ = writeln!(out, "| {} |", row.join(" | "));
                    if number == 0 {
                        let _ = writeln!(out, "|{}", " --- |".repeat(grid.columns));
                    }
                }
                out.push('\n');
            }
            Block::Picture(_) => out.push_str("![picture]()\n\n"),
        }
    }
    super::plain(&out).into_owned()
}

/// Characters with a meaning in Markdown, written so that they have none.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '\\' | '*' | '_' | '`' | '<' | '#' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// JSON: every block with its place, every cell with its spans.
pub fn json(document: &Document, name: &str, format: &str, notices: &[Finding]) -> Value {
    let blocks: Vec<Value> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => json!({
                "paragraph": paragraph.text, "role": format!("{:?}", paragraph.role).to_lowercase(),
                "page": paragraph.location.page, "place": paragraph.location.to_string(),
            }),
            Block::Grid(grid) => json!({
                "table": grid.cells.iter().map(|cell| json!({
                    "row": cell.row, "column": cell.column, "row_span": cell.row_span, "column_span": cell.column_span,
                    "text": cell.text, "header": cell.header, "place": cell.location.to_string(),
                })).collect::<Vec<_>>(),
                "rows": grid.rows, "columns": grid.columns, "ruled": grid.ruled, "caption": grid.caption,
                "page": grid.location.page, "place": grid.location.to_string(),
            }),
            Block::Picture(picture) => json!({
                "picture": picture.size.map(|(width, height)| [width, height]),
                "page": picture.location.page, "place": picture.location.to_string(),
            }),
        })
        .collect();
    let notices: Vec<Value> = notices
        .iter()
        .map(|notice| json!({ "code": notice.code, "message": notice.message(Language::En, &|_| String::new()) }))
        .collect();
    let metadata = &document.metadata;
    json!({
        "file": name, "format": format, "encoding": document.encoding, "pages": document.pages,
        "metadata": {
            "title": metadata.title, "organ": metadata.organ, "site": metadata.site, "published": metadata.published,
            "index_number": metadata.index_number, "url": metadata.url,
        },
        "blocks": blocks, "notices": notices,
    })
}

/// An HTML page.
pub fn html(document: &Document, name: &str, format: &str, notices: &[Finding], language: Language) -> String {
    let body = html! {
        main {
            h1 { (name) }
            p.facts {
                (format) " · " (document.encoding.as_deref().unwrap_or("—")) " · "
                (document.blocks.len()) (say(language, " 块", " blocks"))
            }
            @if !notices.is_empty() {
                h2 { (say(language, "读取提示", "Notices")) }
                ul { @for notice in notices { li { code { (notice.code) } " " (notice.message(language, &|_| String::new())) } } }
            }
            @for block in &document.blocks { (one(block, language)) }
        }
    };
    page(name, language, include_str!("page.css"), &body, "")
}

fn one(block: &Block, language: Language) -> Markup {
    html! {
        @match block {
            Block::Paragraph(paragraph) => {
                @let place = paragraph.location.to_string();
                @match paragraph.role {
                    Role::Heading => { h2 title=(place) { (paragraph.text) } }
                    Role::Body => { p title=(place) { (paragraph.text) } }
                    role => { p.legend title=(place) { "[" (format!("{role:?}").to_lowercase()) "] " (paragraph.text) } }
                }
            }
            Block::Grid(grid) => {
                div.scroll tabindex="0" role="region" aria-label=(say(language, "表格", "table")) {
                    table {
                        caption { (say(language, "表格 ", "table ")) (grid.location.to_string()) " · " (grid.rows) "×" (grid.columns) }
                        tbody { @for row in rows(grid) { tr { @for cell in row {
                            td rowspan=(cell.row_span) colspan=(cell.column_span) title=(cell.location.to_string()) { (cell.text) }
                        } } } }
                    }
                }
            }
            Block::Picture(picture) => {
                p.legend { "[" (say(language, "图片", "picture")) " " (picture.location.to_string()) "]" }
            }
        }
    }
}
