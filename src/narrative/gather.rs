//! The quantities with numbers: sentence by sentence, each with its frame, and role and topic by that frame alone.

use rust_decimal::Decimal;

use super::Role;
use super::frame::{self, Above, Frame};
use super::item::{Item, of_pieces};
use super::lexicon::Set;
use super::measures::PartRule;
use super::running::Sentence;
use super::scan::{self, Counted};
use super::text::Text;
use super::time;
use crate::number::unit::UNITS;

/// Most quantities that are kept of one filing; a filing in use has a few hundred.
pub(super) const MOST: usize = 20_000;

/// So many pieces no organ publishes in a year, nor receives.
const MOST_PIECES: u32 = 100_000_000;

/// What a sentence is about: its own words, those of the sentence before it in the paragraph, and of the heading above.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Subject {
    heading: Set,
    before: Set,
    /// Requests were counted in the sentence before it (收到申请16件。其中网上申请11件): the report's own subject.
    counted: Set,
    /// Channels of the sentence before it or of the heading, where nothing is counted.
    pub channels: Set,
    /// That sentence does no more than name it (一是政府网站。).
    led: bool,
    /// Noun and verbs of all that was published, where the sentence before it counts that.
    whole: (Set, Set),
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
            self.whole = Default::default();
            self.channels = if sentence.heading { Set::default() } else { self.heading.and(text.lexicon.channels) };
        }
        let mut about = self.heading;
        about.join(self.before);
        about.join(self.counted);
        about
    }

    pub fn close(&mut self, text: &Text<'_>, sentence: &Sentence) {
        self.before = text.groups(sentence.start, sentence.end);
        self.led = text.names_channel(sentence);
    }

    /// What the sentence after this one takes over because of what this one, with these words, counts.
    fn count(&mut self, text: &Text<'_>, items: &[Item], sentence: &Sentence) {
        let said = self.before;
        let requests =
            items.iter().any(|item| item.part().is_some()) || text.tells_of_requests(sentence.start, sentence.end);
        self.counted = if requests { text.lexicon.known.request } else { Set::default() };
        let whole = |item: &&Item| item.is("nar_pro_total") || item.is("nar_pub_website");
        let published = items.iter().rev().find(whole);
        self.whole = published.map(|item| (item.frame.head, item.frame.verbs)).unwrap_or_default();
        // 公众号关注人数1.94万。全年发文317篇: readers were counted, nothing was published.
        let known = &text.lexicon.known;
        let mut read = known.followers;
        [known.views, known.site_views, known.total_views].iter().for_each(|&set| read.join(set));
        let readers = |item: &Item| item.frame.head.any(read);
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
        if !list.is_empty() {
            read(text, (index, about), &list, &subject, &mut items);
        }
        subject.close(text, sentence);
        subject.count(text, &items[first..], sentence);
    }
    items
}

/// The quantities of a sentence with these numbers.
fn read(text: &Text<'_>, (index, mut about): (usize, Set), list: &[Counted], subject: &Subject, items: &mut Vec<Item>) {
    let sentence = &text.sentences[index];
    let mut topic = Set::default();
    if list.first().is_some_and(|first| text.tells_of_requests(sentence.start, first.start)) {
        about.join(text.lexicon.known.request);
    }
    let mut told = sentence.start;
    let goes_on = text.lexicon.grammar.among.start(text.slice(sentence.start, sentence.end));
    let whole = if goes_on { subject.whole } else { <(Set, Set)>::default() };
    let above = Above { about, channels: subject.channels, led: subject.led, whole };
    for (counted, frames) in list.iter().zip(frame::frames(text, sentence, list, above)) {
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
    let known = &text.lexicon.known;
    let account = frame.channel == known.wechat || frame.channel == known.weibo;
    // 门户网站发布文化和旅游信息683条: what the organ's own site carries.
    let own_site = frame.channel == known.web && frame.own_channel && !frame.near.any(known.government_site);
    let site = own_site && !text.of_government();
    let foreign = (frame.own_head || frame.restates > 0)
        && frame.head.any(known.business)
        && !account
        && !site
        && !text.own_business(&item);
    // 173769万条: a slip of the unit, which only its author could mend.
    let slip = of_pieces(UNITS[counted.unit].word) && counted.value >= Decimal::from(MOST_PIECES);
    if let Some(rule) = text.lexicon.topic(counted.unit, &frame).filter(|_| !foreign && !slip) {
        item.topic = Some(rule.topic);
        item.score = rule.score;
        item.alone = rule.alone;
        item.part_rule = rule.part;
    }
    // 通过阳光信访、12345平台答复群众关心问题217条: by several ways.
    let several = || {
        let lead = text.slice(item.clause, item.start);
        lead.contains('、') && text.lexicon.grammar.by_way.start(lead)
    };
    if item.is("nar_hotline_cases") && several() {
        item.topic = None;
    }
    if counted.span || time::is_other(text, &item) {
        item.role = Role::Other;
    }
    item
}
