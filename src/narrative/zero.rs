//! Zeros said in words: 未收到政府信息公开申请, 没有发生行政复议、行政诉讼, 投诉举报为零.
//!
//! What is denied is a list of nouns; each of them is a frame of its own, with the verb of the denial.

use rust_decimal::Decimal;

use super::frame::Frame;
use super::gather::Subject;
use super::item::Item;
use super::lexicon::{Set, Token, TopicRule};
use super::measures::PartRule;
use super::running::Sentence;
use super::text::Text;
use super::{Role, time};

/// Marks that end what a denial reaches, unless the list goes on behind it.
const ENDS: [char; 4] = ['，', '；', '：', '（'];

/// What stands between the nouns of a list.
const LISTED: [&str; 8] = ["、", "和", "及", "或", "与", "，", "并", "；"];

/// What ends that which something is about (与…有关的举报).
const ABOUT: [&str; 2] = ["有关", "相关"];

/// How far behind a denial it may end, in characters.
const RELATED: usize = 40;

/// Longest ordinal in brackets, in bytes.
const ORDINAL: usize = 6;

/// Longest clause that goes on with a list of what was denied, in characters.
const GOES_ON: usize = 30;

/// Appends a quantity for each measure that a clause says there was none of.
pub(super) fn append(text: &Text<'_>, items: &mut Vec<Item>) {
    let mut subject = Subject::default();
    let mut from = 0;
    let numbers: Vec<(usize, usize)> = items.iter().map(|item| (item.start, item.end)).collect();
    for (index, sentence) in text.sentences.iter().enumerate() {
        let mut about = subject.open(text, sentence);
        if text.tells_of_requests(sentence.start, sentence.end) {
            about.join(text.lexicon.known.request);
        }
        // 收到申请27件，无结转
        let counted = &items[..numbers.len()];
        let counted = &counted[counted.partition_point(|item| item.sentence < index)..];
        if counted.iter().take_while(|item| item.sentence == index).any(|item| item.part().is_some()) {
            about.join(text.lexicon.known.request);
        }
        from += text.words[from..].partition_point(|word| word.start < sentence.start);
        let count = text.words[from..].partition_point(|word| word.start < sentence.end);
        let words = &text.words[from..from + count];
        let mut done = sentence.start;
        // 四、行政复议、行政诉讼情况 / 无。
        let above = index.checked_sub(1).map(|above| &text.sentences[above]).filter(|above| above.heading);
        if let Some((above, denial)) = above.and_then(|above| Some((above, all_denied(text, sentence, above, words)?)))
        {
            let about = text.groups(above.start, above.end);
            state(text, items, &denial, index, about);
            done = sentence.end;
        }
        for (place, word) in words.iter().enumerate() {
            if word.start < done || word.end > sentence.end {
                continue;
            }
            if of_some(text, sentence, word, &numbers) {
                continue;
            }
            let Some(denial) = denial(text, sentence, &words[place..], &numbers) else { continue };
            done = denial.end;
            state(text, items, &denial, index, about);
        }
        subject.close(text, sentence);
    }
}

/// What a denial reaches.
struct Denial {
    /// The quantity: the denying word and what it denies.
    start: usize,
    end: usize,
    /// What is denied.
    from: usize,
    to: usize,
    verbs: Set,
}

/// A sentence that says no more than that there was nothing of what its heading names.
fn all_denied(text: &Text<'_>, sentence: &Sentence, heading: &Sentence, words: &[Token]) -> Option<Denial> {
    let word = words.first().filter(|word| word.set.any(text.lexicon.known.negate_after))?;
    let (start, end) = (word.start, word.end);
    (start == sentence.start && end == sentence.end).then_some(Denial {
        start,
        end,
        from: heading.start,
        to: heading.end,
        verbs: Set::default(),
    })
}

/// 其中1件因故未收到补正材料: what is denied is denied of some of those counted, whose number begins the clause.
fn of_some(text: &Text<'_>, sentence: &Sentence, word: &Token, numbers: &[(usize, usize)]) -> bool {
    let known = &text.lexicon.known;
    let Some(number) = numbers.partition_point(|(_, end)| *end <= word.start).checked_sub(1) else { return false };
    let (start, end) = numbers[number];
    if start < sentence.start || !word.set.any(known.negate) || text.slice(end, word.start).contains(ENDS) {
        return false;
    }
    // 这4件申请均未引起行政复议: of none of them.
    if text.slice(end, word.end).contains(ALL) {
        return false;
    }
    let clause = text.slice(sentence.start, start).rsplit(ENDS).next().unwrap_or_default();
    let first = text.groups(start - clause.len(), start).without(known.part).is_empty();
    first && clause.chars().count() <= OF_SOME && !text.slice(end, word.start).is_empty()
}

/// What says that something is so of all that were counted.
const ALL: [char; 3] = ['均', '都', '皆'];

/// Longest lead of a clause that begins with its number (其中有), in characters.
const OF_SOME: usize = 3;

fn denial(text: &Text<'_>, sentence: &Sentence, words: &[Token], numbers: &[(usize, usize)]) -> Option<Denial> {
    let known = &text.lexicon.known;
    let word = words.first().filter(|word| word.set.any(known.negate) || word.set.any(known.negate_after))?;
    let said = text.slice(word.start, word.end);
    let rest = text.slice(word.end, sentence.end);
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| ENDS.contains(&c) || c == '、');
    // 行政诉讼均未发生, but not 均未发生行政诉讼.
    let closed = ends(rest) || rest.strip_prefix("发生").is_some_and(|rest| ends(rest.trim_start_matches('过')));
    let verbs = text
        .lexicon
        .word(
            &said
                .trim_start_matches(['未', '没', '有', '无', '不', '暂', '曾', '从', '尚', '均'])
                .replace(['未', '没'], ""),
        )
        .and(text.lexicon.verbs);
    if word.set.any(known.negate_after) && (closed || !word.set.any(known.negate)) {
        // 收费情况：无
        let before = text.slice(sentence.start, word.start).trim_end_matches('：');
        let mut start = before.rfind(ENDS).map_or(sentence.start, |at| sentence.start + at + '，'.len_utf8());
        let number = numbers.partition_point(|(_, end)| *end <= word.start).checked_sub(1);
        start = number.map_or(start, |number| start.max(numbers[number].1));
        // （二）与…有关的费用支出：无
        let lead = text.slice(start, word.start);
        let ordinal = lead.find('）').filter(|at| *at <= ORDINAL).map_or(0, |at| at + '）'.len_utf8());
        let about = about_end(&lead[ordinal..]);
        if about > 0 {
            start += ordinal + about;
        }
        return (start < word.start).then_some(Denial { start, end: word.end, from: start, to: word.start, verbs });
    }
    if !word.set.any(known.negate) {
        return None;
    }
    // 未产生与诉讼（行政复议）有关的费用: what it is about is not denied.
    let from = word.end + about_end(rest);
    let to = scope_end(text, from, sentence.end, numbers);
    let own = text.lexicon.word(said).and(text.lexicon.nouns);
    (to > from || !own.is_empty() || !verbs.is_empty()).then_some(Denial {
        start: word.start,
        end: to,
        from,
        to,
        verbs,
    })
}

/// Where that ends which something is about (与行政复议、行政诉讼有关的费用支出), if a stretch begins with it.
fn about_end(rest: &str) -> usize {
    if !rest.starts_with(['与', '和', '同']) {
        return 0;
    }
    let near = rest.char_indices().nth(RELATED).map_or(rest.len(), |(at, _)| at);
    let end = ABOUT.iter().filter_map(|word| Some(rest[..near].find(&format!("{word}的"))? + word.len() + 3)).min();
    end.filter(|&end| !rest[..end].contains('，')).unwrap_or(0)
}

/// The denied words go on to the end of the clause, and over a comma to a clause that goes on with the list
/// (未发生申请行政复议，提起行政诉讼的情况): no number, no other denial, nothing that was done.
fn scope_end(text: &Text<'_>, start: usize, limit: usize, numbers: &[(usize, usize)]) -> usize {
    let known = &text.lexicon.known;
    let number =
        numbers[numbers.partition_point(|(at, _)| *at < start)..].first().map_or(limit, |(at, _)| (*at).min(limit));
    let clause = |from: usize| {
        let rest = text.slice(from, limit);
        rest.find(ENDS).map_or(limit, |at| from + at)
    };
    let mut end = clause(start);
    while end < limit && text.slice(end, limit).starts_with('，') {
        let from = end + '，'.len_utf8();
        let next = clause(from);
        let words = text.groups(from, next);
        let disputed = words.any(known.listed);
        let denied = words.any(known.negate) || words.any(known.negate_after);
        let whole = text.slice(from, next).chars().take(GOES_ON + 1).count() <= GOES_ON;
        if !disputed || denied || !whole || number < next || words.any(known.done) {
            break;
        }
        end = next;
    }
    if number < end { number.max(start) } else { end }
}

/// The frames of the denied nouns, and the measures that they state.
fn state(text: &Text<'_>, items: &mut Vec<Item>, denial: &Denial, sentence: usize, about: Set) {
    let known = &text.lexicon.known;
    let first = items.len();
    let bounds = text.sentences[sentence];
    let wide = text.groups(bounds.start, denial.end);
    let later = text.groups(denial.end, bounds.end);
    let mut about = about;
    about.join(wide);
    let words: Vec<Token> = text.words_in(denial.from, denial.to).copied().collect();
    let cuts = cuts(text, denial, &words);
    // 上一年度无结转: the year stands before the denial.
    let before = text.slice(bounds.start, denial.start);
    let clause = before.rfind(ENDS).map_or(bounds.start, |at| bounds.start + at);
    let mut years = known.last;
    years.join(known.next);
    let mut lead = text.groups(clause, denial.start).and(years);
    // 没有因答复不当引发复议、诉讼败诉: of those that there may be none was lost.
    lead.join(denial.verbs);
    lead.join(text.groups(denial.start, denial.from));
    lead.join(words.last().map_or(Set::default(), |last| last.set.and(known.late)));
    let mut from = denial.from;
    let mut verbs = denial.verbs;
    for cut in cuts {
        if text.inside_word(cut) {
            continue;
        }
        let words: Vec<Token> = text.words_in(from, cut).copied().collect();
        from = cut;
        // 没有标注为依申请公开的文件: what a document is marked as.
        let marked = |word: &Token| word.set.any(known.request) && text.slice(bounds.start, word.start).ends_with('为');
        if words.iter().any(marked) {
            continue;
        }
        let mut near = lead;
        words.iter().for_each(|word| near.join(word.set));
        // 未发生其他收费: some there were.
        if near.any(known.rest) && counts(text.slice(bounds.start.min(denial.from), denial.start)) {
            continue;
        }
        let nouns = |word: &Token| word.set.and(text.lexicon.nouns);
        let head = words.iter().rposition(|word| !nouns(word).is_empty());
        let mut modifiers = Set::default();
        words[..head.unwrap_or(0)].iter().for_each(|word| modifiers.join(nouns(word)));
        words.iter().for_each(|word| verbs.join(word.set.and(text.lexicon.verbs)));
        let head_set = denied_nouns(text, denial, &words, cut);
        let frame = Frame {
            head: head_set,
            own_head: true,
            unknown: head.is_none() && !words.is_empty() && verbs.is_empty(),
            modifiers,
            verbs,
            own_verbs: true,
            channel: text.lexicon.known.none,
            near,
            wide,
            later,
            about,
            start: denial.start,
            ..Frame::default()
        };
        let mut best: Vec<&'static TopicRule> = Vec::new();
        for rule in text.lexicon.zeros.iter().filter(|rule| rule.holds(&frame)) {
            if !best.iter().any(|known| known.topic == rule.topic) {
                best.push(rule);
            }
        }
        for rule in best {
            if items[first..].iter().all(|item: &Item| item.topic != Some(rule.topic)) {
                items.push(zero(sentence, denial, rule, frame));
            }
        }
    }
    for item in &mut items[first..] {
        if time::is_other(text, item) {
            item.role = Role::Other;
        }
    }
}

/// Where the stretches of what is denied end.
fn cuts(text: &Text<'_>, denial: &Denial, words: &[Token]) -> Vec<usize> {
    let known = &text.lexicon.known;
    let whole = text.slice(denial.from, denial.to);
    let mut cuts: Vec<usize> = LISTED.iter().flat_map(|mark| whole.match_indices(mark).map(|(at, _)| at)).collect();
    // 与依申请公开有关的举报: what it is about.
    cuts.retain(|&at| {
        let Some(rest) = whole[at..].strip_prefix('与') else { return true };
        let end = rest.char_indices().nth(GOES_ON).map_or(rest.len(), |(end, _)| end);
        !ABOUT.iter().any(|word| rest[..end].contains(word))
    });
    cuts.iter_mut().for_each(|at| *at += denial.from);
    // 未发生复议诉讼: two nouns of a list with nothing between.
    let dispute = |word: &Token| (word.set.any(known.review) || word.set.any(known.suit)).then_some(word.set);
    cuts.extend(
        words
            .windows(2)
            .filter(|pair| pair[0].end == pair[1].start && pair.iter().all(|word| dispute(word).is_some()))
            .map(|pair| pair[1].start),
    );
    // 未收到申请未发生行政复议: where the commas are left out, the next denial begins right behind the noun.
    cuts.extend(
        words
            .windows(2)
            .filter(|pair| pair[0].end == pair[1].start && pair[1].set.any(known.negate))
            .filter(|pair| !pair[0].set.and(text.lexicon.nouns).is_empty())
            .map(|pair| pair[1].start),
    );
    cuts.sort_unstable();
    cuts.push(denial.to);
    cuts
}

/// Whether a number stands in a stretch that is none of a date (截至2022年12月31日，).
fn counts(stretch: &str) -> bool {
    let behind = stretch.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| &stretch[at + 1..]);
    let mut ends = behind.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    ends.any(|rest| !rest.starts_with(['年', '月', '日']))
}

/// The noun of a listed stretch that ends at a place; one of verbs alone shares the next that is named
/// (未制定发布、废止规范性文件; 未制发、废止规范性文件).
fn denied_nouns(text: &Text<'_>, denial: &Denial, words: &[Token], end: usize) -> Set {
    let nouns = |word: &Token| word.set.and(text.lexicon.nouns);
    let named = |word: &&Token| !nouns(word).is_empty();
    let does = !words.is_empty() || !denial.verbs.is_empty();
    let verbal = does && words.iter().all(|word| !word.set.and(text.lexicon.verbs).is_empty());
    let shared = || text.words_in(end, denial.to).find(named).filter(|_| verbal);
    // 未发生行政复议、诉讼问题: the last noun says nothing of its own.
    let own = |word: &&Token| named(word) && !word.set.any(text.lexicon.known.question);
    let noun = words.iter().rfind(own).or_else(|| words.iter().rfind(named)).or_else(shared);
    noun.map_or_else(|| text.groups(denial.start, denial.from).and(text.lexicon.nouns), nouns)
}

fn zero(sentence: usize, denial: &Denial, rule: &TopicRule, frame: Frame) -> Item {
    Item {
        start: denial.start,
        end: denial.end,
        sentence,
        clause: denial.start,
        value: Decimal::ZERO,
        low: Some(Decimal::ZERO),
        high: Some(Decimal::ZERO),
        unit: None,
        frame,
        topic: Some(rule.topic),
        score: rule.score - 1,
        role: Role::Zero,
        parent: None,
        alone: false,
        part_rule: PartRule::Any,
        chosen: false,
    }
}
