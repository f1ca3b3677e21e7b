import json
import subprocess
import sys

import pytest
from pricing import prices


def test_quantity_and_basket_discounts_add_up() -> None:
    tea = ("TEA-0001", 12, 890)
    cup = ("CUP-0001", 1, 1400)

    assert prices([[cup], [tea], [tea, cup], []]) == [1400, 9994, 11373, 0]


@pytest.mark.parametrize("line", [("TEA-0001", 2, 2**64 - 1), ("TEA-0001", -1, 890)])
def test_what_cannot_be_priced_is_refused(line: tuple[str, int, int]) -> None:
    with pytest.raises(OverflowError):
        prices([[line]])


def test_the_command_reads_json_and_writes_json() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pricing"],
        input='[[["TEA-0001", 12, 890]]]',
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[9994]\n"


def test_made_up_baskets_are_the_same_each_time() -> None:
    command = [sys.executable, "-m", "pricing", "--made-up", "1000"]
    first, second = (
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for _ in range(2)
    )
    assert first["baskets"] == 1000
    assert first["cents"] == second["cents"] > 0
