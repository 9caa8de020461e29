"""The pages that are only looked at: load, the servers, each page beside its floor and the lone agency."""

import json
import sys
import time

from benchmarks import flatness, load, neighbours, timeline
from benchmarks.figures import Figures, ratio
from benchmarks.load import Scale, World
from benchmarks.pages import Ask, Contender, Visitor, interleaved
from benchmarks.rooms import ALONE, Rooms
from benchmarks.table import Goal, Results, line
from tenants import embedded


class Reading:
    """What a run over one set of rooms begins with."""

    def __init__(self, rooms: Rooms, scale: Scale) -> None:
        self.rooms, self.scale, self.results = rooms, scale, Results()
        self.begun = time.monotonic()

    def say(self, words: str) -> None:
        """How far it is, for whoever waits."""
        print(f"{time.monotonic() - self.begun:5.0f} s  {words}", file=sys.stderr, flush=True)

    def load(self) -> None:
        """One agency, a copy of its database with nobody else in it, then all the others."""
        self.say(f"loading {self.scale.clients} clients with {self.scale.notes_each} notes each")
        with self.rooms.superuser() as connection:
            self.world: World = load.agency(connection, self.scale)
        with self.rooms.superuser("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{ALONE}" TEMPLATE "{embedded.DATABASE}"')
        self.say(f"loading {self.scale.agencies - 1} agencies around them")
        with self.rooms.superuser() as connection:
            neighbours.loaded(connection, self.scale)
            neighbours.settle(connection)
        with self.rooms.superuser(ALONE) as connection:
            neighbours.settle(connection)

    def serve(self) -> None:
        """The product, the lone agency beside it, the floor beneath."""
        self.say("starting web, worker, beat, the lone agency and the floor")
        self.rooms.start_children()
        self.product = self.rooms.product()
        self.visitor = Visitor(self.product.port)
        self.home = self.visitor.sign_in()
        self.alone = self.rooms.second("alone", "webapp.app:create_app", ALONE, "/healthz")
        self.lonely = Visitor(self.alone.port)
        self.lonely.sign_in()
        client, case = self.world.files[0]
        file = f"{self.home}people/{client}"
        wanted = {
            "list": ("GET", f"{self.home}people", None),
            "search": ("POST", f"{self.home}people/search", {"q": self.world.families[0][:4]}),
            "client": ("GET", file, None),
            "case": ("GET", f"{file}/cases/{case}", None),
        }
        values = {"BENCH_SESSION": self.visitor.cookies["sid"], "BENCH_PAGES": json.dumps(wanted)}
        self.floor = self.rooms.second(
            "floor", "benchmarks.floor:create", embedded.DATABASE, "/list", values=values
        )

    def reading(self) -> None:
        """The four pages that are only looked at."""
        files = [f"{self.home}people/{client}" for client, _ in self.world.files]
        cases = [f"{self.home}people/{client}/cases/{case}" for client, case in self.world.files]
        names = [name[:4] for name in self.world.families]
        search = f"{self.home}people/search"
        pages: dict[str, tuple[str, Ask]] = {
            "list": ("clients list", lambda who, _: who.get(f"{self.home}people")),
            "search": ("client search", lambda who, n: who.post(search, {"q": names[n % len(names)]})),
            "client": ("client page", lambda who, n: who.get(files[n % len(files)])),
            "case": ("case page", lambda who, n: who.get(cases[n % len(cases)])),
        }
        flat: list[float] = []
        for name, (title, ask) in pages.items():
            self.say(title)
            page, alone, floor = self._compared(name, ask)
            self.results.rows += [line(title, page, 1 / ratio(page, floor)), line("  its floor", floor)]
            flat.append(ratio(page, alone))
            if name == "list":
                self._list_goals(page, floor)
        worst = max(flat)
        self.results.goals.append(
            Goal(f"cost from 1 to {self.scale.agencies} agencies, the worst of four pages", worst, 1.15)
        )
        self.results.remarks.append(
            "cost against the lone agency, by page: " + ", ".join(f"{f:.2f}" for f in flat)
        )
        self._search_goals(names)
        self._times(search, names, files)

    def _compared(self, name: str, ask: Ask) -> tuple[Figures, Figures, Figures]:
        postmaster = self.rooms.postmaster
        bare = Visitor(self.floor.port)
        contenders = [
            Contender.of(self.visitor, ask, self.product.meter(postmaster)),
            Contender.of(self.lonely, ask, self.alone.meter(postmaster)),
            Contender.of(bare, lambda who, _: who.get(f"/{name}"), self.floor.meter(postmaster)),
        ]
        interleaved(contenders, self.scale.rounds, self.scale.requests)
        page, alone, floor = (contender.figures for contender in contenders)
        return page, alone, floor

    def _list_goals(self, page: Figures, floor: Figures) -> None:
        self.results.goals.append(
            Goal("clients list, share of the floor", 100 / ratio(page, floor), 60, at_least=True, unit=" %")
        )
        self.say("session look-up")
        looked = flatness.session_lookup(self.rooms, self.visitor.cookies["sid"], self.scale.rounds)
        self.results.rows.append(line("session look-up", looked))
        share = 100 * looked.cpu / page.cpu
        self.results.goals.append(Goal("session look-up, share of the clients list", share, 15, unit=" %"))

    def _times(self, search: str, names: list[str], files: list[str]) -> None:
        """What a person waits for when one process answers one person: the time at the server, and the loopback's."""
        self.say("search, client page, today and week with one web process")
        one = self.rooms.second("one", "webapp.app:create_app", embedded.DATABASE, "/healthz", workers=1)
        who, meter = (
            Visitor(one.port, self.visitor.cookies, self.visitor.token),
            one.meter(self.rooms.postmaster),
        )
        asks: dict[str, tuple[float, Ask]] = {
            "search": (60, lambda who, n: who.post(search, {"q": names[7 * n % len(names)]})),
            "client page": (80, lambda who, n: who.get(files[n % len(files)])),
            "today": (120, lambda who, n: who.get(self.home)),
            "week of a calendar": (120, lambda who, n: who.get(f"{self.home}calendar")),
        }
        for title, (limit, ask) in asks.items():
            alone = Contender([who], ask, meter, Figures())
            interleaved([alone], self.scale.rounds, self.scale.requests)
            self.results.rows.append(line(f"{title}, one process", alone.figures))
            p95 = 1000 * alone.figures.percentile(0.95)
            self.results.goals.append(Goal(f"{title} with one web process, p95", p95, limit, unit=" ms"))

    def _search_goals(self, names: list[str]) -> None:
        self.say("search with and without the wall")
        inside, outside = flatness.searches(self.rooms, self.world, names[:40], self.scale.rounds)
        self.results.rows += [line("search SQL, walled", inside), line("search SQL, no wall", outside)]
        self.results.goals += [
            Goal("search against the same without row security, in PostgreSQL", ratio(inside, outside), 2),
            Goal("search SQL, p95", 1000 * inside.percentile(0.95), 50, unit=" ms"),
        ]

    def turning_pages(self) -> None:
        """The first page of the thickest file."""
        self.say(f"timeline of {load.THICK} notes")
        visitor, world, scale = self.visitor.twin(), self.world, self.scale
        found = timeline.measured(
            self.rooms, visitor, self.home, world, rounds=scale.rounds, count=scale.requests
        )
        self.results.rows.append(line("timeline, thick file", found))
        slow = 1000 * found.percentile(0.95)
        self.results.goals.append(Goal(f"timeline of {load.THICK} notes, p95", slow, 100, unit=" ms"))
