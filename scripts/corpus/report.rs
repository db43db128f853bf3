//! One report of the corpus: who, when, on which form, with which habits, with which planted error.

use crate::figures::{self, Values, integer};
use crate::judge::{Judgement, judge};
use crate::layout::{self, Readings, Sheet};
use crate::organs::Organ;
use crate::prose::{self, Prose};
use crate::random::Random;
use crate::style::Style;

/// A block of the document.
pub enum Block {
    /// The title.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Sheet),
}

/// An error planted in the figures after they were made to reconcile.
#[derive(Clone, Copy, PartialEq)]
pub enum Fault {
    /// A granted request counted under another class than it was received under.
    OtherClass,
    /// One digit of a class's total is wrong.
    WrongDigit,
    /// Two neighbours of the row of new requests are swapped.
    Swapped,
    /// The grand total misses one leaf.
    StaleTotal,
    /// The row of new requests is shifted by one column.
    Shifted,
    /// The total of the reconsiderations is not the sum of its parts.
    Disputes,
    /// A case handled under one class and carried out under another.
    Carried,
}

impl Fault {
    /// The word in the expected results.
    pub fn word(self) -> &'static str {
        match self {
            Self::OtherClass => "other_class",
            Self::WrongDigit => "wrong_digit",
            Self::Swapped => "swapped",
            Self::StaleTotal => "stale_total",
            Self::Shifted => "shifted",
            Self::Disputes => "disputes_total",
            Self::Carried => "carried_other_class",
        }
    }
}

/// What a report is made from.
pub struct Plan {
    /// Reporting year.
    pub year: u16,
    /// Edition of the proactive table, or 2014.
    pub first: u16,
    /// Edition of the other tables, or 2014.
    pub rest: u16,
    /// How many requests a natural person may file; everything else follows.
    pub size: i64,
    /// Habits.
    pub style: Style,
    /// Planted error.
    pub fault: Option<Fault>,
    /// Leaves a table out: the number of the section, 2 to 4.
    pub without: Option<u8>,
}

/// A report, ready for a writer.
pub struct Report {
    /// Who files.
    pub organ: Organ,
    /// Reporting year.
    pub year: u16,
    /// Title.
    pub title: String,
    /// Publication date, where the page states it.
    pub published: Option<String>,
    /// The document.
    pub blocks: Vec<Block>,
    /// What each cell has to be read as.
    pub readings: Readings,
    /// Table and edition.
    pub forms: Vec<(&'static str, u16)>,
    /// The prose and its measures.
    pub prose: Prose,
    /// What the hard rules must say; `None` for the statistics sheet.
    pub judgement: Option<Judgement>,
    /// Cells changed by the planted error, with the values that reconcile.
    pub planted: Vec<(String, String)>,
}

/// Headings of the six sections.
const SECTIONS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// Headings before 2019.
const EARLY: [&str; 5] = [
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、收费及减免情况",
    "五、存在的主要问题和改进措施",
];

/// A report after its plan; with a page that states its publication date if `dated`.
pub fn build(organ: Organ, plan: &Plan, dated: bool, random: &mut Random) -> Report {
    let year = plan.year;
    let title = match random.range(0, 2) {
        0 => format!("{}{year}年政府信息公开工作年度报告", organ.name),
        1 => format!("{year}年{}政府信息公开工作年度报告", organ.name),
        _ => format!("{}{year}年度政府信息公开工作年度报告", organ.name),
    };
    let published = format!("{}-{:02}-{:02}", year + 1, random.range(1, 3), random.range(10, 28));
    let mut report = Report {
        blocks: vec![Block::Title(title.clone())],
        published: dated.then(|| published.clone()),
        organ,
        year,
        title,
        readings: Readings::new(),
        forms: Vec::new(),
        prose: Prose::default(),
        judgement: None,
        planted: Vec::new(),
    };
    if dated {
        report.blocks.push(Block::Text(format!("发布时间：{published}")));
    }
    if plan.rest == 2014 {
        early(&mut report, plan, random)
    } else {
        fixed(&mut report, plan, random)
    }
    if !dated {
        let mut parts = published.split('-');
        let mut part = || parts.next().map_or(0, |text| text.parse().unwrap_or(0));
        let date = format!("{}年{}月{}日", part(), part(), part());
        report.blocks.push(Block::Text(report.organ.name.clone()));
        report.blocks.push(Block::Text(date));
    }
    report
}

fn early(report: &mut Report, plan: &Plan, random: &mut Random) {
    let mut values = Values::new();
    figures::sheet(plan.size, random, &mut values);
    let prose = prose::write_early(&report.organ, plan.year, &values, random);
    report.blocks.push(Block::Text(prose.preamble.clone()));
    for (heading, paragraphs) in EARLY.iter().zip(&prose.sections) {
        report.blocks.push(Block::Heading((*heading).to_owned()));
        report.blocks.extend(paragraphs.iter().cloned().map(Block::Text));
    }
    report.blocks.push(Block::Heading("六、附表".to_owned()));
    report.blocks.push(Block::Text(format!("政府信息公开情况统计表（{}年度）", plan.year)));
    let sheets = layout::statistics(plan.year, &plan.style, &values, &mut report.readings);
    report.blocks.extend(sheets.into_iter().map(Block::Table));
    report.forms = vec![("sheet", 2014)];
    report.prose = prose;
}

fn fixed(report: &mut Report, plan: &Plan, random: &mut Random) {
    let mut values = Values::new();
    figures::proactive(plan.first, report.organ.level, plan.size, random, &mut values);
    figures::requests(plan.rest, plan.size, random, &mut values);
    figures::disputes((plan.size / 12).min(400), random, &mut values);
    for (code, text) in plan.style.written {
        values.insert((*code).to_owned(), meaning(text));
    }
    // The prose is that of the organ that counted rightly; the error slipped in while the table was filled.
    let prose = prose::write(&report.organ, plan.year, plan.size, &values, random);
    if let Some(fault) = plan.fault {
        let before = values.clone();
        plant(fault, &mut values);
        let changed = values.iter().filter(|(code, value)| before.get(*code) != Some(value));
        report.planted = changed.map(|(code, _)| (code.clone(), before[code].clone())).collect();
    }
    report.blocks.push(Block::Text(prose.preamble.clone()));
    for (index, heading) in SECTIONS.iter().enumerate() {
        report.blocks.push(Block::Heading((*heading).to_owned()));
        report.blocks.extend(prose.sections[index].iter().cloned().map(Block::Text));
        let number = index as u8 + 1;
        if plan.without == Some(number) {
            continue;
        }
        let readings = &mut report.readings;
        let (word, form, sheets) = match number {
            2 => ("proactive", plan.first, layout::proactive(plan.first, &plan.style, &values, readings)),
            3 => ("requests", plan.rest, layout::requests(plan.rest, &plan.style, &values, readings)),
            4 => ("disputes", plan.rest, layout::disputes(plan.rest, &plan.style, &values, readings)),
            _ => continue,
        };
        report.forms.push((word, form));
        report.blocks.extend(sheets.into_iter().map(Block::Table));
    }
    report.judgement = Some(judge(plan.rest, &report.readings));
    report.prose = prose;
}

/// The value of a cell that a plan writes in a way of its own: the number it starts with, in the form's unit.
fn meaning(text: &str) -> String {
    let number: String = text
        .chars()
        .skip_while(|c| *c == '+')
        .take_while(|c| c.is_ascii_digit() || "-.，,".contains(*c))
        .filter(|c| !"，,".contains(*c))
        .collect();
    match text.strip_suffix('元').filter(|rest| !rest.ends_with('万')) {
        Some(yuan) => {
            let yuan: i64 = yuan.parse().expect("plans write whole yuan");
            let text = format!("{}.{:04}", yuan / 10_000, yuan % 10_000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        None => number,
    }
}

fn plant(fault: Fault, values: &mut Values) {
    let mut add = |code: &str, change: i64| {
        let value = integer(values, code) + change;
        values.insert(code.to_owned(), value.max(0).to_string());
    };
    match fault {
        Fault::OtherClass => {
            add("req_granted_np", -1);
            add("req_granted_oth", 1);
        }
        Fault::WrongDigit => add("req_total_np", 10),
        Fault::StaleTotal => {
            let leaf = integer(values, "req_una_nohold_tot").max(1);
            let total = integer(values, "req_total_tot") - leaf;
            values.insert("req_total_tot".to_owned(), total.to_string());
        }
        Fault::Disputes => add("rev_total", 1),
        Fault::Carried => {
            add("req_carout_np", -1);
            add("req_carout_biz", 1);
        }
        Fault::Swapped => {
            let (left, right) = (integer(values, "req_new_np"), integer(values, "req_new_biz"));
            values.insert("req_new_np".to_owned(), right.to_string());
            values.insert("req_new_biz".to_owned(), left.to_string());
        }
        Fault::Shifted => {
            let row: Vec<i64> =
                figures::CLASSES.iter().map(|class| integer(values, &format!("req_new_{class}"))).collect();
            for (class, value) in figures::CLASSES.iter().skip(1).zip(&row) {
                values.insert(format!("req_new_{class}"), value.to_string());
            }
            values.insert("req_new_np".to_owned(), "0".to_owned());
        }
    }
}
