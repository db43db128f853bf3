//! Whether a number is of another time: last year's, of all years, of half a year, growth, a plan.
//!
//! Words that tell the time hold for their own clause; at the head of a sentence (2019年，… ) or for all years
//! (自开通以来，…) they hold until another one says otherwise.

use super::item::{Item, Text};
use super::measures::Part;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Now,
    Past,
    Ever,
    Partial,
}

/// Whether a quantity is a growth, a plan, or of another time than the reporting year.
pub(super) fn is_other(text: &Text<'_>, item: &Item) -> bool {
    let lexicon = text.lexicon;
    let clause = text.groups(item.clause, item.start);
    let has = |name: &str| clause.has(lexicon.class(name));
    let behind = text.flow.text.get(item.end..).unwrap_or_default();
    if has("plan") || has("elsewhere") || has("growth") && !growth_is_aside(text, item) {
        return true;
    }
    if behind.starts_with("以上的") {
        return true;
    }
    // 上年结转 and 结转下年 name another year and are this year's figures.
    if matches!(item.part(), Some(Part::CarriedIn | Part::CarriedOut | Part::Carried)) {
        return false;
    }
    let sentence = &text.sentences[item.sentence];
    // 下一步，…: what follows is a plan.
    if text.groups(sentence.start, item.start).has(lexicon.class("future")) {
        return true;
    }
    let from = text.slice(sentence.start, item.start).rfind('；').map_or(sentence.start, |at| sentence.start + at + 3);
    let mut last: Option<(Time, usize)> = None;
    let mut tell = |time: Time, at: usize| {
        if last.is_none_or(|(_, before)| at >= before) {
            last = Some((time, at));
        }
    };
    for word in text.words_in(from, item.start) {
        let groups = lexicon.groups(word.word);
        let is = |name: &str| groups.has(lexicon.class(name));
        if is("ever") {
            if let Some(time) = since(text, from, word.start, text.slice(word.start, word.end)) {
                tell(time, word.start);
            }
        } else if is("part_year") {
            tell(Time::Partial, word.start);
        } else if is("past") {
            if !carried(text, word.end, item) {
                tell(Time::Past, word.start);
            }
        } else if is("now") {
            tell(Time::Now, word.start);
        }
    }
    for (at, year) in years(text, from, item.start) {
        let end = at + 7;
        let Some(reporting) = text.year else { continue };
        // 2018年结转, 2020年1月1日以来: told by the word behind.
        if text.slice(end, item.start).starts_with("以来") || carried(text, end, item) {
            continue;
        }
        tell(if year == reporting { Time::Now } else { Time::Past }, at);
    }
    match last {
        None | Some((Time::Now, _)) => false,
        Some((Time::Ever, _)) => true,
        Some((Time::Past | Time::Partial, at)) => {
            at >= item.clause || at == from || text.slice(from, at).chars().count() <= 1
        }
    }
}

/// 同比增长5%，其中…: the growth was a percentage and is done with; 较上年增加，达到50件.
fn growth_is_aside(text: &Text<'_>, item: &Item) -> bool {
    let clause = text.slice(item.clause, item.start);
    clause.ends_with("达到") || clause.ends_with('达') || clause.ends_with("至") || clause.contains('%')
}

/// 以来 after this year, or after nothing that dates it, says nothing.
fn since(text: &Text<'_>, from: usize, at: usize, word: &str) -> Option<Time> {
    if word != "以来" {
        return Some(Time::Ever);
    }
    let before = text.slice(from, at);
    let year = years(text, from, at).last().map(|(_, year)| year);
    if before.ends_with("今年") || before.ends_with("本年度") || (year.is_some() && year == text.year) {
        return Some(Time::Now);
    }
    let begun = ["开通", "开设", "上线", "成立", "建立", "运行", "创办", "创刊", "实施", "施行"];
    (year.is_some() || begun.iter().any(|word| before.ends_with(word))).then_some(Time::Ever)
}

/// Whether a word of carrying over follows at once (上年度结转, 2018年转入).
fn carried(text: &Text<'_>, end: usize, item: &Item) -> bool {
    let carry = text.lexicon.class("carry");
    text.words_in(end, item.start.min(end + 24)).any(|word| text.lexicon.groups(word.word).has(carry))
}

/// `20dd年` in a range of bytes: where it starts, and the year.
fn years<'a>(text: &'a Text<'_>, from: usize, to: usize) -> impl Iterator<Item = (usize, u16)> + 'a {
    let slice = text.slice(from, to);
    slice.match_indices('年').filter_map(move |(at, _)| {
        let start = at.checked_sub(4)?;
        let year: u16 = slice.get(start..at)?.parse().ok()?;
        (1990..2100).contains(&year).then_some((from + start, year))
    })
}
