"""The contract of front doors: a neighbour enters a capability by its public files alone."""

from __future__ import annotations

from importlinter import Contract, ContractCheck, fields, output


class FrontDoors(Contract):
    """Capabilities may import from one another only what stands at a front door.

    `rooms` are the capabilities; `open` the ones that may be entered anywhere; `doors` the files of every other one
    that are doors, and `more_doors` single modules that are doors too.
    """

    root = fields.StringField()
    open = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    more_doors = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        """Look at every import between two capabilities."""
        broken = []
        for module in sorted(graph.modules):
            for other in sorted(graph.find_modules_directly_imported_by(module)):
                if self._is_broken(module, other):
                    broken.append((module, other))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_broken(self, module: str, other: str) -> bool:
        here, there = self._room(module), self._room(other)
        if not here or not there or here == there or there in self.open or ".tests" in module:
            return False
        if other in (self.more_doors or ()):
            return False
        part = other.split(".")[2:3]
        return not part or part[0] not in self.doors

    def _room(self, module: str) -> str:
        parts = module.split(".")
        return parts[1] if parts[0] == self.root and len(parts) > 1 else ""

    def render_broken_contract(self, check):
        """Name each import that went round the doors."""
        for module, other in check.metadata["broken"]:
            output.print_error(f"{module} imports {other}, which is no front door.", bold=False)
