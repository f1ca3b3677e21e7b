"""The terms of trade, as customers see them: a change of a line here is seen in every answer."""

from pydantic import BaseModel, ConfigDict

FREE_SHIPPING_FROM_CENTS = 5_000
SHIPPING_CENTS = 490


class Terms(BaseModel):
    """What shipping costs, and from which value of an order on it is free."""

    model_config = ConfigDict(frozen=True)

    currency: str = "EUR"
    free_shipping_from_cents: int = FREE_SHIPPING_FROM_CENTS
    shipping_cents: int = SHIPPING_CENTS

    def shipping_for(self, total_cents: int) -> int:
        """What shipping an order costs, in cents."""
        return 0 if total_cents >= self.free_shipping_from_cents else self.shipping_cents


TERMS = Terms()
