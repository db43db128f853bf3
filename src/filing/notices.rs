//! What readers notice, as findings: the last step of their trouble, and the only place that knows both.

use crate::finding::Finding;
use crate::reader::Notice;

/// The finding that tells of a notice.
pub fn finding(notice: &Notice) -> Finding {
    let finding = Finding::new(notice.code());
    match notice {
        Notice::Part { part, expected, found } => {
            finding.with("part", part.clone()).with("expected", expected.clone()).with("found", found.clone())
        }
        Notice::Refused(error) => Finding::from_error(error),
        Notice::Encoding { declared, found } => finding.with("expected", *declared).with("found", *found),
        Notice::Mojibake { read_as } => finding.with("found", *read_as),
        Notice::HiddenText(pages) | Notice::CutTables(pages) => finding.with("pages", list(pages)),
        Notice::Glyphs { count, page } => finding.with("count", count.to_string()).with("page", page.to_string()),
        Notice::LargePicture { page, pixels, most } => {
            finding.with("page", page.to_string()).with("found", pixels.to_string()).with("allowed", most.to_string())
        }
        Notice::LongPicture { page, seconds } => {
            finding.with("page", page.to_string()).with("allowed", seconds.to_string())
        }
        Notice::AbsentPictures { count, first } => {
            finding.with("count", count.to_string()).with("found", first.clone())
        }
        Notice::Extension { extension, format } => {
            finding.with("expected", extension.clone()).with("found", format.word())
        }
    }
}

fn list(pages: &[u32]) -> String {
    pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ReadError;
    use crate::finding::{Language, entry};
    use crate::reader::Format;

    #[test]
    fn every_notice_is_catalogued_and_fills_its_sentence() {
        let notices = [
            Notice::part("FIB", "512 bytes", "3"),
            Notice::Refused(ReadError::damaged("MIME", "text/html", "none")),
            Notice::Encoding { declared: "GBK", found: "UTF-8" },
            Notice::Mojibake { read_as: "GBK" },
            Notice::HiddenText(vec![1, 2]),
            Notice::CutTables(vec![3]),
            Notice::Glyphs { count: 7, page: 1 },
            Notice::LargePicture { page: 2, pixels: 90_000_000, most: 40_000_000 },
            Notice::LongPicture { page: 2, seconds: 30 },
            Notice::AbsentPictures { count: 2, first: "W02.png".to_owned() },
            Notice::Extension { extension: "doc".to_owned(), format: Format::Docx },
        ];
        for notice in notices {
            assert!(entry(notice.code()).is_some(), "{}", notice.code());
            for language in [Language::Zh, Language::En] {
                let message = finding(&notice).message(language, &|_| String::new());
                assert!(!message.is_empty() && !message.contains('{'), "{message}");
            }
        }
        assert_eq!(finding(&Notice::HiddenText(vec![1, 2])).args, [("pages".into(), "1, 2".to_owned())]);
    }
}
