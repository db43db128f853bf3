//! Marks in, blocks out.

use super::*;
use crate::document::Slot;
use crate::limits::{CELL_BYTES, Limits};

fn limits() -> Limits {
    Limits { document_bytes: 20 * CELL_BYTES, nesting: 4, ..Limits::default() }
}

fn flow() -> Marks {
    Marks::new(Role::Body, Budget::new(&limits()))
}

/// The outline of the body of `report.doc` and `report.rtf`, which say the same.
pub const BODY_OF_REPORT: &[&str] = &[
    "Heading 青禾县年度统计 @ paragraph 1",
    "Body 全年收到申请12件，上年结转3件。 @ paragraph 2",
    "Body 见附表：\t甲\n乙 @ paragraph 3",
    "Body 框旁 @ paragraph 4",
    "Grid 5x5",
    "  0,0 2x2 \"项目\" @ table 1 row 1 cell 1",
    "  0,2 1x2 \"申请人\" @ table 1 row 1 cell 2",
    "  0,4 2x1 \"总计\" @ table 1 row 1 cell 3",
    "  1,2 1x1 \"自然人\" @ table 1 row 2 cell 2",
    "  1,3 1x1 \"企业\" @ table 1 row 2 cell 3",
    "  2,0 1x2 \"一、新收\" @ table 1 row 3 cell 1",
    "  2,2 1x1 \"10\" @ table 1 row 3 cell 2",
    "  2,3 1x1 \"2\" @ table 1 row 3 cell 3",
    "  2,4 1x1 \"12\" @ table 1 row 3 cell 4",
    "  3,0 2x1 \"二、\\n办理\" @ table 1 row 4 cell 1",
    "  3,1 1x1 \"公开\" @ table 1 row 4 cell 2",
    "  3,2 1x1 \"9\" @ table 1 row 4 cell 3",
    "  3,3 1x1 \"\" @ table 1 row 4 cell 4",
    "  3,4 1x1 \"9\" @ table 1 row 4 cell 5",
    "  4,1 1x1 \"不公开\" @ table 1 row 5 cell 2",
    "  4,2 1x1 \"1\" @ table 1 row 5 cell 3",
    "  4,3 1x1 \"2\" @ table 1 row 5 cell 4",
    "  4,4 1x1 \"3\" @ table 1 row 5 cell 5",
    "Body 两表之间 @ paragraph 5",
    "Body 外框 @ table 2 row 1 cell 1",
    "Grid 2x2",
    "  0,0 1x1 \"维持\" @ table 3 row 1 cell 1",
    "  0,1 1x1 \"纠正\" @ table 3 row 1 cell 2",
    "  1,0 1x1 \"4\" @ table 3 row 2 cell 1",
    "  1,1 1x1 \"0\" @ table 3 row 2 cell 2",
    "Body 内表之后 @ table 2 row 1 cell 1",
    "Body 右格 @ table 2 row 1 cell 2",
    "Body 完 @ paragraph 6",
    "Body 文本框文字 @ paragraph 7",
];

/// A line for each block; cells as `row,column rowsxcolumns text`.
pub fn outline(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                lines.push(format!("{:?} {} @ {}", paragraph.role, paragraph.text, paragraph.location));
            }
            Block::Picture(picture) => lines.push(format!("Picture @ {}", picture.location)),
            Block::Grid(grid) => {
                lines.push(format!("Grid {}x{}", grid.rows, grid.columns));
                assert!(!matches!(grid.slot(0, 0), Slot::Covered(_)));
                for cell in &grid.cells {
                    let picture = if cell.picture { " +picture" } else { "" };
                    lines.push(format!(
                        "  {},{} {}x{} {:?}{picture} @ {}",
                        cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.location
                    ));
                }
            }
        }
    }
    lines
}

fn cell(flow: &mut Marks, depth: usize, text: &str) {
    flow.text().push_str(text);
    flow.end_cell(depth).unwrap();
}

fn row(flow: &mut Marks, depth: usize, texts: &[&str]) {
    for text in texts {
        cell(flow, depth, text);
    }
    let edges = (0..=texts.len()).map(|edge| edge as i32 * 1000).collect();
    flow.end_row(depth, RowShape { edges, ..RowShape::default() }).unwrap();
}

#[test]
fn paragraphs_and_a_table() {
    let mut flow = flow();
    flow.text().push_str("标题");
    flow.end_paragraph(0, true).unwrap();
    flow.end_paragraph(0, false).unwrap();
    flow.text().push_str("第一行");
    flow.end_paragraph(1, false).unwrap();
    row(&mut flow, 1, &["第二行", "1"]);
    row(&mut flow, 1, &["b", " 2 "]);
    flow.text().push_str("后文");
    flow.end_paragraph(0, false).unwrap();
    assert_eq!(
        outline(&flow.finish().unwrap()),
        [
            "Heading 标题 @ paragraph 1",
            "Grid 2x2",
            "  0,0 1x1 \"第一行\\n第二行\" @ table 1 row 1 cell 1",
            "  0,1 1x1 \"1\" @ table 1 row 1 cell 2",
            "  1,0 1x1 \"b\" @ table 1 row 2 cell 1",
            "  1,1 1x1 \"2\" @ table 1 row 2 cell 2",
            "Body 后文 @ paragraph 3",
        ]
    );
}

#[test]
fn a_table_around_a_table_is_layout() {
    let mut flow = flow();
    flow.text().push_str("before");
    flow.end_paragraph(1, false).unwrap();
    row(&mut flow, 2, &["a", "b"]);
    row(&mut flow, 2, &["c", "d"]);
    flow.picture(None);
    row(&mut flow, 1, &["after", "side"]);
    assert_eq!(
        outline(&flow.finish().unwrap()),
        [
            "Body before @ table 1 row 1 cell 1",
            "Grid 2x2",
            "  0,0 1x1 \"a\" @ table 2 row 1 cell 1",
            "  0,1 1x1 \"b\" @ table 2 row 1 cell 2",
            "  1,0 1x1 \"c\" @ table 2 row 2 cell 1",
            "  1,1 1x1 \"d\" @ table 2 row 2 cell 2",
            "Picture @ table 1 row 1 cell 1",
            "Body after @ table 1 row 1 cell 1",
            "Body side @ table 1 row 1 cell 2",
        ]
    );
}

#[test]
fn a_table_keeps_its_cells_around_smaller_ones() {
    let mut flow = flow();
    row(&mut flow, 2, &["x", "y"]);
    row(&mut flow, 1, &["a", "1"]);
    row(&mut flow, 2, &["only"]);
    row(&mut flow, 1, &["b", "2"]);
    assert_eq!(
        outline(&flow.finish().unwrap()),
        [
            "Grid 2x2",
            "  0,0 1x1 \"a\" @ table 1 row 1 cell 1",
            "  0,1 1x1 \"1\" @ table 1 row 1 cell 2",
            "  1,0 1x1 \"only\\nb\" @ table 1 row 2 cell 1",
            "  1,1 1x1 \"2\" @ table 1 row 2 cell 2",
            "Grid 1x2",
            "  0,0 1x1 \"x\" @ table 2 row 1 cell 1",
            "  0,1 1x1 \"y\" @ table 2 row 1 cell 2",
        ]
    );
}

#[test]
fn a_single_column_is_a_frame() {
    let mut flow = flow();
    flow.text().push_str("one");
    flow.end_paragraph(1, false).unwrap();
    row(&mut flow, 1, &["two"]);
    row(&mut flow, 1, &["three"]);
    assert_eq!(
        outline(&flow.finish().unwrap()),
        ["Body one @ table 1 row 1 cell 1", "Body two @ table 1 row 1 cell 1", "Body three @ table 1 row 2 cell 1"]
    );
}

#[test]
fn tables_of_headers_are_text_and_their_pictures_nothing() {
    let mut flow = flow();
    flow.start_part(Role::Margin).unwrap();
    flow.picture(None);
    flow.end_paragraph(0, false).unwrap();
    row(&mut flow, 1, &["left", "right"]);
    assert_eq!(
        outline(&flow.finish().unwrap()),
        ["Margin left @ table 1 row 1 cell 1", "Margin right @ table 1 row 1 cell 2"]
    );
}

#[test]
fn a_picture_marks_its_cell_and_an_unfinished_row_counts() {
    let mut flow = flow();
    row(&mut flow, 1, &["a", "b"]);
    flow.picture(None);
    cell(&mut flow, 1, "");
    flow.text().push_str("open");
    assert_eq!(
        outline(&flow.finish().unwrap()),
        [
            "Grid 2x2",
            "  0,0 1x1 \"a\" @ table 1 row 1 cell 1",
            "  0,1 1x1 \"b\" @ table 1 row 1 cell 2",
            "  1,0 1x1 \"\" +picture @ table 1 row 2 cell 1",
            "  1,1 1x1 \"open\" @ table 1 row 2 cell 2",
        ]
    );
}

#[test]
fn limits_hold() {
    assert_eq!(flow().end_paragraph(5, false), Err(ReadError::limit("nesting", 4, 5)));
    let mut many = flow();
    let error = (0..30).find_map(|_| many.end_cell(1).err());
    assert_eq!(error, Some(ReadError::limit("document_bytes", 20 * CELL_BYTES, 21 * CELL_BYTES)));
    let mut long = flow();
    long.text().push_str(&"字".repeat(4_000));
    assert_eq!(long.end_paragraph(0, false), Err(ReadError::limit("document_bytes", 20 * CELL_BYTES, 12_000)));
}
