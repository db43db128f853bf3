//! Lines as drawn, and the grids that they are.

use super::super::text::{lines, samples::set};
use super::*;

fn grids(glyphs: &[super::super::glyph::Glyph]) -> Vec<Vec<String>> {
    ruled_grids(glyphs, &[])
}

fn ruled_grids(glyphs: &[super::super::glyph::Glyph], rules: &[Line]) -> Vec<Vec<String>> {
    let items = find(lines(glyphs), rules, &[], &mut Vec::new(), (1, Direction::Right));
    let rows = items.into_iter().flat_map(|item| match item.kind {
        Content::Table(table) => {
            // `~`: pieces of numbers; `?`: nothing is known of it.
            let shown = |cell: &TableCell| match (cell.torn, cell.open) {
                (true, _) => "~".to_owned(),
                (_, true) => "?".to_owned(),
                _ => cell.text.clone(),
            };
            (0..table.rows).map(|row| table.row(row).map(shown).collect()).collect::<Vec<_>>()
        }
        Content::Line(line) => vec![vec![format!("line {}", line.text())]],
        _ => Vec::new(),
    });
    rows.collect()
}

#[test]
fn values_under_each_other_with_a_wrapped_label_and_a_blank() {
    let mut glyphs = set("正文一行", 10.0, 0.0, 10.0);
    let rows: [(&str, [&str; 3]); 4] = [
        ("信息内容", ["本年制发", "本年废止", "现行有效"]),
        ("规章", ["1", "0", "11"]),
        ("规范性文件", ["8", "", "66"]),
        ("许可", ["3", "4", "5"]),
    ];
    for (row, (label, values)) in rows.iter().enumerate() {
        let y = 40.0 + row as f32 * 30.0;
        glyphs.extend(set(label, 10.0, y, 10.0));
        for (column, value) in values.iter().enumerate() {
            glyphs.extend(set(value, 120.0 + column as f32 * 70.0, y, 10.0));
        }
    }
    glyphs.extend(set("（行政）", 10.0, 112.0, 10.0));
    assert_eq!(
        grids(&glyphs),
        [
            vec!["line 正文一行"],
            vec!["信息内容", "本年制发", "本年废止", "现行有效"],
            vec!["规章", "1", "0", "11"],
            vec!["规范性文件\n（行政）", "8", "", "66"],
            vec!["许可", "3", "4", "5"],
        ]
    );
}

/// Lines 13 points apart, a label at 10 (behind `>`, at 60) and three values.
fn set_lines(lines: &[(&str, [&str; 3])]) -> Vec<super::super::glyph::Glyph> {
    let mut glyphs = Vec::new();
    for (row, (label, values)) in lines.iter().enumerate() {
        let y = row as f32 * 13.0;
        let (x, label) = label.strip_prefix('>').map_or((10.0, *label), |label| (60.0, label));
        glyphs.extend(set(label, x, y, 10.0));
        for (column, value) in values.iter().enumerate() {
            glyphs.extend(set(value, 220.0 + column as f32 * 60.0, y, 10.0));
        }
    }
    glyphs
}

#[test]
fn values_beside_any_line_of_a_label() {
    let glyphs = set_lines(&[
        (">1.属于国家秘密", ["1", "2", "3"]),
        (">2.其他法律行政法规", ["", "", ""]),
        (">禁止公开", ["4", "5", "6"]),
        (">3.保护第三方合法权益", ["", "", ""]),
        ("（三）不", ["7", "8", "9"]),
        (">4.属于内部事务", ["10", "11", "12"]),
        (">5.属于过程信息", ["", "", ""]),
        (">6.属于执法案卷", ["13", "14", "15"]),
    ]);
    assert_eq!(
        grids(&glyphs),
        [
            vec!["1.属于国家秘密", "1", "2", "3"],
            vec!["2.其他法律行政法规\n禁止公开", "4", "5", "6"],
            // Its values, or those of the group?
            vec!["3.保护第三方合法权益", "?", "?", "?"],
            vec!["（三）不", "7", "8", "9"],
            vec!["4.属于内部事务", "10", "11", "12"],
            vec!["5.属于过程信息", "?", "?", "?"],
            vec!["6.属于执法案卷", "13", "14", "15"],
        ]
    );
}

#[test]
fn the_rest_of_a_label_is_no_blank_row() {
    let glyphs = set_lines(&[
        ("稳定的其他情形", ["", "", ""]),
        ("4.保护合法权益", ["1", "2", "3"]),
        ("5.属于内部事务", ["4", "5", "6"]),
        ("6.属于过程信息", ["7", "8", "9"]),
    ]);
    let grids = grids(&glyphs);
    assert_eq!(grids[0], ["line 稳定的其他情形"]);
    assert_eq!(grids[1], ["4.保护合法权益", "1", "2", "3"]);
    let mut rows = [Row { lines: lines(&glyphs).leak().iter().take(1).collect(), ..Row::default() }, Row::default()];
    rows::open(&mut rows, &[(10.0, 80.0), (220.0, 230.0)], 1, true);
    assert!(rows[0].open);
}

#[test]
fn pieces_of_numbers_are_no_figures() {
    let glyphs = set_lines(&[
        ("1.属于国家秘密", ["1", "2", "3"]),
        ("2.其他法规禁止", ["4", "5", "6"]),
        ("", ["", "", "35"]),
        ("3.保护合法权益", ["7", "8", "2"]),
        ("4.属于内部事务", ["9", "10", "11"]),
    ]);
    assert_eq!(
        grids(&glyphs)[1..],
        [
            vec!["2.其他法规禁止", "4", "5", "~"],
            vec!["3.保护合法权益", "7", "8", "~"],
            vec!["4.属于内部事务", "9", "10", "11"],
        ]
    );
}

#[test]
fn a_label_with_a_figure_takes_the_row_with_it() {
    let rows = [
        ("规章", ["1", "2", "3"]),
        ("规范性文件 291", ["", "", "4"]),
        ("许可", ["5", "6", "7"]),
        ("处罚", ["8", "9", "1"]),
    ];
    assert_eq!(grids(&set_lines(&rows))[1], ["规范性文件 291", "~", "~", "~"]);
}

#[test]
fn numbers_side_by_side_never_share_a_cell() {
    // Most rows have one value, the first block three.
    let mut glyphs = Vec::new();
    let rows: [&[&str]; 6] = [
        &["规章", "2", "47", "642"],
        &["规范性文件", "9", "52", "532"],
        &["许可", "1456"],
        &["处罚", "78"],
        &["强制", "34"],
        &["收费", "5"],
    ];
    for (row, parts) in rows.iter().enumerate() {
        for (column, part) in parts.iter().enumerate() {
            let x = if parts.len() == 2 { column as f32 * 140.0 } else { column as f32 * 70.0 };
            glyphs.extend(set(part, 10.0 + x, 40.0 + row as f32 * 20.0, 10.0));
        }
    }
    let grids = grids(&glyphs);
    assert_eq!(grids[0], ["规章", "2", "47", "642"]);
    assert_eq!((grids[2].as_slice(), grids.len()), (&["许可".to_owned(), "1456".to_owned()][..], 6));
}

#[test]
fn a_heading_with_other_columns_below_it_ends_a_table() {
    let mut glyphs = Vec::new();
    for row in 0..8 {
        let y = row as f32 * 20.0;
        match row {
            4 => glyphs.extend(set("四、复议和诉讼", 10.0, y, 10.0)),
            0..4 => (0..3).for_each(|column| glyphs.extend(set("12", 10.0 + column as f32 * 80.0, y, 10.0))),
            _ => (0..6).for_each(|column| glyphs.extend(set("7", 10.0 + column as f32 * 40.0, y, 10.0))),
        }
    }
    let grids = grids(&glyphs);
    assert_eq!(grids.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 3, 1, 6, 6, 6]);
    assert_eq!(grids[4], ["line 四、复议和诉讼"]);
}

#[test]
fn labels_of_many_lines_and_of_groups_set_downwards() {
    // A label of seven lines, its values beside the fourth; a group's label broken into as many.
    let broken = ["1.申请", "人无正", "当理由", "逾期不", "补正的", "不再处", "理申请"];
    let mut glyphs = Vec::new();
    for (row, values) in [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].iter().enumerate() {
        for (line, label) in broken.iter().enumerate() {
            let y = row as f32 * 100.0 + line as f32 * 13.0;
            let label = label.replace('1', &(row + 1).to_string());
            glyphs.extend(set(&label, 40.0, y, 10.0));
        }
        for (column, value) in values.iter().enumerate() {
            glyphs.extend(set(value, 120.0 + column as f32 * 40.0, row as f32 * 100.0 + 39.0, 10.0));
        }
    }
    let grids = grids(&glyphs);
    let row = |row: usize| grids[row].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(row(0), [&broken.join("\n"), "1", "2", "3"]);
    assert_eq!(row(1), [&broken.join("\n").replace('1', "2"), "4", "5", "6"]);
    assert_eq!(row(2)[1..], ["7", "8", "9"]);
}

#[test]
fn pieces_of_numbers_beside_a_row_leave_nothing_blank() {
    let glyphs = set_lines(&[
        ("（三）不予公开", ["5", "6", "7"]),
        ("（四）无法提供", ["8", "9", "4"]),
        ("（五）不予处理", ["1", "2", "3"]),
        ("", ["", "104", "122"]),
        ("（七）总计", ["649", "", ""]),
        ("", ["", "7", "3"]),
        ("（八）结转", ["29", "70", "12"]),
    ]);
    let grids = grids(&glyphs);
    assert_eq!(grids.iter().find(|row| row[0] == "（七）总计").unwrap()[1..], ["649", "~", "~"]);
}

#[test]
fn a_row_whose_label_begins_above_the_first_values() {
    let glyphs = set_lines(&[
        ("一、本年新收申请公", ["", "", ""]),
        ("开申请数量", ["93", "14", "10"]),
        ("二、上年结转申请公", ["", "", ""]),
        ("开申请数量", ["13", "32", "3"]),
        ("三、结转下年度", ["48", "30", "29"]),
    ]);
    assert_eq!(
        grids(&glyphs),
        [
            ["一、本年新收申请公\n开申请数量", "93", "14", "10"],
            ["二、上年结转申请公\n开申请数量", "13", "32", "3"],
            ["三、结转下年度", "48", "30", "29"],
        ]
    );
}

#[test]
fn running_text_is_no_table() {
    let mut glyphs = Vec::new();
    for row in 0..6 {
        glyphs.extend(set("全年共公开信息若干条，其中政策文件若干件。", 10.0, row as f32 * 15.0, 10.0));
    }
    assert_eq!(grids(&glyphs).len(), 6);
    assert!(grids(&glyphs).iter().all(|row| row[0].starts_with("line ")));
}

#[test]
fn values_on_both_lines_of_a_label_are_one_row() {
    let glyphs = set_lines(&[
        ("（一）予以公开", ["5", "6", "7"]),
        ("一、本年新收申请公", ["", "138", "100"]),
        ("开申请", ["954", "7", "7"]),
        ("二、上年结转", ["8", "9", "4"]),
        ("三、结转下年度", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&glyphs)[1], ["一、本年新收申请公\n开申请", "954", "~", "~"]);
}

#[test]
fn figures_beside_the_label_of_a_group_are_not_those_of_blank_cells() {
    let mut glyphs = set_lines(&[
        ("（一）予以公开", ["5", "6", "7"]),
        (">1.属于秘密", ["11", "12", "13"]),
        (">2.没有信息", ["", "", "9"]),
        ("", ["292", "233", ""]),
        (">3.重复申请", ["1", "2", "3"]),
        (">4.其他", ["4", "8", "6"]),
    ]);
    glyphs.extend(set("（四", 10.0, 39.0, 10.0));
    let grids = grids(&glyphs);
    let row = grids.iter().find(|row| row.iter().any(|cell| cell.contains("没有信息"))).unwrap();
    assert!(!row.contains(&String::new()), "{row:?}");
}

#[test]
fn columns_with_blanks_anywhere() {
    let mut glyphs = Vec::new();
    let rows = ["111101", "110111", "011111", "111111", "101111", "111011", "111110", "111111"];
    for (row, filled) in rows.iter().enumerate() {
        let y = row as f32 * 20.0;
        glyphs.extend(set(&format!("{}.申请", row + 1), 10.0, y, 10.0));
        for (column, _) in filled.chars().enumerate().filter(|(_, c)| *c == '1') {
            glyphs.extend(set(&format!("{row}{column}"), 100.0 + column as f32 * 30.0, y, 10.0));
        }
    }
    let grids = grids(&glyphs);
    assert_eq!(grids[0], ["1.申请", "00", "01", "02", "03", "", "05"]);
    assert_eq!(grids[2], ["3.申请", "", "21", "22", "23", "24", "25"]);
}

#[test]
fn the_rest_of_a_row_at_the_top_of_a_page_has_no_figures() {
    let rest = set_lines(&[
        ("申请数量", ["13", "32", "3"]),
        ("（一）予以公开", ["5", "6", "7"]),
        ("（二）部分公开", ["8", "9", "4"]),
        ("（三）不予公开", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&rest)[0][1..], ["~", "~", "~"]);
    let rows = set_lines(&[
        ("规章", ["13", "32", "3"]),
        ("规范性文件", ["5", "6", "7"]),
        ("许可", ["8", "9", "4"]),
        ("处罚", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&rows)[0], ["规章", "13", "32", "3"]);
}

#[test]
fn figures_without_a_label_are_of_no_row() {
    let glyphs = set_lines(&[
        ("1.属于秘密", ["11", "12", "13"]),
        ("2.没有信息", ["4", "5", "6"]),
        ("", ["292", "233", "17"]),
        ("3.重复申请", ["1", "2", "3"]),
    ]);
    assert!(!grids(&glyphs).iter().flatten().any(|cell| cell == "292" || cell == "233"));
}

#[test]
fn the_rest_of_a_row_under_a_header_printed_again() {
    let rest = set_lines(&[
        ("内容", ["个人", "企业", "总计"]),
        ("申请数量", ["13", "32", "3"]),
        ("（一）予以公开", ["5", "6", "7"]),
        ("（二）部分公开", ["8", "9", "4"]),
        ("（三）不予公开", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&rest)[1][1..], ["~", "~", "~"]);
    let whole = set_lines(&[
        ("内容", ["个人", "企业", "总计"]),
        ("一、本年新收", ["13", "32", "3"]),
        ("（一）予以公开", ["5", "6", "7"]),
        ("（二）部分公开", ["8", "9", "4"]),
        ("（三）不予公开", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&whole)[1], ["一、本年新收", "13", "32", "3"]);
}

/// The second line of numbers stands beside a line of the group's label, or of the row's own.
#[test]
fn pieces_of_numbers_beside_what_is_no_item() {
    let glyphs = set_lines(&[
        ("（一）予以公开", ["5", "6", "7"]),
        (">1.属于秘密", ["11", "12", "13"]),
        ("予公开", ["", "3", ""]),
        (">2.没有信息", ["1", "2", "9"]),
        (">3.重复申请", ["1", "2", "3"]),
        (">4.其他", ["4", "8", "6"]),
    ]);
    let rows = grids(&glyphs);
    let row = |name: &str| rows.iter().find(|row| row[0].contains(name)).unwrap();
    assert_eq!((&row("秘密")[2][..], &row("没有")[2][..]), ("~", "~"));
    assert_eq!((&row("秘密")[1][..], &row("重复")[2][..]), ("11", "2"));
    let glyphs = set_lines(&[
        ("一、本年新收申请公", ["836", "117", "149"]),
        ("开申请数量", ["", "8", "9"]),
        ("二、上年结转申请", ["14", "26", "24"]),
        ("三、结转下年度", ["1", "2", "3"]),
    ]);
    assert_eq!(grids(&glyphs)[0][1..], ["836", "~", "~"]);
    assert_eq!(grids(&glyphs)[1], ["二、上年结转申请", "14", "26", "24"]);
}

#[test]
fn pieces_of_numbers_in_a_table_without_labels() {
    let mut glyphs = Vec::new();
    for (row, texts) in
        [["维持", "纠正", "其他", "总计"], ["", "", "", "2"], ["82", "65", "62", "07"]].iter().enumerate()
    {
        for (column, text) in texts.iter().enumerate() {
            glyphs.extend(set(text, 20.0 + 60.0 * column as f32, 13.0 * row as f32, 10.0));
        }
    }
    for (column, text) in ["结果", "结果", "结果", "件数"].iter().enumerate() {
        glyphs.extend(set(text, 20.0 + 60.0 * column as f32, -13.0, 10.0));
    }
    assert!(!grids(&glyphs).iter().flatten().any(|cell| cell == "07" || cell == "2"));
}

#[test]
fn a_row_of_values_whose_rest_was_cut_off_is_none() {
    let mut glyphs = set("行政复议", 10.0, -10.0, 10.0);
    glyphs.extend(set("行政诉讼", 190.0, -10.0, 10.0));
    for (column, (head, value)) in
        [("维持", "66"), ("纠正", "78"), ("其他", "90"), ("审结", "79"), ("总计", "31")].iter().enumerate()
    {
        let x = 10.0 + 60.0 * column as f32;
        glyphs.extend(set(head, x, 12.0, 10.0).into_iter().chain(set(value, x, 36.0, 10.0)));
    }
    let table = |hidden: &[Glyph]| {
        let items = find(lines(&glyphs), &[], hidden, &mut Vec::new(), (1, Direction::Right));
        items.iter().any(|item| matches!(item.kind, Content::Table(_)))
    };
    assert!(table(&[]));
    assert!(!table(&set("3", 250.0, 48.0, 10.0)));
}

/// A row without labels of a second column: no blank stands for it among the values.
#[test]
fn a_label_takes_the_columns_of_labels_to_its_right() {
    let mut glyphs = set_lines(&[
        (">1.属于秘密", ["11", "12", "13"]),
        (">2.没有信息", ["4", "5", "6"]),
        (">3.重复申请", ["1", "2", "3"]),
        ("一、新收", ["", "8", "6"]),
    ]);
    for row in 0..3 {
        glyphs.extend(set("组", 10.0, row as f32 * 13.0, 10.0));
    }
    let grids = grids(&glyphs);
    assert_eq!(grids[0], ["组", "1.属于秘密", "11", "12", "13"]);
    assert_eq!(grids[3], ["一、新收", "", "8", "6"]);
}

/// Place and text of a label, and of its values.
type NamedRow<'a> = (f32, &'a str, &'a [(f32, &'a str)]);

/// Names 60 points apart from 200 on, the last one's column without values; rows 16 points apart from 60 on, each with the
/// place of its label, and its values with theirs.
fn named_table(rows: &[NamedRow<'_>]) -> Vec<super::super::glyph::Glyph> {
    let mut glyphs = Vec::new();
    for (x, name) in [(200.0, "自然人"), (260.0, "企业"), (320.0, "总计"), (380.0, "备注")] {
        glyphs.extend(set(name, x, 20.0, 10.0));
    }
    glyphs.extend(set("法人", 258.0, 0.0, 10.0));
    for (row, (x, label, values)) in rows.iter().enumerate() {
        let y = 60.0 + 16.0 * row as f32;
        glyphs.extend(set(label, *x, y, 10.0));
        for (x, value) in *values {
            glyphs.extend(set(value, *x, y, 10.0));
        }
    }
    glyphs
}

/// No figure stands in the column of enterprises, and no line has all of them.
#[test]
fn names_decide_the_columns_of_rows_with_blanks() {
    let glyphs = named_table(&[
        (10.0, "一、本年新收", &[(210.0, "12"), (325.0, "12")]),
        (10.0, "二、上年结转", &[]),
        (10.0, "（一）予以公开", &[(212.0, "7")]),
        (10.0, "（二）部分公开", &[]),
        (10.0, "（三）总计", &[(327.0, "3")]),
    ]);
    let grids = grids(&glyphs);
    assert_eq!(grids[grids.len() - 6].last().map(String::as_str), Some("备注"));
    assert_eq!(grids[grids.len() - 5], ["一、本年新收", "12", "", "12", ""]);
    assert_eq!(grids[grids.len() - 4], ["二、上年结转", "", "", "", ""]);
    assert_eq!(grids[grids.len() - 3], ["（一）予以公开", "7", "", "", ""]);
    assert_eq!(grids[grids.len() - 1], ["（三）总计", "", "", "3", ""]);
}

#[test]
fn a_figure_between_two_names_decides_nothing() {
    let glyphs = named_table(&[
        (10.0, "一、本年新收", &[(210.0, "12"), (325.0, "12")]),
        (10.0, "二、上年结转", &[(243.0, "5")]),
        (10.0, "（一）予以公开", &[(212.0, "7")]),
        (10.0, "（二）部分公开", &[]),
    ]);
    let rows = grids(&glyphs);
    assert!(!rows.iter().any(|row| row.first().is_some_and(|label| label == "（二）部分公开") && row.len() == 5));
    assert!(
        !rows.iter().any(|row| *row == ["二、上年结转", "5", "", "", ""] || *row == ["二、上年结转", "", "5", "", ""])
    );
}

/// Figures beside the middle of a label, with the label of a group level with them.
#[test]
fn figures_beside_the_middle_of_their_labels() {
    let mut glyphs = named_table(&[
        (60.0, "1.属于秘密", &[(212.0, "7"), (325.0, "7")]),
        (60.0, "2.其他法律", &[]),
        (60.0, "禁止公开", &[]),
        (60.0, "3.保护权益", &[]),
        (60.0, "4.属于内部", &[(327.0, "3")]),
        (60.0, "5.属于过程", &[(265.0, "4")]),
    ]);
    for (x, text) in [(10.0, "（三）"), (212.0, "8")] {
        glyphs.extend(set(text, x, 84.0, 10.0));
    }
    glyphs.extend(set("不公开", 10.0, 96.0, 10.0));
    let rows = grids(&glyphs);
    let row = |label: &str| rows.iter().find(|row| row.iter().any(|cell| cell.starts_with(label))).unwrap();
    assert_eq!(row("2.其他")[row("2.其他").len() - 4..], ["8", "", "", ""]);
    assert_eq!(row("3.保护")[row("3.保护").len() - 4..], ["", "", "", ""]);
    assert_eq!(row("4.属于")[row("4.属于").len() - 4..], ["", "", "3", ""]);
}

/// The first row's label broken around its values: nothing above them is blank.
#[test]
fn a_label_among_the_names_is_no_blank_row() {
    let mut glyphs = named_table(&[
        (10.0, "一、本年新收申请", &[]),
        (150.0, "", &[(212.0, "7"), (265.0, "1"), (325.0, "8")]),
        (10.0, "数量", &[]),
    ]);
    glyphs.extend(set("项目", 10.0, 20.0, 10.0));
    let rows = grids(&glyphs);
    let label = rows.iter().find(|row| row.iter().any(|cell| cell.contains("一、本年")));
    assert!(!label.is_some_and(|row| row.iter().any(String::is_empty)), "{rows:?}");
}

#[test]
fn rows_below_the_header_of_the_page_before() {
    let find_in =
        |glyphs: &[Glyph], carried: &mut Vec<(f32, f32)>| find(lines(glyphs), &[], &[], carried, (1, Direction::Right));
    let mut carried = Vec::new();
    let first = named_table(&[
        (10.0, "一、本年新收", &[(210.0, "12"), (325.0, "12")]),
        (10.0, "二、上年结转", &[(210.0, "10")]),
        (10.0, "（一）予以公开", &[(212.0, "7")]),
    ]);
    find_in(&first, &mut carried);
    assert_eq!(carried.len(), 4);
    let next: Vec<Glyph> = named_table(&[
        (10.0, "（二）部分公开", &[(212.0, "5")]),
        (10.0, "（三）不予公开", &[(327.0, "6")]),
        (10.0, "（四）无法提供", &[(212.0, "7")]),
    ])
    .into_iter()
    .filter(|glyph| glyph.bounds.y0 > 50.0)
    .collect();
    let items = find_in(&next, &mut carried);
    let Some(Content::Table(table)) = items.first().map(|item| &item.kind) else { panic!("a table") };
    assert_eq!(table.row(1).map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["（三）不予公开", "", "", "6", ""]);
}

/// Lines 16 points apart, as parts with their places.
fn set_parts(lines: &[&[(f32, &str)]]) -> Vec<super::super::glyph::Glyph> {
    let set_line = |(row, line): (usize, &&[(f32, &str)])| -> Vec<super::super::glyph::Glyph> {
        line.iter().flat_map(|(x, text)| set(text, *x, row as f32 * 16.0, 10.0)).collect()
    };
    lines.iter().enumerate().flat_map(set_line).collect()
}

/// Values at the left of columns whose number and width change from part to part, none of whose names they stand under.
#[test]
fn figures_beside_each_other_in_one_column_decide_nothing() {
    let glyphs = set_parts(&[
        &[(80.0, "内容"), (360.0, "制作数量"), (520.0, "公开数量"), (680.0, "公开总数")],
        &[(20.0, "规章"), (476.0, "6"), (635.0, "8")],
        &[(20.0, "规范"), (317.0, "4"), (635.0, "4")],
        &[(360.0, "第二条")],
        &[(80.0, "内容"), (360.0, "上年数量"), (600.0, "本年增减")],
        &[(20.0, "收费"), (476.0, "-2")],
    ]);
    let rows = grids(&glyphs);
    let last = rows.last().unwrap();
    assert_eq!(last[0], "收费");
    assert!(last[1..].iter().all(|value| value == "~" || value == "?"), "{rows:?}");
    assert!(rows.iter().filter(|row| row[0].starts_with('规')).all(|row| row[1..].iter().all(|value| value == "~")));
}

/// More names than columns: a full row is read in order, of another it is not known what it lacks.
#[test]
fn a_row_with_blanks_under_more_names_than_columns_is_left_open() {
    let glyphs = set_parts(&[
        &[(80.0, "内容"), (260.0, "制发数"), (370.0, "废止数"), (480.0, "有效数")],
        &[(20.0, "规章"), (330.0, "6"), (442.0, "2"), (554.0, "7")],
        &[(20.0, "规范"), (500.0, "4")],
        &[(280.0, "第二条")],
        &[(80.0, "内容"), (365.0, "处理决定数量")],
        &[(20.0, "许可"), (554.0, "5")],
        &[(20.0, "处罚"), (554.0, "7")],
    ]);
    let rows = grids(&glyphs);
    let row = |label: &str| rows.iter().find(|row| row[0] == label).unwrap();
    assert_eq!(row("规章")[1..], ["6", "2", "7"]);
    assert!(row("规范")[1..].iter().all(|value| value == "~"), "{rows:?}");
    assert_eq!(row("许可")[1], "5");
}

/// Rules below the names alone: what stands between two of them is several rows, whose figures are of none for certain.
#[test]
fn several_rows_between_two_rules_are_not_one() {
    let glyphs = set_parts(&[
        &[(80.0, "内容"), (260.0, "制发数"), (370.0, "废止数"), (480.0, "有效数")],
        &[(20.0, "规章"), (330.0, "6"), (442.0, "2"), (554.0, "7")],
        &[(20.0, "规范"), (554.0, "4")],
        &[(280.0, "第二条")],
        &[(80.0, "内容"), (365.0, "处理决定数量")],
        &[(20.0, "许可"), (554.0, "7")],
        &[(280.0, "第三条")],
        &[(80.0, "内容"), (365.0, "处理决定数量")],
    ]);
    let rule = |at: f32| Line { at, from: 10.0, to: 570.0 };
    let rows = ruled_grids(&glyphs, &[rule(13.0), rule(77.0), rule(125.0)]);
    let merged = rows.iter().find(|row| row[0].contains("规章")).unwrap();
    assert!(merged[0].contains("规范") && merged[1..].iter().all(|value| value == "~"), "{rows:?}");
}
