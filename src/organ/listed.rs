//! A user's list of organs (`--organs FILE.csv`): which line does a filing belong to, and which years does a line expect?

use std::cmp::Reverse;
use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::{Identity, name};

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Full name of the organ.
    pub organ: String,
    /// Division code; empty when the list does not say.
    pub division: String,
    /// Reporting years in which a filing is expected, ascending.
    pub years: Vec<u16>,
    /// Part of a path or of a page's address that belongs to this organ; `*` stands for any characters.
    pub pattern: String,
}

/// Years in which there can be a report on open government information.
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2099;

/// Reads the years of a line: `2019-2023`, `2019 2021`, `2019;2020`, also mixed; `None` for anything else.
pub fn years(text: &str) -> Option<Vec<u16>> {
    let mut years = Vec::new();
    for part in text.split([' ', ',', ';', '，', '；', '、', '|']).filter(|part| !part.is_empty()) {
        let mut ends =
            part.splitn(2, ['-', '–', '—', '~', '至']).map(|end| end.trim().trim_end_matches('年').parse::<u16>());
        match (ends.next(), ends.next()) {
            (Some(Ok(year)), None) if YEARS.contains(&year) => years.push(year),
            (Some(Ok(first)), Some(Ok(last))) if first <= last && YEARS.contains(&first) && YEARS.contains(&last) => {
                years.extend(first..=last);
            }
            _ => return None,
        }
    }
    years.sort_unstable();
    years.dedup();
    Some(years)
}

/// A list that is looked up by name and by pattern, without going through all of it.
#[derive(Debug)]
pub struct List<'a> {
    lines: &'a [Listed],
    /// Lines by their organ as listed and as normalized.
    by_name: HashMap<String, Vec<usize>>,
    /// The longest piece of each pattern; where one occurs, the pattern may hold.
    pieces: Option<AhoCorasick>,
    /// The line of each piece.
    of_piece: Vec<usize>,
    /// Patterns that are tried on every path: those of `*` alone.
    always: Vec<usize>,
}

impl<'a> List<'a> {
    /// Makes the lines ready to be looked up.
    pub fn new(lines: &'a [Listed]) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let (mut pieces, mut of_piece, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (index, line) in lines.iter().enumerate() {
            let normalized = name::normalize(&line.organ);
            if normalized != line.organ {
                by_name.entry(normalized).or_default().push(index);
            }
            by_name.entry(line.organ.clone()).or_default().push(index);
            match line.pattern.split('*').max_by_key(|piece| piece.len()) {
                _ if line.pattern.is_empty() => {}
                Some(piece) if !piece.is_empty() => {
                    pieces.push(piece);
                    of_piece.push(index);
                }
                _ => always.push(index),
            }
        }
        let pieces = if pieces.is_empty() { None } else { AhoCorasick::new(pieces).ok() };
        if pieces.is_none() {
            // Too many for the automaton: each is tried.
            always.append(&mut of_piece);
        }
        Self { lines, by_name, pieces, of_piece, always }
    }

    /// The line that a filing belongs to: by pattern of path or address (the longest one), else by name and division, else
    /// by a name that no other line bears.
    pub fn belongs(&self, identity: &Identity, path: &str, url: Option<&str>) -> Option<&'a Listed> {
        if let Some(index) = self.by_pattern(path, url) {
            return self.lines.get(index);
        }
        let names = [&identity.organ, &identity.organ_printed].into_iter().flatten();
        let mut found: Vec<usize> =
            names.filter_map(|name| self.by_name.get(name.as_str())).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        let code = identity.division_code.as_deref().unwrap_or_default();
        let fits = |line: &&Listed| line.division.is_empty() || code.is_empty() || line.division == code;
        let mut fitting = found.into_iter().filter_map(|index| self.lines.get(index)).filter(fits);
        let first = fitting.next()?;
        // A list may give an organ a line for each year.
        fitting.all(|line| (&line.organ, &line.division) == (&first.organ, &first.division)).then_some(first)
    }

    fn by_pattern(&self, path: &str, url: Option<&str>) -> Option<usize> {
        let texts = || [Some(path), url].into_iter().flatten();
        let mut candidates = self.always.clone();
        if let Some(pieces) = &self.pieces {
            let found = texts().flat_map(|text| pieces.find_overlapping_iter(text));
            candidates.extend(found.map(|found| self.of_piece[found.pattern().as_usize()]));
        }
        let holding =
            candidates.into_iter().filter(|&index| texts().any(|text| holds(&self.lines[index].pattern, text)));
        holding.max_by_key(|&index| (self.lines[index].pattern.len(), Reverse(index)))
    }
}

/// Whether a text has a stretch that the pattern describes.
fn holds(pattern: &str, text: &str) -> bool {
    let mut rest = text;
    pattern.split('*').filter(|piece| !piece.is_empty()).all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(organ: &str, division: &str, pattern: &str) -> Listed {
        Listed { organ: organ.into(), division: division.into(), years: Vec::new(), pattern: pattern.into() }
    }

    #[test]
    fn years_are_read() {
        assert_eq!(years("2019-2021 2023").unwrap(), [2019, 2020, 2021, 2023]);
        assert_eq!(years("2022年；2020年").unwrap(), [2020, 2022]);
        assert_eq!(years(""), Some(Vec::new()));
        for bad in ["每年", "2019-20", "20199", "2023-2019", "2019 x"] {
            assert_eq!(years(bad), None, "{bad}");
        }
    }

    #[test]
    fn lines_are_found_by_pattern_then_name() {
        let list = [
            line("平湖市水利局", "330482", ""),
            line("平湖市财政局", "", "pinghu/*czj"),
            line("信访局", "330482", ""),
            line("信访局", "370303", ""),
            line("嘉兴市财政局", "", "pinghu/*czj/old"),
            line("平湖市水利局", "330483", "sl/*"),
        ];
        let index = List::new(&list);
        let belongs = |identity: Identity, path: &str| {
            let line = index.belongs(&identity, path, None)?;
            list.iter().position(|other| std::ptr::eq(other, line))
        };
        let of = |organ: &str, code: &str| Identity {
            organ: Some(organ.into()),
            division_code: (!code.is_empty()).then(|| code.into()),
            ..Identity::default()
        };
        assert_eq!(belongs(of("平湖市水利局", "330482"), "a.html"), Some(0));
        assert_eq!(belongs(of("平湖市水利局", "370303"), "a.html"), None);
        assert_eq!(belongs(of("别的", ""), "web/pinghu/2022/czj/1.html"), Some(1));
        assert_eq!(belongs(of("信访局", "370303"), ""), Some(3));
        assert_eq!(belongs(of("信访局", ""), ""), None);
        assert_eq!(belongs(of("别的", ""), "pinghu/czj/old/1.html"), Some(4), "the longest pattern");
        assert_eq!(belongs(of("平湖市水利局", ""), ""), None, "two lines bear the name");
        let all = [line("甲局", "", "*")];
        assert!(List::new(&all).belongs(&Identity::default(), "x", None).is_some());
    }
}
