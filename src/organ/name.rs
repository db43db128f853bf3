//! Names of organs: cut out of titles and lines, brought to their full form, and their kind told.

use std::sync::LazyLock;

use regex::Regex;

use super::Kind;
use crate::numeral;

/// How the names of organs end.
const ENDS: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "办事处",
    "委员会",
    "管委会",
    "委",
    "局",
    "厅",
    "部",
    "院",
    "署",
    "处",
    "中心",
    "镇",
    "乡",
    "街道",
    "街道办",
    "大队",
    "支队",
    "总队",
    "所",
    "站",
    "集团",
    "公司",
    "学校",
    "大学",
    "学院",
    "医院",
    "协会",
    "馆",
    "社",
    "会",
    "队",
    "办",
    "台",
    "银行",
    "苏木",
    "园区",
    "开发区",
    "新区",
    "实验区",
    "示范区",
    "高新区",
    "度假区",
    "中学",
    "小学",
    "幼儿园",
];

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Title {
    /// The line or lines, without blanks.
    pub text: String,
    /// Everything before 政府信息公开, without the year.
    pub organ: String,
    pub year: Option<u16>,
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:政府信息和政务公开|政府信息与政务公开|政务信息公开|政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:[（(]?20[0-9]{2}年?[)）]?)?(?:年度|度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报|报告)",
    )
    .expect("the pattern is well formed")
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(20[0-9]{2}|二[〇○零0ＯO][一二三四五六七八九〇○零]{2})年?(?:度)?").expect("the pattern is well formed")
});

/// Longest stretch before the words of the title that may name organ and year, in characters.
const HEAD: usize = 60;

/// Reads the title of a report out of a line; blanks do not matter.
pub(super) fn title(line: &str) -> Option<Title> {
    let text: String = line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}')).collect();
    let found = TITLE.find(&text)?;
    let mut head = text.get(..found.start())?;
    // Run-together pages: the title starts behind the last mark.
    if let Some(mark) = head.rfind(['。', '：', ':', '>', '》', '，', '；', '|', '】', '-', '—', '_', '”', '/', '\\'])
    {
        head = &head[mark + head[mark..].chars().next().map_or(1, char::len_utf8)..];
    }
    let count = head.chars().count();
    if count > HEAD {
        head = &head[head.char_indices().nth(count - HEAD).map_or(0, |(at, _)| at)..];
    }
    let head =
        head.trim_start_matches("关于").trim_start_matches(|c: char| c.is_ascii_digit() && !head.starts_with("20"));
    let (organ, year) = match YEAR.captures_iter(head).last() {
        Some(captures) => {
            let whole = captures.get(0)?;
            let year = year_of(captures.get(1)?.as_str());
            (format!("{}{}", &head[..whole.start()], &head[whole.end()..]), year)
        }
        None => (
            head.to_owned(),
            YEAR.captures(&text[found.start()..]).and_then(|captures| year_of(captures.get(1)?.as_str())),
        ),
    };
    let organ = organ.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '（' | '）')).trim_end_matches('的');
    Some(Title { organ: organ.to_owned(), year, text: text.clone() })
}

/// A year in Arabic or Chinese digits.
pub(super) fn year_of(text: &str) -> Option<u16> {
    let mut digits = text.chars().map(|c| match c {
        '0'..='9' => Some(c as u16 - '0' as u16),
        // Letters that look like a zero.
        'Ｏ' | 'O' => Some(0),
        _ => numeral::digit(c).map(|digit| digit as u16),
    });
    let year = digits.try_fold(0_u16, |year, digit| year.checked_mul(10)?.checked_add(digit?))?;
    (2000..2100).contains(&year).then_some(year)
}

/// Whether a line is the name of an organ and nothing else.
pub(super) fn is_organ(line: &str) -> bool {
    let count = line.chars().count();
    (3..=40).contains(&count)
        && ENDS.iter().any(|end| line.ends_with(end))
        && !line.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, '，' | '。' | '：' | ':' | '；' | '、' | '《' | '>' | '“' | '|')
        })
        && !["首页", "来源", "索引", "信息公开", "发布", "返回", "上一", "下一", "报告"]
            .iter()
            .any(|word| line.contains(word))
}

/// The full form of a printed name: blanks and brackets out, common short words spelled out.
pub(super) fn normalize(printed: &str) -> String {
    let mut name: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    name = name.replace('（', "(").replace('）', ")");
    for (short, full) in [("街道办", "街道办事处"), ("管委会", "管理委员会")] {
        if name.ends_with(short) {
            name.truncate(name.len() - short.len());
            name.push_str(full);
        }
    }
    if let Some(at) = name.find("政府") {
        // 区政府, 市政府办公室: but 人民政府 stays, and so does 政府采购中心.
        let before = &name[..at];
        if !name[at..].starts_with("政府采购")
            && !before.ends_with("人民")
            && before.ends_with(['省', '市', '区', '县', '州', '镇', '乡', '旗'])
        {
            name.insert_str(at, "人民");
        }
    }
    name
}

/// What sort of organ a full name is, given what follows the name of the division in it.
pub(super) fn kind(rest: &str) -> Option<Kind> {
    let ends = |words: &[&str]| words.iter().any(|word| rest.ends_with(word));
    if rest.is_empty() {
        return None;
    }
    if ends(&["镇人民政府", "乡人民政府", "苏木人民政府", "街道办事处", "街道", "镇", "乡", "街道办"])
    {
        return Some(Kind::Township);
    }
    if rest == "人民政府" || rest == "政府" {
        return Some(Kind::Government);
    }
    if ["开发区", "高新区", "实验区", "园区", "示范区", "度假区", "风景", "新城", "保税", "自贸"]
        .iter()
        .any(|word| rest.contains(word))
        && ends(&["管理委员会", "管委会", "区"])
    {
        return Some(Kind::Other);
    }
    if ends(&[
        "中心",
        "公司",
        "集团",
        "大学",
        "学院",
        "学校",
        "中学",
        "小学",
        "医院",
        "协会",
        "馆",
        "站",
        "园",
        "银行",
        "台",
        "社",
        "管理委员会",
    ]) {
        return Some(Kind::Other);
    }
    if ends(&["局", "厅", "委员会", "委", "办公室", "办公厅", "部", "院", "署", "处", "队", "办", "会", "所", "分局"])
    {
        return Some(Kind::Department);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        let cases = [
            ("淄博市张店区水利局2020年政府信息公开工作年度报告", "淄博市张店区水利局", Some(2020)),
            ("2019 年上海市某某局政府信息公开工作年度报告", "上海市某某局", Some(2019)),
            ("平湖市二〇二一年度政府信息公开工作年度报告", "平湖市", Some(2021)),
            ("关于青河县2022年政府信息公开年度报告", "青河县", Some(2022)),
            ("当前位置：首页 > 年报 > 青河县财政局2018年度信息公开年报", "青河县财政局", Some(2018)),
            ("青河县财政局政府信息公开2017年度报告", "青河县财政局", Some(2017)),
            ("政府信息公开工作年度报告", "", None),
        ];
        for (line, organ, year) in cases {
            let found = title(line).map(|title| (title.organ, title.year));
            assert_eq!(found, Some((organ.to_owned(), year)), "{line}");
        }
        assert_eq!(title("关于召开政务公开工作会议的通知"), None);
    }

    #[test]
    fn full_forms_and_kinds() {
        assert_eq!(normalize("张店区政府办公室"), "张店区人民政府办公室");
        assert_eq!(normalize("青河县城关街道办"), "青河县城关街道办事处");
        assert_eq!(normalize("青河县政府采购中心"), "青河县政府采购中心");
        assert_eq!(kind("人民政府"), Some(Kind::Government));
        assert_eq!(kind("人民政府办公室"), Some(Kind::Department));
        assert_eq!(kind("东岭镇人民政府"), Some(Kind::Township));
        assert_eq!(kind("机关事务服务中心"), Some(Kind::Other));
        assert_eq!(kind(""), None);
    }
}
