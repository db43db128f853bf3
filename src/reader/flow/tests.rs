//! Tables told as every format tells them, and what becomes of them.

use super::*;
use crate::document::Picture;
use crate::limits::{CELL_BYTES, Limits};
use crate::reader::marks::outline;

/// Tells tables of single cells: `[` and `]` begin and end a table, `/` ends a row, `|` a cell, anything else is a
/// paragraph; words behind a space are paragraphs of their own.
fn tell(flow: &mut FlowBuilder, notation: &str) -> Result<(), ReadError> {
    for word in notation.split_whitespace() {
        match word {
            "[" => {
                need_cell(flow)?;
                flow.open_table()?;
            }
            "]" => flow.end_table()?,
            "|" => {
                need_cell(flow)?;
                flow.end_cell();
            }
            "/" => {
                flow.end_cell();
                flow.end_row(None);
            }
            "#" => {
                need_cell(flow)?;
                let location = flow.place();
                flow.block(Block::Picture(Picture { size: None, location, source: None }));
            }
            "?" => flow.unread(Unread::Field),
            text => {
                need_cell(flow)?;
                let location = flow.place();
                flow.paragraph(text, Role::Body, location)?;
            }
        }
    }
    Ok(())
}

fn need_cell(flow: &mut FlowBuilder) -> Result<(), ReadError> {
    if flow.depth() == 0 || flow.in_cell() {
        return Ok(());
    }
    if flow.row().is_none() {
        flow.open_row(Row::default());
    }
    flow.open_cell(Span::one())
}

/// The blocks that a notation makes, cells in one line.
fn blocks(notation: &str) -> Vec<String> {
    let mut flow = FlowBuilder::new(Role::Body, Budget::default());
    tell(&mut flow, notation).expect("no limit is passed");
    let mut lines: Vec<String> = Vec::new();
    for line in outline(&flow.finish().expect("small tables")) {
        let line = line.split(" @ ").next().unwrap_or_default();
        match (line.strip_prefix("  "), lines.last_mut()) {
            (Some(cell), Some(grid)) => {
                grid.push(' ');
                grid.push_str(cell.split(' ').skip(2).collect::<Vec<_>>().join(" ").as_str());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

#[test]
fn a_table_in_a_cell_keeps_its_grid_behind_the_outer_one() {
    assert_eq!(
        blocks("[ 甲 [ a | 1 / b | 2 ] | 乙 | 丙 / 丁 | 戊 | 己 ]"),
        ["Grid 2x3 \"甲\" \"乙\" \"丙\" \"丁\" \"戊\" \"己\"", "Grid 2x2 \"a\" \"1\" \"b\" \"2\""]
    );
}

#[test]
fn a_column_or_a_single_text_in_a_cell_is_its_text() {
    assert_eq!(blocks("[ 甲 [ a / b ] 乙 | 1 ]"), ["Grid 1x2 \"甲\\na\\nb\\n乙\" \"1\""]);
    assert_eq!(blocks("[ 甲 [ a | | ] | 1 ]"), ["Grid 1x2 \"甲\\na\" \"1\""]);
    // A picture, or what cannot be taken, is then the cell's.
    assert_eq!(blocks("[ [ # | | ] | 1 ]"), ["Grid 1x2 \"\" +picture \"1\""]);
    let mut flow = FlowBuilder::new(Role::Body, Budget::default());
    tell(&mut flow, "[ [ a ? | | ] | 1 ]").expect("no limit is passed");
    let document = flow.finish().expect("a small table");
    let grid = document.grids().next().expect("the outer table");
    assert_eq!(grid.cells[0].unread, Some(Unread::Field));
}

#[test]
fn a_table_without_two_cells_in_a_row_is_layout() {
    assert_eq!(
        blocks("[ 甲 / [ a | 1 ] 乙 / # ] 丙"),
        ["Body 甲", "Grid 1x2 \"a\" \"1\"", "Body 乙", "Picture", "Body 丙"]
    );
}

#[test]
fn a_table_around_as_much_as_it_holds_itself_is_layout() {
    assert_eq!(blocks("[ 甲 [ a | 1 ] | 乙 / | ]"), ["Body 甲", "Grid 1x2 \"a\" \"1\"", "Body 乙"],);
    assert_eq!(blocks("[ 甲 [ a | 1 ] | 乙 / 丙 ]"), ["Grid 2x2 \"甲\" \"乙\" \"丙\"", "Grid 1x2 \"a\" \"1\""],);
}

#[test]
fn a_table_of_whole_passages_is_layout() {
    let passage = "本年度依法办理，".repeat(30) + "全部答复。";
    let told = format!("[ 概述 | {passage} / 收到 | 3 ]");
    assert_eq!(
        blocks(&told),
        ["Body 概述".to_owned(), format!("Body {passage}"), "Body 收到".to_owned(), "Body 3".to_owned()]
    );
    let told = format!("[ 概述 | {} / 收到 | 3 ]", &passage[..passage.len() / 2 / 24 * 24]);
    assert_eq!(blocks(&told).len(), 1);
}

#[test]
fn what_stands_aside_in_a_cell_is_told_as_a_part_of_its_own() {
    let mut flow = FlowBuilder::new(Role::Body, Budget::default());
    tell(&mut flow, "[ 甲 | 乙").expect("no limit is passed");
    flow.open_aside(Role::Note);
    tell(&mut flow, "注").expect("no limit is passed");
    let aside = flow.end_aside();
    tell(&mut flow, "丙 ]").expect("no limit is passed");
    assert_eq!(aside.len(), 1);
    assert!(matches!(&aside[0], Block::Paragraph(note) if note.role == Role::Note));
    assert_eq!(outline(&flow.finish().expect("a small table")).len(), 3);
}

#[test]
fn rows_and_cells_that_are_left_out_take_no_slot_and_are_told_of() {
    let mut flow = FlowBuilder::new(Role::Body, Budget::default());
    tell(&mut flow, "[ 甲 | 1 / 乙").expect("no limit is passed");
    flow.row().expect("an open row").omission = Some(Omission::Hidden);
    tell(&mut flow, "| 2 [ a | 7 ] / 丙 | 3 |").expect("no limit is passed");
    flow.open_cell(Span { omission: Some(Omission::Struck), ..Span::one() }).expect("no limit is passed");
    tell(&mut flow, "4 ]").expect("no limit is passed");
    let document = flow.finish().expect("a small table");
    assert_eq!(
        document.omissions.hidden.as_ref().map(|omitted| (omitted.count, omitted.text.as_str())),
        Some((2, "2"))
    );
    assert_eq!(
        document.omissions.struck.as_ref().map(|omitted| (omitted.count, omitted.text.as_str())),
        Some((1, "4"))
    );
    let grid = document.grids().next().expect("the table");
    assert_eq!(grid.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["甲", "1", "丙", "3"]);
    // Rows are counted as written.
    assert_eq!(grid.cells[2].location, SourceLocation::cell(1, 3, 1));
}

#[test]
fn tables_of_other_parts_are_text() {
    let mut flow = FlowBuilder::new(Role::Margin, Budget::default());
    tell(&mut flow, "[ 左 | 右 / 甲 | 乙 ]").expect("no limit is passed");
    let document = flow.finish().expect("a small table");
    assert_eq!(document.grids().count(), 0);
    assert!(document.paragraphs().all(|paragraph| paragraph.role == Role::Margin));
    assert_eq!(document.paragraphs().count(), 4);
}

#[test]
fn limits_hold() {
    let allowed = CELL_BYTES * 2 + 8;
    let limits = Limits { nesting: 1, document_bytes: allowed, ..Limits::default() };
    let mut flow = FlowBuilder::new(Role::Body, Budget::new(&limits));
    assert!(flow.may_nest());
    tell(&mut flow, "[ a |").expect("within the limits");
    assert_eq!(tell(&mut flow, "[").err(), Some(ReadError::limit("nesting", 1, 2)));
    assert_eq!(tell(&mut flow, "| |").err(), Some(ReadError::limit("document_bytes", allowed, CELL_BYTES * 3 + 1)));
}
