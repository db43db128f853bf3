//! What declarations say, one by one and of one element.

use super::*;

fn declared(declarations: &[(&str, &str)]) -> Declared {
    let mut declared = Declared::default();
    for (property, value) in declarations {
        declared.inline(property.as_bytes(), value.as_bytes());
    }
    declared
}

#[test]
fn values() {
    let one = |property, value| declared(&[(property, value)]);
    assert_eq!(one("visibility", "collapse").invisible(), Some(true));
    assert_eq!(one("visibility", "inherit").invisible(), None);
    assert_eq!(one("Visibility", "visible").invisible(), Some(false));
    for (size, tiny) in [("0", true), ("0px", true), ("0.0pt", true), ("1px", true), (".01em", true), ("1%", true)] {
        assert_eq!(one("font-size", size).tiny(), Some(tiny), "{size}");
    }
    for size in ["1em", "120%", "larger"] {
        assert_eq!(one("font-size", size).tiny(), None, "{size}");
    }
    for size in ["10px", "small", "1.2rem"] {
        assert_eq!(one("font-size", size).tiny(), Some(false), "{size}");
    }
    for (font, tiny) in [("0/0 a", Some(true)), ("bold 12px/1.5 x", Some(false)), ("inherit", None)] {
        assert_eq!(one("font", font).tiny(), tiny, "{font}");
    }
    assert_eq!(one("text-decoration", "underline line-through red").struck(), Some(true));
    assert_eq!(one("text-decoration", "underline").struck(), Some(false));
    assert!(
        one("vertical-align", "super").raised(Extent::Inline) && !one("vertical-align", "top").raised(Extent::Inline)
    );
    assert!(
        one("vertical-align", "6pt").raised(Extent::Inline) && !one("vertical-align", "-1px").raised(Extent::Inline)
    );
    assert!(declared(&[("vertical-align", "top"), ("font-size", "8px")]).raised(Extent::Inline));
    assert!(!declared(&[("vertical-align", "top"), ("font-size", "12pt")]).raised(Extent::Inline));
    assert!(declared(&[("position", "relative"), ("bottom", "5px")]).raised(Extent::Inline));
    assert!(!declared(&[("bottom", "5px")]).raised(Extent::Inline));
    assert!(declared(&[("position", "relative"), ("top", "-6.0pt")]).raised(Extent::Inline));
    assert!(!declared(&[("position", "relative"), ("top", "-1.0pt")]).raised(Extent::Inline));
}

#[test]
fn out_of_sight() {
    for gone in [
        vec![("display", "none")],
        vec![("opacity", "0.0")],
        vec![("position", "absolute"), ("left", "-9999px")],
        vec![("position", "relative"), ("top", "-999em")],
        vec![("position", "fixed"), ("left", "-100%")],
        vec![("position", "absolute"), ("inset", "-9999px auto auto -9999px")],
        vec![("margin", "0 0 0 -9999px")],
        vec![("margin-left", "-10000px")],
        vec![("transform", "scale(0)")],
        vec![("transform", "translateX(-9999px)")],
        vec![("position", "absolute"), ("clip", "rect(0 0 0 0)")],
        vec![("position", "fixed"), ("clip", "rect(1px, 1px, 1px, 1px)")],
        vec![("clip-path", "inset(50%)")],
        vec![("content-visibility", "hidden")],
        vec![("d\\69splay", "\\6eone")],
        vec![("transform", "translateX(1px) scale(0)")],
        vec![("transform", "rotate3d(1, 0, 0, 90deg)")],
        vec![("transform", "rotateX(.25turn)")],
        vec![("rotate", "x 90deg")],
        vec![("filter", "blur(0) opacity(0)")],
        vec![("mask", "linear-gradient(transparent, #0000)")],
        vec![("clip-path", "ellipse(0 0)")],
        vec![("max-width", "0"), ("overflow", "hidden")],
        vec![("line-height", "0"), ("overflow", "hidden")],
        vec![("height", "0"), ("overflow-y", "scroll")],
        vec![("display", "inline-block"), ("height", "0"), ("overflow", "hidden")],
        vec![("position", "absolute"), ("width", "0px"), ("overflow", "hidden")],
        vec![("position", "absolute"), ("width", "1px"), ("height", "1px"), ("overflow", "hidden")],
        vec![("clip-path", "polygon(0 0, 0 0, 0 0)")],
        vec![("transform", "matrix(0, 0, 0, 0, 0, 0)")],
        vec![("transform", "translate(-200vw, 0)")],
        vec![("display", "block"), ("max-height", "0"), ("overflow", "hidden")],
    ] {
        assert!(declared(&gone).gone(Extent::Box), "{gone:?}");
    }
    for seen in [
        vec![("display", "block")],
        vec![("opacity", ".5")],
        vec![("left", "-9999px")],
        vec![("top", "-9999px")],
        vec![("clip", "rect(0 0 0 0)")],
        vec![("transform", "scale(0)")],
        vec![("content-visibility", "hidden")],
        vec![("zoom", "0")],
        vec![("display", "none"), ("all", "unset")],
        vec![("display", "none\\9")],
        vec![("display", "none!ie")],
        vec![("display", "block"), ("display", "nonesuch")],
        vec![("visibility", "hidden")],
        vec![("left", "-9px")],
        vec![("opacity", "0"), ("animation", "rise 1s forwards")],
        vec![("clip-path", "polygon(0 0, 100% 0, 100% 100%)")],
        vec![("transform", "matrix(1, 0, 0, 1, 0, 0)")],
        vec![("display", "block"), ("width", "1%"), ("overflow", "hidden")],
        vec![("transform", "scale(1.5)")],
        vec![("clip", "auto")],
        vec![("clip", "rect(0, 100px, 50px, 0)")],
        vec![("clip-path", "none")],
        vec![("height", "0"), ("overflow", "hidden")],
        vec![("display", "block"), ("height", "0")],
        vec![("display", "block"), ("height", "10px"), ("overflow", "hidden")],
    ] {
        assert!(!declared(&seen).gone(Extent::Inline), "{seen:?}");
    }
    assert!(declared(&[("height", "0"), ("overflow", "hidden")]).gone(Extent::Box));
    assert!(!declared(&[("position", "fixed"), ("left", "-9999px")]).shown().gone(Extent::Box));
}

#[test]
fn inks_and_grounds() {
    let ink = |value| declared(&[("color", value)]).inks();
    for white in [
        "#fff",
        "#FFFFFF",
        "white",
        "rgb(255, 255,255)",
        "rgba(255 255 255 / 1)",
        "hsl(0,0%,100%)",
        "oklch(100% 0 0)",
        "hwb(0 100% 0%)",
        "color(srgb 1 1 1)",
        "color-mix(in srgb, white 100%, black 0%)",
        "light-dark(white, black)",
        "Canvas",
    ] {
        assert_eq!(ink(white), Some((false, true)), "{white}");
    }
    for clear in ["transparent", "rgba(0,0,0,0)", "#0000", "#ffffff00", "rgb(1 2 3 / 0%)", "rgb(none none none / none)"]
    {
        assert_eq!(ink(clear), Some((true, false)), "{clear}");
    }
    for seen in ["#000", "red", "rgb(250,0,0)", "windowtext", "#eee"] {
        assert_eq!(ink(seen), Some((false, false)), "{seen}");
    }
    assert_eq!(declared(&[("color", "transparent"), ("text-shadow", "0 0 0 #000")]).inks(), Some((false, false)));
    assert_eq!(declared(&[("-webkit-text-fill-color", "transparent")]).inks(), Some((true, false)));
    assert_eq!(ink("inherit"), None);
    for (value, painted) in [
        ("#069", Some(true)),
        ("url(a.png) no-repeat", Some(true)),
        ("none", None),
        ("rgba(0,0,0,0)", None),
        ("white", Some(false)),
        ("#ffffff none", Some(false)),
        ("inherit", None),
    ] {
        assert_eq!(declared(&[("background", value)]).painted(), painted, "{value}");
    }
}
