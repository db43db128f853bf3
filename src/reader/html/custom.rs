//! Custom properties of style sheets (Custom Properties 1): values that rules and tags give under names of their own in, and out
//! a value that is put together of them, as it is for an element.

/// A property and its value, as they are written.
pub(super) type Written = (Vec<u8>, Vec<u8>);

/// What elements give, each in those around it. Zero is the page without any.
#[derive(Debug, Default)]
pub(super) struct Environments(Vec<Environment>);

#[derive(Debug)]
struct Environment {
    around: u32,
    given: Vec<Written>,
}

/// Elements that give some which are told apart, and as many around one as are looked at.
const MOST: usize = 1 << 16;
const REACH: usize = 32;
/// Names that are put in a value, one after another; bytes that it may come to.
const STEPS: usize = 8;
const LONGEST: usize = 1 << 12;

impl Environments {
    /// What holds in an element that gives these, each with what its rule weighs.
    pub fn enter<'w>(&mut self, around: u32, given: impl Iterator<Item = (&'w Written, u32)>) -> u32 {
        let mut heaviest: Vec<(&Written, u32)> = Vec::new();
        for (written, weight) in given {
            match heaviest.iter_mut().find(|(known, _)| known.0 == written.0) {
                Some(known) if known.1 <= weight => *known = (written, weight),
                Some(_) => {}
                None => heaviest.push((written, weight)),
            }
        }
        if heaviest.is_empty() || self.0.len() >= MOST {
            return around;
        }
        self.0.push(Environment { around, given: heaviest.into_iter().map(|(written, _)| written.clone()).collect() });
        self.0.len() as u32
    }

    /// The value of a property in an element.
    pub fn get(&self, within: u32, name: &[u8]) -> Option<&Vec<u8>> {
        let at = |place: u32| self.0.get((place as usize).checked_sub(1)?);
        let chain = std::iter::successors(at(within), |environment| at(environment.around)).take(REACH);
        chain.flat_map(|environment| &environment.given).find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

/// A value with what its names stand for; `None` where one stands for nothing.
pub(super) fn resolved<'v>(value: &[u8], known: &dyn Fn(&[u8]) -> Option<&'v Vec<u8>>) -> Option<Vec<u8>> {
    let mut value = value.to_vec();
    for _ in 0..STEPS {
        let Some(start) = memchr::memmem::find(&value, b"var(") else { return Some(value) };
        let inside = start + b"var(".len();
        let mut depth = 1_u32;
        let length = value[inside..].iter().position(|byte| {
            depth = match byte {
                b'(' => depth + 1,
                b')' => depth - 1,
                _ => depth,
            };
            depth == 0
        })?;
        let (text, after) = (&value[inside..inside + length], &value[inside + length + 1..]);
        let (name, other) = match memchr::memchr(b',', text) {
            Some(comma) => (&text[..comma], Some(&text[comma + 1..])),
            None => (text, None),
        };
        let put = known(name.trim_ascii()).map(Vec::as_slice).or(other)?;
        value = [&value[..start], put.trim_ascii(), after].concat();
        if value.len() > LONGEST {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, value: &str) -> Written {
        (name.into(), value.into())
    }

    #[test]
    fn values_of_elements_around() {
        let mut environments = Environments::default();
        let (none, inline) = (written("--x", "none"), written("--x", "inline"));
        let outer = environments.enter(0, [(&none, 1)].into_iter());
        let inner = environments.enter(outer, [(&inline, 5), (&none, 2)].into_iter());
        assert_eq!(environments.enter(outer, [].into_iter()), outer);
        let get = |within| environments.get(within, b"--x").map(Vec::as_slice);
        assert_eq!((get(0), get(outer), get(inner)), (None, Some(&b"none"[..]), Some(&b"inline"[..])));
    }

    #[test]
    fn names_and_what_they_stand_for() {
        let known = [written("--a", "none"), written("--b", "var(--a)"), written("--c", "var(--c)")];
        let get = |name: &[u8]| known.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let put = |value: &str| resolved(value.as_bytes(), &get).map(|value| String::from_utf8(value).expect("text"));
        assert_eq!(put("block").as_deref(), Some("block"));
        assert_eq!(put("var( --a )").as_deref(), Some("none"));
        assert_eq!(put("1px var(--b) x").as_deref(), Some("1px none x"));
        assert_eq!(put("var(--d, rgba(0,0,0,0))").as_deref(), Some("rgba(0,0,0,0)"));
        assert_eq!(put("var(--d)"), None);
        assert_eq!(put("var(--c)"), None);
        assert_eq!(put("var(--a"), None);
    }
}
