//! Whether scans are read: the folder that was typed comes in; the model, the limits that it needs, and what is to be said
//! where scans stay pictures go out.

use std::path::{Path, PathBuf};

use crate::finding::Language;
use crate::limits::Limits;
use crate::reader::Recogniser;
use crate::run::error::RunError;
use crate::run::models;

/// How many times the work of other filings a scan may take.
const TIMES: u32 = 10;

/// The model's file, if there is one and the program can use it.
pub(super) fn model(typed: Option<&Path>) -> Result<Option<PathBuf>, RunError> {
    if Recogniser::BUILT_IN { models::find(typed) } else { Ok(None) }
}

/// The limits for filings that may be scans.
pub(super) fn limits(limits: Limits, model: Option<&Path>) -> Limits {
    let seconds = if model.is_some() { limits.seconds.saturating_mul(TIMES) } else { limits.seconds };
    Limits { seconds, ..limits }
}

/// Why scans stay pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// There is no model, or nothing that could use it.
    Model,
    /// Workers read scans, whose time and memory are limited, and there are none.
    Workers,
}

/// What is said when tables are pictures and were not read.
pub(super) fn advice(missing: Missing, language: Language) -> &'static str {
    match (Recogniser::BUILT_IN && missing == Missing::Workers, language) {
        (true, Language::Zh) => return "扫描件未识读：--in-process 不识读图片，去掉它再运行",
        (true, Language::En) => return "scans were not read: --in-process reads no pictures; run without it",
        _ => {}
    }
    match (Recogniser::BUILT_IN, language) {
        (true, Language::Zh) => "扫描件未识读：没有识别模型；用 scripts/models 取得，或以 --models 指明其目录",
        (true, Language::En) => {
            "scans were not read: there is no model for it; scripts/models fetches it, --models names its folder"
        }
        (false, Language::Zh) => "扫描件未识读：本程序编译时未带识读功能（cargo build --release --features ocr）",
        (false, Language::En) => {
            "scans were not read: this program was built without recognition (cargo build --release --features ocr)"
        }
    }
}
