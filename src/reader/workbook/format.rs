//! Formats of cells as far as they take something away from what is seen: text struck through as a whole, without colour
//! or size, and codes of numbers (ECMA-376 part 1, 18.8.31) that show nothing (`;;;`, `0;-0;`), nothing for zero (`#`), or
//! another number than the one that is stored.

/// What a cell's format does.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct CellFormat {
    pub struck: bool,
    /// White on a ground that nothing paints, or too small to be seen.
    pub unseen: bool,
    /// A ground is painted behind the text.
    pub painted: bool,
    /// Its text has a colour of its own, or a code, which counts before those of conditions that come after.
    pub inked: bool,
    /// Its font draws signs in place of digits.
    pub signs: bool,
    pub shows: Shows,
}

impl CellFormat {
    pub fn is_plain(self) -> bool {
        Self { painted: false, inked: false, ..self } == Self::default()
    }

    /// The same where a condition holds that gives it another look.
    pub fn under(self, look: Self) -> Self {
        Self {
            // White on a ground of the cell's own is seen.
            unseen: match look.inked {
                true => look.unseen && (look.painted || !self.painted),
                // What is white is seen on the ground of the condition.
                false => self.unseen && !look.painted || look.unseen,
            },
            struck: self.struck || look.struck,
            shows: if look.shows == Shows::default() { self.shows } else { look.shows },
            painted: self.painted || look.painted,
            inked: self.inked || look.inked,
            signs: self.signs || look.signs,
        }
    }

    /// What is seen of a value so formatted.
    pub fn sight(self, text: &str, number: bool) -> Sight {
        if self.unseen {
            return Sight::Nothing;
        }
        let part = match text.parse::<f64>() {
            Ok(value) if number => self.shows.of_number(value),
            _ if self.shows.texts_too => Sight::Nothing,
            _ => Sight::Whole,
        };
        if part == Sight::White && self.painted { Sight::Whole } else { part }
    }
}

/// What is seen of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sight {
    #[default]
    Whole,
    /// All of it but a zero: `#`.
    NoZero,
    Nothing,
    /// It is white.
    White,
    /// Digits that are not its own, or by the thousand or in the hundred: `0"0"`, `0,`, `"无"`, `0%`.
    Otherwise,
    /// A day or a time, or digits of its own before it, for zero as well: `yyyy`, `"1"0`.
    Date,
}

/// What a condition of a section asks of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Test {
    Equal(f64),
    Not(f64),
    Less(f64),
    LessOrEqual(f64),
    Greater(f64),
    GreaterOrEqual(f64),
}

impl Test {
    /// `=0`, `<>1`, `>=5`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        type Make = fn(f64) -> Test;
        let marks: [(&str, Make); 8] = [
            ("<>", Self::Not),
            ("!=", Self::Not),
            ("<=", Self::LessOrEqual),
            (">=", Self::GreaterOrEqual),
            ("==", Self::Equal),
            ("<", Self::Less),
            (">", Self::Greater),
            ("=", Self::Equal),
        ];
        let (rest, test) = marks.into_iter().find_map(|(mark, test)| Some((text.strip_prefix(mark)?, test)))?;
        Some(test(rest.trim().parse().ok()?))
    }

    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Equal(other) => value == other,
            Self::Not(other) => value != other,
            Self::Less(other) => value < other,
            Self::LessOrEqual(other) => value <= other,
            Self::Greater(other) => value > other,
            Self::GreaterOrEqual(other) => value >= other,
        }
    }
}

/// What a number format leaves to be seen: up to three sections, the condition of each but the last, and whether it takes
/// texts away as well.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Shows {
    sections: [Sight; 3],
    tests: [Option<Test>; 2],
    texts_too: bool,
}

impl Shows {
    /// By the code of the format.
    pub fn of(code: &str) -> Self {
        let sections = sections(code);
        let numbers = &sections[..sections.len().min(3)];
        let only = numbers.len() == 1;
        let parts: Vec<Sight> = numbers.iter().map(|section| part(section, only)).collect();
        let test = |at: usize| numbers.get(at).and_then(|section| condition(section));
        let at = |index: usize| parts.get(index).copied().unwrap_or_default();
        let conditional = test(0).is_some() || test(1).is_some();
        let texts_too = sections.len() > 3 && part(sections[3], false) == Sight::Nothing;
        let (sections, tests) = match (parts.len(), conditional) {
            (0 | 1, _) => ([at(0); 3], [None; 2]),
            (2, false) => ([at(1), at(0), at(0)], [Some(Test::Less(0.0)), None]),
            (2, true) => ([at(0), at(1), at(1)], [test(0), None]),
            _ => ([at(0), at(1), at(2)], [test(0).or(Some(Test::Greater(0.0))), test(1).or(Some(Test::Less(0.0)))]),
        };
        Self { sections, tests, texts_too }
    }

    /// One of the codes that have numbers (18.8.30): of those, per cent, dates and times show another number.
    pub fn numbered(number: u16) -> Self {
        match number {
            9 | 10 => Self::always(Sight::Otherwise),
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::always(Sight::Date),
            _ => Self::default(),
        }
    }

    /// The same for every number.
    pub fn always(part: Sight) -> Self {
        Self { sections: [part; 3], ..Self::default() }
    }

    /// One part where a condition holds, and others otherwise.
    pub fn unless(mut self, test: Test, part: Sight) -> Self {
        self.sections = [part, self.sections[0], self.sections[1]];
        self.tests = [Some(test), self.tests[0]];
        self
    }

    fn of_number(self, value: f64) -> Sight {
        let section = self.tests.iter().position(|test| test.is_some_and(|test| test.holds(value)));
        // Where there is one condition, the section behind it stands for the rest.
        let rest = if self.tests[1].is_some() { 2 } else { usize::from(self.tests[0].is_some()) };
        match self.sections[section.unwrap_or(rest)] {
            Sight::NoZero if value == 0.0 => Sight::Nothing,
            Sight::NoZero => Sight::Whole,
            // A dash or a word that stands for nothing stands for it.
            Sight::Otherwise if value == 0.0 => Sight::Whole,
            part => part,
        }
    }
}

/// The sections of a code; a semicolon in quotes or behind an escape ends none.
fn sections(code: &str) -> Vec<&str> {
    let (mut found, mut from) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '!' if !quoted => escaped = true,
            ';' if !quoted => {
                found.push(&code[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&code[from..]);
    found
}

/// The condition of a section: `[>=100]`.
fn condition(section: &str) -> Option<Test> {
    section.split('[').skip(1).find_map(|rest| Test::parse(rest.split(']').next()?))
}

/// What a section (18.8.31) shows. `only`: there is no other, and a blank one is General.
fn part(section: &str, only: bool) -> Sight {
    let mut rest = section.chars().peekable();
    let (mut placeholders, mut zeros, mut literal, mut digits, mut scaled) = (0, false, false, false, false);
    let (mut white, mut quoted, mut spaced, mut other) = (false, false, false, false);
    while let Some(c) = rest.next() {
        match c {
            // A colour, a condition, a calendar or system of digits.
            '[' => {
                let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                white |= inside.eq_ignore_ascii_case("white") || inside.eq_ignore_ascii_case("color2");
                // Hours, minutes or seconds that have passed.
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return Sight::Date;
                }
            }
            '"' => {
                quoted = true;
                for inside in rest.by_ref().take_while(|c| *c != '"') {
                    (literal, digits) = (literal || !inside.is_whitespace(), digits || inside.is_ascii_digit());
                    other |= matches!(inside, '1'..='9');
                }
            }
            '\\' | '!' => {
                let next = rest.next().unwrap_or_default();
                // A point that is written where none is counted.
                digits |= next.is_ascii_digit() || next == '.';
                other |= matches!(next, '1'..='9');
                literal |= !next.is_whitespace();
                spaced |= next.is_whitespace();
            }
            '_' | '*' => {
                rest.next();
                spaced = true;
            }
            '0' => (placeholders, zeros, scaled) = (placeholders + 1, true, false),
            '#' | '?' => (placeholders, scaled) = (placeholders + 1, false),
            ',' => scaled = placeholders > 0,
            '%' => scaled = true,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'b' | 'B' => return Sight::Date,
            // A year, unless it is an exponent.
            'e' if placeholders == 0 => return Sight::Date,
            // General, texts and fractions are let be.
            '@' | '/' | 'a'..='z' | 'A'..='Z' => return if white { Sight::White } else { Sight::Whole },
            c if c.is_whitespace() => {}
            '.' | '-' | '+' if placeholders > 0 || rest.peek().is_some_and(|next| matches!(next, '0' | '#' | '?')) => {}
            _ => literal = true,
        }
    }
    if placeholders == 0 && !literal {
        return if only && !quoted && !spaced { Sight::Whole } else { Sight::Nothing };
    }
    if placeholders > 0 && other {
        // A zero beside it is none either.
        Sight::Date
    } else if placeholders == 0 || digits || scaled {
        Sight::Otherwise
    } else if white {
        Sight::White
    } else if !zeros && !literal {
        Sight::NoZero
    } else {
        Sight::Whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen of 5, -5, 0 and a word.
    fn seen(code: &str) -> [Sight; 4] {
        let format = CellFormat { shows: Shows::of(code), ..CellFormat::default() };
        ["5", "-5", "0", "规章"].map(|text| format.sight(text, text != "规章"))
    }

    #[test]
    fn codes_that_show_nothing() {
        use Sight::{Date as D, Nothing as N, Otherwise as O, White as P, Whole as W};
        for code in [";;;", " ; ;;", "\"\";\"\";\"\";\"\"", "[Red];;;", "[White] ;[>9];;"] {
            assert_eq!(seen(code), [N; 4], "{code}");
        }
        assert_eq!((seen("_0"), seen("* "), seen("\\ ")), ([N, N, N, W], [N, N, N, W], [N, N, N, W]));
        // Numbers that are written as texts are texts.
        assert_eq!(CellFormat { shows: Shows::of("0;0;0;"), ..CellFormat::default() }.sight("5", false), N);
        for code in [";;", ";", "\"\";\"\"", "\"\"", ";;;@"] {
            assert_eq!(seen(code), [N, N, N, W], "{code}");
        }
        for code in ["0,", "#,##0,", "0!.0,", "0\"0\"", "\"无\"", "[Red]0,,", "0%", "0.00%"] {
            assert_eq!(seen(code), [O, O, W, W], "{code}");
        }
        for code in ["yyyy\"年\"m\"月\"", "m/d", "[h]:mm", "e", "aaaa", "[$-804]dddd", "\\10", "\"1\"0", "0\"/5\""] {
            assert_eq!(seen(code), [D, D, D, W], "{code}");
        }
        for code in ["0;-0;", "0;-0;;@", "0;-0;\"\"", "[=0]\"\";0", "[=0]\"\";General", "[>0]0;[<0]-0;", "#", "#,###"] {
            assert_eq!(seen(code), [W, W, N, W], "{code}");
        }
        assert_eq!(seen("0;;0"), [W, N, W, W]);
        assert_eq!(seen("[White]0;[Red]-0;[White]0"), [P, W, P, W]);
        assert_eq!(seen("[>3]\"多\";0"), [O, W, W, W]);
        for code in [
            "0.00",
            "_(* #,##0_);_(* (#,##0)",
            "0_ ",
            "[DBNum1][$-804]0",
            "¥#,##0.00",
            "",
            "General",
            "[Red]",
            "#,##0",
            "0\"件\"",
            "#\"件\"",
            "0;-0;\"-\"",
            "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
            ";;\"零\"",
            "+0;-0;0",
            "0\";\"0",
        ] {
            let first = if code.starts_with(";;") { [N, N, W, W] } else { [W; 4] };
            assert_eq!(seen(code), first, "{code}");
        }
        assert_eq!((seen("@"), seen("][;;;")[0]), ([W; 4], O));
    }

    #[test]
    fn white_formats_are_seen_on_a_ground() {
        let white = CellFormat { shows: Shows::of("[White]0"), ..CellFormat::default() };
        assert_eq!((white.sight("5", true), white.is_plain()), (Sight::White, false));
        assert_eq!(CellFormat { painted: true, ..white }.sight("5", true), Sight::Whole);
        assert!(CellFormat { painted: true, ..CellFormat::default() }.is_plain());
        let unseen = CellFormat { unseen: true, ..CellFormat::default() };
        assert_eq!(unseen.sight("规章", false), Sight::Nothing);
        // White is seen on the ground of a condition, and in a colour of its own.
        for look in [CellFormat { painted: true, ..white }, CellFormat { inked: true, ..CellFormat::default() }] {
            assert!(!unseen.under(look).unseen);
        }
        assert!(CellFormat::default().under(CellFormat { inked: true, ..unseen }).unseen);
    }

    #[test]
    fn sections_by_conditions() {
        let shows = Shows::always(Sight::Whole).unless(Test::Equal(0.0), Sight::Nothing);
        assert_eq!((shows.of_number(0.0), shows.of_number(1.0)), (Sight::Nothing, Sight::Whole));
        assert_eq!(Shows::numbered(9).of_number(2.0), Sight::Otherwise);
        assert_eq!(Shows::numbered(14).of_number(0.0), Sight::Date);
        assert_eq!(Test::parse("<>-1.5"), Some(Test::Not(-1.5)));
        assert!(Test::parse("abc").is_none() && Test::parse("$-804").is_none());
    }
}
