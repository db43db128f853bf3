//! Years that headings and names of columns print, where a filing shows the figures of several years beside or below each
//! other. Printed words come in, the year that they tell goes out; which figures that leaves is left to those who asked.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Level, blank, enumerator, fold_char};

/// Longest heading that names a year and no more, in characters.
const HEADING: usize = 12;

/// How names of columns end: `2022年本年制发件数` is one, and no heading of a year.
const COUNTED: &[&str] = &["数", "数量", "金额", "增/减"];

/// Headings that name a year by the reporting year.
pub const YEAR_BEFORE: &[&str] = &["上年", "上年度", "上一年", "上一年度", "去年"];
const CURRENT: &[&str] = &["本年", "本年度", "今年"];

/// The year in a heading that says little else: `2022年`, `（一）2022年度`, `上年度` where the reporting year is known.
pub fn heading_year(text: &str, reporting: Option<u16>) -> Option<u16> {
    // Cheap looks first: most texts are long, and few name a year.
    if text.len() > 4 * HEADING || !text.contains(['年', '：', ':']) {
        return None;
    }
    let text = compact(text);
    let bare = text.trim_end_matches(':');
    if let Some(reporting) = reporting {
        if YEAR_BEFORE.contains(&bare) {
            return Some(reporting - 1);
        }
        if CURRENT.contains(&bare) {
            return Some(reporting);
        }
    }
    let (at, year) = printed(&text)?;
    let short = text.chars().count() <= HEADING && !text[at..].contains(['月', '日']);
    (short && !COUNTED.iter().any(|counted| text.ends_with(counted))).then_some(year)
}

/// How headings of tables end or what they speak of, and what those that only mention the year before speak of.
const TABLES: &[&str] = &["情况", "数据", "统计", "表"];
const MENTIONS: &[&str] = &["结转", "比", "增", "减", "数量", "问题", "整改", "改进", "落实", "工作"];
/// Longest heading of a table, in characters.
const TABLE_HEADING: usize = 40;

/// Whether a heading says that the table below is the one of the year before, added to this report's: `附：上一年度行政复议、
/// 行政诉讼情况`, `附：2021年行政复议、行政诉讼情况` in the report on 2022. Without 附 a printed year may be a slip.
pub fn names_year_before(text: &str, reporting: Option<u16>) -> bool {
    if text.len() > 3 * TABLE_HEADING || !text.contains(['上', '去', '附']) || text.contains('。') {
        return false;
    }
    let text = compact(text);
    if YEAR_BEFORE.contains(&text.trim_end_matches(':')) {
        return true;
    }
    let added = || {
        let year = printed(&text).filter(|_| text.starts_with('附'));
        year.zip(reporting).is_some_and(|((_, year), reporting)| year + 1 == reporting)
    };
    let speaks_of = |words: &[&str]| words.iter().any(|word| text.contains(word));
    speaks_of(TABLES) && !speaks_of(MENTIONS) && (speaks_of(YEAR_BEFORE) || added())
}

/// How headings name a part of the year, and the whole of it.
const PARTS: &[&str] = &["一季度", "二季度", "三季度", "四季度", "上半年", "下半年"];
const WHOLE: &[&str] = &["全年", "本年度"];

/// Of which time the table below a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A year.
    Year(u16),
    /// The whole of the reporting year.
    Whole,
    /// A part of it.
    Part(&'static str),
}

/// The time in the heading of a table, and what it says without it: `2021年收到和处理政府信息公开申请情况如下：`. Alone it may be
/// a slip; where another says the same for another time, it is none.
pub fn table_period(text: &str) -> Option<(Period, String)> {
    if text.len() > 3 * TABLE_HEADING || !text.contains(['年', '季']) || text.contains('。') {
        return None;
    }
    let speaks_of = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if !speaks_of(TABLES) || speaks_of(MENTIONS) {
        return None;
    }
    if let Some((year, rest)) = named_year(text).filter(|_| !speaks_of(PARTS)) {
        return Some((Period::Year(year), rest));
    }
    let text = compact(text);
    let part = PARTS.iter().find(|part| text.contains(**part)).map(|part| (Period::Part(part), *part));
    let whole = || WHOLE.iter().find(|whole| text.contains(**whole)).map(|whole| (Period::Whole, *whole));
    let (period, word) = part.or_else(whole)?;
    let rest = text.replace(word, "").replace('第', "");
    Some((period, rest))
}

/// The name of a column without the year that it prints, and that year: `2022年本年制发件数`, `总计（2022年）`.
pub fn named_year(text: &str) -> Option<(u16, String)> {
    if !text.contains('年') {
        return None;
    }
    let text = compact(text);
    let (at, year) = printed(&text)?;
    let behind = &text[at + "2022年".len()..];
    let before = text[..at].trim_end_matches(['(', '[']);
    let behind = behind.strip_prefix('度').unwrap_or(behind).trim_start_matches([')', ']']);
    Some((year, format!("{before}{behind}")))
}

/// Longest line that names columns, in bytes.
const NAMES: usize = 600;

/// Whether texts name a column for two years, in one of them or in several: `2022年本年废止件数 2021年本年废止件数`. Whose a figure
/// below is only its place tells. `is_name`: whether words, folded and without blanks, are the name of a column.
pub fn years_beside<'a>(texts: impl Iterator<Item = &'a str>, is_name: impl Fn(&str) -> bool) -> bool {
    let dated: Vec<&str> = texts.filter(|text| text.len() <= NAMES && is_dated(text)).collect();
    // The years alone first: nearly every report prints that of its title, and no other.
    let mut years = dated.iter().flat_map(|text| years(text));
    let first = years.next();
    if years.all(|year| Some(year) == first) {
        return false;
    }
    let mut known: HashMap<String, u16> = HashMap::new();
    for text in dated {
        let text = compact(text);
        let dates: Vec<(usize, u16)> = text
            .match_indices('年')
            .filter_map(|(at, year)| {
                let start = text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
                printed(text.get(start..at + year.len())?).map(|(_, year)| (at, year))
            })
            .collect();
        for (place, &(at, year)) in dates.iter().enumerate() {
            let end = dates.get(place + 1).map_or(text.len(), |(next, _)| next - "2022".len());
            let name = text[at + "年".len()..end].trim_start_matches('度');
            // Whether it is a name takes long to tell, and few words follow upon two years.
            match known.get(name) {
                Some(of) if *of != year && is_name(name) => return true,
                Some(_) => {}
                None => _ = known.insert(name.to_owned(), year),
            }
        }
    }
    false
}

/// The places of 年 in a text.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    static MARK: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new("年"));
    // Nothing shorter than a year is dated, and most texts are.
    let text = if text.len() < "2022年".len() { "" } else { text };
    MARK.find_iter(text.as_bytes())
}

/// Whether digits stand before a 年.
fn is_dated(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    marks(text).any(|at| text[..at].chars().rev().find(|c| !blank(*c)).is_some_and(is_digit))
}

/// The years that a text prints, of four digits each.
fn years(text: &str) -> impl Iterator<Item = u16> {
    marks(text).filter_map(|at| {
        let before = text[..at].chars().rev().filter(|c| !blank(*c)).filter_map(fold_char);
        let (mut count, mut number) = (0, 0);
        for digit in before.map_while(|c| c.to_digit(10)).take(5) {
            number += digit as u16 * [1, 10, 100, 1000, 0][count];
            count += 1;
        }
        (count == 4).then_some(number).filter(is_year)
    })
}

/// Whether a text is the heading of a part of the report, `四、政府信息公开行政复议、行政诉讼情况`, and no label of a row: what
/// stands below it is under no year's heading any more.
pub fn opens_part(text: &str) -> bool {
    let chapter = || enumerator(text.trim()).is_some_and(|found| found.level == Level::Chapter);
    (text.contains("情况") || text.contains("事项")) && chapter()
}

/// The characters of a text, folded and without blanks.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !blank(*c)).filter_map(fold_char)
}

fn compact(text: &str) -> String {
    folded(text).collect()
}

fn is_year(year: &u16) -> bool {
    (1990..2100).contains(year)
}

/// The first year in a folded text, and where it stands.
fn printed(text: &str) -> Option<(usize, u16)> {
    let end = text.find('年')?;
    let start = end.checked_sub(4)?;
    let year = text.get(start..end)?.parse().ok().filter(is_year)?;
    (!text[..start].ends_with(|c: char| c.is_ascii_digit())).then_some((start, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        let cases = [
            ("2022年", Some(2022)),
            ("（一） ２０２１年度", Some(2021)),
            ("上年度：", Some(2022)),
            ("本年", Some(2023)),
            ("2022年1月1日", None),
            ("青河县2022年政府信息公开工作年度报告", None),
            ("本年新收", None),
            ("2022年本年制发件数", None),
        ];
        for (text, expected) in cases {
            assert_eq!(heading_year(text, Some(2023)), expected, "{text}");
        }
        assert_eq!(heading_year("上年度", None), None);
    }

    #[test]
    fn headings_of_the_year_before() {
        let before = |text| names_year_before(text, Some(2022));
        let of_before =
            ["附：上一年度行政复议、行政诉讼情况", "上年度", "（二）去年数据", "附表2：2021年度申请情况统计表"];
        for text in of_before {
            assert!(before(text), "{text}");
        }
        let others = [
            "二、上年结转政府信息公开申请数量",
            "上一年项目数量",
            "与上年度相比的情况",
            "上一年度存在问题的整改情况",
            "附：2022年度申请情况统计表",
            "2021年行政复议情况",
            "收到上年度的申请情况如下。",
        ];
        for text in others {
            assert!(!before(text), "{text}");
        }
        assert!(names_year_before("附：上年度申请情况", None) && !names_year_before("附：2021年申请情况", None));
    }

    #[test]
    fn headings_of_tables_with_a_year() {
        let told = |text| table_period(text).map(|(period, rest)| format!("{period:?} {rest}"));
        assert_eq!(told("2021年收到和处理申请情况如下：").as_deref(), Some("Year(2021) 收到和处理申请情况如下:"));
        assert_eq!(told("第四季度收到和处理申请情况").as_deref(), Some("Part(\"四季度\") 收到和处理申请情况"));
        assert_eq!(told("全年收到和处理申请情况").as_deref(), Some("Whole 收到和处理申请情况"));
        for text in ["2021年政府信息公开工作情况", "与2021年相比的情况", "2021年，我局召开会议。", "申请情况"]
        {
            assert_eq!(table_period(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_columns() {
        let named = |text| named_year(text).map(|(year, rest)| format!("{year} {rest}"));
        assert_eq!(named("2022年本年制发件数").as_deref(), Some("2022 本年制发件数"));
        assert_eq!(named("总 计（2021年度）").as_deref(), Some("2021 总计"));
        assert_eq!(named("本年制发件数"), None);
    }

    #[test]
    fn years_side_by_side() {
        let beside = |texts: &[&str]| years_beside(texts.iter().copied(), |name| name.ends_with("件数"));
        assert!(beside(&["信息内容 2022年本年制发件数 2022年本年废止件数 2021年本年制发件数 2021年本年废止件数"]));
        assert!(beside(&["2022年现行有效件数", "2021年度现行有效件数"]));
        assert!(!beside(&["2022年本年制发件数 2022年本年废止件数", "2021年工作年度报告", "2020年工作年度报告"]));
    }
}
