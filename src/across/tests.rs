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
    let id = words.split_whitespace().next().unwrap();
    let mut filing = filing(words);
    filing.sections[0] = prose.to_owned();
    Member {
        id: id.trim_start_matches('!').to_owned(),
        canonical: !id.starts_with('!'),
        copy: false,
        profile: Profile::new(&filing),
    }
}

/// The filing of the same words.
fn filing(words: &str) -> Filing {
    let mut words = words.split_whitespace().skip(1);
    let mut next = || words.next().unwrap();
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
            recognition: None,
        });
    }
    filing
}

/// The findings between filings that come in this order, of which a pass and a survey with the organs after it say the same.
fn pass(members: impl IntoIterator<Item = Member>, roster: &Roster) -> Vec<(String, Finding)> {
    let members: Vec<Member> = members.into_iter().collect();
    let mut pass = Pass::new(roster);
    members.iter().for_each(|member| pass.push(member.clone()));
    let between = pass.finish();
    let surveyed = surveyed(&members, roster);
    let of_each = |between: &Between| {
        let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for (id, finding) in &between.findings {
            findings.entry(id.clone()).or_default().push(finding.clone());
        }
        findings
    };
    assert_eq!(of_each(&surveyed), of_each(&between));
    assert_eq!(surveyed.revisions, between.revisions);
    between.findings
}

fn surveyed(members: &[Member], roster: &Roster) -> Between {
    let mut survey = Survey::new(roster, 4, Vec::new());
    let pushed = members.iter().enumerate().try_for_each(|(at, member)| survey.push(at, member.clone()));
    let beyond = pushed.and_then(|()| survey.finish()).expect("in memory");
    let related: Vec<Member> = members.iter().filter(|member| !member.copy).cloned().collect();
    let mut findings: Vec<(String, Finding)> = by_organ(&related).flat_map(OrganComparison::inward).collect();
    for link in &beyond.links {
        let [later, earlier] = [link.later, link.earlier].map(|at| &members[at as usize]);
        let said = link.finding(Print::of(later).seen(), Print::of(earlier).seen());
        findings.extend(said.map(|finding| (later.id.clone(), finding)));
    }
    findings.extend(beyond.sums);
    Between { findings, revisions: beyond.revisions }
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
            "b LON-COPY The figures of the table “Requests for information received and handled” are those of 甲局, 2020 (a).",
            "e LON-COPY The figures of the table “Requests for information received and handled” are those of 丙局, 2021 (d).",
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

/// A run-together filing of 2021's form: the row of normative documents and the carried requests of natural persons.
fn run_together(id: &str, year: u16, norm: &str) -> (Member, Filing) {
    let text = format!(
        "某市甲局{year}年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
         第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件{norm}\
         第二十条第（五）项信息内容本年处理决定数量行政许可2293 第二十条第（六）项信息内容 本年处理决定数量行政处罚1282行政强制42\
         第二十条第（八）项信息内容 本年收费金额（单位：万元）行政事业性收费3.5\n三、收到和处理政府信息公开申请情况\n"
    );
    let mut filing =
        crate::filing::read(text.as_bytes(), &crate::filing::Source { path: "报告.txt" }, &mut Default::default());
    (filing.identity.organ, filing.identity.division_code) = (Some("甲局".into()), Some("320800".into()));
    filing.identity.year = Some(year);
    let profile = Profile::new(&filing);
    (Member { id: id.to_owned(), canonical: true, copy: false, profile }, filing)
}

/// Figures of the row of normative documents, `?` for text, after a pass over three years; and what was said of it.
fn settled(runs: [&str; 3]) -> (String, Vec<String>) {
    let roster = Roster::default();
    let mut pass = Pass::new(&roster);
    let mut middle = None;
    for (place, norm) in runs.into_iter().enumerate() {
        let (member, filing) = run_together(["a", "b", "c"][place], 2020 + place as u16, norm);
        if place == 1 {
            middle = Some(filing);
        }
        pass.push(member);
    }
    let between = pass.finish();
    let mut filing = middle.unwrap();
    let (figures, outcomes) = (filing.figures.len(), filing.outcomes.len());
    if let Some(revision) = between.revisions.get("b") {
        filing.revise(revision);
    }
    assert_eq!((filing.figures.len(), filing.outcomes.len()), (figures, outcomes));
    let figure = |code: &str| {
        let figure = filing.figures.iter().find(|figure| figure.variable == forms().variable(code)).unwrap();
        match figure.status {
            Status::Decoded => figure.value.unwrap().to_string(),
            status => format!("{status:?}"),
        }
    };
    let row = ["pro_norm_issued", "pro_norm_repealed", "pro_norm_inforce"].map(figure).join(" ");
    let label = |variable| forms().code(variable).to_owned();
    let told = filing.findings.iter().filter(|finding| finding.code.starts_with("TEXT-"));
    (row, told.map(|finding| finding.message(Language::En, &label)).collect())
}

#[test]
fn years_settle_run_together_rows() {
    let read = "The cells of the table “Proactive disclosure” are run together in the text; the equations settled";
    let (row, told) = settled(["5 1 32", "693665", "5 0 70"]);
    assert_eq!(row, "69 36 65");
    assert_eq!(
        told,
        [
            "“693665” behind “规范性文件” has 28 readings; 69 36 65 alone follows from the filings of the years beside it (2020: a, 2022: c), so it is taken.".to_owned(),
            format!("{read} 10 of them, 0 stay open."),
        ]
    );
    // One neighbour is enough, on either side.
    assert_eq!(settled(["", "693665", "5 0 70"]).0, "Text Text Text", "several readings end in 65");
    assert_eq!(settled(["5 1 320", "6936353", ""]).0, "69 36 353");
    // … if it does not turn over most of the stock: 1 + 24 documents, of which 12 are repealed, would be chance.
    assert_eq!(settled(["5 1 15", "1124", ""]).0, "Text Text Text");
    assert_eq!(settled(["5 1 15", "1124", "0 0 4"]).0, "1 12 4");
    // No reading follows; nothing to hold it against; two readings follow.
    assert_eq!(settled(["5 1 33", "693665", "5 0 70"]).0, "Text Text Text");
    assert_eq!(settled(["", "693665", ""]).0, "Text Text Text");
    assert_eq!(settled(["5 1 10", "1111", ""]).0, "Text Text Text", "10+1-1 = 10, 10+1-0 = 11: blanks count");
    // A row that is open itself vouches for no other.
    let (row, told) = settled(["693665", "693665", ""]);
    assert_eq!(row, "Text Text Text");
    assert!(told[0].starts_with("“693665” behind “规范性文件” has 28 readings: "), "{told:?}");
}

#[test]
fn years_weigh_repairs() {
    // The requests carried in at the head of a failing column: by itself any of its cells may be wrong.
    let cells = "req_new_np=5 req_carin_np=3 req_new_tot=5 req_carin_tot=3";
    let before = member(&format!("a 320800 甲局 2020 o {cells} req_carout_np=2 req_carout_tot=2"), "");
    let mut now = member(&format!("b 320800 甲局 2021 o {cells} req_carout_np=1"), "");
    let after = member(&format!("c 320800 甲局 2022 o {cells} req_carin_biz=4"), "");
    let roster = Roster::default();
    let evidence = |now: &Member| {
        let mut pass = Pass::new(&roster);
        [&before, now, &after].into_iter().for_each(|member| pass.push(member.clone()));
        let code =
            |hint: &crate::edit::Hint| format!("{}={} {:?}", forms().code(hint.variable), hint.value, hint.witness);
        pass.finish().revisions.get("b").map(|revision| revision.hints.iter().map(code).collect::<Vec<_>>())
    };
    assert_eq!(evidence(&now), None, "a filing that reconciles needs none");
    now.profile.unreconciled = true;
    let wanted = [
        "req_carin_np=2 YearBefore",
        "req_carin_tot=2 YearBefore",
        "req_carout_np=3 YearAfter",
        "req_carout_biz=4 YearAfter",
        "req_carout_tot=3 YearAfter",
    ];
    assert_eq!(evidence(&now).unwrap(), wanted);
}

#[test]
fn a_repair_that_another_year_asks_for_comes_first() {
    use crate::edit::{Circumstances, check};
    use crate::figure::TableKind;
    use crate::filing::Stage;
    // 5 + 3 ≠ 6 + 1: each of the four may be wrong. The year before carried out two.
    let words = "b 320800 甲局 2021 o req_new_np=5 req_carin_np=3 req_total_np=6 req_carout_np=1";
    let mut now = filing(words);
    let rules: Vec<_> = forms().form(FormId(2021)).unwrap().rules.iter().collect();
    let edits = check(&rules, &now.figures, &Circumstances::default());
    now.tables = vec![(TableKind::Requests, FormId(2021))];
    (now.outcomes, now.located) = (edits.outcomes, edits.located);
    now.findings.add(Stage::Rules, edits.findings);
    let repairs = crate::edit::localize::findings(&now.located, &crate::edit::Values::new(&now.figures));
    now.findings.add(Stage::Repairs, repairs);
    let code = |finding: &Finding| finding.variable.map(|variable| forms().code(variable)).unwrap_or_default();
    let first = |filing: &Filing| {
        let mut repairs = filing.findings.iter().filter(|finding| finding.code == "EDIT-REPAIR");
        repairs
            .find(|finding| finding.rank == Some(1))
            .map(|finding| format!("{}{}", code(finding), finding.evidence(Language::En)))
    };
    let count = now.findings.len();
    assert_ne!(first(&now).unwrap(), "req_carin_np", "without the year before nothing speaks for it");
    let roster = Roster::default();
    let mut pass = Pass::new(&roster);
    pass.push(member("a 320800 甲局 2020 o req_carout_np=2", ""));
    pass.push(Member { id: "b".to_owned(), canonical: true, copy: false, profile: Profile::new(&now) });
    let between = pass.finish();
    now.revise(&between.revisions["b"]);
    assert_eq!(first(&now).unwrap(), "req_carin_np The filing of the year before asks for it, too.");
    assert_eq!(now.findings.len(), count);
    assert_eq!(now.verdict, filing(words).verdict, "evidence changes no verdict");
}

#[test]
fn items_carried_over_settle_rows_of_the_2019_form() {
    let settled = |run: &str, before: &str, after: &str| {
        let mut now = member("b 320800 甲局 2019 o", "");
        let variables =
            ["pro_lic_prev", "pro_lic_change", "pro_lic_decided"].map(|code| forms().variable(code).unwrap());
        let open = super::profile::OpenRun { variables: variables.to_vec(), form: FormId(2019), run: run.to_owned() };
        now.profile.open.push(open);
        let roster = Roster::default();
        let mut pass = Pass::new(&roster);
        pass.push(member(&format!("a 320800 甲局 2018 o {before}"), ""));
        pass.push(now);
        pass.push(member(&format!("c 320800 甲局 2020 o {after}"), ""));
        let revisions = pass.finish().revisions;
        let cells = revisions.get("b").map(|revision| revision.settled[0].cells.clone()).unwrap_or_default();
        cells.iter().map(|(_, cell)| cell.figure().2).collect::<Vec<_>>().join(" ")
    };
    let before = "pro_lic_prev=98 pro_lic_change=2";
    assert_eq!(settled("1002430", before, "pro_lic_prev=102"), "100 2 430");
    // The year before alone says nothing of the change.
    assert_eq!(settled("1002430", before, ""), "");
    assert_eq!(settled("396-442278", "", "pro_lic_prev=392"), "396 -4 42278");
    // 1 + 24: a change that is larger than what was there is not taken from one year alone.
    assert_eq!(settled("1242278", "", "pro_lic_prev=25"), "");
}
