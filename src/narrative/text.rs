//! The prose, scanned once: its text, sentences and words with their classes, and what is asked of a stretch of it.

use super::Passage;
use super::item::Item;
use super::lexicon::{Lexicon, Set, Token, lexicon};
use super::running::{RunningText, Sentence};

/// Marks that end a clause. A colon does not: 行政复议：3件.
pub(super) const CLAUSE: [char; 5] = ['，', '；', '（', '）', '、'];

/// The field of a bureau by the first characters of what it publishes, and how far behind them its name ends.
const FIELD: usize = 2;
const ORGAN: usize = 5;

/// What stands before a point of a list, besides digits.
const ORDINAL: [char; 19] =
    ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '是', '第', '、', '.', '．', '（', '）', '(', ')'];

/// Shortest name of an organ, in characters (本局 is none).
const OWN_NAME: usize = 3;

/// Longest name of an organ before its site, in characters, and what stands before one.
const SITE_NAME: usize = 16;
const BEFORE_SITE: [char; 8] = ['在', '于', '过', '用', '托', '向', '和', '及'];

/// So many bytes have a dozen words at most.
const BLOCK: usize = 32;

/// Longest words behind a channel in the title of what follows, in bytes.
const TITLE: usize = 36;

/// The prose, scanned once: running text, sentences, words.
pub(super) struct Text<'a> {
    pub running: RunningText<'a>,
    pub sentences: Vec<Sentence>,
    pub words: Vec<Token>,
    /// For every [`BLOCK`] bytes the first word that starts in or behind them: words are asked for a hundred times a filing.
    blocks: Vec<usize>,
    pub lexicon: &'static Lexicon,
    /// A place is named where what all years brought is kept.
    pub stores: bool,
    pub year: Option<u16>,
    /// The organ that reports, in the short form in which prose names it.
    pub organ: Option<String>,
}

impl<'a> Text<'a> {
    pub fn new(passages: &'a [Passage<'a>], year: Option<u16>, organ: Option<&str>) -> Self {
        let running = RunningText::new(passages);
        let lexicon = lexicon();
        let words = lexicon.find(&running.text, year);
        let mut blocks = Vec::with_capacity(running.text.len() / BLOCK + 1);
        for (at, word) in words.iter().enumerate() {
            blocks.resize((word.start / BLOCK + 1).max(blocks.len()), at);
        }
        Self {
            sentences: running.sentences(),
            stores: words.iter().any(|word| word.set.any(lexicon.known.store)),
            words,
            blocks,
            running,
            lexicon,
            year,
            organ: organ.map(|organ| organ.replace("人民政府", "政府")),
        }
    }

    /// The words that lie within a range of bytes.
    pub fn words_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Token> {
        let first = self.blocks.get(start / BLOCK).copied().unwrap_or(self.words.len());
        let behind = self.words[first..].iter().skip_while(move |word| word.start < start);
        let within = behind.take_while(move |word| word.start < end);
        within.inspect(|_| self.running.step()).filter(move |word| word.end <= end)
    }

    /// The classes that have a word within a range of bytes.
    pub fn groups(&self, start: usize, end: usize) -> Set {
        let mut set = Set::default();
        self.words_in(start, end).for_each(|word| set.join(word.set));
        set
    }

    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.running.look(self.running.text.get(start..end).unwrap_or_default())
    }

    /// Whether a clause names the reporting organ as the one that did it (其中，市政府办公室收到60件).
    pub fn own(&self, start: usize, end: usize) -> bool {
        let Some(organ) = self.organ.as_deref() else { return false };
        let verb =
            self.words_in(start, end).find(|word| word.set.any(self.lexicon.verbs)).map_or(end, |word| word.start);
        let clause = self.slice(start, verb).replace("人民政府", "政府");
        let name = clause.trim_start_matches(CLAUSE).trim_start_matches("其中").trim_start_matches(CLAUSE);
        // 全市受理710件，其中我办受理46件
        if let Some(kind) = name.strip_prefix(['我', '本']).filter(|kind| kind.chars().count() == 1) {
            return organ.ends_with(kind) || kind == "办" && (organ.ends_with("办公室") || organ.ends_with("办公厅"));
        }
        name.chars().count() >= OWN_NAME && organ.ends_with(name)
    }

    /// Whether a government reports, rather than one of its bureaus.
    pub fn of_government(&self) -> bool {
        self.organ.as_deref().is_some_and(|organ| organ.ends_with("政府"))
    }

    /// Whether the site that begins at a place is that of another organ than the one that reports (省水利厅网站).
    pub fn of_others(&self, start: usize) -> bool {
        let before = self.running.text[..start].char_indices().rev().take(SITE_NAME);
        let before = &self.running.text[before.last().map_or(start, |(at, _)| at)..start];
        if !before.ends_with(['局', '厅', '委', '办', '部', '院']) {
            return false;
        }
        // 省水利厅和云陵市水利局官网
        let organ = self.organ.as_deref().unwrap_or_default();
        if before.contains("厅和") || before.contains("厅、") {
            return true;
        }
        if organ.is_empty() {
            return false;
        }
        let name = before.trim_end_matches(|c: char| !BEFORE_SITE.contains(&c) && c > '\u{4dff}' && c < '\u{a000}');
        let name = &before[name.len()..];
        name.starts_with(['省', '市', '州', '县', '区', '旗'])
            && name.chars().count() >= OWN_NAME
            && !organ.ends_with(name)
    }

    /// Whether the site that begins at a place is the one that something was sent to (为市政府网站推送信息).
    pub fn addressed(&self, from: usize, start: usize) -> bool {
        let before = self.running.text[from..start].char_indices().rev().take(SITE_NAME);
        let before = &self.running.text[before.last().map_or(start, |(at, _)| from + at)..start];
        let Some(at) = before.rfind(['向', '为', '给']) else { return false };
        let (lead, name) = (&before[..at], &before[at + '向'.len_utf8()..]);
        // 作为…, 具体为…, 向社会…, 为群众在网站: no site.
        !lead.ends_with(['作', '成', '均', '分', '因', '体', '别'])
            && !name.contains(['社', '众', '民', '在', '过', '用', '托', '以', '，'])
    }

    /// Whether the kind of information that a quantity counts is what the reporting organ, or the one named before it in the
    /// sentence, is about (区审计局主动公开审计信息118条), and no kind of a list.
    pub fn own_business(&self, item: &Item) -> bool {
        let business = self.lexicon.known.business;
        let before = self.words_in(item.clause, item.start).filter(|word| word.set.any(business)).last();
        // 发布698条环保信息
        let behind = || self.words_in(item.end, self.running.text.len()).next().filter(|word| word.start == item.end);
        let Some(word) = before.or_else(behind).filter(|word| word.set.any(business)) else {
            return false;
        };
        let does = |token: &Token| self.lexicon.known.published(token.set);
        let before = self.words_in(item.clause, word.start).filter(|token| does(token)).last();
        let verb = before.map_or(item.clause, |token| token.end);
        let (named, sentence) = (self.slice(word.start, word.end), self.sentences[item.sentence].start);
        let listed = self.slice(sentence, item.clause).ends_with('、')
            || self.slice(verb, word.start).contains('、')
            || self.running.text[item.end..].starts_with('、') && !self.channel_follows(item);
        let field = named.char_indices().nth(FIELD).map_or(named, |(end, _)| &named[..end]);
        let of_organ = |name: &str| {
            name.match_indices(field).any(|(at, _)| {
                let behind =
                    name[at + field.len()..].char_indices().take(ORGAN).map(|(end, _)| &name[at + field.len() + end..]);
                behind.into_iter().any(|rest| rest.starts_with('”') || self.lexicon.grammar.organ.start(rest))
            })
        };
        let from = self.running.text[..sentence].rfind('\n').map_or(0, |at| at + 1);
        let end = self.sentences[item.sentence].end;
        let near = || of_organ(self.slice(from, word.start)) || of_organ(self.slice(word.end, end));
        // 我局发布698条环保信息，信息公开量比上年增加27%
        let all = || self.slice(item.end, end).contains("信息公开量");
        // 主动公开各类财政信息985条
        let whole = || {
            let every = item.frame.near.any(self.lexicon.known.every);
            every && item.frame.verbs.any(self.lexicon.known.proactive) && !self.of_government()
        };
        let own = || self.organ.as_deref().is_some_and(of_organ) || near() || all() || whole();
        !listed && (named.contains("工作") || own())
    }

    /// Whether a list goes on with another channel (网站人社信息361条、微信公众号发布信息273条).
    fn channel_follows(&self, item: &Item) -> bool {
        let mut behind = self.words_in(item.end, self.sentences[item.sentence].end);
        let lexicon = self.lexicon;
        let next =
            behind.find(|word| [lexicon.nouns, lexicon.verbs, lexicon.channels].iter().any(|&set| word.set.any(set)));
        item.frame.own_channel && next.is_some_and(|word| word.set.any(lexicon.channels))
    }

    /// Whether a stretch of text names applications of no other kind (收到的申请数量; not 救助申请): the report's own subject.
    pub fn tells_of_requests(&self, start: usize, end: usize) -> bool {
        let known = &self.lexicon.known;
        let mut before: Option<&Token> = None;
        for word in self.words_in(start, end) {
            let beside = before.replace(word).filter(|before| before.end == word.start);
            // 收到网上申请12件
            if word.set.any(known.asked) && beside.is_some_and(|before| before.set.any(known.receive)) {
                return true;
            }
            if !word.set.any(known.apply) {
                continue;
            }
            let mut plain = known.neutral;
            [known.receive, known.answer, known.handle].iter().for_each(|&set| plain.join(set));
            let told = match beside {
                Some(before) => before.set.any(plain),
                None => word.start == start || self.slice(start, word.start).ends_with(['的', '，']),
            };
            if told {
                return true;
            }
        }
        false
    }

    /// Whether a sentence is a channel's name behind its ordinal, and nothing else (一是政府网站。2、政务微信。).
    pub fn names_channel(&self, sentence: &Sentence) -> bool {
        let mut words = self.words_in(sentence.start, sentence.end);
        let Some(word) = words.next().filter(|word| word.set.any(self.lexicon.channels)) else { return false };
        let ordinal = self.slice(sentence.start, word.start);
        // 门户网站主动公开政府信息情况。
        let behind = self.slice(word.end, sentence.end).trim_end_matches('。');
        let title = behind.ends_with("情况") && behind.len() <= TITLE && !behind.contains(CLAUSE);
        let titled = title && !self.lexicon.grammar.builds.within(behind);
        (word.end == sentence.end || titled) && ordinal.chars().all(|c| c.is_ascii_digit() || ORDINAL.contains(&c))
    }

    /// Whether a byte lies inside a word (人大代表建议、批评和意见; 发布（转发）).
    pub fn inside_word(&self, at: usize) -> bool {
        let after = self.words.partition_point(|word| word.start <= at);
        after.checked_sub(1).is_some_and(|before| self.words[before].start < at && self.words[before].end > at)
    }

    pub fn section(&self, byte: usize) -> Option<u8> {
        self.running.passage(byte).and_then(|passage| passage.section)
    }
}
