//! Documents in a few lines, and the identity that they must give.

use super::*;
use crate::document::{Role, SourceLocation};

fn document(lines: &[&str]) -> Document {
    let mut document = Document::default();
    for (index, line) in lines.iter().enumerate() {
        document.push_text(line, Role::Body, SourceLocation::paragraph(index as u32 + 1));
    }
    document
}

/// Organ, division, year, published; then the codes of the findings.
fn who(lines: &[&str], path: &str) -> (Vec<String>, Vec<String>) {
    let (identity, findings) = identify(&document(lines), &Hints { path, form_years: None });
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let identity = vec![
        or(identity.organ),
        or(identity.division_code),
        or(identity.year.map(|year| year.to_string())),
        or(identity.published),
    ];
    (identity, findings.into_iter().map(|finding| finding.code.into_owned()).collect())
}

fn check(lines: &[&str], path: &str, expected: [&str; 4], codes: &[&str]) {
    let (identity, findings) = who(lines, path);
    assert_eq!(identity, expected, "{lines:?}");
    assert_eq!(findings, codes, "{lines:?}");
}

#[test]
fn a_title_over_two_lines_with_signature() {
    let lines = [
        "淄博市张店区水利管理中心",
        "2020年政府信息公开工作年度报告",
        "本报告所列数据统计期限自2020年1月1日起至2020年12月31日止。",
        "六、其他需要报告的事项",
        "无。",
        "淄博市张店区水利管理中心",
        "2021年1月20日",
    ];
    check(&lines, "a.txt", ["淄博市张店区水利管理中心", "370303", "2020", "2021-01-20"], &[]);
}

#[test]
fn governments_and_their_offices_are_two_organs() {
    check(&["宿迁市2023年政府信息公开工作年度报告"], "", ["宿迁市人民政府", "321300", "2023", "-"], &[]);
    check(
        &["江苏省淮安市人民政府办公室2022年政府信息公开工作年度报告"],
        "",
        ["淮安市人民政府办公室", "320800", "2022", "-"],
        &[],
    );
    check(&["2019 年上海市审计局政府信息公开工作年度报告"], "", ["上海市审计局", "310000", "2019", "-"], &[]);
}

#[test]
fn a_name_without_region_takes_it_from_the_text_or_stays_open() {
    let lines = ["信访局2021年政府信息公开工作年度报告", "平湖市信访局贯彻条例。", "报告在平湖市人民政府网站公布。"];
    check(&lines, "", ["平湖市信访局", "330482", "2021", "-"], &[]);
    check(
        &["信访局2021年政府信息公开工作年度报告", "本局贯彻条例。"],
        "",
        ["信访局", "-", "2021", "-"],
        &["DOC-DIVISION"],
    );
    check(
        &["鼓楼区民政局2021年政府信息公开工作年度报告", "按照徐州市的要求。"],
        "",
        ["徐州市鼓楼区民政局", "320302", "2021", "-"],
        &[],
    );
    check(&["鼓楼区民政局2021年政府信息公开工作年度报告"], "", ["鼓楼区民政局", "-", "2021", "-"], &["DOC-DIVISION"]);
}

#[test]
fn what_stands_above_the_text_signs_nothing() {
    let lines =
        ["张店区人民政府", "淄博市张店区马尚街道办事处2020年政府信息公开工作年度报告", "一、总体情况", "公开12条。"];
    check(&lines, "", ["淄博市张店区马尚街道办事处", "370303", "2020", "-"], &[]);
    let publisher = ["•发布机构：平湖经济开发区", lines[1], "公开12条。"];
    check(&publisher, "", ["淄博市张店区马尚街道办事处", "370303", "2020", "-"], &[]);
    let converted = ["淄博市張店區民政局2020年政府信息公開工作年度報告", "公開12條。", "淄博市張店區民政局"];
    check(&converted, "", ["淄博市张店区民政局", "370303", "2020", "-"], &[]);
    let ends = [lines[1], lines[2], lines[3], "淄博市张店区民政局"];
    check(&ends, "", ["淄博市张店区马尚街道办事处", "370303", "2020", "-"], &["DOC-ORGAN"]);
}

#[test]
fn titles_broken_within_the_name_of_the_organ() {
    let lines = ["平湖市退役军人", "事务局2023年政府信息公开", "工作年度报告"];
    check(&lines, "", ["平湖市退役军人事务局", "330482", "2023", "-"], &[]);
    let government = ["平湖市人民政府", "水利局2023年政府信息公开", "工作年度报告"];
    check(&government, "", ["平湖市水利局", "330482", "2023", "-"], &[]);
    for lines in
        [["国家税务总局", "绍兴市税务局2023年政府信息公开年报"], ["国家税务总", "局绍兴市税务局2023年政府信息公开年报"]]
    {
        assert_eq!(who(&lines, "").0[0], "国家税务总局绍兴市税务局");
    }
    assert_eq!(who(&["政务公开", "局绍兴市税务局2023年政府信息公开年报"], "").0[0], "-");
    let zone = ["合肥新站高新技术产业开发", "区管理委员会2023年度政府信息公开年报"];
    assert_eq!(who(&zone, "").0[0], "合肥新站高新技术产业开发区管理委员会");
    let short = ["市住房和城乡", "建设局2023年政府信息公开工作年度报告", "报告在平湖市人民政府网站公布。"];
    check(&short, "", ["平湖市住房和城乡建设局", "330482", "2023", "-"], &[]);
    let menu = ["市政务公开", "水利局2023年政府信息公开工作年度报告", "报告在平湖市人民政府网站公布。"];
    check(&menu, "", ["平湖市水利局", "330482", "2023", "-"], &[]);
    let year = ["平湖市水利局", "政府信息公开工作年度报告", "（二Ｏ二三年度）"];
    check(&year, "", ["平湖市水利局", "330482", "2023", "-"], &[]);
}

#[test]
fn the_sentence_that_opens_a_report() {
    let led = ["年度报告", "2023年，平湖市水利局以习近平新时代中国特色社会主义思想为指导，推进公开。"];
    check(&led, "", ["平湖市水利局", "330482", "2023", "-"], &[]);
    let period = ["政府信息公开工作年度报告", "2023年1月1日至2023年12月31日，平湖市水利局共主动公开信息30条。"];
    check(&period, "", ["平湖市水利局", "330482", "2023", "-"], &[]);
}

#[test]
fn titles_end_with_their_words() {
    for end in [".docx", "|", " |", ""] {
        let title = format!("青河县水利局2020年政府信息公开工作年度报告{end}");
        let (identity, _) = identify(&document(&[&title]), &Hints::default());
        assert_eq!(identity.title.as_deref(), Some("青河县水利局2020年政府信息公开工作年度报告"), "{end}");
    }
}

#[test]
fn divisions_of_the_time() {
    check(
        &["上海市闸北区文化局2014年政府信息公开工作年度报告"],
        "",
        ["上海市闸北区文化局", "310108", "2014", "-"],
        &[],
    );
    check(
        &["平潭综合实验区管委会2014年度政府信息公开工作年度报告"],
        "",
        ["平潭综合实验区管理委员会", "350128", "2014", "-"],
        &[],
    );
}

#[test]
fn years_are_voted_on() {
    let stale = [
        "平湖市水利局2022年政府信息公开工作年度报告",
        "统计期限自2021年1月1日起至2021年12月31日止。",
        "2022年，我局完成任务。2022年公开12条。",
    ];
    check(&stale, "2023/平湖.html", ["平湖市水利局", "330482", "2022", "-"], &["DOC-YEAR"]);
    check(&["平湖市水利局政府信息公开工作年度报告"], "reports/2021.html", ["平湖市水利局", "330482", "2021", "-"], &[]);
}

#[test]
fn years_of_laws_and_days_are_no_reporting_years() {
    let title = "平湖市水利局政府信息公开工作年度报告";
    let year = |lines: &[&str]| who(lines, "").0[2].clone();
    assert_eq!(year(&[title, "根据2019年5月15日起施行的《条例》，2019年修订的规定编制。"]), "-");
    assert_eq!(year(&["平湖市水利局政府信息公开工作年度报告 2022-01-20"]), "-");
    assert_eq!(year(&[title, "（2021.1.1—2021.12.31）"]), "2021");
    assert_eq!(year(&[title, "2008年5月1日起我局开始公开。截至2014年11月，运行正常。"]), "2014");
    let named =
        ["一、总体情况", "2022年，我局公开了《平湖市水利局2021年政府信息公开工作年度报告》。", "2022年办结2件。"];
    assert_eq!(year(&named), "2022");
    assert_eq!(year(&["平湖市水利局政府信息公开工作年度报告（2022年度）", "发布时间：2023-01-20"]), "2022");
    assert_eq!(year(&["平湖市第一中学2020-2021学年信息公开工作年度报告"]), "2021");
}

#[test]
fn disagreement_and_delay_are_said() {
    let lines = ["平湖市水利局2022年政府信息公开工作年度报告", "2022年……", "平湖市财政局", "2023年2月3日"];
    check(&lines, "", ["平湖市水利局", "330482", "2022", "2023-02-03"], &["DOC-ORGAN", "DOC-DEADLINE"]);
}

/// `names.txt`: lines of a document, and organ, division, level and kind that they must give.
#[test]
fn names_of_all_kinds() {
    let mut wrong = Vec::new();
    for line in include_str!("names.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [lines, expected @ ..] = &line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let lines: Vec<&str> = lines.split('/').collect();
        let (identity, _) = identify(&document(&lines), &Hints { path: "", form_years: None });
        let found = [
            identity.organ.as_deref().unwrap_or("-"),
            identity.division_code.as_deref().unwrap_or("-"),
            identity.level.map_or("-", Level::word),
            identity.kind.map_or("-", OrganKind::word),
        ];
        if found != expected {
            wrong.push(format!("{lines:?}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A title inside of sentences is cut out of them as printed; sentences without one are none.
#[test]
fn titles_in_sentences() {
    let title = |line: &str| identify(&document(&[line]), &Hints::default()).0.title;
    let cases = [
        (
            "根据《条例》要求,现公布青河县水利局2020年度政府信息公开工作年度报告。",
            Some("青河县水利局2020年度政府信息公开工作年度报告"),
        ),
        (
            "现向社会公布2024年青河县水利局政府信息公开工作年度报告。本报告分六部分。",
            Some("2024年青河县水利局政府信息公开工作年度报告"),
        ),
        (
            "现公布青河县水利局政府信息公开工作2022年度报告。报告中统计数据……",
            Some("青河县水利局政府信息公开工作2022年度报告"),
        ),
        (
            "2024年平湖市政府信息公开工作年度报告根据《条例》编制并向社会公布。",
            Some("2024年平湖市政府信息公开工作年度报告"),
        ),
        ("本报告由平湖市乍浦镇人民政府按照《政府信息公开工作年度报告格式》要求编制。", None),
        (
            "青河县水利局2020年政府信息公开工作年度报告（2021年1月20日）",
            Some("青河县水利局2020年政府信息公开工作年度报告（2021年1月20日）"),
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(title(line).as_deref(), expected, "{line}");
    }
}

#[test]
fn short_names_are_the_same_organ() {
    let lines = |signed| ["青河县城市管理局2022年政府信息公开工作年度报告", "一、总体情况", signed];
    check(&lines("县城管局"), "", ["青河县城市管理局", "654325", "2022", "-"], &[]);
    check(&lines("县水利局"), "", ["青河县城市管理局", "654325", "2022", "-"], &["DOC-ORGAN"]);
    // What a cut text ends with.
    check(&lines("（二）部分公开（区"), "", ["青河县城市管理局", "654325", "2022", "-"], &[]);
}
