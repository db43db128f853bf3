//! Quantities while they are worked on: what stands around each, and which rule of the lexicon it meets.

use rust_decimal::Decimal;

use super::frame::{self, Frame};
use super::lexicon::{Lexicon, Set, Token, Topic, TopicRule, lexicon};
use super::measures::{Part, PartRule, source};
use super::running::{RunningText, Sentence};
use super::scan::{self, Counted};
use super::{Passage, Role, time};
use crate::number::unit::UNITS;

/// The prose, scanned once: running text, sentences, words.
pub(super) struct Text<'a> {
    pub running: RunningText<'a>,
    pub sentences: Vec<Sentence>,
    pub words: Vec<Token>,
    pub lexicon: &'static Lexicon,
    pub year: Option<u16>,
    /// The organ that reports, in the short form in which prose names it.
    organ: Option<String>,
}

/// A quantity in the making.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Bytes of the running text: number and unit, or the words that say zero.
    pub start: usize,
    pub end: usize,
    pub sentence: usize,
    /// Where its clause starts.
    pub clause: usize,
    pub value: Decimal,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// Index in the units; `None` for zeros in words.
    pub unit: Option<usize>,
    pub frame: Frame,
    pub topic: Option<Topic>,
    pub score: i32,
    pub role: Role,
    /// Index of the total that it is a part of.
    pub parent: Option<usize>,
    /// It states its measure only if nothing else in its sentence does.
    pub alone: bool,
    /// Whether it may state its measure as a part.
    pub part_rule: PartRule,
    /// It is the one that states its measure.
    pub chosen: bool,
}

impl<'a> Text<'a> {
    pub fn new(passages: &'a [Passage<'a>], year: Option<u16>, organ: Option<&str>) -> Self {
        let running = RunningText::new(passages);
        let lexicon = lexicon();
        Self {
            sentences: running.sentences(),
            words: lexicon.find(&running.text, year),
            running,
            lexicon,
            year,
            organ: organ.map(|organ| organ.replace("人民政府", "政府")),
        }
    }

    /// The words that lie within a range of bytes.
    pub fn words_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Token> {
        let first = self.words.partition_point(|word| word.start < start);
        let within = self.words[first..].iter().take_while(move |word| word.start < end);
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
        name.chars().count() >= OWN_NAME && organ.ends_with(name)
    }

    /// Whether a stretch of text names applications of no other kind (收到的申请数量; not 救助申请): the report's own subject.
    pub fn tells_of_requests(&self, start: usize, end: usize) -> bool {
        let known = &self.lexicon.known;
        let words: Vec<&Token> = self.words_in(start, end).collect();
        words.iter().enumerate().any(|(at, word)| {
            let before = at.checked_sub(1).map(|at| words[at]).filter(|before| before.end == word.start);
            let plain = match before {
                Some(before) => {
                    [known.receive, known.answer, known.handle, known.neutral].iter().any(|&set| before.set.any(set))
                }
                None => word.start == start || self.slice(start, word.start).ends_with(['的', '，']),
            };
            plain && word.set.any(known.apply)
        })
    }

    pub fn section(&self, byte: usize) -> Option<u8> {
        self.running.passage(byte).and_then(|passage| passage.section)
    }
}

/// Marks that end a clause. A colon does not: 行政复议：3件.
pub(super) const CLAUSE: [char; 5] = ['，', '；', '（', '）', '、'];

/// Shortest name of an organ, in characters (本局 is none).
const OWN_NAME: usize = 3;

/// Marks that end the noun behind a unit.
const NOUN: [char; 9] = ['，', '；', '（', '）', '、', '：', '。', '\n', '“'];

/// Longest noun that is looked at behind a unit, in bytes.
const NOUN_BYTES: usize = 60;

/// Most quantities that are kept of one filing; a filing in use has a few hundred.
pub(super) const MOST: usize = 20_000;

/// What a sentence is about: its own words, those of the sentence before it in the paragraph, and of the heading above.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Subject {
    heading: Set,
    before: Set,
    /// Requests were counted in the sentence before it (收到申请16件。其中网上申请11件): the report's own subject.
    counted: Set,
    /// Channels of the sentence before it or of the heading, where nothing is counted.
    pub channels: Set,
}

impl Subject {
    /// What is talked about when a sentence begins.
    pub fn open(&mut self, text: &Text<'_>, sentence: &Sentence) -> Set {
        if sentence.heading {
            self.heading = text.groups(sentence.start, sentence.end);
            // 行政复议和行政诉讼情况: the report's own subject is meant.
            let known = &text.lexicon.known;
            if [known.review, known.suit, known.training].iter().any(|&set| self.heading.any(set)) {
                self.heading.join(known.disclosure);
            }
            if self.heading.any(known.attribute) {
                self.heading.join(known.request);
            }
        }
        if sentence.heading || sentence.opens {
            self.before = Set::default();
            self.counted = Set::default();
            self.channels = if sentence.heading { Set::default() } else { self.heading.and(text.lexicon.channels) };
        }
        let mut about = self.heading;
        about.join(self.before);
        about.join(self.counted);
        about
    }

    pub fn close(&mut self, text: &Text<'_>, sentence: &Sentence) {
        self.before = text.groups(sentence.start, sentence.end);
    }

    /// What the sentence after this one takes over because of what this one, with these words, counts.
    fn count(&mut self, text: &Text<'_>, items: &[Item], sentence: &Sentence) {
        let said = self.before;
        let requests =
            items.iter().any(|item| item.part().is_some()) || text.tells_of_requests(sentence.start, sentence.end);
        self.counted = if requests { text.lexicon.known.request } else { Set::default() };
        // 公众号关注人数1.94万。全年发文317篇: readers were counted, nothing was published.
        let known = &text.lexicon.known;
        let readers =
            |item: &Item| [known.followers, known.views, known.site_views].iter().any(|&set| item.frame.head.any(set));
        self.channels = if items.iter().all(readers) { said.and(text.lexicon.channels) } else { Set::default() };
    }
}

/// All quantities with numbers, with role and topic by their frames alone.
pub(super) fn items(text: &Text<'_>) -> Vec<Item> {
    let mut counted = scan::counted(&text.running, MOST).into_iter().peekable();
    let mut items: Vec<Item> = Vec::new();
    let mut subject = Subject::default();
    for (index, sentence) in text.sentences.iter().enumerate() {
        let about = subject.open(text, sentence);
        let mut list: Vec<Counted> = Vec::new();
        while let Some(next) = counted.next_if(|next| next.start < sentence.end) {
            list.push(next);
        }
        let first = items.len();
        let mut topic = Set::default();
        let mut about = about;
        if list.first().is_some_and(|first| text.tells_of_requests(sentence.start, first.start)) {
            about.join(text.lexicon.known.request);
        }
        let mut told = sentence.start;
        for (counted, frames) in list.iter().zip(frame::frames(text, sentence, &list, about, subject.channels)) {
            // 对上述26件申请，予以公开13件
            if text.tells_of_requests(told, counted.start) {
                topic = text.lexicon.known.request;
            }
            told = counted.end;
            for mut frame in frames {
                frame.about.join(topic);
                let item = item(text, index, counted, frame);
                if item.part().is_some() {
                    topic = text.lexicon.known.request;
                }
                items.push(item);
            }
        }
        subject.close(text, sentence);
        subject.count(text, &items[first..], sentence);
    }
    items
}

fn item(text: &Text<'_>, sentence: usize, counted: &Counted, frame: Frame) -> Item {
    let mut item = Item {
        start: counted.start,
        end: counted.end,
        sentence,
        clause: frame.start,
        value: counted.value,
        low: counted.low,
        high: counted.high,
        unit: Some(counted.unit),
        frame,
        topic: None,
        score: 0,
        role: Role::Plain,
        parent: None,
        alone: false,
        part_rule: PartRule::Any,
        chosen: false,
    };
    if let Some(rule) = topic(text, counted.unit, &frame) {
        item.topic = Some(rule.topic);
        item.score = rule.score;
        item.alone = rule.alone;
        item.part_rule = rule.part;
    }
    if counted.span || time::is_other(text, &item) {
        item.role = Role::Other;
    }
    item
}

/// The wording with the highest score, the first of them.
fn topic(text: &Text<'_>, unit: usize, frame: &Frame) -> Option<&'static TopicRule> {
    let rules = text.lexicon.by_unit.get(unit)?.iter().map(|&rule| &text.lexicon.rules[rule]);
    let mut best: Option<&'static TopicRule> = None;
    for rule in rules {
        if best.is_none_or(|best| rule.score > best.score) && rule.holds(Some(unit), frame) {
            best = Some(rule);
        }
    }
    best
}

impl Item {
    pub fn unit_name(&self) -> &'static str {
        self.unit.map_or("", |unit| UNITS[unit].word)
    }

    pub fn exact(&self) -> bool {
        self.low == Some(self.value) && self.high == Some(self.value)
    }

    pub fn is(&self, code: &str) -> bool {
        match self.topic {
            Some(Topic::Measure(index)) => super::measures().get(index).is_some_and(|measure| measure.code == code),
            Some(Topic::Mark(mark)) => mark == code,
            None => false,
        }
    }

    /// The part that it plays in a statement about requests.
    pub fn part(&self) -> Option<Part> {
        match self.topic? {
            Topic::Measure(index) => super::measures().get(index).and_then(|measure| measure.role),
            Topic::Mark(code) => source().mark.iter().find(|mark| mark.code == code).and_then(|mark| mark.role),
        }
    }

    /// The counted noun: behind the unit if there is one, else what stands before the number.
    pub fn label(&self, text: &Text<'_>) -> String {
        if self.unit.is_none() {
            return text.slice(self.start, self.end).to_owned();
        }
        let behind = text.slice(self.end, noun_end(text, self.end));
        let nouns = !behind.is_empty() && !behind.starts_with(|c: char| c.is_ascii_digit()) && self.parent.is_none();
        if nouns && behind.chars().count() <= 20 && !behind.contains(|c: char| c.is_ascii_digit()) {
            return behind.trim_start_matches('的').to_owned();
        }
        let grammar = text.lexicon.grammar;
        let clause = text.slice(self.clause, self.start);
        let mut noun = clause.rsplit(CLAUSE).find(|piece| !says_nothing(text, piece)).unwrap_or_default();
        loop {
            let shorter = grammar.leading.starting(noun).map_or(noun, |word| &noun[word.len()..]);
            let shorter = grammar.idle.ending(shorter).map_or(shorter, |word| &shorter[..shorter.len() - word.len()]);
            if shorter.len() == noun.len() || shorter.is_empty() {
                break;
            }
            noun = shorter;
        }
        noun = noun.rsplit('：').next().filter(|noun| !noun.is_empty()).unwrap_or(noun);
        if self.parent.is_none()
            && let Some(object) =
                grammar.object_of.iter().filter_map(|verb| noun.rfind(verb).map(|at| at + verb.len())).max()
            && object < noun.len()
        {
            noun = &noun[object..];
        }
        let skip = noun.chars().count().saturating_sub(24);
        noun.chars().skip(skip).collect()
    }
}

fn says_nothing(text: &Text<'_>, clause: &str) -> bool {
    let mut rest = clause.trim_start_matches(CLAUSE);
    while let Some(word) = text.lexicon.grammar.idle.starting(rest) {
        rest = &rest[word.len()..];
    }
    rest.is_empty()
}

fn noun_end(text: &Text<'_>, start: usize) -> usize {
    let rest = &text.running.text[start..];
    rest.find(NOUN).map_or(text.running.text.len(), |end| start + end.min(NOUN_BYTES))
}

/// By so much another wording must be the weaker one to be passed over (主办建议8件 beside 收到建议20件).
const LOOSER: i32 = 4;

/// Whether a neighbour in the same sentence states the same measure as loosely.
fn stated_beside(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let part = |other: &Item| other.role == Role::Part && other.parent == Some(index);
    let mut outcomes = lexicon().outcomes;
    outcomes.join(lexicon().known.repealed);
    let own = |other: &Item| {
        other.frame.own_head || other.frame.own_channel || other.frame.own_verbs && other.frame.verbs.any(outcomes)
    };
    let same = |other: &Item| {
        other.topic == item.topic
            && other.score + LOOSER >= item.score
            && other.role != Role::Other
            && other.start != item.start
            && own(other)
            && !part(other)
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
        PartRule::Apart => !parent.frame.head.any(known.info) && !parent.frame.head.any(known.thing),
        PartRule::Channel => item.frame.own_channel,
        PartRule::Proactive => item.frame.own_verbs && parent.frame.verbs.any(known.make),
    }
}
