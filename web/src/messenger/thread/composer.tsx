/** Where one writes. The field is the browser's own: nothing rewrites it while a syllable forms. */
import { FilePlus2, SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { isComposing } from '@/kernel/text'
import { IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { type CardRef, LONGEST_TEXT, type RoomView } from '../model'
import { words } from '../words'
import { AttachDialog } from './attach'
import { Attached, useSharing } from './attached'
import s from './composer.module.css'
import { after, type Happening, IDLE } from './composing'
import { drafts, writeDraft } from './drafts'
import { say } from './sending'

const COUNT_FROM = LONGEST_TEXT - 500
const TALLEST_PX = 220

interface ComposerProps {
  readonly view: RoomView
  readonly document: string | null
  readonly onSent: () => void
}

export function Composer({ view, document, onSent }: ComposerProps) {
  const t = useWords(words)
  const { person: me } = useSession()
  const room = view.room.id
  const [card, attach] = useState<CardRef | null>(
    document ? { type: 'document', id: document } : null,
  )
  const [isChoosing, choose] = useState(false)
  // A document goes out by itself only when everybody may read it; else the reader decides how.
  const isOpenToAll = useSharing(room, card).data?.lacking.length === 0
  const field = useField(room, text => {
    if (card ? !isOpenToAll : text === '') return false
    sendWith(text)
    return true
  })
  function sendWith(text: string) {
    say(me.id, room, text, card)
    if (!card) return
    attach(null)
    onSent()
  }
  function sendCard() {
    sendWith(field.text())
    field.clear()
  }
  return (
    <div className={s.composer}>
      {card && (
        <Attached
          room={room}
          card={card}
          onSend={sendCard}
          onRemove={() => {
            attach(null)
            onSent()
          }}
        />
      )}
      <div className={s.line}>
        <IconButton icon={FilePlus2} label={t('card.attach')} onPress={() => choose(true)} />
        <textarea
          {...field.props}
          rows={1}
          className={s.field}
          aria-label={t('send.write')}
          placeholder={t(isTouch() ? 'send.placeholderShort' : 'send.placeholder')}
        />
        <IconButton
          icon={SendHorizontal}
          label={t('send.send')}
          isDisabled={field.length > LONGEST_TEXT || (card ? !isOpenToAll : field.length === 0)}
          onPress={field.send}
        />
      </div>
      {field.length > COUNT_FROM && <Left length={field.length} />}
      <AttachDialog
        isOpen={isChoosing}
        onOpenChange={choose}
        onChoose={id => {
          attach({ type: 'document', id })
          choose(false)
        }}
      />
    </div>
  )
}

function Left({ length }: { readonly length: number }) {
  const t = useWords(words)
  const left = LONGEST_TEXT - length
  return (
    <p className={cx(s.left, left < 0 && s.over)} role="status">
      {left < 0 ? t('send.over', { count: -left }) : t('send.left', { count: left })}
    </p>
  )
}

/** On a phone Enter breaks the line, and the button sends. */
function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches
}

/** The field's text lives in the field; only its length is state. `onSend` tells whether it went. */
function useField(room: string, onSend: (text: string) => boolean) {
  const { person: me } = useSession()
  const element = useRef<HTMLTextAreaElement>(null)
  const keys = useRef(IDLE)
  const [length, setLength] = useState(0)
  const text = () => element.current?.value.normalize('NFC').trim() ?? ''

  function changed() {
    const box = element.current
    if (!box) return
    grow(box)
    setLength(text().length)
    writeDraft(me.id, room, box.value)
  }
  function clear() {
    if (element.current) element.current.value = ''
    changed()
    element.current?.focus()
  }
  function send() {
    if (text().length <= LONGEST_TEXT && onSend(text())) clear()
  }
  function happened(happening: Happening): boolean {
    const outcome = after(keys.current, happening)
    keys.current = outcome.keys
    // The browser puts the last syllable into the field only after this event.
    if (outcome.send) setTimeout(send)
    return outcome.prevent
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.keyCode !== 13 && !isEnterOfComposition(event)) return
    if (isTouch()) return
    const prevented = happened({
      kind: 'enter',
      composing: isComposing(event),
      shift: event.shiftKey,
    })
    if (prevented) event.preventDefault()
  }
  useEffect(() => {
    const box = element.current
    if (!box) return
    box.value = drafts.get().get(room) ?? ''
    grow(box)
    setLength(box.value.trim().length)
    if (!isTouch()) box.focus()
  }, [room])
  const props = {
    ref: element,
    onInput: changed,
    onKeyDown,
    onKeyUp: () => void happened({ kind: 'enterup' }),
    onCompositionStart: () => void happened({ kind: 'compositionstart' }),
    onCompositionEnd: () => void happened({ kind: 'compositionend' }),
  }
  return { props, length, text, clear, send }
}

/** While composing, `key` is `Process` and `keyCode` 229; `code` still tells which key it was. */
function isEnterOfComposition(event: KeyboardEvent): boolean {
  return isComposing(event) && (event.code === 'Enter' || event.code === 'NumpadEnter')
}

function grow(box: HTMLTextAreaElement): void {
  box.style.height = 'auto'
  box.style.height = `${Math.min(box.scrollHeight, TALLEST_PX)}px`
}
