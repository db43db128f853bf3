//! Zeros said in words: 未收到政府信息公开申请, 没有发生行政复议、行政诉讼, 投诉举报为零.

use rust_decimal::Decimal;

use super::item::{Item, Text, clause_start};
use super::lexicon::{Around, Groups, Topic};
use super::{Role, time};

/// 无法提供, 无偿, 无正当理由, 有无…: no denial of a count.
const NOT_BEHIND: &[char] = &[
    '法', '偿', '正', '关', '障', '线', '人', '论', '疑', '缝', '形', '纸', '须', '需', '差', '锡', '为', '效', '条',
    '极', '死', '私',
];
const NOT_BEFORE: &[char] = &['有', '绝', '毫', '虚'];

/// Appends a quantity for each measure that a clause says there was none of.
pub(super) fn append(text: &Text<'_>, items: &mut Vec<Item>) {
    let lexicon = text.lexicon;
    let (negate, negate_after) = (lexicon.class("negate"), lexicon.class("negate_after"));
    let mut heading = Groups::default();
    let mut before = Groups::default();
    let mut words = text.words.iter().peekable();
    for (index, sentence) in text.sentences.iter().enumerate() {
        if sentence.heading {
            heading = text.groups(sentence.start, sentence.end);
        }
        if sentence.heading || sentence.opens {
            before = Groups::default();
        }
        let mut done = sentence.start;
        while let Some(word) = words.next_if(|word| word.start < sentence.end) {
            let groups = lexicon.groups(word.word);
            let suffix = groups.has(negate_after);
            if word.start < done || word.end > sentence.end || !(suffix || groups.has(negate)) {
                continue;
            }
            let (start, end) = if suffix {
                let clause = clause_start(text.slice(sentence.start, word.start)) + sentence.start;
                (clause, word.end)
            } else {
                if text.slice(word.start, word.end) == "无" && !denies(text, word.start, word.end) {
                    continue;
                }
                (word.start, scope_end(text, word.end, sentence.end))
            };
            done = end;
            let mut about = text.groups(sentence.start, end);
            about.join(&heading);
            about.join(&before);
            let scope = text.groups(start, end);
            let around = Around {
                clause: scope,
                after: Groups::default(),
                reach: scope,
                sentence: text.groups(sentence.start, end),
                later: Groups::default(),
                about,
            };
            let first = items.len();
            for rule in lexicon.zeros.iter().filter(|rule| rule.holds(None, &around, false)) {
                let Topic::Measure(_) = rule.topic else { continue };
                if let Some(known) = items[first..].iter_mut().find(|item| item.topic == Some(rule.topic)) {
                    known.score = known.score.max(rule.score - 1);
                    continue;
                }
                items.push(zero(index, start, end, rule.topic, rule.score - 1));
            }
            for item in &mut items[first..] {
                if time::is_other(text, item) {
                    item.role = Role::Other;
                }
            }
        }
        before = text.groups(sentence.start, sentence.end);
    }
}

fn zero(sentence: usize, start: usize, end: usize, topic: Topic, score: i32) -> Item {
    Item {
        start,
        end,
        sentence,
        clause: start,
        value: Decimal::ZERO,
        low: Some(Decimal::ZERO),
        high: Some(Decimal::ZERO),
        unit: None,
        topic: Some(topic),
        score,
        role: Role::Zero,
        parent: None,
        alone: false,
        chosen: false,
    }
}

/// The denied words go on to the end of the clause; a list goes on over its commas (未发生行政复议，行政诉讼案件).
fn scope_end(text: &Text<'_>, start: usize, limit: usize) -> usize {
    let rest = text.slice(start, limit);
    let end = rest.find(['，', '；', '：', '（']).unwrap_or(rest.len());
    start + end
}

fn denies(text: &Text<'_>, start: usize, end: usize) -> bool {
    let next = text.flow.text.get(end..).and_then(|rest| rest.chars().next());
    let before = text.flow.text.get(..start).and_then(|before| before.chars().next_back());
    let people = text.flow.text.get(end..).is_some_and(|rest| rest.starts_with("人大"));
    (people || !next.is_some_and(|c| NOT_BEHIND.contains(&c))) && !before.is_some_and(|c| NOT_BEFORE.contains(&c))
}
