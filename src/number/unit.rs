//! Units and counters of the Chinese language, as they stand behind a number in a cell or in prose.

/// A unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitWord {
    /// As printed.
    pub word: &'static str,
    /// What it measures.
    pub kind: UnitKind,
    /// The power of ten that it stands for.
    pub power: u32,
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// Things and people.
    Count,
    /// Money; a power of zero is the yuan.
    Money,
    /// Time, which no cell of a form asks for.
    Time,
}

const fn count(word: &'static str) -> UnitWord {
    UnitWord { word, kind: UnitKind::Count, power: 0 }
}

const fn myriad(word: &'static str) -> UnitWord {
    UnitWord { word, kind: UnitKind::Count, power: 4 }
}

const fn money(word: &'static str, power: u32) -> UnitWord {
    UnitWord { word, kind: UnitKind::Money, power }
}

const fn time(word: &'static str) -> UnitWord {
    UnitWord { word, kind: UnitKind::Time, power: 0 }
}

/// All of them, each after all longer ones that it begins.
pub const UNITS: &[UnitWord] = &[
    count("次（条）"),
    count("条（次）"),
    count("人（次）"),
    count("篇（条）"),
    count("条（篇）"),
    count("件（次）"),
    count("篇（次）"),
    time("个工作日"),
    time("个自然日"),
    time("个小时"),
    count("人次"),
    count("场次"),
    count("期次"),
    count("批次"),
    count("条次"),
    count("件次"),
    count("篇次"),
    count("班次"),
    money("百万元", 6),
    money("千元", 3),
    money("万元", 4),
    money("亿元", 8),
    myriad("万人次"),
    time("工作日"),
    time("小时"),
    time("分钟"),
    myriad("万"),
    count("条"),
    count("件"),
    count("份"),
    count("项"),
    count("宗"),
    count("例"),
    count("起"),
    count("篇"),
    count("则"),
    count("桩"),
    count("单"),
    count("笔"),
    count("幅"),
    count("部"),
    count("册"),
    count("本"),
    count("套"),
    count("张"),
    count("家"),
    count("所"),
    count("处"),
    count("户"),
    count("期"),
    count("次"),
    count("场"),
    count("批"),
    count("轮"),
    count("人"),
    count("名"),
    count("位"),
    money("元", 0),
    count("个"),
    count("字"),
    count("段"),
    count("集"),
    count("种"),
    time("天"),
    count("块"),
    count("封"),
    count("通"),
    count("支"),
    count("辆"),
    count("组"),
    count("盒"),
    time("课时"),
    time("学时"),
];

/// Index in [`UNITS`] of the unit that a text begins with.
pub fn at(text: &str) -> Option<usize> {
    let first = first(text.as_bytes())?;
    let begins = FIRSTS.iter().enumerate().filter(|(_, unit)| **unit == first);
    begins.map(|(at, _)| at).find(|&at| text.starts_with(UNITS[at].word))
}

/// What each of them begins with: comparing numbers leaves one or two calls of `memcmp` of seventy.
static FIRSTS: [u32; UNITS.len()] = {
    let mut firsts = [0; UNITS.len()];
    let mut at = 0;
    while at < UNITS.len() {
        firsts[at] = first(UNITS[at].word.as_bytes()).expect("units begin with ideographs (test units_are_found)");
        at += 1;
    }
    firsts
};

/// The first three bytes as a number: those of an ideograph, as no other character begins a unit.
const fn first(text: &[u8]) -> Option<u32> {
    match text {
        [one @ 0xe3..=0xe9, two, three, ..] => Some((*one as u32) << 16 | (*two as u32) << 8 | *three as u32),
        _ => None,
    }
}

/// Whether a text names yuan that are not thousands, ten thousands or hundred millions of yuan.
pub fn names_plain_yuan(text: &str) -> bool {
    text.find('元').is_some_and(|at| !text[..at].trim_end().ends_with(['千', '万', '萬', '亿', '億']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unit_is_found() {
        for (place, unit) in UNITS.iter().enumerate() {
            assert_eq!(at(unit.word), Some(place), "{}", unit.word);
        }
        for (text, unit) in [("万元整", "万元"), ("件次", "件次"), ("人大代表", "人"), ("万条", "万")]
        {
            assert_eq!(at(text).map(|place| UNITS[place].word), Some(unit), "{text}");
        }
        assert_eq!(at("年"), None);
        assert_eq!(at(""), None);
    }

    #[test]
    fn yuan_as_such() {
        assert!(names_plain_yuan("251000元") && names_plain_yuan("二十元整"));
        assert!(!names_plain_yuan("25.1万元") && !names_plain_yuan("25.1") && !names_plain_yuan("3億元"));
    }
}
