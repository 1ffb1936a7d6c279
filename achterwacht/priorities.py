"""How urgent things are compared with all others: what leaves first, and what is decided first after a standstill.

The order is from top to bottom. Things that are equally urgent share one word. The numbers leave room between them; a
message or deadline keeps the number that it was made with.
"""

from enum import IntEnum, unique


@unique
class MessagePriority(IntEnum):
    """Which message leaves first, if more are due than a channel carries at once.

    Of one step of an alarm or a visit only the first message has this number, and the others one less: behind the first
    of every step that is as urgent, and before whatever is less so.
    """

    PANIC = 100
    """Somebody pressed the noodknop or typed the duress PIN; or the watch could not decide, and says so."""
    POLICE_STEP = 90
    """An alarm that nobody took: somebody must call the police."""
    MANAGER_STEP = 80
    """An alarm that the colleagues did not take."""
    COLLEAGUE_STEP = 70
    """An alarm that the worker did not answer."""
    AT_THE_DOOR = 65
    """What is known about an address changed while somebody is inside."""
    SUSPICION = 60
    """Something may be wrong: a worker is overdue and is asked first, or somebody guesses PINs."""
    RELIEF = 55
    """Somebody must take over the watch of people who are out."""
    SIGN_OF_LIFE = 50
    """Somebody must say that all is well: a check call, or a question to the desk about who did not arrive."""
    ASKING_BEFOREHAND = 45
    """A planned visit waits for an answer from a companion, a back-up, or a manager who may let the worker go alone."""
    REMINDER = 40
    """A reminder to somebody inside or on the way; they are not late yet, or were just asked by a graver message."""
    ANSWER = 35
    """The answer to a text. If a number can only send so many, answers wait for what workers and colleagues need."""
    NEWS = 30
    """What happened, for people who were told before or are concerned. It asks nothing of them."""
    STAFF = 20
    """The roster, the team, the installation: somebody must see to it, but nobody inside waits for it."""
    ROUTINE = 15
    """What comes by the calendar: a review of the register, the daily test message."""
    TRIAL = 10
    """A drill, and the check of a number: whatever is real goes first."""
    TASK = 7
    """What is to be done after an incident. It waits for days; nobody is inside any more."""
    LIST = 5
    """The list of who is where, by mail."""


@unique
class DeadlinePriority(IntEnum):
    """Which deadline is decided first, if more came due than one batch holds."""

    PANIC_STEP = 100
    """A step of an alarm that somebody pressed, or of an alarm about which nothing more is known."""
    POLICE_STEP = 95
    """The team's list is told again that nobody took the alarm."""
    MANAGER_STEP = 90
    """The managers did not take it in time."""
    COLLEAGUE_STEP = 80
    """The colleagues did not take it in time."""
    UNRESOLVED = 75
    """Somebody took an alarm and did not say how it ended."""
    WORKER_STEP = 70
    """The worker did not answer in time."""
    OVERDUE = 60
    """A visit should be over, with its grace: this opens an alarm."""
    UNANSWERED = 55
    """A check call got no answer."""
    CHECK_CALL = 50
    """A visit under way should be called."""
    REMINDER = 40
    """A visit comes near its end."""
    BEFORE_THE_DOOR = 35
    """What a worker should know before they ring: a companion is silent, or an address has another instruction now."""
    HOME_SAFE = 30
    """Somebody should be home by now."""
    COMPANION = 25
    """A companion is reminded."""
    START = 20
    """A planned visit should have begun."""
    ROUTINE = 15
    """What comes by the calendar: the roster, the review of a mark, the daily test message."""
    DRILL = 10
    """Anything that comes due in a drill: whatever is real goes first."""
    TASK = 7
    """A task after an incident is to be done, late, or passed on."""
    MEASURE = 6
    """A measure is over: at midnight, and by its own date it already is."""
    LIST = 5
    """The list of who is where, by mail."""
