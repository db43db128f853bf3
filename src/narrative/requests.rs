//! Sentences about requests, read as a whole: which number is newly received, which carried in, handled, carried out.
//!
//! The words propose a role for each number; the balance of the form (new + carried in = handled + carried out)
//! disposes: it tells a bare 结转, a 收到 that includes the carried-over ones, and a handled figure that is only a part.

use rust_decimal::Decimal;

use super::Role;
use super::item::Item;
use super::lexicon::lexicon;
use super::measures::Part;
use super::text::Text;
use crate::finding::Finding;

/// The numbers of one statement, as indices of the items.
#[derive(Debug, Default)]
struct Statement {
    new: Vec<usize>,
    carried_in: Option<usize>,
    handled: Vec<usize>,
    carried_out: Option<usize>,
    carried: Option<usize>,
    withdrawn: Option<usize>,
    pool: Option<usize>,
}

/// Settles the roles in every statement, and says where a statement contradicts itself (`NAR-SELF`).
pub(super) fn settle(text: &Text<'_>, items: &mut [Item]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mut statement in statements(text, items) {
        statement.handled.extend(answered_openly(text, items, &statement));
        for at in of_parts(text, items, &statement) {
            statement.handled.retain(|&handled| handled != at);
            items[at].topic = None;
        }
        outcomes_of_parts(items, &statement);
        settle_one(text, items, &statement, &mut findings);
    }
    findings
}

/// A statement goes on to the end of the paragraph, or to the next received figure after something was handled.
fn statements(text: &Text<'_>, items: &[Item]) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut open: Option<(Statement, usize)> = None;
    for (index, item) in items.iter().enumerate() {
        if item.role == Role::Other {
            continue;
        }
        let Some(part) = item.part() else { continue };
        let far = open.as_ref().is_some_and(|(statement, last)| {
            text.slice(items[*last].end, item.start).contains('\n')
                || part == Part::New && !statement.handled.is_empty() && item.sentence != items[*last].sentence
        });
        if far {
            statements.extend(open.take().map(|(statement, _)| statement));
        }
        let (statement, last) = open.get_or_insert_with(|| (Statement::default(), index));
        *last = index;
        match part {
            Part::New => statement.new.push(index),
            Part::CarriedIn => statement.carried_in = statement.carried_in.or(Some(index)),
            Part::Handled => statement.handled.push(index),
            Part::CarriedOut => statement.carried_out = statement.carried_out.or(Some(index)),
            Part::Carried => statement.carried = statement.carried.or(Some(index)),
            Part::Withdrawn => statement.withdrawn = statement.withdrawn.or(Some(index)),
            Part::Pool => statement.pool = statement.pool.or(Some(index)),
        }
    }
    statements.extend(open.map(|(statement, _)| statement));
    statements
}

/// 收到241件，上年结转5件，公开答复240件，结转6件: what balances as all that was answered is no outcome of some.
fn answered_openly(text: &Text<'_>, items: &[Item], statement: &Statement) -> Option<usize> {
    let &new = statement.new.first().filter(|_| statement.handled.is_empty())?;
    let value = |at: Option<usize>| at.map(|at| items[at].value).unwrap_or_default();
    let rest = items[new].value + value(statement.carried_in) - value(statement.carried_out.or(statement.carried));
    let near = (new + 1..items.len()).take(BESIDE).take_while(|&at| items[at].sentence == items[new].sentence);
    let answered = |&at: &usize| {
        let item = &items[at];
        item.frame.verbs.any(lexicon().known.granted)
            && item.frame.own_verbs
            && text.slice(item.clause, item.start).ends_with("答复")
    };
    let carried = statement.carried_in.or(statement.carried_out).or(statement.carried).is_some();
    near.into_iter().find(answered).filter(|&at| carried && items[at].value == rest)
}

/// A part of what was received that balances with the other figures, where the whole does not.
fn balancing_part(items: &[Item], statement: &Statement) -> Option<usize> {
    let (&whole, parts) = statement.new.split_first()?;
    let value = |at: Option<usize>| at.map(|at| items[at].value).unwrap_or_default();
    let (inn, out) = (value(statement.carried_in), value(statement.carried_out.or(statement.carried)));
    let balances = |new: usize| statement.handled.iter().any(|&at| items[new].value + inn == items[at].value + out);
    let own = parts.iter().copied().find(|&part| items[part].parent == Some(whole) && balances(part))?;
    (!balances(whole) && inn + out != Decimal::ZERO).then_some(own)
}

/// Outcomes that add up to a part of what was received are those of the part (全区收到312件，其中区本级收到57件。区本级
/// 受理的申请中，予以公开21件…): none of the whole.
fn outcomes_of_parts(items: &mut [Item], statement: &Statement) {
    let Some((&whole, parts)) = statement.new.split_first() else { return };
    let parts: Vec<Decimal> =
        parts.iter().filter(|&&part| items[part].parent == Some(whole)).map(|&part| items[part].value).collect();
    if parts.is_empty() {
        return;
    }
    let outcome =
        |item: &Item| item.frame.verbs.any(lexicon().outcomes) && item.part().is_none() && item.topic.is_some();
    let first = (whole..items.len()).find(|&at| outcome(&items[at]));
    let Some(first) = first else { return };
    let sentence = items[first].sentence;
    let run: Vec<usize> = (first..items.len())
        .take_while(|&at| items[at].sentence == sentence)
        .filter(|&at| outcome(&items[at]))
        .collect();
    let sum: Decimal = run.iter().map(|&at| items[at].value).sum();
    // 市政府收到的164件中，予以公开35件: the part is named again.
    let before = items[..first].iter().rev().take_while(|item| item.sentence == sentence);
    let named = before.take(BESIDE).any(|item| item.parent.is_none() && parts.contains(&item.value));
    if run.len() > 1 && sum != items[whole].value && (named || parts.contains(&sum)) {
        run.into_iter().for_each(|at| items[at].topic = None);
    }
}

/// Handled figures that belong to a part of what was received (收到5021件，其中厅本级收到742件，办理735件).
fn of_parts(text: &Text<'_>, items: &[Item], statement: &Statement) -> Vec<usize> {
    let Some((&whole, parts)) = statement.new.split_first() else { return Vec::new() };
    let other = |&at: &usize| {
        let part = parts.iter().rev().find(|&&part| part < at && items[part].sentence == items[at].sentence);
        part.is_some_and(|&part| {
            let apart = items[part].sentence != items[whole].sentence && items[part].value < items[whole].value;
            (items[part].parent == Some(whole) || apart && part > whole)
                && items[at].value <= items[part].value
                && !text.own(items[part].clause, items[part].start)
        })
    };
    if statement.carried_in.is_some() {
        return Vec::new();
    }
    statement.handled.iter().copied().filter(other).collect()
}

/// What a statement comes to.
#[derive(Debug, Default)]
struct Reading {
    new: Option<usize>,
    carried_in: Option<usize>,
    handled: Option<usize>,
    carried_out: Option<usize>,
    balanced: bool,
    /// 除8件撤回外，69件答复: the rest is what was handled.
    excepted: bool,
    /// Figures that state no measure: new and carried in together, a part of what was handled.
    dropped: Vec<usize>,
}

fn settle_one(text: &Text<'_>, items: &mut [Item], statement: &Statement, findings: &mut Vec<Finding>) {
    let mut reading =
        Reading { carried_in: statement.carried_in, carried_out: statement.carried_out, ..Reading::default() };
    reading.receive(text, items, statement);
    reading.balance(text, items, statement);
    reading.pool(text, items, statement);
    reading.part(text, items, statement);
    findings.extend(reading.contradiction(text, items));
    reading.assign(items, statement);
}

/// Expressly this year's, without those carried in.
fn fresh(text: &Text<'_>, item: &Item) -> bool {
    item.frame.near.any(text.lexicon.known.fresh)
}

impl Reading {
    fn value(items: &[Item], index: Option<usize>) -> Decimal {
        index.map(|index| items[index].value).unwrap_or_default()
    }

    /// Which of the received figures is the one.
    fn receive(&mut self, text: &Text<'_>, items: &[Item], statement: &Statement) {
        let find = |holds: &dyn Fn(usize) -> bool| statement.new.iter().copied().find(|&at| holds(at));
        self.new = statement.new.first().copied();
        // 全市收到900件。其中，本办收到60件: the organ that reports.
        let own = find(&|at| text.own(items[at].clause, items[at].start));
        // 全系统收到3426件，其中部机关收到684件；共办结671件，结转13件: the part whose figures these are.
        self.new = balancing_part(items, statement).or(own).or(self.new);
        // 共20件，其中上年结转3件、本年新收17件: the 20 is the pool.
        if let [first, second, ..] = statement.new[..]
            && self.new == Some(first)
            && self.carried_in.is_some()
            && !fresh(text, &items[first])
            && items[first].value == items[second].value + Self::value(items, self.carried_in)
        {
            self.dropped.push(first);
            self.new = Some(second);
        }
        // 部门收到88件、乡镇收到34件，全县共收到122件: the total, behind its parts.
        // (84件新收 and 3件结转，合计87件 are the pool.)
        let pooled = |at: usize| {
            let parts = at.saturating_sub(items[at].frame.restates)..at;
            self.carried_in.is_some_and(|inn| parts.contains(&inn))
        };
        let restated = find(&|at| items[at].frame.restates > 0 && !pooled(at))
            .or_else(|| sum_of_those_before(items, &statement.new));
        // 系统升级后新增申请18件。全年申请总量为64件
        let whole = find(&|at| {
            let first = self.new.map(|first| &items[first]);
            let lead = text.slice(items[at].clause, items[at].start);
            text.lexicon.grammar.whole_of.within(lead)
                && first.is_some_and(|first| first.sentence != items[at].sentence && first.value < items[at].value)
        });
        self.new = restated.or(whole).or(self.new);
        self.dropped.extend(
            statement.new.iter().filter(|&&at| Some(at) != self.new && items[at].frame.restates > 0 && pooled(at)),
        );
    }

    /// The handled figure under which the statement balances, else the first; a bare 结转 is in or out, whichever balances.
    fn balance(&mut self, text: &Text<'_>, items: &[Item], statement: &Statement) {
        let balances = |handled: usize, inn: Decimal, out: Decimal| {
            self.new.is_some_and(|new| items[new].value + inn == items[handled].value + out)
        };
        let (inn, out) = (Self::value(items, self.carried_in), Self::value(items, self.carried_out));
        let mut handled = statement.handled.iter().copied().find(|&index| balances(index, inn, out));
        let (mut carried_in, mut carried_out) = (self.carried_in, self.carried_out);
        if let Some(bare) = statement.carried {
            let n = items[bare].value;
            for &index in &statement.handled {
                if handled.is_some() || n.is_zero() {
                    break;
                }
                if carried_in.is_none() && balances(index, n, out) {
                    (handled, carried_in) = (Some(index), Some(bare));
                } else if carried_out.is_none() && balances(index, inn, n) {
                    (handled, carried_out) = (Some(index), Some(bare));
                }
            }
            // 其中上年度结转2件。…其他处理6件，结转3件: the other one.
            let second = statement.carried_in.is_some_and(|inn| inn < bare && !items[inn].value.is_zero());
            // After the handled ones, and with 其余 or 尚有: those left over.
            let clause = text.slice(items[bare].clause, items[bare].start);
            let left = statement.handled.iter().any(|&at| at < bare) && text.lexicon.grammar.left_over.within(clause);
            // 结转的4件已于一季度办完，3件结转至2023年
            let done = carried_in.is_none() && carried_out.is_some_and(|out| out != bare) && {
                let end = text.sentences[items[bare].sentence].end;
                let behind = text.slice(items[bare].end, end).find('，').map_or(end, |at| items[bare].end + at);
                text.groups(items[bare].end, behind).any(text.lexicon.known.answer)
            };
            if done {
                carried_in = Some(bare);
            } else if carried_in != Some(bare) && (second || left) {
                carried_out = carried_out.or(Some(bare));
            }
        }
        self.balanced = handled.is_some();
        // 已办结20件，结转1件: behind what was handled they are those left over.
        if let Some(bare) = statement.carried.filter(|&bare| carried_in != Some(bare) && carried_out.is_none()) {
            let behind = |at: &usize| *at < bare && items[*at].sentence == items[bare].sentence;
            let first = statement.new.iter().all(|&at| at < bare);
            carried_out = (first && statement.handled.iter().any(behind)).then_some(bare);
        }
        (self.carried_in, self.carried_out) = (carried_in, carried_out);
        // 当场答复2件，20日内答复14件，共答复16件: the total, behind its parts.
        let parts = |at: usize| at.saturating_sub(items[at].frame.restates)..at;
        let restated =
            statement.handled.iter().copied().find(|&at| statement.handled.iter().any(|part| parts(at).contains(part)));
        let restated = restated.or_else(|| sum_of_those_before(items, &statement.handled));
        // 处理1717件（含上年结转76件），1646件已答复，71件结转下年: the first is what was to be handled.
        let pooled = match (&statement.handled[..], self.carried_out) {
            ([first, second, ..], Some(out)) if self.new.is_none() && !items[out].value.is_zero() => {
                (items[*first].value == items[*second].value + items[out].value).then_some((*first, *second))
            }
            _ => None,
        };
        self.dropped.extend(pooled.map(|(first, _)| first));
        // 全市办理760件，其中市政府办公室办理51件: the organ that reports, as with what was received.
        let own = || {
            let mut handled = statement.handled.iter().copied();
            handled.find(|&at| self.new.is_none() && text.own(items[at].clause, items[at].start))
        };
        let pooled = pooled.map(|(_, second)| second);
        self.handled = handled.or(restated).or(pooled).or_else(own).or(statement.handled.first().copied());
    }

    /// 收到20件（含上年结转3件）: then 20 is no new figure, unless it balances as one.
    fn pool(&mut self, text: &Text<'_>, items: &[Item], statement: &Statement) {
        let (Some(at), Some(carried)) = (self.new, self.carried_in) else { return };
        if self.balanced || items[carried].value.is_zero() || fresh(text, &items[at]) {
            return;
        }
        let out = Self::value(items, self.carried_out);
        let whole = self.handled.is_some_and(|handled| items[at].value == items[handled].value + out);
        // 收到81件，予以公开63件（含上年结转4件）: what the bracket says is said of the number before it.
        let open = open_text(text.slice(items[at].end, items[carried].start));
        let connector = open.as_str();
        let inside = connector.rfind('（').is_some_and(|open| connector[..open].contains(|c: char| c.is_ascii_digit()));
        let includes = carried > at
            && !inside
            && self.handled.is_none_or(|handled| handled > carried || handled < at)
            && text.lexicon.grammar.includes.within(connector)
            && connector
                .rfind('。')
                .is_none_or(|at| text.lexicon.grammar.includes.start(&connector[at + '。'.len_utf8()..]));
        if whole || includes {
            self.dropped.push(at);
            // 接收且办理申请124宗（含上年结转5宗），…；办结121宗: what was to be handled is no more than that.
            let same = |handled: &usize| items[*handled].start == items[at].start;
            let other = statement.handled.iter().copied().find(|handled| !same(handled));
            if let (Some(handled), Some(other)) = (self.handled.filter(|handled| same(handled)), other) {
                self.dropped.push(handled);
                self.handled = Some(other);
            }
        }
    }

    /// 共受理19件，其中11件办结，8件撤回: 11 is a part of what was handled.
    fn part(&mut self, text: &Text<'_>, items: &[Item], statement: &Statement) {
        let (Some(at), Some(new)) = (self.handled, self.new) else { return };
        if self.dropped.contains(&at) {
            return;
        }
        let (answered, received) = (items[at].value, items[new].value);
        let (inn, out) = (Self::value(items, self.carried_in), Self::value(items, self.carried_out));
        // 收到和办理9件，结转下年2件: what was left over was not handled.
        if at != new && items[at].start == items[new].start && out > inn {
            self.dropped.push(at);
            return;
        }
        let withdrawn = statement.withdrawn.filter(|&withdrawn| {
            items[withdrawn].parent != Some(at) && answered + items[withdrawn].value + out == received + inn
        });
        self.excepted = withdrawn.is_some_and(|withdrawn| items[withdrawn].frame.near.any(text.lexicon.known.except));
        let part = items[at].role == Role::Part && !self.balanced && answered != received;
        let of_new = !self.balanced
            && fresh(text, &items[new])
            && self.carried_in.is_some_and(|inn| answered_apart(text, items, inn, at))
            && self.carried_out.is_some()
            && answered + out == received;
        let apart = !self.balanced && answered_in_parts(text, items, (at, new), (inn, out));
        if apart {
            self.dropped.extend(statement.handled.iter().filter(|&&other| items[other].sentence == items[at].sentence));
            return;
        }
        let rest = received + inn - answered - out;
        let ended = !self.balanced && !self.excepted && ended_otherwise(items, (at, new), rest);
        if withdrawn.is_some() && !self.excepted || of_new || ended || part && complete(items, at) {
            self.dropped.push(at);
        }
    }

    /// `NAR-SELF`, where the figures leave something of the balance.
    fn contradiction(&self, text: &Text<'_>, items: &[Item]) -> Option<Finding> {
        let partial = self.handled.is_some_and(|handled| self.dropped.contains(&handled));
        if self.balanced || self.excepted || partial {
            return None;
        }
        let at = self.new?;
        let residual = residual(items, self, fresh(text, &items[at]))?;
        let show = |index: Option<usize>| {
            index.map_or_else(|| "—".to_owned(), |index| items[index].value.normalize().to_string())
        };
        let mut finding = Finding::new("NAR-SELF")
            .with("new", show(self.new))
            .with("carried_in", show(self.carried_in))
            .with("handled", show(self.handled))
            .with("carried_out", show(self.carried_out));
        finding.residual = Some(residual);
        finding.location = text.running.passage(items[at].start).map(|passage| passage.location);
        Some(finding)
    }

    fn assign(self, items: &mut [Item], statement: &Statement) {
        let settled = self.balanced && self.carried_out.is_some();
        let mut assign = |index: Option<usize>, part: Part, role: Role| {
            let Some(index) = index.filter(|index| !self.dropped.contains(index)) else { return };
            let measure = super::measures().iter().position(|measure| measure.role == Some(part));
            let item = &mut items[index];
            item.topic = measure.map(super::lexicon::Topic::Measure);
            // 共受理办理317件。其中，新收317件，结转0件，办理完成315件，结转下年2件: what balances with those left over says more.
            item.score = item.score.max(10) + i32::from(settled);
            if item.role != Role::Zero {
                item.role = role;
            }
        };
        assign(self.new, Part::New, Role::New);
        assign(self.carried_in, Part::CarriedIn, Role::CarriedIn);
        assign(self.handled, Part::Handled, Role::Handled);
        assign(self.carried_out, Part::CarriedOut, Role::CarriedOut);
        for &at in &self.dropped {
            items[at].topic = None;
        }
        // Further figures of the same kind in one statement are parts or repetitions.
        let others = statement.new.iter().filter(|&&at| Some(at) != self.new);
        for &at in others.chain(statement.handled.iter().filter(|&&at| Some(at) != self.handled)) {
            items[at].score -= 5;
        }
    }
}

/// A stretch without the brackets that are closed in it.
fn open_text(stretch: &str) -> String {
    let mut open = String::with_capacity(stretch.len());
    for c in stretch.chars() {
        match (c, open.rfind('（')) {
            ('）', Some(at)) => open.truncate(at),
            _ => open.push(c),
        }
    }
    open
}

/// 上年结转2件已全部答复。新收17件，已答复15件: what was carried in was answered in a sentence of its own, or before a semicolon,
/// and is in no handled figure.
fn answered_apart(text: &Text<'_>, items: &[Item], carried: usize, handled: usize) -> bool {
    let (start, end) = (items[carried].end, text.sentences[items[carried].sentence].end);
    let end = text.slice(start, end).find('；').map_or(end, |at| start + at);
    text.groups(start, end).any(text.lexicon.known.answer) && items[handled].start > end
}

/// 部门收到190件，办结188件；县区收到440件，办结431件；合计收到630件，办结619件: the one that the two or more before it add up to.
fn sum_of_those_before(items: &[Item], figures: &[usize]) -> Option<usize> {
    let mut sum = items[*figures.first()?].value;
    for (place, &at) in figures.iter().enumerate().skip(1) {
        if place > 1 && items[at].value == sum && !items[at].value.is_zero() {
            return Some(at);
        }
        sum += items[at].value;
    }
    None
}

/// 已按期答复14件，延期答复2件: two ways of answering that make up what was received, neither of them all.
fn answered_in_parts(
    text: &Text<'_>,
    items: &[Item],
    (at, new): (usize, usize),
    (inn, out): (Decimal, Decimal),
) -> bool {
    let known = &text.lexicon.known;
    let (handled, received) = (&items[at], &items[new]);
    let ways = |other: &&Item| {
        other.sentence == handled.sentence
            && other.start != handled.start
            && other.unit == handled.unit
            && other.frame.own_verbs
            && (other.frame.verbs.any(known.answer) || other.frame.verbs.any(known.late_answer))
    };
    let meets = |sum: Decimal| {
        let whole = sum + out - inn;
        received.low.is_none_or(|low| whole >= low) && received.high.is_none_or(|high| whole <= high)
    };
    let near = items[..at].iter().rev().take(BESIDE).chain(items[at + 1..].iter().take(BESIDE));
    handled.value < received.value && near.filter(ways).any(|other| meets(handled.value + other.value))
}

/// 收到7件，6件已按期答复，1件逾期未补正: the rest ended in another way, so that what was answered is not all that was handled.
fn ended_otherwise(items: &[Item], (at, new): (usize, usize), rest: Decimal) -> bool {
    let known = &lexicon().known;
    let carried = |item: &Item| item.frame.near.any(known.carry) || item.frame.verbs.any(known.pending);
    let ended = |item: &Item| {
        let verbs = item.frame.verbs;
        let other = verbs.any(lexicon().outcomes) || verbs.any(known.process) && !verbs.any(known.handle);
        item.frame.own_verbs && other && !carried(item)
    };
    let behind = items[at + 1..].iter().take(BESIDE).take_while(|item| item.sentence == items[at].sentence);
    let own = items[at].sentence == items[new].sentence && rest > Decimal::ZERO;
    let mut sum = Decimal::ZERO;
    let mut ends = behind.take_while(|item| item.parent != Some(at) && ended(item));
    own && ends.any(|item| {
        sum += item.value;
        sum == rest
    })
}

/// So many numbers before and behind are looked at for another way of answering.
const BESIDE: usize = 4;

/// Whether the parts beside this one add up to their total.
fn complete(items: &[Item], at: usize) -> bool {
    let Some(total) = items[at].parent else { return false };
    let beside = items[total..].iter().take_while(|item| item.sentence <= items[at].sentence);
    let carried = |item: &Item| matches!(item.part(), Some(Part::CarriedIn | Part::CarriedOut | Part::Carried));
    let sum: Decimal = beside.filter(|item| item.parent == Some(total) && !carried(item)).map(|item| item.value).sum();
    sum == items[total].value
}

/// What is left of the balance in the reading that leaves least, if the statement gives enough to judge by: received
/// and handled, and one of the carried figures, all exact. 收到 is read with and without the carried-over ones.
fn residual(items: &[Item], reading: &Reading, fresh: bool) -> Option<Decimal> {
    let (received, answered) = (&items[reading.new?], &items[reading.handled?]);
    let (carried_in, carried_out) = (reading.carried_in, reading.carried_out);
    let (inn, out) = (carried_in.map(|at| &items[at]), carried_out.map(|at| &items[at]));
    if inn.is_none() && out.is_none() {
        return None;
    }
    let exact = [Some(received), Some(answered), inn, out].into_iter().flatten().all(Item::exact);
    let amount = |item: Option<&Item>| item.map_or(Decimal::ZERO, |item| item.value);
    let with = received.value + amount(inn) - answered.value - amount(out);
    let without = received.value - answered.value - amount(out);
    // Without one of the carried figures the other may make up for it: only the sign can be wrong then.
    let open = match (inn, out) {
        (Some(_), Some(_)) => false,
        (None, _) => with < Decimal::ZERO,
        (_, None) => with > Decimal::ZERO,
    };
    // 新收 says that the carried-over ones are not in it.
    let smallest = if fresh || with.abs() <= without.abs() { with } else { without };
    (exact && !open && !smallest.is_zero()).then_some(smallest)
}
