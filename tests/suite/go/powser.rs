//! Power series as channels, after McIlroy's "Squint" and Go's `powser1`: every series is a task that computes its next
//! coefficient when it is asked to, and an operation on series is a task that asks others. The hardest program that is
//! written with select: splitting a series for two readers who ask at different times, and asking two at once.

use super::rational::{ONE, Rational, ZERO, rational};
use super::series::{Series, get_both, recursive, split};
use crate::suite::support::*;

// ---- Operations -----------------------------------------------------------------------------------------------

fn constant(c: Rational) -> Series {
    Series::by(move |z| async move {
        loop {
            z.put(Some(c)).await;
        }
    })
}

fn finite(coefficients: Vec<Rational>) -> Series {
    Series::by(move |z| async move {
        for c in coefficients {
            z.put(Some(c)).await;
        }
        z.end().await;
    })
}

fn add(u: Series, v: Series) -> Series {
    Series::by(move |z| async move {
        loop {
            z.asked.recv().await.unwrap();
            let (left, right) = get_both(&u, &v).await;
            let rest = match (left, right) {
                (Some(left), Some(right)) => {
                    z.coefficient.send(Some(left + right)).await.unwrap();
                    continue;
                }
                (Some(_), None) => &u,
                _ => &v,
            };
            z.coefficient.send(left.or(right)).await.unwrap();
            return z.copy(rest.clone()).await;
        }
    })
}

fn map(u: Series, f: impl Fn(Rational, i128) -> Rational + 'static) -> Series {
    Series::by(move |z| async move {
        for n in 0.. {
            if z.answer(async { u.get().await.map(|c| f(c, n)) }).await.is_none() {
                return z.end().await;
            }
        }
    })
}

fn scale(c: Rational, u: Series) -> Series {
    map(u, move |other, _| c * other)
}

/// `c + x u`
fn shift(c: Rational, u: Series) -> Series {
    Series::by(move |z| async move {
        z.put(Some(c)).await;
        z.copy(u).await;
    })
}

/// `(u0 + x U) (v0 + x V) = u0 v0 + x (u0 V + v0 U + x U V)`
fn multiply(u: Series, v: Series) -> Series {
    Series::by(move |z| async move {
        z.asked.recv().await.unwrap();
        let (Some(u0), Some(v0)) = get_both(&u, &v).await else {
            z.coefficient.send(None).await.unwrap();
            return z.end().await;
        };
        z.coefficient.send(Some(u0 * v0)).await.unwrap();
        let ([u1, u2], [v1, v2]) = (split(u), split(v));
        let crosswise = add(scale(u0, v1), scale(v0, u1));
        if z.answer(crosswise.get()).await.is_none() {
            return z.end().await;
        }
        z.copy(add(crosswise, multiply(u2, v2))).await;
    })
}

fn differentiate(u: Series) -> Series {
    Series::by(move |z| async move {
        z.asked.recv().await.unwrap();
        u.get().await;
        z.coefficient.send(u.get().await).await.unwrap();
        z.copy(map(u, |c, n| c * rational(n + 2, 1))).await;
    })
}

fn integrate(c: Rational, u: Series) -> Series {
    shift(c, map(u, |c, n| c * rational(1, n + 1)))
}

/// `1 / u`: with `u = u0 + x U` and `z = 1 / u`, `z = (1 - x U z) / u0`.
fn reciprocal(u: Series) -> Series {
    recursive(move |inside| {
        Series::by(move |z| async move {
            z.asked.recv().await.unwrap();
            let inverse = u.get().await.expect("its first coefficient is not zero").reciprocal();
            z.coefficient.send(Some(inverse)).await.unwrap();
            z.copy(scale(-inverse, multiply(u, inside))).await;
        })
    })
}

/// `exp u` for `u0 = 0`, which is the integral of `u' exp u`.
fn exponential(u: Series) -> Series {
    recursive(move |inside| integrate(ONE, multiply(inside, differentiate(u))))
}

/// `u (v)` for `v0 = 0`: `u0 + v U (v)`
fn substitute(u: Series, v: Series) -> Series {
    Series::by(move |z| async move {
        if z.answer(u.get()).await.is_none() {
            return z.end().await;
        }
        let [v, again] = split(v);
        assert_eq!(
            again.get().await.unwrap_or(ZERO),
            ZERO,
            "only a series without constant can be substituted"
        );
        z.copy(multiply(again, substitute(u, v))).await;
    })
}

/// The series `r` with `u (r (x)) = x` for `u = x U`: `r = x / U (r)`.
fn reverse(u: Series) -> Series {
    let tail = Series::by(move |z| async move {
        z.asked.recv().await.unwrap();
        assert_eq!(u.get().await, Some(ZERO), "only a series without constant can be reversed");
        z.coefficient.send(u.get().await).await.unwrap();
        z.copy(u).await;
    });
    recursive(move |inside| shift(ZERO, reciprocal(substitute(tail, inside))))
}

// ---- What comes out -------------------------------------------------------------------------------------------

/// The first coefficients of a series are these.
fn check(series: impl FnOnce() -> Series + 'static, expected: &[(i128, i128)]) {
    let expected: Vec<_> = expected.iter().map(|&(n, d)| rational(n, d)).collect();
    run(async move {
        let series = series();
        for (n, &coefficient) in expected.iter().enumerate() {
            assert_eq!(series.get().await.unwrap_or(ZERO), coefficient, "the coefficient of x^{n}");
        }
    });
}

fn ones() -> Series {
    constant(ONE)
}

/// `1 - x^2 + x^4 - ...`
fn alternating() -> Series {
    substitute(ones(), finite(vec![ZERO, ZERO, -ONE]))
}

#[test]
fn sums_differences_and_multiples() {
    let twos = || constant(rational(2, 1));
    check(ones, &[(1, 1); 10]);
    check(move || add(ones(), twos()), &[(3, 1); 10]);
    check(move || add(ones(), scale(-ONE, twos())), &[(-1, 1); 10]);
    check(|| add(finite(vec![ONE, ONE]), ones()), &[(2, 1), (2, 1), (1, 1), (1, 1), (1, 1)]);
    check(|| add(finite(vec![ONE]), finite(vec![ONE, ONE])), &[(2, 1), (1, 1), (0, 1), (0, 1)]);
}

#[test]
fn derivatives_and_integrals() {
    check(|| differentiate(ones()), &[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]);
    check(|| integrate(ZERO, ones()), &[(0, 1), (1, 1), (1, 2), (1, 3), (1, 4)]);
    check(|| differentiate(integrate(ZERO, ones())), &[(1, 1); 10]);
}

#[test]
fn products_and_reciprocals() {
    check(|| multiply(ones(), ones()), &[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1)]);
    check(
        || multiply(finite(vec![ONE, ONE]), finite(vec![ONE, -ONE])),
        &[(1, 1), (0, 1), (-1, 1), (0, 1), (0, 1)],
    );
    check(|| reciprocal(finite(vec![ONE, -ONE])), &[(1, 1); 10]);
    check(|| multiply(ones(), reciprocal(ones())), &[(1, 1), (0, 1), (0, 1), (0, 1), (0, 1)]);
}

#[test]
fn exponentials() {
    check(
        || exponential(finite(vec![ZERO, ONE])),
        &[(1, 1), (1, 1), (1, 2), (1, 6), (1, 24), (1, 120), (1, 720), (1, 5040)],
    );
    // The integral is -ln (1 - x).
    check(|| exponential(integrate(ZERO, ones())), &[(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)]);
    // x / (1 - x)
    check(
        || exponential(shift(ZERO, ones())),
        &[(1, 1), (1, 1), (3, 2), (13, 6), (73, 24), (167, 40), (4051, 720), (37633, 5040)],
    );
}

#[test]
fn substitution_and_the_arc_tangent() {
    check(alternating, &[(1, 1), (0, 1), (-1, 1), (0, 1), (1, 1), (0, 1), (-1, 1)]);
    check(
        || integrate(ZERO, alternating()),
        &[(0, 1), (1, 1), (0, 1), (-1, 3), (0, 1), (1, 5), (0, 1), (-1, 7)],
    );
}

#[test]
fn the_tangent_is_the_arc_tangent_reversed() {
    check(
        || reverse(integrate(ZERO, alternating())),
        &[(0, 1), (1, 1), (0, 1), (1, 3), (0, 1), (2, 15), (0, 1), (17, 315), (0, 1), (62, 2835)],
    );
}

#[test]
fn readers_of_a_split_series_may_ask_at_any_time() {
    for seed in 0..20 {
        run(async move {
            let [a, b] = split(map(ones(), |c, n| c * rational(n, 1)));
            let mut dice = Dice(seed);
            let mut next = [0, 0];
            for _ in 0..100 {
                let reader = dice.below(2);
                let got = [&a, &b][reader].get().await;
                assert_eq!(got, Some(rational(next[reader], 1)));
                next[reader] += 1;
            }
        });
    }
}
