from foundation.garbage import collect_seldom

collect_seldom()
