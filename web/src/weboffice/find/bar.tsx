/** Looks for words and writes others in their place; at the top right of the sheet. */
import { ArrowDown, ArrowUp, Replace, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { isComposing } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { Checkbox, SearchField, TextField } from '@/kit/field'
import { toast } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import { stepsIn, takeBackTo } from '../text/steps'
import s from './bar.module.css'
import type { Found } from './finding'
import { selectFound, step } from './plugin'
import { replaceAll, replaceOne } from './replace'
import { words } from './words'

interface BarProps {
  readonly session: DocumentSession
}

export function FindBar({ session }: BarProps) {
  const t = useWords(words)
  const { finding } = session
  const mode = useStore(finding.mode)
  const wish = useStore(finding.wish)
  const right = useStore(session.provider.right)
  const way = useStore(session.suggesting.mode)
  const mayWrite = right !== 'read' && way !== 'view'
  const field = useRef<HTMLInputElement>(null)
  const isReplacing = mode === 'replace' && mayWrite
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  function go(by: 1 | -1) {
    const view = session.editor?.view
    if (view) step(view, by)
  }
  function close() {
    const view = session.editor?.view
    if (view) selectFound(view)
    finding.mode.set('closed')
    view?.focus()
  }
  /** Before the field, which would take Escape as a wish to empty it. */
  function leave(event: KeyboardEvent) {
    if (event.key !== 'Escape' || isComposing(event)) return
    event.preventDefault()
    event.stopPropagation()
    close()
  }
  return (
    <search
      className={s.bar}
      aria-label={isReplacing ? t('titleReplace') : t('title')}
      onKeyDownCapture={leave}
    >
      <div className={s.row}>
        <SearchField
          label={t('text')}
          inputRef={field}
          value={wish.text}
          onChange={text => finding.wish.set({ ...wish, text })}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(event.shiftKey ? -1 : 1)
          }}
        />
        <Count found={useStore(finding.found)} isAsked={wish.text !== ''} />
        <IconButton icon={ArrowUp} label={t('before')} onPress={() => go(-1)} />
        <IconButton icon={ArrowDown} label={t('next')} onPress={() => go(1)} />
        <IconButton icon={X} label={t('close')} onPress={close} />
      </div>
      <div className={s.choices}>
        <Checkbox
          isSelected={wish.isCase}
          onChange={isCase => finding.wish.set({ ...wish, isCase })}
        >
          {t('isCase')}
        </Checkbox>
        <Checkbox
          isSelected={wish.isWord}
          onChange={isWord => finding.wish.set({ ...wish, isWord })}
        >
          {t('isWord')}
        </Checkbox>
        {mayWrite && !isReplacing && (
          <IconButton
            icon={Replace}
            label={t('more')}
            onPress={() => finding.mode.set('replace')}
          />
        )}
      </div>
      {isReplacing && <Replacing session={session} onDone={() => field.current?.focus()} />}
    </search>
  )
}

function Count({ found, isAsked }: { readonly found: Found; readonly isAsked: boolean }) {
  const t = useWords(words)
  const { at, count } = found
  const text = count > 0 ? t('count', { at, count }) : t('none')
  return (
    <output className={s.count} aria-label={count > 0 ? t('spoken', { at, count }) : t('none')}>
      {isAsked ? text : ''}
    </output>
  )
}

interface ReplacingProps extends BarProps {
  /** All are replaced: the button that was pressed takes no key any more. */
  readonly onDone: () => void
}

function Replacing({ session, onDone }: ReplacingProps) {
  const t = useWords(words)
  const [text, set] = useState('')
  const { count } = useStore(session.finding.found)
  function one() {
    session.editor?.settle()
    if (session.editor) replaceOne(session.editor.view, text.normalize('NFC'))
  }
  function all() {
    session.editor?.settle()
    if (!session.editor) return
    const before = stepsIn(session)
    const count = replaceAll(session.editor.view, text.normalize('NFC'))
    toast(t('replaced', { count }), () => takeBackTo(session, before))
    onDone()
  }
  return (
    <div className={s.replacing}>
      <TextField
        label={t('other')}
        value={text}
        onChange={set}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) one()
        }}
      />
      <Button isDisabled={count === 0} onPress={one}>
        {t('one')}
      </Button>
      <Button isDisabled={count === 0} onPress={all}>
        {t('all')}
      </Button>
    </div>
  )
}
