//! Filings against each other: what comes in is written as words, what goes out as sentences.

use super::profile::Profile;
use super::*;
use crate::figure::{Figure, FormId, Status};
use crate::filing::Filing;
use crate::finding::Language;
use crate::form::forms;
use crate::organ::Scope;
use crate::reader::Format;

/// A filing from `id division organ year scope(j|o) code=value ...`; a `!` before the identifier: not canonical.
fn member(words: &str, prose: &str) -> Member {
    let mut words = words.split_whitespace();
    let mut next = || words.next().unwrap();
    let id = next();
    let mut filing = Filing::empty(Format::Text);
    filing.identity.division_code = Some(next().to_owned());
    filing.identity.organ = Some(next().to_owned());
    filing.identity.year = next().parse().ok();
    filing.identity.scope = Some(if next() == "j" { Scope::Jurisdiction } else { Scope::Organ });
    for word in words {
        let (code, value) = word.split_once('=').unwrap();
        let variable = forms().variable(code).unwrap_or_else(|| panic!("no {code}"));
        let table = forms().info(variable).table.unwrap();
        if !filing.tables.iter().any(|(known, _)| *known == table) {
            filing.tables.push((table, FormId(2021)));
        }
        filing.figures.push(Figure {
            variable: Some(variable),
            value: value.parse().ok(),
            status: if value.is_empty() { Status::Blank } else { Status::Reported },
            unit: None,
            raw: value.to_owned(),
            row_label: "".into(),
            column_label: "".into(),
            form: FormId(2021),
            table,
            row: 1,
            column: 1,
            location: Default::default(),
        });
    }
    filing.sections[0] = prose.to_owned();
    Member {
        id: id.trim_start_matches('!').to_owned(),
        canonical: !id.starts_with('!'),
        copy: false,
        profile: Profile::new(&filing),
    }
}

/// The findings between filings that come in this order.
fn pass(members: impl IntoIterator<Item = Member>, roster: &Roster) -> Vec<(String, Finding)> {
    let mut pass = Pass::new(roster);
    members.into_iter().for_each(|member| pass.push(member));
    pass.finish()
}

fn told(lines: &[&str], roster: &Roster) -> Vec<String> {
    let label = |variable| forms().code(variable).to_owned();
    let findings = pass(lines.iter().map(|line| member(line, "")), roster);
    findings
        .iter()
        .map(|(id, finding)| format!("{id} {} {}", finding.code, finding.message(Language::En, &label)))
        .collect()
}

#[test]
fn years_follow_each_other() {
    let none = Roster::default();
    assert_eq!(
        told(
            &[
                "a 320800 甲局 2020 o req_carout_np=3 req_carout_biz= pro_norm_inforce=66 pro_lic_prev=10 pro_lic_change=-2",
                "b 320800 甲局 2021 o req_carin_np=3 req_carin_biz=1 pro_norm_inforce=68 pro_norm_issued=3 pro_norm_repealed=1 pro_lic_prev=8",
            ],
            &none
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        told(
            &[
                "a 320800 甲局 2020 o req_carout_np=3 pro_norm_inforce=66 pro_lic_prev=10 pro_lic_change=-2",
                "b 320800 甲局 2021 o req_carin_np=2 pro_norm_inforce=372 pro_norm_issued=3 pro_norm_repealed=1 pro_lic_prev=10",
                "c 320800 甲局 2023 o req_carin_np=9",
                "d 320800 乙局 2024 o req_carin_np=9",
            ],
            &none
        ),
        [
            "b LON-CARRY req_carin_np must equal what last year's filing (2020, a) carried forward: 2 ≠ 3.",
            "b LON-STOCK pro_norm_inforce must equal last year's stock (2020, a) plus issued less repealed: 372 ≠ 66+3-1.",
            "b LON-ITEMS pro_lic_prev must equal the previous number plus the change that last year's filing (2020, a) states: 10 ≠ 10-2.",
        ]
    );
}

#[test]
fn sizes_do_not_jump() {
    assert_eq!(
        told(
            &[
                "a 320800 甲局 2020 o req_new_tot=12 pro_fee_amount=35.5",
                "b 320800 甲局 2021 o req_new_tot=20 pro_fee_amount=40",
                "c 320800 甲局 2022 o req_new_tot=900 pro_fee_amount=381000",
            ],
            &Roster::default()
        ),
        [
            "c LON-SCALE req_new_tot says 900, more than 10 times away from earlier years (2021: 20).",
            "c PRO-UNIT pro_fee_amount is in ten thousand yuan; “381000” is taken as 381000 ten thousand yuan: check the unit. 2021: 40",
        ]
    );
}

#[test]
fn two_filings_of_a_year() {
    assert_eq!(
        told(
            &[
                "a 320800 甲局 2020 o req_new_tot=12 req_new_np=12",
                "!b 320800 甲局 2020 o req_new_tot=13 req_new_np=12",
                "!c 320800 甲局 2020 o req_new_tot=12",
            ],
            &Roster::default()
        ),
        [
            "b DUP-CONFLICT Another filing of this organ and year (a) differs in 1 figures, such as req_new_tot: 13 and 12.",
            "a DUP-CONFLICT Another filing of this organ and year (b) differs in 1 figures, such as req_new_tot: 12 and 13.",
        ]
    );
}

#[test]
fn copied_tables() {
    let own = "req_new_np=123 req_new_tot=123 req_total_np=0";
    let long = "req_new_np=123 req_new_tot=123 req_granted_np=100 req_total_tot=123";
    let line = |id: &str, organ: &str, year: u16, cells: &str| format!("{id} 320800 {organ} {year} o {cells}");
    let lines = [
        line("a", "甲局", 2020, own),
        line("b", "甲局", 2021, own),
        line("c", "乙局", 2021, own),
        line("d", "丙局", 2021, long),
        line("e", "丁局", 2021, long),
        line("f", "戊局", 2020, "req_new_np=0 req_new_tot=0"),
        line("g", "戊局", 2021, "req_new_np=0 req_new_tot=0"),
    ];
    assert_eq!(
        told(&lines.iter().map(String::as_str).collect::<Vec<_>>(), &Roster::default()),
        [
            "b LON-COPY The figures of the table requests are those of 甲局, 2020 (a).",
            "e LON-COPY The figures of the table requests are those of 丙局, 2021 (d).",
        ]
    );
}

#[test]
fn copied_prose() {
    // Sentences of our own, long enough to be compared.
    let sentence = |n: usize| {
        format!("第{n}项工作由{}负责推进，", ["办公室", "法规处", "信息中心", "督查室", "各科室"][n % 5])
            + [
                "更新网站栏目",
                "修订公开指南",
                "培训工作人员",
                "回应群众关切",
                "清理旧有文件",
                "核对统计数据",
                "解读重要政策",
            ][n % 7]
            + ["并按月通报", "并接受监督", "取得初步成效"][n % 3]
            + "。"
    };
    let text = |from: usize, to: usize| -> String { (from..to).map(sentence).collect() };
    let other: String = (0..40)
        .map(|n| format!("{}街道{}便民窗口改造", ["东", "西", "南", "北"][n % 4], ["完成", "启动", "推进"][n * n % 3]))
        .collect();
    let members = [
        member("a 320800 甲局 2020 o", &text(0, 30)),
        member("b 320800 甲局 2021 o", &text(0, 30).replace('2', "7")),
        member("c 320800 乙局 2021 o", &other),
        member("d 320800 丙局 2021 o", "2021年未收到申请。"),
        member("e 320800 丁局 2021 o", "2021年未收到申请。"),
    ];
    let found = pass(members, &Roster::default());
    let label = |_| String::new();
    let told: Vec<String> =
        found.iter().map(|(id, finding)| format!("{id} {}", finding.message(Language::En, &label))).collect();
    assert_eq!(
        told,
        ["b The prose of sections one, five and six is about 100% that of 甲局, 2020 (a), numbers aside."]
    );
}

#[test]
fn summaries_hold_their_parts() {
    let lines = [
        "city 320800 某市人民政府 2021 j req_new_tot=100 req_total_tot=100",
        "bureau 320800 甲局 2021 o req_new_tot=30 req_total_tot=30",
        "county1 320802 某区人民政府 2021 j req_new_tot=60 req_total_tot=60",
        "county1x 320802 某区甲局 2021 o req_new_tot=61 req_total_tot=59",
        "county2 320803 某县甲局 2021 o req_new_tot=20",
        "unknown 320900 某局 2021 o req_new_tot=500",
    ];
    let mut wanted = vec![
        "county1 HIER-SUM req_new_tot: the jurisdiction's summary 60 < 61, the sum of its 1 parts (某区甲局). Missing: —.",
        "city HIER-SUM req_new_tot: the jurisdiction's summary 100 < 110, the sum of its 3 parts (320802 320803 甲局). Missing: —.",
    ];
    assert_eq!(told(&lines, &Roster::default()), wanted);
    // With a list of organs that is complete, equality is asked for.
    let roster = Roster { organs: vec![("320802".into(), "某区甲局".into())] };
    wanted[0] = "county1 HIER-SUM req_new_tot: the jurisdiction's summary 60 < 61, the sum of its 1 parts (某区甲局). Missing: —.";
    assert_eq!(told(&lines, &roster), wanted);
    let equal = ["c 320802 某区人民政府 2021 j req_new_tot=60", "d 320802 某区甲局 2021 o req_new_tot=59"];
    assert_eq!(told(&equal, &Roster::default()), Vec::<String>::new());
    assert_eq!(
        told(&equal, &roster),
        ["c HIER-SUM req_new_tot: the jurisdiction's summary 60 > 59, the sum of its 1 parts (某区甲局). Missing: —."]
    );
    let missing =
        Roster { organs: vec![("320802".into(), "某区甲局".into()), ("320802".into(), "某区乙局".into())] };
    assert_eq!(told(&equal, &missing), Vec::<String>::new());
}

#[test]
fn copies_of_the_same_bytes_say_nothing() {
    let mut copy = member("b 320800 甲局 2021 o req_new_np=123456 req_new_tot=123456", "");
    copy.copy = true;
    let first = member("a 320800 甲局 2021 o req_new_np=123456 req_new_tot=123456", "");
    assert_eq!(pass([first, copy], &Roster::default()), []);
}
