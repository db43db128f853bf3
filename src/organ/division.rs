//! Divisions by GB/T 2260: which one does a name mean?
//!
//! `divisions.txt` and `towns.txt` are written by `scripts/divisions.py`, which names their sources. Names come in with
//! whatever else speaks for one of several divisions of the name; a code comes out, or the candidates.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A division, present or past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Division {
    /// Six digits.
    pub code: &'static str,
    pub name: &'static str,
    /// Last year in which it bore this code and name; `None` for those of today.
    pub until: Option<u16>,
}

/// The registry.
struct Divisions {
    all: Vec<Division>,
    by_name: HashMap<&'static str, Vec<usize>>,
    /// Names without 市, 区, 县: 平潭, 宿迁.
    by_short: HashMap<&'static str, Vec<usize>>,
    by_code: HashMap<&'static str, usize>,
}

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(|| {
    let mut divisions =
        Divisions { all: Vec::new(), by_name: HashMap::new(), by_short: HashMap::new(), by_code: HashMap::new() };
    for line in include_str!("divisions.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
        let until = fields.next().and_then(|year| year.parse().ok());
        let index = divisions.all.len();
        divisions.all.push(Division { code, name, until });
        divisions.by_name.entry(name).or_default().push(index);
        divisions.by_short.entry(short(name)).or_default().push(index);
        if until.is_none() {
            divisions.by_code.insert(code, index);
        }
    }
    divisions
});

const TOWNS: &str = include_str!("towns.txt");

/// A name without the word for its rank, if two characters are left.
pub(super) fn short(name: &str) -> &str {
    const RANKS: &[&str] = &[
        "维吾尔自治区",
        "壮族自治区",
        "回族自治区",
        "自治区",
        "特别行政区",
        "自治州",
        "自治县",
        "地区",
        "新区",
        "林区",
        "特区",
        "省",
        "市",
        "县",
        "区",
        "盟",
    ];
    let stripped = RANKS.iter().find_map(|rank| name.strip_suffix(rank)).unwrap_or(name);
    if stripped.chars().take(2).count() == 2 { stripped } else { name }
}

impl Division {
    /// Province, prefecture and county that a code belongs to, itself included; the prefecture is absent for
    /// municipalities and counties directly under a province.
    pub fn chain(&self) -> [Option<Division>; 3] {
        let at = |code: String| -> Option<Division> {
            let index = DIVISIONS.by_code.get(code.as_str()).copied();
            let past = || DIVISIONS.all.iter().position(|division| division.code == code);
            index.or_else(past).and_then(|index| DIVISIONS.all.get(index)).copied()
        };
        let province = at(format!("{}0000", &self.code[..2]));
        let city = (!self.code.ends_with("0000")).then(|| at(format!("{}00", &self.code[..4]))).flatten();
        let county = (!self.code.ends_with("00")).then_some(*self);
        [province, city, county]
    }

    /// Whether it lies in another one, or is it.
    pub fn within(&self, outer: &Division) -> bool {
        let significant = outer.code.trim_end_matches("00");
        let significant = if significant.len() % 2 == 1 { &outer.code[..significant.len() + 1] } else { significant };
        self.code.starts_with(significant)
    }
}

/// The divisions of a name, those of a year before those of other times.
pub(super) fn named(name: &str, year: Option<u16>) -> Vec<Division> {
    pick(DIVISIONS.by_name.get(name), year)
}

/// The divisions whose name is this one without its rank.
pub(super) fn shortly_named(name: &str, year: Option<u16>) -> Vec<Division> {
    pick(DIVISIONS.by_short.get(name), year)
}

fn pick(indices: Option<&Vec<usize>>, year: Option<u16>) -> Vec<Division> {
    let all: Vec<Division> =
        indices.into_iter().flatten().filter_map(|&index| DIVISIONS.all.get(index)).copied().collect();
    // A name that is no longer in use stands for what it was in the reporting year, or last.
    let valid = |division: &&Division| division.until.is_none_or(|until| year.is_some_and(|year| year <= until + 1));
    let mut current: Vec<Division> = all.iter().filter(valid).copied().collect();
    // The same place under two codes in that year: the one that was in force.
    if current.iter().any(|division| division.until.is_some()) && current.len() > 1 {
        let past: Vec<Division> = current.iter().filter(|division| division.until.is_some()).copied().collect();
        current.retain(|division| {
            division.until.is_some() || !past.iter().any(|other| other.code[..2] == division.code[..2])
        });
    }
    if current.is_empty() {
        let last = all.iter().filter_map(|division| division.until).max();
        return all.into_iter().filter(|division| division.until == last).collect();
    }
    current
}

/// Longest name of a division, in characters.
const LONGEST: usize = 15;

/// The longest name of a division that a text starts with, and the divisions of that name.
pub(super) fn at_start(text: &str, year: Option<u16>) -> Option<(&str, Vec<Division>)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST).collect::<Vec<_>>();
    ends.iter().rev().find_map(|&end| {
        let name = &text[..end];
        let found = named(name, year);
        (!found.is_empty()).then_some((name, found))
    })
}

/// The chain of divisions that a text starts with (淄博市张店区…): what is left of the text, and the divisions that
/// the innermost name can mean given the outer ones.
pub(super) fn prefix(text: &str, year: Option<u16>) -> (&str, Vec<Division>) {
    let mut rest = text;
    let mut found: Vec<Division> = Vec::new();
    for _ in 0..3 {
        let Some((name, candidates)) = at_start(rest, year) else { break };
        let inside: Vec<Division> = if found.is_empty() {
            candidates
        } else {
            candidates
                .into_iter()
                .filter(|inner| found.iter().any(|outer| inner.within(outer) && inner != outer))
                .collect()
        };
        if inside.is_empty() {
            break;
        }
        // 海门市 within 南通市 leaves only those; but 市 of 沙市区 must not be cut from the organ's own word.
        rest = &rest[name.len()..];
        found = inside;
    }
    (rest, found)
}

/// All names of divisions in a text, outermost first where they follow one another: the innermost of each chain.
pub(super) fn mentioned(text: &str, year: Option<u16>) -> Vec<Division> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(c) = text[place..].chars().next() {
        let rest = &text[place..];
        // Only where a rank follows soon can a name stand.
        let soon =
            rest.chars().skip(1).take(LONGEST).any(|c| matches!(c, '省' | '市' | '区' | '县' | '州' | '盟' | '旗'));
        if soon {
            let (after, divisions) = prefix(rest, year);
            if !divisions.is_empty() {
                found.extend(divisions);
                place = text.len() - after.len();
                continue;
            }
        }
        place += c.len_utf8();
    }
    found
}

/// The counties that have a township, town or street of this name.
pub(super) fn counties_of_town(town: &str, year: Option<u16>) -> Vec<Division> {
    let _ = year;
    let lines = TOWNS.lines().filter(|line| line.contains(town));
    let whole = lines.filter(|line| line.split(' ').skip(1).any(|name| name == town));
    whole
        .filter_map(|line| DIVISIONS.by_code.get(line.get(..6)?).and_then(|&index| DIVISIONS.all.get(index)))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(divisions: &[Division]) -> Vec<&str> {
        divisions.iter().map(|division| division.code).collect()
    }

    #[test]
    fn names_lead_to_codes() {
        let cases: &[(&str, Option<u16>, &[&str], &str)] = &[
            ("淄博市张店区水利局", Some(2020), &["370303"], "水利局"),
            ("上海市浦东新区人民政府", Some(2020), &["310115"], "人民政府"),
            ("江苏省淮安市人民政府", Some(2024), &["320800"], "人民政府"),
            ("北京市崇文区卫生局", Some(2009), &["110103"], "卫生局"),
            ("新疆维吾尔自治区审计厅", None, &["650000"], "审计厅"),
            ("信访局", None, &[], "信访局"),
            ("市辖区", None, &[], "市辖区"),
        ];
        for (text, year, expected, rest) in cases {
            let (left, found) = prefix(text, *year);
            assert_eq!((codes(&found), left), (expected.to_vec(), *rest), "{text}");
        }
    }

    #[test]
    fn a_name_in_several_places_has_several_candidates() {
        assert!(named("鼓楼区", None).len() >= 4);
        assert_eq!(codes(&prefix("徐州市鼓楼区民政局", None).1), ["320302"]);
    }

    #[test]
    fn names_in_running_text() {
        let found = mentioned("本报告在浙江省嘉兴市平湖市人民政府网站公布，与市民无关。", Some(2022));
        assert_eq!(codes(&found), ["330482"]);
    }

    #[test]
    fn chains_and_towns() {
        let county = named("张店区", None)[0];
        let names: Vec<_> = county.chain().iter().flatten().map(|division| division.name).collect();
        assert_eq!(names, ["山东省", "淄博市", "张店区"]);
        assert_eq!(codes(&counties_of_town("东华门街道", None)), ["110101"]);
    }
}
