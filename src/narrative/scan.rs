//! From the running text to counted things: every number with a unit, dates, document numbers, ordinals, percentages,
//! addresses, titles and idioms left out.

use rust_decimal::Decimal;

use super::item::{of_people, of_pieces};
use super::lexicon::lexicon;
use super::number::{self, Numeral};
use super::running::RunningText;
use crate::number::unit::{self, UNITS, UnitKind};

/// A number with a unit, in bytes of the running text.
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

/// The counted things of a running text, in order, `most` at most.
pub(super) fn counted(running: &RunningText<'_>, most: usize) -> Vec<Counted> {
    let text = running.text.as_str();
    let mut found: Vec<Counted> = Vec::new();
    let mut place = 0;
    let mut closed = 0;
    let titled = |c: char| matches!(c, '《' | '“' | '〔' | '［' | '[');
    // Most characters are ideographs, and open no title.
    let opens = |c: char| number::opens(c) || !matches!(c, '\u{4e00}'..='\u{9fff}') && titled(c);
    while let Some((ahead, c)) = text[place..].char_indices().find(|&(_, c)| opens(c)) {
        if found.len() >= most {
            break;
        }
        place += ahead;
        match c {
            c if titled(c) => {
                place = closing(text, place, c).unwrap_or(place + c.len_utf8());
                closed = place;
            }
            _ => match number::at(text, place) {
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
    if glued || apart || lexicon().grammar.ordinal.end(before) {
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
        .filter(|&(_, end)| !(text[..end].ends_with('通') && text[end..].starts_with('过')))
        .or_else(|| unit_in_bracket(text, &numeral))
        .or_else(|| unit_of_noun(text, &numeral))
        .or_else(|| unit_left_out(text, &numeral, last))
        .or_else(|| unit_of_share(text, &numeral, last))
        .or_else(|| unit_of_count(text, &numeral))
        .or_else(|| unit_at_end(text, &numeral, last))?;
    let after = &text[end..];
    let grammar = lexicon().grammar;
    let not = grammar.unit_not.get(UNITS[unit].word);
    if not.is_some_and(|words| words.start(after)) || after.starts_with(['%', '‰']) {
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

/// 培训班2（场）: a unit in a bracket of its own.
fn unit_in_bracket(text: &str, numeral: &Numeral) -> Option<(usize, usize)> {
    let inside = text[numeral.end..].strip_prefix('（')?;
    let (unit, end) = unit_at(text, text.len() - inside.len())?;
    text[end..].starts_with('）').then_some((unit, end + '）'.len_utf8()))
}

/// 粉丝8.3万，阅读量120万: people and visits are counted without their unit where the number is in 万.
fn unit_of_noun(text: &str, numeral: &Numeral) -> Option<(usize, usize)> {
    let next = text[numeral.end..].chars().next();
    let ends =
        next.is_none_or(|c| matches!(c, '，' | '。' | '；' | '、' | '）' | '（' | '\n' | '增' | '升' | '减' | '降'));
    // 粉丝数量突破90万大关
    let passed = if text[numeral.end..].starts_with("大关") { "大关".len() } else { 0 };
    let ends = ends || passed > 0;
    // 订阅数已超过600: right behind the noun, and no year.
    let plain = numeral.value >= Decimal::ONE_HUNDRED && numeral.value.is_integer() && counts(numeral);
    if !(numeral.rounded || plain) || !ends {
        return None;
    }
    let from = text[..numeral.start].char_indices().rev().take(CLAUSE).last().map_or(0, |(at, _)| at);
    let clause = text[from..numeral.start].rsplit(['，', '。', '；', '、', '（', '\n']).next()?;
    // Of live broadcasts views are counted without a unit, too.
    let (unit, _) = lexicon().bare.iter().find(|(unit, words)| match numeral.rounded {
        true => words.within(clause),
        false => UNITS[*unit].word == "人" && words.end(clause.trim_end_matches(REACHES)),
    })?;
    Some((*unit, numeral.end + passed))
}

/// What stands between such a noun and its number.
const REACHES: [char; 13] = ['已', '超', '过', '达', '到', '为', '突', '破', '共', '约', '近', '有', '：'];

/// How far back the noun of such a number is looked for, in characters.
const CLAUSE: usize = 24;

/// 主动公开信息数：1062；网站公开数：805: 件 where a colon, or 为, behind 数 says that it counts.
fn unit_of_count(text: &str, numeral: &Numeral) -> Option<(usize, usize)> {
    let before = text[..numeral.start].strip_suffix(['：', '为'])?;
    let ends = text[numeral.end..].chars().next().is_none_or(|c| matches!(c, '，' | '。' | '；' | '、' | '）' | '\n'));
    let unit = UNITS.iter().position(|unit| unit.word == "件").filter(|_| ends && before.ends_with('数'))?;
    Some((unit, numeral.end))
}

/// The unit of a number that ends its statement, or what it lists; most without a unit are years, and end nothing.
fn unit_at_end(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let rest = &text[numeral.end..];
    let listed = rest.starts_with(['，', '、', '）']);
    let bracket = rest.starts_with('（');
    let ends = !listed && !bracket && ends_statement(rest);
    if !(listed || bracket || ends) || !numeral.value.is_integer() {
        return None;
    }
    let of_list = if bracket { None } else { unit_of_list(text, numeral, last) };
    let of_total = || if ends { unit_of_total(text, numeral, last) } else { None };
    let stated = !listed || rest.starts_with('，') && !hotline(numeral);
    of_list.or_else(of_total).or_else(|| if stated { unit_of_items(text, numeral) } else { None })
}

/// 12345，96128: a line's number, and nothing that is counted.
fn hotline(numeral: &Numeral) -> bool {
    [(12_300, 12_400), (96_000, 97_000)]
        .iter()
        .any(|&(from, to)| (Decimal::from(from)..Decimal::from(to)).contains(&numeral.value))
}

/// Whether a number without its unit is a count: no number of 万, and no year.
fn counts(numeral: &Numeral) -> bool {
    !numeral.rounded && !(Decimal::from(1900)..Decimal::from(2100)).contains(&numeral.value)
}

/// 主动公开政府信息287主要包括…; 政务微信公开862。; 办理政府信息公开申请58，均…: 条 where the clause names what is published, or
/// asked for, and ends with its number.
fn unit_of_items(text: &str, numeral: &Numeral) -> Option<(usize, usize)> {
    let count = (numeral.value >= Decimal::TEN || numeral.value.is_zero()) && counts(numeral);
    let named = count && lexicon().grammar.items.end(&text[..numeral.start]);
    let unit = UNITS.iter().position(|unit| named && unit.word == "条")?;
    Some((unit, numeral.end))
}

/// 政府网站公开信息数50条，政务微信公开信息数30，其他方式公开信息数10条: the unit of the list, where 数 or 量 says that it
/// counts and the list goes on.
fn unit_left_out(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let last = last.filter(|last| !last.span)?;
    let gap = text.get(last.end..numeral.start)?;
    // 粉丝数分别达到3.2万、1.8万
    if matches!(gap, "、" | "和") && last.unit_start == last.end && numeral.rounded {
        return Some((last.unit, numeral.end));
    }
    let rest = &text[numeral.end..];
    let counts = gap.ends_with(['数', '量']) || gap.ends_with("数为") || gap.ends_with("量为");
    let listed = gap.starts_with(['，', '、', '；'])
        && !gap.contains(['。', '\n'])
        && rest.starts_with(['，', '、', '；', '。']);
    (counts && listed && gap.len() <= GAP).then_some((last.unit, numeral.end))
}

/// 予以公开851件，占66.17%；部分公开58，占4.51%: the unit of the list, where each number is a share of the same whole.
fn unit_of_share(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let last = last.filter(|last| !last.span)?;
    let gap = text.get(last.end..numeral.start).filter(|gap| gap.len() <= GAP && !gap.contains(['。', '\n']))?;
    let share = |rest: &str| rest.trim_start_matches(['，', '（', '、']).starts_with('占');
    (share(gap) && share(&text[numeral.end..])).then_some((last.unit, numeral.end))
}

/// Whether a sentence or what it lists ends here, or its whole follows (…412共计3286).
fn ends_statement(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['。', '；', '\n']) || lexicon().grammar.lists.start(rest)
}

/// 行政许可4条、行政处罚2，回复诉求11; 共公开260条：网站公开200，微博公开40条: the unit of the list, where nothing but the name of a part stands before the number.
fn unit_of_list(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let last = last.filter(|last| !last.span)?;
    let name = text.get(last.end..numeral.start).filter(|name| name.len() <= NAME)?;
    let name = name.strip_prefix(['、', '，', '：'])?;
    if numeral.single || !counts(numeral) || !of_pieces(UNITS[last.unit].word) {
        return None;
    }
    let noun = !name.is_empty() && name.chars().all(|c| c > '\u{4dff}' && c < '\u{a000}');
    let part = noun && !lexicon().grammar.no_part.within(name);
    part.then_some((last.unit, numeral.end))
}

/// …公开信息412，共计3286: the unit of what it adds up.
fn unit_of_total(text: &str, numeral: &Numeral, last: Option<&Counted>) -> Option<(usize, usize)> {
    let last = last.filter(|last| !last.span)?;
    let gap = text.get(last.end..numeral.start)?.trim_start_matches(['，', '、']);
    let total = matches!(gap, "共计" | "合计" | "总计" | "共" | "总共");
    (total && numeral.value >= last.value).then_some((last.unit, numeral.end))
}

/// Longest name of a part in such a list, in bytes.
const NAME: usize = 45;

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
    let grammar = lexicon().grammar;
    let before = &text[..numeral.start];
    // 未发生一起复议: not a single one.
    if numeral.value == Decimal::ONE && grammar.not_one.end(before) {
        return false;
    }
    // 专门配备一名专职人员
    if of_people(unit) && grammar.single_staff.start(after) {
        return true;
    }
    if grammar.no_single.end(before) && !before.ends_with("分别为") && !before.ends_with("均为") {
        return false;
    }
    if grammar.single_unit.iter().any(|word| word == unit) || grammar.single_not.start(after) {
        return false;
    }
    let next = after.chars().next();
    let ends = next.is_none_or(|c| matches!(c, '，' | '。' | '；' | '、' | '：' | '）' | '（' | '\n' | '以' | '左'));
    let counted = grammar.single.end(before);
    let listed = last.is_some_and(|last| last.end == numeral.start);
    // 《政府公报》六期: the title has just been passed over.
    let titled = closed == numeral.start && before.ends_with('》');
    // 办结十九件，一件正在办理
    let told = matches!(unit, "件" | "起" | "宗")
        && before.ends_with(['，', '、', '；', '另'])
        && grammar.single_before.start(after);
    // 先后两次召开会议
    let told = told || unit == "次" && grammar.single_held.start(after);
    // 我局六个政务新媒体账号
    let told = told || unit == "个" && grammar.single_account.start(after);
    let whole = unit != "个" || ends;
    (counted || titled) && whole || told || ends && !listed && unit != "个"
}
