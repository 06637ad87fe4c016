/** Changing what the settings of an image say: text of its own, or without one of the release. */
import { FilePlus2, Trash2, Undo2 } from 'lucide-react'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useRefusalText } from '@/kernel/refusal-words'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Chips } from '@/kit/chips'
import { TextArea, TextField } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Changed, TONE } from './differences'
import { filesOf, isPlace, type WishedFile, withFile } from './files'
import { FileList, Plain } from './files-list'
import s from './recipe.module.css'
import type { Wish } from './wish'
import { words } from './words'

export function FileEditing({ wish }: { readonly wish: Wish }) {
  const t = useWords(words)
  const [query, ask] = useState('')
  const [fresh, open] = useState('')
  const adding = useRef<HTMLInputElement>(null)
  return (
    <div className={list.stack}>
      <p className={list.quiet}>{t('filesNote')}</p>
      <Adding
        wish={wish}
        field={adding}
        onAdded={path => {
          ask('')
          open(path)
        }}
      />
      <FileList files={filesOf(wish.base, wish.wished)} query={query} onAsk={ask}>
        {file => (
          <Row
            wish={wish}
            file={file}
            isFresh={file.path === fresh}
            onGone={() => adding.current?.focus()}
          />
        )}
      </FileList>
    </div>
  )
}

interface AddingProps {
  readonly wish: Wish
  readonly field: RefObject<HTMLInputElement | null>
  readonly onAdded: (path: string) => void
}

function Adding({ wish, field, onAdded }: AddingProps) {
  const t = useWords(words)
  const [typed, type] = useState('')
  const [error, fail] = useState<string | null>(null)
  const { base, wished } = wish
  const { places, most } = base.bounds
  function add() {
    const path = typed.trim()
    const isThere = filesOf(base, wished).some(file => file.path === path)
    if (isThere) return fail(t('fileThere'))
    if (!isPlace(path, places)) return fail(t('filePlace'))
    if (wished.files.length >= most) return fail(t('filesMost', { most }))
    wish.rewish(withFile(base, wished, path, ''))
    type('')
    return onAdded(path)
  }
  return (
    <>
      <form
        className={s.add}
        onSubmit={event => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          ref={field}
          label={t('addFile')}
          hint={t('addFileHint', { example: `${places[0]}policies/managed/agency.json` })}
          error={error}
          value={typed}
          onChange={value => {
            fail(null)
            type(value)
          }}
          autoComplete="off"
          spellCheck="false"
        />
        <Button type="submit" icon={FilePlus2} isDisabled={typed.trim() === ''}>
          {t('addAct')}
        </Button>
      </form>
      <details className={s.places}>
        <summary>{t('places')}</summary>
        <Chips label={t('places')}>
          {places.map(place => (
            <li key={place} className={s.plain}>
              <code>{place}</code>
            </li>
          ))}
        </Chips>
      </details>
    </>
  )
}

interface RowProps {
  readonly wish: Wish
  readonly file: WishedFile
  /** It was added this moment, to be written. */
  readonly isFresh: boolean
  readonly onGone: () => void
}

function Row({ wish, file, isFresh, onGone }: RowProps) {
  const t = useWords(words)
  const [isOpen, open] = useState(isFresh)
  const name = useRef<HTMLElement>(null)
  const { path, size_bytes, mark, newer } = file
  function write(text: string | null) {
    wish.rewish(withFile(wish.base, wish.wished, path, text))
  }
  return (
    <details open={isOpen} onToggle={event => open(event.currentTarget.open)}>
      <summary ref={name}>
        {mark && <Badge tone={TONE[mark]}>{t(`change.${mark}`)}</Badge>}
        {newer !== null && <Badge tone="warning">{t('newer')}</Badge>}
        <code>{path}</code> <span className={list.quiet}>{bytes(size_bytes)}</span>
      </summary>
      {isOpen &&
        (file.isOpen ? (
          <Open
            wish={wish}
            file={file}
            isFresh={isFresh}
            onWrite={write}
            onRelease={() => {
              wish.rewish({
                ...wish.wished,
                files: wish.wished.files.filter(each => each.path !== path),
              })
              if (mark === 'added') onGone()
              else name.current?.focus() // the button is gone
            }}
            onLeave={() => {
              write(null)
              name.current?.focus() // the button is gone
            }}
          />
        ) : (
          <>
            <p className={list.quiet}>{t('closed')}</p>
            <Plain text={file.text} />
          </>
        ))}
    </details>
  )
}

interface OpenProps {
  readonly wish: Wish
  readonly file: WishedFile
  readonly isFresh: boolean
  readonly onWrite: (text: string) => void
  /** As the release has it, or without it where the release has none. */
  readonly onRelease: () => void
  readonly onLeave: () => void
}

function Open({ wish, file, isFresh, onWrite, onRelease, onLeave }: OpenProps) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const { path, text, mark, newer } = file
  const { refusal } = wish
  const isMine = refusal?.facts.path === path
  const act = (label: string, onPress: () => void, icon = Undo2): ReactNode => (
    <Button size="s" icon={icon} aria-label={`${path} ${label}`} onPress={onPress}>
      {label}
    </Button>
  )
  return (
    <div className={s.open}>
      {newer !== null && (
        <>
          <p className={list.quiet}>{t('newerNote')}</p>
          <Changed change="changed" before={newer} now={text ?? ''} path={path} />
          <div className={list.acts}>{act(t('keep'), () => onWrite(text ?? ''))}</div>
        </>
      )}
      {text === null ? (
        <p className={list.quiet}>{t('leftOut')}</p>
      ) : (
        <TextArea
          label={t('text')}
          rows={Math.min(18, Math.max(4, text.split('\n').length + 1))}
          value={text}
          onChange={onWrite}
          error={isMine && refusal ? textOf(refusal) : null}
          autoFocus={isFresh}
          spellCheck="false"
        />
      )}
      <div className={list.acts}>
        {mark === 'added' && act(t('unaddFile'), onRelease, Trash2)}
        {(mark === 'changed' || mark === 'gone') && act(t('reset'), onRelease)}
        {(mark === null || mark === 'changed') && act(t('leaveOut'), onLeave, Trash2)}
      </div>
    </div>
  )
}
