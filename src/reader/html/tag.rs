//! What the tree needs to know of a start tag: its kind, and the few attributes that say something
//! about text. Names and values as bytes come in from the tokenizer; styles are reduced to flags on the
//! way, so that the kilobytes of styling that word processors write are looked at once and not kept.

use super::compound::Subject;
use super::custom::Written;
use super::declared::Declared;
use super::media;
use super::style::without_comments;
use crate::document::Unread;

/// Groups of elements that the tree treats alike (HTML standard 13.2.4.2 and section 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ElementGroup {
    /// No break before or after; also every unknown element (`o:p`).
    #[default]
    Inline,
    /// `a`.
    Link,
    /// Breaks the paragraph.
    Block,
    /// `p`: a block that any other block closes.
    Paragraph,
    /// `li`, `dt`, `dd`: closed by the next of their kind.
    Item,
    /// `h1` to `h6`.
    Heading,
    /// `nav`, `footer`, `aside`, `menu`.
    Navigation,
    /// Keeps its line breaks.
    Pre,
    /// Its content is not text of the page.
    Dropped,
    /// `del`, `s`, `strike`.
    Struck,
    /// `sup`, `sub`.
    Raised,
    /// `textarea`: a field of a form that holds text.
    Field,
    /// `select`, `option`: of a list the chosen entry is shown.
    Select,
    Option,
    /// Void, and without meaning here.
    Void,
    /// `br`.
    Break,
    /// `hr`.
    Rule,
    Image,
    Input,
    Meta,
    Title,
    Table,
    RowGroup,
    Row,
    Cell,
    Caption,
    /// `col`, `colgroup`.
    Column,
    /// `html`, `body`, `head`: their tags open and close nothing.
    Frame,
}

/// The kind of an element by its lower-case name.
pub(super) fn kind(name: &[u8]) -> ElementGroup {
    match name {
        b"span" | b"b" | b"strong" | b"font" | b"o:p" => ElementGroup::Inline,
        b"p" => ElementGroup::Paragraph,
        b"td" | b"th" => ElementGroup::Cell,
        b"tr" => ElementGroup::Row,
        b"div" | b"ul" | b"ol" | b"dl" | b"section" | b"article" | b"main" | b"header" | b"form" | b"center"
        | b"blockquote" | b"fieldset" | b"figure" | b"figcaption" | b"address" | b"details" | b"summary"
        | b"legend" | b"hgroup" | b"dir" | b"optgroup" | b"dialog" | b"search" => ElementGroup::Block,
        b"a" => ElementGroup::Link,
        b"li" | b"dt" | b"dd" => ElementGroup::Item,
        b"br" => ElementGroup::Break,
        b"img" => ElementGroup::Image,
        b"table" => ElementGroup::Table,
        b"tbody" | b"thead" | b"tfoot" => ElementGroup::RowGroup,
        b"caption" => ElementGroup::Caption,
        b"col" | b"colgroup" => ElementGroup::Column,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => ElementGroup::Heading,
        b"nav" | b"footer" | b"aside" | b"menu" => ElementGroup::Navigation,
        b"pre" | b"xmp" | b"listing" | b"plaintext" => ElementGroup::Pre,
        b"del" | b"s" | b"strike" => ElementGroup::Struck,
        b"sup" | b"sub" => ElementGroup::Raised,
        b"textarea" => ElementGroup::Field,
        b"select" => ElementGroup::Select,
        b"option" => ElementGroup::Option,
        b"script" | b"style" | b"noscript" | b"template" | b"datalist" | b"button" | b"iframe" | b"object" | b"svg"
        | b"math" | b"canvas" | b"audio" | b"video" | b"xml" | b"noframes" | b"noembed" | b"noframe" | b"applet"
        | b"meter" | b"progress" | b"rt" | b"rp" => ElementGroup::Dropped,
        b"title" => ElementGroup::Title,
        b"meta" => ElementGroup::Meta,
        b"input" => ElementGroup::Input,
        b"hr" => ElementGroup::Rule,
        b"link" | b"base" | b"basefont" | b"bgsound" | b"area" | b"embed" | b"keygen" | b"param" | b"source"
        | b"track" | b"wbr" | b"frame" => ElementGroup::Void,
        b"html" | b"body" | b"head" => ElementGroup::Frame,
        _ => ElementGroup::Inline,
    }
}

/// Tells elements of one kind apart: the first eight bytes of the name.
pub(super) fn identity(name: &[u8]) -> u64 {
    name.iter().take(8).fold(0, |identity, &byte| identity << 8 | u64::from(byte))
}

/// `li` ends `li`; `dt` and `dd` end each other.
pub(super) fn same_list(a: u64, b: u64) -> bool {
    a == b || a != identity(b"li") && b != identity(b"li")
}

/// A start tag, as far as it matters. Reused from tag to tag.
#[derive(Debug, Default)]
pub(super) struct StartTag {
    pub kind: ElementGroup,
    pub identity: u64,
    pub column_span: Option<u32>,
    pub row_span: Option<u32>,
    /// Pixels, where the tag or its style gives them.
    pub width: Option<f32>,
    pub height: Option<f32>,
    /// The attribute `hidden`.
    pub hidden: bool,
    /// The attribute `open`, without which a `dialog` is not shown.
    pub opened: bool,
    /// What its own style declares.
    pub declared: Declared,
    /// The attribute `popover`: shown by a script or a click.
    pub popover: bool,
    /// `dir=rtl`.
    pub rightwards: bool,
    /// A script binds its text to something (`v-text` and the like).
    pub bound: bool,
    /// `option selected`.
    pub selected: bool,
    /// `col span`.
    pub span: Option<u32>,
    pub id: Vec<u8>,
    pub classes: Vec<u8>,
    /// Kept where a rule of the page asks for one: all, as written.
    pub attributes: Vec<(Vec<u8>, Vec<u8>)>,
    pub whole_tag: bool,
    /// Custom properties that its own style gives, and what it declares by such.
    pub custom: Vec<Written>,
    pub pending: Vec<Written>,
    /// It has a `style`: a second one is none (HTML standard 13.2.5.33).
    styled: bool,
    /// `link rel=stylesheet`: rules that are not in the page.
    pub styled_elsewhere: bool,
    /// `style` or `link` of a medium or a language that this is not.
    pub unheeded: bool,
    /// Centred by `align` or by style.
    pub centred: bool,
    /// A class that calls itself a title.
    pub titled: bool,
    /// A class that calls itself a menu, bread crumb or footer.
    pub menu: bool,
    /// `a href`; without it, it is a mark in the text.
    pub linked: bool,
    /// `img src`, `link href`.
    pub source: Vec<u8>,
    /// It is kept to its end: it may be the picture itself.
    pub whole_source: bool,
    /// `meta name` or `property`.
    pub name: Vec<u8>,
    /// `meta content` or `input value`.
    pub content: Vec<u8>,
    /// `input type`.
    pub input_type: Vec<u8>,
    attribute: Attribute,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Attribute {
    #[default]
    Other,
    Style,
    Class,
    Id,
    Span,
    Align,
    ColumnSpan,
    RowSpan,
    Width,
    Height,
    Source,
    Sheet,
    Hidden,
    Name,
    Content,
    InputType,
    Relation,
    Background,
    Direction,
    Color,
    Media,
}

/// Longest address, name or content kept; pictures inside the page are addresses of megabytes.
const VALUE_BYTES: usize = 4096;

impl StartTag {
    /// No tag yet; of those to come, the addresses of pictures are kept whole, or not.
    pub fn keeping(pictures: bool) -> Self {
        Self { whole_source: pictures, ..Self::default() }
    }

    /// Begins a tag.
    pub fn open(&mut self, name: &[u8]) {
        let (whole_source, whole_tag) = (self.whole_source, self.whole_tag);
        let mut fresh = Self { kind: kind(name), identity: identity(name), whole_source, whole_tag, ..Self::default() };
        for (kept, buffer) in [
            (&mut self.source, &mut fresh.source),
            (&mut self.name, &mut fresh.name),
            (&mut self.content, &mut fresh.content),
            (&mut self.input_type, &mut fresh.input_type),
            (&mut self.id, &mut fresh.id),
            (&mut self.classes, &mut fresh.classes),
        ] {
            kept.clear();
            std::mem::swap(kept, buffer);
        }
        *self = fresh;
    }

    /// Begins an attribute.
    pub fn attribute(&mut self, name: &[u8]) {
        if self.whole_tag {
            self.attributes.push((name.to_vec(), Vec::new()));
        }
        self.attribute = match name {
            b"style" if self.styled => Attribute::Other,
            b"style" => {
                self.styled = true;
                Attribute::Style
            }
            b"class" => Attribute::Class,
            b"id" => Attribute::Id,
            b"span" if self.kind == ElementGroup::Column => Attribute::Span,
            b"align" => Attribute::Align,
            b"colspan" if self.column_span.is_none() => Attribute::ColumnSpan,
            b"rowspan" if self.row_span.is_none() => Attribute::RowSpan,
            b"width" if self.kind == ElementGroup::Image => Attribute::Width,
            b"height" if self.kind == ElementGroup::Image => Attribute::Height,
            b"src" if self.kind == ElementGroup::Image => Attribute::Source,
            b"name" | b"property" if self.kind == ElementGroup::Meta => Attribute::Name,
            b"content" if self.kind == ElementGroup::Meta => Attribute::Content,
            b"value" if self.kind == ElementGroup::Input => Attribute::Content,
            b"type" if self.kind == ElementGroup::Input => Attribute::InputType,
            b"rel" if self.kind == ElementGroup::Void => Attribute::Relation,
            b"bgcolor" | b"background" => Attribute::Background,
            b"href" if self.kind == ElementGroup::Link => {
                self.linked = true;
                Attribute::Other
            }
            b"href" if self.identity == identity(b"link") => Attribute::Sheet,
            b"media" if self.is_sheet() => Attribute::Media,
            b"type" if self.is_sheet() => Attribute::InputType,
            b"color" if self.kind == ElementGroup::Inline => Attribute::Color,
            b"dir" => Attribute::Direction,
            b"v-text" | b"v-html" | b"ng-bind" | b"ng-bind-html" | b"data-bind" | b"x-text" | b"th:text" => {
                self.bound = true;
                Attribute::Other
            }
            b"popover" => {
                self.popover = true;
                Attribute::Other
            }
            b"selected" => {
                self.selected = true;
                Attribute::Other
            }
            b"hidden" => {
                self.hidden = true;
                Attribute::Hidden
            }
            b"open" => {
                self.opened = true;
                Attribute::Other
            }
            _ => Attribute::Other,
        };
    }

    /// Takes the value of the attribute begun last.
    pub fn value(&mut self, value: &[u8]) {
        if let Some((_, written)) = self.attributes.last_mut() {
            written.extend_from_slice(&value[..value.len().min(VALUE_BYTES)]);
        }
        match self.attribute {
            Attribute::Other => {}
            Attribute::Style => self.style(value),
            Attribute::Class => {
                self.class(value);
                keep(&mut self.classes, value);
            }
            Attribute::Id => keep(&mut self.id, value),
            Attribute::Span => self.span = integer(value),
            Attribute::Align => self.centred |= value.trim_ascii().eq_ignore_ascii_case(b"center"),
            Attribute::ColumnSpan => self.column_span = integer(value),
            Attribute::RowSpan => self.row_span = integer(value),
            Attribute::Width => self.width = pixels(value),
            Attribute::Height => self.height = pixels(value),
            Attribute::Source if self.whole_source && self.source.is_empty() => self.source.extend_from_slice(value),
            Attribute::Source => keep(&mut self.source, value),
            Attribute::Sheet if value.trim_ascii_start().starts_with(b"data:") => self.source.extend_from_slice(value),
            Attribute::Sheet => {}
            // Found by a search in the page, and not seen before: what `content-visibility` does (HTML standard 15.3.1).
            Attribute::Hidden => {
                if value.trim_ascii().eq_ignore_ascii_case(b"until-found") {
                    self.hidden = false;
                    self.declared.hide_contents();
                }
            }
            Attribute::Name => keep(&mut self.name, value),
            Attribute::Content => keep(&mut self.content, value),
            Attribute::InputType if self.is_sheet() => {
                let kind = value.trim_ascii();
                self.unheeded |= !kind.is_empty() && !kind.eq_ignore_ascii_case(b"text/css");
            }
            Attribute::InputType => keep(&mut self.input_type, value),
            Attribute::Media => self.unheeded |= !media::holds(value),
            Attribute::Relation => self.styled_elsewhere |= value.to_ascii_lowercase().starts_with(b"stylesheet"),
            Attribute::Background => self.declared.ground(value),
            Attribute::Color => self.declared.ink(value),
            Attribute::Direction => self.rightwards = value.trim_ascii().eq_ignore_ascii_case(b"rtl"),
        }
        self.attribute = Attribute::Other;
    }

    /// `style`, `link`.
    fn is_sheet(&self) -> bool {
        [identity(b"style"), identity(b"link")].contains(&self.identity)
    }

    fn style(&mut self, style: &[u8]) {
        let bare;
        let mut rest = style;
        if memchr::memmem::find(style, b"/*").is_some() {
            bare = without_comments(style);
            rest = &bare;
        }
        let custom = memchr::memmem::find(rest, b"--").is_some();
        while !rest.is_empty() {
            let end = memchr::memchr(b';', rest).unwrap_or(rest.len());
            let declaration = rest[..end].trim_ascii_start();
            if !custom || !self.written(declaration) {
                self.declaration(declaration);
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    /// Keeps a declaration that gives a custom property or is made of such; whether it does.
    fn written(&mut self, declaration: &[u8]) -> bool {
        let Some(colon) = memchr::memchr(b':', declaration) else { return false };
        let (name, value) = (declaration[..colon].trim_ascii(), declaration[colon + 1..].trim_ascii());
        let gives = name.starts_with(b"--");
        if gives {
            self.custom.push((name.to_vec(), value.to_vec()));
        } else if memchr::memmem::find(value, b"var(").is_some() {
            self.pending.push((name.to_vec(), value.to_vec()));
        } else {
            return false;
        }
        true
    }

    fn declaration(&mut self, declaration: &[u8]) {
        // Most declarations are margins and borders; one look settles them.
        if [&b"border"[..], b"padding", b"line-height:1", b"line-height: 1", b"letter-"]
            .iter()
            .any(|start| declaration.starts_with(start))
        {
            return;
        }
        let Some(colon) = memchr::memchr(b':', declaration) else { return };
        let (property, value) = (declaration[..colon].trim_ascii_end(), declaration[colon + 1..].trim_ascii());
        let is = |name: &[u8]| property.eq_ignore_ascii_case(name);
        let starts = |word: &[u8]| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if is(b"text-align") {
            self.centred |= starts(b"center");
        } else if self.kind == ElementGroup::Image && is(b"width") {
            self.width = self.width.or(pixels(value));
        } else if self.kind == ElementGroup::Image && is(b"height") {
            self.height = self.height.or(pixels(value));
        } else {
            self.declared.inline(property, value);
        }
    }

    /// The element as selectors see it, but for its siblings.
    pub fn subject(&self) -> Subject<'_> {
        let (element, id, class, attributes) = (self.identity, &self.id[..], &self.classes[..], &self.attributes[..]);
        Subject { element, id, class, attributes, linked: self.linked, ..Subject::default() }
    }

    fn class(&mut self, class: &[u8]) {
        for word in class.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'_' | b'-')) {
            match word {
                b"title" | b"Title" | b"tit" | b"bt" | b"biaoti" => self.titled = true,
                b"crumb" | b"crumbs" | b"breadcrumb" | b"breadcrumbs" | b"BreadcrumbNav" | b"nav" | b"navbar"
                | b"menu" | b"footer" | b"location" | b"dqwz" | b"weizhi" => self.menu = true,
                _ => {}
            }
        }
    }
}

fn keep(buffer: &mut Vec<u8>, value: &[u8]) {
    if buffer.is_empty() {
        buffer.extend_from_slice(&value[..value.len().min(VALUE_BYTES)]);
    }
}

/// "Rules for parsing non-negative integers" (HTML standard 2.3.4.2): leading blanks and a plus sign
/// are skipped, what follows the digits is ignored.
fn integer(value: &[u8]) -> Option<u32> {
    let value = value.trim_ascii_start();
    let value = value.strip_prefix(b"+").unwrap_or(value);
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
    let mut number = None::<u32>;
    for &digit in digits {
        number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(digit - b'0')));
    }
    number
}

/// A length in pixels; a percentage says nothing about size. Points are converted at 96 to the inch.
fn pixels(value: &[u8]) -> Option<f32> {
    let text = std::str::from_utf8(value).ok()?.trim();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number: f32 = text[..digits].parse().ok()?;
    match text[digits..].trim() {
        unit if unit.starts_with('%') || unit.starts_with("em") => None,
        unit if unit.starts_with("pt") => Some(number * 96.0 / 72.0),
        _ => Some(number),
    }
}

/// What an element draws whose content is no text of the page.
pub(super) fn drawn(of: u64) -> Option<Unread> {
    let is = |name: &[u8]| identity(name) == of;
    let object = [&b"object"[..], b"iframe", b"canvas", b"video", b"applet", b"meter", b"progress"].into_iter().any(is);
    match of {
        _ if is(b"svg") => Some(Unread::Drawing),
        _ if is(b"math") || object => Some(Unread::Object),
        // It may write text.
        _ if is(b"script") => Some(Unread::Field),
        _ => None,
    }
}
