/** Shortcuts, and what typing does by itself. Every one of them also stands in the toolbar. */
import { baseKeymap, chainCommands, exitCode, splitBlockAs } from 'prosemirror-commands'
import { InputRule, inputRules } from 'prosemirror-inputrules'
import { keydownHandler, keymap } from 'prosemirror-keymap'
import { type Command, Plugin } from 'prosemirror-state'
import { goToNextCell } from 'prosemirror-tables'
import { ALIGNS, HISTORY, LISTS, MARKS, STYLES, setHeading, setItem, shiftLevel } from './commands'
import { type ItemKind, nodes } from './schema'

/** Enter in an item makes another; in an empty one it leaves the list, level by level. */
const enterInItem: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  const { parent } = $from
  if (parent.type !== nodes.item) return false
  if (empty && parent.content.size === 0) {
    return chainCommands(shiftLevel(-1), setItem(parent.attrs.kind))(state, dispatch, view)
  }
  const again = () => ({ type: nodes.item, attrs: { ...parent.attrs, id: null } })
  return splitBlockAs(again)(state, dispatch, view)
}

/** Backspace at the start of an item or a heading takes its form away before it joins anything. */
const backspaceAtStart: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0) return false
  const { type, attrs } = $from.parent
  if (type === nodes.heading) return setHeading(attrs.level)(state, dispatch, view)
  if (type !== nodes.item) return false
  return chainCommands(shiftLevel(-1), setItem(attrs.kind))(state, dispatch, view)
}

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
})

const shown = [...HISTORY, ...STYLES, ...MARKS, ...LISTS, ...ALIGNS]
const bindings: Record<string, Command> = Object.fromEntries(
  shown
    .filter(({ id, keys }) => keys && !['indent', 'outdent'].includes(id))
    .map(({ keys, run }) => [asKeymap(keys ?? ''), run]),
)

/** `Mod+Shift+X`, as people read it, in prosemirror's spelling. */
function asKeymap(keys: string): string {
  const parts = keys.split('+')
  const last = parts.pop() ?? ''
  return [...parts, /^[A-Z]$/.test(last) ? last.toLowerCase() : last].join('-')
}

/** On a Hangul layout Ctrl+B arrives as Ctrl+ㅠ: the key's place is what counts. */
function byPlace(): Plugin {
  const handle = keydownHandler(bindings)
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
        if (!letter || !(event.ctrlKey || event.metaKey) || /^[a-z]$/i.test(event.key)) return false
        const { ctrlKey, metaKey, altKey, shiftKey } = event
        const key = shiftKey ? letter : letter.toLowerCase()
        return handle(
          view,
          new KeyboardEvent('keydown', { key, ctrlKey, metaKey, altKey, shiftKey }),
        )
      },
    },
  })
}

function itemRule(start: RegExp, kind: ItemKind, level?: number): InputRule {
  return new InputRule(start, (state, _match, from, to) => {
    const { $from } = state.selection
    if ($from.parent.type !== nodes.paragraph) return null
    const attrs = { id: $from.parent.attrs.id, kind, level: level ?? 1 }
    const tr = state.tr.delete(from, to)
    return tr.setBlockType(from, from, nodes.item, attrs)
  })
}

const typing = inputRules({
  rules: [
    itemRule(/^[□ㅁ]\s$/, 'outline', 1),
    itemRule(/^[○ㅇ]\s$/, 'outline', 2),
    itemRule(/^-\s$/, 'outline', 3),
    itemRule(/^·\s$/, 'outline', 4),
    itemRule(/^\*\s$/, 'bullet'),
    itemRule(/^1\.\s$/, 'number'),
    ...[1, 2, 3].map(
      level =>
        new InputRule(new RegExp(`^#{${level}}\\s$`), (state, _match, from, to) => {
          const { id } = state.selection.$from.parent.attrs
          return state.tr.delete(from, to).setBlockType(from, from, nodes.heading, { id, level })
        }),
    ),
  ],
})

export function keys(): Plugin[] {
  return [
    typing,
    byPlace(),
    keymap({
      ...bindings,
      'Mod-y': bindings['Mod-Shift-z'] as Command,
      Enter: enterInItem,
      Backspace: backspaceAtStart,
      'Shift-Enter': breakLine,
      Tab: chainCommands(shiftLevel(1), goToNextCell(1)),
      'Shift-Tab': chainCommands(shiftLevel(-1), goToNextCell(-1)),
    }),
    keymap(baseKeymap),
  ]
}
