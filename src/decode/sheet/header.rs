//! The header of a statistics sheet in running text: what its columns hold.

use super::super::flow::Flow;

/// Words over the labels, longer ones before those that they end with.
const LABELS: &[&str] = &["指标名称", "统计指标", "统计项目", "项目名称", "指标", "项目"];
/// Words over the units beside the labels.
const UNITS: &[&str] = &["计量单位", "单位"];
/// Words over numbers of lines that stand before the labels.
const NUMBERS: &[&str] = &["序号", "代码", "行次", "编号", "编码"];
/// Words over columns that hold no figures.
const NOTES: &[&str] = &["备注", "说明"];
/// Names of columns, longer ones before those that they begin with; a year may stand before them.
const COLUMNS: &[(&str, Column)] = &[
    ("历年累计", Column::Total),
    ("本年累计", Column::Total),
    ("年度累计", Column::Total),
    ("年累计", Column::Total),
    ("总累计", Column::Total),
    ("累计数", Column::Total),
    ("累计", Column::Total),
    ("上年同期", Column::Other),
    ("去年同期", Column::Other),
    ("同期", Column::Other),
    ("上年度", Column::Other),
    ("上年", Column::Other),
    ("去年", Column::Other),
    ("同比增减", Column::Other),
    ("增减", Column::Other),
    ("同比", Column::Other),
    ("代码", Column::Code),
    ("序号", Column::Code),
    ("行次", Column::Code),
    ("编码", Column::Code),
    ("编号", Column::Code),
    ("本年度", Column::Current),
    ("本年实际", Column::Current),
    ("本期实际", Column::Current),
    ("统计数据", Column::Current),
    ("统计数", Column::Current),
    ("年度", Column::Current),
    ("本年", Column::Current),
    ("本期", Column::Current),
    ("当年", Column::Current),
    ("数量", Column::Current),
    ("年", Column::Current),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Figures of the reporting year.
    Current,
    /// Figures up to the reporting year, its own among them.
    Total,
    /// Numbers of the lines.
    Code,
    /// Figures of other years.
    Other,
}

/// A header, and where the rows under it begin.
#[derive(Debug)]
pub(super) struct Header {
    /// Place in the flow behind it.
    pub end: usize,
    /// From left to right, without labels and units.
    pub columns: Vec<Column>,
    /// What is printed over the column of the reporting year.
    pub current: String,
    /// Whether units stand in a column between labels and figures.
    pub units: bool,
    /// Whether numbers of lines stand before the labels.
    pub numbered: bool,
    /// Whether 本年累计 was taken for two columns, 本年 and 累计, where it may as well be one.
    pub parted: bool,
}

/// All headers in a flow, the last first.
pub(super) fn headers(flow: &Flow, year: Option<u16>) -> Vec<Header> {
    let text: Vec<(char, usize)> =
        flow.chars.iter().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (*c, at)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(word) = word_at(&text, at, LABELS) else {
            at += 1;
            continue;
        };
        let before = NUMBERS.iter().any(|number| {
            at.checked_sub(number.chars().count()).is_some_and(|start| word_at(&text, start, &[number]).is_some())
        });
        at += word.chars().count();
        let both = [false, true].into_iter().find_map(|parted| behind(&text, at, year, parted));
        found.extend(both.map(|header| Header { numbered: before, ..header }));
    }
    found.reverse();
    found
}

/// The word of a list that stands at a place.
fn word_at<'w>(text: &[(char, usize)], at: usize, words: &[&'w str]) -> Option<&'w str> {
    let stands = |word: &&&str| word.chars().enumerate().all(|(i, c)| text.get(at + i).is_some_and(|(d, _)| *d == c));
    words.iter().find(stands).copied()
}

/// The columns behind the word over the labels: one of them alone must be that of the reporting year.
/// `part`: 本年累计 is two columns even where nothing parts them.
fn behind(text: &[(char, usize)], start: usize, year: Option<u16>, part: bool) -> Option<Header> {
    let mut at = start;
    let unit = word_at(text, at, UNITS);
    at += unit.map_or(0, |word| word.chars().count());
    let (mut columns, mut current) = (Vec::new(), String::new());
    loop {
        let digits: String = text[at..].iter().map(|(c, _)| *c).take_while(char::is_ascii_digit).take(5).collect();
        let named = (digits.len() == 4).then(|| digits.parse::<u16>().ok()).flatten();
        let name = at + if named.is_some() { 4 } else { 0 };
        if let Some(note) = word_at(text, name, NOTES) {
            at = name + note.chars().count();
            continue;
        }
        let whole = |word: &str| {
            let cut = word.strip_suffix("累计").map_or(0, |year| year.chars().count());
            let parted = cut > 0 && word.contains('年') && !word.starts_with("历年");
            !parted || !part && text.get(name + cut).is_some_and(|(_, at)| text[name + cut - 1].1 + 1 == *at)
        };
        let names: Vec<&str> = COLUMNS.iter().map(|(word, _)| *word).filter(|word| whole(word)).collect();
        let Some(word) = word_at(text, name, &names) else { break };
        let held = COLUMNS.iter().find(|(known, _)| *known == word).map_or(Column::Other, |(_, held)| *held);
        // 2015年 beside 2016年 is another year.
        let other = held == Column::Current && named.is_some() && year.is_some() && named != year;
        let end = name + word.chars().count();
        if held == Column::Current && !other {
            current = text[at..end].iter().map(|(c, _)| c).collect();
        }
        columns.push(if other { Column::Other } else { held });
        at = end;
    }
    let one = columns.iter().filter(|column| **column == Column::Current).count() == 1;
    let end = text.get(at).map(|(_, place)| *place)?;
    one.then_some(Header { end, columns, current, units: unit.is_some(), numbered: false, parted: part })
}
