//! Which of a filing's quantities states a measure, where several could.

use super::Role;
use super::item::{Item, of_pieces};
use super::lexicon::{Topic, lexicon};
use super::measures::PartRule;

/// By so much another wording must be the weaker one to be passed over (主办建议8件 beside 收到建议20件).
const LOOSER: i32 = 4;

/// The score from which a wording speaks of all that a channel carries.
const NEWS: i32 = 10;

/// So many numbers back another channel is looked for.
const BESIDE: usize = 24;

/// 门户网站发布文化和旅游信息683条: a field of the site, or its news, and all that it carries where nothing else stands beside it.
fn field_on_site(item: &Item) -> bool {
    let known = &lexicon().known;
    item.frame.channel == known.web && (item.frame.head.any(known.business) || item.frame.head.any(known.report))
}

/// Whether something else is published by the same channel.
fn beside(item: &Item, other: &Item) -> bool {
    let field = field_on_site(item);
    let known = &lexicon().known;
    let same = other.frame.channel == item.frame.channel || other.frame.channel == known.carried_over;
    let published = known.published(other.frame.verbs);
    let piece = of_pieces(other.unit_name());
    same && published
        && piece
        && other.role != Role::Other
        && other.start != item.start
        && (other.frame.own_head || field && other.frame.unknown)
}

/// 网站180条、微信120条，其中网站180条占60%: the same number of the same channel.
fn again(item: &Item, other: &Item) -> bool {
    let known = &lexicon().known;
    let aside = |item: &Item| item.frame.near.any(known.part) || item.frame.near.any(known.share);
    let channel = item.frame.own_channel && other.frame.own_channel && item.frame.channel == other.frame.channel;
    let same = item.value == other.value && item.unit == other.unit;
    same && channel && aside(if item.start < other.start { other } else { item })
}

/// Whether a neighbour in the same sentence states the same measure as loosely.
fn stated_beside(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let part = |other: &Item| other.role == Role::Part && other.parent == Some(index);
    let mut outcomes = lexicon().outcomes;
    outcomes.join(lexicon().known.repealed);
    // 公众号发布信息3125条，10万+文章41篇: no account of its own.
    let channel = item.part_rule == PartRule::Channel;
    let known = &lexicon().known;
    let own = |other: &Item| {
        other.frame.own_head && (!channel || other.frame.own_verbs)
            || other.frame.own_channel
            || other.frame.own_verbs && other.frame.verbs.any(outcomes)
    };
    // 发布工作动态386条，推送招聘等信息75条: the news are one kind of what is there.
    let field = field_on_site(item);
    let kinds = (item.frame.head.any(lexicon().known.news) || field) && item.frame.own_head && item.score < NEWS;
    let at_once = |other: &&Item| !other.frame.own_channel || other.frame.channel == item.frame.channel;
    // 公开平台公开634条，其中政府网站人社信息361条: the whole is no kind.
    let whole_of = item.parent.map(|parent| items[parent].start);
    let kind = |other: &Item| {
        (!part(other) || other.frame.own_verbs && !field) && whole_of != Some(other.start) && beside(item, other)
    };
    // 推送63次，共发布178条: how often, and how much.
    let pieces = matches!(item.unit_name(), "条" | "篇" | "则");
    // 共接受咨询1183次，其中电话760次、当面43次: in another unit, or without a cue.
    let parts = items.get(index + 1).is_some_and(|next| next.frame.near.any(known.part));
    // 其中媒体发布180篇，其中国家级媒体47篇
    let nested = item.role == Role::Part && item.frame.near.any(known.part);
    let sums = parts && (nested || item.frame.near.any(known.total));
    let within = |other: &Item| {
        sums && other.start > item.start && other.value <= item.value && !other.frame.near.any(known.total)
    };
    // 召开专场发布会2次，举行新闻发布会、吹风会8次: how many in all is not said.
    let press = item.frame.head.any(known.press);
    let of_both = |other: &Item| {
        let both = other.frame.modifiers.any(known.press) && other.frame.modifiers.any(known.joined);
        press && both && other.frame.own_head && other.role != Role::Other && item.role != Role::Part
    };
    // 学校网站发布2569条；各单位、各学院在本单位网站发布9000余条
    let theirs = |other: &Item| other.frame.near.any(known.each_body) && !item.frame.near.any(known.each_body);
    let same = |other: &Item| {
        other.topic == item.topic
            && other.score + LOOSER >= item.score
            && other.role != Role::Other
            && other.start != item.start
            && !again(item, other)
            && !theirs(other)
            && (item.frame.near.any(known.government_site) || !other.frame.near.any(known.government_site))
            && own(other)
            && !(press && (other.frame.near.any(known.rest) || other.frame.head.any(known.for_media)))
            && !part(other)
            && !(pieces && matches!(other.unit_name(), "次" | "期"))
            && !within(other)
    };
    let near = items[..index].iter().rev().take_while(|other| other.sentence == item.sentence);
    let far = items[index + 1..].iter().take_while(|other| other.sentence == item.sentence);
    let other_kind = kinds && (near.clone().take_while(at_once).any(kind) || far.clone().take_while(at_once).any(kind));
    other_kind || near.chain(far).any(|other| same(other) || of_both(other))
}

/// Of the quantities that could state a measure, the best one does: not another year's, rather the whole than a part,
/// rather not among the problems of section five, then the first.
pub(super) fn one_per_measure(items: &mut [Item]) {
    let mut best: Vec<Option<(i32, usize)>> = vec![None; super::measures().len()];
    for (index, item) in items.iter().enumerate() {
        let Some(Topic::Measure(measure)) = item.topic.filter(|_| item.role != Role::Other) else { continue };
        if item.alone && stated_beside(items, index) || !may_state(items, index) {
            continue;
        }
        let part = if item.parent.is_some() && item.role == Role::Part { 6 } else { 0 };
        let weight = item.score - part;
        if best[measure].is_none_or(|(most, _)| weight > most) {
            best[measure] = Some((weight, index));
        }
    }
    for (_, index) in best.into_iter().flatten() {
        items[index].chosen = true;
    }
}

/// 门户网站公开418条。通过公告栏、微信群等公开150条: ways beside the site, and not all of them.
fn beside_site(items: &[Item], index: usize) -> bool {
    let (item, lexicon) = (&items[index], lexicon());
    let (known, near) = (&lexicon.known, item.frame.near);
    let ways = item.frame.channel == known.many && near.any(lexicon.channels);
    if !ways || near.any(known.web) || near.any(known.platform) || near.any(known.total) || !item.is("nar_pro_total") {
        return false;
    }
    let around = &items[index.saturating_sub(BESIDE)..items.len().min(index + BESIDE)];
    let beside = |other: &Item| other.is("nar_pub_website") && other.role != Role::Other;
    item.role != Role::Total && around.iter().any(beside)
}

/// 新媒体发布6660条。在报刊、网站等媒体公开351条: less than one of the channels carried is not what all of them did.
fn below_channel(items: &[Item], index: usize) -> bool {
    let (item, lexicon) = (&items[index], lexicon());
    let near = item.frame.near;
    let ways = item.frame.channel == lexicon.known.many && near.any(lexicon.channels);
    if !ways
        || near.any(lexicon.known.total)
        || !item.is("nar_pro_total")
        || item.frame.verbs.any(lexicon.known.proactive)
    {
        return false;
    }
    let channels = ["nar_pub_website", "nar_pub_wechat", "nar_pub_weibo", "nar_pub_newmedia"];
    let more = |other: &Item| {
        let channel = channels.iter().any(|code| other.is(code)) && other.role != Role::Other;
        channel && other.value > item.value
    };
    items[index.saturating_sub(BESIDE)..index].iter().any(more)
}

/// 网站发布普法宣传、典型案例等信息24条，动态要闻98条，通知公告117条; 公开应急管理信息63条，安全生产信息35条，政策解读1条: some
/// kinds, the first of several.
fn heads_kinds(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let known = &lexicon().known;
    let channel = item.part_rule == PartRule::Channel || item.is("nar_pro_total");
    let some = item.frame.modifiers.any(known.list_of) || item.frame.head.any(known.business);
    if !channel || !some || item.role == Role::Total {
        return false;
    }
    let kind = |other: &&Item| {
        other.sentence == item.sentence
            && other.unit == item.unit
            && !other.frame.own_verbs
            && !other.frame.own_channel
            && (other.frame.own_head || other.frame.unknown)
            && !other.frame.near.any(known.part)
            && known.published(other.frame.verbs)
    };
    items[index + 1..].iter().take_while(kind).nth(1).is_some()
}

/// Answers to proposals are spoken of, or what was done with them.
fn handled(item: &Item) -> bool {
    let known = &lexicon().known;
    [known.handle, known.answer, known.replied].iter().any(|&set| item.frame.near.any(set))
}

/// 公开财政信息20条、建议提案15条、规划计划6条: one kind of what was published, with the verb of the others.
fn listed(items: &[Item], index: usize) -> bool {
    let known = &lexicon().known;
    let item = &items[index];
    let shares = |other: &Item, verb: &Item| {
        other.sentence == item.sentence
            && other.unit.is_some()
            && !verb.frame.own_verbs
            && known.published(verb.frame.verbs)
            && other.frame.verbs == verb.frame.verbs
            && of_pieces(other.unit_name())
    };
    let before = index.checked_sub(1).is_some_and(|before| shares(&items[before], item));
    before || items.get(index + 1).is_some_and(|next| shares(item, next) && item.frame.own_verbs)
}

/// A part states the headline or a channel's figure only if it says so itself.
fn may_state(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let known = &lexicon().known;
    // 政府网站更新118964条；公开平台发布96427条: one channel of several, and not the headline.
    if item.frame.own_channel && item.frame.channel == known.platform && item.is("nar_pro_total") {
        let named = [known.web, known.wechat, known.weibo, known.newmedia];
        let before = items[..index].iter().rev().take(BESIDE).take_while(|other| other.sentence == item.sentence);
        if before.into_iter().any(|other| other.frame.own_channel && named.contains(&other.frame.channel)) {
            return false;
        }
    }
    if beside_site(items, index) || below_channel(items, index) || heads_kinds(items, index) {
        return false;
    }
    let Some(parent) = item.parent.and_then(|parent| items.get(parent)).filter(|_| item.role == Role::Part) else {
        return item.part_rule != PartRule::Apart || handled(item) || !listed(items, index);
    };
    match item.part_rule {
        PartRule::Any => true,
        PartRule::Never => false,
        PartRule::Same => parent.topic.is_none() || parent.topic == item.topic,
        // 主动公开375条，其中建议提案办理18条 are answers that were published; 人大建议7条 may be anything about them.
        PartRule::Apart => handled(item) || !parent.frame.head.any(known.info) && !parent.frame.head.any(known.thing),
        PartRule::Channel => item.frame.own_channel,
        // 制发公文326件，其中主动公开118件: documents by their attribute are no headline.
        PartRule::Proactive => {
            let whole = parent.frame.verbs.any(known.make) || parent.frame.verbs.any(known.have);
            let mut papers = known.category;
            papers.join(known.paper);
            let paper = parent.frame.head.any(papers) || parent.frame.modifiers.any(known.paper);
            item.frame.own_verbs && whole && !paper
        }
    }
}
