/** Marks the words that threads are about. They are no part of the document. */
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import { placeOf } from './anchors'
import type { Margin } from './margin'

const key = new PluginKey<DecorationSet>('comments')

/** While a composition holds the shared text still, positions of that text say nothing here. */
export function highlights(margin: Margin, isHolding: () => boolean): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, before, _old, state) {
        const isTold = Boolean(tr.getMeta(key) ?? tr.getMeta(ySyncPluginKey)?.isChangeOrigin)
        // One's own writing reaches the shared text, and so its positions, only after this.
        if (isHolding() || (tr.docChanged && !isTold)) return before.map(tr.mapping, tr.doc)
        return isTold ? draw(state, margin) : before
      },
    },
    props: {
      decorations: state => key.getState(state),
      handleClick(view, at) {
        const [found] = key.getState(view.state)?.find(at, at) ?? []
        if (found) margin.choose(found.spec.thread ?? null)
        return false
      },
    },
    view(view) {
      const redraw = () =>
        view.dispatch(view.state.tr.setMeta(key, true).setMeta('addToHistory', false))
      const leave = [margin.threads, margin.chosen, margin.draft].map(each => each.follow(redraw))
      return {
        destroy() {
          for (const stop of leave) stop()
        },
      }
    },
  })
}

function draw(state: EditorState, margin: Margin): DecorationSet {
  const chosen = margin.chosen.get()
  const open = margin.threads.get().filter(thread => thread.resolved_by === null)
  const shown = open.flatMap(({ id, anchor }) => {
    const place = placeOf(state, anchor)
    const name = id === chosen ? 'commented commented-chosen' : 'commented'
    return place
      ? [
          Decoration.inline(
            place.from,
            place.to,
            { class: name, 'data-thread': id },
            { thread: id },
          ),
        ]
      : []
  })
  const draft = margin.draft.get()
  const place = draft && placeOf(state, draft)
  if (place) shown.push(Decoration.inline(place.from, place.to, { class: 'commented-chosen' }))
  return DecorationSet.create(state.doc, shown)
}
