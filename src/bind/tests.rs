//! Tables as agencies lay them out, and the figures that they must give.
//!
//! A table is written one row a line, cells between bars; `>2` and `^3` in front of a cell's text are its column and
//! row span. Expected figures are `code=value`, with `_` for blank, `-` for a mark, `?` for text, `!` for not found.

use super::*;
use crate::document::{Block, Cell, Document, GridBuilder, Role};
use crate::figure::Status;
use crate::form::forms;

/// A document of one grid for each table text.
pub(super) fn document(ruled: bool, tables: &[&str]) -> Document {
    let mut document = Document::default();
    for text in tables {
        let mut grid = GridBuilder::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            grid.start_row();
            let cells =
                line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).expect("rows stand between bars");
            for cell in cells.split('|') {
                let (mut rows, mut columns, mut text) = (1, 1, cell.trim());
                while let Some(sign @ ('>' | '^')) = text.chars().next() {
                    let span = text[1..2].parse().expect("a span is one digit");
                    *(if sign == '>' { &mut columns } else { &mut rows }) = span;
                    text = text[2..].trim();
                }
                grid.place(Cell { text: text.replace("\\n", "\n"), ..Cell::default() }, rows, columns);
            }
        }
        let mut grid = grid.finish(SourceLocation::default());
        grid.ruled = ruled;
        document.blocks.push(Block::Grid(grid));
    }
    document
}

/// The figures whose codes start with one of `prefixes`, in the notation above.
pub(super) fn figures(bound: &Bound, prefixes: &[&str]) -> String {
    let mut out = Vec::new();
    for figure in &bound.figures {
        let code =
            figure.variable.map_or(format!("[{}]", figure.row_label), |variable| forms().code(variable).to_owned());
        if prefixes.iter().any(|prefix| code.starts_with(prefix)) {
            let value = match figure.status {
                Status::Reported | Status::Decoded | Status::Recognised => {
                    figure.value.map(|value| value.to_string()).unwrap_or_default()
                }
                Status::Blank => "_".to_owned(),
                Status::NaMark => "-".to_owned(),
                Status::Text => "?".to_owned(),
                Status::NotFound | Status::Unread => "!".to_owned(),
            };
            out.push(format!("{code}={value}"));
        }
    }
    out.join(" ")
}

fn codes(bound: &Bound) -> Vec<&str> {
    bound.findings.iter().map(|finding| finding.code.as_ref()).collect()
}

const HEADER: &str = "| >3^3（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | >7 申请人情况 |
    | ^2自\\n然\\n人 | >5法人或其他组织 | ^2总计 |
    | 商业\\n企业 | 科研\\n机构 | 社会公益组织 | 法律服务机构 | 其他 |";

const REQUESTS_2021: &str = "| >3一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |
    | >3二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    | ^4三、本年度办理结果 | >2（一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |";

#[test]
fn official_requests() {
    let table = format!(
        "{HEADER}
        | >3一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |
        | >3二、上年结转政府信息公开申请数量 | 1 |  | / | 0 | 0 | 0 | 1 |
        | ^9三、本年度办理结果 | >2（一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
        | >2（二）部分公开（区分处理的，只计这一情形，不计其他情形） | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | ^2（三）不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2．其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | ^3（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 3.其他 | 0 | 1 | 0 | 0 | 0 | 0 | 1 |
        | >2（七）总计 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |
        | >3四、结转下年度继续办理 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |"
    );
    let bound = bind(&document(true, &[&table]), None);
    assert_eq!(bound.tables, [BoundTable { kind: TableKind::Requests, form: FormId(2021), blocks: vec![0] }]);
    assert_eq!(
        figures(&bound, &["req_new_", "req_carin_", "req_oth_misc_", "req_total_", "req_una_nohold_n"]),
        "req_new_np=5 req_new_biz=1 req_new_res=0 req_new_ngo=0 req_new_law=0 req_new_oth=0 req_new_tot=6 \
         req_carin_np=1 req_carin_biz=_ req_carin_res=- req_carin_ngo=0 req_carin_law=0 req_carin_oth=0 req_carin_tot=1 \
         req_una_nohold_np=! req_una_nohold_ngo=! \
         req_oth_misc_np=0 req_oth_misc_biz=1 req_oth_misc_res=0 req_oth_misc_ngo=0 req_oth_misc_law=0 req_oth_misc_oth=0 req_oth_misc_tot=1 \
         req_total_np=3 req_total_biz=1 req_total_res=0 req_total_ngo=0 req_total_law=0 req_total_oth=0 req_total_tot=4"
    );
    let of = |code: &str| bound.figures.iter().find(|f| f.variable == forms().variable(code)).expect("figure is there");
    assert_eq!(&*of("req_oth_misc_biz").row_label, "三、本年度办理结果/（六）其他处理/3.其他");
    assert_eq!(&*of("req_oth_misc_biz").column_label, "商业企业");
    assert_eq!((of("req_oth_misc_biz").row, of("req_oth_misc_biz").column), (12, 5));
}

#[test]
fn other_handling_is_a_row_of_2019() {
    let table = format!(
        "{HEADER}
        {REQUESTS_2021}
        | >2（二）部分公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | >2（六）其他处理 | 0 | 4 | 0 | 0 | 0 | 0 | 4 |
        | >2（七）总计 | 3 | 4 | 0 | 0 | 0 | 0 | 7 |
        | >3四、结转下一年度继续办理 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |"
    );
    let bound = bind(&document(true, &[&table]), None);
    assert_eq!(bound.tables[0].form, FormId(2019));
    assert_eq!(figures(&bound, &["req_other_b", "req_carout_t"]), "req_other_biz=4 req_carout_tot=3");
}

/// The last of a header's names is that of a row, too; the other rows of its group are torn.
#[test]
fn names_of_columns_in_one_cell_are_no_row() {
    let header = "| 社会公益组织 法律服务机构 | 其他 | |";
    let table = format!(
        "{header}
        | 一、本年新收政府信息公开申请数量 | 4 | 4 | 0 | 0 | 0 | 0 | 8 |
        | 二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
        | （一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        {header}
        | 2.重复申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | 3.其他 | 0 | 4 | 0 | 0 | 0 | 0 | 4 |
        | （七）总计 | 3 | 4 | 0 | 0 | 0 | 0 | 7 |
        | 四、结转下年度继续办理 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |"
    );
    let bound = bind(&document(false, &[&table]), None);
    assert_eq!(bound.tables[0].form, FormId(2021));
    assert_eq!(figures(&bound, &["req_oth_misc_b", "req_new_t"]), "req_new_tot=8 req_oth_misc_biz=4");
}

#[test]
fn the_end_that_two_labels_share_is_of_neither() {
    let table = |label: &str| {
        format!(
            "| 4.无正当理由大量反复申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | 5.要求行政机关确认或重新出具已获取信息 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | {label} | 0 | 4 | 0 | 0 | 0 | 0 | 4 |
            | 3.其他 | 0 | 2 | 0 | 0 | 0 | 0 | 2 |
            | （七）总计 | 2 | 6 | 0 | 0 | 0 | 0 | 8 |"
        )
    };
    let read = |label: &str| {
        let bound = bind(&document(false, &[&table(label)]), Some(2021));
        figures(&bound, &["req_oth_nofix_b", "req_oth_nopay_b", "req_oth_misc_b"])
    };
    assert_eq!(
        read("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        "req_oth_nofix_biz=4 req_oth_nopay_biz=! req_oth_misc_biz=2"
    );
    assert_eq!(
        read("行政机关不再处理其政府信息公开申请"),
        "req_oth_nofix_biz=! req_oth_nopay_biz=! req_oth_misc_biz=2"
    );
}

#[test]
fn heading_rows_with_numbers_are_no_figures() {
    let table = "| （二）部分公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | （三）不予公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
        | 1、属于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | 2、其他法律行政法规禁止公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | 3、危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 其他情况说明 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |
        | （七）总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |";
    let bound = bind(&document(false, &[table]), None);
    assert_eq!(
        bound.headings.iter().map(|h| (h.group.as_str(), h.column.as_str(), h.value)).next(),
        Some(("ref", "np", 2.into()))
    );
    assert_eq!(
        figures(&bound, &["req_ref_secret_t", "req_total_n"]),
        "req_ref_secret_tot=1 req_total_np=3 req_total_ngo=0"
    );
    assert_eq!(codes(&bound), ["BIND-EXTRA-ROW"]);
}

#[test]
fn torn_labels_between_known_rows() {
    let table = "| 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公 |
        | 开 | 27 | 0 | 0 | 0 | 0 | 0 | 27 |
        | 3.危及“三安全一稳定” | 6 | 0 | 0 | 0 | 0 | 0 | 6 |
        | 4.保护第三方合法权益 | 38 | 0 | 0 | 0 | 0 | 0 | 38 |
        | | 20 | 0 | 0 | 0 | 0 | 0 | 20 |
        | 6.属于四类过程性信息 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |
        | 1.本机关不掌握相关政府信息 | 8 | 0 | 0 | 0 | 0 | 0 | 8 |
        | （四） | 2.没有现成信息需要另行制 |
        | 无法提供 | 作 | 26 | 0 | 0 | 0 | 0 | 0 | 26 |
        | 3.补正后申请内容仍不明确 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |";
    let bound = bind(&document(false, &[table]), None);
    assert_eq!(
        figures(&bound, &["req_ref_law_np", "req_ref_intern_np", "req_ref_proc_np", "req_una_create_np"]),
        "req_ref_law_np=27 req_ref_intern_np=20 req_ref_proc_np=9 req_una_create_np=26"
    );
}

#[test]
fn short_rows_are_not_guessed() {
    let table = "| 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公开 | 1 | 0 | 0 | 0 | 0 | 1 |
        | 3.危及“三安全一稳定” | 6 | 0 | 0 | 0 | 0 | 0 | 6 |
        | 4.保护第三方合法权益 | 38 | 0 | 0 | 0 | 0 | 0 | 38 |";
    let bound = bind(&document(false, &[table]), None);
    assert_eq!(figures(&bound, &["req_ref_law_np", "req_ref_law_tot"]), "req_ref_law_np=! req_ref_law_tot=!");
    assert_eq!(codes(&bound), ["BIND-COLUMNS"]);
}

#[test]
fn words_in_value_cells_stay_text() {
    let table = "| 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公开 | 1 | 见附件 | 0 | 0 | 0 | 0 | 同上 |
        | 3.危及“三安全一稳定” | 6 | 0 | 0 | 0 | 0 | 0 | 6 |
        | 4.保护第三方合法权益 | 38 | 0 | 0 | 0 | 0 | 0 | 38 |";
    let bound = bind(&document(true, &[table]), None);
    assert_eq!(
        figures(&bound, &["req_ref_law_"]),
        "req_ref_law_np=1 req_ref_law_biz=? req_ref_law_res=0 req_ref_law_ngo=0 req_ref_law_law=0 req_ref_law_oth=0 req_ref_law_tot=?"
    );
    assert_eq!(codes(&bound), ["CELL-TEXT", "CELL-TEXT"]);
}

#[test]
fn columns_in_another_order() {
    let table = "| >3 项目 | 总计 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
        | >3一、本年新收政府信息公开申请数量 | 6 | 5 | 1 | 0 | 0 | 0 | 0 |
        | >3二、上年结转政府信息公开申请数量 | 1 | 1 | 0 | 0 | 0 | 0 | 0 |
        | >3（一）予以公开 | 2 | 2 | 0 | 0 | 0 | 0 | 0 |
        | >3四、结转下年度继续办理 | 3 | 3 | 0 | 0 | 0 | 0 | 0 |";
    let bound = bind(&document(true, &[table]), None);
    assert_eq!(
        figures(&bound, &["req_new_tot", "req_new_np", "req_new_biz"]),
        "req_new_np=5 req_new_biz=1 req_new_tot=6"
    );
}

/// Converters that write only the cells that begin in a row push rows and headers to the left, and fill up behind.
#[test]
fn headers_pushed_to_the_left() {
    let table = "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 | | | | | | | |
        | 自然人 | 法人或其他组织 | 总计 | | | | | | |
        | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | | | | |
        | 一、本年新收政府信息公开申请数量 | 11 | 12 | 13 | 14 | 15 | 16 | 81 | |
        | 二、上年结转政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | |
        | 三、本年度办理结果 | （一）予以公开 | 21 | 22 | 23 | 24 | 25 | 26 | 141 |
        | （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 31 | 32 | 33 | 34 | 35 | 36 | 201 | |";
    let bound = bind(&document(true, &[table]), Some(2022));
    let expected =
        "req_new_np=11 req_new_biz=12 req_new_res=13 req_new_ngo=14 req_new_law=15 req_new_oth=16 req_new_tot=81";
    assert_eq!(figures(&bound, &["req_new_"]), expected);
    let expected = "req_granted_np=21 req_granted_biz=22 req_granted_res=23 req_granted_ngo=24 req_granted_law=25 req_granted_oth=26 req_granted_tot=141";
    assert_eq!(figures(&bound, &["req_granted_"]), expected);
}

/// Blank cells among the values of such rows look like those that labels spanned; where the header is not filled up, too,
/// nobody can say which they are.
#[test]
fn blanks_in_rows_pushed_to_the_left() {
    let rows = "| 一、本年新收政府信息公开申请数量 | | 2 | | 1 | 1 | 9 | 13 | |
        | 二、上年结转政府信息公开申请数量 | | | | 2 | 3 | | 5 | |
        | 三、本年度办理结果 | （一）予以公开 | | | | | | | |
        | （二）部分公开（区分处理的，只计这一情形，不计其他情形） | | | | | 1 | | 1 | |";
    let table = |filling: &str| {
        let header = "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |
            | 自然人 | 法人或其他组织 | 总计 |
            | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |";
        let header: Vec<String> = header.lines().map(|line| format!("{line}{filling}")).collect();
        figures(&bind(&document(true, &[&format!("{}\n{rows}", header.join("\n"))]), None), &["req_new_"])
    };
    let expected = "req_new_np=_ req_new_biz=2 req_new_res=_ req_new_ngo=1 req_new_law=1 req_new_oth=9 req_new_tot=13";
    assert_eq!(table(" | | | |"), expected);
    let unknown = "req_new_np=! req_new_biz=! req_new_res=! req_new_ngo=! req_new_law=! req_new_oth=! req_new_tot=!";
    assert_eq!(table(""), unknown);
}

#[test]
fn labels_of_two_rows_in_one_give_no_figures() {
    let table = "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
        | 行政许可\\n其他对外管理\\n服务事项 | 5 | -1 | 535 |
        | 行政处罚 | 4 | -3 | 2 |
        | 行政强\\n制 | 1 | 0 | 7 |";
    let bound = bind(&document(false, &[table]), Some(2020));
    assert_eq!(
        figures(&bound, &["pro_lic_", "pro_svc_"]).replace(|c: char| c.is_ascii_lowercase(), ""),
        "__=! __=! __=! __=! __=! __=!"
    );
    assert_eq!(figures(&bound, &["pro_coe_decided"]), "pro_coe_decided=7");
}

#[test]
fn columns_cut_off_by_the_page() {
    let table = "| ^2>3 | ^2自然人 | >3法人或其他 |
        | 商业企业 | 科研机构 |
        | >3一、本年新收政府信息公开申请数量 | 5 | 1 | |
        | >3二、上年结转政府信息公开申请数量 | 1 | 0 | |
        | >3（一）予以公开 | 2 | 0 | |
        | >3四、结转下年度继续办理 | 3 | 0 | |";
    let bound = bind(&document(true, &[table]), None);
    assert_eq!(
        figures(&bound, &["req_new_"]),
        "req_new_np=5 req_new_biz=1 req_new_res=_ req_new_ngo=! req_new_law=! req_new_oth=! req_new_tot=!"
    );
}

const PROACTIVE_2021: &str = "| >4第二十条第（一）项 |
    | 信息内容 | 本年\\n制发件数 | 本年废止件数 | 现行有效件\\n数 |
    | 规章 | 1 | 0 | 11 |
    | 行政规范性文件 | 8 | 26 | 66 |
    | >4第二十条第（五）项 |
    | 信息内容 | >3本年处理决定数量 |
    | 行政许可 | >3 447228 |
    | >4第二十条第（六）项 |
    | 信息内容 | >3本年处理决定数量 |
    | 行政处罚 | >3 3985\\n758 |
    | 行政强制 | >3 88,283 |
    | >4第二十条第（八）项 |
    | 信息内容 | >3本年收费金额（单位：万元） |
    | 行政事业性收费 | >3 251000元 |";

#[test]
fn proactive_2021() {
    let bound = bind(&document(true, &[PROACTIVE_2021]), None);
    assert_eq!(bound.tables[0].form, FormId(2021));
    assert_eq!(
        figures(&bound, &["pro_"]),
        "pro_reg_issued=1 pro_reg_repealed=0 pro_reg_inforce=11 pro_norm_issued=8 pro_norm_repealed=26 pro_norm_inforce=66 \
         pro_lic_decided=447228 pro_pen_decided=3985758 pro_coe_decided=88283 pro_fee_amount=25.1"
    );
    assert_eq!(codes(&bound), ["CELL-WRAPPED"]);
}

#[test]
fn proactive_2019_over_several_tables() {
    let tables = [
        "| 信息内容 | 本年新\\n制作数量 | 本年新\\n公开数量 | 对外公开总数量 |
         | 规章 | 5 | 2 | 11 |
         | 规范性文件 | 0 | 0 | 0 |
         | 其他主动公开文件 | 3 | 3 | 3 |",
        "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
         | 行政许可 | 396 | +442 | 278 |
         | 其他对外管理服务事项 | 10 | 减少2项 | 105 |",
        "| 信息内容 | 上一年项目数量 | 本年增/ | 处理决定数量 |
         | 行政处罚 | 0　 | 0　 |  |
         | 行政强制 | 1 | -1 | 无 |
         | 信息内容 | 上一年项目数量 | 本年增/减 | |
         | 行政事业性收费 | 35 | -15 | |
         | 信息内容 | 采购项目数量 | 采购总金额 | |
         | 政府集中采购 | 15 | 909.76万元 | |",
    ];
    let bound = bind(&document(false, &tables), None);
    assert_eq!(bound.tables, [BoundTable { kind: TableKind::Proactive, form: FormId(2019), blocks: vec![0, 1, 2] }]);
    assert_eq!(
        figures(&bound, &["pro_"]),
        "pro_reg_made=5 pro_reg_newpub=2 pro_reg_totpub=11 pro_norm_made=0 pro_norm_newpub=0 pro_norm_totpub=0 \
         pro_lic_prev=396 pro_lic_change=442 pro_lic_decided=278 pro_svc_prev=10 pro_svc_change=-2 pro_svc_decided=105 \
         pro_pen_prev=0 pro_pen_change=0 pro_pen_decided=_ pro_coe_prev=1 pro_coe_change=-1 pro_coe_decided=- \
         pro_fee_prev=35 pro_fee_change=-15 pro_proc_projects=15 pro_proc_amount=909.76"
    );
    assert_eq!(codes(&bound), ["BIND-EXTRA-ROW"]);
}

const DISPUTES: &str = "| >5行政复议 | >9行政诉讼 | |
    | ^2结果维持 | ^2结果\\n纠正 | ^2其他结果 | ^2尚未审结 | ^2总计 | >5未经复议直接起诉 | >5复议后起诉 |
    | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    | 3 | 1 | 0 | 0 | 4 | 1 | | | | 1 | 0 | 0 | / | 2 | 2 |";

#[test]
fn disputes_in_one_table() {
    let bound = bind(&document(true, &[DISPUTES]), None);
    assert_eq!(
        figures(&bound, &["rev_", "lit"]),
        "rev_upheld=3 rev_corrected=1 rev_other=0 rev_pending=0 rev_total=4 \
         lit1_upheld=1 lit1_corrected=_ lit1_other=_ lit1_pending=_ lit1_total=1 \
         lit2_upheld=0 lit2_corrected=0 lit2_other=- lit2_pending=2 lit2_total=2"
    );
}

#[test]
fn disputes_in_three_tables() {
    let head = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |";
    let tables = [
        format!("| >5行政复议 |\n{head}\n| 1 | 0 | 0 | 0 | 1 |"),
        format!("| >5行政诉讼 |\n| >5未经复议直接起诉 |\n{head}\n| | | | | |"),
        format!("| >5复议后起诉 |\n{head}\n| 0 | 2 | 0 | 0 | 2 |"),
    ];
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let bound = bind(&document(true, &tables), None);
    assert_eq!(
        figures(&bound, &["rev_", "lit"]),
        "rev_upheld=1 rev_corrected=0 rev_other=0 rev_pending=0 rev_total=1 \
         lit1_upheld=_ lit1_corrected=_ lit1_other=_ lit1_pending=_ lit1_total=_ \
         lit2_upheld=0 lit2_corrected=2 lit2_other=0 lit2_pending=0 lit2_total=2"
    );
}

#[test]
fn statistics_sheet_takes_this_year() {
    let table = "| 指标名称 | 计量单位 | 2017年度 | 历年累计 |
        | 一、主动公开情况 | | | |
        | （一）主动公开政府信息数 | 条 | 2543 | 78967 |
        | 1.政府公报公开政府信息数 | 条 | 0 | 0 |
        | 2.政府网站公开政府信息数 | 条 | 2543 | 78967 |
        | 村务公开栏公开数 | 条 | 7 | 70 |
        | （一）收到申请数 | 件 | 1 | 9 |
        | 1.当面申请数 | 件 | 0 | 0 |
        | 四、行政复议数量 | 件 | 0 | 3 |";
    let bound = bind(&document(true, &[table]), None);
    assert_eq!(bound.tables[0].form, FormId(2014));
    let read: Vec<&Figure> = bound.figures.iter().filter(|figure| figure.status == Status::Reported).collect();
    let text: Vec<String> =
        read.iter().map(|f| format!("{}={}", f.variable.map_or("", |v| forms().code(v)), f.raw)).collect();
    assert_eq!(
        text,
        [
            "st_pro_total=2543",
            "st_pub_gazette=0",
            "st_pub_website=2543",
            "=7",
            "st_req_total=1",
            "st_req_inperson=0",
            "st_rev_total=0"
        ]
    );
}

#[test]
fn other_tables_are_left_alone() {
    let tables = [
        "| 索引号 | 000-123 | 发布机构 | 某市人民政府 |\n| 标题 | 年度报告 | 日期 | 2022-01-20 |",
        "| 渠道 | 数量 |\n| 网站 | 12 |\n| 微信 | 30 |\n| 行政许可 | 4 |\n| 总计 | 42 |",
    ];
    let bound = bind(&document(true, &tables), None);
    assert!(bound.tables.is_empty() && bound.figures.is_empty() && bound.findings.is_empty());
}

#[test]
fn two_reports_on_a_page() {
    let older = PROACTIVE_2021.replace("447228", "1");
    let bound = bind(&document(true, &[PROACTIVE_2021, &older]), None);
    assert_eq!(figures(&bound, &["pro_lic"]), "pro_lic_decided=447228");
    assert!(codes(&bound).contains(&"BIND-SEVERAL"));
}

/// Without ruling lines a label may be told in one row and its figures in the next: nobody can say that they are blank.
#[test]
fn labels_beside_rows_of_figures_without_one() {
    let table = format!(
        "{HEADER}
        | >3一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 6 |
        | >3二、上年结转政府信息公开申请数量 | | | | | | | |
        | >3 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | ^1三、本年度办理结果 | >2（一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
        | >3四、结转下年度继续办理 | | | | | | | |"
    );
    let bound = bind(&document(false, &[&table]), Some(2022));
    assert_eq!(figures(&bound, &["req_carin_np", "req_carin_tot"]), "req_carin_np=! req_carin_tot=!");
    assert_eq!(figures(&bound, &["req_new_np", "req_carout_np"]), "req_new_np=5 req_carout_np=_");
}

/// Cells that fill a header up to the width of its table are no blank figures of the rows below.
#[test]
fn disputes_under_a_header_that_is_filled_up() {
    let table = "| 行政复议 | 行政诉讼 | | | | | | | | | | | | | |
        | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 | | | | | | | | |
        | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | | | | | |
        | 1 | 2 | 3 | 4 | 10 | 5 | 6 | 7 | 8 | 26 | 见附页 | 10 | 11 | 12 | 42 |";
    let bound = bind(&document(true, &[table]), Some(2022));
    assert!(bound.figures.iter().all(|figure| figure.status != Status::Blank));
}

/// What stands above a grid names its part of the disputes table.
#[test]
fn disputes_in_grids_of_their_own() {
    let grid = |row: &str| format!("| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n{row}");
    let tables = [grid("| 1 | 2 | 0 | 0 | 3 |"), grid("| | | | | |"), grid("| 0 | 0 | 4 | 1 | 5 |")];
    let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
    let mut document = document(true, &texts);
    for (at, title) in ["（三）复议后起诉情况", "2.未经复议直接起诉", "行政复议"].into_iter().enumerate()
    {
        let paragraph = crate::document::Paragraph {
            text: title.to_owned(),
            role: crate::document::Role::Body,
            location: SourceLocation::default(),
        };
        document.blocks.insert(2 - at, Block::Paragraph(paragraph));
    }
    let bound = bind(&document, None);
    let expected = "rev_upheld=1 rev_corrected=2 rev_other=0 rev_pending=0 rev_total=3 lit1_upheld=_ lit1_corrected=_ \
        lit1_other=_ lit1_pending=_ lit1_total=_ lit2_upheld=0 lit2_corrected=0 lit2_other=4 lit2_pending=1 lit2_total=5";
    assert_eq!(figures(&bound, &["rev", "lit"]), expected);
}

/// Numbers of lines are no figures, whatever is beside them.
#[test]
fn statistics_sheet_with_numbers_of_lines() {
    let sheet = |head: &str, rows: [&str; 6]| {
        let labels = ["主动公开信息数", "申请总数", "当面申请数", "对申请的答复总数", "行政复议数", "行政诉讼数"];
        let rows: String = labels.iter().zip(rows).map(|(label, row)| format!("| {label} | 件 | {row} |\n")).collect();
        let bound = bind(&document(true, &[&format!("| 指标名称 | 计量单位 | {head} |\n{rows}")]), Some(2016));
        figures(&bound, &["st_pro_total", "st_req_inperson", "st_lit_total"])
    };
    let figures = ["01 | 5 | 9", "02 | 0 | 1", "07 | 3 | 3", "10 | 2 | 2", "11 | 0 | 0", "12 | 1 | 4"];
    assert_eq!(sheet("代码 | 本期实际 | 本年累计", figures), "st_pro_total=5 st_req_inperson=3 st_lit_total=1");
    assert_eq!(sheet("行次 | 2015年 | 2016年", figures), "st_pro_total=9 st_req_inperson=3 st_lit_total=4");
    assert_eq!(sheet("行次 | 2016年 | 2015年", figures), "st_pro_total=5 st_req_inperson=3 st_lit_total=1");
    let blank = ["01 | |", "02 | |", "07 | |", "10 | |", "11 | |", "12 | |"];
    assert_eq!(sheet("| 本期实际 | 本年累计", blank), "st_pro_total=_ st_req_inperson=_ st_lit_total=_");
}

/// A figure of another column never stands in for a blank one, headings over the whole table are no headers, and a label that
/// asks for something else has no code.
#[test]
fn statistics_sheet_with_blanks_and_own_labels() {
    let rows = "| 一、主动公开情况 | | |
        | （一）主动公开政府信息数（条） | 36 | 90 |
        | 其中：1.政府网站公开数（条） | | 5 |
        | 2.政府公报公开数（条） | / | 7 |
        | （一）收到申请数（件） | 4 | 9 |
        | 1.当面申请数（件） | 4 | 4 |
        | 3.信函、传真申请数（件） | 0 | 5 |
        | 四、行政复议数量 | 0 | 3 |";
    let read = |head: &str, year| {
        let bound = bind(&document(true, &[&format!("| 指标名称 | {head} |\n{rows}")]), year);
        let codes = ["st_pro_total", "st_pub_website", "st_pub_gazette", "st_req_total", "st_req_fax", "st_rev_total"];
        figures(&bound, &codes)
    };
    let current = "st_pro_total=36 st_pub_website=_ st_pub_gazette=- st_req_total=4 st_rev_total=0 st_req_fax=!";
    assert_eq!(read("本年 | 累计", None), current);
    assert_eq!(read("2016年 | 2015年", Some(2016)), current);
    // Two columns, and nothing says which is which.
    let none = "st_pro_total=! st_pub_website=! st_pub_gazette=! st_req_total=! st_rev_total=! st_req_fax=!";
    assert_eq!(read("甲 | 乙", None), none);
}

/// The header stands above the grid as text, and headings of sections part the grids: as many values as the header has
/// columns are told by their order, others not at all.
#[test]
fn statistics_sheet_with_its_header_above() {
    let first = "| （一）主动公开政府信息数 | 条 | 36 | 90 |\n| 1.政府公报公开政府信息数 | 条 | 5 |\n| 2.政府网站公开政府信息数 | 条 | 31 | 85 |";
    let second = "| （一）收到申请数 | 件 | 4 | 9 |\n| 1.当面申请数 | 件 | / | 4 |\n| 3.网络申请数 | 件 | 4 | 5 |";
    let read = |header: &str| {
        let mut grids = document(false, &[first, second]).blocks.into_iter();
        let mut document = Document::default();
        let text =
            |document: &mut Document, text: &str| document.push_text(text, Role::Body, SourceLocation::default());
        text(&mut document, header);
        document.blocks.extend(grids.next());
        text(&mut document, "二、依申请公开情况");
        document.blocks.extend(grids);
        let bound = bind(&document, Some(2016));
        let wanted = ["st_pro_total", "st_pub_gazette", "st_pub_website", "st_req_total", "st_req_inperson"];
        assert_eq!(codes(&bound).iter().filter(|code| **code == "BIND-COLUMNS").count(), 1, "{header}");
        figures(&bound, &wanted)
    };
    let current = "st_pro_total=36 st_pub_gazette=! st_pub_website=31 st_req_total=4 st_req_inperson=-";
    assert_eq!(read("指标名称 单位 本年 累计 一、主动公开情况"), current);
    assert_eq!(read("统计指标,计量单位,2016年,2008年以来累计"), current);
    assert_eq!(
        read("项目 单位 上年同期 本年"),
        "st_pro_total=90 st_pub_gazette=! st_pub_website=85 st_req_total=9 st_req_inperson=4"
    );
}

/// Where blank cells left no trace, the number of a line is not taken for its figure.
#[test]
fn statistics_sheet_with_lost_blanks() {
    let rows = "| 主动公开信息数 | 条 | 01 | 5 |\n| 申请总数 | 件 | 02 | 3 |\n| 当面申请数 | 件 | 03 |\n| 网上申请数 | 件 | 04 | 3 |\n\
                | 对申请的答复总数 | 件 | 05 | 3 |\n| 行政复议数 | 件 | 06 |\n| 行政诉讼数 | 件 | 07 | 0 |";
    let bound = bind(&document(false, &[rows]), Some(2016));
    assert_eq!(
        figures(&bound, &["st_pro_total", "st_req_total", "st_req_inperson", "st_req_online", "st_rev_total"]),
        "st_pro_total=5 st_req_total=3 st_req_inperson=! st_req_online=3 st_rev_total=!"
    );
}

/// A grid that goes on below a heading has the columns of the one above: one figure alone may be of either.
#[test]
fn statistics_sheet_that_goes_on_without_its_header() {
    let first = "| 统计指标 | 单位 | 本年 | 累计 |\n| （一）主动公开政府信息数 | 条 | 36 | 90 |\n\
                 | 1.政府公报公开政府信息数 | 条 | 5 | 5 |\n| 2.政府网站公开政府信息数 | 条 | 31 | 85 |";
    let rows = |figures: [&str; 3]| {
        let [total, person, online] = figures;
        format!(
            "| （一）收到申请数 | 件 | {total} |\n| 1.当面申请数 | 件 | {person} |\n| 3.网络申请数 | 件 | {online} |"
        )
    };
    let read = |figures_below: [&str; 3]| {
        let bound = bind(&document(false, &[first, &rows(figures_below)]), Some(2016));
        figures(&bound, &["st_pro_total", "st_req_total", "st_req_inperson", "st_req_online"])
    };
    assert_eq!(read(["4 | 9", "| 4", "4 | 5"]), "st_pro_total=36 st_req_total=4 st_req_inperson=_ st_req_online=4");
    assert_eq!(read(["9", "4", "5"]), "st_pro_total=36 st_req_total=! st_req_inperson=! st_req_online=!");
}
