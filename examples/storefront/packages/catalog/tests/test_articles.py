from catalog import Catalog


def test_articles_are_found_by_number_and_by_tag() -> None:
    catalog = Catalog.shipped()

    assert catalog.find("TEA-0002").title == "Sencha"
    assert catalog.find("TEA-9999") is None
    assert [one.number for one in catalog.tagged("black")] == ["TEA-0001", "TEA-0003"]
