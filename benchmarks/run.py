"""The measurements in their order: load, pages beside floor and lone agency, writing, jobs, letters, kills, starts."""

import json
from collections.abc import Iterator
from statistics import median

from benchmarks import (
    archives,
    batches,
    crowd,
    imports,
    issuing,
    jobs,
    letters,
    load,
    purge,
    schedules,
    signins,
)
from benchmarks.figures import Figures, ratio
from benchmarks.pages import NOTE, Answer, Ask, Contender, Visitor, interleaved
from benchmarks.reading import Reading
from benchmarks.table import Goal, Results, line


class Run(Reading):
    """One run over one set of rooms."""

    def everything(self) -> Results:
        """All of it, in an order that leaves the database whole until the last page is asked for."""
        self.load()
        self.serve()
        self.reading()
        self.turning_pages()
        self.signing_in()
        self.writing()
        self.asking_for_jobs()
        self.issuing()
        self.drawing()
        self.batching()
        self.evaluating()
        self.purging()
        self.importing()
        self.crowding()
        self.killing()
        return self.results

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

    def signing_in(self) -> None:
        """Everybody at once."""
        self.say(f"{signins.MANY} sign-ins")
        found = signins.burst(self.product.port, self.product.meter(self.rooms.postmaster))
        self.results.rows.append(line(f"sign-in, {signins.MANY} in a burst", found))
        words = f"{signins.MANY} sign-ins in a burst, {signins.AT_ONCE} at once, p95"
        self.results.goals.append(Goal(words, 1000 * found.percentile(0.95), 600, unit=" ms"))

    def _begun(self, number: int) -> str:
        client, case = self.world.files[number % len(self.world.files)]
        return self.visitor.post(f"{self.home}people/{client}/cases/{case}/notes", {}).location

    def _sign(self, ready: Iterator[str]) -> Ask:
        def sign(who: Visitor, _n: int) -> Answer:
            note = next(ready)
            today = load.TODAY.isoformat()
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
        self.results.rows.append(line("letter, whole job", jobs.letters(self.rooms, self.world, 12)))

    def issuing(self) -> None:
        """A letter while somebody waits, and pages while PDFs are queued."""
        self.say("issuing")
        cases = [f"{self.home}people/{client}/cases/{case}" for client, case in self.world.files]
        visitor = self.visitor.twin()
        sheet = issuing.first_bytes(visitor, cases, 30)
        looks = issuing.previews(visitor, cases[0], 30)
        found = issuing.beside_a_queue(self.rooms, self.world, lambda: visitor.get(f"{self.home}people"))
        self.results.rows += [
            line("next steps, click to file", sheet),
            line("letter, pages of the draft", looks),
            line("page, nothing queued", found.idle),
            line(f"  while {issuing.QUEUED} PDFs are queued", found.busy),
        ]
        more = found.busy.percentile(0.95) - found.idle.percentile(0.95)
        self.results.goals += [
            Goal("next steps, click to first byte, median", 1000 * sheet.percentile(0.5), 700, unit=" ms"),
            Goal("letter, pages of the draft, p95", 1000 * looks.percentile(0.95), 1000, unit=" ms"),
            Goal(f"page p95, more while {issuing.QUEUED} PDFs are queued", 1000 * more, 50, unit=" ms"),
        ]

    def drawing(self) -> None:
        """Letters beside plain WeasyPrint, and memory after many."""
        self.say("letters and reports")
        kinds = (("one-page letter", letters.letters()), ("five-page report", letters.reports()))
        found = {name: letters.compared(documents, self.scale.rounds) for name, documents in kinds}
        self.results.goals += [
            *(Goal(f"{name} against raw WeasyPrint", drawn.ratio, 1.05) for name, drawn in found.items()),
            Goal(
                "finishing, sealing, checking",
                max(median(one.after) for one in found.values()),
                0.5,
                unit=" s",
            ),
        ]
        self.results.remarks += [
            f"{name}, {drawn.pages[0]} pages: {1000 * median(drawn.ours):.0f} ms,"
            f" raw {1000 * median(drawn.raw):.0f} ms"
            for name, drawn in found.items()
        ]
        self.say(f"package of {letters.ROWS} rows")
        took, peak = letters.longest()
        self.results.goals += [
            Goal(f"package of {letters.ROWS} rows", took, 30, unit=" s"),
            Goal("memory of the press meanwhile", peak / 1e6, 600, unit=" MB"),
        ]
        self.say(f"memory over {self.scale.letters} letters")
        early, late, many = letters.swelling(self.scale.letters)
        few = self.scale.letters // 10
        self.results.goals.append(Goal(f"memory after {many} letters against after {few}", late / early, 1.2))
        self.results.remarks.append(
            f"press: {early / 1e6:.0f} MB after {few} letters, {late / 1e6:.0f} MB after {many}"
        )

    def batching(self) -> None:
        """Letters for many people, by one process and by two."""
        self.say("batches of letters, by one process and by two")
        count, one, two = batches.rates(self.rooms, self.world, 200)
        self.results.goals.append(Goal("a batch on two processes against one", two / one, 1.7, at_least=True))
        self.results.remarks.append(
            f"batch of {count}: {one:.2f} letters a second with one process, {two:.2f} with two"
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

    def crowding(self) -> None:
        """Search among very many people."""
        self.say(f"search among {self.scale.crowd} people")
        found = crowd.measured(self.rooms, self.scale)
        kind, worst = found.worst
        among = f"among {self.scale.crowd} people"
        self.results.rows += [
            line(f"search {among}", found.everything),
            line("  its SQL, walled", found.inside),
            line("  its SQL, no wall", found.outside),
        ]
        self.results.goals += [
            Goal(f"search {among}, p95 of the slowest kind ({kind})", 1000 * worst, 50, unit=" ms"),
            Goal(
                f"search {among} against the same without row security", ratio(found.inside, found.outside), 2
            ),
        ]
        kinds = (
            f"{kind} {1000 * one.percentile(0.95):.0f} ({1000 * one.cpu:.0f})"
            for kind, one in found.kinds.items()
        )
        self.results.remarks.append(f"search {among}, p95 (and processor) in ms: {', '.join(kinds)}")

    def evaluating(self) -> None:
        """The night over an agency with very many files, and the forecast of the one whose pages are measured."""
        self.say(f"evaluating {self.scale.archived} case files")
        with self.rooms.superuser() as connection:
            due = self.scale.purged
            self.archive = archives.loaded(connection, self.scale, "archive", self.scale.archived, due)
            self.twin = archives.loaded(connection, self.scale, "twin", due * 2, due)
            may = "UPDATE members SET roles = roles || '{administrator}' WHERE id = %s"
            connection.execute(may, [self.world.members[0]])
        for world in (self.archive.world, self.twin.world, self.world):
            schedules.put_in_force(world)
        night = schedules.evaluated(self.archive.world)
        self.results.goals.append(Goal(f"evaluating {self.scale.archived} case files", night, 10, unit=" s"))
        self.say(f"forecast of {self.scale.clients} files")
        visitor, meter = self.visitor.twin(), self.product.meter(self.rooms.postmaster)
        page = Contender(
            [visitor], lambda who, _: who.get(f"{self.home}retention/forecast"), meter, Figures()
        )
        interleaved([page], self.scale.rounds, 8)
        self.results.rows.append(line("forecast of retention", page.figures))
        median = 1000 * page.figures.percentile(0.5)
        self.results.goals.append(
            Goal(f"forecast of {self.scale.clients} files, the page", median, 300, unit=" ms")
        )

    def purging(self) -> None:
        """A run of old case files, to its last batch."""
        self.say(f"purge of {self.scale.purged} files")
        visitor = self.visitor.twin()
        found = purge.measured(self.rooms, self.archive, self.twin, lambda: visitor.get(f"{self.home}people"))
        self.results.rows += [
            line("purge, a batch of 60 files", found.batches),
            line("  a hold meanwhile", found.holds),
            line("  a page of another agency", found.beside),
        ]
        many = f"purge, {self.scale.purged} case files ({self.scale.purged * archives.ROWS_EACH} rows)"
        against = f"{many} against one SQL transaction with stubs and ledger"
        waited = found.beside.percentile(0.99) / found.idle.percentile(0.99)
        self.results.goals += [
            Goal(against, found.rate / found.bare_rate, 0.5, at_least=True),
            Goal("hold while a purge runs, p99", 1000 * found.holds.percentile(0.99), 20, unit=" ms"),
            Goal("page of another agency while a purge runs, p99 against idle", waited, 2),
        ]
        cost = found.batches.cpu * len(found.batches.rounds[0].times) / found.rows
        self.results.remarks.append(
            f"purge: {found.rate:.0f} rows a second, the one transaction {found.bare_rate:.0f}; processor time of a "
            f"row {1e6 * cost:.0f} µs against {1e6 * found.bare_cpu:.0f} µs"
        )
