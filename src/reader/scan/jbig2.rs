//! Pictures in JBIG2 (ITU-T T.88), as OFD files have them: bytes of a file come in, its first page goes out in black and white.

use hayro_jbig2::{DecodeSettings, Decoder, File, Page as Decodable};

use super::raster::Raster;

/// How a file begins (D.4.1).
const MAGIC: &[u8] = b"\x97JB2\r\n\x1a\n";
/// How a page without a file around it begins: segment 0, the information on the page (7.2.2, 7.3.1).
const PAGE: &[u8] = &[0, 0, 0, 0, 48];

/// A page that is not decoded yet.
pub(super) enum Page<'a> {
    InFile(File<'a>),
    Alone(Decodable<'a>),
}

/// Pixels as they come.
struct Pixels<'r>(&'r mut Raster);

impl Decoder for Pixels<'_> {
    fn push_pixel(&mut self, black: bool) {
        self.0.data.push(if black { 0 } else { 255 });
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let length = self.0.data.len() + chunk_count as usize * 8;
        self.0.data.resize(length, if black { 0 } else { 255 });
    }

    fn next_line(&mut self) {}
}

impl<'a> Page<'a> {
    /// The first page of these bytes; `None` where they are something else.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let settings = DecodeSettings::default();
        if bytes.starts_with(MAGIC) {
            return File::new(bytes, &settings).ok().map(Self::InFile);
        }
        let alone = || Decodable::new_embedded(bytes, None, &settings).ok().map(Self::Alone);
        bytes.starts_with(PAGE).then(alone).flatten()
    }

    /// How many pixels it claims to have.
    pub fn pixels(&self) -> u64 {
        self.with(|page| u64::from(page.width()) * u64::from(page.height())).unwrap_or(0)
    }

    /// What it shows; `None` for damage and for a page of no pixels.
    pub fn decode(&self) -> Option<Raster> {
        let shown = |page: &Decodable<'_>| {
            let (width, height) = (page.width() as usize, page.height() as usize);
            let mut raster = Raster { width, height, data: Vec::with_capacity(width * height) };
            let decoded = page.decode(&mut Pixels(&mut raster));
            (decoded.is_ok() && !raster.data.is_empty() && raster.data.len() == width * height).then_some(raster)
        };
        self.with(shown).flatten()
    }

    fn with<T>(&self, of: impl FnOnce(&Decodable<'_>) -> T) -> Option<T> {
        match self {
            Self::InFile(file) => file.page(0).as_ref().map(of),
            Self::Alone(page) => Some(of(page)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of page 1 (7.2).
    fn segment(number: u32, kind: u8, data: &[u8]) -> Vec<u8> {
        let mut out = number.to_be_bytes().to_vec();
        out.extend([kind, 0, 1]);
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(data);
        out
    }

    /// A page that claims these sides, with a region of eight by eight pixels, in each row three white and five black ones.
    fn page(width: u32, height: u32) -> Vec<u8> {
        let mut information = [width.to_be_bytes(), height.to_be_bytes()].concat();
        information.extend([0; 11]);
        let mut region = [8_u32, 8, 0, 0].map(u32::to_be_bytes).concat();
        // Joined by "or"; coded by MMR, as fax machines do (6.2.6).
        region.extend([0, 1]);
        region.extend([0x30, 0x7f, 0xff, 0x80]);
        [segment(0, 48, &information), segment(1, 38, &region), segment(2, 49, &[])].concat()
    }

    /// The same as a file of one page, its segments in order.
    fn file(width: u32, height: u32) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([1, 0, 0, 0, 1]);
        out.extend(page(width, height));
        out.extend(segment(3, 51, &[]));
        out
    }

    #[test]
    fn a_page_is_decoded_within_a_file_and_alone() {
        let row = [255, 255, 255, 0, 0, 0, 0, 0];
        for bytes in [file(8, 8), page(8, 8)] {
            let shown = Page::of(&bytes).and_then(|page| page.decode()).expect("a page");
            assert_eq!((shown.width, shown.height), (8, 8));
            assert_eq!(shown.data, row.repeat(8));
        }
    }

    #[test]
    fn damage_is_no_picture_and_sides_are_claimed_before_anything_is_decoded() {
        let whole = file(8, 8);
        for length in 0..whole.len() {
            let read = Page::of(&whole[..length]).and_then(|page| page.decode());
            assert!(read.is_none_or(|shown| shown.data.len() == 64), "{length}");
        }
        assert_eq!(Page::of(&whole).map(|page| page.pixels()), Some(64));
        let huge = file(1_000_000, 1_000_000);
        assert!(Page::of(&huge).is_none_or(|page| page.pixels() == 1_000_000_000_000));
        let none = file(0, 8);
        assert!(Page::of(&none).and_then(|page| page.decode()).is_none());
        assert!(Page::of(b"\x89PNG").is_none());
    }
}
