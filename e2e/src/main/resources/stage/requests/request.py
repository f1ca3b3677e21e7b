"""
One request, for a pod without curl: request.py [--wait SECONDS] METHOD URL [JSON]

Prints status and body; ends with 1 when the status is 400 or above, or when there is no answer.
"""

import argparse
import sys
import time
import urllib.error
import urllib.request


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wait", type=float, default=0, help="how long there may be no answer")
    parser.add_argument("method")
    parser.add_argument("url")
    parser.add_argument("json", nargs="?")
    chosen = parser.parse_args()
    data = None if chosen.json is None else chosen.json.encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(chosen.url, data, headers, method=chosen.method.upper())
    deadline = time.monotonic() + chosen.wait
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                print(answer.status, answer.read().decode())
                return
        except urllib.error.HTTPError as problem:
            sys.exit(f"{problem.code} {problem.read().decode()}")
        except OSError as problem:
            if time.monotonic() >= deadline:
                sys.exit(f"No answer from {chosen.url}: {problem}")
            time.sleep(0.2)


if __name__ == "__main__":
    main()
