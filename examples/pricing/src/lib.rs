//! Prices baskets: quantity discounts by article, then a discount on the whole.
//!
//! All money is in whole cents and all discounts in whole per mille, so that the same basket has the same price on every machine.

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

/// From this quantity of one article, this discount in per mille. The last step that is reached counts.
const STEPS: [(u32, u64); 3] = [(5, 20), (10, 50), (50, 120)];

/// From this sum of a basket in cents, `BASKET_DISCOUNT` in per mille off the whole.
const BASKET_FROM: u64 = 10_000;
const BASKET_DISCOUNT: u64 = 15;

/// An article's number, its quantity, and the price of one in cents.
type Line = (String, u32, u64);

/// Takes a discount off; half cents go to the customer.
fn less(cents: u64, per_mille: u64) -> Option<u64> {
    let kept = u128::from(cents) * u128::from(1000 - per_mille);
    u64::try_from((kept + 499) / 1000).ok()
}

fn line_price(quantity: u32, cents: u64) -> Option<u64> {
    let step = STEPS.iter().rev().find(|(from, _)| quantity >= *from);
    less(
        cents.checked_mul(u64::from(quantity))?,
        step.map_or(0, |(_, discount)| *discount),
    )
}

/// The price of a basket in cents; none when it is more than 64 bits can hold.
fn basket_price(basket: &[Line]) -> Option<u64> {
    let sum = basket.iter().try_fold(0u64, |sum, (_, quantity, cents)| {
        sum.checked_add(line_price(*quantity, *cents)?)
    })?;
    if sum >= BASKET_FROM {
        less(sum, BASKET_DISCOUNT)
    } else {
        Some(sum)
    }
}

/// The price of each basket in cents. Other Python threads run meanwhile.
#[pyfunction]
fn prices(py: Python<'_>, baskets: Vec<Vec<Line>>) -> PyResult<Vec<u64>> {
    py.detach(|| {
        baskets
            .iter()
            .map(|basket| basket_price(basket))
            .collect::<Option<Vec<u64>>>()
    })
    .ok_or_else(|| PyOverflowError::new_err("a basket costs more than 2^64 cents"))
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(prices, module)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_cents_go_to_the_customer() {
        assert_eq!(less(50, 150), Some(42));
        assert_eq!(less(10, 150), Some(8));
        assert_eq!(less(101, 150), Some(86));
        assert_eq!(less(1, 0), Some(1));
    }

    #[test]
    fn the_last_step_that_is_reached_counts() {
        assert_eq!(line_price(4, 1000), Some(4000));
        assert_eq!(line_price(5, 1000), Some(4900));
        assert_eq!(line_price(10, 1000), Some(9500));
        assert_eq!(line_price(50, 1000), Some(44_000));
    }

    #[test]
    fn what_does_not_fit_has_no_price() {
        assert_eq!(line_price(2, u64::MAX), None);
    }
}
