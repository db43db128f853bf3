//! Who the text itself says filed the report, where its title does not: a field of the sheet (填报单位：…), a line of its
//! own beside the title, or a sentence (由…编制, 现将…2020年度…).
//!
//! Lines and the text's beginning come in, a name goes out. Whose region it is, is told elsewhere.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::name::{self, is_name};
use super::title::is_town;
use super::{division, national};

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:^|[^计量系询督承主协支])(?:(?:填报|报送|填表|编制|编报|报告|上报|制表|填列)(?:单位|机关|机构|部门)(?:名称)?|单位名称|单位|机关名称)",
        "(?:（[^）\n]{1,8}）|\\([^)\n]{1,8}\\))?[：:](?:[（(][^）)\n]{0,6}[）)])?",
        "([^，。；：:、|（(\n]{3,40}?)(?:[（(\n|，。；]|(?:编制|填报|填表|报送|制表)?(?:日期|时间)|(?:单位)?负责人|审核|联系|20[0-9]{2}|$)"
    ))
    .expect("the pattern is well formed")
});

/// How the name of a field ends in [`LABELLED`].
const FIELD: [&str; 7] = ["单位", "机关", "机构", "部门", "名称", "）", ")"];

/// The organ that a field of the sheet names: 填报单位（盖章）：青河县水利局.
pub(super) fn labelled(head: &str) -> Option<String> {
    // What stands before the colon of every such field; the pattern took ten times as long to find that there is none.
    let field = |(at, _): (usize, &str)| FIELD.iter().any(|end| head[..at].ends_with(end));
    if !head.match_indices('：').chain(head.match_indices(':')).any(field) {
        return None;
    }
    // The end of one field may begin the next.
    let mut place = 0;
    while let Some(captures) = LABELLED.captures_at(head, place) {
        let found = captures.get(1)?;
        if is_name(found.as_str()) {
            return Some(found.as_str().to_owned());
        }
        place = found.start();
    }
    None
}

/// Lines behind a title among which the organ may stand by itself.
const BESIDE: usize = 3;

/// The organ on a line of its own below the title, or in brackets above it.
pub(super) fn beside(lines: &[String], title: usize) -> Option<String> {
    let own = |line: &str| is_name(line) && name::is_organ(line);
    let bracketed = |line: &String| {
        let inside = line.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
        own(inside).then(|| inside.to_owned())
    };
    let placed = |line: &str| division::at_start(line, None).is_some() || national::is(line);
    let mut below = lines.get(title + 1..)?.iter().take(BESIDE);
    below
        .find_map(|line| bracketed(line).or_else(|| (own(line) && placed(line)).then(|| line.clone())))
        .or_else(|| title.checked_sub(1).and_then(|above| bracketed(&lines[above])))
}

/// A name as far as marks allow.
const NAME: &str = "([^，。；：、《》（）()\n]{3,40}?)";

/// The first of the sentences that say what was made of the organ's own work.
const OF_REPORT: usize = 8;

/// Sentences that say who made the report; each has the name as its first group.
static SENTENCES: LazyLock<[Regex; 10]> = LazyLock::new(|| {
    const AS: &str = "(?:（[^）\n]{2,12}）)?";
    const OPEN: &str = "(?:政府信息公开|政务公开|信息公开)";
    let patterns = [
        // 本报告由…编制, 由…负责编制的年度报告.
        "由([^，。；：、]{3,40}?)(?:根据|依据|按照|依照|围绕|结合|会同|负责|组织|统一|汇总|综合|牵头|编制|编写|撰写|制作|起草|发布|公布|[，。（(])"
            .to_owned(),
        // 青河县水利局根据《条例》编制…报告.
        format!(
            "(?:^|[\n。])(?:本(?:年度)?(?:报告|年报)(?:是|系|为)由?)?{NAME}{AS}(?:根据|依据|按照|依照)[^\n。]{{2,80}}?(?:编制|编写|撰写|形成)"
        ),
        // 现将青河县水利局（以下简称我局）2020年度….
        format!("(?:现将|现就|现对|兹将){NAME}{AS}(?:20[0-9]{{2}}年|二[〇○零])"),
        // …要求，青河县水利局编制了本报告.
        format!("[\n，。]{NAME}{AS}(?:(?:整理|梳理|总结|汇总)[^\n。，]*?)?(?:特|认真|及时|按时)?(?:组织|负责|统一)?(?:编制|编写|撰写)(?:了|的|本|《|20|完成)"),
        // 现发布《青河县水利局2020年政府信息公开工作年度报告》.
        format!(
            "(?:[现特谨兹]|向(?:全?社会|公众))[^。，\n]{{0,8}}?(?:公布|发布|公开|编制)了?《?(?:20[0-9]{{2}}年度?)?{NAME}(?:20[0-9]{{2}}年度?)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报|情况)"
        ),
        // …规定，青河县水利局就2020年政府信息公开工作情况报告如下.
        format!("(?:^|[\n，。]){NAME}{AS}[现特谨兹]?(?:就|将|对)20[0-9]{{2}}年[^\n。]{{0,30}}?(?:报告|汇报|公布|通报)如下"),
        // …规定，编制青河县水利局2020年政府信息公开工作年度报告.
        format!("(?:规定|要求|精神|部署)，?[特现]?编制了?{NAME}20[0-9]{{2}}年(?:度)?{OPEN}(?:工作)?(?:年度)?(?:报告|年报)"),
        // 青河县水利局特向社会公布2020年度…报告.
        format!("(?:^|[\n，。]){NAME}{AS}[现特谨兹]?向(?:全?社会|公众)(?:公布|公开|发布)(?:20[0-9]{{2}}年)"),
        // 结合青河县水利局2020年政府信息公开工作实际编制.
        format!(
            "(?:(?:结合|梳理|汇总|总结)(?:了|出)?(?:20[0-9]{{2}}年度?)?|根据20[0-9]{{2}}年度?){NAME}{AS}(?:20[0-9]{{2}}年度?)?(?:的)?{OPEN}(?:工作)?(?:的)?(?:实际|情况|开展|统计|有关统计|相关统计|年度报告|年报)[^。\n]{{0,40}}?(?:编制|编写|撰写|形成)"
        ),
        // 全文包括青河县水利局政府信息公开总体情况….
        format!("(?:全文|内容|报告|编制，)(?:包括|涵盖)了?(?:20[0-9]{{2}}年度?)?{NAME}{AS}(?:20[0-9]{{2}}年度?)?{OPEN}(?:工作)?(?:总体|基本)?(?:情况|工作)"),
    ];
    patterns.map(|pattern| Regex::new(&pattern).expect("the pattern is well formed"))
});

/// Characters behind a name within which the sentence must speak of a report.
const NEAR: usize = 100;

/// Who made the report, as a sentence says it, else whom its first sentence is about.
pub(super) fn named(head: &str) -> Option<String> {
    in_sentences(head).or_else(|| opening(head))
}

/// Who the text says made the report.
fn in_sentences(head: &str) -> Option<String> {
    SENTENCES.iter().enumerate().find_map(|(nth, pattern)| {
        let mut found = pattern.captures_iter(head).filter_map(|captures| captures.get(1));
        found
            .find(|name| {
                let (before, behind) = (&head[..name.start()], &head[name.end()..]);
                let name = shared(name.as_str(), behind);
                let report = || behind.chars().take(NEAR).any(|c| c == '报');
                let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
                let own = sentence.split('，').any(|clause| clause.starts_with('本'));
                let of_report = own && sentence.contains('报') && sentence.ends_with(['由', '系', '是', '为']);
                if nth >= OF_REPORT {
                    return (placed(&name) || is_township(&name)) && (before.contains('报') || report());
                }
                is_name(&name) && (of_report || report())
            })
            .map(|name| {
                let name = shared(name.as_str(), &head[name.end()..]);
                summed_up(head, &name).unwrap_or_else(|| bureau(&name).to_owned())
            })
    })
}

/// A name whose last word the words behind it begin with: 青河镇人民政府信息公开.
fn shared<'a>(name: &'a str, behind: &str) -> Cow<'a, str> {
    if name.ends_with("人民") && behind.starts_with("政府") { format!("{name}政府").into() } else { name.into() }
}

/// Whether words are the full name of a town's government, or of a street's office, without its region.
fn is_township(name: &str) -> bool {
    let full = ["镇人民政府", "乡人民政府", "苏木人民政府", "街道办事处"].iter().any(|end| name.ends_with(end));
    is_name(name) && (full || ["街道", "镇", "乡"].iter().any(|end| name.ends_with(end)) && is_town(name))
}

/// The bureau whose own office is named: 海南省地震局办公室; the town whose: 青河镇人民政府党政办公室. The offices of other
/// governments and of commissions are organs.
fn bureau(name: &str) -> &str {
    let inside =
        ["办公室", "综合办公室", "政务公开办公室", "综合处", "秘书处", "党政办公室", "党政办", "党政综合办公室"];
    let outer = |outer: &&str| outer.ends_with(['局', '厅']) || name::kind(outer) == Some(super::OrganKind::Township);
    let outer = inside.iter().find_map(|office| name.strip_suffix(office).filter(outer));
    outer.filter(|outer| is_name(outer)).unwrap_or(name)
}

/// How the first sentence of a report says what its organ did: 2020年，青河县水利局认真贯彻….
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:(?:20[0-9]{{2}}|本)年(?:1月1日[至到]20[0-9]{{2}}年12月31日[止间]?|度)?(?:以?来)?，?)?{NAME}(?:（[^）\n]{{2,20}}）)?(?:根据|按照|依照|进一步|认真|严格|不断|着力|大力|聚焦|主动|深入|坚持|高度重视|切实|全面|紧紧|紧扣|积极|始终|继续|扎实|持续|以习近平|共主动)"
    ))
    .expect("the pattern is well formed")
});

/// Lines at the beginning of a text, or from its first heading on, that may open the report.
const OPENS: usize = 3;

/// Characters of a heading in front of a sentence, at most.
const HEADING: usize = 16;

/// The organ that the first sentence of the report is about, where it says its region.
fn opening(head: &str) -> Option<String> {
    let heading = head.lines().position(|line| line.starts_with("一、"));
    let first = head.lines().take(heading.map_or(OPENS, |heading| heading + OPENS));
    // （一）主动公开情况。2022年，青河县水利局全面….
    let behind = |line| {
        let (heading, behind) = str::split_once(line, '。')?;
        (heading.starts_with(['（', '(']) && heading.chars().count() <= HEADING).then_some(behind)
    };
    let parts = first.flat_map(|line| [Some(line), behind(line), behind_clauses(line)]).flatten();
    parts.filter_map(|line| OPENING.captures(line)?.get(1)).find_map(|found| {
        let name = found.as_str();
        let zone = || name.ends_with("管委会") || name.ends_with("管理委员会");
        let shortly = || is_name(name) && zone() && division::short_at_start(name).is_some();
        (placed(name) || is_township(name) || shortly() || is_in_zone(name)).then(|| name.to_owned())
    })
}

/// What follows the clauses in front of whom a sentence is about: 2024年，按照县委部署，….
fn behind_clauses(line: &str) -> Option<&str> {
    let year = line.strip_prefix("20").and_then(|rest| rest.get(2..)?.strip_prefix('年')).unwrap_or(line);
    let mut rest = year.trim_start_matches('，');
    for _ in 0..CLAUSES {
        let clause = ["按照", "根据", "遵照", "围绕", "在"].iter().any(|word| rest.starts_with(word));
        match rest.split_once('，').filter(|(before, _)| clause && !before.contains('。')) {
            Some((_, behind)) => rest = behind,
            None => break,
        }
    }
    (rest.len() < year.trim_start_matches('，').len()).then_some(rest)
}

/// Clauses in front of whom a sentence is about, at most.
const CLAUSES: usize = 3;

/// Whether words name a bureau of a zone: 东湖高新区卫生健康局.
fn is_in_zone(name: &str) -> bool {
    let zone =
        ["高新区", "经开区", "开发区", "新区"].iter().filter_map(|zone| Some((name.find(zone)?, zone.len()))).min();
    let inside = zone.filter(|(at, _)| *at > 0).map(|(at, length)| &name[at + length..]);
    is_name(name) && inside.is_some_and(|bureau| bureau.chars().count() > 2 && bureau.ends_with(['局', '委']))
}

/// Whether words are the name of an organ that says its region.
fn placed(name: &str) -> bool {
    is_name(name) && name::is_organ(name) && division::at_start(name, None).is_some()
}

/// Whom to ask about the report: 请与青河县水利局办公室联系.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:请与|请联系|可与|直接与|请向|请致电|联系)[：:]?([^，。；：:、《》（）()\n]{4,40}?)(?:联系|联络|咨询|反映|[，。（(\n])")
        .expect("the pattern is well formed")
});

/// Ends of an organ's name behind which its own offices are named, and how such an organ speaks of itself.
const ASKED: &[(&str, &[&str])] = &[
    ("局", &["我局", "本局", "我分局", "分局"]),
    ("委", &["我委", "本委"]),
    ("委员会", &["我委", "本委", "管委会"]),
    ("管委会", &["我委", "管委会"]),
    ("厅", &["我厅", "本厅"]),
    ("署", &["我署"]),
    ("海关", &["我关", "本关"]),
    ("镇", &["我镇", "本镇", "镇政府", "全镇"]),
    ("镇人民政府", &["我镇", "本镇", "镇政府", "全镇"]),
    ("乡", &["我乡", "本乡", "乡政府", "全乡"]),
    ("乡人民政府", &["我乡", "本乡", "乡政府", "全乡"]),
    ("苏木", &["我苏木", "本苏木"]),
    ("苏木人民政府", &["我苏木", "本苏木"]),
    ("支队", &["我支队", "支队"]),
    ("大队", &["我大队", "大队"]),
    ("调查队", &["我队"]),
    ("调查总队", &["总队"]),
    ("街道", &["我街道", "本街道", "我街", "年街道"]),
    ("街道办事处", &["我街道", "本街道", "我街", "我处", "我办", "年街道"]),
];

/// How others speak of themselves, for whom such an organ may only answer.
const OTHERS: &[&str] = &["我校", "我院", "我中心", "我站", "我所", "我馆", "我司", "我办"];

/// How a division speaks of itself.
const DIVISIONS: &[&str] = &["我省", "我市", "我县", "我区", "我州", "我旗", "我盟"];

/// The organ that is to be asked about the report, if that is the one that reports: its name says its region, and the
/// text speaks of itself as of such an organ, or of this one as what acts, and of no other.
pub(super) fn contact(head: &str) -> Option<String> {
    let asked = CONTACT.captures_iter(head).filter_map(|captures| captures.get(1));
    asked.map(|found| found.as_str()).find_map(|asked| {
        let ends = asked.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        let mut named = ends.map(|end| &asked[..end]).filter_map(|name| {
            let (end, selves) = ASKED.iter().filter(|(end, _)| name.ends_with(end)).max_by_key(|(end, _)| end.len())?;
            // The general office of a ministry is within it.
            let within = name.strip_suffix("办公厅").is_some_and(national::is);
            (name.len() > end.len() && is_name(name) && !within).then_some((name, *selves))
        });
        if let Some(government) = compiled(head, asked) {
            return Some(government);
        }
        let (name, selves) = named.next()?;
        // 平湖水利局, in a text that names 平湖市.
        let shortly = || division::short_at_start(name).is_some_and(|(_, division)| head.contains(division.name));
        if division::at_start(name, None).is_none() && !national::is(name) && !shortly() && !is_town(name) {
            return None;
        }
        let says = |words: &[&str]| words.iter().any(|word| !selves.contains(word) && head.contains(word));
        let itself = selves.iter().any(|word| head.contains(word));
        // A bureau may say 我县 as well; a school's or a centre's report is not that of the bureau above it.
        let ministry = || national::is(name) && asked[name.len()..].starts_with("办公厅");
        let own = itself || !says(DIVISIONS) && (ministry() || acts(head, name));
        (own && !says(OTHERS)).then(|| name.to_owned())
    })
}

/// How governments call their sites, behind the name of the division.
const SITES: &[&str] = &[
    "人民政府门户网站",
    "政府门户网站",
    "人民政府网站",
    "政府网站",
    "人民政府网",
    "政府网",
    "政务公开网",
    "政府信息公开网",
];
/// Characters of the name of a division in front of that.
const SITED: usize = 12;
/// How often a government's report calls the division its own, at least.
const CALLED: usize = 2;

/// How organs that are no governments speak of themselves.
static ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[我本](?:局|委|厅|镇|乡|街|办|院|校|中心|站|队|所|馆|处|单位|部门|司|会|园区|开发区|管委|集团|公司)")
        .expect("the pattern is well formed")
});

/// The government of the one division whose site the text names and which it calls its own (我县), where nothing speaks as
/// another organ.
pub(super) fn governing(head: &str) -> Option<String> {
    let own = |word: &str| head.matches(word).count();
    let whole = DIVISIONS.iter().find(|word| own(word) >= CALLED)?;
    if ITSELF.is_match(head) {
        return None;
    }
    let mut found: Option<&str> = None;
    for at in SITES.iter().flat_map(|site| head.match_indices(site)).map(|(at, _)| at) {
        let starts = head[..at].char_indices().rev().take(SITED).map(|(start, _)| &head[start..at]);
        let whole =
            |words: &&str| division::at_start(words, None).is_some_and(|(region, _)| region.len() == words.len());
        // The longest name that is one: 榆林市吴起县.
        if let Some(region) = starts.filter(whole).last() {
            let longer = found.is_none_or(|known| region.ends_with(known));
            if !longer && !found.is_some_and(|known| known.ends_with(region)) {
                return None;
            }
            found = if longer { Some(region) } else { found };
        }
    }
    let rank = whole.chars().next_back()?;
    found.filter(|region| region.ends_with(rank)).map(|region| format!("{region}人民政府"))
}

/// A government whose office sums up what all below it reported: 汇总全市…编制.
static COMPILED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:汇总|综合)[^。\n]{0,16}(?:全[省市县区州旗盟]|各[市县区旗乡地]|政府所属|政府各)[^。\n]{0,60}编制")
        .expect("the pattern is well formed")
});

/// Words for all of a division.
const WHOLE: &[&str] = &["全省", "全市", "全县", "全区", "全州", "全旗", "全盟"];

/// A report made of those of all departments: 依据…以及全区各部门信息公开工作编制.
static OF_ALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("全[省市县区州旗盟]各(?:部门|单位)[^，。\n]{0,16}编制").expect("the pattern is well formed")
});

/// The government for which an office of its own answers, where the report is of the whole division.
fn compiled(head: &str, asked: &str) -> Option<String> {
    let (region, _) = division::at_start(asked, None)?;
    let office = asked[region.len()..].starts_with("人民政府") || asked[region.len()..].starts_with("政府");
    (office && COMPILED.is_match(head)).then(|| format!("{region}人民政府"))
}

/// The same where the text says that the office made the report: 由区政府办公室综合区政府所属各部门的报告编制.
fn summed_up(head: &str, office: &str) -> Option<String> {
    let Some(government) = ["政府办公室", "政府办公厅"].iter().find_map(|end| office.strip_suffix(end))
    else {
        // A bureau of a zone, for the zone.
        let zone = ["开发区", "高新区", "新区"].iter().find_map(|end| Some(office.find(end)? + end.len()));
        return zone.map(|end| &office[..end]).filter(|_| OF_ALL.is_match(head)).map(str::to_owned);
    };
    // 由区政府办公室汇总编制, in a report on 全区.
    let added = || {
        let behind = head.split_once(office).map_or("", |(_, behind)| behind);
        ["汇总编制", "汇总编写", "综合编制"].iter().any(|word| behind.starts_with(word))
            && WHOLE.iter().any(|word| head.contains(word))
    };
    (COMPILED.is_match(head) || added()).then(|| format!("{}人民政府", government.trim_end_matches("人民")))
}

/// Whether an organ, called with its region, by its rank or without, begins a sentence.
fn acts(head: &str, name: &str) -> bool {
    let shortly = || division::short_at_start(name).map_or("", |(rest, _)| &name[..name.len() - rest.len()]);
    let (rest, found) = division::prefix(name, None);
    let region = if found.is_empty() { shortly() } else { &name[..name.len() - rest.len()] };
    let bare = name.strip_prefix(region).filter(|bare| bare.chars().count() >= 3).unwrap_or(name);
    // 城关街道办事处 is 城关街道 for short.
    let street = bare.strip_suffix("办事处").filter(|street| street.ends_with("街道"));
    let bare = street.map_or(bare, |street| street.trim_start_matches("人民政府"));
    head.match_indices(bare).any(|(at, _)| {
        let before = &head[..at];
        let before = before.strip_suffix(region).unwrap_or(before);
        let before = before.strip_suffix(['省', '市', '县', '区', '州', '旗']).unwrap_or(before);
        before.ends_with(['，', '。', '\n', '年'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_name_the_organ() {
        let cases = [
            ("填报单位（盖章）：青河县水利局\n", Some("青河县水利局")),
            ("填报单位(盖章):青河县水利局填报日期：2017年1月", Some("青河县水利局")),
            ("编制单位：青河县水利局编制日期：2022年1月15日", Some("青河县水利局")),
            ("\n单位：青河县水利局（公章）", Some("青河县水利局")),
            ("单位：件\n填报单位：青河县水利局", Some("青河县水利局")),
            ("单位：（盖章）青河县水利局", Some("青河县水利局")),
            ("联系单位：青河县人民政府办公室，电话", None),
            ("计量单位：青河县水利局", None),
            ("填报单位：本单位\n", None),
            ("单位：万元", None),
        ];
        for (text, expected) in cases {
            assert_eq!(labelled(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_line_beside_the_title_names_the_organ() {
        let found = |lines: &[&str], title: usize| {
            beside(&lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>(), title)
        };
        assert_eq!(found(&["2020年年报", "青河县水利局", "2021年1月"], 0).as_deref(), Some("青河县水利局"));
        assert_eq!(found(&["2020年年报", "（水利局）"], 0).as_deref(), Some("水利局"));
        assert_eq!(found(&["（青河县水利局）", "2020年年报"], 1).as_deref(), Some("青河县水利局"));
        assert_eq!(found(&["青河县水利局", "2020年年报", "水利局"], 1), None, "what stands there may be a link");
    }

    #[test]
    fn sentences_name_the_organ() {
        let cases = [
            ("本报告由青河县水利局编制。", Some("青河县水利局")),
            ("本报告根据《条例》，由青河县水利局综合各科室情况编制而成。", Some("青河县水利局")),
            ("青河县水利局依据《条例》编制2020年度报告，全文六部分。", Some("青河县水利局")),
            ("本报告是青河县水利局根据《条例》要求编制的2020年度报告。", Some("青河县水利局")),
            ("现将青河县水利局（以下简称我局）2020年度工作情况报告如下", Some("青河县水利局")),
            ("根据《条例》要求，青河县水利局编制了2020年度报告。", Some("青河县水利局")),
            ("根据《条例》要求，我局编制了2020年度报告。", None),
            ("按照《条例》要求，青河县水利局认真组织编制了2020年度报告。", Some("青河县水利局")),
            ("本年度报告系青河县水利局按照《条例》编制。", Some("青河县水利局")),
            ("根据《条例》，现对青河县水利局2020年报告予以公布。", Some("青河县水利局")),
            ("由青河县水利局牵头，全县防汛。", None),
            ("由青河县水利局（以下简称水利局）编制，全文六部分。本报告…", Some("青河县水利局")),
            ("依照条例，特发布《青河县水利局2020年政府信息公开工作年度报告》。", Some("青河县水利局")),
            ("本报告由青河县水利局办公室编制。", Some("青河县水利局")),
            ("本报告由青河县人民政府办公室编制。", Some("青河县人民政府办公室")),
            ("本年报根据2023年青河县水利局信息公开工作实际编制而成。", Some("青河县水利局")),
            ("结合2023年青河县水利局政府信息公开工作实际，编制发布本报告。", Some("青河县水利局")),
            ("全文包括青河县水利局政府信息公开总体情况等六部分。本报告…", Some("青河县水利局")),
            ("根据《条例》，青河县水利局就2020年政府信息公开情况报告如下。", Some("青河县水利局")),
            ("根据《条例》，我局现将2020年政府信息公开情况报告如下。", None),
            ("结合青河县政府信息公开工作实际编制本报告。", None),
            ("根据江苏省政府信息公开工作有关要求编制本报告。", None),
            ("根据《条例》要求，青河经济技术开发区整理一年公开情况编写本报告。", Some("青河经济技术开发区")),
        ];
        for (text, expected) in cases {
            assert_eq!(in_sentences(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_first_sentence_is_about_the_organ() {
        let cases = [
            ("2024年，青河县水务集团有限公司严格贯彻落实条例。", Some("青河县水务集团有限公司")),
            ("一、总体情况\n2024年，青河县水利局（以下简称县水利局）坚持公开。", Some("青河县水利局")),
            ("一、总体情况\n2024年，在青河县委领导下，我局认真落实条例。", None),
            ("一、总体情况\n（一）主动公开情况。2024年青河县水利局全面公开。", Some("青河县水利局")),
            ("一、总体情况\n（一）主动公开情况。2024年水利局全面公开。", None),
            ("2024年，按照县委部署，在县水利局指导下，青河县青河镇认真落实条例。", Some("青河县青河镇")),
            ("2024年，青河县水利局根据《条例》公开信息。", Some("青河县水利局")),
            ("2024年，青河高新区卫生健康局进一步健全制度。", Some("青河高新区卫生健康局")),
            ("2024年，高新区卫生健康局进一步健全制度。", None),
            ("2024年，全市水利系统认真落实条例。", None),
            ("2024年，水利局认真落实条例。", None),
            ("收到申请后，青河县水利局认真答复。", None),
        ];
        for (text, expected) in cases {
            assert_eq!(opening(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn whom_to_ask_is_the_organ_where_the_text_speaks_as_it() {
        let cases = [
            ("如有疑问，请与青河县水利局办公室联系（电话：0000）。我局重视公开。", Some("青河县水利局")),
            ("请联系：青河县水利局信息股，电话0000。2020年，县水利局公开12条。", Some("青河县水利局")),
            ("请与青河县青河镇党政办公室联系。全镇公开12条。", Some("青河县青河镇")),
            ("请与平湖市公安局当湖分局指挥室联系。分局公开12条。", Some("平湖市公安局当湖分局")),
            ("汇总全县各部门年报编制而成。请与青河县人民政府办公室联系。", Some("青河县人民政府")),
            ("请与青河县水利局办公室联系。公开12条。", None),
            ("请与青河县教育局办公室联系。我校公开12条。", None),
            ("请与青河县教育局办公室联系。我县公开12条。县教育局完成任务。", None),
            ("请与青河县人民政府办公室联系。我县公开12条。", None),
            ("请与水利局办公室联系。我局公开12条。", None),
            ("请与海关总署办公厅政务公开处联系（地址：北京市）。全国海关公开12条。", Some("海关总署")),
            ("请与海关总署办公厅政务公开处联系（地址：北京市）。我市公开12条。", None),
            ("请与青河县青河镇街道办事处联系。2021年街道公开12条。", Some("青河县青河镇街道办事处")),
        ];
        for (text, expected) in cases {
            assert_eq!(contact(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_site_of_the_own_division_is_that_of_its_government() {
        let site = "报告可在平湖市人民政府门户网站下载。";
        let cases = [
            ("2023年，我市公开12条。我市未收到申请。", Some("平湖市人民政府")),
            ("2023年，我市公开12条。", None),
            ("2023年，我市公开12条。我市未收到申请。我局重视公开。", None),
            ("2023年，我县公开12条。我县未收到申请。", None),
            ("2023年，我市公开12条。我市未收到申请。详见嘉兴市人民政府网站。", None),
        ];
        for (text, expected) in cases {
            assert_eq!(governing(&format!("{site}{text}")).as_deref(), expected, "{text}");
        }
    }
}
