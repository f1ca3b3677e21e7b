"""What comes in."""

import msgspec


class CustomerChanged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customer as of a version; versions of one customer only grow."""

    customer: str
    version: int
    name: str
    city: str


decode = msgspec.json.Decoder(CustomerChanged).decode
