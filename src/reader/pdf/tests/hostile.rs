//! Files that cost more than they show: they end with a limit, not with the stack or the clock.

use super::*;

/// A file whose page has this content and these resources, with further objects.
fn drawing(content: &str, resources: &str, more: &[(usize, String)]) -> Vec<u8> {
    let mut objects = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned()),
        (
            3,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>"
            ),
        ),
        (4, stream("", content)),
    ];
    objects.extend_from_slice(more);
    file(&objects, "/Root 1 0 R")
}

#[track_caller]
fn refused(bytes: &[u8]) -> (ReadErrorKind, String) {
    let error = read(bytes, &mut Context::default()).unwrap_err();
    (error.kind, error.part.to_string())
}

fn limit(part: &str) -> (ReadErrorKind, String) {
    (ReadErrorKind::LimitExceeded, part.to_owned())
}

#[test]
fn functions_and_colour_spaces_without_end() {
    let shading = "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 6 0 R >>";
    let resources = format!("/Shading << /S {shading} >>");
    let entries = "/FunctionType 4 /Domain [0 1] /Range [0 1]";
    let deep = stream(entries, &("{".repeat(200_000) + &"}".repeat(200_000)));
    assert_eq!(refused(&drawing("/S sh", &resources, &[(6, deep)])), limit("inflated_bytes"));
    let nested = stream(entries, &("{".repeat(500) + &"}".repeat(500)));
    assert_eq!(refused(&drawing("/S sh", &resources, &[(6, nested)])), limit("nesting"));
    // Chains; in a circle the reader of objects sees for itself.
    for (space, end) in [
        ("[/Separation /X NEXT 0 R 99 0 R]", "/DeviceGray"),
        ("[/Indexed NEXT 0 R 1 (ab)]", "/DeviceGray"),
        ("[/Pattern NEXT 0 R]", "/DeviceGray"),
        (
            "<< /FunctionType 3 /Domain [0 1] /Bounds [] /Encode [0 1] /Functions [NEXT 0 R] >>",
            "<< /FunctionType 2 /Domain [0 1] /N 1 >>",
        ),
    ] {
        let chain: Vec<(usize, String)> = (6..60)
            .map(|at| (at, space.replace("NEXT", &(at + 1).to_string())))
            .chain([(60, end.to_owned())])
            .collect();
        let resources = format!("{resources} /ColorSpace << /C 6 0 R >>");
        assert_eq!(refused(&drawing("/S sh /C cs 0 sc", &resources, &chain)), limit("nesting"), "{space}");
        let circle = [(6, space.replace("NEXT", "6"))];
        assert_eq!(open(&drawing("/S sh /C cs 0 sc", &resources, &circle)).1, Vec::<String>::new(), "{space}");
    }
}

#[test]
fn meshes_and_forms_are_bounded() {
    let mesh = stream(
        "/ShadingType 4 /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 1 0 1 0 1]",
        &"0".repeat(3 << 20),
    );
    assert_eq!(refused(&drawing("/S sh", "/Shading << /S 6 0 R >>", &[(6, mesh)])), limit("inflated_bytes"));
    // Eight levels of forms that each draw the next one twelve times: 400 million drawings.
    let forms: Vec<(usize, String)> = (6..14)
        .map(|at| {
            let entries = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>",
                at + 1
            );
            (at, stream(&entries, &"/X Do ".repeat(12)))
        })
        .chain([(14, stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 m 9 9 l S"))])
        .collect();
    let bytes = drawing("/X Do", "/XObject << /X 6 0 R >>", &forms);
    let error = super::super::read_within(&bytes, &mut Context::default(), 20_000).unwrap_err();
    assert_eq!((error.kind, error.part.to_string()), limit("operations"));
}

#[test]
fn content_is_bounded_before_it_is_inflated() {
    use std::io::Write;
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflated.write_all(&vec![b' '; 1 << 20]).unwrap();
    let hex: String = deflated.finish().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    // 1 MiB of blanks, asked for 200 times by one page.
    let blanks = stream("/Filter [/ASCIIHexDecode /FlateDecode]", &hex);
    let bytes = drawing("", "", &[(6, blanks)]);
    let text =
        String::from_utf8_lossy(&bytes).replace("/Contents 4 0 R", &format!("/Contents [{}]", "6 0 R ".repeat(200)));
    assert_eq!(refused(text.as_bytes()), limit("inflated_bytes"));
    let chain =
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter [/FlateDecode /FlateDecode /LZWDecode]", "xxx");
    assert_eq!(refused(&drawing("", "", &[(6, chain)])), limit("inflated_bytes"));
}

#[test]
fn content_in_base_85_is_counted_as_it_is() {
    use std::io::Write;
    // Text that hardly deflates: more than the limit would hold if each byte stood for 1400.
    let mut state = 1_u32;
    let numbers = (0..60_000).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("% {state:08x}\n")
    });
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflated.write_all(numbers.collect::<String>().as_bytes()).unwrap();
    let mut digits = String::new();
    for group in deflated.finish().unwrap().chunks(4) {
        let mut bytes = [0; 4];
        bytes[..group.len()].copy_from_slice(group);
        let mut number = u32::from_be_bytes(bytes);
        let mut five = [0; 5];
        five.iter_mut().rev().for_each(|digit| (*digit, number) = (b'!' + (number % 85) as u8, number / 85));
        digits.extend(five[..=group.len()].iter().map(|&digit| char::from(digit)));
    }
    let content = stream("/Filter [/ASCII85Decode /FlateDecode]", &format!("{digits}~>"));
    let bytes = drawing("", "", &[(6, content)]);
    let text = String::from_utf8_lossy(&bytes).replace("/Contents 4 0 R", "/Contents 6 0 R");
    assert!(read(text.as_bytes(), &mut Context::default()).is_ok());
}
