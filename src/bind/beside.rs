//! Columns and tables that stand beside those of the form: remarks, the year before, two years side by side.

use super::tests::{document, figures};
use super::*;
use crate::document::{Block, Paragraph, Role};

/// Rows of requests below a header with one more column, named `other`; `rows` are the cells behind labels.
fn requests(other: &str, rows: [&str; 4]) -> String {
    let labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "四、结转下年度继续办理",
    ];
    let head = format!(
        "| ^3勾稽关系 | >7申请人情况 | ^3{other} |
         | ^2自然人 | >5法人或其他组织 | ^2总计 |
         | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |"
    );
    labels.iter().zip(rows).fold(head, |table, (label, cells)| format!("{table}\n| {label} | {cells} |"))
}

fn bound(ruled: bool, year: u16, tables: &[&str]) -> Bound {
    bind(&document(ruled, tables), Some(year))
}

#[test]
fn a_further_column_takes_the_place_of_no_blank() {
    // The first cell is blank, the last one is the other column's.
    let table = requests(
        "上年总计",
        ["| 2 | | 1 | | | 3 | 9", "1 | | | | | | 1 | 4", "| 2 | | 1 | | | 3 | 0", "1 | | | | | | 1 | 2"],
    );
    let read = figures(&bound(true, 2022, &[&table]), &["req_new_", "req_carin_n"]);
    assert_eq!(
        read,
        "req_new_np=_ req_new_biz=2 req_new_res=_ req_new_ngo=1 req_new_law=_ req_new_oth=_ req_new_tot=3 \
         req_carin_np=1 req_carin_ngo=_"
    );
}

#[test]
fn in_a_text_a_further_figure_leaves_no_row_certain() {
    let rows = [
        "0 | 2 | 0 | 1 | 0 | 0 | 3 | 9",
        "1 | 0 | 0 | 0 | 0 | 1 | 4",
        "0 | 2 | 0 | 1 | 0 | 0 | 3 | 0",
        "1 | 0 | 0 | 0 | 0 | 0 | 1 | 2",
    ];
    let read = figures(&bound(false, 2022, &[&requests("上年总计", rows)]), &["req_carin_"]);
    assert!(read.split(' ').all(|figure| figure.ends_with('!')), "{read}");
}

#[test]
fn of_two_years_side_by_side_the_reporting_one_is_read() {
    let table = "
        | >7第二十条第（一）项 |
        | 信息内容 | 2022年本年制发件数 | 2022年本年废止件数 | 2022年现行有效件数 | 2021年本年制发件数 | 2021年本年废止件数 | 2021年现行有效件数 |
        | 规章 | | 4 | 5 | 6 | 7 | 8 |
        | 行政规范性文件 | | 2 | 3 | 9 | 9 | 9 |
        | >7第二十条第（五）项 |
        | 信息内容 | >3 2022年本年处理决定数量 | >3 2021年本年处理决定数量 |
        | 行政许可 | >3 | >3 12 |
        | >7第二十条第（六）项 |
        | 信息内容 | >3 2022年本年处理决定数量 | >3 2021年本年处理决定数量 |
        | 行政处罚 | >3 1 | >3 2 |
        | 行政强制 | >3 3 | >3 4 |";
    let read = figures(&bound(true, 2022, &[table]), &["pro_reg", "pro_norm", "pro_lic", "pro_pen"]);
    assert_eq!(
        read,
        "pro_reg_issued=_ pro_reg_repealed=4 pro_reg_inforce=5 pro_norm_issued=_ pro_norm_repealed=2 pro_norm_inforce=3 \
         pro_lic_decided=_ pro_pen_decided=1"
    );
}

#[test]
fn a_row_that_names_a_year_parts_the_tables_of_one_sheet() {
    let rows = |of: &str, n: u8| {
        let labels = [
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "四、结转下年度继续办理",
        ];
        labels.iter().fold(format!("| {of} | | | | | | | |"), |table, label| {
            format!("{table}\n| {label} | {n} | 0 | 0 | 0 | 0 | 0 | {n} |")
        })
    };
    let sheet = format!("{}\n{}", rows("2021年", 5), rows("2022年度", 8));
    let of = |year| figures(&bound(true, year, &[&sheet]), &["req_new_np"]);
    assert_eq!((of(2022), of(2021)), ("req_new_np=8".into(), "req_new_np=5".into()));
}

#[test]
fn five_figures_under_the_names_of_fifteen_are_of_no_block() {
    let five = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计";
    let table = format!(
        "| >5行政复议 | >5未经复议直接起诉 | >5复议后起诉 |\n| {five} | {five} | {five} |\n| 2 | 2 | 10 | 9 | 19 |"
    );
    let read = figures(&bound(false, 2022, &[&table]), &["rev_", "lit"]);
    assert!(!read.contains("=2"), "{read}");
}

#[test]
fn in_a_text_a_remark_takes_the_place_of_no_blank() {
    let rows = [
        "0 | 2 | 0 | 1 | 0 | 0 | 3 | 含部门",
        "1 | 2 | 3 | 0 | 1 | 7 | 含部门",
        "0 | 2 | 0 | 1 | 0 | 0 | 3",
        "1 | 0 | 0 | 0 | 0 | 0 | 1",
    ];
    let read = figures(&bound(false, 2022, &[&requests("备注", rows)]), &["req_carin_", "req_carout_n"]);
    let (carin, carout) = read.split_once(" req_carout").unwrap();
    assert!(carin.split(' ').all(|figure| figure.ends_with('!')), "{read}");
    assert_eq!(carout, "_np=1 req_carout_ngo=0");
}

#[test]
fn in_a_text_figures_under_two_years_are_of_neither() {
    let table = "
        | 信息内容 2022年本年处理决定数量 2021年本年处理决定数量 |
        | 行政许可 | 12 |
        | 信息内容 2022年本年处理决定数量 2021年本年处理决定数量 |
        | 行政处罚 | 5 |
        | 行政强制 | 7 |
        | 信息内容 2022年本年收费金额（单位：万元） 2021年本年收费金额（单位：万元） |
        | 行政事业性收费 | 3 |";
    let read = figures(&bound(false, 2022, &[table]), &["pro_lic", "pro_pen", "pro_coe", "pro_fee"]);
    assert_eq!(read, "pro_lic_decided=! pro_pen_decided=! pro_coe_decided=! pro_fee_amount=!");
}

#[test]
fn the_heading_of_a_year_stands_above_any_number_of_names() {
    let table = |n: u8| {
        let labels = [
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "四、结转下年度继续办理",
        ];
        let row = |label: &&str| format!("| {label} | {n} | 0 | 0 | 0 | 0 | 0 | {n} |");
        labels.iter().map(row).collect::<Vec<_>>().join("\n")
    };
    let (first, second) = (document(false, &[&table(5)]), document(false, &[&table(8)]));
    let mut both = crate::document::Document::default();
    for (year, one) in [("2021年", first), ("2022年", second)] {
        for text in [year, "（勾稽关系） 申请人情况", "自然人", "法人或其他组织 总计", "商业企业 科研机构 其他"]
        {
            both.push_text(text, crate::document::Role::Body, crate::document::SourceLocation::default());
        }
        both.blocks.extend(one.blocks);
    }
    assert_eq!(figures(&bind(&both, Some(2022)), &["req_new_np"]), "req_new_np=8");
}

/// The disputes of a report on 2022: what stands in the cells of its own table, the heading over a second one, and what is read.
fn disputes(own: &str, heading: &str) -> String {
    let header = "| >5行政复议 | >10行政诉讼 |
        | ^2结果维持 | ^2结果纠正 | ^2其他结果 | ^2尚未审结 | ^2总计 | >5未经复议直接起诉 | >5复议后起诉 |
        | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |";
    let table = |cells: &str| format!("{header}\n| {cells} |");
    let mut document =
        document(true, &[&table(own), &table("5 | 6 | 0 | 0 | 11 | 1 | 1 | 1 | 1 | 4 | 2 | 0 | 0 | 0 | 2")]);
    let paragraph = Paragraph { text: heading.into(), role: Role::Heading, location: SourceLocation::default() };
    document.blocks.insert(1, Block::Paragraph(paragraph));
    figures(&bind(&document, Some(2022)), &["rev_total", "lit1_total"])
}

#[test]
fn a_table_of_the_year_before_stands_in_for_none() {
    let unread = "见附件 | ".repeat(15);
    let unread = unread.trim_end_matches(" | ");
    for heading in ["附：上一年度行政复议、行政诉讼情况", "附：2021年行政复议、行政诉讼情况", "上年度情况"]
    {
        let read = disputes(unread, heading);
        assert!(!read.contains("11") && !read.contains("=4"), "{heading}: {read}");
    }
    let own = "1 | 0 | 0 | 0 | 1 | 0 | 2 | 0 | 0 | 2 | 0 | 0 | 0 | 0 | 0";
    assert_eq!(disputes(own, "附：上一年度行政复议、行政诉讼情况"), "rev_total=1 lit1_total=2");
    // A heading that does not say so hides nothing.
    assert_eq!(disputes(unread, "四、行政复议、行政诉讼情况"), "rev_total=11 lit1_total=4");
}

#[test]
fn a_year_whose_table_left_no_trace_is_not_read_from_the_other_years() {
    let table = requests("", ["5 | 6", "1 | 0", "2 | 0", "3 | 0"]).replace(" |  |", " |");
    let mut document = document(true, &[&table]);
    let heading = |text: &str| {
        Block::Paragraph(Paragraph { text: text.into(), role: Role::Heading, location: SourceLocation::default() })
    };
    let before = bind(&document, Some(2022)).figures.iter().filter(|figure| figure.value.is_some()).count();
    document.blocks.insert(0, heading("2021年"));
    let alone = bind(&document, Some(2022)).figures.iter().filter(|figure| figure.value.is_some()).count();
    document.blocks.insert(0, heading("2022年"));
    let both = bind(&document, Some(2022)).figures.iter().filter(|figure| figure.value.is_some()).count();
    assert!(before > 0 && alone == before && both == 0, "{before} {alone} {both}");
}

#[test]
fn of_two_tables_whose_titles_differ_in_the_year_alone_the_reporting_one_is_read() {
    let table = |first: &str| requests("", [first, "1 | 0", "2 | 0", "3 | 0"]).replace(" |  |", " |");
    let mut document = document(true, &[&table("5 | 6"), &table("7 | 8")]);
    let heading = |text: &str| {
        Block::Paragraph(Paragraph { text: text.into(), role: Role::Body, location: SourceLocation::default() })
    };
    let grids: Vec<usize> =
        (0..document.blocks.len()).filter(|&at| matches!(document.blocks[at], Block::Grid(_))).collect();
    document.blocks.insert(grids[1], heading("2022年收到和处理申请情况如下："));
    document.blocks.insert(grids[0], heading("2021年收到和处理申请情况如下："));
    let read = |year| figures(&bind(&document, Some(year)), &["req_new_np"]);
    assert_eq!((read(2021), read(2022)), ("req_new_np=5".to_owned(), "req_new_np=7".to_owned()));
    document.blocks[grids[0]] = heading("第四季度收到和处理申请情况");
    document.blocks[grids[1] + 1] = heading("全年收到和处理申请情况");
    assert_eq!(figures(&bind(&document, Some(2022)), &["req_new_np"]), "req_new_np=7");
}

#[test]
fn units_in_cells_of_their_own_are_no_labels() {
    let rows = [
        "2 | 0 | 1 | | 0 | 0 | 3",
        "1 | 0 | 0 | 0 | 0 | 0 | 1",
        "2 | 0 | 1 | 0 | 0 | 0 | 3",
        "1 | 0 | 0 | 0 | 0 | 0 | 1",
    ];
    let rows = rows.map(|row| row.split('|').map(|cell| format!("{cell}| 件")).collect::<Vec<_>>().join(" | "));
    let table = requests("", [&rows[0], &rows[1], &rows[2], &rows[3]]);
    let read = figures(&bound(true, 2022, &[&table]), &["req_new_"]);
    assert_eq!(
        read,
        "req_new_np=2 req_new_biz=0 req_new_res=1 req_new_ngo=_ req_new_law=0 req_new_oth=0 req_new_tot=3"
    );
}
