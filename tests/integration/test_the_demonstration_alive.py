"""The demonstration at this minute: people on a visit, and what whoever tries it out did already."""

from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.alarms.facts import Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.monitoring import health
from achterwacht.people.records import PersonRecord
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from tests.support.shell import Shell
from tests.support.shared_app import SharedApp
