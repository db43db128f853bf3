//! What reviewers decided: a CSV that the user keeps, by fingerprints of findings.
//!
//! A fingerprint is made of what a finding says about whom: organ and year (the path where these are not known),
//! code, variables, numbers and pattern. It holds no order, no rank and no identifier of a file, so that a
//! decision outlives a new copy of the filing, and it holds the numbers, so that the finding comes back when
//! they change.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;

use fnv::FnvHasher;

use super::Finding;
use crate::script::unguard;
use crate::variable::Variable;

/// What a reviewer made of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is right: the filing is in error.
    Accepted,
    /// It is explained: nothing to be done.
    Dismissed,
}

impl Decision {
    /// The word in the `decision` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Dismissed => "dismissed",
        }
    }
}

/// Stands for a finding in the reviewers' file: the letter x (no spreadsheet takes it for a number) and 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of a finding. `subject` says whom it is about: division, organ and year, or a path.
    /// `code` gives the codes of variables, which outlive their handles.
    pub fn of<'a>(subject: &[&str], finding: &Finding, code: impl Fn(Variable) -> &'a str) -> Self {
        let mut hash = Hash::default();
        for part in subject {
            hash.add(part);
        }
        hash.add(&finding.code);
        hash.add(finding.variable.map_or("", &code));
        for &variable in &finding.related {
            hash.add(code(variable));
        }
        for number in [finding.observed, finding.expected, finding.residual, finding.implied] {
            hash.add(&number.map(|number| number.normalize().to_string()).unwrap_or_default());
        }
        hash.add(finding.pattern.as_deref().unwrap_or_default());
        // Counts of answers and identifiers of other files change without the finding changing.
        for (name, value) in finding.args.iter().filter(|(name, _)| name != "count" && name != "other") {
            hash.add(name);
            hash.add(value);
        }
        Self(hash.0.finish())
    }
}

impl Fingerprint {
    /// Reads a fingerprint; those of earlier versions have no letter in front.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('x').unwrap_or(text);
        (digits.len() == 16).then(|| u64::from_str_radix(digits, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "x{:016x}", self.0)
    }
}

/// FNV-1a over parts that are told apart: the same in every version and on every machine.
#[derive(Default)]
struct Hash(FnvHasher);

impl Hash {
    fn add(&mut self, part: &str) {
        self.0.write(part.as_bytes());
        self.0.write(&[0xff]);
    }
}

/// The decisions of a reviewers' file, and the notes beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    decisions: HashMap<Fingerprint, Decision>,
    notes: HashMap<Fingerprint, String>,
}

/// What is wrong with a line of a reviewers' file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Line, from one; the header is the first.
    pub line: u64,
    /// What stands there.
    pub found: String,
}

impl Reviewed {
    /// All decisions, in the order of their fingerprints.
    pub fn decisions(&self) -> Vec<(Fingerprint, Decision)> {
        let mut all: Vec<_> = self.decisions.iter().map(|(fingerprint, decision)| (*fingerprint, *decision)).collect();
        all.sort_by_key(|(fingerprint, _)| fingerprint.0);
        all
    }

    /// All notes, in the order of their fingerprints.
    pub fn notes(&self) -> Vec<(Fingerprint, &str)> {
        let mut all: Vec<_> = self.notes.iter().map(|(fingerprint, note)| (*fingerprint, note.as_str())).collect();
        all.sort_by_key(|(fingerprint, _)| fingerprint.0);
        all
    }

    /// What a reviewer noted about a finding.
    pub fn note(&self, fingerprint: Fingerprint) -> Option<&str> {
        self.notes.get(&fingerprint).map(String::as_str)
    }

    /// Reads a CSV with a header that has the columns `fingerprint` and `decision` (`accepted` or `dismissed`), and may
    /// have `note`; further columns are the user's own. A later line outweighs an earlier one; an empty decision is
    /// none, an empty note too. Lines that cannot be read are returned and decide nothing.
    pub fn parse(bytes: &[u8]) -> (Self, Vec<BadLine>) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::Headers).from_reader(bytes);
        let headers = reader.byte_headers().cloned().unwrap_or_default();
        let place = |name: &[u8]| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
        let (Some(fingerprint), Some(decision)) = (place(b"fingerprint"), place(b"decision")) else {
            let found = headers.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
            return (Self::default(), vec![BadLine { line: 1, found }]);
        };
        let noted = place(b"note");
        let mut reviewed = Self::default();
        let mut bad = Vec::new();
        for record in reader.byte_records() {
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let field = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_lowercase();
            let (key, word) = (field(fingerprint), field(decision));
            let parsed = Fingerprint::parse(&key);
            let note = noted.map(|at| String::from_utf8_lossy(record.get(at).unwrap_or_default()));
            // As it was written, but for a cell that holds blanks alone.
            if let (Some(key), Some(note)) = (parsed, note.filter(|note| !note.trim().is_empty())) {
                reviewed.notes.insert(key, unguard(&note).to_owned());
            }
            let decided = match word.as_str() {
                "accepted" => Some(Decision::Accepted),
                "dismissed" => Some(Decision::Dismissed),
                "" => continue,
                _ => None,
            };
            match (parsed, decided) {
                (Some(key), Some(decided)) => {
                    reviewed.decisions.insert(key, decided);
                }
                _ => bad.push(BadLine { line, found: format!("{key},{word}") }),
            }
        }
        (reviewed, bad)
    }

    /// What was decided about a finding.
    pub fn decision(&self, fingerprint: Fingerprint) -> Option<Decision> {
        self.decisions.get(&fingerprint).copied()
    }

    /// Number of decisions.
    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn finding(observed: i64) -> Finding {
        let mut finding = Finding::new("REQ-COUNT").about(Variable(3)).with("count", "4");
        finding.observed = Some(observed.into());
        finding
    }

    fn fingerprint(finding: &Finding) -> Fingerprint {
        Fingerprint::of(&["320800", "甲局", "2021"], finding, |_| "req_new_np")
    }

    #[test]
    fn numbers_count_and_order_does_not() {
        let one = fingerprint(&finding(-1));
        let mut same = finding(-1);
        same.observed = Some(Decimal::new(-10, 1));
        same.rank = Some(7);
        same.args[0].1 = "9".to_owned();
        assert_eq!(fingerprint(&same), one);
        assert_ne!(fingerprint(&finding(-2)), one);
        assert_ne!(Fingerprint::of(&["320800", "甲局", "2022"], &finding(-1), |_| "req_new_np"), one);
    }

    #[test]
    fn decisions_are_read() {
        let key = fingerprint(&finding(-1));
        let (reviewed, bad) = Reviewed::parse(
            format!("note,Fingerprint,decision\n看过,{key},dismissed\nx,zz,accepted\ny,{key},perhaps\nz,{key},\n")
                .as_bytes(),
        );
        assert_eq!(reviewed.decision(key), Some(Decision::Dismissed));
        assert_eq!(reviewed.note(key), Some("z"), "the last one; a note needs no decision");
        assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4]);
        let other = fingerprint(&finding(5));
        assert_eq!(reviewed.decision(other), None);
        let (none, bad) = Reviewed::parse(b"a,b\n1,2\n");
        assert!(none.is_empty());
        assert_eq!(bad, [BadLine { line: 1, found: "a,b".to_owned() }]);
    }
}
