//! The history of a figure as a line: coordinates for a template to draw, in a box of 640 by 240.

use crate::model::date::EventDate;
use crate::model::figure::{Figure, Qualifier};
use crate::model::settings::Words;
use crate::model::view::View;

/// The left, right, top and bottom of the plot.
const BOX: (f64, f64, f64, f64) = (70.0, 616.0, 16.0, 206.0);

/// What a template needs to draw a history: nothing where there is no line to draw.
pub fn view(values: &[(&EventDate, Figure)], words: &Words) -> View {
    let times: Vec<f64> = values.iter().filter_map(|(date, _)| time(date)).collect();
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return View::None };
    // The axis begins at nothing: what is less than that is told by the table alone.
    let is_negative = values.iter().any(|(_, figure)| figure.low.0 < 0);
    if times.len() != values.len() || values.len() < 2 || last <= first || is_negative {
        return View::None;
    }
    let top = values.iter().map(|(_, figure)| figure.high.to_f64()).fold(0.0, f64::max);
    let Some(step) = step(top) else { return View::None };
    let ceiling = (top / step).ceil() * step;
    let x = |time: f64| BOX.0 + (time - first) / (last - first) * (BOX.1 - BOX.0);
    let y = |value: f64| BOX.3 - value / ceiling * (BOX.3 - BOX.2);
    let points: Vec<(f64, f64)> =
        times.iter().zip(values).map(|(time, (_, figure))| (x(*time), y(middle(figure)))).collect();
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let marks = points.iter().zip(values).map(|((at, middle), (_, figure))| {
        View::Map(vec![
            ("x", number(*at)),
            ("y", number(*middle)),
            ("low", number(y(figure.low.to_f64()))),
            ("high", number(y(figure.high.to_f64()))),
            ("range", View::Bool(figure.qualifier == Qualifier::Between)),
        ])
    });
    let ticks = (0..=5).map(|i| f64::from(i) * step).take_while(|value| *value <= ceiling * 1.001);
    let ticks = ticks
        .map(|value| View::Map(vec![("y", number(y(value))), ("label", View::text(label(value, words)))]));
    let shown = |at: usize| values.get(at).map_or(View::None, |(date, _)| View::text(date.show(words)));
    View::Map(vec![
        ("line", View::text(line.join(" "))),
        ("points", View::list(marks)),
        ("ticks", View::list(ticks)),
        ("from", shown(0)),
        ("to", shown(values.len() - 1)),
        ("left", number(BOX.0)),
        ("right", number(BOX.1)),
        ("bottom", number(BOX.3)),
    ])
}

/// Years, with the day as a part of one.
fn time(date: &EventDate) -> Option<f64> {
    let (year, month, day) = date.earliest()?;
    let year = i32::try_from(year).ok()?;
    Some(f64::from(year) + (f64::from(month) - 1.0) / 12.0 + (f64::from(day) - 1.0) / 366.0)
}

fn middle(figure: &Figure) -> f64 {
    f64::midpoint(figure.low.to_f64(), figure.high.to_f64())
}

/// A round distance between lines, so that there are two to five of them.
fn step(top: f64) -> Option<f64> {
    if !(top > 0.0 && top.is_finite()) {
        return None;
    }
    let power = 10_f64.powf(top.log10().floor());
    [0.2, 0.5, 1.0, 2.0].into_iter().map(|part| part * power).find(|step| top / step <= 5.0)
}

fn label(value: f64, words: &Words) -> String {
    let scaled = [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")];
    let plain = |value: f64| {
        let text = format!("{value:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    match scaled.iter().find(|(unit, _)| value >= *unit) {
        Some((unit, name)) => words.fill(&format!("number_{name}"), &[("number", &plain(value / unit))]),
        None => plain(value),
    }
}

fn number(value: f64) -> View {
    View::Number(format!("{value:.1}").into())
}
