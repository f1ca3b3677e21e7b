"""What the web application answers."""

from fastapi.testclient import TestClient

from tickets.app import app


def test_an_order_for_a_concert_is_taken() -> None:
    answer = TestClient(app).post("/orders", json={"concert": "preludes", "seats": 2})

    assert answer.status_code == 201


def test_a_concert_that_is_not_there_is_refused() -> None:
    answer = TestClient(app).post("/orders", json={"concert": "silence", "seats": 2})

    assert answer.status_code == 404
