//! What stands around a number beside its clause: a second thing that it states, the list that it stands in, and what makes it a
//! share, a class or a body of others rather than a count.

use rust_decimal::Decimal;

use super::field::Field;
use super::frame::{BREAKS, Frame, Reader};
use super::lexicon::{Set, Token};
use super::words::Words;
use crate::number::unit::UNITS;

/// How many clauses behind a number are looked at for what is said of all of it.
const CLAUSES: usize = 4;

/// Longest noun between a number of people and the bracket that says how they work, in bytes.
const NOUN: usize = 18;

/// How far back the number before a bracket is looked for.
const BRACKET: usize = 12;

impl Reader<'_> {
    /// The second reading of a number that states two things: 收到并办理申请61件, 收到申请7件，均通过网络提交.
    pub(super) fn doubled(&self, index: usize, frame: &Frame) -> Option<Frame> {
        let known = self.known;
        let mut ends = known.answer;
        ends.join(known.handle);
        let subject = (frame.about.any(known.request) || frame.own_head && frame.head.any(known.attribute))
            && (frame.head.is_empty()
                || [known.request, known.apply, known.attribute].iter().any(|&set| frame.head.any(set)));
        if subject && frame.own_verbs && frame.verbs.any(known.receive) && frame.verbs.any(ends) {
            return self
                .joint(frame.start, index, ends)
                .then(|| Frame { verbs: frame.verbs.without(known.receive), ..*frame });
        }
        // 收到2条市民通过网络提交的申请
        let submitted = frame.head.any(known.apply)
            && self.text.groups(frame.start, self.list[index].start).and(known.how).is_empty();
        if (subject || submitted) && frame.own_head && frame.own_verbs && frame.verbs.any(known.receive) {
            let ways = self.only_way(index, frame);
            if !ways.is_empty() {
                return Some(Frame { near: frame.near.without(ways), ..*frame });
            }
        }
        let all = self.all_published(index, frame).or_else(|| self.all_ended(index, frame));
        if let Some(all) = all.or_else(|| self.all_time(index, frame)) {
            return Some(all);
        }
        let requests = frame.about.any(known.request) && frame.verbs.any(known.receive);
        let way = requests.then(|| self.all_by(index, frame)).flatten()?;
        Some(Frame {
            head: Set::default(),
            unknown: false,
            modifiers: Set::default(),
            verbs: Set::default(),
            near: way,
            channel: known.none,
            ..*frame
        })
    }

    /// Whether receiving and answering are one verb (收到并按时办结), rather than one said of the other (收到的申请已办结).
    fn joint(&self, start: usize, index: usize, ends: Set) -> bool {
        let tokens: Vec<Token> = self.text.words_in(start, self.list[index].start).copied().collect();
        let mut receives = tokens.iter().filter(|token| token.set.any(self.known.receive));
        receives.any(|token| {
            let next = tokens.iter().find(|next| next.start >= token.end && next.set.any(ends));
            next.is_some_and(|next| {
                let gap = self.text.slice(token.end, next.start);
                let joint = self.lexicon.grammar.joint.whole(gap);
                gap.is_empty() || joint || self.joined_by_adverbs(gap)
            })
        })
    }

    /// 收到并依法妥善办理: whatever is said of how it was done.
    fn joined_by_adverbs(&self, gap: &str) -> bool {
        let Some(mut rest) = gap.strip_prefix('并') else { return false };
        while let Some(word) = self.lexicon.grammar.adverb.starting(rest) {
            rest = &rest[word.len()..];
        }
        rest.is_empty()
    }

    /// 通过信函方式受理依申请公开1件: the way of all that came in, where the sentence names no other.
    fn only_way(&self, index: usize, frame: &Frame) -> Set {
        let known = self.known;
        let mut ways = known.online;
        [known.mail, known.inperson, known.email].iter().for_each(|&set| ways.join(set));
        let said = self.text.groups(self.sentence.start, self.sentence.end);
        let named = said.and(ways);
        let site = self.text.groups(self.sentence.start, frame.start).any(known.web);
        // 通过邮寄收到5条，通过统一平台收到11条
        let next = self.list.get(index + 1).map(|next| self.text.groups(self.list[index].end, next.start));
        let other =
            next.is_some_and(|next| next.any(known.receive) && (next.any(known.platform) || next.any(known.web)));
        let written = said.any(known.in_writing) && !named.any(known.mail) && !named.is_empty();
        if named.len() > 1 || written || site || other || frame.near.any(known.part) {
            return Set::default();
        }
        let mut sites = known.web;
        sites.join(known.platform);
        let mut way = frame.near.and(if named.is_empty() { sites } else { ways });
        if !way.is_empty() {
            way.join(known.how);
        }
        way
    }

    /// 主动公开政府信息132条，全部通过门户网站发布: the site's figure too.
    fn all_published(&self, index: usize, frame: &Frame) -> Option<Frame> {
        let known = self.known;
        let items = frame.head.any(known.info) || frame.head.any(known.thing);
        if !items || !frame.own_head || frame.own_channel || frame.near.any(known.part) || !known.published(frame.verbs)
        {
            return None;
        }
        let said = self.all_clause(index, &[], |words| words.any(known.publish) && words.any(self.lexicon.channels))?;
        let channels = said.and(self.lexicon.channels);
        let one = channels.len() == 1 && !said.any(known.anyhow);
        one.then_some(Frame { channel: channels, own_channel: true, ..*frame })
    }

    /// 办结4件，均为予以公开; 办理4件，均同意公开; 收到2件，均因补正后仍不明确而无法提供: how all of them ended.
    fn all_ended(&self, index: usize, frame: &Frame) -> Option<Frame> {
        let known = self.known;
        let came = [known.receive, known.answer, known.handle].iter().any(|&set| frame.verbs.any(set));
        if !frame.about.any(known.request) || !frame.own_verbs || !came {
            return None;
        }
        let said =
            self.all_clause(index, &[&self.lexicon.grammar.identified], |words| words.any(self.lexicon.outcomes))?;
        // 均作出不予公开的答复
        let ended = said.and(self.lexicon.outcomes).without(known.firmly_refused);
        let ways = [known.granted, known.partial, known.refused, known.unable];
        let only = ways.into_iter().find(|&way| ended.without(way).is_empty())?;
        Some(Frame { head: Set::default(), unknown: false, verbs: only, ..*frame })
    }

    /// 工作人员3人，均为兼职: all of them work so.
    fn all_time(&self, index: usize, frame: &Frame) -> Option<Frame> {
        let known = self.known;
        let mut time = known.full_time;
        time.join(known.part_time);
        let people = matches!(self.unit(index), "人" | "名")
            && frame.channel == known.none
            && (frame.head.any(known.person) || frame.head.is_empty())
            && !frame.head.any(time);
        // 指定3人（兼职）负责信息公开
        let bracket = || {
            let end = self.list[index].end;
            let behind = self.text.slice(end, self.sentence.end);
            let open = behind.find(BREAKS).filter(|&at| at <= NOUN && behind[at..].starts_with('（'))?;
            let open = end + open + '（'.len_utf8();
            let word = self.text.words_in(open, self.sentence.end).next().filter(|word| word.start == open)?;
            self.text.slice(word.end, self.sentence.end).starts_with('）').then_some(word.set)
        };
        let all = || self.all_clause(index, &[&self.lexicon.grammar.identified], |words| words.any(time));
        let said = people.then(|| bracket().or_else(all)).flatten()?.and(time);
        (said.len() == 1).then_some(Frame { head: said, unknown: false, own_head: true, ..*frame })
    }

    /// By which one way all that a number counts came (均为网上申请, 全部通过信函提交; of a single one 申请人通过邮寄方式提出).
    fn all_by(&self, index: usize, frame: &Frame) -> Option<Set> {
        let known = self.known;
        let mut all = known.online;
        [known.email, known.mail, known.inperson].iter().for_each(|&set| all.join(set));
        let single = self.list[index].value == Decimal::ONE;
        let grammar = self.lexicon.grammar;
        let openers: &[&Words] = match (single, frame.own_verbs) {
            (true, true) => &[&grammar.single_way, &grammar.identified],
            (true, false) => &[&grammar.single_way],
            (false, true) => &[&grammar.identified],
            (false, false) => &[],
        };
        let ways = self.all_clause(index, openers, |words| words.any(all))?.and(all);
        (ways.len() == 1).then_some(ways)
    }

    /// The words of the first clause behind a number that opens with 均 or 全部 (or with one of these words that go on
    /// with it) and says such a thing.
    fn all_clause(&self, index: usize, openers: &[&Words], says: impl Fn(Set) -> bool) -> Option<Set> {
        let known = self.known;
        let from = self.list[index].end;
        let limit = self.list.get(index + 1).map_or(self.sentence.end, |next| next.start);
        let mut start = from;
        for clause in self.text.slice(from, limit).split_inclusive(BREAKS).take(CLAUSES + 1) {
            let end = start + clause.len();
            let whole = clause.ends_with(BREAKS) || end == self.sentence.end;
            let words = self.text.groups(start, end);
            let first = self.text.words_in(start, end).next();
            let opens = first.is_some_and(|word| word.set.any(known.all))
                || self.lexicon.grammar.all_of.within(clause)
                || openers.iter().any(|words| words.start(clause));
            // 属于主动公开范围的均予以公开: all of those only.
            let some = || {
                let behind = clause.split('的').nth(1);
                behind.is_some_and(|behind| behind.starts_with(['均', '全', '都']))
                    && !clause.starts_with(['均', '全', '都'])
            };
            start = end;
            if whole && opens && says(words) && !some() {
                return (!words.any(known.negate)).then_some(words);
            }
        }
        None
    }

    /// What keeps a number from being a count of its own: a catalogue's, of bodies, one of several parts, a share.
    pub(super) fn set_apart(&self, left: &mut Field, noun: &Field, start: usize, index: usize) {
        self.account_channel(left, noun, index);
        if self.subdivided(start, index) || noun.head.is_empty() && self.bodies(index) {
            (left.head, left.unknown) = (Set::default(), true);
        }
        // 28个部门共计96人参加: the topic goes on behind the bodies.
        left.aside |= self.bodies(index);
        // 各科室、下属单位共47人参加: bodies come, people are counted.
        let come = self.text.slice(start, self.list[index].start).trim_end_matches(['共', '计', '合', '约', '有']);
        if matches!(self.unit(index), "人" | "人次" | "名")
            && noun.head.is_empty()
            && self.lexicon.grammar.body.end(come)
        {
            (left.head, left.unknown, left.aside) = (Set::default(), false, true);
        }
        // 其中，电子邮件7件: the cue is a clause of its own.
        let before = self.text.slice(self.sentence.start, start).trim_end_matches(['，', '：']);
        if self.lexicon.grammar.among.end(before) {
            left.near.join(self.known.part);
        }
        // 在主动公开的信息中，重大事项方面的信息有96条: some of them.
        let things = left.head.without(self.known.thing).without(self.known.info).is_empty();
        if things && left.channels.is_empty() && (before.ends_with("信息中") || before.ends_with("内容中")) {
            (left.head, left.unknown) = (Set::default(), true);
        }
        if self.shares(index) {
            left.near.join(self.known.share);
        }
        self.bracket_channels(left, start, index);
        left.unknown |= self.one_of_several(left, index);
    }

    /// 网站发布工作动态34条、通知公告12条; 原创信息91条，转发信息176条: one kind of several.
    fn one_of_several(&self, left: &Field, index: usize) -> bool {
        let known = self.known;
        if (left.head.any(known.info) || left.head.any(known.thing)) && self.beside_larger(index) {
            return true;
        }
        let next = self.list.get(index + 1).filter(|next| next.unit == self.list[index].unit);
        let end = self.list[index].end;
        let limit = self.list.get(index + 1).map_or(self.sentence.end, |next| next.start);
        let (gap, behind) = (self.text.slice(end, limit), self.text.groups(end, limit));
        if behind.any(self.lexicon.channels) || behind.any(known.part) && !gap.starts_with('、') {
            return false;
        }
        let kind = next.is_some() && behind.any(known.category) && behind.and(self.lexicon.verbs).is_empty();
        // 部门动态9条，财务公开2条: another kind, with the verb of the first.
        let other = gap.starts_with('、') || gap.starts_with('，') && kind;
        left.head.any(known.news) && other
            || next.is_some() && left.near.any(known.original) && behind.any(known.reprint)
    }

    /// 公开政务信息74条、工作动态118条、…: a whole is no less than what stands beside it in one list.
    fn beside_larger(&self, index: usize) -> bool {
        let first = &self.list[index];
        for pair in self.list[index..].windows(2) {
            let (from, to) = (pair[0].end, pair[1].start);
            let words = self.text.groups(from, to);
            let own = words.any(self.known.publish) || words.any(self.known.part) || words.any(self.lexicon.channels);
            if !self.text.slice(from, to).starts_with('、') || own || pair[1].unit != first.unit {
                return false;
            }
            if pair[1].value > first.value {
                return true;
            }
        }
        false
    }

    /// 8件涉及土地，1件为来信: a clause that begins with its number and says what so many of those counted are.
    pub(super) fn describes(&self, start: usize, index: usize) -> bool {
        let counted = &self.list[index];
        let start = start.max(self.before(index));
        let said = || self.text.words_in(start, counted.start).copied().collect::<Vec<Token>>();
        self.lexicon.grammar.describes.start(self.text.slice(counted.end, self.sentence.end))
            && self.only_fillers(start, counted.start, &said())
    }

    /// 2021年底收到的2件
    pub(super) fn received_before(&self, start: usize, index: usize) -> bool {
        self.text.slice(start, self.list[index].start).ends_with('的')
    }

    /// … 于今年1月办结: the same clause says that they were answered this year.
    pub(super) fn ends_now(&self, index: usize) -> bool {
        let known = self.known;
        let start = self.list[index].end;
        let behind = self.text.slice(start, self.sentence.end);
        let end = behind.find(BREAKS).map_or(self.sentence.end, |at| start + at);
        let words = self.text.groups(start, end);
        let year = super::time::years(self.text, start, end).any(|(_, year)| Some(year) == self.text.year);
        let now = year || self.lexicon.grammar.year_now.within(self.text.slice(start, end));
        now && (words.any(known.answer) || words.any(known.handle))
    }

    /// 10大类50项: what stands in a catalogue.
    fn subdivided(&self, start: usize, index: usize) -> bool {
        let unit = UNITS[self.list[index].unit].word;
        let before = self.text.slice(start, self.list[index].start);
        let class = self.lexicon.grammar.class_of.ending(before).map(|class| &before[..before.len() - class.len()]);
        matches!(unit, "项" | "个") && class.is_some_and(|rest| rest.ends_with(crate::narrative::number::opens))
    }

    /// 43件，占总数的84%: a part of something.
    fn shares(&self, index: usize) -> bool {
        let behind = self.text.slice(self.list[index].end, self.sentence.end);
        let share = behind.trim_start_matches(['，', '（', '、']).strip_prefix('占');
        let part = |share: &str| {
            // 317件，占全市申请总量的近三成: its own, all of them.
            !share.contains("100%") && !self.lexicon.grammar.wider.start(share)
        };
        share.is_some_and(|share| part(share.split(BREAKS).next().unwrap_or(share)))
    }

    /// 24个部门: bodies, whatever was counted before.
    pub(super) fn bodies(&self, index: usize) -> bool {
        let counted = &self.list[index];
        matches!(UNITS[counted.unit].word, "个" | "家" | "名" | "所")
            && self.lexicon.grammar.body.start(self.text.slice(counted.end, self.sentence.end))
    }

    /// 从60件降至24件: nothing parts the number from the one before it.
    pub(super) fn goes_on(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| self.list[before].end);
        before.is_some_and(|end| !self.text.slice(end, self.list[index].start).contains(BREAKS))
    }

    /// The verb of the number before, in the same list.
    pub(super) fn beside(&self, index: usize, done: &[Vec<Frame>]) -> Set {
        let mut depth = 0;
        for back in 1..=index.min(BRACKET) {
            let at = index - back;
            let gap = self.text.slice(self.list[at].end, self.list[at + 1].start);
            depth += gap.matches('）').count();
            depth = depth.saturating_sub(gap.matches('（').count());
            if depth == 0 {
                let frame = done.get(at).and_then(|frames| frames.last()).filter(|frame| frame.own_verbs);
                return frame.map_or(Set::default(), |frame| frame.verbs);
            }
        }
        Set::default()
    }
}
