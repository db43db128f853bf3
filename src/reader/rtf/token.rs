//! RTF bytes as tokens: groups, control words, control symbols, text.

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word`, `\word12`, `\word-3`
    Word(&'a [u8], Option<i32>),
    /// `\'b0`
    Byte(u8),
    /// `\~` and the like
    Symbol(u8),
    /// Bytes as they are, line ends of the file included.
    Text(&'a [u8]),
    /// What `\bin` announced.
    Binary,
}

/// The tokens of a file, until it ends.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
}

/// Longer names are no control words (the specification allows 32 letters).
const LONGEST_WORD: usize = 64;

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn step(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.bytes.split_at(length.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    /// After a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.first()?;
        if first.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.step(1);
        if first != b'\'' {
            return Some(Token::Symbol(first));
        }
        let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
        match (digit(self.bytes.first()), digit(self.bytes.get(1))) {
            (Some(high), Some(low)) => {
                self.step(2);
                Some(Token::Byte((high << 4 | low) as u8))
            }
            // Not two digits: the mark stands for nothing, what follows is text.
            _ => Some(Token::Symbol(b'\'')),
        }
    }

    fn word(&mut self) -> Token<'a> {
        let letters = self.bytes.iter().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = self.step(letters);
        let negative = self.bytes.first() == Some(&b'-') && self.bytes.get(1).is_some_and(u8::is_ascii_digit);
        if negative {
            self.step(1);
        }
        let digits = self.bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let parameter = (digits > 0).then(|| {
            let value = self
                .step(digits)
                .iter()
                .fold(0i32, |value, digit| value.saturating_mul(10).saturating_add(i32::from(digit - b'0')));
            if negative { -value } else { value }
        });
        // One blank belongs to the word.
        if self.bytes.first() == Some(&b' ') {
            self.step(1);
        }
        if name == b"bin" {
            self.step(usize::try_from(parameter.unwrap_or(0)).unwrap_or(0));
            return Token::Binary;
        }
        Token::Word(name, parameter)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        match self.bytes.first()? {
            b'{' => {
                self.step(1);
                Some(Token::Open)
            }
            b'}' => {
                self.step(1);
                Some(Token::Close)
            }
            b'\\' => {
                self.step(1);
                self.control()
            }
            _ => {
                let end = memchr::memchr3(b'{', b'}', b'\\', self.bytes).unwrap_or(self.bytes.len());
                Some(Token::Text(self.step(end)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_every_kind() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\rtf1\\u-3 x\\'b0\\'zz\\~\\bin3 {}}\\b\\\\a}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word(b"rtf", Some(1)),
                Token::Word(b"u", Some(-3)),
                Token::Text(b"x"),
                Token::Byte(0xB0),
                Token::Symbol(b'\''),
                Token::Text(b"zz"),
                Token::Symbol(b'~'),
                Token::Binary,
                Token::Word(b"b", None),
                Token::Symbol(b'\\'),
                Token::Text(b"a"),
                Token::Close,
            ]
        );
    }

    #[test]
    fn what_breaks_off() {
        assert_eq!(Tokens::new(b"\\").next(), None);
        assert_eq!(Tokens::new(b"\\'4").next(), Some(Token::Symbol(b'\'')));
        assert_eq!(Tokens::new(b"\\bin99999999999 ab").collect::<Vec<_>>(), [Token::Binary]);
        assert_eq!(Tokens::new(b"\\a-99999999999").next(), Some(Token::Word(b"a", Some(-i32::MAX))));
    }
}
