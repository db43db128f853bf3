//! Figures of the organ itself beside those of its jurisdiction (全省系统收到2198件，其中委本级收到304件，办结299件): the
//! headline is of the whole that the report is about, and what follows upon the part is of the part.
//!
//! Quantities with their topics and parents come in; topics are taken from those that are of the part.

use super::item::Item;
use super::lexicon::Topic;
use super::measures::{Part, PartRule};
use super::text::Text;

/// So many numbers behind a part are looked at for what became of it.
const NEAR: usize = 24;

/// Whom the first of several bodies that received requests is called by.
const LEVELS: [&str; 5] = ["政府", "机关", "本级", "办公室", "部门"];

/// … and the ones below them.
const LOWER: [&str; 8] = ["乡镇", "镇街", "街道", "县区", "区县", "县（市、区）", "市（州）", "市州"];

/// 政府新收3件，予以公开3件；部门新收7件: of two levels, and of neither the whole.
fn of_levels(text: &Text<'_>, items: &mut [Item]) {
    let received: Vec<usize> = (0..items.len()).filter(|&at| items[at].part() == Some(Part::New)).collect();
    for pair in received.windows(2) {
        let (first, second) = (&items[pair[0]], &items[pair[1]]);
        let parallel = first.sentence == second.sentence && text.slice(first.end, second.start).contains('；');
        let named = |item: &Item| {
            let verb = text.words_in(item.clause, item.start).find(|word| word.set.any(text.lexicon.verbs));
            let subject = text.slice(item.clause, verb.map_or(item.clause, |verb| verb.start));
            LEVELS.iter().any(|level| subject.ends_with(level))
        };
        if parallel && named(first) && named(second) {
            let sentence = first.sentence;
            let told = |item: &&mut Item| item.sentence == sentence && item.of_requests();
            items[pair[0]..].iter_mut().take(NEAR).filter(told).for_each(|item| item.topic = None);
        }
    }
}

/// 市政府及其部门公开75656条，县（区）政府及其部门公开98113条: of two levels, and of neither the whole.
fn published_by_levels(text: &Text<'_>, items: &mut [Item]) {
    for index in 1..items.len() {
        let [first, second] = &items[index - 1..=index] else { continue };
        let both = first.is("nar_pro_total") && second.is("nar_pro_total") && first.sentence == second.sentence;
        if !both || !text.slice(first.end, second.start).contains(['，', '；']) {
            continue;
        }
        let named = |item: &Item, from: usize| {
            let verb = text.words_in(from, item.start).find(|word| word.set.any(text.lexicon.verbs));
            let subject = text.slice(from, verb.map_or(from, |verb| verb.start));
            // 省政府及直属部门仅通过公开目录
            let way = text.lexicon.grammar.by_way.first_in(subject).map_or(subject, |at| &subject[..at]);
            let subject = way.trim_end_matches(['仅', '共', '只']);
            let level = LEVELS.iter().chain(&LOWER).any(|level| subject.ends_with(level));
            level && !text.own(from, item.start)
        };
        // 各县（市、区）公开4.1万条
        let from = if text.running.text[..second.clause].ends_with('）') { first.end } else { second.clause };
        if named(first, first.clause) && named(second, from) {
            items[index - 1..=index].iter_mut().for_each(|item| item.topic = None);
        }
    }
}

/// Takes the topic from what is told of a part of what was received.
pub(super) fn of_own_part(text: &Text<'_>, items: &mut [Item]) {
    of_levels(text, items);
    published_by_levels(text, items);
    let own = text.lexicon.known.own;
    for whole in 0..items.len() {
        if items[whole].part() != Some(Part::New) {
            continue;
        }
        let behind = items[whole + 1..].iter().take(2);
        let part = behind.take_while(|item| item.sentence == items[whole].sentence).position(|item| {
            item.value < items[whole].value
                && text.groups(item.clause, item.start).any(own)
                && !text.own(item.clause, item.start)
                && (item.parent == Some(whole) || item.part() == Some(Part::New))
        });
        match part {
            Some(part) => follow(text, items, whole + 1 + part),
            None => apart(text, items, whole),
        }
    }
}

/// 全州收到427件。州政府办公室直接办理15件: of the organ alone, in a sentence of its own.
fn apart(text: &Text<'_>, items: &mut [Item], whole: usize) {
    let Item { clause, start, sentence, value, .. } = items[whole];
    if !text.lexicon.grammar.wider.within(text.slice(clause, start)) {
        return;
    }
    let behind = items[whole + 1..].iter_mut().take(NEAR).skip_while(|item| item.sentence == sentence);
    for item in behind.take_while(|item| item.sentence == sentence + 1) {
        let own = text.groups(item.clause, item.start).any(text.lexicon.known.own);
        if !own || text.own(item.clause, item.start) || item.part() != Some(Part::Handled) || item.value >= value {
            return;
        }
        item.topic = None;
    }
}

/// 全市公开5.6万条。其中，市政府办公室公开1200条: the headline is what the organ that reports published itself, unless the
/// report is that of its whole jurisdiction.
pub(super) fn of_own_publication(text: &Text<'_>, items: &mut [Item]) {
    let known = &text.lexicon.known;
    if text.organ.as_deref().is_none_or(|organ| organ.ends_with("政府")) {
        return;
    }
    for whole in 0..items.len() {
        let Item { clause, start, sentence, value, .. } = items[whole];
        if !items[whole].is("nar_pro_total") || !text.lexicon.grammar.wider.within(text.slice(clause, start)) {
            continue;
        }
        let own = |item: &Item| {
            let published = known.published(item.frame.verbs);
            let pieces = matches!(item.unit_name(), "条" | "件");
            item.value < value && pieces && published && !item.frame.own_channel && text.own(item.clause, item.start)
        };
        let behind = items[whole + 1..].iter().take(NEAR).take_while(|item| item.sentence <= sentence + 1);
        if let Some(part) = behind.into_iter().position(own) {
            let topic = items[whole].topic.take();
            let part = &mut items[whole + 1 + part];
            (part.topic, part.part_rule, part.alone) = (topic, PartRule::Any, false);
        }
    }
}

/// What follows upon a part is of the part as long as it is no more than that and nothing tells of the whole again; in a
/// sentence of its own it says so.
fn follow(text: &Text<'_>, items: &mut [Item], part: usize) {
    let known = &text.lexicon.known;
    let (value, mut sentence) = (items[part].value, items[part].sentence);
    let bracket = text.slice(items[part].end, items[part].end + '）'.len_utf8()) == "）";
    let mut of_part = !bracket;
    for at in part + 1..items.len().min(part + NEAR) {
        let gap = text.slice(items[at - 1].end, items[at].start.max(items[at - 1].end));
        if gap.contains('\n') {
            return;
        }
        if items[at].sentence != sentence {
            sentence = items[at].sentence;
            of_part = text.groups(items[at].clause, items[at].start).any(known.own);
        }
        let whole = items[at].value > value || items[at].frame.near.any(known.total);
        of_part &= !whole;
        let dispute = items[at].is("nar_rev_total") || items[at].is("nar_lit_total");
        if of_part && (items[at].of_requests() || matches!(items[at].topic, Some(Topic::Mark(_))) || dispute) {
            items[at].topic = None;
        }
    }
}
