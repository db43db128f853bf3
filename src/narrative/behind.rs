//! What stands behind a number's unit: the noun that it counts, the verb, and what the next clause says became of it.

use super::field::Field;
use super::frame::{BEHIND, BREAKS, Reader};
use super::item::of_people;
use super::lexicon::{Set, Token};

/// What stands between 等 and the number of all that was named.
const NAMED: [&str; 8] = ["方面", "的", "内容", "信息", "共计", "合计", "总计", "共"];

/// What follows upon 等 behind the words for all that was named (等方面内容共计).
pub(super) fn behind_named(mut rest: &str) -> &str {
    while let Some(word) = NAMED.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = word;
    }
    rest
}

impl Reader<'_> {
    /// What stands behind a unit: the noun (3件申请), and the verb (13件已答复); where the next clause starts.
    pub(super) fn behind(&self, index: usize) -> (usize, Field, Field) {
        let start = self.list[index].end;
        let limit = self.list.get(index + 1).map_or(self.sentence.end, |next| next.start);
        let rest = self.text.slice(start, limit);
        let end = rest.find(BEHIND).map_or(limit, |at| start + at);
        // 11件人大代表建议和9件政协提案: the noun ends where the next number is joined to it.
        let joined = |stretch: &str| {
            let mark = self.lexicon.grammar.join.ending(stretch).filter(|mark| stretch.len() > mark.len())?;
            (limit < self.sentence.end && end == limit).then_some(limit - mark.len())
        };
        let end = joined(self.text.slice(start, end)).unwrap_or(end);
        let end = self.among(start, end).unwrap_or(end);
        let end = self.persons(start, end, self.unit(index)).unwrap_or(end);
        let denied =
            self.text.words_in(start, end).find(|token| token.set.any(self.known.negate)).map(|token| token.start);
        let end = denied.unwrap_or(end);
        let marked = end < limit || limit == self.sentence.end;
        let tokens: Vec<Token> = self.text.words_in(start, end).copied().collect();
        let verbal = |token: &Token| {
            // 12个账号发布内容8100条: the verb with its object.
            let publishes = token.set.any(self.known.publish) && token.set.any(self.known.thing);
            let verb = token.set.any(self.lexicon.verbs) && (publishes || !token.set.any(self.lexicon.nouns));
            token.set.any(self.known.all) || verb
        };
        let verb = tokens.iter().position(verbal);
        let aside = self.preposition(start, end, &tokens).unwrap_or(end);
        let relative = self.text.slice(start, end).rfind('的').map(|at| start + at + '的'.len_utf8());
        // 5名工作人员兼职承担公开的具体工作: the work is not what is counted.
        let staffed = verb.is_some_and(|verb| {
            tokens[verb].set.any(self.known.all) && tokens[..verb].iter().any(|token| token.set.any(self.known.person))
        });
        let noun = match (relative, verb) {
            // 6起因信息公开引起的行政复议案件
            (Some(at), verb) if at < end && marked && !staffed && (verb.is_some() || aside == start) => {
                self.field(at, end, Some(self.unit(index)))
            }
            (_, Some(verb)) => {
                let end = tokens[verb].start.min(aside);
                let noun = self.field(start, end, Some(self.unit(index)));
                // 97个政务新媒体及时转载
                let adverb = self.lexicon.grammar.adverb.ending(self.text.slice(start, end)).map_or(0, str::len);
                if noun.unknown { self.field(start, end - adverb, Some(self.unit(index))) } else { noun }
            }
            (_, None) if marked => self.field(start, aside, Some(self.unit(index))),
            (_, None) => Field::default(),
        };
        let mut noun = noun;
        noun.unknown |= noun.head.is_empty() && self.bodies(index);
        // 公开简介3条，领导活动41条等信息: the noun of the whole list.
        if index > 0 && rest.starts_with('等') && self.text.slice(self.before(index), start).starts_with(['，', '、'])
        {
            (noun.head, noun.unknown) = (Set::default(), true);
        }
        let verbs = self.field(start, end, Some(self.unit(index)));
        let next = match verb {
            _ if marked => end,
            Some(verb) if !noun.head.is_empty() => tokens[verb].start,
            // 28个部门共计96人
            _ if self.bodies(index) => start + self.lexicon.grammar.body.starting(rest).map_or(0, str::len),
            _ => start,
        };
        (next, noun, if marked { verbs } else { Field::default() })
    }

    /// 105件申请中，有68件…; 26件解读中文字解读占22件: the noun without 中.
    fn among(&self, start: usize, end: usize) -> Option<usize> {
        let noun = self.text.words_in(start, end).next().filter(|word| word.start == start)?.end;
        let behind = self.text.slice(noun, end).strip_prefix('中')?;
        let last = self.text.words_in(noun, end).next().filter(|word| word.start == noun + '中'.len_utf8());
        (behind.is_empty() || last.is_some()).then_some(noun)
    }

    /// 2名兼职人员和各自职责: the people, without what they were given.
    fn persons(&self, start: usize, end: usize, unit: &str) -> Option<usize> {
        let person = |word: &&Token| word.set.any(self.known.person);
        let who = of_people(unit).then(|| self.text.words_in(start, end).next()).flatten();
        let who = who.filter(|word| word.start == start && person(word))?.end;
        let rest = self.text.slice(who, end);
        let given = self.lexicon.grammar.join.start(rest) && !self.text.words_in(who, end).any(|word| person(&word));
        given.then_some(who)
    }

    /// The clause behind a number's own, where no number stands in it and it says what became of what is counted.
    pub(super) fn after(&self, index: usize, from: usize) -> Field {
        let limit = self.list.get(index + 1).map_or(self.sentence.end, |next| next.start);
        let Some(rest) = self.text.slice(from, limit).strip_prefix('，') else { return Field::default() };
        let start = limit - rest.len();
        let end = rest.find(BREAKS).map(|at| start + at);
        let Some(end) = end.or((limit == self.sentence.end).then_some(limit)) else { return Field::default() };
        let field = self.field(start, end, Some(self.unit(index)));
        let known = self.known;
        let left_over = field.verbs.any(known.carry) || field.verbs.any(known.pending) || field.near.any(known.next);
        if left_over { field } else { Field::default() }
    }

    /// Where what is said of a noun begins (43条政府信息在网站公开, 1起诉讼因信息公开引发).
    fn preposition(&self, start: usize, end: usize, tokens: &[Token]) -> Option<usize> {
        let stretch = self.text.slice(start, end);
        let place = self.lexicon.grammar.preposition.first_in(stretch);
        let at = place.filter(|&at| at > 0 || !stretch.starts_with('在')).map(|at| start + at)?;
        // 被申请行政复议, 因公: the longer word wins.
        let nouns = self.lexicon.nouns;
        let within = |token: &Token| token.start < at && at < token.end || token.start == at && token.set.any(nouns);
        (!tokens.iter().any(within)).then_some(at)
    }

    /// Whether a clause begins with what it includes, and ends in 等 and a word for all of it.
    pub(super) fn names_whole(&self, start: usize, end: usize) -> bool {
        let (stretch, grammar) = (self.text.slice(start, end), self.lexicon.grammar);
        let lists = grammar.opens.start(stretch) || stretch.starts_with("具体包括") || stretch.starts_with("主要包括");
        let Some(at) = stretch.rfind('等').filter(|_| lists) else { return false };
        behind_named(&stretch[at + '等'.len_utf8()..]).is_empty()
    }

    /// What a clause names beside what is counted.
    pub(super) fn names_apart(&self, left: &mut Field, (start, end): (usize, usize), number: usize) {
        // 就《收费标准》等11项重大决策事项: what the titles name is not what is counted.
        if self.text.slice(start, end).ends_with("》等") {
            (left.head, left.unknown) = (Set::default(), false);
        }
        // 规范性文件（含国家和省的政策法规）9条: of one and the other.
        left.unknown |= left.head.any(self.known.normdoc) && self.text.slice(end, number).starts_with("（含");
        // 公开了各类信息，具体包括惠民补贴等内容共计85条: the whole of what is named.
        if left.unknown && left.near.any(self.known.total) && self.names_whole(start, end) {
            (left.head, left.unknown) = (Set::default(), false);
            left.near = left.near.without(self.known.part);
        }
        // “不属于本行政机关公开”的4件: some of those counted, of a kind that no class knows.
        let quoted = self.text.slice(start, end);
        if quoted.starts_with('“') && quoted.ends_with("”的") && left.head.is_empty() && left.verbs.is_empty() {
            (left.unknown, left.aside) = (true, true);
        }
    }

    /// 通过2个微信公众号开展宣传，发布文章210篇: accounts of one kind are the channel of what follows.
    pub(super) fn account_channel(&self, left: &mut Field, noun: &Field, index: usize) {
        let accounts = matches!(self.unit(index), "个" | "家") && noun.head.any(self.known.account_kind);
        if accounts && left.channels.is_empty() {
            left.channels = noun.channels;
        }
    }

    /// What the words behind a number add to what stands before it.
    pub(super) fn said_behind(
        &self,
        left: &mut Field,
        (noun, verb): (&Field, &Field),
        own_left: bool,
        (index, inherits): (usize, bool),
    ) {
        let known = self.known;
        // 1件申请人不服答复，提起行政复议: what was filed, where nothing else is counted.
        let mut filed = verb.near.and(known.reconsidered);
        filed.join(verb.near.and(known.sued));
        if !own_left
            && noun.head.without(known.apply).without(known.request).is_empty()
            && filed.len() == 1
            && !verb.verbs.any(self.lexicon.outcomes)
        {
            (left.head, left.unknown, left.verbs) = (filed, false, Set::default());
        }
        // 90件通过网络提交
        let bare = left.near.without(known.remaining).is_empty() && left.near.any(known.remaining);
        // 从申请方式看，4件通过信函申请
        let by_way =
            inherits && self.lexicon.grammar.by_way.start(self.text.slice(self.list[index].end, self.sentence.end));
        if !left.says || bare || by_way {
            left.near.join(verb.near);
            let by = [known.how, known.online, known.mail, known.inperson].iter().any(|&set| verb.near.any(set));
            (left.unknown, left.aside) = (left.unknown || by, left.aside || by);
        }
        // 1260条信息通过微信公众号发布
        if left.channels.is_empty() && !verb.channels.is_empty() && !verb.verbs.is_empty() {
            left.channels = verb.channels;
            left.near.join(verb.near);
        }
    }
}
