"""Books that somebody should bring back."""

import click

OVERDUE = ["Notes on the Analytical Engine"]


@click.command()
def main():
    """Print them."""
    for title in OVERDUE:
        click.echo(title)
