//! Tables of disputes, and what is bound of them.

use super::super::bind;
use super::super::tests::figures;
use crate::document::{Block, Cell, CellGrid, Document, GridBuilder, Paragraph, Role, SourceLocation};

#[test]
fn blanks_above_figures_that_cannot_be_taken_are_none_of_the_table() {
    let heads = "结果维持 结果纠正 其他结果 尚未审结 总计";
    let grid = grid(&[&[heads; 3].join(" "), &[""; 15].join(" "), "见注 见注 见注 0 见注 0 0 0 1 1 0 0 0 0 0"]);
    let mut document = Document::default();
    document.push_text("四、行政复议、行政诉讼情况", crate::document::Role::Heading, SourceLocation::default());
    document.blocks.push(Block::Grid(grid));
    let bound = bind(&document, Some(2022));
    assert!(bound.figures.iter().all(|figure| figure.status != crate::figure::Status::Blank));
}

#[test]
fn names_of_all_rows_of_the_header_in_one_cell() {
    let names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let blocks = ["行政复议", "行政诉讼.未经复议直接起诉", "行政诉讼.复议后起诉"];
    for mark in [".", "_", "/"] {
        let mut grid = GridBuilder::new();
        let head: Vec<String> = blocks
            .iter()
            .flat_map(|block| names.iter().map(move |name| format!("{block}.{name}").replace('.', mark)))
            .collect();
        let values: Vec<String> = (1..=15).map(|value| value.to_string()).collect();
        for row in [&head, &values] {
            grid.start_row();
            for text in row {
                grid.place(Cell { text: text.clone(), ..Cell::default() }, 1, 1);
            }
        }
        let mut document = Document::default();
        document.blocks.push(Block::Grid(grid.finish(SourceLocation::default())));
        let bound = bind(&document, Some(2022));
        assert_eq!(bound.figures.iter().map(|figure| figure.raw.clone()).collect::<Vec<_>>(), values, "{mark}");
    }
}

#[test]
fn a_value_that_is_no_number_gives_way_to_no_other_table() {
    let heads = "结果维持 结果纠正 其他结果 尚未审结 总计";
    let table = |values: &str| {
        let mut grid = GridBuilder::new();
        let mut row = |cells: &[(&str, usize)]| {
            grid.start_row();
            for (text, span) in cells {
                grid.place(Cell { text: (*text).to_owned(), ..Cell::default() }, 1, *span);
            }
        };
        let single = |texts: &str| texts.split(' ').map(|text| (text.to_owned(), 1)).collect::<Vec<_>>();
        row(&[("行政复议", 5), ("行政诉讼", 10)]);
        row(&[("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)]);
        for texts in [[heads; 3].join(" "), values.to_owned()] {
            let cells = single(&texts);
            row(&cells.iter().map(|(text, span)| (text.as_str(), *span)).collect::<Vec<_>>());
        }
        Block::Grid(grid.finish(SourceLocation::default()))
    };
    let mut document = Document::default();
    document.blocks.push(table("1 0 3→4 0 4 TRUE 0 #REF! 0 0 0 0 ① 0 \u{fffd}"));
    document.blocks.push(table("9 9 9 9 36 9 9 9 9 36 9 9 9 9 36"));
    let bound = bind(&document, Some(2022));
    let values: Vec<String> = bound.figures.iter().map(|figure| figure.raw.clone()).collect();
    // Nothing is known of the last one.
    assert!(values.join(" ").starts_with("1 0 3→4 0 4 TRUE 0 #REF! 0 0 0 0 ① 0 "), "{values:?}");
}

/// A grid of cells that blanks set apart.
fn grid(rows: &[&str]) -> CellGrid {
    let mut grid = GridBuilder::new();
    for row in rows {
        grid.start_row();
        for text in row.split(' ') {
            grid.place(Cell { text: text.to_owned(), ..Cell::default() }, 1, 1);
        }
    }
    grid.finish(SourceLocation::default())
}

fn rows(rows: &[&str]) -> Block {
    let mut grid = grid(rows);
    grid.ruled = false;
    Block::Grid(grid)
}

fn read(document: &Document) -> String {
    let values = bind(document, Some(2022)).figures;
    values
        .iter()
        .filter(|figure| !figure.raw.is_empty())
        .map(|figure| figure.raw.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn names_in_a_line_above_figures_are_a_header() {
    let heads = "结果维持 结果纠正 其他结果 尚未审结 总计";
    let text = |document: &mut Document, text: &str| {
        document.push_text(text, crate::document::Role::Body, SourceLocation::default());
    };
    let mut document = Document::default();
    for (block, figures) in [("行政复议", "0 1 2 0 3"), ("未经复议直接起诉", "4 0 0 0 4"), ("复议后起诉", "0 0 0 5 5")]
    {
        text(&mut document, block);
        text(&mut document, heads);
        document.blocks.push(rows(&[figures]));
    }
    assert_eq!(read(&document), "0 1 2 0 3 4 0 0 0 4 0 0 0 5 5");
    let mut document = Document::default();
    text(&mut document, &format!("类型 {heads}"));
    document.blocks.push(rows(&[
        "行政复议 0 1 2 0 3",
        "行政诉讼（未经复议直接起诉） 4 0 0 0 4",
        "行政诉讼（复议后起诉） 0 0 0 5 5",
    ]));
    assert_eq!(read(&document), "0 1 2 0 3 4 0 0 0 4 0 0 0 5 5");
}

#[test]
fn rows_cut_by_line_ends_are_none() {
    let heads = "结果维持 结果纠正 其他结果 尚未审结 总计";
    let names = [
        format!("{heads} 未经复议直接起诉 复议后起诉"),
        ["", "", "", "", "", ""].join(" ") + &format!("{heads} 结果维持 结果纠正"),
    ];
    // The end of each row is a blank cell, and the first one cuts the figures.
    for last in
        ["其他结果 尚未审结 总计      3 3  13  17 30", "其他结果 尚未审结 总计  15 — 0 — 15 12 1 0 0 13 3 0 0 4"]
    {
        let mut document = Document::default();
        document.push_text("四、行政复议、行政诉讼情况", crate::document::Role::Heading, SourceLocation::default());
        document.blocks.push(rows(&[&names[0], &names[1], last, "7   0 2"]));
        assert_eq!(read(&document), "", "{last}");
    }
}

#[test]
fn a_page_with_some_columns_of_two_blocks_is_no_block() {
    let mut grid = GridBuilder::new();
    let blocks = [("未经复议直接起诉", 3), ("复议后起诉", 4)];
    let single = |texts: &'static str| texts.split(' ').map(|text| (text, 1)).collect::<Vec<_>>();
    let rows = [
        blocks.to_vec(),
        single("其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结"),
        single("0 0 0 0 63 0 0"),
    ];
    for row in rows {
        grid.start_row();
        for (text, span) in row {
            grid.place(Cell { text: text.to_owned(), ..Cell::default() }, 1, span);
        }
    }
    let blocks = vec![Block::Grid(grid.finish(SourceLocation::default()))];
    let bound = bind(&Document { blocks, ..Document::default() }, Some(2022));
    assert!(bound.figures.iter().all(|figure| figure.raw.is_empty()), "{:?}", bound.figures);
}

#[test]
fn a_table_below_the_names_of_several_blocks_is_of_none() {
    let read = |titles: &[&str]| {
        let mut document = Document::default();
        for title in titles {
            let paragraph =
                Paragraph { text: (*title).to_owned(), role: Role::Body, location: SourceLocation::default() };
            document.blocks.push(Block::Paragraph(paragraph));
        }
        document.blocks.push(Block::Grid(grid(&["结果维持 结果纠正 其他结果 尚未审结 总计", "1 0 2 0 3"])));
        bind(&document, Some(2022)).figures.iter().filter(|figure| figure.value.is_some()).count()
    };
    assert_eq!(read(&["未经复议直接起诉"]), 5);
    assert_eq!(read(&["未经复议直接起诉", "复议后起诉"]), 0);
}

#[test]
fn each_cell_of_a_header_names_block_and_column() {
    let (blocks, columns) =
        (["行政复议", "未经复议直接起诉", "复议后起诉"], "结果维持 结果纠正 其他结果 尚未审结 总计");
    let names = |mark: &str| {
        let of = |block: &str| columns.split(' ').map(|column| format!("{block}{mark}{column}")).collect::<Vec<_>>();
        blocks.map(|block| of(block).join(" ")).join(" ")
    };
    for mark in ["-", "：", "—"] {
        let mut document = Document::default();
        document.push_text("四、行政复议、行政诉讼情况", Role::Heading, SourceLocation::default());
        document.blocks.push(rows(&[&names(mark), "1 0 0 0 1 0 2 0 0 2 0 0 3 0 3"]));
        let read = figures(&bind(&document, Some(2022)), &["rev_total", "lit1_corrected", "lit2_other"]);
        assert_eq!(read, "rev_total=1 lit1_corrected=2 lit2_other=3", "{mark}");
    }
}

#[test]
fn names_in_the_table_count_before_that_of_a_title() {
    let heads = "结果维持 结果纠正 其他结果 尚未审结 总计";
    let table = |blocks: &str, values: &str| {
        let mut grid = GridBuilder::new();
        for (texts, span) in [(blocks, 5), (&*vec![heads; values.split(' ').count() / 5].join(" "), 1), (values, 1)] {
            grid.start_row();
            for text in texts.split(' ') {
                grid.place(Cell { text: text.to_owned(), ..Cell::default() }, 1, span);
            }
        }
        Block::Grid(grid.finish(SourceLocation::default()))
    };
    let mut document = Document::default();
    document.blocks.push(table("行政复议", "1 0 0 0 1"));
    document.push_text("2．因政府信息公开工作被提起行政诉讼情况", Role::Body, SourceLocation::default());
    document.blocks.push(table("未经复议直接起诉 复议后起诉", "2 0 0 0 2 0 3 0 0 3"));
    let read = figures(&bind(&document, Some(2022)), &["rev_total", "lit1_total", "lit2_total"]);
    assert_eq!(read, "rev_total=1 lit1_total=2 lit2_total=3");
}

#[test]
fn blocks_in_an_order_of_the_offices_own() {
    let columns = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let read = |upper: &[(&str, usize, usize)], lower: &[&str]| {
        let mut grid = GridBuilder::new();
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        grid.start_row();
        for &(text, columns, rows) in upper {
            grid.place(cell(text), rows, columns);
        }
        grid.start_row();
        lower.iter().for_each(|text| _ = grid.place(cell(text), 1, 5));
        grid.start_row();
        for _ in 0..3 {
            columns.iter().for_each(|text| _ = grid.place(cell(text), 1, 1));
        }
        grid.start_row();
        for text in "1 0 0 0 1 0 2 0 0 2 0 0 3 0 3".split(' ') {
            grid.place(cell(text), 1, 1);
        }
        let mut document = Document::default();
        document.blocks.push(Block::Grid(grid.finish(SourceLocation::default())));
        figures(&bind(&document, Some(2022)), &["rev_total", "lit1_total", "lit2_total"])
    };
    let suits = ["复议后起诉", "未经复议直接起诉"];
    let upper = [("行政复议", 5, 1), ("行政诉讼", 10, 1)];
    assert_eq!(read(&upper, &["", suits[0], suits[1]]), "rev_total=1 lit1_total=3 lit2_total=2");
    let turned = [("行政诉讼", 10, 1), ("行政复议", 5, 1)];
    assert_eq!(read(&turned, &[suits[1], suits[0], ""]), "rev_total=3 lit1_total=1 lit2_total=2");
    assert_eq!(read(&upper, &["", suits[1], suits[0]]), "rev_total=1 lit1_total=2 lit2_total=3");
}
