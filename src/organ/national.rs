//! Organs of the State Council: which names are theirs, or begin with one of theirs (`national.txt`).
//!
//! A normalized name comes in; what it says behind the national organ goes out. Whose region a branch serves
//! (国家税务总局青河县税务局) is told by the caller.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::division;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("national.txt").lines().filter(|line| !line.starts_with('#'));
    let mut names: Vec<&str> = lines.flat_map(|line| line.split(' ')).filter(|name| !name.is_empty()).collect();
    // The longest first: 国务院办公厅 before 国务院.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
});

/// The full names by the short ones.
static FULL: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("national.txt").lines().filter(|line| !line.starts_with('#'));
    let pairs = |line: &'static str| {
        let (full, shorts) = line.split_once(' ').unwrap_or((line, ""));
        shorts.split(' ').filter(|short| !short.is_empty()).map(move |short| (short, full))
    };
    lines.flat_map(pairs).collect()
});

/// The full name of a national organ that is called by a short one.
pub(super) fn full(name: &str) -> Option<&'static str> {
    FULL.get(name).copied()
}

/// Names of the kind that only the centre gives: what the list lacks.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:国家[^级省市县区()]{2,14}?(?:总局|局|署|委员会|总署)|中国[^()省市县区]{2,14}?(?:委员会|总会|联合会|总局|总社))")
        .expect("the pattern is well formed")
});

/// What stands before a national organ's own name and is no part of it.
const STATE: &str = "中华人民共和国";

/// What follows the national organ that a name begins with; empty where it is the organ itself.
pub(super) fn behind(name: &str) -> Option<&str> {
    let bare = name.strip_prefix(STATE).filter(|rest| !rest.is_empty()).unwrap_or(name);
    if let Some(rest) = NAMES.iter().find_map(|known| bare.strip_prefix(known)) {
        // 公安部门 and 水利部分 are words.
        return (!rest.starts_with(['门', '分'])).then_some(rest);
    }
    if let Some(found) = PATTERN.find(bare) {
        return Some(&bare[found.end()..]);
    }
    // 中华人民共和国平湖海关: of the centre, for a region.
    (bare.len() < name.len()).then_some(bare)
}

/// Whether the name is of the centre, a branch of it included.
pub(super) fn is(name: &str) -> bool {
    behind(name).is_some()
}

/// What the centre's own organs in the regions are called behind the short name of their place, which their names keep.
const BRANCHES: &[&str] = &[
    "银保监局",
    "银保监分局",
    "银监局",
    "银监分局",
    "保监局",
    "保监分局",
    "证监局",
    "监管局",
    "监管分局",
    "海事局",
    "调查总队",
    "调查队",
    "通信管理局",
    "地震局",
    "邮政管理局",
    "煤矿安全监察局",
    "矿山安全监察局",
    "出入境检验检疫局",
    "出入境边防检查总站",
];

/// Such organs whose district is no division: a customs house serves ports, a railway bureau several provinces.
const DISTRICTS: &[&str] = &["海关", "铁路监督管理局", "铁路局", "地区管理局", "水利委员会", "航务管理局"];

/// What stands behind a place's name in that of an organ of the centre there: 河南银保监局, 连云港海事局.
pub(super) fn is_branch(rest: &str) -> bool {
    BRANCHES.contains(&rest)
}

/// Whether a name is that of an organ of the centre whose district is no division.
pub(super) fn has_district(name: &str) -> bool {
    let own = name.strip_prefix(STATE).unwrap_or(name);
    DISTRICTS.iter().any(|end| own.ends_with(end)) && division::at_start(own, None).is_none()
}

/// Whether a name begins with one that the list has.
pub(super) fn listed_at(text: &str) -> bool {
    NAMES.iter().any(|known| text.strip_prefix(known).is_some_and(|rest| !rest.starts_with(['门', '分'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_organs_and_their_branches() {
        let cases = [
            ("海关总署", Some("")),
            ("中华人民共和国财政部", Some("")),
            ("国务院办公厅", Some("")),
            ("自然资源部办公厅", Some("办公厅")),
            ("国家税务总局青河县税务局", Some("青河县税务局")),
            ("国家统计局湖南调查总队", Some("湖南调查总队")),
            ("国家核安全局", Some("")),
            ("中国残疾人联合会", Some("")),
            ("国家级经济技术开发区管理委员会", None),
            ("中国(上海)自由贸易试验区管理委员会", None),
            ("公安部门", None),
            ("财政厅", None),
            ("青河县财政局", None),
        ];
        for (name, rest) in cases {
            assert_eq!(behind(name), rest, "{name}");
        }
    }
}
