"""How numbered items are counted: afresh after a line that is no item, as the editor shows them."""

from collections.abc import Iterator, Sequence

from weboffice.paper.model import DEEPEST, ITEMS, Block, Form, Line


def counted(blocks: Sequence[Block]) -> Iterator[tuple[Block, int]]:
    """Each block with its number, 0 where it has none."""
    counts = [0] * DEEPEST
    for block in blocks:
        if not isinstance(block, Line) or block.form not in ITEMS:
            counts = [0] * DEEPEST
            yield block, 0
        elif block.form is not Form.NUMBER:
            yield block, 0
        else:
            depth = block.level - 1
            counts[depth] += 1
            counts[depth + 1 :] = [0] * (DEEPEST - depth - 1)
            yield block, counts[depth]
