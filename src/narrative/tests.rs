//! Sentences and the quantities in them: value, unit and role, in the order of the text.

use super::*;

fn read_text(text: &str) -> Narrative {
    read_of(None, text)
}

/// The prose of an organ's report.
fn read_of(organ: Option<&str>, text: &str) -> Narrative {
    let passages = [Passage { text, section: Some(1), start: 0, location: SourceLocation::default() }];
    let variable =
        |code: &str| measures().iter().position(|measure| measure.code == code).map(|at| Variable(at as u16));
    read(&passages, &Setting { year: Some(2022), organ, variable: &variable })
}

/// `value unit measure-or-role` of each quantity.
fn said(text: &str) -> Vec<String> {
    let narrative = read_text(text);
    let of = |quantity: &Quantity| {
        let what = quantity.measure.map(|variable| measures()[variable.index()].code.trim_start_matches("nar_"));
        let range = match (quantity.low, quantity.high) {
            (Some(low), Some(high)) if low == high => String::new(),
            (low, high) => {
                let show = |value: Option<Decimal>| value.map_or("".to_owned(), |value| value.normalize().to_string());
                format!("[{},{}]", show(low), show(high))
            }
        };
        format!("{}{range}{} {}", quantity.value.normalize(), quantity.unit, what.unwrap_or("-"))
    };
    narrative.quantities.iter().map(of).collect()
}

#[test]
fn an_organ_beside_its_jurisdiction() {
    let stated = |organ: &str, text: &str| -> Vec<String> {
        let narrative = read_of(Some(organ), text);
        let of = |quantity: &Quantity| {
            let code = measures()[quantity.measure?.index()].code.trim_start_matches("nar_");
            Some(format!("{code}={}", quantity.value.normalize()))
        };
        narrative.quantities.iter().filter_map(of).collect()
    };
    let office = "石桥市人民政府办公室";
    let published = "2022年，全市主动公开政府信息8.3万条。其中，市政府办公室主动公开650条。";
    assert_eq!(stated(office, published), ["pro_total=650"]);
    assert_eq!(stated("石桥市人民政府", published), ["pro_total=83000"]);
    assert_eq!(stated("石桥市民政局", "全市公开政府信息8300条，其中市民政局公开90条。"), ["pro_total=90"]);
    let received = "2022年，全市共受理政府信息公开申请410件，其中我办受理36件，答复36件。";
    assert_eq!(stated(office, received), ["req_new=36", "req_total=36"]);
    let handled = "2022年，全市各级行政机关办理政府信息公开申请760件，其中市政府办公室办理51件。";
    assert_eq!(stated(office, handled), ["req_total=51"]);
    assert_eq!(stated("石桥市人民政府", handled), ["req_total=760"]);
    assert_eq!(stated("石桥市民政局", "2022年，我局受理政府信息公开申请9件，其中网上申请4件。")[0], "req_new=9");
}

#[test]
fn a_field_that_the_site_carries() {
    let site = |organ: &str, text: &str| {
        let narrative = read_of(Some(organ), text);
        narrative.quantities.iter().any(|quantity| quantity.measure.is_some())
    };
    let text = "2022年，官网发布生态环境领域相关信息612条。";
    assert!(site("石桥市生态环境局", text));
    assert!(!site("石桥市人民政府", text));
    assert_eq!(said("门户网站发布文化和旅游信息214条。"), ["214条 pub_website"]);
    assert_eq!(said("门户网站发布规划信息12条、人事信息5条。"), ["12条 -", "5条 -"]);
}

#[test]
fn a_channel_that_is_praised() {
    assert_eq!(said("充分发挥网站在信息公开中的主渠道作用，全年共主动公开政府信息363条。"), ["363条 pro_total"]);
    assert_eq!(said("局网站发挥主渠道作用，全年主动公开政府信息363条。"), ["363条 pub_website"]);
}

#[test]
fn accounts_that_a_bracket_counts() {
    let text = "微信公众账号（2个）发布信息149条；微博账号（1个）发布信息88条。";
    assert_eq!(said(text), ["2个 -", "149条 pub_wechat", "1个 -", "88条 pub_weibo"]);
}

#[test]
fn what_is_denied_of_some_or_of_what_it_is_about() {
    assert_eq!(said("办理依申请公开8件，1件因故未收到申请人补正材料。")[0], "8件 req_total");
    assert_eq!(said("未产生与诉讼（行政复议）有关的费用支出。"), Vec::<String>::new());
    let both = ["0 rev_total", "0 lit_total"];
    assert_eq!(said("未发生政府信息公开行政复议、诉讼问题。"), both);
    assert_eq!(said("未发生与政府信息公开有关的行政复议和行政诉讼。"), both);
}

#[test]
fn an_answer_that_balances_is_no_outcome_of_some() {
    let text = "收到政府信息公开申请120件，上年结转3件，公开答复119件，结转下年4件。";
    assert_eq!(said(text)[2], "119件 req_total");
    assert_eq!(said("收到政府信息公开申请120件，其中公开答复19件。")[1], "19件 req_granted");
}

#[test]
fn what_was_left_over_was_not_handled() {
    let text = "全年共收到和办理依申请公开9件，部分公开2件，无法提供5件，结转下一年度办理2件。";
    assert_eq!(said(text), ["9件 req_new", "9件 -", "2件 req_partial", "5件 req_unable", "2件 req_carout"]);
    assert_eq!(said("全年共收到和办理依申请公开9件。")[1], "9件 req_total");
}

#[test]
fn a_slip_of_the_unit_is_no_measure() {
    assert_eq!(said("政府网站主动公开政府信息173769万条。")[0].split(' ').next_back(), Some("-"));
}

#[test]
fn what_two_levels_published() {
    let text = "区政府及其部门主动公开政府信息6120条，街道及其部门主动公开政府信息2880条。";
    assert_eq!(said(text), ["6120条 -", "2880条 -"]);
}

#[test]
fn what_was_repealed_in_an_earlier_year() {
    let earlier = "2021年，我局制定规范性文件0件，废止规范性文件0件。";
    assert_eq!(said(earlier), ["0件 -", "0件 -"]);
    let made_earlier = "对2021年以来的规范性文件进行清理，废止规范性文件4件。";
    assert_eq!(said(made_earlier), ["4件 normdocs_repealed"]);
}

#[test]
fn what_was_received_is_no_part_of_what_was_published() {
    let text = "2022年公开政务信息95条，其中公开专栏61条，通知公告34条，共收到建议提案3件，3件主办件均已办结并公示。";
    assert!(read_text(text).findings.is_empty());
    let unequal =
        "2022年公开政务信息97条，其中公开专栏61条，通知公告34条，共收到建议提案3件，3件主办件均已办结并公示。";
    let narrative = read_text(unequal);
    assert!(
        narrative
            .quantities
            .iter()
            .filter(|quantity| quantity.unit == "件")
            .all(|quantity| quantity.role != Role::Part)
    );
}

#[test]
fn numbers_that_count_and_numbers_that_do_not() {
    let cases: &[(&str, &[&str])] = &[
        (
            "根据国办公开办函〔2021〕30号和《条例》第五十条，2022年1月31日公布，电话0512-63980011，邮编215200，新村西路226号。",
            &[],
        ),
        (
            "一是落实第145号建议，合格率98.5%，推行“一站式”和1+X模式，贯彻二十大精神、八项规定、三公经费、V2.0版本。",
            &[],
        ),
        (
            "整改三万五千条，另有十二项，共两场，约1.17万人次，近900份，逾20万册，3000余件，50件以上，3至5个问题。",
            &[
                "35000条 -",
                "12项 -",
                "2场 -",
                "11700[11650,11750]人次 -",
                "900[800,900]份 -",
                "200000[200000,209999]册 -",
                "3000[3000,3999]件 -",
                "50[50,]件 -",
                "3[3,5]个 -",
            ],
        ),
        (
            "检查１，２３４件、1,234,567件、1，234件、909.76万元、20余万次。",
            &["1234件 -", "1234567件 -", "1234件 -", "909.76万元 -", "200000[200000,299999]次 -"],
        ),
        ("每一件都要办好，这一项工作统一部署，历时15个工作日，分为三个月。", &["15个工作日 -"]),
        ("办理政府信息公开申请58，均已答复。受理政府信息公开申请12345，转热线。", &["58条 req_total"]),
        ("公众号推送信息731微博发布信息640条，公开26个领域信息。", &["731条 pub_wechat", "640条 pub_weibo"]),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn ways_beside_the_site_are_not_all_that_was_published() {
    let text = "门户网站公开信息205条。另以广播、宣传栏等方式公开信息64条。";
    assert_eq!(said(text), ["205条 pub_website", "64条 -"]);
    assert_eq!(said("以广播、宣传栏等方式公开信息64条。"), ["64条 pro_total"]);
}

#[test]
fn sentences_about_requests_are_read_as_a_whole() {
    let cases: &[(&str, &[&str])] = &[
        (
            "2022年，全市共受理政府信息公开申请3259件，答复3278件（含上年度结转申请77件，另有58件顺延到下年度答复）。",
            &["3259件 req_new", "3278件 req_total", "77件 req_carin", "58件 req_carout"],
        ),
        (
            "政府信息公开申请共受理19件，其中11件均按规定程序办结，8件申请人主动撤销。",
            &["19件 req_new", "11件 -", "8件 -"],
        ),
        (
            "受理政府信息公开申请10件，办理上年度结转申请1件。答复11件。",
            &["10件 req_new", "1件 req_carin", "11件 req_total"],
        ),
        ("全县受理依申请公开61件，委托县水利局办理政府信息公开申请24件。", &["61件 req_new", "24件 -"]),
        ("办理政府信息公开申请69件，含2021年转至今年3件。", &["69件 req_total", "3件 req_carin"]),
        (
            "政府信息公开行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件。",
            &["351件 rev_total", "72件 -", "64件 -", "178件 -", "37件 -"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
        assert_eq!(read_text(text).findings, [], "{text}");
    }
}

#[test]
fn parts_stand_under_their_total_in_order() {
    let narrative = read_text("全年共公开政府信息60条。其中机构职能10条、财政信息20条、其他30条。");
    let parts: Vec<(Option<u32>, &str, Role)> =
        narrative.quantities.iter().map(|quantity| (quantity.parent, quantity.label.as_str(), quantity.role)).collect();
    assert_eq!(
        parts,
        [
            (None, "政府信息", Role::Total),
            (Some(0), "机构职能", Role::Part),
            (Some(0), "财政信息", Role::Part),
            (Some(0), "其他", Role::Part)
        ]
    );
    assert_eq!(narrative.findings, []);
}

#[test]
fn parts_of_parts_stand_under_their_part() {
    let parents = |text: &str| -> Vec<Option<u32>> {
        let narrative = read_text(text);
        assert_eq!(narrative.findings, [], "{text}");
        narrative.quantities.iter().map(|quantity| quantity.parent).collect()
    };
    let twice = "公开政府信息90条，其中网站公开70条，其中政策文件9条，其中规范性文件2条；微信公众号公开20条。";
    assert_eq!(parents(twice), [None, Some(0), Some(1), Some(2), Some(0)]);
    let plans = "主动公开政府信息850条，其中概况信息762条，计划48条，动态信息40条。";
    assert_eq!(parents(plans), [None, Some(0), Some(0), Some(0)]);
    let full = "办结申请60件，其中予以公开30件，不予公开20件，其中国家秘密3件、内部事务17件，无法提供10件。";
    assert_eq!(parents(full), [None, Some(0), Some(0), Some(2), Some(2), Some(0)]);
    // A second 其中 that goes on with the same list.
    let again = "收到申请20件，其中网上申请12件，其中信函申请8件。";
    assert_eq!(parents(again), [None, Some(0), Some(0)]);
}

#[test]
fn the_site_of_the_organ_goes_before_those_of_others() {
    let site = |organ: &str, text: &str| -> Vec<String> {
        let narrative = read_of(Some(organ), text);
        let named = |quantity: &&Quantity| {
            quantity.measure.is_some_and(|measure| measures()[measure.index()].code == "nar_pub_website")
        };
        narrative.quantities.iter().filter(named).map(|quantity| quantity.value.to_string()).collect()
    };
    let text = "在市教育局网站公开信息900条，在省教育厅网站公开信息14条。";
    assert_eq!(site("石桥市教育局", text), ["900"]);
    assert_eq!(site("石桥市清河区教育局", text), [""; 0]);
    assert_eq!(site("石桥市教育局", "在市民政局网站公开信息31条，在局官网公开信息640条。"), ["640"]);
}

#[test]
fn sums_that_do_not_hold_are_said_with_the_part_that_explains_them() {
    let found = |text: &str| -> Vec<(String, Option<Decimal>, Option<String>)> {
        let explain =
            |finding: &Finding| finding.args.iter().find(|(key, _)| key == "part").map(|(_, value)| value.clone());
        read_text(text)
            .findings
            .iter()
            .map(|finding| (finding.code.to_string(), finding.residual, explain(finding)))
            .collect()
    };
    let breakdown = "全年主动公开政府信息50条。主要类别有：机构职能10条，财政信息20条，应急管理8条，其他20条。";
    assert_eq!(found(breakdown), [("NAR-BREAKDOWN".to_owned(), Some(Decimal::from(8)), Some("应急管理8".to_owned()))]);
    let balance = "收到政府信息公开申请20件，上年结转2件，答复25件，结转下年度1件。";
    assert_eq!(found(balance), [("NAR-SELF".to_owned(), Some(Decimal::from(-4)), None)]);
    for silent in [
        "全年主动公开政府信息50条，主要包括财政信息20条、人事信息8条。",
        "主动公开政府信息80条，其中网站公开80条、微信公众号公开45条、微博公开30条。",
        "收到政府信息公开申请20件，答复18件，均在期限内。",
    ] {
        assert_eq!(found(silent), [], "{silent}");
    }
}

#[test]
fn positions_lead_back_to_the_source() {
    let text = "（二）依申请公开情况。\n全年收到　政府信息 公开申请 ３ 件。";
    let narrative = read_text(text);
    let places: Vec<String> = narrative
        .quantities
        .iter()
        .map(|quantity| {
            text.chars().skip(quantity.start as usize).take((quantity.end - quantity.start) as usize).collect()
        })
        .collect();
    assert_eq!(places, ["３ 件"]);
}

/// Bytes and words looked at, for a text of so many pieces.
fn steps(text: &str) -> u64 {
    let passages = [Passage { text, section: Some(1), start: 0, location: SourceLocation::default() }];
    let text = Text::new(&passages, Some(2022), None);
    understand(&text);
    text.running.steps()
}

#[test]
fn twice_the_text_is_twice_the_work() {
    let line = "我局按照条例的要求，认真做好各项公开工作，主动接受社会各界的监督，";
    let shapes: &[(&str, &dyn Fn(usize) -> String)] = &[
        ("short lines", &|n| "公开3条\n".repeat(n)),
        ("joined lines", &|n| format!("{line}\n").repeat(n)),
        ("numbers of one sentence", &|n| "1件、2条，".repeat(n)),
        ("parts of one total", &|n| format!("共公开信息{n}条，其中{}", "财政1条、".repeat(n))),
        ("denials", &|n| "无申请，".repeat(n)),
        ("sentences", &|n| {
            "收到申请3件，办结2件（含结转1件）。主要类别有：财政1件、人事2件、土地3件、其他4件。".repeat(n)
        }),
        ("brackets", &|n| "3件（".repeat(n)),
        ("years", &|n| "2021年2022年上年3件".repeat(n)),
    ];
    for (shape, text) in shapes {
        let (once, twice) = (steps(&text(1_000)), steps(&text(2_000)));
        assert!(once > 1_000, "{shape}: {once}");
        assert!(twice <= 2 * once + once / 10, "{shape}: {once} steps, then {twice}");
    }
}

#[test]
fn what_is_kept_of_a_filing_is_bounded() {
    let text = "公开3条。".repeat(30_000);
    let narrative = read_text(&text);
    assert_eq!(narrative.quantities.len(), gather::MOST);
    assert_eq!(narrative.findings.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["NAR-LIMIT"]);
    let text = "公开3条、".repeat(15_000);
    let narrative = read_text(&text);
    let repeated: usize = narrative.quantities.iter().map(|quantity| quantity.text.len()).sum();
    assert!(repeated <= SENTENCES && narrative.quantities.len() < 15_000);
}
