//! Quantities while they are worked on: what stands around each, and which rule of the lexicon it meets.

use rust_decimal::Decimal;

use super::flow::{Flow, Sentence};
use super::lexicon::{Around, Found, Groups, Lexicon, Rule, Topic, lexicon};
use super::measures::{Part, source};
use super::scan::{self, Counted};
use super::{Passage, Role, time};
use crate::number::unit::UNITS;

/// The prose, scanned once: flow, sentences, words.
pub(super) struct Text<'a> {
    pub flow: Flow<'a>,
    pub sentences: Vec<Sentence>,
    pub words: Vec<Found>,
    pub lexicon: &'static Lexicon,
    pub year: Option<u16>,
}

/// A quantity in the making.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Bytes of the flow: number and unit, or the words that say zero.
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
    pub topic: Option<Topic>,
    pub score: i32,
    pub role: Role,
    /// Index of the total that it is a part of.
    pub parent: Option<usize>,
    /// It states its measure only if nothing else in its sentence does.
    pub alone: bool,
    /// It is the one that states its measure.
    pub chosen: bool,
}

impl<'a> Text<'a> {
    pub fn new(passages: &'a [Passage<'a>], year: Option<u16>) -> Self {
        let flow = Flow::new(passages);
        let lexicon = lexicon();
        Self { sentences: flow.sentences(), words: lexicon.find(&flow.text, year), flow, lexicon, year }
    }

    /// The words that lie within a range of bytes.
    pub fn words_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Found> {
        let first = self.words.partition_point(|word| word.start < start);
        let within = self.words[first..].iter().take_while(move |word| word.start < end);
        within.inspect(|_| self.flow.step()).filter(move |word| word.end <= end)
    }

    /// The groups that have a word within a range of bytes.
    pub fn groups(&self, start: usize, end: usize) -> Groups {
        let mut groups = Groups::default();
        for word in self.words_in(start, end) {
            groups.join(self.lexicon.groups(word.word));
        }
        groups
    }

    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.flow.look(self.flow.text.get(start..end).unwrap_or_default())
    }

    pub fn section(&self, byte: usize) -> Option<u8> {
        self.flow.passage(byte).and_then(|passage| passage.section)
    }
}

/// Marks that end a clause. A colon does not: 行政复议：3件.
const CLAUSE: [char; 5] = ['，', '；', '（', '）', '、'];

/// Marks that end the noun behind a unit.
const NOUN: [char; 9] = ['，', '；', '（', '）', '、', '：', '。', '\n', '“'];

/// Longest noun that is looked at behind a unit, in bytes.
const NOUN_BYTES: usize = 60;

/// Most quantities that are kept of one filing; a filing in use has a few hundred.
pub(super) const MOST: usize = 20_000;

/// Words of a clause that say nothing about what is counted; a clause of these alone goes on to the left.
const EMPTY: &[&str] = &[
    "累计", "合计", "总计", "共计", "达到", "全年", "总数", "数量", "分别", "共", "计", "为", "达", "有", "约", "近",
    "均", "各", "是", "总", "已", "逾", "超过", "超", "近", "其中",
];

/// What stands around one sentence's quantities.
struct Context {
    heading: Groups,
    before: Groups,
}

/// All quantities with numbers, with role and topic by their words alone.
pub(super) fn items(text: &Text<'_>) -> Vec<Item> {
    let mut counted = scan::counted(&text.flow, MOST).into_iter().peekable();
    let mut items = Vec::new();
    let mut context = Context { heading: Groups::default(), before: Groups::default() };
    for (index, sentence) in text.sentences.iter().enumerate() {
        if sentence.heading {
            context.heading = text.groups(sentence.start, sentence.end);
            context.before = Groups::default();
        }
        if sentence.opens {
            context.before = Groups::default();
        }
        let mut list: Vec<Counted> = Vec::new();
        while let Some(next) = counted.next_if(|next| next.start < sentence.end) {
            list.push(next);
        }
        sentence_items(text, index, &list, &context, &mut items);
        context.before = text.groups(sentence.start, sentence.end);
    }
    items
}

fn sentence_items(text: &Text<'_>, index: usize, list: &[Counted], context: &Context, items: &mut Vec<Item>) {
    let sentence = &text.sentences[index];
    let mut run = sentence.start;
    let mut place = 0;
    while let Some(counted) = list.get(place) {
        let next = list.get(place + 1).map_or(sentence.end, |next| next.start);
        let clause = clause_start(text.slice(run, counted.start)) + run;
        let shared = shared(text, run, clause, &list[place..]);
        for (offset, parts) in shared.iter().enumerate() {
            let Some(counted) = list.get(place + offset) else { break };
            for part in parts {
                let mut around = around(text, sentence, run, clause, counted.start, counted.end, context);
                around.clause = *part;
                around.reach = *part;
                around.after = Groups::default();
                items.push(item(text, index, clause, counted, &around));
            }
        }
        if shared.is_empty() {
            let mut around = around(text, sentence, run, clause, counted.start, counted.end, context);
            let noun = noun_end(text, counted.end).min(next);
            around.after = text.groups(counted.end, noun);
            items.push(item(text, index, clause, counted, &around));
            carry_on(text, items);
            place += 1;
        } else {
            place += if shared.first().is_some_and(|parts| parts.len() > 1) { 1 } else { shared.len() };
        }
        run = list.get(place.saturating_sub(1)).map_or(run, |last| last.end);
    }
}

fn around(
    text: &Text<'_>,
    sentence: &Sentence,
    run: usize,
    clause: usize,
    start: usize,
    end: usize,
    context: &Context,
) -> Around {
    let own = text.groups(clause, start);
    let sentence_groups = text.groups(sentence.start, start);
    let via = text.lexicon.class("via");
    let reach = text.words_in(run, start).filter(|word| text.lexicon.groups(word.word).has(via)).last();
    let mut about = sentence_groups;
    about.join(&context.heading);
    about.join(&context.before);
    Around {
        clause: own,
        after: Groups::default(),
        reach: reach.map_or(own, |word| text.groups(word.start.min(clause), start)),
        sentence: sentence_groups,
        later: text.groups(end, sentence.end),
        about,
    }
}

/// Where the last clause of a stretch of text starts; a clause without words of its own takes the one before it.
pub(super) fn clause_start(run: &str) -> usize {
    let mut end = run.len();
    loop {
        let Some(mark) = run[..end].rfind(CLAUSE) else { return 0 };
        let start = mark + run[mark..].chars().next().map_or(1, char::len_utf8);
        let listed = run[mark..].starts_with('、');
        if !listed && !says_nothing(&run[start..]) {
            return start;
        }
        end = mark;
    }
}

fn says_nothing(clause: &str) -> bool {
    let mut rest = clause.trim_start_matches(CLAUSE);
    while let Some(after) = EMPTY.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after;
    }
    rest.is_empty()
}

fn noun_end(text: &Text<'_>, start: usize) -> usize {
    let rest = &text.flow.text[start..];
    rest.find(NOUN).map_or(text.flow.text.len(), |end| start + end.min(NOUN_BYTES))
}

/// Longest verb between 各 and its number, in characters.
const EACH: usize = 6;

/// `A、B和C分别为1件、2件和3件` and `A、B各1件`: the words of each of the listed nouns, for each of the numbers in turn.
/// Empty where the clause is no such list; without nouns for a number whose list does not fit.
fn shared(text: &Text<'_>, run: usize, clause: usize, list: &[Counted]) -> Vec<Vec<Groups>> {
    let Some(first) = list.first() else { return Vec::new() };
    let stretch = text.slice(clause, first.start);
    // 各3件, 各发布信息3条; not 各类, 各部门.
    let each = stretch.rfind('各').is_some_and(|at| {
        let behind = &stretch[at + '各'.len_utf8()..];
        behind.chars().count() <= EACH
            && !behind.starts_with(['类', '项', '级', '部', '单', '种', '地', '县', '区', '镇', '乡'])
    });
    let (names_end, verb) = match stretch.rfind("分别") {
        Some(at) => (clause + at, clause + at),
        None if each => {
            let at = clause + stretch.rfind('各').unwrap_or(0);
            (at, at)
        }
        None => return Vec::new(),
    };
    let from = if says_nothing(text.slice(clause, names_end)) { run } else { clause };
    let names = text.slice(from, names_end).trim_end_matches('，');
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in names.match_indices(['、', '和', '及', '与']).chain([(names.len(), "")]) {
        if at > start {
            let mut groups = text.groups(from + start, from + at);
            groups.join(&text.groups(verb, first.start));
            parts.push(groups);
        }
        start = at + mark.len();
    }
    if parts.len() < 2 {
        return Vec::new();
    }
    if each {
        return vec![parts];
    }
    // The numbers that follow with nothing but marks between them.
    let follow = list.windows(2).take_while(|pair| {
        text.slice(pair[0].end, pair[1].start).chars().all(|c| matches!(c, '、' | '，' | '和' | '及' | '与'))
    });
    let numbers = follow.count() + 1;
    if numbers == parts.len() { parts.into_iter().map(|part| vec![part]).collect() } else { Vec::new() }
}

fn item(text: &Text<'_>, sentence: usize, clause: usize, counted: &Counted, around: &Around) -> Item {
    let mut item = Item {
        start: counted.start,
        end: counted.end,
        sentence,
        clause,
        value: counted.value,
        low: counted.low,
        high: counted.high,
        unit: Some(counted.unit),
        topic: None,
        score: 0,
        role: Role::Plain,
        parent: None,
        alone: false,
        chosen: false,
    };
    if let Some(rule) = topic(text, counted.unit, around) {
        item.topic = Some(rule.topic);
        item.score = rule.score;
        item.alone = rule.alone;
    }
    if counted.span || time::is_other(text, &item) {
        item.role = Role::Other;
    }
    item
}

/// The rule with the highest score: by the clause alone, else with the noun behind the unit.
fn topic(text: &Text<'_>, unit: usize, around: &Around) -> Option<&'static Rule> {
    let rules = text.lexicon.by_unit.get(unit)?;
    [false, true].into_iter().find_map(|with_after| {
        let holding = rules.iter().map(|&rule| &text.lexicon.rules[rule]);
        let mut best: Option<&'static Rule> = None;
        for rule in holding.filter(|rule| rule.holds(Some(unit), around, with_after)) {
            if best.is_none_or(|best| rule.score > best.score) {
                best = Some(rule);
            }
        }
        best
    })
}

fn counts(text: &Text<'_>, topic: Option<Topic>, unit: Option<usize>) -> bool {
    let rules = text.lexicon.rules.iter().filter(|rule| Some(rule.topic) == topic);
    unit.is_some_and(|unit| rules.into_iter().any(|rule| rule.counts(unit)))
}

/// 去年召开发布会6场，今年召开8场; 推送365期共1022条: a number without a noun of its own goes on with the one before it, where
/// that one was of another time, or where only 共 stands between them.
fn carry_on(text: &Text<'_>, items: &mut [Item]) {
    let [.., before, item] = items else { return };
    if before.sentence != item.sentence
        || before.topic.is_none()
        || item.start <= before.end
        || item.role == Role::Other
    {
        return;
    }
    let gap = text.slice(before.end, item.start);
    let total = matches!(gap, "共" | "，共" | "共计" | "，共计" | "、共" | "计" | "，合计" | "合计");
    if item.topic.is_none() && before.role == Role::Other && before.unit == item.unit && !gap.contains('；') {
        item.topic = before.topic;
        item.score = before.score - 2;
    } else if total && item.topic.is_none() && before.unit != item.unit && counts(text, before.topic, item.unit) {
        item.topic = before.topic;
        item.score = before.score + 1;
    }
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
        let clause = text.slice(self.clause, self.start);
        let mut noun = clause.rsplit(CLAUSE).find(|piece| !says_nothing(piece)).unwrap_or_default();
        loop {
            let shorter = LEADING.iter().find_map(|word| noun.strip_prefix(word)).unwrap_or(noun);
            let shorter = EMPTY.iter().find_map(|word| shorter.strip_suffix(word)).unwrap_or(shorter);
            if shorter.len() == noun.len() || shorter.is_empty() {
                break;
            }
            noun = shorter;
        }
        noun = noun.rsplit('：').next().filter(|noun| !noun.is_empty()).unwrap_or(noun);
        if self.parent.is_none()
            && let Some(object) = VERBS.iter().filter_map(|verb| noun.rfind(verb).map(|at| at + verb.len())).max()
            && object < noun.len()
        {
            noun = &noun[object..];
        }
        let skip = noun.chars().count().saturating_sub(24);
        noun.chars().skip(skip).collect()
    }
}

/// Verbs whose object is the counted noun.
const VERBS: &[&str] = &[
    "主动公开",
    "共公开",
    "公开各类",
    "发布",
    "收到",
    "受理",
    "召开了",
    "召开",
    "举办",
    "制作",
    "开展",
    "承办",
    "办理",
    "编印",
    "编发",
    "组织",
    "新增公开",
    "收取",
];

/// Verbs and connectives before a counted noun.
const LEADING: &[&str] = &[
    "其中",
    "包括",
    "含",
    "主要有",
    "公开了",
    "公开",
    "发布了",
    "发布",
    "制作",
    "收到",
    "受理",
    "召开了",
    "召开",
    "举办了",
    "举办",
    "组织",
    "开展了",
    "开展",
    "共",
    "全年",
    "累计",
    "并",
    "和",
    "及",
    "以及",
    "：",
    "，",
    "另有",
    "分别为",
];

/// Whether a neighbour in the same sentence states the same measure as loosely.
fn stated_beside(items: &[Item], index: usize) -> bool {
    let item = &items[index];
    let same = |other: &Item| other.sentence == item.sentence && other.topic == item.topic && other.start != item.start;
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
            if item.alone && stated_beside(items, index) {
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
