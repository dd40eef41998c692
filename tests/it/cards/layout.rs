//! Where everything stands, on any card.

use proptest::prelude::*;
use proptest::sample::select;
use study_coach::cards::scene::{Form, Item, Rect, Scene};
use study_coach::cards::typeset::{Set, Typesetter};

use super::random::card;
use super::samples::{self, With};

/// The least contrast of words and of shapes that say something (WCAG 2.2, 1.4.3 and 1.4.11, AA).
const WORDS: f64 = 4.5;
const SHAPES: f64 = 3.0;
/// The smallest type: a phone 360 wide shows a card of 800 at less than half.
const SMALLEST: f32 = 21.0;

fn check(scene: &Scene) -> Result<(), TestCaseError> {
    let whole = Rect::new(0.0, 0.0, f32::from(scene.width), f32::from(scene.height));
    for (place, item) in scene.items.iter().enumerate() {
        let rect = item.rect();
        prop_assert!(whole.holds(rect), "outside the card: {item:?}");
        prop_assert!(rect.width > 0.0 && rect.height > 0.0, "no room: {item:?}");
        let behind = scene.behind(place);
        match item {
            Item::Text(text) => {
                let contrast = text.color.contrast(behind);
                prop_assert!(contrast >= WORDS, "{contrast} for {text:?} on {behind:?}");
                prop_assert!(text.least.min(text.size) >= SMALLEST, "too small on a phone: {text:?}");
            }
            Item::Shape(shape) if shape.telling => {
                let contrast = shape.color.contrast(behind);
                prop_assert!(contrast >= SHAPES, "{contrast} for {shape:?} on {behind:?}");
            }
            Item::Shape(_) => {}
        }
        for below in &scene.items[..place] {
            if !below.rect().meets(rect) {
                continue;
            }
            let lies_on = match below {
                Item::Shape(shape) => {
                    let open = matches!(shape.form, Form::Frame(..) | Form::Ring(_) | Form::Arc(..));
                    (shape.form.is_ground() || open) && shape.rect.holds(rect)
                }
                Item::Text(_) => false,
            };
            prop_assert!(lies_on, "{item:?} overlaps {below:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_leaves_the_card_or_is_too_pale(card in card()) {
        check(&card.scene())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn words_stay_in_their_boxes(card in card(), with in select(vec![With::Own, With::Others])) {
        let mut typesetter = Typesetter::new(&with.load());
        for item in &card.scene().items {
            let Item::Text(text) = item else { continue };
            let taken = match typesetter.set(text) {
                Set::Words { taken, .. } => taken,
                Set::Mark(rect) => rect,
            };
            let half = 0.5;
            let room = Rect::new(text.rect.x - half, text.rect.y - half, text.rect.width + 1.0, text.rect.height + 1.0);
            prop_assert!(room.holds(&taken), "{taken:?} for {text:?}");
        }
    }
}

#[test]
fn the_sample_cards_hold_to_the_rules_too() {
    for (name, _, _, card) in samples::all() {
        check(&card.scene()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn stages_have_different_shapes() {
    use study_coach::cards::theme::{Stage, blank, stage};
    let forms =
        [Stage::Done, Stage::Now, Stage::Ahead, Stage::Optional, Stage::Known, Stage::LeftOut].map(|which| {
            let mut scene = blank(100.0);
            stage(&mut scene, which, 50.0, 50.0, 30.0);
            let forms = scene.items.iter().map(|item| match item {
                Item::Shape(shape) => format!("{:?}", std::mem::discriminant(&shape.form)),
                Item::Text(_) => String::new(),
            });
            forms.collect::<Vec<_>>()
        });
    for (place, form) in forms.iter().enumerate() {
        assert!(!forms[..place].contains(form), "{forms:?}");
    }
}
