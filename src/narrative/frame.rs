//! Clause frames: for each number of a sentence its noun, verb, channel and surroundings; what a clause leaves out is taken
//! from the one before it.
//!
//! Words with their classes and numbers with their units come in; one frame for each reading of a number goes out. Which
//! measure a frame states is left to the wordings of `measures.toml`.

use super::carried::Carried;
use super::field::Field;
use super::item::of_people;
use super::known::Known;
use super::lexicon::{Lexicon, Set};
use super::running::Sentence;
use super::scan::Counted;
use super::text::Text;
use crate::number::unit::UNITS;

/// A clause frame.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// Classes of the noun that is counted; empty where none is said or taken over.
    pub head: Set,
    /// It was said in this clause.
    pub own_head: bool,
    /// The noun is one that no class knows.
    pub unknown: bool,
    /// Nouns before the head.
    pub modifiers: Set,
    pub verbs: Set,
    pub own_verbs: bool,
    /// A channel, or `none`, `many`, `carried_over`.
    pub channel: Set,
    pub own_channel: bool,
    /// All words of the clause, of the sentence up to it, behind it, and of what is talked about.
    pub near: Set,
    pub wide: Set,
    pub later: Set,
    /// Behind it, up to the clause of the next number.
    pub behind: Set,
    pub about: Set,
    /// The verb of the number before it in its list; what stands in brackets is passed over.
    pub beside: Set,
    /// Where the clause starts.
    pub start: usize,
    /// The year that a list of years gives it.
    pub year: Option<u16>,
    /// So many numbers before it, in this sentence, are the parts of this restated total.
    pub restates: usize,
    /// They stand in a bracket right before it (不予公开（国家秘密1件、商业秘密2件）3件).
    pub behind_bracket: bool,
}

/// Marks that end a clause.
pub(super) const BREAKS: [char; 6] = ['，', '；', '：', '（', '）', '。'];

/// Marks that end the noun or verb behind a unit.
pub(super) const BEHIND: [char; 8] = ['，', '；', '、', '：', '（', '）', '。', '\n'];

/// What a sentence takes over from those before it and from the heading above.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Above {
    /// What is talked about.
    pub about: Set,
    pub channels: Set,
    /// The sentence before names the channel and says nothing else (一是政府网站。).
    pub led: bool,
    /// Noun and verbs of the whole that the sentence before counted, where this one goes on with its parts (其中…).
    pub whole: (Set, Set),
}

/// The frames of one sentence's numbers: for each number one, or one for each noun that shares it (各3件).
pub(super) fn frames(text: &Text<'_>, sentence: &Sentence, list: &[Counted], above: Above) -> Vec<Vec<Frame>> {
    let Above { about, channels, led, whole: (head, verbs) } = above;
    let mut reader = Reader {
        text,
        lexicon: text.lexicon,
        known: &text.lexicon.known,
        sentence,
        list,
        about,
        carried: Carried { channels, head, verbs, open: led, above: !led, ..Carried::default() },
        before_brackets: Vec::new(),
        tail: (0, Set::default()),
    };
    let mut out: Vec<Vec<Frame>> = Vec::with_capacity(list.len());
    let mut from = sentence.start;
    let mut index = 0;
    while index < list.len() {
        let bracketed = reader.bracketed(index);
        reader.brackets(index);
        let (start, end, inherits) = match bracketed {
            Some((start, end, _)) => (start, end, false),
            None => reader.left(from, list[index].start),
        };
        reader.close(index);
        let shared = reader.shared(start, index);
        if shared.is_empty() {
            let (mut frame, next) = reader.frame((start, end, inherits), index, &out);
            if let Some((.., count)) = bracketed {
                (frame.restates, frame.behind_bracket) = (count, true);
            }
            from = next;
            let mut readings = vec![frame];
            readings.extend(reader.doubled(index, &frame));
            out.push(readings);
            index += 1;
        } else {
            let count = shared.len();
            from = list[index + count - 1].end;
            if let Some(frame) = shared.last().and_then(|frames| frames.last()) {
                reader.pass(&Field { head: frame.head, verbs: frame.verbs, ..Field::default() });
            }
            index += count;
            out.extend(shared);
        }
    }
    out
}

/// Reads one sentence.
pub(super) struct Reader<'a> {
    pub text: &'a Text<'a>,
    pub lexicon: &'static Lexicon,
    pub known: &'static Known,
    pub sentence: &'a Sentence,
    pub list: &'a [Counted],
    pub about: Set,
    pub carried: Carried,
    /// What was carried when each of the open brackets opened.
    pub before_brackets: Vec<Carried>,
    /// Where the clause at hand ends, and the classes of the words behind its last number.
    tail: (usize, Set),
}

impl Reader<'_> {
    /// The clause before a number, from where to where; clauses without numbers before it leave their channel and topic behind.
    /// Whether the clause takes its words from one before it is told too.
    fn left(&mut self, from: usize, to: usize) -> (usize, usize, bool) {
        let stretch = self.text.slice(from, to);
        let mut starts = vec![from];
        // 发布（转发）: the brackets of a word part nothing.
        let parts = |&(at, c): &(usize, char)| BREAKS.contains(&c) && !self.text.inside_word(from + at);
        starts.extend(stretch.char_indices().filter(parts).map(|(at, c)| from + at + c.len_utf8()));
        let mut start = starts.pop().unwrap_or(from);
        let mut field = self.field(start, to, None);
        let mut end = to;
        let own = start;
        // A clause that says nothing goes on to the left.
        for _ in 0..CLAUSES {
            if field.says {
                break;
            }
            let Some(mut before) = starts.pop() else { break };
            // 总数（不含行政执法公示）为2046条: what stands in brackets is no part of the clause.
            if let Some(open) = self.bracket(from, start) {
                while before > open
                    && let Some(earlier) = starts.pop()
                {
                    before = earlier;
                }
                end = open.max(before);
            }
            (start, field) = (before, self.field(before, end, None));
        }
        starts.push(start);
        for pair in starts.windows(2) {
            let mut clause = self.field(pair[0], pair[1], None);
            // 通过发布会、热线，与公众交流362次: by which ways, and nothing that is counted; 内容主要有…: what it was about.
            let (stretch, grammar) = (self.text.slice(pair[0], pair[1]), self.lexicon.grammar);
            let way = || clause.verbs.is_empty() && grammar.by_way.start(stretch);
            let contents = clause.near.any(self.known.part) || grammar.contents.start(stretch);
            if !clause.head.is_empty() && (contents || way()) {
                clause.head = Set::default();
            }
            if contents {
                // 主要包括创建森林城市等信息: what they tell of is done by nobody here; 网站发布包括：… is.
                let word = self.text.words_in(pair[0], pair[1]).find(|word| word.set.any(self.known.part));
                let opens = word.filter(|word| {
                    let last = self.text.words_in(pair[0], word.start).last();
                    let touches = last.is_some_and(|last| last.end == word.start && self.known.published(last.set));
                    touches && self.text.slice(word.end, pair[1]) == "："
                });
                clause.verbs = opens.map_or(Set::default(), |word| self.field(pair[0], word.start, None).verbs);
            }
            clause.builds = !clause.channels.is_empty()
                && !clause.near.any(self.known.anyhow)
                && grammar.builds.within(stretch)
                && !grammar.by_way.within(stretch)
                && !self.known.published(clause.verbs);
            self.carried.letters = self.by_letter(&clause) && grammar.by_way.within(stretch);
            clause.praised = !clause.channels.is_empty() && self.praises(pair[0], pair[1]);
            if stretch.ends_with("中，") {
                self.among_published(stretch);
            }
            // 网站作为主渠道，发布信息3268条: the site does so; 以网站为主渠道 only praises it.
            if stretch.contains("作为") && !grammar.praises.within(stretch) {
                clause.near = clause.near.without(self.known.main_way);
            }
            // 主流媒体（包括新媒体）刊发: what a bracket includes is not what goes on.
            let included = clause.near.any(self.known.part) && self.text.slice(from, pair[0]).ends_with('（');
            // 收到留言248条（注：数据来自12345平台），办结230条: where the figure is from is nothing that is counted.
            let noted = || {
                let open =
                    self.text.slice(from, pair[0]).rfind(['（', '）']).map(|at| &self.text.running.text[from + at..]);
                open.and_then(|open| open.strip_prefix('（')).is_some_and(|note| note.starts_with(['注', '数', '该']))
            };
            if !included && !noted() {
                self.pass(&clause);
                self.before_bracket(from, pair[1]);
            }
        }
        (start, end, start < own)
    }

    /// 发挥网站主渠道作用: said of a site, rather than by one (网站发挥主渠道作用).
    fn praises(&self, from: usize, to: usize) -> bool {
        let grammar = self.lexicon.grammar;
        let site = self.text.words_in(from, to).find(|word| !word.set.and(self.lexicon.channels).is_empty());
        grammar.role.within(self.text.slice(from, to))
            && site.is_some_and(|site| grammar.praises.within(self.text.slice(from, site.start)))
    }

    /// Where the bracket opens that ends at a place; nothing is counted in it.
    fn bracket(&self, from: usize, end: usize) -> Option<usize> {
        let closed = self.text.slice(from, end).strip_suffix('）')?;
        closed.rfind('（').map(|open| from + open)
    }

    /// 受理318件（区本级41件），办结310件: what is counted in a bracket is not carried on behind it.
    fn brackets(&mut self, index: usize) {
        let text = self.text;
        let counted = &self.list[index];
        let between = text.slice(self.before(index), counted.start);
        // 微信公众号（1个）发布信息149条: the bracket holds no more than how many there are.
        let alone = |index: usize| {
            let counted = &self.list[index];
            text.running.text[..counted.start].ends_with('（') && text.running.text[counted.end..].starts_with('）')
        };
        let after = index.checked_sub(1).is_some_and(alone);
        let between = if after { between.strip_prefix('）').unwrap_or(between) } else { between };
        let between = if alone(index) { between.strip_suffix('（').unwrap_or(between) } else { between };
        for mark in between.chars() {
            match mark {
                '（' if self.before_brackets.len() < BRACKETS => self.before_brackets.push(self.carried),
                '）' => self.carried = self.before_brackets.pop().unwrap_or(self.carried),
                _ => {}
            }
        }
    }

    /// A clause without a number.
    fn pass(&mut self, clause: &Field) {
        // 以门户网站为主渠道，全年主动公开743条: through all of them.
        let praised = clause.near.any(self.known.main_way);
        if !praised && (!clause.channels.is_empty() || clause.near.any(self.known.anyhow)) {
            self.carried.channels = clause.channels;
            self.carried.channels.join(clause.near.and(self.known.anyhow));
            (self.carried.open, self.carried.above, self.carried.told) = (true, false, true);
            (self.carried.built, self.carried.praised) = (clause.builds, clause.praised);
            // 在网站“统计数据”专栏，公示运输量等数据，共计24条: not all that the site publishes.
            self.carried.columns |= clause.column;
        }
        // 6人，均为专职: said of the number before.
        let of_all = clause.near.any(self.known.all) && clause.head.any(self.known.person);
        if !clause.head.is_empty() && !of_all {
            self.carried.head = clause.head;
            self.carried.modifiers = clause.modifiers;
            self.carried.unknown = false;
        }
        if !clause.verbs.is_empty() {
            self.carried.verbs = clause.verbs;
        }
        self.carried.feature |= clause.near.any(self.known.feature);
    }

    pub(super) fn unit(&self, index: usize) -> &'static str {
        UNITS[self.list[index].unit].word
    }

    fn frame(
        &mut self,
        (start, end, inherits): (usize, usize, bool),
        index: usize,
        done: &[Vec<Frame>],
    ) -> (Frame, usize) {
        let counted = &self.list[index];
        let known = self.known;
        let mut left = self.field(start, end, Some(self.unit(index)));
        if inherits && (left.head.any(known.info) || left.head.any(known.thing)) {
            self.among_published(self.text.slice(start, end));
        }
        let (mut next, noun, verb) = self.behind(index);
        // 收到的依申请公开中，1件为上年结转: what is said of the number goes before what it is one of.
        let replied = !noun.head.is_empty() && verb.verbs.any(known.answer) && self.put(&left, start, end);
        let of_those = replied || inherits && (!noun.head.is_empty() || !verb.verbs.is_empty());
        if of_those && !verb.verbs.is_empty() {
            left.verbs = verb.verbs;
            let part = left.near.and(known.part);
            left.near = verb.near;
            left.near.join(part);
        }
        self.names_apart(&mut left, (start, end), counted.start);
        // 就热点问题举办3次新闻发布会: what it was about.
        let about = left.head.any(known.concern) && left.verbs.any(known.hold) && !noun.head.is_empty();
        // 信息公开工作由1名专职人员负责
        let who = of_people(self.unit(index)) && noun.head.any(known.person);
        let theirs = who && !left.head.any(known.person) && !left.head.any(known.trainee);
        let own_left = !left.head.is_empty() && !of_those && !about && !theirs;
        // 3次召开会议
        let times = matches!(self.unit(index), "次" | "场" | "期" | "轮");
        let noun = if times && noun.head.is_empty() && !own_left && left.verbs.is_empty() { verb } else { noun };
        // 公众号、微博共2个政务新媒体账号
        let both = left.head.any(known.account_kind) && left.modifiers.any(known.joined);
        let together = own_left && noun.head.any(known.account) && (left.near.any(known.total) || both);
        let takes_noun = !noun.head.is_empty() && !own_left
            || together
            || noun.unknown && !own_left && !left.unknown && verb.verbs.is_empty();
        if takes_noun {
            // 收到2条市民通过网络提交的申请: by which way is said behind the number.
            let ways = [known.how, known.online, known.email, known.mail, known.inperson, known.submit];
            if left.verbs.any(known.receive) {
                ways.iter().for_each(|&set| left.near.join(verb.near.and(set)));
            }
            left.modifiers.join(left.head);
            left.head = noun.head;
            left.unknown = noun.unknown;
            left.modifiers.join(noun.modifiers);
            left.near.join(noun.near);
        } else if next < self.sentence.end
            && self.list.get(index + 1).is_some_and(|following| {
                next > counted.end && self.text.slice(counted.end, following.start).find(BEHIND).is_none()
            })
        {
            next = counted.end;
        }
        // 建设“营商环境”“稳就业”4个专题专栏
        self.carried.columns |= noun.head.any(known.feature) && self.unit(index) == "个";
        if left.verbs.without(known.have).is_empty()
            && !verb.verbs.is_empty()
            && !(own_left && verb.near.any(known.all))
        {
            left.verbs = verb.verbs;
            left.near.join(verb.near);
        }
        // 另有1件因12月底收到，结转下一年: what became of it is said in the next clause.
        // 1件依法延期，将于2023年1月答复
        let open = left.verbs.without(known.process).is_empty() && verb.verbs.without(known.process).is_empty();
        if open && !own_left && noun.head.is_empty() {
            let after = self.after(index, next);
            left.verbs = if after.verbs.is_empty() { left.verbs } else { after.verbs };
            left.near.join(after.near);
            left.unknown &= after.verbs.is_empty();
        }
        self.said_behind(&mut left, (&noun, &verb), own_left, (index, inherits));
        if index == 0 && left.near.any(known.part) && start > self.sentence.start {
            self.carried.unstated = self.carried.head;
        }
        left.describes = index > 0 && self.describes(start, index);
        // 3件为上年12月收到, 2021年底收到的2件申请于今年1月办结: of those of this year.
        let of_those = || left.describes || self.received_before(start, index) && self.ends_now(index);
        if left.near.any(known.last) && left.near.any(known.receive) && of_those() {
            left.near.join(known.carry);
        }
        self.set_apart(&mut left, &noun, start, index);
        let frame = self.complete(left, start, index, done);
        match self.told_beside(&left, start, index) {
            Some(told) => self.pass(&told),
            None => self.leave(&frame, &left, index),
        }
        (frame, next.max(counted.end))
    }

    /// Fills what the clause leaves out.
    pub(super) fn complete(&self, field: Field, start: usize, index: usize, done: &[Vec<Frame>]) -> Frame {
        let counted = &self.list[index];
        let known = self.known;
        let carried = &self.carried;
        let wide = self.text.groups(self.sentence.start, counted.start);
        let mut frame = Frame {
            head: field.head,
            own_head: !field.head.is_empty(),
            unknown: field.unknown,
            modifiers: field.modifiers,
            verbs: field.verbs,
            own_verbs: !field.verbs.is_empty(),
            near: field.near,
            wide,
            later: self.text.groups(counted.end, self.sentence.end),
            behind: self.text.groups(counted.end, self.own_end(index)),
            start,
            ..Frame::default()
        };
        frame.wide.join(field.near);
        // 通过“领导信箱”专栏，回应群众诉求4600件
        frame.near.join(if carried.letters { known.mailbox } else { Set::default() });
        // 制发文件2件；收到申请7件，其中予以公开4件: what was made is no longer what is sorted.
        let requests = frame.wide.any(known.receive) || frame.wide.any(known.answer);
        if requests && (self.about.any(known.request) || frame.wide.any(known.request)) {
            frame.wide = frame.wide.without(known.make).without(known.issue).without(known.papers);
        }
        // 对2件申请收取信息处理费，合计480元
        if frame.head.is_empty()
            && self.unit(index) == "元"
            && self.text.groups(self.before(index).min(start), start).any(known.fee)
        {
            (frame.head, frame.unknown) = (known.fee, false);
        }
        frame.about = self.about;
        frame.about.join(frame.wide);
        frame.about.join(self.tail.1);
        frame.beside = self.beside(index, done);
        if field.near.any(known.change) && self.goes_on(index) {
            frame.near.join(done.last().and_then(|frames| frames.last()).map_or(Set::default(), |before| before.near));
        }
        if frame.own_head && frame.head.any(carried.unstated) && !field.channels.any(known.web) {
            frame.unknown = true;
        }
        self.take_over(&mut frame, &field, index);
        let plain = frame.head.any(known.info) || frame.head.any(known.thing);
        frame.unknown |= plain && frame.head.any(carried.unstated) && field.channels.is_empty();
        // 各类新闻信息1247条、政务信息1.5万条: kinds of what was published.
        let listed = || index > 0 && self.text.slice(self.before(index), counted.start).starts_with('、');
        if frame.own_head && field.verbs.is_empty() && field.channels.is_empty() && listed() {
            frame.near.join(known.joined);
        }
        // 新增190条 goes on with the verb of the stock, 减至8个 with that of what it was before.
        frame.own_verbs = !frame.verbs.without(known.increase).without(known.change).is_empty();
        if !frame.own_verbs && (!frame.own_head || self.listed(index, start)) {
            frame.verbs.join(self.carried_verbs(&field, &frame));
        }
        frame.unknown |= self.ends_list(&frame, &field, index, done);
        // 收到网上申请22件，书面申请3件: by another way.
        if index > 0 && !frame.own_verbs && frame.head.any(known.apply) && field.near.any(known.in_writing) {
            frame.unknown = true;
        }
        if field.near.any(known.total) && !field.near.any(known.part) && field.channels.is_empty() {
            frame.restates = self.restated(index, done);
        }
        // 人大建议18件、政协提案24件，办复42件: not of the last alone.
        let proposals = [known.npc, known.cppcc, known.suggestion].iter().any(|&set| carried.head.any(set));
        if proposals && field.head.is_empty() && frame.restates == 0 && self.restated(index, done) > 0 {
            frame.unknown = true;
        }
        (frame.channel, frame.own_channel) = self.channel(&field, &frame, index);
        if frame.restates > 0 {
            self.restate(&mut frame, done);
        }
        frame
    }

    /// Where the clauses behind a number end that are still about it: before the one that the next number stands in.
    fn own_end(&self, index: usize) -> usize {
        let Some(next) = self.list.get(index + 1) else { return self.sentence.end };
        let from = self.list[index].end;
        self.text.slice(from, next.start).rfind(BREAKS).map_or(from, |at| from + at)
    }

    /// Where what was counted before a number ends.
    pub(super) fn before(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(self.sentence.start, |before| self.list[before].end)
    }

    /// A step of the process ends a list of parts (其中动态2974条；微博发布1830条).
    pub(super) fn steps(&self, field: &Field) -> bool {
        let known = self.known;
        let does = [known.receive, known.answer, known.handle].iter().any(|&set| field.verbs.any(set));
        does || field.verbs.any(known.publish) && !field.channels.is_empty()
    }

    /// What is said of all the numbers of a clause, behind the last of them (2名专职、5名兼职人员负责政务公开).
    fn close(&mut self, index: usize) {
        let start = self.list[index].end;
        if start <= self.tail.0 {
            return;
        }
        let mut end = self.text.slice(start, self.sentence.end).find(BREAKS).map_or(self.sentence.end, |at| start + at);
        // 1件（因不服信息公开答复）
        if let Some(inside) = self.text.slice(end, self.sentence.end).strip_prefix('（')
            && let Some(close) = inside.find('）')
        {
            end += '（'.len_utf8() + close;
        }
        let last = self.list[index..].iter().take_while(|counted| counted.end <= end).last();
        self.tail = (end, self.text.groups(last.map_or(start, |last| last.end), end));
    }

    /// Whether the clause goes on with the list before it, so that the verb is the same (出台文件2件、解读2篇).
    fn listed(&self, index: usize, start: usize) -> bool {
        let gap = self.text.slice(self.before(index).min(start), start);
        // 复议6件（维持4件，终止2件），诉讼1件: what was said in the bracket stays there.
        // 规章15件（新制定3件）、规范性文件634件: the list goes on behind it.
        let goes_on = gap.ends_with('）') && self.text.slice(start, self.sentence.end).starts_with('、');
        let closed = gap.contains('）') && !gap.contains('（') && !goes_on;
        !gap.contains('；') && !closed && !self.carried.verbs.any(self.lexicon.outcomes)
    }

    fn leave(&mut self, frame: &Frame, field: &Field, index: usize) {
        let known = self.known;
        self.carried.above &= frame.channel != known.none;
        // 其中电子邮件7件，网上平台31件…；办结51件: what ends a list is a step of the process.
        let parts = self.carried.parts;
        self.carried.parts = field.near.any(known.part) || parts && !self.steps(field);
        if self.carried.parts && !parts {
            self.carried.whole = (self.carried.head, self.carried.modifiers, self.carried.unknown);
        } else if parts && !self.carried.parts {
            (self.carried.head, self.carried.modifiers, self.carried.unknown) = self.carried.whole;
        }
        let part = self.carried.parts || frame.restates > 0;
        // 不掌握相关政府信息3件，其他1件
        let asked = frame.about.any(known.request) && (frame.head.any(known.info) || frame.head.any(known.thing));
        let unsaid = frame.head.is_empty() || asked;
        if unsaid && !frame.unknown && frame.verbs.any(self.lexicon.outcomes) && frame.own_verbs {
            // 从申请主体看，公民119件；予以公开58件，其他9件: how requests ended.
            (self.carried.head, self.carried.unknown) = (Set::default(), false);
        } else if field.describes {
            // What is counted is still what it was.
        } else if frame.own_head || frame.restates > 0 && !frame.unknown {
            self.carried.head = frame.head;
            self.carried.modifiers = frame.modifiers;
            self.carried.unknown = false;
            // 网站150条，其中政策文件30条；微信公众号60条: a kind of what the channel before carries.
            let kind = field.channels.is_empty() && field.near.any(known.part);
            self.carried.at = if kind { self.carried.channels } else { field.channels };
        } else if field.unknown && !part && !field.aside {
            self.carried.head = Set::default();
            self.carried.unknown = true;
            self.carried.at = field.channels;
        }
        if frame.own_verbs {
            self.carried.verbs = frame.verbs;
        }
        (self.carried.told, self.carried.praised) = (false, false);
        if !field.channels.is_empty() || field.near.any(known.anyhow) {
            let site = self.carried.channels.without(known.web).is_empty();
            let accounts = frame.head.any(known.account_kind) && !site;
            // 微信公众号24个、微博5个，全年发布信息: all of them.
            let bracket = self.text.running.text[..self.list[index].start].ends_with('（');
            let all = accounts && !bracket && !self.carried.channels.any(field.channels);
            self.carried.channels = if all { known.newmedia } else { field.channels };
            self.carried.channels.join(field.near.and(known.anyhow));
            self.carried.above = false;
            self.carried.open = !known.published(frame.verbs) || accounts && bracket;
            if frame.head.any(known.account) {
                // 政府网站及65个政务新媒体: both.
                self.carried.channels.join(known.newmedia);
            }
        } else if frame.head.any(known.account) {
            let mut channels = known.newmedia;
            channels.join(self.carried.channels);
            self.carried.channels = channels;
            (self.carried.open, self.carried.above) = (true, false);
        } else if frame.channel == known.none {
            self.carried.channels = Set::default();
            self.carried.open = false;
        }
    }
}

/// How many clauses that say nothing are passed over.
const CLAUSES: usize = 8;

/// Brackets within brackets that are kept apart.
const BRACKETS: usize = 4;
