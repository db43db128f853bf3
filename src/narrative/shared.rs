//! Numbers that share what stands before them: `A、B和C分别为1件、2件和3件`, `A、B各1件`, and lists of years.

use super::frame::{Frame, Reader};
use super::lexicon::Set;

impl Reader<'_> {
    /// `A、B和C分别为1件、2件和3件` and `A、B各1件`: the words of each of the listed nouns, for each of the numbers in turn.
    /// Empty where the clause is no such list, or does not fit.
    pub(super) fn shared(&self, start: usize, index: usize) -> Vec<Vec<Frame>> {
        let first = &self.list[index];
        let stretch = self.text.slice(start, first.start);
        let each = each(stretch);
        let named = if stretch.contains('别') { stretch.rfind("分别") } else { None };
        let Some(at) = named.or(each) else { return Vec::new() };
        let verb = start + at;
        let from = if at == 0 { self.sentence.start } else { start };
        let names = self.text.slice(from, verb).trim_end_matches('，');
        let mut parts: Vec<(usize, usize)> = Vec::new();
        let mut place = 0;
        for (at, mark) in names.match_indices(['、', '和', '及', '与']).chain([(names.len(), "")]) {
            if at > place {
                parts.push((from + place, from + at));
            }
            place = at + mark.len();
        }
        let follow = self.list[index..].windows(2).take_while(|pair| {
            self.text.slice(pair[0].end, pair[1].start).chars().all(|c| matches!(c, '、' | '，' | '和' | '及' | '与'))
        });
        let numbers = if each.is_some() && !stretch.contains("分别") { 1 } else { follow.count() + 1 };
        let years = self.years(verb);
        let dated = parts.iter().all(|&(from, to)| self.text.slice(from, to).ends_with(['年', '度']));
        if (parts.len() < 2 || dated) && numbers > 1 && years.len() == numbers {
            return self.by_year(start, index, &years);
        }
        if parts.len() < 2 && numbers > 1 {
            return self.by_clause_before((from, verb), start, index, numbers);
        }
        if parts.len() < 2 || numbers != 1 && numbers != parts.len() {
            return Vec::new();
        }
        if numbers == 1 && !(each.is_some() || stretch.contains("均为")) {
            return Vec::new();
        }
        let mut tail = self.field(verb, first.start, Some(self.unit(index)));
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
        let frames: Vec<Vec<Frame>> = if numbers == 1 {
            vec![parts.iter().map(|&part| of(self, part, index)).collect()]
        } else {
            parts.iter().enumerate().map(|(place, &part)| vec![of(self, part, index + place)]).collect()
        };
        frames
    }

    /// 召开了部署会、调度会和培训会，参会人员分别为42人、36人和85人: the nouns stand in the clause before, one for each number.
    fn by_clause_before(
        &self,
        (from, verb): (usize, usize),
        start: usize,
        index: usize,
        numbers: usize,
    ) -> Vec<Vec<Frame>> {
        let before = self.text.slice(self.sentence.start, from).trim_end_matches('，');
        let clause = before.rfind(['，', '；', '：']).map_or(self.sentence.start, |at| self.sentence.start + at);
        let end = self.sentence.start + before.len();
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        let mut place = clause;
        for (at, mark) in self.text.slice(clause, end).match_indices(['、', '和', '及', '与']) {
            cuts.push((place, clause + at));
            place = clause + at + mark.len();
        }
        cuts.push((place, end));
        let Some(nouns) = cuts.len().checked_sub(numbers).map(|first| &cuts[first..]) else { return Vec::new() };
        let unit = Some(self.unit(index));
        let counted = self.field(from, verb, unit);
        let frame = |(place, &(from, to)): (usize, &(usize, usize))| {
            let mut field = counted;
            let noun = self.field(from, to, None);
            field.modifiers.join(noun.head);
            // Who came to a meeting was not trained.
            if counted.head.any(self.known.trainee) && !noun.near.any(self.known.training) {
                (field.head, field.unknown) = (Set::default(), true);
            }
            field.near.join(noun.near);
            field.channels.join(noun.channels);
            let mut frame = self.complete(field, start, index + place, &[]);
            frame.wide = field.near;
            vec![frame]
        };
        nouns.iter().enumerate().map(frame).collect()
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
