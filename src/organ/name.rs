//! Names of organs: told from other words, brought to their full form, one told from several, and their kind told.

use super::{OrganKind, division, national};
use crate::script;

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
    "公署",
    "海关",
    "支行",
    "分行",
    "党校",
    "监狱",
    "林场",
    "农场",
    "牧场",
    "兵团",
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
    "气象部门",
];

/// Whether a line is the name of an organ and nothing else.
pub(super) fn is_organ(line: &str) -> bool {
    let count = line.chars().count();
    (3..=40).contains(&count)
        && ENDS.iter().any(|end| line.ends_with(end))
        // The beginning of 城乡建设局.
        && !line.ends_with("城乡")
        && !line.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, '，' | '。' | '：' | ':' | '；' | '、' | '《' | '>' | '“' | '|')
        })
        && !["首页", "来源", "索引", "信息公开", "发布", "返回", "上一", "下一", "报告", "浏览", "登录", "字号", "网站", "平台"]
            .iter()
            .any(|word| line.contains(word))
}

/// Names that anybody could bear: they name nobody.
const ANYBODY: &[&str] = &[
    "政府",
    "人民政府",
    "市",
    "县",
    "区",
    "州",
    "省",
    "旗",
    "镇",
    "乡",
    "街道",
    "镇政府",
    "乡政府",
    "镇人民政府",
    "乡人民政府",
    "街道办",
    "街道办事处",
    "办事处",
    "管委会",
    "管理委员会",
    "开发区",
    "委员会",
    "办公室",
    "办公厅",
    "党政办",
    "党政办公室",
    "综合办公室",
    "党政综合办公室",
    "党政综合办",
    "综合办",
    "信息中心",
    "编辑部",
    "管理员",
    "机关",
    "单位",
    "部门",
    "局",
    "委",
    "厅",
    "社区",
    "全市",
    "全县",
    "全区",
    "全省",
    "全镇",
    "全乡",
    "全州",
    "各单位",
    "各部门",
    "系统管理员",
    "网站管理员",
    "政务公开办",
    "政务公开办公室",
    "直属机关",
    "开发区管委会",
    "高新区管委会",
    "经开区管委会",
    "新区管委会",
    "园区管委会",
    "景区管委会",
    "度假区管委会",
    "开发区管理委员会",
    "新区管理委员会",
    "园区管理委员会",
    "图书馆",
    "档案馆",
    "博物馆",
    "文化馆",
    "医院",
    "学校",
    "大学",
    "学院",
    "中学",
    "小学",
    "幼儿园",
    "公司",
    "集团",
];

/// Words that no organ's name has, but talk about reports has.
const TALK: &[&str] = &[
    "公布",
    "根据",
    "按照",
    "依据",
    "依照",
    "规定",
    "要求",
    "条例",
    "报告",
    "年报",
    "以下",
    "下面",
    "如下",
    "欢迎",
    "关于",
    "做好",
    "情况",
    "现将",
    "我们",
    "负责",
    "贯彻",
    "为了",
    "进一步",
    "认真",
    "上年",
    "今年",
    "填报",
    "印发",
    "通知",
    "撰写",
    "了",
];

/// Whether words name an organ, or a division for its government: no talk, and nothing that anybody could be called.
pub(super) fn is_name(name: &str) -> bool {
    let organ = is_organ(name)
        || is_corps(name)
        || is_street(name)
        || name.ends_with(['市', '县', '区', '省', '州', '盟', '旗'])
            && (2..=20).contains(&name.chars().count())
            && !name.contains("首页")
            && !name.contains([':', '：', '•'])
        || name.ends_with([')', '）']) && aside(name).is_some_and(|(before, _)| is_name(before));
    // Most words are none, and what follows takes long.
    if !organ {
        return false;
    }
    let blank = ["XX", "xx", "××", "ＸＸ", "○○", "〇〇", "**", "＊＊", "__"].iter().any(|word| name.contains(word));
    let from_inside = |first: char| name.strip_prefix(first).is_some_and(is_own);
    let brackets = |signs: [char; 2]| name.matches(signs).count();
    brackets(['(', '（']) == brackets([')', '）'])
        && !blank
        && !name.starts_with('某')
        // 编制青河县水利局2020年…报告, but 编制委员会办公室.
        && name.strip_prefix("编制").is_none_or(|rest| rest.starts_with('委'))
        && !ANYBODY.contains(&name)
        && !TALK.iter().any(|word| name.contains(word))
        && !"我本该各".chars().any(from_inside)
        && !speaks_of_itself(name)
}

/// Whether words speak of an organ from its inside: 编制本局, 全体我乡. 资本市场 and 成本队 are words.
fn speaks_of_itself(words: &str) -> bool {
    let behind = |first: char| words.match_indices(first).map(|(at, first)| &words[at + first.len()..]);
    const OWN: &[&str] = &["局", "委", "厅", "镇", "乡", "街道", "单位", "机关", "部门", "级政府"];
    behind('我').any(is_own) || behind('本').any(|rest| OWN.iter().any(|word| rest.starts_with(word)))
}

/// How streets that are no organs are called.
const ROADS: [&str; 6] = ["大街", "步行街", "商业街", "小吃街", "老街", "一条街"];

/// A street's office by the short name of its street: 佳荣里街.
fn is_street(name: &str) -> bool {
    name.ends_with('街')
        && (3..=12).contains(&name.chars().count())
        && name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        && !name.contains(['路', '号'])
        && !ROADS.iter().any(|road| name.ends_with(road))
}

/// Divisions and regiments of the Production and Construction Corps: 第八师, 第十二师一〇四团.
fn is_corps(name: &str) -> bool {
    let numbered = |rest: &str| rest.split_once('师').is_some_and(|(number, _)| number.chars().all(numeral));
    let numeral = name.split('第').skip(1).any(numbered);
    numeral && (4..=30).contains(&name.chars().count()) && name.ends_with(['师', '团'])
}

/// A Chinese digit, ten or hundred.
fn numeral(c: char) -> bool {
    script::digit(c).is_some() || script::place(c).is_some()
}

/// How an organ calls itself behind 我 or 本: 我镇, 本单位, 我县水利局; but not 溪市水利局 of 本溪市.
fn is_own(rest: &str) -> bool {
    const SELVES: &[&str] = &[
        "市",
        "县",
        "区",
        "州",
        "省",
        "旗",
        "盟",
        "镇",
        "乡",
        "街",
        "局",
        "委",
        "办",
        "厅",
        "院",
        "所",
        "站",
        "处",
        "队",
        "部",
        "署",
        "会",
        "馆",
        "校",
        "单位",
        "机关",
        "部门",
        "系统",
        "中心",
        "管委",
        "级",
        "园区",
        "开发区",
        "公司",
        "集团",
        "府",
        "政府",
        "年",
        "行政",
    ];
    SELVES.iter().any(|word| rest.starts_with(word))
}

/// A name with something in brackets behind it: 青河县水利局（青河县河长办）.
fn aside(name: &str) -> Option<(&str, &str)> {
    let inner = name.strip_suffix([')', '）'])?;
    let at = inner.rfind(['(', '（'])?;
    let open = inner[at..].chars().next().map_or(1, char::len_utf8);
    (at > 0).then(|| (&name[..at], &inner[at + open..]))
}

/// Ends behind which another organ may be named.
const WHOLE: &[&str] = &[
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "办事处",
    "委员会",
    "管委会",
    "局",
    "厅",
    "中心",
    "街道",
    "镇",
    "乡",
    "署",
    "省委",
    "市委",
    "县委",
    "区委",
    "州委",
    "旗委",
    "党委",
    "工委",
];

/// The organs that one printed name names: the one itself; two or more where they are joined (甲局、乙局); the author where
/// the government that publishes is printed before it. What stands in brackets behind a name is left out.
pub(super) fn organs(printed: &str) -> Vec<&str> {
    let name = aside(printed).map_or(printed, |(before, _)| before);
    let whole = |name: &str| WHOLE.iter().any(|end| name.ends_with(end));
    for (at, mark) in name.char_indices().filter(|(_, c)| matches!(c, '、' | '和' | '与' | '及' | '暨' | '，' | ','))
    {
        let (before, behind) = (&name[..at], &name[at + mark.len_utf8()..]);
        if whole(before) && is_organ(behind) {
            return vec![before, behind];
        }
    }
    // 青河县人民政府青河县水利局: a division begins anew behind a whole name.
    for (at, _) in name.char_indices().skip(2) {
        let (before, behind) = (&name[..at], &name[at..]);
        // A branch bears the name of its head office and of its region: 国家税务总局青河县税务局.
        let apart = whole(before) && !national::is(before) && is_organ(behind) && !is_branch(behind);
        if apart && division::at_start(behind, None).is_some() {
            return if before.ends_with("政府") { vec![behind] } else { vec![before, behind] };
        }
    }
    vec![name]
}

/// Whether a name is that of a branch without that of its head office: 青河县分局.
fn is_branch(name: &str) -> bool {
    let mut branches = ["分局", "分中心", "支队", "大队", "管理部", "支行", "分公司"].iter();
    branches.any(|end| name.strip_suffix(end).is_some_and(|region| region.ends_with(['市', '县', '区', '旗', '州'])))
}

/// The full form of a printed name: blanks and brackets out, common short words spelled out.
pub fn normalize(printed: &str) -> String {
    let mut name: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    name = name.replace('（', "(").replace('）', ")");
    for (short, full) in [("街道办", "街道办事处"), ("管委会", "管理委员会"), ("管委", "管理委员会")]
    {
        // 永兴工委管委: two bodies, both by their short names.
        if name.ends_with(short) && !name.ends_with("工委管委") {
            name.truncate(name.len() - short.len());
            name.push_str(full);
        }
    }
    // 黄浦区人民政府打浦桥街道: a street is of the district's government, which its name leaves out.
    for government in ["人民政府", "政府"] {
        if let Some((before, street)) = name.split_once(government)
            && (street.ends_with("街道") || street.ends_with("街道办事处") || street.ends_with(['镇', '乡']))
        {
            name = format!("{before}{street}");
        }
    }
    if let Some(at) = name.find("政府") {
        // 区政府, 市政府办公室: but 人民政府 stays, and so does 政府采购中心.
        let before = &name[..at];
        if !name[at..].starts_with("政府采购")
            && !before.ends_with("人民")
            && (before.ends_with(['省', '市', '区', '县', '州', '镇', '乡', '旗']) || before.ends_with("苏木"))
        {
            name.insert_str(at, "人民");
        }
    }
    if let Some(full) = national::full(&name) {
        return full.to_owned();
    }
    if name.ends_with("卫生健康委") {
        name.push_str("员会");
    } else if name.ends_with("街道") {
        name.push_str("办事处");
    } else if (name.ends_with(['镇', '乡']) || name.ends_with("苏木")) && !ANYBODY.contains(&name.as_str()) {
        name.push_str("人民政府");
    }
    name
}

/// What sort of organ a full name is, given what follows the name of the division in it.
pub(super) fn kind(rest: &str) -> Option<OrganKind> {
    let ends = |words: &[&str]| words.iter().any(|word| rest.ends_with(word));
    if rest.is_empty() {
        return None;
    }
    if ends(&["镇人民政府", "乡人民政府", "苏木人民政府", "街道办事处", "街道", "镇", "乡", "街道办", "街办事处", "街"])
    {
        return Some(OrganKind::Township);
    }
    // The office of a town is the town's: no department of the county.
    if ends(&["办公室", "党政办"]) && ["镇人民政府", "乡人民政府", "街道办事处"].iter().any(|town| rest.contains(town))
    {
        return Some(OrganKind::Township);
    }
    if rest == "人民政府" || rest == "政府" || ends(&["行政公署"]) || rest == "行署" {
        return Some(OrganKind::Government);
    }
    // Committees of villages; what the corps calls divisions and regiments.
    if ends(&["村民委员会", "居民委员会", "村委会", "居委会", "兵团", "师", "团"]) {
        return Some(OrganKind::Other);
    }
    if ends(&[
        "监督管理委员会",
        "城市管理委员会",
        "交通管理委员会",
        "城乡管理委员会",
        "水务管理委员会",
        "建设管理委员会",
    ]) {
        return Some(OrganKind::Department);
    }
    if ["开发区", "高新区", "实验区", "园区", "示范区", "度假区", "风景", "新城", "保税", "自贸"]
        .iter()
        .any(|word| rest.contains(word))
        && ends(&["管理委员会", "管委会", "区"])
    {
        return Some(OrganKind::Other);
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
        "院",
        "党校",
        "监狱",
        "场",
        "馆",
        "站",
        "园",
        "银行",
        "台",
        "社",
        "管理委员会",
    ]) {
        return Some(OrganKind::Other);
    }
    if ends(&["局", "厅", "委员会", "委", "办公室", "办公厅", "部", "署", "处", "队", "办", "会", "所", "海关", "支行"])
    {
        return Some(OrganKind::Department);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_talk() {
        for name in [
            "青河县水利局",
            "青河县",
            "本溪市",
            "海关总署",
            "信访局",
            "县水利局",
            "青河县水利局（河长办）",
            "政府办公室",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "我镇",
            "我局",
            "本单位",
            "XX县水利局",
            "××市○○局",
            "本机关",
            "政府",
            "我县水利局",
            "本街道办事处",
            "有关规定局",
            "各县",
            "办公室",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn one_organ_or_several() {
        let cases: &[(&str, &[&str])] = &[
            ("青河县水利局", &["青河县水利局"]),
            ("青河县水利局（青河县河长制办公室）", &["青河县水利局"]),
            ("青河县民政局、青河县司法局", &["青河县民政局", "青河县司法局"]),
            ("青河县农业农村局和水利局", &["青河县农业农村局", "水利局"]),
            ("青河县发展和改革局", &["青河县发展和改革局"]),
            ("青河县经济社会和信息化局", &["青河县经济社会和信息化局"]),
            ("青河县人民政府青河县水利局", &["青河县水利局"]),
            ("滁州市生态环境局凤阳县分局", &["滁州市生态环境局凤阳县分局"]),
            ("中共青河县委青河县人民政府", &["中共青河县委", "青河县人民政府"]),
            ("中共青河县委员会青河县人民政府", &["中共青河县委员会", "青河县人民政府"]),
            ("中国（上海）自由贸易试验区管理委员会", &["中国（上海）自由贸易试验区管理委员会"]),
        ];
        for (printed, expected) in cases {
            assert_eq!(organs(printed), *expected, "{printed}");
        }
    }

    #[test]
    fn full_forms_and_kinds() {
        assert_eq!(normalize("张店区政府办公室"), "张店区人民政府办公室");
        assert_eq!(normalize("青河县城关街道办"), "青河县城关街道办事处");
        assert_eq!(normalize("青河县工业园管委"), "青河县工业园管理委员会");
        assert_eq!(normalize("青河县城关工委管委"), "青河县城关工委管委");
        assert_eq!(normalize("青河县政府采购中心"), "青河县政府采购中心");
        assert_eq!(normalize("上海市黄浦区人民政府打浦桥街道"), "上海市黄浦区打浦桥街道办事处");
        assert_eq!(normalize("青河县青河镇"), "青河县青河镇人民政府");
        assert_eq!(kind("人民政府"), Some(OrganKind::Government));
        assert_eq!(kind("人民政府办公室"), Some(OrganKind::Department));
        assert_eq!(kind("东岭镇人民政府"), Some(OrganKind::Township));
        assert_eq!(kind("一元街办事处"), Some(OrganKind::Township));
        assert_eq!(kind("机关事务服务中心"), Some(OrganKind::Other));
        assert_eq!(kind(""), None);
    }
}
