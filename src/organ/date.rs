//! Dates and years in a report: the reporting period, the day of publication, and the vote on the reporting year.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::title::year_of;

/// A day that the calendar has, of a year and the texts of month and day.
fn date(year: u16, month: &str, day: &str) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(20[0-9]{2})[年.]([0-9]{1,2})[月.]([0-9]{1,2})日?(?:起)?(?:至|到|—|-|－|～|~|–)+(?:(20[0-9]{2})[年.])?([0-9]{1,2})[月.]([0-9]{1,2})",
    )
    .expect("the pattern is well formed")
});

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(20[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})").expect("the pattern is well formed")
});

static CHINESE_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(二[〇○零ＯO0][一二三四五六七八九〇○零]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
    )
    .expect("the pattern is well formed")
});

/// First reporting period stated in a text (without blanks); one that spans years or months is taken as stated.
pub(super) fn period(text: &str) -> Option<(Date, Date)> {
    let captures = PERIOD.captures(text)?;
    let part = |index: usize| captures.get(index).map_or("", |part| part.as_str());
    let year = year_of(part(1))?;
    let start = date(year, part(2), part(3))?;
    let end = date(year_of(part(4)).unwrap_or(year), part(5), part(6))?;
    (end > start).then_some((start, end))
}

/// First day stated in a text.
pub(super) fn day(text: &str) -> Option<Date> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() || *c == ' ').collect();
    let compact: String = if text.contains('年') { text.replace(' ', "") } else { text };
    let arabic = DAY.captures(&compact).and_then(|captures| day_of(&captures));
    arabic.or_else(|| {
        let captures = CHINESE_DAY.captures(&compact)?;
        let year = year_of(captures.get(1)?.as_str())?;
        date(year, &numeral(captures.get(2)?.as_str())?, &numeral(captures.get(3)?.as_str())?)
    })
}

fn day_of(captures: &Captures<'_>) -> Option<Date> {
    date(year_of(captures.get(1)?.as_str())?, captures.get(2)?.as_str(), captures.get(3)?.as_str())
}

/// 一 to 三十一.
fn numeral(text: &str) -> Option<String> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at + 1);
    let (tens, ones) = match text.find('十') {
        None => (0, text.chars().next().and_then(digit)?),
        Some(at) => {
            let tens = text[..at].chars().next().map_or(Some(1), digit)?;
            (tens, text[at + '十'.len_utf8()..].chars().next().map_or(Some(0), digit)?)
        }
    };
    Some((tens * 10 + ones).to_string())
}

/// Whether a line is a date and nothing else, as under a signature.
pub(super) fn is_date_line(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).take(15).collect();
    line.chars().count() <= 14
        && day(&line).is_some()
        && line.ends_with(['日', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
}

/// One voice on the reporting year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vote {
    pub year: u16,
    pub weight: u8,
    /// Where it is said, for the finding.
    pub place: &'static str,
}

/// The year with most weight; of equal ones the one named first.
pub(super) fn elect(votes: &[Vote]) -> Option<Vote> {
    let weight =
        |year: u16| votes.iter().filter(|vote| vote.year == year).map(|vote| u32::from(vote.weight)).sum::<u32>();
    let mut best: Option<(u32, Vote)> = None;
    for vote in votes {
        let weight = weight(vote.year);
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, *vote));
        }
    }
    best.map(|(_, vote)| vote)
}

/// Years written in a path or file name.
pub(super) fn years_in(text: &str) -> Vec<u16> {
    let bytes = text.as_bytes();
    let mut years = Vec::new();
    for start in 0..bytes.len().saturating_sub(3) {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let apart = start == 0 || !digit(start - 1);
        if apart && (start..start + 4).all(digit) && !digit(start + 4) {
            years.extend(text.get(start..start + 4).and_then(year_of));
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let cases = [
            ("2021年1月29日", Some("2021-01-29")),
            ("发布时间：2015-01-02 00:00", Some("2015-01-02")),
            ("二〇二一年十二月三十一日", Some("2021-12-31")),
            ("二○二二年一月十日", Some("2022-01-10")),
            ("2021 年 1 月 9 日", Some("2021-01-09")),
            ("2021年13月1日", None),
            ("2021年2月29日", None),
            ("电话 0512-6398", None),
        ];
        for (text, expected) in cases {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn periods() {
        let show = |text: &str| period(text).map(|(start, end)| format!("{start} {end}"));
        assert_eq!(show("自2020年1月1日起至2020年12月31日止").as_deref(), Some("2020-01-01 2020-12-31"));
        assert_eq!(show("从2019年1月1日到12月31日止").as_deref(), Some("2019-01-01 2019-12-31"));
        assert_eq!(show("（2021.1.1—2021.12.31）").as_deref(), Some("2021-01-01 2021-12-31"));
        assert_eq!(show("2020年1月1日印发"), None);
    }

    #[test]
    fn the_heavier_side_wins_and_the_first_of_equals() {
        let vote = |year, weight, place| Vote { year, weight, place };
        let votes = [vote(2019, 4, "period"), vote(2020, 3, "title"), vote(2020, 2, "body")];
        assert_eq!(elect(&votes).map(|vote| vote.year), Some(2020));
        assert_eq!(elect(&[vote(2021, 3, "title"), vote(2022, 3, "period")]).map(|vote| vote.year), Some(2021));
        assert_eq!(elect(&[]), None);
    }
}
