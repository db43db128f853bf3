//! Numbers that share what stands before them: `A、B和C分别为1件、2件和3件`, `A、B各1件`, and lists of years.

use super::frame::{BREAKS, Frame, Reader};
use super::lexicon::{Set, Token};

/// The stretches of a list, as places in the text that it is found at.
fn listed(names: &str, from: usize) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut place = 0;
    for (at, mark) in names.match_indices(['、', '和', '及', '与']).chain([(names.len(), "")]) {
        if at > place {
            parts.push((from + place, from + at));
        }
        place = at + mark.len();
    }
    parts
}

/// So many clauses back the accounts may stand.
const CLAUSES: usize = 4;

impl Reader<'_> {
    /// `A、B和C分别为1件、2件和3件` and `A、B各1件`: the words of each of the listed nouns, for each of the numbers in turn.
    /// Empty where the clause is no such list, or does not fit.
    pub(super) fn shared(&self, start: usize, index: usize) -> Vec<Vec<Frame>> {
        let first = &self.list[index];
        let stretch = self.text.slice(start, first.start);
        let each = each(stretch);
        let named = if stretch.contains('别') { stretch.rfind("分别") } else { None };
        let neither = first.value.is_zero() && self.disputes(start, first.start);
        let Some(at) = named.or(each).or(neither.then_some(stretch.len())) else { return Vec::new() };
        let verb = start + at;
        let from = if at == 0 { self.sentence.start } else { start };
        let names = self.text.slice(from, verb).trim_end_matches('，');
        let mut parts = listed(names, from);
        let mut said = verb;
        if let Some((both, end)) = self.beside_each_other(&parts) {
            (parts, said) = (both, end);
        }
        let follow = self.list[index..].windows(2).take_while(|pair| {
            self.text.slice(pair[0].end, pair[1].start).chars().all(|c| matches!(c, '、' | '，' | '和' | '及' | '与'))
        });
        let one = (each.is_some() || neither) && named.is_none();
        let numbers = if one { 1 } else { follow.count() + 1 };
        let years = self.years(verb);
        let dated = parts.iter().all(|&(from, to)| self.text.slice(from, to).ends_with(['年', '度']));
        if (parts.len() < 2 || dated) && numbers > 1 && years.len() == numbers {
            return self.by_year(start, index, &years);
        }
        if parts.len() < 2 && numbers > 1 {
            return self.by_clause_before(from, start, index, numbers);
        }
        if parts.len() < 2 || numbers != 1 && numbers != parts.len() {
            return Vec::new();
        }
        // 网站、微信公众号分别发布500余条: each.
        let account = |&(from, to): &(usize, usize)| self.text.groups(from, to).any(self.lexicon.channels);
        if numbers == 1 && !(each.is_some() || neither || stretch.contains("均为") || parts.iter().all(account)) {
            return Vec::new();
        }
        let mut tail = self.field(said, self.list[index].start, Some(self.unit(index)));
        // 通过当面、信函、网络等方式收到申请分别为: what follows 等方式 is said of all of them.
        if let Some((from, to)) = parts.last_mut()
            && let Some(at) = self.text.slice(*from, *to).find('等').filter(|&at| at > 0)
        {
            let common = self.field(*from + at, *to, Some(self.unit(index)));
            tail.verbs.join(common.verbs);
            if tail.head.is_empty() {
                tail.head = common.head;
            }
            *to = *from + at;
        }
        // 微信、微博粉丝数分别为3万、2万: the noun stands behind the last of the accounts.
        let named = |&(from, to): &(usize, usize)| self.field(from, to, Some(self.unit(index)));
        if tail.head.is_empty() && parts.iter().all(account) {
            let last = parts.last().map(named).unwrap_or_default();
            (tail.head, tail.unknown) = (last.head, tail.unknown && last.head.is_empty());
            // 通过官网、微信、微博三个平台发布信息，分别为248条、316条、1027条
            tail.verbs = if tail.verbs.is_empty() { last.verbs } else { tail.verbs };
        }
        // 县教育局、县住建局分别收到: the figures of several organs are none of the one that reports.
        let organ = |&(from, to): &(usize, usize)| {
            let named = self.lexicon.grammar.organ.end(self.text.slice(from, to));
            named && self.text.words_in(from, to).all(|word| word.end < to)
        };
        let elsewhere = parts[..parts.len() - 1].iter().all(organ);
        let of = |reader: &Self, (from, to): (usize, usize), index: usize| {
            let mut field = reader.field(from, to, Some(reader.unit(index)));
            if elsewhere {
                field.near.join(reader.known.elsewhere);
            }
            if field.head.is_empty() && !field.aside {
                field.head = tail.head;
                field.unknown = tail.unknown && !tail.head.is_empty();
            }
            field.verbs.join(tail.verbs);
            field.near.join(tail.near);
            let mut frame = reader.complete(field, start, index, &[]);
            frame.start = from;
            frame
        };
        if numbers == 1 {
            vec![parts.iter().map(|&part| of(self, part, index)).collect()]
        } else {
            parts.iter().enumerate().map(|(place, &part)| vec![of(self, part, index + place)]).collect()
        }
    }

    /// 行政复议、行政诉讼案件: both kinds of dispute.
    fn disputes(&self, start: usize, end: usize) -> bool {
        let words = self.text.groups(start, end);
        words.any(self.known.review) && words.any(self.known.suit)
    }

    /// 政务微博微信公开信息分别为612条和407条: two accounts with nothing between.
    fn beside_each_other(&self, parts: &[(usize, usize)]) -> Option<(Vec<(usize, usize)>, usize)> {
        let &[(from, to)] = parts else { return None };
        let account = |word: &&Token| word.set.any(self.known.wechat) || word.set.any(self.known.weibo);
        match self.text.words_in(from, to).filter(account).collect::<Vec<_>>()[..] {
            [first, second] if first.end == second.start => {
                Some((vec![(from, first.end), (second.start, second.end)], second.end))
            }
            _ => None,
        }
    }

    /// 召开了部署会、调度会和培训会，参会人员分别为42人、36人和85人: the nouns stand in the clause before, one for each number.
    fn by_clause_before(&self, from: usize, start: usize, index: usize, numbers: usize) -> Vec<Vec<Frame>> {
        let Some(nouns) = self.nouns_before(from, index, numbers) else { return Vec::new() };
        let unit = Some(self.unit(index));
        let counted = self.field(from, self.list[index].start, unit);
        let channels = |&(from, to): &(usize, usize)| self.text.groups(from, to).any(self.lexicon.channels);
        let channels = nouns.iter().all(channels);
        let frame = |(place, &(from, to)): (usize, &(usize, usize))| {
            let mut field = counted;
            let noun = self.field(from, to, None);
            field.channels.join(noun.channels);
            // 公众号和微博各1个，分别发布信息412条、730条: where it was published, and nothing else.
            if !channels {
                field.modifiers.join(noun.head);
                // Who came to a meeting was not trained.
                if counted.head.any(self.known.trainee) && !noun.near.any(self.known.training) {
                    (field.head, field.unknown) = (Set::default(), true);
                }
                field.near.join(noun.near);
            }
            let mut frame = self.complete(field, start, index + place, &[]);
            frame.wide = field.near;
            vec![frame]
        };
        nouns.iter().enumerate().map(frame).collect()
    }

    /// The stretches of the clause before, one for each number, or of one further back that names as many accounts
    /// (“甲”公众号、“乙”微博共2个账号，全年分别发布信息820条、1306条，粉丝分别为2万人、5万人).
    fn nouns_before(&self, from: usize, index: usize, numbers: usize) -> Option<Vec<(usize, usize)>> {
        let mut end = from;
        for back in 0..CLAUSES {
            let before = self.text.slice(self.sentence.start, end).trim_end_matches(BREAKS);
            end = self.sentence.start + before.len();
            let start = before.rfind(BREAKS).map_or(self.sentence.start, |at| {
                self.sentence.start + at + before[at..].chars().next().map_or(0, char::len_utf8)
            });
            // 微信公众号和官方微博各1个, 微信、微博粉丝数分别为3万、2万: the nouns end where they are counted.
            let number = self.list[..index].iter().find(|counted| counted.start >= start && counted.start < end);
            let told = number.map_or(end, |number| {
                self.text.slice(start, number.start).find("分别").map_or(number.start, |at| start + at)
            });
            let mut cuts: Vec<(usize, usize)> = Vec::new();
            let mut place = start;
            for (at, mark) in self.text.slice(start, told).match_indices(['、', '和', '及', '与']) {
                cuts.push((place, start + at));
                place = start + at + mark.len();
            }
            cuts.push((place, told));
            let accounts = |&(from, to): &(usize, usize)| self.text.groups(from, to).any(self.lexicon.channels);
            if let Some(first) = cuts.len().checked_sub(numbers)
                && (back == 0 || cuts[first..].iter().all(accounts))
            {
                return Some(cuts.split_off(first));
            }
            if start == self.sentence.start {
                break;
            }
            end = start;
        }
        None
    }

    /// The years before 分别, one by one: 2020年、2021年, or 2020年至2022年.
    fn years(&self, verb: usize) -> Vec<u16> {
        let stated: Vec<(usize, u16)> = super::time::years(self.text, self.sentence.start, verb).collect();
        let [(from, first), (to, last)] = stated[..] else { return stated.into_iter().map(|(_, year)| year).collect() };
        let between = self.text.slice(from + "2020年".len(), to);
        let range = matches!(between, "至" | "到" | "-" | "—" | "－" | "~" | "～") && first < last;
        if range { (first..=last).collect() } else { vec![first, last] }
    }

    /// 2020年、2021年、2022年分别收到申请21件、18件和25件.
    fn by_year(&self, start: usize, index: usize, years: &[u16]) -> Vec<Vec<Frame>> {
        let mut field = self.field(start, self.list[index].start, Some(self.unit(index)));
        // The years before are those of the numbers, and no word of what was carried over.
        field.near = field.near.without(self.known.last).without(self.known.next);
        let frame = |(place, year): (usize, &u16)| {
            vec![Frame { year: Some(*year), ..self.complete(field, start, index + place, &[]) }]
        };
        years.iter().enumerate().map(frame).collect()
    }
}

/// Longest verb between 各 and its number, in characters.
const EACH: usize = 6;

/// 各3件, 各发布信息3条, 均为0件; not 各类, 各部门.
fn each(stretch: &str) -> Option<usize> {
    if stretch.ends_with("均为") {
        return stretch.len().checked_sub("均为".len());
    }
    let at = stretch.rfind('各')?;
    let behind = &stretch[at + '各'.len_utf8()..];
    let short = behind.chars().count() <= EACH;
    let other = behind.starts_with(['类', '项', '级', '部', '单', '种', '地', '县', '区', '镇', '乡']);
    (short && !other).then_some(at)
}
