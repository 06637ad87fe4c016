"""What anybody may ask about a document, and having a copy checked."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.limits import Limit, Spend
from kernel.turns import Turns
from mobile_admin.decisions.rules import PROVISIONAL, is_guessable
from mobile_admin.notices import store as notices
from mobile_admin.notices.model import Notice
from mobile_admin.notices.rules import PaperNotReady
from mobile_admin.proofs import rules
from mobile_admin.proofs.model import Judgement, Looked, Proof
from mobile_admin.proofs.ports import Examiner
from mobile_admin.seals.codes import read_code, shown
from mobile_admin.seals.ring import Ring

LOOKS = Limit("notice-look", 60, timedelta(minutes=1))
# Papers of phones from before their numbers ended in letters that nobody guesses [FO10].
COUNTED = Limit("notice-look-counted", 10, timedelta(hours=1))
CHECKS = Limit("notice-check", 12, timedelta(minutes=1))
AT_ONCE = 2
NOBODY = "-"


@dataclass(frozen=True)
class Proofs:
    begin: Begin
    now: Now
    spend: Spend
    ring: Ring
    examiner: Examiner
    turns: Turns = field(default_factory=lambda: Turns(AT_ONCE))

    def look(self, address: str, typed: str) -> Looked:
        """By its code, or by the number of the paper that was left at the door [NV1]."""
        self._spend(LOOKS, address, typed)
        with self.begin() as tx:
            found = self._find(tx, typed)
            ending = found.ending
            new = notices.find(tx.db, ending.replaced_by) if ending and ending.replaced_by else None
        return Looked(found, new.code if new else "")

    def check(self, address: str, typed: str, copy: bytes) -> Proof:
        """The copy is looked at in memory and in a sandbox, and kept nowhere [NV3]."""
        self._spend(CHECKS, address, typed)
        rules.check_size(copy)
        with self.begin() as tx:
            found = self._find(tx, typed)
            original = notices.pdf(tx.db, found.id)
        seal = self.ring.file
        if original is None or found.made is None or seal is None:
            raise PaperNotReady
        digest = sha256(copy).hexdigest()
        is_same = digest == found.made.sha256
        is_drawn = rules.is_drawn_from(original, copy)
        with self.turns.mine():
            moment = found.made.at if is_same else self.now()
            examined = self.examiner.examine(copy, seal.roots, moment)
        if not is_same and rules.holds(examined) and self._is_registered(digest):
            return Proof(found, Judgement.UNVERIFIED, is_other=True)
        is_named = shown(found.code) in examined.names
        judgement = rules.judged(examined, is_same=is_same, is_drawn=is_drawn, is_named=is_named)
        if judgement is Judgement.ALTERED:
            self._note(found)
        return Proof(found, judgement)

    def _is_registered(self, digest: str) -> bool:
        """Bytes do not tell a new issue from the former, nor does the seal: some around it are not
        under it."""
        with self.begin() as tx:
            return notices.is_made(tx.db, digest)

    def _spend(self, limit: Limit, address: str, typed: str) -> None:
        self.spend(limit, address)
        if is_guessable(typed.upper()):
            self.spend(COUNTED, address)

    def _find(self, tx: Tx, typed: str) -> Notice:
        code = read_code(typed)
        found = notices.find_code(tx.db, code) if code else None
        if found is None and typed.startswith(PROVISIONAL):
            as_given = notices.of_provisional(tx.db, typed)
            found = next(iter(as_given or notices.of_provisional(tx.db, typed.upper())), None)
        if found is None:
            raise NotFound
        return found

    def _note(self, notice: Notice) -> None:
        with self.begin() as tx:
            facts = {"registered": notice.number.registered}
            entry = audit.Entry(
                self.now(), NOBODY, "mobile_admin.check_notice", notice.id, "altered", facts
            )
            audit.append(tx.db, entry)
