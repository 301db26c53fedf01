//! A timeline at a glance: how many events there are in each stretch of years, for a drawing. What it shows can be
//! read in the list; it leads nowhere.

use crate::model::settings::Words;
use crate::model::view::View;

/// The width of the drawing.
const WIDTH: i64 = 960;
/// The height of its tallest bar.
const HEIGHT: i64 = 56;
/// The most bars there are.
const BARS: i64 = 96;
/// How many years a bar may stand for.
const STEPS: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// The drawing of events by their years, in order; none of too few.
pub fn of(years: &[i64], words: &Words) -> View {
    let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { return View::None };
    if years.len() < 8 || last - first < 8 {
        return View::None;
    }
    let step =
        STEPS.into_iter().find(|step| (last - first) / step < BARS).unwrap_or((last - first) / BARS + 1);
    let from = first.div_euclid(step);
    let count = last.div_euclid(step) - from + 1;
    let mut events = vec![0_i64; usize::try_from(count).unwrap_or(1)];
    for year in years {
        let bar = usize::try_from(year.div_euclid(step) - from).unwrap_or(0);
        events[bar] += 1;
    }
    let most = events.iter().copied().max().unwrap_or(1).max(1);
    let x = |bar: i64| bar * WIDTH / count;
    let bars = (0..).zip(&events).filter(|(_, events)| **events > 0).map(|(bar, events)| {
        let height = (events * HEIGHT / most).max(3);
        numbers(&[
            ("x", x(bar)),
            ("y", HEIGHT - height),
            ("width", (x(bar + 1) - x(bar) - 1).max(2)),
            ("height", height),
        ])
    });
    let every = STEPS.into_iter().find(|every| count * step / every <= 8).unwrap_or(last - first);
    let ticks =
        (0..count).filter(|bar| (from + bar) * step % every == 0 && x(*bar) < WIDTH - 40).map(|bar| {
            View::Map(vec![("x", View::Int(x(bar))), ("title", View::text(words.year((from + bar) * step)))])
        });
    View::Map(vec![
        ("width", View::Int(WIDTH)),
        ("height", View::Int(HEIGHT)),
        ("step", View::Int(step)),
        ("from", View::text(words.year(*first))),
        ("to", View::text(words.year(*last))),
        ("most", View::Int(most)),
        ("bars", View::list(bars)),
        ("ticks", View::list(ticks)),
    ])
}

fn numbers(named: &[(&'static str, i64)]) -> View {
    View::Map(named.iter().map(|(name, number)| (*name, View::Int(*number))).collect())
}
