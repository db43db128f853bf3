//! Documents that are no report: which kind each is, so that a researcher knows what to fetch instead.

use crate::document::{Block, Document, Role};
use crate::organ::Identity;
use crate::script::{Level, blank, enumerator, simplified, unsounded};

/// Words in a title that no report carries, with the kind that they give away.
const TITLES: &[(&str, &[&str])] = &[
    ("blank_form", &["格式模板", "模板", "样表", "空表", "范文", "范本"]),
    ("notice", &["关于做好", "关于编制", "关于报送", "关于印发", "关于公布", "的通知", "的函", "通报", "公告"]),
    ("comparison", &["对比", "比对", "比较分析", "历年数据"]),
    ("work_summary", &["工作总结", "工作计划", "工作要点", "工作方案"]),
];
/// How the titles of letters about reports end.
const LETTERS: &[&str] = &["通知", "的函", "公告", "通报", "的意见", "的批复", "的请示", "方案", "的说明"];
/// A page with less text than this is a shell.
const SHELL: usize = 200;

/// The kind of document, when it is none of the reports that the program reads.
pub fn not_a_report(document: &Document, sections: &[String; 6], year: Option<u16>) -> Option<&'static str> {
    if is_comparison(document) {
        return Some("comparison");
    }
    if is_sample(document) {
        return Some("other");
    }
    let title = title(document);
    let told = sections.iter().filter(|text| !text.is_empty()).count();
    let report = told >= 2 || text_names_report(document);
    for (kind, words) in TITLES {
        if words.iter().any(|word| names(&title, word, report)) && !is_report_title(&title) {
            return Some(kind);
        }
    }
    let body: usize = characters(document, |role| matches!(role, Role::Body | Role::Heading | Role::Note));
    let links: usize = characters(document, |role| role == Role::Navigation);
    let pictures = document.blocks.iter().any(|block| matches!(block, Block::Picture(_)));
    if links > 300 && body < links && entries(document) >= 5 {
        return Some("list_page");
    }
    if told == 0 && is_list(document) {
        return Some("list_page");
    }
    if told == 0 && (is_news(document) || retells(&title)) || is_rule(document, told) {
        return Some("other");
    }
    if body < SHELL && !(is_report_title(&title) && (told >= 2 || tells(document))) {
        return if pictures { None } else { Some("shell_page") };
    }
    if told >= 2 || is_report_title(&title) || (year.is_some() && report) || tells_in_chapters(document) {
        return None;
    }
    if pictures && body < 2 * SHELL {
        return None;
    }
    Some("other")
}

/// Whether a word stands in one of the lines that may be titles. A sentence of what has sections of a report cites the letter
/// that asked for something, and is no title.
fn names(lines: &str, word: &str, report: bool) -> bool {
    lines.lines().any(|line| line.contains(word) && !(report && line.contains('。')))
}

/// Whether a document sets years side by side: its title says so. Its tables are those of no single filing.
pub fn is_comparison(document: &Document) -> bool {
    let mut titles: Vec<&str> = document.metadata.title.as_deref().into_iter().collect();
    titles.extend(first_lines(document));
    let compares = |text: &str| {
        let words = ["比对", "对比", "对照表", "对照（", "对照(", "比较"];
        words.iter().any(|word| text.contains(word)) || text.ends_with("对照")
    };
    let reports = |text: &str| {
        ["年报", "年度报告", "年度", "政务公开", "信息公开", "数据"].iter().any(|word| text.contains(word))
    };
    let over_years =
        |text: &str| text.contains("历年") && ["数据", "统计", "一览", "汇总"].iter().any(|word| text.contains(word));
    let sets_side_by_side = |text: &str| compares(text) || over_years(text);
    titles.iter().any(|text| sets_side_by_side(text) && reports(text) && !text.contains(['。', '，', '；']))
}

/// Whether tables without a figure are the official form itself rather than a report of nothing. However short it is, what
/// says that it is the report of an organ on a year is one.
pub fn is_blank_form(document: &Document, sections: &[String; 6], identity: &Identity) -> bool {
    let title = title(document);
    let told: usize = sections.iter().map(|text| text.chars().count()).sum();
    let is_report = || identity.organ.is_some() && identity.year.is_some() && text_names_report(document);
    title.contains("模板") || title.contains("样表") || told < SHELL && !is_report()
}

/// Titles and the first paragraphs, where a title stands in every layout.
fn title(document: &Document) -> String {
    let mut text = document.metadata.title.clone().unwrap_or_default();
    for line in first_lines(document) {
        text.push('\n');
        text.push_str(line);
    }
    words(&text)
}

/// A text in simplified characters, without what converters put behind them.
fn words(text: &str) -> String {
    unsounded(text).chars().map(simplified).collect()
}

/// The first paragraphs, as far as they may be titles.
fn first_lines(document: &Document) -> impl Iterator<Item = &str> {
    let first = document.paragraphs().filter(|p| matches!(p.role, Role::Body | Role::Heading)).take(3);
    first.filter(|p| p.text.chars().count() < 80).map(|p| p.text.as_str())
}

/// What a report is called.
const REPORTS: &[&str] = &["工作年度报告", "公开年度报告", "公开年报", "公开工作年报", "公开工作报告"];
/// Words behind which a line speaks of a report.
const ABOUT: &[&str] = &["通知", "模板", "解读", "图解", "一图读懂"];
/// What a page prints behind a title in the same line.
const BEHIND: &[&str] =
    &["发布", "来源", "信息来源", "日期", "时间", "字体", "字号", "浏览", "作者", "索引", "文章", "打印"];

/// Whether one of some lines is the title of a report, not one of what was done about reports.
fn is_report_title(lines: &str) -> bool {
    // `关于…年度报告的函` is a letter about a report.
    let letter = |line: &str| line.contains("关于") && LETTERS.iter().any(|kind| line.trim_end().ends_with(kind));
    if lines.lines().any(|line| letter(line) || about(line)) {
        return false;
    }
    lines.lines().any(is_title)
}

/// Whether a line ends with what a report is called, or goes on with what stands behind a title.
fn is_title(line: &str) -> bool {
    let whole = line.trim_end_matches(blank);
    // The words may be set apart by blanks.
    let compact: String = whole.chars().filter(|&c| !blank(c)).collect();
    REPORTS.iter().any(|word| {
        let Some((_, behind)) = compact.rsplit_once(word) else { return false };
        let apart = whole.split_once(word).is_some_and(|(_, behind)| behind.starts_with(blank));
        let mark = behind.starts_with(|c: char| !c.is_alphabetic() && !matches!(c, '》' | '、' | '，' | '。'));
        behind.is_empty() || mark || apart || BEHIND.iter().any(|word| behind.starts_with(word))
    })
}

/// Words with which a report speaks of itself.
const ITSELF: &[&str] = &["本报告", "本年报", "本年度报告", "报告如下", "汇报如下", "此报告"];

/// Words with which others tell of a report.
const OTHERS: &[&str] = &["记者", "报告显示", "年报显示", "本报讯", "本网讯", "据悉", "会员分享"];
/// What stands for a place in samples.
const PLACES: &[&str] = &["xx市", "xx 市", "XX市", "XX 市", "××市", "xx县", "xx 县", "XX县", "××县"];

/// How a guide or a rule speaks of itself.
const RULES: &[&str] = &["本指南", "本制度", "本办法", "本规定", "本目录"];

/// Whether a document is a guide to what is published, or a rule about it, whose articles may have headings like sections.
fn is_rule(document: &Document, told: usize) -> bool {
    let says = |own: &[&str]| document.paragraphs().take(30).any(|p| own.iter().any(|word| p.text.contains(word)));
    let article =
        |text: &str| text.starts_with('第') && text.chars().take(6).any(|c| c == '条') && !text.contains('项');
    let articles = || document.paragraphs().take(30).filter(|p| article(&p.text)).count();
    (told == 0 || articles() >= ARTICLES) && says(RULES) && !says(ITSELF)
}

/// Articles of a rule, at least.
const ARTICLES: usize = 3;

/// Whether the titles among some lines are all of what explains a report: 【文稿解读】…年度报告.
fn retells(lines: &str) -> bool {
    lines.lines().any(|line| about(line) && REPORTS.iter().any(|word| line.contains(word)))
        && !lines.lines().any(|line| is_title(line) && !about(line))
}

/// Whether a line speaks of a report.
fn about(line: &str) -> bool {
    line.contains('报') && ABOUT.iter().any(|word| line.contains(word))
}

/// Whether a text names no place where it speaks of its own again and again.
fn is_sample(document: &Document) -> bool {
    // The first byte of × is that of no Chinese character.
    let may = |text: &&str| [b'x', b'X', 0xC3].iter().any(|byte| text.as_bytes().contains(byte));
    let texts = document.paragraphs().take(30).map(|p| p.text.as_str()).filter(may);
    let places = |text: &str| PLACES.iter().map(|place| text.matches(place).count()).sum::<usize>();
    texts.map(places).sum::<usize>() >= 2
}

/// Whether others tell of a report, which does not speak itself.
fn is_news(document: &Document) -> bool {
    let says = |words: &[&str]| document.paragraphs().take(30).any(|p| words.iter().any(|word| p.text.contains(word)));
    says(OTHERS) && !says(ITSELF)
}

/// Words with which a report says what time its data are of.
const PERIOD: &[&str] = &["统计期限", "统计时限", "统计期间", "统计时间", "起止时间", "所列数据"];

/// What is counted in reports.
const COUNTED: &[char] = &['条', '件', '次', '份'];

/// Whether a sentence says how much was published or asked for, as no page does that only leads to a report.
fn tells(document: &Document) -> bool {
    let counts = |text: &str| {
        let mut behind = text.split_inclusive(|c: char| c.is_ascii_digit()).skip(1);
        behind.any(|rest| rest.starts_with(COUNTED))
    };
    let says = |text: &str| text.contains("未收到") || text.contains("没有收到") || counts(text);
    document.paragraphs().any(|p| p.role == Role::Body && p.text.contains('。') && says(&p.text))
}

/// What the chapters and sections of a report are about.
const TOPICS: [&[&str]; 8] = [
    &["总体情况", "总体工作情况", "概述"],
    &["主动公开"],
    &["依申请公开", "申请公开", "收到和处理", "公开申请"],
    &["信息管理"],
    &["平台建设", "公开平台", "公开渠道"],
    &["监督保障", "教育培训"],
    &["行政复议", "行政诉讼"],
    &["存在的问题", "存在问题", "主要问题", "存在的主要问题", "问题及改进", "不足"],
];
/// So many topics make a report of a text that says how much was published.
const TOLD: usize = 3;
/// Characters behind an ordinal among which a heading names its topic.
const HEADING: usize = 20;

/// Whether headings with ordinals are about what a report has chapters and sections for, and the text says how much was
/// published or asked for: a rule or a guide has such headings, and counts nothing.
fn tells_in_chapters(document: &Document) -> bool {
    let mut told = [false; TOPICS.len()];
    let mut public = false;
    for paragraph in document.paragraphs().filter(|p| matches!(p.role, Role::Body | Role::Heading)) {
        public |= paragraph.text.contains("公开") || paragraph.text.contains("公開");
        let Some(found) = enumerator(&paragraph.text).filter(|found| found.level != Level::Item) else { continue };
        let heading: String = paragraph.text[found.end..].chars().take(HEADING).map(simplified).collect();
        for (told, topic) in told.iter_mut().zip(TOPICS) {
            *told |= topic.iter().any(|word| heading.contains(word));
        }
    }
    public && told.iter().filter(|told| **told).count() >= TOLD && tells(document)
}

/// Whether the text says that it is a report.
fn text_names_report(document: &Document) -> bool {
    let first: Vec<String> = document.paragraphs().take(30).map(|p| words(&p.text)).collect();
    let says = |any: &[&str]| first.iter().any(|text| any.iter().any(|word| text.contains(word)));
    let names = |text: &String| {
        text.contains("政府信息公开") && text.contains("年度报告")
            || text.contains("年度政府信息公开") && text.contains("报告如下")
    };
    // 青河县水利局2023年政府信息公开工作年度报告，根据《条例》进行编制.
    let made = |text: &String| {
        let behind = REPORTS.iter().find_map(|word| text.split_once(word)).map_or("", |(_, behind)| behind);
        let sentence = behind.split('。').next().unwrap_or_default();
        sentence.starts_with([',', '，']) && sentence.contains("根据") && sentence.ends_with("编制")
    };
    let named = first.iter().any(names);
    // Of three signs two: it is named, it speaks of itself, it says what time its data are of. Letters ask for all that.
    let letter = || first.iter().any(|text| text.chars().count() < 80 && text.trim_end().ends_with("通知"));
    let itself = says(ITSELF) || first.iter().any(made) && !letter();
    named && itself || says(PERIOD) && (named || says(ITSELF)) && !letter()
}

fn characters(document: &Document, wanted: impl Fn(Role) -> bool) -> usize {
    document
        .paragraphs()
        .filter(|p| wanted(p.role))
        .map(|p| p.text.chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

/// Entries of a list, at least.
const LIST: usize = 5;

/// Whether a document lists reports: line after line names one, in paragraphs or in the rows of a table.
fn is_list(document: &Document) -> bool {
    let cells = document.grids().flat_map(|grid| &grid.cells).filter(|cell| names_report(&cell.text));
    entries(document) + cells.count() >= LIST
}

/// Paragraphs that each name a report: the entries of a list of reports.
fn entries(document: &Document) -> usize {
    document.paragraphs().filter(|p| names_report(&p.text)).count()
}

/// Whether a short text names a report.
fn names_report(text: &str) -> bool {
    (text.contains("年度报告") || text.contains("年报")) && text.chars().count() < 80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SourceLocation;

    fn kind(lines: &[&str], told: usize) -> Option<&'static str> {
        let mut document = Document::default();
        for (at, line) in lines.iter().enumerate() {
            document.push_text(line, Role::Body, SourceLocation::paragraph(at as u32 + 1));
        }
        let sections = std::array::from_fn(|at| if at < told { "公开".to_owned() } else { String::new() });
        not_a_report(&document, &sections, Some(2023))
    }

    const LONG: &str = "县政府办公室提前部署，组织培训，逐家审核数据，对照格式核对表格，及时提醒尚未公布的单位按时公布，\
        并将公布情况纳入年度考核，推动各单位把公开工作做细做实。全年通过网站、公报、公开栏等渠道公布各类信息，回应公众关切，\
        方便公众查阅，公开内容更加丰富，公开程序更加规范，公开时效明显提高，公众对公开工作的满意程度持续上升，\
        一年来公开工作平稳有序，没有发生失密泄密问题，各项任务按期完成，得到上级部门充分肯定，具体数据见后文。";

    #[test]
    fn a_short_report_with_blank_tables_is_no_blank_form() {
        let is_form = |lines: &[&str], organ: Option<&str>| {
            let mut document = Document::default();
            for (at, line) in lines.iter().enumerate() {
                document.push_text(line, Role::Body, SourceLocation::paragraph(at as u32 + 1));
            }
            let identity = Identity { organ: organ.map(str::to_owned), year: Some(2023), ..Identity::default() };
            is_blank_form(&document, &Default::default(), &identity)
        };
        let report = ["丰乐县民政局2023年政府信息公开工作年度报告", "丰乐县民政局按照条例编写了本报告。"];
        assert!(!is_form(&report, Some("丰乐县民政局")));
        assert!(is_form(&report, None));
        assert!(is_form(&report[..1], Some("丰乐县民政局")));
        assert!(is_form(&["政府信息公开工作年度报告模板", report[0], report[1]], Some("丰乐县民政局")));
    }

    #[test]
    fn titles_of_reports_are_told_from_talk_about_reports() {
        let titles = [
            "青河县水利局2023年政府信息公开工作年度报告",
            "青河县水利局2023年政府信息公开年报 发布时间：2024-01-20",
            "青河县水利局2023年政府信息公开工作年度报告（全文）",
            "青河县水利局2023年政府信息公开工作年度报告-青河县人民政府",
            "青河县水利局2023年政府信息公开工作年度报告\n政策解读：点击查看",
        ];
        for title in titles {
            assert_eq!(kind(&[title, LONG], 0), None, "{title}");
        }
        let others = [
            "青河县2023年政府信息公开年度报告全部按时发布",
            "青河县召开政府信息公开年度报告编制培训会",
            "青河县2023年政府信息公开工作年度报告编制方案说明",
            "图解：青河县2023年政府信息公开工作年度报告",
        ];
        for title in others {
            assert!(kind(&[title, LONG], 0).is_some(), "{title}");
        }
    }

    #[test]
    fn a_letter_that_prose_cites_makes_no_letter_of_a_report() {
        let cites = "全镇落实关于做好年度公开工作的要求，公开信息12条。";
        assert_eq!(kind(&["一、总体情况", cites, LONG], 3), None);
        assert_eq!(kind(&[cites, LONG], 0), Some("notice"));
        assert_eq!(kind(&["关于做好年度公开工作的通知", cites, LONG], 3), Some("notice"));
        assert_eq!(kind(&["政府信息公开年度工作报告范文", LONG], 3), Some("blank_form"));
    }

    #[test]
    fn lists_of_reports_and_news_are_no_reports() {
        let entry = "青河县水利局2023年政府信息公开工作年度报告 2024-01-12";
        assert_eq!(kind(&["政府信息公开年报", entry, entry, entry, entry], 0), Some("list_page"));
        assert_eq!(kind(&["政府信息公开工作年度报告", entry, entry, LONG], 0), None);
        assert_eq!(kind(&["政府信息公开年报", entry, entry, entry, entry], 4), None, "sections are of a report");
        let news = ["青河县发布2023年政府信息公开工作年度报告", LONG, "记者从县政府办公室获悉。"];
        assert_eq!(kind(&news, 0), Some("other"));
        assert_eq!(kind(&[news[0], LONG, "本报告由县政府办公室编制，记者证不在其列。"], 0), None);
    }

    #[test]
    fn a_page_that_tells_what_was_done_is_no_shell() {
        let title = "青河县云溪镇2023年政府信息公开年度报告";
        assert_eq!(kind(&[title, "一、公开情况", "全镇公开信息12条。", "二、申请情况", "没有。"], 0), None);
        assert_eq!(kind(&[title, "全年未收到公开申请。"], 0), None);
        assert_eq!(kind(&[title, "现将年度报告予以公布。", "附件：年度报告.pdf"], 0), Some("shell_page"));
        for title in ["历年政府信息公开年报数据一览", "政府信息公开年度报告对照（2022年与2023年）"]
        {
            assert_eq!(kind(&[title, "全镇公开信息12条。"], 0), Some("comparison"), "{title}");
        }
    }

    #[test]
    fn without_a_title_a_text_must_say_that_it_is_a_report() {
        let named = "根据政府信息公开条例，现公布年度报告。";
        assert_eq!(kind(&[LONG, named, "本报告由六部分组成。"], 0), None);
        assert_eq!(kind(&[LONG, "下一步，按时公布政府信息公开工作年度报告。"], 0), Some("other"));
        // Its time tells as much; a letter asks for it.
        let period = "报告所列数据的统计期限为2023年全年。";
        assert_eq!(kind(&[LONG, named.replace("公布", "发出政府信息公开").as_str(), period], 0), None);
        assert_eq!(kind(&[LONG, "本报告依法编制，共六部分。", period], 0), None);
        let letter = "县政府办公室关于公布年度报告的通知";
        assert_eq!(kind(&[LONG, "县政府", "各局", letter, named, period], 0), Some("other"));
    }

    #[test]
    fn what_counts_in_the_chapters_of_a_report_is_one() {
        let chapters =
            ["一、总体情况", "（一）主动公开情况。全局公开信息12条。", "（二）依申请公开情况。未收到申请。", LONG];
        assert_eq!(kind(&chapters, 0), None);
        assert_eq!(kind(&chapters[..2], 0), Some("shell_page"));
        let guide = ["一、主动公开", "（一）公开范围。", "二、依申请公开", "三、监督保障", "四、行政复议", LONG];
        assert_eq!(kind(&guide, 0), Some("other"), "it counts nothing");
    }

    #[test]
    fn converted_pages_are_read_like_others() {
        let title = "青河縣水利局2023年政府信息公開工作年度報(bào)告";
        assert_eq!(kind(&[title, LONG], 0), None);
        let sentences = ["現公布政府信息公開年度報告。", "本報告由六部分組成。"];
        assert_eq!(kind(&[LONG, sentences[0], sentences[1]], 0), None);
    }

    #[test]
    fn guides_and_rules_are_no_reports() {
        let menu = "政府信息公开年报";
        let guide = "为方便公众依法获取信息，编制本指南。";
        assert_eq!(kind(&[menu, "青河县政务公开指南", guide, LONG], 0), Some("other"));
        assert_eq!(kind(&["第三条 各单位报送年度报告。", "第四条 本制度自发布之日起施行。", LONG], 0), Some("other"));
        assert_eq!(kind(&[menu, guide, "本报告由六部分组成。", LONG], 0), None);
        let rule =
            ["第一条 为做好公开工作，制定本制度。", "第二条 各单位编制年度报告。", "第三条 报告有六部分。", LONG];
        assert_eq!(kind(&rule, 3), Some("other"), "its articles have headings");
        assert_eq!(kind(&[rule[0], "第二十条第（一）项", LONG], 3), None);
    }

    #[test]
    fn what_says_that_it_reports_on_a_year_is_a_report() {
        assert_eq!(kind(&["现就2023年度政府信息公开工作报告如下：", LONG], 1), None);
        assert_eq!(kind(&["现就政府信息公开工作提出意见如下：", LONG], 1), Some("other"));
        let made = "青河县水利局2023年政府信息公开工作年度报告，根据《条例》进行编制。全局公开12条。";
        assert_eq!(kind(&[made, LONG], 1), None);
        assert_eq!(kind(&["各单位的政府信息公开工作年度报告，根据《条例》公布。", LONG], 1), Some("other"));
        let sample =
            ["《水利局2023年信息公开工作报告.doc》由会员分享，可在线阅读", "全年，xx 市水利局公开12条。", LONG];
        assert_eq!(kind(&sample, 0), Some("other"));
    }

    #[test]
    fn what_explains_a_report_is_none() {
        let said = [
            "【文稿解读】青河县水利局2023年政府信息公开工作年度报告",
            LONG,
            "所列数据的统计期限为全年，如对本报告有疑问请来电。",
        ];
        assert_eq!(kind(&said, 0), Some("other"));
    }
}
