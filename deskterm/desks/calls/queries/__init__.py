"""What the calls desk reads: plain SQL over a reader."""

from deskterm.desks.calls.queries.callers import callers
from deskterm.desks.calls.queries.cautions import cautions
from deskterm.desks.calls.queries.charges import charges, price_list, unpaid
from deskterm.desks.calls.queries.closings import closings, links, promised, standing
from deskterm.desks.calls.queries.contacts import answer_awaited, contacts
from deskterm.desks.calls.queries.known import EARLIER, known_at, meant, notices_now
from deskterm.desks.calls.queries.listing import (
    KINDS,
    State,
    call,
    calls,
    categories,
    counts,
    open_calls,
    rows_of,
    topics,
)
from deskterm.desks.calls.queries.needs import (
    has_amount,
    has_party,
    has_phone,
    has_place,
    has_price,
    has_referral,
)
from deskterm.desks.calls.queries.paper import awaited, printed
from deskterm.desks.calls.queries.paper import spoken as paper_spoken
from deskterm.desks.calls.queries.residents import people, residents, somebody, unit_of
from deskterm.desks.calls.queries.rings import (
    RINGS_FOR,
    caller_of,
    lately_from,
    missed,
    missed_from,
    ringing,
    rings_of,
    rung_out,
)
from deskterm.desks.calls.queries.telling import FIXED, tell_more

__all__ = [
    "EARLIER",
    "FIXED",
    "KINDS",
    "RINGS_FOR",
    "State",
    "answer_awaited",
    "awaited",
    "call",
    "caller_of",
    "callers",
    "calls",
    "categories",
    "cautions",
    "charges",
    "closings",
    "contacts",
    "counts",
    "has_amount",
    "has_party",
    "has_phone",
    "has_place",
    "has_price",
    "has_referral",
    "known_at",
    "lately_from",
    "links",
    "meant",
    "missed",
    "missed_from",
    "notices_now",
    "open_calls",
    "paper_spoken",
    "people",
    "price_list",
    "printed",
    "promised",
    "residents",
    "ringing",
    "rings_of",
    "rows_of",
    "rung_out",
    "somebody",
    "standing",
    "tell_more",
    "topics",
    "unit_of",
    "unpaid",
]
