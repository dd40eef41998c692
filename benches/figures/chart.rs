//! Bars for documents, as SVG.

use std::fmt::Write as _;

const COLOURS: [&str; 4] = ["#2a6f97", "#b5651d", "#7a7a7a", "#5b8c5a"];
/// The room of a group of bars, and how high the highest bar may be.
const ROOM: usize = 205;
const HEIGHT: f64 = 160.0;

/// What is compared in one respect.
pub struct Group<'a> {
    pub title: &'a str,
    /// One bar each.
    pub values: Vec<f64>,
    /// The value of a bar of full height; higher ones are cut there.
    pub most: f64,
    /// Digits after the point.
    pub digits: usize,
}

/// A chart of these groups, in which each name has a bar in its colour.
pub fn bars(label: &str, names: &[&str], groups: &[Group<'_>]) -> String {
    let width = 25 + ROOM * groups.len();
    let step = (ROOM - 40) / names.len();
    let bar = step - 15;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 260\" font-family=\"sans-serif\" font-size=\"12\" \
        role=\"img\" aria-label=\"{label}\">\n<rect width=\"{width}\" height=\"260\" fill=\"#fff\"/>\n",
    );
    for (group, Group { title, values, most, digits }) in groups.iter().enumerate() {
        let left = 30 + group * ROOM;
        let _ = writeln!(svg, "<text x=\"{left}\" y=\"20\" font-weight=\"bold\">{title}</text>");
        for (place, value) in values.iter().enumerate() {
            let height = (value / most * HEIGHT).min(HEIGHT);
            let x = left + place * step;
            let y = 200.0 - height;
            let colour = COLOURS[place % COLOURS.len()];
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y:.1}\" width=\"{bar}\" height=\"{height:.1}\" fill=\"{colour}\"/>"
            );
            let (middle, above) = (x + bar / 2, y - 4.0);
            let _ = writeln!(
                svg,
                "<text x=\"{middle}\" y=\"{above:.1}\" text-anchor=\"middle\">{value:.digits$}</text>"
            );
        }
    }
    for (place, name) in names.iter().enumerate() {
        let (x, colour) = (30 + place * (width - 25) / names.len(), COLOURS[place % COLOURS.len()]);
        let _ = writeln!(svg, "<rect x=\"{x}\" y=\"226\" width=\"12\" height=\"12\" fill=\"{colour}\"/>");
        let _ = writeln!(svg, "<text x=\"{}\" y=\"236\">{name}</text>", x + 18);
    }
    svg.push_str("</svg>\n");
    svg
}
