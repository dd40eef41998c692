//! Pixels into a small PNG: a card has few colours, so 256 of them in a palette do.

use std::collections::HashMap;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};

/// How hard bytes are pressed: harder takes five times as long and saves a twentieth.
const DEFLATE: DeflateCompression = DeflateCompression::Level(2);
/// What a palette holds.
const COLORS: usize = 256;
/// Colours that are kept exactly: the grounds and the inks. The others are shades between them.
const EXACT: usize = 48;

type Rgb = [u8; 3];

/// How many bytes of a canvas are a pixel.
pub const PIXEL: usize = 4;

/// A canvas of this width and height as PNG; none where it cannot be written. What is on the canvas is
/// used up.
pub fn png(canvas: &mut [u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let (palette, places) = indexed(canvas);
    let mut bytes = Vec::with_capacity(32 * 1024);
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_deflate_compression(DEFLATE);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header().ok()?.write_image_data(places).ok()?;
    Some(bytes)
}

/// A palette, and each pixel's place in it, which take the place of the pixels.
fn indexed(canvas: &mut [u8]) -> (Vec<Rgb>, &[u8]) {
    let pixels = canvas.len() / PIXEL;
    let color = |canvas: &[u8], pixel: usize| {
        let from = pixel * PIXEL;
        [canvas[from], canvas[from + 1], canvas[from + 2]]
    };
    let mut counts: HashMap<Rgb, u32> = HashMap::new();
    // Most pixels have the colour of the one before.
    let mut run: (Option<Rgb>, u32) = (None, 0);
    for color in (0..pixels).map(|pixel| color(canvas, pixel)) {
        if run.0 == Some(color) {
            run.1 += 1;
            continue;
        }
        if let (Some(before), count) = run {
            *counts.entry(before).or_default() += count;
        }
        run = (Some(color), 1);
    }
    if let (Some(last), count) = run {
        *counts.entry(last).or_default() += count;
    }
    let palette = palette(counts);
    let mut known: HashMap<Rgb, u8> = HashMap::new();
    let mut last: Option<(Rgb, u8)> = None;
    for pixel in 0..pixels {
        let color = color(canvas, pixel);
        let place = match last {
            Some((before, place)) if before == color => place,
            _ => *known.entry(color).or_insert_with(|| nearest(&palette, color)),
        };
        last = Some((color, place));
        // A pixel has more bytes than its place, so what is not read yet stays.
        canvas[pixel] = place;
    }
    (palette, &canvas[..pixels])
}

/// The most frequent colours as they are; the others gathered by likeness, the most frequent first.
fn palette(counts: HashMap<Rgb, u32>) -> Vec<Rgb> {
    let mut colors: Vec<(u32, Rgb)> = counts.into_iter().map(|(color, count)| (count, color)).collect();
    // By colour too, so that the same pixels always give the same palette.
    colors.sort_unstable_by(|a, b| b.cmp(a));
    if colors.len() <= COLORS {
        return colors.into_iter().map(|(_, color)| color).collect();
    }
    let (exact, shades) = colors.split_at(EXACT);
    let mut groups: HashMap<Rgb, (u64, [u64; 3])> = HashMap::new();
    for (count, color) in shades {
        let (all, sums) = groups.entry(color.map(|channel| channel >> 4)).or_default();
        *all += u64::from(*count);
        for (sum, channel) in sums.iter_mut().zip(color) {
            *sum += u64::from(*channel) * u64::from(*count);
        }
    }
    let mut groups: Vec<(u64, Rgb)> =
        groups.into_values().map(|(all, sums)| (all, sums.map(|sum| (sum / all.max(1)) as u8))).collect();
    groups.sort_unstable_by(|a, b| b.cmp(a));
    let gathered = groups.into_iter().map(|(_, color)| color);
    exact.iter().map(|(_, color)| *color).chain(gathered).take(COLORS).collect()
}

fn nearest(palette: &[Rgb], color: Rgb) -> u8 {
    let far =
        |other: &Rgb| -> u32 { other.iter().zip(color).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let place = (0..palette.len()).min_by_key(|place| far(&palette[*place])).unwrap_or(0);
    u8::try_from(place).unwrap_or(u8::MAX)
}
