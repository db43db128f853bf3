//! Who the text itself says filed the report, where its title does not: a field of the sheet (填报单位：…), a line of its
//! own beside the title, or a sentence (由…编制, 现将…2020年度…).
//!
//! Lines and the text's beginning come in, a name goes out. Whose region it is, is told elsewhere.

use std::sync::LazyLock;

use regex::Regex;

use super::name::{self, is_name};
use super::{division, national};

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:^|[^计量系询督承主协支])(?:(?:填报|报送|填表|编制|编报|报告|上报|制表|填列)(?:单位|机关|机构|部门)(?:名称)?|单位名称|单位|机关名称)",
        "(?:（[^）\n]{1,8}）|\\([^)\n]{1,8}\\))?[：:](?:[（(][^）)\n]{0,6}[）)])?",
        "([^，。；：:、|（(\n]{3,40}?)(?:[（(\n|，。；]|(?:编制|填报|填表|报送|制表)?(?:日期|时间)|(?:单位)?负责人|审核|联系|20[0-9]{2}|$)"
    ))
    .expect("the pattern is well formed")
});

/// The organ that a field of the sheet names: 填报单位（盖章）：青河县水利局.
pub(super) fn labelled(head: &str) -> Option<String> {
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

/// Sentences that say who made the report; each has the name as its first group.
static SENTENCES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    const AS: &str = "(?:（[^）\n]{2,12}）)?";
    let patterns = [
        // 本报告由…编制, 由…负责编制的年度报告.
        "由([^，。；：、]{3,40}?)(?:根据|依据|按照|依照|负责|组织|统一|汇总|综合|牵头|编制|编写|撰写|制作|起草|发布|公布|，|。)"
            .to_owned(),
        // 青河县水利局根据《条例》编制…报告.
        format!(
            "(?:^|[\n。])(?:本报告(?:是|系|为)由?)?{NAME}{AS}(?:根据|依据|按照|依照)[^\n。]{{2,80}}?(?:编制|编写|撰写|形成)"
        ),
        // 现将青河县水利局（以下简称我局）2020年度….
        format!("(?:现将|现就|兹将){NAME}{AS}(?:20[0-9]{{2}}年|二[〇○零])"),
        // …要求，青河县水利局编制了本报告.
        format!("[\n，。]{NAME}{AS}(?:特|组织|负责|统一)?(?:编制|编写|撰写)(?:了|的|本|《|20|完成)"),
    ];
    patterns.map(|pattern| Regex::new(&pattern).expect("the pattern is well formed"))
});

/// Characters behind a name within which the sentence must speak of a report.
const NEAR: usize = 100;

/// Who the text says made the report.
pub(super) fn in_sentences(head: &str) -> Option<String> {
    SENTENCES.iter().find_map(|pattern| {
        let mut found = pattern.captures_iter(head).filter_map(|captures| captures.get(1));
        found
            .find(|name| {
                let (before, behind) = (&head[..name.start()], &head[name.end()..]);
                let report = || behind.chars().take(NEAR).any(|c| c == '报');
                let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
                let of_report = sentence.starts_with("本") && sentence.contains("报告") && sentence.ends_with('由');
                is_name(name.as_str()) && (of_report || report())
            })
            .map(|name| name.as_str().to_owned())
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
            ("由青河县水利局牵头，全县防汛。", None),
        ];
        for (text, expected) in cases {
            assert_eq!(in_sentences(text).as_deref(), expected, "{text}");
        }
    }
}
