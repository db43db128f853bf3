//! From the flow to counted things: every number with a unit, dates, document numbers, ordinals, percentages,
//! addresses, titles and idioms left out.

use rust_decimal::Decimal;

use super::flow::Flow;
use super::lexicon::lexicon;
use super::number::{self, Numeral};
use crate::number::unit::{self, UNITS, UnitKind};

/// A number with a unit, in bytes of the flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counted {
    /// The number alone.
    pub start: usize,
    /// Where the unit begins and ends.
    pub unit_start: usize,
    pub end: usize,
    pub value: Decimal,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// Index in [`UNITS`].
    pub unit: usize,
    /// One end of a range (3至5件): no measure states it.
    pub span: bool,
}

/// Behind these the unit is something else: 3个月, 5人大代表, 2处罚, 12条例.
fn no_unit(unit: &str, after: &str) -> bool {
    let next = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    match unit {
        "个" => next(&["月", "百分点", "百分", "半月", "年头", "世纪"]),
        "人" => next(&["大", "民", "员", "事", "才", "力", "社"]),
        "处" => next(&["理", "罚", "置", "长", "室", "于", "分"]),
        "条" => next(&["例", "款", "龙", "规定"]),
        "本" => next(&["级", "市", "年", "机关", "局", "省", "区", "县", "单位", "报告", "部门", "镇", "街道", "府"]),
        "部" => next(&["门", "分", "委", "署", "长", "队"]),
        "期" => next(&["间", "工程", "限", "末"]),
        "次" => next(&["性", "要", "日", "年", "产业", "全会", "全体会议"]),
        "项" => next(&["目部"]),
        "位" => next(&["于", "置", "一体"]),
        "名" => next(&["称", "单", "义"]),
        "起" => next(&["来", "草", "诉", "步", "到", "至", "施行", "实施", "止"]),
        "所" => next(&["有", "列", "在", "述", "属", "需"]),
        "家" => next(&["级", "庭", "园"]),
        "单" => next(&["位", "独"]),
        "块" => next(&["链"]),
        "场" => next(&["所", "景", "馆"]),
        "例" => next(&["会", "如", "行"]),
        _ => false,
    }
}

/// Before a number these make it an ordinal, a part of a fraction or of a name.
const NOT_AFTER: &[&str] = &[
    "第", "〔", "［", "[", "之", "№", "NO.", "No.", "编号", "文号", "邮编", "传真", "房", "号楼", "央", "六届", "七届",
    "八届", "九届", "十届",
];

/// Before a single Chinese numeral these make it no count: 每一件, 这一项, 统一.
const NOT_SINGLE_AFTER: &[char] = &[
    '每', '第', '这', '那', '某', '同', '另', '任', '统', '逐', '进', '唯', '专', '合', '单', '不', '万', '之', '十',
    '星', '周', '大', '届',
];

/// Words after which a single Chinese numeral does count: 收到一件, 召开两次, 共三期.
const COUNTS_AFTER: &[&str] = &[
    "共",
    "计",
    "了",
    "收到",
    "接到",
    "受理",
    "办理",
    "答复",
    "办结",
    "召开",
    "举办",
    "组织",
    "开展",
    "发布",
    "公开",
    "编发",
    "出版",
    "印发",
    "制发",
    "制定",
    "出台",
    "新增",
    "结转",
    "发生",
    "为",
    "有",
    "达",
    "仅",
    "各",
    "含",
    "中",
    "件",
    "收",
    "诉讼",
    "复议",
    "案件",
    "申请",
    "建议",
    "提案",
    "培训",
    "会议",
    "发布会",
    "访谈",
    "账号",
    "新媒体",
    "举行",
    "参加",
    "培训班",
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "撤回",
    "审结",
    "中",
    "余",
    "：",
    "《政府公报》",
    "》",
    "文件",
    "规章",
    "公众号",
    "微博",
    "微信",
];

/// The counted things of a flow, in order, `most` at most.
pub(super) fn counted(flow: &Flow<'_>, most: usize) -> Vec<Counted> {
    let text = flow.text.as_str();
    let mut found: Vec<Counted> = Vec::new();
    let mut place = 0;
    let mut closed = 0;
    while let Some(c) = text[place..].chars().next().filter(|_| found.len() < most) {
        match c {
            '《' | '“' | '〔' | '［' | '[' => {
                place = closing(text, place, c).unwrap_or(place + c.len_utf8());
                closed = place;
            }
            c if number::opens(c) => match number::at(text, place) {
                Ok(numeral) => {
                    place = match judge(text, &numeral, closed, found.last()) {
                        Some(counted) => {
                            let end = counted.end;
                            found.push(counted);
                            end
                        }
                        None => numeral.end.max(place + c.len_utf8()),
                    };
                }
                Err(end) => place = end.max(place + c.len_utf8()),
            },
            c => place += c.len_utf8(),
        }
    }
    found
}

/// Longest title or quotation that is passed over whole; longer ones are taken for text that lost its closing mark.
const QUOTED: usize = 60;

fn closing(text: &str, start: usize, open: char) -> Option<usize> {
    let close = match open {
        '《' => '》',
        '“' => '”',
        '〔' => '〕',
        '［' => '］',
        _ => ']',
    };
    let mut depth = 0;
    for (offset, c) in text[start..].char_indices().take(QUOTED) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(start + offset + c.len_utf8());
            }
        } else if c == '\n' {
            return None;
        }
    }
    None
}

fn judge(text: &str, numeral: &Numeral, closed: usize, last: Option<&Counted>) -> Option<Counted> {
    let mut numeral = *numeral;
    let before = &text[..numeral.start];
    let previous = before.chars().next_back();
    // V2.0, G20, 1+X, 3-5, 0533-2869928, a@163.com.
    let glued = previous.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '@' | '_' | '.' | '/' | '#'));
    // 1 730条: one number or two, nobody can say.
    let apart = previous == Some(' ') || text[numeral.end..].starts_with(' ');
    if glued || apart || NOT_AFTER.iter().any(|word| before.ends_with(word)) {
        return None;
    }
    // 3-5件, 3至5件: two ends of a range.
    let mut span = false;
    let mut low = None;
    let rest = &text[numeral.end..];
    if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '-' | '—' | '－' | '~' | '～' | '至' | '到')) {
        let next = numeral.end + mark.len_utf8();
        if let Some(other) = text[next..].chars().next().filter(|&c| number::opens(c)).and(number::at(text, next).ok())
        {
            unit_at(text, other.end)?;
            low = Some(numeral.value);
            span = true;
            numeral.end = other.end;
            numeral.value = other.value;
        }
    } else if matches!(previous, Some('-' | '—' | '－' | '~' | '～')) {
        return None;
    }
    let (unit, end) = unit_at(text, numeral.end)
        .or_else(|| unit_of_noun(text, &numeral))
        .or_else(|| unit_left_out(text, &numeral, last))?;
    let after = &text[end..];
    if no_unit(UNITS[unit].word, after) || after.starts_with(['%', '‰']) {
        return None;
    }
    if numeral.single && !span && !single_counts(text, &numeral, UNITS[unit].word, after, closed, last) {
        return None;
    }
    let money = UNITS[unit].kind == UnitKind::Money;
    let (least, greatest) = if span { (low, Some(numeral.value)) } else { number::range(text, &numeral, end, money) };
    Some(Counted {
        start: numeral.start,
        unit_start: numeral.end,
        end,
        value: low.unwrap_or(numeral.value),
        low: least,
        high: greatest,
        unit,
        span,
    })
}

fn unit_at(text: &str, place: usize) -> Option<(usize, usize)> {
    let rest = text.get(place..)?;
    let unit = unit::at(rest)?;
    Some((unit, place + UNITS[unit].word.len()))
}

/// 粉丝8.3万，阅读量120万: people and visits are counted without their unit where the number is in 万.
fn unit_of_noun(text: &str, numeral: &Numeral) -> Option<(usize, usize)> {
    let next = text[numeral.end..].chars().next();
    let ends =
        next.is_none_or(|c| matches!(c, '，' | '。' | '；' | '、' | '）' | '（' | '\n' | '增' | '升' | '减' | '降'));
    if !numeral.rounded || !ends {
        return None;
    }
    let from = text[..numeral.start].char_indices().rev().take(CLAUSE).last().map_or(0, |(at, _)| at);
    let clause = text[from..numeral.start].rsplit(['，', '。', '；', '、', '（', '\n']).next()?;
    let (unit, _) = lexicon().bare.iter().find(|(_, words)| words.iter().any(|word| clause.contains(word)))?;
    Some((*unit, numeral.end))
}

/// How far back the noun of such a number is looked for, in characters.
const CLAUSE: usize = 24;

/// 政府网站公开信息数50条，政务微信公开信息数30，其他方式公开信息数10条: the unit of the list, where 数 or 量 says that it
/// counts and the list goes on.
fn unit_left_out(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let last = last.filter(|last| !last.span)?;
    let gap = text.get(last.end..numeral.start)?;
    let rest = &text[numeral.end..];
    let counts = gap.ends_with(['数', '量']) || gap.ends_with("数为") || gap.ends_with("量为");
    let listed = gap.starts_with(['，', '、', '；'])
        && !gap.contains(['。', '\n'])
        && rest.starts_with(['，', '、', '；', '。']);
    (counts && listed && gap.len() <= GAP).then_some((last.unit, numeral.end))
}

/// Longest name of a part whose unit is left out, in bytes.
const GAP: usize = 90;

/// 一 to 十 and 两 are part of countless idioms (一件事, 两个维护, 八项规定, 一次性); as counts they follow a verb of
/// doing or the counted noun, or end their clause.
fn single_counts(
    text: &str,
    numeral: &Numeral,
    unit: &str,
    after: &str,
    closed: usize,
    last: Option<&Counted>,
) -> bool {
    let before = &text[..numeral.start];
    if before.ends_with(NOT_SINGLE_AFTER) && !before.ends_with("分别为") && !before.ends_with("均为") {
        return false;
    }
    if matches!(unit, "种" | "套" | "批" | "支" | "块" | "段")
        || after.starts_with(['事', '龙', '性', '化', '站', '体'])
    {
        return false;
    }
    let next = after.chars().next();
    let ends = next.is_none_or(|c| matches!(c, '，' | '。' | '；' | '、' | '：' | '）' | '（' | '\n' | '以' | '左'));
    let counted = COUNTS_AFTER.iter().any(|word| before.ends_with(word));
    let listed = last.is_some_and(|last| last.end == numeral.start);
    // 《政府公报》六期: the title has just been passed over.
    let titled = closed == numeral.start && before.ends_with('》');
    let whole = unit != "个" || ends;
    (counted || titled) && whole || ends && !listed && unit != "个"
}
