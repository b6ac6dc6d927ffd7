"""Any engine is one function: `map(fn, items)`, lazy and in order. Serial, a pool of processes, or Dask."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from crossbearing.errors import CrossbearingError, UsageError

T = TypeVar("T")
R = TypeVar("R")
NAMES = ("serial", "processes", "dask")
AHEAD = 2  # items in flight for each worker: enough to keep it busy, few enough to hold memory


class Engine(Protocol):
    """Runs a picklable function over items and gives the results lazily, in order of the items."""

    @property
    def name(self) -> str:
        """One of `NAMES`."""
        ...

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """`fn` of each item, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Serial:
    """One after another, in this process."""

    name: str = "serial"

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """`fn` of each item, in order."""
        return map(fn, items)


@dataclass(frozen=True, slots=True)
class Processes:
    """A pool of fresh processes (spawned, so that no lock or file handle is inherited)."""

    jobs: int
    name: str = "processes"

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """`fn` of each item, in order.

        Raises:
            CrossbearingError: a worker died (most often for want of memory).
        """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.jobs, mp_context=context)
        try:
            yield from _window(lambda item: pool.submit(fn, item), items, self.jobs * AHEAD)
        except BrokenProcessPool as error:
            raise CrossbearingError(
                "a worker process died, perhaps for want of memory",
                do="What was finished is kept: run the same command again, with fewer --jobs",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Dask:
    """A Dask cluster: the one at `address`, or one started here on the loopback address alone."""

    jobs: int
    address: str | None = None
    name: str = "dask"

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """`fn` of each item, in order.

        Raises:
            UsageError: Dask is not installed, or the scheduler does not answer.
        """
        try:
            from distributed import Client, LocalCluster
        except ModuleNotFoundError as error:
            raise UsageError("the engine dask is not installed", do="Install crossbearing[dask]") from error
        with ExitStack() as stack:
            where: Any = self.address
            if where is None:
                where = stack.enter_context(
                    LocalCluster(
                        n_workers=self.jobs,
                        threads_per_worker=1,
                        processes=True,
                        host="127.0.0.1",
                        dashboard_address=None,
                    )
                )
            try:
                client = stack.enter_context(Client(where))
            except (OSError, ValueError) as error:
                raise UsageError(
                    f"the Dask scheduler cannot be reached: {error}",
                    where=self.address,
                    do="Check --dask-address, or leave it out to start workers here",
                ) from error
            yield from _window(lambda item: client.submit(fn, item, pure=False), items, self.jobs * AHEAD)


def engine(name: str, jobs: int = 1, address: str | None = None) -> Engine:
    """The engine of that name.

    Raises:
        UsageError: there is none, or `jobs` is less than one.
    """
    if jobs < 1:
        raise UsageError("--jobs must be at least 1", do="Give the number of worker processes")
    if name == "serial":
        return Serial()
    if name == "processes":
        return Processes(jobs)
    if name == "dask":
        return Dask(jobs, address)
    raise UsageError(f"there is no engine {name!r}", do=f"One of: {', '.join(NAMES)}")


def _window(submit: Callable[[T], Any], items: Iterable[T], size: int) -> Iterator[Any]:
    """Results in order, with at most `size` items in flight."""
    flying: deque[Any] = deque()
    for item in items:
        flying.append(submit(item))
        if len(flying) >= size:
            yield flying.popleft().result()
    while flying:
        yield flying.popleft().result()
