//! A user's list of organs (`--organs FILE.csv`): which line does a filing belong to, and which years does a line expect?

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

/// Reads the years of a line: `2019-2023`, `2019 2021`, `2019;2020`, also mixed.
pub fn years(text: &str) -> Vec<u16> {
    let mut years = Vec::new();
    for part in text.split([' ', ',', ';', '，', '；', '、', '|']).filter(|part| !part.is_empty()) {
        let mut ends =
            part.splitn(2, ['-', '–', '—', '~', '至']).map(|end| end.trim().trim_end_matches('年').parse::<u16>());
        match (ends.next(), ends.next()) {
            (Some(Ok(first)), None) => years.push(first),
            (Some(Ok(first)), Some(Ok(last))) if first <= last && last - first <= 100 => years.extend(first..=last),
            _ => {}
        }
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// The line that a filing belongs to: by pattern of path or address (the longest one), else by name and division, else by a
/// name that no other line bears.
pub fn belongs(identity: &Identity, path: &str, url: Option<&str>, list: &[Listed]) -> Option<usize> {
    let patterned = list.iter().enumerate().filter(|(_, line)| {
        !line.pattern.is_empty() && (holds(&line.pattern, path) || url.is_some_and(|url| holds(&line.pattern, url)))
    });
    if let Some((index, _)) = patterned.max_by_key(|(index, line)| (line.pattern.len(), std::cmp::Reverse(*index))) {
        return Some(index);
    }
    let names: Vec<&str> =
        [&identity.organ, &identity.organ_printed].into_iter().flatten().map(String::as_str).collect();
    let same = |line: &Listed| {
        let listed = name::normalize(&line.organ);
        names.iter().any(|name| *name == line.organ || *name == listed)
    };
    let mut found = list.iter().enumerate().filter(|(_, line)| {
        let code = identity.division_code.as_deref().unwrap_or_default();
        same(line) && (line.division.is_empty() || code.is_empty() || line.division == code)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
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
        assert_eq!(years("2019-2021 2023"), [2019, 2020, 2021, 2023]);
        assert_eq!(years("2022年；2020年"), [2020, 2022]);
        assert!(years("每年").is_empty());
    }

    #[test]
    fn lines_are_found_by_pattern_then_name() {
        let list = [
            line("平湖市水利局", "330482", ""),
            line("平湖市财政局", "", "pinghu/*czj"),
            line("信访局", "330482", ""),
            line("信访局", "370303", ""),
        ];
        let of = |organ: &str, code: &str| Identity {
            organ: Some(organ.into()),
            division_code: (!code.is_empty()).then(|| code.into()),
            ..Identity::default()
        };
        assert_eq!(belongs(&of("平湖市水利局", "330482"), "a.html", None, &list), Some(0));
        assert_eq!(belongs(&of("平湖市水利局", "370303"), "a.html", None, &list), None);
        assert_eq!(belongs(&of("别的", ""), "web/pinghu/2022/czj/1.html", None, &list), Some(1));
        assert_eq!(belongs(&of("信访局", "370303"), "", None, &list), Some(3));
        assert_eq!(belongs(&of("信访局", ""), "", None, &list), None);
    }
}
