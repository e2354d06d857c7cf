"""A proxy that loses answers: the request arrives, the answer of some never does."""

import asyncio
import random
import threading
from typing import Self

from tests.services.postgres import free_port


class LosingProxy:
    """Listens on `port` and forwards to `target`; drops the whole answer with probability `share`."""

    def __init__(self, target: int, share: float, rng: random.Random) -> None:
        self.target, self.share, self.rng = target, share, rng
        self.port, self.lost = free_port(), 0
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        self.ready.wait(10)
        return self

    def __exit__(self, *_exception: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._pass_on, "127.0.0.1", self.port))
        self.ready.set()
        self.loop.run_forever()

    async def _pass_on(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            request = await self._request(client)
            reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(request)
            # The server closes after one answer: by then the ballot is committed.
            answer = await reader.read(-1)
            writer.close()
            if self.rng.random() < self.share:
                self.lost += 1
            else:
                back.write(answer)
                await back.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            back.close()

    async def _request(self, client: asyncio.StreamReader) -> bytes:
        head = await client.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        size = int(lengths[0].split(b":")[1]) if lengths else 0
        return head + await client.readexactly(size)
