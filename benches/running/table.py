"""What was measured, as Markdown: a table for each size and place, then how cost and ratios go with size."""

from statistics import median

FLOORS = {
    "read": "read all content",
    "parse": "read and parse all content",
    "fresh": "write our output, fresh",
    "sync": "bring that to the disk",
    "in place": "write our output, in place",
    "unchanged": "read and compare our output",
}


def head(machine, versions, runs):
    told = {**machine, **versions, "figures": f"medians of {runs} runs in turn"}
    return "\n".join(f"- {name}: {value}" for name, value in told.items()) + "\n"


def of_result(result):
    """The table of one size in one place."""
    title = f"### {result['size']:,} explainers, {result['place']} ({result['file system']})\n"
    if not result["runs"]:
        return title + notes(result)
    ours = {run["run"]: run for run in result["runs"] if run["tool"] == first(result)}
    columns = ["tool", "run", "wall s", "lowest–highest", "CPU s", "peak MiB", "files", "MB", "pages", "pages/s", "CPU µs a page"]
    columns += ["CPU µs an explainer", "wall ×", "CPU ×"]
    rows = [row_of_run(run, ours[run["run"]], result["size"]) for run in result["runs"] if run["wall"]]
    rows += [row_of_floor(floor, ours["cold"]) for floor in result["floors"]]
    return title + "\n" + markdown(columns, rows) + notes(result)


def row_of_run(run, ours, size):
    wall, cpu = median(run["wall"]), median(run["cpu"])
    return [
        run["tool"],
        run["run"],
        number(wall),
        spread(run["wall"]),
        number(cpu),
        f"{median(run['peak']) / 2**20:,.0f}",
        f"{run['files']:,}",
        f"{run['bytes'] / 1e6:,.0f}",
        f"{run['pages']:,}",
        f"{run['pages'] / wall:,.0f}",
        f"{cpu / run['pages'] * 1e6:,.0f}",
        f"{cpu / size * 1e6:,.0f}",
        times(wall, median(ours["wall"])),
        times(cpu, median(ours["cpu"])),
    ]


def row_of_floor(floor, ours):
    """Floors are set beside the cold run: what it cannot do without."""
    wall, cpu = median(floor["wall"]), seconds_of_cpu(floor)
    of_ours = ["", ""] if cpu is None else [number(cpu), times(cpu, median(ours["cpu"]))]
    row = ["floor", FLOORS[floor["floor"]], number(wall), spread(floor["wall"]), of_ours[0], ""]
    row += [f"{floor['files']:,}", f"{floor['bytes'] / 1e6:,.0f}", "", "", "", ""]
    return row + [times(wall, median(ours["wall"])), of_ours[1]]


def of_sizes(results):
    """How the cold run goes with size: what an explainer costs, and how often as long the peers take."""
    results = [result for result in results if result["runs"]]
    peers = list(dict.fromkeys(run["tool"] for result in results for run in result["runs"]))
    columns = ["place", "explainers", "wall µs an explainer", "CPU µs an explainer", "peak KiB an explainer"]
    columns += [f"{peer} {what}" for peer in peers[1:] for what in ("wall ×", "CPU ×", "peak ×")]
    columns += ["÷ read", "÷ parse", "÷ write fresh"]
    rows = []
    for result in results:
        cold = {run["tool"]: run for run in result["runs"] if run["run"] == "cold" and run["wall"]}
        ours, size = cold[first(result)], result["size"]
        row = [result["place"], f"{size:,}"]
        row += [f"{median(ours[what]) / size * unit:,.0f}" for what, unit in
                (("wall", 1e6), ("cpu", 1e6), ("peak", 1 / 1024))]
        for peer in peers[1:]:
            row += [times(median(cold[peer][what]), median(ours[what])) if peer in cold else "–" for what in
                    ("wall", "cpu", "peak")]
        floors = {floor["floor"]: median(floor["wall"]) for floor in result["floors"]}
        row += [times(median(ours["wall"]), floors[floor]) if floor in floors else "–" for floor in
                ("read", "parse", "fresh")]
        rows.append(row)
    return "### Cold, by size\n\n" + markdown(columns, rows) if rows else ""


def notes(result):
    return "".join(f"\nNot measured: {note}.\n" for note in result["not measured"])


def first(result):
    return result["runs"][0]["tool"]


def seconds_of_cpu(floor):
    return None if None in floor["cpu"] else median(floor["cpu"])


def spread(values):
    return f"{number(min(values))}–{number(max(values))}" if len(values) > 1 else ""


def times(value, other):
    return f"{value / other:,.1f}" if value >= other else f"{value / other:.2g}"


def number(value):
    """Three digits that count."""
    return f"{value:.4f}" if value < 0.01 else f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def markdown(columns, rows):
    left = {"tool", "run", "place"}
    rule = ["---" if column in left else "---:" for column in columns]
    lines = [columns, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
