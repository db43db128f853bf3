//! The header of a statistics sheet as text: what its columns hold. In come the characters of a text, folded; out go the
//! headers in it, each with its columns from left to right. What stands below a header is left to those who asked.

/// Words over the labels, longer ones before those that they end with.
const LABELS: &[&str] = &["指标名称", "统计指标", "统计项目", "项目名称", "指标", "项目"];
/// Words over the units beside the labels.
const UNITS: &[&str] = &["计量单位", "单位"];
/// Words over numbers of lines that stand before the labels.
const NUMBERS: &[&str] = &["序号", "代码", "行次", "编号", "编码"];
/// What may part the cells of a header.
const BETWEEN: &[char] = &[',', ';', '|'];
/// Names of columns, longer ones before those that they begin with; a year may stand before them.
const COLUMNS: &[(&str, SheetColumn)] = &[
    ("历年累计数", SheetColumn::Total),
    ("历年累计", SheetColumn::Total),
    ("本年累计", SheetColumn::Total),
    ("年度累计", SheetColumn::Total),
    ("年以来累计", SheetColumn::Total),
    ("年累计", SheetColumn::Total),
    ("总累计", SheetColumn::Total),
    ("累计数", SheetColumn::Total),
    ("累计", SheetColumn::Total),
    ("上年同期", SheetColumn::Other),
    ("去年同期", SheetColumn::Other),
    ("同期", SheetColumn::Other),
    ("上年度", SheetColumn::Other),
    ("上年数", SheetColumn::Other),
    ("上年", SheetColumn::Other),
    ("去年", SheetColumn::Other),
    ("比上年增减", SheetColumn::Other),
    ("比上年增长", SheetColumn::Other),
    ("同比增减", SheetColumn::Other),
    ("同比增长", SheetColumn::Other),
    ("增减", SheetColumn::Other),
    ("同比", SheetColumn::Other),
    ("指标代码", SheetColumn::Code),
    ("代码", SheetColumn::Code),
    ("序号", SheetColumn::Code),
    ("行次", SheetColumn::Code),
    ("行号", SheetColumn::Code),
    ("编码", SheetColumn::Code),
    ("编号", SheetColumn::Code),
    ("本年度", SheetColumn::Current),
    ("本年实际", SheetColumn::Current),
    ("本期实际", SheetColumn::Current),
    ("本年数", SheetColumn::Current),
    ("当年数", SheetColumn::Current),
    ("统计数据", SheetColumn::Current),
    ("统计数", SheetColumn::Current),
    ("统计值", SheetColumn::Current),
    ("年度", SheetColumn::Current),
    ("本年", SheetColumn::Current),
    ("本期", SheetColumn::Current),
    ("当年", SheetColumn::Current),
    ("数量", SheetColumn::Current),
    ("数值", SheetColumn::Current),
    ("数据", SheetColumn::Current),
    ("年", SheetColumn::Current),
    ("备注", SheetColumn::Note),
    ("说明", SheetColumn::Note),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetColumn {
    /// Figures of the reporting year.
    Current,
    /// Figures up to the reporting year, its own among them.
    Total,
    /// Numbers of the lines.
    Code,
    /// Figures of other years.
    Other,
    /// Remarks.
    Note,
}

/// A header, and where the rows under it begin.
#[derive(Debug, Clone)]
pub struct SheetHeader {
    /// Place in the text behind it.
    pub end: usize,
    /// From left to right, without labels and units.
    pub columns: Vec<SheetColumn>,
    /// What is printed over the column of the reporting year.
    pub current: String,
    /// Whether units stand in a column between labels and figures.
    pub units: bool,
    /// Whether numbers of lines stand before the labels.
    pub numbered: bool,
    /// Whether 本年累计 was taken for two columns, 本年 and 累计, where it may as well be one.
    pub parted: bool,
}

/// All headers in a folded text, the last first. `year`: the reporting year as far as it is known.
pub fn sheet_headers(text: &[char], year: Option<u16>) -> Vec<SheetHeader> {
    let is_part = |c: &char| !c.is_whitespace() && !BETWEEN.contains(c);
    let text: Vec<(char, usize)> =
        text.iter().enumerate().filter(|(_, c)| is_part(c)).map(|(at, c)| (*c, at)).collect();
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
        found.extend(both.map(|header| SheetHeader { numbered: before, ..header }));
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
fn behind(text: &[(char, usize)], start: usize, year: Option<u16>, part: bool) -> Option<SheetHeader> {
    let mut at = start;
    let unit = word_at(text, at, UNITS);
    at += unit.map_or(0, |word| word.chars().count());
    let (mut columns, mut current) = (Vec::new(), String::new());
    loop {
        let digits: String = text[at..].iter().map(|(c, _)| *c).take_while(char::is_ascii_digit).take(5).collect();
        let named = (digits.len() == 4).then(|| digits.parse::<u16>().ok()).flatten();
        let name = at + if named.is_some() { 4 } else { 0 };
        let whole = |word: &str| {
            let cut = word.strip_suffix("累计").map_or(0, |year| year.chars().count());
            let parted = cut > 0 && word.contains('年') && !word.starts_with("历年");
            !parted || !part && text.get(name + cut).is_some_and(|(_, at)| text[name + cut - 1].1 + 1 == *at)
        };
        let names: Vec<&str> = COLUMNS.iter().map(|(word, _)| *word).filter(|word| whole(word)).collect();
        let Some(word) = word_at(text, name, &names) else { break };
        let held = COLUMNS.iter().find(|(known, _)| *known == word).map_or(SheetColumn::Other, |(_, held)| *held);
        // 2015年 beside 2016年 is another year.
        let other = held == SheetColumn::Current && named.is_some() && year.is_some() && named != year;
        let end = name + word.chars().count();
        if held == SheetColumn::Current && !other {
            current = text[at..end].iter().map(|(c, _)| c).collect();
        }
        columns.push(if other { SheetColumn::Other } else { held });
        at = end;
    }
    let one = columns.iter().filter(|column| **column == SheetColumn::Current).count() == 1;
    let end = text.get(at).or(text.last()).map_or(0, |(_, place)| place + usize::from(at >= text.len()));
    one.then_some(SheetHeader { end, columns, current, units: unit.is_some(), numbered: false, parted: part })
}
