"""Takes acts on a database and prints each receipt when it came back: a command for recipes that watch a process.

`python -m tests.reliability.steps DATABASE STEPS`
"""

import json
import sys

from tests.reliability import acts


def main(url: str, times: str) -> None:
    with acts.opened(url) as programme:
        for number in range(int(times)):
            act = (acts.step, acts.overstep, acts.enrol)[number % 3]
            print(json.dumps(acts.receipt(act(programme))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
