//! Divisions by GB/T 2260: which one does a name mean?
//!
//! `divisions.txt` and `towns.txt` are written by `scripts/divisions.py`, which names their sources. Names come in with
//! whatever else speaks for one of several divisions of the name; a code comes out, or the candidates.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

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
    by_name: FxHashMap<&'static str, Vec<usize>>,
    /// What autonomous prefectures, counties and banners are called every day: 恩施州, 景宁县.
    by_everyday: FxHashMap<String, Vec<usize>>,
    /// Names without 市, 区, 县: 平潭, 宿迁.
    by_short: FxHashMap<&'static str, Vec<usize>>,
    by_code: FxHashMap<&'static str, usize>,
    /// The first two characters of all names that [`named`] knows: most texts begin with none.
    beginnings: FxHashSet<(char, char)>,
}

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(|| {
    let mut divisions = Divisions {
        all: Vec::new(),
        by_name: FxHashMap::default(),
        by_everyday: FxHashMap::default(),
        by_short: FxHashMap::default(),
        by_code: FxHashMap::default(),
        beginnings: FxHashSet::default(),
    };
    for line in include_str!("divisions.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
        let until = fields.next().and_then(|year| year.parse().ok());
        let index = divisions.all.len();
        divisions.all.push(Division { code, name, until });
        divisions.by_name.entry(name).or_default().push(index);
        divisions.by_short.entry(short(name)).or_default().push(index);
        for everyday in everyday(name) {
            divisions.by_everyday.entry(everyday).or_default().push(index);
        }
        if until.is_none() {
            divisions.by_code.insert(code, index);
        }
    }
    let names = divisions.by_name.keys().copied().chain(divisions.by_everyday.keys().map(String::as_str));
    divisions.beginnings = names.filter_map(beginning).collect();
    divisions
});

/// Peoples that the names of autonomous divisions hold; some are printed without 族.
const PEOPLES: &[&str] = &[
    "保安族",
    "布依族",
    "布朗族",
    "朝鲜族",
    "傣族",
    "达斡尔族",
    "侗族",
    "东乡族",
    "独龙族",
    "鄂温克族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "回族",
    "景颇族",
    "柯尔克孜",
    "拉祜族",
    "黎族",
    "傈僳族",
    "满族",
    "毛南族",
    "蒙古族",
    "蒙古",
    "苗族",
    "仫佬族",
    "纳西族",
    "怒族",
    "普米族",
    "羌族",
    "仡佬族",
    "撒拉族",
    "畲族",
    "水族",
    "塔吉克",
    "土家族",
    "土族",
    "佤族",
    "锡伯",
    "瑶族",
    "彝族",
    "裕固族",
    "藏族",
    "壮族",
    "白族",
    "各族",
    "维吾尔",
];

/// Short names that no rule gives.
const SHORTER: &[(&str, &str)] = &[
    ("巴音郭楞蒙古自治州", "巴州"),
    ("克孜勒苏柯尔克孜自治州", "克州"),
    ("博尔塔拉蒙古自治州", "博州"),
    ("莫力达瓦达斡尔族自治旗", "莫旗"),
    ("喀喇沁左翼蒙古族自治县", "喀左县"),
    ("阜新蒙古族自治县", "阜蒙县"),
    ("前郭尔罗斯蒙古族自治县", "前郭县"),
    ("杜尔伯特蒙古族自治县", "杜蒙县"),
    ("塔什库尔干塔吉克自治县", "塔县"),
    ("察布查尔锡伯自治县", "察县"),
];

/// What an autonomous prefecture, county or banner is called every day.
fn everyday(name: &str) -> Vec<String> {
    let mut names: Vec<String> =
        SHORTER.iter().filter(|(full, _)| *full == name).map(|(_, short)| (*short).to_owned()).collect();
    for (autonomous, rank) in [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")] {
        let Some(named) = name.strip_suffix(autonomous) else { continue };
        let mut place = named;
        while let Some(shorter) = PEOPLES.iter().find_map(|people| place.strip_suffix(people)) {
            // 鄂温克族自治旗 is called by its people alone.
            place = if shorter.is_empty() { named.trim_end_matches('族') } else { shorter };
            if shorter.is_empty() {
                break;
            }
        }
        names.extend([format!("{place}{rank}"), format!("{place}{autonomous}")]);
    }
    names
}

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
    let found = pick(DIVISIONS.by_name.get(name), year);
    if found.is_empty() {
        return pick(DIVISIONS.by_everyday.get(name), year);
    }
    // 嘉峪关市 has one county, which bears its name: the prefecture is meant.
    let outer = |inner: &&Division| !found.iter().any(|other| other != *inner && inner.within(other));
    found.iter().filter(outer).copied().collect()
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

fn beginning(text: &str) -> Option<(char, char)> {
    let mut characters = text.chars();
    characters.next().zip(characters.next())
}

/// The longest name of a division that a text starts with, and the divisions of that name.
pub(super) fn at_start(text: &str, year: Option<u16>) -> Option<(&str, Vec<Division>)> {
    beginning(text).filter(|both| DIVISIONS.beginnings.contains(both))?;
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
    if at_start(rest, year).is_none()
        && let Some((province, behind)) = short_province(rest)
    {
        (rest, found) = (behind, vec![province]);
    }
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

/// A province by its short name, where the full name of a division in it follows (浙江平湖市, 新疆昌吉州), or an autonomous
/// region's where an organ does (广西财政厅).
fn short_province(text: &str) -> Option<(Division, &str)> {
    let lengths = [3, 2].into_iter();
    lengths.filter_map(|length| text.char_indices().nth(length)).find_map(|(end, _)| {
        let (name, behind) = text.split_at(end);
        let mut provinces = DIVISIONS.by_short.get(name)?.iter().map(|&index| DIVISIONS.all[index]);
        let province = provinces.find(|division| division.code.ends_with("0000"))?;
        let inside = at_start(behind, None)
            .is_some_and(|(_, found)| found.iter().any(|inner| inner.within(&province) && *inner != province));
        let region = province.name.ends_with("自治区") && behind.ends_with("厅");
        (inside || region).then_some((province, behind))
    })
}

/// A province, prefecture or county that a name without its rank means and only one (湖南调查总队).
pub(super) fn short_at_start(text: &str) -> Option<(&str, Division)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(2).take(4).collect();
    ends.into_iter().rev().find_map(|end| {
        let found = shortly_named(&text[..end], None);
        let province = found.iter().find(|division| division.code.ends_with("0000"));
        // 长沙 is the city before the county in it.
        let outer = || found.iter().find(|outer| found.iter().all(|inner| inner.within(outer)));
        let one = province.or_else(outer)?;
        Some((&text[end..], *one))
    })
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
            ("恩施州水利局", None, &["422800"], "水利局"),
            ("凉山州人民政府", None, &["513400"], "人民政府"),
            ("黔东南州教育局", None, &["522600"], "教育局"),
            ("贵州省黔东南州凯里市教育局", None, &["522601"], "教育局"),
            ("景宁县财政局", None, &["331127"], "财政局"),
            ("河南县财政局", None, &["632324"], "财政局"),
            ("鄂温克旗财政局", None, &["150724"], "财政局"),
            ("巴州财政局", None, &["652800"], "财政局"),
            ("浙江平湖市水利局", None, &["330482"], "水利局"),
            ("广西财政厅", None, &["450000"], "财政厅"),
            ("新疆生产建设兵团", None, &[], "新疆生产建设兵团"),
            ("河南油田管理局", None, &[], "河南油田管理局"),
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
