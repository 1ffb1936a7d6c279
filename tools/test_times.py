"""What each tier of the tests took, from the junit files of a run: `python tools/test_times.py build/tests/*.xml`."""

import sys
from collections import defaultdict
from xml.etree import ElementTree


def main(files: list[str]) -> None:
    seconds: dict[str, list[float]] = defaultdict(list)
    for file in files:
        for case in ElementTree.parse(file).iter("testcase"):
            seconds[case.attrib["classname"].split(".")[1]].append(float(case.attrib["time"]))
    print(f"\n{'tier':<14}{'tests':>7}{'seconds':>9}   (of all processes together)")
    for tier, found in seconds.items():
        print(f"{tier:<14}{len(found):>7}{sum(found):>9.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
