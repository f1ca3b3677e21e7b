import pytest
from flask.testing import FlaskClient

from invoices.web import app


@pytest.fixture
def client() -> FlaskClient:
    return app.test_client()


def test_tax_is_rounded_once_for_each_rate(client: FlaskClient) -> None:
    answer = client.get("/invoices/1001", headers={"Accept": "application/json"})
    assert answer.json == {
        "number": 1001,
        "customer": "Ada Lovelace",
        "net": "384.99",
        "tax": {"7": "1.75", "19": "68.40"},
        "gross": "455.14",
    }


def test_browsers_get_a_page(client: FlaskClient) -> None:
    page = client.get("/invoices/1002", headers={"Accept": "text/html"}).text
    assert "Invoice 1002 for Charles Babbage" in page
    assert "242.76" in page


def test_an_unknown_invoice_is_named(client: FlaskClient) -> None:
    answer = client.get("/invoices/7")
    assert answer.status_code == 404
    assert "There is no invoice 7" in answer.text
