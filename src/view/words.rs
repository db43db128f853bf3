//! The fixed words of the views, in both languages from one place. Sentences about a filing are not here: they
//! come from the finding catalogue.

use crate::figure::TableKind;
use crate::filing::Verdict;
use crate::finding::{Language, Severity};
use crate::organ::{Kind, Level};

/// A word in the language asked for.
pub fn say(language: Language, zh: &'static str, en: &'static str) -> &'static str {
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
