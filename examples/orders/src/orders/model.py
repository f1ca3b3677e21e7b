"""What an order is. Money is in whole cents, so nothing is ever rounded twice."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, computed_field

from orders.terms import TERMS

Article = Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{4}$", examples=["TEA-0042"])]


class Line(BaseModel):
    """A number of one article, at the price that was shown to the customer."""

    model_config = ConfigDict(frozen=True)

    article: Article
    quantity: Annotated[int, Field(ge=1, le=1_000)]
    cents: Annotated[int, Field(ge=0, description="Price of one, in cents")]


class NewOrder(BaseModel):
    """What a customer sends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer: Annotated[str, Field(min_length=1, max_length=80)]
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=100)]


class Order(NewOrder):
    """An order that was taken."""

    id: UUID = Field(default_factory=uuid4)
    taken_at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @computed_field
    @property
    def total_cents(self) -> int:
        return sum(line.quantity * line.cents for line in self.lines)

    @computed_field
    @property
    def shipping_cents(self) -> int:
        return TERMS.shipping_for(self.total_cents)
