//! Titles of reports: the organ and the year that a line names.
//!
//! A line comes in, a [`Title`] goes out. Sentences that announce a report (现公布…, 由…编制的…, 根据…规定，…) name an organ
//! too: what only announces is cut away, and what is left must be a name, or there is none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{division, name, national};
use crate::script::{self, blank, simplified};

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Title {
    /// The line or lines, without blanks.
    pub text: String,
    /// The organ that the words before 政府信息公开 name; empty where they name none.
    pub organ: String,
    pub year: Option<u16>,
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:政府信息和政务公开|政府信息与政务公开|政务信息公开|政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:[（(]?20[0-9]{2}年?[)）]?)?(?:年度|度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报|(?:年度)?总结报告|报告)",
    )
    .expect("the pattern is well formed")
});

/// The title of the statistics sheet of the years before 2019.
static SHEET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:基本)?(?:情况)?(?:年度)?统计(?:报)?表")
        .expect("the pattern is well formed")
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[（(]?(20[0-9]{2}|二[〇○零0ＯOo][一二三四五六七八九〇○零]{2})年?(?:度)?[)）]?")
        .expect("the pattern is well formed")
});

/// A school's year: 2020-2021学年.
static SCHOOL_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("20[0-9]{2}(?:年|学年)?[-—－–~～至](20[0-9]{2})学?年度?").expect("the pattern is well formed")
});

/// What a name is called from here on: 青河县水利局（以下简称县水利局）2020年….
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[（(](?:以下)?(?:统一)?简称[^（）()]{1,24}[）)]").expect("the pattern is well formed")
});

/// What follows a year that belongs to a day: 2022-01-20, 2022年1月.
static OF_A_DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(?:[-./][0-9]|年?[0-9]{1,2}月)").expect("the pattern is well formed"));

/// Words that only announce a report or say who made it; what they announce stands behind them.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:(?:现|特|谨|兹|特此)?(?:予以)?(?:向(?:社会|公众|全社会)(?:各界)?)?(?:公布|公告|通报|印发|转发|呈报|上报|报送)(?:了|出|如下)?",
        "|(?:现|特|谨|兹)?向(?:社会|公众|全社会)(?:各界)?(?:公开|发布|报告)?",
        "|(?:特|现|予以)(?:公开|发布|报告)|[现特兹谨](?:将|就|对|把)|关于",
        "|(?:要求|规定|精神|部署|安排|通知)(?:的)?(?:，|,)?",
        "|(?:下面|以下|下列)(?:是|为|系)",
        "|(?:^|[，,]|梳理|综合|组织|[特现已并]|要求|规定)(?:编制|制作|编写|撰写)(?:完成|形成)?(?:了|并公布|并发布)?",
        "|(?:本|该)?(?:年度)?(?:报告|年报)(?:是|系|为|由)?)"
    ))
    .expect("the pattern is well formed")
});

/// Who made it, behind the name: 由…（负责）编制的.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:现|特)?(?:负责|组织|牵头|统一|会同)?(?:编制|编写|撰写|制作|起草|汇总|形成|发布)(?:完成|形成)?(?:并)?(?:的|了|本)?$")
        .expect("the pattern is well formed")
});

/// The same report's words in talk about reports, not at the head of one.
const TALK: &[&str] = &[
    "编制",
    "的编制",
    "撰写",
    "的撰写",
    "格式",
    "模板",
    "填报",
    "报送",
    "考核",
    "工作的",
    "编写",
    "内容",
    "制度",
    "有关事项",
];

/// Longest stretch before the words of the title that may name organ and year, in characters.
const HEAD: usize = 60;

/// What pages print before a title that it is.
const LABELS: &[&str] = &["标题", "信息名称", "文件名称", "公文名称", "名称"];

/// Links to other pages, which print their titles.
const LINKS: &[&str] =
    &["上一篇", "下一篇", "上一条", "下一条", "上一个", "下一个", "前一篇", "后一篇", "上篇", "下篇", "相关"];

/// Characters of 第二十一条, at most.
const ARTICLE: usize = 6;

/// How the names of files end that stand as titles.
const FILES: &[&str] = &[".docx", ".doc", ".pdf", ".wps", ".ofd"];

/// Reads the title of a report out of a line; blanks do not matter.
pub(super) fn title(line: &str) -> Option<Title> {
    // What every title has (报 is the only one of the two that is written otherwise anywhere): most lines are told by it.
    if !(line.contains('公') && line.contains(['报', '報'])) {
        return None;
    }
    let mut text = plain(line);
    if let Some(label) = LABELS.iter().find(|label| text.starts_with(*label)) {
        text.drain(..label.len());
    }
    // An article of a rule speaks of reports.
    if text.starts_with('第') && text.chars().take(ARTICLE).any(|c| c == '条') {
        return None;
    }
    // The name of a file, the end of a row.
    let end = text.trim_end_matches(['|', '\u{ff5c}']);
    let end = FILES.iter().find_map(|file| end.strip_suffix(file)).unwrap_or(end).len();
    text.truncate(end);
    if text.contains("简称") {
        text = CALLED.replace_all(&text, "").into_owned();
    }
    if LINKS.iter().any(|link| text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(link)) {
        return None;
    }
    let talk = |end: usize| TALK.iter().any(|word| text[end..].starts_with(word));
    let mut titles = TITLE.find_iter(&text).filter(|found| !talk(found.end())).map(|found| read(&text, found.range()));
    let Some(first) = titles.next() else {
        let found = TITLE.find(&text)?;
        let year = YEAR.captures_iter(&text[..found.start()]).last().and_then(|captures| year_of(&captures[1]));
        // A sentence about the form of reports is no title.
        let text = if is_sentence(&text) { String::new() } else { text };
        return Some(Title { organ: String::new(), year, text });
    };
    // 【政府信息公开年报】青河县水利局2020年…: the column's words come before the title's.
    let named = if first.organ.is_empty() { titles.find(|title| !title.organ.is_empty()) } else { None };
    Some(named.unwrap_or(first))
}

/// Reads the title of a statistics sheet out of a line.
pub(super) fn of_sheet(line: &str) -> Option<Title> {
    let text = plain(line);
    let found = SHEET.find(&text)?.range();
    Some(read(&text, found))
}

/// A line without blanks, in simplified characters and plain digits.
fn plain(line: &str) -> String {
    let plain = |c: char| script::fold_char(c).filter(char::is_ascii_alphanumeric).unwrap_or(simplified(c));
    script::unsounded(line).chars().filter(|&c| !blank(c) && !script::invisible(c)).map(plain).collect()
}

/// Marks behind which a title starts on run-together pages.
const MARKS: &[char] =
    &['。', '：', ':', '>', '》', '，', '；', '|', '】', '-', '—', '_', '”', '/', '\\', '\u{ff5c}', '－'];

/// The organ and the year that stand around the words of a title.
fn read(text: &str, found: Range<usize>) -> Title {
    let (before, behind) = (&text[..found.start], &text[found.end..]);
    let school_year = SCHOOL_YEAR.captures(before);
    let without = school_year.as_ref().map(|_| SCHOOL_YEAR.replace(before, "").into_owned());
    let before = without.as_deref().unwrap_or(before);
    let mark = before.rfind(MARKS);
    let mut head = mark.map_or(before, |mark| before[mark..].trim_start_matches(MARKS));
    let count = head.chars().count();
    if count > HEAD {
        head = &head[head.char_indices().nth(count - HEAD).map_or(0, |(at, _)| at)..];
    }
    let number = script::enumerator(head).filter(|found| found.set_off(&['、', '.'])).map_or(0, |found| found.end);
    let head = head[number..].trim_start_matches(|c: char| c.is_ascii_digit() && !head.starts_with("20"));
    let (words, year) = match YEAR.captures_iter(head).last() {
        Some(captures) => {
            let whole = captures.get(0).map_or(0..0, |whole| whole.range());
            let (named, topic) = (&head[..whole.start], &head[whole.end..]);
            // 平湖海关2020年海关信息公开…: what is made open is called once more.
            let topic = if named.contains(topic) { "" } else { topic };
            (format!("{named}{topic}"), year_of(&captures[1]))
        }
        None => (head.to_owned(), None),
    };
    let year = year.or(school_year.and_then(|captures| year_of(&captures[1])));
    let year = year.or_else(|| year_in(&text[found.start..]));
    let (mut words, set) = (words, set_behind(behind).unwrap_or_default());
    if words.ends_with("人民") && text[found.start..].starts_with("政府") {
        // 双牌镇人民政府信息公开年度报告: two words share one.
        words.push_str("政府");
    }
    let mut organ = organ_in(&words);
    // 青河县2020年…报告（县水利局）: the organ of the division, in brackets behind.
    let inside = inside_division(organ, set, behind);
    if let Some(inside) = &inside {
        organ = inside;
    }
    if organ.is_empty() {
        organ = mark.and_then(|mark| set_before(&before[..mark], &before[mark..])).unwrap_or_default();
    }
    if organ.is_empty() {
        organ = set;
    }
    let alone = !is_sentence(text) && text.char_indices().nth(HEAD + HEAD / 2).is_none();
    let printed = if alone { text } else { inside_sentence(text, organ, &found) };
    Title { organ: organ.to_owned(), year, text: printed.to_owned() }
}

/// Whether a line goes on in sentences: a title alone does not.
fn is_sentence(text: &str) -> bool {
    text.contains(['。', '，', ',', '；', ';'])
}

/// The title that a sentence holds (…现公布青河县水利局2020年…报告。本报告…), from its organ or year on.
fn inside_sentence<'a>(text: &'a str, organ: &str, found: &Range<usize>) -> &'a str {
    let before = &text[..found.start];
    let clause = before
        .rfind(['。', '，', ',', '；', ';', '：', ':', '》', '《'])
        .map_or(0, |mark| mark + before[mark..].chars().next().map_or(1, char::len_utf8));
    let clause = &before[clause..];
    let named = if organ.is_empty() { None } else { clause.rfind(organ) };
    let dated = YEAR.find_iter(clause).last().map(|year| year.start());
    // A year that stands apart from the organ belongs to something else.
    let dated = dated.filter(|&year| named.is_none_or(|organ| year > organ || year + "2020年度".len() >= organ));
    let start = named.into_iter().chain(dated).min().unwrap_or(clause.len());
    let behind = &text[found.end..];
    let year = YEAR.find(behind).filter(|year| year.start() == 0 && behind.starts_with(['（', '(']));
    &text[found.start - (clause.len() - start)..found.end + year.map_or(0, |year| year.end())]
}

/// The first year of a text that is not part of a day.
fn year_in(text: &str) -> Option<u16> {
    YEAR.captures_iter(text).find_map(|captures| {
        let year = captures.get(1)?;
        (!OF_A_DAY.is_match(&text[year.end()..])).then(|| year_of(year.as_str()))?
    })
}

/// An organ set off before a title: `青河县水利局：2020年…`, `青河县水利局 | 2020年…`. The sites of governments set their own
/// names so.
fn set_before<'a>(before: &'a str, mark: &str) -> Option<&'a str> {
    let firm = mark.starts_with(['：', ':', '】', '—']);
    if !firm && !mark.starts_with(['|', '\u{ff5c}', '-', '_', '－']) {
        return None;
    }
    let start = before.rfind(|c: char| MARKS.contains(&c) || matches!(c, '【' | '[' | '“'));
    let name = trim(&before[start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]);
    (name::is_name(name) && !starts_with_talk(name) && (firm || !is_site(name))).then_some(name)
}

/// An organ set off behind a title: `…报告（青河县水利局）`, `…报告-青河县水利局-…`.
fn set_behind(behind: &str) -> Option<&str> {
    if let Some(inside) = behind.strip_prefix(['（', '(']) {
        let name = &inside[..inside.find(['）', ')'])?];
        return name::is_name(name).then_some(name);
    }
    let mut parts = behind.split(MARKS);
    // What touches the title goes on with it.
    if !parts.next()?.is_empty() {
        return None;
    }
    parts.find(|part| name::is_organ(part) && name::is_name(part) && !is_site(part) && !starts_with_talk(part))
}

/// The organ in brackets behind the title of a division: its own government is not meant.
fn inside_division(division: &str, organ: &str, behind: &str) -> Option<String> {
    let last = division.chars().next_back().filter(|last| "市县区旗州盟省".contains(*last))?;
    if !behind.starts_with(['（', '(']) || !name::is_organ(organ) || is_site(organ) {
        return None;
    }
    let own = division::at_start(organ, None).is_some();
    Some(if own { organ.to_owned() } else { format!("{division}{}", organ.strip_prefix(last).unwrap_or(organ)) })
}

/// Whether a name may be that of the government whose site it is.
fn is_site(name: &str) -> bool {
    name.ends_with("政府") || name.ends_with(['市', '县', '区', '省', '州', '盟', '旗', '网', '站', '台'])
}

/// The organ that the words before a title name, without what announces it; empty where they name none.
fn organ_in(words: &str) -> &str {
    let words = trim(words);
    if name::is_name(words) && !starts_with_talk(words) {
        return words;
    }
    let made = MADE.find(words).map_or(words, |found| trim(&words[..found.start()]));
    let (before, behind) = match ANNOUNCED.find_iter(made).last() {
        Some(found) => (trim(made[..found.start()].trim_end_matches("关于")), trim(&made[found.end()..])),
        None => (made, made),
    };
    // 青河县水利局现将（2020年）…: who announces stands before the words that do.
    let named = if behind.is_empty() { before } else { behind };
    let named = named.strip_prefix('由').unwrap_or(named);
    // …规定要求,编制青河县水利局2020年…: but 编制委员会 is called so.
    let named = named.strip_prefix("编制").filter(|rest| !rest.starts_with('委')).unwrap_or(named);
    if name::is_name(named) && !starts_with_talk(named) {
        return named;
    }
    // …有关规定青河县水利局: the name starts with its region, or is one that everybody knows.
    let starts = made.char_indices().map(|(at, _)| at).skip(1);
    let mut inside = starts.map(|at| &made[at..]).filter(|rest| name::is_name(rest) && !starts_with_talk(rest));
    let known = inside.find(|rest| division::at_start(rest, None).is_some() || national::listed_at(rest));
    known.filter(|known| announces(&made[..made.len() - known.len()])).unwrap_or("")
}

/// Whether the words before a name announce it: anything else makes the name a part of something.
fn announces(words: &str) -> bool {
    // Stray letters and marks are no words.
    if words.is_ascii() {
        return true;
    }
    [
        "由", "将", "就", "对", "把", "为", "是", "系", "布", "告", "发", "于", "定", "求", "报", "神", "的", "据",
        "照", "附", "件",
    ]
    .iter()
    .any(|end| words.ends_with(end))
}

/// A name that starts like talk (由…, 将…) unless a division is called so (将乐县).
fn starts_with_talk(name: &str) -> bool {
    name.starts_with(['由', '将', '为', '就', '对', '把', '按', '据', '现', '特', '是', '系', '和', '与', '及'])
        && division::at_start(name, None).is_none()
        && !["现代", "特种", "特殊", "对外", "就业", "系统", "与"].iter().any(|word| name.starts_with(word))
        && !is_town(name)
}

/// Whether a name begins with that of a town or street that there is: 和平街道办事处.
pub(super) fn is_town(name: &str) -> bool {
    let ends = ["街道", "镇", "乡"].into_iter().filter_map(|end| name.find(end).map(|at| at + end.len()));
    ends.min().is_some_and(|end| !division::counties_of_town(&name[..end], None).is_empty())
}

/// What pages say in brackets that they are, in front of a title.
const TAGS: &[&str] = &["图解", "一图读懂", "图文", "文字版", "文字解读", "转载", "原创", "置顶", "最新", "新"];

/// Marks and small words around a name.
fn trim(words: &str) -> &str {
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '（' | '('));
    // What sort of page it is, in brackets: （图解）, (文字版).
    let tag = TAGS.iter().find_map(|tag| words.strip_prefix(['（', '('])?.strip_prefix(tag)?.strip_prefix(['）', ')']));
    let words =
        tag.unwrap_or(words).trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '（' | '）' | '(' | ')'));
    let words = ["关于", "附件", "全文", "上年度", "本年度", "公报标题"]
        .iter()
        .chain(LABELS)
        .fold(words, |words, word| words.trim_start_matches(word));
    let words = words.trim_end_matches('的');
    let words = ["年度", "上年度", "全年", "本级", "（本级）", "(本级)", "（本级机关）", "(本级机关)"]
        .iter()
        .fold(words, |words, word| words.trim_end_matches(word));
    // The offices of a government report for it.
    let words = words.strip_suffix("机关").filter(|government| government.ends_with("人民政府")).unwrap_or(words);
    // A customs house reports for its district.
    words.strip_suffix("关区").filter(|house| house.ends_with("海关")).unwrap_or(words)
}

/// The year that is all of a line: （二〇二一年度）.
pub(super) fn lone_year(line: &str) -> Option<u16> {
    let captures = YEAR.captures(line)?;
    if captures[0].len() == line.len() { year_of(&captures[1]) } else { None }
}

/// A year in Arabic or Chinese digits.
pub(super) fn year_of(text: &str) -> Option<u16> {
    let mut digits = text.chars().map(|c| match c {
        '0'..='9' => Some(c as u16 - '0' as u16),
        // Letters that look like a zero.
        'Ｏ' | 'O' | 'o' => Some(0),
        _ => script::digit(c).map(|digit| digit as u16),
    });
    let year = digits.try_fold(0_u16, |year, digit| year.checked_mul(10)?.checked_add(digit?))?;
    (2000..2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words before the title's own, and the organ that they name.
    const HEADS: &[(&str, &str)] = &[
        ("淄博市张店区水利局2020年", "淄博市张店区水利局"),
        ("2019 年上海市某某局", "上海市某某局"),
        ("关于青河县2022年", "青河县"),
        ("当前位置：首页 > 年报 > 青河县财政局2018年度", "青河县财政局"),
        ("根据《中华人民共和国政府信息公开条例》的规定，现公布青河县人民政府2020年度", "青河县人民政府"),
        ("根据《条例》要求，特向社会公布青河县水利局2020年", "青河县水利局"),
        ("根据《条例》，现向社会公开青河县教育局2021年", "青河县教育局"),
        ("本年报是根据县政府信息公开工作规定有关要求，由青河县水利局编制的2020年度", "青河县水利局"),
        ("由平湖市民政局负责编制的2020年度", "平湖市民政局"),
        ("现将青河县水利局2020年", "青河县水利局"),
        ("现将2020年度青河县城关镇", "青河县城关镇"),
        ("根据工作要求现就青河县司法局2020年", "青河县司法局"),
        ("青河县水利局现将2020年", "青河县水利局"),
        ("青河县水利局向社会公布2020年", "青河县水利局"),
        ("青河县水利局关于2020年", "青河县水利局"),
        ("青河县水利局关于公布2020年", "青河县水利局"),
        ("青河县人民政府关于印发青河县水利局2020年", "青河县水利局"),
        ("按照省市有关规定青河县水利局2020年", "青河县水利局"),
        ("现公布海关总署2020年", "海关总署"),
        ("将乐县人民政府2020年", "将乐县人民政府"),
        ("现将将乐县2020年", "将乐县"),
        ("本溪市水利局2020年", "本溪市水利局"),
        ("青河县现代农业发展中心2020年", "青河县现代农业发展中心"),
        ("中共青河县委机构编制委员会办公室2020年", "中共青河县委机构编制委员会办公室"),
        ("青河县水利局（本级）2020年", "青河县水利局"),
        ("（2020年度）青河县水利局", "青河县水利局"),
        ("（图解）青河县水利局2020年", "青河县水利局"),
        ("]0;X[31m青河县水利局2020年", "青河县水利局"),
        ("现公布青河县水利局（以下简称县水利局）2020年", "青河县水利局"),
        ("以下是青河县水利局2020年", "青河县水利局"),
        ("下面为青河县水利局2020年", "青河县水利局"),
        ("青河县城关镇人民", "青河县城关镇人民政府"),
        ("某县水利局2020年", ""),
        ("某某局2020年", ""),
        ("我局现将2020年", ""),
        ("现将我局2020年", ""),
        ("现公布本单位2020年度", ""),
        ("特向社会公布本机关2020年", ""),
        ("我镇2020年", ""),
        ("本局2020年", ""),
        ("我市2020年", ""),
        ("政府", ""),
        ("人民政府2020年", ""),
        ("镇人民政府2020年", ""),
        ("根据有关规定编制2020年", ""),
        ("按照《青河县人民政府办公室关于做好2020年", ""),
        ("青河县人民政府办公室关于做好2020年", ""),
        ("为进一步做好2020年", ""),
        ("各部门2020年", ""),
        ("", ""),
    ];

    #[test]
    fn only_names_are_taken_for_names() {
        for (head, organ) in HEADS {
            let found = title(&format!("{head}政府信息公开工作年度报告")).map(|title| title.organ);
            assert_eq!(found.as_deref(), Some(*organ), "{head}");
        }
    }

    #[test]
    fn years_stand_before_or_inside() {
        let cases = [
            ("平湖市二〇二一年度政府信息公开工作年度报告", "平湖市", Some(2021)),
            ("青河县财政局政府信息公开2017年度报告", "青河县财政局", Some(2017)),
            ("青河县财政局2018年度信息公开年报", "青河县财政局", Some(2018)),
            ("政府信息公开工作年度报告", "", None),
        ];
        for (line, organ, year) in cases {
            let found = title(line).map(|title| (title.organ, title.year));
            assert_eq!(found, Some((organ.to_owned(), year)), "{line}");
        }
    }

    #[test]
    fn talk_of_reports_names_nobody() {
        assert_eq!(title("关于召开政务公开工作会议的通知"), None);
        assert_eq!(title("上一篇：青河县民政局2020年政府信息公开工作年度报告"), None);
        for line in ["做好青河县2020年政府信息公开工作年度报告编制工作", "青河县政府信息公开工作年度报告格式如下"]
        {
            assert_eq!(title(line).map(|title| title.organ).as_deref(), Some(""), "{line}");
        }
    }
}
