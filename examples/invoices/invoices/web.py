"""The service: ``gunicorn invoices.web:app``."""

from flask import Flask, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from invoices.invoice import SAMPLES, Invoice

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


@app.get("/invoices")
def overview() -> ResponseReturnValue:
    return jsonify([as_json(invoice) for invoice in SAMPLES.values()])


@app.get("/invoices/<int:number>")
def invoice(number: int) -> ResponseReturnValue:
    """A page for browsers, JSON for those who ask for it."""
    found = SAMPLES.get(number) or abort(404, f"There is no invoice {number}")
    wanted = request.accept_mimetypes.best_match(["text/html", "application/json"])
    if wanted == "application/json":
        return as_json(found)
    return render_template("invoice.html", invoice=found)


def as_json(invoice: Invoice) -> dict[str, object]:
    """Amounts are text: a JSON number is a float to most who read it."""
    return {
        "number": invoice.number,
        "customer": invoice.customer,
        "net": str(invoice.net),
        "tax": {str(rate): str(amount) for rate, amount in invoice.tax.items()},
        "gross": str(invoice.gross),
    }
