"""Asked as a program of its own, by a Python that has pm4py: a net on stdin, a log by name, the verdicts on stdout."""

from __future__ import annotations

import json
import sys


def main() -> None:
    import pm4py  # type: ignore[import-not-found, unused-ignore]
    from pm4py.objects.petri_net.obj import Marking, PetriNet  # type: ignore[import-not-found, unused-ignore]
    from pm4py.objects.petri_net.utils.petri_utils import (  # type: ignore[import-not-found, unused-ignore]
        add_arc_from_to,
    )

    said = json.load(sys.stdin)
    net = PetriNet("road")
    places = {name: PetriNet.Place(name) for name in ("begin", "end", *(f"state {one}" for one in said["states"]))}
    net.places.update(places.values())

    def move(name: str, label: str, source: str, target: str) -> None:
        transition = PetriNet.Transition(name, label)
        net.transitions.add(transition)
        add_arc_from_to(places[source], transition, net)
        add_arc_from_to(transition, places[target], net)

    move("start", "START", "begin", f"state {said['initial']}")
    for final in said["final"]:
        move(f"end {final}", "END", f"state {final}", "end")
    for number, (source, step, target) in enumerate(said["edges"]):
        move(f"{number} {step}", step, f"state {source}", f"state {target}")
    first, last = Marking({places["begin"]: 1}), Marking({places["end"]: 1})
    # As a log: a table would sort the cases, and leave out the one without events.
    log = pm4py.read_xes(sys.argv[1], return_legacy_log_object=True)
    names = [trace.attributes["concept:name"] for trace in log]
    replayed = pm4py.conformance_diagnostics_token_based_replay(log, net, first, last)
    # Token replay leaves out what the net has no name for; such a trace does not fit.
    labels = {one.label for one in net.transitions}
    known = {name: all(event["concept:name"] in labels for event in one) for name, one in zip(names, log, strict=True)}
    aligned = pm4py.conformance_diagnostics_alignments(log, net, first, last)
    sound = pm4py.check_soundness(net, first, last, print_diagnostics=False)
    verdicts = {
        "replayed": {
            name: bool(one["trace_is_fit"]) and known[name] for name, one in zip(names, replayed, strict=True)
        },
        "aligned": {name: abs(one["fitness"] - 1) < 1e-9 for name, one in zip(names, aligned, strict=True)},
        "sound": bool(sound[0] if isinstance(sound, tuple) else sound),
    }
    sys.stdout.write("\n" + json.dumps(verdicts) + "\n")


if __name__ == "__main__":
    main()
