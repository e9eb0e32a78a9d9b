//! Exact rational numbers, as far as power series need them.

use std::ops::{Add, Mul, Neg};

/// In lowest terms, with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rational {
    numerator: i128,
    denominator: i128,
}

pub const ZERO: Rational = Rational { numerator: 0, denominator: 1 };
pub const ONE: Rational = Rational { numerator: 1, denominator: 1 };

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

pub fn rational(numerator: i128, denominator: i128) -> Rational {
    assert!(denominator != 0, "a denominator is not zero");
    let divisor = gcd(numerator, denominator) * denominator.signum();
    Rational { numerator: numerator / divisor, denominator: denominator / divisor }
}

impl Rational {
    pub fn reciprocal(self) -> Self {
        rational(self.denominator, self.numerator)
    }
}

impl Add for Rational {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let divisor = gcd(self.denominator, other.denominator);
        let (left, right) = (other.denominator / divisor, self.denominator / divisor);
        rational(self.numerator * left + other.numerator * right, self.denominator * left)
    }
}

impl Mul for Rational {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        // Crosswise first, which keeps the numbers small.
        let (a, b) =
            (rational(self.numerator, other.denominator), rational(other.numerator, self.denominator));
        rational(a.numerator * b.numerator, a.denominator * b.denominator)
    }
}

impl Neg for Rational {
    type Output = Self;

    fn neg(self) -> Self {
        Rational { numerator: -self.numerator, ..self }
    }
}

#[test]
fn arithmetic_is_exact() {
    let third = rational(-2, -6);
    assert_eq!(third, rational(1, 3));
    assert_eq!(third + rational(1, 6), rational(1, 2));
    assert_eq!(third * rational(3, 5), rational(1, 5));
    assert_eq!((-third).reciprocal(), rational(-3, 1));
    assert_eq!(third + -third, ZERO);
    assert_eq!(ONE * third, third);
}
