"""The consumer: ``python -m streaming``. It ends well on SIGTERM, after the event in hand."""

import argparse
import os
import signal
import sys
from pathlib import Path
from threading import Event

import msgspec
from confluent_kafka import Consumer, KafkaException

from streaming.events import decode
from streaming.state import State


def main() -> None:
    parser = argparse.ArgumentParser(prog="streaming", description=__doc__)
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("file", type=Path, help="the encrypted file")
    chosen = parser.parse_args()
    key = os.environ.get("STREAMING_KEY") or sys.exit("Set STREAMING_KEY to the file's key")
    asked_to_stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: asked_to_stop.set())
    consumer = Consumer(
        {
            "bootstrap.servers": chosen.bootstrap_servers,
            "group.id": "streaming",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([chosen.topic])
    with State(chosen.file, key) as state:
        try:
            consume(consumer, state, asked_to_stop)
        finally:
            consumer.close()


def consume(consumer: Consumer, state: State, asked_to_stop: Event) -> None:
    """An event is committed to Kafka only after the file has it."""
    while not asked_to_stop.is_set():
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        try:
            state.apply(decode(message.value()))
        except msgspec.MsgspecError as error:
            place = f"{message.topic()}/{message.partition()}/{message.offset()}"
            print(f"Skipped {place}: {error}", file=sys.stderr)
        consumer.commit(message)


if __name__ == "__main__":
    main()
