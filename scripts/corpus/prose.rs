//! The six sections in sentences of the corpus's own, whose numbers agree with the tables.

use crate::figures::{Values, integer};
use crate::organs::Organ;
use crate::random::Random;

/// The prose of a report, and the measures that it states.
#[derive(Default, Clone)]
pub struct Prose {
    /// What stands before the first section.
    pub preamble: String,
    /// Paragraphs of sections one, five and six; of two to four only what stands beside the tables.
    pub sections: [Vec<String>; 6],
    /// Measures stated, in numbers or in words.
    pub measures: Vec<(&'static str, String)>,
}

impl Prose {
    fn states(&mut self, measure: &'static str, value: i64) {
        self.measures.push((measure, value.to_string()));
    }
}

/// Categories of published items, for breakdowns.
const KINDS: [&str; 8] =
    ["政策文件", "机构职能", "财政预决算", "规划计划", "人事信息", "工作动态", "建议提案", "招标采购"];

/// Sentences about plans and shortcomings; they hold no quantity.
const SHORTCOMINGS: [&str; 5] = [
    "一是公开内容更新不够及时，个别栏目内容偏少；二是政策解读形式较为单一，图解和短视频运用不多。",
    "信息发布审核流程还需理顺，科室之间衔接不够顺畅，群众查找信息仍有不便。",
    "从事公开工作的人员流动较快，业务还不够熟练，对新要求的理解有待加深。",
    "栏目设置与群众需要之间还有差距，重点领域信息归集不够系统。",
    "依申请公开答复文书的规范程度还不够高，与申请人的沟通有待加强。",
];
const PLANS: [&str; 4] = [
    "下一步，将理顺发布流程，明确责任到人，做到应公开尽公开。",
    "今后将丰富解读方式，用图表和问答把政策讲清楚。",
    "将加强业务学习，完善答复文书格式，提高办理质量。",
    "将定期检查栏目更新情况，及时补齐短缺内容。",
];

/// The prose of a report on the forms of 2019 or 2021.
pub fn write(organ: &Organ, year: u16, size: i64, values: &Values, random: &mut Random) -> Prose {
    let mut out = Prose {
        preamble: format!(
            "根据《中华人民共和国政府信息公开条例》规定，现公布{}{year}年政府信息公开工作年度报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            organ.name
        ),
        ..Prose::default()
    };
    let own = organ.own;
    out.sections[0]
        .push(format!("{year}年，{own}围绕中心任务推进政务公开，完善工作制度，拓宽公开渠道，自觉接受群众监督。"));
    proactive(&mut out, size, random);
    requests(&mut out, values, random);
    management(&mut out, size, random);
    disputes(&mut out, values);
    out.sections[4].push((*random.pick(&SHORTCOMINGS)).to_owned());
    out.sections[4].push((*random.pick(&PLANS)).to_owned());
    ending(&mut out, size, random);
    out
}

fn proactive(out: &mut Prose, size: i64, random: &mut Random) {
    let mut parts = Vec::new();
    let mut total = 0;
    let first = random.range(0, 3) as usize;
    for kind in KINDS.iter().skip(first).take(5) {
        let count = random.range(1, 12 + size);
        total += count;
        parts.push(format!("{kind}{count}条"));
    }
    out.states("nar_pro_total", total);
    out.sections[0].push(format!("（一）主动公开情况。全年主动公开政府信息{total}条。其中{}。", parts.join("、")));
    if size > 5 {
        let website = random.range(total / 2, total);
        let wechat = random.range(1, total / 2);
        out.states("nar_pub_website", website);
        out.states("nar_pub_wechat", wechat);
        out.sections[0].push(format!("通过政府网站公开信息{website}条，通过微信公众号发布信息{wechat}条。"));
    }
}

fn requests(out: &mut Prose, values: &Values, random: &mut Random) {
    let count = |row: &str| integer(values, &format!("req_{row}_tot"));
    let (new, carin, total, carout) = (count("new"), count("carin"), count("total"), count("carout"));
    if new == 0 && carin == 0 && total == 0 && carout == 0 {
        out.states("nar_req_new", 0);
        out.sections[0].push("（二）依申请公开情况。全年未收到政府信息公开申请。".to_owned());
        return;
    }
    out.states("nar_req_new", new);
    out.states("nar_req_total", total);
    let sentence = match random.range(0, 2) {
        0 if carin > 0 && carout > 0 => {
            out.states("nar_req_carin", carin);
            out.states("nar_req_carout", carout);
            format!("受理申请{new}件，答复{total}件（含上年度结转{carin}件，另有{carout}件顺延至下年度答复）。")
        }
        1 if carin == 0 && carout == 0 => format!("全年收到政府信息公开申请{new}件，办结{total}件。"),
        _ => {
            out.states("nar_req_carin", carin);
            out.states("nar_req_carout", carout);
            format!(
                "本年新收政府信息公开申请{new}件，上年结转{carin}件，本年度办结{total}件，结转下年度继续办理{carout}件。"
            )
        }
    };
    out.sections[0].push(format!("（二）依申请公开情况。{sentence}"));
}

fn management(out: &mut Prose, size: i64, random: &mut Random) {
    let trainings = random.range(1, 4);
    let trained = trainings * random.range(12, 40 + size);
    out.states("nar_trainings", trainings);
    out.states("nar_trained", trained);
    out.sections[0].push(format!(
        "（三）信息管理和监督保障情况。严格执行发布审查制度，组织政务公开业务培训{trainings}次，培训{trained}人次。"
    ));
    if size > 20 {
        let interpretations = random.range(2, 60);
        out.states("nar_interpretations", interpretations);
        out.sections[0].push(format!("围绕重点政策发布政策解读{interpretations}条。"));
    }
}

fn disputes(out: &mut Prose, values: &Values) {
    let reviews = integer(values, "rev_total");
    let suits = integer(values, "lit1_total") + integer(values, "lit2_total");
    out.states("nar_rev_total", reviews);
    out.states("nar_lit_total", suits);
    out.sections[0].push(if reviews == 0 && suits == 0 {
        "（四）全年未发生因政府信息公开引起的行政复议、行政诉讼。".to_owned()
    } else {
        format!("（四）因政府信息公开被申请行政复议{reviews}件，被提起行政诉讼{suits}件。")
    });
}

fn ending(out: &mut Prose, size: i64, random: &mut Random) {
    if size > 60 && random.chance(30) {
        let fee = random.range(2, 90) * 10;
        out.states("nar_fee", fee);
        out.sections[5].push(format!("本年度共收取信息处理费{fee}元。"));
    } else {
        out.states("nar_fee", 0);
        out.sections[5].push("本年度未收取信息处理费。".to_owned());
    }
    if size > 10 {
        let (deputies, members) = (random.range(1, 40), random.range(1, 40));
        out.states("nar_npc_proposals", deputies);
        out.states("nar_cppcc_proposals", members);
        out.sections[5].push(format!("全年办理人大代表建议{deputies}件、政协委员提案{members}件，答复内容均已公开。"));
    }
}

/// The prose of a report of the years before 2019; the statistics sheet follows as an annex.
pub fn write_early(organ: &Organ, year: u16, values: &Values, random: &mut Random) -> Prose {
    let mut out = Prose {
        preamble: format!("本报告由{}编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。", organ.name),
        ..Prose::default()
    };
    let total = integer(values, "st_pro_total");
    let requests = integer(values, "st_req_total");
    let own = organ.own;
    out.states("nar_pro_total", total);
    out.states("nar_req_new", requests);
    out.sections[0].push(format!("{year}年，{own}按照上级部署做好政府信息公开工作，制度逐步健全。"));
    out.sections[1].push(format!("全年主动公开政府信息{total}条。"));
    out.sections[2].push(if requests == 0 {
        "全年未收到政府信息公开申请。".to_owned()
    } else {
        format!("全年收到政府信息公开申请{requests}件，均已按时办结。")
    });
    out.sections[3].push("依申请提供政府信息未收取费用。".to_owned());
    out.states("nar_fee", 0);
    out.sections[4].push(format!("{}{}", random.pick(&SHORTCOMINGS), random.pick(&PLANS)));
    out
}
