//! Tables over page breaks, frames, and other cases that need several steps together.

use super::glyph::{Bounds, Glyph, Page, Ruling};
use super::layout::Layout;
use super::text::samples::set;
use crate::document::Budget;
use crate::document::Document;
use crate::reader::golden::render;

/// A page of A4 size under construction.
struct Drawing(Page);

impl Drawing {
    fn new(number: u32) -> Self {
        Self(Page { number, width: 595.0, height: 842.0, ..Page::default() })
    }

    fn text(mut self, x: f32, y: f32, text: &str) -> Self {
        self.0.glyphs.extend(set(text, x, y, 10.0));
        self
    }

    fn across(mut self, y: f32, from: f32, to: f32) -> Self {
        self.0.rulings.push(Ruling { horizontal: true, at: y, from, to });
        self
    }

    fn down(mut self, x: f32, from: f32, to: f32) -> Self {
        self.0.rulings.push(Ruling { horizontal: false, at: x, from, to });
        self
    }

    /// A fully ruled table with rows of 20 points, the text of each cell in its upper left corner.
    fn table(mut self, xs: &[f32], top: f32, rows: &[&[&str]]) -> Self {
        let bottom = top + 20.0 * rows.len() as f32;
        for row in 0..=rows.len() {
            self = self.across(top + 20.0 * row as f32, xs[0], xs[xs.len() - 1]);
        }
        for &x in xs {
            self = self.down(x, top, bottom);
        }
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                self = self.text(xs[column] + 2.0, top + 20.0 * row as f32 + 4.0, text);
            }
        }
        self
    }
}

#[track_caller]
fn gives<const N: usize>(sheets: [Drawing; N], expected: &str) {
    let mut layout = Layout::new(Budget::default());
    for sheet in sheets {
        layout.page(sheet.0).unwrap();
    }
    assert_eq!(render(&Document { blocks: layout.finish().0, ..Document::default() }), expected);
}

const XS: [f32; 4] = [50.0, 114.0, 200.0, 260.0];

#[test]
fn a_header_printed_again_and_a_page_number_between() {
    gives(
        [
            Drawing::new(1)
                .table(&XS, 740.0, &[&["内容", "制发", "废止"], &["规章", "1", "0"]])
                .text(290.0, 800.0, "- 1 -"),
            Drawing::new(2)
                .table(&XS, 60.0, &[&["内容", "制发", "废止"], &["规范性", "8", "2"]])
                .text(290.0, 800.0, "- 2 -"),
        ],
        "grid 3x3\n  0 0 1 1 内容\n  0 1 1 1 制发\n  0 2 1 1 废止\n  1 0 1 1 规章\n  1 1 1 1 1\n  1 2 1 1 0\n  2 0 1 1 规范性\n  2 1 1 1 8\n  2 2 1 1 2\nm - 1 -\nm - 2 -\n",
    );
}

#[test]
fn a_heading_between_keeps_tables_apart() {
    gives(
        [
            Drawing::new(1).table(&[50.0, 114.0, 200.0], 740.0, &[&["规章", "1"]]),
            Drawing::new(2).text(50.0, 150.0, "三、办理情况").table(&[50.0, 114.0, 200.0], 200.0, &[&["许可", "8"]]),
        ],
        "grid 1x2\n  0 0 1 1 规章\n  0 1 1 1 1\np 三、办理情况\ngrid 1x2\n  0 0 1 1 许可\n  0 1 1 1 8\n",
    );
}

#[test]
fn other_columns_are_another_table() {
    gives(
        [
            Drawing::new(1).table(&[50.0, 114.0, 200.0], 740.0, &[&["规章", "1"]]),
            Drawing::new(2).table(&[50.0, 114.0, 300.0], 60.0, &[&["许可", "8"]]),
        ],
        "grid 1x2\n  0 0 1 1 规章\n  0 1 1 1 1\ngrid 1x2\n  0 0 1 1 许可\n  0 1 1 1 8\n",
    );
}

#[test]
fn a_label_cut_in_its_middle_is_one_row() {
    // The first half fills its line, the second half starts no item and carries no values.
    gives(
        [
            Drawing::new(1).table(&XS, 740.0, &[&["1.重复申请", "4", "0"], &["2.要求提供", "7", "1"]]),
            Drawing::new(2).table(&XS, 60.0, &[&["公开出版物", "", ""], &["3.其他", "2", "5"]]),
        ],
        "grid 3x3\n  0 0 1 1 1.重复申请\n  0 1 1 1 4\n  0 2 1 1 0\n  1 0 1 1 2.要求提供\\n公开出版物\n  1 1 1 1 7\n  1 2 1 1 1\n  2 0 1 1 3.其他\n  2 1 1 1 2\n  2 2 1 1 5\n",
    );
}

#[test]
fn rows_that_both_carry_values_stay_two() {
    gives(
        [
            Drawing::new(1).table(&XS, 740.0, &[&["2.要求提供", "7", "1"]]),
            Drawing::new(2).table(&XS, 60.0, &[&["公开出版物", "3", ""]]),
        ],
        "grid 2x3\n  0 0 1 1 2.要求提供\n  0 1 1 1 7\n  0 2 1 1 1\n  1 0 1 1 公开出版物\n  1 1 1 1 3\n  1 2 1 1\n",
    );
}

#[test]
fn a_header_cut_inside_its_words_is_one_row() {
    let xs = [50.0, 74.0, 98.0, 122.0];
    gives(
        [
            Drawing::new(1).table(&xs, 740.0, &[&["结果", "结果", "总计"]]),
            Drawing::new(2).table(&xs, 60.0, &[&["维持", "纠正", ""], &["1", "2", "3"]]),
        ],
        "grid 2x3\n  0 0 1 1 结果\\n维持\n  0 1 1 1 结果\\n纠正\n  0 2 1 1 总计\n  1 0 1 1 1\n  1 1 1 1 2\n  1 2 1 1 3\n",
    );
}

#[test]
fn blank_rows_with_labels_of_their_own_stay_two() {
    // Values left blank are usual; only a label that visibly goes on joins rows.
    gives(
        [
            Drawing::new(1).table(&XS, 740.0, &[&["行政处罚", "", ""]]),
            Drawing::new(2).table(&XS, 60.0, &[&["行政强制", "3", "1"]]),
        ],
        "grid 2x3\n  0 0 1 1 行政处罚\n  0 1 1 1\n  0 2 1 1\n  1 0 1 1 行政强制\n  1 1 1 1 3\n  1 2 1 1 1\n",
    );
}

#[test]
fn a_group_label_goes_on_over_the_break() {
    let upper = Drawing::new(1)
        .across(740.0, 50.0, 260.0)
        .across(760.0, 94.0, 260.0)
        .across(780.0, 50.0, 260.0)
        .down(50.0, 740.0, 780.0)
        .down(94.0, 740.0, 780.0)
        .down(200.0, 740.0, 780.0)
        .down(260.0, 740.0, 780.0)
        .text(52.0, 744.0, "（三）")
        .text(96.0, 744.0, "1.甲")
        .text(202.0, 744.0, "5")
        .text(96.0, 764.0, "2.乙")
        .text(202.0, 764.0, "6");
    // The blank cell below it spans two rows; the blank value beside row 3 is its own.
    let lower = Drawing::new(2)
        .across(60.0, 50.0, 260.0)
        .across(80.0, 94.0, 260.0)
        .across(100.0, 50.0, 260.0)
        .down(50.0, 60.0, 100.0)
        .down(94.0, 60.0, 100.0)
        .down(200.0, 60.0, 100.0)
        .down(260.0, 60.0, 100.0)
        .text(96.0, 64.0, "3.丙")
        .text(96.0, 84.0, "4.丁")
        .text(202.0, 84.0, "8");
    gives(
        [upper, lower],
        "grid 4x3\n  0 0 4 1 （三）\n  0 1 1 1 1.甲\n  0 2 1 1 5\n  1 1 1 1 2.乙\n  1 2 1 1 6\n  2 1 1 1 3.丙\n  2 2 1 1\n  3 1 1 1 4.丁\n  3 2 1 1 8\n",
    );
}

#[test]
fn an_open_row_at_the_break_is_one_row() {
    // No line closes the row at the foot of the first page: sides run on beyond the last line.
    let mut upper = Drawing::new(1).table(&XS, 740.0, &[&["甲", "1", "2"]]);
    for x in XS {
        upper = upper.down(x, 760.0, 785.0);
    }
    gives(
        [upper.text(52.0, 765.0, "乙"), Drawing::new(2).table(&XS, 60.0, &[&["", "3", "4"]])],
        "grid 2x3\n  0 0 1 1 甲\n  0 1 1 1 1\n  0 2 1 1 2\n  1 0 1 1 乙\n  1 1 1 1 3\n  1 2 1 1 4\n",
    );
}

#[test]
fn spans_and_missing_borders() {
    // A header across two columns; no outer sides; no line above.
    let sheet = Drawing::new(1)
        .across(120.0, 114.0, 260.0)
        .across(140.0, 50.0, 260.0)
        .across(160.0, 50.0, 260.0)
        .down(114.0, 100.0, 160.0)
        .down(200.0, 120.0, 160.0)
        .down(50.0, 100.0, 160.0)
        .text(116.0, 104.0, "行政诉讼")
        .text(52.0, 104.0, "复议")
        .text(116.0, 124.0, "维持")
        .text(202.0, 124.0, "纠正")
        .text(52.0, 144.0, "1")
        .text(116.0, 144.0, "2")
        .text(202.0, 144.0, "3");
    gives(
        [sheet],
        "grid 3x3\n  0 0 2 1 复议\n  0 1 1 2 行政诉讼\n  1 1 1 1 维持\n  1 2 1 1 纠正\n  2 0 1 1 1\n  2 1 1 1 2\n  2 2 1 1 3\n",
    );
}

#[test]
fn a_border_around_the_page_is_no_table_and_inner_tables_win() {
    let sheet = Drawing::new(1)
        .across(20.0, 20.0, 575.0)
        .across(822.0, 20.0, 575.0)
        .down(20.0, 20.0, 822.0)
        .down(575.0, 20.0, 822.0)
        .text(50.0, 60.0, "一、总体情况")
        .table(&[50.0, 114.0, 200.0], 100.0, &[&["规章", "1"]])
        .text(50.0, 160.0, "无。");
    gives([sheet], "p 一、总体情况\ngrid 1x2\n  0 0 1 1 规章\n  0 1 1 1 1\np 无。\n");
}

#[test]
fn paragraphs_over_lines_and_pages() {
    let line = "全年共主动公开政府信息若干条其中政策文件若干件按时公开其余各类信息";
    gives(
        [
            Drawing::new(1)
                .text(255.0, 40.0, "年度报告")
                .text(70.0, 100.0, &line[..line.len() - 6])
                .text(50.0, 118.0, line)
                .text(50.0, 136.0, "共12条。")
                .text(70.0, 780.0, &line[..line.len() - 6])
                .text(295.0, 815.0, "1"),
            Drawing::new(2).text(50.0, 60.0, "接上页。").text(70.0, 78.0, "下一段。").text(295.0, 815.0, "2"),
        ],
        &format!("p 年度报告\np {0}{line}共12条。\np {0}接上页。\nm 1\np 下一段。\nm 2\n", &line[..line.len() - 6]),
    );
}

#[test]
fn a_number_drawn_over_a_border_stays_whole() {
    let mut sheet = Drawing::new(1).table(&[50.0, 110.0, 150.0, 190.0], 100.0, &[&["合计", "", "7"]]);
    let mut digits = set("1036", 112.0, 104.0, 20.0);
    digits.iter_mut().for_each(|glyph| glyph.run = 9);
    sheet.0.glyphs.extend(digits);
    gives([sheet], "grid 1x3\n  0 0 1 1 合计\n  0 1 1 1 1036\n  0 2 1 1 7\n");
}

/// A line through the middle of characters strikes them; one below them does not.
#[test]
fn struck_digits_are_left_out() {
    let rows: &[&[&str]] = &[&["规章", "9352", "9393"], &["合计", "12", "7"]];
    let sheet = Drawing::new(1).table(&[50.0, 110.0, 150.0, 190.0], 100.0, rows);
    // Through the first 9, doubled; below 9393.
    let sheet = sheet.across(109.0, 112.0, 117.0).across(110.0, 112.0, 117.0).across(114.2, 152.0, 172.0);
    let mut layout = Layout::new(Budget::default());
    layout.page(sheet.0).unwrap();
    let (blocks, omissions) = layout.finish();
    let expected =
        "grid 2x3\n  0 0 1 1 规章\n  0 1 1 1 352\n  0 2 1 1 9393\n  1 0 1 1 合计\n  1 1 1 1 12\n  1 2 1 1 7\n";
    assert_eq!(render(&Document { blocks, ..Document::default() }), expected);
    let struck = omissions.struck.unwrap();
    assert_eq!((struck.count, struck.text.as_str()), (1, "9"));
}

/// Letters set wide: the line strikes the space behind them, too.
#[test]
fn the_space_behind_struck_digits_is_struck() {
    let rows: &[&[&str]] = &[&["规章", ""], &["合计", "12"]];
    let mut sheet = Drawing::new(1).table(&[50.0, 110.0, 150.0], 100.0, rows);
    for (at, glyph) in set("9206", 112.0, 104.0, 10.0).into_iter().enumerate() {
        let (x0, run) = (112.0 + 9.0 * at as f32, 50 + at as u32);
        sheet.0.glyphs.push(Glyph { bounds: Bounds { x0, x1: x0 + 5.0, ..glyph.bounds }, run, ..glyph });
    }
    assert_eq!(figures([sheet.across(109.0, 112.0, 121.0)])[0], ["规章", "2 0 6"]);
}

#[test]
fn drawings_and_empty_frames_cost_nothing() {
    let mut sheet = Drawing::new(1).text(50.0, 60.0, "正文");
    for step in 0..9_000 {
        sheet.0.rulings.push(Ruling { horizontal: step % 2 == 0, at: step as f32 * 3.0, from: 0.0, to: 30_000.0 });
    }
    sheet.0.pictures.push(Bounds { x0: 0.0, y0: 0.0, x1: 30.0, y1: 30.0 });
    gives([sheet], "p 正文\n");
}

#[test]
fn two_numbers_in_a_cell_are_not_joined() {
    // A number that fills its line goes on below; one with room beside it does not.
    let narrow = [50.0, 114.0, 140.0, 200.0];
    let page = |first: &str, below: &str| {
        let rows: [&[&str]; 2] = [&["规章", first, "3"], &["规范性文件", "4", "5"]];
        let page = Drawing::new(1).table(&narrow, 100.0, &rows);
        let mut layout = Layout::new(Budget::default());
        layout.page(page.text(116.0, 110.0, below).0).unwrap();
        let blocks = layout.finish().0;
        let crate::document::Block::Grid(grid) = &blocks[0] else { panic!("a table") };
        let cell = grid.cell_at(0, 1).expect("a cell");
        (cell.text.clone(), cell.unread)
    };
    assert_eq!(page("12", "34"), ("12\n34".to_owned(), None));
    assert_eq!(page("1", "34"), (String::new(), Some(crate::document::Unread::Torn)));
}

/// Without padding, with values set to the right, a border begins and ends with text as an underline does.
#[test]
fn borders_that_end_with_their_text_are_no_underlines() {
    let rows = [("规章文件", "546"), ("行政许可", "57"), ("行政处罚", "182")];
    let page = |with_columns: bool| {
        let mut sheet = Drawing::new(1);
        for row in 0..=rows.len() {
            sheet = sheet.across(100.0 + 11.0 * row as f32, 50.0, 130.0);
        }
        for x in [50.0, 90.0, 130.0] {
            sheet = if with_columns || x != 90.0 { sheet.down(x, 100.0, 133.0) } else { sheet };
        }
        for (row, (label, value)) in rows.iter().enumerate() {
            let y = 100.6 + 11.0 * row as f32;
            sheet = sheet.text(50.0, y, label).text(130.0 - 5.0 * value.len() as f32, y, value);
        }
        sheet
    };
    gives(
        [page(true)],
        "grid 3x2\n  0 0 1 1 规章文件\n  0 1 1 1 546\n  1 0 1 1 行政许可\n  1 1 1 1 57\n  2 0 1 1 行政处罚\n  2 1 1 1 182\n",
    );
    // Rulings that divide no columns.
    gives(
        [page(false)],
        "grid 3x2 free\n  0 0 1 1 规章文件\n  0 1 1 1 546\n  1 0 1 1 行政许可\n  1 1 1 1 57\n  2 0 1 1 行政处罚\n  2 1 1 1 182\n",
    );
}

/// Each cell with its own borders: one as wide as its text meets the lines beside it.
#[test]
fn a_border_of_one_cell_is_no_underline() {
    let mut sheet = Drawing::new(1);
    for (row, value) in ["54", "61", "72"].iter().enumerate() {
        let y = 100.0 + 13.0 * row as f32;
        for (x0, x1, text) in [(50.0, 90.0, "规章文件"), (91.0, 101.0, *value)] {
            sheet = sheet.across(y, x0, x1).across(y + 11.0, x0, x1).down(x0, y, y + 11.0).down(x1, y, y + 11.0);
            sheet = sheet.text(x0, y + 0.6, text);
        }
    }
    gives(
        [sheet],
        "grid 3x2\n  0 0 1 1 规章文件\n  0 1 1 1 54\n  1 0 1 1 规章文件\n  1 1 1 1 61\n  2 0 1 1 规章文件\n  2 1 1 1 72\n",
    );
}

/// A page that holds two numbers of neighbouring cells, the second of which is set beyond its cell; drawn by themselves.
fn beyond(first: &str, second: &str, gap: f32) -> Drawing {
    let rows: &[&[&str]] = &[&["规章", "", "", "7"], &["合计", "12", "8", "9"]];
    let mut sheet = Drawing::new(1).table(&[50.0, 110.0, 170.0, 230.0, 290.0], 100.0, rows);
    for (run, (x, text)) in [(1, (112.0, first)), (2, (112.0 + 5.0 * first.len() as f32 + gap, second))] {
        sheet.0.glyphs.extend(set(text, x, 104.0, 10.0).into_iter().map(|glyph| Glyph { run, ..glyph }));
    }
    sheet
}

#[test]
fn numbers_of_neighbouring_cells_are_not_one() {
    let cell = |sheet: Drawing| {
        let mut layout = Layout::new(Budget::default());
        layout.page(sheet.0).unwrap();
        let blocks = layout.finish().0;
        let crate::document::Block::Grid(grid) = &blocks[0] else { panic!("a table") };
        let cell = grid.cell_at(0, 1).expect("a cell");
        (cell.text.clone(), cell.unread)
    };
    let torn = (String::new(), Some(crate::document::Unread::Torn));
    // Close behind, over each other, and of other characters.
    assert_eq!(cell(beyond("273", "350", 2.0)), torn);
    assert_eq!(cell(beyond("273", "350", -8.0)), torn);
    assert_eq!(cell(beyond("273", "３５", 2.0)), torn);
    // One number, drawn in two pieces.
    assert_eq!(cell(beyond("273", "350", 0.0)).0, "273350");
    assert_eq!(cell(beyond("2", "3", 1.5)).0, "23");
}

#[test]
fn text_that_stands_out_of_its_table_is_in_it() {
    let rows: &[&[&str]] = &[&["", "3"], &["合计", "12"]];
    let sheet =
        Drawing::new(1).table(&[50.0, 110.0, 150.0], 100.0, rows).text(52.0, 93.0, "规").text(52.0, 105.0, "章");
    gives([sheet], "grid 2x2\n  0 0 1 1 规\\n章\n  0 1 1 1 3\n  1 0 1 1 合计\n  1 1 1 1 12\n");
    let above = Drawing::new(1).table(&[50.0, 110.0, 150.0], 100.0, rows).text(52.0, 90.0, "正文");
    gives([above], "p 正文\ngrid 2x2\n  0 0 1 1\n  0 1 1 1 3\n  1 0 1 1 合计\n  1 1 1 1 12\n");
}

/// A cell that is cut by the page break shows a part of its values above and a part below.
#[test]
fn values_on_both_sides_of_a_break_are_one_row() {
    let above = [&["1.本机关不掌握", "5", "6"][..], &["2.没有现成信息需要", "1", ""]];
    let page = |number, rows: &[&[&str]]| Drawing::new(number).table(&[50.0, 142.0, 200.0, 260.0], 700.0, rows);
    gives(
        [page(1, &above), page(2, &[&["另行制作", "", "19"], &["3.补正后", "7", "8"]])],
        "grid 3x3\n  0 0 1 1 1.本机关不掌握\n  0 1 1 1 5\n  0 2 1 1 6\n  1 0 1 1 2.没有现成信息需要\\n另行制作\n  1 1 1 1 1\n  1 2 1 1 19\n  2 0 1 1 3.补正后\n  2 1 1 1 7\n  2 2 1 1 8\n",
    );
    // The label stands above; a row of labels and one of values are two.
    gives(
        [page(1, &[above[0], &["（七）总计", "1", ""]]), page(2, &[&["", "", "19"], &["3.补正后", "7", "8"]])],
        "grid 3x3\n  0 0 1 1 1.本机关不掌握\n  0 1 1 1 5\n  0 2 1 1 6\n  1 0 1 1 （七）总计\n  1 1 1 1 1\n  1 2 1 1 19\n  2 0 1 1 3.补正后\n  2 1 1 1 7\n  2 2 1 1 8\n",
    );
    gives(
        [page(1, &[&["结果维持", "结果纠正", "总计"]]), page(2, &[&["1", "2", "3"]])],
        "grid 2x3\n  0 0 1 1 结果维持\n  0 1 1 1 结果纠正\n  0 2 1 1 总计\n  1 0 1 1 1\n  1 1 1 1 2\n  1 2 1 1 3\n",
    );
}

/// Digits set wide: two of them are a number where the page shows that its numbers are set so.
#[test]
fn digits_set_wide_are_one_number() {
    let wide = |mut sheet: Drawing, run: u32, x: f32, y: f32, text: &str| {
        for (at, c) in text.chars().enumerate() {
            let glyphs = set(&c.to_string(), x + at as f32 * 9.0, y, 10.0);
            sheet.0.glyphs.extend(glyphs.into_iter().map(|glyph| Glyph { run, ..glyph }));
        }
        sheet
    };
    let rows: &[&[&str]] = &[&["规章", ""], &["合计", ""]];
    let table = |first: &str, second: &str| {
        let sheet = Drawing::new(1).table(&[50.0, 110.0, 190.0], 100.0, rows);
        wide(wide(sheet, 1, 112.0, 104.0, first), 2, 112.0, 124.0, second)
    };
    let expected = |first: &str, second: &str| {
        format!("grid 2x2\n  0 0 1 1 规章\n  0 1 1 1 {first}\n  1 0 1 1 合计\n  1 1 1 1 {second}\n")
    };
    gives([table("123", "45")], &expected("123", "45"));
    // Nothing says so.
    gives([table("12", "45")], &expected("1 2", "4 5"));
}

/// Rulings around a table that divide none of its cells.
#[test]
fn a_box_around_a_table_is_no_cell() {
    let mut sheet = Drawing::new(1).text(50.0, 60.0, "二、主动公开情况");
    sheet =
        sheet.across(100.0, 50.0, 400.0).across(184.0, 50.0, 400.0).down(50.0, 100.0, 184.0).down(400.0, 100.0, 184.0);
    for (row, texts) in [["内容", "制发", "废止"], ["规章", "12", "3"], ["规范性文件", "45", ""], ["许可", "78", "9"]]
        .iter()
        .enumerate()
    {
        for (column, text) in texts.iter().enumerate() {
            sheet = sheet.text(60.0 + 120.0 * column as f32, 104.0 + 20.0 * row as f32, text);
        }
    }
    gives(
        [sheet],
        "p 二、主动公开情况\ngrid 4x3 free\n  0 0 1 1 内容\n  0 1 1 1 制发\n  0 2 1 1 废止\n  1 0 1 1 规章\n  1 1 1 1 12\n  1 2 1 1 3\n  2 0 1 1 规范性文件\n  2 1 1 1 45\n  2 2 1 1\n  3 0 1 1 许可\n  3 1 1 1 78\n  3 2 1 1 9\n",
    );
}

/// A table whose columns are not ruled, wider than its page.
#[test]
fn figures_beyond_the_edge_are_not_blank() {
    let sheet = |edge: f32| {
        let mut sheet = Drawing::new(1);
        for (row, texts) in
            [["内容", "制发", "废止"], ["规章", "12", "3"], ["规范性文件", "45", ""], ["许可", "78", "9"]]
                .iter()
                .enumerate()
        {
            let y = 104.0 + 20.0 * row as f32;
            sheet = sheet.across(y + 15.0, 60.0, edge);
            for (column, text) in texts.iter().enumerate() {
                sheet = sheet.text(60.0 + 120.0 * column as f32, y, text);
            }
        }
        sheet
    };
    let expected = |end: &str| {
        format!(
            "grid 4x3 free\n  0 0 1 1 内容\n  0 1 1 1 制发\n  0 2 1 1 废止\n  1 0 1 1 规章\n  1 1 1 1 12\n  1 2 1 1 3\n  2 0 1 1 规范性文件\n  2 1 1 1 45\n{end}  3 0 1 1 许可\n  3 1 1 1 78\n  3 2 1 1 9\n"
        )
    };
    gives([sheet(400.0)], &expected("  2 2 1 1\n"));
    gives([sheet(595.0)], &expected(""));
}

/// Digits drawn one by one that run on into the cell beside theirs: neither holds a number that is known.
#[test]
fn a_number_that_runs_into_the_next_cell_is_not_known() {
    let page = |first: &str, second: &str| {
        let rows: &[&[&str]] = &[&["规章", "", "", "7"], &["合计", "12", "8", "9"]];
        let mut sheet = Drawing::new(1).table(&[50.0, 110.0, 137.0, 170.0, 200.0], 100.0, rows);
        for (x, text) in [(112.0, first), (139.0, second)] {
            for glyph in set(text, x, 104.0, 10.0) {
                let run = 100 + sheet.0.glyphs.len() as u32;
                sheet.0.glyphs.push(Glyph { run, ..glyph });
            }
        }
        figures([sheet]).swap_remove(0)
    };
    assert_eq!(page("1271087", "1571"), ["规章", "~", "~", "7"]);
    assert_eq!(page("127108", ""), ["规章", "~", "~", "7"]);
    assert_eq!(page("12710", "1571"), ["规章", "12710", "1571", "7"]);
    // Beyond the right edge of the table.
    assert_eq!(page("1", "123456789012345"), ["规章", "1", "~", "~"]);
}

/// The figures of tables that a page break cut, by row; `~` is not known.
fn figures<const N: usize>(sheets: [Drawing; N]) -> Vec<Vec<String>> {
    let mut layout = Layout::new(Budget::default());
    for sheet in sheets {
        layout.page(sheet.0).unwrap();
    }
    let grids = layout.finish().0.into_iter().filter_map(|block| match block {
        crate::document::Block::Grid(grid) => Some(grid),
        _ => None,
    });
    let shown = |cell: &crate::document::Cell| match cell.unread {
        Some(crate::document::Unread::Torn) => "~".to_owned(),
        _ => cell.text.clone(),
    };
    let rows = grids
        .flat_map(|grid| (0..grid.rows).map(|row| grid.row(row).map(shown).collect()).collect::<Vec<Vec<String>>>());
    rows.collect()
}

#[test]
fn figures_without_a_label_below_a_break_may_be_halves() {
    let rest: [&[&str]; 2] = [&["", "94", ""], &["处罚", "3", "4"]];
    let pages = [
        Drawing::new(1).table(&XS, 740.0, &[&["规章", "1", "0"], &["许可", "55", "7"]]),
        Drawing::new(2).table(&XS, 60.0, &rest),
    ];
    assert_eq!(
        figures(pages),
        [vec!["规章", "1", "0"], vec!["许可", "~", "~"], vec!["", "~", "~"], vec!["处罚", "3", "4"]]
    );
    // A label of its own, beside a value left blank.
    let pages = [
        Drawing::new(1).table(&XS, 740.0, &[&["规章", "1", "0"], &["许可", "", "7"]]),
        Drawing::new(2).table(&XS, 60.0, &[&["强制", "94", ""], &["处罚", "3", "4"]]),
    ];
    assert_eq!(
        figures(pages),
        [vec!["规章", "1", "0"], vec!["许可", "", "7"], vec!["强制", "94", ""], vec!["处罚", "3", "4"]]
    );
}

/// Two pages on one sheet, a table that goes on from the left one to the right one.
#[test]
fn a_table_goes_on_beside_itself() {
    let mut sheet = Drawing::new(1);
    (sheet.0.width, sheet.0.height) = (842.0, 595.0);
    for (row, text) in ["一、总体情况", "二、主动公开情况", "三、办理申请情况"].iter().enumerate()
    {
        sheet = sheet.text(50.0, 60.0 + 20.0 * row as f32, text);
    }
    let moved = XS.map(|x| x + 421.0);
    let sheet = sheet
        .table(&XS, 500.0, &[&["内容", "制发", "废止"], &["1.规章", "1", "0"]])
        .table(&moved, 40.0, &[&["内容", "制发", "废止"], &["2.许可", "2", "5"], &["3.处罚", "3", "6"]])
        .text(471.0, 140.0, "四、复议诉讼情况");
    assert_eq!(
        figures([sheet]),
        [vec!["内容", "制发", "废止"], vec!["1.规章", "1", "0"], vec!["2.许可", "2", "5"], vec!["3.处罚", "3", "6"]]
    );
}

/// A box that ends within the last column hides the figures beyond.
#[test]
fn figures_that_a_box_cuts_off_are_not_blank() {
    let rows: &[&[&str]] = &[&["规章", "1", ""], &["许可", "2", "3"]];
    assert_eq!(figures([Drawing::new(1).table(&XS, 100.0, rows)])[0], ["规章", "1", ""]);
    let mut sheet = Drawing::new(1).table(&XS, 100.0, rows);
    let ink = super::glyph::Ink { alpha: 0, ..Default::default() };
    sheet.0.glyphs.extend(set("7", 270.0, 104.0, 10.0).into_iter().map(|glyph| Glyph { ink, ..glyph }));
    assert_eq!(figures([sheet])[0], ["规章", "1"]);
}

/// Without rulings: what stands at the top of a page may be the rest of a number, and is no page number.
#[test]
fn a_number_at_the_top_of_a_page_is_the_rest_of_one() {
    let page = |number: u32, top: f32, rows: &[[&str; 4]]| {
        let mut sheet = Drawing::new(number);
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                sheet = sheet.text(60.0 + 90.0 * column as f32, top + 24.0 * row as f32, text);
            }
        }
        sheet.text(290.0, 810.0, &format!("- {number} -"))
    };
    let rows = [["规章", "1", "2", "8"], ["许可", "3", "4", "9"], ["处罚", "15", "6", "7"]];
    let below = page(2, 50.0, &[["", "6", "", ""], ["第二十条", "", "", ""]]);
    assert_eq!(figures([page(1, 700.0, &rows), below])[2], ["处罚", "~", "6", "7"]);
    let below = page(2, 50.0, &[["第二十条", "", "", ""]]);
    assert_eq!(figures([page(1, 700.0, &rows), below])[2], ["处罚", "15", "6", "7"]);
}
