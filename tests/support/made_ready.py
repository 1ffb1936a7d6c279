"""What is put together once in the process from which the others are forked (`processes.py`)."""

import gc

from foundation.session import Database
from foundation.settings import Settings
from tests.support.shared_app import an_application

an_application(Database.at("sqlite:///none.db"), Settings(_env_file=None))
gc.collect()
gc.freeze()  # else a look for garbage would copy every page of it
