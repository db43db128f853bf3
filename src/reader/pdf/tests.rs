//! Whole documents through the reader.

use super::*;
use crate::document::Block;

pub(crate) fn dump(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(p) => out.push_str(&format!("P[{:?}] {}\n", p.role, p.text)),
            Block::Picture(p) => out.push_str(&format!("PICTURE {:?}\n", p.location.page)),
            Block::Grid(g) => {
                out.push_str(&format!("GRID {}x{} ruled={}\n", g.rows, g.columns, g.ruled));
                for row in 0..g.rows {
                    let cells: Vec<_> = g
                        .row(row)
                        .map(|c| format!("{}:{}x{} {}", c.column, c.row_span, c.column_span, c.text.replace('\n', "⏎")))
                        .collect();
                    out.push_str(&format!("  {row} | {}\n", cells.join(" | ")));
                }
            }
        }
    }
    out
}

#[test]
#[ignore]
fn look() {
    let path = std::env::var("LOOK").unwrap();
    let mut context = Context::default();
    let bytes = std::fs::read(path).unwrap();
    let document = read(&bytes, &mut context).unwrap();
    println!("{}{:?} {:?}", dump(&document), document.metadata, context.findings);
}
