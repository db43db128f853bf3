//! One report in every layout that texts have, with figures of several seeds: the same figures from each.

use std::collections::HashMap;

use super::*;
use crate::figure::Status;
use crate::form::{RowRole, Table};

/// A sequence of numbers that looks random (Knuth's constants).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Texts of the cells by code: requests and disputes that add up, blanks where `blanks` is set and a zero would stand.
fn cells(year: u16, seed: u64, blanks: bool) -> HashMap<String, String> {
    let form = forms().for_year(year).expect("an edition");
    let mut sequence = Sequence(seed);
    let mut values: HashMap<String, i64> = HashMap::new();
    for table in &form.tables {
        for variable in table.variables() {
            let size = [1, 1, 40, 3000][sequence.next(4) as usize];
            values.insert(forms().code(variable).to_owned(), sequence.next(size) as i64);
        }
    }
    let value = |values: &HashMap<String, i64>, code: String| values.get(&code).copied().unwrap_or_default();
    let requests = &form.table(TableKind::Requests).expect("a table").blocks[0];
    let outcomes: Vec<&str> =
        requests.rows.iter().filter(|row| row.role == RowRole::Outcome).map(|row| row.id.as_str()).collect();
    let applicants: Vec<&str> =
        requests.columns.iter().map(|column| column.id.as_str()).filter(|id| *id != "tot").collect();
    for column in &applicants {
        let total: i64 = outcomes.iter().map(|row| value(&values, format!("req_{row}_{column}"))).sum();
        let carried = value(&values, format!("req_carin_{column}")).min(total);
        values.insert(format!("req_total_{column}"), total);
        values.insert(format!("req_carin_{column}"), carried);
        values.insert(format!("req_new_{column}"), total - carried + value(&values, format!("req_carout_{column}")));
    }
    for row in requests.rows.iter().filter(|row| row.role != RowRole::Heading) {
        let sum = applicants.iter().map(|column| value(&values, format!("req_{}_{column}", row.id))).sum();
        values.insert(format!("req_{}_tot", row.id), sum);
    }
    for block in ["rev", "lit1", "lit2"] {
        let parts = ["upheld", "corrected", "other", "pending"];
        let sum = parts.iter().map(|part| value(&values, format!("{block}_{part}"))).sum();
        values.insert(format!("{block}_total"), sum);
    }
    let text = |value: i64| if blanks && value == 0 { String::new() } else { value.to_string() };
    values.into_iter().map(|(code, value)| (code, text(value))).collect()
}

/// Rows of the three tables: labels, then cells.
struct Tables {
    proactive: Vec<Vec<String>>,
    head: Vec<Vec<String>>,
    requests: Vec<(Vec<String>, Vec<String>)>,
    disputes: Vec<Vec<String>>,
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn tables(year: u16, cells: &HashMap<String, String>) -> Tables {
    let form = forms().for_year(year).expect("an edition");
    let table = |kind| -> &Table { form.table(kind).expect("a table") };
    let texts =
        |variables: &[crate::variable::Variable]| variables.iter().map(|&v| cells[forms().code(v)].clone()).collect();
    let mut proactive: Vec<Vec<String>> = Vec::new();
    for block in &table(TableKind::Proactive).blocks {
        proactive.push(vec![block.label.clone()]);
        proactive.push(
            std::iter::once("信息内容".to_owned()).chain(block.columns.iter().map(|c| c.label.clone())).collect(),
        );
        let rows = block.rows.iter().map(|row| [vec![row.label.clone()], texts(&row.variables)].concat());
        proactive.extend(rows);
    }
    let mut known: Vec<String> = Vec::new();
    let mut requests = Vec::new();
    for row in table(TableKind::Requests).blocks[0].rows.iter().filter(|row| row.role != RowRole::Heading) {
        // A label in front of several rows stands before the first of them.
        let labels: Vec<String> = row.under.iter().filter(|label| !known.contains(label)).cloned().collect();
        known.extend(labels.iter().cloned());
        requests.push(([labels, vec![row.label.clone()]].concat(), texts(&row.variables)));
    }
    let disputes = table(TableKind::Disputes).blocks.iter().map(|block| texts(&block.rows[0].variables)).collect();
    let head = vec![
        strings(&["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"]),
        strings(&["自然人", "法人或其他组织", "总计"]),
        strings(&["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
    ];
    Tables { proactive, head, requests, disputes }
}

/// The results of disputes, and the parts that their table has.
const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
const PARTS: [&str; 3] = ["行政复议", "未经复议直接起诉", "复议后起诉"];

/// A report whose rows a function writes, its disputes in parts or in one table, its header repeated or not.
fn report(year: u16, tables: &Tables, apart: bool, write: &dyn Fn(&[String]) -> String) -> String {
    let mut text = format!(
        "石桥镇人民政府{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，公开工作有序进行。\n二、主动公开政府信息情况\n"
    );
    let mut add = |row: &[String]| text.push_str(&write(row));
    tables.proactive.iter().for_each(|row| add(row));
    text.push_str("三、收到和处理政府信息公开申请情况\n");
    let mut add = |row: &[String]| text.push_str(&write(row));
    for (at, (labels, cells)) in tables.requests.iter().enumerate() {
        if at == 0 || apart && at == 12 {
            tables.head.iter().for_each(|row| add(row));
        }
        add(&[labels.as_slice(), cells.as_slice()].concat());
    }
    text.push_str("四、政府信息公开行政复议、行政诉讼情况\n");
    if apart {
        for (part, cells) in PARTS.iter().zip(&tables.disputes) {
            text.push_str(&format!("{part}\n{}{}\n", write(&strings(&RESULTS)), write(cells)));
        }
    } else {
        text.push_str(&write(&strings(&["行政复议", "行政诉讼"])));
        text.push_str(&write(&[strings(&RESULTS), strings(&PARTS[1..])].concat()));
        text.push_str(&write(&strings(&[RESULTS, RESULTS].concat())));
        text.push_str(&write(&tables.disputes.concat()));
    }
    text + "五、存在的主要问题及改进情况\n公开内容有待丰富。\n六、其他需要报告的事项\n无。\n"
}

/// What a reading has otherwise than the cells: code, what was printed, what was read.
fn differences(filing: &Filing, cells: &HashMap<String, String>) -> Vec<String> {
    let read = |code: &str| {
        let variable = forms().variable(code);
        let figure = filing.figures.iter().find(|figure| figure.variable == variable);
        figure.map_or("nothing".to_owned(), |figure| match (figure.value, figure.status) {
            (Some(value), _) => value.to_string(),
            (None, Status::Blank) => String::new(),
            (None, status) => status.word().to_owned(),
        })
    };
    let mut out: Vec<String> = cells
        .iter()
        .filter(|(code, text)| read(code) != **text)
        .map(|(code, text)| format!("{code}: {text:?} read as {:?}", read(code)))
        .collect();
    out.sort();
    out
}

type Write = fn(&[String]) -> String;

/// Layouts that show blank cells for certain, and those that do not.
const LAYOUTS: &[(&str, bool, Write)] = &[
    ("rows between bars", true, |row| format!("{}\n", row.join(" | "))),
    ("tight bars", true, |row| format!("{}\n", row.join("|"))),
    ("double bars", true, |row| format!("{}\n", row.join(" || "))),
    ("triple bars, one in front", true, |row| format!("||| {}\n", row.join(" ||| "))),
    ("rows filled up with bars", true, |row| format!("{} |{}\n", row.join(" | "), "|".repeat(15 - row.len().min(15)))),
    ("tabs", true, |row| format!("{}\n", row.join("\t"))),
    ("a cell to a line, a bar behind", true, |row| row.iter().map(|cell| format!("{cell} |\n")).collect()),
    ("a cell to a line, a bar on the next", true, |row| row.iter().map(|cell| format!("{cell}\n|\n")).collect()),
    ("so, and bars that fill the row", false, |row| {
        row.iter().map(|cell| format!("{cell}\n|\n")).collect::<String>() + "||\n"
    }),
    ("a cell to a line, a tab in front", true, |row| {
        row.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n"
    }),
    ("a cell to a line", false, |row| row.iter().map(|cell| format!("{cell}\n")).collect()),
];

#[test]
fn every_layout_gives_the_same_figures() {
    for (name, shows_blanks, write) in LAYOUTS {
        for (year, seed) in [(2022, 1), (2022, 2), (2020, 3), (2019, 4), (2024, 5)] {
            let cells = cells(year, seed, *shows_blanks && seed % 2 == 1);
            let text = report(year, &tables(year, &cells), seed % 3 == 0, write);
            let filing = read(text.as_bytes(), &Source { path: "报告.txt" }, &mut Context::default());
            let wrong = differences(&filing, &cells);
            assert!(wrong.is_empty(), "{name}, {year}, seed {seed}: {wrong:?}\n{text}");
        }
    }
}
