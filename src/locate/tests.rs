//! Headings in the shapes that filings have, against the sections that they must give.

use super::*;
use crate::document::SourceLocation;

fn document(lines: &[&str]) -> Document {
    let mut document = Document::default();
    for (index, line) in lines.iter().enumerate() {
        document.push_text(line, Role::Body, SourceLocation::paragraph(index as u32 + 1));
    }
    document
}

/// Number and text of the sections found.
fn read(lines: &[&str]) -> Vec<(u8, String)> {
    let document = document(lines);
    let sections = sections(&document);
    let texts = texts(&document, &sections);
    sections.iter().map(|section| (section.number, texts[usize::from(section.number) - 1].clone())).collect()
}

fn all(expected: &[(u8, &str)]) -> Vec<(u8, String)> {
    expected.iter().map(|&(number, text)| (number, text.to_owned())).collect()
}

#[test]
fn plain_headings() {
    let lines = [
        "青河市水务局2022年政府信息公开工作年度报告",
        "一、总体情况",
        "（一）主动公开政府信息情况。全年公开信息30条。",
        "（二）依申请公开情况。收到申请2件。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "存在的主要问题是人手少。",
        "六、其他需要报告的事项",
        "无。",
    ];
    let expected = [
        (1, "（一）主动公开政府信息情况。全年公开信息30条。\n（二）依申请公开情况。收到申请2件。"),
        (2, ""),
        (3, ""),
        (4, ""),
        (5, "存在的主要问题是人手少。"),
        (6, "无。"),
    ];
    assert_eq!(read(&lines), all(&expected));
}

#[test]
fn wrong_ordinals_stray_letters_and_inner_numbering() {
    let lines = [
        "一、总体情况",
        "一、主动公开情况",
        "全年公开40条。",
        "二、依申请公开情况",
        "未收到申请。",
        "三、监督保障情况",
        "三、主动公开政府信息情况",
        "第二十条第（一）项",
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：……）",
        "四、结转下年度继续办理",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "问题见上文“二、主动公开政府信息情况”。",
        "l六、其他需要报告的事项",
        "没有。",
    ];
    let numbers: Vec<u8> = read(&lines).iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let texts = read(&lines);
    assert_eq!(texts[0].1, "一、主动公开情况\n全年公开40条。\n二、依申请公开情况\n未收到申请。\n三、监督保障情况");
    assert_eq!(texts[5].1, "没有。");
}

#[test]
fn run_together_in_one_paragraph() {
    let line = "某县2020年政府信息公开工作年度报告 一、总体情况2020年公开信息12条。二、主动公开政府信息情况 \
        第二十条第（一）项信息内容三、收到和处理政府信息公开申请情况（本列数据的勾稽关系为）一、本年新收政府信息公开申请数量00\
        四、结转下年度继续办理0000000四、政府信息公开行政复议、行政诉讼情况 行政复议行政诉讼00五、存在的主要问题及改进情况（一）\
        问题。不多。六、其他需要报告的事项无。";
    let expected = [
        (1, "2020年公开信息12条。"),
        (2, "第二十条第（一）项信息内容"),
        (3, "（本列数据的勾稽关系为）一、本年新收政府信息公开申请数量00四、结转下年度继续办理0000000"),
        (4, "行政复议行政诉讼00"),
        (5, "（一）问题。不多。"),
        (6, "无。"),
    ];
    assert_eq!(read(&[line]), all(&expected));
}

#[test]
fn a_table_of_contents_gives_way() {
    let titles = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ];
    let mut lines: Vec<&str> = titles.to_vec();
    for title in titles {
        lines.push(title);
        lines.push("正文。");
    }
    assert!(read(&lines).iter().all(|(_, text)| text == "正文。"), "{:?}", read(&lines));
    assert_eq!(read(&lines).len(), 6);
}

#[test]
fn earlier_years_and_glued_headings() {
    let lines = [
        "一、概述 本局认真贯彻条例。",
        "二、主动公开政府信息情况 全年公开25条。",
        "三、政府信息依申请公开工作情况 收到1件。",
        "四、政府信息公开的收费及减免情况 没有收费。",
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况 没有发生。",
        "六、主要问题和改进措施 继续努力。",
        "七、政府信息公开情况统计表",
        "主动公开25条",
    ];
    let expected =
        [(1, "本局认真贯彻条例。"), (2, "全年公开25条。"), (3, "收到1件。"), (4, "没有发生。"), (5, "继续努力。")];
    assert_eq!(read(&lines), all(&expected));
}

#[test]
fn prose_that_names_the_topics_has_no_sections() {
    let lines = [
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。",
        "主动公开情况良好，依申请公开情况平稳。",
    ];
    assert_eq!(read(&lines), []);
}

#[test]
fn missing_and_empty_sections_are_said() {
    let lines = ["一、总体情况", "二、主动公开政府信息情况", "规章", "六、其他需要报告的事项", "无"];
    let document = document(&lines);
    let sections = sections(&document);
    let findings = check(&document, &sections, Some(2022));
    let args: Vec<(&str, &str)> =
        findings.iter().flat_map(|finding| &finding.args).map(|(key, value)| (key.as_ref(), value.as_str())).collect();
    assert_eq!(args, [("missing", "三、四、五"), ("empty", "一")]);
    assert_eq!(check(&document, &sections, Some(2016)), []);
}
