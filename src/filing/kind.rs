//! Documents that are no report: which kind each is, so that a researcher knows what to fetch instead.

use crate::document::{Block, Document, Role};

/// Words in a title that no report carries, with the kind that they give away.
const TITLES: &[(&str, &[&str])] = &[
    ("blank_form", &["格式模板", "模板", "样表", "空表"]),
    ("notice", &["关于做好", "关于编制", "关于报送", "关于印发", "关于公布", "的通知", "的函", "通报", "公告"]),
    ("comparison", &["对比", "比对", "历年数据"]),
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
    let title = title(document);
    for (kind, words) in TITLES {
        if words.iter().any(|word| title.contains(word)) && !is_report_title(&title) {
            return Some(kind);
        }
    }
    let body: usize = characters(document, |role| matches!(role, Role::Body | Role::Heading | Role::Note));
    let links: usize = characters(document, |role| role == Role::Navigation);
    let pictures = document.blocks.iter().any(|block| matches!(block, Block::Picture(_)));
    if links > 300 && body < links && entries(document) >= 5 {
        return Some("list_page");
    }
    let told = sections.iter().filter(|text| !text.is_empty()).count();
    if body < SHELL && (told < 2 || !is_report_title(&title)) {
        return if pictures { None } else { Some("shell_page") };
    }
    if entries(document) >= 8 && sections.iter().all(String::is_empty) {
        return Some("list_page");
    }
    if told >= 2 || is_report_title(&title) || (year.is_some() && text_names_report(document)) {
        return None;
    }
    if pictures && body < 2 * SHELL {
        return None;
    }
    Some("other")
}

/// Whether a document sets years side by side: its title says so. Its tables are those of no single filing.
pub fn is_comparison(document: &Document) -> bool {
    let mut titles: Vec<&str> = document.metadata.title.as_deref().into_iter().collect();
    titles.extend(first_lines(document));
    let compares = |text: &str| text.contains("比对") || text.contains("对比");
    let reports = |text: &str| {
        ["年报", "年度报告", "年度", "政务公开", "信息公开", "数据"].iter().any(|word| text.contains(word))
    };
    titles.iter().any(|text| compares(text) && reports(text) && !text.contains(['。', '，', '；']))
}

/// Whether tables without a figure are the official form itself rather than a report of nothing.
pub fn is_blank_form(document: &Document, sections: &[String; 6]) -> bool {
    let title = title(document);
    let told: usize = sections.iter().map(|text| text.chars().count()).sum();
    title.contains("模板") || title.contains("样表") || told < SHELL
}

/// Titles and the first paragraphs, where a title stands in every layout.
fn title(document: &Document) -> String {
    let mut text = document.metadata.title.clone().unwrap_or_default();
    for line in first_lines(document) {
        text.push('\n');
        text.push_str(line);
    }
    text
}

/// The first paragraphs, as far as they may be titles.
fn first_lines(document: &Document) -> impl Iterator<Item = &str> {
    let first = document.paragraphs().filter(|p| matches!(p.role, Role::Body | Role::Heading)).take(3);
    first.filter(|p| p.text.chars().count() < 80).map(|p| p.text.as_str())
}

fn is_report_title(title: &str) -> bool {
    // `关于…年度报告的函` is a letter about a report.
    let letter = |line: &str| line.contains("关于") && LETTERS.iter().any(|kind| line.trim_end().ends_with(kind));
    if title.lines().any(letter) {
        return false;
    }
    let compact: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    ["工作年度报告", "公开年度报告", "公开年报", "公开工作年报", "公开工作报告"]
        .iter()
        .any(|word| compact.contains(word))
        && !["通知", "模板", "解读"].iter().any(|word| compact.contains(word))
}

fn text_names_report(document: &Document) -> bool {
    document.paragraphs().take(30).any(|p| p.text.contains("政府信息公开") && p.text.contains("年度报告"))
}

fn characters(document: &Document, wanted: impl Fn(Role) -> bool) -> usize {
    document
        .paragraphs()
        .filter(|p| wanted(p.role))
        .map(|p| p.text.chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

/// Paragraphs that each name a report: the entries of a list of reports.
fn entries(document: &Document) -> usize {
    let names = |text: &str| text.contains("年度报告") || text.contains("年报");
    document.paragraphs().filter(|p| p.text.chars().count() < 80 && names(&p.text)).count()
}
