"""Empties the trash of what has lain there for 30 days."""

from dataclasses import dataclass
from datetime import timedelta

from gdrive.trash import rules
from gdrive.trash.service import Trash
from gdrive.tree import store as tree
from gdrive.tree.model import NodeId
from kernel.reconcile import Report

BATCH = 200


@dataclass(frozen=True)
class TrashSweep:
    trash: Trash
    name: str = "gdrive.trash"
    every: timedelta = timedelta(hours=1)

    def run(self) -> Report:
        report = Report()
        before = rules.due_before(self.trash.now())
        with self.trash.begin() as tx:
            due = tree.trashed_before(tx.db, before, BATCH)
        for node_id in due:
            self._purge(node_id, report)
        return report

    def _purge(self, node_id: NodeId, report: Report) -> None:
        with self.trash.begin() as tx:
            node = tree.find(tx.db, node_id)
            if node is None or node.trashed_at is None:
                return  # gone with a folder around it, or taken back
            self.trash.remove(tx, node, "-")
        report.count("purged")
