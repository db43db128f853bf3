//! The fixed words of the views, in both languages from one place. Sentences about a filing are not here: they
//! come from the finding catalogue.

use crate::document::{Place, SourceLocation};
use crate::figure::{Status, TableKind};
use crate::filing::{Filing, Verdict};
use crate::finding::{Language, Severity};
use crate::organ::{Kind, Level};

/// A word in the language asked for.
pub fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    if language == Language::Zh { zh } else { en }
}

/// The verdict.
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Reconciled => say(language, "勾稽相符", "reconciled"),
        Verdict::Flagged => say(language, "勾稽不符", "flagged"),
        Verdict::Incomplete => say(language, "不完整", "incomplete"),
        Verdict::NotAReport => say(language, "不是年度报告", "not a report"),
        Verdict::NeedsOcr => say(language, "表格是图片", "tables are pictures"),
        Verdict::Unreadable => say(language, "无法读取", "unreadable"),
    }
}

/// Why a verdict is what it is: the words of the `reason` column, in Chinese and English.
const REASONS: &[(&str, &str, &str)] = &[
    ("picture", "表格是图片", "pictures"),
    ("no_tables", "没有表格", "no tables"),
    ("table_missing", "缺表", "a table is missing"),
    ("no_figures", "没有数字", "no figures"),
    ("no_rules", "没有可核对的关系", "no rule applies"),
    ("undetermined", "数字不足以判断", "too few figures to judge"),
    ("blank_form", "空白表样", "blank form"),
    ("notice", "通知", "notice"),
    ("comparison", "历年对比", "comparison of years"),
    ("work_summary", "工作总结", "work summary"),
    ("list_page", "列表页", "list page"),
    ("shell_page", "没有正文的网页", "page without text"),
    ("other", "其他", "other"),
    ("empty", "空文件", "empty"),
    ("unknown_format", "格式不明", "unknown format"),
    ("unsupported_format", "格式不支持", "unsupported format"),
    ("encrypted", "已加密", "encrypted"),
    ("damaged", "已损坏", "damaged"),
    ("limit_exceeded", "超出限额", "beyond a limit"),
    ("io_error", "读取出错", "read error"),
    ("panicked", "读取程序出错", "the reader failed"),
    ("crashed", "读取进程崩溃", "the reader crashed"),
    ("timed_out", "超时", "timed out"),
    ("out_of_memory", "内存不足", "out of memory"),
];

/// A reason in words; a word that is not known is shown as it is.
pub fn reason(word: &str, language: Language) -> String {
    match REASONS.iter().find(|(known, ..)| *known == word) {
        Some((_, zh, en)) => say(language, zh, en).to_owned(),
        None => word.replace('_', " "),
    }
}

/// The reason of a verdict behind it, in brackets; empty where there is none.
pub fn said_why(filing: &Filing, language: Language) -> String {
    match (filing.reason.as_str(), language) {
        ("", _) => String::new(),
        (word, Language::Zh) => format!("（{}）", reason(word, language)),
        (word, Language::En) => format!(" ({})", reason(word, language)),
    }
}

/// Headings of the forms, which name no figure and have no English label there.
const HEADINGS: &[(&str, &str)] = &[
    ("第二十条第（一）项", "Article 20 (1)"),
    ("第二十条第（五）项", "Article 20 (5)"),
    ("第二十条第（六）项", "Article 20 (6)"),
    ("第二十条第（八）项", "Article 20 (8)"),
    ("第二十条第（九）项", "Article 20 (9)"),
    ("三、本年度办理结果", "handled this year"),
    ("（三）不予公开", "refused"),
    ("（四）无法提供", "unable to provide"),
    ("（五）不予处理", "not processed"),
    ("（六）其他处理", "other handling"),
    ("行政复议", "reconsideration"),
    ("行政诉讼", "litigation"),
    ("未经复议直接起诉", "direct litigation"),
    ("复议后起诉", "litigation after reconsideration"),
];

/// A heading of a form in the language asked for.
pub fn heading(label: &str, language: Language) -> String {
    let english = HEADINGS.iter().find(|(zh, _)| *zh == label && language == Language::En);
    english.map_or(label, |(_, en)| en).to_owned()
}

/// Heads of columns where room is scarce.
const SHORT_HEADS: &[(&str, &str)] = &[
    ("natural persons", "person"),
    ("commercial", "firms"),
    ("research", "sci."),
    ("social welfare", "NGOs"),
    ("legal service", "legal"),
    ("legal services", "legal"),
];

/// A column's head, shorter where there is a shorter one.
pub fn short_head(label: &str) -> &str {
    SHORT_HEADS.iter().find(|(long, _)| *long == label).map_or(label, |(_, short)| short)
}

/// The title of a table, as the form's section is called.
pub fn table(kind: TableKind, language: Language) -> &'static str {
    match kind {
        TableKind::Proactive => say(language, "主动公开政府信息情况", "Proactive disclosure"),
        TableKind::Requests => {
            say(language, "收到和处理政府信息公开申请情况", "Requests for information received and handled")
        }
        TableKind::Disputes => {
            say(language, "政府信息公开行政复议、行政诉讼情况", "Administrative reconsideration and litigation")
        }
        TableKind::Sheet => say(language, "政府信息公开情况统计表", "Statistics sheet"),
    }
}

/// What a cell turned out to be.
pub fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Reported => say(language, "已读出", "reported"),
        Status::Blank => say(language, "空白", "blank"),
        Status::NaMark => say(language, "标为无或不适用", "marked as nothing"),
        Status::Text => say(language, "不能读作数", "no number"),
        Status::Decoded => say(language, "由连写文字还原", "recovered from run-together text"),
        Status::NotFound => say(language, "表中没有", "not in the table"),
    }
}

/// A place in a source.
pub fn place(location: &SourceLocation, language: Language) -> String {
    let page = location.page.map(|page| match language {
        Language::Zh => format!("第 {page} 页 "),
        Language::En => format!("page {page} "),
    });
    let inside = match (location.place, language) {
        (Place::Line { line, start, .. }, Language::Zh) => format!("第 {line} 行，第 {} 字起", start + 1),
        (Place::Paragraph { index }, Language::Zh) => format!("第 {index} 段"),
        (Place::Cell { table, row, cell }, Language::Zh) => format!("第 {table} 个表第 {row} 行第 {cell} 格"),
        (Place::Box { x0, y0, .. }, Language::Zh) => format!("距左 {x0:.0}、距上 {y0:.0} 点"),
        _ => location.to_string(),
    };
    format!("{}{inside}", page.unwrap_or_default()).trim().to_owned()
}

/// How serious a finding is.
pub fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Hard => say(language, "硬性", "hard"),
        Severity::Soft => say(language, "存疑", "soft"),
        Severity::Info => say(language, "提示", "info"),
    }
}

/// Administrative level.
pub fn level(level: Level, language: Language) -> &'static str {
    match level {
        Level::National => say(language, "国家级", "national"),
        Level::Province => say(language, "省级", "province"),
        Level::City => say(language, "地级", "city"),
        Level::County => say(language, "县级", "county"),
        Level::Township => say(language, "乡级", "township"),
    }
}

/// Kind of organ.
pub fn kind(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Government => say(language, "人民政府", "government"),
        Kind::Department => say(language, "部门", "department"),
        Kind::Township => say(language, "乡镇街道", "township or street"),
        Kind::Other => say(language, "其他机构", "other"),
    }
}

/// The word of the `level` column in a language.
pub fn level_word(word: &str, language: Language) -> &'static str {
    let all = [Level::National, Level::Province, Level::City, Level::County, Level::Township];
    all.into_iter().find(|known| known.word() == word).map_or("", |known| level(known, language))
}

/// The word of the `kind` column in a language.
pub fn kind_word(word: &str, language: Language) -> &'static str {
    let all = [Kind::Government, Kind::Department, Kind::Township, Kind::Other];
    all.into_iter().find(|known| known.word() == word).map_or("", |known| kind(known, language))
}
