//! Breakdowns: parts under their total (共公开123条。其中政策文件2条、机构职能1条…), summed where they claim to be complete.
//!
//! Quantities come in by order of the text; parents and roles are set on them, and a finding `NAR-BREAKDOWN` goes out
//! for each list that claims to be complete and does not add up.

use rust_decimal::Decimal;

use super::Role;
use super::item::Item;
use super::lexicon::{Topic, lexicon};
use super::measures::Part;
use super::text::Text;
use crate::finding::Finding;

/// A total and a list of its parts, as indices of the items.
#[derive(Debug)]
struct List {
    total: usize,
    parts: Vec<usize>,
    sum: Decimal,
    /// A bracket was opened between total and parts, and closes the list.
    bracket: bool,
}

/// Longest noun behind 其他 that names the rest (其他类政府信息), in characters.
const REST: usize = 6;

/// How many totals back a list may belong.
const NEAR: usize = 8;

/// Sets totals and parts, and says which lists do not add up.
pub(super) fn link(text: &Text<'_>, items: &mut [Item]) -> Vec<Finding> {
    let mut lists: Vec<List> = Vec::new();
    let mut open: Vec<List> = Vec::new();
    // The last quantities that can be a total: those that are no parts themselves.
    let mut heads: Vec<usize> = Vec::new();
    let mut last: Option<usize> = None;
    let inside = bracketed(items);
    for index in 0..items.len() {
        if items[index].unit.is_none() || items[index].role == Role::Other || inside[index] {
            continue;
        }
        // Two readings of one number (各3件) share their place.
        let before = last.filter(|&last| items[last].start < items[index].start);
        last = Some(index);
        let gap = text.slice(before.map_or(0, |before| items[before].end), items[index].start);
        if before.is_none() || gap.contains('\n') {
            lists.append(&mut open);
            heads.clear();
        }
        let joined = belongs(items, (before, index), gap, &mut open, &mut lists, &heads);
        if !joined {
            heads.push(index);
        }
    }
    lists.append(&mut open);
    let nested: Vec<List> = lists.iter_mut().flat_map(|list| parts_of_parts(text, items, list)).collect();
    lists.extend(nested);
    lists.iter_mut().for_each(|list| list.total = whole_before(items, list));
    lists.extend(lists_without_total(text, items, &lists));
    lists.extend(restated(items, &lists));
    lists.extend(lists_without_cue(text, items, &lists));
    apply(text, items, &lists)
}

/// 收到申请15条，网上13条，书面2条，均已回复，其中予以公开8条、…: what is more than the number before is of the one before it
/// in the sentence that it adds up to.
fn whole_before(items: &[Item], list: &List) -> usize {
    let near = &items[list.total];
    if list.sum <= near.value || list.bracket || list.parts.len() < 2 {
        return list.total;
    }
    let whole = |at: &usize| {
        let item = &items[*at];
        item.value == list.sum
            && item.role != Role::Other
            && item.unit.is_some()
            && same_kind(item.unit_name(), near.unit_name())
    };
    let sentence = (0..list.total).rev().take_while(|&at| items[at].sentence == near.sentence);
    sentence.into_iter().find(whole).unwrap_or(list.total)
}

/// 公开900条，其中网站700条，其中政策90条，其中解读6条；微信200条: parts of parts are taken out of a list that adds up without them.
fn parts_of_parts(text: &Text<'_>, items: &[Item], list: &mut List) -> Vec<List> {
    let total = items[list.total].value;
    if list.sum <= total || list.parts.len() < 3 {
        return Vec::new();
    }
    let gap = |at: usize| text.slice(items[list.parts[at - 1]].end, items[list.parts[at]].start);
    // For each part the one that it stands under: the one right before its own 其中, up to a semicolon.
    let mut under: Vec<Option<usize>> = vec![None];
    for at in 1..list.parts.len() {
        let gap = gap(at);
        let inner = gap.trim_start_matches(['，', '（']).starts_with("其中");
        let above = under[at - 1].filter(|_| !gap.contains('；') && !gap.contains('）'));
        let above = if inner { Some(list.parts[at - 1]) } else { above };
        under.push(above.filter(|&above| items[list.parts[at]].value <= items[above].value));
    }
    let sum: Decimal = (0..under.len()).filter(|&at| under[at].is_none()).map(|at| items[list.parts[at]].value).sum();
    if sum != total {
        return Vec::new();
    }
    let mut nested: Vec<List> = Vec::new();
    for (at, above) in under.iter().enumerate() {
        let (Some(total), part) = (*above, list.parts[at]) else { continue };
        match nested.last_mut().filter(|list| list.total == total) {
            Some(list) => {
                list.parts.push(part);
                list.sum += items[part].value;
            }
            None => nested.push(List { total, parts: vec![part], sum: items[part].value, bracket: false }),
        }
    }
    let mut at = 0;
    list.parts.retain(|_| {
        at += 1;
        under[at - 1].is_none()
    });
    list.sum = sum;
    nested
}

/// Which items are the parts of a total behind their bracket: they are no parts of what stands before it.
fn bracketed(items: &[Item]) -> Vec<bool> {
    let mut inside = vec![false; items.len()];
    for (total, item) in items.iter().enumerate().filter(|(_, item)| item.frame.behind_bracket) {
        let from = total.saturating_sub(item.frame.restates);
        inside[from..total].fill(true);
    }
    inside
}

/// Brackets that were closed in the gap close their lists.
fn close_brackets(gap: &str, open: &mut Vec<List>, lists: &mut Vec<List>) {
    let closed = gap.matches('）').count().saturating_sub(gap.matches('（').count());
    for _ in 0..closed {
        if let Some(at) = open.iter().rposition(|list| list.bracket) {
            lists.extend(open.split_off(at));
        }
    }
}

/// Whether an item was received, in another unit, where the total was published: no kind of it.
/// 公开信息95条，其中专栏61条，通知34条，收到提案3件.
fn is_received(item: &Item, total: &Item) -> bool {
    let known = &lexicon().known;
    let received = item.frame.own_verbs && item.frame.own_head && item.frame.verbs.any(known.receive);
    received && item.unit != total.unit && !total.frame.verbs.any(known.receive) && known.published(total.frame.verbs)
}

/// Puts an item under a total if it belongs there.
fn belongs(
    items: &[Item],
    (before, index): (Option<usize>, usize),
    gap: &str,
    open: &mut Vec<List>,
    lists: &mut Vec<List>,
    heads: &[usize],
) -> bool {
    let grammar = lexicon().grammar;
    let item = &items[index];
    close_brackets(gap, open, lists);
    let opens_bracket = left_open(gap);
    let last = gap.rsplit(['。', '；']).next().unwrap_or(gap);
    let connector = connects(last);
    let announced = grammar.announces.within(last);
    let colon = gap.contains('：') && (!gap.contains('。') || announced);
    // A list ends with its sentence, whatever stands between.
    let follows =
        open.last().and_then(|list| list.parts.last()).is_none_or(|&part| items[part].sentence == item.sentence);
    let sentence_ended = gap.contains('。') || !follows;
    let parts_total = |total: usize| {
        same_kind(items[total].unit_name(), item.unit_name())
            && item.value <= items[total].value
            && !carried(item)
            && items[total].start != item.start
    };
    if connector || opens_bracket || colon {
        // The nearest total of this kind: the item just before (a bracket belongs to it), or the last head.
        // Or 不予公开3件，其中1件…，2件…: a part with parts of its own that add up to it.
        let inner = |&before: &usize| {
            let part = open.last().is_some_and(|list| list.parts.contains(&before));
            part && gap.trim_start_matches('，').starts_with("其中") && sums_to(items, index, items[before].value)
        };
        let nearest = before.filter(|before| opens_bracket || inner(before));
        let head = nearest.into_iter().chain(heads.iter().rev().take(NEAR).copied()).find(|&total| parts_total(total));
        // 发布信息379条，涉及53个栏目，其中…1条: what columns are counted by is no unit of what stands in them.
        let near = head.map(|total| beside_bodies(items, total, index)).filter(|&total| {
            item.sentence - items[total].sentence <= usize::from(connector || announced)
                && (connector || announced || items[total].sentence == item.sentence)
        });
        if let Some(total) = near {
            if opens_bracket || !open.last().is_some_and(|list| list.total == total && !full(items, list)) {
                // 不予公开3件，其中1件…: the parts of a part stand inside its list.
                let nested = open.last().is_some_and(|list| list.parts.contains(&total));
                if !opens_bracket && !nested {
                    lists.append(open);
                }
                open.push(List { total, parts: vec![index], sum: item.value, bracket: opens_bracket });
            } else if let Some(list) = open.last_mut() {
                list.parts.push(index);
                list.sum += item.value;
            }
            return true;
        }
    }
    if gap.contains('；') {
        end_at_semicolon(items, index, open, lists);
    }
    let fresh = grammar.anew.start(last.trim_start_matches('，'));
    let Some(list) = open.last_mut() else { return false };
    if !same_kind(items[list.total].unit_name(), item.unit_name()) {
        return false;
    }
    if is_received(item, &items[list.total]) {
        lists.append(open);
        return false;
    }
    // 累计建成136个，其中今年新建41个，覆盖9个县: what was added to a stock is no list.
    if list.parts.len() == 1 && items[list.parts[0]].frame.verbs.any(lexicon().known.increase) {
        return false;
    }
    let sum = list.sum + item.value;
    let total = items[list.total].value;
    if !sentence_ended && !fresh && !sums_to(items, index, total) && around_goes_on(items, index, open, lists) {
        return true;
    }
    let Some(list) = open.last_mut() else { return false };
    // A list that is full goes on only as a second list of the same total.
    if full(items, list) {
        let parted = !(gap.contains('；') || gap.contains('，')) || list.bracket;
        let over = sentence_ended || fresh || step(item) || parted;
        return !over && second_list(items, index, open, lists);
    }
    // 其中1件为上年收到，13件均已办结: the total again.
    if fresh && sum != total || carried(item) && sum > total || item.value == total && !list.sum.is_zero() {
        return false;
    }
    // Over the end of a sentence only what makes the list exactly full belongs to it.
    if sentence_ended && sum != total {
        return false;
    }
    // A measure of its own kind that is followed by its own parts starts anew; so does what is larger than the total.
    if item.value > total || own_subject(items, list.total, item) {
        return over(item, total, gap, (open, lists));
    }
    list.parts.push(index);
    list.sum = sum;
    true
}

/// 不予公开20件，其中国家秘密3件、内部事务17件，无法提供10件: the list around a full one goes on.
fn around_goes_on(items: &[Item], index: usize, open: &mut Vec<List>, lists: &mut Vec<List>) -> bool {
    let [.., around, inner] = &mut open[..] else { return false };
    let value = items[index].value;
    let fits = around.sum + value <= items[around.total].value;
    if !fits || !full(items, inner) || inner.bracket || step(&items[index]) {
        return false;
    }
    around.parts.push(index);
    around.sum += value;
    lists.extend(open.pop());
    true
}

/// Opens a second list of the total whose list is full, where what follows adds up to it again.
fn second_list(items: &[Item], index: usize, open: &mut Vec<List>, lists: &mut Vec<List>) -> bool {
    let Some(total) = open.last().map(|list| list.total) else { return false };
    if !sums_to(items, index, items[total].value) {
        return false;
    }
    lists.extend(open.pop());
    open.push(List { total, parts: vec![index], sum: items[index].value, bracket: false });
    true
}

/// Whether a stretch says that parts follow; not so 包括工作动态、政策法规等共34篇, the whole of what is named.
fn connects(stretch: &str) -> bool {
    let behind = stretch.rfind('等').map(|at| &stretch[at + '等'.len_utf8()..]);
    let whole = behind.is_some_and(|behind| matches!(behind, "共" | "共计" | "合计" | "总计"));
    lexicon().grammar.opens.within(stretch) && !stretch.contains("其中：无") && !whole
}

/// Whether a bracket was opened and not closed (（含规范性文件（除规章外）).
fn left_open(gap: &str) -> bool {
    let depth = gap.chars().fold(0_usize, |depth, c| match c {
        '（' => depth + 1,
        '）' => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0
}

/// The total before one of bodies or columns, where the parts are counted in its unit.
fn beside_bodies(items: &[Item], total: usize, index: usize) -> usize {
    let unit = items[index].unit;
    let before = total.checked_sub(1).map(|before| &items[before]);
    let whole = before.is_some_and(|before| {
        before.unit == unit && before.sentence == items[total].sentence && before.value >= items[total].value
    });
    let bodies = matches!(items[total].unit_name(), "个" | "家") && items[total].topic.is_none();
    if bodies && items[total].unit != unit && whole { total - 1 } else { total }
}

/// The lists that a semicolon ends: inner ones that are full, and all where a measure of its own follows.
fn end_at_semicolon(items: &[Item], index: usize, open: &mut Vec<List>, lists: &mut Vec<List>) {
    while open.len() > 1 && open.last().is_some_and(|list| full(items, list) && !list.bracket) {
        lists.extend(open.pop());
    }
    if open.last().is_some_and(|list| apart(items, list, index)) {
        lists.append(open);
    }
}

/// 主动公开893条，其中价格信息52条；制定规范性文件3件: what states a measure of its own, with noun and verb, is no kind of
/// what was published, unless it helps to complete the list.
fn apart(items: &[Item], list: &List, index: usize) -> bool {
    let (item, total) = (&items[index], &items[list.total]);
    let known = &lexicon().known;
    // 网站公开111条，其中公告86条；微信公众平台发布30篇: another channel's.
    let (channel, own) = (item.frame.channel, total.frame.channel);
    let elsewhere = item.frame.own_channel && total.frame.own_channel && channel != own && own != known.none;
    if elsewhere && own != known.many && item.frame.own_verbs {
        return true;
    }
    let published = [known.info, known.thing].iter().any(|&set| total.frame.head.any(set));
    let kind = [known.info, known.thing, known.piece].iter().any(|&set| item.frame.head.any(set));
    published
        && !kind
        && item.frame.own_head
        && item.frame.own_verbs
        && matches!(item.topic, Some(Topic::Measure(_)))
        && item.topic != total.topic
        && !sums_to(items, index, total.value - list.sum)
}

/// …；收到热线工单2136件，涉及…: the list is over; the item is none of it.
fn over(item: &Item, total: Decimal, gap: &str, (open, lists): (&mut Vec<List>, &mut Vec<List>)) -> bool {
    if item.value > total && item.frame.own_verbs && gap.contains('；') {
        lists.append(open);
    }
    false
}

/// Longest list that is looked ahead for.
const MOST: usize = 64;

fn full(items: &[Item], list: &List) -> bool {
    list.sum == items[list.total].value && list.parts.len() > 1
}

/// Whether the items from here on, in this sentence, add up to a total.
fn sums_to(items: &[Item], from: usize, total: Decimal) -> bool {
    let mut sum = Decimal::ZERO;
    for item in items[from..].iter().take(MOST) {
        if item.sentence != items[from].sentence {
            return false;
        }
        if item.unit.is_some() && same_kind(item.unit_name(), items[from].unit_name()) && item.role != Role::Other {
            sum += item.value;
        }
        if sum >= total {
            return sum == total && item.start != items[from].start;
        }
    }
    false
}

/// 结转 figures stand beside a total, not under it.
fn carried(item: &Item) -> bool {
    matches!(item.part(), Some(Part::CarriedIn | Part::CarriedOut | Part::Carried))
}

/// 已办结124件 behind a full list of those received: the next step of the process, no second list.
fn step(item: &Item) -> bool {
    matches!(item.part(), Some(part) if part != Part::Withdrawn)
}

/// A dispute or a request figure that is no part of the other one.
fn own_subject(items: &[Item], total: usize, item: &Item) -> bool {
    const SUBJECTS: [&str; 4] = ["nar_rev_total", "nar_lit_total", "nar_req_new", "nar_fee"];
    let subject = |item: &Item| SUBJECTS.iter().position(|code| item.is(code));
    subject(item)
        .is_some_and(|subject_of| subject(&items[total]) != Some(subject_of) && item.score >= 10 && subject_of < 2)
}

/// Whether one may be a part of the other; whatever is published is counted in many units.
pub(super) fn same_kind(total: &str, part: &str) -> bool {
    let piece = |unit: &str| {
        unit.contains(['条', '件', '份', '项', '篇', '个', '则', '宗', '起']) && !unit.contains(['日', '时', '场'])
    };
    total == part || total.contains(part) || piece(total) && piece(part)
}

/// 网站公开210条，微信公开95条，共计公开305条: the total stands behind its parts.
fn restated(items: &[Item], known: &[List]) -> Vec<List> {
    let parts = taken(items, known);
    let list = |(total, item): (usize, &Item)| {
        let before = (0..total).rev().filter(|&at| items[at].unit.is_some());
        let kin = |at: &usize| same_kind(item.unit_name(), items[*at].unit_name());
        let mut run: Vec<usize> = before.take(item.frame.restates).filter(kin).collect();
        run.reverse();
        let free = run.iter().all(|&at| !parts[at] && items[at].role != Role::Other);
        (item.frame.restates > 0 && free && (item.frame.behind_bracket || !parts[total])).then_some(List {
            total,
            sum: item.value,
            parts: run,
            bracket: false,
        })
    };
    items.iter().enumerate().filter_map(list).collect()
}

/// Which items are parts or totals already.
fn taken(items: &[Item], known: &[List]) -> Vec<bool> {
    let mut taken = vec![false; items.len()];
    for list in known {
        list.parts.iter().chain([&list.total]).for_each(|&index| taken[index] = true);
    }
    taken
}

/// 收到申请9件，5件为网络申请，4件为信函申请: what follows a total to the end of its sentence and adds up to it, unless it
/// tells of the steps of one process (收到9件，办结5件，结转4件).
fn lists_without_cue(text: &Text<'_>, items: &[Item], known: &[List]) -> Vec<List> {
    let taken = taken(items, known);
    let mut found = Vec::new();
    let mut index = 0;
    while index < items.len() {
        let sentence = items[index].sentence;
        let end = index + items[index..].partition_point(|item| item.sentence == sentence);
        let numbers: Vec<usize> = (index..end).filter(|&at| items[at].unit.is_some()).collect();
        if let [total, parts @ ..] = &numbers[..]
            && (2..=MOST).contains(&parts.len())
            && !numbers.iter().any(|&at| taken[at] || items[at].role == Role::Other || !items[at].exact())
        {
            let sum = parts.iter().map(|&at| items[at].value).sum();
            let whole = &items[*total];
            let kin = |&at: &usize| same_kind(whole.unit_name(), items[at].unit_name()) && !items[at].value.is_zero();
            let step = |&at: &usize| {
                items[at].part().is_some() || items[at].frame.own_head && !items[at].frame.head.any(whole.frame.head)
            };
            // 信息不存在7件、本机关不掌握5件、涉及隐私2件: one list of equals.
            let gap = text.slice(whole.end, items[parts[0]].start);
            let apart = gap.contains('；') || gap.starts_with('、');
            if sum == whole.value && parts.iter().all(kin) && !parts.iter().any(step) && !apart {
                found.push(List { total: *total, sum, parts: parts.to_vec(), bracket: false });
            }
        }
        index = end;
    }
    found
}

/// `主要类别有：机构职能594条、…、其他946条` in a sentence without a total: the headline figure before it is meant.
fn lists_without_total(text: &Text<'_>, items: &[Item], known: &[List]) -> Vec<List> {
    let grammar = text.lexicon.grammar;
    let mut found = Vec::new();
    let mut taken = vec![false; items.len()];
    let mut part = vec![false; items.len()];
    for list in known {
        list.parts.iter().chain([&list.total]).for_each(|&index| taken[index] = true);
        list.parts.iter().for_each(|&index| part[index] = true);
    }
    let mut index = 0;
    while index < items.len() {
        let sentence = items[index].sentence;
        let run: Vec<usize> = (index..items.len())
            .take_while(|&at| items[at].sentence == sentence)
            .filter(|&at| {
                items[at].unit.is_some() && items[at].unit == items[index].unit && items[at].role != Role::Other
            })
            .collect();
        let next = (index..items.len()).find(|&at| items[at].sentence != sentence).unwrap_or(items.len());
        let lead = text.slice(text.sentences[sentence].start, items[index].start);
        let last = run.last().map_or("", |&at| text.slice(items[at].clause, items[at].end));
        let cue = grammar.classes.within(lead);
        if run.len() >= 4 && cue && grammar.other.within(last) && !run.iter().any(|&at| taken[at]) {
            let head = (index.saturating_sub(MOST)..index)
                .rev()
                .find(|&at| items[at].is("nar_pro_total") && items[at].role != Role::Other && !part[at]);
            let head = head.filter(|&at| {
                items[at].unit == items[index].unit && text.section(items[at].start) == text.section(items[index].start)
            });
            if let Some(total) = head {
                let sum = run.iter().map(|&at| items[at].value).sum();
                found.push(List { total, parts: run, sum, bracket: false });
            }
        }
        index = next;
    }
    found
}

fn apply(text: &Text<'_>, items: &mut [Item], lists: &[List]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for list in lists {
        if items[list.total].role == Role::Plain {
            items[list.total].role = Role::Total;
        }
        for &part in &list.parts {
            items[part].parent = Some(list.total);
            if items[part].role == Role::Plain {
                items[part].role = Role::Part;
            }
        }
        findings.extend(judge(text, items, list));
    }
    findings
}

/// A list claims to be complete when it says so (分别, 按…分) or ends in 其他; more than the total it may never be,
/// unless its parts are channels, which carry the same items.
fn judge(text: &Text<'_>, items: &[Item], list: &List) -> Option<Finding> {
    let grammar = text.lexicon.grammar;
    let total = &items[list.total];
    let residual = list.sum - total.value;
    let exact = total.exact() && list.parts.iter().all(|&part| items[part].exact());
    if residual.is_zero() || !exact || list.parts.len() < 2 || total.role == Role::Other {
        return None;
    }
    let first = &items[*list.parts.first()?];
    let last = &items[*list.parts.last()?];
    let lead = text.slice(total.end.min(first.start), first.start);
    let near = lead.get(lead.rfind('。').map_or(0, |at| at)..).unwrap_or(lead);
    let selects = grammar.selects.within(near);
    // 复议28件、诉讼17件，其中以市政府为被申请人、被告的分别为9件和6件: a part of each.
    let one_of_two = || {
        let before =
            list.total.checked_sub(1).map(|before| &items[before]).filter(|before| before.sentence == total.sentence);
        before.is_some_and(|before| text.slice(before.end, total.start).starts_with(['、', '和', '及', '与']))
    };
    if near.contains("分别") && one_of_two() {
        return None;
    }
    let channels = text.lexicon.channels;
    let named = list.parts.iter().filter(|&&part| text.groups(items[part].clause, items[part].start).any(channels));
    let behind = text.running.text.get(last.end..).unwrap_or_default();
    let ends_open = behind.starts_with('等');
    let last_clause = text.slice(last.clause, last.start);
    // 其他概况类信息617条: one more kind, and not the rest.
    let rest = |end: usize| last_clause[end..].chars().count() <= REST;
    let other = grammar.other.last_end_in(last_clause).is_some_and(rest);
    let complete = other || grammar.complete.within(near) && !selects;
    let doubled = list.parts.iter().find(|&&part| items[part].value == residual);
    // 公开131条，其中网站62条，其中解读3份: parts of a part.
    let nested = || text.slice(total.end.min(first.start), last.start).matches("其中").nth(1).is_some();
    // 主动公开682条，全文电子化682条: the same again.
    let value = |part: usize| items[part].value;
    let again = || list.parts.windows(2).any(|pair| value(pair[0]) == residual && value(pair[1]) == residual);
    if residual > Decimal::ZERO && (nested() || again()) {
        return None;
    }
    // More than the total: one part too many, or a slip; much more is another list.
    let exceeds = residual > Decimal::ZERO && (doubled.is_some() || residual * Decimal::from(5) < total.value);
    if named.count() >= 2 || ends_open && !other || (selects && !other) || !(complete || exceeds) {
        return None;
    }
    // Different measures in a row (培训3次，参加60人次) are no breakdown; the parts' own topic must not be foreign.
    if list.parts.iter().any(|&part| foreign(total, &items[part])) {
        return None;
    }
    let mut finding = Finding::new("NAR-BREAKDOWN")
        .with("sum", list.sum.normalize().to_string())
        .with("count", list.parts.len().to_string())
        .with("label", items[list.total].label(text));
    finding.observed = Some(total.value);
    finding.expected = Some(list.sum);
    finding.residual = Some(residual);
    if let Some(&part) = doubled {
        finding.pattern = Some("part_too_many".into());
        finding = finding.with("part", format!("{}{}", items[part].label(text), items[part].value.normalize()));
    }
    finding.location = text.running.passage(total.start).map(|passage| passage.location);
    Some(finding)
}

fn foreign(total: &Item, part: &Item) -> bool {
    let request = |item: &Item| ["nar_req_total", "nar_req_new", "carried", "pool"].iter().any(|code| item.is(code));
    let dispute = |item: &Item| ["nar_rev_total", "nar_lit_total"].iter().any(|code| item.is(code));
    let published = |item: &Item| matches!(item.topic, Some(Topic::Measure(_))) && !request(item) && !dispute(item);
    request(total) && published(part)
        || published(total) && (request(part) || dispute(part))
        || request(total) && dispute(part)
}
