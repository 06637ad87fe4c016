/** The tools above the sheet. A press keeps the selection and gives the focus back to the text. */
import { AlignJustify, Baseline, ChevronDown } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { useEffect, useRef } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton, ToggleIconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Menu, MenuItem } from '@/kit/menu'
import { alongTools, toolsIn } from '../help/keys'
import { LinkTool } from '../links/tool'
import { PictureMenu } from '../pictures/menu'
import { SpacingTool } from '../spacing/tool'
import { ModeMenu } from '../suggest/mode-menu'
import { TableTool } from '../tables/insert-tool'
import { TableMenu } from '../tables/menu'
import { ShadeMenu, StandMenu } from '../tables/shade-menu'
import { TypefaceTools } from '../typeface/tools'
import { words } from '../words'
import { ALIGNS, FORMS, HISTORY, INSERTS, LISTS, MARKS, setInk, type TextCommand } from './commands'
import s from './page.module.css'
import { INKS } from './schema'
import type { DocumentSession } from './session'

const RESTORE = 'react-aria-focus-scope-restore'
const CLOSING_MS = 2000

interface ToolProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function Toolbar({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const state = useStore(session.editorState)
  const right = useStore(session.provider.right)
  const mode = useStore(session.suggesting.mode)
  if (!state || right === 'read') return null
  if (mode === 'view') {
    return (
      <div role="toolbar" aria-label={t('editor.tools')} className={s.tools}>
        <ModeMenu session={session} />
      </div>
    )
  }
  const groups = [HISTORY, null, MARKS, LISTS, ALIGNS, PLACED, BESIDE]
  return <Tools groups={groups} session={session} state={state} />
}

interface ToolsProps extends ToolProps {
  readonly groups: readonly (readonly TextCommand[] | null)[]
}

function Tools({ groups, session, state }: ToolsProps) {
  const t = useWords(words)
  const bar = useWay(session)
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('editor.tools')}
      className={s.tools}
      onKeyDown={event => {
        // What a menu or a dialog of a tool hears is its own.
        if (!event.currentTarget.contains(event.target as Element)) return
        if (event.key === 'Escape') session.editor?.view.focus()
        else alongTools(event)
      }}
    >
      <ModeMenu session={session} />
      {groups.map((group, index) =>
        group ? (
          <div
            key={group[0]?.id ?? index}
            className={cx(s.group, group === PLACED && isInTable(state) && s.ofTable)}
          >
            {group === ALIGNS && <Lines session={session} state={state} />}
            {group === PLACED && isInTable(state) && <TableTools session={session} state={state} />}
            {singly(group, state).map(command =>
              command.id === 'table' ? (
                <TableTool
                  key="table"
                  command={command}
                  isDisabled={!command.isEnabled?.(state)}
                  onInsert={act => run({ run: act }, session)}
                />
              ) : (
                <Tool key={command.id} command={command} session={session} state={state} />
              ),
            )}
            {group === MARKS && <InkMenu session={session} state={state} />}
            {group === BESIDE && <PictureMenu session={session} />}
            {group === BESIDE && <LinkTool session={session} state={state} />}
          </div>
        ) : (
          <div key="styles" className={s.group}>
            <StyleMenu session={session} state={state} />
            <TypefaceTools state={state} {...waysOf(session)} />
          </div>
        ),
      )}
    </div>
  )
}

const NOT_IN_TABLES = ['table', 'page-break', 'section']
/** Three that rest in a table; there its own three have their places, and the bar stays as wide. */
const PLACED = INSERTS.filter(({ id }) => NOT_IN_TABLES.includes(id))
const BESIDE = INSERTS.filter(({ id }) => !NOT_IN_TABLES.includes(id))

/** What has a menu stands in no place of its own. */
function singly(group: readonly TextCommand[], state: EditorState): readonly TextCommand[] {
  return group === ALIGNS || (group === PLACED && isInTable(state)) ? [] : group
}

function TableTools({ session, state }: ToolProps) {
  const onAct = (act: Command) => run({ run: act }, session)
  return (
    <>
      <TableMenu state={state} onAct={command => run(command, session)} />
      <ShadeMenu onAct={onAct} />
      <StandMenu onAct={onAct} />
    </>
  )
}

function Lines({ session, state }: ToolProps) {
  const { onStay, onLeave } = waysOf(session)
  return (
    <>
      <AlignMenu session={session} state={state} />
      <SpacingTool state={state} onAct={onStay} onLeave={onLeave} />
    </>
  )
}

function waysOf(session: DocumentSession) {
  return {
    onAct: (act: Command) => run({ run: act }, session),
    onStay: (act: Command) => put(act, session),
    onLeave: () => session.editor?.view.focus(),
  }
}

/** Alt+F10 leads from the text to its tools, as in other editors. */
function useWay({ editor }: DocumentSession) {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const view = editor?.view
    function pressed(event: KeyboardEvent) {
      if (event.key !== 'F10' || !event.altKey || !view?.hasFocus() || !bar.current) return
      event.preventDefault()
      toolsIn(bar.current)[0]?.focus()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [editor])
  return bar
}

function run({ run: command }: Pick<TextCommand, 'run'>, session: DocumentSession): void {
  const view = put(command, session)
  if (!view) return
  if (document.activeElement?.closest('[role="menu"]')) afterMenu(() => view.focus())
  view.focus()
}

function put(act: Command, { editor }: DocumentSession): EditorView | undefined {
  const view = editor?.view
  editor?.settle()
  if (view) act(view.state, view.dispatch.bind(view), view)
  return view
}

/** A menu that closes gives the focus to its button: one who has chosen goes on in the text. */
function afterMenu(focus: () => void): void {
  const instead = (event: Event) => {
    event.preventDefault()
    focus()
  }
  const options = { once: true, capture: true }
  document.addEventListener(RESTORE, instead, options)
  setTimeout(() => document.removeEventListener(RESTORE, instead, options), CLOSING_MS)
}

function Tool({ command, session, state }: ToolProps & { readonly command: TextCommand }) {
  const pick = usePick()
  const { icon, isActive, isEnabled, keys } = command
  const label = keys
    ? `${pick(command.label)} (${keys.replace('Mod', 'Ctrl')})`
    : pick(command.label)
  const isDisabled = isEnabled ? !isEnabled(state) : false
  const press = () => run(command, session)
  if (!isActive)
    return <IconButton icon={icon} label={label} isDisabled={isDisabled} onPress={press} />
  return (
    <ToggleIconButton
      icon={icon}
      label={label}
      isDisabled={isDisabled}
      isSelected={isActive(state)}
      onChange={press}
    />
  )
}

function StyleMenu({ session, state }: ToolProps) {
  const t = useWords(words)
  const pick = usePick()
  const current = FORMS.find(({ isActive }) => isActive?.(state)) ?? FORMS[0]
  return (
    <Menu
      label={t('editor.style')}
      trigger={
        <Button
          look="quiet"
          aria-label={`${t('editor.style')}: ${current ? pick(current.label) : ''}`}
        >
          <span className={s.styleName}>{current && pick(current.label)}</span>
          <ChevronDown size={15} aria-hidden />
        </Button>
      }
    >
      {FORMS.map(command => (
        <MenuItem
          key={command.id}
          label={pick(command.label)}
          icon={command.icon}
          {...(command.keys ? { keys: command.keys.replace('Mod', 'Ctrl') } : {})}
          onAction={() => run(command, session)}
        />
      ))}
    </Menu>
  )
}

/** One button that shows what is: four would push others off the bar. */
function AlignMenu({ session, state }: ToolProps) {
  const t = useWords(words)
  const pick = usePick()
  const current = ALIGNS.find(({ isActive }) => isActive?.(state))
  const label = current ? `${t('editor.align')}: ${pick(current.label)}` : t('editor.align')
  return (
    <Menu
      label={t('editor.align')}
      trigger={<IconButton icon={current?.icon ?? AlignJustify} label={label} />}
    >
      {ALIGNS.map(({ id, label: name, icon, keys, run: act }) => (
        <MenuItem
          key={id}
          label={pick(name)}
          icon={icon}
          keys={(keys ?? '').replace('Mod', 'Ctrl')}
          onAction={() => run({ run: act }, session)}
        />
      ))}
    </Menu>
  )
}

function InkMenu({ session }: ToolProps) {
  const t = useWords(words)
  return (
    <Menu label={t('editor.ink')} trigger={<IconButton icon={Baseline} label={t('editor.ink')} />}>
      <MenuItem
        label={t('editor.inkNone')}
        icon={Baseline}
        onAction={() => run({ run: setInk(null) }, session)}
      />
      {INKS.map(name => (
        <MenuItem
          key={name}
          label={t(`ink.${name}`)}
          icon={Baseline}
          inkClass={`ink-${name}`}
          onAction={() => run({ run: setInk(name) }, session)}
        />
      ))}
    </Menu>
  )
}
