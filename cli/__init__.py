from foundation.garbage import wait_until_loaded

wait_until_loaded()
