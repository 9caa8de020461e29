"""The measurements in their order: load, pages beside floor and lone agency, writing, jobs, letters, kills, starts."""

import json
import sys
import time
from collections.abc import Iterator

from benchmarks import flatness, imports, jobs, letters, load, purge
from benchmarks.figures import Figures, ratio
from benchmarks.load import Scale, World
from benchmarks.pages import NOTE, Answer, Ask, Contender, Visitor, interleaved
from benchmarks.rooms import ALONE, Rooms
from benchmarks.table import Goal, Results, line
from tenants import embedded


class Run:
    """One run over one set of rooms."""

    def __init__(self, rooms: Rooms, scale: Scale) -> None:
        self.rooms, self.scale, self.results = rooms, scale, Results()
        self.begun = time.monotonic()

    def say(self, words: str) -> None:
        """How far it is, for whoever waits."""
        print(f"{time.monotonic() - self.begun:5.0f} s  {words}", file=sys.stderr, flush=True)

    def everything(self) -> Results:
        """All of it, in an order that leaves the database whole until the last page is asked for."""
        self.load()
        self.serve()
        self.reading()
        self.writing()
        self.asking_for_jobs()
        self.drawing()
        self.purging()
        self.importing()
        self.killing()
        return self.results

    def load(self) -> None:
        """One agency, a copy of its database with nobody else in it, then all the others."""
        self.say(f"loading {self.scale.clients} clients with {self.scale.notes_each} notes each")
        with self.rooms.superuser() as connection:
            self.world: World = load.agency(connection, self.scale)
        with self.rooms.superuser("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{ALONE}" TEMPLATE "{embedded.DATABASE}"')
        self.say(f"loading {self.scale.agencies - 1} agencies around them")
        with self.rooms.superuser() as connection:
            load.neighbours(connection, self.scale)
            load.settle(connection)
        with self.rooms.superuser(ALONE) as connection:
            load.settle(connection)

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
        self.floor = self.rooms.second("floor", "benchmarks.floor:create", embedded.DATABASE, "/list", values)

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

    def _search_goals(self, names: list[str]) -> None:
        self.say("search with and without the wall")
        inside, outside = flatness.searches(
            self.rooms, self.world.organisation_id, names[:40], self.scale.rounds
        )
        self.results.rows += [line("search SQL, walled", inside), line("search SQL, no wall", outside)]
        self.results.goals += [
            Goal("search against the same without row security, in PostgreSQL", ratio(inside, outside), 2),
            Goal("search SQL, p95", 1000 * inside.percentile(0.95), 50, unit=" ms"),
        ]

    def writing(self) -> None:
        """Saving while typing, and signing; each note is begun beforehand, uncounted."""
        self.say("note autosave and sign")
        rounds, count = 3, self.scale.requests // 2
        meter = self.product.meter(self.rooms.postmaster)
        versions: dict[str, int] = {}
        self.visitor = self.visitor.twin()  # the server has hung up on the idle one
        drafts = [self._begun(n) for n in range(2)]

        def save(who: Visitor, n: int) -> Answer:
            note = drafts[n % 2]
            version = versions.get(note, 1)
            answer = who.post(f"{note}/draft", {**NOTE, "version": str(version)}, accept="application/json")
            versions[note] = json.loads(answer.body)["version"]
            return answer

        saving = Contender.of(self.visitor, save, meter)
        interleaved([saving], rounds, count)
        self.results.rows.append(line("note autosave", saving.figures))
        ready = [self._begun(2 + n) for n in range(24 + rounds * count)]
        signing = Contender.of(self.visitor, self._sign(iter(ready)), meter)
        interleaved([signing], rounds, count)
        self.results.rows.append(line("note sign", signing.figures))

    def _begun(self, number: int) -> str:
        client, case = self.world.files[number % len(self.world.files)]
        return self.visitor.post(f"{self.home}people/{client}/cases/{case}/notes", {}).location

    def _sign(self, ready: Iterator[str]) -> Ask:
        def sign(who: Visitor, _n: int) -> Answer:
            note = next(ready)
            today = load.NOW.date().isoformat()
            return who.post(f"{note}/signature", {**NOTE, "occurred_on": today, "version": "1"})

        return sign

    def asking_for_jobs(self) -> None:
        """What a job costs in a request, and how long one takes."""
        self.say("jobs: enqueueing")
        costs = jobs.enqueue_cost(self.rooms, self.world.organisation_id, self.scale.rounds)
        alone = costs["alone"].cpu
        extra = {name: figures.cpu - alone for name, figures in costs.items()}
        delay = extra["delay()"]
        self.results.remarks.append(
            "added to a small transaction: "
            + ", ".join(f"{name} {1e6 * cost:.0f} µs" for name, cost in extra.items() if name != "alone")
        )
        self.results.goals += [
            Goal("enqueue, the row in the transaction, against delay()", extra["row"] / delay, 0.3),
            Goal(
                "enqueue, row and hint as the product does, against delay()",
                extra["row and hint"] / delay,
                0.3,
            ),
        ]
        self.say("jobs: round trips")
        trips = jobs.round_trips(self.rooms, self.world.organisation_id, self.scale.requests // 3)
        self.results.rows.append(line("job round trip (mail)", trips))
        cases = [f"{self.home}people/{client}/cases/{case}" for client, case in reversed(self.world.files)]
        self.results.rows.append(
            line("letter, whole job", jobs.letters(self.rooms, self.visitor.twin(), cases, 12))
        )

    def drawing(self) -> None:
        """Letters beside plain WeasyPrint, and memory after many."""
        self.say("letters")
        ours, theirs = letters.compared(self.scale.rounds)
        self.results.rows += [line("letter, draw", ours), line("  HTML().write_pdf()", theirs)]
        self.results.goals.append(Goal("letter against HTML(...).write_pdf()", ratio(ours, theirs), 0.75))
        self.say(f"memory over {self.scale.letters} letters")
        early, late, many = letters.swelling(self.scale.letters)
        few = self.scale.letters // 10
        self.results.goals.append(Goal(f"memory after {many} letters against after {few}", late / early, 1.2))
        self.results.remarks.append(
            f"press: {early / 1e6:.0f} MB after {few} letters, {late / 1e6:.0f} MB after {many}"
        )

    def killing(self) -> None:
        """Jobs under hard kills."""
        self.say(f"{self.scale.kills} hard kills")
        world, pace = self.world.organisation_id, self.scale.jobs_a_second
        after = jobs.killings(self.rooms, world, self.scale.kills, pace)
        kills = f"of {after.asked} jobs in {self.scale.kills} hard kills"
        self.results.goals += [
            Goal(f"lost {kills}", after.lost, 0, unit=""),
            Goal(f"begun twice {kills}", 100 * after.again / after.asked, 1, unit=" %"),
        ]

    def importing(self) -> None:
        """A file of people, to its last row."""
        self.say(f"import of {self.scale.clients} people")
        found = imports.measured(self.rooms, self.world, self.scale.clients)
        self.results.goals += [
            Goal("import, the rows against COPY as owner", found.copying / found.rows, 0.5, at_least=True),
            Goal(f"import of {found.people} people", found.checking + found.bringing, 60, unit=" s"),
            Goal("memory of an import", found.peak / 1e6, 512, unit=" MB"),
        ]
        self.results.remarks.append(
            f"import: checking {found.checking:.1f} s, bringing {found.bringing:.1f} s, of it rows {found.rows:.1f} s"
        )

    def purging(self) -> None:
        """A run of old case files, to its last batch."""
        self.say("purge")
        found = purge.measured(self.rooms, self.world, self.scale.purged)
        self.results.rows.append(line("purge, a batch of 60 files", found.batches))
        share = found.bare_seconds / found.seconds
        self.results.goals.append(
            Goal("purge, speed against bare deletes without logs", share, 0.7, at_least=True)
        )
        pace = f"{found.cases / found.seconds:.0f} case files a second; bare deletes take {found.bare_seconds:.2f} s"
        self.results.remarks.append(f"purge: {pace}")
