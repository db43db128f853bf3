//! What a clause takes over from those before it in its sentence: verbs, the noun, and whether the channel goes on.
//!
//! What was said before and the clause's own field come in; what holds for the clause goes out. [`super::frame`] keeps what is
//! carried up to date.

use std::ops::Range;

use super::field::Field;
use super::frame::{Frame, Reader};
use super::lexicon::Set;
use super::scan::Counted;

/// What is carried from clause to clause.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Carried {
    pub head: Set,
    pub unknown: bool,
    pub modifiers: Set,
    pub verbs: Set,
    pub channels: Set,
    /// Noun of a total that is not stated, whose parts are listed (均配发解读材料，其中文字解读62篇).
    pub unstated: Set,
    /// The channel stood in a clause without a number, or with the number of accounts: it goes on.
    pub open: bool,
    /// It stood there since the number before (微信公众号“青岩”（微信号：qy01）公开21条).
    pub told: bool,
    /// The channel is that of the sentence before, or of the heading.
    pub above: bool,
    /// The channel was spoken of as something that is built or kept up.
    pub built: bool,
    /// … or that is praised for its role.
    pub praised: bool,
    /// Letters to officials are the way by which something came.
    pub letters: bool,
    /// Columns were counted: what is published in them is not all that the site publishes (建设4个专栏，更新信息527条).
    pub columns: bool,
    /// A column was spoken of: 相关信息 are those in it.
    pub feature: bool,
    /// Parts are being listed: their names are not what is talked about behind them.
    pub parts: bool,
    /// The channel that the noun at hand was said of.
    pub at: Set,
    /// What was talked about before they were: noun, modifiers, and whether no class knows it.
    pub whole: (Set, Set, bool),
}

impl Reader<'_> {
    /// 公开信息（包括4个栏目）共5218条: what stands before a bracket goes on behind it.
    pub(super) fn before_bracket(&mut self, from: usize, end: usize) {
        let opens = self.text.slice(from, end).ends_with('（');
        if let Some(saved) = self.before_brackets.last_mut().filter(|_| opens) {
            *saved = self.carried;
        }
    }

    /// 在主动公开的信息中，政务信息24条: each of them is a kind of it.
    pub(super) fn among_published(&mut self, clause: &str) {
        if clause.contains("信息中，") {
            self.carried.unstated = self.known.info;
            self.carried.unstated.join(self.known.thing);
        }
    }

    /// 通过“领导信箱”专栏: letters to officials are the only way that a clause names.
    pub(super) fn by_letter(&self, clause: &Field) -> bool {
        let others = [self.known.anyhow, self.known.message];
        clause.near.any(self.known.letterbox)
            && clause.channels.is_empty()
            && !others.iter().any(|&set| clause.near.any(set))
    }

    /// The channel that goes on from the clauses before.
    pub(super) fn carried_channels(&self) -> Set {
        self.carried.channels
    }

    /// What a number that counts nothing of the year leaves to those behind it: how long something took, or how much was
    /// published by day (公众号日均发布信息2条，全年发布700条).
    pub(super) fn told_beside(&self, left: &Field, start: usize, index: usize) -> Option<Field> {
        let known = self.known;
        if self.duration(index) {
            let near = left.near.and(known.anyhow);
            return Some(Field { channels: left.channels, near, ..Field::default() });
        }
        let rate = left.near.any(known.part_year) && known.published(left.verbs);
        (rate && self.text.slice(start, self.list[index].start).contains(['每', '均'])).then_some(*left)
    }

    /// The verbs of the clause before, for a clause that has none.
    pub(super) fn carried_verbs(&self, field: &Field, frame: &Frame) -> Set {
        let known = self.known;
        let verbs = self.carried.verbs;
        // 进行规范性文件清理，新增2件，废止3件
        let verbs = if field.verbs.any(known.increase) { verbs.without(known.repeal) } else { verbs };
        // 1件为县政府转办，1件为邮寄: what became of one is not said of the next.
        let ended = verbs.any(self.lexicon.outcomes) || verbs.any(known.transfer);
        if ended && !field.near.is_empty() {
            return Set::default();
        }
        // 新增粉丝6万人，累计关注人数28万人: the stock is not what was added.
        if frame.own_head && frame.head.any(known.followers) {
            return verbs.without(known.increase);
        }
        // 召开发布会11场，热线接听群众来电8万个; 接受采访60次，媒体报道729篇
        let report = frame.head.any(known.report) && verbs.without(known.host).is_empty();
        if frame.own_head && (frame.head.any(known.consult) || frame.head.any(known.inquiry) || report) {
            return Set::default();
        }
        // 公开动态信息270条，依申请公开0次: requests are not published.
        let asked = [known.request, known.apply].iter().any(|&set| frame.head.any(set));
        if frame.own_head && asked && known.published(verbs) {
            return Set::default();
        }
        // 收到并办结88件，其中网络渠道61件: parts of those received.
        let parts = self.carried.parts || field.near.any(known.part);
        if parts && verbs.any(known.receive) { verbs.without(known.answer).without(known.handle) } else { verbs }
    }

    /// 公开规范性文件4件，公文137件，信息572条: one more kind of what was published, with the verb of the others.
    pub(super) fn ends_list(&self, frame: &Frame, field: &Field, index: usize, done: &[Vec<Frame>]) -> bool {
        let known = self.known;
        let plain = |set: Set| set.any(known.info) || set.any(known.thing);
        let kind = |before: &Frame| (before.own_head || before.unknown) && !plain(before.head) && !before.own_channel;
        let bare = frame.own_head && !frame.own_verbs && plain(frame.head) && field.channels.is_empty();
        let said =
            || [known.total, known.part, known.every, known.rest, known.now].iter().any(|&set| field.near.any(set));
        bare && !said()
            && known.published(frame.verbs)
            && self.text.slice(self.before(index), self.list[index].start).starts_with(['，', '、'])
            && done.last().and_then(|frames| frames.last()).is_some_and(kind)
    }

    /// One channel, none, or many; the new media taken together are one.
    pub(super) fn kind(&self, channels: Set) -> Set {
        let known = self.known;
        let mut media = known.newmedia;
        for set in [known.wechat, known.weibo, known.video, known.app] {
            media.join(set);
        }
        let mut named = channels.without(known.anyhow);
        // 门户网站、政务服务网: sites of one kind and another.
        if named.any(known.web) {
            named = named.without(known.platform);
        }
        let anyhow = channels.any(known.anyhow);
        match named.len() {
            0 if anyhow => known.many,
            0 => known.none,
            1 if !anyhow => named,
            _ if named.without(media).is_empty() && (named.len() > 1 || named.any(known.newmedia)) => known.newmedia,
            _ => known.many,
        }
    }

    /// 20个工作日: how long something took, and nothing that is counted.
    pub(super) fn duration(&self, index: usize) -> bool {
        self.unit(index).ends_with(['日', '天', '时'])
    }

    /// The noun of the clause before, for a clause that has none.
    pub(super) fn take_over(&self, frame: &mut Frame, field: &Field, index: usize) {
        if !frame.head.is_empty() {
            return;
        }
        let known = self.known;
        let carried = &self.carried;
        let others = [known.review, known.suit, known.reconsidered, known.sued, known.npc, known.cppcc, known.message];
        let left_over = field.verbs.any(known.carry) && (field.near.any(known.next) || field.near.any(known.last));
        let ended = carried.unknown && field.verbs.any(self.lexicon.outcomes) && !field.unknown;
        let step = (left_over || ended) && !others.iter().any(|&set| carried.head.any(set));
        if step && frame.about.any(known.request) {
            // 补正告知书1件，转下年度办理2件: only requests are carried over.
            frame.unknown = false;
            return;
        }
        if frame.unknown {
            return;
        }
        let (head, modifiers, unknown) = match carried.parts && !field.near.any(known.part) && self.steps(field) {
            true => carried.whole,
            false if self.elsewhere(field, frame.verbs) => (Set::default(), Set::default(), false),
            false => (carried.head, carried.modifiers, carried.unknown),
        };
        frame.head = self.taken_over(head, self.unit(index));
        // 利用网站发布信息，积极向日报投稿，全年共计发布34篇: what was written for others.
        let sent = index == 0 && carried.verbs.any(known.compose) && !known.published(carried.verbs);
        if sent && field.channels.is_empty() && known.published(field.verbs) {
            frame.unknown = true;
            return;
        }
        // 涉及土地等信息，已答复2件: what they were about.
        let about = frame.head.any(known.thing) || frame.head.any(known.info);
        if about && field.verbs.any(known.answer) && self.about.any(known.request) && !frame.wide.any(known.message) {
            frame.head = Set::default();
        }
        // 处理留言0条；在微信公众号公开120条: messages are not what was published.
        let publishes = field.verbs.any(known.publish) || field.verbs.is_empty() && carried.verbs.any(known.publish);
        let answered = frame.head.any(known.message) || frame.head.any(known.concern);
        // 依申请公开0件，网上公开21件
        let asked = || {
            let handled = [known.receive, known.answer, known.handle].iter().any(|&set| frame.wide.any(set));
            let requests = frame.head.any(known.request) || frame.head.any(known.apply);
            requests && !handled && known.published(field.verbs)
        };
        if !field.channels.is_empty() && publishes && (answered || asked()) {
            frame.head = Set::default();
        }
        // 网站发布通知公告693条；官方微信推送1016条: an account posts what it likes.
        let account = [known.wechat, known.weibo].contains(&field.channels);
        // …政策解读11条；发布政务微信255条
        let apart = || {
            let parted = self.text.slice(self.before(index), self.list[index].start).starts_with('；');
            parted && frame.head.any(known.interpretation)
        };
        if account && field.verbs.any(known.publish) && (frame.head.any(known.category) || unknown || apart()) {
            (frame.head, frame.unknown) = (Set::default(), false);
            return;
        }
        // 主动公开总数800条 is all of it, whatever was counted before.
        frame.unknown = unknown && !field.verbs.any(known.proactive);
        frame.modifiers.join(modifiers);
    }

    /// 网站公开动态信息58条，微信公众号147条: the kind that one channel carries is none that the next one does.
    fn elsewhere(&self, field: &Field, verbs: Set) -> bool {
        let known = self.known;
        let carried = &self.carried;
        let mut kinds = known.news;
        [known.category, known.paper, known.othertopic].iter().for_each(|&set| kinds.join(set));
        let published = [verbs, carried.verbs].iter().any(|&set| known.published(set));
        published
            && (carried.unknown || carried.head.any(kinds))
            && !carried.at.is_empty()
            && !field.channels.is_empty()
            && !carried.at.any(field.channels)
    }

    /// 公众号推送63次，共发送178条: the pieces of what was sent out so many times.
    fn issues(&self, index: usize, field: &Field) -> bool {
        let before = index.checked_sub(1).map(|before| self.unit(before));
        let times = before.is_some_and(|unit| matches!(unit, "次" | "期" | "批次" | "期次"));
        times
            && matches!(self.unit(index), "条" | "篇" | "则")
            && field.near.any(self.known.total)
            && !field.verbs.any(self.known.proactive)
    }

    /// The channel of a clause, and whether the clause itself names it.
    pub(super) fn channel(&self, field: &Field, frame: &Frame, index: usize) -> (Set, bool) {
        let known = self.known;
        let carried = &self.carried;
        if !field.channels.is_empty() || field.near.any(known.anyhow) {
            let mut channels = field.channels;
            channels.join(field.near.and(known.anyhow));
            let kind = self.kind(channels);
            // 门户网站公开36条，公开栏等渠道公开29条: ways beside the one before, and not all of them.
            let before = carried.channels;
            let beside =
                index > 0 && !carried.told && !carried.above && !before.is_empty() && !field.channels.is_empty();
            let others = beside && !before.any(known.anyhow) && !before.any(field.channels);
            let articles =
                [known.piece, known.report].iter().any(|&set| field.head.any(set)) || field.near.any(known.media);
            let beside = kind == known.many && others && !articles && !field.near.any(known.total);
            (if beside { known.carried_over } else { kind }, true)
        } else if carried.columns && frame.restates == 0 {
            (known.carried_over, false)
        } else if frame.restates > 0 || carried.channels.is_empty() {
            (known.none, false)
        } else if carried.above {
            // 用好微信公众号。全年推送326篇。
            let pieces = frame.head.without(known.piece).is_empty() && !frame.unknown;
            let goes_on = pieces && frame.verbs.any(known.publish) && !frame.verbs.any(known.proactive);
            (if goes_on { self.kind(carried.channels) } else { known.none }, false)
        } else if carried.praised && field.verbs.any(known.proactive) {
            // 发挥网站主渠道作用，全年主动公开信息363条: through all of them.
            (known.none, false)
        } else if carried.built && field.head.any(known.info) && known.published(field.verbs) {
            // 加强信息公开平台建设，2022年公开政务信息91条: all that was published.
            (known.none, false)
        } else if !carried.open && field.verbs.any(known.proactive) && field.head.any(known.info) {
            // 网站推送信息1305条，主动公开政府信息336条
            let site = carried.channels == known.web && self.visited(index);
            (if site { known.web } else { known.none }, false)
        } else if carried.open
            || self.issues(index, field)
            || !frame.own_verbs
            || !frame.own_head && !field.near.any(known.total)
        {
            (self.kind(carried.channels), carried.told)
        } else {
            (known.carried_over, false)
        }
    }

    /// 门户网站公开文件231件；主动公开信息41020条，总访问量7645万次: it is still the site that is spoken of.
    fn visited(&self, index: usize) -> bool {
        let behind = |next: &Counted| self.text.groups(self.list[index].end, next.start);
        let behind = self.list.get(index + 1).map_or(Set::default(), behind);
        behind.any(self.known.site_views) && !behind.any(self.lexicon.channels)
    }

    /// 对网民提出的194条咨询作出回复: who put them is aside.
    pub(super) fn put(&self, left: &Field, start: usize, end: usize) -> bool {
        let known = self.known;
        left.verbs.any(known.receive) && left.near.any(known.message) && self.text.slice(start, end).ends_with('的')
    }

    /// 新媒体公开信息（“青岩发布”微信公众号）112条, 其他方式（抖音、微信公众号）公开84条: the bracket says by which channels.
    pub(super) fn bracket_channels(&self, left: &mut Field, start: usize, index: usize) {
        let known = self.known;
        let own = self.text.slice(start, self.list[index].start);
        let from = self.before(index).min(start);
        let behind = self.text.slice(from, start);
        // “青岩卫健”（官方微博）公开信息480条
        let ways = |at: usize| self.lexicon.grammar.ways.end(&behind[..at]) || behind[..at].ends_with('”');
        let inside = if left.channels.is_empty() {
            bracket(behind).filter(|inside| ways(inside.start - '（'.len_utf8())).map(|inside| (from, inside))
        } else {
            let open = left.channels.without(known.newmedia).is_empty();
            bracket(own).filter(|_| open).map(|inside| (start, inside))
        };
        let Some((from, inside)) = inside else { return };
        // 政务新媒体（微信公众号等）: one of them, for example.
        let example = self.text.slice(from, from + inside.end).ends_with('等');
        let open = from + inside.start - '（'.len_utf8();
        let (start, end) = if example { (from, open) } else { (from + inside.start, from + inside.end) };
        let channels = self.field(start, end, None).channels;
        if !channels.is_empty() {
            left.channels = channels;
        }
    }
}

/// What stands in the bracket that ends a stretch, where nothing is counted in it.
fn bracket(stretch: &str) -> Option<Range<usize>> {
    let closed = stretch.strip_suffix('）')?;
    let open = closed.rfind('（')? + '（'.len_utf8();
    let counts = closed[open..].contains(|c: char| c.is_ascii_digit());
    (!counts).then_some(open..closed.len())
}
