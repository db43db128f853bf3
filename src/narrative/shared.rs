//! Numbers that share what stands before them: `A、B和C分别为1件、2件和3件`, `A、B各1件`, and lists of years.

use super::frame::{Frame, Reader};

impl Reader<'_> {
    /// `A、B和C分别为1件、2件和3件` and `A、B各1件`: the words of each of the listed nouns, for each of the numbers in turn.
    /// Empty where the clause is no such list, or does not fit.
    pub(super) fn shared(&self, start: usize, index: usize) -> Vec<Vec<Frame>> {
        let first = &self.list[index];
        let stretch = self.text.slice(start, first.start);
        let each = each(stretch);
        let Some(at) = stretch.rfind("分别").or(each) else { return Vec::new() };
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
        let years: Vec<u16> = super::time::years(self.text, self.sentence.start, verb).map(|(_, year)| year).collect();
        if parts.len() < 2 && numbers > 1 && years.len() == numbers {
            return self.by_year(start, index, &years);
        }
        if parts.len() < 2 || numbers != 1 && numbers != parts.len() {
            return Vec::new();
        }
        if numbers == 1 && !(each.is_some() || stretch.contains("均为")) {
            return Vec::new();
        }
        let tail = self.field(verb, first.start, Some(self.unit(index)));
        let of = |reader: &Self, (from, to): (usize, usize), index: usize| {
            let mut field = reader.field(from, to, Some(reader.unit(index)));
            if field.head.is_empty() {
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

    /// 2020年、2021年、2022年分别收到申请21件、18件和25件.
    fn by_year(&self, start: usize, index: usize, years: &[u16]) -> Vec<Vec<Frame>> {
        let field = self.field(start, self.list[index].start, Some(self.unit(index)));
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
