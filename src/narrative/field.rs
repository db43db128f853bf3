//! What a stretch of text before or behind a number says: the noun that is counted, the nouns before it, verb and channel.

use super::behind::behind_named;
use super::frame::{BEHIND, Reader};
use super::item::of_pieces;
use super::lexicon::{Set, Token};
use super::words::Words;

/// What a stretch of text says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Field {
    /// Classes of its object; empty where there is none.
    pub head: Set,
    /// Its object is a noun that no class knows.
    pub unknown: bool,
    pub modifiers: Set,
    pub verbs: Set,
    pub channels: Set,
    /// All its classes.
    pub near: Set,
    /// The noun says by whom or how, and leaves the topic as it is.
    pub aside: bool,
    /// It says of some of what is counted what they are (8件涉及土地): the topic goes on behind it.
    pub describes: bool,
    /// A channel is built or kept up, rather than used.
    pub builds: bool,
    /// A channel is praised for its role, rather than taken.
    pub praised: bool,
    /// One column of a channel is named, which is not that of disclosure or of the organ.
    pub column: bool,
    /// Something but fillers stands in it.
    pub says: bool,
}

impl Field {
    /// One column of a channel is named: what stands in it is one kind of what the channel carries.
    fn name_column(&mut self, joined: Set) {
        self.near.join(joined);
        self.column = true;
    }
}

/// Marks that a noun may follow at once.
const BEFORE_NOUN: [char; 11] = ['，', '、', '：', '“', '”', '》', '（', '）', '；', '《', '。'];

/// What joins a noun to the one before it.
const JOINS: [char; 4] = ['和', '及', '与', '或'];

/// So many marks stand between the kinds of a list that names all pieces; between those of one of anything else one more.
pub(super) const KINDS: usize = 2;

/// Longest list of what is published beside information, in bytes, and the marks that end it.
const LISTED: usize = 90;
const LIST_ENDS: [char; 8] = ['，', '；', '：', '（', '。', '”', '》', '等'];

/// What says where something was published.
const PLACED: [&str; 5] = ["在", "于", "通过", "以", "到"];

/// … and what says that it was used for it.
const USED: [&str; 4] = ["用", "托", "借", "的"];

/// Marks that stand among fillers.
const AMONG: [char; 13] = ['，', '、', '；', '：', '（', '）', '“', '”', '《', '》', ' ', '%', '.'];

impl Reader<'_> {
    /// Slots of a stretch of text that ends with a number of this unit, or stands by itself.
    pub(super) fn field(&self, from: usize, to: usize, unit: Option<&str>) -> Field {
        let known = self.known;
        let mut field = Field::default();
        let mut tokens: Vec<Token> = self.text.words_in(from, to).copied().collect();
        self.drop_names(&mut tokens);
        // Where the last topic ended, up to where was looked for what says that a place follows, and whether it does.
        let (mut topic, mut looked, mut placed) = (from, from, false);
        for (at, token) in tokens.iter().enumerate() {
            if self.opens_subject(&field, &tokens, at, from) {
                field.verbs = Set::default();
            }
            if token.set.any(known.letterbox) && self.left_in(token, &tokens[at + 1..]) {
                continue;
            }
            // 发布旅游服务、广播电视、执法等信息: a topic of what is published.
            if token.set.any(known.offline) && field.verbs.any(known.publish) {
                let before = self.text.slice(looked, token.start);
                placed |= PLACED.iter().any(|word| before.contains(word));
                looked = token.start;
                if !placed && (before.ends_with('、') || topic == token.start) {
                    topic = token.end;
                    continue;
                }
            }
            // 公开涵盖惠民补贴、土地征收等内容的信息: what is done in a topic is done by nobody here.
            let verbs = token.set.and(self.lexicon.verbs);
            if !verbs.is_empty() && !field.verbs.is_empty() && self.in_topics(&tokens[..at], token, to) {
                continue;
            }
            // 发布政策法规、行业管理、业务通告等信息: a kind of what is listed.
            if token.set.any(known.have)
                && verbs.without(known.have).is_empty()
                && self.text.slice(from, token.start).contains('、')
                && self.listed_kind(token, to)
            {
                continue;
            }
            if token.set.any(known.publish) {
                // 在网站发布政策文件、村务公开: where it was published stands before.
                looked = token.end;
            }
            // 通过主页学校公告、媒体聚焦等栏目公开: the name of a column.
            if token.set.any(known.offline) && self.in_columns(token, to) {
                continue;
            }
            field.near.join(token.set);
            if token.set.any(known.web) && self.text.of_others(token.start) {
                field.near.join(known.government_site);
            }
            // 向县政府网站推送信息66条: whom it was sent to.
            if token.set.any(known.web) && self.text.addressed(from, token.start) {
                field.near.join(known.addressee);
            }
            // 答复申请人提出的申请, 办理公民提出的申请: who made them is aside.
            let aside = token.set.any(known.receive)
                && (field.verbs.any(known.answer) || field.verbs.any(known.handle))
                && (self.text.slice(token.end, to).starts_with('的')
                    || self.text.slice(token.start, token.end).ends_with('的'));
            if !aside {
                field.verbs.join(verbs);
            }
            // 网站“社会救助”专栏发布信息88条: one of its topics; “科技局”专栏: the bureau's own place on the site.
            // 政策信息栏目中发布信息2745条
            if token.set.any(known.column) && self.one_column(token) {
                field.name_column(known.joined);
            }
            match token.set.any(known.feature).then(|| self.names_own(token)).flatten() {
                Some(false) => field.name_column(known.joined),
                Some(true) if field.channels.is_empty() => field.channels.join(known.web),
                _ => {}
            }
            field.channels.join(token.set.and(self.lexicon.channels).without(self.narrowed(&tokens, at)));
        }
        // 热线新媒体发布微信387条: the account is what the new media published it on.
        if let [.., verb, last] = &tokens[..]
            && field.channels.any(known.newmedia)
            && (last.set.any(known.wechat) || last.set.any(known.weibo))
            && verb.set.any(known.publish)
            && verb.end == last.start
            && last.end == to
        {
            field.channels = last.set.and(self.lexicon.channels);
        }
        let mut idle = known.total;
        for set in [known.part, known.now, known.neutral] {
            idle.join(set);
        }
        field.says = !field.near.without(idle).is_empty() || !self.only_fillers(from, to, &tokens);
        self.object(&mut field, from, to, &tokens, unit);
        field
    }

    /// 回应群众需求微信公众号全年发布82条: where a comma is left out, a channel that publishes begins a clause of its own.
    fn opens_subject(&self, field: &Field, tokens: &[Token], at: usize, from: usize) -> bool {
        let known = self.known;
        let token = &tokens[at];
        if field.verbs.is_empty() || known.published(field.verbs) || token.set.and(self.lexicon.channels).is_empty() {
            return false;
        }
        let account = [known.wechat, known.weibo, known.newmedia].iter().any(|&set| token.set.any(set));
        let behind =
            tokens[at + 1..].iter().skip_while(|next| next.set.without(known.now).without(known.total).is_empty());
        let publishes = || behind.into_iter().next().is_some_and(|next| next.set.any(known.publish));
        account
            && publishes()
            && !PLACED.iter().chain(&USED).any(|word| self.text.slice(from, token.start).contains(word))
    }

    /// 政务新媒体微信公众号, 微信公众号自媒体: the new media are no more than the account beside them.
    fn narrowed(&self, tokens: &[Token], at: usize) -> Set {
        let known = self.known;
        let token = &tokens[at];
        let account = |other: &Token| self.is_account(other);
        let before = at.checked_sub(1).map(|before| &tokens[before]).filter(|before| before.end == token.start);
        let behind = tokens.get(at + 1).filter(|behind| behind.start == token.end);
        // 政务新媒体“草原小镇”微信公众号: its name stands between.
        let named = |other: &&Token| {
            let gap = self.text.slice(token.end, other.start);
            gap.starts_with('“') && gap.ends_with('”') && gap.matches('”').count() == 1
        };
        let named = tokens[at + 1..].iter().find(|other| account(other)).filter(named);
        let beside = before.into_iter().chain(behind).chain(named).any(account);
        if token.set.any(known.newmedia) && beside {
            return known.newmedia;
        }
        // 县政府网微信公众号, 智慧社区平台微信小程序: whose they are.
        let site = (token.set.any(known.web) || token.set.any(known.offline))
            && self.text.slice(token.start, token.end).ends_with('网');
        let whose = |other: &Token| account(other) || other.set.any(known.app);
        let named = (site || token.set.any(known.platform)) && behind.is_some_and(whose);
        if named { token.set.and(self.lexicon.channels) } else { Set::default() }
    }

    /// Whether the name of a column, in quotation marks before it, is that of disclosure or of the organ.
    fn names_own(&self, column: &Token) -> Option<bool> {
        let before = self.text.slice(self.sentence.start, column.start).strip_suffix('”')?;
        let name = &before[before.rfind('“')?..];
        let organ = name.ends_with(['局', '委', '办', '厅', '镇', '乡', '道', '院', '校']);
        Some(name.contains("公开") || name.ends_with("之窗") || organ)
    }

    /// Nouns of a word, as an object counted in this unit: a channel is one only as an account, a gazette as an issue.
    fn nouns(&self, token: &Token, unit: Option<&str>) -> Set {
        let nouns = token.set.and(self.lexicon.nouns);
        // 邮寄6件 are no fees.
        let money = unit.is_none_or(|unit| unit.ends_with('元'));
        let nouns = if money { nouns } else { nouns.without(self.known.charge_noun) };
        if token.set.any(self.lexicon.channels) { self.countable(nouns, unit) } else { nouns }
    }

    /// What a clause before counts, where this unit may count it too: followers and views are no 条.
    pub(super) fn taken_over(&self, nouns: Set, unit: &str) -> Set {
        let known = self.known;
        let pieces = matches!(unit, "条" | "篇" | "件" | "份" | "期" | "则" | "项");
        let nouns = self.countable(nouns, Some(unit));
        let readers = [
            known.followers,
            known.views,
            known.reads,
            known.site_views,
            known.total_views,
            known.visitors,
            known.trainee,
        ];
        if pieces { readers.iter().fold(nouns, |nouns, &set| nouns.without(set)) } else { nouns }
    }

    /// A channel's name as what is counted in this unit.
    pub(super) fn countable(&self, nouns: Set, unit: Option<&str>) -> Set {
        if unit.is_none_or(|unit| matches!(unit, "个" | "家")) {
            return nouns;
        }
        // 网站街道专栏公开312条: where it was published.
        let nouns = nouns.without(self.known.column).without(self.known.feature);
        let nouns = nouns.without(self.known.account).without(self.known.account_kind).without(self.known.media);
        let issues = unit.is_some_and(|unit| matches!(unit, "期" | "本"));
        if issues { nouns } else { nouns.without(self.known.gazette_issue) }
    }

    /// 公开工作动态、公告公示、预决算、执法动态等61篇; 公开工作动态、预算决算以及其他信息592条: kinds of everything are the
    /// whole, where what they are kinds of is published.
    fn whole_list(&self, to: usize, tokens: &[Token], unit: Option<&str>) -> bool {
        let known = self.known;
        let does = |token: &Token| known.published(token.set);
        let Some(verb) = tokens.iter().rposition(|token| does(token) && self.nouns(token, None).is_empty()) else {
            return false;
        };
        // 主动公开预决算说明、履职依据等内容共计33条: all of it.
        let all = tokens.iter().any(|token| token.set.any(known.proactive))
            && tokens.last().is_some_and(|last| last.set.any(known.total) && last.end == to);
        let (from, tokens) = (tokens[verb].end, &tokens[verb + 1..]);
        // 惠农资金、农业保险等50余项专项资金: matters, rather than pieces.
        let pieces = unit.is_some_and(of_pieces);
        let least = if pieces { KINDS - usize::from(all) } else { KINDS + 1 };
        if self.text.slice(from, to).matches('、').count() < least {
            return false;
        }
        // 一事一议、农业保险、美丽乡村建设等50余项专项资金: what they are stands behind.
        let end = self.list.iter().find(|counted| counted.start == to).map_or(to, |counted| counted.end);
        let behind = self.text.slice(end, self.sentence.end);
        if unit.is_some() && !pieces && !behind.is_empty() && !behind.starts_with(BEHIND) {
            return false;
        }
        let other = tokens.iter().rposition(|token| token.set.any(known.rest));
        let rest = other.filter(|&at| self.lexicon.grammar.join.end(self.text.slice(from, tokens[at].start)));
        let end = rest.map(|at| tokens[at].end);
        let end = end.or_else(|| self.text.slice(from, to).rfind('等').map(|at| from + at + '等'.len_utf8()));
        let end = end.map(|end| if all { to - behind_named(self.text.slice(end, to)).len() } else { end });
        end.is_some_and(|end| self.only_fillers(end, to, tokens))
    }

    /// The object stands behind the last verb, or right before it (政府信息公开申请共收到9件).
    fn object(&self, field: &mut Field, from: usize, to: usize, tokens: &[Token], unit: Option<&str>) {
        let known = self.known;
        let noun = |token: &Token| self.nouns(token, unit);
        let verb = tokens.iter().rposition(|token| token.set.any(self.lexicon.verbs) && noun(token).is_empty());
        let first = verb.map_or(0, |verb| verb + 1);
        let begin = verb.map_or(from, |verb| tokens[verb].end);
        let last = tokens[first..].iter().rposition(|token| !noun(token).is_empty()).map(|at| at + first);
        let published = known.published(field.verbs);
        if published && self.whole_list(to, tokens, unit) {
            (field.head, field.unknown) = (known.thing, false);
            field.modifiers.join(known.list_of);
            return;
        }
        if let Some(at) = last {
            if let Some(topic) = verb.and_then(|verb| self.fronted(tokens, verb, at)) {
                field.head = topic;
                return;
            }
            if self.only_fillers(tokens[at].end, to, &tokens[at + 1..]) {
                self.take(field, tokens, at, from, unit);
            } else {
                field.unknown = true;
            }
            return;
        }
        if !self.only_fillers(begin, to, &tokens[first..]) && (verb.is_some() || field.channels.is_empty()) {
            // 各分局的141件: whose they are; what they are was said before.
            field.unknown = !self.text.slice(begin, to).ends_with('的');
            return;
        }
        let Some(verb) = verb else { return };
        // 机关职能、负责人姓名等发布548条: what was published stands before, and no class knows it.
        let before = self.text.slice(from, tokens[verb].start);
        if published && field.channels.is_empty() && before.ends_with('等') && before.contains('、') {
            field.unknown = true;
            return;
        }
        let Some(at) = tokens[..verb].iter().rposition(|token| !noun(token).is_empty()) else { return };
        let between = (tokens[at].end, tokens[verb].start);
        // “平乐教育”公众号发布, 城管执法微信公众号公开: what a name says, and whose the account is, is nothing that is published.
        let quoted = self.text.slice(between.0, between.1).contains('”');
        let touches = |next: &Token| next.start == between.0 && next.set.any(self.lexicon.channels);
        let whose = tokens.get(at + 1).is_some_and(touches);
        let grammar = self.lexicon.grammar;
        let beside =
            !quoted && !whose && self.nothing_but(between.0, between.1, &tokens[at + 1..verb], &grammar.adverb);
        if beside && !noun(&tokens[at]).without(self.known.person).is_empty() {
            self.take(field, tokens, at, from, unit);
        } else if published && field.channels.is_empty() && noun(&tokens[at]).any(known.category) {
            // 规划及相关实施情况发布36条: something of its own, whatever it is; the topic goes on behind it.
            (field.unknown, field.aside) = (true, true);
        }
    }

    /// 政策解读发布信息24条: what was published stands before its verb.
    fn fronted(&self, tokens: &[Token], verb: usize, at: usize) -> Option<Set> {
        let known = self.known;
        let topic = tokens.get(verb.checked_sub(1)?)?;
        let touch = topic.end == tokens[verb].start && tokens[verb].end == tokens[at].start;
        let kinds = [known.interpretation, known.comment, known.normdoc, known.report];
        let told = kinds.iter().any(|&set| topic.set.any(set)) && topic.set.and(self.lexicon.channels).is_empty();
        let published = tokens[verb].set.any(known.publish) && tokens[at].set.any(known.thing);
        (touch && told && published).then_some(topic.set.and(self.lexicon.nouns))
    }

    /// Takes a word as the object, and the nouns before it as what describes it.
    fn take(&self, field: &mut Field, tokens: &[Token], at: usize, from: usize, unit: Option<&str>) {
        // 通过公开专栏、电视等途径公开信息685条: where it was published does not describe it.
        let ways = tokens[..at].iter().rposition(|token| token.set.any(self.known.anyhow)).map_or(0, |way| way + 1);
        tokens[ways..at].iter().for_each(|token| field.modifiers.join(self.nouns(token, unit)));
        let mut token = &tokens[at];
        let before = self.text.slice(from, token.start);
        // “市长信箱”等栏目共收到留言8642条: where they were left.
        let leader = |letterbox: &Token| letterbox.set.any(self.known.letterbox) && self.of_leader(letterbox);
        let letters = self.text.slice(token.start, token.end) == "留言"
            && before.ends_with('”')
            && tokens[..at].last().is_some_and(leader);
        if before.contains("栏目") || before.ends_with('”') && !letters {
            field.modifiers = field.modifiers.without(self.known.mailbox).without(self.known.letterbox);
        }
        let joined = self.joined(tokens, at, unit);
        if joined.is_some() {
            field.modifiers.join(self.known.joined);
        }
        // 信息、文件、通知等1506条: the first of them is all that is published.
        let things = |token: &&Token| token.set.any(self.known.thing) || token.set.any(self.known.info);
        // 主动公开政务信息、文件、教育动态94项: what is named first is more than the kinds behind it.
        let does = |token: &Token| self.known.published(token.set);
        let verb = tokens[..at].iter().rposition(does);
        let whole = verb.and_then(|verb| tokens.get(verb + 1)).filter(|first| {
            let gap = self.text.running.text.get(first.end..token.start).unwrap_or_default();
            things(first) && gap.starts_with('、') && gap.len() <= LISTED && !gap.contains(LIST_ENDS)
        });
        if let Some(first) = whole {
            token = first;
        }
        // 网上申请及书面申请28件: requests, by whichever of the two ways.
        let known = self.known;
        let by_way =
            |token: &Token| token.set.any(known.apply) && token.set.any(known.how) || token.set.any(known.asked);
        if by_way(token) && joined.is_some_and(|other| by_way(other) || other.set.any(known.how)) {
            field.head = if token.set.any(known.request) { known.request } else { known.apply };
            for set in [known.how, known.online, known.mail, known.email, known.inperson, known.in_writing, known.asked]
            {
                field.near = field.near.without(set);
            }
            return;
        }
        // 行政复议、行政诉讼案件689件: neither of them.
        let dispute = |token: &Token| (token.set.any(self.known.review), token.set.any(self.known.suit));
        field.unknown |= joined.is_some_and(|other| {
            let ((review, suit), (reviewed, sued)) = (dispute(other), dispute(token));
            review != suit && reviewed != sued && review == sued
        });
        // 新闻发布会、新闻通气会共11场: neither of them.
        field.unknown |= joined.is_some_and(|other| {
            let briefed = |token: &Token| token.set.any(self.known.for_media);
            token.set.any(self.known.press) && other.set.any(self.known.press) && briefed(token) != briefed(other)
        });
        // 开通官方微博、官方微信账号70个: accounts of all kinds.
        let kind = |token: &Token| token.set.any(self.known.account_kind);
        let accounts =
            joined.is_some_and(kind) && kind(token) && self.text.slice(token.start, token.end).ends_with("账号");
        // 公开各类信息及动态类信息218条: all of them.
        let every = |other: &&Token| things(other) && self.text.slice(other.start, other.end).starts_with("各类");
        token = joined.filter(every).unwrap_or(token);
        if joined.is_some() && self.text.running.text[token.end..].starts_with('等') {
            field.modifiers.join(self.known.list_of);
            token = tokens[..at].iter().find(things).unwrap_or(token);
        }
        // 公开涉及安全生产、财政资金等方面信息318条: what all of it is about.
        let topics = || {
            let verb = tokens[..at].iter().find(|token| self.known.published(token.set));
            verb.is_some_and(|verb| self.opens_topics(verb.end, token.start))
        };
        if (["等", "等方面", "等方面的", "等类"].iter().any(|end| before.ends_with(end)) || self.one_kind(before))
            && !topics()
        {
            field.modifiers.join(self.known.list_of);
        }
        // “双公示”信息: quotation marks do not part a noun from what describes it.
        let touches = |before: &&Token| {
            let gap = self.text.running.text.get(before.end..token.start).unwrap_or("，");
            gap.is_empty() || gap == "”"
        };
        let at = if token.start == tokens[at].start {
            Some(at)
        } else {
            tokens.iter().position(|other| other.start == token.start)
        };
        let before = at.and_then(|at| at.checked_sub(1)).map(|at| &tokens[at]).filter(touches);
        self.head(field, token, self.nouns(token, unit), before, from);
        if accounts && !self.nouns(token, unit).is_empty() {
            field.head = self.known.account;
        }
    }

    /// The noun that another one is joined to (政策法规、解读20条; 规范性文件及相关解读20条): one figure for both.
    fn joined<'t>(&self, tokens: &'t [Token], at: usize, unit: Option<&str>) -> Option<&'t Token> {
        let related = |other: &usize| self.related(&tokens[*other]) && tokens[*other].end == tokens[at].start;
        let first = at.checked_sub(1).filter(related).unwrap_or(at);
        first.checked_sub(1).map(|other| &tokens[other]).filter(|other| {
            let gap = self.text.running.text.get(other.end..tokens[first].start).unwrap_or_default();
            matches!(gap, "、" | "和" | "及" | "与") && !self.nouns(other, unit).is_empty()
        })
    }

    /// 相关 and 有关: about what was named before.
    fn related(&self, token: &Token) -> bool {
        matches!(self.text.slice(token.start, token.end), "相关" | "有关")
    }

    /// 信息 and 申请 alone are what the word right before them makes of them (动态信息, 救助申请, 网上申请).
    fn head(&self, field: &mut Field, token: &Token, nouns: Set, before: Option<&Token>, from: usize) {
        let known = self.known;
        let mut aside = known.who;
        for set in [known.how, known.online, known.mail, known.inperson] {
            aside.join(set);
        }
        // 来信8件 beside other ways of applying: no letters.
        let way = [known.online, known.mail, known.inperson].iter().any(|&set| nouns.any(set));
        let asked = nouns.any(known.apply) || nouns.any(known.request);
        let requests = way && !asked && self.about.any(known.request);
        if requests || nouns.without(aside).is_empty() {
            // 自然人1150件: by whom or how; the topic goes on.
            (field.unknown, field.aside) = (true, true);
            return;
        }
        if !nouns.any(known.thing) && !nouns.any(known.apply) {
            field.head = nouns;
            return;
        }
        // “民生回应”信息27条: they are what they tell of.
        let told = before.map_or(Set::default(), |before| before.set.and(known.concern));
        if nouns.any(known.thing) && before.is_some_and(|before| before.set.any(known.answer)) && !told.is_empty() {
            field.head = told;
            return;
        }
        let plain = self.plain_before(nouns);
        // 抽检相关信息: a kind, as 抽检信息 is.
        // 抽检公示信息: what is made public is a kind of it; 应急管理方面信息.
        let related = before.filter(|before| {
            self.related(before) || matches!(self.text.slice(before.start, before.end), "公示" | "方面")
        });
        let kind = related.is_some_and(|related| {
            let touching = self.text.slice(from, related.start).chars().next_back();
            let word = self.text.words_in(from, related.start).last().filter(|word| word.end == related.start);
            // 公布清单，相关信息5.9万条: about what was told of before.
            let told = related.start == from && field.verbs.is_empty() || self.carried.feature;
            told || word.map_or(
                touching.is_some_and(|c| !BEFORE_NOUN.contains(&c) && !JOINS.contains(&c) || c == '”'),
                |word| !word.set.any(plain),
            )
        });
        // 各类通知信息2408条: one word for all kinds.
        let every = before
            .is_some_and(|before| field.near.any(known.total) && self.text.slice(from, before.start).ends_with("各类"));
        let lead = self.text.slice(from, token.start);
        let is_plain = match before {
            Some(_) if every => true,
            // 政策法规类的信息4条, as 政策法规类信息 is.
            Some(_) if lead.ends_with("类的") && !lead.ends_with("各类的") => false,
            Some(before) => before.set.any(plain) && !kind,
            None => {
                let touching =
                    self.text.running.text.get(from..token.start).and_then(|before| before.chars().next_back());
                // “一卡通”信息, but 公众号“青岩发布”信息.
                let named = touching == Some('”') && field.channels.is_empty();
                touching.is_none_or(|c| BEFORE_NOUN.contains(&c)) && !named
            }
        };
        let posts = nouns.any(known.thing) && self.posts(field, lead);
        if is_plain || posts {
            field.head = nouns;
        } else if nouns.any(known.thing) && self.of_fields(from, token.start) {
            field.head = known.business;
        } else {
            field.unknown = true;
            field.aside = nouns.any(known.apply) && before.is_some_and(|before| before.set.any(aside));
        }
    }

    /// Whether nothing but fillers and words of time, channel and cue stands in a range.
    pub(super) fn only_fillers(&self, from: usize, to: usize, tokens: &[Token]) -> bool {
        self.nothing_but(from, to, tokens, &self.lexicon.grammar.filler)
    }

    fn nothing_but(&self, from: usize, to: usize, tokens: &[Token], words: &Words) -> bool {
        let mut solid = self.lexicon.nouns;
        solid.join(self.lexicon.verbs);
        let mut place = from;
        let mut tokens = tokens.iter().filter(|token| token.start >= from).peekable();
        while place < to {
            if let Some(token) = tokens.next_if(|token| token.start <= place) {
                if token.set.without(solid).is_empty() {
                    return false;
                }
                place = token.end.max(place);
                continue;
            }
            let rest = &self.text.running.text[place..to];
            let step = match words.starting(rest) {
                Some(word) => word.len(),
                None => {
                    rest.chars().next().filter(|c| AMONG.contains(c) || c.is_ascii_digit()).map_or(0, char::len_utf8)
                }
            };
            if step == 0 {
                return false;
            }
            place += step;
        }
        true
    }
}
