/** The clipboard's panel: what is asked, and a box for those to whom the browser gives no keys. */
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { TextArea, TextField } from '@/kit/text-field'
import { pictures } from '../../policies/pictures.words'
import { words } from '../../policies/words'
import { useLatest } from '../channel'
import type { Clipboard } from '../clipboard'
import type { Desk } from '../desk'
import { dropText, giveReason, permit } from '../permit'
import { clipboardLine } from '../permit-turns'
import s from './clipboard.module.css'
import { words as ofKinds } from './clipboard.words'
import { type Asked, type Running, running } from './clipboard-running'
import { useSigns } from './policy-notices'
import { ApprovedTexts, AskForText } from './release'

const SHORTEST_REASON = 5

export function ClipboardPanel({ desk }: { readonly desk: Desk }) {
  const here = running.get(desk)
  return here ? <Body desk={desk} here={here} /> : null
}

/** One question at a time: the reason that is waited for stands alone. */
function Body({ desk, here }: { readonly desk: Desk; readonly here: Running }) {
  const asked = useStore(here.asked)
  const askable = useStore(here.askable)
  return (
    <>
      {askable && !asked && (
        <AskForText
          key={`ask-${askable.hold}`}
          desk={desk}
          askable={askable}
          onDone={() => here.askable.set(null)}
        />
      )}
      <ApprovedTexts desk={desk} />
      {asked ? (
        <Reason key={asked.hold} desk={desk} asked={asked} here={here} />
      ) : (
        <Box here={here} desk={desk} />
      )}
      <Copied board={here.clipboard} />
      <CopiedPicture board={here.clipboard} />
      <State desk={desk} />
    </>
  )
}

function Reason({
  desk,
  asked,
  here,
}: {
  readonly desk: Desk
  readonly asked: Asked
  readonly here: Running
}) {
  const t = useWords(words)
  const signs = useSigns(asked.signs)
  const [reason, setReason] = useState('')
  const [isShort, setShort] = useState(false)
  function leave() {
    here.asked.set(null)
    desk.panel.set(null)
    desk.focus()
  }
  function send() {
    if (reason.trim().length < SHORTEST_REASON) return setShort(true)
    desk.channel.say(giveReason, { hold: asked.hold, reason })
    leave()
  }
  function drop() {
    desk.channel.say(dropText, { hold: asked.hold })
    leave()
  }
  return (
    <form
      className={s.part}
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <h3 className={s.title}>{t('reasonTitle', { signs })}</h3>
      <p className={s.note}>{t('reasonNote')}</p>
      <TextField
        label={t('reason')}
        value={reason}
        onChange={setReason}
        error={isShort ? t('reasonShort') : null}
        autoFocus
      />
      <div className={s.acts}>
        <Button onPress={drop}>{t('drop')}</Button>
        <Button look="primary" type="submit">
          {t('send')}
        </Button>
      </div>
    </form>
  )
}

function Box({ desk, here }: { readonly desk: Desk; readonly here: Running }) {
  const t = useWords(words)
  const now = useLatest(desk.channel, permit)
  const [text, setText] = useState('')
  const [isDone, setDone] = useState(false)
  async function put() {
    const done = await here.clipboard.put(text)
    setDone(done)
    if (!done) return
    setText('')
    desk.focus() // the button goes dead, and what follows is a paste there
  }
  if (!now?.clipboard_in) return null
  return (
    <div className={s.part}>
      <TextArea
        label={t('box')}
        hint={isDone ? t('putDone') : t('boxHint')}
        value={text}
        onChange={setText}
        rows={3}
      />
      <div className={s.acts}>
        <Button look="primary" isDisabled={text === ''} onPress={() => void put()}>
          {t('put')}
        </Button>
      </div>
    </div>
  )
}

function Copied({ board }: { readonly board: Clipboard }) {
  const t = useWords(words)
  const text = useStore(board.text)
  const [isDone, setDone] = useState(false)
  if (text === null) return null
  return (
    <div className={s.part}>
      <TextArea label={t('copiedBox')} value={text} isReadOnly rows={3} />
      <div className={s.acts}>
        {isDone && <span className={s.note}>{t('copiedDone')}</span>}
        <Button onPress={() => setDone(board.copyHere(text))}>{t('copyHere')}</Button>
      </div>
    </div>
  )
}

function CopiedPicture({ board }: { readonly board: Clipboard }) {
  const picture = useStore(board.picture)
  return picture && <Picture key={picture.size} board={board} picture={picture} />
}

function Picture({ board, picture }: { readonly board: Clipboard; readonly picture: Blob }) {
  const t = useWords(words)
  const ofPictures = useWords(pictures)
  const [address, setAddress] = useState<string | null>(null)
  const [isDone, setDone] = useState<boolean | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  return (
    <div className={s.part}>
      <h3 className={s.title}>{ofPictures('copied')}</h3>
      {address && <img className={s.picture} src={address} alt={ofPictures('copied')} />}
      <div className={s.acts}>
        {isDone !== null && (
          <span className={s.note}>{isDone ? t('copiedDone') : ofPictures('byHand')}</span>
        )}
        <Button onPress={() => void board.copyPictureHere(picture).then(setDone)}>
          {t('copyHere')}
        </Button>
      </div>
    </div>
  )
}

function State({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const kinds = useWords(ofKinds)
  const now = useLatest(desk.channel, permit)
  if (!now) return <p className={s.note}>{t('state.waiting')}</p>
  return (
    <>
      <dl className={s.state}>
        <dt>{t('state.in')}</dt>
        <dd>{clipboardLine(now, 'in')}</dd>
        <dt>{t('state.out')}</dt>
        <dd>{clipboardLine(now, 'out')}</dd>
      </dl>
      {(now.clipboard_in || now.clipboard_out) && (
        <p className={s.note}>
          {kinds(now.pictures_in || now.pictures_out ? 'kinds' : 'textOnly')}
        </p>
      )}
    </>
  )
}
