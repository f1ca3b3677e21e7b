"""Tells people where their parcels are."""

from parcels.web import PLACES

if __name__ == "__main__":
    for number, place in PLACES.items():
        print(f"{number} is {place}")
