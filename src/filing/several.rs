//! Several reports in one document: years bound together, a county's collection of its bureaus' reports.
//!
//! A document comes in; where it holds reports of several organs or years, the first one's part is left of it, so that no figure
//! and no sentence of another is taken for its own, and a finding says how many there were. A single report stays as it is.

use crate::document::{Block, Document, Role};
use crate::finding::Finding;
use crate::organ;

/// A report that begins: its first block, and whose it is for which year.
struct Begun {
    at: usize,
    of: (String, u16),
}

/// Longest paragraph that may be a title, in bytes.
const TITLE: usize = 200;

/// Leaves the first of several reports, and tells of it.
pub fn first_only(document: &mut Document) -> Option<Finding> {
    // Nearly all documents have one first heading.
    document.blocks.iter().filter_map(paragraph).filter(|text| is_first_heading(text)).nth(1)?;
    let begun = begun(document);
    let first = begun.first()?;
    let next = begun.iter().find(|other| other.of != first.of)?;
    let finding =
        Finding::new("DOC-SEVERAL").with("count", begun.len().to_string()).with("observed", first.of.0.clone());
    // A cover names the collection, not its first report.
    let covers = |block: &Block| {
        let title = paragraph(block).and_then(organ::named_in_title);
        title.is_some_and(|name| name != first.of.0)
    };
    let from = if document.blocks[..first.at].iter().any(covers) { first.at } else { 0 };
    let part = from..next.at;
    document.behind.retain(|(at, _)| part.contains(at));
    document.behind.iter_mut().for_each(|(at, _)| *at -= from);
    document.blocks.truncate(part.end);
    document.blocks.drain(..from);
    Some(finding)
}

/// The text of a paragraph that may be a title.
fn paragraph(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph(paragraph) if matches!(paragraph.role, Role::Body | Role::Heading) => {
            Some(paragraph.text.trim()).filter(|text| text.len() <= TITLE)
        }
        _ => None,
    }
}

/// `一、总体情况`, `一、概述`
fn is_first_heading(text: &str) -> bool {
    text.starts_with("一、") && text.contains(['况', '述'])
}

/// The reports of a document: each has a title with organ and year, and a first heading before another title. Links to other
/// reports have none.
fn begun(document: &Document) -> Vec<Begun> {
    let mut begun = Vec::new();
    let mut titled: Option<Begun> = None;
    let mut above: Option<(usize, &str)> = None;
    for (at, block) in document.blocks.iter().enumerate() {
        let Some(text) = paragraph(block) else {
            above = None;
            continue;
        };
        if is_first_heading(text) {
            begun.extend(titled.take());
        } else if text.contains("公开") {
            let alone = || Some(Begun { at, of: organ::titled(text)? });
            let below =
                || above.and_then(|(at, line)| Some(Begun { at, of: organ::titled(&format!("{line}{text}"))? }));
            titled = alone().or_else(below).or(titled);
        }
        above = Some((at, text));
    }
    begun
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SourceLocation;
    use crate::finding::Language;

    /// What is left of the paragraphs, and what the finding says.
    fn left(lines: &[&str]) -> (String, Option<String>) {
        let mut document = Document::default();
        lines.iter().for_each(|line| document.push_text(line, Role::Body, SourceLocation::default()));
        let finding = first_only(&mut document);
        let texts: Vec<&str> = document.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
        (texts.join("/"), finding.map(|finding| finding.message(Language::En, &|_| String::new())))
    }

    #[test]
    fn the_first_of_several_reports_is_left() {
        let water = ["青河县水利局2022年政府信息公开工作年度报告", "一、总体情况", "公开12条。"];
        let schools = ["青河县教育局", "2022年政府信息公开工作年度报告", "一、总体情况", "公开3条。"];
        let older = ["青河县水利局2021年政府信息公开工作年度报告", "一、概述", "公开9条。"];
        let told = "The file holds 2 reports of several organs or years; only the first one (青河县水利局) was read.";
        let two = Some(told.to_owned());
        for other in [&schools[..], &older] {
            assert_eq!(left(&[&water, other].concat()), (water.join("/"), two.clone()));
        }
        let cover = ["青河县2022年政府信息公开工作年度报告汇编"];
        assert_eq!(left(&[&cover, &water[..], &schools].concat()), (water.join("/"), two));
    }

    #[test]
    fn titles_of_links_and_titles_printed_twice_are_no_reports() {
        let own = ["青河县水利局2022年政府信息公开工作年度报告", "一、总体情况", "公开12条。"];
        let links = ["青河县教育局2022年政府信息公开工作年度报告", "青河县水利局2021年政府信息公开工作年度报告"];
        for lines in [[&own[..1], &own].concat(), [&own[..], &links].concat(), [&links, &own[..]].concat()] {
            assert_eq!(left(&lines), (lines.join("/"), None));
        }
    }
}
