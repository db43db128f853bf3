//! The language of messages.

use super::args;
use crate::finding::Language;

/// As typed with `--lang`: help and errors of the command line are in that language too, so it is looked for
/// before the command line is parsed.
pub fn asked() -> Option<Language> {
    let mut words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--" => return None,
            "--lang" => return words.next().and_then(|value| args::language(&value).ok()),
            _ => {
                if let Some(value) = word.strip_prefix("--lang=") {
                    return args::language(value).ok();
                }
            }
        }
    }
    None
}

/// By the environment: `LC_ALL` before `LC_MESSAGES` before `LANG` (POSIX 8.2); Chinese where it says so.
pub fn of_environment() -> Language {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(set);
    let value = name.and_then(std::env::var_os).unwrap_or_default();
    of_locale(&value.to_string_lossy())
}

fn of_locale(locale: &str) -> Language {
    if locale.to_ascii_lowercase().starts_with("zh") { Language::Zh } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_locales_are_chinese() {
        let cases = [("zh_CN.UTF-8", Language::Zh), ("ZH", Language::Zh), ("C", Language::En), ("", Language::En)];
        for (locale, want) in cases {
            assert_eq!(of_locale(locale), want, "{locale}");
        }
    }
}
