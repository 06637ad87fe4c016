/** What is copied carries no suggestions: it arrives as if accepted. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { stays } from './list'
import { isSuggestion } from './styling'

export function acceptedSlice(slice: Slice): Slice {
  if (!isTouched(slice.content)) return slice
  return new Slice(kept(slice.content), slice.openStart, slice.openEnd)
}

function isTouched(content: Fragment): boolean {
  let found = false
  content.descendants(node => {
    found ||= node.marks.some(isSuggestion) || Boolean(node.attrs.edge) || Boolean(node.attrs.was)
    return !found
  })
  return found
}

function kept(content: Fragment): Fragment {
  const made: Node[] = []
  content.forEach(node => {
    // A line stays though its break goes: its letters do.
    if (!node.isTextblock && !stays(node)) return
    const marks = node.marks.filter(mark => !isSuggestion(mark))
    if (node.isText) made.push(node.mark(marks))
    else made.push(node.type.create(plain(node), kept(node.content), marks))
  })
  return Fragment.from(made)
}

function plain({ attrs }: Node): Record<string, unknown> {
  const { edge: _edge, was: _was, ...rest } = attrs
  return rest
}
