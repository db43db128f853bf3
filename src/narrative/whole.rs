//! Totals behind their parts (网站公开210条，微信公开95条，共计305条; 不予公开（国家秘密1件、商业秘密2件）3件): how many numbers before
//! one add up to it, and what it counts, which is what they count.

use rust_decimal::Decimal;

use super::Role;
use super::frame::{BEHIND, Frame, Reader};
use super::item::Item;
use super::lexicon::{Set, Topic};
use super::measures::PartRule;
use super::scan::Counted;
use super::text::Text;
use crate::number::unit::UNITS;

impl Reader<'_> {
    /// The clause before the bracket that ends right before a number and holds its parts, and how many these are.
    pub(super) fn bracketed(&self, index: usize) -> Option<(usize, usize, usize)> {
        let last = self.list[..index].last()?;
        if self.text.slice(last.end, self.list[index].start) != "）" {
            return None;
        }
        let before = self.text.slice(self.sentence.start, last.start);
        let open = self.sentence.start + before.rfind('（')?;
        let parts: Vec<&Counted> = self.list[..index].iter().rev().take_while(|part| part.start > open).collect();
        let sum: Decimal = parts.iter().map(|part| part.value).sum();
        let from = self.list[..index - parts.len()].last().map_or(self.sentence.start, |part| part.end);
        let start = match self.text.slice(from, open).rfind(BEHIND) {
            Some(at) => from + at + self.text.slice(from + at, open).chars().next().map_or(0, char::len_utf8),
            None => from,
        };
        (sum == self.list[index].value).then_some((start, open, parts.len()))
    }

    /// How many of the numbers before add up to this one.
    pub(super) fn restated(&self, index: usize, done: &[Vec<Frame>]) -> usize {
        let total = &self.list[index];
        let mut sum = Decimal::ZERO;
        for count in 1..=index.min(MOST_PARTS) {
            let part = &self.list[index - count];
            if self.duration(index - count) {
                continue;
            }
            if done.get(index - count).is_none_or(|frames| frames.len() != 1)
                || !super::breakdown::same_kind(UNITS[total.unit].word, UNITS[part.unit].word)
            {
                return 0;
            }
            sum += part.value;
            if count > 1 && sum == total.value {
                return count;
            }
        }
        0
    }

    /// A restated total counts what its parts count: one thing, proposals of both bodies, or requests by their outcome.
    pub(super) fn restate(&self, frame: &mut Frame, done: &[Vec<Frame>]) {
        let known = self.known;
        let Some(parts) = done.len().checked_sub(frame.restates).and_then(|at| done.get(at..)) else { return };
        let parts = || parts.iter().filter_map(|frames| frames.first());
        // 2020年至2022年分别收到8件、11件、9件，三年累计28件: of all these years.
        if parts().any(|part| part.year.is_some()) {
            frame.near.join(known.elsewhere);
            return;
        }
        // Two sites are one channel.
        let channel = parts().next().map_or(known.none, |part| part.channel);
        // 通过公开网发布基础信息142条，发布重大项目信息7条，合计149条: none names another.
        let same = |part: &Frame| part.channel == channel || !part.own_channel && part.channel == known.carried_over;
        frame.channel = if parts().all(same) { channel } else { known.none };
        let Some(first) = parts().next().filter(|_| !frame.own_head) else { return };
        let last = parts().next_back().unwrap_or(first);
        (frame.head, frame.unknown) = (first.head, first.unknown);
        if !frame.own_verbs && !frame.about.any(known.request) {
            // 维持1件、纠正1件，总计2件: none of these.
            let ended = first.verbs.any(self.lexicon.outcomes);
            let same = parts().fold(first.verbs, |same, part| same.and(part.verbs));
            frame.verbs = if ended { same } else { first.verbs };
        }
        let mut proposals = known.npc;
        [known.cppcc, known.suggestion, known.proposals].iter().for_each(|&set| proposals.join(set));
        // 信息发布量1693条，公开专栏发布信息486条，总计2179条: all that was published.
        let mut information = known.info;
        [known.thing, known.piece].iter().for_each(|&set| information.join(set));
        // 网站发布59条、微信发布41条，共发布100条: channels carry information, whatever it is called.
        let carries = |part: &Frame| part.head.is_empty() && part.own_channel && known.published(part.verbs);
        let told = |part: &Frame| !part.unknown && (part.head.any(information) || carries(part));
        let mut kinds = known.interpretation;
        kinds.join(known.kind_of_interpretation);
        let explained = parts().all(|part| part.head.any(kinds));
        if parts().all(told) {
            (frame.head, frame.unknown, frame.modifiers) = (known.info, false, Set::default());
            if !frame.own_verbs {
                let mut verbs = Set::default();
                parts().for_each(|part| verbs.join(part.verbs));
                frame.verbs = verbs.and(if verbs.any(known.proactive) { known.proactive } else { known.publish });
            }
        } else if explained || parts().any(|part| part.own_head && !part.head.any(first.head)) {
            frame.unknown = !parts().all(|part| part.head.any(proposals)) && !explained;
            frame.head = match (frame.unknown, explained) {
                (true, _) => last.head,
                (_, true) => known.interpretation,
                _ => known.proposals,
            };
        }
        // 财政信息6条、…、其他信息103条，共计177条: all that was published.
        let sited = [known.web, known.wechat, known.weibo, known.newmedia].contains(&frame.channel);
        if parts().any(|part| (sited || part.near.any(known.rest)) && part.verbs.any(known.publish)) {
            (frame.head, frame.unknown, frame.modifiers) = (known.info, false, Set::default());
        }
        // 主动公开信息情况如下：机构职能5条、…，合计485条
        let category = |part: &Frame| part.unknown || part.head.any(known.category);
        let kinds = parts().filter(|part| category(part) && !part.own_channel).count();
        // 公示类417条、动态类382条、解读类26条，合计825条
        let all =
            kinds + 1 >= frame.restates && parts().all(|part| category(part) || part.head.any(known.interpretation));
        let several = kinds >= CATEGORIES && kinds * 2 > frame.restates || kinds > 1 && frame.restates > 2 && all;
        if several && frame.about.any(known.proactive) {
            (frame.head, frame.unknown, frame.modifiers) = (known.info, false, Set::default());
            frame.verbs = known.proactive;
        }
        if frame.about.any(known.request) && !frame.own_verbs {
            let ends = self.lexicon.outcomes.without(known.carry);
            let ended = parts().any(|part| part.verbs.any(ends)) && !parts().any(|part| part.verbs.any(known.receive));
            if ended {
                // 信访类2件、重复申请3件，合计5件: all of them ended the same way.
                let same = parts().fold(ends, |same, part| same.and(part.verbs));
                frame.verbs = if same.is_empty() { known.answer } else { same };
                (frame.head, frame.unknown) = (Set::default(), false);
            } else if parts().all(|part| part.near.any(known.asked) || part.near.any(known.how))
                && frame.verbs.is_empty()
            {
                // 现场申请4件，网站申请55件，共计59件: all that came in.
                (frame.head, frame.unknown, frame.verbs) = (Set::default(), false, known.receive);
            } else if frame.unknown && frame.verbs.any(known.receive) {
                (frame.head, frame.unknown) = (Set::default(), false);
            }
        }
    }
}

/// 通过公开平台公开634条，其中政府网站361条、微信273条: what several channels add up to is the headline, wherever it stood.
pub(super) fn of_channels(items: &mut [Item]) {
    let known = &super::lexicon::lexicon().known;
    let Some(headline) = Topic::measure("nar_pro_total") else { return };
    for total in 0..items.len() {
        // 公开招商引资、项目审批、环境保护等信息762条，其中网站518条，微信公众号244条
        let frame = &items[total].frame;
        let kinds = items[total].topic.is_none()
            && frame.modifiers.any(known.list_of)
            && frame.head.any(known.thing)
            && frame.channel == known.none
            && known.published(frame.verbs);
        if items[total].role != Role::Total || !(kinds || items[total].is("nar_pub_website")) {
            continue;
        }
        let behind = items[total + 1..].iter().take(MOST_PARTS);
        let parts = behind.filter(|item| item.parent == Some(total) && item.frame.own_channel);
        let (mut sum, mut channels) = (Decimal::ZERO, Set::default());
        parts.for_each(|part| {
            sum += part.value;
            channels.join(part.frame.channel);
        });
        if sum == items[total].value && channels.len() > 1 {
            items[total].topic = Some(headline);
            items[total].part_rule = PartRule::Never;
        }
    }
}

/// 主动公开947条。其中在区门户网站发布公告22条，在媒体发布新闻273条，通过公众号发布信息652条: ways that add up to the headline
/// carry all that there is, whatever it is called.
pub(super) fn by_channels(text: &Text<'_>, items: &mut [Item]) {
    let known = &super::lexicon::lexicon().known;
    let channels = [
        (known.web, "nar_pub_website"),
        (known.wechat, "nar_pub_wechat"),
        (known.weibo, "nar_pub_weibo"),
        (known.newmedia, "nar_pub_newmedia"),
    ];
    for total in 0..items.len() {
        if items[total].role != Role::Total || !items[total].is("nar_pro_total") {
            continue;
        }
        let behind = items[total + 1..].iter().enumerate().take(MOST_PARTS);
        let parts: Vec<usize> =
            behind.filter(|(_, item)| item.parent == Some(total)).map(|(at, _)| total + 1 + at).collect();
        let sum: Decimal = parts.iter().map(|&at| items[at].value).sum();
        let ways = parts.iter().all(|&at| items[at].frame.own_channel && known.published(items[at].frame.verbs));
        if sum != items[total].value || parts.len() < 2 || !ways {
            continue;
        }
        for &at in &parts {
            if items[at].topic.is_some() {
                continue;
            }
            let frame = items[at].frame;
            let once = parts.iter().filter(|&&other| items[other].frame.channel == frame.channel).count() == 1;
            let own = text.of_government() || !frame.near.any(known.government_site);
            let topic = channels.iter().find(|(channel, _)| *channel == frame.channel);
            let topic = topic.and_then(|(_, code)| Topic::measure(code)).filter(|_| once && own);
            if topic.is_some() && super::item::of_pieces(items[at].unit_name()) {
                (items[at].topic, items[at].part_rule) = (topic, PartRule::Channel);
                items[at].alone = false;
            }
        }
    }
}

/// 公开行政许可31条，公开政务信息19条，发布公告62条。全年合计发布各类信息112条: the sum of what the sentence before lists.
pub(super) fn of_sentence_before(items: &mut [Item]) {
    let known = &super::lexicon::lexicon().known;
    for total in 1..items.len() {
        if !items[total].is("nar_pro_total") || !items[total].frame.near.any(known.total) {
            continue;
        }
        let sentence = items[total].sentence;
        let unit = items[total].unit;
        let before = items[..total].iter().rev().take(MOST_PARTS);
        let first = total - before.take_while(|item| item.sentence + 1 == sentence && item.unit == unit).count();
        let sum: Decimal = items[first..total].iter().map(|item| item.value).sum();
        if total - first > 2 && sum == items[total].value {
            let parts = items[first..total].iter_mut().filter(|item| item.is("nar_pro_total"));
            parts.for_each(|item| item.topic = None);
        }
    }
}

/// 办理建议提案（含协办8件）共计36件: what a bracket before the total names is a part of it.
pub(super) fn before_total(text: &Text<'_>, items: &mut [Item]) {
    let grammar = text.lexicon.grammar;
    for part in 0..items.len().saturating_sub(1) {
        let [first, total] = &mut items[part..=part + 1] else { continue };
        let behind = first.sentence == total.sentence
            && first.topic.is_some()
            && first.topic == total.topic
            && first.value <= total.value
            && text.slice(first.end, total.start.max(first.end)).starts_with('）');
        if behind
            && text.running.text[..first.clause].ends_with('（')
            && grammar.includes.start(text.slice(first.clause, first.start))
        {
            first.topic = None;
        }
    }
}

/// Least kinds of information whose sum is all that was published.
const CATEGORIES: usize = 4;

/// Most parts of a restated total.
const MOST_PARTS: usize = 12;
