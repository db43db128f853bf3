//! Whether a number is of another time: last year's, of all years, of half a year, growth, a plan.
//!
//! Words that tell the time hold for their own clause; at the head of a sentence (2019年，… ) or for all years
//! (自开通以来，…) they hold until another one says otherwise.

use super::item::Item;
use super::lexicon::Token;
use super::measures::Part;
use super::text::{CLAUSE, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Now,
    Past,
    Ever,
    Partial,
}

/// Whether a quantity is a growth, a plan, or of another time than the reporting year.
pub(super) fn is_other(text: &Text<'_>, item: &Item) -> bool {
    let known = &text.lexicon.known;
    let clause = text.groups(item.clause, item.start);
    let behind = text.running.text.get(item.end..).unwrap_or_default();
    let elsewhere = clause.any(known.elsewhere) || item.frame.near.any(known.elsewhere);
    // 概况信息762条，计划48条: plans are a kind of what was published.
    let kind = || text.slice(item.clause, item.start).trim_matches(CLAUSE) == "计划";
    if clause.any(known.plan) && !kind() || elsewhere || clause.any(known.growth) && !growth_is_aside(text, item) {
        return true;
    }
    if behind.starts_with("以上的") {
        return true;
    }
    // 由12个减少到8个: the first is what it was before.
    let from = text.slice(item.clause, item.start);
    let changes = || text.words_in(item.end, text.running.text.len()).next().filter(|word| word.start == item.end);
    if from.contains(['由', '从']) && changes().is_some_and(|word| word.set.any(known.change)) {
        return true;
    }
    if let (Some(year), Some(reporting)) = (item.frame.year, text.year) {
        return year != reporting;
    }
    // 年初有23个，经整合后减少至15个: what it came to.
    if clause.any(known.change) && text.lexicon.grammar.reaches.end(from) {
        return false;
    }
    // 上年结转 and 结转下年 name another year and are this year's figures.
    if matches!(item.part(), Some(Part::CarriedIn | Part::CarriedOut | Part::Carried)) {
        return false;
    }
    let sentence = &text.sentences[item.sentence];
    // 下一步，…: what follows is a plan.
    let from = text.slice(sentence.start, item.start).rfind('；').map_or(sentence.start, |at| sentence.start + at + 3);
    let all = text.groups(sentence.start, item.start);
    if all.any(known.future) {
        return true;
    }
    if all.any(known.plan) || all.any(known.urge) {
        let said = text.groups(from, item.start);
        // 计划2023年举办培训2期，发布解读30篇
        let planned = said.any(known.plan) && said.any(known.next) && !said.any(known.carry);
        // 督促21家公共企事业单位开设专栏，发布信息876条: what they did.
        let theirs = said.any(known.urge) && said.any(known.elsewhere) && !item.frame.verbs.any(known.proactive);
        if planned || theirs {
            return true;
        }
    }
    // 2022年，我局废止规范性文件0件: in a report on 2023 what was done then, not when the documents were made.
    let act = from_act(text, item).filter(|_| !heads_past_year(text, from, item.start));
    let last = last_told(text, told(text, item, act.unwrap_or(from)));
    if last.is_none() && from > sentence.start {
        return in_part_year(text, item, sentence.start);
    }
    match last {
        None | Some((Time::Now, _)) => false,
        // 自开通至今，关注人数1.8万: they are counted at the end.
        Some((Time::Ever, _)) => !item.is("nar_followers"),
        Some((Time::Past | Time::Partial, at)) => {
            // 2022年四季度，…: the year goes before its part.
            let lead = text.slice(from, at);
            let up_to = lead.starts_with('截') && lead.len() <= YEAR + "截至".len();
            at >= item.clause
                || at == from
                || lead.chars().count() <= 1
                || lead.ends_with('年') && lead.len() <= YEAR
                || up_to
        }
    }
}

/// 对2018年以来的文件进行清理，废止4件: when the documents were made is not when they were repealed.
fn from_act(text: &Text<'_>, item: &Item) -> Option<usize> {
    let known = &text.lexicon.known;
    let repealed = item.frame.verbs.any(known.repealed) || item.frame.near.any(known.repealed);
    // 历年累计发布350件（有效181件、失效169件）, 其中有效181件、失效169件: parts of a stock.
    let sentence = text.sentences[item.sentence].start;
    let stock = || {
        let lead = text.running.text[sentence..item.start].char_indices().rev().take(STOCK);
        let from = lead.last().map_or(item.start, |(at, _)| sentence + at);
        let lead = &text.running.text[from..item.start];
        let inside = lead.rfind(['（', '）']).is_some_and(|at| lead[at..].starts_with('（'));
        inside || lead.contains("累计") && text.groups(from, item.clause).any(known.in_force)
    };
    (repealed && !stock()).then(|| {
        let act = text.words_in(item.clause, item.start).find(|word| word.set.any(known.repealed));
        if text.slice(item.clause, act.map_or(item.start, |act| act.start)).contains("以") {
            item.start
        } else {
            item.clause
        }
    })
}

/// Whether a stretch begins with an earlier year and a comma (2022年，…), and names this year nowhere.
fn heads_past_year(text: &Text<'_>, from: usize, to: usize) -> bool {
    let mut years = years(text, from, to);
    let Some((at, year)) = years.next().filter(|&(at, _)| at == from) else { return false };
    let behind = text.slice(at + YEAR, to);
    let comma = behind.strip_prefix('度').unwrap_or(behind).starts_with('，');
    let ours = text.words_in(from, to).any(|word| word.set.any(text.lexicon.known.now));
    comma && !ours && text.year.is_some_and(|ours| year < ours) && years.all(|(_, year)| Some(year) != text.year)
}

/// 2022年四季度，公开917条；公众号公开293条: a part of the year at the head of a sentence holds behind its semicolons.
fn in_part_year(text: &Text<'_>, item: &Item, start: usize) -> bool {
    let part = |word: &&Token| word.set.any(text.lexicon.known.part_year);
    let Some(word) = text.words_in(start, item.start.min(start + HEAD)).find(part) else { return false };
    let lead = text.slice(start, word.start);
    let head = lead.is_empty() || lead.ends_with('年') && lead.len() <= YEAR;
    head && last_told(text, told(text, item, start)).is_some_and(|(time, _)| time == Time::Partial)
}

/// The head of a sentence, in bytes.
const HEAD: usize = 30;

/// The times that words and years before a quantity tell, and where.
fn told(text: &Text<'_>, item: &Item, from: usize) -> Vec<(usize, Time)> {
    let known = &text.lexicon.known;
    let mut told = Vec::new();
    for word in text.words_in(from, item.start) {
        if word.set.any(known.ever) {
            told.extend(since(text, from, word.start, text.slice(word.start, word.end)).map(|time| (word.start, time)));
        } else if word.set.any(known.part_year) {
            told.push((word.start, Time::Partial));
        } else if word.set.any(known.past) {
            told.extend((!carried(text, word.end, item)).then_some((word.start, Time::Past)));
        } else if word.set.any(known.now) {
            told.push((word.start, Time::Now));
        } else if text.stores && word.set.any(known.store) && text.slice(word.end, item.start).contains("累计") {
            // 建成政策文件库，累计公开698件: all that is in it.
            told.push((word.start, Time::Ever));
        }
    }
    for (at, year) in years(text, from, item.start) {
        let end = at + 7;
        let Some(reporting) = text.year else { continue };
        // 2018年结转, 2020年1月1日以来: told by the word behind.
        if text.slice(end, item.start).starts_with("以来") || carried(text, end, item) {
            continue;
        }
        // 已运行十年，截至2022年累计访问460万次: up to when it was counted.
        let until = text.lexicon.grammar.until.end(text.slice(from, at).trim_end_matches('到'));
        if until && told.iter().any(|&(_, time)| time == Time::Ever) {
            continue;
        }
        told.push((at, if year == reporting { Time::Now } else { Time::Past }));
    }
    // 1月至11月: not the whole year.
    told.extend(months(text, from, item.start).map(|at| (at, Time::Partial)));
    told
}

/// The last of the times, and where it was first told: 2021年同期的 is one time, told twice.
fn last_told(text: &Text<'_>, mut told: Vec<(usize, Time)>) -> Option<(Time, usize)> {
    told.sort_by_key(|&(at, _)| at);
    let mut last: Option<(Time, usize)> = None;
    for (at, time) in told {
        let again = last.is_some_and(|(before, first)| before == time && !text.slice(first, at).contains(CLAUSE));
        if !again {
            last = Some((time, at));
        }
    }
    last
}

/// 累计3010条（2023年新增190条）: a stock, the year's figure stands beside it.
pub(super) fn stocks(text: &Text<'_>, items: &mut [Item]) {
    let known = &text.lexicon.known;
    for index in 1..items.len() {
        let [stock, flow] = &mut items[index - 1..=index] else { continue };
        // Two readings of one number are of one time.
        if stock.start == flow.start && stock.role == super::Role::Other {
            flow.role = super::Role::Other;
            continue;
        }
        let gap = text.slice(stock.end, flow.start.max(stock.end));
        // 截至年底网站累计发布9860条，网站从开通至今发布动态2384条: kinds of a stock.
        if stock.sentence == flow.sentence
            && flow.value < stock.value
            && text.slice(stock.clause, stock.start).contains("累计")
            && known.published(flow.frame.verbs)
            && text.groups(stock.end, flow.start.max(stock.end)).any(known.ever)
            && text.lexicon.grammar.until.within(text.slice(text.sentences[stock.sentence].start, stock.start))
        {
            stock.role = super::Role::Other;
        }
        // 新增主动公开518条，累计公开4026条: the stock behind its flow.
        let (first, second) = (&*stock, &mut *flow);
        let added = first.sentence == second.sentence
            && first.topic.is_some()
            && first.frame.verbs.any(known.increase)
            && text.slice(second.clause, second.start).contains("累计")
            && !text.groups(second.clause, second.start).any(known.now)
            && first.value <= second.value
            && known.published(second.frame.verbs);
        if added {
            second.role = super::Role::Other;
            continue;
        }
        let beside =
            stock.sentence == flow.sentence && (gap.starts_with('（') || gap.starts_with("，") || noun_and_comma(gap));
        let same = flow.topic.is_some() && flow.topic == stock.topic && flow.value <= stock.value;
        // 截至年底网站发布411条，其中2022年发布信息52条: whatever the year's figure says of its own.
        let kept = || known.published(flow.frame.verbs) && flow.unit == stock.unit && flow.value <= stock.value;
        if !beside || !same && !kept() {
            continue;
        }
        // 累计发布3010条, or 共发布3010条 where a flow of this year stands beside it.
        let lead = text.slice(stock.clause, stock.start);
        let fresh = text.lexicon.grammar.flow.within(text.slice(flow.clause, flow.start));
        // 截止年底共公开643条 is dated up to a day, and of all years.
        let head = text.sentences[stock.sentence].start;
        let before = text.slice(head, stock.start);
        let until = text.lexicon.grammar.until.within(before);
        let dated = !until && text.groups(head, stock.start).any(known.now);
        let year = years(text, flow.clause, flow.start).any(|(_, year)| Some(year) == text.year);
        // 截至目前共发布645条，2022年公开74条; 截至年底发布645条，其中2022年74条
        let of_year = || before.contains("全年") || text.lexicon.grammar.year_now.within(before);
        let within = until && year && gap.contains("其中") && !of_year();
        let cumulative = lead.contains("累计") || lead.contains('共') && (fresh || until && year) && !dated;
        let ours = flow.frame.verbs.any(known.increase) || flow.frame.near.any(known.now) || year;
        if within || same && cumulative && ours {
            stock.role = super::Role::Other;
        }
        // 网站公开信息411条，其中2022年公开政务信息52条: of the same, by the same way.
        let plain = |item: &Item| item.frame.head.any(known.thing) || item.frame.head.any(known.info);
        if within && flow.topic.is_none() && plain(stock) && plain(flow) {
            (flow.topic, flow.score) = (stock.topic, stock.score);
        }
    }
}

/// 645条信息，2022年公开74条: nothing but the noun of the stock stands before the comma.
fn noun_and_comma(gap: &str) -> bool {
    gap.find(CLAUSE).is_some_and(|at| at <= NOUN && gap[at..].starts_with('，'))
}

/// How far back a stock is looked for whose parts are in force or not, in characters.
const STOCK: usize = 60;

/// Longest noun behind the unit of a stock, in bytes.
const NOUN: usize = 18;

/// A year by itself, in bytes.
const YEAR: usize = 7;

/// So many numbers behind a stock its year's figure may stand.
const NEAR: usize = 8;

/// 截至2022年底，累计收到申请2214件；2022年，收到234件: a stock, and the year's figure a clause or a sentence later.
pub(super) fn stocks_apart(text: &Text<'_>, items: &mut [Item]) {
    let known = &text.lexicon.known;
    for index in 0..items.len() {
        let (before, behind) = items.split_at_mut(index + 1);
        let Some(stock) = before.last_mut() else { continue };
        if stock.topic.is_none() || !text.slice(stock.clause, stock.start).contains("累计") {
            continue;
        }
        let head = text.sentences[stock.sentence].start;
        let lead = text.slice(head, stock.start);
        // The day up to which is no date of what was counted.
        let dated = lead.find('，').is_some_and(|at| text.groups(head + at, stock.start).any(known.now));
        if dated || newly(text, stock, behind) {
            continue;
        }
        let until = text.lexicon.grammar.until.within(lead);
        let mut near = behind.iter().take(NEAR).take_while(|flow| flow.sentence <= stock.sentence + 1);
        let Some(flow) = near.find(|flow| flow.topic == stock.topic && flow.value < stock.value) else { continue };
        let start = text.sentences[flow.sentence].start.max(stock.end);
        let from = text.slice(start, flow.start).rfind('；').map_or(start, |at| start + at + '；'.len_utf8());
        // 累计公开已达738条。2022年新增75条
        let added = flow.frame.verbs.any(known.increase);
        // 截至年底累计9734条。本年度公开380条
        let ours = text.lexicon.grammar.year_now.within(text.slice(from, flow.start));
        if (until || added) && (ours || years(text, from, flow.start).any(|(_, year)| Some(year) == text.year)) {
            stock.role = super::Role::Other;
        }
    }
}

/// 累计公开5120条。2022年新增418条: what the year added, in the sentence behind, counts what the stock does.
fn newly(text: &Text<'_>, stock: &mut Item, behind: &mut [Item]) -> bool {
    let next = behind.iter_mut().take(NEAR).find(|item| item.sentence > stock.sentence);
    let Some(flow) = next.filter(|flow| flow.sentence == stock.sentence + 1) else { return false };
    let known = &text.lexicon.known;
    let added = flow.frame.verbs.any(known.increase) && !flow.frame.own_head && flow.frame.near.any(known.fresh);
    let year = years(text, flow.clause, flow.start).any(|(_, year)| Some(year) == text.year);
    let ours = year || flow.frame.near.any(known.now);
    if !added || !ours || flow.topic.is_some() || flow.unit != stock.unit || flow.value > stock.value {
        return false;
    }
    (flow.topic, flow.score) = (stock.topic, stock.score);
    stock.role = super::Role::Other;
    true
}

/// 同比增长5%，其中…: the growth was a percentage and is done with; 较上年增加，达到50件.
fn growth_is_aside(text: &Text<'_>, item: &Item) -> bool {
    let clause = text.slice(item.clause, item.start);
    text.lexicon.grammar.reaches.end(clause) || clause.contains('%')
}

/// 以来 after this year, or after nothing that dates it, says nothing.
fn since(text: &Text<'_>, from: usize, at: usize, word: &str) -> Option<Time> {
    if word != "以来" {
        return Some(Time::Ever);
    }
    let before = text.slice(from, at);
    let year = years(text, from, at).last().map(|(_, year)| year);
    let grammar = text.lexicon.grammar;
    if grammar.year_now.end(before) || (year.is_some() && year == text.year) {
        return Some(Time::Now);
    }
    (year.is_some() || grammar.begun.end(before)).then_some(Time::Ever)
}

/// Whether a word of carrying over follows at once (上年度结转, 2018年转入).
fn carried(text: &Text<'_>, end: usize, item: &Item) -> bool {
    let carry = text.lexicon.known.carry;
    text.words_in(end, item.start.min(end + 24)).any(|word| word.set.any(carry))
}

/// `1月至11月`, `1-9月` in a range of bytes, up to a month before the last: where it stands, with the year before it.
fn months(text: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let slice = text.slice(from, to);
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    slice.match_indices('月').find_map(|(end, _)| {
        let head = &slice[..end];
        let last: u8 = head[end - digits(head)..].parse().ok()?;
        let before = &head[..end - digits(head)];
        // 截至2022年7月，…: up to the middle of the year.
        let up_to = before.strip_suffix('年').map_or(before, |year| &year[..year.len() - digits(year)]);
        if last < AUTUMN && up_to.ends_with(['至', '止']) && (up_to.ends_with("截至") || up_to.ends_with("截止"))
        {
            return Some(from + end - digits(head));
        }
        let first = before.strip_suffix(['至', '-', '—', '－', '~', '～', '到'])?;
        let first = first.strip_suffix('月').unwrap_or(first);
        let start = first.len() - digits(first);
        let year = first[..start].strip_suffix('年').map(|year| year.len() - digits(year));
        let whole = last == 12 && &first[start..] == "1";
        (!whole && last <= 12 && digits(first) > 0).then_some(from + year.unwrap_or(start))
    })
}

/// From this month on a figure is taken for that of the year.
const AUTUMN: u8 = 10;

/// `20dd年` in a range of bytes: where it starts, and the year.
pub(super) fn years<'a>(text: &'a Text<'_>, from: usize, to: usize) -> impl Iterator<Item = (usize, u16)> + 'a {
    let slice = text.slice(from, to);
    slice.match_indices('年').filter_map(move |(at, _)| {
        let start = at.checked_sub(4)?;
        let year: u16 = slice.get(start..at)?.parse().ok()?;
        (1990..2100).contains(&year).then_some((from + start, year))
    })
}
