//! Numbers that state nothing of their own: those that point back to one before (镇街受理的74件中，…), and those that the text
//! itself keeps out of its figures (未计入上述数据).

use super::Role;
use super::item::Item;
use super::lexicon::{Set, Token, Topic, lexicon};
use super::measures::Part;
use super::text::Text;

/// So many numbers back one may point.
const BACK: usize = 40;

/// Longest noun between a unit and 中, in characters.
const NOUN: usize = 12;

/// Marks that end a noun.
const MARKS: [char; 6] = ['，', '；', '、', '（', '）', '。'];

/// Takes the measure from numbers that point back, and the role from those that are kept out.
pub(super) fn take_back(text: &Text<'_>, items: &mut [Item]) {
    for index in 0..items.len() {
        if repeats(text, items, index) {
            items[index].topic = None;
        } else if points_back(text, items, index) {
            items[index].topic = None;
            // 局机关受理的46件中，予以公开20件: what became of a part.
            let sentence = items[index].sentence;
            let ended =
                |item: &&mut Item| item.frame.verbs.any(lexicon().outcomes) || item.part() == Some(Part::Handled);
            let of_part = items[index + 1..].iter_mut().take_while(|item| item.sentence == sentence);
            of_part.filter(ended).for_each(|item| item.topic = None);
        }
    }
    let known = &text.lexicon.known;
    for item in items.iter_mut().filter(|item| item.frame.wide.any(known.attend)) {
        if item.is("nar_trained") && attended(text, item) {
            item.topic = None;
        }
    }
    for index in 1..items.len() {
        let (before, behind) = items.split_at_mut(index);
        if let (Some(whole), Some(part)) = (before.last_mut(), behind.first_mut()) {
            of_which(text, whole, part);
        }
    }
    for sentence in &text.sentences {
        let first = items.partition_point(|item| item.start < sentence.start);
        let last = items.partition_point(|item| item.start < sentence.end);
        if first < last {
            let (items, words) = (&mut items[first..last], text.groups(sentence.start, sentence.end));
            by_attribute(text, items, words, (sentence.start, sentence.end));
            if words.any(known.kept_out) {
                keep_out(text, items, (sentence.start, sentence.end));
            }
        }
    }
}

/// …的74件中，上述15件申请: the number was stated before, in the same paragraph.
fn points_back(text: &Text<'_>, items: &[Item], index: usize) -> bool {
    let item = &items[index];
    if item.topic.is_none() {
        return false;
    }
    // 这4件申请均未引起行政复议: whatever is said of them, the number counts what was counted before.
    if text.slice(item.clause, item.start).ends_with(['这', '该']) {
        return true;
    }
    if !among(text, item) && !text.groups(item.clause, item.start).any(text.lexicon.known.same) {
        return false;
    }
    let before = items[..index]
        .iter()
        .rev()
        .take(BACK)
        .take_while(|before| !text.slice(before.end, item.start.max(before.end)).contains('\n'));
    let mut before =
        before.filter(|before| before.value == item.value && before.unit == item.unit && before.start < item.start);
    // What it points to says itself what it is. 收到申请57件。在答复的57件中: all of them were answered.
    let Some(before) = before.next() else { return false };
    let whole = before.part() == Some(Part::New) && before.role != Role::Part;
    before.topic != item.topic && !(whole && item.part() == Some(Part::Handled))
}

/// 受理48件，其中上年结转2件。48件申请中，…: the number again, with the noun it was counted in.
fn repeats(text: &Text<'_>, items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let same = |before: &Item| before.value == item.value && before.unit == item.unit && before.topic == item.topic;
    item.part() == Some(Part::New)
        && among(text, item)
        && items[..index].iter().rev().take(BACK).any(|before| same(before) && before.start < item.start)
}

/// 48件申请中, 74件中; not 1件正在办理中.
fn among(text: &Text<'_>, item: &Item) -> bool {
    let behind = text.running.text.get(item.end..).unwrap_or_default();
    let noun = behind.split(MARKS).next().unwrap_or_default();
    let short = || noun.chars().take(NOUN + 2).count() <= NOUN + 1;
    let end = item.end + noun.len();
    noun.ends_with('中') && short() && !text.groups(item.end, end).any(text.lexicon.known.pending)
}

/// 行政复议案件76件，其中涉及政府信息公开的11件; 培训9场，其中政务公开专题2场: what is counted of all kinds, and that which the
/// report is about.
fn of_which(text: &Text<'_>, whole: &mut Item, part: &mut Item) {
    let known = &text.lexicon.known;
    let subject = |item: &Item| item.frame.near.any(known.disclosure) || item.frame.near.any(known.request);
    let kinds = [
        ([known.review, known.reconsidered], "nar_rev_total"),
        ([known.suit, known.sued], "nar_lit_total"),
        ([known.training, known.training], "nar_trainings"),
    ];
    let of = |item: &Item| {
        let mut held = kinds.iter().filter(|(sets, _)| sets.iter().any(|&set| item.frame.head.any(set)));
        held.next().filter(|_| held.next().is_none()).map(|&(_, code)| code)
    };
    let Some(code) = of(whole).filter(|_| whole.frame.own_head && !subject(whole) && whole.unit == part.unit) else {
        return;
    };
    let named = part.frame.near.any(known.part) && subject(part) && (part.frame.own_head || part.frame.unknown);
    if !named || part.value > whole.value || whole.sentence != part.sentence {
        return;
    }
    // Under another heading disputes are those that the organ decided as the reviewing authority.
    let against = whole.frame.about.any(known.disclosure) || whole.frame.about.any(known.request);
    whole.topic = None;
    let other = of(part).is_some_and(|own| own != code);
    if !other && (against || code == "nar_trainings") {
        part.topic = Topic::measure(code);
        part.score = NAMED_PART;
    }
}

/// 参加市里的培训2次，参训6人次: who went to a course of others; 自行组织培训 tells that the course is the organ's own.
fn attended(text: &Text<'_>, item: &Item) -> bool {
    let known = &text.lexicon.known;
    let from = text.sentences[item.sentence].start;
    let told = text.words_in(from, item.start).filter(|word| {
        // 参加市里组织的培训: who held it is aside.
        let of = text.running.text.get(word.end..).is_some_and(|behind| behind.starts_with('的'));
        word.set.any(known.attend) || word.set.any(known.hold) && !of
    });
    told.last().is_some_and(|word| word.set.any(known.attend))
}

/// How surely such a part states its measure.
const NAMED_PART: i32 = 20;

/// 公开的文件中，全文公开87件、依申请公开12件、不公开31件: documents by what may be done with them, and no requests.
fn by_attribute(text: &Text<'_>, items: &mut [Item], words: Set, (start, end): (usize, usize)) {
    let known = &text.lexicon.known;
    let attribute = words.any(known.request);
    let sorted = words.any(known.paper) || attribute && words.any(known.proactive);
    let named = [known.apply, known.receive, known.answer, known.handle].iter().any(|&set| words.any(set));
    if !sorted || named {
        return;
    }
    let requests =
        |word: &Token| word.set.any(known.request) && !ATTRIBUTES.contains(&text.slice(word.start, word.end));
    let Some(first) = items.iter().find(|item| item.of_requests()).map(|item| item.start) else { return };
    let sorted = text.groups(start, first).any(known.paper) || attribute && words.any(known.proactive);
    if sorted && !text.words_in(start, end).any(requests) {
        items.iter_mut().filter(|item| item.of_requests()).for_each(|item| item.topic = None);
    }
}

/// What documents are by attribute, and requests otherwise.
const ATTRIBUTES: [&str; 3] = ["依申请公开", "依申请", "依申请公开件"];

/// 另有2个街道自行组织培训3场，未计入上述数据.
fn keep_out(text: &Text<'_>, items: &mut [Item], (start, end): (usize, usize)) {
    let grammar = text.lexicon.grammar;
    let Some(word) = text.words_in(start, end).find(|word| word.set.any(text.lexicon.known.kept_out)) else { return };
    let (sentence, at) = (text.slice(start, end), word.start - start);
    let behind = sentence[at..].split(MARKS).next().unwrap_or_default();
    // 其他行政复议5件，与政府信息公开无关
    let unrelated = text.slice(word.start, word.end).ends_with(['关', '开']);
    if !unrelated && !grammar.counted_in.within(behind) {
        return;
    }
    let from = sentence[..at].rfind('；').or_else(|| sentence[..at].rfind('另')).map_or(start, |place| start + place);
    items
        .iter_mut()
        .filter(|item| item.start >= from && item.end <= start + at)
        .for_each(|item| item.role = Role::Other);
}
