//! Which of a filing's quantities states a measure, where several could.

use super::Role;
use super::item::Item;
use super::lexicon::{Topic, lexicon};
use super::measures::PartRule;

/// By so much another wording must be the weaker one to be passed over (主办建议8件 beside 收到建议20件).
const LOOSER: i32 = 4;

/// Whether a neighbour in the same sentence states the same measure as loosely.
fn stated_beside(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let part = |other: &Item| other.role == Role::Part && other.parent == Some(index);
    let mut outcomes = lexicon().outcomes;
    outcomes.join(lexicon().known.repealed);
    // 公众号发布信息3125条，10万+文章41篇: no account of its own.
    let channel = item.part_rule == PartRule::Channel;
    let own = |other: &Item| {
        other.frame.own_head && (!channel || other.frame.own_verbs)
            || other.frame.own_channel
            || other.frame.own_verbs && other.frame.verbs.any(outcomes)
    };
    // 推送63次，共发布178条: how often, and how much.
    let pieces = matches!(item.unit_name(), "条" | "篇" | "则");
    // 共接受咨询1183次，其中电话760次、当面43次: in another unit, or without a cue.
    let known = &lexicon().known;
    let parts = items.get(index + 1).is_some_and(|next| next.frame.near.any(known.part));
    let whole = parts && item.frame.near.any(known.total);
    let within = |other: &Item| {
        whole && other.start > item.start && other.value <= item.value && !other.frame.near.any(known.total)
    };
    let same = |other: &Item| {
        other.topic == item.topic
            && other.score + LOOSER >= item.score
            && other.role != Role::Other
            && other.start != item.start
            && own(other)
            && !part(other)
            && !(pieces && matches!(other.unit_name(), "次" | "期"))
            && !within(other)
    };
    let near = items[..index].iter().rev().take_while(|other| other.sentence == item.sentence);
    let far = items[index + 1..].iter().take_while(|other| other.sentence == item.sentence);
    near.chain(far).any(same)
}

/// Of the quantities that could state a measure, the best one does: not another year's, rather the whole than a part,
/// rather not among the problems of section five, then the first.
pub(super) fn one_per_measure(items: &mut [Item]) {
    for measure in 0..super::measures().len() {
        let mut best: Option<(i32, usize)> = None;
        for (index, item) in items.iter().enumerate() {
            if item.topic != Some(Topic::Measure(measure)) || item.role == Role::Other {
                continue;
            }
            if item.alone && stated_beside(items, index) || !may_state(items, index) {
                continue;
            }
            let part = if item.parent.is_some() && item.role == Role::Part { 6 } else { 0 };
            let weight = item.score - part;
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, index));
            }
        }
        if let Some((_, index)) = best {
            items[index].chosen = true;
        }
    }
}

/// A part states the headline or a channel's figure only if it says so itself.
fn may_state(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let Some(parent) = item.parent.and_then(|parent| items.get(parent)).filter(|_| item.role == Role::Part) else {
        return true;
    };
    let known = &lexicon().known;
    match item.part_rule {
        PartRule::Any => true,
        PartRule::Never => false,
        PartRule::Same => parent.topic.is_none() || parent.topic == item.topic,
        // 主动公开375条，其中建议提案办理18条 are answers that were published; 人大建议7条 may be anything about them.
        PartRule::Apart => {
            let handled = item.frame.near.any(known.handle) || item.frame.near.any(known.answer);
            handled || !parent.frame.head.any(known.info) && !parent.frame.head.any(known.thing)
        }
        PartRule::Channel => item.frame.own_channel,
        // 制发公文326件，其中主动公开118件: documents by their attribute are no headline.
        PartRule::Proactive => {
            let whole = parent.frame.verbs.any(known.make) || parent.frame.verbs.any(known.have);
            item.frame.own_verbs && whole && !parent.frame.head.any(known.category)
        }
    }
}
