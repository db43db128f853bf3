//! The codebook: every variable and measure, in the order of the panel's columns.

use super::lines::Lines;
use crate::form::forms;

/// Lines of `codebook.csv`.
pub fn codebook() -> Vec<u8> {
    let mut lines = Lines::new();
    for info in &forms().variables {
        let editions: Vec<String> = info.forms.iter().map(ToString::to_string).collect();
        lines.word(&info.code).text(&info.label_zh).text(&info.label_en).word(info.unit.symbol());
        lines.text(&info.definition).word(&editions.join(" "));
        lines.integer(info.comparable_from).integer(info.comparable_to).end();
    }
    lines.finish()
}
