//! Documents as compact text, for tests: one line for a paragraph (`p`, `h` heading, `n` navigation, `m`
//! margin, `f` note), `picture`, and grids as `grid ROWSxCOLUMNS` with one line `r c rs cs text` a cell
//! (`free` where columns are not the source's own).

use std::fmt::Write;

use crate::document::{Block, CellGrid, Document, Role};

/// A document's blocks as text.
pub(super) fn render(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mark = match paragraph.role {
                    Role::Body => 'p',
                    Role::Heading => 'h',
                    Role::Navigation => 'n',
                    Role::Margin => 'm',
                    Role::Note => 'f',
                };
                let _ = writeln!(out, "{mark} {}", escape(&paragraph.text));
            }
            Block::Picture(picture) => {
                let _ = match picture.size {
                    Some((width, height)) => writeln!(out, "picture {width}x{height}"),
                    None => writeln!(out, "picture"),
                };
            }
            Block::Grid(grid) => out.push_str(&render_grid(grid)),
        }
    }
    out
}

fn render_grid(grid: &CellGrid) -> String {
    let free = if grid.ruled { "" } else { " free" };
    let mut out = format!("grid {}x{}{free}\n", grid.rows, grid.columns);
    if let Some(caption) = &grid.caption {
        let _ = writeln!(out, "  caption {}", escape(caption));
    }
    for cell in &grid.cells {
        let text = escape(&cell.text);
        let marks = match (cell.header, cell.picture) {
            (true, _) => " !",
            (_, true) => " [picture]",
            _ => "",
        };
        let line = format!("  {} {} {} {}{marks} {text}", cell.row, cell.column, cell.row_span, cell.column_span);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Rows of free grids in one line each, cells between bars: shorter where spans say nothing.
pub(super) fn render_rows(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Grid(grid) => {
                let _ = writeln!(out, "grid{}", if grid.ruled { " ruled" } else { "" });
                for row in 0..grid.rows {
                    let cells: Vec<String> = grid.row(row).map(|cell| escape(&cell.text)).collect();
                    let _ = writeln!(out, "  |{}|", cells.join("|"));
                }
            }
            other => out.push_str(&render(&Document { blocks: vec![other.clone()], ..Document::default() })),
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('\n', "\\n")
}
