/** Shortcuts, and what typing does by itself. Every one of them also stands in the toolbar. */
import { baseKeymap, chainCommands, exitCode, splitBlockAs } from 'prosemirror-commands'
import { InputRule, inputRules, undoInputRule } from 'prosemirror-inputrules'
import { keydownHandler, keymap } from 'prosemirror-keymap'
import { type Command, Plugin } from 'prosemirror-state'
import { typedLink } from '../links/plugin'
import { backspaceAtBreak, pageBreak } from '../pages/section-acts'
import { SPACING_KEYS } from '../spacing/keys'
import { backspaceInTable, TABLE_KEYS, toCell } from '../tables/commands'
import { enterWithFace, keepingFace } from '../typeface/commands'
import { TYPEFACE, TYPEFACE_KEYS } from '../typeface/keys'
import { letGo } from './chosen-bar'
import { ALIGNS, HISTORY, INSERTS, LISTS, MARKS, STYLES, shiftLevel, toggleForm } from './commands'
import { type Form, isItem, nodes } from './schema'
import { keepInList, takeTab, writeTab } from './tab'

/** Enter in an item makes another; in an empty one it leaves the list, level by level. */
const enterInItem: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  const { attrs, content } = $from.parent
  if (!$from.parent.isTextblock || !isItem(attrs.form)) return false
  if (empty && content.size === 0) {
    return chainCommands(shiftLevel(-1), toggleForm(attrs.form))(state, dispatch, view)
  }
  const again = () => ({ type: nodes.paragraph, attrs: { ...attrs, id: null } })
  return splitBlockAs(again)(state, dispatch, view)
}

/** Backspace at the start of an item or a heading takes its form away before it joins anything. */
const backspaceAtStart: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || !$from.parent.isTextblock) return false
  const { form } = $from.parent.attrs
  if (form === 'text') return false
  return chainCommands(shiftLevel(-1), toggleForm(form))(state, dispatch, view)
}

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
})

const shown = [...INSERTS, ...HISTORY, ...STYLES, ...MARKS, ...TYPEFACE, ...LISTS, ...ALIGNS]
const bindings: Record<string, Command> = Object.fromEntries(
  shown
    .filter(({ id, keys }) => keys && !['indent', 'outdent'].includes(id))
    .map(({ keys, run }) => [asKeymap(keys ?? ''), run]),
)
// What a sign became by itself is taken back first: the sign stays as it was typed.
bindings['Mod-z'] = chainCommands(undoInputRule, bindings['Mod-z'] as Command)

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

/** Signs at the start of a plain line that give it its form. */
function formRule(start: RegExp, form: Form, level = 1): InputRule {
  return new InputRule(start, (state, _match, from, to) => {
    const { $from } = state.selection
    if ($from.parent.attrs.form !== 'text') return null
    const line = $from.before()
    return state.tr
      .delete(from, to)
      .setNodeAttribute(line, 'level', level)
      .setNodeAttribute(line, 'form', form)
  })
}

const typing = inputRules({
  rules: [
    formRule(/^[□ㅁ]\s$/, 'outline', 1),
    formRule(/^[○ㅇ]\s$/, 'outline', 2),
    formRule(/^-\s$/, 'outline', 3),
    formRule(/^·\s$/, 'outline', 4),
    formRule(/^\*\s$/, 'bullet'),
    formRule(/^1\.\s$/, 'number'),
    formRule(/^가\.\s$/, 'number', 2),
    formRule(/^1\)\s$/, 'number', 3),
    formRule(/^가\)\s$/, 'number', 4),
    formRule(/^#\s$/, 'h1'),
    formRule(/^##\s$/, 'h2'),
    formRule(/^###\s$/, 'h3'),
    typedLink,
  ],
})

export function keys(): Plugin[] {
  return [
    typing,
    byPlace(),
    keymap({
      ...bindings,
      'Mod-y': bindings['Mod-Shift-z'] as Command,
      ...TYPEFACE_KEYS,
      ...SPACING_KEYS,
      Enter: chainCommands(keepingFace(enterInItem), enterWithFace),
      Backspace: chainCommands(undoInputRule, backspaceInTable, backspaceAtStart, backspaceAtBreak),
      'Shift-Enter': breakLine,
      Escape: letGo,
      ...TABLE_KEYS,
      'Mod-Enter': chainCommands(TABLE_KEYS['Mod-Enter'] as Command, pageBreak),
      Tab: chainCommands(shiftLevel(1), keepInList, toCell(1), writeTab),
      'Shift-Tab': chainCommands(shiftLevel(-1), keepInList, toCell(-1), takeTab),
    }),
    keymap(baseKeymap),
  ]
}
