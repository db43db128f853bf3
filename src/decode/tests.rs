//! Run-together text against the forms.

use std::io::Write as _;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::split::{Cell, Shape, readings};
use super::*;
use crate::document::{Role, SourceLocation};
use crate::form::forms;

fn document(text: &str) -> Document {
    let mut document = Document::default();
    for (index, line) in text.lines().enumerate() {
        let length = line.chars().count() as u32;
        document.push_text(line, Role::Body, SourceLocation::line(index as u32 + 1, 0, length));
    }
    document
}

fn decoded(text: &str) -> Decoded {
    decode(&document(text), forms(), &[], None)
}

/// Value of a variable: a number, `?` for text, `-` where there is no figure.
fn value(decoded: &Decoded, code: &str) -> String {
    let variable = forms().variable(code).unwrap();
    match decoded.figures.iter().find(|figure| figure.variable == Some(variable)) {
        Some(figure) if matches!(figure.status, Status::Decoded | Status::Reported) => {
            figure.value.unwrap().normalize().to_string()
        }
        Some(figure) if figure.status == Status::Text => "?".to_owned(),
        _ => "-".to_owned(),
    }
}

/// A requests table run together: each row's label and its cells without anything between.
fn requests(form: u16, cells: impl Fn(&str) -> String) -> String {
    let table = forms().form(FormId(form)).unwrap().table(TableKind::Requests).unwrap();
    let rows = table.blocks.iter().flat_map(|block| &block.rows);
    let rows: String = rows
        .map(|row| format!("{}{}", row.label, if row.variables.is_empty() { String::new() } else { cells(&row.id) }))
        .collect();
    format!(
        "三、收到和处理政府信息公开申请情况申请人情况自然人法人或其他组织总计{rows}四、政府信息公开行政复议、行政诉讼情况"
    )
}

const HEADS: &str = "结果维持结果纠正其他结果尚未审结总计";

#[test]
fn rows_split_by_their_sums() {
    let text = requests(2021, |row| {
        match row {
            "new" => "640020470",
            "granted" => "630 0204 69",
            "carout" => "1 0 0 0 0 0 1",
            "ref_case" => "7100008",
            _ => "0000000",
        }
        .to_owned()
    });
    let decoded = decoded(&(text + HEADS + HEADS + HEADS + "10203120001200000五、存在的主要问题"));
    assert_eq!(decoded.tables, [(TableKind::Requests, FormId(2021)), (TableKind::Disputes, FormId(2021))]);
    let row = |row: &str| -> String {
        let columns = ["np", "biz", "res", "ngo", "law", "oth", "tot"];
        columns.map(|column| value(&decoded, &format!("req_{row}_{column}"))).join(" ")
    };
    assert_eq!(row("new"), "64 0 0 2 0 4 70");
    assert_eq!(row("granted"), "63 0 0 2 0 4 69");
    assert_eq!(row("carout"), "1 0 0 0 0 0 1");
    assert_eq!(row("ref_case"), "7 1 0 0 0 0 8");
    assert_eq!(row("una_create"), "0 0 0 0 0 0 0");
    let line = |line: &str| {
        ["upheld", "corrected", "other", "pending", "total"]
            .map(|column| value(&decoded, &format!("{line}_{column}")))
            .join(" ")
    };
    assert_eq!(
        (line("rev"), line("lit1"), line("lit2")),
        ("1 0 2 0 3".into(), "12 0 0 0 12".into(), "0 0 0 0 0".into())
    );
    let label = |code: &str| {
        decoded.figures.iter().find(|figure| figure.variable == forms().variable(code)).unwrap().row_label.to_string()
    };
    assert_eq!(label("req_ref_case_np"), "属于行政执法案卷");
}

#[test]
fn columns_choose_where_rows_cannot() {
    // 111000012 is 11 1 0 0 0 0 12, 1 11 0 0 0 0 12 or 1 1 10 0 0 0 12.
    let text = |granted: &str, total: &str, new: &str| {
        requests(2021, |row| {
            match row {
                "new" => new,
                "granted" => granted,
                "total" => total,
                _ => "0000000",
            }
            .to_owned()
        })
    };
    // Separated by blanks, the total tells the natural persons; the outcomes follow it.
    let settled = decoded(&text("111000012", "11 1 0 0 0 0 12", "111000012"));
    assert_eq!(value(&settled, "req_granted_np"), "11");
    assert_eq!(value(&settled, "req_new_biz"), "1");
    // Nothing tells them apart: both stay text, the rest is read.
    let open = decoded(&text("111000012", "111000012", "111000012"));
    assert_eq!(value(&open, "req_granted_np"), "?");
    assert_eq!(value(&open, "req_carin_np"), "0");
    let told = findings(&open.runs).into_iter().find(|finding| finding.code == "TEXT-OPEN").unwrap();
    let label = |variable| forms().code(variable).to_owned();
    assert_eq!(
        told.message(crate::finding::Language::En, &label),
        "“111000012” behind “本年新收政府信息公开申请数量” has 3 readings: 1 1 10 0 0 0 12 | 1 11 0 0 0 0 12 | 11 1 0 0 0 0 12."
    );
    // A filing that does not reconcile is read all the same where its rows settle themselves.
    let wrong = decoded(&text("500 0005", "900 0009", "500 0005"));
    assert_eq!(value(&wrong, "req_granted_np"), "5");
    assert_eq!(value(&wrong, "req_total_tot"), "9");
}

#[test]
fn vanished_blanks_leave_a_table_unsplit() {
    let text = requests(2021, |row| if row == "new" { "640020470" } else { "" }.to_owned());
    let decoded = decoded(&text);
    assert!(decoded.tables.is_empty(), "too few runs to be a table");
    let text = requests(2021, |row| if row.starts_with("ref") { "5" } else { "640020470" }.to_owned());
    let decoded = super::decode(&document(&text), forms(), &[], None);
    assert_eq!(value(&decoded, "req_new_np"), "?");
    assert!(decoded.runs[0].rows.iter().all(|row| row.trouble == runs::Trouble::Blanks));
}

#[test]
fn prose_is_no_table() {
    for text in [
        "",
        "一、总体情况 本年新收政府信息公开申请数量64件，予以公开27件，结转下年度继续办理1件。",
        "二、主动公开政府信息情况 公开规章0件，行政规范性文件69件，行政许可2293件，行政处罚1282件。",
    ] {
        let decoded = decoded(text);
        assert!(decoded.tables.is_empty() && decoded.figures.is_empty() && decoded.runs.is_empty(), "{text}");
    }
}

#[test]
fn proactive_runs_that_are_certain() {
    let decoded = decoded(
        "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章 007行政规范性文件693665\
         第二十条第（五）项信息内容本年处理决定数量行政许可2293 第二十条第（六）项信息内容 本年处理决定数量行政处罚1282行政强制42\
         第二十条第（八）项信息内容 本年收费金额（单位：万元）行政事业性收费24252.311082三、收到和处理",
    );
    let values = [
        "pro_reg_issued",
        "pro_reg_inforce",
        "pro_norm_issued",
        "pro_lic_decided",
        "pro_coe_decided",
        "pro_fee_amount",
    ];
    assert_eq!(values.map(|code| value(&decoded, code)).join(" "), "0 7 ? 2293 42 24252.311082");
}

#[test]
fn real_filings_are_read_without_a_wrong_figure() {
    for name in ["pingtan-2020.glued.txt", "pingtan-2021.glued.txt"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real");
        let (Ok(text), Ok(truth)) = (
            std::fs::read_to_string(format!("{folder}/{name}")),
            std::fs::read_to_string(format!("{folder}/truth/{name}.json")),
        ) else {
            let _ = writeln!(std::io::stderr(), "SKIPPED: {folder}/{name} is not there");
            continue;
        };
        let decoded = decoded(&text);
        let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
        for (code, expected) in truth["figures"].as_object().unwrap() {
            let expected: Decimal = expected.as_str().unwrap().parse().unwrap();
            assert_eq!(value(&decoded, code), expected.normalize().to_string(), "{name} {code}");
        }
    }
}

proptest! {
    /// Every reading is the run itself when put together again, and holds its sum.
    #[test]
    fn no_reading_breaks_a_sum(parts in prop::collection::vec(0i64..300, 6), junk in "[0-9 ]{0,14}", whole: bool) {
        let sums = [(6, vec![1, 1, 1, 1, 1, 1, -1])];
        let shape = Shape { cells: 7, signed: &[], amount: false, sums: &sums };
        let numbers: Vec<i64> = parts.iter().copied().chain([parts.iter().sum()]).collect();
        let run: String = if whole { numbers.iter().map(i64::to_string).collect() } else { junk };
        let found = readings(&run, &shape);
        for reading in &found.all {
            let (total, cells) = reading.split_last().unwrap();
            prop_assert_eq!(cells.iter().map(|cell| cell.number()).sum::<i64>(), total.number());
            let digits: String = reading.iter().map(|cell| cell.number().to_string()).collect();
            prop_assert_eq!(digits, run.replace(' ', ""));
        }
        if whole && !found.capped {
            let planted: Vec<Cell> = numbers.into_iter().map(Cell::Number).collect();
            prop_assert!(found.all.contains(&planted));
        }
    }

    #[test]
    fn any_text_is_survived(text in "(予以公开|总计|结果维持结果纠正其他结果尚未审结总计|[0-9/ .、-]{1,40}|\n){0,60}") {
        let decoded = decoded(&text);
        prop_assert!(decoded.figures.iter().all(|figure| figure.value.is_some() == (figure.status == Status::Decoded)));
    }
}

/// The last rows of the first table of 2019, a cell to a line.
fn purchases(amount: &str) -> String {
    let rows = "规章\n0\n0\n0\n规范性文件\n3\n3\n12\n第二十条第（五）项\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n14\n-2\n301\n\
        其他对外管理服务事项\n5\n0\n17\n行政处罚\n40\n1\n22\n行政强制\n6\n0\n3\n上一年项目数量\n本年增/减\n行政事业性收费\n2\n0\n\
        采购项目数量\n采购总金额\n政府集中采购\n";
    format!(
        "二、主动公开政府信息情况\n本年新制作数量\n本年新公开数量\n对外公开总数量\n{rows}{amount}\n三、收到和处理政府信息公开申请情况\n未收到申请。"
    )
}

/// What stands behind a number, how long it is and what opens the next line change nothing about it.
#[test]
fn cells_on_lines_of_their_own_are_not_split() {
    for (amount, projects, value) in [
        ("6\n251000元", "6", "25.1"),
        ("6\n251000 元", "6", "25.1"),
        ("6\n86300　元", "6", "8.63"),
        ("6\n477.35", "6", "477.35"),
        ("6项\n477.35万元", "6", "477.35"),
        ("6\n15000000", "6", "15000000"),
        ("6\n25\n2020年未收取信息处理费。", "6", "25"),
        ("6\n25\n3名工作人员负责。", "6", "25"),
        ("6\n25\n- 3 -", "6", "25"),
        // A line is missing: what is left belongs to no cell for certain.
        ("25", "?", "?"),
        ("6\n2020年未收取信息处理费。", "?", "?"),
        ("6\n25\n7", "?", "?"),
    ] {
        let decoded = decoded(&purchases(amount));
        let read = |code| {
            let variable = forms().variable(code);
            let figure = decoded.figures.iter().find(|figure| figure.variable == variable).unwrap();
            figure.value.map_or("?".to_owned(), |value| value.normalize().to_string())
        };
        assert_eq!((read("pro_proc_projects"), read("pro_proc_amount")), (projects.into(), value.into()), "{amount}");
    }
}

#[test]
fn figures_under_the_names_of_two_years_are_of_neither() {
    let read = |before: &str| {
        let head = format!("信息内容 2021年本年处理决定数量{before}");
        let text = format!(
            "信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 1\n行政规范性文件 2 3 4\n{head}\n行政许可 12\n{head}\n\
             行政处罚 5\n行政强制 7\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 3\n"
        );
        let decoded = decoded(&text);
        ["pro_lic_decided", "pro_pen_decided"].map(|code| value(&decoded, code)).join(" ")
    };
    assert_eq!((read("").as_str(), read(" 2020年本年处理决定数量").as_str()), ("12 5", "? ?"));
}

/// A mark that no words follow is no ordinal's: it leaves the number before it whole.
#[test]
fn marks_between_cells_take_no_digit() {
    let text = "二、主动公开政府信息情况\n本年制发件数\n本年废止件数\n现行有效件数\n规章、1、2、3\n行政规范性文件、4、5、6\n\
        本年处理决定数量\n行政许可、1664、、\n本年处理决定数量\n行政处罚、381、、\n行政强制、11、、\n\
        本年收费金额（单位：万元）\n行政事业性收费、35、、\n三、收到和处理政府信息公开申请情况";
    let read = decoded(text);
    assert_eq!(["pro_lic_decided", "pro_pen_decided"].map(|code| value(&read, code)), ["1664", "381"]);
}

#[test]
fn disputes_without_their_labels() {
    let text = |row: &str| {
        format!(
            "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结果 结果 其他 尚未 总\n{row}\n五、问题"
        )
    };
    let sound = decoded(&text("12 2 9 4 27 7 0 5 6 18 2 1 7 9 19"));
    assert_eq!(["rev_upheld", "rev_total", "lit2_pending"].map(|code| value(&sound, code)), ["12", "27", "9"]);
    // Sums that do not hold, or a number too few, settle nothing.
    for row in ["12 2 9 4 28 7 0 5 6 18 2 1 7 9 19", "12 2 9 4 27 7 0 5 6 18 2 1 7 9"] {
        assert_eq!(value(&decoded(&text(row)), "rev_total"), "-", "{row}");
    }
}

/// A sheet of the years before 2019 with a column for the year and one for all years.
#[test]
fn sheets_in_running_text() {
    let rows = [
        ("主动公开文件数", "条", "215 1830"),
        ("其中：1、政府网站公开数", "条", "1830"),
        ("2、政府公报公开数", "条", "00"),
        ("受理依申请公开信息总数", "条", "7 44"),
        ("其中：1、当面申请数", "条", "00"),
        ("2、网上申请数", "条", "7 44"),
        ("政府信息公开收费减免金额", "元", "00"),
        ("行政复议数", "件", "12"),
    ];
    let table = |head: &str| {
        let rows: String = rows.iter().map(|(label, unit, run)| format!("{label}{unit}{run}")).collect();
        decoded(&format!("六、统计表 指标名称计量单位{head}{rows}\n附件下载"))
    };
    let read = table("2016年度历年累计");
    let codes = ["st_pro_total", "st_pub_gazette", "st_req_total", "st_req_inperson", "st_req_online", "st_rev_total"];
    // 12 may be all that was counted up to the year, with a blank cell in front of it.
    assert_eq!(codes.map(|code| value(&read, code)), ["215", "0", "7", "0", "7", "?"]);
    // 1 of 830, 18 of 30 hold as well as 183 of 0 does not: several readings.
    assert_eq!(value(&read, "st_pub_website"), "?");
    let unknown = read.figures.iter().filter(|figure| figure.variable.is_none());
    assert_eq!(unknown.map(|figure| figure.row_label.as_ref()).collect::<Vec<_>>(), ["政府信息公开收费减免金额"]);
    // The cumulative column first, or none for the year: nothing is known of the order.
    assert!(table("历年累计").figures.is_empty());
    // A row without figures: blank cells left no trace, and 44 may be all that was counted up to the year.
    let blank = decoded(
        "六、统计表 指标名称计量单位2016年度历年累计主动公开文件数条215其中：1、政府网站公开数条\
         2、政府公报公开数条44受理依申请公开信息总数条33其中：1、当面申请数条12网上申请数条21行政复议数件\
         行政诉讼数件22\n附件下载",
    );
    assert!(blank.figures.iter().all(|figure| figure.value.is_none()), "{:?}", blank.figures);
}

/// The rows of such a sheet, headings without a figure.
const ROWS: [(&str, Option<u32>); 16] = [
    ("一、主动公开情况", None),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", Some(310)),
    ("其中：主动公开规范性文件数", Some(4)),
    ("（二）通过不同渠道和方式公开政府信息的情况", None),
    ("1.政府公报公开政府信息数", Some(0)),
    ("2.政府网站公开政府信息数", Some(310)),
    ("三、依申请公开情况", None),
    ("（一）收到申请数", Some(12)),
    ("1.当面申请数", Some(5)),
    ("2.传真申请数", Some(0)),
    ("3.网络申请数", Some(7)),
    ("4.信函申请数", Some(0)),
    ("四、行政复议数量", Some(1)),
    ("（一）维持具体行政行为数", Some(0)),
    ("（二）被依法纠错数", Some(1)),
    ("（三）其他情形数", Some(0)),
];

/// A sheet of the official form in running text: header, how cells are set apart, and what the rows below print.
fn official(head: &[&str], gap: &str, cells: impl Fn(usize, u32) -> Vec<String>) -> String {
    let mut text = head.join(gap);
    let mut number = 0;
    for (label, value) in ROWS {
        let cells = value.map_or(Vec::new(), |value| {
            number += 1;
            cells(number, value)
        });
        for part in std::iter::once(label.to_owned()).chain(cells) {
            text.push_str(gap);
            text.push_str(&part);
        }
    }
    format!("六、统计表\n{text}\n附件下载")
}

const OFFICIAL: [(&str, &str); 11] = [
    ("st_pro_total", "310"),
    ("st_pro_normdocs", "4"),
    ("st_pub_gazette", "0"),
    ("st_pub_website", "310"),
    ("st_req_total", "12"),
    ("st_req_inperson", "5"),
    ("st_req_online", "7"),
    ("st_rev_total", "1"),
    ("st_rev_upheld", "0"),
    ("st_rev_corrected", "1"),
    ("st_rev_other", "0"),
];

#[test]
fn official_sheets_in_running_text() {
    let check = |head: &[&str], gap: &str, cells: &dyn Fn(usize, u32) -> Vec<String>| {
        let read = decode(&document(&official(head, gap, cells)), forms(), &[], Some(2016));
        for (code, expected) in OFFICIAL {
            assert_eq!(value(&read, code), expected, "{code} under {head:?} with {gap:?}");
        }
    };
    let shown = |value: u32| value.to_string();
    for gap in ["", " ", "\n"] {
        check(&["统计指标", "单位", "统计数"], gap, &|_, value| vec!["件".into(), shown(value)]);
        check(&["指标名称", "统计数"], gap, &|_, value| vec![shown(value)]);
        check(&["统计指标", "单位", "代码", "统计数"], gap, &|number, value| {
            vec!["件".into(), format!("{number:02}"), shown(value)]
        });
        check(&["统计指标", "行次", "统计数"], gap, &|number, value| vec![shown(number as u32), shown(value)]);
    }
    for gap in [" ", "\n"] {
        check(&["统计指标", "单位", "本年", "累计"], gap, &|_, value| {
            vec!["件".into(), shown(value), shown(value + 90)]
        });
        check(&["统计指标", "2016年", "2015年"], gap, &|_, value| vec![shown(value), shown(2 * value)]);
    }
}

/// Numbers before the labels are those of the next lines, and no part of the figures before them; headings may have none, and
/// what does not count upwards settles nothing.
#[test]
fn sheets_with_numbers_before_the_labels() {
    let sheet = |gap: &str, headings: bool, skip: usize| {
        let mut number = 0;
        let mut parts = vec!["序号".to_owned(), "统计指标".into(), "单位".into(), "2016年".into(), "2015年".into()];
        for (label, value) in ROWS {
            if value.is_some() || headings {
                number += if number + 1 == skip { 2 } else { 1 };
                parts.push(number.to_string());
            }
            parts.push(label.to_owned());
            match value {
                Some(value) => parts.extend(["件".into(), value.to_string(), (value % 7).to_string()]),
                None => parts.extend(["/".into(), "/".into()]),
            }
        }
        decode(&document(&format!("六、统计表\n{}\n附件下载", parts.join(gap))), forms(), &[], Some(2016))
    };
    for (gap, headings) in [(" ", false), ("\n", false), (" ", true), ("\n", true)] {
        let read = sheet(gap, headings, 0);
        for (code, expected) in OFFICIAL {
            assert_eq!(value(&read, code), expected, "{code} with {gap:?}, numbers of headings: {headings}");
        }
    }
    // Without anything between them the sums say where the figures part, but for what no sum tells.
    for headings in [false, true] {
        let read = sheet("", headings, 0);
        let values = ["st_req_total", "st_req_inperson", "st_req_online", "st_rev_total", "st_pub_gazette"];
        assert_eq!(
            values.map(|code| value(&read, code)),
            ["12", "5", "7", "1", "0"],
            "numbers of headings: {headings}"
        );
    }
    assert_eq!(value(&sheet("", true, 9), "st_req_total"), "?");
    // Behind the last figures the number of a line without any.
    let rows = "1 主动公开信息数 条 18 2 收到申请总数 件 5 3 当面申请数 件 5 4 行政复议数 件 2 5 行政诉讼数 件 0 6 专职工作人员数 人 7 兼职工作人员数 人";
    let read = decoded(&format!("统计表 序号 统计指标 单位 2016年 {rows}"));
    assert_eq!(["st_req_total", "st_lit_total", "st_staff_full"].map(|code| value(&read, code)), ["5", "0", "-"]);
}

/// Labels without figures in front of one that has some are not part of it.
#[test]
fn labels_whose_figures_are_blank() {
    let codes = ["st_pro_total", "st_req_total", "st_rev_total", "st_lit_total", "st_staff_full"];
    let expected = ["36", "9", "-", "2", "3"];
    let rows = [
        (
            "单位",
            "主动公开信息数 条 36 规范性文件数 件 收到申请总数 件 9 1.当面申请数 件 9 行政复议数 件 行政诉讼数 件 2 现场接待人数 人次 专职工作人员数 人 3",
        ),
        (
            "",
            "主动公开信息数 36 规范性文件数 收到申请总数 9 1.当面申请数 9 行政复议数 行政诉讼数 2 现场接待人数 专职工作人员数 3",
        ),
    ];
    for (unit, rows) in rows {
        for gap in [" ", "\n", ""] {
            let read = decoded(&format!("统计表 统计指标 {unit} 统计数 {rows}").replace(' ', gap));
            assert_eq!(codes.map(|code| value(&read, code)), expected, "{unit} {gap:?}");
        }
    }
}

/// The totals and their parts say where figures that run together part; what no sum tells stays open, and so does everything
/// where a blank left no trace.
#[test]
fn sums_part_the_columns_of_a_sheet() {
    let cells = |_, value: u32| vec!["件".to_owned(), format!("{value}{}", 3 * value)];
    let read = decoded(&official(&["统计指标", "单位", "本年度", "历年累计"], "", cells));
    let values = ["st_req_total", "st_req_inperson", "st_req_online", "st_rev_total", "st_pro_total"];
    assert_eq!(values.map(|code| value(&read, code)), ["12", "5", "7", "1", "?"]);
    // 本年累计 may be one column; a row of 00 says that it is two.
    let read = decoded(&official(&["统计指标", "单位", "本年累计"], "", cells));
    assert_eq!(value(&read, "st_req_total"), "12");
    let single = |_, value: u32| vec!["件".to_owned(), (value + 10).to_string()];
    assert_eq!(value(&decoded(&official(&["统计指标", "单位", "本年累计"], "", single)), "st_req_total"), "?");
    let blank = |number, value: u32| {
        vec!["件".to_owned(), if number == 2 { "7".into() } else { format!("{value}{}", 3 * value) }]
    };
    let read = decoded(&official(&["统计指标", "单位", "本年度", "历年累计"], "", blank));
    assert_eq!(value(&read, "st_req_total"), "?");
}

#[test]
fn labels_of_sheets_are_never_taken_for_others() {
    let rows = "主动公开信息数条36全文电子化的主动公开信息数条20收到申请总数件91.当面申请数件42.信函、传真申请数件5\
        涉及商业秘密件涉及个人隐私件3行政复议数件行政诉讼数件2其他情形数件1";
    let read = decoded(&format!("统计指标单位本年度{rows}\n附件下载"));
    let codes = [
        "st_pro_total",
        "st_req_total",
        "st_req_inperson",
        "st_req_fax",
        "st_rev_total",
        "st_lit_total",
        "st_rev_other",
        "st_lit_other",
        "st_ref_privacy",
    ];
    assert_eq!(codes.map(|code| value(&read, code)), ["36", "9", "4", "-", "-", "2", "-", "1", "3"]);
    let unknown: Vec<&str> = read
        .figures
        .iter()
        .filter(|figure| figure.variable.is_none())
        .map(|figure| figure.row_label.as_ref())
        .collect();
    assert_eq!(unknown, ["全文电子化的主动公开信息数", "2.信函、传真申请数"]);
}

/// The figures of a row of requests, `?` for text.
fn row(decoded: &Decoded, row: &str) -> String {
    let columns = ["np", "biz", "res", "ngo", "law", "oth", "tot"];
    columns.map(|column| value(decoded, &format!("req_{row}_{column}"))).join(" ")
}

#[test]
fn a_label_without_figures_and_rows_without_zeros_tell_of_blanks() {
    let cells = |carout: &'static str, zero: &'static str| {
        move |row: &str| match row {
            "carout" => carout.to_owned(),
            "granted" => zero.to_owned(),
            // 30 15 _ 5 12 11 73, which reads as 30 15 5 1 21 1 73 too.
            "ref_query" => "30155121173".to_owned(),
            _ => "1111116".to_owned(),
        }
    };
    assert_eq!(row(&decoded(&requests(2021, cells("1000001", "2000002"))), "ref_query"), "30 15 5 1 21 1 73");
    for (carout, zero) in [("", "2000002"), ("1111116", "1111116")] {
        let text = requests(2021, cells(carout, zero)) + "办理建议8件";
        assert_eq!(row(&decoded(&text), "ref_query"), "? ? ? ? ? ? ?", "{carout}");
    }
}

#[test]
fn the_last_name_of_the_disputes_is_no_row_of_requests() {
    let text = requests(2021, |row| if row == "total" { "4 1 5" } else { "0000000" }.to_owned());
    let decoded = decoded(&format!("{text}{HEADS}{HEADS}{HEADS}\n4 22 26 16 16 1 100\n"));
    assert_eq!(row(&decoded, "total"), "? ? ? ? ? ? ?");
}

#[test]
fn a_second_table_with_other_figures_leaves_both_open() {
    let table = |np: &'static str| requests(2021, move |row| if row == "new" { np } else { "0000000" }.to_owned());
    let twice = |second| row(&decoded(&(table("5000005") + &table(second))), "new");
    assert_eq!(twice("6000006"), "? ? ? ? ? ? ?");
    assert_eq!(twice("5000005"), "5 0 0 0 0 0 5", "it is the same");
}

#[test]
fn figures_of_a_further_column_leave_no_row_certain() {
    let lines = |further: &'static str| {
        move |row: &str| {
            let cells = if row == "carin" { "1 0 0 0 0 1 4".to_owned() } else { format!("0 0 0 0 0 0 0{further}") };
            format!("\n{}\n", cells.replace(' ', "\n"))
        }
    };
    let read = |further| row(&decoded(&requests(2021, lines(further))), "carin");
    assert_eq!(read(""), "1 0 0 0 0 1 4");
    assert_eq!(read(" 3"), "? ? ? ? ? ? ?");
}

#[test]
fn a_row_that_breaks_its_sum_may_have_lost_a_cell_as_others_did() {
    let lines = |granted: &'static str| {
        move |row: &str| {
            let cells = match row {
                "carin" => "1 0 0 0 0 1 4",
                "granted" => granted,
                _ => "0 0 0 0 0 0 0",
            };
            format!("\n{}\n", cells.replace(' ', "\n"))
        }
    };
    let read = |granted, wanted| row(&decoded(&requests(2021, lines(granted))), wanted);
    assert_eq!(read("3 0 0 0 0 0 3", "carin"), "1 0 0 0 0 1 4");
    assert_eq!(read("3 0 0 0 0 3", "carin"), "? ? ? ? ? ? ?");
    assert_eq!(read("3 0 0 0 0 3", "new"), "0 0 0 0 0 0 0");
}

#[test]
fn a_table_with_further_figures_leaves_the_others_open() {
    let proactive = "信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n1\n15\n0\n行政规范性文件\n2\n3\n4\n信息内容\n\
        本年处理决定数量\n行政许可\n5\n行政处罚\n6\n行政强制\n7\n本年收费金额（单位：万元）\n行政事业性收费\n0\n";
    let cells = |further: &'static str| move |_: &str| format!("\n0\n0\n0\n0\n0\n0\n0{further}\n");
    let read = |further| value(&decoded(&format!("{proactive}{}", requests(2021, cells(further)))), "pro_reg_repealed");
    assert_eq!((read("").as_str(), read("\n3").as_str()), ("15", "?"));
}
